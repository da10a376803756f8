//! Each receiver has a line of its own: one that hangs, breaks or refuses keeps no other waiting, and its own messages come in order.

use crate::{
    receiver::{Receiver, body, connect, happened, receiver},
    stage::{SCHOOL, Stage, set},
};
use exchange::hooks::{self, HookId, Message, Stage as How, Topic};
use jiff::SignedDuration;
use kernel::{Db, db::testing::on_each_engine, params};
use std::thread;

fn place(db: &Db, id: &str) {
    happened(db, "place.renamed", "place", id);
}

fn told(receiver: &Receiver) -> Vec<String> {
    receiver.got().iter().map(|request| serde_json::from_str::<serde_json::Value>(body(request)).unwrap()["data"]["id"].as_str().unwrap_or("test").to_owned()).collect()
}

/// From the oldest to the newest.
fn messages(db: &Db, hook: HookId) -> Vec<Message> {
    let mut found = db.read(|tx| hooks::messages(tx, hook, 50)).unwrap();
    found.reverse();
    found
}

fn hook(db: &Db, stage: &Stage, receiver: &Receiver) -> HookId {
    connect(db, &stage.app, &stage.administrator.by(), &receiver.address, &[Topic::PlaceChanged]).0
}

#[test]
fn a_receiver_that_hangs_keeps_nobody_else_waiting() {
    on_each_engine(|db| {
        let stage = set(db);
        let (slow, quick) = (receiver(), receiver());
        let (at_slow, at_quick) = (hook(db, &stage, &slow), hook(db, &stage, &quick));
        slow.hang(true);
        let names: Vec<String> = (1..=12).map(|number| format!("place {number}")).collect();
        names[..10].iter().for_each(|name| place(db, name));
        thread::scope(|scope| {
            let run = scope.spawn(|| exchange::tell(&stage.app));
            slow.wait_for(1);
            quick.wait_for(10);
            // What happens while one still hangs reaches the other too.
            names[10..].iter().for_each(|name| place(db, name));
            quick.wait_for(12);
            assert_eq!(slow.got().len(), 1, "never two at a time");
            slow.hang(false);
            assert_eq!(run.join().unwrap().unwrap(), 24);
        });
        assert_eq!((told(&quick), told(&slow)), (names.clone(), names), "each in the order in which it happened");
        assert_eq!((slow.most_open(), quick.most_open()), (1, 1));
        assert!([at_slow, at_quick].iter().flat_map(|id| messages(db, *id)).all(|message| message.stage == How::Delivered));
    });
}

#[test]
fn a_receiver_that_is_unwell_waits_as_a_whole_and_goes_on_in_order() {
    on_each_engine(|db| {
        let stage = set(db);
        let (broken, sound) = (receiver(), receiver());
        let id = hook(db, &stage, &broken);
        hook(db, &stage, &sound);
        broken.answer("503 Service Unavailable\r\nretry-after: 120");
        for name in ["a", "b", "c"] {
            place(db, name);
        }
        exchange::tell(&stage.app).unwrap();
        assert_eq!((told(&broken), told(&sound)), (vec!["a".to_owned()], ["a", "b", "c"].map(str::to_owned).to_vec()), "one try tells enough");
        assert_eq!(messages(db, id).iter().map(|message| message.tries).collect::<Vec<_>>(), [1, 0, 0]);
        db.clock().advance(SignedDuration::from_secs(119));
        exchange::tell(&stage.app).unwrap();
        assert_eq!(told(&broken).len(), 1, "it asked for two minutes");
        // A try by hand goes past the line; once it has arrived, so does the rest.
        broken.answer("204 No Content");
        db.write(|tx| hooks::test(tx, &stage.administrator.by(), id, "http://test.local")).unwrap();
        exchange::tell(&stage.app).unwrap();
        assert_eq!(told(&broken), ["a", "test", "a", "b", "c"]);
        assert!(messages(db, id).iter().all(|message| message.stage == How::Delivered));
    });
}

#[test]
fn a_message_that_is_refused_waits_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let picky = receiver();
        let id = hook(db, &stage, &picky);
        picky.refuse(SCHOOL);
        for name in ["a", SCHOOL, "b"] {
            place(db, name);
        }
        exchange::tell(&stage.app).unwrap();
        assert_eq!(told(&picky), ["a", SCHOOL, "b"]);
        let waiting: Vec<Message> = messages(db, id).into_iter().filter(|message| message.stage == How::Waiting).collect();
        assert!(waiting.len() == 1 && waiting[0].last.contains("400"));
        // Mended, it is tried at once and not when its pause is over.
        picky.refuse("nothing");
        db.write(|tx| hooks::change_secret(tx, &stage.app, &stage.administrator.by(), id)).unwrap();
        exchange::tell(&stage.app).unwrap();
        assert!(messages(db, id).iter().all(|message| message.stage == How::Delivered));
    });
}

#[test]
fn a_receiver_that_is_gone_is_paused_and_said_so() {
    on_each_engine(|db| {
        let stage = set(db);
        let gone = receiver();
        let id = hook(db, &stage, &gone);
        gone.answer("410 Gone");
        place(db, "a");
        place(db, "b");
        exchange::tell(&stage.app).unwrap();
        db.clock().advance(SignedDuration::from_hours(24));
        exchange::tell(&stage.app).unwrap();
        assert_eq!(told(&gone), ["a"], "nothing more is sent");
        let is_on = db.read(|tx| hooks::load(tx, id)).unwrap().is_on;
        assert!(!is_on && messages(db, id).iter().all(|message| message.stage == How::Waiting), "and nothing is lost");
        let count = |sql: &str| db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap();
        assert_eq!(count("SELECT COUNT(*) FROM letter WHERE subject = 'Приёмник уведомлений приостановлен'"), 1);
        assert_eq!(count("SELECT COUNT(*) FROM audit_event WHERE action = 'webhook.paused'"), 1);
        gone.answer("204 No Content");
        db.write(|tx| hooks::switch(tx, &stage.administrator.by(), id, true)).unwrap();
        exchange::tell(&stage.app).unwrap();
        assert_eq!(told(&gone), ["a", "a", "b"]);
    });
}

#[test]
fn a_dead_receiver_s_line_comes_to_an_end() {
    on_each_engine(|db| {
        let stage = set(db);
        let dead = receiver();
        let id = hook(db, &stage, &dead);
        dead.answer("500 Internal Server Error");
        for name in ["a", "b", "c"] {
            place(db, name);
        }
        exchange::tell(&stage.app).unwrap();
        for pause in hooks::deliver::PAUSES {
            db.clock().advance(pause);
            exchange::tell(&stage.app).unwrap();
        }
        let stages = || messages(db, id).iter().map(|message| message.stage).collect::<Vec<_>>();
        assert_eq!(stages(), [How::GivenUp, How::Waiting, How::Waiting], "the first has had its ten tries");
        for _ in 0..8 {
            db.clock().advance(hooks::deliver::PAUSES[2]);
            exchange::tell(&stage.app).unwrap();
        }
        assert_eq!(stages(), [How::GivenUp; 3], "those behind it have waited as long, and are not tried for days more");
    });
}
