//! Whom the crowd signs in as.

use std::sync::atomic::{AtomicUsize, Ordering};

use http::Method;
use serde_json::json;
use testkit::{
    app::TestApp,
    stack::{Browser, Stack},
};

use crate::turn::Turn;

pub(crate) const PASSWORD: &str = "a-long-enough-phrase";
/// Nobody is the same person often enough to be throttled or to reach the limit of sessions.
const PEOPLE: usize = 8;

/// Accounts made for the crowd, and the admin who made them. As long as there are any, it is their turn.
pub(crate) struct Accounts {
    nobody: Browser,
    chiefs: AtomicUsize,
    _turn: Turn,
}

impl Accounts {
    /// Makes the accounts of a fresh stack.
    pub(crate) async fn make(stack: &Stack, turn: Turn) -> Self {
        let accounts = Self { nobody: stack.browser(), chiefs: AtomicUsize::default(), _turn: turn };
        for number in 0..PEOPLE {
            accounts.user(&person(number), &["User"]).await;
            accounts.user(&visitor(number), &["User"]).await;
        }
        accounts
    }

    /// Somebody who has just signed in.
    pub(crate) async fn signed_in(&self, number: usize) -> Browser {
        self.signed_in_as(&person(number % PEOPLE)).await
    }

    /// The same as somebody particular.
    pub(crate) async fn signed_in_as(&self, email: &str) -> Browser {
        let mut browser = self.nobody();
        assert_eq!(browser.sign_in(email, PASSWORD).await.unwrap().status, 200, "{email} signs in");
        browser
    }

    /// A browser without cookies.
    pub(crate) fn nobody(&self) -> Browser {
        self.nobody.clone()
    }

    /// A new admin: the path of his account and his address.
    pub(crate) async fn chief(&self) -> (String, String) {
        let number = self.chiefs.fetch_add(1, Ordering::Relaxed);
        let email = format!("chief-{number}@example.com");
        (self.user(&email, &["Admin", "User"]).await, email)
    }

    /// The admin, signed in.
    pub(crate) async fn admin(&self) -> Browser {
        let mut admin = self.nobody();
        assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200, "the admin signs in");
        admin
    }

    async fn user(&self, email: &str, roles: &[&str]) -> String {
        let body = json!({ "email": email, "display_name": "One Of Many", "password": PASSWORD, "roles": roles });
        let made = self.admin().await.call(Method::POST, "/users/v1", Some(&body)).await.unwrap();
        assert_eq!(made.status, 201, "{email} is made: {}", made.body);
        format!("/users/v1/{}", made.body["id"].as_str().unwrap())
    }
}

fn person(number: usize) -> String {
    format!("person-{number}@example.com")
}

/// The e-mail address of somebody who comes and goes.
pub(crate) fn visitor(number: usize) -> String {
    format!("visitor-{number}@example.com")
}
