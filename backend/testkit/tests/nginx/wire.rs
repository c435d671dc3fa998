//! HTTP as bytes: a client that sends what no library would.

use std::{net::SocketAddr, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use testkit::Answer;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Longer than anything that is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends the bytes on a new connection; all that came until the other side closed it.
pub(crate) async fn exchange(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Who is refused early is told before he has sent everything.
    stream.write_all(bytes).await.ok();
    read_to_end(&mut stream).await
}

/// All that comes until the other side closes.
pub(crate) async fn read_to_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    // A connection that is reset is closed too, and what came before counts.
    timeout(PATIENCE, stream.read_to_end(&mut received)).await.expect("the connection is closed in time").ok();
    received
}

/// A request whose connection ends with its answer. `lines` are header lines.
pub(crate) fn request(method: &str, target: &str, lines: &[&str], body: &str) -> Vec<u8> {
    let length = format!("content-length: {}", body.len());
    let mut lines = [&["host: sign-in.test", "connection: close"], lines].concat();
    if !body.is_empty() || method == "POST" {
        lines.push(&length);
    }
    format!("{method} {target} HTTP/1.1\r\n{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
}

/// Sends a request and reads its answer.
pub(crate) async fn call(address: SocketAddr, method: &str, target: &str, lines: &[&str], body: &str) -> Answer {
    parse(&exchange(address, &request(method, target, lines, body)).await)
}

/// Reads an answer that ended with its connection.
pub(crate) fn parse(received: &[u8]) -> Answer {
    let end = received.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(received)));
    let head = std::str::from_utf8(&received[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let headers: HeaderMap = lines.map(header).collect();
    Answer { status: StatusCode::from_bytes(status.as_bytes()).unwrap(), headers, body: received[end + 4..].to_vec() }
}

fn header(line: &str) -> (HeaderName, HeaderValue) {
    let (name, value) = line.split_once(':').unwrap();
    (name.parse().unwrap(), value.trim().parse().unwrap())
}
