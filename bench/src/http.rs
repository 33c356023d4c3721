//! A small HTTP/1.1 client over one connection that is kept open. It counts every byte that comes in.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};

/// Nobody waits longer than this for an answer.
const PATIENCE: Duration = Duration::from_mins(2);

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Bytes that came over the wire, head included.
    pub(crate) transferred: usize,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Fails unless the answer has this status.
    pub(crate) fn expect(self, status: u16, what: &str) -> anyhow::Result<Self> {
        ensure!(
            self.status == status,
            "{what}: the answer was {}, not {status}",
            self.status
        );
        Ok(self)
    }
}

/// A connection with what a browser would remember.
pub(crate) struct Client {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    /// The session's cookie, as `name=value`.
    cookie: Option<String>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connection: None,
            cookie: None,
        }
    }

    /// Fetches a page as it is, not compressed.
    pub(crate) fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, &[], b"")
    }

    /// Fetches a page in one of these encodings, as `br` or `gzip`.
    pub(crate) fn get_encoded(&mut self, path: &str, encodings: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, &[("accept-encoding", encodings)], b"")
    }

    /// Sends a form.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        self.post_from(path, None, &serde_urlencoded::to_string(fields)?)
    }

    /// Sends a form that is encoded already, as a proxy would that tells where it came from.
    pub(crate) fn post_from(
        &mut self,
        path: &str,
        from: Option<&str>,
        form: &str,
    ) -> anyhow::Result<Answer> {
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
    ) -> anyhow::Result<Answer> {
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
        if method == "POST" {
            write!(bytes, "content-length: {}\r\n", body.len())?;
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);

        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect()?,
        };
        connection.get_mut().write_all(&bytes)?;
        let answer = read(&mut connection).with_context(|| format!("{method} {path}"))?;
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        if answer.header("connection") != Some("close") {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    fn connect(&self) -> anyhow::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(BufReader::with_capacity(64 * 1024, stream))
    }
}

fn read(connection: &mut BufReader<TcpStream>) -> anyhow::Result<Answer> {
    let mut transferred = 0;
    let line = |transferred: &mut usize,
                connection: &mut BufReader<TcpStream>|
     -> anyhow::Result<String> {
        let mut line = String::new();
        *transferred += connection.read_line(&mut line)?;
        ensure!(line.ends_with('\n'), "the connection was closed");
        Ok(line.trim_end().to_owned())
    };
    let status = line(&mut transferred, connection)?;
    let status = status
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .context("the answer's first line")?;
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
        answer.body = vec![0; length.parse()?];
        connection.read_exact(&mut answer.body)?;
        answer.transferred += answer.body.len();
    } else if answer.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = line(&mut answer.transferred, connection)?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or_default(), 16)?;
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
        bail!("an answer with neither a length nor an end");
    }
    Ok(answer)
}
