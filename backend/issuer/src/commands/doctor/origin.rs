//! The address that browsers use, and what hangs on it: tokens, cookies, the kind of installation.

use super::{Code, Finding, Report, settings::Settings};

/// Rules over `PUBLIC_URL`, left out where that can't be read.
pub(super) fn check(report: &mut Report, settings: &Settings<'_>) {
    if !settings.are_sound(&["PUBLIC_URL"]) {
        return;
    }
    report.check(settings.are_sound(&["ACCESS_TOKEN_ISSUER"]).then(|| issuer(settings)).flatten());
    report.check(settings.are_sound(&["COOKIE_SECURE"]).then(|| cookies(settings)).flatten());
    report.check(development(settings));
}

fn issuer(settings: &Settings<'_>) -> Option<Finding> {
    let (issuer, public_url) = (&settings.core.access_tokens.issuer, settings.core.public_url.to_text());
    if *issuer == public_url {
        return None;
    }
    let remedy = format!(
        "Set ACCESS_TOKEN_ISSUER={public_url} for the issuer and for the API alike, or leave it out of the issuer's \
         settings; both must be started again. Live tokens end."
    );
    let finding = if issuer.trim_end_matches('/') == public_url {
        let problem = format!(
            "ACCESS_TOKEN_ISSUER ({issuer}) and PUBLIC_URL ({public_url}) differ by a slash at the end. Issuers are \
             compared byte by byte: clients that found us by discovery refuse our tokens."
        );
        Finding::new(Code::IssuerTrailingSlash, problem, remedy)
    } else {
        let problem = format!(
            "ACCESS_TOKEN_ISSUER ({issuer}) is not PUBLIC_URL ({public_url}): tokens name an issuer that clients can't \
             find at the address they know."
        );
        Finding::new(Code::IssuerMismatch, problem, remedy)
    };
    Some(finding)
}

fn cookies(settings: &Settings<'_>) -> Option<Finding> {
    let core = settings.core;
    let address = core.public_url.to_text();
    match (core.cookie_secure, core.public_url.is_https()) {
        (true, false) if !core.public_url.is_loopback() => Some(Finding::new(
            Code::CookieNeedsHttps,
            format!(
                "COOKIE_SECURE is true, but PUBLIC_URL ({address}) is plain http: browsers throw Secure cookies away \
                 there, so every sign-in seems to work and is gone at the next page."
            ),
            "Serve the address by https and set PUBLIC_URL to it. Only while developing: set COOKIE_SECURE=false.",
        )),
        (false, true) => Some(Finding::new(
            Code::CookieNotSecure,
            format!(
                "COOKIE_SECURE is false, but PUBLIC_URL ({address}) is https: cookies go out over plain http too, and \
                 lose the __Host- prefix that keeps other hosts from setting them."
            ),
            "Take COOKIE_SECURE out of the settings; it is true wherever PUBLIC_URL is https.",
        )),
        _ => None,
    }
}

fn development(settings: &Settings<'_>) -> Option<Finding> {
    let core = settings.core;
    let exposed = core.server.environment.is_development() && !core.public_url.is_loopback();
    (exposed && settings.are_sound(&["PASEPORT_ENV"])).then(|| {
        Finding::new(
            Code::DevelopmentExposed,
            format!(
                "PASEPORT_ENV is development, but PUBLIC_URL ({}) is not of this machine alone: everybody who reaches it \
                 can sign in as admin with a password that the documentation prints.",
                core.public_url
            ),
            "Set PASEPORT_ENV=production and delete the seeded accounts, or set PUBLIC_URL to a loopback address.",
        )
    })
}
