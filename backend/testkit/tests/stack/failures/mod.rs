//! What people meet when a server fails (`documents/operations.md`, "When a server fails").

mod api_alone;
mod guessing;
mod issuers;
mod mariadb;
mod redis;
mod vault;

use std::time::Duration;

use testkit::stack::{Service, Stack, StackOptions};

use crate::{
    crowd::Accounts,
    turn::{self, Turn},
};

/// A stack that lets a crowd from one address in, and people who can sign in to it. The machine is theirs alone.
async fn stack() -> (Stack, Accounts) {
    stack_in(turn::alone().await).await
}

/// The same beside another one, for what takes long and needs little.
async fn stack_beside_another() -> (Stack, Accounts) {
    stack_in(turn::beside_another().await).await
}

async fn stack_in(turn: Turn) -> (Stack, Accounts) {
    let options = StackOptions::default()
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000")
        .with("BCRYPT_COST", "4");
    let stack = tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap();
    let accounts = Accounts::make(&stack, turn).await;
    (stack, accounts)
}

/// Starts these services again with another value of a variable.
fn told(services: &[Service], variable: &str, value: &str) {
    for service in services {
        service.change(&[(variable, value)]);
        service.restart();
    }
}

/// Lets something last for so many seconds, or for as many as this variable of the environment says.
async fn for_a_while(variable: &str, seconds: u64) {
    let wanted = std::env::var(variable).ok().map(|text| text.parse().unwrap());
    tokio::time::sleep(Duration::from_secs(wanted.unwrap_or(seconds))).await;
}
