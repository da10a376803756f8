//! The second tree: who stands under whom, names with their days, who joins and leads.

use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, absent, count, draft, person, refused, set, today, wrong};
use jiff::civil::date;
use kernel::db::testing::on_each_engine;
use unions::{Filter, Kind, Office, Parent, Sort};

#[test]
fn a_union_finds_the_one_above_by_its_subject_and_may_stand_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let krai = stage.open(db, &stage.coordinator, &unions::Draft { subjects: vec![], ..draft(Kind::Krai, "region", "Краевое УМО") });
        let regional = stage.open(db, &stage.coordinator, &draft(Kind::Regional, "region", "РМО математиков края"));
        let other = stage.open(db, &stage.coordinator, &unions::Draft { subjects: vec!["himiya".into()], ..draft(Kind::Regional, "region", "РМО химиков края") });
        let district = stage.open(db, &stage.municipal, &draft(Kind::Municipal, HOME, "Районное МО математиков"));
        let school = stage.open(db, &stage.school, &draft(Kind::School, SCHOOL, "ШМО математиков"));
        let alone = stage.open(db, &stage.school, &unions::Draft { parent: Parent::None, ..draft(Kind::School, SCHOOL, "ШМО вожатых") });
        let parent = |id| db.read(|tx| Ok(unions::find(tx, id, today(db))?.parent)).unwrap();
        assert_eq!([parent(regional), parent(other), parent(district), parent(school), parent(alone)], [Some(krai), Some(krai), Some(regional), Some(district), None]);
        wrong(db.write(|tx| unions::open(tx, &stage.municipal, &unions::Draft { parent: Parent::Named(school), ..draft(Kind::Cluster, HOME, "Межшкольное МО") })), "parent");
        wrong(db.write(|tx| unions::open(tx, &stage.municipal, &draft(Kind::Municipal, HOME, "Районное МО математиков"))), "title");
        wrong(db.write(|tx| unions::open(tx, &stage.municipal, &draft(Kind::School, HOME, "ШМО в районе"))), "place");
        wrong(db.write(|tx| unions::open(tx, &stage.school, &draft(Kind::Municipal, HOME, "Чужое"))), "place");
        assert!(refused(db.write(|tx| unions::close(tx, &stage.municipal, district, (today(db), "слито"), 1))).contains("стоят другие"));
    });
}

#[test]
fn a_new_name_holds_from_its_day_and_papers_of_before_keep_the_old_one() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.district(db);
        db.write(|tx| unions::rename(tx, &stage.municipal, id, ("Объединение математиков района", date(2026, 9, 1)), 1)).unwrap();
        let title = |day| db.read(|tx| Ok(unions::find(tx, id, day)?.title)).unwrap();
        assert_eq!(title(date(2026, 8, 31)), "РМО учителей математики");
        assert_eq!(title(date(2026, 9, 1)), "Объединение математиков района");
        let found = |text: &str| db.read(|tx| Ok(unions::unions(tx, &Filter { text: text.into(), ..Filter::default() }, (Sort::Title, false), kernel::Slice::first())?.total)).unwrap();
        assert_eq!((found("математ район"), found("учител"), found("vfntvfn"), found("химия")), (1, 1, 1, 0), "by an earlier name and with the other layout too");
    });
}

#[test]
fn people_join_and_leave_on_their_days_and_a_head_is_one_at_a_time() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.district(db);
        assert!(refused(db.write(|tx| unions::join(tx, &stage.anna_herself, id, stage.boris, date(2025, 10, 1)))).contains("уже в объединении"));
        let stranger = db.write(|tx| Ok(person(tx, "Дальняя", "Дарья", FAR_SCHOOL))).unwrap();
        absent(db.write(|tx| unions::join(tx, &stage.anna_herself, id, stranger, date(2025, 10, 1))));
        absent(db.write(|tx| unions::join(tx, &stage.boris_himself, id, stranger, date(2025, 10, 1))));
        absent(db.write(|tx| unions::appoint(tx, &stage.anna_herself, id, (stage.boris, Office::Deputy), date(2025, 10, 1))));
        absent(db.write(|tx| unions::appoint(tx, &stage.far_municipal, id, (stage.boris, Office::Head), date(2025, 10, 1))));
        db.write(|tx| unions::appoint(tx, &stage.municipal, id, (stage.boris, Office::Head), date(2026, 2, 1))).unwrap();
        let terms = db.read(|tx| unions::terms(tx, id)).unwrap();
        assert_eq!((terms[0].person, terms[0].until, terms[1].person, terms[1].until), (stage.boris, None, stage.anna, Some(date(2026, 2, 1))));
        absent(db.write(|tx| unions::leave(tx, &stage.anna_herself, id, stage.vera, date(2026, 3, 1))));
        db.write(|tx| unions::leave(tx, &stage.boris_himself, id, stage.vera, date(2026, 3, 1))).unwrap();
        let on = |day| db.read(|tx| Ok(unions::members_on(tx, id, day)?.len())).unwrap();
        assert_eq!((on(date(2026, 2, 28)), on(date(2026, 3, 1)), on(date(2025, 8, 31))), (3, 2, 0));
        wrong(db.write(|tx| unions::join(tx, &stage.boris_himself, id, stage.vera, date(2024, 1, 1))), "on");
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action LIKE 'union.%' AND person_id IS NULL"), 1, "only the opening is about nobody");
    });
}
