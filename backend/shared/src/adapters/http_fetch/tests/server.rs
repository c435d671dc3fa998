//! A server on a loopback address that answers as it is told.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What every request gets.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// A status with its words, and a body of JSON.
    Json(&'static str, &'static str),
    /// A status with its words, and where else to go.
    Elsewhere(&'static str, String),
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// The start of an answer, then a byte every so often.
    Drip(Duration),
    /// Bytes without an end, after this head.
    Endless(&'static str),
    /// Nothing.
    Silence,
}

/// The server. Ends when it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Server {
    pub(super) async fn start(ip: IpAddr, answer: Answer) -> Self {
        Self::start_at((ip, 0).into(), answer).await
    }

    pub(super) async fn start_at(address: SocketAddr, answer: Answer) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::default();
        let serving = tokio::spawn(serve(listener, answer, Arc::clone(&requests)));
        Self { address, requests, serving }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// As `OUTBOUND_ALLOW_HOSTS` has it.
    pub(super) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Every request so far; one whose head never came is empty.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.requests().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, answer: Answer, requests: Arc<Mutex<Vec<String>>>) {
    loop {
        let (mut client, _) = listener.accept().await.unwrap();
        let (answer, requests) = (answer.clone(), Arc::clone(&requests));
        tokio::spawn(async move {
            let mut bytes = vec![0; 65536];
            let length = client.read(&mut bytes).await.unwrap_or_default();
            requests.lock().unwrap().push(String::from_utf8_lossy(&bytes[..length]).into_owned());
            // The client may be gone already, which is what some tests are about.
            handle(client, answer).await.ok();
        });
    }
}

async fn handle(mut client: TcpStream, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::Json(status, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: Application/JSON; charset=utf-8\r\ncontent-length: {length}\r\n\r\n"
            );
            client.write_all((head + body).as_bytes()).await
        }
        Answer::Elsewhere(status, location) => {
            let head = format!("HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
            client.write_all(head.as_bytes()).await
        }
        Answer::Bytes(bytes) => client.write_all(&bytes).await,
        Answer::Drip(pause) => {
            client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await?;
            loop {
                tokio::time::sleep(pause).await;
                client.write_all(b" ").await?;
            }
        }
        Answer::Endless(head) => {
            client.write_all(head.as_bytes()).await?;
            loop {
                client.write_all(b"ffff\r\n").await?;
                client.write_all(&vec![b' '; 0xffff]).await?;
                client.write_all(b"\r\n").await?;
            }
        }
        Answer::Silence => std::future::pending().await,
    }
}
