//! Whether an answer is one that the promises allow, and what it tells.

use shared::domain::clock::Timestamp;

use super::{
    Asked, Bearer, Cookie, Done, Judge, Moment, Outcome, Reply, Sent, Weather,
    family::{Age, Family},
};
use crate::{
    reading,
    schedule::{Deed, Page},
};

impl Judge {
    /// An answer came, or `None` never will.
    pub(crate) fn hears(&mut self, number: u32, reply: Option<&Reply>, at: Timestamp, weather: Weather) {
        let ended = self.moment(at);
        let asked = self.asked.remove(&number).expect("it was asked");
        if let Some(reply) = reply {
            self.look_at_form(number, &asked.sent, reply, weather);
        }
        match &asked.sent {
            Sent::SignIn { .. } => self.hear_sign_in(number, &asked, reply, ended),
            Sent::Refresh { .. } => self.hear_refresh(number, &asked, reply, ended, weather),
            Sent::SignOut { .. } => self.hear_sign_out(number, &asked, reply, ended),
            Sent::Look { .. } => self.hear_look(number, &asked, reply, ended),
            _ => self.hear_bearer(number, &asked, reply, ended),
        }
        if let Some(ender) = self.enders.iter_mut().find(|ender| ender.number == number) {
            ender.ended = Some(ended.order);
        }
        self.done.push(Done { id: asked.id, sent: asked.sent, status: reply.map(|reply| reply.status) });
    }

    /// Nothing but a success, a refusal with its reason, or "try again" with a time; only a 401 takes a cookie.
    fn look_at_form(&mut self, number: u32, sent: &Sent, reply: &Reply, weather: Weather) {
        let Reply { status, retry_after, cookie, .. } = reply;
        let refresh = matches!(sent, Sent::Refresh { .. });
        let signs_out = matches!(sent, Sent::SignOut { .. });
        let expected: &[u16] = match sent {
            Sent::SignIn { .. } | Sent::Refresh { .. } | Sent::Rename { .. } => &[200, 401, 503],
            Sent::SignOut { .. } => &[204, 503],
            Sent::EndOne { .. } | Sent::Rule { deed: Deed::Delete | Deed::EndSessions, .. } => &[204, 401, 404, 503],
            Sent::EndOthers { .. } => &[204, 401, 503],
            Sent::ChangePassword { .. } => &[204, 401, 422, 503],
            Sent::Look { .. } => &[200, 401, 403, 503],
            Sent::Rule { .. } => &[200, 401, 404, 503],
        };
        if !expected.contains(status) {
            self.finding(Some(number), format!("an answer that none may be: {status} {}", reply.body));
        }
        if *status == 503 && !retry_after {
            self.finding(Some(number), "503 that doesn't say when to come again");
        }
        if *status == 503 && weather.is_calm {
            self.finding(Some(number), "503 without any reason");
        }
        let takes = *cookie == Cookie::Cleared;
        if takes && !(signs_out && *status == 204 || refresh && *status == 401) {
            self.finding(Some(number), format!("{status} takes the cookie"));
        }
        if !takes && refresh && *status == 401 {
            self.finding(Some(number), "401 leaves the cookie");
        }
        if matches!(cookie, Cookie::Set(_)) && !(200..300).contains(status) {
            self.finding(Some(number), format!("{status} sets a cookie"));
        }
    }

    fn hear_sign_in(&mut self, number: u32, asked: &Asked, reply: Option<&Reply>, ended: Moment) {
        let Sent::SignIn { person, password, over } = &asked.sent else { return };
        let Some(reply) = reply else { return };
        let began = asked.began;
        let standings = self.people[*person].standing.between(began.order, ended.order);
        let passwords = self.people[*person].passwords.between(began.order, ended.order);
        match (reply.status, &reply.cookie) {
            (200, Cookie::Set(token)) => {
                if !standings.iter().any(|standing| standing.may_come_in()) {
                    self.finding(Some(number), "somebody who was barred or deleted signed in");
                }
                if !passwords.contains(password) {
                    self.finding(Some(number), "a password signs in that is not the right one");
                }
                self.look_at_tokens(number, *person, None, reply, token, 1);
                let (sid, _) = reading::refresh_token(token);
                let mut family = Family::opened(*person, token.clone(), ended);
                let meanwhile = |ender: &&super::Ender| {
                    ender.person == *person && ender.ended.is_none_or(|order| order >= began.order)
                };
                for ender in self.enders.iter().filter(meanwhile) {
                    family.may_end_from(ender.began);
                }
                if let Some(lost) = self.lost_at.filter(|order| *order > began.order) {
                    family.fell_back_to(1, lost);
                }
                if self.families.insert(sid, family).is_some() {
                    self.finding(Some(number), "a sign-in opened a session that there was already");
                }
                if let Some(family) = over.as_ref().and_then(|sid| self.families.get_mut(sid)) {
                    family.ends(ended);
                }
            }
            (200, _) => self.finding(Some(number), "a sign-in without a cookie"),
            (401, _) => {
                let is_right = passwords.iter().all(|right| right == password);
                if is_right && standings.iter().all(|standing| standing.may_come_in()) {
                    self.finding(Some(number), "the right password of an active user is refused");
                }
            }
            _ => {}
        }
    }

    fn hear_refresh(&mut self, number: u32, asked: &Asked, reply: Option<&Reply>, ended: Moment, weather: Weather) {
        let Sent::Refresh { sid, generation } = &asked.sent else { return };
        let (began, next) = (asked.began, generation + 1);
        let family = self.family_with_what_is_under_way(sid, ended);
        let age = family.age(*generation, asked.floor, began.at, ended.at);
        if age != Age::Good {
            self.family(sid).may_be_reused = true;
        }
        match reply.map(|reply| (reply.status, &reply.cookie, reply)) {
            Some((200, Cookie::Set(token), reply)) => {
                self.look_at_tokens(number, family.person, Some(sid), reply, token, next);
                if age == Age::TooOld {
                    self.finding(Some(number), format!("generation {generation} still earns a successor"));
                }
                if family.ended.is_some() && family.felt.is_some_and(|felt| felt < began.order) {
                    self.finding(Some(number), "a session that ended was refreshed");
                }
                let family = self.family(sid);
                family.rotated(next, began, ended);
                if let Some(other) = family.tokens.insert(next, token.clone()).filter(|other| other != token) {
                    self.finding(Some(number), format!("two successors: {token} and {other}"));
                }
            }
            Some((401, ..)) => {
                let may_end = self.may_have_ended(sid, ended);
                let seen = self.seen_standings(family.person, began, ended, false);
                let may_be_barred = seen.iter().any(|standing| !standing.may_come_in());
                if age == Age::Good && !may_end && !may_be_barred {
                    self.finding(Some(number), format!("generation {generation} is good, and was refused"));
                }
                let family = self.family(sid);
                let is_reuse = !may_end && !may_be_barred;
                family.ends(ended);
                if is_reuse {
                    // The step itself has written it.
                    family.felt.get_or_insert(ended.order);
                }
            }
            Some(_) | None => {
                let family = self.family(sid);
                if age != Age::Good {
                    family.may_end_from(began.order);
                }
                if reply.is_none() || weather.loses_answers {
                    family.may_have_rotated(next, began.at, ended.at);
                }
            }
        }
    }

    fn hear_sign_out(&mut self, number: u32, asked: &Asked, reply: Option<&Reply>, ended: Moment) {
        let Sent::SignOut { sid } = &asked.sent else { return };
        if let Some(reply) = reply.filter(|reply| reply.status == 204) {
            if reply.cookie != Cookie::Cleared {
                self.finding(Some(number), "a sign-out leaves the cookie");
            }
            self.family(sid).ends(ended);
        }
    }

    fn hear_look(&mut self, number: u32, asked: &Asked, reply: Option<&Reply>, ended: Moment) {
        let Sent::Look { bearer, page, is_deaf } = &asked.sent else { return };
        let Some(reply) = reply else { return };
        let began = asked.began;
        let family = self.families[&bearer.sid].clone();
        let seen = self.seen_standings(bearer.person, began, ended, *is_deaf);
        match reply.status {
            200 => {
                let made_good = self.not_made_good.is_none() && self.good_since <= began.order;
                let felt = family.felt.is_some_and(|felt| felt < began.order) && made_good;
                let is_remembered =
                    *is_deaf && family.ended.is_some_and(|over| began.at.duration_since(over.at) <= super::REMEMBERED);
                if family.ended.is_some() && felt && !is_remembered {
                    self.finding(Some(number), "the token of a session that ended opens a page");
                }
                if began.at >= bearer.expires_at {
                    self.finding(Some(number), "a token opens a page after its end");
                }
                if *page == Page::Admin && !seen.iter().any(|standing| standing.is_admin && standing.may_come_in()) {
                    self.finding(Some(number), "somebody who is no admin sees what is for admins");
                }
                if !seen.iter().any(|standing| standing.may_come_in()) {
                    self.finding(Some(number), "somebody who was barred or deleted sees a page");
                }
                if *page == Page::Userinfo && reply.body["sub"] != *self.people[bearer.person].id {
                    self.finding(Some(number), format!("a token is taken for another's: {}", reply.body));
                }
            }
            403 if *page != Page::Admin || seen.iter().all(|standing| standing.is_admin) => {
                self.finding(Some(number), "a page is refused to somebody whose role opens it");
            }
            401 => self.look_at_bearer_refusal(number, bearer, began, ended, *is_deaf),
            _ => {}
        }
    }

    fn hear_bearer(&mut self, number: u32, asked: &Asked, reply: Option<&Reply>, ended: Moment) {
        let (sent, began) = (&asked.sent, asked.began);
        let outcome = match reply.map(|reply| reply.status) {
            Some(200..300) => Outcome::Done,
            Some(401 | 403 | 404 | 409 | 422) => Outcome::Refused,
            Some(_) | None => Outcome::Unknown,
        };
        if let Some((person, spares)) = sent.ends_sessions_of().filter(|_| outcome == Outcome::Done) {
            for (sid, family) in &mut self.families {
                if family.person == person && spares != Some(sid) && family.opened.order < began.order {
                    family.ends(ended);
                }
            }
        }
        for person in &mut self.people {
            let standing_before = person.standing.now().clone();
            person.standing.ends(ended.order, number, outcome);
            person.passwords.ends(ended.order, number, outcome);
            if outcome == Outcome::Done && *person.standing.now() != standing_before {
                person.unfelt = Some(ended.order);
            }
        }
        let Some(bearer) = sent.bearer() else { return };
        match (sent, reply.map(|reply| reply.status)) {
            (_, Some(401)) => self.look_at_bearer_refusal(number, bearer, began, ended, false),
            (Sent::EndOne { target, .. }, Some(204)) => self.family(target).ends(ended),
            (Sent::EndOne { target, .. }, Some(404)) => {
                let family = &self.families[target];
                let nobody_else = family.may_end == Some(began.order) && !family.may_be_reused;
                if family.ended.is_none() && nobody_else {
                    self.finding(Some(number), "a live session of the caller's is not found");
                }
            }
            (Sent::ChangePassword { current, .. }, Some(422)) => {
                let passwords = self.people[bearer.person].passwords.between(began.order, ended.order);
                // The new one is among them since it was asked for.
                if passwords.iter().filter(|other| *other != current).count() <= 1 && passwords.contains(current) {
                    self.finding(Some(number), "the right current password is refused");
                }
            }
            (Sent::Rule { person, .. }, Some(404)) => {
                let standings = self.people[*person].standing.between(began.order, ended.order);
                if !standings.iter().any(|standing| standing.is_gone) {
                    self.finding(Some(number), "a user who is there is not found");
                }
            }
            (Sent::ChangePassword { bearer, .. }, _) => self.hear_rotation(number, bearer, began, reply, ended),
            _ => {}
        }
    }

    /// A password change rotates the session it was asked from, and hands the token out if it could.
    fn hear_rotation(&mut self, number: u32, bearer: &Bearer, began: Moment, reply: Option<&Reply>, ended: Moment) {
        let family = self.family(&bearer.sid);
        match reply.map(|reply| (reply.status, &reply.cookie)) {
            Some((204, Cookie::Set(token))) => {
                let (sid, generation) = reading::refresh_token(token);
                let is_own = sid == bearer.sid;
                let other = family.tokens.insert(generation, token.clone()).filter(|other| other != token);
                // It may be ahead of the fast store, which nobody could ask how far it is.
                family.may_have_rotated(generation, began.at, ended.at);
                if let Some(other) = other {
                    self.finding(Some(number), format!("two successors: {token} and {other}"));
                }
                if !is_own {
                    self.finding(Some(number), "a password change hands out another's session");
                }
            }
            // Then the token that is out stays good: the answer says so by not bringing another.
            Some((204, _)) => {}
            _ => {
                let next = family.ceiling + 1;
                family.may_have_rotated(next, began.at, ended.at);
            }
        }
    }

    /// Whether it is for the user and of the session that it was given for.
    fn look_at_tokens(
        &mut self,
        number: u32,
        person: usize,
        sid: Option<&str>,
        reply: &Reply,
        token: &str,
        generation: u64,
    ) {
        let (own_sid, own_generation) = reading::refresh_token(token);
        let claims = reading::claims(reply);
        let person = &self.people[person];
        let is_own = reply.body["user"]["id"] == *person.id
            && reply.body["user"]["email"] == *person.email
            && claims["sub"] == *person.id
            && claims["sid"] == *own_sid
            && sid.is_none_or(|sid| sid == own_sid);
        if !is_own {
            self.finding(Some(number), format!("what is handed out is another's: {} {claims}", reply.body["user"]));
        }
        if own_generation != generation {
            self.finding(Some(number), format!("generation {own_generation} where {generation} is due"));
        }
    }

    fn look_at_bearer_refusal(&mut self, number: u32, bearer: &Bearer, began: Moment, ended: Moment, is_deaf: bool) {
        let family = &self.families[&bearer.sid];
        let seen = self.seen_standings(bearer.person, began, ended, is_deaf);
        let is_explained = self.may_have_ended(&bearer.sid, ended)
            || family.lost_until.is_some_and(|order| began.order <= order)
            || ended.at >= bearer.expires_at
            || seen.iter().any(|standing| !standing.may_come_in());
        if !is_explained {
            self.finding(Some(number), "the token of a live session is refused");
        }
    }

    /// By something that was answered or is still under way.
    fn may_have_ended(&self, sid: &str, now: Moment) -> bool {
        let family = self.family_with_what_is_under_way(sid, now);
        let reuses = |asked: &Asked| match &asked.sent {
            Sent::Refresh { sid: own, generation } if own == sid => {
                family.age(*generation, asked.floor, asked.began.at, now.at) != Age::Good
            }
            _ => false,
        };
        family.may_end.is_some_and(|order| order <= now.order) || self.asked.values().any(reuses)
    }

    /// As far as it may have come by requests that nobody has answered yet.
    fn family_with_what_is_under_way(&self, sid: &str, now: Moment) -> Family {
        let mut family = self.families[sid].clone();
        for other in self.asked.values() {
            let next = match &other.sent {
                Sent::Refresh { sid: own, generation } if own == sid => generation + 1,
                Sent::ChangePassword { bearer, .. } if bearer.sid == sid => family.ceiling + 1,
                _ => continue,
            };
            family.may_have_rotated(next, other.began.at, now.at);
        }
        family
    }

    fn family(&mut self, sid: &str) -> &mut Family {
        self.families.get_mut(sid).expect("a session that was opened")
    }
}
