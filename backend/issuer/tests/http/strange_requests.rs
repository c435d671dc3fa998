//! Requests that nobody honest sends: attacks i4 and i5.

use http::Method;
use serde_json::json;
use shared::domain::randomness::{Randomness, random_bytes};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    randomness::SeededRandomness,
};

use crate::{operations, scene::Scene};

const TASKS: usize = 8;

/// What marks one request. Made so that it can be found in any text.
fn marker(number: usize) -> String {
    format!("mk{number:06}mk")
}

/// The numbers of all markers in a text.
fn markers_in(text: &str) -> Vec<usize> {
    let starts = text.match_indices("mk").map(|(index, _)| index);
    let numbers = starts.filter_map(|index| {
        let inner = text.get(index + 2..index + 8)?;
        (text.get(index + 8..index + 10)? == "mk").then(|| inner.parse().ok())?
    });
    numbers.collect()
}

fn whole(answer: &Answer) -> String {
    format!("{:?} {}", answer.headers, answer.text())
}

/// A request that fails, with its marker in path, query, headers, cookies and body.
async fn fail(actor: &mut Actor, number: usize, method: &Method, path: &str) -> Answer {
    let marker = marker(number);
    let path = match number % 4 {
        0 => format!("{path}/{marker}"),
        1 => format!("/{marker}{path}"),
        _ => path.to_owned(),
    };
    let body =
        json!({ &marker: &marker, "email": format!("{marker}@example.com"), "password": &marker, "roles": [&marker] });
    let authorization = format!("Bearer v4.public.{marker}");
    let call =
        actor.call(method.clone(), &format!("{path}?{marker}={marker}&q={marker}&limit={marker}&cursor={marker}"));
    let call = call
        .header("cookie", &format!("__Host-refresh={marker}; __Host-known={marker}; {marker}={marker}"))
        .header("user-agent", &marker)
        .header("referer", &format!("https://{marker}.test/"))
        .header("x-forwarded-for", &marker)
        .header("accept-language", &marker)
        .header("x-marker", &marker);
    // A wrong token most of the time, the caller's own otherwise, so that faults of every depth are met.
    if number.is_multiple_of(3) { call } else { call.header("authorization", &authorization) }.json(&body).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i4_no_answer_holds_anything_of_another_request() {
    const REQUESTS: usize = 2_000;
    let scene = Scene::start().await;
    let operations = operations::all(&scene.app);
    let tasks = (0..TASKS).map(|task| {
        let (mut actor, operations, target) = (scene.admin.clone(), operations.clone(), scene.target.clone());
        tokio::spawn(async move {
            for number in (task..REQUESTS).step_by(TASKS) {
                let operation = &operations[number / TASKS % operations.len()];
                let path = operation.address(&target);
                // What would succeed in ending the session that the others use is left out.
                if operation.id() == "end_other_sessions" {
                    continue;
                }
                let answer = fail(&mut actor, number, &operation.method, &path).await;
                let (text, case) = (whole(&answer), format!("{operation} as request {number}"));
                assert!(answer.status.as_u16() < 500, "{case}: {text}");
                let foreign: Vec<_> = markers_in(&text).into_iter().filter(|&found| found != number).collect();
                assert!(foreign.is_empty(), "{case} shows {foreign:?}: {text}");
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}

#[test]
fn markers_are_found_where_they_are() {
    assert_eq!(markers_in("x mk000007mk y mkmk123456mk mk12mk"), [7, 123_456]);
}

#[tokio::test]
async fn an_error_repeats_nothing_that_was_sent_but_the_names_of_fields() {
    let mut scene = Scene::start().await;
    for operation in operations::all(&scene.app) {
        let path = operation.address("mk000001mk");
        let value = "mk000002mk";
        let body = json!({ "email": value, "password": value, "roles": [value], "status": value, "token": value });
        let call =
            scene.admin.call(operation.method.clone(), &format!("{path}?limit={value}&cursor={value}&from={value}"));
        let call = call
            .header("cookie", &format!("__Host-refresh={value}"))
            .header("authorization", &format!("Bearer {value}"));
        let answer = call.json(&body).await;
        if answer.status.is_client_error() {
            assert_eq!(markers_in(&whole(&answer)), [0_usize; 0], "{operation}: {}", whole(&answer));
        }
    }
}

/// Random texts that may stand in a header, made from what means something there.
struct Texts(SeededRandomness);

impl Texts {
    const PIECES: [&str; 40] = [
        "Bearer",
        "bearer",
        "Basic",
        "DPoP",
        " ",
        "  ",
        "\t",
        ";",
        "; ",
        ",",
        "=",
        "==",
        "\"",
        "\\",
        "'",
        "%00",
        "%0d%0a",
        "é",
        "\u{1f600}",
        "\u{202e}",
        "__Host-refresh",
        "__Host-known",
        "__Host-login",
        "refresh",
        "$Version",
        "v4.public.",
        "v4.local.",
        "v2.public.",
        "eyJhbGciOiJub25lIn0",
        ".",
        "-",
        "_",
        "~",
        "+",
        "/",
        "0",
        "18446744073709551616",
        "-1",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        "aZ09",
    ];

    fn below(&self, bound: usize) -> usize {
        usize::from(u16::from_le_bytes(random_bytes(&self.0 as &dyn Randomness))) % bound
    }

    /// Some pieces in a row, or a real value that was cut, turned or doubled somewhere.
    fn next(&self, real: &str) -> String {
        match self.below(3) {
            0 => (0..self.below(24)).map(|_| Self::PIECES[self.below(Self::PIECES.len())]).collect(),
            1 => self.mutated(real),
            _ => format!("{}{}", Self::PIECES[self.below(Self::PIECES.len())], self.mutated(real)),
        }
    }

    fn mutated(&self, real: &str) -> String {
        let at = self.below(real.len());
        let (head, tail) = real.split_at(at);
        match self.below(5) {
            0 => head.to_owned(),
            1 => tail.to_owned(),
            2 => format!("{head}{}{tail}", Self::PIECES[self.below(Self::PIECES.len())]),
            3 => format!("{head}{head}{tail}"),
            _ => format!("{head}{}", tail.chars().rev().collect::<String>()),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i5_no_cookie_and_no_authorization_makes_the_product_stumble() {
    const REQUESTS: usize = 10_000;
    let scene = Scene::start().await;
    let operations = operations::all(&scene.app);
    let tasks = (0..TASKS).map(|task| {
        let (operations, texts) = (operations.clone(), Texts(SeededRandomness::new(task as u64)));
        let (mut actor, admin, target) = (scene.app.anonymous(), scene.admin.clone(), scene.target.clone());
        tokio::spawn(async move {
            let token = format!("Bearer {}", admin.access_token.as_deref().expect("signed in"));
            let cookies: Vec<_> = admin.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let cookies = cookies.join("; ");
            for number in 0..REQUESTS / TASKS {
                let operation = &operations[number % operations.len()];
                let (authorization, cookie) = (texts.next(&token), texts.next(&cookies));
                actor.cookies.clear();
                let call =
                    actor.call(operation.method.clone(), &operation.address(&target)).body("application/json", "{}");
                let mut call = call.header("authorization", &authorization).header("cookie", &cookie);
                if number.is_multiple_of(7) {
                    call = call.also("authorization", &texts.next(&token)).also("cookie", &texts.next(&cookies));
                }
                let answer = call.send().await;
                assert!(answer.status.as_u16() < 500, "{operation}, {authorization:?}, {cookie:?}: {}", answer.text());
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let mut user = scene.app.sign_in(TestApp::USER).await;
    assert_eq!(user.get("/account/v1/me").send().await.status, 200, "it still works");
}
