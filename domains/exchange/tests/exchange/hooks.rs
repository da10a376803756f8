//! What programs are told: signed, once, tried until it arrives, given up aloud, never into the institute's own network.

use crate::{
    receiver::{body, connect, happened, header, receiver},
    stage::{HOME, activity, set, tell},
};
use exchange::hooks::{self, Stage as How, Topic, address, sign};
use kernel::{Db, db::testing::on_each_engine, params};

#[test]
fn an_act_is_told_once_signed_and_without_anybody_s_data() {
    on_each_engine(|db| {
        let stage = set(db);
        let site = receiver();
        let (id, secret) = connect(db, &stage.app, &stage.administrator.by(), &site.address, &[Topic::ActivityAnnounced, Topic::RegisterChanged]);
        let (open, closed) = db.write(|tx| Ok((activity(tx, HOME, "announced", true), activity(tx, HOME, "announced", false)))).unwrap();
        happened(db, "activity.announced", "activity", &open);
        happened(db, "activity.announced", "activity", &closed);
        happened(db, "activity.cancelled", "activity", &open);
        happened(db, "membership.began", "membership", "m1");
        happened(db, "membership.ended", "membership", "m2");
        assert_eq!(hooks::gather(&stage.app).unwrap(), 2, "the open one, and one reason to read the register again");
        assert_eq!(hooks::gather(&stage.app).unwrap(), 0, "heard once");
        exchange::tell(&stage.app).unwrap();
        exchange::tell(&stage.app).unwrap();
        let got = site.got();
        assert_eq!(got.len(), 2, "sent once");
        let told = got.iter().find(|request| request.contains("activity.announced")).unwrap();
        assert!(told.starts_with("POST /hook ") && body(told).contains(&format!("/api/v1/activities/{open}")));
        let again = sign::sign(&secret, header(told, "webhook-id"), header(told, "webhook-timestamp").parse().unwrap(), body(told));
        assert_eq!(again.as_deref(), Some(header(told, "webhook-signature")));
        let register = got.iter().find(|request| request.contains("register.changed")).unwrap();
        assert!(!body(register).contains("m1") && body(register).contains("/api/v1/members"));
        assert!(got.iter().all(|request| !request.contains(&closed)));
        let kept: String = db.read(|tx| tx.one("SELECT secret FROM webhook WHERE id = $1", params![id], |row| row.get(0))).unwrap();
        assert!(!kept.contains(secret.trim_start_matches("whsec_")), "sealed");
        let messages = db.read(|tx| hooks::messages(tx, id, 10)).unwrap();
        assert!(messages.iter().all(|message| message.stage == How::Delivered && message.last.contains("204")));
    });
}

#[test]
fn what_is_not_taken_is_tried_again_and_given_up_aloud() {
    on_each_engine(|db| {
        let stage = set(db);
        let site = receiver();
        site.answer("500 Internal Server Error");
        let (id, _) = connect(db, &stage.app, &stage.administrator.by(), &site.address, &[Topic::ActivityAnnounced]);
        db.write(|tx| hooks::test(tx, &stage.administrator.by(), id, "http://test.local")).unwrap();
        let last = |db: &Db| db.read(|tx| hooks::messages(tx, id, 1)).unwrap().remove(0);
        exchange::tell(&stage.app).unwrap();
        exchange::tell(&stage.app).unwrap();
        assert_eq!((site.got().len(), last(db).tries), (1, 1), "the next try waits");
        for pause in hooks::deliver::PAUSES {
            assert_eq!(last(db).stage, How::Waiting);
            db.clock().advance(pause);
            exchange::tell(&stage.app).unwrap();
        }
        let lost = last(db);
        assert_eq!((lost.stage, site.got().len()), (How::GivenUp, hooks::deliver::PAUSES.len() + 1));
        let ids: std::collections::BTreeSet<_> = site.got().iter().map(|request| header(request, "webhook-id").to_owned()).collect();
        assert_eq!(ids.len(), 1, "a try again has the same id");
        let letters = db.read(|tx| tx.count("SELECT COUNT(*) FROM letter WHERE subject = 'Уведомление не доставлено'", params![]).map_err(Into::into)).unwrap();
        assert_eq!(letters, 1);
        let noted = db.read(|tx| tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'webhook.given_up'", params![]).map_err(Into::into)).unwrap();
        assert_eq!(noted, 1);
    });
}

#[test]
fn a_redirect_is_not_followed_and_a_pause_waits() {
    on_each_engine(|db| {
        let stage = set(db);
        let site = receiver();
        site.answer("302 Found");
        let by = stage.administrator.by();
        let (id, _) = connect(db, &stage.app, &by, &site.address, &[Topic::ActivityAnnounced]);
        db.write(|tx| hooks::test(tx, &by, id, "http://test.local")).unwrap();
        exchange::tell(&stage.app).unwrap();
        let message = db.read(|tx| hooks::messages(tx, id, 1)).unwrap().remove(0);
        assert!(message.last.contains("другой адрес") && message.stage == How::Waiting);
        db.write(|tx| hooks::switch(tx, &by, id, false)).unwrap();
        db.clock().advance(jiff::SignedDuration::from_hours(1));
        exchange::tell(&stage.app).unwrap();
        assert_eq!(site.got().len(), 1, "paused");
        assert!(db.write(|tx| hooks::test(tx, &by, id, "")).is_err());
        db.write(|tx| hooks::switch(tx, &by, id, true)).unwrap();
        exchange::tell(&stage.app).unwrap();
        assert_eq!(site.got().len(), 2);
        db.write(|tx| hooks::remove(tx, &by, id)).unwrap();
        db.clock().advance(jiff::SignedDuration::from_hours(9));
        exchange::tell(&stage.app).unwrap();
        assert_eq!(site.got().len(), 2, "removed");
    });
}

#[test]
fn the_administrator_connects_tries_and_removes_a_receiver_on_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut ivan = stage.browser(db, &stage.administrator);
        let address = receiver().address;
        tell(async {
            let page = ivan.open("/exchange/webhooks").await;
            assert!(page.status == 200 && page.says("Приёмников пока нет"), "{}", page.html);
            for bad in ["https://10.0.0.1/", "http://site.example.ru/", "https://db.local/", "чепуха"] {
                let page = ivan.post("/exchange/webhooks", &[("name", "Сайт"), ("address", bad), ("topics", "place.changed")]).await;
                assert!(page.status == 422 && page.says(bad) && page.says("checked"), "{bad}");
            }
            let page = ivan.post("/exchange/webhooks", &[("name", ""), ("address", address.as_str())]).await;
            assert!(page.status == 422 && page.says("Отметьте хотя бы одно событие"));
            let page = ivan.post("/exchange/webhooks", &[("name", "Сайт"), ("address", address.as_str()), ("topics", "place.changed"), ("topics", "test")]).await;
            assert!(page.status == 200 && page.says("whsec_") && page.says("больше его не покажут"), "{}", page.html);
            let url = ivan.open("/exchange/webhooks").await.link("/exchange/webhooks/0").unwrap();
            assert!(!ivan.open(&url).await.says("whsec_"), "shown once");
            assert!(ivan.post(&format!("{url}/test"), &[]).await.says("ждёт отправки"));
            assert!(ivan.post(&format!("{url}/pause"), &[]).await.says("приостановлен"));
            assert!(ivan.post(&format!("{url}/resumption"), &[]).await.says("включён"));
            assert!(ivan.post(&url, &[("name", "Другое"), ("address", "https://127.0.0.2:x/"), ("topics", "place.changed")]).await.says("Другое"));
            assert!(ivan.post(&url, &[("name", "Другое"), ("address", address.as_str()), ("topics", "report.frozen")]).await.says("Изменения сохранены"));
            assert!(ivan.post(&format!("{url}/secret"), &[]).await.says("whsec_"));
            assert!(ivan.post(&format!("{url}/removal"), &[]).await.says("Приёмник удалён"));
            assert_eq!(ivan.open(&url).await.status, 404);
        });
    });
}

#[test]
fn real_work_tells_nobody_inside() {
    assert!(address::check("http://127.0.0.1/", false).is_err());
    on_each_engine(|db| {
        let stage = set(db);
        let site = receiver();
        let (id, _) = connect(db, &stage.app, &stage.administrator.by(), &site.address, &[Topic::PlaceChanged]);
        db.write(|tx| hooks::test(tx, &stage.administrator.by(), id, "")).unwrap();
        // The same installation, no longer a demo: what was typed then is refused at the sending.
        let strict = web::testing::app(db, kernel::news::Listeners::default());
        exchange::tell(&strict).unwrap();
        assert!(site.got().is_empty());
        assert!(db.read(|tx| hooks::messages(tx, id, 1)).unwrap()[0].last.contains("https"));
    });
}
