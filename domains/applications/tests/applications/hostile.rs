//! Bad and hostile input: names, dates, files, links, floods.

use crate::stage::*;
use access::Role;
use kernel::{Clock, db::testing::on_each_engine};

#[test]
fn names_are_cleaned_or_refused_with_a_sentence() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            let long = "а".repeat(10_000);
            let refused = [(long.as_str(), "10000 знаков"), ("З\u{300}\u{301}\u{302}альго", "надстрочные"), ("Ивaнова", "смешаны"), ("<script>", "не может быть знака"), ("--", "ни одной буквы")];
            for (family, sentence) in refused {
                anna.post(&format!("{own}/name"), &[("family", family), ("given", "Анна")]).await;
                assert_eq!(anna.page.status, 422, "{sentence}");
                assert!(anna.page.says(sentence) && !anna.page.says("<script>alert"), "{sentence}");
            }
            anna.post(&format!("{own}/name"), &[("family", "Ива\u{202E}но\u{200B}ва\u{0}"), ("given", "Анна")]).await;
            assert_eq!(anna.page.status, 200, "{}", anna.page.html);
            assert!(anna.open(&format!("{own}/check")).await.says("Иванова"));
        });
    });
}

#[test]
fn a_foreign_or_expired_link_leads_nowhere() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        let mut own = String::new();
        tell(async {
            own = begin(&mut anna).await;
            for path in ["/apply/0", &format!("/apply/{}", "a".repeat(64)), &format!("{own}/nothing"), &format!("{own}/files/1"), "/apply/%00", "/apply/..%2f"] {
                assert_eq!(anna.open(path).await.status, 404, "{path}");
            }
        });
        let at = db.clock().now().saturating_add(jiff::SignedDuration::from_hours(181 * 24)).unwrap();
        let later = db.with_clock(Clock::fixed(at, db.clock().zone().clone()));
        let mut late = visitor(&web::testing::app(&later, listeners()));
        tell(async { assert_eq!(late.open(&own).await.status, 404) });
        assert_eq!(later.write(applications::apply::sweep).unwrap(), 1);
    });
}

#[test]
fn files_of_a_wrong_kind_or_too_large_are_refused_and_the_page_stays() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            anna.post(&format!("{own}/criteria"), &[("criteria", "experienced")]).await;
            let evidence = format!("{own}/evidence");
            let wrong: [(&str, &[u8], &str); 3] =
                [("experienced/diploma", b"MZ\x90\x00 not a pdf", "По содержанию файл не подходит"), ("experienced/diploma", b"", "Файл пустой"), ("union_head/diploma", PDF, "Выберите, какое основание")];
            for (purpose, bytes, sentence) in wrong {
                anna.open(&evidence).await;
                anna.upload(&evidence, &[("evidence", purpose)], &[("file", "Диплом.pdf", bytes)]).await;
                assert!(anna.page.status == 422 && anna.page.says(sentence), "{sentence}: {}", anna.page.html);
            }
            let large = vec![b'x'; 10 * 1024 * 1024 + 1];
            anna.open(&evidence).await;
            anna.upload(&evidence, &[("evidence", "experienced/diploma")], &[("file", "Диплом.pdf", &large)]).await;
            assert_eq!(anna.page.status, 413);
            assert!(anna.page.says("Уменьшите файл"));
            anna.open(&evidence).await;
            anna.upload(&evidence, &[("evidence", "experienced/diploma")], &[("file", "../../Дип\u{202E}лом.exe", PDF)]).await;
            assert!(anna.page.says("Диплом.pdf"), "{}", anna.page.html);
            let file = anna.page.link("/files/").unwrap();
            assert_eq!(anna.open(&file).await.bytes, PDF);
            anna.open(&evidence).await;
            anna.post(&format!("{file}/removal"), &[]).await;
            assert_eq!(anna.open(&file).await.status, 404);
        });
    });
}

#[test]
fn a_copy_of_the_database_opens_no_application() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            let secret = own.rsplit('/').next().unwrap().to_owned();
            anna.open(&format!("{own}/withdrawal")).await;
            let held = db.reading(move |tx| Ok(tx.query("SELECT location FROM form_submission UNION ALL SELECT link_hash FROM application", kernel::params![], |row| row.get::<String>(0))?)).await.unwrap();
            assert!(held.len() == 2 && held.iter().all(|text| !text.contains(&secret)), "{held:?}");
            let key = kernel::FormKey::fresh();
            let twice = [("_key", key.as_str()), ("email", "twice@school.example")];
            assert!(anna.post("/apply", &twice).await.says("Ваша заявка"));
            assert!(anna.post("/apply", &twice).await.says("Проверьте почту"));
        });
    });
}

#[test]
fn answers_of_no_list_and_a_flood_of_letters_are_stopped() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let mut anna = visitor(&app);
        tell(async {
            let own = begin(&mut anna).await;
            for (section, fields) in [
                ("education", [("education", "wizard"), ("category", "archmage")]),
                ("wishes", [("kind", "king"), ("work_directions", "d99")]),
                ("subjects", [("subjects", "alchemy"), ("main_subject", "alchemy")]),
                ("criteria", [("criteria", "luck"), ("note-luck", "много")]),
            ] {
                assert_eq!(anna.post(&format!("{own}/{section}"), &fields).await.status, 422, "{section}");
            }
            let mut last = 0;
            for _ in 0..8 {
                anna.open("/apply").await;
                last = anna.post("/apply", &[("email", EMAIL)]).await.status;
            }
            assert_eq!(last, 429);
            assert_eq!(anna.post("/apply", &[("email", "not an address")]).await.status, 422);
        });
    });
}

#[test]
fn every_staff_address_is_closed_to_strangers_and_to_roles_without_the_right() {
    on_each_engine(|db| {
        set_up(db);
        let app = app(db);
        let (id, _) = submitted(db, &app, &[]);
        let ministry = actor(db, Role::Ministry, "region", "ministry@example.ru");
        let (mut nobody, mut ministry) = (visitor(&app), browser(db, &app, &ministry));
        let pages =
            ["/applications".to_owned(), format!("/applications/{id}"), format!("/applications/{id}/return"), format!("/applications/{id}/application.pdf"), "/nominations".to_owned(), format!("/nominations/{id}")];
        let acts = ["acceptance", "return", "passing", "question", "duplicate", "endorsement", "decline", "findings/experienced"];
        tell(async {
            for page in &pages {
                assert!(nobody.open(page).await.path.starts_with("/login"), "{page}");
                assert_eq!(ministry.open(page).await.status, 404, "{page}");
            }
            for act in acts {
                let path = format!("/applications/{id}/{act}");
                assert!(nobody.post(&path, &[]).await.path.starts_with("/login"), "{act}");
                assert_eq!(ministry.post(&path, &[("version", "2"), ("holds-experienced", "yes"), ("note", "да"), ("reason", "other"), ("words-phone", "да")]).await.status, 404, "{act}");
            }
        });
        assert_eq!(state(db, id), applications::State::Submitted);
    });
}
