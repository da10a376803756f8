//! The applicant over HTTP: from the first page to the number.

use crate::stage::*;
use applications::State;
use kernel::{Db, db::testing::on_each_engine};

fn states(db: &Db) -> Vec<State> {
    db.read(|tx| Ok(tx.query("SELECT state FROM application ORDER BY started_at", kernel::params![], |row| row.get(0))?)).unwrap()
}

#[test]
fn anna_fills_the_whole_form_and_gets_a_number() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            assert!(anna.page.says("не начато"), "{}", anna.page.html);
            assert_eq!(anna.page.headers["referrer-policy"], "same-origin");
            for (section, fields) in card() {
                anna.open(&format!("{own}/{section}")).await;
                anna.post(&format!("{own}/{section}"), &fields).await;
                assert_eq!(anna.page.status, 200, "{section}: {}", anna.page.html);
            }
            assert!(anna.page.path.ends_with("/evidence"), "{}", anna.page.path);
            for (purpose, name) in [("experienced/category_order", "Приказ.pdf"), ("experienced/diploma", "Диплом.pdf")] {
                anna.upload(&format!("{own}/evidence"), &[("evidence", purpose)], &[("file", name, PDF)]).await;
                assert!(anna.page.says(name), "{}", anna.page.html);
            }
            for kind in ["inclusion", "processing", "publication"] {
                let page = anna.open(&format!("{own}/consent/{kind}")).await;
                assert!(!page.says("checked"), "nothing is ticked beforehand");
                let text = page.html.split("name=\"text\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
                anna.post(&format!("{own}/consent/{kind}"), &[("text", &text), ("agree", if kind == "publication" { "no" } else { "yes" })]).await;
            }
            assert!(anna.page.path.ends_with("/check") && anna.page.says("Отправить заявку"), "{}", anna.page.html);
            anna.post(&format!("{own}/submission"), &[]).await;
            assert!(anna.page.says("РМА-2026-00001") && anna.page.says("принята 23.11.2026"), "{}", anna.page.html);
            assert!(anna.open(&format!("{own}/application.pdf")).await.bytes.starts_with(b"%PDF"));
        });
        assert_eq!(states(db), [State::Submitted]);
        assert!(letters(db).iter().all(|(address, _)| address == EMAIL));
        assert_eq!(letters(db).len(), 2);
    });
}

#[test]
fn what_was_typed_stays_and_the_error_stands_at_its_field() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            let typed = [("family", "Редкофамильцева"), ("given", ""), ("birth_on", "31.02.1985")];
            anna.post(&format!("{own}/name"), &typed).await;
            assert_eq!(anna.page.status, 422);
            assert!(anna.page.says("data-error-summary") && anna.page.says("href=\"#birth_on\"") && anna.page.says("value=\"31.02.1985\""), "{}", anna.page.html);
            assert!(anna.page.says("Укажите имя") && anna.page.says("<title>Ошибка"));
            assert!(anna.open(&format!("{own}/name")).await.says("value=\"31.02.1985\""), "kept although wrong");
            assert!(anna.open(&own).await.says("в работе"));
        });
    });
}

#[test]
fn the_school_is_chosen_in_two_steps_and_found_by_part_of_its_name() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            let work = format!("{own}/work");
            assert!(!anna.open(&work).await.says("Лицей"));
            anna.post(&work, &[("municipality", HOME), ("position", "uchitel"), ("do", "schools")]).await;
            assert!(anna.page.says("Лицей № 12") && anna.page.says("СОШ № 6") && !anna.page.says("дальнего"), "{}", anna.page.html);
            anna.post(&work, &[("municipality", HOME), ("position", "uchitel"), ("school_q", "лиц 12"), ("do", "schools")]).await;
            assert!(anna.page.says("Лицей № 12") && !anna.page.says("СОШ № 6"));
            anna.post(&work, &[("municipality", &without_service()), ("school", SCHOOL), ("position", "uchitel")]).await;
            assert_eq!(anna.page.status, 422);
            assert!(anna.page.says("такой действующей школы нет") && anna.page.says("дальнего"), "{}", anna.page.html);
        });
    });
}

#[test]
fn a_draft_is_kept_while_one_types_and_rows_come_and_go() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            anna.post(&format!("{own}/contacts/draft"), &[("phone", "8914"), ("email", "x")]).await;
            assert_eq!(anna.page.status, 204);
            assert!(anna.open(&format!("{own}/contacts")).await.says("value=\"8914\""));
            let two = [("course-0-topic", "Первая"), ("course-1-topic", "Вторая")];
            anna.post(&format!("{own}/courses"), &[&two[..], &[("do", "add")]].concat()).await;
            assert!(anna.page.says("Первая") && anna.page.says("course-2-topic"), "{}", anna.page.html);
            anna.post(&format!("{own}/courses"), &[&two[..], &[("remove", "course-0"), ("do", "add")]].concat()).await;
            assert!(!anna.page.says("Первая") && anna.page.says("Вторая"));
        });
    });
}

#[test]
fn sending_twice_is_sending_once_and_nothing_is_sent_without_consents() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            for (section, fields) in card() {
                anna.post(&format!("{own}/{section}"), &fields).await;
            }
            anna.open(&format!("{own}/check")).await;
            assert!(anna.page.says("нужен ваш ответ") && anna.page.says("ни одно основание пока не подтверждается"), "{}", anna.page.html);
            anna.post(&format!("{own}/submission"), &[]).await;
            assert_eq!(anna.page.status, 422);
            for kind in ["inclusion", "processing", "publication"] {
                let page = anna.open(&format!("{own}/consent/{kind}")).await;
                let text = page.html.split("name=\"text\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
                anna.post(&format!("{own}/consent/{kind}"), &[("text", &text), ("agree", "yes"), ("items", "school"), ("term", "one_year")]).await;
            }
            let key = kernel::FormKey::fresh();
            for _ in 0..2 {
                anna.post(&format!("{own}/submission"), &[("_key", key.as_str())]).await;
                assert!(anna.page.says("РМА-2026-00001"), "{}", anna.page.html);
            }
            anna.post(&format!("{own}/name"), &[("family", "Другая")]).await;
            assert_eq!(anna.page.status, 409);
        });
        assert_eq!(states(db).len(), 1);
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM person", kernel::params![])?)).unwrap(), 1);
    });
}

#[test]
fn the_link_is_sent_again_without_telling_whether_there_is_an_application() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            begin(&mut anna).await;
            anna.open("/apply/again").await;
            let known = anna.post("/apply/again", &[("email", EMAIL)]).await.html.clone();
            anna.open("/apply/again").await;
            let unknown = anna.post("/apply/again", &[("email", "nobody@school.example")]).await.html.clone();
            assert_eq!(known, unknown);
        });
        let sent = letters(db);
        assert_eq!(sent.len(), 2);
        let link = sent[1].1.lines().find(|line| line.starts_with("http")).unwrap().replace("http://test.local", "");
        tell(async { assert!(anna.open(&link).await.says("Ваша заявка")) });
    });
}

#[test]
fn an_application_is_withdrawn_and_a_draft_leaves_nothing() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (_, token) = submitted(db, &app, &[]);
        let mut anna = visitor(&app);
        tell(async {
            anna.open(&token.path("/withdrawal")).await;
            assert!(anna.post(&token.path("/withdrawal"), &[("reason", "Передумала")]).await.says("Заявка отозвана"), "{}", anna.page.html);
            let own = begin(&mut anna).await;
            anna.open(&format!("{own}/withdrawal")).await;
            assert!(anna.post(&format!("{own}/withdrawal"), &[]).await.says("Черновик удалён"));
            assert_eq!(anna.open(&own).await.status, 404);
        });
        assert_eq!(states(db), [State::Withdrawn]);
        let due: Vec<String> = db.read(|tx| Ok(tx.query("SELECT kind || ' ' || about || ' ' || opened_on || ' ' || due_on FROM duty", &[], |row| row.get(0))?)).unwrap();
        assert_eq!(due, ["destroy purpose_reached 2026-11-23 2026-12-23"], "the draft left nobody's data, the application did");
    });
}
