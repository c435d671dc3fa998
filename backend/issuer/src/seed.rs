//! The two accounts of development, and the refusal to serve them in production.

use anyhow::{Context, bail};
use secrecy::SecretString;
use shared::domain::{
    passwords::NewPassword,
    unit_of_work::Store,
    users::{DisplayName, Email, Registration, Roles},
};

use crate::services::users::{NewUser, UserError, Users};

/// An account that a development start makes.
#[derive(Clone, Copy, Debug)]
pub struct Seed {
    pub email: &'static str,
    pub password: &'static str,
    display_name: &'static str,
    pub roles: Roles,
}

/// E-mail, password and roles of the seeded accounts.
pub const SEEDS: [Seed; 2] = [
    Seed {
        email: "admin@example.com",
        password: "dev-admin-password-1",
        display_name: "Ada Admin",
        roles: Roles::ADMIN_AND_USER,
    },
    Seed { email: "user@example.com", password: "dev-user-password-1", display_name: "Ulla User", roles: Roles::USER },
];

/// Makes the seeded accounts that don't exist. One that was changed or deleted on purpose and then made anew by its
/// address is left alone.
pub async fn plant(store: &dyn Store, users: &Users) -> anyhow::Result<()> {
    for seed in SEEDS {
        let email = Email::parse(seed.email).context("a seed's e-mail address")?;
        if store.read().await?.users().find_by_email(&email).await?.is_some() {
            continue;
        }
        let new = NewUser {
            email,
            display_name: DisplayName::parse(seed.display_name).context("a seed's name")?,
            password: NewPassword::parse(SecretString::from(seed.password)).context("a seed's password")?,
            roles: seed.roles,
            email_verified: true,
        };
        match users.create_by_operator(new, Registration::Seeded).await {
            // Another issuer that starts at the same time was faster.
            Ok(_) | Err(UserError::EmailTaken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Refuses to go on while an active account has a password that everybody can read in the documentation.
pub async fn refuse_in_production(store: &dyn Store) -> anyhow::Result<()> {
    if store.read().await?.users().seeded_active().await? {
        bail!(
            "the database has active accounts that were seeded for development.\n\
             Start with PASEPORT_ENV=development and delete or disable them, or use another database."
        );
    }
    Ok(())
}
