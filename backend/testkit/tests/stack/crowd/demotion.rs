//! An admin who is one no longer.

use std::{future::Future, time::Duration};

use http::Method;
use serde_json::json;
use testkit::stack::{Browser, Stack};

use super::{accounts::Accounts, history::Action, people::Work};

const PAGE: &str = "/api/admin";
const NUMBER: usize = 200;

/// Somebody who is an admin still, and known as one to every API.
#[derive(Debug)]
pub(crate) struct Demotion {
    superior: Browser,
    path: String,
    email: String,
    /// One for each API.
    chiefs: Vec<Browser>,
}

impl Demotion {
    pub(crate) async fn prepare(stack: &Stack, accounts: &Accounts) -> Self {
        let (path, email) = accounts.chief().await;
        let signed_in = accounts.signed_in_as(&email).await;
        let mut chiefs: Vec<_> =
            stack.apis.iter().map(|api| signed_in.at(&format!("http://{}", api.address()))).collect();
        for chief in &mut chiefs {
            assert_eq!(chief.get(PAGE).await.unwrap().status, 200, "the admin is one at first");
        }
        Self { superior: accounts.admin().await, path, email, chiefs }
    }

    /// The role goes. Returns what tries from then on whether it is back.
    pub(super) async fn happens(mut self, work: &Work) -> Vec<impl Future<Output = ()> + Send + 'static> {
        let body = json!({
            "email": self.email, "display_name": "One Of Many", "roles": ["User"], "status": "active"
        });
        let demoted = self.superior.call(Method::PUT, &self.path, Some(&body)).await.unwrap();
        assert_eq!(demoted.status, 200, "{}", demoted.body);
        let at = work.history.now();
        self.chiefs.into_iter().map(|chief| keep_trying(chief, at, work.clone())).collect()
    }
}

/// A 200 that comes too late is found when it is known how long the outage was.
async fn keep_trying(mut chief: Browser, at: Duration, work: Work) {
    while !work.is_over() {
        let answer = work.history.note(NUMBER, Action::LostRole, Some(at), chief.get(PAGE)).await;
        if !matches!(answer.status, Some(200 | 401 | 403)) && !answer.is_try_again() {
            work.history.violation(NUMBER, &format!("who was an admin got {answer:?}"));
        }
        work.pause().await;
    }
}
