//! What a service stands on, looked at seldom however often somebody asks.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use async_trait::async_trait;
use futures::future::join_all;
use tokio::{
    sync::Mutex,
    time::{sleep, timeout},
};

use super::Health;
use crate::domain::clock::Clock;

/// How long a dependency may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long what was seen is told again, so that no crowd of probes becomes a load on what is probed.
const REMEMBERED_FOR: Duration = Duration::from_secs(1);
/// How long a dependency that didn't answer at the start is left alone.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// Something the service stands on.
#[async_trait]
pub trait Dependency: Send + Sync {
    /// Its name in the readiness answer.
    fn name(&self) -> &'static str;

    /// How the service does without it.
    fn without_it(&self) -> Health;

    /// Whether it answers now.
    async fn answers(&self) -> bool;
}

/// All dependencies of a service. Clones share what was seen.
#[derive(Clone)]
pub struct Dependencies(Arc<Inner>);

struct Inner {
    all: Vec<Arc<dyn Dependency>>,
    clock: Arc<dyn Clock>,
    /// Held while somebody looks; the others wait for what he sees.
    looking: Mutex<()>,
    seen: ArcSwapOption<Report>,
}

/// How each dependency did when it was last looked at.
#[derive(Debug)]
pub struct Report {
    looked_at: Duration,
    pub dependencies: BTreeMap<&'static str, Health>,
}

impl Report {
    /// How the service does: as badly as with the worst of them.
    pub fn status(&self) -> Health {
        self.dependencies.values().copied().max().unwrap_or(Health::Ready)
    }
}

impl fmt::Debug for Dependencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.all.iter().map(|dependency| dependency.name())).finish()
    }
}

impl Dependencies {
    pub fn new(clock: Arc<dyn Clock>, all: Vec<Arc<dyn Dependency>>) -> Self {
        Self(Arc::new(Inner { all, clock, looking: Mutex::new(()), seen: ArcSwapOption::empty() }))
    }

    /// How they do, as of now or up to a second ago. Answers within about a second.
    pub async fn look(&self) -> Arc<Report> {
        if let Some(fresh) = self.fresh() {
            return fresh;
        }
        let _looking = self.0.looking.lock().await;
        if let Some(fresh) = self.fresh() {
            return fresh;
        }
        let looks = self.0.all.iter().map(async |dependency| {
            let answers = timeout(PATIENCE, dependency.answers()).await.unwrap_or(false);
            (dependency.name(), if answers { Health::Ready } else { dependency.without_it() })
        });
        let dependencies = join_all(looks).await.into_iter().collect();
        let report = Arc::new(Report { looked_at: self.0.clock.monotonic(), dependencies });
        self.0.seen.store(Some(report.clone()));
        report
    }

    /// Waits until each of them has answered once, or for this long: a start that nobody shall notice takes no request
    /// before it can answer it, and one without a dependency has to go on.
    pub async fn ready_or_after(&self, patience: Duration) {
        let all = join_all(self.0.all.iter().map(async |dependency| {
            while !dependency.answers().await {
                sleep(ASK_AGAIN_AFTER).await;
            }
        }));
        timeout(patience, all).await.ok();
    }

    /// What was seen last, however long ago.
    pub fn seen(&self) -> Option<Arc<Report>> {
        self.0.seen.load_full()
    }

    fn fresh(&self) -> Option<Arc<Report>> {
        let now = self.0.clock.monotonic();
        self.seen().filter(|seen| now.saturating_sub(seen.looked_at) < REMEMBERED_FOR)
    }
}
