//! Letters from the act to the mail server, on both engines. The mail server is a small one of the test's own.

use jiff::{SignedDuration, Timestamp};
use kernel::{Db, Error, Slice, db::testing::on_each_engine, id::PersonId, news::News};
use mail::{Delivered, Letter, Post, State};
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// A mail server that keeps what it gets, or answers every recipient with a refusal.
struct Server {
    url: String,
    letters: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer_to_recipient: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let letters = Arc::new(Mutex::new(Vec::new()));
        let kept = letters.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = talk(stream, answer_to_recipient, &kept);
            }
        });
        Self { url, letters }
    }

    fn post(&self) -> Post {
        Post::smtp(&self.url, "Методактив <active@example.ru>").unwrap()
    }

    fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

fn talk(mut stream: TcpStream, answer_to_recipient: &str, kept: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 ready\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let answer = match line.split(' ').next().unwrap_or_default() {
            "RCPT" => answer_to_recipient,
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                let text: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                kept.lock().unwrap().push(text.join("\n"));
                "250 kept"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

fn letter(key: &str) -> Letter {
    Letter {
        once_key: key.into(), person: None, address: "anna@example.ru".into(), subject: "Заявка возвращена".into(), body: "Откройте страницу:\nhttps://active.example.ru/apply/1".into()
    }
}

fn put(db: &Db, letter: Letter) {
    db.write(|tx| mail::enqueue(tx, letter.clone())).unwrap();
}

fn all(db: &Db) -> Vec<mail::Kept> {
    db.read(|tx| mail::outbox(tx, Slice::first())).unwrap().rows
}

fn after(now: Timestamp, minutes: i64) -> Timestamp {
    now + SignedDuration::from_mins(minutes)
}

#[test]
fn a_letter_is_sent_once_however_often_the_job_runs_and_the_act_repeats() {
    on_each_engine(|db| {
        let server = Server::start("250 fine");
        let now = db.clock().now();
        put(db, letter("a/1"));
        put(db, letter("a/1"));
        assert_eq!(mail::deliver_due(db, &server.post(), now).unwrap(), Delivered { sent: 1, failed: 0 });
        assert_eq!(mail::deliver_due(db, &server.post(), after(now, 600)).unwrap(), Delivered::default());
        let [sent] = &server.letters()[..] else { panic!("not one letter") };
        assert!(sent.contains("To: anna@example.ru") && sent.contains("Content-Type: text/plain; charset=utf-8"), "{sent}");
        assert!(sent.contains("Message-ID: <") && sent.contains("@example.ru>"), "{sent}");
        assert_eq!(all(db)[0].state(), State::Sent);
    });
}

#[test]
fn what_can_wait_is_neither_sent_nor_tried_again_at_night_where_its_reader_lives() {
    on_each_engine(|db| {
        let (server, now) = (Server::start("250 fine"), db.clock().now());
        // Ten in the morning here is three at night in Moscow.
        db.write(|tx| mail::enqueue_by_day(tx, &letter("n/1"), "Europe/Moscow")).unwrap();
        put(db, letter("n/2"));
        assert_eq!(mail::deliver_due(db, &server.post(), now).unwrap().sent, 1, "a code goes at any hour");
        assert_eq!(mail::deliver_due(db, &server.post(), after(now, 4 * 60)).unwrap(), Delivered::default());
        let away = Post::smtp("smtp://127.0.0.1:1", "active@example.ru").unwrap();
        // Two minutes to nine in the evening, and a server that is away: the next attempts would fall into the night.
        let evening = after(now, 18 * 60 - 2);
        assert_eq!(mail::deliver_due(db, &away, evening).unwrap().failed, 1);
        assert_eq!(mail::deliver_due(db, &server.post(), after(evening, 3)).unwrap(), Delivered::default(), "after nine");
        assert_eq!(mail::deliver_due(db, &server.post(), after(evening, 10 * 60)).unwrap(), Delivered::default());
        assert_eq!(mail::deliver_due(db, &server.post(), after(evening, 11 * 60 + 2)).unwrap().sent, 1, "at eight");
        assert_eq!(server.letters().len(), 2);
    });
}

#[test]
fn a_letter_that_was_undone_with_its_act_is_never_sent() {
    on_each_engine(|db| {
        let undone = db.write(|tx| {
            mail::enqueue(tx, letter("b/1"))?;
            Err::<(), _>(Error::refusal("нет"))
        });
        assert!(undone.is_err());
        assert!(all(db).is_empty());
    });
}

#[test]
fn nothing_in_subject_or_address_becomes_a_header() {
    on_each_engine(|db| {
        let server = Server::start("250 fine");
        put(db, Letter { subject: "Тема\r\nBcc: evil@example.ru\u{202E}".into(), ..letter("c/1") });
        let bad = db.write(|tx| mail::enqueue(tx, Letter { address: "anna@example.ru\r\nBcc: evil@example.ru".into(), ..letter("c/2") }));
        assert!(matches!(bad, Err(Error::Fields(_))));
        mail::deliver_due(db, &server.post(), db.clock().now()).unwrap();
        let sent = server.letters().remove(0);
        assert!(!sent.lines().any(|line| line.starts_with("Bcc")), "{sent}");
        assert_eq!(all(db)[0].subject, "Тема Bcc: evil@example.ru");
    });
}

#[test]
fn a_server_that_is_away_is_asked_again_later_and_later() {
    on_each_engine(|db| {
        let away = Post::smtp("smtp://127.0.0.1:1", "active@example.ru").unwrap();
        let now = db.clock().now();
        put(db, letter("d/1"));
        assert_eq!(mail::deliver_due(db, &away, now).unwrap().failed, 1);
        assert_eq!(mail::deliver_due(db, &away, now).unwrap(), Delivered::default(), "not before its time");
        assert_eq!(mail::deliver_due(db, &away, after(now, 1)).unwrap().failed, 1);
        assert_eq!(mail::deliver_due(db, &away, after(now, 2)).unwrap(), Delivered::default());
        let kept = &all(db)[0];
        assert_eq!((kept.attempts, kept.state()), (2, State::Waiting));
        assert!(kept.last_error.is_some());
        let server = Server::start("250 fine");
        assert_eq!(mail::deliver_due(db, &server.post(), after(now, 10)).unwrap().sent, 1);
        assert_eq!(all(db)[0].last_error, None);
    });
}

#[test]
fn an_address_that_is_refused_is_given_up_after_four_attempts() {
    on_each_engine(|db| {
        let server = Server::start("550 no such user");
        let now = db.clock().now();
        put(db, letter("e/1"));
        for day in 0..10 {
            mail::deliver_due(db, &server.post(), after(now, day * 1440)).unwrap();
        }
        let kept = &all(db)[0];
        assert_eq!((kept.attempts, kept.state()), (4, State::Failed));
        assert!(kept.last_error.as_deref().is_some_and(|cause| cause.contains("no such user")), "{:?}", kept.last_error);
        assert_eq!(db.read(mail::tally).unwrap(), mail::Tally { waiting: 0, failed: 1 });
    });
}

#[test]
fn without_a_server_letters_wait_in_the_outbox_newest_first() {
    on_each_engine(|db| {
        put(db, letter("f/1"));
        put(db, Letter { subject: "Вторая".into(), ..letter("f/2") });
        assert_eq!(mail::deliver_due(db, &Post::none(), db.clock().now()).unwrap(), Delivered::default());
        let subjects: Vec<String> = all(db).into_iter().map(|kept| kept.subject).collect();
        assert_eq!(subjects, ["Вторая", "Заявка возвращена"]);
        assert_eq!(db.read(mail::tally).unwrap(), mail::Tally { waiting: 2, failed: 0 });
    });
}

#[test]
fn an_erased_person_takes_the_letters_along_and_old_ones_are_emptied() {
    on_each_engine(|db| {
        let server = Server::start("250 fine");
        let (anna, olga) = (PersonId::fresh(), PersonId::fresh());
        put(db, Letter { person: Some(anna), ..letter("g/1") });
        put(db, Letter { person: Some(olga), ..letter("g/2") });
        assert_eq!(db.write(|tx| mail::hear(tx, News::Erase { person: anna })).unwrap(), ["письма"]);
        assert_eq!(all(db).len(), 1);
        let now = db.clock().now();
        mail::deliver_due(db, &server.post(), now).unwrap();
        assert_eq!(db.write(|tx| mail::trim_sent(tx, after(now, 1))).unwrap(), 1);
        assert_eq!((all(db)[0].address.as_str(), all(db)[0].body.as_str()), ("", ""));
        put(db, Letter { person: Some(olga), ..letter("g/2") });
        assert_eq!(all(db).len(), 1, "an emptied letter still keeps its key");
    });
}

#[test]
fn a_secret_link_lies_in_the_queue_until_it_is_sent_or_long_given_up_and_no_longer() {
    on_each_engine(|db| {
        let (away, server, now) = (Post::smtp("smtp://127.0.0.1:1", "active@example.ru").unwrap(), Server::start("250 fine"), db.clock().now());
        put(db, letter("h/1"));
        mail::deliver_due(db, &away, now).unwrap();
        assert!(all(db)[0].body.contains("/apply/1"), "a server that is away must get it yet");
        mail::deliver_due(db, &server.post(), after(now, 10)).unwrap();
        assert_eq!(server.letters().len(), 1);
        assert_eq!((all(db)[0].body.as_str(), all(db)[0].address.as_str()), ("", "anna@example.ru"));
        let refusing = Server::start("550 no such user");
        put(db, letter("h/2"));
        for day in 0..10 {
            mail::deliver_due(db, &refusing.post(), after(now, day * 1440)).unwrap();
        }
        let bodies = || all(db).iter().filter(|kept| !kept.body.is_empty()).count();
        assert_eq!((bodies(), db.write(|tx| mail::trim_sent(tx, now)).unwrap()), (1, 0), "a person may look at it for a time");
        assert_eq!((db.write(|tx| mail::trim_sent(tx, after(now, 1))).unwrap(), bodies()), (1, 0));
        assert_eq!(db.read(mail::tally).unwrap().failed, 1, "that it was given up stays known");
    });
}

#[test]
fn settings_that_cannot_work_are_refused_in_words() {
    let refused = |url: &str, from: &str| Post::smtp(url, from).err().map(|cause| cause.to_string()).unwrap_or_default();
    assert!(refused("mail.example.ru", "a@example.ru").contains("непонятен"));
    assert!(refused("http://mail.example.ru", "a@example.ru").contains("не подходит"));
    assert!(refused("smtps://mail.example.ru", "кто-то").contains("отправителя"));
    assert!(refused("smtp://u:p@mail.example.ru", "a@example.ru").contains("открытым текстом"));
    assert!(Post::smtp("smtp://u:p@mail.example.ru:587?tls=required", "a@example.ru").is_ok());
}
