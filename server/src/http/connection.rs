//! Accepting connections.

use super::pace::{PacedBody, PacedStream};
use axum::{Router, body::Body, extract::ConnectInfo};
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tower::ServiceExt;

const HEAD_WITHIN: Duration = Duration::from_secs(10);
const HEAD_BYTES: usize = 16 * 1024;
const CONNECTIONS: usize = 1000;
const CONNECTIONS_OF_ONE: usize = 100;
/// Small on purpose: an answer that a client doesn't read must wait here, where the pace is seen, not in the kernel.
const SEND_BUFFER: u32 = 64 * 1024;
const GOODBYE: Duration = Duration::from_secs(10);

/// What is served now. It changes when the first visit has set a site up, and when one that was out of order opens.
#[derive(Clone)]
pub struct Site(Arc<RwLock<Shown>>);

#[derive(Clone)]
enum Shown {
    Pages(Router),
    /// Whatever the other one shows.
    As(Site),
}

impl Site {
    #[must_use]
    pub fn new(router: Router) -> Self {
        Self(Arc::new(RwLock::new(Shown::Pages(router))))
    }

    /// From the next request on, another site.
    pub fn change(&self, router: Router) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Shown::Pages(router);
    }

    /// From the next request on, whatever another site shows.
    pub fn follow(&self, other: &Self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Shown::As(other.clone());
    }

    pub(super) fn now(&self) -> Router {
        let shown = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        match shown {
            Shown::Pages(router) => router,
            Shown::As(other) => other.now(),
        }
    }
}

/// Counts open connections, in all and by address.
#[derive(Clone)]
pub struct Gate {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    most_of_one: usize,
}

impl Gate {
    /// Behind a proxy all come from one address: then the proxy counts.
    #[must_use]
    pub fn new(behind_proxy: bool) -> Self {
        Self { open: Arc::default(), most_of_one: if behind_proxy { CONNECTIONS } else { CONNECTIONS_OF_ONE } }
    }

    fn enter(&self, address: IpAddr) -> Option<Pass> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let own = open.entry(address).or_default();
        if all >= CONNECTIONS || *own >= self.most_of_one {
            return None;
        }
        *own += 1;
        Some(Pass { gate: self.clone(), address })
    }
}

/// A counted connection.
struct Pass {
    gate: Gate,
    address: IpAddr,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut open = self.gate.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Opens the port.
///
/// # Errors
/// It is taken, or may not be opened.
pub fn listen(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = if at.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(at)?;
    socket.listen(1024)
}

/// Serves until `stop` is ready, then lets answers under way finish.
pub async fn serve(listener: TcpListener, site: Site, gate: Gate, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => take(stream, peer, &site, &gate, graceful.watcher()),
            // Out of file descriptors, usually: wait until some are free again.
            Err(cause) => {
                tracing::warn!(%cause, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(GOODBYE, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections were cut at shutdown");
    }
}

fn take(stream: TcpStream, peer: SocketAddr, site: &Site, gate: &Gate, watcher: Watcher) {
    let Some(pass) = gate.enter(peer.ip()) else { return turn_away(&stream) };
    let site = site.clone();
    tokio::spawn(async move {
        let _pass = pass;
        let _ = stream.set_nodelay(true);
        let answer = service_fn(move |request: Request<Incoming>| {
            let (mut request, router) = (request.map(|body| Body::new(PacedBody::new(body))), site.now());
            request.extensions_mut().insert(ConnectInfo(peer));
            router.oneshot(request)
        });
        let connection =
            http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_header_size(HEAD_BYTES).max_buf_size(64 * 1024).serve_connection(TokioIo::new(PacedStream::new(stream)), answer);
        if let Err(cause) = watcher.watch(connection).await {
            tracing::debug!(%cause, "a connection ended badly");
        }
    });
}

/// Too many: a word of explanation if it can be said at once, then good-bye.
fn turn_away(stream: &TcpStream) {
    const BODY: &str = "Сервер сейчас занят: открыто слишком много соединений. Подождите несколько секунд и обновите страницу.\n";
    let answer = format!("HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nRetry-After: 5\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{BODY}", BODY.len());
    let _ = stream.try_write(answer.as_bytes());
}
