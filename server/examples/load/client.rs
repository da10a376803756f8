//! Connections that are kept and used again, as browsers do.

use std::{
    io,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Status and `Location` of an answer whose body was read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
}

/// Idle connections; one is opened when all are busy.
pub struct Pool {
    address: SocketAddr,
    idle: Mutex<Vec<TcpStream>>,
}

impl Pool {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, idle: Mutex::new(Vec::new()) }
    }

    /// A kept connection that the server has closed meanwhile is no error: the request leaves again on a new one.
    pub async fn ask(&self, request: &[u8]) -> io::Result<Answer> {
        if let Some(mut kept) = self.take()
            && let Ok(answer) = exchange(&mut kept, request).await
        {
            self.keep(kept);
            return Ok(answer);
        }
        let mut fresh = TcpStream::connect(self.address).await?;
        fresh.set_nodelay(true)?;
        let answer = exchange(&mut fresh, request).await?;
        self.keep(fresh);
        Ok(answer)
    }

    fn take(&self) -> Option<TcpStream> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keep(&self, stream: TcpStream) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(stream);
    }
}

async fn exchange(stream: &mut TcpStream, request: &[u8]) -> io::Result<Answer> {
    stream.write_all(request).await?;
    let mut raw = Vec::with_capacity(16 * 1024);
    let head_end = loop {
        if let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        more(stream, &mut raw).await?;
    };
    let head = String::from_utf8_lossy(raw.get(..head_end).unwrap_or_default()).into_owned();
    let header = |name: &str| head.lines().find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value));
    let strange = || io::Error::from(io::ErrorKind::InvalidData);
    let status: u16 = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(strange)?;
    let length: usize = match header("content-length") {
        Some(length) => length.parse().map_err(|_| strange())?,
        None if status == 204 => 0,
        None => return Err(strange()),
    };
    while raw.len() < head_end + 4 + length {
        more(stream, &mut raw).await?;
    }
    Ok(Answer { status, location: header("location").unwrap_or_default().to_owned() })
}

async fn more(stream: &mut TcpStream, raw: &mut Vec<u8>) -> io::Result<()> {
    if stream.read_buf(raw).await? == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}
