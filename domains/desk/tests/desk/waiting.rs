//! What waits for whom: the right things, of one's own place only, late first.

use crate::stand::{BIKIN, VYAZEMSKY, account, actor, application, at_work, membership, order, person, region, school, tell};
use access::{Actor, Role};
use desk::{Due, Wait};
use jiff::civil::date;
use kernel::{Db, db::testing::on_each_engine, id::Uuid, params};
use structure::places::REGION;

fn waits(db: &Db, actor: &Actor) -> Vec<Wait> {
    let zone = db.clock().zone().clone();
    db.read(|tx| desk::waiting(tx, actor, &zone)).unwrap()
}

fn counts(waits: &[Wait]) -> Vec<(&str, u64)> {
    waits.iter().map(|wait| (wait.url.as_str(), wait.count)).collect()
}

#[test]
fn a_coordinator_sees_late_things_first() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            application(tx, &school, "submitted", "2026-11-22T00:00:00.000000Z", 0)?;
            application(tx, &school, "submitted", "2026-11-10T00:00:00.000000Z", 2)?;
            application(tx, &school, "draft", "2026-01-10T00:00:00.000000Z", 0)?;
            application(tx, &school, "endorsed", "2026-11-23T00:00:00.000000Z", 0)?;
            tx.execute("INSERT INTO meeting (id, number, held_on, state, seats) VALUES ('m', 1, '2026-11-30', 'planned', 0)", params![])?;
            order(tx, "draft")?;
            let signed = order(tx, "signed")?;
            let anna = person(tx, &school, "Иванова")?;
            membership(tx, anna, &signed, Some("2026-12-01"))?;
            tx.execute("INSERT INTO import_batch (id, file_name, digest, state, mapping, place_id, made_at) VALUES ('b', 'f', 'd', 'read', '{}', 'region', '2026-11-23T00:00:00.000000Z')", params![])?;
            tx.execute("INSERT INTO duty (id, kind, person_id, about, opened_on, due_on, basis) VALUES ('d', 'stop_publication', $1, 'x', '2026-11-01', '2026-11-20', 'ст. 10.1')", params![anna])?;
            tx.execute("INSERT INTO destruction (id, person_id, reason, asked_at) VALUES ('x', $1, 'withdrawal', '2026-11-23T00:00:00.000000Z')", params![anna]).map_err(Into::into)
        })
        .unwrap();
        let found = waits(db, &actor(db, Role::Coordinator, REGION));
        assert_eq!(
            counts(&found),
            [
                ("/applications?state=submitted", 2),
                ("/applications", 1),
                ("/duties", 1),
                ("/orders", 1),
                ("/meetings", 1),
                ("/people/import", 1),
                ("/destructions", 1),
                ("/meetings", 1),
                ("/memberships?standing=ending", 1)
            ]
        );
        assert_eq!(found.iter().filter(|wait| wait.is_late).count(), 3);
        assert_eq!((found[0].due, found[2].due), (Due::Since(date(2026, 11, 10)), Due::By(date(2026, 11, 20))));
    });
}

#[test]
fn a_municipality_counts_its_own_people_only() {
    on_each_engine(|db| {
        let bikin = region(db);
        db.write(|tx| {
            let other = school(tx, VYAZEMSKY, "Школа № 1")?;
            application(tx, &bikin, "checked", "2026-11-20T00:00:00.000000Z", 0)?;
            application(tx, &other, "checked", "2026-11-20T00:00:00.000000Z", 0)?;
            application(tx, &other, "checked", "2026-11-20T00:00:00.000000Z", 0)
        })
        .unwrap();
        assert_eq!(counts(&waits(db, &actor(db, Role::Municipal, BIKIN))), [("/applications?state=checked", 1)]);
        assert_eq!(counts(&waits(db, &actor(db, Role::Municipal, VYAZEMSKY))), [("/applications?state=checked", 2)]);
        let nobody = actor(db, Role::Municipal, "mo-vanino");
        assert_eq!(waits(db, &nobody), []);
    });
}

#[test]
fn a_municipality_without_a_methodical_service_leaves_its_applications_to_the_coordinator() {
    on_each_engine(|db| {
        let bikin = region(db);
        db.write(|tx| {
            tx.execute("UPDATE place SET has_methodical_service = CASE WHEN id = $1 THEN 0 ELSE 1 END", params![BIKIN])?;
            application(tx, &bikin, "checked", "2026-11-20T00:00:00.000000Z", 0)
        })
        .unwrap();
        assert_eq!(counts(&waits(db, &actor(db, Role::Coordinator, REGION))), [("/applications?state=checked", 1)]);
    });
}

#[test]
fn a_commission_member_is_asked_for_the_votes_not_yet_cast() {
    on_each_engine(|db| {
        let school = region(db);
        let member = actor(db, Role::Commission, REGION);
        let meeting = Uuid::now_v7().to_string();
        db.write(|tx| {
            tx.execute("INSERT INTO meeting (id, number, held_on, state, seats) VALUES ($1, 1, '2026-11-23', 'open', 1)", params![meeting])?;
            tx.execute("INSERT INTO meeting_seat (meeting_id, account_id, name, present) VALUES ($1, $2, 'С. О.', 1)", params![meeting, member.account])?;
            for at in 0..3 {
                let (application, person) = (application(tx, &school, "endorsed", "2026-11-20T00:00:00.000000Z", 0)?, person(tx, &school, "Иванова")?);
                tx.execute("INSERT INTO agenda_item (id, meeting_id, application_id, person_id, position) VALUES ($1, $2, $3, $4, $5)", params![format!("i{at}"), meeting, application, person, at])?;
            }
            tx.execute("INSERT INTO vote (agenda_item_id, account_id, voice, cast_at) VALUES ('i0', $1, 'for', '2026-11-23T00:00:00Z')", params![member.account]).map_err(Into::into)
        })
        .unwrap();
        assert_eq!(waits(db, &member).iter().map(|wait| wait.count).collect::<Vec<_>>(), [2]);
        assert_eq!(waits(db, &actor(db, Role::Commission, REGION)), [], "not of this sitting");
    });
}

#[test]
fn the_second_signature_is_somebody_elses() {
    on_each_engine(|db| {
        let school = region(db);
        let (first, second) = (actor(db, Role::DataProtection, REGION), actor(db, Role::DataProtection, REGION));
        db.write(|tx| {
            let anna = person(tx, &school, "Иванова")?;
            tx.execute("INSERT INTO destruction (id, person_id, reason, asked_at, first_by) VALUES ('x', $1, 'withdrawal', '2026-11-23T00:00:00.000000Z', $2)", params![anna, first.account]).map_err(Into::into)
        })
        .unwrap();
        assert_eq!(waits(db, &first), []);
        assert_eq!(counts(&waits(db, &second)), [("/destructions", 1)]);
    });
}

#[test]
fn an_administrator_gets_figures_of_letters_and_open_doors() {
    on_each_engine(|db| {
        region(db);
        let administrator = actor(db, Role::Administrator, REGION);
        db.write(|tx| {
            account(tx, Role::Member, REGION, None);
            tx.execute("UPDATE account SET totp_confirmed_at = '2026-01-01T00:00:00Z' WHERE id = $1", params![administrator.account])?;
            account(tx, Role::Municipal, BIKIN, None);
            tx.execute("INSERT INTO letter (id, once_key, address, subject, body, made_at, send_after, attempts, last_error) VALUES ('l', 'l', 'a@example.ru', 's', 'b', '2026-11-01T00:00:00.000000Z', '2026-11-02T00:00:00.000000Z', 3, 'no route')", params![])
                .map_err(Into::into)
        })
        .unwrap();
        assert_eq!(counts(&waits(db, &administrator)), [("/help/letters", 1), ("/admin/accounts", 1)]);
    });
}

#[test]
fn a_school_learns_where_its_candidates_are() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            application(tx, &school, "returned", "2026-11-20T00:00:00.000000Z", 0)?;
            let named = application(tx, &school, "checked", "2026-11-20T00:00:00.000000Z", 0)?;
            application(tx, &school, "submitted", "2026-11-20T00:00:00.000000Z", 0)?;
            tx.execute("INSERT INTO nomination (id, application_id, place_id, body, made_at, changed_at) VALUES ('n', $1, $2, '{}', 'x', 'x')", params![named, school]).map_err(Into::into)
        })
        .unwrap();
        let found = waits(db, &actor(db, Role::School, school.as_str()));
        assert_eq!(found.iter().map(|wait| wait.count).collect::<Vec<_>>(), [1, 1, 1]);
        assert_eq!(found[2].due, Due::Anytime);
    });
}

#[test]
fn every_role_has_a_first_page_empty_and_full() {
    on_each_engine(|db| {
        let school = region(db);
        let mut visitors: Vec<_> = Role::ALL.iter().map(|role| (*role, at_work(db, *role))).collect();
        tell(async {
            for (role, visitor) in &mut visitors {
                let page = visitor.open("/desk").await;
                assert_eq!(page.status, 200, "{role}");
                let expected = match role {
                    Role::Member => "Ваша карточка не найдена",
                    Role::Ministry => "Занято",
                    Role::Administrator => "Попросить подключить второй шаг",
                    Role::Coordinator | Role::DataProtection | Role::Commission | Role::Municipal | Role::School | Role::Methodist | Role::Expert => "Всё сделано",
                };
                assert!(page.says(expected), "{role}: {}", page.html);
            }
            db.writing(move |tx| application(tx, &school, "submitted", "2026-11-10T00:00:00.000000Z", 0)).await.unwrap();
            let coordinator = &mut visitors.iter_mut().find(|(role, _)| *role == Role::Coordinator).unwrap().1;
            let page = coordinator.open("/desk").await;
            assert!(page.says("Проверить заявки") && page.says("просрочено") && page.says("ждёт 13\u{a0}дней, с 10.11.2026"), "{}", page.html);
            let ministry = &mut visitors.iter_mut().find(|(role, _)| *role == Role::Ministry).unwrap().1;
            assert!(ministry.open("/desk").await.says("720"), "{}", ministry.page.html);
        });
    });
}
