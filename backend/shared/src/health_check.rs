//! What a container asks of the service in it: there is neither a shell nor a client to ask with.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use tokio::time::Instant;

use crate::config::{Problems, ServerConfig, Variables};

/// For all of it, however it is spent. Longer than a readiness answer may take; shorter than the container waits.
const PATIENCE: Duration = Duration::from_secs(3);
/// A readiness answer is a few hundred bytes.
const MOST_BYTES: u64 = 16 * 1024;

/// The service can't do its work, or nobody could tell.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    #[error("these settings can't be used:\n{0}")]
    Settings(Problems),

    #[error("nobody answers on {0}")]
    Silent(SocketAddr, #[source] io::Error),

    /// What was answered names the dependency that is away.
    #[error("the service isn't ready: {0}")]
    NotReady(String),
}

/// Asks the service that has these variables whether it is ready, over the loopback address. `listen` is where it listens
/// when they don't say. It blocks, for 3 s at most.
pub fn ask(variables: &Variables, listen: SocketAddr) -> Result<(), Unhealthy> {
    ask_until(Instant::now() + PATIENCE, variables, listen)
}

fn ask_until(deadline: Instant, variables: &Variables, listen: SocketAddr) -> Result<(), Unhealthy> {
    let mut problems = Problems::default();
    let listen = ServerConfig::read(variables, listen, &mut problems).listen;
    problems.or(()).map_err(Unhealthy::Settings)?;
    let address = reached_at(listen);
    let answer = get_readiness(address, deadline).map_err(|error| Unhealthy::Silent(address, error))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    if head.split(' ').nth(1) == Some("200") { Ok(()) } else { Err(Unhealthy::NotReady(body.trim().to_owned())) }
}

/// Who listens on every address listens on the loopback one.
fn reached_at(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn get_readiness(address: SocketAddr, deadline: Instant) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, left(deadline)?)?;
    stream.set_write_timeout(Some(left(deadline)?))?;
    let request = format!("GET /health/ready HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    // In one piece: who has read half of it may answer already.
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    Until { stream, deadline }.take(MOST_BYTES).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// A stream that is read until then and no longer. A time-out alone begins anew with each byte that drips in.
struct Until {
    stream: TcpStream,
    deadline: Instant,
}

impl Read for Until {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(left(self.deadline)?))?;
        self.stream.read(buffer).map_err(|error| match error.kind() {
            // What the system calls a time-out.
            io::ErrorKind::WouldBlock => too_late(),
            _ => error,
        })
    }
}

/// The time until then, which is more than none.
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(too_late()) } else { Ok(left) }
}

fn too_late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "it did not end its answer in time")
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    /// Somebody who gives one answer, and what is said about him.
    fn asked(answer: &'static str) -> Result<(), Unhealthy> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let service = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let read = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&request[..read]).into_owned()
        });
        let variables = Variables::from_pairs([("SERVER_PORT", port.to_string())]);
        let said = ask(&variables, SocketAddr::from((Ipv4Addr::UNSPECIFIED, 3000)));
        assert!(service.join().unwrap().starts_with("GET /health/ready HTTP/1.1\r\n"));
        said
    }

    #[test]
    fn ready_and_degraded_are_healthy() {
        assert!(asked("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").is_ok());
    }

    #[test]
    fn whoever_is_down_says_why() {
        let down = asked("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"status\":\"down\"}").unwrap_err();
        assert_eq!(down.to_string(), "the service isn't ready: {\"status\":\"down\"}");
        assert!(matches!(asked("200 is no status line"), Err(Unhealthy::NotReady(_))));
        assert!(matches!(asked(""), Err(Unhealthy::NotReady(_))));
    }

    #[test]
    fn silence_is_no_health() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let variables = Variables::from_pairs([("SERVER_PORT", port.to_string())]);
        let silent = ask(&variables, SocketAddr::from((Ipv4Addr::UNSPECIFIED, 3000))).unwrap_err();
        assert_eq!(silent.to_string(), format!("nobody answers on 127.0.0.1:{port}"));
    }

    /// Somebody who is never silent for long, and never done.
    #[test]
    fn whoever_answers_byte_by_byte_is_waited_for_no_longer() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let service = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut dripped = 0;
            // Ends when the other side is gone; by itself in 20 s.
            while dripped < 2_000 && stream.write_all(b"H").is_ok() {
                dripped += 1;
                thread::sleep(Duration::from_millis(10));
            }
            dripped
        });
        let variables = Variables::from_pairs([("SERVER_PORT", port.to_string())]);
        let (began, patience) = (Instant::now(), Duration::from_millis(400));
        let listen = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 3000));
        let silent = ask_until(began + patience, &variables, listen).unwrap_err();
        let took = began.elapsed();
        assert!(
            matches!(&silent, Unhealthy::Silent(_, error) if error.kind() == io::ErrorKind::TimedOut),
            "{silent:?}"
        );
        assert!(took >= patience && took < Duration::from_secs(5), "{took:?}");
        let dripped = service.join().unwrap();
        assert!(dripped > 1, "it was never slow, only silent: {dripped}");
    }

    #[test]
    fn it_asks_where_the_service_listens() {
        for (listens, reached) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("10.1.2.3:80", "10.1.2.3:80"),
            ("127.0.0.2:80", "127.0.0.2:80"),
        ] {
            assert_eq!(reached_at(listens.parse().unwrap()).to_string(), reached);
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let variables = Variables::from_pairs([("SERVER_PORT", "0")]);
        let wrong = ask(&variables, SocketAddr::from((Ipv4Addr::UNSPECIFIED, 3000))).unwrap_err();
        assert!(wrong.to_string().contains("SERVER_PORT"), "{wrong}");
    }
}
