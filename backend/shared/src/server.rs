//! Listening: every connection with bounded patience, and an orderly end.

use std::{future::Future, io, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    signal::unix::{Signal, SignalKind, signal},
};
use tower::ServiceExt;

use crate::logging::Chain;

/// How many may have connected and not been accepted: what the standard library asks for is too few for a restart.
const BACKLOG: u32 = 1024;

/// How long a caller is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the first byte of a connection, or the end of the answer before, to the end of a request's headers.
    pub headers: Duration,
    /// From the signal to stop until connections are ended on which no request is under way. Whoever has just connected
    /// has time to ask: he could not know whether a request that got no answer was worked on.
    pub parting: Duration,
    /// From then on until running requests are cut.
    pub end: Duration,
}

impl Default for Patience {
    /// 30 s for headers; a moment and 8 s for the end, since a supervisor kills after ten.
    fn default() -> Self {
        let parting = Duration::from_millis(200);
        Self { headers: Duration::from_secs(30), parting, end: Duration::from_secs(8) }
    }
}

/// SIGTERM or Ctrl-C.
#[derive(Debug)]
pub struct StopSignal(Signal);

impl StopSignal {
    /// From now on a SIGTERM does not end the process by itself.
    pub fn listen() -> io::Result<Self> {
        signal(SignalKind::terminate()).map(Self)
    }

    /// Done when one of them came.
    pub async fn received(mut self) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
}

/// An address that is ours and that nobody can connect to yet: whoever tries is refused at once, and a proxy asks another
/// instance.
#[derive(Debug)]
pub struct Reserved(TcpSocket);

impl Reserved {
    /// Takes the address, or says why it can't be had.
    pub fn new(address: SocketAddr) -> io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // Connections of the process before may still be on their way out.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(Self(socket))
    }

    /// From now on people can connect.
    pub fn listen(self) -> io::Result<TcpListener> {
        self.0.listen(BACKLOG)
    }
}

/// Listens as soon as `ready` is done, then [`serve`]s. One of several instances so never takes a request that it can't
/// answer yet and another could.
pub async fn serve_when(
    ready: impl Future<Output = ()>,
    address: Reserved,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut stop = pin!(stop);
    tokio::select! {
        () = ready => {}
        () = &mut stop => return Ok(()),
    }
    serve(address.listen()?, router, patience, stop).await;
    Ok(())
}

/// Serves until `stop` is done, then lets running requests end.
pub async fn serve(listener: TcpListener, router: Router, patience: Patience, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.headers);
    let running = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let answer = |stream: TcpStream, peer: SocketAddr| {
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = running.watch(http.serve_connection(TokioIo::new(without_delay(stream)), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(event = "http.connection_broken", error = %Chain(&error));
            }
        });
    };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => answer(stream, peer),
            Err(error) => pause_after(&error).await,
        }
    }
    for (stream, peer) in close(listener) {
        answer(stream, peer);
    }
    tracing::info!(event = "server.stopping");
    tokio::time::sleep(patience.parting).await;
    if tokio::time::timeout(patience.end, running.shutdown()).await.is_err() {
        tracing::warn!(event = "server.requests_cut", after_seconds = patience.end.as_secs());
    }
}

/// Closes the listener and returns who waited in its queue, for that would reset them. The system is asked itself: the
/// runtime knows of a connection only some time after it was made.
fn close(listener: TcpListener) -> Vec<(TcpStream, SocketAddr)> {
    let Ok(listener) = listener.into_std() else { return Vec::new() };
    let waiting = std::iter::from_fn(|| listener.accept().ok());
    let usable = |(stream, peer): (std::net::TcpStream, _)| {
        stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream)).ok().map(|stream| (stream, peer))
    };
    waiting.filter_map(usable).collect()
}

/// Answers are written whole; waiting for more to send only makes them late.
fn without_delay(stream: TcpStream) -> TcpStream {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(event = "http.nodelay_refused", error = %Chain(&error));
    }
    stream
}

/// A connection that went away before it was accepted is nothing; without free descriptors, others must end first.
async fn pause_after(error: &io::Error) {
    let gone = [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::ConnectionRefused];
    if !gone.contains(&error.kind()) {
        tracing::error!(event = "http.accept_failed", error = %Chain(error));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
    };

    use super::*;

    async fn start(patience: Patience) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router =
            Router::new().route("/peer", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()));
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            serve(listener, router, patience, async { drop(stopped.await) }).await;
        });
        (address, stop, server)
    }

    #[tokio::test]
    async fn a_handler_learns_who_connects() {
        let (address, _stop, _server) = start(Patience::default()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /peer HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(answer.ends_with(&stream.local_addr().unwrap().to_string()), "{answer}");
    }

    #[tokio::test]
    async fn nobody_can_connect_before_it_is_ready_and_nobody_else_gets_the_address() {
        let reserved = Reserved::new("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = reserved.0.local_addr().unwrap();
        let (ready, is_ready) = oneshot::channel::<()>();
        let (stop, stopped) = oneshot::channel::<()>();
        let router = Router::new().route("/", get(async || ""));
        let (is_ready, stopped) = (async { drop(is_ready.await) }, async { drop(stopped.await) });
        let serving = tokio::spawn(serve_when(is_ready, reserved, router, Patience::default(), stopped));
        assert_eq!(TcpStream::connect(address).await.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        ready.send(()).unwrap();
        while TcpStream::connect(address).await.is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(Reserved::new(address).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn whoever_stops_it_before_it_is_ready_does_not_wait() {
        let reserved = Reserved::new("127.0.0.1:0".parse().unwrap()).unwrap();
        let never = std::future::pending();
        serve_when(never, reserved, Router::new(), Patience::default(), async {}).await.unwrap();
    }

    #[tokio::test]
    async fn headers_that_do_not_come_to_an_end_end_the_connection() {
        let patience = Patience { headers: Duration::from_millis(50), ..Patience::default() };
        let (address, _stop, _server) = start(patience).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /peer HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
        let closed = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut Vec::new())).await;
        assert!(closed.is_ok(), "the connection is still open");
    }

    #[tokio::test]
    async fn whoever_connected_before_the_end_is_answered() {
        let (address, stop, server) = start(Patience::default()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stop.send(()).unwrap();
        // The listener is closed when nobody can connect any more.
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        stream.write_all(b"GET /peer HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        server.await.unwrap();
    }

    #[tokio::test]
    async fn an_idle_connection_does_not_hold_up_the_end() {
        let (address, stop, server) = start(Patience::default()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET /peer HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        stop.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(5), server).await.expect("ends at once").unwrap();
    }
}
