//! Dead-locks with another issuer: what the server undoes is done again, and nobody hears of it. Each is forced.

mod providers;

use std::{future::Future, time::Duration};

use serde_json::json;
use shared::domain::{
    audit::{Actor as AuditActor, AuditEntry, AuditEvent, AuditFilter},
    ids::{SessionId, UserId},
    sessions::{Checkpoint, Generation, Seen},
    unit_of_work::UnitOfWork,
    users::Roles,
};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    servers::mariadb::MariaDbServer,
};
use tokio::time::timeout;

/// Long enough for any answer that comes at all, shorter than any wait for a lock.
const AT_ONCE: Duration = Duration::from_secs(1);
const PASSWORD: &str = "kestrel orbits a lantern";
/// The server undoes whoever wrote less.
const MUCH: usize = 100;

/// What locks a user, and then a session of his.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    SignIn,
    EndOwn,
    EndOthers,
    ChangePassword,
    Disable,
    Delete,
    EndByAdmin,
}

/// All tests ask the same server.
static ONE_LOOK_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

const ACTS: [Act; 7] =
    [Act::SignIn, Act::EndOwn, Act::EndOthers, Act::ChangePassword, Act::Disable, Act::Delete, Act::EndByAdmin];

impl Act {
    /// What the audit record says of it.
    fn kind(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in.succeeded",
            Self::ChangePassword => "password.changed",
            Self::Disable => "user.updated",
            Self::Delete => "user.deleted",
            Self::EndOwn | Self::EndOthers | Self::EndByAdmin => "session.ended",
        }
    }

    /// How many of his two sessions it ends.
    fn ends(self) -> usize {
        match self {
            Self::SignIn | Self::EndOwn | Self::EndOthers | Self::ChangePassword => 1,
            Self::Disable | Self::Delete | Self::EndByAdmin => 2,
        }
    }
}

/// Somebody with two sessions, and an admin.
struct Scene {
    app: TestApp,
    admin: Actor,
    email: String,
    user: UserId,
    here: Actor,
    there: Actor,
    /// The session of the second one.
    session: SessionId,
}

impl Scene {
    async fn new(app: TestApp, name: &str) -> Self {
        let email = format!("{name}@example.com").to_lowercase();
        let user = app.make_user((&email, PASSWORD), Roles::USER).await.id;
        let (admin, here, there) =
            (app.admin().await, app.sign_in((&email, PASSWORD)).await, app.sign_in((&email, PASSWORD)).await);
        let session = session(&there);
        Self { app, admin, email, user, here, there, session }
    }

    async fn happen(&self, act: Act) -> Answer {
        let (mut admin, mut here, mut there) = (self.admin.clone(), self.here.clone(), self.there.clone());
        let user = format!("/users/v1/{}", self.user);
        match act {
            Act::SignIn => there.sign_in(&self.email, PASSWORD).await,
            Act::EndOwn => here.delete(&format!("/account/v1/sessions/{}", self.session.as_str())).send().await,
            Act::EndOthers => here.delete("/account/v1/sessions").send().await,
            Act::ChangePassword => {
                let body = json!({ "current_password": PASSWORD, "new_password": "another lantern altogether" });
                here.put("/account/v1/password").json(&body).await
            }
            Act::Disable => {
                let body = json!({ "email": self.email, "display_name": "A", "roles": ["User"], "status": "disabled" });
                admin.put(&user).json(&body).await
            }
            Act::Delete => admin.delete(&user).send().await,
            Act::EndByAdmin => admin.delete(&format!("{user}/sessions")).send().await,
        }
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.app.edition.issuer.ports.store.begin().await.unwrap()
    }

    /// A unit of work that wrote so much that the server keeps it.
    async fn heavy(&self) -> Box<dyn UnitOfWork> {
        let ports = &self.app.edition.issuer.ports;
        let mut unit = self.begin().await;
        for _ in 0..MUCH {
            let (actor, event) = (AuditActor::System, AuditEvent::SetupRefused);
            let entry = AuditEntry::new(&*ports.clock, &*ports.randomness, actor, None, event, None);
            unit.audit().add(&entry).await.unwrap();
        }
        unit
    }

    /// Waits until a unit of work of this product waits for a row.
    async fn somebody_waits(&self) {
        let waiting = format!(
            "SELECT COUNT(*) > 0 FROM information_schema.innodb_trx JOIN information_schema.processlist
                 ON processlist.id = trx_mysql_thread_id
             WHERE trx_state = 'LOCK WAIT' AND db = '{}'",
            self.app.database().unwrap().name()
        );
        let waits = async {
            loop {
                // The server looks anew only where nobody has asked it for a tenth of a second.
                let _alone = ONE_LOOK_AT_A_TIME.lock().await;
                tokio::time::sleep(Duration::from_millis(150)).await;
                if MariaDbServer::shared().execute(&waiting).trim() == "1" {
                    break;
                }
            }
        };
        timeout(Duration::from_secs(10), waits).await.expect("nobody waits");
    }

    /// How often the record says this of the user.
    async fn told(&self, kind: &str) -> usize {
        let (target, kind) = (Some(self.user), Some(kind.to_owned()));
        let filter = AuditFilter { target, kind, limit: 100, ..AuditFilter::default() };
        self.app.edition.issuer.ports.store.read().await.unwrap().audit().list(&filter).await.unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_was_undone_for_another_issuer_is_answered_as_ever_and_recorded_once() {
    let mut app = TestApp::start_on_servers().await;
    for act in ACTS {
        let scene = Scene::new(app, &format!("{act:?}")).await;
        let tokens = scene.app.edition.issuer.access_tokens.clone();
        let (before, signatures) = (scene.told(act.kind()).await, tokens.signatures());
        // The other one has the session and wants the user; this one has the user and wants the session.
        let mut other = scene.heavy().await;
        checkpoint(&mut *other, &scene.session, &scene).await;
        let crossed = async {
            scene.somebody_waits().await;
            at_once(other.users().lock(&scene.user)).await.unwrap().expect("the user is there");
            drop(other);
        };
        let (answer, ()) = tokio::join!(scene.happen(act), crossed);
        assert!(answer.status.is_success(), "{act:?}: {} {}", answer.status, answer.text());

        assert_eq!(scene.told("session.ended").await, act.ends(), "{act:?}");
        let once = if act.kind() == "session.ended" { act.ends() } else { 1 };
        assert_eq!(scene.told(act.kind()).await - before, once, "{act:?}");
        let signed = tokens.signatures() - signatures;
        assert_eq!(signed, u64::from(act == Act::SignIn), "{act:?}: what was signed is used again");
        assert_eq!(scene.there.clone().refresh().await.status, 401, "{act:?}");
        app = scene.app;
    }
    let log = MariaDbServer::shared().log();
    assert!(log.contains("ready for connections"), "{log}");
    assert!(!log.contains("@example.com"), "the server's log holds nothing of people:\n{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_end_in_the_order_in_which_rotations_are_written() {
    let scene = Scene::new(TestApp::start_on_servers().await, "order").await;
    let mut ids = [session(&scene.here), scene.session.clone()];
    ids.sort_unstable();
    // The list shows the later one first.
    scene.app.advance(60);
    let mut seen = scene.begin().await;
    checkpoint(&mut *seen, &ids[1], &scene).await;
    seen.commit().await.unwrap();

    let mut other = scene.begin().await;
    checkpoint(&mut *other, &ids[0], &scene).await;
    let writes = async {
        scene.somebody_waits().await;
        at_once(checkpoint(&mut *other, &ids[1], &scene)).await;
        other.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(scene.happen(Act::Disable), writes);
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rotation_that_is_being_written_holds_up_nobody_who_wants_the_user() {
    let scene = Scene::new(TestApp::start_on_servers().await, "rotated").await;
    let mut other = scene.begin().await;
    checkpoint(&mut *other, &scene.session, &scene).await;
    at_once(scene.begin().await.users().lock(&scene.user)).await.unwrap().expect("the user is there");
}

/// The session of a browser.
fn session(browser: &Actor) -> SessionId {
    browser.refresh_token().unwrap().split('.').next().unwrap().parse().unwrap()
}

/// Writes what another issuer saw of a session.
async fn checkpoint(unit: &mut dyn UnitOfWork, session: &SessionId, scene: &Scene) {
    let checkpoint = Checkpoint { generation: Generation::FIRST, rotated_at: None };
    let ip = "192.0.2.7".parse().unwrap();
    let seen = Seen { at: scene.app.edition.issuer.ports.clock.now(), ip, user_agent: "another".into() };
    unit.sessions().checkpoint(session, &checkpoint, &seen).await.unwrap();
}

async fn at_once<T>(work: impl Future<Output = T>) -> T {
    timeout(AT_ONCE, work).await.expect("waited for somebody else")
}
