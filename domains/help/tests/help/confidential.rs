//! The confidential kind: two people, and nothing of it anywhere else.

use crate::stage::{Stage, absent, answers, later, one_more_member, refused, set, tell, told, wrong};
use access::Actor;
use help::private::{self, PrivateId, PrivateState, helpers::Flag};
use kernel::{
    Db, Slice,
    db::{Engine, testing::on_each_engine},
    id::PersonId,
    news::News,
    params,
};

const SECRET: &str = "выгораю совсем";

fn agrees(db: &Db, who: &Actor) {
    let version = db.read(|tx| private::helpers::flag(tx, who.person.unwrap())).unwrap().version;
    let flag = Flag { field: "Выслушаю, помогу с аттестацией".into(), reach: "Переписка здесь".into(), is_open: true, version };
    db.write(|tx| private::helpers::set(tx, who, &flag)).unwrap();
}

fn ask(db: &Db, asker: &Actor, helper: &Actor) -> PrivateId {
    db.write(|tx| private::asking::ask(tx, asker, &answers(&[("words", SECRET), ("helper", &helper.person.unwrap().to_string())]))).unwrap()
}

/// Anna has written to Boris, who answered.
fn answered(db: &Db) -> (Stage, PrivateId) {
    let stage = set(db);
    agrees(db, &stage.boris);
    let id = ask(db, &stage.anna, &stage.boris);
    db.write(|tx| private::asking::write(tx, &stage.anna, id, "плачу после уроков")).unwrap();
    db.write(|tx| private::asking::answer(tx, &stage.boris, id, ("Приходите, выпьем чаю", 45), 1)).unwrap();
    (stage, id)
}

fn find(db: &Db, viewer: &Actor, id: PrivateId) -> kernel::Result<private::Private> {
    db.read(|tx| private::store::find(tx, viewer.person.unwrap_or(PersonId::fresh()), id))
}

/// Every text of every table, as it lies in the database.
fn everything(db: &Db) -> String {
    let tables = match db.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Engine::Postgres => "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    let names: Vec<String> = db.read(|tx| Ok(tx.query(tables, params![], |row| row.get(0))?)).unwrap();
    let mut all = String::new();
    for table in names {
        let columns = match db.engine() {
            Engine::Sqlite => format!("SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'"),
            Engine::Postgres => format!("SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}' AND data_type = 'text'"),
        };
        let columns: Vec<String> = db.read(|tx| Ok(tx.query(&columns, params![], |row| row.get(0))?)).unwrap();
        for column in columns {
            let texts: Vec<Option<String>> = db.read(|tx| Ok(tx.query(&format!("SELECT {column} FROM {table}"), params![], |row| row.get(0))?)).unwrap();
            all.extend(texts.into_iter().flatten().map(|text| format!("{table}.{column}: {text}\n")));
        }
    }
    all
}

#[test]
fn two_see_it_and_the_coordinator_the_keepers_the_school_and_other_members_find_nothing() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        assert!(find(db, &stage.anna, id).is_ok() && find(db, &stage.boris, id).is_ok());
        let other = one_more_member(db, "Посторонняя");
        let strangers = [&stage.nina, &stage.olga, &stage.vera, &stage.irina, &stage.pyotr, &other];
        let mut browsers: Vec<_> = strangers.iter().map(|who| stage.browser(db, who)).collect();
        for stranger in strangers {
            absent(find(db, stranger, id));
            absent(db.write(|tx| private::asking::write(tx, stranger, id, "Что там?")));
            absent(db.write(|tx| private::asking::close(tx, stranger, id, 2)));
        }
        let mut anna = stage.browser(db, &stage.anna);
        tell(async {
            let url = private::url(id);
            for browser in &mut browsers {
                assert_eq!(browser.open(&url).await.status, 404);
                for act in ["messages", "answer", "closing", "declining", "chosen"] {
                    assert_eq!(browser.post(&format!("{url}/{act}"), &[("words", "x"), ("answer", "x"), ("minutes", "10"), ("version", "2")]).await.status, 404, "{act}");
                }
                for page in ["/help-requests", "/help-requests?state=all", "/private-help", "/help-requests/own"] {
                    let shown = browser.open(page).await;
                    assert!(!shown.says(SECRET) && !shown.says("чаю") && !shown.says(&url), "{page}");
                }
            }
            assert!(anna.open(&url).await.says(SECRET) && anna.page.says("чаю"));
        });
        assert!(db.read(|tx| help::queue(tx, &stage.nina, &help::Filter { state: "all".into(), ..help::Filter::default() }, None, Slice::all(100))).unwrap().rows.is_empty());
    });
}

#[test]
fn letters_the_journal_the_ledger_and_papers_hold_no_theme_and_the_journal_no_name() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        notices::send_due(db, crate::stage::SITE).unwrap();
        let letters = db.read(|tx| mail::outbox(tx, Slice::all(100))).unwrap().rows;
        assert_eq!(letters.len(), 3, "came, a message, answered");
        for letter in &letters {
            let text = format!("{} {}", letter.subject, letter.body).to_lowercase();
            assert!(["выгор", "плачу", "чаю", "личн", "аттест", "редкофам", "помощников"].iter().all(|word| !text.contains(word)), "{text}");
        }
        assert_eq!(told(db, &stage.boris)[0], "Вам пришло обращение");
        let journal = "SELECT COUNT(*) FROM audit_event WHERE action LIKE 'private_help.%'";
        assert_eq!(crate::stage::count(db, journal), 4);
        assert_eq!(crate::stage::count(db, &format!("{journal} AND (account_id IS NOT NULL OR person_id IS NOT NULL OR object_id <> '')")), 0);
        let id_anywhere = format!("SELECT COUNT(*) FROM audit_payload WHERE body LIKE '%{id}%'");
        assert_eq!(crate::stage::count(db, &id_anywhere), 0);
        let deeds = db.read(|tx| ledger::of_person(tx, stage.boris.person.unwrap(), kernel::Date::MIN, kernel::Date::MAX)).unwrap();
        assert!(
            deeds.len() == 1
                && deeds[0].minutes == 45
                && deeds[0].kind == ledger::DeedKind::PrivateHelp
                && deeds[0].direction == private::DIRECTION
                && !deeds[0].source.contains(&id.to_string())
                && !deeds[0].url.contains("private")
        );
        let about = format!("{:?}{:?}", db.read(|tx| help::about_me(tx, stage.anna.person.unwrap())).unwrap(), db.read(|tx| help::about_me(tx, stage.boris.person.unwrap())).unwrap());
        assert!(about.contains("Мои личные обращения") && !about.contains(SECRET) && !about.contains("чаю"), "{about}");
    });
}

#[test]
fn after_the_term_nothing_of_it_is_left_in_any_table_but_the_count_of_the_month() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        let mut anna = stage.browser(db, &stage.anna);
        tell(async {
            anna.open(&private::url(id)).await;
            assert!(anna.post(&format!("{}/closing", private::url(id)), &[("version", "2")]).await.says("исчезнет у обоих"));
        });
        assert!(everything(db).contains(SECRET));
        assert_eq!(later(db, 30).write(help::tidy).unwrap(), 0);
        assert_eq!(later(db, 32).write(help::tidy).unwrap(), 1);
        let left = everything(db);
        for gone in [SECRET, "плачу после уроков", "выпьем чаю", &id.to_string()] {
            let lines: Vec<&str> = left.lines().filter(|line| line.contains(gone)).collect();
            assert!(lines.is_empty(), "{gone}: {lines:?}");
        }
        let months: Vec<(String, String, i64)> = db.read(|tx| Ok(tx.query("SELECT month, direction, askers FROM private_help_month", params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)).unwrap();
        assert_eq!(months, [("2026-11".to_owned(), "d11".to_owned(), 1)]);
        absent(find(db, &stage.anna, id));
    });
}

#[test]
fn one_request_answered_twice_is_one_deed_of_no_place_and_one_person_of_the_regions_month() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        db.write(|tx| private::asking::answer(tx, &stage.boris, id, ("И ещё раз", 15), 2)).unwrap();
        let deeds = db.read(|tx| ledger::of_person(tx, stage.boris.person.unwrap(), kernel::Date::MIN, kernel::Date::MAX)).unwrap();
        assert_eq!(deeds.iter().map(|deed| deed.minutes).collect::<Vec<_>>(), [60], "the member's own hours, once");
        let whole = access::Scope::program("the figures of a test");
        assert!(db.read(|tx| ledger::total(tx, &whole, kernel::Date::MIN, kernel::Date::MAX)).unwrap().is_empty());
        assert!(db.read(|tx| ledger::list(tx, &whole, kernel::Date::MIN, kernel::Date::MAX)).unwrap().is_empty());
        // The first morning of November here is still October at Greenwich.
        db.write(|tx| Ok(tx.execute("UPDATE private_help SET asked_at = '2026-10-31T20:00:00.000000Z'", params![])?)).unwrap();
        ask(db, &stage.anna, &stage.boris);
        assert_eq!(crate::stage::count(db, "SELECT askers FROM private_help_month WHERE month = '2026-11'"), 1);
        db.write(|tx| Ok(tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ('help_terms', '{\"erase_days\": 7}', '2026-09-01T00:00:00.000000Z')", params![])?)).unwrap();
        db.write(|tx| Ok(tx.execute("UPDATE private_help SET state = 'closed', closed_at = asked_at", params![])?)).unwrap();
        assert_eq!(db.write(help::tidy).unwrap(), 0, "a short term kept from before is not obeyed");
    });
}

#[test]
fn what_nobody_closes_is_closed_by_itself_and_then_goes() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        let silent = ask(db, &stage.anna, &stage.boris);
        assert_eq!(later(db, 15).write(help::tidy).unwrap(), 1, "the answered one");
        assert_eq!(find(db, &stage.anna, id).unwrap().state, PrivateState::Closed);
        assert_eq!(find(db, &stage.anna, silent).unwrap().state, PrivateState::Asked);
        later(db, 181).write(help::tidy).unwrap();
        later(db, 213).write(help::tidy).unwrap();
        assert_eq!(crate::stage::count(db, "SELECT COUNT(*) FROM private_help"), 0);
    });
}

#[test]
fn only_those_who_agreed_are_offered_and_only_who_may_agrees() {
    on_each_engine(|db| {
        let stage = set(db);
        let none = |who: &Actor| db.write(|tx| private::helpers::set(tx, who, &Flag { field: "x".into(), reach: "x".into(), is_open: true, version: 0 }));
        absent(none(&stage.anna));
        absent(none(&stage.nina));
        absent(none(&stage.irina));
        wrong(db.write(|tx| private::helpers::set(tx, &stage.vera, &Flag { is_open: true, ..Flag::default() })), "reach");
        let to_boris = answers(&[("words", SECRET), ("helper", &stage.boris.person.unwrap().to_string())]);
        wrong(db.write(|tx| private::asking::ask(tx, &stage.anna, &to_boris)), "helper");
        agrees(db, &stage.boris);
        agrees(db, &stage.vera);
        let names: Vec<String> = db.read(|tx| private::helpers::takers(tx, stage.anna.person.unwrap())).unwrap().into_iter().map(|taker| taker.name).collect();
        assert!(names.len() == 2 && names[0].starts_with("Помощников"), "{names:?}");
        assert_eq!(db.read(|tx| private::helpers::takers(tx, stage.boris.person.unwrap())).unwrap().len(), 1, "nobody is offered to themselves");
        assert!(refused(db.write(|tx| private::asking::ask(tx, &stage.irina, &to_boris))).contains("карточкой"));
        absent(db.write(|tx| private::asking::ask(tx, &stage.vera, &to_boris)));
    });
}

#[test]
fn a_new_helper_reads_what_is_written_from_then_on_and_the_old_one_nothing() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        agrees(db, &stage.vera);
        let soon = later(db, 1);
        wrong(soon.write(|tx| private::asking::choose(tx, &stage.anna, id, &stage.boris.person.unwrap().to_string(), 2)), "helper");
        soon.write(|tx| private::asking::choose(tx, &stage.anna, id, &stage.vera.person.unwrap().to_string(), 2)).unwrap();
        absent(find(db, &stage.boris, id));
        let talk = |viewer: &Actor| {
            let person = viewer.person.unwrap();
            db.read(|tx| {
                let one = private::store::find(tx, person, id)?;
                private::store::talk(tx, &one, person)
            })
            .unwrap()
            .len()
        };
        assert_eq!((talk(&stage.vera), talk(&stage.anna)), (0, 2));
        assert!(told(db, &stage.vera).contains(&"Вам пришло обращение".to_owned()));
    });
}

#[test]
fn when_the_helper_declines_leaves_or_is_erased_the_asker_is_told_and_nobody_else_sees() {
    on_each_engine(|db| {
        let leaving: [fn(&Db, &Stage, PrivateId); 4] = [
            |db, stage, id| db.write(|tx| private::asking::decline(tx, &stage.boris, id, 2)).unwrap(),
            |db, stage, _| {
                let version = db.read(|tx| private::helpers::flag(tx, stage.boris.person.unwrap())).unwrap().version;
                db.write(|tx| private::helpers::set(tx, &stage.boris, &Flag { version, ..Flag::default() })).unwrap();
            },
            |db, stage, _| drop(db.write(|tx| help::listen(tx, News::MembershipEnded { person: stage.boris.person.unwrap() })).unwrap()),
            |db, stage, _| drop(db.write(|tx| help::listen(tx, News::Erase { person: stage.boris.person.unwrap() })).unwrap()),
        ];
        let (stage, mut id) = answered(db);
        for (at, leave) in leaving.into_iter().enumerate() {
            if at > 0 {
                agrees(db, &stage.boris);
                id = ask(db, &stage.anna, &stage.boris);
            }
            leave(db, &stage, id);
            let one = find(db, &stage.anna, id).unwrap();
            assert!(one.state == PrivateState::Choosing && one.helper.is_none(), "{at}");
            absent(find(db, &stage.boris, id));
            assert!(told(db, &stage.anna).last().unwrap().contains("Выберите, кто ответит"), "{at}");
            assert!(db.read(|tx| help::waits(tx, &stage.anna)).unwrap().iter().any(|wait| wait.what.contains("Выбрать")));
        }
        let own_words = "SELECT COUNT(*) FROM private_message WHERE words LIKE '%чаю%'";
        assert_eq!(crate::stage::count(db, own_words), 0, "what an erased helper wrote is gone");
    });
}

#[test]
fn a_methodist_by_office_goes_on_answering_when_a_membership_ends() {
    on_each_engine(|db| {
        let stage = set(db);
        agrees(db, &stage.vera);
        let id = ask(db, &stage.anna, &stage.vera);
        db.write(|tx| help::listen(tx, News::MembershipEnded { person: stage.vera.person.unwrap() })).unwrap();
        assert_eq!(find(db, &stage.vera, id).unwrap().state, PrivateState::Asked);
    });
}

#[test]
fn an_erased_asker_leaves_only_the_count_and_a_merged_one_keeps_the_talk() {
    on_each_engine(|db| {
        let (stage, id) = answered(db);
        let twin = db.write(|tx| Ok(crate::stage::person(tx, "Редкофамильцева", crate::stage::SCHOOL))).unwrap();
        db.write(|tx| help::listen(tx, News::Merged { gone: stage.anna.person.unwrap(), kept: twin })).unwrap();
        assert_eq!(db.read(|tx| private::store::find(tx, twin, id)).unwrap().words, SECRET);
        db.write(|tx| help::listen(tx, News::Erase { person: twin })).unwrap();
        let left = everything(db);
        for gone in [SECRET, "плачу после уроков", "выпьем чаю", &id.to_string()] {
            assert!(!left.contains(gone), "{gone}");
        }
        assert_eq!(crate::stage::count(db, "SELECT COUNT(*) FROM private_help_month WHERE askers = 1"), 1);
    });
}

#[test]
fn figures_count_people_by_month_and_hide_what_is_under_five() {
    on_each_engine(|db| {
        let stage = set(db);
        agrees(db, &stage.boris);
        ask(db, &stage.anna, &stage.boris);
        ask(db, &stage.anna, &stage.boris);
        let figures = |who: &Actor| db.read(|tx| help::figures(tx, who, 2026)).unwrap().confidential;
        let hidden = figures(&stage.nina).unwrap();
        assert!(hidden.total.is_none() && hidden.months == [("2026-11".to_owned(), None)]);
        for name in ["Первая", "Вторая", "Третья", "Четвёртая"] {
            let more = one_more_member(db, name);
            ask(db, &more, &stage.boris);
        }
        assert_eq!(figures(&stage.nina).unwrap().total, Some(5), "a person who wrote twice is one");
        assert!(figures(&stage.olga).is_none(), "no place is kept, so no municipality has a figure");
        let mut nina = stage.browser(db, &stage.nina);
        tell(async {
            let page = nina.open("/help-requests/figures").await;
            assert!(page.says("Сколько людей обращались лично") && !page.says("Редкофамильцева"), "{}", page.html);
        });
    });
}
