use std::{
    collections::HashSet,
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::ExposeSecret;
use shared::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    domain::{
        clients::{ClientId, Scope},
        clock::Clock,
        ids::{SessionId, UserId},
        tokens::{
            AccessGrant, AccessTokenIssuer, AccessTokenVerifier, ImplicitAssertion, KeyRing, KeyTimes, Subject, paseto,
        },
    },
};
use tempfile::TempDir;

use super::*;

struct DataDir(TempDir);

impl DataDir {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn key_file(&self) -> PathBuf {
        self.0.path().join(LocalKey::FILE_NAME)
    }

    fn open(&self) -> Result<LocalKey, LocalKeyError> {
        LocalKey::open(self.0.path(), &OsRandomness)
    }

    fn write(&self, text: impl AsRef<[u8]>, mode: u32) {
        fs::write(self.key_file(), text).unwrap();
        fs::set_permissions(self.key_file(), fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[test]
fn the_first_start_makes_a_file_for_its_owner_only() {
    let data = DataDir::new();
    let first = data.open().unwrap();
    let mode = fs::metadata(data.key_file()).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode, 0o600);
    assert_eq!(fs::read_dir(data.0.path()).unwrap().count(), 1, "nothing else is left");
    let text = fs::read_to_string(data.key_file()).unwrap();
    assert!(text.starts_with("k4.secret.") && text.ends_with('\n'));
    assert_eq!(data.open().unwrap().published, first.published);
    assert_eq!(fs::read_to_string(data.key_file()).unwrap(), text);
    assert_ne!(DataDir::new().open().unwrap().published.id(), first.published.id());
}

#[test]
fn starts_at_once_end_with_one_key() {
    for _ in 0..20 {
        let data = DataDir::new();
        let barrier = Barrier::new(8);
        let ids: HashSet<_> = thread::scope(|scope| {
            let start = || {
                barrier.wait();
                data.open().unwrap().published.id().clone()
            };
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 1);
        assert_eq!(fs::read_dir(data.0.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_start_that_comes_second_keeps_the_first_key() {
    let data = DataDir::new();
    let first = data.open().unwrap();
    file::create(&data.key_file(), &OsRandomness).unwrap();
    assert_eq!(data.open().unwrap().published.id(), first.published.id());
}

#[test]
fn a_file_that_others_can_read_or_write_is_refused() {
    let data = DataDir::new();
    data.open().unwrap();
    let text = fs::read(data.key_file()).unwrap();
    for mode in [0o640, 0o604, 0o644, 0o660, 0o666, 0o620, 0o601] {
        data.write(&text, mode);
        let error = data.open().unwrap_err();
        assert!(matches!(error, LocalKeyError::Exposed { mode: found, .. } if found == mode), "{error}");
        assert!(error.to_string().contains(data.key_file().to_str().unwrap()));
    }
    for mode in [0o600, 0o400] {
        data.write(&text, mode);
        assert!(data.open().is_ok());
        fs::remove_file(data.key_file()).unwrap();
    }
}

#[test]
fn a_damaged_file_is_refused_and_left_alone() {
    let data = DataDir::new();
    data.open().unwrap();
    let good = fs::read_to_string(data.key_file()).unwrap();
    let (seed, foreign_half) = (data.open().unwrap().pair.sk.seed(), DataDir::new().open().unwrap().pair.pk);
    let mixed = format!("k4.secret.{}\n", URL_SAFE_NO_PAD.encode([*seed, *foreign_half].concat()));
    let zero_seed = format!("k4.secret.{}\n", "A".repeat(86));
    for text in [
        b"".to_vec(),
        b"\n".to_vec(),
        good.as_bytes()[..50].to_vec(),
        good.repeat(2).into_bytes(),
        format!("{good}\n").into_bytes(),
        format!(" {good}").into_bytes(),
        good.replace("k4", "k3").into_bytes(),
        good.replace("secret", "public").into_bytes(),
        mixed.into_bytes(),
        zero_seed.into_bytes(),
        vec![0xff; 97],
        vec![b'A'; 1_000_000],
    ] {
        data.write(&text, 0o600);
        let error = data.open().unwrap_err();
        assert!(matches!(error, LocalKeyError::Malformed { .. }), "{error}");
        assert!(error.to_string().contains(data.key_file().to_str().unwrap()));
        assert_eq!(fs::read(data.key_file()).unwrap(), text);
    }
    data.write(good.trim_end(), 0o600);
    assert!(data.open().is_ok(), "an editor may have taken the end of line");
}

#[test]
fn a_missing_directory_is_an_error_that_names_the_file() {
    let path = DataDir::new().0.path().join("not-there");
    let error = LocalKey::open(&path, &OsRandomness).unwrap_err();
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
}

#[test]
fn debug_output_holds_no_secret() {
    let data = DataDir::new();
    let key = data.open().unwrap();
    let output = format!("{key:?}");
    assert!(output.contains("k4.public."));
    assert!(!output.contains("k4.secret") && !output.contains("SecretKey") && !output.contains("sk:"), "{output}");
    let first_bytes = format!("{:?}", &key.pair.sk[..4]);
    assert!(!output.contains(first_bytes.trim_matches(['[', ']'])), "{output}");
}

#[tokio::test]
async fn only_the_one_version_signs() {
    let key = DataDir::new().open().unwrap();
    assert!(matches!(key.sign(KeyVersion(2), b"message").await, Err(SignError::VersionRefused(_))));
    let signature = key.sign(LocalKey::VERSION, b"message").await.unwrap();
    assert!(key.pair.pk.verify(b"message", &ed25519_compact::Signature::new(*signature.bytes())).is_ok());
}

#[tokio::test]
async fn tokens_outlive_a_restart() {
    let data = DataDir::new();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let assertion = ImplicitAssertion::new("http://127.0.0.1:8080", "paseport").unwrap();
    let token = {
        let key = Arc::new(data.open().unwrap());
        let ring = Arc::new(KeyRing::new(key.clone(), KeyTimes::default(), clock.clone()));
        ring.reload().await.unwrap();
        let ttl = Duration::from_mins(5);
        let randomness = Arc::new(OsRandomness);
        let issuer = AccessTokenIssuer::new(ring, key, assertion.clone(), ttl, clock.clone(), randomness);
        let grant = AccessGrant {
            subject: Subject::User(UserId::new(&*clock, &OsRandomness)),
            session: Some(SessionId::new(&OsRandomness)),
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN,
            auth_time: None,
            amr: None,
        };
        issuer.issue(grant).await.unwrap()
    };
    let ring = Arc::new(KeyRing::new(Arc::new(data.open().unwrap()), KeyTimes::default(), clock.clone()));
    let verifier = AccessTokenVerifier::new(ring, assertion, clock);
    let text = token.text().expose_secret();
    assert!(verifier.verify(text).await.is_ok());
    assert!(text.len() < paseto::MAX_TOKEN_BYTES / 2);
}
