//! Written by one, reviewed by another, changed, withdrawn, brought back.

use crate::stage::{FAR_SCHOOL, HOME, PDF, absent, count, draft, find, refused, set};
use kernel::{Error, db::testing::on_each_engine, id::PlaceId};
use resources::{Attached, State};

#[test]
fn a_draft_is_offered_after_somebody_else_has_reviewed_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.add(db, &stage.municipal, HOME, &[]);
        assert_eq!(find(db, id).state, State::Draft);
        assert!(refused(db.write(|tx| resources::review(tx, &stage.municipal, id, 1))).contains("Попросите коллегу"));
        absent(db.write(|tx| resources::review(tx, &stage.far_municipal, id, 1)));
        absent(db.write(|tx| resources::review(tx, &stage.school, id, 1)));
        assert!(refused(db.write(|tx| resources::review(tx, &stage.colleague, id, 7))).contains("Обновите страницу"), "stale");
        db.write(|tx| resources::review(tx, &stage.colleague, id, 1)).unwrap();
        let found = find(db, id);
        assert_eq!((found.state, found.reviewed_by), (State::Live, Some(stage.colleague.account)));
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action IN ('resource.added', 'resource.reviewed')"), 2);
    });
}

#[test]
fn an_edit_asks_for_a_review_again_and_leaves_the_resource_offered() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.add(db, &stage.municipal, HOME, &[("link", "https://example.ru/a")]);
        db.write(|tx| resources::review(tx, &stage.colleague, id, 1)).unwrap();
        db.write(|tx| resources::edit(tx, &stage.colleague, id, 2, &draft(&[("hours", "24"), ("tag-1", "К2"), ("link", "https://example.ru/b")]), &Attached::Kept)).unwrap();
        let found = find(db, id);
        assert_eq!((found.state, found.hours, found.reviewed_on, found.version), (State::Live, 24, None, 3));
        assert!(refused(db.write(|tx| resources::review(tx, &stage.colleague, id, 3))).contains("последним") || refused(db.write(|tx| resources::review(tx, &stage.colleague, id, 3))).contains("Последним"));
        db.write(|tx| resources::review(tx, &stage.municipal, id, 3)).unwrap();
        assert_eq!(db.read(|tx| resources::tags_of(tx, &[id])).unwrap()[&id].len(), 2);
        assert!(refused(db.write(|tx| resources::edit(tx, &stage.municipal, id, 3, &draft(&[]), &Attached::Kept))).contains("Обновите страницу"), "somebody was first");
    });
}

#[test]
fn what_isn_t_one_s_own_place_or_isn_t_in_the_dictionaries_is_refused() {
    on_each_engine(|db| {
        let stage = set(db);
        let add = |place: &str, pairs: &[(&str, &str)]| db.write(|tx| resources::add(tx, &stage.municipal, &PlaceId::from(place), &draft(pairs), &Attached::Kept));
        absent(add("region", &[]));
        absent(add(FAR_SCHOOL, &[]));
        absent(add("nowhere", &[]));
        assert!(matches!(add(HOME, &[("tag-0", "Я9")]), Err(Error::Fields(errors)) if errors.of("tag-0").is_some()));
        assert!(matches!(add(HOME, &[("subject", "alhimiya")]), Err(Error::Fields(errors)) if errors.of("subject").is_some()));
        add(HOME, &[]).unwrap();
        assert!(matches!(add(HOME, &[]), Err(Error::Fields(errors)) if errors.of("title").is_some()), "the same twice");
        let untagged = add(HOME, &[("title", "Без пользы"), ("tag-0", "")]).unwrap();
        assert!(refused(db.write(|tx| resources::review(tx, &stage.colleague, untagged, 1))).contains("с какими затруднениями"));
    });
}

#[test]
fn a_withdrawal_says_why_and_those_above_hear_of_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.live(db, "region", &[]);
        let withdraw = |reason: &str, version: i64| db.write(|tx| resources::withdraw(tx, &stage.app.listeners, &stage.methodist, id, reason, version));
        assert!(matches!(withdraw(" ", 2), Err(Error::Fields(_))));
        absent(db.write(|tx| resources::withdraw(tx, &stage.app.listeners, &stage.municipal, id, "Не наш", 2)));
        withdraw("Курс перенесли", 2).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM form_submission WHERE location = 'heard'"), 1);
        assert_eq!(find(db, id).withdrawn_why, "Курс перенесли");
        assert!(refused(withdraw("Ещё раз", 3)).contains("уже снят"));
        assert!(refused(db.write(|tx| resources::edit(tx, &stage.methodist, id, 3, &draft(&[]), &Attached::Kept))).contains("верните"));
        db.write(|tx| resources::reopen(tx, &stage.methodist, id, 3)).unwrap();
        assert_eq!((find(db, id).state, find(db, id).withdrawn_why.as_str()), (State::Draft, ""));
        let unseen = stage.add(db, &stage.methodist, "region", &[("title", "Никто не видел")]);
        db.write(|tx| resources::withdraw(tx, &stage.app.listeners, &stage.methodist, unseen, "Ошибка", 1)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM form_submission WHERE location = 'heard'"), 1, "a draft is in nobody's pathway");
    });
}

#[test]
fn a_file_goes_when_nothing_refers_to_it_and_stays_while_something_does() {
    on_each_engine(|db| {
        let stage = set(db);
        let stored = stage.app.files.put(PDF, files::Kind::ALL).unwrap();
        let with_file = |title: &str| {
            let file = Attached::New(stored.clone(), "Программа курса.pdf".into());
            db.write(|tx| resources::add(tx, &stage.methodist, &PlaceId::from("region"), &draft(&[("title", title)]), &file)).unwrap()
        };
        let (one, two) = (with_file("Первый"), with_file("Второй"));
        assert_eq!(find(db, one).file_name, "Программа курса.pdf");
        db.write(|tx| resources::edit(tx, &stage.methodist, one, 1, &draft(&[("title", "Первый")]), &Attached::Removed)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM file"), 1, "the second has it still");
        db.write(|tx| resources::edit(tx, &stage.methodist, two, 1, &draft(&[("title", "Второй")]), &Attached::Removed)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM file"), 0);
    });
}
