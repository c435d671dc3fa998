//! What the program does when it is asked as fast as it answers, by a client on the same cores: good for comparing, not
//! for promising.

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::connection::{Answer, Connection};
use super::program::{Folder, Program};
use super::{Row, median, per_second};
use crate::process::Stopwatch;

/// Connections that ask at the same time.
const CLIENTS: usize = 8;
/// Enough to keep both cores at work; more would be sent away where hashing is slow.
const SIGN_IN_CLIENTS: usize = 4;
const ROUND: Duration = Duration::from_secs(2);
const ROUNDS: usize = 5;
const LONG_ROUND: Duration = Duration::from_secs(6);

const PUBLIC_ROUTE: &str = "/.well-known/jwks.json";
const CHECKED_ROUTE: &str = "/api/dashboard";

/// Real hashes, two accounts that exist, nobody throttled: attempts under way count as failures until they succeed.
const SETTINGS: [(&str, &str); 5] = [
    ("PASEPORT_ENV", "development"),
    ("BCRYPT_COST", "12"),
    ("LOGIN_BURST", "100000"),
    ("LOGIN_PER_SECOND", "100000"),
    ("LOGIN_FREE_FAILURES", "100"),
];
const SIGN_IN: &str = r#"{"email":"user@example.com","password":"dev-user-password-1"}"#;

pub(super) fn measure(binary: &Path) -> Result<Vec<Row>> {
    let folder = Folder::new("load")?;
    let mut program = Program::start(binary, &folder, &SETTINGS)?;
    program.answers("/health/ready")?;
    let port = program.port;

    let token = sign_in(&mut Connection::open(port)?)?.field("access_token").context("no access token")?.to_owned();
    let bearer = format!("authorization: Bearer {token}\r\n");
    let (public, checked): (Vec<_>, Vec<_>) = (0..ROUNDS)
        .map(|_| Ok((reads(port, PUBLIC_ROUTE, "")?, reads(port, CHECKED_ROUTE, &bearer)?)))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .unzip();
    let ratio = median(public.iter().zip(&checked).map(|(public, checked)| checked / public).collect::<Vec<_>>());
    let sign_ins = rate(LONG_ROUND, SIGN_IN_CLIENTS, || {
        let mut connection = Connection::open(port)?;
        Ok(move || sign_in(&mut connection).map(drop))
    })?;
    let refreshes = rate(LONG_ROUND, CLIENTS, || refresher(port))?;
    Ok(vec![
        Row("`GET /.well-known/jwks.json`, public, 8 connections", per_second(median(public)).to_string()),
        Row("`GET /api/dashboard`, token checked, side by side", per_second(median(checked)).to_string()),
        Row("checked to public (median of 5 rounds)", format!("{ratio:.2}")),
        Row("sign-ins, bcrypt cost 12, 4 connections", per_second(sign_ins).to_string()),
        Row("refreshes, each written to disk, 8 sessions", per_second(refreshes).to_string()),
    ])
}

fn reads(port: u16, path: &str, headers: &str) -> Result<f64> {
    rate(ROUND, CLIENTS, || {
        let mut connection = Connection::open(port)?;
        Ok(move || expect_200(&connection.send("GET", path, headers, "")?))
    })
}

fn sign_in(connection: &mut Connection) -> Result<Answer> {
    let answer = connection.send("POST", "/auth/v1/login/local", "", SIGN_IN)?;
    expect_200(&answer)?;
    Ok(answer)
}

/// A session of its own, rotated at each call.
fn refresher(port: u16) -> Result<impl FnMut() -> Result<()>> {
    let mut connection = Connection::open(port)?;
    let mut answer = sign_in(&mut connection)?;
    Ok(move || {
        let token = answer.cookie("refresh").context("no refresh token")?;
        answer = connection.send("POST", "/auth/v1/refresh", &format!("cookie: refresh={token}\r\n"), "")?;
        expect_200(&answer)
    })
}

fn expect_200(answer: &Answer) -> Result<()> {
    if answer.status != 200 {
        bail!("answered {}: {}", answer.status, answer.body);
    }
    Ok(())
}

/// How often a second `clients` threads get done what each of them got from `prepare`, within about `period`.
#[expect(clippy::cast_precision_loss, reason = "a few million at most")]
fn rate<W>(period: Duration, clients: usize, prepare: impl Fn() -> Result<W>) -> Result<f64>
where
    W: FnMut() -> Result<()> + Send,
{
    let work = (0..clients).map(|_| prepare()).collect::<Result<Vec<_>>>()?;
    let watch = Stopwatch::start();
    let counts = thread::scope(|scope| {
        let threads: Vec<_> = work.into_iter().map(|work| scope.spawn(|| repeat(work, period))).collect();
        threads.into_iter().map(|thread| thread.join().expect("measuring doesn't panic")).collect::<Result<Vec<_>>>()
    })?;
    Ok(counts.iter().sum::<u64>() as f64 / watch.elapsed().0.as_secs_f64())
}

fn repeat(mut work: impl FnMut() -> Result<()>, period: Duration) -> Result<u64> {
    let watch = Stopwatch::start();
    let mut count = 0;
    while watch.elapsed().0 < period {
        work()?;
        count += 1;
    }
    Ok(count)
}
