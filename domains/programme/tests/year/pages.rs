//! The pages without a script: empty, full, with errors, and what others see.

use crate::stage::{self, deed, tell};
use jiff::civil::date;
use kernel::db::testing::on_each_engine;
use ledger::DeedKind;

#[test]
fn a_half_year_report_is_made_without_typing_a_figure() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (mut tamara, mut municipal) = (stage.browser(db, &stage.tamara), stage.browser(db, &stage.municipal));
        let year = format!("/year/{}", stage.person);
        tell(async {
            assert!(tamara.open("/cabinet/year").await.says("Плана пока нет") && tamara.page.says("Часов пока нет"), "{}", tamara.page.html);
            let wrong = tamara
                .post(&format!("{year}/lines"), &[("year", "2026"), ("version", "0"), ("what", "Мастер-класс"), ("month", "11"), ("direction", "d12"), ("kind", "activity"), ("count", "много"), ("hours", "3")])
                .await;
            assert!(wrong.status == 422 && wrong.says("value=\"много\"") && wrong.says("целое число от 1 до 500"), "{}", wrong.html);
            let fields =
                [("year", "2026"), ("version", "0"), ("what", "Мастер-класс"), ("month", "11"), ("direction", "d12"), ("kind", "activity"), ("count", "2"), ("hours", "3"), ("audience", ""), ("expected", "разработки")];
            assert!(tamara.post(&format!("{year}/lines"), &fields).await.says("Строка добавлена"), "{}", tamara.page.html);
            let edit = tamara.page.link("/lines/").unwrap();
            assert!(tamara.open(&edit).await.says("value=\"Мастер-класс\""), "{}", tamara.page.html);
            let edit = edit.split('?').next().unwrap().to_owned();
            assert!(
                tamara
                    .post(&edit, &[("year", "2026"), ("version", "2"), ("what", "Мастер-классы"), ("month", "11"), ("direction", "d12"), ("kind", "activity"), ("count", "2"), ("hours", "1,5")])
                    .await
                    .says("Строка изменена"),
                "{}",
                tamara.page.html
            );
            deed(db, stage.person, (date(2026, 11, 5), "d12", DeedKind::Activity, 90));
            deed(db, stage.person, (date(2026, 11, 6), "d05", DeedKind::Mentoring, 45));
            assert!(tamara.open("/cabinet/year").await.says("Сделано сверх плана") && tamara.page.says("То же таблицей"), "{}", tamara.page.html);
            assert!(tamara.post(&format!("{year}/plan/sending"), &[("year", "2026"), ("version", "3")]).await.says("отправлен на согласование"), "{}", tamara.page.html);

            assert!(municipal.open("/years?plan=sent").await.says("Опытнова Тамара"), "{}", municipal.page.html);
            assert!(municipal.open(&format!("{year}?year=2026")).await.says("Согласование плана"), "{}", municipal.page.html);
            let wrong = municipal.post(&format!("{year}/plan/decision"), &[("year", "2026"), ("version", "4"), ("word", "return"), ("words", "")]).await;
            assert!(wrong.status == 422 && wrong.says("что исправить"), "{}", wrong.html);
            assert!(municipal.post(&format!("{year}/plan/decision"), &[("year", "2026"), ("version", "4"), ("word", "yes")]).await.says("Решение записано"), "{}", municipal.page.html);

            let report = format!("{year}/report?year=2026&part=first");
            assert!(tamara.open(&report).await.says("Числа на сегодня") && tamara.page.says("Сдать отчёт"), "{}", tamara.page.html);
            assert!(
                tamara.post(&format!("{year}/report"), &[("year", "2026"), ("part", "first"), ("version", "0"), ("act", "send"), ("done", "Два мастер-класса"), ("hard", ""), ("next", "")]).await.says("Отчёт сдан"),
                "{}",
                tamara.page.html
            );
            for (kind, begins) in [("xlsx", b"PK".as_slice()), ("pdf", b"%PDF")] {
                assert!(municipal.open(&format!("{year}/report.{kind}?year=2026&part=first")).await.bytes.starts_with(begins), "{kind}");
            }
            assert!(municipal.open(&report).await.says("Два мастер-класса"), "{}", municipal.page.html);
            let wrong = municipal.post(&format!("{year}/report/decision"), &[("year", "2026"), ("part", "first"), ("version", "2"), ("word", "")]).await;
            assert!(wrong.status == 422 && wrong.says("Выберите решение"), "{}", wrong.html);
            assert!(municipal.post(&format!("{year}/report/decision"), &[("year", "2026"), ("part", "first"), ("version", "2"), ("word", "yes")]).await.says("Решение записано"), "{}", municipal.page.html);
            assert!(municipal.open("/years?part=first").await.says("принят"), "{}", municipal.page.html);
            assert!(municipal.open("/years?format=xlsx").await.bytes.starts_with(b"PK"));
        });
    });
}

#[test]
fn a_years_pages_are_nobodys_but_the_members_and_the_overseers() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        stage.planned(db);
        let year = format!("/year/{}", stage.person);
        let pages = ["", "/report", "/report.xlsx", "/report.pdf"];
        tell(async {
            for other in [&stage.far_municipal, &stage.far_member, &stage.deputy] {
                let mut browser = stage.browser(db, other);
                for page in pages {
                    assert_eq!(browser.open(&format!("{year}{page}")).await.status, 404, "{} opens {page}", other.role);
                }
                assert_eq!(browser.open(&format!("{year}/papers")).await.status, 404);
            }
            let mut municipal = stage.browser(db, &stage.municipal);
            assert_eq!(municipal.open(&format!("{year}/papers")).await.status, 404, "certificates are the member's own");
            assert_eq!(municipal.open(&year).await.status, 200);
            assert!(!municipal.page.says("Сравнение видите"), "the comparison is the member's own");
            let mut deputy = stage.browser(db, &stage.deputy);
            assert_eq!(deputy.open("/years").await.status, 404);
        });
        assert!(stage::count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'year.viewed'") >= 1, "a look at another's year is noted");
    });
}

#[test]
fn a_certificate_and_a_badge_by_forms() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        deed(db, stage.person, (date(2026, 11, 5), "d12", DeedKind::Activity, 90));
        let mut tamara = stage.browser(db, &stage.tamara);
        let papers = format!("/year/{}/papers", stage.person);
        tell(async {
            assert!(tamara.open(&papers).await.says("Справок пока нет"), "{}", tamara.page.html);
            let wrong = tamara.post(&papers, &[("from", "01.12.2026"), ("last", "вчера")]).await;
            assert!(wrong.status == 422 && wrong.says("value=\"вчера\""), "{}", wrong.html);
            assert!(tamara.post(&papers, &[("from", "01.09.2026"), ("last", "31.12.2026")]).await.says("Справка составлена"), "{}", tamara.page.html);
            let badge = tamara.page.html.split("action=\"").find(|part| part.split('"').next().is_some_and(|action| action.ends_with("/badge"))).unwrap().split('"').next().unwrap().to_owned();
            assert!(tamara.post(&badge, &[]).await.says("Значок опубликован"), "{}", tamara.page.html);
            assert!(tamara.post(&format!("{badge}/removal"), &[]).await.says("Значок снят"), "{}", tamara.page.html);
            let revoke = badge.replace("/badge", "/revocation");
            assert!(tamara.post(&revoke, &[]).await.says("отозвана"), "{}", tamara.page.html);
        });
    });
}
