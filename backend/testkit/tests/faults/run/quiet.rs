//! The end of a run: everything is healed, comes to rest, is looked at, and tried once more.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

use super::{Run, flights::Worked, questions::Question};
use crate::{
    judge::Rows,
    schedule::{ADMINS_BROWSER, Act, SIDES, Side},
};

/// So often background work may find something to do before it counts as never coming to rest.
const MOST_ROUNDS: usize = 8;
/// Real servers may be slow now and then.
const MOST_TRIES: usize = 3;
const PAST_THE_GRACE: Duration = Duration::from_secs(11);

impl Run {
    pub(super) async fn comes_to_rest(&mut self) {
        self.step = usize::MAX;
        self.history.tell("all is healed");
        self.weather();
        self.let_go().await;
        self.settle().await;
        self.becomes_quiet().await;
        self.look_at_rest().await;
        self.site.both.clock.advance(PAST_THE_GRACE);
        self.try_everything().await;
        self.becomes_quiet().await;
        self.look_at_rest().await;
        self.read_audit().await;
    }

    async fn becomes_quiet(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let mut is_quiet = true;
            for side in SIDES {
                self.work_in_background(side, None).await;
                is_quiet &= self.last_worked.is_some_and(Worked::is_nothing);
            }
            if is_quiet {
                return self.settle().await;
            }
        }
        self.judge.finding(None, "the background finds work again and again");
    }

    async fn look_at_rest(&mut self) {
        for sid in self.sids() {
            let (row, copy) = self.site.session(&sid).await;
            self.judge.session_rests(&sid, row.as_ref(), copy.as_ref());
        }
        for number in 0..self.judge.people.len() {
            let id = self.judge.people[number].id.clone();
            let (row, role) = self.site.user(&id).await;
            self.judge.person_rests(number, row.as_ref(), role.as_ref());
        }
    }

    /// Every session is worth what the record says of it, at either issuer; and a token from long ago ends it.
    async fn try_everything(&mut self) {
        for (number, sid) in self.sids().into_iter().enumerate() {
            let (here, there) = (number % 2, 1 - number % 2);
            let (row, copy) = self.site.session(&sid).await;
            let is_buried = copy.is_some_and(|copy| !copy.is_live(self.site.now()));
            let family = self.judge.families[&sid].clone();
            let (generation, newest) = family.newest();
            // Nobody was told of the rest, and it is too late to ask again.
            let is_behind = family.ceiling > generation;
            if is_buried || row.is_none_or(|row| row.ended.is_some()) {
                self.must_refresh(&sid, newest, there, Some(401)).await;
                self.must_look(&sid, 401).await;
                continue;
            }
            self.must_refresh(&sid, newest, here, (!is_behind).then_some(200)).await;
            if is_behind {
                continue;
            }
            self.must_look(&sid, 200).await;
            if generation > 1 {
                let successor = self.judge.families[&sid].newest().1.to_owned();
                self.must_refresh(&sid, &family.tokens[&1], there, Some(401)).await;
                self.must_refresh(&sid, &successor, here, Some(401)).await;
                self.must_look(&sid, 401).await;
            }
        }
    }

    async fn must_refresh(&mut self, sid: &str, token: &str, side: Side, status: Option<u16>) {
        let question = Question::refresh(sid, token);
        self.must(question, side, status.map_or_else(|| vec![200, 401], |status| vec![status])).await;
    }

    /// With the last access token that there was, at both.
    async fn must_look(&mut self, sid: &str, status: u16) {
        self.settle().await;
        for side in SIDES {
            self.must(self.last_look(sid, side), side, vec![status]).await;
        }
    }

    async fn must(&mut self, question: Question, side: Side, statuses: Vec<u16>) {
        let mut status = 503;
        for _ in 0..if self.site.is_stack() { MOST_TRIES } else { 1 } {
            self.send(question.clone(), side, None, false);
            self.drive().await;
            status = self.last_reply.as_ref().map_or(0, |reply| reply.status);
            if status != 503 {
                break;
            }
        }
        let number = self.requests;
        if !statuses.contains(&status) {
            self.judge.finding(Some(number), format!("after all is healed: {status} where {statuses:?} is due"));
        }
    }

    async fn read_audit(&mut self) {
        self.ask(Act::SignIn { browser: ADMINS_BROWSER, wrong_password: false }, 0, None, false).await;
        let token = self.jars[ADMINS_BROWSER].session.as_ref().map(|held| held.access_token.clone());
        let mut entries: Vec<Value> = Vec::new();
        let mut path = "/audit/v1?limit=100".to_owned();
        loop {
            let mut admin = self.site.both.browser(1);
            admin.access_token.clone_from(&token);
            let page = admin.get(&path).send().await;
            assert_eq!(page.status, 200, "the admin reads the audit record: {}", page.text());
            let page = page.json();
            entries.extend(page["items"].as_array().cloned().unwrap_or_default());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/audit/v1?limit=100&cursor={cursor}");
        }
        let opened = entries.iter().filter(|entry| entry["kind"] == "sign_in.succeeded");
        let opened = opened.filter_map(|entry| entry["details"]["session"].as_str().map(str::to_owned));
        let sids: Vec<_> = opened.chain(self.sids()).collect();
        let mut rows = Rows { sessions: BTreeMap::new(), users: Vec::new() };
        for sid in sids {
            let (row, _) = self.site.session(&sid).await;
            rows.sessions.insert(sid, row);
        }
        for person in &self.judge.people {
            rows.users.push(self.site.user(&person.id).await.0);
        }
        self.judge.reads_audit(&entries, &rows);
    }

    fn sids(&self) -> Vec<String> {
        self.judge.families.keys().cloned().collect()
    }
}
