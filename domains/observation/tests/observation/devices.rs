//! What devices send: kept once, refused plainly, never overwritten.

use crate::stage::{self, Stage, refused, session, tell};
use kernel::{Db, Error, db::testing::on_each_engine, params};
use observation::{Batch, ObservationId, Side, Standing, Verdict};
use serde_json::{Value, json};

const PHONE: &str = "11111111-aaaa-4aaa-8aaa-111111111111";
const TABLET: &str = "22222222-bbbb-4bbb-8bbb-222222222222";

fn id() -> String {
    kernel::id::Uuid::new_v4().to_string()
}

fn record(id: &str, seq: i64, score: i64, after: &[&str]) -> Value {
    json!({"id": id, "seq": seq, "indicator": "i1", "score": score, "words": "У доски", "after": after, "at": "2026-11-22T23:10:00Z"})
}

fn send(db: &Db, stage: &Stage, visit: ObservationId, device: &str, records: Vec<Value>) -> Vec<Verdict> {
    db.write(|tx| observation::receive(tx, &stage.methodist, visit, &Batch { device: device.into(), records })).unwrap()
}

fn standing(db: &Db, visit: ObservationId) -> (Option<i64>, usize) {
    db.read(|tx| {
        let sheet = observation::sheet(tx, visit, Side::Observer)?;
        assert!(sheet.heads("i1").len() < 2 || sheet.standing("i1") == Standing::Clash || sheet.score("i1").is_some());
        Ok((sheet.score("i1"), sheet.heads("i1").len()))
    })
    .unwrap()
}

fn kept(db: &Db) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM observation_record", params![])?)).unwrap()
}

#[test]
fn a_record_sent_twice_is_kept_once_and_accepted_both_times() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = stage.agreed(db, &stage.methodist);
        let one = id();
        for _ in 0..2 {
            let verdicts = send(db, &stage, visit, PHONE, vec![record(&one, 1, 2, &[])]);
            assert!(verdicts[0].accepted && verdicts[0].id == one);
        }
        assert_eq!((kept(db), standing(db, visit)), (1, (Some(2), 1)));
        let other = send(db, &stage, visit, PHONE, vec![record(&one, 1, 0, &[])]);
        assert!(!other[0].accepted && other[0].why.contains("говорит другое"));
        let taken = send(db, &stage, visit, PHONE, vec![record(&id(), 1, 0, &[])]);
        assert!(taken[0].why.contains("порядковым номером"));
        assert_eq!(standing(db, visit), (Some(2), 1), "nothing was overwritten");
    });
}

#[test]
fn two_devices_that_did_not_see_each_other_clash_and_a_choice_settles_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = stage.agreed(db, &stage.methodist);
        let (first, phone, tablet, choice) = (id(), id(), id(), id());
        send(db, &stage, visit, PHONE, vec![record(&first, 1, 0, &[])]);
        send(db, &stage, visit, PHONE, vec![record(&phone, 2, 1, &[&first])]);
        send(db, &stage, visit, TABLET, vec![record(&tablet, 1, 2, &[&first])]);
        assert_eq!(standing(db, visit), (None, 2), "both are kept");
        let lacks = db.read(|tx| Ok(observation::lacks(&stage.rubric, &observation::sheet(tx, visit, Side::Observer)?))).unwrap();
        assert!(lacks[0].contains("выберите одну"), "{lacks:?}");
        send(db, &stage, visit, TABLET, vec![record(&choice, 2, 2, &[&phone, &tablet])]);
        assert_eq!((standing(db, visit), kept(db)), ((Some(2), 1), 4), "the choice is a record of its own");
    });
}

#[test]
fn what_is_wrong_with_one_record_is_said_of_it_and_the_others_are_kept() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = stage.agreed(db, &stage.methodist);
        let with = |seq: i64, field: &str, value: Value| {
            let mut raw = record(&id(), seq, 1, &[]);
            raw[field] = value;
            raw
        };
        let bad = vec![
            with(1, "indicator", json!("i999")),
            with(2, "score", json!(99)),
            with(3, "score", json!(-1)),
            with(4, "score", json!("два")),
            with(5, "after", json!([id()])),
            with(6, "id", json!("не номер")),
            with(0, "words", json!("")),
            with(8, "at", json!("вчера")),
            with(9, "words", json!("я".repeat(5000))),
            json!(17),
            json!({"id": id()}),
            with(12, "at", json!("2999-01-01T00:00:00Z")),
            with(13, "words", json!("<script>alert(1)</script>")),
        ];
        let verdicts = send(db, &stage, visit, PHONE, bad);
        let accepted: Vec<bool> = verdicts.iter().map(|verdict| verdict.accepted).collect();
        assert_eq!(accepted, [[false; 11].as_slice(), [true; 2].as_slice()].concat(), "{verdicts:?}");
        assert!(verdicts.iter().filter(|verdict| !verdict.accepted).all(|verdict| verdict.why.chars().any(|c| ('а'..='я').contains(&c))));
        let latest: String = db.read(|tx| tx.one("SELECT MAX(recorded_at) FROM observation_record", params![], |row| row.get(0))).unwrap();
        assert!(latest.as_str() < "2027", "a clock that is ahead is not believed: {latest}");
    });
}

#[test]
fn too_many_another_observer_and_an_unagreed_visit_are_refused() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = stage.proposed(db, &stage.methodist);
        let early = send(db, &stage, visit, PHONE, vec![record(&id(), 1, 1, &[])]);
        assert!(early[0].why.contains("согласованное"));
        db.write(|tx| observation::answer(tx, &stage.anna, visit, 1, observation::Word::Agree, stage::SITE)).unwrap();
        let many: Vec<Value> = (1..=10_000).map(|seq| record(&id(), seq, 1, &[])).collect();
        assert!(refused(db.write(|tx| observation::receive(tx, &stage.methodist, visit, &Batch { device: PHONE.into(), records: many.clone() }))).contains("частями"));
        for foreign in [&stage.deputy, &stage.elsewhere, &stage.anna] {
            let refused = db.write(|tx| observation::receive(tx, foreign, visit, &Batch { device: PHONE.into(), records: vec![record(&id(), 1, 1, &[])] }));
            assert!(matches!(refused, Err(Error::NotFound)));
        }
        assert!(refused(db.write(|tx| observation::receive(tx, &stage.methodist, visit, &Batch { device: "x; drop".into(), records: Vec::new() }))).contains("устройство"));
        assert_eq!(kept(db), 0);
    });
}

#[test]
fn the_interface_answers_in_json_and_never_with_a_fault() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = stage.agreed(db, &stage.methodist);
        let (mine, foreign) = (session(db, &stage.methodist), session(db, &stage.deputy));
        let path = format!("/api/observations/{visit}/records");
        let mut methodist = stage.browser(db, &stage.methodist);
        let body = json!({"device": PHONE, "records": [record(&id(), 1, 1, &[])]}).to_string();
        tell(async {
            let (status, said) = stage.post_json(&mine, &path, body.clone()).await;
            assert!(status == 200 && said.contains("\"accepted\":true"), "{status} {said}");
            let (status, said) = stage.post_json(&foreign, &path, body.clone()).await;
            assert!(status == 404 && said.contains("error"), "{status} {said}");
            for odd in ["", "{", "[]", "null", "{\"device\":1,\"records\":[]}", "{\"device\":\"d\",\"records\":\"all\"}", "{\"_key\":1}"] {
                let (status, said) = stage.post_json(&mine, &path, odd.to_owned()).await;
                assert!((400..500).contains(&status) && said.contains("error"), "{odd}: {status} {said}");
            }
            let (status, _) = stage.post_json("no-such-session", &path, body.clone()).await;
            assert_eq!(status, 303, "a session that ran out is sent to log in");
            let page = methodist.open("/api/observations/mine").await;
            assert!(page.status == 200 && page.says("Редкофамильцева") && page.says("\"indicator\":\"i1\"") && !page.says("anna@school.example"), "{}", page.html);
        });
    });
}
