//! From a seed to a schedule.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::{
    ADMINS_BROWSER, Act, BROWSERS_EACH, Deed, Fault, Kind, PEOPLE, Page, Port, SIDES, Schedule, Side, Step, Token,
};

const FEWEST_STEPS: usize = 24;
const MOST_STEPS: usize = 56;
/// More calls than most requests make.
const CALLS: usize = 12;
/// For how many steps something is held or away at most.
const LONGEST: usize = 6;

/// Within the grace, at its end, past it, and past what the hot check remembers.
const WAITS: [(usize, u64); 7] = [(6, 1), (5, 3), (3, 6), (2, 9), (2, 10), (5, 11), (3, 31)];

impl Schedule {
    /// The schedule of a seed, the same each time.
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice(ChaCha20Rng::seed_from_u64(seed));
        let count = FEWEST_STEPS + dice.below(MOST_STEPS - FEWEST_STEPS);
        // Somebody has to be there for something to be lost.
        let first = (0..PEOPLE * BROWSERS_EACH - 1).chain([ADMINS_BROWSER]);
        let mut steps: Vec<_> = first.map(|browser| dice.sign_in(browser)).collect();
        for _ in 0..count {
            dice.add_to(&mut steps);
        }
        Self { seed, steps }
    }
}

struct Dice(ChaCha20Rng);

impl Dice {
    /// A number below this one. That some come a little more often does not matter.
    fn below(&mut self, limit: usize) -> usize {
        (self.0.next_u32() as usize) % limit
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// One of these, each as often as its weight says.
    fn one_of<T: Copy>(&mut self, choices: &[(usize, T)]) -> T {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        for (weight, choice) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        choices[0].1
    }

    fn side(&mut self) -> Side {
        self.below(SIDES.len())
    }

    fn browser(&mut self) -> usize {
        self.below(PEOPLE * BROWSERS_EACH)
    }

    fn sign_in(&mut self, browser: usize) -> Step {
        let act = Act::SignIn { browser, wrong_password: false };
        Step::Ask { act, side: self.side(), fault: None, unheard: false }
    }

    /// The next step; what an admin does is often felt by somebody who has just looked.
    fn add_to(&mut self, steps: &mut Vec<Step>) {
        let step = self.step();
        let ruled = match step {
            Step::Ask { act: Act::Rule { person, deed }, .. } => Some((person, deed)),
            _ => None,
        };
        let look = ruled.filter(|_| !self.one_in(3)).map(|(person, deed)| self.look_of(person, deed));
        steps.extend(look.into_iter().chain([step]).chain(look));
    }

    fn look_of(&mut self, person: usize, deed: Deed) -> Step {
        let browser = person * BROWSERS_EACH + self.below(BROWSERS_EACH);
        let page = if matches!(deed, Deed::Promote | Deed::Demote) { Page::Admin } else { Page::Dashboard };
        let act = Act::Look { browser, page };
        Step::Ask { act, side: self.side(), fault: None, unheard: false }
    }

    fn step(&mut self) -> Step {
        #[derive(Clone, Copy)]
        enum Sort {
            Ask,
            Twice,
            Background,
            Wait,
            Outage,
            CutFeed,
            Simple(Step),
            Crash,
        }
        let sort = self.one_of(&[
            (60, Sort::Ask),
            (8, Sort::Twice),
            (7, Sort::Background),
            (13, Sort::Wait),
            (5, Sort::Outage),
            (2, Sort::CutFeed),
            (2, Sort::Simple(Step::Empty)),
            (3, Sort::Simple(Step::Replicate)),
            (2, Sort::Simple(Step::FailOver)),
            (1, Sort::Simple(Step::CutConnections)),
            (1, Sort::Crash),
        ]);
        match sort {
            Sort::Ask => {
                let act = self.act();
                Step::Ask { act, side: self.side(), fault: self.fault(3), unheard: self.one_in(8) }
            }
            Sort::Twice => {
                Step::Twice { browser: self.browser(), sides: [self.side(), self.side()], fault: self.fault(3) }
            }
            Sort::Background => Step::Background { side: self.side(), fault: self.fault(4) },
            Sort::Wait => Step::Wait(self.one_of(&WAITS)),
            Sort::Outage => {
                let of = self.one_of(&[(2, Port::Record), (2, Port::FastStore), (1, Port::Signer)]);
                let at = if self.one_in(2) { None } else { Some(self.side()) };
                Step::Outage { of, at, steps: 1 + self.below(LONGEST) }
            }
            Sort::CutFeed => Step::CutFeed { side: self.side(), steps: 1 + self.below(LONGEST) },
            Sort::Simple(step) => step,
            Sort::Crash => Step::Crash(self.side()),
        }
    }

    fn act(&mut self) -> Act {
        #[derive(Clone, Copy)]
        enum Sort {
            SignIn,
            Refresh,
            SignOut,
            EndOne,
            EndOthers,
            ChangePassword,
            Rename,
            Look,
            Haunt,
            Rule,
        }
        let browser = self.browser();
        let sort = self.one_of(&[
            (10, Sort::SignIn),
            (34, Sort::Refresh),
            (6, Sort::SignOut),
            (4, Sort::EndOne),
            (2, Sort::EndOthers),
            (4, Sort::ChangePassword),
            (2, Sort::Rename),
            (18, Sort::Look),
            (10, Sort::Haunt),
            (18, Sort::Rule),
        ]);
        match sort {
            Sort::SignIn => Act::SignIn { browser, wrong_password: self.one_in(8) },
            Sort::Refresh => Act::Refresh { browser, token: self.token() },
            Sort::SignOut => Act::SignOut { browser, token: self.token() },
            Sort::EndOne => Act::EndOne { browser, other: !self.one_in(3) },
            Sort::EndOthers => Act::EndOthers { browser },
            Sort::ChangePassword => Act::ChangePassword { browser },
            Sort::Rename => Act::Rename { browser },
            Sort::Look => Act::Look { browser, page: self.page() },
            Sort::Haunt => Act::Haunt { which: self.below(MOST_STEPS), cookie: self.one_in(2) },
            Sort::Rule => Act::Rule { person: self.below(PEOPLE), deed: self.deed() },
        }
    }

    fn token(&mut self) -> Token {
        let older = Token::Older(1 + self.below(3));
        self.one_of(&[(16, Token::Newest), (4, Token::Previous), (2, older)])
    }

    fn page(&mut self) -> Page {
        self.one_of(&[(4, Page::Dashboard), (4, Page::Admin), (2, Page::Userinfo)])
    }

    fn deed(&mut self) -> Deed {
        self.one_of(&[
            (3, Deed::Disable),
            (1, Deed::Lock),
            (4, Deed::Enable),
            (5, Deed::Promote),
            (5, Deed::Demote),
            (2, Deed::ResetPassword),
            (3, Deed::EndSessions),
            (1, Deed::Delete),
        ])
    }

    /// One in so many requests meets one.
    fn fault(&mut self, odds: usize) -> Option<Fault> {
        let kind = self.one_of(&[
            (4, Kind::Refuse),
            (6, Kind::LoseAnswer),
            (2, Kind::HangUp),
            (5, Kind::HoldBefore),
            (5, Kind::HoldAfter),
            (1, Kind::CrashBefore),
            (2, Kind::CrashAfter),
        ]);
        // Many requests make only few.
        let most = self.one_of(&[(2, 3), (1, 6), (1, CALLS)]);
        let at = u32::try_from(self.below(most)).unwrap_or_default();
        let fault = Fault { at, kind, steps: 1 + self.below(LONGEST) };
        self.one_in(odds).then_some(fault)
    }
}

#[test]
fn a_seed_gives_one_schedule_and_another_seed_another() {
    assert_eq!(Schedule::of(7), Schedule::of(7));
    assert_ne!(Schedule::of(7).steps, Schedule::of(8).steps);
}
