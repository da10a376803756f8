//! A page per place: what everybody reads, what only those who oversee it, how it was on a day.

use crate::stand::{self, BIKIN, at_work, region, tell};
use ::audit::By;
use access::Role;
use jiff::civil::date;
use kernel::{Db, db::testing::on_each_engine, id::PlaceId, params};
use structure::{
    heads::{self, Appointment, Post},
    places,
};

fn stage(db: &Db) -> PlaceId {
    let school = region(db);
    db.write(|tx| {
        let today = tx.today();
        let bikin = places::load(tx, &PlaceId::from(BIKIN), today)?;
        heads::appoint(tx, &By::system(), &bikin, &Appointment { post: Post::Authority, person: None, name: "Старова С. С.".into(), from: date(2020, 1, 1) })?;
        let bikin = places::load(tx, &PlaceId::from(BIKIN), today)?;
        heads::appoint(tx, &By::system(), &bikin, &Appointment { post: Post::Authority, person: None, name: "Новикова Н. Н.".into(), from: date(2026, 2, 1) })?;
        let anna = stand::person(tx, &school, "Иванова")?;
        let order = stand::order(tx, "signed")?;
        stand::membership(tx, anna, &order, None)?;
        for number in 0..3 {
            tx.execute(
                "INSERT INTO case_file (id, number, kind, person_id, place_id, direction, channel, reason, state, rung, rung_since, opened_on) VALUES ($1, $1, 'full', $2, $3, 'd03', 'teacher', '', 'open', 2, '2026-11-01', '2026-11-01')",
                params![format!("case-{number}"), anna, school],
            )?;
        }
        Ok(school)
    })
    .unwrap()
}

/// The middle of a page, for messages.
fn main(html: &str) -> &str {
    html.split("<main").nth(1).unwrap_or(html)
}

#[test]
fn the_region_and_a_municipality_are_drawn_listed_and_told_as_tables() {
    on_each_engine(|db| {
        stage(db);
        let mut anna = at_work(db, Role::Coordinator);
        tell(async {
            let page = anna.open("/places").await;
            assert!(page.status == 200 && page.says("figure class=\"branches\"") && page.says("ul class=\"tree\"") && page.says("Минобрнауки края") && page.says("Бикинский округ"), "{}", main(&page.html));
            assert!(page.says("Реквизиты института — образец"));
            let page = anna.open("/places/mo-bikin").await;
            assert!(page.says("Школа № 6") && page.says("Новикова Н. Н.") && page.says("до 01.01.2024 — Бикинский муниципальный район"), "{}", main(&page.html));
            assert!(page.says("/places/mo-bikin/edit") && page.says("/people?municipality=mo-bikin") && page.says("/unions?place=mo-bikin") && page.says("/quotas?municipality=mo-bikin"));
            assert!(page.says("Показатели на 23.11.2026") && page.says("Мест по квоте"));
            for path in ["/places/ministry", "/places/institute", "/places/schools/none", "/places/mo-none"] {
                let status = anna.open(path).await.status;
                assert_eq!(status, if path.contains("none") { 404 } else { 200 }, "{path}");
            }
        });
    });
}

#[test]
fn a_day_in_the_past_shows_names_heads_and_structure_as_they_were() {
    on_each_engine(|db| {
        stage(db);
        let mut anna = at_work(db, Role::Coordinator);
        tell(async {
            let page = anna.open("/places/mo-bikin?on=01.05.2023").await;
            assert!(page.says("<h1>Бикинский муниципальный район</h1>") && page.says("с 01.01.2024 — Бикинский муниципальный округ"), "{}", main(&page.html));
            assert!(page.says("Старова С. С.</p>") || page.says(" — Старова С. С., с 01.01.2020"), "{}", main(&page.html));
            assert!(!page.says("Показатели на"), "figures are of today");
            assert!(anna.open("/places/mo-bikin?on=2023-05-01").await.says("Бикинский муниципальный район"));
            assert!(anna.open("/places?on=2023-05-01").await.says("/places/mo-bikin?on=2023-05-01"), "one stays in that day");
            assert_eq!(anna.open("/places/mo-bikin?on=31.02.2023").await.status, 422);
            assert!(anna.page.says("href=\"#on\""));
        });
    });
}

#[test]
fn figures_are_for_those_who_oversee_the_place_and_the_ministry_hears_of_no_few() {
    on_each_engine(|db| {
        let school = stage(db);
        let (mut ministry, mut municipal, mut member) = (at_work(db, Role::Ministry), at_work(db, Role::Municipal), at_work(db, Role::Member));
        let mut expert = at_work(db, Role::Expert);
        tell(async {
            let page = ministry.open("/places/mo-bikin").await;
            assert!(page.says("Показатели на") && page.says("меньше 5") && !page.says("/people?"), "{}", main(&page.html));
            for hidden in ["Иванова", "mo-bikin/edit"] {
                assert!(!page.says(hidden), "{hidden}: {}", main(&page.html));
            }
            let page = municipal.open("/places/mo-bikin").await;
            assert!(page.says("Показатели на") && !page.says("меньше 5") && page.says("/people?municipality=mo-bikin"), "{}", main(&page.html));
            let page = municipal.open("/places/mo-vyazemsky").await;
            assert!(page.status == 200 && !page.says("Показатели на") && !page.says("/people?"), "the neighbours are read, not counted");
            assert!(!municipal.open("/places").await.says("Показатели на"));
            let page = member.open(&format!("/places/{school}")).await;
            assert!(page.status == 200 && !page.says("Показатели на") && !page.says("/people?") && page.says("Школа № 6"));
            assert_eq!(expert.open("/places").await.status, 404);
        });
    });
}

#[test]
fn a_page_of_a_place_is_light_on_the_wire() {
    on_each_engine(|db| {
        region(db);
        db.write(|tx| {
            for number in 0..70 {
                stand::school(tx, BIKIN, &format!("Школа № {number} имени кого-то очень известного"))?;
            }
            Ok(())
        })
        .unwrap();
        let mut anna = at_work(db, Role::Coordinator);
        tell(async {
            let size = anna.open("/places/mo-bikin").await.html.len();
            assert!(size < 120_000, "{size}: packed it must stay under 15 KB");
            let size = anna.open("/places").await.html.len();
            assert!(size < 60_000, "{size}");
        });
    });
}
