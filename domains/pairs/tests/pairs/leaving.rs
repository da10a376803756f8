//! What becomes of pairs when somebody leaves, is erased or turns out to be another.

use crate::stage::{form, on_stage};
use kernel::{news::News, params};
use pairs::{EndReason, PairState, pair};

#[test]
fn whoever_left_the_active_accompanies_nobody_and_the_teachers_are_told() {
    on_stage(|stage| {
        stage.published();
        stage.db.write(|tx| pairs::listen(tx, News::MembershipEnded { person: stage.near })).unwrap();
        let pair = stage.db.read(|tx| pair::of_person(tx, stage.anna)).unwrap().remove(0);
        assert_eq!((pair.state, pair.end_reason), (PairState::Ended, Some(EndReason::Left)));
        let told = stage.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE person_id = $1 AND once_key LIKE '%/ended/%'", params![stage.anna])?)).unwrap();
        assert_eq!(told, 1);
        // A teacher who was a member too keeps who helps.
        stage.db.write(|tx| pairs::listen(tx, News::MembershipEnded { person: stage.anna })).unwrap();
    });
}

#[test]
fn nothing_of_an_erased_person_is_left() {
    on_stage(|stage| {
        stage.published();
        stage.make(&stage.coordinator, &pairs::runs::RunForm { names: "Дарьина Ирина Петровна".into(), ..form("8") }).unwrap();
        stage.db.write(|tx| pairs::wishes::say(tx, &stage.member, ("Дальнева Ирина Петровна", true, true))).unwrap();
        stage.db.write(|tx| pairs::capacity::set(tx, &stage.coordinator, stage.near, (Some(3), ""), 0)).unwrap();
        for person in [stage.anna, stage.near] {
            let done = stage.db.write(|tx| pairs::listen(tx, News::Erase { person })).unwrap();
            assert!(!done.is_empty());
            let like = format!("%{person}%");
            for table in ["pair", "pairing_wish", "matching_ban"] {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE person_id = $1 OR methodist_id = $1");
                assert_eq!(stage.db.read(|tx| Ok(tx.count(&sql, params![person])?)).unwrap(), 0, "{table}");
            }
            let sql = "SELECT COUNT(*) FROM matching_teacher WHERE person_id = $1 OR methodist_id = $1 OR facts LIKE $2 OR others LIKE $2";
            assert_eq!(stage.db.read(|tx| Ok(tx.count(sql, params![person, like])?)).unwrap(), 0);
            for table in ["member_capacity", "matching_methodist"] {
                assert_eq!(stage.db.read(|tx| Ok(tx.count(&format!("SELECT COUNT(*) FROM {table} WHERE person_id = $1"), params![person])?)).unwrap(), 0, "{table}");
            }
        }
    });
}

#[test]
fn two_cards_that_are_one_person_keep_one_row_in_a_run() {
    on_stage(|stage| {
        let id = stage.make(&stage.coordinator, &form("8")).unwrap();
        stage.published();
        stage.db.write(|tx| pairs::listen(tx, News::Merged { gone: stage.bella, kept: stage.anna })).unwrap();
        let rows = stage.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM matching_teacher WHERE run_id = $1 AND person_id = $2", params![id, stage.anna])?)).unwrap();
        assert_eq!(rows, 1);
        assert_eq!(stage.db.read(|tx| pair::of_person(tx, stage.anna)).unwrap().len(), 2);
        stage.db.write(|tx| pairs::listen(tx, News::Merged { gone: stage.near, kept: stage.far })).unwrap();
        assert!(stage.db.read(|tx| pair::of_person(tx, stage.near)).unwrap().is_empty());
    });
}

#[test]
fn without_the_consent_to_process_nothing_goes_on() {
    on_stage(|stage| {
        stage.published();
        let done = stage.db.write(|tx| pairs::listen(tx, News::ProcessingWithdrawn { person: stage.anna })).unwrap();
        assert_eq!(done.len(), 2, "{done:?}");
        let pair = stage.db.read(|tx| pair::of_person(tx, stage.anna)).unwrap().remove(0);
        assert_eq!(pair.end_reason, Some(EndReason::Withdrawn));
    });
}

#[test]
fn a_pair_whose_last_day_has_passed_ends_by_itself() {
    on_stage(|stage| {
        stage.published();
        assert_eq!(stage.db.write(pair::end_due).unwrap(), 0);
        stage.db.write(|tx| Ok(tx.execute("UPDATE pair SET ends_on = '2026-11-22'", params![])?)).unwrap();
        assert_eq!(stage.db.write(pair::end_due).unwrap(), 3);
        let told = |subject: &str| stage.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE subject = $1 AND body NOT LIKE '%почему%'", params![subject])?)).unwrap();
        assert_eq!((told("Срок работы с методистом закончился"), told("Срок работы с педагогом закончился")), (3, 3));
        assert_eq!(stage.db.write(pair::end_due).unwrap(), 0);
    });
}

#[test]
fn the_person_is_told_what_is_kept() {
    on_stage(|stage| {
        stage.published();
        let about = |person| stage.db.read(|tx| pairs::about_me(tx, person)).unwrap().into_iter().map(|section| section.title).collect::<Vec<_>>();
        assert_eq!(about(stage.anna), ["Закрепление педагогов и методистов", "Подборы пар, где я есть"]);
        assert!(about(stage.daria).contains(&"Подборы пар, где я есть".to_owned()));
        assert!(about(kernel::id::PersonId::fresh()).is_empty());
    });
}
