//! `GET /users/v1`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::{
    domain::users::UserFilter,
    middleware::{
        input::{Fields, FromFields, QueryParams},
        problem::Problem,
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use super::UserBody;
use crate::{handlers::paging, state::IssuerState};

/// One page of users, in the order they were made.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserList {
    items: Vec<UserBody>,
    /// What `cursor` must be for the next page; `null` on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Which users are wanted.
#[derive(Debug)]
pub struct ListUsers(UserFilter);

impl FromFields for ListUsers {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let q = fields.optional("q", |text| match text.chars().count() {
            0..=100 if text.chars().any(char::is_control) => Err("must not have control characters"),
            0..=100 => Ok(text.to_owned()),
            _ => Err("must have at most 100 characters"),
        });
        let limit = paging::limit(fields);
        let after = paging::cursor(fields);
        Some(Self(UserFilter { q: q?.filter(|text| !text.is_empty()), after: after?, limit: limit? }))
    }
}

/// Lists and searches users.
#[utoipa::path(
    get,
    path = "/users/v1",
    operation_id = "list_users",
    tag = "users",
    params(
        ("q" = Option<String>, Query, description = "A part of the e-mail or the display name.", example = "ulla"),
        ("limit" = Option<u32>, Query, description = "1 to 100; 50 if left out.", example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page of users.", body = UserList)),
)]
pub async fn list(
    State(state): State<IssuerState>,
    _caller: Caller,
    QueryParams(ListUsers(filter)): QueryParams<ListUsers>,
) -> Result<Json<UserList>, Problem> {
    let page = state.users.list(filter).await?;
    let next_cursor = page.next.map(|id| id.to_string());
    Ok(Json(UserList { items: page.items.into_iter().map(UserBody::from).collect(), next_cursor }))
}
