//! Requests and background work on their way, and what befalls them there.

use issuer::services::authority;
use testkit::actor::Answer;
use tokio::{
    sync::oneshot,
    task::{AbortHandle, Id},
};

use super::{Run, questions::Question};
use crate::{
    judge::{Cookie, Moment, Reply, Weather},
    ports::{Event, What},
    reading,
    schedule::{Act, Fault, Kind, SIDES, Side, Token},
    spans,
};

/// Something under way at one of the issuers.
#[derive(Debug)]
pub(super) struct Flight {
    side: Side,
    cargo: Cargo,
    task: AbortHandle,
    fault: Option<Fault>,
    held: Option<Held>,
    is_calm: bool,
    /// A 503 would be no surprise.
    is_hampered: bool,
    loses_answers: bool,
}

#[derive(Debug)]
struct Held {
    go_on: oneshot::Sender<()>,
    until: usize,
}

#[derive(Debug)]
enum Cargo {
    Request { question: Box<Question>, id: String, unheard: bool },
    Background { began: Moment },
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Landing {
    Answer(Answer),
    Background(Worked),
}

/// How much was done; `None` for what failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worked {
    applied: Option<usize>,
    made_good: Option<usize>,
    written: Option<usize>,
}

impl Worked {
    /// There was nothing to do, and nothing in the way of it.
    pub(super) fn is_nothing(self) -> bool {
        [self.applied, self.made_good, self.written].iter().all(|done| *done == Some(0))
    }
}

impl Flight {
    pub(super) fn loses_answers(&mut self) {
        (self.loses_answers, self.is_calm) = (true, false);
    }
}

impl Run {
    /// Asks, as the app does: with a token that was refused it refreshes first.
    pub(super) async fn ask(&mut self, act: Act, side: Side, fault: Option<Fault>, unheard: bool) {
        let question = self.question(act, side);
        if question.access_token.is_some() {
            let held = self.jars[question.browser].session.as_ref();
            let is_old =
                question.is_own && held.is_some_and(|held| held.is_refused || held.expires_at <= self.site.now());
            if is_old && !matches!(act, Act::Look { .. }) {
                let refresh = Act::Refresh { browser: question.browser, token: Token::Newest };
                self.send(self.question(refresh, side), side, None, false);
                self.drive().await;
            }
            self.settle().await;
        }
        self.send(self.question(act, side), side, fault, unheard);
        self.drive().await;
    }

    /// Sends it on its way.
    pub(super) fn send(&mut self, question: Question, side: Side, fault: Option<Fault>, unheard: bool) {
        self.requests += 1;
        let (number, id) = (self.requests, format!("{:016x}-{:04}", self.seed, self.requests));
        let mut actor = self.site.both.browser(side);
        if let Some(cookie) = &question.cookie {
            actor.hold_refresh_token(cookie);
        }
        actor.access_token.clone_from(&question.access_token);
        let Question { method, path, body, .. } = question.clone();
        let request_id = id.clone();
        let request = async move {
            let call = actor.call(method, &path).header("x-request-id", &request_id);
            Landing::Answer(match body {
                Some(body) => call.json(&body).await,
                None => call.send().await,
            })
        };
        let now = self.site.now();
        self.judge.asks(number, &id, &question.sent, now);
        self.set_off(number, side, fault, Cargo::Request { question: Box::new(question), id, unheard }, request);
    }

    pub(super) async fn work_in_background(&mut self, side: Side, fault: Option<Fault>) {
        let now = self.site.now();
        let began = self.judge.moment(now);
        let issuer = self.site.both.issuer(side).clone();
        let work = async move {
            issuer.sessions.record_ends().await;
            let applied = authority::apply_pending(&issuer.ports, &issuer.endings).await.ok();
            let made_good = issuer.failovers.make_good().await.ok();
            let written = issuer.checkpoints.write().await.ok();
            issuer.keys.reload().await.ok();
            Landing::Background(Worked { applied, made_good, written })
        };
        self.requests += 1;
        self.set_off(
            self.requests,
            side,
            fault.filter(|fault| fault.kind != Kind::HangUp),
            Cargo::Background { began },
            work,
        );
        self.drive().await;
    }

    fn set_off(
        &mut self,
        number: u32,
        side: Side,
        fault: Option<Fault>,
        cargo: Cargo,
        work: impl Future<Output = Landing> + Send + 'static,
    ) {
        if let Some(fault) = fault {
            self.site.crossing(side).set(fault);
        }
        let is_hampered = self.site.crossing(side).threatens() || !self.away(side).is_empty();
        let is_calm =
            !is_hampered && !self.site.is_stack() && self.flights.values().all(|flight| flight.held.is_none());
        let loses_answers = self.is_shaken || fault.is_some_and(|fault| fault.kind == Kind::LoseAnswer);
        let task = self.landing.spawn_on(work, self.site.both.process_of(side));
        self.flights
            .insert(number, Flight { side, cargo, task, fault, held: None, is_calm, is_hampered, loses_answers });
    }

    /// Until everything under way has landed or is held.
    pub(super) async fn drive(&mut self) {
        while self.flights.values().any(|flight| flight.held.is_none()) {
            tokio::select! {
                biased;
                Some(event) = self.site.events.recv() => self.strikes(event).await,
                Some(landed) = self.landing.join_next_with_id() => match landed {
                    Ok((task, landing)) => self.lands(task, landing).await,
                    Err(error) if error.is_cancelled() => {}
                    Err(error) => std::panic::resume_unwind(error.into_panic()),
                },
            }
        }
        self.struck += SIDES.iter().map(|side| self.site.crossing(*side).is_over()).sum::<usize>();
    }

    /// What was held for long enough goes on.
    pub(super) async fn let_go(&mut self) {
        let step = self.step;
        let is_over = |flight: &Flight| flight.held.as_ref().is_some_and(|held| held.until <= step);
        while let Some((number, flight)) = self.flights.iter_mut().find(|(_, flight)| is_over(flight)) {
            self.history.tell(format_args!("   request {number} goes on"));
            flight.held.take().map(|held| held.go_on.send(()));
            self.drive().await;
        }
    }

    /// Waits until both have heard of everything.
    pub(super) async fn settle(&mut self) {
        self.site.both.settle().await;
        self.is_shaken = false;
    }

    pub(super) async fn crash(&mut self, side: Side) {
        for (number, flight) in self.flights.extract_if(.., |_, flight| flight.side == side).collect::<Vec<_>>() {
            flight.task.abort();
            self.history.tell(format_args!("   request {number} dies with its issuer"));
            self.is_never_answered(number, &flight);
        }
        let away = self.away(side);
        self.deaf_until[side] = None;
        self.site.restart(side, away).await;
    }

    async fn strikes(&mut self, Event { side, life, what }: Event) {
        if life != self.site.crossing(side).life() {
            return;
        }
        let under_way = self.flights.iter_mut().find(|(_, flight)| flight.side == side && flight.held.is_none());
        let Some((number, flight)) = under_way else { return };
        let number = *number;
        match what {
            What::Held(go_on) => {
                let steps = flight.fault.map_or(1, |fault| fault.steps);
                flight.held = Some(Held { go_on, until: self.step + steps });
                self.history.tell(format_args!("   request {number} is held for {steps} steps"));
            }
            What::Crashed => self.crash(side).await,
            What::HungUp => {
                if let Cargo::Request { id, .. } = &flight.cargo {
                    let id = id.clone();
                    let flight = self.flights.remove(&number).expect("it was found");
                    flight.task.abort();
                    self.history.tell(format_args!("   request {number}: the caller hangs up"));
                    spans::ended(&id).await;
                    self.is_never_answered(number, &flight);
                    self.look_for_application().await;
                }
            }
        }
    }

    fn is_never_answered(&mut self, number: u32, flight: &Flight) {
        self.history.tell(format_args!("     calls: {}", self.site.crossing(flight.side).trace()));
        if matches!(flight.cargo, Cargo::Request { .. }) {
            let weather = Weather { is_calm: false, loses_answers: true };
            self.judge.hears(number, None, self.site.now(), weather);
        }
    }

    async fn lands(&mut self, task: Id, landing: Landing) {
        let Some(number) = self.flights.iter().find(|(_, flight)| flight.task.id() == task).map(|(number, _)| *number)
        else {
            return;
        };
        let mut flight = self.flights.remove(&number).expect("it was found");
        // Of two at once the other one was held.
        let other = self.flights.values_mut().find(|other| other.side == flight.side && other.held.is_none());
        if let (Some(held), Some(other)) = (flight.held.take(), other) {
            other.held = Some(held);
        }
        let calls = self.site.crossing(flight.side).trace();
        match (flight.cargo, landing) {
            (Cargo::Request { question, unheard, .. }, Landing::Answer(answer)) => {
                let reply = reading::reply(&answer);
                self.history.tell(format_args!("   request {number} at {}: {:?}", flight.side, question.sent));
                self.history.tell(format_args!("     calls: {calls}\n     answer: {} {}", reply.status, heard(&reply)));
                // Real servers may be slow: then nobody knows what came of it.
                let loses_answers = flight.loses_answers || self.site.is_stack() && !flight.is_hampered;
                let weather = Weather { is_calm: flight.is_calm, loses_answers };
                self.judge.hears(number, Some(&reply), self.site.now(), weather);
                self.keep(&question, &reply, unheard);
                self.last_reply = Some(reply);
            }
            (Cargo::Background { began }, Landing::Background(worked)) => {
                self.history
                    .tell(format_args!("   background {number} at {}: {worked:?}\n     calls: {calls}", flight.side));
                self.last_worked = Some(worked);
                let now = self.judge.moment(self.site.now());
                if worked.applied.is_some() {
                    self.judge.everything_is_applied(began);
                }
                if worked.made_good.is_some() {
                    self.judge.made_good(began, now);
                }
            }
            _ => {}
        }
        self.look_for_application().await;
    }

    /// Nothing that was acknowledged waits any more, if the record says so.
    pub(super) async fn look_for_application(&mut self) {
        if self.judge.waits_for_something() {
            let now = self.judge.moment(self.site.now());
            if self.site.nothing_is_pending().await {
                self.judge.everything_is_applied(now);
            }
        }
    }

    fn keep(&mut self, question: &Question, reply: &Reply, unheard: bool) {
        if let (Some(token), Cookie::Set(cookie)) = (reply.body["access_token"].as_str(), &reply.cookie) {
            let (sid, _) = reading::refresh_token(cookie);
            self.access_tokens.insert(sid, (token.to_owned(), reading::expiry(reply)));
        }
        if unheard || !question.is_own {
            return;
        }
        let jar = &mut self.jars[question.browser];
        match (reply.status, &reply.cookie) {
            (_, Cookie::Cleared) => jar.session = None,
            (401, _) => {
                if let Some(held) = &mut jar.session {
                    held.is_refused = true;
                }
            }
            _ => jar.keep(reply),
        }
    }
}

fn heard(reply: &Reply) -> String {
    let problem = reply.body["type"].as_str().unwrap_or_default();
    match &reply.cookie {
        Cookie::Untouched => problem.to_owned(),
        Cookie::Cleared => format!("{problem}, the cookie is cleared"),
        Cookie::Set(token) => {
            let (sid, generation) = reading::refresh_token(token);
            format!("{sid} generation {generation}")
        }
    }
}
