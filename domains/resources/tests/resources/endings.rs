//! A mentor leaves, is erased, turns out to be two cards; an author is erased.

use crate::stage::{HOME, actor, count, find, member, person, set};
use access::Role;
use kernel::{Db, db::testing::on_each_engine, id::PersonId, news::News};
use resources::{ResourceId, State};

fn mentor(db: &Db, stage: &crate::stage::Stage, who: PersonId) -> ResourceId {
    db.write(|tx| {
        member(tx, who, None);
        Ok(())
    })
    .unwrap();
    let id = stage.add(db, &stage.municipal, HOME, &[("kind", "mentor"), ("title", "Наставник Редкофамильцева"), ("summary", "Анна Петровна поможет"), ("hours", "10")]);
    db.write(|tx| resources::name_mentor(tx, &stage.municipal, id, who, 1)).unwrap();
    db.write(|tx| resources::review(tx, &stage.colleague, id, 2)).unwrap();
    id
}

#[test]
fn a_mentor_who_leaves_the_active_is_no_longer_offered() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = mentor(db, &stage, stage.anna);
        let done = db.write(|tx| resources::listen(tx, News::InclusionWithdrawn { person: stage.anna })).unwrap();
        assert_eq!(done.len(), 1);
        let found = find(db, id);
        assert!(found.state == State::Withdrawn && found.withdrawn_why.contains("больше не участвует"));
        assert!(db.write(|tx| resources::listen(tx, News::ProcessingWithdrawn { person: stage.anna })).unwrap().is_empty(), "once is enough");
    });
}

#[test]
fn an_erased_mentor_leaves_no_trace_but_the_row_and_an_erased_author_no_account() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = mentor(db, &stage, stage.anna);
        assert_eq!(db.read(|tx| resources::about_me(tx, stage.anna)).unwrap().len(), 1);
        let done = db.write(|tx| resources::listen(tx, News::Erase { person: stage.anna })).unwrap();
        assert!(done.iter().any(|line| line.contains("Наставничество")), "{done:?}");
        let found = find(db, id);
        assert_eq!((found.person, found.title.as_str(), found.summary.as_str(), found.state), (None, "Наставник", "", State::Withdrawn));
        assert_eq!(count(db, "SELECT COUNT(*) FROM resource WHERE search_key LIKE '%редкофам%' OR summary LIKE '%Анна%'"), 0);
        assert!(db.read(|tx| resources::about_me(tx, stage.anna)).unwrap().is_empty());
        let author = db.write(|tx| Ok(person(tx, "Авторова", crate::stage::SCHOOL))).unwrap();
        let writes = actor(db, Role::Methodist, "region", "Авторова", Some(author));
        let written = stage.add(db, &writes, "region", &[("title", "Написано ею")]);
        db.write(|tx| resources::listen(tx, News::Erase { person: author })).unwrap();
        assert_eq!(find(db, written).made_by, None);
    });
}

#[test]
fn of_two_cards_of_one_person_the_kept_one_is_the_mentor() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = mentor(db, &stage, stage.anna);
        let twin = db.write(|tx| Ok(person(tx, "Редкофамильцева", crate::stage::SCHOOL))).unwrap();
        db.write(|tx| resources::listen(tx, News::Merged { gone: stage.anna, kept: twin })).unwrap();
        assert_eq!(find(db, id).person, Some(twin));
    });
}
