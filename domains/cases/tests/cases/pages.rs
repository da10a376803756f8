//! The pages without a script: empty, full, with errors, and sent twice.

use crate::stage::{self, tell};
use kernel::db::testing::on_each_engine;

#[test]
fn a_case_by_forms_from_the_proposal_to_a_confirmed_link() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (mut deputy, mut anna, mut methodist) = (stage.browser(db, &stage.deputy), stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist));
        let direction = stage::direction();
        let (person, asked) = (stage.teacher.to_string(), stage.methodist.person.unwrap().to_string());
        let deficit = stage.declared(db, 0).to_string();
        tell(async {
            assert!(deputy.open("/cases").await.says("Ничего не нашлось"), "{}", deputy.page.html);
            assert!(deputy.open("/cases/new?text=%D1%80%D0%B5%D0%B4%D0%BA").await.says("Редкофамильцева"));
            let new = format!("/cases/new?person={person}");
            assert!(deputy.open(&new).await.says("отказ не имеет последствий"));
            let wrong = deputy.post(&new, &[("kind", "full"), ("direction", &direction), ("reason", "Выявлены затруднения"), ("grade", "Петя")]).await;
            assert!(wrong.status == 422 && wrong.says("Имена учеников") && wrong.says("value=\"Петя\"") && wrong.says("Выявлены затруднения"), "{}", wrong.html);
            assert!(deputy.post(&new, &[("kind", "full"), ("direction", &direction), ("reason", "Выявлены затруднения"), ("words", "Обратная связь")]).await.says("Предложение отправлено"), "{}", deputy.page.html);
            let case = deputy.page.path.split('?').next().unwrap().to_owned();

            assert!(anna.open("/cabinet/cases").await.says("ждёт согласия"), "{}", anna.page.html);
            assert!(anna.open(&case).await.says("Согласиться") && anna.page.says("Обратная связь"));
            assert!(anna.post(&format!("{case}/answer"), &[("version", "1"), ("word", "agree")]).await.says("Сопровождение началось"), "{}", anna.page.html);
            assert!(anna.page.says("<svg") && anna.page.says("Пройти диагностику") && anna.page.says("Пригласить методиста"), "{}", anna.page.html);

            assert!(anna.open(&format!("{case}/team?text=%D0%BC%D0%B5%D1%82%D0%BE%D0%B4")).await.says("Методистова"), "{}", anna.page.html);
            assert!(anna.post(&format!("{case}/team"), &[("person", &asked), ("role", "deputy_head"), ("text", "метод")]).await.status == 422 && anna.page.says("из школы, где работает"), "{}", anna.page.html);
            assert!(anna.post(&format!("{case}/team"), &[("person", &asked), ("role", "regional_methodist")]).await.says("Приглашение отправлено"), "{}", anna.page.html);
            assert!(methodist.open("/cases/invitations").await.says("Редкофамильцева"));
            let invitation = methodist.page.link("/cases/invitations/").unwrap();
            assert!(methodist.open(&invitation).await.says("региональный методист") && !methodist.page.says("Обратная связь"), "no content before a yes");
            assert!(methodist.post(&invitation, &[("version", "1"), ("word", "yes")]).await.says("Вы в команде"), "{}", methodist.page.html);
            assert!(!methodist.open("/cases/invitations").await.says("Редкофамильцева"), "answered, it waits no more");

            assert!(anna.open(&format!("{case}/deficits")).await.says("пока ничего нет"));
            assert_eq!(anna.post(&format!("{case}/deficits"), &[]).await.status, 422);
            assert!(anna.post(&format!("{case}/deficits"), &[("deficit", &deficit)]).await.says("взяты в работу"), "{}", anna.page.html);
            assert!(anna.open(&format!("{case}/measures")).await.says("Имён и любых данных учеников"));
            let class = [("moment", "before"), ("grade", "7б"), ("class_subject", "matematika"), ("source", "vpr"), ("measured_on", "10.09.2026"), ("pupils", "24"), ("below_minimum", "9")];
            assert!(anna.post(&format!("{case}/measures"), &class).await.says("9 из 24 (38"), "{}", anna.page.html);
            assert!(anna.page.says("не для оценки учителя"));
            assert!(anna.open(&format!("{case}/link")).await.says("Предложить связь"));
            let measure = anna.page.html.split("<option value=\"").map(|rest| rest.split('"').next().unwrap()).filter(|value| value.len() == 36).last().unwrap().to_owned();
            let wrong = anna.post(&format!("{case}/link"), &[("deficit", &deficit), ("measure", &measure), ("grounds", "")]).await;
            assert!(wrong.status == 422 && wrong.says("Объясните, почему"), "{}", wrong.html);
            assert!(anna.post(&format!("{case}/link"), &[("deficit", &deficit), ("measure", &measure), ("grounds", "Одни и те же ошибки")]).await.says("Связь предложена"), "{}", anna.page.html);
            assert!(methodist.open(&format!("{case}/link")).await.says("Одни и те же ошибки"));
            let action = methodist.page.html.split("action=\"").map(|rest| rest.split('"').next().unwrap()).find(|action| action.ends_with("/answer")).unwrap().to_owned();
            assert!(methodist.post(&action, &[("version", "2"), ("word", "yes")]).await.says("Ответ записан"), "{}", methodist.page.html);
            deputy.open(&format!("{case}/link")).await;
            assert!(deputy.post(&action, &[("version", "3"), ("word", "yes")]).await.says("подтверждена"), "{}", deputy.page.html);
            assert!(deputy.open("/cases").await.says("helix-small") && deputy.page.says("на ступени"));
            assert!(deputy.open("/cases?format=xlsx").await.bytes.starts_with(b"PK"));
        });
    });
}

#[test]
fn every_page_of_a_case_opens_to_the_team_and_to_no_stranger() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let (mut anna, mut methodist, mut stranger, mut overseer) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist), stage.browser(db, &stage.far_deputy), stage.browser(db, &stage.municipal));
        tell(async {
            for page in ["", "/team", "/deficits", "/evidence", "/measures", "/link", "/notes", "/review", "/turn", "/stop"] {
                let path = format!("/cases/{id}{page}");
                let status = anna.open(&path).await.status;
                assert_eq!(status, 200, "{path}: {}", anna.page.html);
                assert!(!anna.page.says("style=\"") && !anna.page.says("onclick"), "{path}");
                assert_eq!(methodist.open(&path).await.status, 200, "{path}");
                assert_eq!(stranger.open(&path).await.status, 404, "{path}");
                let expected = if page.is_empty() { 200 } else { 404 };
                assert_eq!(overseer.open(&path).await.status, expected, "{path}");
            }
            assert!(!overseer.open(&format!("/cases/{id}")).await.says("формирующем оценивании"), "progress has nobody's words");
            assert!(overseer.page.says("Вам виден ход работы без содержания"));
            for kind in cases::Group::ALL {
                assert_eq!(anna.open(&format!("/cases/{id}?kind={kind}")).await.status, 200);
            }
        });
    });
}

#[test]
fn a_stage_is_not_forced_by_an_address_and_a_double_click_acts_once() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let (mut methodist, mut anna) = (stage.browser(db, &stage.methodist), stage.browser(db, &stage.anna));
        let version = stage.case(db, id).version.to_string();
        tell(async {
            methodist.open(&format!("/cases/{id}")).await;
            let forged = [("what", "attempt:00000000-0000-7000-8000-000000000001"), ("words", "")];
            assert_eq!(methodist.post(&format!("/cases/{id}/evidence"), &forged).await.status, 404, "nothing is pointed at that isn't there");
            anna.open(&format!("/cases/{id}/notes")).await;
            let key = anna.page.key();
            for _ in 0..2 {
                anna.post(&format!("/cases/{id}/notes"), &[("_key", key.as_str()), ("words", "Завтра в три")]).await;
            }
            let wrong = anna.post(&format!("/cases/{id}/stop"), &[("version", &version), ("reason", "")]).await;
            assert!(wrong.status == 422 && wrong.says("почему работа прекращается"), "{}", wrong.html);
        });
        assert_eq!(stage.case(db, id).rung, 2);
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_note"), 1);
    });
}

#[test]
fn a_verdict_that_lacks_its_words_says_so_beside_its_own_deficit_and_keeps_what_was_chosen() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let (first, second) = (stage.taken(db, id, 0), stage.taken(db, id, 1));
        stage.climbed(db, id, 2..=6);
        let mut methodist = stage.browser(db, &stage.methodist);
        tell(async {
            let page = format!("/cases/{id}/deficits");
            assert!(methodist.open(&page).await.says(&format!("id=\"words-{first}\"")) && methodist.page.says(&format!("id=\"words-{second}\"")), "{}", methodist.page.html);
            let (verdict, words) = (format!("verdict-{first}"), format!("words-{first}"));
            let wrong = methodist.post(&format!("{page}/{first}/verdict"), &[("version", "1"), (&verdict, "not_removed"), (&words, " ")]).await;
            assert!(wrong.status == 422 && wrong.says("Объясните") && wrong.says(&format!("href=\"#{words}\"")) && wrong.says("value=\"not_removed\" checked"), "{}", wrong.html);
            let done = methodist.post(&format!("{page}/{first}/verdict"), &[("version", "1"), (&verdict, "removed"), (&words, "Видно на уроках")]).await;
            assert!(done.status == 200 && done.says("Итог записан") && done.says("Видно на уроках"), "{}", done.html);
        });
    });
}
