//! Lots: announced, drawn, checked; what happens to those who leave; who may see what.

use crate::stage::{HOME, Measuring, SCHOOL, SECOND, Stage, absent, actor, difficulty, measuring, person, put, refused, set, text, wrong};
use access::{Actor, Role};
use insight::{
    LeftWhy, LotId, LotState,
    lots::{self, LotForm},
};
use jiff::{SignedDuration, civil::date};
use kernel::{Db, db::testing::on_each_engine, id::PersonId, news::News, params};
use web::testing::vault;

const CHANCE: [u8; 32] = [7; 32];
const FIGURE: &str = "11,2345";

/// A week later, on the day of the draw.
fn draw(db: &Db, who: &Actor, id: LotId, version: i64) -> kernel::Result<()> {
    let today = db.clock().today();
    if today < date(2026, 11, 30) {
        db.clock().advance(SignedDuration::from_hours(24 * 7));
    }
    db.write(|tx| lots::draw(tx, &vault(), who, id, (version, FIGURE)))
}

/// So many teachers of two schools with a sure difficulty that they have opened.
fn waiting(db: &Db, count: usize) -> (Measuring, Vec<PersonId>) {
    db.write(|tx| {
        let on = measuring(tx);
        let people = (0..count)
            .map(|at| {
                let place = if at % 2 == 0 { SCHOOL } else { SECOND };
                let one = person(tx, &format!("Очередная{at}"), place);
                difficulty(tx, &on, one, place, 0.85);
                one
            })
            .collect();
        Ok((on, people))
    })
    .unwrap()
}

fn form(db: &Db, who: &Actor, capacity: &str) -> LotForm {
    let seen = db.read(|tx| Ok(lots::seen_digest(&lots::waiting(tx, who, "")?))).unwrap();
    LotForm { capacity: capacity.into(), seen, ..LotForm::usual(date(2026, 11, 23)) }
}

fn announced(db: &Db, stage: &Stage, capacity: &str) -> LotId {
    let form = form(db, &stage.municipal, capacity);
    db.write(|tx| lots::announce(tx, &vault(), &stage.municipal, &form, CHANCE)).unwrap()
}

fn lot(db: &Db, who: &Actor, id: LotId) -> (insight::Lot, Vec<insight::Entry>) {
    db.read(|tx| {
        let lot = lots::load(tx, who, id)?;
        let entries = lots::entries(tx, who, &lot)?;
        Ok((lot, entries))
    })
    .unwrap()
}

#[test]
fn a_lot_is_bound_before_and_can_be_checked_after() {
    on_each_engine(|db| {
        let stage = set(db);
        let (_, people) = waiting(db, 7);
        let id = announced(db, &stage, "3");
        let (before, list) = lot(db, &stage.municipal, id);
        assert!(before.state == LotState::Announced && before.secret.is_empty() && before.commitment.len() == 64 && before.size == 7);
        assert!(list.iter().all(|entry| entry.position.is_none()));
        draw(db, &stage.municipal, id, before.version).unwrap();
        let (after, drawn) = lot(db, &stage.municipal, id);
        assert!(lots::is_honest(&after, &drawn) && after.commitment == before.commitment && after.public_value == FIGURE);
        assert!(!lots::is_honest(&insight::Lot { public_value: "11,2346".into(), ..after.clone() }, &drawn), "another figure, another order");
        let mut swapped = drawn.clone();
        (swapped[0].position, swapped[1].position) = (drawn[1].position, drawn[0].position);
        assert!(!lots::is_honest(&after, &swapped));
        let months: Vec<_> = drawn.iter().map(|entry| entry.starts_on.unwrap()).collect();
        assert_eq!(months, [[date(2026, 12, 1); 3].as_slice(), &[date(2027, 1, 1); 3], &[date(2027, 2, 1)]].concat());
        let told: Vec<(String, String)> = db.read(|tx| Ok(tx.query("SELECT subject, body FROM notice", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap();
        assert_eq!(told.len(), people.len());
        assert!(told.iter().all(|(subject, body)| body.contains("добровольно") && body.contains("жребий") && !format!("{subject} {body}").to_lowercase().contains("затруднен") && !body.contains("дефицит")));
        assert!(refused(draw(db, &stage.municipal, id, after.version)).contains("уже проведён"));
    });
}

#[test]
fn the_secret_lies_sealed_until_the_draw_and_opens_with_its_key_only() {
    on_each_engine(|db| {
        let stage = set(db);
        waiting(db, 5);
        let id = announced(db, &stage, "2");
        let kept = || db.read(|tx| Ok(tx.one("SELECT secret FROM insight_lot WHERE id = $1", params![id], |row| row.get::<String>(0))?)).unwrap();
        assert!(kept().starts_with("x1.") && !kept().contains(&"07".repeat(32)));
        db.clock().advance(SignedDuration::from_hours(24 * 7));
        let other = access::Vault::fresh();
        assert!(refused(db.write(|tx| lots::draw(tx, &other, &stage.municipal, id, (1, FIGURE)))).contains("другим ключом"));
        assert!(wrong(db.write(|tx| lots::draw(tx, &vault(), &stage.municipal, id, (1, "  "))), "public_value").contains("Впишите число"));
        draw(db, &stage.municipal, id, 1).unwrap();
        assert_eq!(kept(), "07".repeat(32));
    });
}

#[test]
fn colleagues_stand_beside_each_other_and_each_month_begins_in_every_school() {
    on_each_engine(|db| {
        let stage = set(db);
        // Five of each of two schools: four places a month take two from each.
        waiting(db, 10);
        let id = announced(db, &stage, "4");
        let school = |entry: &insight::Entry| entry.place_name.clone();
        let mut list = lot(db, &stage.municipal, id).1;
        list.sort_by_key(|entry| entry.number);
        assert_eq!(list.iter().map(|entry| entry.number).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
        assert!(list[..5].iter().all(|entry| school(entry) == school(&list[0])) && list[5..].iter().all(|entry| school(entry) == school(&list[5])));
        assert_ne!(school(&list[0]), school(&list[5]));
        draw(db, &stage.municipal, id, 1).unwrap();
        let (_, drawn) = lot(db, &stage.municipal, id);
        for month in [&drawn[..4], &drawn[4..8], &drawn[8..]] {
            let of_first = month.iter().filter(|entry| school(entry) == school(&list[0])).count();
            assert_eq!(of_first * 2, month.len(), "{drawn:?}");
        }
    });
}

#[test]
fn bad_input_has_its_answer() {
    on_each_engine(|db| {
        let stage = set(db);
        let (on, _) = waiting(db, 3);
        let announce = |form: &LotForm| db.write(|tx| lots::announce(tx, &vault(), &stage.municipal, form, CHANCE));
        for capacity in ["0", "-1", "", "много"] {
            assert!(wrong(announce(&LotForm { capacity: capacity.into(), ..form(db, &stage.municipal, "1") }), "capacity").contains("от 1 до"));
        }
        assert!(wrong(announce(&form(db, &stage.municipal, "3")), "capacity").contains("хватает на всех"));
        let stale = form(db, &stage.municipal, "1");
        db.write(|tx| {
            let one = person(tx, "Новенькая", SCHOOL);
            difficulty(tx, &on, one, SCHOOL, 0.95);
            Ok(())
        })
        .unwrap();
        assert!(wrong(announce(&stale), "list").contains("список изменился"));
        assert!(wrong(announce(&LotForm { draws_on: "23.11.2026".into(), ..form(db, &stage.municipal, "1") }), "draws_on").contains("никто не знает"));
        assert!(wrong(announce(&LotForm { public_source: " ".into(), ..form(db, &stage.municipal, "1") }), "public_source").contains("какое число"));
        let later = LotForm { draws_on: "10.12.2026".into(), ..form(db, &stage.municipal, "1") };
        let id = announce(&later).unwrap();
        assert!(refused(db.write(|tx| lots::draw(tx, &vault(), &stage.municipal, id, (1, FIGURE)))).contains("10.12.2026"));
        assert!(wrong(announce(&form(db, &stage.municipal, "1")), "list").contains("меньше двух"), "they are in a queue already");
        assert!(wrong(db.write(|tx| lots::cancel(tx, &stage.municipal, id, 1, " ")), "reason").contains("почему"));
        db.write(|tx| lots::cancel(tx, &stage.municipal, id, 1, "Нашлись места для всех")).unwrap();
        assert!(refused(db.write(|tx| lots::draw(tx, &vault(), &stage.municipal, id, (2, FIGURE)))).contains("отменён"));
        assert_eq!(db.read(|tx| Ok(lots::waiting(tx, &stage.municipal, "")?.len())).unwrap(), 4, "who was in a cancelled one waits again");
    });
}

#[test]
fn only_what_is_sure_open_and_not_accompanied_waits() {
    on_each_engine(|db| {
        let stage = set(db);
        let (on, people) = waiting(db, 4);
        db.write(|tx| {
            let unsure = person(tx, "Неясная", SCHOOL);
            difficulty(tx, &on, unsure, SCHOOL, 0.7);
            // One closes the results, another is accompanied.
            tx.execute("UPDATE sharing SET ended_at = given_at WHERE person_id = $1", params![people[0]])?;
            case(tx, people[1], "open", "2026-10-01");
            Ok(())
        })
        .unwrap();
        let of = |who: &Actor| db.read(|tx| Ok(lots::waiting(tx, who, "")?.into_iter().map(|one| one.person).collect::<Vec<_>>())).unwrap();
        assert_eq!(of(&stage.municipal), [people[2], people[3]]);
        assert!(of(&stage.far_municipal).is_empty());
        assert_eq!(of(&stage.coordinator).len(), 2);
    });
}

fn case(tx: &mut kernel::Tx<'_>, person: PersonId, state: &str, on: &str) -> String {
    let id = uuid();
    let row = [
        ("id", text(id.clone())),
        ("number", text(format!("С-{id}"))),
        ("kind", text("full")),
        ("person_id", text(person.to_string())),
        ("place_id", text(SCHOOL)),
        ("direction", text("d03")),
        ("channel", text("methodist")),
        ("reason", text("Разобрать оценивание")),
        ("state", text(state)),
        ("rung_since", text(on)),
        ("opened_on", text(on)),
    ];
    put(tx, "case_file", &row);
    id
}

fn uuid() -> String {
    crate::stage::fresh()
}

#[test]
fn who_left_keeps_the_place_in_the_order_and_the_month_goes_to_the_next() {
    on_each_engine(|db| {
        let stage = set(db);
        let (_, people) = waiting(db, 6);
        let id = announced(db, &stage, "2");
        let labels: Vec<String> = lot(db, &stage.municipal, id).1.iter().map(|entry| entry.label.clone()).collect();
        db.write(|tx| {
            // One moves away, one is erased, one finds a case without the lot.
            tx.execute("UPDATE person SET place_id = $1 WHERE id = $2", params![stage.far, people[0]])?;
            insight::listen(tx, News::Erase { person: people[1] })?;
            case(tx, people[2], "open", "2026-11-23");
            Ok(())
        })
        .unwrap();
        draw(db, &stage.municipal, id, 1).unwrap();
        let (after, drawn) = lot(db, &stage.municipal, id);
        assert!(lots::is_honest(&after, &drawn));
        let mut again: Vec<String> = drawn.iter().map(|entry| entry.label.clone()).collect();
        again.sort();
        let mut before = labels;
        before.sort();
        assert_eq!(again, before, "the frozen list is drawn whole");
        let begin: Vec<_> = drawn.iter().filter_map(|entry| entry.starts_on).collect();
        assert_eq!(begin, [date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1)]);
        let mut why: Vec<LeftWhy> = drawn.iter().filter_map(|entry| entry.left_why).collect();
        why.sort();
        assert_eq!(why, [LeftWhy::Moved, LeftWhy::Case, LeftWhy::Erased]);
        let erased = drawn.iter().find(|entry| entry.left_why == Some(LeftWhy::Erased)).unwrap();
        assert!(erased.person.is_none() && erased.name.is_empty());
    });
}

#[test]
fn a_case_that_begins_after_the_draw_is_the_lots_and_a_no_is_no_ones_fault() {
    on_each_engine(|db| {
        let stage = set(db);
        let (_, people) = waiting(db, 5);
        let id = announced(db, &stage, "2");
        draw(db, &stage.municipal, id, 1).unwrap();
        let opened = db
            .write(|tx| {
                case(tx, people[1], "declined", "2026-11-30");
                Ok(case(tx, people[0], "open", "2026-11-30"))
            })
            .unwrap();
        assert_eq!(db.write(lots::follow).unwrap(), 2);
        assert_eq!(db.write(lots::follow).unwrap(), 0, "it may run twice");
        let (_, drawn) = lot(db, &stage.municipal, id);
        let of = |person: PersonId| drawn.iter().find(|entry| entry.person == Some(person)).unwrap();
        assert_eq!(of(people[0]).case.unwrap().to_string(), opened);
        assert_eq!(of(people[1]).left_why, Some(LeftWhy::OwnWish));
        let teacher = actor(db, Role::Member, SCHOOL, "Учитель", Some(people[2]));
        db.write(|tx| lots::opt_out(tx, &teacher, id)).unwrap();
        assert!(refused(db.write(|tx| lots::opt_out(tx, &teacher, id))).contains("уже нет в очереди"));
        let accompanied = actor(db, Role::Member, SCHOOL, "Учитель", Some(people[0]));
        assert!(refused(db.write(|tx| lots::opt_out(tx, &accompanied, id))).contains("уже открыто"));
        let label = of(people[3]).label.clone();
        db.write(|tx| lots::note_left(tx, &stage.municipal, id, &label, LeftWhy::OwnWish)).unwrap();
        absent(db.write(|tx| lots::note_left(tx, &stage.municipal, id, &label, LeftWhy::Erased)));
        let mine = db.read(|tx| insight::about_me(tx, people[2])).unwrap();
        assert_eq!(mine.len(), 1);
    });
}

#[test]
fn names_are_for_the_place_that_draws() {
    on_each_engine(|db| {
        let stage = set(db);
        waiting(db, 4);
        let id = announced(db, &stage, "2");
        absent(db.read(|tx| lots::load(tx, &stage.far_municipal, id)));
        for who in [&stage.school, &stage.ministry, &stage.methodist] {
            absent(db.read(|tx| lots::load(tx, who, id)));
        }
        let (_, seen) = lot(db, &stage.coordinator, id);
        assert!(seen.iter().all(|entry| entry.name.is_empty() && entry.person.is_none()));
        absent(draw(db, &stage.coordinator, id, 1));
        let (_, own) = lot(db, &stage.municipal, id);
        assert!(own.iter().all(|entry| entry.name.starts_with("Очередная")));
        assert_eq!(own[0].place_name.is_empty(), false);
        assert_eq!(HOME, stage.municipal.place.as_str());
    });
}

#[test]
fn two_cards_of_one_person_are_one_line() {
    on_each_engine(|db| {
        let stage = set(db);
        let (_, people) = waiting(db, 4);
        let id = announced(db, &stage, "2");
        db.write(|tx| insight::listen(tx, News::Merged { gone: people[0], kept: people[1] })).unwrap();
        draw(db, &stage.municipal, id, 1).unwrap();
        let (_, drawn) = lot(db, &stage.municipal, id);
        assert_eq!(drawn.iter().filter(|entry| entry.person == Some(people[1])).count(), 1);
        assert_eq!(drawn.iter().filter(|entry| entry.starts_on.is_some()).count(), 3);
    });
}
