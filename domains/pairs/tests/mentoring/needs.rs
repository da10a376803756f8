//! Who needs a mentor, out of dates.

use crate::stage;
use access::Actor;
use audit::By;
use jiff::civil::date;
use kernel::{Db, Slice, db::testing::on_each_engine};
use pairs::mentoring::{self, Newcomer};

fn needed(db: &Db, actor: &Actor, help: &str) -> Vec<(String, Newcomer)> {
    let filter = mentoring::NeedFilter { help: help.into(), ..mentoring::NeedFilter::default() };
    let found = db.read(|tx| mentoring::newcomers(tx, &actor.scope(), &filter, (Some(("name", false)), Slice::first()))).unwrap();
    found.rows.into_iter().map(|row| (row.name.split(' ').next().unwrap().to_owned(), row.why)).collect()
}

#[test]
fn new_and_newly_arrived_teachers_are_found_and_nobody_by_a_gap_in_the_card() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        db.write(|tx| {
            let moved = stage::person(tx, ("Переехавшая", "Вера"), stage::FAR_SCHOOL, Some(date(2010, 9, 1)));
            let to = people::Move { place: stage::SCHOOL.into(), position: String::new(), position_text: "учитель".into(), on: date(2026, 9, 1) };
            people::move_to(tx, &By::system(), moved, &to, 1)?;
            stage::person(tx, ("Безднева", "Ида"), stage::SCHOOL, None);
            stage::person(tx, ("Трёхлетова", "Зоя"), stage::SCHOOL, Some(date(2023, 11, 23)));
            let fresh_member = stage::person(tx, ("Участникова", "Яна"), stage::SCHOOL, Some(date(2025, 9, 1)));
            stage::member(tx, fresh_member);
            Ok(())
        })
        .unwrap();
        let expected = [("Новиков", Newcomer::New), ("Новикова", Newcomer::New), ("Переехавшая", Newcomer::Arrived)].map(|(name, why)| (name.to_owned(), why));
        assert_eq!(needed(db, &stage.deputy, ""), expected, "three years to the day, an unknown day and members are not new");
        assert_eq!(needed(db, &stage.coordinator, "").len(), 3);
        assert!(needed(db, &stage.far_deputy, "all").is_empty(), "another school's newcomers are not seen");
    });
}

#[test]
fn who_has_a_mentor_leaves_the_list_of_those_without_one() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        stage.begun(db, &[&stage.anna]);
        assert_eq!(needed(db, &stage.deputy, "").len(), 1);
        assert_eq!(needed(db, &stage.deputy, "active").len(), 1);
        assert_eq!(needed(db, &stage.deputy, "all").len(), 2);
    });
}
