//! A service that notes what reaches it, byte by byte.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    head: String,
    pub(crate) body: Vec<u8>,
}

/// What becomes of a request after it was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// 200 with the service's name.
    #[default]
    Answer,
    /// The connection is closed.
    BreakOff,
    /// Nothing, ever.
    Hang,
    /// What an HTTP library says by itself, without any of the headers that services have.
    Refuse,
}

#[derive(Debug, Default)]
struct State {
    seen: Mutex<Vec<Request>>,
    behaviour: Mutex<Behaviour>,
}

/// One instance of a service. It ends with this.
#[derive(Debug)]
pub(crate) struct Recorder {
    address: SocketAddr,
    state: Arc<State>,
    serving: JoinHandle<()>,
}

impl Recorder {
    /// Answers with this name.
    pub(crate) async fn start(name: &'static str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let (address, state) = (listener.local_addr().unwrap(), Arc::<State>::default());
        let serving = tokio::spawn(serve(listener, name, state.clone()));
        Self { address, state, serving }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Behaves so from now on.
    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.state.behaviour.lock().unwrap() = behaviour;
    }

    /// What came since the last time.
    pub(crate) fn take(&self) -> Vec<Request> {
        std::mem::take(&mut *self.state.seen.lock().unwrap())
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Request {
    /// Method, target and version.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    /// The target as it was written.
    pub(crate) fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap()
    }

    /// The values of all headers of a name.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).collect()
    }
}

async fn serve(listener: TcpListener, name: &'static str, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        connections.spawn(converse(stream, name, state.clone()));
        while connections.try_join_next().is_some() {}
    }
}

/// Notes every request that has arrived before it answers the first: what was smuggled in behind it shows.
async fn converse(mut stream: TcpStream, name: &str, state: Arc<State>) {
    let mut received = Vec::new();
    while stream.read_buf(&mut received).await.is_ok_and(|length| length > 0) {
        let requests: Vec<_> = std::iter::from_fn(|| next_request(&mut received)).collect();
        state.seen.lock().unwrap().extend(requests.iter().cloned());
        let behaviour = *state.behaviour.lock().unwrap();
        for _ in requests {
            match behaviour {
                Behaviour::Answer => answer(&mut stream, name).await,
                Behaviour::BreakOff => return,
                Behaviour::Hang => std::future::pending().await,
                Behaviour::Refuse => {
                    let refusal = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n";
                    stream.write_all(refusal).await.ok();
                }
            }
        }
    }
}

/// Takes the first request off what came, if it is whole. Nginx must not hand on any length but this one.
fn next_request(received: &mut Vec<u8>) -> Option<Request> {
    let end = received.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let mut request = Request { head, body: Vec::new() };
    assert!(request.header("transfer-encoding").is_empty(), "{request:?}");
    let length = request.header("content-length").first().map_or(0, |length| length.parse().unwrap());
    if received.len() < end + length {
        return None;
    }
    request.body = received[end..end + length].to_vec();
    received.drain(..end + length);
    Some(request)
}

async fn answer(stream: &mut TcpStream, name: &str) {
    // Long enough to be compressed.
    let body = format!(r#"{{"service":"{name}","filler":"{}"}}"#, "x".repeat(2000));
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all((head + &body).as_bytes()).await.ok();
}
