//! Each page empty and full, for every level; sheets with their traces; a lot from announcement to check over HTTP.

use crate::stage::{HOME, SCHOOL, Truth, actor, difficulty, measuring, person, region, set, tell};
use access::Role;
use insight::Question;
use jiff::SignedDuration;
use kernel::{db::testing::on_each_engine, params};

const PAGES: [&str; 4] = ["/insight/worked", "/insight/link", "/insight/effect", "/insight/change"];

#[test]
fn every_page_stands_empty_and_full_for_every_level_without_a_name() {
    on_each_engine(|db| {
        let stage = set(db);
        let member = db.write(|tx| Ok(person(tx, "Членова", SCHOOL))).unwrap();
        let teacher = actor(db, Role::Member, SCHOOL, "Учитель", Some(member));
        let (mut nina, mut olga, mut irina, mut ministry, mut anna) =
            (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.municipal), stage.browser(db, &stage.school), stage.browser(db, &stage.ministry), stage.browser(db, &teacher));
        tell(async {
            assert!(nina.open("/insight").await.says("Ещё не посчитано"));
            for page in PAGES {
                assert!(irina.open(page).await.says("Ответ ещё не посчитан"), "{page}");
                assert_eq!(anna.open(page).await.status, 404);
            }
        });
        region(db, &stage.far, Truth { slope: -0.06, effect: -0.1, by_lot: true, schools: 24, teachers: 10 }, 11);
        for question in Question::ALL {
            insight::compute(db, *question, Some(&stage.coordinator)).unwrap();
        }
        tell(async {
            for who in [&mut nina, &mut olga, &mut irina, &mut ministry] {
                let hub = who.open("/insight").await;
                assert!(hub.status == 200 && hub.says("связь, а не доказанная причина") && hub.says("доказано"), "{}", hub.html);
                for page in PAGES {
                    let html = who.open(page).await;
                    assert!(html.status == 200 && html.says("Версия данных") && !html.says("Модельная"), "{page}: {}", html.html);
                    // What is said in words is drawn too, unless there is nothing to say.
                    assert!(html.says("class=\"drawn\"") || html.says("Показывать пока нечего") || html.says("не показана"), "{page}: {}", html.html);
                    let sheet = who.open(&format!("{page}?format=xlsx")).await;
                    assert!(sheet.bytes.starts_with(b"PK"), "{page}");
                }
            }
            let link = nina.open("/insight/link").await;
            assert!(link.says("Это связь, а не доказанная причина") && link.says("Край"));
            assert!(olga.open("/insight/link").await.says("Данных мало") || olga.open("/insight/link").await.says("перестановки"));
            let effect = nina.open("/insight/effect").await;
            assert!(effect.says("Очередь была по жребию: вывод надёжный") && effect.says("Эта часть из эффекта вычтена"), "{}", effect.html);
            let change = ministry.open("/insight/change").await;
            assert!(change.says("Середина по муниципалитетам") || !change.says("СОШ № 1"), "{}", change.html);
            assert!(!ministry.open("/insight/change").await.says("СОШ №"), "no school for the ministry");
            assert!(olga.open("/insight/change").await.says("СОШ №"), "a municipality reads its own schools");
            let own = irina.open("/insight/change").await;
            assert!(own.says("СОШ № 6") && !own.says("СОШ № 100"), "{}", own.html);
            for question in Question::ALL {
                assert!(irina.open(&format!("/insight/method/{question}")).await.says("Зерно случая"));
            }
            assert_eq!(nina.open("/insight/method/none").await.status, 404);
            assert_eq!(nina.open("/insight/link?place=none").await.status, 404);
        });
        let traces = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'list.exported'", params![])?)).unwrap();
        assert_eq!(traces, 16);
    });
}

#[test]
fn an_answer_is_worked_out_anew_by_those_who_answer_for_figures() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut nina, mut olga, mut ministry) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.municipal), stage.browser(db, &stage.ministry));
        tell(async {
            for page in PAGES {
                let question = page.trim_start_matches("/insight/");
                nina.open(page).await;
                let done = nina.post(&format!("/insight/method/{question}/computing"), &[]).await;
                assert!(done.status == 200 && done.says("Пересчитано"), "{}", done.html);
                for who in [&mut olga, &mut ministry] {
                    assert!(!who.open(page).await.says("Пересчитать"));
                    assert_eq!(who.post(&format!("/insight/method/{question}/computing"), &[]).await.status, 404);
                }
            }
            assert!(nina.open("/insight/change").await.says("Сравнивать пока не с чем"));
            assert!(nina.open("/insight/effect").await.says("сказать об эффекте пока нечего"));
            assert!(nina.open("/insight/worked?by=grade").await.says("Показывать пока нечего"));
        });
    });
}

#[test]
fn a_lot_goes_from_announcement_to_check() {
    on_each_engine(|db| {
        let stage = set(db);
        let people: Vec<_> = db
            .write(|tx| {
                let on = measuring(tx);
                Ok((0..4)
                    .map(|at| {
                        let one = person(tx, &format!("Очередная{at}"), SCHOOL);
                        difficulty(tx, &on, one, SCHOOL, 0.9);
                        one
                    })
                    .collect())
            })
            .unwrap();
        let teacher = actor(db, Role::Member, SCHOOL, "Учитель", Some(people[0]));
        let (mut olga, mut url) = (stage.browser(db, &stage.municipal), String::new());
        tell(async {
            assert!(olga.open("/insight/lots").await.says("Жребиев ещё не было"));
            let page = olga.open("/insight/lots/new").await;
            assert!(page.says("4\u{a0}педагога") && page.says("Очередная0") && page.says("Оценивание"), "{}", page.html);
            let seen = page.html.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
            let fields = |capacity: &'static str, seen: &str| {
                vec![
                    ("competency", String::new()),
                    ("capacity", capacity.to_owned()),
                    ("first_month", "2026-12".to_owned()),
                    ("draws_on", "24.11.2026".to_owned()),
                    ("public_source", "Курс юаня на 24.11.2026".to_owned()),
                    ("seen", seen.to_owned()),
                ]
            };
            let send = |fields: &[(&'static str, String)]| fields.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>();
            let bad = send(&fields("0", &seen));
            let page = olga.post("/insight/lots", &bad.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
            assert!(page.status == 422 && page.says("целое число от 1 до 500"), "{}", page.html);
            olga.open("/insight/lots/new").await;
            let changed = send(&fields("2", "other"));
            let page = olga.post("/insight/lots", &changed.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
            assert!(page.status == 422 && page.says("список изменился"));
            olga.open("/insight/lots/new").await;
            let good = send(&fields("2", &seen));
            let page = olga.post("/insight/lots", &good.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
            assert!(page.status == 200 && page.says("Жребий объявлен") && page.says("Жребий можно провести"), "{}", page.html);
            url = page.path.split('?').next().unwrap().to_owned();
            assert!(olga.open(&format!("{url}/check")).await.says("закрыт до жребия"));
        });
        db.clock().advance(SignedDuration::from_hours(24));
        let (mut olga, mut nina, mut ministry, mut irina, mut anna) =
            (stage.browser(db, &stage.municipal), stage.browser(db, &stage.coordinator), stage.browser(db, &stage.ministry), stage.browser(db, &stage.school), stage.browser(db, &teacher));
        tell(async {
            olga.open(&url).await;
            let page = olga.post(&format!("{url}/draw"), &[("version", "1"), ("public_value", "")]).await;
            assert!(page.status == 422 && page.says("Впишите число"), "{}", page.html);
            let page = olga.post(&format!("{url}/draw"), &[("version", "1"), ("public_value", "11,2345")]).await;
            assert!(page.says("Жребий проведён") && page.says("декабрь 2026") && page.says("январь 2027") && page.says("/cases/new?person="), "{}", page.html);
            let page = olga.open(&format!("{url}/check")).await;
            assert!(page.says("Сходится") && page.says("from hashlib import sha256") && page.says("11,2345") && !page.says("Очередная"), "{}", page.html);
            assert!(nina.open(&url).await.says("Имена видит только то место") && !nina.open(&url).await.says("Очередная"));
            assert!(ministry.open(&format!("{url}/check")).await.says("Сходится"));
            for path in ["/insight/lots", "/insight/lots/new", url.as_str()] {
                assert_eq!(ministry.open(path).await.status, 404, "{path}");
                assert_eq!(irina.open(path).await.status, 404, "{path}");
            }
            let own = anna.open("/cabinet/queue").await;
            assert!(own.says("Вам предложат сопровождение") && own.says("Это добровольно"), "{}", own.html);
            let id = url.rsplit('/').next().unwrap().to_owned();
            assert!(anna.open(&format!("/cabinet/queue/{id}")).await.says("Ваша строка"));
            anna.open("/cabinet/queue").await;
            let page = anna.post(&format!("/cabinet/queue/{id}/leaving"), &[]).await;
            assert!(page.says("никак не отразится") && page.says("вы не в этой очереди"), "{}", page.html);
            assert_eq!(irina.open("/cabinet/queue").await.status, 404);
            assert!(olga.open(&url).await.says("не захотел(а)"));
            assert!(olga.open("/insight/link").await.status == 200 && HOME == "mo-bikin");
        });
    });
}
