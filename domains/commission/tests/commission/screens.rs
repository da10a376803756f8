//! The commission in browsers: the whole walk, pages empty, full and with errors, double clicks, strangers.

use crate::stage::{self, cast, tell};
use access::{Actor, Role};
use kernel::{FormKey, db::testing::on_each_engine};
use structure::places::REGION;

#[test]
fn a_meeting_from_planning_to_the_order_in_browsers() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let applications = ["Аистова", "Белкина"].map(|family| stage.endorsed(db, family, "sch-lyceum").to_string());
        let (mut vera, mut igor, mut anna) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.igor), stage.browser(db, &stage.anna));
        let (chair, second, secretary) = (stage.igor.account.to_string(), stage.anna.account.to_string(), stage.coordinator.account.to_string());
        tell(async {
            assert!(vera.open("/meetings").await.says("Заседаний пока нет"));
            assert!(vera.open("/meetings/new").await.says("Председателев Игорь"));
            let page = vera.post("/meetings", &[("held_on", "вчера"), ("chair", ""), ("secretary", &secretary)]).await;
            assert!(page.status == 422 && page.says("value=\"вчера\"") && page.says("href=\"#held_on\"") && page.says("<title>Ошибка"));
            let page = vera.post("/meetings", &[("held_on", "23.11.2026"), ("chair", ""), ("secretary", &secretary)]).await;
            assert!(page.status == 422 && page.says("href=\"#chair\""));
            assert!(vera.post("/meetings", &[("held_on", "23.11.2026"), ("chair", &chair), ("secretary", &secretary)]).await.says("Заседание назначено"), "{}", vera.page.html);
            let meeting = vera.page.path.split('?').next().unwrap().to_owned();
            assert!(vera.page.says("Повестка пуста"));

            assert!(vera.open(&format!("{meeting}/candidates")).await.says("Аистова"));
            assert_eq!(vera.post(&format!("{meeting}/candidates"), &[]).await.status, 422);
            assert!(vera.page.says("Отметьте в списке"));
            let page = vera.post(&format!("{meeting}/candidates"), &[("all", "yes")]).await;
            assert!(page.status == 200 && page.says("В повестку: 2\u{a0}кандидатуры"), "{}", page.html);
            let all = [("confirmed", "yes"), ("application", applications[0].as_str()), ("application", applications[1].as_str())];
            assert!(vera.post(&format!("{meeting}/candidates"), &all).await.says("добавлены в повестку"));
            assert!(vera.open(&format!("{meeting}/candidates")).await.says("Добавлять некого"));

            vera.open(&meeting).await;
            assert_eq!(vera.post(&format!("{meeting}/opening"), &[("version", "1")]).await.status, 422);
            assert!(vera.page.says("href=\"#present\""));
            let opening = [("version", "1"), ("present", chair.as_str()), ("present", second.as_str()), ("chair", chair.as_str())];
            assert!(vera.post(&format!("{meeting}/opening"), &opening).await.says("Заседание открыто"), "{}", vera.page.html);
            assert!(vera.page.says("кворум имеется"));

            for member in [&mut igor, &mut anna] {
                assert!(member.open("/meetings").await.says("Проголосовать: 2\u{a0}кандидатуры"), "{}", member.page.html);
                assert!(member.open(&format!("{meeting}/votes")).await.says("Проголосовать по отмеченным"));
                let names: Vec<String> = member.page.html.split("name=\"voice-").skip(1).map(|rest| format!("voice-{}", rest.split('"').next().unwrap())).collect();
                assert_eq!(names.len(), 2);
                assert!(member.post(&format!("{meeting}/votes"), &[(&names[0], "for"), (&names[1], "conflict")]).await.status == 422);
                assert!(member.page.says("в чём конфликт") && member.page.says("value=\"for\" selected"), "what was chosen stays");
                assert!(member.post(&format!("{meeting}/votes"), &[(&names[0], "for"), (&names[1], "against")]).await.says("Учтено: 2\u{a0}голоса"), "{}", member.page.html);
            }

            assert!(vera.open(&format!("{meeting}/inclusions")).await.says("Можно включить: 1\u{a0}человек"), "{}", vera.page.html);
            let item = vera.page.html.split("name=\"item\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            assert!(vera.post(&format!("{meeting}/inclusions"), &[("item", &item)]).await.says("Решение записано"));
            assert!(vera.open(&format!("{meeting}/closing")).await.says("Закрыть пока нельзя"));
            let other = vera.page.link("/items/").unwrap();
            assert!(vera.open(&other).await.says("Квоты сейчас") && vera.page.says("большинства за включение нет"));
            let refusal = [("outcome", "refuse"), ("reason", ""), ("note", "Мало подтверждений"), ("version", "1")];
            let page = vera.post(&format!("{other}/decision"), &refusal).await;
            assert!(page.status == 422 && page.says("href=\"#reason\"") && page.says("Мало подтверждений"));
            let quotas = [("show", "quotas"), ("outcome", "include"), ("kind", "subject_methodist"), ("subject", "fizika"), ("municipality", "mo-bikin"), ("version", "1")];
            assert!(vera.post(&format!("{other}/decision"), &quotas).await.says("Место: "));
            let refusal = [("outcome", "refuse"), ("reason", "evidence_insufficient"), ("note", "Мало подтверждений"), ("version", "1")];
            assert!(vera.post(&format!("{other}/decision"), &refusal).await.says("Решение записано"));

            assert!(vera.open(&format!("{meeting}/closing")).await.says("После закрытия изменить решения нельзя"));
            let key = vera.page.key();
            assert!(vera.post(&format!("{meeting}/closing"), &[("_key", &key)]).await.says("Заседание закрыто"), "{}", vera.page.html);
            assert_eq!(vera.post(&format!("{meeting}/closing"), &[("_key", &key)]).await.status, 200, "a second click leads where the first did");
            assert_eq!(vera.post(&format!("{meeting}/closing"), &[("_key", FormKey::fresh().as_str())]).await.status, 409);
            assert!(vera.open(&format!("{meeting}/minutes.pdf")).await.bytes.starts_with(b"%PDF"));
            assert!(vera.open(&format!("{meeting}/agenda.xlsx")).await.bytes.starts_with(b"PK"));

            // The draft is thrown away: the meeting offers it again.
            let order = vera.open("/orders").await.link("/orders/0").unwrap();
            assert!(vera.open(&order).await.says("Аистова") || vera.page.says("Белкина"));
            assert_eq!(vera.post(&format!("{order}/discarding"), &[("version", "7"), ("_key", FormKey::fresh().as_str())]).await.status, 409, "somebody changed it meanwhile");
            vera.post(&format!("{order}/discarding"), &[("version", "1")]).await;
            assert!(vera.open(&meeting).await.says("Не вошли ни в один приказ: 1\u{a0}человек"), "{}", vera.page.html);
            assert!(vera.post(&format!("{meeting}/order"), &[]).await.path.starts_with("/orders/"));
            assert!(!vera.open(&meeting).await.says("Не вошли ни в один приказ"));
        });
    });
}

/// Addresses of a meeting that goes on, with one undecided item.
fn going_on(db: &kernel::Db, stage: &stage::Stage) -> (String, String) {
    let application = stage.endorsed(db, "Аистова", stage::SCHOOL);
    let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
    cast(db, &stage.igor, meeting, &items, "for").unwrap();
    (format!("/meetings/{meeting}"), format!("/meetings/{meeting}/items/{}", items[0]))
}

#[test]
fn every_page_opens_for_those_who_may_and_nobody_else() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (meeting, item) = going_on(db, &stage);
        let readable = ["/meetings".to_owned(), meeting.clone(), item.clone(), format!("{meeting}/minutes.pdf")];
        let of_coordinator = ["/meetings/new".to_owned(), format!("{meeting}/candidates"), format!("{meeting}/closing"), format!("{meeting}/agenda.xlsx"), format!("{meeting}/inclusions")];
        let strange: Vec<Actor> = [(Role::Municipal, stage::HOME), (Role::School, stage::SCHOOL), (Role::Ministry, REGION), (Role::Administrator, REGION), (Role::DataProtection, REGION)]
            .map(|(role, place)| stage::actor(db, role, place, "Чужой", None))
            .to_vec();
        let mut strangers: Vec<_> = strange.iter().map(|actor| stage.browser(db, actor)).collect();
        let (mut vera, mut anna, mut nobody) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.anna), stage.stranger());
        tell(async {
            for path in readable.iter().chain(&of_coordinator) {
                assert_eq!(vera.open(path).await.status, 200, "{path}");
                assert!(nobody.open(path).await.path.starts_with("/login"), "{path}");
                for stranger in &mut strangers {
                    assert_eq!(stranger.open(path).await.status, 404, "{path}");
                }
            }
            for path in &readable {
                assert_eq!(anna.open(path).await.status, 200, "{path}");
            }
            for path in &of_coordinator {
                assert_eq!(anna.open(path).await.status, 404, "{path}");
            }
            for path in [
                format!("{item}/decision"),
                format!("{item}/hands"),
                format!("{meeting}/attendance"),
                format!("{meeting}/closing"),
                format!("{meeting}/inclusions"),
                format!("{meeting}/cancelling"),
                format!("{item}/removal"),
                format!("{item}/reconsideration"),
            ] {
                assert_eq!(anna.post(&path, &[("outcome", "postponed"), ("version", "1")]).await.status, 404, "{path}");
                for stranger in &mut strangers {
                    assert_eq!(stranger.post(&path, &[]).await.status, 404, "{path}");
                }
            }
            for path in ["/meetings/none", "/meetings/00000000-0000-0000-0000-000000000000", "/meetings/00000000-0000-0000-0000-000000000000/votes"] {
                assert!(matches!(vera.open(path).await.status, 400 | 404), "{path}");
            }
            assert_eq!(vera.open(&format!("{meeting}/votes")).await.status, 404, "the coordinator has no ballot");
        });
    });
}

#[test]
fn the_ballot_warns_of_a_conflict_and_says_when_one_cannot_vote() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (meeting, item) = going_on(db, &stage);
        let namesake = stage::actor(db, Role::Commission, REGION, "аистова анна петровна", None);
        let application = stage.endorsed(db, "Воронова", stage::SCHOOL);
        let absent = stage.browser(db, &stage.pyotr);
        let (mut pyotr, mut newcomer, mut vera) = (absent, stage.browser(db, &namesake), stage.browser(db, &stage.coordinator));
        let address = meeting.clone();
        tell(async {
            assert!(pyotr.open(&format!("{address}/votes")).await.says("не отмечены присутствующим"));
            assert_eq!(newcomer.open(&format!("{address}/votes")).await.status, 404, "joined after the seats were frozen");
            assert!(vera.open(&item).await.says("Записать голоса поднятой рукой"));
            let pyotr_id = stage.pyotr.account.to_string();
            let page = vera.post(&format!("{item}/hands"), &[(&format!("voice-{pyotr_id}"), "for")]).await;
            assert!(page.status == 422 && page.says("не отмечен(а) присутствующим") && page.says("error-summary"));
        });
        let (second, _) = stage.opened(db, &[application], &[&stage.igor, &stage.anna, &namesake]);
        db.write(|tx| tx.execute("UPDATE agenda_item SET words = REPLACE(words, 'Воронова', 'Аистова')", &[]).map_err(Into::into)).unwrap();
        tell(async {
            assert!(newcomer.open(&format!("/meetings/{second}/votes")).await.says("имя совпадает с вашим"), "{}", newcomer.page.html);
        });
    });
}

#[test]
fn a_vote_sent_twice_counts_once_and_hostile_answers_do_no_harm() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (meeting, item) = going_on(db, &stage);
        let voice = format!("voice-{}", item.rsplit('/').next().unwrap());
        let (mut anna, mut vera) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.coordinator));
        tell(async {
            let key = FormKey::fresh();
            for _ in 0..2 {
                assert!(anna.post(&format!("{meeting}/votes"), &[("_key", key.as_str()), (&voice, "for")]).await.says("Учтено: 1\u{a0}голос"));
            }
            let hostile = [(voice.as_str(), "<script>"), ("voice-not-an-id", "for"), ("voice-", "for")];
            assert!(anna.post(&format!("{meeting}/votes"), &hostile).await.says("Учтено: 0\u{a0}голосов"));
            let page = vera.post(&format!("{item}/decision"), &[("outcome", "\u{202e}include"), ("note", "<script>alert(1)</script>"), ("version", "1")]).await;
            assert!(page.status == 422 && !page.says("<script>alert"));
            assert_eq!(vera.post(&format!("{item}/position"), &[("to", "nowhere")]).await.status, 404);
            assert_eq!(vera.post(&format!("{meeting}/inclusions"), &[("item", "x")]).await.status, 404);
        });
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'meeting.vote_cast'"), 2);
    });
}
