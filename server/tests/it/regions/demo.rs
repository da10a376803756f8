//! The demo of several regions as a newcomer starts it.

use super::town::FORM;
use crate::wire::{Answer, read};
use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Three regions are made at once, on a slow machine.
const MADE_WITHIN: Duration = Duration::from_secs(600);

struct Demo {
    child: Child,
    address: SocketAddr,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Demo {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_metodaktiv"));
        command.args(["demo", "--regions", "--listen", "127.0.0.1:0"]).current_dir(folder).env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split("по адресу ").nth(1)?.split(". ").next()?.parse().ok()).unwrap();
        // Reads to the end, so that the program never writes into a closed pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn ask(&self, name: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {name}:{}\r\nConnection: close\r\n", self.address.port());
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        read(&mut stream)
    }

    fn get(&self, name: &str, path: &str, cookie: &str) -> Answer {
        self.ask(name, "GET", path, &[("Cookie", cookie)], "")
    }

    fn wait_for(&self, name: &str, path: &str, cookie: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(name, path, cookie);
            if is_so(&answer) {
                return answer;
            }
            assert!(begun.elapsed() < MADE_WITHIN, "{name}{path}: {} {}", answer.head, answer.text());
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    /// Presses the door of a role; the cookie.
    fn enter(&self, name: &str, role: &str) -> String {
        let page = self.get(name, "/demo", "").text();
        let door = page.split("<h2").find(|part| part.contains(role)).unwrap_or_else(|| panic!("no door of {role} at {name}: {page}"));
        let persona = door.split("name=\"persona\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let origin = format!("http://{name}:{}", self.address.port());
        let form = format!("_key={}&persona={persona}", kernel::FormKey::fresh().as_str());
        let answer = self.ask(name, "POST", "/demo/login", &[FORM, ("Origin", &origin)], &form);
        assert_eq!(answer.status, 303, "{}", answer.head);
        answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }
}

#[test]
fn a_newcomer_enters_each_region_and_the_country_with_one_press() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(folder.path());
    let front = demo.get("localhost", "/", "").text();
    let names = ["khabarovsk", "severny", "yuzhny", "strana"].map(|name| format!("{name}.localhost"));
    assert!(names.iter().all(|name| front.contains(&format!("http://{name}:{}/demo", demo.address.port()))), "{front}");
    assert!(["Хабаровский край", "Северный край", "Южный край", "Страница страны"].iter().all(|label| front.contains(label)), "{front}");
    for name in &names {
        demo.wait_for(name, "/demo", "", |answer| answer.status == 200);
    }
    for (name, own, others) in [(&names[0], "Хабаровск", "Снеговск"), (&names[1], "Снеговск", "Вишнёвск"), (&names[2], "Вишнёвск", "Хабаровск")] {
        let cookie = demo.enter(name, "Координатор актива");
        let picture = demo.get(name, "/picture", &cookie);
        assert!(picture.status == 200 && picture.text().contains(own) && !picture.text().contains(others), "{name}");
        assert_eq!(demo.get(&names[3], "/summary", &cookie).status, 303, "a region's door opens nothing of the country");
    }
    let viewer = demo.enter(&names[3], "Министерство");
    let given = |answer: &Answer| answer.text().matches("на 2").count() >= 2 && answer.text().contains("регион ничего не передаёт");
    let summary = demo.wait_for(&names[3], "/summary", &viewer, given).text();
    let places: Vec<usize> = ["Северный край", "Хабаровский край", "Южный край"].iter().map(|name| summary.rfind(name).unwrap()).collect();
    assert!(places.is_sorted(), "by the alphabet");
    for path in ["/country", "/summary/cases", "/summary/members", "/summary/pathways", "/summary/coverage", "/summary/outcomes", "/demo/outbox", "/demo/clock"] {
        assert_eq!(demo.get(&names[3], path, &viewer).status, 200, "{path}");
    }
}
