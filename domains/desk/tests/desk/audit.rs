//! The journal: who may read it, filters, hostile filters, export, the check of the chain.

use crate::stand::{asking, at_work, person, region, tell};
use ::audit::{By, Event, Record};
use access::Role;
use kernel::{db::testing::on_each_engine, params};
use serde_json::json;

#[test]
fn only_the_one_responsible_for_personal_data_reads_it() {
    on_each_engine(|db| {
        region(db);
        let mut others: Vec<_> = Role::ALL.iter().filter(|role| **role != Role::DataProtection).map(|role| (*role, at_work(db, *role))).collect();
        tell(async {
            for (role, visitor) in &mut others {
                assert_eq!(visitor.open("/audit").await.status, 404, "{role}");
                assert_eq!(visitor.post("/audit/verification", &[]).await.status, 404, "{role}");
                assert_eq!(visitor.open("/audit/verifications/00000000-0000-7000-8000-000000000000").await.status, 404, "{role}");
            }
        });
    });
}

#[test]
fn events_are_found_by_person_by_action_and_by_record() {
    on_each_engine(|db| {
        let school = region(db);
        let anna = db
            .write(|tx| {
                let anna = person(tx, &school, "Иванова")?;
                tx.record(&By::cli(), Event::new("person.viewed", "person", anna).of(anna).with(json!({"why": "<b>жалоба</b>"})))?;
                tx.record(&By::cli(), Event::new("order.signed", "order", "o-15"))?;
                Ok(anna)
            })
            .unwrap();
        let mut officer = at_work(db, Role::DataProtection);
        tell(async {
            let page = officer.open("/audit").await;
            assert!(page.says("Просмотр карточки") && page.says("Подписан приказ") && !page.says("<b>жалоба"));
            let page = officer.open(&asking("/audit", "person", &anna.to_string())).await;
            assert!(page.says("Просмотр карточки") && !page.says("Подписан приказ"));
            assert!(page.says("Просмотр журнала действий о человеке"), "the look itself is written down");
            let page = officer.open(&asking("/audit", "action", "order.")).await;
            assert!(!page.says("Просмотр карточки") && page.says("Подписан приказ"));
            let page = officer.open("/audit?object=order&object_id=o-15").await;
            assert!(!page.says("Просмотр карточки") && page.says("Подписан приказ"));
            let sheet = officer.open("/audit?format=xlsx&action=order.").await;
            assert!(sheet.bytes.starts_with(b"PK") && sheet.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
            assert!(officer.open("/audit").await.says("Выгрузка журнала действий"));
        });
    });
}

#[test]
fn hostile_filters_are_only_text() {
    on_each_engine(|db| {
        region(db);
        let mut officer = at_work(db, Role::DataProtection);
        let long = "я".repeat(10_000);
        tell(async {
            for name in ["person", "action", "object", "object_id", "page", "format"] {
                for text in ["%", "_", "'", "\"", "\0", "<script>alert(1)</script>", "\u{202E}", "-1", &long] {
                    let page = officer.open(&asking("/audit", name, text)).await;
                    assert_eq!(page.status, 200, "{name} {text:.20?}");
                    assert!(!page.says("<script>alert"));
                }
            }
            assert!(officer.open("/audit?person=Иванова".replace("Иванова", "abc").as_str()).await.says("Это не номер карточки"));
            assert!(officer.open("/audit?object_id=7").await.says("чей это номер"));
        });
    });
}

#[test]
fn the_check_tells_a_whole_chain_from_a_broken_one() {
    on_each_engine(|db| {
        region(db);
        let mut officer = at_work(db, Role::DataProtection);
        tell(async {
            officer.open("/audit").await;
            let key = officer.page.html.split("action=\"/audit/verification\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            let page = officer.post("/audit/verification", &[("_key", &key)]).await.clone();
            assert!(page.says("Журнал цел") && page.path.starts_with("/audit/verifications/"), "{}", page.html);
            let again = officer.post("/audit/verification", &[("_key", &key)]).await;
            assert_eq!(again.path, page.path, "a second press is the same check");
            db.writing(|tx| Ok(tx.execute("UPDATE audit_event SET object_id = 'forged' WHERE seq = 1", params![])?)).await.unwrap();
            officer.open("/audit").await;
            let page = officer.post("/audit/verification", &[("_key", "0123456789abcdef0123456789abcdef")]).await;
            assert!(page.says("Журнал повреждён") && page.says("Событие № 1: запись о событии изменена"), "{}", page.html);
        });
    });
}
