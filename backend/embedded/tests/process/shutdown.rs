//! The end that an operator asks for: what is under way is finished, what was learned is written, and it doesn't take
//! longer than a supervisor waits.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    browser::USER,
    program::{Launch, Program, folder, wait_for},
};

/// Supervisors commonly kill after ten seconds.
const BOUND: Duration = Duration::from_secs(10);

/// A sign-in whose body has not come yet, but which the program has begun to answer.
struct SlowSignIn {
    stream: TcpStream,
    body: String,
}

impl SlowSignIn {
    async fn begin(program: &Program) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", program.port)).await.unwrap();
        let body = json!({ "email": USER.0, "password": USER.1 }).to_string();
        let head = format!(
            "POST /auth/v1/login/local HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            program.port,
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // The program says this when the handler asks for the body.
        let mut interim = [0; 25];
        stream.read_exact(&mut interim).await.unwrap();
        assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self { stream, body }
    }

    async fn finish(mut self) -> String {
        self.stream.write_all(self.body.as_bytes()).await.unwrap();
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).await.unwrap();
        answer
    }
}

async fn refuses_connections(port: u16) {
    wait_for("the socket to close", || async move { TcpStream::connect(("127.0.0.1", port)).await.is_err() }).await;
}

#[tokio::test]
async fn a_request_under_way_is_finished_before_the_end() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    let slow = SlowSignIn::begin(&program).await;
    program.terminate();
    refuses_connections(program.port).await;

    let answer = slow.finish().await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("access_token"), "{answer}");
    let ended = program.ended().await;
    assert_eq!(ended.status.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stdout.contains("server.stopping"), "{}", ended.stdout);
    assert!(!ended.stdout.contains("server.requests_cut"), "{}", ended.stdout);
}

#[tokio::test]
async fn a_request_that_never_comes_to_an_end_is_cut_within_the_bound() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    let _slow = SlowSignIn::begin(&program).await;
    let ended = program.stop().await;
    assert_eq!(ended.status.code(), Some(0), "{}", ended.stderr);
    assert!(ended.took < BOUND, "{:?}", ended.took);
    assert!(ended.stdout.contains("server.requests_cut"), "{}", ended.stdout);
}

#[tokio::test]
async fn idle_connections_do_not_keep_it_running() {
    let (_folder, data_dir) = folder();
    let program = Launch::development(&data_dir).start().await;
    // Browsers open connections ahead of time, and keep used ones.
    let _unused = TcpStream::connect(("127.0.0.1", program.port)).await.unwrap();
    let mut browser = program.browser();
    assert_eq!(browser.get("/health/live").await.status, 200);
    let ended = program.stop().await;
    assert_eq!(ended.status.code(), Some(0), "{}", ended.stderr);
    assert!(!ended.stdout.contains("server.requests_cut"), "{}", ended.stdout);
}

#[tokio::test]
async fn where_a_session_was_last_seen_is_written_before_the_end() {
    let (_folder, data_dir) = folder();
    let launch = Launch::development(&data_dir);
    let program = launch.start().await;
    let mut browser = program.browser();
    browser.sign_in(USER).await;
    "another-device".clone_into(&mut browser.agent);
    assert_eq!(browser.refresh().await.unwrap().status, 200);
    assert_eq!(program.stop().await.status.code(), Some(0));

    let _program = launch.start().await;
    let sessions = browser.get("/account/v1/sessions").await.json();
    assert_eq!(sessions["items"][0]["user_agent"], "another-device", "{sessions}");
}
