//! Each page empty, full and with errors; a half-year from school to region without typing a figure.

use crate::stage::{HOME, SCHOOL, deed, person, set, tell};
use jiff::civil::date;
use kernel::db::testing::on_each_engine;
use ledger::DeedKind;

fn version(html: &str) -> String {
    html.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[test]
fn a_half_year_goes_from_the_school_to_the_region_without_a_figure_typed() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            let anna = person(tx, "Трудова", SCHOOL);
            deed(tx, anna, DeedKind::Visit, "v1", ("d04", date(2026, 10, 1), 90, 3));
            Ok(())
        })
        .unwrap();
        let (mut irina, mut olga, mut nina, mut ministry) = (stage.browser(db, &stage.school), stage.browser(db, &stage.municipal), stage.browser(db, &stage.coordinator), stage.browser(db, &stage.ministry));
        tell(async {
            assert!(irina.open("/reports").await.says("Отчётов пока нет"));
            let page = irina.post("/reports", &[("from", "01.09.2026"), ("until", "31.12.2026")]).await;
            assert!(page.status == 200 && page.says("Живые цифры") && page.says("1,5\u{a0}ч") && page.says("Помощь") || page.says("ШНОР"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            let long = "я".repeat(3_001);
            let page = irina.post(&format!("{url}/freezing"), &[("version", "1"), ("done", &long)]).await;
            assert!(page.status == 422 && page.says("Слишком длинно") && page.says(&long));
            irina.open(&url).await;
            let page = irina.post(&format!("{url}/words"), &[("version", "1"), ("done", "Школа <b>наставника</b>")]).await;
            assert!(page.says("Слова сохранены") && page.says("&lt;b&gt;"));
            let at = version(&page.html);
            let page = irina.post(&format!("{url}/freezing"), &[("version", &at), ("done", "Школа наставника")]).await;
            assert!(page.says("Цифры зафиксированы") && page.says("Сдать отчёт"), "{}", page.html);
            let at = version(&page.html);
            assert_eq!(olga.open(&url).await.status, 404, "not handed in yet");
            assert!(irina.post(&format!("{url}/handing"), &[("version", &at)]).await.says("Отчёт сдан"));
            assert!(olga.open("/reports?view=received").await.says("СОШ № 6"));
            let page = olga.open(&url).await;
            assert!(page.says("Принять") && page.says("Школа наставника") && page.says("1,5\u{a0}ч"));
            let at = version(&page.html);
            let page = olga.post(&format!("{url}/return"), &[("version", &at), ("answer", "")]).await;
            assert!(page.status == 422 && page.says("Напишите, что исправить"), "{}", page.html);
            olga.open(&url).await;
            assert!(olga.post(&format!("{url}/acceptance"), &[("version", &at)]).await.says("Отчёт принят"));
            for (who, next) in [(&mut olga, "Сдать отчёт"), (&mut nina, "Отправить в министерство")] {
                let page = who.post("/reports", &[("from", "01.09.2026"), ("until", "31.12.2026")]).await;
                let url = page.path.split('?').next().unwrap().to_owned();
                assert!(page.says("1,5\u{a0}ч"), "counted anew: {}", page.html);
                let at = version(&page.html);
                let page = who.post(&format!("{url}/freezing"), &[("version", &at)]).await;
                assert!(page.says(next), "{}", page.html);
                let at = version(&page.html);
                assert!(who.post(&format!("{url}/handing"), &[("version", &at)]).await.says("Отчёт сдан"));
                let page = who.open(&format!("{url}/below")).await;
                assert!(page.says("Кто сдал: 1 из") && page.says("Сходятся ли цифры"), "{}", page.html);
                for (file, sign) in [("report.pdf?edition=1", "%PDF"), ("report.xlsx", "PK")] {
                    let page = who.open(&format!("{url}/{file}")).await;
                    assert!(page.status == 200 && page.bytes.starts_with(sign.as_bytes()), "{file}");
                }
            }
            let region = nina.open("/reports").await.link("/reports/0").unwrap();
            assert_eq!(ministry.open(&region).await.status, 200);
            assert_eq!(ministry.open(&url).await.status, 404, "no school for the ministry");
        });
    });
}

#[test]
fn figures_for_any_days_stand_on_one_page_and_in_a_sheet() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut nina, mut ministry, mut irina, mut member) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.ministry), stage.browser(db, &stage.school), stage.browser(db, &stage.member));
        tell(async {
            let page = nina.open("/indicators?from=01.10.2026&until=15.10.2026").await;
            assert!(page.status == 200 && page.says("с 01.10.2026 по 15.10.2026") && page.says("Заполненность квоты") && page.says("Работа за эти дни не записана"), "{}", page.html);
            assert!(nina.open("/indicators?from=вчера").await.says("первое полугодие 2026/27"));
            assert!(nina.open("/indicators?format=xlsx&from=01.10.2026&until=15.10.2026").await.bytes.starts_with(b"PK"));
            assert!(nina.open("/indicators/figures.pdf").await.bytes.starts_with(b"%PDF"));
            assert_eq!(ministry.open(&format!("/indicators?place={HOME}")).await.status, 200);
            assert_eq!(ministry.open(&format!("/indicators?place={SCHOOL}")).await.status, 404);
            let page = ministry.open(&format!("/indicators/diagnosed?place={HOME}")).await;
            assert!(page.status == 200 && !page.says("СОШ № 6"), "schools are not the ministry's to see");
            let page = irina.open("/indicators").await;
            assert!(page.status == 200 && !page.says("Помощь школам с низкими") && !page.says("Охват муниципалитетов"));
            assert_eq!(irina.open(&format!("/indicators?place={HOME}")).await.status, 404);
            assert_eq!(member.open("/indicators").await.status, 404);
            assert_eq!(nina.open("/indicators/none").await.status, 404);
        });
    });
}

#[test]
fn a_definition_is_changed_by_the_coordinator_as_a_new_version() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut nina, mut olga) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.municipal));
        tell(async {
            assert_eq!(olga.open("/indicators/events/edit").await.status, 404);
            let page = olga.open("/indicators/events").await;
            assert!(page.says("Что это значит") && page.says("Координатор актива") && !page.says("Изменить определение") && page.says("СОШ № 6"));
            assert!(nina.open("/indicators/events/edit").await.says("Старые отчёты останутся"));
            let page = nina.post("/indicators/events", &[("number", "1"), ("title", ""), ("formula", "Слова"), ("owner", "Отдел"), ("valid_from", "31.02.2027"), ("notes", "ещё")]).await;
            assert!(page.status == 422 && page.says("Заполните это поле") && page.says("Такой даты нет") && page.says("31.02.2027"), "{}", page.html);
            let page = nina.post("/indicators/events", &[("number", "1"), ("title", "Мероприятия актива"), ("formula", "Слова"), ("owner", "Отдел"), ("valid_from", "01.12.2026"), ("last_day", "")]).await;
            assert!(page.says("Новая версия определения записана") && page.says("Отдел"), "{}", page.html);
        });
    });
}
