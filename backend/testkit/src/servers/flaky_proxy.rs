//! A TCP proxy that behaves as badly as it is told, between a client and a real HTTP server.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::sleep,
};

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// It is passed on.
    Pass,
    /// Whatever the client sends is passed on after a time.
    Delay(Duration),
    /// The first request gets this status and an empty object.
    Answer(u16),
    /// Everything is read and nothing answered.
    Hang,
    /// It is closed at once.
    Close,
}

/// The proxy. Ends when it is dropped.
#[derive(Debug)]
pub struct FlakyProxy {
    address: SocketAddr,
    behaviour: watch::Sender<Behaviour>,
    serving: JoinHandle<()>,
}

impl FlakyProxy {
    /// A proxy in front of `upstream` that passes everything on.
    pub async fn start(upstream: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (behaviour, behaves) = watch::channel(Behaviour::Pass);
        let serving = tokio::spawn(serve(listener, upstream, behaves));
        Self { address, behaviour, serving }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Behaves so from now on. Connections that are open are cut.
    pub fn behave(&self, behaviour: Behaviour) {
        self.behaviour.send_replace(behaviour);
    }
}

impl Drop for FlakyProxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, upstream: SocketAddr, behaves: watch::Receiver<Behaviour>) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let mut behaves = behaves.clone();
        let behaviour = *behaves.borrow_and_update();
        connections.spawn(async move {
            tokio::select! {
                // Whoever of the two ends the connection: a client notices, and that is all.
                _ = handle(client, upstream, behaviour) => {}
                _ = behaves.changed() => {}
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn handle(mut client: TcpStream, upstream: SocketAddr, behaviour: Behaviour) -> std::io::Result<()> {
    match behaviour {
        Behaviour::Close => return Ok(()),
        Behaviour::Hang => {
            let mut ignored = [0; 4096];
            while client.read(&mut ignored).await? > 0 {}
            return Ok(());
        }
        Behaviour::Answer(status) => {
            let mut ignored = vec![0; 65536];
            let _ = client.read(&mut ignored).await?;
            let answer = format!("HTTP/1.1 {status} Oops\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}");
            return client.write_all(answer.as_bytes()).await;
        }
        Behaviour::Delay(time) => return pass_slowly(client, TcpStream::connect(upstream).await?, time).await,
        Behaviour::Pass => {}
    }
    let mut server = TcpStream::connect(upstream).await?;
    copy_bidirectional(&mut client, &mut server).await.map(|_| ())
}

async fn pass_slowly(client: TcpStream, server: TcpStream, time: Duration) -> std::io::Result<()> {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let requests = async {
        let mut bytes = vec![0; 65536];
        loop {
            let length = from_client.read(&mut bytes).await?;
            if length == 0 {
                return Ok(());
            }
            sleep(time).await;
            to_server.write_all(&bytes[..length]).await?;
        }
    };
    tokio::select! {
        result = requests => result,
        result = copy(&mut from_server, &mut to_client) => result.map(|_| ()),
    }
}
