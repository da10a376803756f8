//! The calendar: a month of what one may see, a few a day, the rest one press further.

use crate::stage::{FAR_SCHOOL, HOME, LESSON, NEXT_SCHOOL, set, tell};
use kernel::db::testing::on_each_engine;

#[test]
fn meetings_of_unions_and_days_of_others_stand_in_it_for_those_who_may_see_them() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = |place: &str, kind, title: &str| unions::Draft {
            kind,
            place: place.into(),
            title: title.into(),
            opened_on: jiff::civil::date(2024, 9, 1),
            subjects: vec!["matematika".into()],
            direction: String::new(),
            about: String::new(),
            link: String::new(),
            quorum_percent: 0,
            parent: unions::Parent::None,
        };
        let meeting = unions::MeetingDraft {
            title: "Итоги олимпиады".into(),
            held_on: jiff::civil::date(2026, 11, 25),
            begins: "14:00".into(),
            minutes: 60,
            venue: "Школа № 6".into(),
            link: String::new(),
            direction: "d06".into(),
            invited: String::new(),
            items: Vec::new(),
        };
        db.write(|tx| {
            for (place, kind, title) in [(HOME, unions::Kind::Municipal, "РМО математиков"), (NEXT_SCHOOL, unions::Kind::School, "МО соседей")] {
                let id = unions::open(tx, &stage.coordinator, &union(place, kind, title))?;
                unions::plan(tx, &stage.coordinator, id, &meeting)?;
            }
            Ok(())
        })
        .unwrap();
        let days: activities::calendar::Source =
            |_, _, asked| Ok(vec![activities::calendar::Day { on: asked.from, time: String::new(), title: "Начинается этап".into(), url: "/programme".into(), what: "программа года" }]);
        let with = |actor: &access::Actor| scene::browser(db, &stage.app, activities::router_with(vec![days]), actor);
        let (mut anna, mut far, mut olga) = (with(&stage.anna), with(&stage.far), with(&stage.municipal));
        tell(async {
            let page = anna.open("/activities/calendar?month=2026-11").await;
            assert!(page.says("РМО математиков: Итоги олимпиады") && page.says("14:00") && page.says("Начинается этап") && !page.says("МО соседей"), "{}", page.html);
            assert!(!far.open("/activities/calendar?month=2026-11").await.says("РМО математиков"), "another municipality's");
            assert!(olga.open("/activities/calendar?month=2026-11").await.says("МО соседей"));
            assert!(!olga.open("/activities/calendar?month=2026-11&kind=webinar").await.says("РМО математиков"), "a kind of activity is asked for");
            assert!(!olga.open("/activities/calendar?month=2026-11&direction=d01").await.says("РМО математиков"));
            assert!(!anna.open("/activities/calendar?month=2026-11&mine=yes").await.says("РМО математиков"), "she isn't in it");
        });
    });
}

#[test]
fn a_month_shows_what_one_may_see_and_no_more_than_four_a_day() {
    on_each_engine(|db| {
        let stage = set(db);
        for at in 1..=6 {
            let title = format!("Урок {at}");
            stage.announced(db, &[("title", &title), ("from-0", &format!("0{at}:00")), ("to-0", &format!("0{at}:45"))]);
        }
        stage.planned(db, &[("title", "Черновик Анны"), ("day-0", "25.11.2026")]);
        assert!(!LESSON.is_empty());
        let (mut anna, mut far, mut olga, mut ministry) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.far), stage.browser(db, &stage.municipal), stage.browser(db, &stage.ministry));
        tell(async {
            let page = anna.open("/activities/calendar").await;
            assert!(page.status == 200 && page.says("ноябрь 2026") && page.says("Урок 1") && page.says("Урок 4") && !page.says("Урок 5") && page.says("ещё 2") && page.says("Черновик Анны"), "{}", page.html);
            assert!(page.says("Подписаться в календаре телефона"));
            let page = anna.open("/activities/calendar?day=24.11.2026").await;
            assert!(page.says("24.11.2026, вторник") && page.says("Урок 6") && page.says("открытый урок"), "{}", page.html);
            assert!(far.open("/activities/calendar").await.says("Ничего не назначено"), "another municipality's are not for them");
            assert!(olga.open("/activities/calendar?month=2026-11&kind=open_lesson&direction=d12").await.says("Урок 1"));
            assert!(olga.open("/activities/calendar?month=2026-11&kind=webinar").await.says("Уберите часть условий"));
            assert!(olga.open(&format!("/activities/calendar?month=2026-11&place={FAR_SCHOOL}")).await.says("Ничего не назначено"));
            assert!(olga.open("/activities/calendar?month=2026-12").await.says("декабрь 2026") && olga.page.says("В этом месяце ничего не назначено"));
            assert!(anna.open("/activities/calendar?mine=yes").await.says("Урок 1"));
            let page = olga.open("/activities/calendar?month=rubbish&day=31.02.2026").await;
            assert!(page.status == 200 && page.says("Урок 1"));
            assert_eq!(ministry.open("/activities/calendar").await.status, 404, "names stand there");
        });
    });
}
