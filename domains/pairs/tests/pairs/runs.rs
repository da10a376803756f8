//! Making, mending and publishing.

use crate::stage::{FAR_SCHOOL, SITE, form, on_stage};
use access::Scope;
use kernel::{Error, params};
use pairs::{
    RunState, capacity,
    pair::{self, EndForm},
    runs::{self, Change, RunForm},
    wishes,
};

#[test]
fn near_ones_come_first_and_what_lacks_is_told_with_what_one_more_would_bring() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("2")).unwrap();
        let near = [stage.anna, stage.bella, stage.clara].into_iter().filter(|teacher| stage.proposed(id, *teacher) == Some(stage.near)).count();
        assert_eq!((near, stage.proposed(id, stage.daria)), (2, None));
        let run = stage.db.read(|tx| runs::find(tx, &stage.coordinator, id)).unwrap();
        assert_eq!((run.served(), run.state), ((3, 4), RunState::Pending));
        let chemistry = run.report.codes.iter().find(|one| one.code == "subject:himiya").unwrap();
        assert_eq!((chemistry.asked, chemistry.served, chemistry.one_more), (1, 0, 1));
        assert_eq!(stage.count("SELECT COUNT(*) FROM pair"), 0, "nothing is in force before it is published");
    });
}

#[test]
fn what_was_pinned_and_forbidden_stays_when_the_run_is_worked_out_again() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        let change = |change| stage.db.write(|tx| runs::change(tx, &stage.coordinator, (id, stage.version(id)), change)).map(|_| ());
        change(Change::Pin(stage.anna, stage.far)).unwrap();
        change(Change::Forbid(stage.bella, stage.near)).unwrap();
        assert_eq!((stage.proposed(id, stage.anna), stage.proposed(id, stage.bella)), (Some(stage.far), Some(stage.far)));
        stage.db.write(|tx| runs::again(tx, &stage.coordinator, (id, stage.version(id)))).unwrap();
        assert_eq!((stage.proposed(id, stage.anna), stage.proposed(id, stage.bella), stage.proposed(id, stage.clara)), (Some(stage.far), Some(stage.far), Some(stage.near)));
        change(Change::Free(stage.anna)).unwrap();
        assert_eq!(stage.proposed(id, stage.anna), Some(stage.near));
        let strange = change(Change::Pin(stage.anna, stage.daria));
        assert!(matches!(strange, Err(Error::NotFound)), "not a methodist of this run");
    });
}

#[test]
fn two_who_change_a_run_at_once_meet_a_readable_clash() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        let version = stage.version(id);
        stage.db.write(|tx| runs::change(tx, &stage.coordinator, (id, version), Change::Pin(stage.anna, stage.far))).unwrap();
        let late = stage.db.write(|tx| runs::change(tx, &stage.coordinator, (id, version), Change::Free(stage.anna)));
        assert!(matches!(late, Err(Error::Refusal(words)) if words.contains("Обновите страницу")));
    });
}

#[test]
fn publishing_makes_pairs_and_tells_both_and_nothing_can_be_changed_after() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        let done = stage.db.write(|tx| runs::publish(tx, &stage.coordinator, (id, stage.version(id)), 0, SITE)).unwrap();
        assert_eq!((done.pairs, done.stale), (3, 0));
        let mine = stage.db.read(|tx| pair::of_person(tx, stage.anna)).unwrap();
        assert_eq!((mine.len(), mine[0].methodist), (1, stage.near));
        for person in [stage.anna, stage.near] {
            let told = stage.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE person_id = $1", params![person])?)).unwrap();
            assert_eq!(told, 1);
        }
        assert_eq!(stage.count("SELECT COUNT(*) FROM matching_teacher WHERE fate = 'made'"), 3);
        assert_eq!(stage.count("SELECT COUNT(*) FROM matching_teacher WHERE fate = 'left'"), 1);
        let again = stage.db.write(|tx| runs::change(tx, &stage.coordinator, (id, stage.version(id)), Change::Free(stage.anna)));
        assert!(matches!(again, Err(Error::Refusal(words)) if words.contains("опубликован")));
        // Whoever has a pair is not matched again; nobody of the list is left.
        let names = RunForm { names: "Аннова Ирина Петровна".into(), ..form("8") };
        assert!(matches!(stage.make(&stage.coordinator, &names), Err(Error::Fields(_))));
        assert_eq!(stage.db.read(|tx| pair::count_active(tx, &Scope::program("a test counts"), tx.today())).unwrap(), 3);
    });
}

#[test]
fn what_became_stale_is_shown_and_never_published_silently() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        // Bella refuses the near one, and Clara moves to the far school.
        stage.db.write(|tx| Ok(tx.execute("INSERT INTO pairing_wish (id, person_id, methodist_id, is_for, made_at) VALUES ('w', $1, $2, 0, '2026-11-23')", params![stage.bella, stage.near])?)).unwrap();
        stage.db.write(|tx| Ok(tx.execute("UPDATE person SET place_id = $1 WHERE id = $2", params![FAR_SCHOOL, stage.clara])?)).unwrap();
        let run = stage.db.read(|tx| runs::find(tx, &stage.coordinator, id)).unwrap();
        let stale = stage.db.read(|tx| runs::stale(tx, &stage.coordinator, &run)).unwrap();
        assert_eq!(stale.len(), 2, "{stale:?}");
        let blind = stage.db.write(|tx| runs::publish(tx, &stage.coordinator, (id, run.version), 0, SITE));
        assert!(matches!(blind, Err(Error::Refusal(words)) if words.contains("устарели")));
        let done = stage.db.write(|tx| runs::publish(tx, &stage.coordinator, (id, run.version), 2, SITE)).unwrap();
        assert_eq!((done.pairs, done.stale), (1, 2));
        assert_eq!(stage.count("SELECT COUNT(*) FROM matching_teacher WHERE fate = 'stale'"), 2);
    });
}

#[test]
fn worked_out_again_a_run_takes_the_facts_of_today() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        stage.db.write(|tx| capacity::set(tx, &stage.coordinator, stage.near, (Some(1), "заочная учёба"), 0)).unwrap();
        assert!(stage.db.write(|tx| capacity::set(tx, &stage.coordinator, stage.near, (None, ""), 7)).is_err(), "a removal of what was changed meanwhile isn't done");
        let run = stage.db.read(|tx| runs::find(tx, &stage.coordinator, id)).unwrap();
        assert_eq!(stage.db.read(|tx| runs::stale(tx, &stage.coordinator, &run)).unwrap().len(), 2, "one place is left where three were proposed");
        stage.db.write(|tx| runs::again(tx, &stage.coordinator, (id, run.version))).unwrap();
        let near = [stage.anna, stage.bella, stage.clara].into_iter().filter(|teacher| stage.proposed(id, *teacher) == Some(stage.near)).count();
        assert_eq!(near, 1);
    });
}

#[test]
fn hours_left_in_the_years_plan_are_room_and_are_told() {
    on_stage(|stage| {
        let counted = RunForm { hours: "yes".into(), hours_each: "10".into(), ..form("8") };
        stage
            .db
            .write(|tx| {
                ledger::plan_hours(tx, stage.near, 2026, Some(30 * 60))?;
                ledger::write(
                    tx,
                    &ledger::Deed {
                        person: stage.near,
                        kind: ledger::DeedKind::Activity,
                        source: "a".into(),
                        direction: "d12".into(),
                        on: crate::stage::TODAY,
                        minutes: 15 * 60,
                        part: "host",
                        title: "Урок".into(),
                        url: "/".into(),
                        reached: 1,
                    },
                )
            })
            .unwrap();
        let id = stage.make(&stage.coordinator, &counted).unwrap();
        let near = |id| [stage.anna, stage.bella, stage.clara].into_iter().filter(|teacher| stage.proposed(id, *teacher) == Some(stage.near)).count();
        assert_eq!(near(id), 1, "fifteen hours are left: enough for one");
        let why = stage.db.read(|tx| tx.one("SELECT COUNT(*) FROM matching_teacher WHERE methodist_id = $1 AND why LIKE '%\"used\":900%'", params![stage.near], |row| row.get::<i64>(0))).unwrap();
        assert_eq!(why, 1);
        stage.db.write(|tx| ledger::strike(tx, ledger::DeedKind::Activity, "a", None)).unwrap();
        stage.db.write(|tx| runs::again(tx, &stage.coordinator, (id, stage.version(id)))).unwrap();
        assert_eq!(near(id), 2, "worked out again, the hours are those of now: three places, and the last of them is dearer than a neighbour");
        assert_eq!(near(stage.make(&stage.coordinator, &form("8")).unwrap()), 3, "not counted unless asked for");
        let wrong = stage.make(&stage.coordinator, &RunForm { hours_each: "много".into(), ..counted });
        assert!(matches!(wrong, Err(Error::Fields(errors)) if errors.of("hours_each").is_some()));
    });
}

#[test]
fn a_municipality_matches_its_own_and_sees_no_runs_of_the_region() {
    on_stage(|stage| {
        let regional = stage.make(&stage.coordinator, &form("8")).unwrap();
        assert!(matches!(stage.db.read(|tx| runs::find(tx, &stage.municipal, regional)), Err(Error::NotFound)));
        let own = stage.make(&stage.municipal, &form("8")).unwrap();
        assert_eq!(stage.proposed(own, stage.anna), Some(stage.near));
        let helps = stage.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM matching_methodist WHERE run_id = $1 AND person_id = $2", params![own, stage.far])?)).unwrap();
        assert_eq!(helps, 0, "the far one belongs to another municipality");
        assert!(stage.db.read(|tx| runs::find(tx, &stage.coordinator, own)).is_ok());
        assert!(matches!(stage.make(&stage.member, &form("8")), Err(Error::NotFound)));
    });
}

#[test]
fn a_list_with_strangers_in_it_says_which_lines_are_wrong() {
    on_stage(|stage| {
        let names = RunForm { names: "Аннова Ирина Петровна\nНеизвестная Мария Ивановна".into(), ..form("8") };
        let Err(Error::Fields(errors)) = stage.make(&stage.coordinator, &names) else { panic!("a stranger was taken") };
        let said = errors.of("names").unwrap();
        assert!(said.contains("Неизвестная") && !said.contains("Аннова"), "{said}");
    });
}

#[test]
fn a_wish_is_heard_and_a_refusal_always() {
    on_stage(|stage| {
        let say = |is_for, agreed| stage.db.write(|tx| wishes::say(tx, &stage.member, ("Ближнева Ирина Петровна", is_for, agreed)));
        assert!(matches!(say(false, false), Err(Error::Fields(errors)) if errors.of("agreed").is_some()));
        let wish = say(false, true).unwrap();
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        assert_eq!(stage.proposed(id, stage.anna), Some(stage.far));
        stage.db.write(|tx| wishes::take_back(tx, &stage.member, wish)).unwrap();
        assert!(matches!(stage.db.write(|tx| wishes::take_back(tx, &stage.member, wish)), Err(Error::NotFound)));
        stage.db.write(|tx| runs::again(tx, &stage.coordinator, (id, stage.version(id)))).unwrap();
        assert_eq!(stage.proposed(id, stage.anna), Some(stage.near));
        let stranger = stage.db.write(|tx| wishes::say(tx, &stage.member, ("Дарьина Ирина Петровна", true, true)));
        assert!(matches!(stranger, Err(Error::Fields(errors)) if errors.of("name").is_some()), "not a member of the active");
    });
}

#[test]
fn a_pair_ends_with_a_reason_and_those_who_parted_are_not_matched_again() {
    on_stage(|stage| {
        stage.published();
        let pair = stage.db.read(|tx| pair::of_person(tx, stage.anna)).unwrap().remove(0);
        let end = |form: &EndForm| stage.db.write(|tx| pair::end(tx, &stage.member, pair.id, form));
        assert!(matches!(end(&EndForm { version: 1, ..EndForm::default() }), Err(Error::Fields(_))));
        assert!(matches!(end(&EndForm { reason: "left".into(), version: 1, ..EndForm::default() }), Err(Error::Fields(_))), "the program's own word");
        let form = EndForm { reason: "not_together".into(), words: String::new(), version: 1 };
        end(&form).unwrap();
        assert!(matches!(end(&EndForm { version: 2, ..form }), Err(Error::Refusal(_))));
        let id = stage.make(&stage.coordinator, &RunForm { names: "Аннова Ирина Петровна".into(), ..crate::stage::form("8") }).unwrap();
        assert_eq!(stage.proposed(id, stage.anna), Some(stage.far));
        let others = stage.db.write(|tx| pair::end(tx, &stage.helper, pair.id, &EndForm::default()));
        assert!(others.is_err());
        let strange = stage.db.read(|tx| pair::own(tx, stage.bella, pair.id));
        assert!(matches!(strange, Err(Error::NotFound)), "another's pair is absent");
    });
}

#[test]
fn who_needs_support_is_found_by_open_cases_and_the_methodist_is_only_asked_into_the_team() {
    on_stage(|stage| {
        let case = stage.case_of_anna();
        let need = RunForm { source: "need".into(), ..form("8") };
        let id = stage.make(&stage.coordinator, &need).unwrap();
        assert_eq!(stage.count("SELECT COUNT(*) FROM matching_teacher"), 1, "only Anna has a case");
        assert_eq!(stage.proposed(id, stage.anna), Some(stage.near));
        let version = stage.version(id);
        let done = stage.db.write(|tx| runs::publish(tx, &stage.coordinator, (id, version), 0, SITE)).unwrap();
        assert_eq!((done.pairs, done.invited), (1, 1));
        let seat = stage.db.read(|tx| tx.one("SELECT state FROM case_seat WHERE case_id = $1 AND person_id = $2", params![case, stage.near], |row| row.get::<String>(0))).unwrap();
        assert_eq!(seat, "invited", "joining takes the methodist's own yes");
        assert!(matches!(stage.make(&stage.coordinator, &need), Err(Error::Refusal(words)) if words.contains("некому")), "who has a pair needs no other");
    });
}

#[test]
fn a_dropped_run_leaves_its_head_only() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        stage.db.write(|tx| runs::drop_run(tx, &stage.coordinator, (id, stage.version(id)))).unwrap();
        assert_eq!(stage.count("SELECT COUNT(*) FROM matching_teacher"), 0);
        assert_eq!(stage.db.read(|tx| runs::find(tx, &stage.coordinator, id)).unwrap().state, RunState::Dropped);
    });
}
