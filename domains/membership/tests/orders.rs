//! Orders make, renew, pause and end memberships; what is signed stays.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

use access::{Action, Actor, Role, Scope};
use kernel::{
    Date, Db, Error, Tx,
    db::testing::on_each_engine,
    id::{AccountId, PersonId, PlaceId},
    news::{Listeners, News},
    params,
};
use membership::{Filter, MembershipId, MembershipKind, NewLine, OrderId, OrderKind, Seat, SignForm, Signing, Standing};
use structure::profile::{BUNDLED, Profile};
use web::testing::Visitor;

const SCHOOL: &str = "sch-test";

/// A region with a school in Bikin and one teacher.
fn region(db: &Db) -> (Actor, PersonId) {
    let profile = Profile::parse("khabarovsk.toml", BUNDLED[0].text).unwrap();
    db.write(|tx| {
        structure::load_profile(tx, &audit::By::system(), &profile)?;
        membership::load_from_profile(tx, &profile)?;
        let municipality: PlaceId = tx.one("SELECT id FROM place WHERE kind = 'municipality' ORDER BY id LIMIT 1", params![], |row| row.get(0))?;
        let path: String = tx.one("SELECT path FROM place WHERE id = $1", params![municipality], |row| row.get(0))?;
        tx.execute("INSERT INTO place (id, kind, parent_id, path) VALUES ($1, 'school', $2, $3)", params![SCHOOL, municipality, format!("{path}{SCHOOL}/")])?;
        tx.execute("INSERT INTO place_name (place_id, valid_from, name, short_name, sort_key) VALUES ($1, '1990-01-01', 'Школа № 1', 'Школа № 1', '0')", params![SCHOOL])?;
        let person = teacher(tx, "Иванова")?;
        let (region, path): (PlaceId, String) = tx.one("SELECT id, path FROM place WHERE kind = 'region'", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let account = access::accounts::create(tx, &audit::By::system(), &access::accounts::NewAccount { name: "Координатор".into(), email: "k@example.ru".into(), person: None })?;
        Ok((actor(account, region, path), person))
    })
    .unwrap()
}

fn actor(account: AccountId, place: PlaceId, place_path: String) -> Actor {
    Actor { account, person: None, name: "Координатор".into(), role: Role::Coordinator, place, place_path, place_name: "Край".into(), session: String::new() }
}

fn teacher(tx: &mut Tx<'_>, family: &str) -> kernel::Result<PersonId> {
    people::create(
        tx,
        &audit::By::system(),
        people::NewPerson {
            name: kernel::name::FullName { family: family.into(), given: "Анна".into(), patronymic: None },
            birth_on: None,
            phone: None,
            email: Some(format!("{}@example.ru", PersonId::fresh())),
            place: SCHOOL.into(),
            position: String::new(),
            position_text: "учитель".into(),
            since: None,
            subjects: vec![("matematika".into(), true)],
        },
    )
}

fn seat(tx: &mut Tx<'_>) -> kernel::Result<Seat> {
    let municipality = tx.one("SELECT parent_id FROM place WHERE id = $1", params![SCHOOL], |row| row.get(0))?;
    Seat::new(MembershipKind::SubjectMethodist, "matematika", "", municipality)
}

fn form(number: &str, from: &str, until: &str) -> SignForm {
    SignForm { number: number.into(), signed_on: "23.11.2026".into(), effective_on: from.into(), until_on: until.into(), version: "1".into() }
}

fn sign(db: &Db, actor: &Actor, id: OrderId, kind: OrderKind, form: &SignForm) -> kernel::Result<()> {
    let signed = form.parse(kind, db.clock().today())?;
    db.write(|tx| membership::sign(tx, actor, id, Signing { signed: &signed, document: None, site: "http://test" }))
}

fn included(db: &Db, actor: &Actor, person: PersonId) -> MembershipId {
    let id = db
        .write(|tx| {
            let seat = seat(tx)?;
            membership::draft(tx, &actor.by(), OrderKind::Include, None, &[NewLine { person, application: None, membership: None, seat: Some(seat), reason: String::new(), note: String::new() }])
        })
        .unwrap();
    sign(db, actor, id, OrderKind::Include, &form("1", "23.11.2026", "23.11.2029")).unwrap();
    db.read(|tx| Ok(membership::current_of(tx, &actor.scope(), person, tx.today())?.remove(0).membership.id)).unwrap()
}

fn standing(db: &Db, actor: &Actor, person: PersonId, on: Date) -> Standing {
    db.read(|tx| Ok(membership::current_of(tx, &actor.scope(), person, on)?.remove(0).membership.standing(on))).unwrap()
}

#[expect(clippy::too_many_arguments, reason = "an order of one line, spelled out where it is told")]
fn later(db: &Db, actor: &Actor, kind: OrderKind, membership: MembershipId, person: PersonId, number: &str, from: &str, until: &str) -> kernel::Result<()> {
    let id = db.write(|tx| membership::draft(tx, &actor.by(), kind, None, &[NewLine { person, application: None, membership: Some(membership), seat: None, reason: "own_wish".into(), note: String::new() }]))?;
    sign(db, actor, id, kind, &form(number, from, until))
}

#[test]
fn a_signed_order_begins_a_membership_and_fills_the_quota() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let free = |db: &Db| {
            db.read(|tx| {
                let seat = seat(tx)?;
                let on = tx.today();
                Ok(membership::room(tx, &seat, on, &[])?.iter().map(|line| (line.filled, line.free())).collect::<Vec<_>>())
            })
            .unwrap()
        };
        let before = free(db);
        included(db, &actor, person);
        let after = free(db);
        assert_eq!(before.len(), 2, "the whole kind and the subject");
        assert!(before.iter().zip(&after).all(|(b, a)| a.0 == b.0 + 1 && a.1 == b.1 - 1), "{before:?} {after:?}");
        assert_eq!(standing(db, &actor, person, "2026-11-23".parse().unwrap()), Standing::Active);
        assert_eq!(standing(db, &actor, person, "2029-11-23".parse().unwrap()), Standing::TermOver);
        let invited = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM letter WHERE person_id = $1", params![person])?)).unwrap();
        assert_eq!(invited, 1);
    });
}

#[test]
fn later_orders_pause_resume_renew_and_end() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let id = included(db, &actor, person);
        let day = |text: &str| text.parse::<Date>().unwrap();
        later(db, &actor, OrderKind::Pause, id, person, "2", "23.11.2026", "").unwrap();
        assert_eq!(standing(db, &actor, person, day("2026-12-01")), Standing::Paused);
        assert!(matches!(later(db, &actor, OrderKind::Pause, id, person, "3", "23.11.2026", ""), Err(Error::Refusal(_))));
        later(db, &actor, OrderKind::Resume, id, person, "3", "10.12.2026", "").unwrap();
        assert_eq!(standing(db, &actor, person, day("2026-12-10")), Standing::Active);
        later(db, &actor, OrderKind::Renew, id, person, "4", "23.11.2026", "01.09.2031").unwrap();
        assert_eq!(standing(db, &actor, person, day("2031-08-31")), Standing::Active);
        later(db, &actor, OrderKind::End, id, person, "5", "01.12.2026", "").unwrap();
        assert_eq!(standing(db, &actor, person, day("2026-12-01")), Standing::Ended);
        assert!(matches!(later(db, &actor, OrderKind::Renew, id, person, "6", "02.12.2026", "01.09.2031"), Err(Error::Refusal(_))), "an end that is ordered is not renewed");
    });
}

#[test]
fn a_signed_order_is_not_signed_again_and_its_number_is_not_taken_twice() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let id = included(db, &actor, person);
        let signed: OrderId = db.read(|tx| tx.one("SELECT id FROM act_order", params![], |row| row.get(0))).unwrap();
        assert!(matches!(sign(db, &actor, signed, OrderKind::Include, &form("9", "23.11.2026", "23.11.2029")), Err(Error::Refusal(_))));
        assert!(matches!(later(db, &actor, OrderKind::Pause, id, person, "1", "23.11.2026", ""), Err(Error::Fields(errors)) if errors.of("number").is_some()));
    });
}

#[test]
fn two_who_sign_the_same_draft_at_once_meet_a_readable_clash() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let draft = db
            .write(|tx| {
                let seat = seat(tx)?;
                membership::draft(tx, &actor.by(), OrderKind::Include, None, &[NewLine { person, application: None, membership: None, seat: Some(seat), reason: String::new(), note: String::new() }])
            })
            .unwrap();
        let old = SignForm { version: "0".into(), ..form("1", "23.11.2026", "23.11.2029") };
        let clash = sign(db, &actor, draft, OrderKind::Include, &old);
        assert!(matches!(clash, Err(Error::Refusal(sentence)) if sentence.contains("изменил кто-то другой")));
    });
}

#[test]
fn a_withdrawn_consent_ends_the_membership_at_once_and_drafts_the_order() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        included(db, &actor, person);
        db.write(|tx| membership::listen(tx, News::ProcessingWithdrawn { person })).unwrap();
        assert_eq!(standing(db, &actor, person, db.clock().today()), Standing::Ended);
        let draft: OrderId = db.read(|tx| tx.one("SELECT id FROM act_order WHERE state = 'draft' AND kind = 'end'", params![], |row| row.get(0))).unwrap();
        sign(db, &actor, draft, OrderKind::End, &form("7", "23.11.2026", "")).unwrap();
    });
}

/// The same database on another day.
fn on_day(db: &Db, day: &str) -> Db {
    let noon = db.clock().zone().to_timestamp(day.parse::<Date>().unwrap().at(12, 0, 0, 0)).unwrap();
    db.with_clock(kernel::Clock::fixed(noon, db.clock().zone().clone()))
}

/// Open duties to destroy, with their deadlines.
fn to_destroy(db: &Db) -> Vec<String> {
    db.read(|tx| Ok(tx.query("SELECT due_on FROM duty WHERE kind = 'destroy' AND closed_at IS NULL", params![], |row| row.get(0))?)).unwrap()
}

#[test]
fn data_of_those_who_left_are_kept_as_long_as_the_consent_says_and_then_are_to_be_destroyed() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let id = included(db, &actor, person);
        let swept = |db: &Db| db.write(membership::retention::sweep).unwrap();
        later(db, &actor, OrderKind::End, id, person, "2", "01.12.2026", "").unwrap();
        assert_eq!(swept(&on_day(db, "2029-11-30")), 0, "three years after it has ended, not after its term");
        assert_eq!(swept(&on_day(db, "2029-12-01")), 1);
        assert_eq!(to_destroy(db), ["2029-12-31"]);
        assert_eq!(swept(&on_day(db, "2029-12-02")), 0, "once");
        let by_hand = on_day(db, "2029-12-03");
        by_hand
            .write(|tx| {
                let open = consent::duty::list(tx, &actor.scope(), false, kernel::Slice::first())?.rows.remove(0);
                consent::duty::close(tx, &actor.by(), &actor.scope(), open.id, open.version, "Готовится новый приказ")
            })
            .unwrap();
        assert_eq!((swept(&on_day(db, "2030-02-01")), to_destroy(db).len()), (0, 0), "a reason was given");
    });
}

#[test]
fn a_new_membership_or_an_application_under_way_keeps_the_data() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let id = included(db, &actor, person);
        let late = on_day(db, "2032-11-23");
        let apply = |state: &str| {
            let sql = "INSERT INTO application (id, link_hash, email, person_id, state, answers, started_at, saved_at, state_since) VALUES ('00000000-0000-7000-8000-000000000001', 'x', 'x@example.ru', $1, $2, '{}', '2032-10-01T00:00:00Z', '2032-10-01T00:00:00Z', '2032-10-01T00:00:00Z')";
            db.write(|tx| Ok(tx.execute(sql, params![person, state])?)).unwrap();
        };
        apply("submitted");
        assert_eq!(late.write(membership::retention::sweep).unwrap(), 0, "an application is under way");
        db.write(|tx| Ok(tx.execute("UPDATE application SET state = 'refused'", params![])?)).unwrap();
        assert_eq!(late.write(membership::retention::sweep).unwrap(), 0, "a year from the decision has not passed");
        let late = on_day(db, "2033-10-01");
        assert_eq!(late.write(membership::retention::sweep).unwrap(), 1);
        let renewed = SignForm { signed_on: "01.10.2033".into(), ..form("3", "01.10.2033", "01.10.2036") };
        let draft =
            late.write(|tx| membership::draft(tx, &actor.by(), OrderKind::Renew, None, &[NewLine { person, application: None, membership: Some(id), seat: None, reason: String::new(), note: String::new() }])).unwrap();
        sign(&late, &actor, draft, OrderKind::Renew, &renewed).unwrap();
        assert_eq!(to_destroy(db), Vec::<String>::new());
        assert_eq!(late.write(membership::retention::sweep).unwrap(), 0);
    });
}

#[test]
fn data_of_those_who_were_refused_are_kept_for_a_year_after_the_decision() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let sql = "INSERT INTO application (id, link_hash, email, person_id, state, answers, started_at, saved_at, state_since) VALUES ($1, $1, 'x@example.ru', $2, $3, '{}', $4, $4, $4)";
        let apply = |id: &str, state: &str, since: &str| db.write(|tx| Ok(tx.execute(sql, params![id, person, state, since])?)).unwrap();
        let swept = |day: &str| on_day(db, day).write(membership::retention::sweep).unwrap();
        apply("00000000-0000-7000-8000-000000000001", "refused", "2026-11-23T00:00:00Z");
        apply("00000000-0000-7000-8000-000000000002", "withdrawn", "2026-12-01T00:00:00Z");
        assert_eq!((swept("2026-11-23"), swept("2027-11-22")), (0, 0));
        assert_eq!(swept("2027-11-23"), 1);
        assert_eq!(to_destroy(db), ["2027-12-23"]);
        assert_eq!(swept("2027-11-24"), 0, "once");
        db.write(|tx| consent::duty::purpose_again(tx, person, "Человек участвует в активе")).unwrap();
        included(db, &actor, person);
        assert_eq!(swept("2028-02-01"), 0, "who takes part is needed");
    });
}

#[test]
fn a_card_joined_to_a_members_is_not_to_be_destroyed_and_one_joined_to_a_former_members_still_is() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let id = included(db, &actor, person);
        let join = |db: &Db, family: &str| {
            let gone = db.write(|tx| teacher(tx, family)).unwrap();
            db.write(|tx| consent::duty::purpose_reached(tx, &audit::By::system(), gone)).unwrap();
            db.write(|tx| membership::listen(tx, News::Merged { gone, kept: person })).unwrap();
        };
        join(db, "Иванова");
        assert_eq!(to_destroy(db), Vec::<String>::new());
        later(db, &actor, OrderKind::End, id, person, "2", "24.11.2026", "").unwrap();
        join(&on_day(db, "2026-11-25"), "Иванова");
        assert_eq!(to_destroy(db).len(), 1);
    });
}

/// Hears whose membership ended; what was heard stands in a table, because a listener is a plain function.
fn hear(tx: &mut Tx<'_>, news: News) -> kernel::Result<Vec<String>> {
    if let News::MembershipEnded { person } = news {
        let now = tx.now();
        tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, '', $2)", params![format!("ended/{person}/{}", kernel::id::Uuid::now_v7()), now])?;
    }
    Ok(Vec::new())
}

#[test]
fn whoever_relied_on_a_member_hears_of_each_leaving_once_however_it_came_about() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        let membership = included(db, &actor, person);
        let tell = |db: &Db| db.write(|tx| membership::farewell::tell(tx, &kernel::news::Listeners::new(vec![hear]))).unwrap();
        let heard = |db: &Db| db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM setting WHERE name LIKE 'ended/%'", params![])?)).unwrap();
        assert!(!db.read(membership::farewell::is_due).unwrap(), "a membership is in force");
        assert_eq!((tell(db), heard(db)), (0, 0));
        // Ordered for a later day: until then the person is a member.
        later(db, &actor, OrderKind::End, membership, person, "7", "01.12.2026", "").unwrap();
        assert_eq!(tell(db), 0);
        let later_on = on_day(db, "2026-12-01");
        assert!(later_on.read(membership::farewell::is_due).unwrap());
        assert_eq!((tell(&later_on), heard(db)), (1, 1));
        assert_eq!((tell(&later_on), heard(db)), (0, 1), "told once");
    });
}

#[test]
fn members_of_another_place_are_not_seen() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        included(db, &actor, person);
        let list = |scope: &Scope| {
            db.read(|tx| {
                let on = tx.today();
                Ok(membership::list(tx, scope, &Filter::default(), on, kernel::Slice::first())?.total)
            })
            .unwrap()
        };
        assert_eq!(list(&actor.scope()), 1);
        let elsewhere = Actor { role: Role::Municipal, place_path: "region/mo-nowhere/".into(), ..actor.clone() };
        assert_eq!(list(&elsewhere.scope()), 0);
        assert_eq!(list(&Scope::nobody()), 0);
        assert!(!elsewhere.can(Action::SignOrders));
    });
}

#[test]
fn the_form_says_all_its_errors_at_once() {
    let form = SignForm { number: String::new(), signed_on: "31.02.2026".into(), effective_on: "вчера".into(), until_on: String::new(), version: "1".into() };
    let errors = form.parse(OrderKind::Include, "2026-11-23".parse().unwrap()).unwrap_err();
    for field in ["number", "signed_on", "effective_on", "until_on"] {
        assert!(errors.of(field).is_some(), "{field}");
    }
}

#[test]
fn the_page_behind_a_certificate_names_its_holder_only_while_a_consent_to_publish_the_name_lives() {
    on_each_engine(|db| {
        let (actor, person) = region(db);
        included(db, &actor, person);
        let code = db.read(|tx| Ok(membership::current_of(tx, &actor.scope(), person, tx.today())?.remove(0).membership.certificate_code)).unwrap();
        let mut stranger = Visitor::new(&web::testing::app(db, Listeners::default()), membership::router());
        tell(async {
            assert!(stranger.open("/verify/NOSUCHCODE12").await.says("Удостоверения с таким номером нет"));
            assert!(stranger.open(&format!("/verify/{code}")).await.says("не дал согласия публиковать имя") && !stranger.page.says("Иванова"), "{}", stranger.page.html);
        });
        db.write(|tx| publish_name(tx, person)).unwrap();
        tell(async {
            assert!(stranger.open(&format!("/verify/{}", code.to_lowercase())).await.says("Иванова Анна"), "typed in small letters too: {}", stranger.page.html);
        });
    });
}

fn publish_name(tx: &mut Tx<'_>, person: PersonId) -> kernel::Result<()> {
    let profile = Profile::parse("khabarovsk.toml", BUNDLED[0].text).unwrap();
    consent::texts::load_initial(tx, &audit::By::system(), &profile.operator)?;
    let text_id = consent::texts::current(tx, consent::ConsentKind::Publication, tx.today())?.id;
    let given = consent::Given {
        person,
        kind: consent::ConsentKind::Publication,
        text_id,
        items: vec![consent::PublicationItem::FullName],
        conditions: String::new(),
        term_until: None,
        received_on: None,
        channel: consent::Channel::Screen,
        evidence: serde_json::json!({}),
        account: None,
    };
    consent::give(tx, &audit::By::system(), given).map(|_| ())
}

/// Tells a story; the database is written before it, outside the runtime.
fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}
