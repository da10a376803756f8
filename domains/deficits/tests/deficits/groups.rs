//! The picture of groups: no small cell, no name, own place only.

use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, Taking, absent, agreed, person, set, tell};
use deficits::groups::{self, Cell};
use kernel::{Db, db::testing::on_each_engine, id::PlaceId};

fn crowd(db: &Db, stage: &crate::stage::Stage, school: &str, of: usize, right: usize) {
    for number in 0..of {
        let one = db
            .write(|tx| {
                let one = person(tx, &format!("Толпин{school}{number}"), school);
                agreed(tx, one);
                Ok(one)
            })
            .unwrap();
        stage.taken(db, &Taking::of(one, &[("М3", right, 20)]));
    }
}

#[test]
fn a_group_of_four_is_hidden_everywhere_and_five_are_shown() {
    on_each_engine(|db| {
        let stage = set(db);
        crowd(db, &stage, SCHOOL, 6, 3);
        crowd(db, &stage, FAR_SCHOOL, 4, 18);
        let framework = stage.framework.to_string();
        let map = |actor: &access::Actor, place: &str| db.read(|tx| groups::map(tx, actor, place, &framework, 2026));
        let region = map(&stage.methodist, "").unwrap();
        let competency = region.competencies[0].id.clone();
        let hidden = |id: &str| region.at(&competency, &PlaceId::from(id)) == Cell::Hidden;
        assert!(hidden(FAR_SCHOOL) && hidden(HOME) && hidden(SCHOOL), "the other one would follow from the total");
        let Cell::Shown(figure) = region.at(&competency, &region.place.id) else { panic!("ten people") };
        assert_eq!(figure.people, 10);
        assert!((50..75).contains(&figure.share.number()), "six of ten are below with near certainty: {figure:?}");
        crowd(db, &stage, FAR_SCHOOL, 1, 18);
        let region = map(&stage.ministry, "").unwrap();
        assert!(matches!(region.at(&competency, &PlaceId::from(SCHOOL)), Cell::Shown(figure) if figure.share.words().contains("90")));
        absent(map(&stage.school, FAR_SCHOOL).map(|_| ()));
        absent(map(&stage.municipal, "region").map(|_| ()));
        assert!(map(&stage.municipal, SCHOOL).is_ok());
    });
}

#[test]
fn the_page_shows_the_map_with_its_definitions_and_no_name() {
    on_each_engine(|db| {
        let stage = set(db);
        crowd(db, &stage, SCHOOL, 6, 3);
        stage.taken(db, &Taking { on: jiff::civil::date(2025, 10, 1), ..Taking::of(stage.anna, &[("М3", 3, 20)]) });
        let (mut vera, mut ministry, mut irina, mut anna) = (stage.browser(db, &stage.methodist), stage.browser(db, &stage.ministry), stage.browser(db, &stage.school), stage.browser(db, &stage.anna_herself));
        tell(async {
            for (who, visitor) in [("methodist", &mut vera), ("ministry", &mut ministry), ("school", &mut irina)] {
                let page = visitor.open("/groups").await;
                assert!(page.status == 200 && page.says("Учит разных детей") && page.says("Как это посчитано") && !page.says("Толпин"), "{who}: {}", page.status);
                let sheet = visitor.open("/groups?format=xlsx").await;
                assert_eq!((sheet.status, sheet.bytes.get(..2)), (200, Some(&b"PK"[..])));
            }
            assert_eq!(vera.open("/groups?place=mo-none").await.status, 404);
            assert_eq!(irina.open(&format!("/groups?place={HOME}")).await.status, 404);
            assert_eq!(anna.open("/groups").await.status, 404);
        });
    });
}

#[test]
fn with_nobody_measured_the_page_says_so() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut vera = stage.browser(db, &stage.methodist);
        tell(async {
            assert!(vera.open("/groups").await.says("Измерений пока нет"));
            assert!(vera.open("/results").await.says("Открытых вам результатов нет"));
        });
    });
}
