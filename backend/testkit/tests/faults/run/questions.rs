//! From what somebody wants to a request.

use http::Method;
use serde_json::{Value, json};

use super::Run;
use crate::{
    jars::{self, Held},
    judge::{Bearer, Sent, Standing},
    reading,
    schedule::{ADMINS_BROWSER, Act, Deed, Page, Side, Token},
};

/// What is sent, and what the judge is told of it.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) browser: usize,
    pub(super) sent: Sent,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) body: Option<Value>,
    pub(super) cookie: Option<String>,
    pub(super) access_token: Option<String>,
    /// The browser takes the answer for that of its own newest cookie.
    pub(super) is_own: bool,
}

impl Question {
    /// Somebody presents a refresh token that he has from somewhere.
    pub(super) fn refresh(sid: &str, token: &str) -> Self {
        Self {
            browser: 0,
            sent: Sent::Refresh { sid: sid.to_owned(), generation: reading::refresh_token(token).1 },
            method: Method::POST,
            path: "/auth/v1/refresh".into(),
            body: None,
            cookie: Some(token.to_owned()),
            access_token: None,
            is_own: false,
        }
    }
}

impl Run {
    /// Who isn't signed in does that instead.
    pub(super) fn question(&self, act: Act, side: Side) -> Question {
        match act {
            Act::SignIn { browser, wrong_password } => self.sign_in(browser, wrong_password),
            Act::Refresh { browser, token } => self.with_cookie(browser, token, "/auth/v1/refresh"),
            Act::SignOut { browser, token } => self.with_cookie(browser, token, "/auth/v1/logout"),
            Act::EndOne { browser, other } => {
                self.with_token(browser, |run, bearer| run.end_one(browser, other, bearer))
            }
            Act::EndOthers { browser } => self.with_token(browser, |_, bearer| {
                (Sent::EndOthers { bearer }, Method::DELETE, "/account/v1/sessions".into(), None)
            }),
            Act::ChangePassword { browser } => self.with_token(browser, Self::change_password),
            Act::Rename { browser } => self.with_token(browser, |run, bearer| {
                let body = json!({ "display_name": format!("Name {}", run.requests) });
                (Sent::Rename { bearer }, Method::PATCH, "/account/v1/me".into(), Some(body))
            }),
            Act::Look { browser, page } => self.with_token(browser, |run, bearer| {
                let path = match page {
                    Page::Dashboard => "/api/dashboard",
                    Page::Admin => "/api/admin",
                    Page::Userinfo => "/userinfo",
                };
                let is_deaf = run.deaf_until[side].is_some();
                (Sent::Look { bearer, page, is_deaf }, Method::GET, path.into(), None)
            }),
            Act::Haunt { which, cookie } => self.haunt(which, cookie, side),
            Act::Rule { person, deed } => self.with_token(ADMINS_BROWSER, |run, bearer| run.rule(person, deed, bearer)),
        }
    }

    fn sign_in(&self, browser: usize, wrong_password: bool) -> Question {
        let person = jars::owner(browser);
        let (email, right) = (self.judge.people[person].email.clone(), self.password_of(person));
        let password = if wrong_password { format!("not {right}") } else { right };
        let held = self.jars[browser].session.as_ref();
        let over = held.map(|held| held.sid.clone());
        Question {
            browser,
            method: Method::POST,
            path: "/auth/v1/login/local".into(),
            body: Some(json!({ "email": email, "password": password })),
            cookie: held.map(|held| held.token(Token::Newest).0.to_owned()),
            access_token: None,
            is_own: true,
            sent: Sent::SignIn { person, password, over },
        }
    }

    /// One that may be right; another one each time, while nobody knows.
    fn password_of(&self, person: usize) -> String {
        let possible = self.judge.people[person].passwords.now();
        let turn = self.requests as usize % possible.len();
        possible.iter().nth(turn).expect("a password").clone()
    }

    fn with_cookie(&self, browser: usize, which: Token, path: &str) -> Question {
        let Some(held) = &self.jars[browser].session else { return self.sign_in(browser, false) };
        let (token, is_own) = held.token(which);
        let (sid, generation) = reading::refresh_token(token);
        let is_refresh = path.ends_with("refresh");
        Question {
            browser,
            sent: if is_refresh { Sent::Refresh { sid, generation } } else { Sent::SignOut { sid } },
            method: Method::POST,
            path: path.into(),
            body: None,
            cookie: Some(token.to_owned()),
            access_token: None,
            is_own,
        }
    }

    fn with_token(
        &self,
        browser: usize,
        ask: impl FnOnce(&Self, Bearer) -> (Sent, Method, String, Option<Value>),
    ) -> Question {
        let Some(held) = &self.jars[browser].session else { return self.sign_in(browser, false) };
        let Held { sid, access_token, expires_at, .. } = held.clone();
        let bearer = Bearer { person: jars::owner(browser), sid, expires_at };
        let (sent, method, path, body) = ask(self, bearer);
        Question { browser, sent, method, path, body, cookie: None, access_token: Some(access_token), is_own: true }
    }

    /// While nothing has ended yet it is somebody's look.
    fn haunt(&self, which: usize, cookie: bool, side: Side) -> Question {
        let ended: Vec<_> = self.judge.families.iter().filter(|(_, family)| family.ended.is_some()).collect();
        let Some((sid, family)) = ended.get(which % ended.len().max(1)) else {
            return self.question(Act::Look { browser: 0, page: Page::Dashboard }, side);
        };
        if cookie { Question::refresh(sid, family.newest().1) } else { self.last_look(sid, side) }
    }

    /// With the last access token that anybody got in a session.
    pub(super) fn last_look(&self, sid: &str, side: Side) -> Question {
        let person = self.judge.families[sid].person;
        let (access_token, expires_at) = self.access_tokens[sid].clone();
        let bearer = Bearer { person, sid: sid.to_owned(), expires_at };
        let is_deaf = self.deaf_until[side].is_some();
        Question {
            browser: 0,
            sent: Sent::Look { bearer, page: Page::Dashboard, is_deaf },
            method: Method::GET,
            path: "/api/dashboard".into(),
            body: None,
            cookie: None,
            access_token: Some(access_token),
            is_own: false,
        }
    }

    fn end_one(&self, browser: usize, other: bool, bearer: Bearer) -> (Sent, Method, String, Option<Value>) {
        let others = self.jars[jars::other(browser)].session.as_ref().filter(|_| other);
        let target = others.map_or_else(|| bearer.sid.clone(), |held| held.sid.clone());
        let path = format!("/account/v1/sessions/{target}");
        (Sent::EndOne { bearer, target }, Method::DELETE, path, None)
    }

    fn change_password(&self, bearer: Bearer) -> (Sent, Method, String, Option<Value>) {
        let (current, new) = (self.password_of(bearer.person), format!("harbour lantern {}", self.requests));
        let body = json!({ "current_password": current, "new_password": new });
        (Sent::ChangePassword { bearer, current, new }, Method::PUT, "/account/v1/password".into(), Some(body))
    }

    fn rule(&self, person: usize, deed: Deed, bearer: Bearer) -> (Sent, Method, String, Option<Value>) {
        let account = &self.judge.people[person];
        let path = format!("/users/v1/{}", account.id);
        // Whoever may be gone is written as if he were not.
        let now = *account.standing.now().first().expect("a standing");
        let to = match deed {
            Deed::Disable | Deed::Lock => Some(Standing { is_active: false, ..now }),
            Deed::Enable => Some(Standing { is_active: true, ..now }),
            Deed::Promote => Some(Standing { is_admin: true, ..now }),
            Deed::Demote => Some(Standing { is_admin: false, ..now }),
            Deed::ResetPassword => Some(now),
            Deed::Delete => Some(Standing { is_gone: true, ..now }),
            Deed::EndSessions => None,
        };
        let password = (deed == Deed::ResetPassword).then(|| format!("reset lantern {}", self.requests));
        let sent = Sent::Rule { bearer, person, deed, to, password: password.clone() };
        match (deed, to) {
            (Deed::EndSessions, _) | (_, None) => (sent, Method::DELETE, format!("{path}/sessions"), None),
            (Deed::Delete, _) => (sent, Method::DELETE, path, None),
            (_, Some(to)) => {
                let roles = if to.is_admin { json!(["Admin", "User"]) } else { json!(["User"]) };
                let barred = if deed == Deed::Lock { "locked" } else { "disabled" };
                let mut body = json!({
                    "email": account.email, "display_name": "Somebody", "roles": roles,
                    "status": if to.is_active { "active" } else { barred },
                });
                if let Some(password) = password {
                    body["password"] = json!(password);
                }
                (sent, Method::PUT, path, Some(body))
            }
        }
    }
}
