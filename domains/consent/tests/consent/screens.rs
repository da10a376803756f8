//! The screens over HTTP: the member, staff, strangers, two at once.

use crate::stand::{FAMILY, Stage, account, all_given, given, listeners, set_up, staff, tell, visitor};
use access::Role;
use consent::{ConsentKind, PublicationItem, has_live, live_items};
use kernel::{Db, db::testing::on_each_engine, id::PersonId};
use structure::places::REGION;
use web::{App, testing::Visitor};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

struct House {
    stage: Stage,
    app: App,
    anna: Visitor,
}

fn house(db: &Db) -> House {
    let stage = set_up(db);
    let app = web::testing::app(db, listeners());
    crate::stand::later(db, -10)
        .write(|tx| {
            all_given(tx, stage.anna);
            Ok(())
        })
        .unwrap();
    let own = db.write(|tx| Ok(account(tx, &format!("{FAMILY} Анна"), "anna@example.ru", Role::Member, REGION, Some(stage.anna))));
    let anna = visitor(db, &app, own.unwrap());
    House { stage, app, anna }
}

async fn live(db: &Db, person: PersonId) -> Vec<PublicationItem> {
    db.reading(move |tx| live_items(tx, person, tx.today())).await.unwrap()
}

async fn processing(db: &Db, person: PersonId) -> bool {
    db.reading(move |tx| has_live(tx, person, ConsentKind::Processing, tx.today())).await.unwrap()
}

#[test]
fn a_member_reads_prints_and_withdraws_in_two_clicks() {
    on_each_engine(|db| {
        let mut house = house(db);
        tell(async {
            let anna = &mut house.anna;
            assert!(anna.open("/cabinet/consents").await.says("Мои согласия"), "{}", anna.page.html);
            let paper = anna.page.link("/document").unwrap();
            let text = anna.page.link("/cabinet/consents/0").unwrap();
            let button = anna.page.html.split("href=\"").filter_map(|rest| rest.split('"').next()).filter(|href| href.ends_with("/withdrawal")).last().unwrap().to_owned();
            assert!(anna.open(&paper).await.bytes.starts_with(b"%PDF"));
            assert!(anna.open(&text).await.says("Контрольная сумма"));
            assert!(anna.open(&button).await.says("исчезают с открытой страницы участников сразу"), "{}", anna.page.html);
            assert!(anna.post(&button, &[]).await.says("на открытой странице о вас ничего не сказано"), "{}", anna.page.html);
            assert_eq!(live(db, house.stage.anna).await, []);
            assert!(processing(db, house.stage.anna).await);
        });
    });
}

#[test]
fn a_member_takes_down_one_datum_and_chooses_again() {
    on_each_engine(|db| {
        let mut house = house(db);
        tell(async {
            let anna = &mut house.anna;
            let one = anna.open("/cabinet/consents").await.link("withdrawal?item=school").unwrap();
            let confirm = anna.open(&one).await.clone();
            assert!(confirm.says("остальные остаются"));
            anna.post(one.split('?').next().unwrap(), &[("item", "school")]).await;
            assert_eq!(live(db, house.stage.anna).await, [PublicationItem::FullName, PublicationItem::Subject]);
            anna.open("/cabinet/consents/new/publication").await;
            assert!(!anna.page.says("checked"), "nothing is ticked beforehand");
            let text = anna.page.html.split("name=\"text\" value=\"").nth(1).unwrap()[..36].to_owned();
            let wrong = anna.post("/cabinet/consents/new/publication", &[("text", &text), ("items", "school"), ("last_day", "31.02.2027")]).await;
            assert!(wrong.status == 422 && wrong.says("value=\"31.02.2027\"") && wrong.says("href=\"#last_day\"") && wrong.says("checked"));
            anna.post("/cabinet/consents/new/publication", &[("text", &text), ("items", "school"), ("last_day", "01.03.2027")]).await;
            assert!(anna.page.says("по 1\u{a0}марта 2027"), "{}", anna.page.html);
            assert_eq!(live(db, house.stage.anna).await, [PublicationItem::School]);
            let none = anna.post("/cabinet/consents/new/processing", &[("text", &text)]).await;
            assert_eq!(none.status, 409, "another text than the one in force for this kind");
        });
    });
}

#[test]
fn a_member_sees_what_is_held_and_who_looked() {
    on_each_engine(|db| {
        let mut house = house(db);
        let mut olga = staff(db, &house.app, Role::Coordinator, "olga@example.ru");
        tell(async {
            olga.open(&format!("/consents/people/{}", house.stage.anna)).await;
            assert!(olga.page.says(FAMILY));
            let anna = &mut house.anna;
            assert!(anna.open("/cabinet/about-me").await.says("Просмотр согласий"), "{}", anna.page.html);
            assert!(anna.page.says("Сотрудникова Ольга") && anna.page.says("Согласие на обработку персональных данных"));
            assert!(anna.open("/cabinet/about-me/document").await.bytes.starts_with(b"%PDF"));
            assert!(anna.open("/cabinet/about-me").await.says("Выгружено всё"));
        });
    });
}

#[test]
fn staff_register_a_paper_with_its_day_and_scan() {
    on_each_engine(|db| {
        let house = house(db);
        let mut olga = staff(db, &house.app, Role::Coordinator, "olga@example.ru");
        tell(async {
            olga.open("/consents/paper").await;
            olga.post("/consents/paper", &[("name", "редкоф")]).await;
            let card = olga.page.link("/consents/people/").unwrap_or_else(|| panic!("{}", olga.page.html));
            let form = format!("{card}/withdrawal");
            assert!(olga.open(&form).await.says("Что человек отзывает?"), "{}", olga.page.html);
            let wrong = olga.upload(&form, &[("what", "publication"), ("received_on", "24.11.2026")], &[]).await;
            assert!(wrong.status == 422 && wrong.says("не может быть в будущем") && wrong.says("value=\"24.11.2026\""), "{}", wrong.html);
            let junk = olga.upload(&form, &[("what", "publication"), ("received_on", "20.11.2026")], &[("scan", "a.pdf", b"MZ junk")]).await;
            assert!(junk.status == 422 && junk.says("href=\"#scan\""), "{}", junk.html);
            olga.upload(&form, &[("what", "publication"), ("received_on", "20.11.2026")], &[("scan", "требование.pdf", PDF)]).await;
            assert!(olga.page.status == 200 && olga.page.says("получено 20.11.2026"), "{}", olga.page.html);
            let scan = olga.page.link("/scan").unwrap();
            assert_eq!(olga.open(&scan).await.bytes, PDF);
            assert_eq!(live(db, house.stage.anna).await, []);
            assert!(olga.open("/duties").await.says("25.11.2026, среда"), "{}", olga.page.html);
            let again = format!("{card}/consent");
            olga.open(&again).await;
            let without = olga.upload(&again, &[("what", "publication"), ("items", "subject"), ("received_on", "23.11.2026")], &[]).await;
            assert!(without.status == 422 && without.says("нечем подтвердить"));
            olga.upload(&again, &[("what", "publication"), ("items", "subject"), ("received_on", "23.11.2026")], &[("scan", "c.pdf", PDF)]).await;
            assert_eq!(live(db, house.stage.anna).await, [PublicationItem::Subject]);
            olga.open(&format!("{card}/request")).await;
            assert!(olga.post(&format!("{card}/request"), &[("what", "access"), ("received_on", "23.11.2026")]).await.says("показать, какие данные хранятся"));
            let duty = olga.page.link("/duties/0").unwrap();
            olga.open(&duty).await;
            assert_eq!(olga.post(&duty, &[("version", "1"), ("outcome", "")]).await.status, 422);
            assert_eq!(olga.post(&duty, &[("version", "1"), ("outcome", "Отправлено")]).await.path, "/duties");
            for (tab, named) in [("", true), ("?show=without", false), ("?show=ending", false), ("?show=outdated", false)] {
                assert_eq!(olga.open(&format!("/consents{tab}")).await.says(FAMILY), named, "{tab}");
            }
        });
    });
}

#[test]
fn an_officer_brings_in_a_new_version() {
    on_each_engine(|db| {
        let house = house(db);
        let mut olga = staff(db, &house.app, Role::DataProtection, "olga@example.ru");
        tell(async {
            assert!(olga.open("/consents/texts").await.says("Новая редакция"));
            let form = "/consents/texts/new/publication";
            assert!(olga.open(form).await.says("## Где сведения открываются"));
            let typed = [("title", "Согласие"), ("body", "Оператор {оператор}"), ("approved_by", "приказ № 1"), ("valid_from", "вчера")];
            let wrong = olga.post(form, &typed).await;
            assert!(wrong.status == 422 && wrong.says("value=\"вчера\"") && wrong.says("<title>Ошибка"));
            let typed = [("title", "Согласие"), ("body", "Оператор {оператор}"), ("approved_by", "приказ № 1"), ("valid_from", "24.11.2026")];
            assert!(olga.post(form, &typed).await.says("вступит в силу"), "{}", olga.page.html);
            let text = olga.page.link("/consents/texts/0").unwrap();
            assert_eq!(olga.open(&text).await.status, 200);
        });
    });
}

#[test]
fn two_people_destroy_and_the_member_is_gone() {
    on_each_engine(|db| {
        let mut house = house(db);
        let mut one = staff(db, &house.app, Role::DataProtection, "one@example.ru");
        let mut two = staff(db, &house.app, Role::Coordinator, "two@example.ru");
        tell(async {
            let button = house.anna.open("/cabinet/consents").await.html.split("href=\"").filter_map(|rest| rest.split('"').next()).filter(|href| href.ends_with("/withdrawal")).nth(1).unwrap().to_owned();
            assert!(house.anna.open(&button).await.says("восстановить их нельзя"));
            house.anna.post(&button, &[]).await;
            assert!(!processing(db, house.stage.anna).await);
            let card = one.open("/destructions").await.link("/destructions/0").unwrap();
            assert!(one.open(&card).await.says("Утвердить первым"));
            one.post(&format!("{card}/first"), &[("version", "1")]).await;
            assert!(one.page.says("Второе должен дать другой сотрудник"), "{}", one.page.html);
            let alone = one.post(&format!("{card}/second"), &[("version", "2"), ("understood", "yes")]).await;
            assert_eq!(alone.status, 409);
            two.open(&card).await;
            let unsure = two.post(&format!("{card}/second"), &[("version", "2"), ("papers", "Заявление"), ("sheets", "ноль")]).await;
            assert!(unsure.status == 422 && unsure.says("href=\"#understood\"") && unsure.says("href=\"#sheets\"") && unsure.says("value=\"Заявление\""));
            let stale = two.post(&format!("{card}/second"), &[("version", "1"), ("understood", "yes")]).await;
            assert!(stale.status == 409 && stale.says("изменил кто-то другой"));
            two.open(&card).await;
            assert!(two.post(&format!("{card}/second"), &[("version", "2"), ("understood", "yes"), ("papers", "Заявление"), ("sheets", "2")]).await.says("Акт об уничтожении"), "{}", two.page.html);
            assert!(!two.page.says(FAMILY));
            for paper in ["act", "log"] {
                assert!(two.open(&format!("{card}/{paper}")).await.bytes.starts_with(b"%PDF"));
            }
            let log = std::fs::read_to_string(house.app.settings.data_dir.join("destructions.log")).unwrap();
            assert_eq!(log.lines().count(), 1);
            assert_ne!(house.anna.open("/cabinet/consents").await.path, "/cabinet/consents", "the account is closed");
        });
    });
}

#[test]
fn an_officer_takes_a_request_back_with_a_reason_and_the_person_sees_who_looked() {
    on_each_engine(|db| {
        let mut house = house(db);
        let mut officer = staff(db, &house.app, Role::DataProtection, "one@example.ru");
        let mut olga = staff(db, &house.app, Role::Coordinator, "two@example.ru");
        tell(async {
            let ask = format!("/consents/people/{}/destruction", house.stage.anna);
            officer.open(&ask).await;
            assert_eq!(officer.post(&ask, &[("what", "consent_withdrawn")]).await.status, 422, "the consent lives");
            officer.post(&ask, &[("what", "subject_demand")]).await;
            let card = officer.page.path.clone();
            assert!(officer.page.says("Отозвать запрос"), "{}", officer.page.html);
            assert!(!olga.open(&card).await.says("Отозвать запрос"), "who may not ask may not take back");
            assert_eq!(olga.post(&format!("{card}/withdrawal"), &[("version", "1"), ("why", "Нет")]).await.status, 404);
            let empty = officer.post(&format!("{card}/withdrawal"), &[("version", "1"), ("why", "")]).await;
            assert!(empty.status == 422 && empty.says("href=\"#why\""), "{}", empty.html);
            officer.post(&format!("{card}/withdrawal"), &[("version", "1"), ("why", "Передумала: <письмо>")]).await;
            assert!(officer.page.says("запрос отозван") && officer.page.says("Передумала: &lt;письмо&gt;") && !officer.page.says("Утвердить первым"), "{}", officer.page.html);
            assert!(house.anna.open("/cabinet/about-me").await.says("Просмотр запроса на уничтожение"), "{}", house.anna.page.html);
        });
    });
}

#[test]
fn strangers_see_nothing() {
    on_each_engine(|db| {
        let house = house(db);
        let other = db.write(|tx| {
            let other = crate::stand::person(tx, &house.stage.school, "Другова", None, None);
            given(tx, other, ConsentKind::Processing, &[], None)?;
            Ok(account(tx, "Другова Анна", "other@example.ru", Role::Member, REGION, Some(other)))
        });
        let mut other = visitor(db, &house.app, other.unwrap());
        let mut ministry = staff(db, &house.app, Role::Ministry, "min@example.ru");
        let mut commission = staff(db, &house.app, Role::Commission, "com@example.ru");
        let mut visitor = Visitor::new(&house.app, consent::router(Vec::new()));
        let own = db.read(|tx| Ok(consent::of_person(tx, &access::Scope::program("test"), house.stage.anna)?[0].id)).unwrap();
        let anna = house.stage.anna;
        let cabinet = [format!("/cabinet/consents/{own}"), format!("/cabinet/consents/{own}/document"), format!("/cabinet/consents/{own}/withdrawal")];
        let office = [
            "/consents".into(),
            format!("/consents/people/{anna}"),
            format!("/consents/people/{anna}/withdrawal"),
            format!("/consents/{own}/document"),
            format!("/consents/{own}/scan"),
            "/consents/paper".into(),
            "/consents/texts".into(),
            "/consents/texts/new/processing".into(),
            "/duties".into(),
            "/destructions".into(),
        ];
        tell(async {
            for path in cabinet.iter().chain(&office) {
                assert_eq!(other.open(path).await.status, 404, "another member: {path}");
                assert_eq!(ministry.open(path).await.status, 404, "the ministry: {path}");
                assert_eq!(commission.open(path).await.status, 404, "the commission: {path}");
                assert!(!visitor.open(path).await.says(FAMILY) && visitor.page.path.starts_with("/login"), "a visitor: {path}");
            }
            other.open("/cabinet/consents").await;
            assert_eq!(other.post(&cabinet[2], &[]).await.status, 404);
            assert_eq!(other.post(&format!("/consents/people/{anna}/withdrawal"), &[("what", "processing"), ("received_on", "20.11.2026")]).await.status, 404);
            assert!(processing(db, anna).await);
        });
    });
}

#[test]
fn every_page_stands_empty_and_nonsense_is_not_found() {
    on_each_engine(|db| {
        set_up(db);
        let app = web::testing::app(db, listeners());
        let mut olga = staff(db, &app, Role::DataProtection, "olga@example.ru");
        tell(async {
            for path in ["/consents", "/consents?show=without&page=99999999999", "/consents?show=%FF", "/duties", "/duties?show=closed&page=-1", "/destructions", "/consents/paper", "/consents/texts"] {
                olga.open(path).await;
                assert_eq!(olga.page.status, 200, "{path}: {}", olga.page.html);
            }
            for path in ["/consents/texts/new/nonsense", "/consents/people/0191b7c8-0000-7000-8000-000000000000", "/duties/0191b7c8-0000-7000-8000-000000000000"] {
                assert_eq!(olga.open(path).await.status, 404, "{path}");
            }
            olga.open("/consents/paper").await;
            assert!(olga.post("/consents/paper", &[("name", "<script>")]).await.says("Никого не нашли") && !olga.page.says("<script>alert"));
        });
    });
}
