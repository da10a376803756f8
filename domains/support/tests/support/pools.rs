//! The pool of experts and pages of directions.

use crate::stage::{absent, answers, count, set, wrong};
use kernel::{Slice, db::testing::on_each_engine};
use support::{
    directions,
    experts::{self, Filter},
};

const ENTRY: &[(&str, &str)] = &[("exam", "ege"), ("subject", "matematika"), ("level", "senior"), ("year", "2026"), ("works", "120"), ("thirds", "6")];

#[test]
fn agreement_of_markings_is_seen_by_the_person_and_the_coordinator_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = db.write(|tx| experts::add(tx, &stage.coordinator, stage.anna, &answers(ENTRY))).unwrap();
        let seen = |actor: &access::Actor| db.read(|tx| experts::list(tx, actor, &Filter::default(), Slice::first())).map(|found| found.rows.first().map(experts::Expert::third_percent));
        assert_eq!(seen(&stage.coordinator).unwrap(), Some(Some(5)));
        assert_eq!(seen(&stage.anna_herself).unwrap(), Some(Some(5)));
        assert_eq!(seen(&stage.municipal).unwrap(), Some(None), "the entry, without the figures");
        assert_eq!(seen(&stage.far_municipal).unwrap(), None);
        assert_eq!(seen(&stage.vera_herself).unwrap(), None);
        let mut typed = ENTRY.to_vec();
        typed.retain(|(name, _)| *name != "level" && *name != "works" && *name != "thirds");
        typed.extend([("level", "leading"), ("version", "1"), ("works", "1"), ("thirds", "1")]);
        db.write(|tx| experts::edit(tx, &stage.municipal, id, &answers(&typed))).unwrap();
        assert_eq!(seen(&stage.coordinator).unwrap(), Some(Some(5)), "who doesn't see the figures doesn't change them");
        wrong(db.write(|tx| experts::add(tx, &stage.coordinator, stage.anna, &answers(ENTRY))), "subject");
        wrong(db.write(|tx| experts::add(tx, &stage.coordinator, stage.vera, &answers(&[("exam", "ege"), ("subject", "matematika"), ("level", "main"), ("year", "2026"), ("works", "1"), ("thirds", "2")]))), "thirds");
        absent(db.write(|tx| experts::add(tx, &stage.far_municipal, stage.anna, &answers(ENTRY))));
        absent(db.write(|tx| experts::remove(tx, &stage.far_municipal, id)));
        db.write(|tx| experts::remove(tx, &stage.municipal, id)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM expert"), 0);
    });
}

/// An activity as it stands once it was held.
fn held(tx: &mut kernel::Tx<'_>, id: &str, (kind, state, at): (&str, &str, &str)) {
    let sql = "INSERT INTO activity (id, number, kind, title, search_key, direction, level, place_id, reach_path, starts_at, ends_at, audience, minutes, extra, state, door_secret, made_at) VALUES ($1, $2, $3, $2, '', 'd10', 'regional', 'region', 'region/', $4, $4, 'everybody', 60, $5, $6, '', $4)";
    tx.execute(sql, kernel::params![id, format!("М-{kind}"), kind, at, r#"{"works":40}"#, state]).unwrap();
    tx.execute("INSERT INTO activity_session (id, activity_id, position, starts_at, ends_at) VALUES ($1, $1, 1, $2, $3)", kernel::params![id, at, at.replace("T01:00", "T03:30")]).unwrap();
}

#[test]
fn an_entry_shows_what_the_expert_did_in_its_year_to_keepers_and_to_the_expert() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = db.write(|tx| experts::add(tx, &stage.coordinator, stage.vera, &answers(ENTRY))).unwrap();
        let fresh = || kernel::id::Uuid::now_v7().to_string();
        db.write(|tx| {
            let all = [
                ("expert_work", "closed", "2026-06-05T01:00:00.000000Z"),
                ("contest", "held", "2026-02-05T01:00:00.000000Z"),
                ("expert_work", "closed", "2025-06-05T01:00:00.000000Z"),
                ("contest", "cancelled", "2026-03-05T01:00:00.000000Z"),
            ];
            for (number, one) in all.into_iter().enumerate() {
                let activity = fresh();
                held(tx, &activity, (one.0, one.1, one.2));
                tx.execute("UPDATE activity SET number = $1 WHERE id = $2", kernel::params![format!("М-{number}"), activity])?;
                if one.0 == "contest" {
                    tx.execute("INSERT INTO activity_host (activity_id, person_id, part, state, minutes, made_at) VALUES ($1, $2, 'cohost', 'joined', 90, $3)", kernel::params![activity, stage.vera, one.2])?;
                } else {
                    tx.execute("INSERT INTO activity_presence (session_id, person_id, activity_id, way, marked_at) VALUES ($1, $2, $1, 'list', $3)", kernel::params![activity, stage.vera, one.2])?;
                }
            }
            Ok(())
        })
        .unwrap();
        let sources = experts::deeds::Sources::new(vec![("рецензий на практики", |_, people, (from, _)| Ok(vec![(people[0], from); 3])), ("проверено материалов", |_, _, _| Ok(Vec::new()))]);
        let seen = |actor: &access::Actor| db.write(|tx| experts::view(tx, &sources, actor, id)).map(|(_, done)| (done.done.iter().map(|one| one.minutes).collect::<Vec<_>>(), done.counts));
        for actor in [&stage.coordinator, &stage.municipal, &stage.vera_herself] {
            assert_eq!(seen(actor).unwrap(), (vec![150, 90], vec![("рецензий на практики", 3)]), "works looked at for two hours and a half, a jury; neither last year's nor a cancelled one: {}", actor.name);
        }
        for stranger in [&stage.far_municipal, &stage.anna_herself, &stage.school, &stage.ministry] {
            absent(seen(stranger));
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'expert.viewed'"), 2, "a look at oneself is nobody's to record");
        let typed = |year| [("exam", "oge"), ("subject", "matematika"), ("level", "main"), ("year", year)];
        let counted = db.write(|tx| {
            experts::add(tx, &stage.coordinator, stage.vera, &answers(&typed("2025")))?;
            experts::add(tx, &stage.coordinator, stage.anna, &answers(&typed("2026")))?;
            let rows = experts::list(tx, &stage.coordinator, &Filter::default(), Slice::first())?.rows;
            let counts = experts::deeds::counts(tx, &sources, &rows)?;
            let mut found = Vec::new();
            for (one, count) in rows.iter().zip(counts) {
                let done = experts::deeds::of(tx, &sources, &stage.coordinator, one)?;
                found.push((one.person == stage.vera, one.year, count, done.done.len() as u64));
            }
            found.sort_unstable();
            Ok(found)
        });
        assert_eq!(counted.unwrap(), [(false, 2026, 0, 0), (true, 2025, 4, 1), (true, 2026, 2, 2)], "the list counts activities as the entry tells them, each in its own year");
        let (mut nina, mut vera) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.vera_herself));
        crate::stage::tell(async {
            let page = nina.open(&format!("/experts/{id}")).await;
            assert!(page.says("Что сделано в 2026 году") && page.says("2\u{a0}дела, 4\u{a0}ч") && page.says("жюри и проведение конкурса"), "{}", page.html);
            assert!(nina.open("/experts").await.says("Дел за год"), "{}", nina.page.html);
            let page = vera.open(&format!("/experts/{id}")).await;
            assert!(page.says("Моя запись эксперта") && page.says("экспертиза работ") && !page.says("Убрать из списка"), "{}", page.html);
        });
    });
}

#[test]
fn a_direction_names_its_people_by_scope_and_shows_no_hours() {
    on_each_engine(|db| {
        let stage = set(db);
        let deed = ledger::Deed {
            person: stage.vera,
            kind: ledger::DeedKind::Other,
            source: "1".into(),
            direction: "d09".into(),
            on: db.clock().today(),
            minutes: 45,
            part: "host",
            title: "Разбор случаев".into(),
            url: "/".into(),
            reached: 3,
        };
        db.write(|tx| ledger::write(tx, &deed)).unwrap();
        let people = |actor: &access::Actor| db.read(|tx| directions::find(tx, actor, "d09")).unwrap().people.len();
        assert_eq!((people(&stage.coordinator), people(&stage.municipal), people(&stage.far_municipal), people(&stage.anna_herself)), (1, 1, 0, 0), "without a consent to publish only the own territory sees a name");
        absent(db.read(|tx| directions::find(tx, &stage.coordinator, "d99")));
        absent(db.read(|tx| directions::find(tx, &stage.expert, "d09")));
    });
}
