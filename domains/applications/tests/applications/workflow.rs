//! Use cases: duplicates, municipalities without a service, the commission's face, erasure, the order of the queue.

use crate::stage::*;
use access::{Role, Scope};
use applications::{
    State, apply, check, endorse, listen,
    queue::{self, Filter},
};
use audit::By;
use kernel::{Clock, Error, Slice, db::testing::on_each_engine, news::News, params};

#[test]
fn a_double_is_marked_never_joined_until_the_coordinator_says_so() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (first, _) = submitted(db, &app, &[]);
        let (second, _) = submitted(db, &app, &[("contacts", &[("phone", "89141234567"), ("email", "second@school.example")])]);
        let olga = coordinator(db);
        db.write(|tx| {
            let found = check::look(tx, &olga, second)?;
            assert!(found.application.trouble.duplicate && found.suspects.len() == 1 && found.namesakes.len() == 1);
            let same = found.suspects[0].person.id;
            assert_ne!(found.application.person, Some(same));
            check::join(tx, &listeners(), &olga, second, same)?;
            let joined = check::look(tx, &olga, second)?;
            assert_eq!(joined.application.person, Some(same));
            assert!(joined.suspects.is_empty());
            check::clear_duplicate(tx, &olga, second)?;
            assert!(!check::look(tx, &olga, second)?.application.trouble.duplicate);
            assert!(check::look(tx, &olga, first).is_ok());
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn where_there_is_no_methodical_service_the_coordinator_passes_it_on() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let olga = coordinator(db);
        let municipality = without_service();
        let (far, _) = submitted(db, &app, &[("work", &[("municipality", &municipality), ("school", "sch-far"), ("position", "uchitel")])]);
        checked(db, &olga, far);
        let (near, _) = submitted(db, &app, &[]);
        checked(db, &olga, near);
        db.write(|tx| {
            let (far, near) = (seen(tx, far), seen(tx, near));
            check::pass_on(tx, &olga, far)?;
            assert!(check::pass_on(tx, &olga, near).is_err_and(|refusal| refusal.to_string().contains("есть методическая служба")));
            Ok(())
        })
        .unwrap();
        assert_eq!(state(db, far), State::Endorsed);
    });
}

#[test]
fn the_commission_finds_its_candidates_and_its_decisions_reach_the_applicant() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let olga = coordinator(db);
        let (id, _) = submitted(db, &app, &[]);
        checked(db, &olga, id);
        let municipal = actor(db, Role::Municipal, HOME, "own@example.ru");
        db.write(|tx| {
            let now = seen(tx, id);
            endorse::endorse(tx, &municipal, now, "")?;
            let all = applications::for_agenda(tx, &olga.scope())?;
            assert_eq!((all.len(), all[0].name.family.as_str(), all[0].subject.as_deref(), all[0].criteria.len()), (1, "Редкофамильцева", Some("matematika"), 1));
            assert!(applications::for_agenda(tx, &Scope::nobody())?.is_empty());
            applications::mark_reserve(tx, &By::system(), id, "Протокол № 1")?;
            assert_eq!(applications::for_agenda(tx, &olga.scope())?.len(), 1);
            applications::mark_decided(tx, &By::system(), id, "Протокол № 2")?;
            assert!(matches!(applications::mark_refused(tx, &By::system(), id, "поздно"), Err(Error::Refusal(_))));
            applications::mark_ordered(tx, &By::system(), id)
        })
        .unwrap();
        assert_eq!(state(db, id), State::Ordered);
        assert!(letters(db).iter().any(|(_, body)| body.contains("Протокол № 2")));
    });
}

#[test]
fn consents_become_the_persons_and_the_refused_one_does_not() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, _) = submitted(db, &app, &[]);
        let olga = coordinator(db);
        db.write(|tx| {
            let person = check::look(tx, &olga, id)?.application.person.unwrap();
            let today = tx.today();
            assert_eq!(consent::live_items(tx, person, today)?, [consent::PublicationItem::FullName]);
            assert!(consent::has_live(tx, person, consent::ConsentKind::Processing, today)?);
            listen(tx, News::InclusionWithdrawn { person })?;
            Ok(())
        })
        .unwrap();
        assert_eq!(state(db, id), State::Withdrawn);
    });
}

#[test]
fn a_refusal_keeps_the_data_as_long_as_the_consent_says() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let olga = coordinator(db);
        let (id, _) = submitted(db, &app, &[]);
        checked(db, &olga, id);
        let municipal = actor(db, Role::Municipal, HOME, "own@example.ru");
        let person = db
            .write(|tx| {
                let now = seen(tx, id);
                endorse::endorse(tx, &municipal, now, "")?;
                applications::mark_refused(tx, &By::system(), id, "Мест нет")?;
                Ok(check::look(tx, &olga, id)?.application.person.unwrap())
            })
            .unwrap();
        let until = db.read(|tx| applications::needed_until(tx, person)).unwrap();
        assert_eq!(until, Some("2027-11-23".parse().unwrap()), "a year from the decision");
        assert_eq!(db.read(applications::refused).unwrap(), [person]);
        let duties = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM duty", params![])?)).unwrap();
        assert_eq!(duties, 0, "nothing is to be destroyed yet");
    });
}

#[test]
fn data_of_an_application_taken_back_wait_for_destruction_unless_the_person_applies_again() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let olga = coordinator(db);
        let (first, token) = submitted(db, &app, &[]);
        db.write(|tx| apply::withdraw(tx, &token, "")).unwrap();
        let open = || db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM duty WHERE closed_at IS NULL", params![])?)).unwrap();
        assert_eq!(open(), 1);
        let (second, token) = submitted(db, &app, &[]);
        db.write(|tx| {
            let known = check::look(tx, &olga, first)?.application.person.unwrap();
            check::join(tx, &listeners(), &olga, second, known)
        })
        .unwrap();
        assert_eq!(open(), 0, "the data are needed again");
        db.write(|tx| apply::withdraw(tx, &token, "")).unwrap();
        assert_eq!(open(), 1);
    });
}

#[test]
fn erasure_leaves_a_bare_row() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, token) = submitted(db, &app, &[]);
        let olga = coordinator(db);
        db.write(|tx| {
            let person = check::look(tx, &olga, id)?.application.person.unwrap();
            assert!(listen(tx, News::Erase { person })?.len() > 3);
            for table in ["application_file", "application_consent", "application_remark", "file", "letter"] {
                assert_eq!(tx.count(&format!("SELECT COUNT(*) FROM {table}"), params![])?, 0, "{table}");
            }
            assert!(matches!(apply::open(tx, &token), Err(Error::NotFound)));
            let left: String = tx.one("SELECT answers || sent || sent_before || email || sort_key FROM application WHERE id = $1", params![id], |row| row.get(0))?;
            assert_eq!(left, "{}");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_queue_puts_those_who_wait_long_and_doubles_first() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let plain = |family: &'static str, email: &'static str| [("name", vec![("family", family), ("given", "Ольга")]), ("contacts", vec![("phone", "89149990011"), ("email", email)])];
        let send = |db: &kernel::Db, family, email| {
            let fields = plain(family, email);
            let changes: Vec<(&str, &[(&str, &str)])> = fields.iter().map(|(section, fields)| (*section, fields.as_slice())).collect();
            submitted(db, &app, &changes)
        };
        send(db, "Старова", "a@school.example");
        let at = db.clock().now().saturating_add(jiff::SignedDuration::from_hours(6 * 24)).unwrap();
        let later = db.with_clock(Clock::fixed(at, db.clock().zone().clone()));
        send(&later, "Ясная", "b@school.example");
        send(&later, "Двойникова", "c@school.example");
        send(&later, "Двойникова", "c@school.example");
        let olga = coordinator(db);
        let families = |text: &str| -> Vec<String> {
            let filter = Filter { text: text.into(), ..Filter::default() };
            let page = later.read(|tx| queue::page(tx, &olga.scope(), &filter, Slice::first())).unwrap();
            page.rows.into_iter().map(|row| row.name.split(' ').next().unwrap().to_owned()).collect()
        };
        assert_eq!(families(""), ["Старова", "Двойникова", "Ясная", "Двойникова"]);
        assert_eq!(families("ясн"), ["Ясная"]);
        assert_eq!(families("00003"), ["Двойникова"]);
        assert_eq!(families("нет таких"), Vec::<String>::new());
        assert_eq!(families("%").len(), 4, "what cannot be searched for asks for nothing");
    });
}
