//! A receiver of webhooks on this machine: keeps what it gets, answers as told, and hangs when told to.

use exchange::hooks::{self, HookId, NewHook, Topic};
use kernel::Db;
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};
use web::App;

#[derive(Default)]
struct Inside {
    got: Vec<String>,
    answer: Option<&'static str>,
    /// Of messages whose body has this.
    refused: Option<String>,
    hangs: bool,
    open: usize,
    most_open: usize,
}

#[derive(Clone)]
pub struct Receiver {
    pub address: String,
    inside: Arc<(Mutex<Inside>, Condvar)>,
}

pub fn receiver() -> Receiver {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let receiver = Receiver { address: format!("http://{}/hook", listener.local_addr().unwrap()), inside: Arc::default() };
    let own = receiver.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let own = own.clone();
            thread::spawn(move || own.take(stream.unwrap()));
        }
    });
    receiver
}

impl Receiver {
    fn take(&self, mut stream: TcpStream) {
        let mut text = String::new();
        let mut piece = [0; 4096];
        while !is_whole(&text) {
            let read = stream.read(&mut piece).unwrap_or(0);
            if read == 0 {
                break;
            }
            text.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
        let (inside, changed) = &*self.inside;
        let mut now = inside.lock().unwrap();
        now.open += 1;
        now.most_open = now.most_open.max(now.open);
        let is_refused = now.refused.as_ref().is_some_and(|word| text.contains(word));
        now.got.push(text);
        changed.notify_all();
        let mut now = changed.wait_while(now, |now| now.hangs).unwrap();
        now.open -= 1;
        let line = if is_refused { "400 Bad Request" } else { now.answer.unwrap_or("204 No Content") };
        drop(now);
        let _ = stream.write_all(format!("HTTP/1.1 {line}\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes());
    }

    fn change(&self, change: impl FnOnce(&mut Inside)) {
        change(&mut self.inside.0.lock().unwrap());
        self.inside.1.notify_all();
    }

    pub fn answer(&self, line: &'static str) {
        self.change(|inside| inside.answer = Some(line));
    }

    pub fn refuse(&self, word: &str) {
        self.change(|inside| inside.refused = Some(word.to_owned()));
    }

    pub fn hang(&self, hangs: bool) {
        self.change(|inside| inside.hangs = hangs);
    }

    pub fn got(&self) -> Vec<String> {
        self.inside.0.lock().unwrap().got.clone()
    }

    /// The most requests that it ever had at the same time.
    pub fn most_open(&self) -> usize {
        self.inside.0.lock().unwrap().most_open
    }

    /// Waits until so many requests have come.
    pub fn wait_for(&self, many: usize) {
        let (inside, changed) = &*self.inside;
        let (now, waited) = changed.wait_timeout_while(inside.lock().unwrap(), Duration::from_secs(8), |now| now.got.len() < many).unwrap();
        assert!(!waited.timed_out(), "{} of {many} came", now.got.len());
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").and_then(|number| number.parse::<usize>().ok())).unwrap_or(0);
    body.len() >= length
}

pub fn header<'a>(request: &'a str, name: &str) -> &'a str {
    request.lines().find_map(|line| line.split_once(": ").filter(|(known, _)| known.eq_ignore_ascii_case(name))).map_or("", |(_, value)| value)
}

pub fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

pub fn connect(db: &Db, app: &App, by: &audit::By, address: &str, topics: &[Topic]) -> (HookId, String) {
    let new = NewHook { name: "Сайт".into(), address: address.into(), topics: topics.iter().copied().collect() };
    db.write(|tx| hooks::make(tx, app, by, &new)).unwrap()
}

pub fn happened(db: &Db, action: &'static str, kind: &'static str, id: &str) {
    use audit::Record;
    db.write(|tx| tx.record(&audit::By::system(), audit::Event::new(action, kind, id))).unwrap();
}
