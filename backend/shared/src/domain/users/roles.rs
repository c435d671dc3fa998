//! Roles: what a user may do in Paseport and in the services behind it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    Admin,
    User,
}

impl Role {
    pub const ALL: [Self; 2] = [Self::Admin, Self::User];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::User => "User",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::Admin => 1,
            Self::User => 2,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was given is not a set of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRoles {
    #[error("must be Admin or User")]
    Unknown,
    #[error("must name a role only once")]
    Repeated,
    #[error("must name at least one role")]
    Empty,
}

impl FromStr for Role {
    type Err = InvalidRoles;

    fn from_str(word: &str) -> Result<Self, InvalidRoles> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or(InvalidRoles::Unknown)
    }
}

/// A set of at least one role. Small enough to be copied into the memory of the hot check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Roles(u8);

impl Roles {
    pub const ADMIN_AND_USER: Self = Self(Role::Admin.bit() | Role::User.bit());
    pub const USER: Self = Self(Role::User.bit());

    /// A set from its members.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Result<Self, InvalidRoles> {
        let mut bits = 0;
        for role in roles {
            if bits & role.bit() != 0 {
                return Err(InvalidRoles::Repeated);
            }
            bits |= role.bit();
        }
        if bits == 0 { Err(InvalidRoles::Empty) } else { Ok(Self(bits)) }
    }

    pub fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether any of `roles` is in the set.
    pub fn contains_any(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.contains(*role))
    }

    /// Whether every role of this set is in `other` too.
    pub fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The members, Admin first.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.contains(*role))
    }
}

/// `Admin,User`: the form the database keeps. Admin always comes first.
impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, role) in self.iter().enumerate() {
            write!(f, "{}{role}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl FromStr for Roles {
    type Err = InvalidRoles;

    fn from_str(text: &str) -> Result<Self, InvalidRoles> {
        let roles = text.split(',').map(str::parse).collect::<Result<Vec<Role>, _>>()?;
        Self::new(roles)
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for role in self.iter() {
            list.serialize_element(&role)?;
        }
        list.end()
    }
}
