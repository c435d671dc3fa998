//! One run: a schedule is carried out step by step, and the judge hears of everything.

mod flights;
mod questions;
mod quiet;

use std::{
    collections::BTreeMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use shared::domain::{clock::Timestamp, sessions::CachedState, users::Roles};
use tokio::{runtime::Builder, task::JoinSet, time::timeout};

use self::flights::{Flight, Landing, Worked};
use crate::{
    history::History,
    jars::Jar,
    judge::{Judge, Reply, Standing},
    schedule::{ADMINS_BROWSER, Act, Fault, PEOPLE, Port, SIDES, Schedule, Side, Step, Token},
    site::{Mutant, Site},
    spans,
};

pub(crate) const PASSWORD: &str = "kestrel orbits a lantern";
/// A run takes about a second. Whatever waits for ever is found by this.
const LONGEST_RUN: Duration = Duration::from_mins(2);
/// What `documents/sessions.md` bounds by seconds has happened before so many are over.
const BACKGROUND_EVERY: u64 = 4;

/// A run under way.
pub(crate) struct Run {
    site: Site,
    judge: Judge,
    history: History,
    jars: Vec<Jar>,
    /// The last access token of each session, whoever got it.
    access_tokens: BTreeMap<String, (String, Timestamp)>,
    flights: BTreeMap<u32, Flight>,
    landing: JoinSet<Landing>,
    last_reply: Option<Reply>,
    last_worked: Option<Worked>,
    seed: u64,
    requests: u32,
    struck: usize,
    step: usize,
    outages: Vec<(usize, Port, Option<Side>)>,
    deaf_until: [Option<usize>; 2],
    /// Seconds since the last work in the background.
    idle: u64,
    /// Connections were cut, and nobody has waited for new ones.
    is_shaken: bool,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Report {
    schedule: Schedule,
    pub(crate) requests: u32,
    /// Faults that were met.
    pub(crate) struck: usize,
    pub(crate) findings: Vec<String>,
    history: History,
}

impl Report {
    /// Of a run that did not come to its end.
    fn broken_off(schedule: Schedule, finding: String, history: History) -> Self {
        Self { schedule, requests: 0, struck: 0, findings: vec![finding], history }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.schedule.seed
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { seed, steps } = &self.schedule;
        writeln!(f, "seed {seed}: to see it again, FAULT_SEED={seed}\nschedule:")?;
        for (number, step) in steps.iter().enumerate() {
            writeln!(f, "  {number:2} {step:?}")?;
        }
        writeln!(f, "history:\n{}findings:\n{}", self.history, self.findings.join("\n"))
    }
}

/// Carries out the schedule of a seed, on ports with or without a mistake in them.
pub(crate) fn carry_out(seed: u64, mutant: Option<Mutant>) -> Report {
    spans::watch_requests();
    let (schedule, history) = (Schedule::of(seed), History::default());
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    // A time-out is made where a runtime can keep its time.
    let limited = async || timeout(LONGEST_RUN, step_by_step(schedule.clone(), mutant, history.clone())).await;
    let run = || runtime.block_on(limited());
    let report = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(report)) => report,
        Ok(Err(_)) => Report::broken_off(schedule, format!("not over after {LONGEST_RUN:?}"), history),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(ToString::to_string);
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            Report::broken_off(schedule, format!("a panic: {text}"), history)
        }
    };
    runtime.shutdown_background();
    report
}

async fn step_by_step(schedule: Schedule, mutant: Option<Mutant>, history: History) -> Report {
    let mut run = Run::begin(schedule.seed, mutant, history).await;
    for (number, step) in schedule.steps.iter().enumerate() {
        run.step = number;
        run.let_go().await;
        run.weather();
        run.history.tell(format_args!("{number:2} {} {step:?}", run.site.now()));
        run.carry_out(*step).await;
        if !run.judge.findings.is_empty() {
            break;
        }
    }
    if run.judge.findings.is_empty() {
        run.comes_to_rest().await;
    }
    run.site.empty().await;
    let Run { requests, struck, judge, history, .. } = run;
    Report { schedule, requests, struck, findings: judge.findings, history }
}

impl Run {
    async fn begin(seed: u64, mutant: Option<Mutant>, history: History) -> Self {
        let (site, mut judge) = (Site::open(mutant).await, Judge::default());
        for person in 0..=PEOPLE {
            let email =
                if person == PEOPLE { "admin@example.com".to_owned() } else { format!("person-{person}@example.com") };
            let is_admin = person == PEOPLE || person == 0;
            let roles = if is_admin { Roles::ADMIN_AND_USER } else { Roles::USER };
            let user = site.both.make_user((&email, PASSWORD), roles).await;
            judge.knows(&user.id.to_string(), &email, PASSWORD, Standing { is_active: true, is_admin, is_gone: false });
        }
        Self {
            site,
            judge,
            history,
            jars: vec![Jar::default(); ADMINS_BROWSER + 1],
            access_tokens: BTreeMap::new(),
            flights: BTreeMap::new(),
            landing: JoinSet::new(),
            last_reply: None,
            last_worked: None,
            seed,
            requests: 0,
            struck: 0,
            step: 0,
            outages: Vec::new(),
            deaf_until: [None; 2],
            idle: 0,
            is_shaken: false,
        }
    }

    async fn carry_out(&mut self, step: Step) {
        match step {
            Step::Ask { act, side, fault, unheard } => self.ask(act, side, fault, unheard).await,
            Step::Twice { browser, sides, fault } => self.ask_twice(browser, sides, fault).await,
            Step::Background { side, fault } => self.work_in_background(side, fault).await,
            Step::Wait(seconds) => self.wait(seconds).await,
            Step::Outage { of, at, steps } => {
                self.outages.push((self.step + steps, of, at));
                self.weather();
            }
            Step::CutFeed { side, steps } => {
                self.site.set_deaf(side, true);
                self.deaf_until[side] = Some(self.step + steps);
            }
            Step::Empty => {
                if self.site.empty().await {
                    let now = self.site.now();
                    self.judge.loses(now);
                    self.tell_what_is_left().await;
                }
            }
            Step::Replicate => self.site.replicate().await,
            Step::FailOver => {
                if self.site.fail_over().await {
                    let now = self.site.now();
                    self.judge.fails_over(now);
                    self.tell_what_is_left().await;
                }
            }
            Step::CutConnections => {
                if self.site.cut_connections().await {
                    self.is_shaken = true;
                    self.flights.values_mut().for_each(Flight::loses_answers);
                }
            }
            Step::Crash(side) => self.crash(side).await,
        }
    }

    /// What was away or cut for a while is there again when its time is over.
    fn weather(&mut self) {
        let step = self.step;
        self.outages.retain(|(until, ..)| *until > step);
        for side in SIDES {
            self.site.crossing(side).set_away(self.away(side));
            if self.deaf_until[side].take_if(|until| *until <= step).is_some() {
                self.site.set_deaf(side, false);
            }
        }
    }

    fn away(&self, side: Side) -> Vec<Port> {
        let here = self.outages.iter().filter(|(_, _, at)| at.is_none_or(|at| at == side));
        here.map(|(_, port, _)| *port).collect()
    }

    async fn wait(&mut self, seconds: u64) {
        self.idle += seconds;
        if self.idle > BACKGROUND_EVERY {
            self.work_everywhere().await;
            self.idle = 0;
        }
        self.site.both.clock.advance(Duration::from_secs(seconds));
        if seconds > BACKGROUND_EVERY {
            self.work_everywhere().await;
        }
    }

    async fn work_everywhere(&mut self) {
        for side in SIDES {
            self.work_in_background(side, None).await;
        }
    }

    /// The judge is told what the stores still have, for nobody can be held to more than that.
    async fn tell_what_is_left(&mut self) {
        let sids: Vec<_> = self.judge.families.keys().cloned().collect();
        for sid in sids {
            let (row, copy) = self.site.session(&sid).await;
            let known = row.as_ref().map_or(0, |row| row.checkpoint.generation.number());
            let copied = copy.as_ref().and_then(|copy| match copy.state {
                CachedState::Live { generation, .. } => Some(generation.number()),
                CachedState::Ended => None,
            });
            let is_buried = copy.is_some() && copied.is_none();
            let is_over = is_buried || row.is_none_or(|row| row.ended.is_some());
            self.judge.lost(&sid, known.max(copied.unwrap_or(0)), is_over);
        }
    }

    async fn ask_twice(&mut self, browser: usize, sides: [Side; 2], fault: Option<Fault>) {
        if self.jars[browser].session.is_none() {
            return self.ask(Act::Refresh { browser, token: Token::Newest }, sides[0], fault, false).await;
        }
        let question = self.question(Act::Refresh { browser, token: Token::Newest }, sides[0]);
        self.send(question.clone(), sides[0], fault, false);
        self.send(question, sides[1], None, false);
        self.drive().await;
    }
}
