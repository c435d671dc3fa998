//! After all is over: what every cookie is worth that anybody ever held.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{
    history::{Action, Answer, History},
    people::{Family, Work},
};

/// The newest cookie of a family still works, and none before its predecessor; after that attempt nothing does.
pub(crate) async fn present_all(families: Vec<Family>, history: &Arc<History>) {
    let mut replays = JoinSet::new();
    for family in families {
        replays.spawn(Replay { history: history.clone(), family }.run());
    }
    replays.join_all().await;
}

/// What was signed out is refused still.
pub(crate) async fn present_ended(work: &Work) {
    for ended in work.cemetery.all() {
        ended.is_tried(&work.history).await;
    }
}

struct Replay {
    history: Arc<History>,
    family: Family,
}

impl Replay {
    async fn run(self) {
        let Some((last, older)) = self.family.held.split_last() else { return };
        let mut newest = last.clone();
        let alive = self.present(&mut newest).await;
        if !alive.is(200) {
            return self.violation(&format!("the newest cookie got {alive:?}"));
        }
        // From the newest backwards: the predecessor of what is current may still be answered, with the same successor.
        for (age, held) in older.iter().rev().enumerate() {
            let mut held = held.clone();
            let answer = self.present(&mut held).await;
            if answer.is(200) && (age > 0 || held.refresh_token() != newest.refresh_token()) {
                self.violation(&format!("a second live successor, {} cookies before the newest", age + 1));
            }
            if !answer.is(200) && !answer.is(401) {
                self.violation(&format!("an old cookie got {answer:?}"));
            }
        }
        if older.len() > 1 && !self.present(&mut newest).await.is(401) {
            self.violation("the family outlived the reuse of an old cookie");
        }
    }

    async fn present(&self, browser: &mut testkit::stack::Browser) -> Answer {
        self.history.note(self.family.number, Action::Replay, None, browser.refresh()).await
    }

    fn violation(&self, what: &str) {
        let who = self.family.number;
        self.history.violation(who, &format!("{what}\n{}", self.history.of(who)));
    }
}
