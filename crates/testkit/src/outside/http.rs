//! A small HTTP/1.1 client over one connection that is kept open. It counts every byte that comes in.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Nobody waits longer than this for an answer.
const PATIENCE: Duration = Duration::from_mins(2);

fn wrong(what: impl Into<String>) -> io::Error {
    io::Error::other(what.into())
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// What it holds.
    pub body: Vec<u8>,
    /// Bytes that came over the wire, head included.
    pub transferred: usize,
}

impl Answer {
    /// The first header of that name, in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// What it holds, as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Fails unless the answer has this status.
    pub fn expect(self, status: u16, what: &str) -> io::Result<Self> {
        if self.status == status {
            return Ok(self);
        }
        Err(wrong(format!(
            "{what}: the answer was {}, not {status}",
            self.status
        )))
    }
}

/// A connection with what a browser would remember.
pub struct Client {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    /// The session's cookie, as `name=value`.
    cookie: Option<String>,
    patience: Duration,
    agent: Option<String>,
}

impl Client {
    /// Connects when the first page is asked for.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connection: None,
            cookie: None,
            patience: PATIENCE,
            agent: None,
        }
    }

    /// The same with another patience.
    #[must_use]
    pub fn waiting(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The same under that name of a browser.
    #[must_use]
    pub fn calling_itself(mut self, agent: &str) -> Self {
        self.agent = Some(agent.to_owned());
        self
    }

    /// Fetches a page as it is, not compressed.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.ask("GET", path, &[], b"")
    }

    /// Fetches a page in one of these encodings, as `br` or `gzip`.
    pub fn get_encoded(&mut self, path: &str, encodings: &str) -> io::Result<Answer> {
        self.ask("GET", path, &[("accept-encoding", encodings)], b"")
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let form = serde_urlencoded::to_string(fields).map_err(io::Error::other)?;
        self.post_from(path, None, &form)
    }

    /// Sends a form that is encoded already, as a proxy would that tells where it came from.
    pub fn post_from(&mut self, path: &str, from: Option<&str>, form: &str) -> io::Result<Answer> {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(from.map(|from| ("x-forwarded-for", from)));
        self.ask("POST", path, &headers, form.as_bytes())
    }

    fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Answer> {
        let mut bytes = Vec::new();
        write!(
            bytes,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n",
            self.address
        )?;
        for (name, value) in headers {
            write!(bytes, "{name}: {value}\r\n")?;
        }
        if let Some(cookie) = &self.cookie {
            write!(bytes, "cookie: {cookie}\r\n")?;
        }
        if let Some(agent) = &self.agent {
            write!(bytes, "user-agent: {agent}\r\n")?;
        }
        if method == "POST" {
            write!(bytes, "content-length: {}\r\n", body.len())?;
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);

        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        // A server that is too busy may answer and close before it has read everything.
        let written = connection.get_mut().write_all(&bytes);
        if written.is_err() && connection.fill_buf().map_or(0, <[u8]>::len) == 0 {
            written?;
        }
        let answer = read(&mut connection)?;
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        if answer.header("connection") != Some("close") {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(self.patience))?;
        stream.set_read_timeout(Some(self.patience))?;
        Ok(BufReader::with_capacity(64 * 1024, stream))
    }
}

fn read(connection: &mut BufReader<TcpStream>) -> io::Result<Answer> {
    let mut transferred = 0;
    let line =
        |transferred: &mut usize, connection: &mut BufReader<TcpStream>| -> io::Result<String> {
            let mut line = String::new();
            *transferred += connection.read_line(&mut line)?;
            if !line.ends_with('\n') {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Ok(line.trim_end().to_owned())
        };
    let status = line(&mut transferred, connection)?;
    let status = status
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| wrong("the answer's first line"))?;
    let mut headers = Vec::new();
    loop {
        let header = line(&mut transferred, connection)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: Vec::new(),
        transferred,
    };
    if let Some(length) = answer.header("content-length") {
        answer.body = vec![0; length.parse().map_err(io::Error::other)?];
        connection.read_exact(&mut answer.body)?;
        answer.transferred += answer.body.len();
    } else if answer.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = line(&mut answer.transferred, connection)?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or_default(), 16)
                .map_err(io::Error::other)?;
            let start = answer.body.len();
            answer.body.resize(start + size, 0);
            connection.read_exact(&mut answer.body[start..])?;
            answer.transferred += size;
            line(&mut answer.transferred, connection)?;
            if size == 0 {
                break;
            }
        }
    } else if status != 204 && status != 304 {
        return Err(wrong("an answer with neither a length nor an end"));
    }
    Ok(answer)
}
