//! The cabinet: reading, following, choosing; and what becomes of it with the person.

use crate::stage::{count, person, set, tell, tell_one};
use access::Role;
use kernel::{Slice, db::testing::on_each_engine, news::News};
use notices::{Topic, Way, preferences};

#[test]
fn unread_stand_first_and_a_notice_leads_to_its_thing_and_is_read_then() {
    on_each_engine(|db| {
        let stage = set(db);
        for (topic, key) in [(Topic::Cases, "first"), (Topic::Unions, "second"), (Topic::Cases, "third")] {
            tell_one(db, stage.anna, topic, key);
        }
        assert_eq!(db.read(|tx| notices::unread(tx, &stage.anna_herself)).unwrap(), 3);
        let third = db.read(|tx| notices::list(tx, stage.anna, Some(Topic::Cases), Slice::first())).unwrap().rows[0].clone();
        assert_eq!(third.url, "/cases/third");
        let mut anna = stage.browser(db, &stage.anna_herself);
        tell(async {
            let page = anna.open("/notices?topic=cases").await;
            assert!(page.says("непрочитанных.") && page.says("Новость «first»") && !page.says("Новость «second»"), "{}", page.html);
            anna.open(&format!("/notices/{}", third.id)).await;
            assert_eq!(anna.page.path, "/cases/third");
            anna.open("/notices").await;
            let html = &anna.page.html;
            assert!(html.find("Новость «second»") < html.find("Новость «third»"), "read ones sink");
            assert!(anna.post("/notices/reading", &[("topic", "unions"), ("back", "topic=unions")]).await.path.starts_with("/notices"));
        });
        assert_eq!(db.read(|tx| notices::unread(tx, &stage.anna_herself)).unwrap(), 1);
    });
}

#[test]
fn nobody_reads_or_marks_the_notices_of_another() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Cases, "private");
        let id = db.read(|tx| notices::list(tx, stage.anna, None, Slice::first())).unwrap().rows[0].id;
        let boris = db.write(|tx| Ok(person(tx, "Чужой"))).unwrap();
        let himself = crate::stage::actor(db, Role::Member, crate::stage::SCHOOL, "Чужой", Some(boris));
        let (mut other, mut nina) = (stage.browser(db, &himself), stage.browser(db, &stage.coordinator));
        tell(async {
            assert!(other.open("/notices").await.says("Уведомлений нет"));
            assert!(nina.open("/notices").await.says("есть карточка в реестре"), "an account without a card is told where its work waits");
            for stranger in [&mut other, &mut nina] {
                assert_eq!(stranger.open(&format!("/notices/{id}")).await.status, 404);
                assert_eq!(stranger.post(&format!("/notices/{id}/reading"), &[]).await.status, 404);
            }
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE read_at IS NOT NULL"), 0);
    });
}

#[test]
fn preferences_are_saved_without_scripts_and_errors_stand_at_their_fields() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut anna = stage.browser(db, &stage.anna_herself);
        let free = || Topic::ALL.iter().filter(|topic| topic.is_free());
        let all: Vec<(&str, &str)> = free().map(|topic| (topic.as_str(), "digest")).collect();
        tell(async {
            assert!(!anna.open("/notices/preferences").await.says("name=\"security\""));
            let wrong: Vec<_> = all.iter().copied().filter(|(name, _)| *name != "cases").chain([("cases", "loudly"), ("hour", "3"), ("version", "0")]).collect();
            let page = anna.post("/notices/preferences", &wrong).await;
            assert!(page.status == 422 && page.says("Выберите час от 8 до 20") && page.says("Выберите, как сообщать"));
            let right: Vec<_> = all.iter().copied().chain([("hour", "9"), ("version", "0")]).collect();
            assert!(anna.post("/notices/preferences", &right).await.says("Сохранено"));
        });
        let kept = db.read(|tx| preferences::read(tx, stage.anna)).unwrap();
        assert!(kept.hour == 9 && free().all(|topic| kept.of(*topic) == Way::Digest) && kept.of(Topic::Security) == Way::AtOnce);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'notice.preferences_saved'"), 1);
    });
}

#[test]
fn notices_go_with_the_person_and_follow_a_merged_card() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Cases, "one");
        db.write(|tx| {
            let wished = preferences::read(tx, stage.anna)?;
            preferences::save(tx, &stage.anna_herself, &wished)
        })
        .unwrap();
        let twin = db.write(|tx| Ok(person(tx, "Редкофамильцева"))).unwrap();
        db.write(|tx| notices::listen(tx, News::Merged { gone: stage.anna, kept: twin })).unwrap();
        assert_eq!(db.read(|tx| notices::about_me(tx, twin)).unwrap().len(), 1);
        let done = db.write(|tx| notices::listen(tx, News::Erase { person: twin })).unwrap();
        assert_eq!(done, ["уведомления"]);
        for table in ["notice", "notice_preference", "notice_reader"] {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
        }
        db.write(|tx| Ok(tx.execute("UPDATE person SET erased_at = '2026-11-23T00:00:00.000000Z' WHERE id = $1", kernel::params![twin])?)).unwrap();
        tell_one(db, twin, Topic::Cases, "too-late");
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice"), 0, "who is erased is told nothing");
    });
}

#[test]
fn what_was_read_long_ago_is_forgotten() {
    on_each_engine(|db| {
        let stage = set(db);
        tell_one(db, stage.anna, Topic::Cases, "old");
        tell_one(db, stage.anna, Topic::Unions, "unread");
        db.write(|tx| notices::read_all(tx, stage.anna, Some(Topic::Cases))).unwrap();
        let half_a_year = crate::stage::later(db, 24 * 184);
        assert_eq!(half_a_year.write(notices::tidy).unwrap(), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice"), 1);
    });
}
