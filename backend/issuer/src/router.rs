//! What the issuer answers, in one table: path, methods, and who may.

use std::num::NonZeroU32;

use axum::Router;
use shared::{
    domain::access::AccessPolicy as Policy,
    middleware::{
        rate_limit::AddressLimit,
        routes::{Routes, bearer_document, only_by_get},
    },
};
use utoipa::openapi::OpenApi;
use utoipa_axum::routes;

use crate::{
    handlers::{account, audit, identities, login, oauth, providers, sessions, setup, userinfo, users, well_known},
    state::IssuerState,
};

/// The issuer's routes, and the document about them.
pub fn router(state: IssuerState) -> (Router, OpenApi) {
    let (router, document) = table(&state.address_limit, &state.provider_limit).split();
    (router.with_state(state), document)
}

/// The document alone. It is the same whatever the limit is.
pub fn document() -> OpenApi {
    let limit = AddressLimit::new(NonZeroU32::MIN, NonZeroU32::MIN);
    table(&limit, &limit).split().1
}

/// `guesses` is for routes that people take, `notices` for those that providers take, which stand at one address each.
fn table(guesses: &AddressLimit, notices: &AddressLimit) -> Routes<IssuerState> {
    Routes::new(bearer_document("Paseport issuer", "Proves who someone is, and issues tokens."))
        .guarded(Policy::Public, routes!(login::start::start))
        .guarded(Policy::Public, routes!(login::options::options))
        .guarded_limited(Policy::SameOrigin, guesses, routes!(login::local::local))
        .guarded_limited(Policy::Public, guesses, only_by_get(routes!(oauth::init::init)))
        .guarded_limited(Policy::Public, guesses, only_by_get(routes!(oauth::callback::callback)))
        .guarded_limited(Policy::Public, guesses, routes!(oauth::callback_of_nobody::callback_of_nobody))
        .guarded_limited(Policy::Public, guesses, routes!(oauth::ticket::ticket))
        .guarded_limited(Policy::TICKET_OR_FRESH_USER, guesses, routes!(oauth::link::link))
        .guarded_limited(Policy::Public, notices, routes!(oauth::backchannel_logout::backchannel_logout))
        .guarded(Policy::RefreshCookie, routes!(sessions::refresh::refresh))
        .guarded(Policy::RefreshCookie, routes!(sessions::logout::logout))
        .guarded_limited(Policy::SameOrigin, guesses, routes!(setup::complete::complete))
        .guarded(Policy::ADMIN, routes!(users::list::list, users::create::create))
        .guarded(Policy::ADMIN, routes!(users::read::read, users::update::update, users::delete::delete))
        .guarded(
            Policy::ADMIN,
            routes!(sessions::list_of_user::list_of_user, sessions::end_all_of_user::end_all_of_user),
        )
        .guarded(
            Policy::ADMIN,
            routes!(identities::list_of_user::list_of_user, identities::unlink_all_of_user::unlink_all_of_user),
        )
        .guarded(Policy::ADMIN, routes!(providers::list::list, providers::create::create))
        .guarded(
            Policy::ADMIN,
            routes!(providers::read::read, providers::update::update, providers::deactivate::deactivate),
        )
        .guarded(Policy::ADMIN, routes!(providers::test::test))
        .guarded(Policy::ADMIN, routes!(audit::list::list))
        .guarded(Policy::ADMIN, routes!(audit::summarize::summarize))
        .guarded(Policy::USER, routes!(account::me::me, account::rename::rename))
        .guarded(Policy::USER, routes!(account::change_password::change_password))
        .guarded(Policy::USER, routes!(sessions::list_own::list_own, sessions::end_others::end_others))
        .guarded(Policy::USER, routes!(sessions::end_own::end_own))
        .guarded(Policy::USER, routes!(identities::list::list))
        .guarded(Policy::FRESH_USER, routes!(identities::unlink::unlink))
        .guarded(Policy::USERINFO, routes!(userinfo::show::show, userinfo::show::show_by_post))
        .guarded(Policy::Public, routes!(well_known::openid_configuration::openid_configuration))
        .guarded(Policy::Public, routes!(well_known::jwks::jwks))
        .guarded(Policy::Public, routes!(well_known::paserk::paserk))
}
