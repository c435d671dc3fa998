//! `issuer admin`: accounts for those who run the service.

use std::io::{self, IsTerminal, Read};

use anyhow::{Context, bail};
use secrecy::SecretString;
use shared::domain::{
    passwords::NewPassword,
    users::{DisplayName, Email, Registration, Roles},
};

use crate::{
    cli::NewAdmin,
    config::Config,
    services::{sign_in::compare_peppers, users::NewUser},
};

/// More than the longest password that is taken.
const MOST_INPUT_BYTES: u64 = 2_048;

/// Makes an admin, with the variables that the service itself has. The audit says that the system did it.
#[expect(clippy::print_stdout, reason = "this is the answer of a command")]
pub(crate) async fn create(admin: &NewAdmin) -> anyhow::Result<()> {
    let config = Config::load()?;
    let new = NewUser {
        email: Email::parse(&admin.email).context("--email")?,
        display_name: DisplayName::parse(&admin.display_name).context("--display-name")?,
        password: NewPassword::parse(password()?).context("the password")?,
        roles: Roles::ADMIN_AND_USER,
        email_verified: true,
    };
    let (stack, issuer) = super::issuer(&config).await?;
    // Or he would have a password that no issuer takes.
    compare_peppers(stack.record.unprepared(), &config.password_peppers).await?;
    let user = issuer.users.create_by_operator(new, Registration::Admin).await?;
    println!("{} can sign in now, with the roles {}.", user.email, user.roles);
    Ok(())
}

/// Never from the command line, which everybody on the machine can read.
fn password() -> anyhow::Result<SecretString> {
    if io::stdin().is_terminal() {
        let first = rpassword::prompt_password("Password (at least 15 characters): ")?;
        let again = rpassword::prompt_password("Once more: ")?;
        if first != again {
            bail!("the two are not the same");
        }
        return Ok(first.into());
    }
    let mut text = String::new();
    io::stdin().take(MOST_INPUT_BYTES).read_to_string(&mut text).context("standard input can't be read")?;
    Ok(text.trim_end_matches(['\r', '\n']).into())
}
