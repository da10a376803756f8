//! The calendar: a month of what one may see, a few a day, the rest one press further.

use crate::stage::{FAR_SCHOOL, LESSON, set, tell};
use kernel::db::testing::on_each_engine;

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
            assert!(far.open("/activities/calendar").await.says("Мероприятий нет"), "another municipality's are not for them");
            assert!(olga.open("/activities/calendar?month=2026-11&kind=open_lesson&direction=d12").await.says("Урок 1"));
            assert!(olga.open("/activities/calendar?month=2026-11&kind=webinar").await.says("Уберите часть условий"));
            assert!(olga.open(&format!("/activities/calendar?month=2026-11&place={FAR_SCHOOL}")).await.says("Мероприятий нет"));
            assert!(olga.open("/activities/calendar?month=2026-12").await.says("декабрь 2026") && olga.page.says("В этом месяце ничего не назначено"));
            assert!(anna.open("/activities/calendar?mine=yes").await.says("Урок 1"));
            let page = olga.open("/activities/calendar?month=rubbish&day=31.02.2026").await;
            assert!(page.status == 200 && page.says("Урок 1"));
            assert_eq!(ministry.open("/activities/calendar").await.status, 404, "names stand there");
        });
    });
}
