//! What happens in a run: data, made from a seed.

mod making;

/// One of the two issuers.
pub(crate) type Side = usize;

pub(crate) const SIDES: [Side; 2] = [0, 1];
/// How many people there are beside the admin. The first is an admin too, until that is taken from him.
pub(crate) const PEOPLE: usize = 3;
/// How many browsers each of them has.
pub(crate) const BROWSERS_EACH: usize = 2;
/// The admin's own, after those of the people.
pub(crate) const ADMINS_BROWSER: usize = PEOPLE * BROWSERS_EACH;

/// Everything that happens in one run, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
    pub(crate) seed: u64,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Somebody asks for something. `unheard`: the answer comes, and is lost on the way.
    Ask { act: Act, side: Side, fault: Option<Fault>, unheard: bool },
    /// Two tabs of a browser refresh at once.
    Twice { browser: usize, sides: [Side; 2], fault: Option<Fault> },
    /// The work that no answer waits for.
    Background { side: Side, fault: Option<Fault> },
    /// Seconds pass.
    Wait(u64),
    /// A port doesn't answer for so many steps: that of one issuer, or everybody's.
    Outage { of: Port, at: Option<Side>, steps: usize },
    /// An issuer hears of no changes for so many steps.
    CutFeed { side: Side, steps: usize },
    /// The fast store is emptied.
    Empty,
    /// A replica of the fast store has everything up to here.
    Replicate,
    /// The replica takes the place of the fast store.
    FailOver,
    /// Every connection to the stores breaks.
    CutConnections,
    /// An issuer dies, and is started again.
    Crash(Side),
}

/// What is behind a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    Record,
    FastStore,
    Signer,
}

/// What befalls one call of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The number of the call, counted from the beginning of the request.
    pub(crate) at: u32,
    pub(crate) kind: Kind,
    /// For how many steps it is held.
    pub(crate) steps: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is not done.
    Refuse,
    /// It is done, and nobody hears of it.
    LoseAnswer,
    /// The caller of the whole request is gone when it is about to be done.
    HangUp,
    /// It takes long, and others come first.
    HoldBefore,
    /// It is done, and the answer takes long.
    HoldAfter,
    /// The issuer dies before it, and is started again.
    CrashBefore,
    /// It is the last thing the issuer does.
    CrashAfter,
}

impl Kind {
    pub(crate) fn is_hold(self) -> bool {
        matches!(self, Self::HoldBefore | Self::HoldAfter)
    }
}

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    SignIn {
        browser: usize,
        wrong_password: bool,
    },
    Refresh {
        browser: usize,
        token: Token,
    },
    SignOut {
        browser: usize,
        token: Token,
    },
    /// One of his own sessions, in the browser he asks from or in the other one.
    EndOne {
        browser: usize,
        other: bool,
    },
    EndOthers {
        browser: usize,
    },
    ChangePassword {
        browser: usize,
    },
    Rename {
        browser: usize,
    },
    Look {
        browser: usize,
        page: Page,
    },
    /// Somebody comes with what a session was worth that has ended: its cookie, or its access token.
    Haunt {
        which: usize,
        cookie: bool,
    },
    /// The admin does something to somebody.
    Rule {
        person: usize,
        deed: Deed,
    },
}

/// Which of the refresh tokens that a browser has had in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Newest,
    Previous,
    /// So many before the previous one.
    Older(usize),
}

/// A page that only the hot check stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// For everybody who is signed in.
    Dashboard,
    /// For admins.
    Admin,
    /// Who one is.
    Userinfo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Disable,
    Lock,
    Enable,
    Promote,
    Demote,
    ResetPassword,
    EndSessions,
    Delete,
}
