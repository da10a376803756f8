//! Slow clients are cut within twenty seconds; those who are merely slow are not. All at once, because waiting takes long.

use crate::wire::Server;
use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// Seconds until the server hangs up, while `drip` is sent each second.
fn until_cut(mut stream: TcpStream, first: &[u8], drip: &[u8]) -> u64 {
    let began = Instant::now();
    stream.write_all(first).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    while began.elapsed() < Duration::from_secs(40) {
        match stream.read(&mut [0; 4096]) {
            Ok(0) => break,
            Err(cause) if !matches!(cause.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => break,
            _ if drip.is_empty() => {}
            _ => {
                if stream.write_all(drip).is_err() {
                    break;
                }
            }
        }
    }
    began.elapsed().as_secs()
}

/// Seconds until a download that is read at `bytes` each 100 ms ends or is cut, and how much came.
fn download(mut stream: TcpStream, bytes: usize) -> (u64, usize) {
    let began = Instant::now();
    stream.write_all(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
    let mut buffer = vec![0; bytes.max(1)];
    let mut came = 0;
    while began.elapsed() < Duration::from_secs(40) {
        thread::sleep(Duration::from_millis(100));
        if bytes == 0 {
            // Never reads: the server's goodbye is seen when there is nothing left to write to.
            if stream.write_all(b"x").is_err() {
                break;
            }
            continue;
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => came += read,
        }
    }
    (began.elapsed().as_secs(), came)
}

#[test]
fn slow_clients_are_cut_and_the_patient_are_served() {
    let server = Server::start();
    let post = b"POST /take HTTP/1.1\r\nHost: test.local\r\nOrigin: http://test.local\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n_key=";
    let silent = {
        let stream = server.connect();
        thread::spawn(move || until_cut(stream, b"", b""))
    };
    let slow_head = {
        let stream = server.connect();
        thread::spawn(move || until_cut(stream, b"GET /page HTTP/1.1\r\nHost: a\r\n", b"X-A: b\r\n"))
    };
    let idle = {
        let stream = server.connect();
        thread::spawn(move || until_cut(stream, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", b""))
    };
    let slow_body = {
        let stream = server.connect();
        thread::spawn(move || until_cut(stream, post, b"x"))
    };
    let deaf = {
        let stream = server.connect();
        thread::spawn(move || download(stream, 0))
    };
    let modest = {
        let stream = server.connect();
        thread::spawn(move || download(stream, 100_000))
    };
    for (name, cut) in [("silent", silent), ("slow head", slow_head), ("idle", idle), ("slow body", slow_body)] {
        let seconds = cut.join().unwrap();
        assert!((8..=20).contains(&seconds), "{name}: cut after {seconds} s");
    }
    let (seconds, _) = deaf.join().unwrap();
    assert!((8..=22).contains(&seconds), "deaf: cut after {seconds} s");
    let (_, came) = modest.join().unwrap();
    assert!(came > 11_000_000, "a megabyte a second is fine: {came}");
}

#[test]
fn a_normal_visitor_does_not_notice_a_flood_of_slow_ones() {
    let server = Server::start();
    let held: Vec<TcpStream> = (0..90)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET /page HTTP/1.1\r\nHost: a\r\nX-").unwrap();
            stream
        })
        .collect();
    let began = Instant::now();
    for _ in 0..20 {
        assert_eq!(server.get("/page").status, 200);
    }
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    held.iter().for_each(|stream| drop(stream.shutdown(Shutdown::Both)));
}
