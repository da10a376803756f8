//! HTTP against odd and hostile requests.

use crate::wire::{Server, read};
use std::io::{Read, Write};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const OURS: (&str, &str) = ("Origin", "http://test.local");
const KEYED: &[u8] = b"_key=0123456789abcdef0123&name=1";

#[test]
fn every_answer_carries_the_headers_of_safety() {
    let server = Server::start();
    for path in ["/page", "/nowhere", "/healthz", "/fault", ui::assets::asset_url("app.css")] {
        let answer = server.get(path);
        let csp = answer.header("content-security-policy").unwrap_or_default();
        assert!(csp.contains("default-src 'none'") && csp.contains("frame-ancestors 'none'") && csp.contains("base-uri 'none'") && csp.contains("form-action 'self'"), "{path}: {csp}");
        assert!(!csp.contains("unsafe") && !csp.contains("data:") && !csp.contains('*'), "{path}: {csp}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"), ("x-frame-options", "DENY")]
        {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
        assert!(answer.header("permissions-policy").is_some_and(|value| value.contains("camera=()")));
        assert!(answer.header("access-control-allow-origin").is_none() && answer.header("server").is_none(), "{path}");
        assert!(answer.header("strict-transport-security").is_none(), "no promise of TLS without TLS");
        assert_eq!(answer.header("x-request-id").map(str::len), Some(12), "{path}");
    }
    assert_eq!(server.get("/page").header("cache-control"), Some("no-store"));
}

#[test]
fn with_tls_in_front_browsers_are_told_to_stay_with_it() {
    let server = Server::start_with(|settings| settings.public_url = "https://aktiv.example.ru".into());
    assert_eq!(server.get("/page").header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
}

#[test]
fn static_files_are_packed_and_kept_for_ever() {
    let server = Server::start();
    let css = ui::assets::asset_url("app.css");
    let plain = server.get(css);
    assert_eq!((plain.status, plain.header("cache-control")), (200, Some("public, max-age=31536000, immutable")));
    for (accepted, encoding) in [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip")] {
        let packed = server.ask("GET", css, &[("Accept-Encoding", accepted)], b"");
        assert_eq!(packed.header("content-encoding"), Some(encoding));
        assert!(packed.body.len() * 2 < plain.body.len(), "{accepted}: {} of {}", packed.body.len(), plain.body.len());
        assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
    }
    assert_eq!(server.get("/assets/app.css").status, 404, "only by the address of this release");
    assert_eq!(server.get("/assets/..%2f..%2fetc%2fpasswd").status, 404);
}

#[test]
fn pages_travel_compressed_and_come_out_the_same() {
    let server = Server::start();
    let plain = server.get("/page");
    let packed = server.ask("GET", "/page", &[("Accept-Encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut text).unwrap();
    assert_eq!(text, plain.body);
    let packed = server.ask("GET", "/page", &[("Accept-Encoding", "br")], b"");
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut packed.body.as_slice(), &mut text).unwrap();
    assert_eq!(text, plain.body);
    assert_eq!(server.ask("GET", "/page", &[("Accept-Encoding", "identity")], b"").header("content-encoding"), None);
    let head = server.ask("HEAD", "/page", &[("Accept-Encoding", "br")], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn exactly_one_host_must_be_named() {
    let server = Server::start();
    assert_eq!(server.say(b"GET /page HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n").status, 400);
    assert_eq!(server.say(b"GET /page HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400);
    assert_eq!(server.say(b"GET /page HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n").status, 400);
    assert_eq!(server.say(b"GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status, 200);
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = Server::start();
    let large = format!("GET /page HTTP/1.1\r\nHost: a\r\nCookie: {}\r\n\r\n", "x".repeat(20_000));
    assert_eq!(server.say(large.as_bytes()).status, 431);
    let many: String = (0..300).map(|number| format!("X-{number}: 1\r\n")).collect();
    assert_eq!(server.say(format!("GET /page HTTP/1.1\r\nHost: a\r\n{many}\r\n").as_bytes()).status, 431);
    assert_ne!(server.say(format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(20_000)).as_bytes()).status, 200);
}

#[test]
fn only_reading_and_posting_are_spoken_here() {
    let server = Server::start();
    for method in ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        let answer = server.ask(method, "/page", &[], b"");
        assert!(matches!(answer.status, 400 | 405), "{method}: {}", answer.status);
        assert!(!answer.text().contains("Connection: close"), "{method} echoes");
    }
    let answer = server.ask("GET", "/take", &[], b"");
    assert_eq!(answer.status, 405);
    assert!(answer.text().contains("<h1"), "a page in Russian, not a bare word");
}

#[test]
fn nonsense_gets_a_refusal_and_no_more() {
    let server = Server::start();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n",
        b"GET\0/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcdef",
        b"POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked, nonsense\r\nConnection: close\r\n\r\n0\r\n\r\n",
    ] {
        let answer = server.say(bytes);
        assert!(!(200..400).contains(&answer.status), "{:?} got {}", String::from_utf8_lossy(bytes), answer.status);
    }
    assert_eq!(server.get("/page").status, 200);
}

#[test]
fn a_form_from_another_site_is_refused() {
    let server = Server::start();
    assert_eq!(server.ask("POST", "/take", &[FORM, OURS], KEYED).status, 200);
    for foreign in [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("X-None", "1")] {
        let answer = server.ask("POST", "/take", &[FORM, foreign], KEYED);
        assert_eq!(answer.status, 403, "{foreign:?}");
        assert!(answer.text().contains("не с этого сайта"));
    }
    let both = server.ask("POST", "/take", &[FORM, OURS, ("Sec-Fetch-Site", "cross-site")], KEYED);
    assert_eq!(both.status, 403);
}

#[test]
fn too_much_is_refused_in_words_whether_announced_or_not() {
    let server = Server::start();
    let large = [KEYED, &b"&text="[..], &vec![b'x'; 1_200_000]].concat();
    let answer = server.ask("POST", "/take", &[FORM, OURS], &large);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("можно до 1 МБ"), "{}", answer.text());
    let mut chunked = b"POST /take HTTP/1.1\r\nHost: test.local\r\nOrigin: http://test.local\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".to_vec();
    for _ in 0..20 {
        chunked.extend(b"10000\r\n");
        chunked.extend(vec![b'x'; 0x10000]);
        chunked.extend(b"\r\n");
    }
    chunked.extend(b"0\r\n\r\n");
    let mut stream = server.connect();
    let _ = stream.write_all(&chunked);
    let status = read(&mut stream).status;
    assert!(matches!(status, 413 | 0), "{status}");
    assert_eq!(server.get("/page").status, 200);
}

#[test]
fn a_body_of_another_kind_is_refused() {
    let server = Server::start();
    assert_eq!(server.ask("POST", "/take", &[("Content-Type", "application/json"), OURS], b"{}").status, 415);
    assert_eq!(server.ask("POST", "/take", &[OURS], b"a=1").status, 415);
    assert_eq!(server.ask("POST", "/take", &[("Content-Type", "multipart/form-data"), OURS], b"--x").status, 400);
}

#[test]
fn a_fault_of_ours_is_a_page_in_russian_with_the_number_of_the_request() {
    let server = Server::start();
    let answer = server.get("/fault");
    assert_eq!(answer.status, 500);
    let (text, id) = (answer.text(), answer.header("x-request-id").unwrap().to_owned());
    assert!(text.contains("Ошибка на сервере") && text.contains(&id), "{text}");
    assert!(!text.contains("деление на ноль"), "the cause is for the log");
    assert_eq!(server.get("/page").status, 200, "the server goes on");
}

#[test]
fn one_address_may_hold_a_hundred_connections_and_the_next_hears_why() {
    let server = Server::start();
    let mut held: Vec<_> = (0..100).map(|_| server.connect()).collect();
    // One request on each, so that all have been counted.
    for stream in &mut held {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        assert!(stream.read(&mut [0; 64]).unwrap() > 0);
    }
    let refused = read(&mut server.connect());
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("5")));
    assert!(refused.text().contains("слишком много соединений"));
    drop(held);
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(server.get("/page").status, 200, "room again");
}

#[test]
fn searchers_are_told_what_is_public() {
    let server = Server::start();
    let robots = server.get("/robots.txt");
    assert!(robots.text().contains("Allow: /members") && robots.text().contains("Disallow: /"));
    assert_eq!(server.get("/healthz").text(), "ok\n");
}
