//! A server on a port of its own, and talking to it byte by byte.

use axum::{
    Router,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use kernel::{
    db::testing::{TestDb, sqlite},
    news::Listeners,
};
use server::http::{self, Gate, Site};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};
use web::{App, Posted};

/// Running until dropped.
pub struct Server {
    pub address: SocketAddr,
    runtime: Option<tokio::runtime::Runtime>,
    _db: TestDb,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

async fn fault() -> Response {
    panic!("деление на ноль в отчёте")
}

async fn large() -> Response {
    Html("слово ".repeat(1_000_000)).into_response()
}

async fn page() -> Response {
    Html("<p>страница</p>".repeat(200)).into_response()
}

async fn take(posted: Posted) -> Response {
    format!("принято полей: {}", posted.answers.pairs().len()).into_response()
}

fn pages() -> Router<App> {
    Router::new().route("/fault", get(fault)).route("/large", get(large)).route("/page", get(page)).route("/take", post(take))
}

impl Server {
    pub fn start() -> Self {
        Self::start_with(|_| ())
    }

    pub fn start_with(change: impl FnOnce(&mut web::Settings)) -> Self {
        let db = sqlite();
        let app = web::testing::app_with(&db.db, Listeners::default(), change);
        Self::serve(db, &app, http::surround(&app, pages()))
    }

    pub fn serve(db: TestDb, app: &App, router: Router) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let gate = Gate::new(app.settings.trusted_proxy);
        let address = runtime.block_on(async {
            let listener = http::listen("127.0.0.1:0".parse().unwrap()).unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(http::serve(listener, Site::new(router), gate, std::future::pending()));
            address
        });
        Self { address, runtime: Some(runtime), _db: db }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(25))).unwrap();
        stream
    }

    /// Sends bytes as they are and reads until the server closes.
    pub fn say(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        read(&mut stream)
    }

    /// A polite request that ends the connection.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: test.local\r\nConnection: close\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.say(&[head.as_bytes(), b"\r\n", body].concat())
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

pub fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or_default();
    Answer { status, head, body: bytes.get(split + 4..).unwrap_or_default().to_vec() }
}
