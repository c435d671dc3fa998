//! The record of a session, as the database keeps it.

use std::{fmt, net::IpAddr, str::FromStr};

use crate::{
    domain::{
        clients::{ClientId, Scope},
        clock::Timestamp,
        ids::{SessionId, UserId},
        peppers::PepperId,
        sessions::{Generation, Salt},
    },
    figures::Kind,
};

/// A session: one sign-in on one device, with the family of refresh tokens that came from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub id: SessionId,
    pub user_id: UserId,
    /// The browser session a client's session hangs on; `None` for the browser session itself.
    pub parent: Option<SessionId>,
    pub client_id: ClientId,
    pub scope: Scope,
    /// When the user proved who he is (OIDC Core, section 2).
    pub auth_time: Timestamp,
    /// How he proved it (RFC 8176).
    pub amr: Vec<String>,
    pub salt: Salt,
    pub pepper_id: PepperId,
    pub created_at: Timestamp,
    /// The absolute end: no refresh moves it.
    pub expires_at: Timestamp,
    /// The generation the database knows of; the fast copy may be ahead of it by a few seconds.
    pub checkpoint: Checkpoint,
    pub started: Seen,
    pub last_seen: Seen,
    pub ended: Option<Ended>,
}

/// A rotation as the database knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub generation: Generation,
    /// When this generation replaced the one before it; `None` for the first.
    pub rotated_at: Option<Timestamp>,
}

/// From where and when a session was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    pub ip: IpAddr,
    /// As the browser names itself, cut to 256 characters; empty when it doesn't.
    pub user_agent: String,
}

/// The end of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub at: Timestamp,
    pub reason: EndReason,
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// Its owner signed out.
    SignedOut,
    /// Its owner ended it from another session.
    EndedByOwner,
    /// An admin ended it.
    EndedByAdmin,
    /// The owner's password was changed or reset.
    PasswordChanged,
    /// The user was locked or disabled.
    UserBarred,
    /// The user was deleted.
    UserDeleted,
    /// A refresh token older than the grace allows was presented.
    Reuse,
    /// The same browser signed in anew.
    Replaced,
    /// The user has too many sessions, and used this one least lately.
    Surplus,
    /// It came from an identity provider that an admin deactivated.
    ProviderDeactivated,
    /// It came from an identity provider, which said that its own session is over.
    ProviderLogout,
    /// It came from an external identity that its owner unlinked.
    IdentityUnlinked,
}

impl EndReason {
    const ALL: [(Self, &'static str); 12] = [
        (Self::SignedOut, "signed_out"),
        (Self::EndedByOwner, "ended_by_owner"),
        (Self::EndedByAdmin, "ended_by_admin"),
        (Self::PasswordChanged, "password_changed"),
        (Self::UserBarred, "user_barred"),
        (Self::UserDeleted, "user_deleted"),
        (Self::Reuse, "reuse"),
        (Self::Replaced, "replaced"),
        (Self::Surplus, "surplus"),
        (Self::ProviderDeactivated, "provider_deactivated"),
        (Self::ProviderLogout, "provider_logout"),
        (Self::IdentityUnlinked, "identity_unlinked"),
    ];

    /// The word the database and the audit record use.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(reason, _)| *reason == self).map_or("", |(_, word)| word)
    }
}

impl Kind for EndReason {
    const ALL: &'static [(Self, &'static str)] = &Self::ALL;
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is not an [`EndReason`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reason for the end of a session")]
pub struct UnknownEndReason;

impl FromStr for EndReason {
    type Err = UnknownEndReason;

    fn from_str(word: &str) -> Result<Self, UnknownEndReason> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(reason, _)| *reason).ok_or(UnknownEndReason)
    }
}
