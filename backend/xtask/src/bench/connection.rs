//! As much HTTP as measuring needs: one connection, one request after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Longer than anything that is measured.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that is kept.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    port: u16,
}

/// An answer that was read to its end.
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: String,
}

impl Answer {
    /// The values of a header, in order. The name in lower case, as the program writes it.
    pub(super) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(move |(header, _)| *header == name).map(|(_, value)| value)
    }

    /// The value of a cookie that the answer sets.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        self.headers("set-cookie")
            .find_map(|line| line.split(';').next()?.split_once('=').filter(|(cookie, _)| *cookie == name))
            .map(|(_, value)| value)
    }

    /// The text of a field of a flat JSON body.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.body.split_once(&format!("\"{name}\":\""))?.1.split('"').next()
    }
}

impl Connection {
    /// Connects; fails when nobody listens.
    pub(super) fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(stream), port })
    }

    /// Sends a request and reads the answer. `headers` are whole lines, each with its line end.
    pub(super) fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len(),
            port = self.port,
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head)? == 0 {
                bail!("the connection was closed");
            }
        }
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("not an HTTP answer")?;
        let mut answer = Answer { status, head, body: String::new() };
        let length = answer.headers("content-length").next().map_or(Ok(0), str::parse)?;
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        answer.body = String::from_utf8(body)?;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_holds_is_found() {
        let head = "HTTP/1.1 200 OK\r\nset-cookie: known=a.b; Path=/\r\nset-cookie: refresh=x.1.y; HttpOnly\r\n\r\n";
        let answer = Answer { status: 200, head: head.to_owned(), body: r#"{"access_token":"v4.t","n":1}"#.to_owned() };
        assert_eq!(answer.cookie("refresh"), Some("x.1.y"));
        assert_eq!(answer.cookie("login"), None);
        assert_eq!(answer.field("access_token"), Some("v4.t"));
    }
}
