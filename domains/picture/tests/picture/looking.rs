//! Who sees which place, and what a page says.

use crate::stage::{FAR_SCHOOL, HOME, card, held, set, tell, work};
use kernel::db::testing::on_each_engine;
use picture::{Code, Told};
use structure::places::REGION;

#[test]
fn a_place_is_seen_by_those_whose_it_is() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut visitors: Vec<_> = [&stage.coordinator, &stage.municipal, &stage.school, &stage.methodist, &stage.ministry, &stage.member, &stage.administrator].map(|actor| stage.browser(db, actor)).into();
        tell(async {
            let far = format!("/picture/{}", stage.far);
            let far_school = format!("/picture/{FAR_SCHOOL}");
            for (path, statuses) in [
                ("/picture", [200, 200, 200, 200, 200, 404, 404]),
                ("/picture/definitions", [200, 200, 200, 200, 200, 404, 404]),
                ("/picture/region", [200, 404, 404, 200, 200, 404, 404]),
                ("/picture/mo-bikin", [200, 200, 404, 200, 200, 404, 404]),
                (far.as_str(), [200, 404, 404, 200, 200, 404, 404]),
                ("/picture/sch-one", [200, 200, 200, 200, 404, 404, 404]),
                ("/picture/sch-two", [200, 200, 404, 200, 404, 404, 404]),
                (far_school.as_str(), [200, 404, 404, 200, 404, 404, 404]),
                ("/picture/ministry", [404; 7]),
                ("/picture/institute", [404; 7]),
                ("/picture/nowhere", [404; 7]),
                ("/picture/mo-bikin/cases", [200, 200, 404, 200, 200, 404, 404]),
                ("/picture/mo-bikin/people", [404; 7]),
                ("/picture/sch-one/quotas", [404; 7]),
                ("/picture/sch-one/places", [404; 7]),
            ] {
                for (visitor, status) in visitors.iter_mut().zip(statuses) {
                    let seen = visitor.open(path).await.status;
                    assert_eq!(seen, status, "{path}");
                }
            }
        });
    });
}

#[test]
fn a_page_has_a_drawing_a_table_and_a_definition_for_each_picture_and_nobodys_name() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            Ok(())
        })
        .unwrap();
        let (mut vera, mut ministry) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.ministry));
        tell(async {
            let page = vera.open("/picture").await.clone();
            for code in [Code::Places, Code::Coverage, Code::Cases, Code::Stages, Code::Pathways, Code::Help, Code::Quotas, Code::Outcomes] {
                let part = page.html.split(&format!("<section class=\"picture\" id=\"{code}\"")).nth(1).unwrap_or_default().split("</section>").next().unwrap_or_default();
                assert!(part.contains("<table") && part.contains("Как считается") && part.contains("drawing.png") && part.contains("Печать"), "{code}: {part}");
                let drawing = part.split("<svg").nth(1).and_then(|rest| rest.split("</svg>").next()).unwrap_or_default();
                assert!(drawing.contains("<title") && drawing.contains("<desc") && drawing.len() <= 10 * 1024, "{code}: {} bytes", drawing.len());
                assert!(!drawing.contains("style=") && !drawing.contains("NaN") && !drawing.contains("inf"), "{drawing}");
            }
            assert!(!page.says("Тайнова") && page.says("скрыто"));
            assert!(page.says("Мероприятия") && page.says("Проведённых мероприятий за этот период нет"), "what isn't there says why");
            assert!(page.link("/picture/mo-bikin").is_some(), "a tile leads to its municipality");
            let page = ministry.open("/picture/mo-bikin").await;
            assert!(page.status == 200 && !page.says("Школа sch-") && !page.says("Тайнова"), "no school by name for the ministry");
            assert!(!ministry.open("/picture/mo-bikin/deficits").await.says("Школа sch-"));
            assert!(vera.open("/picture/mo-bikin").await.says("Школа sch-one"));
            assert!(vera.open("/picture?year=2024&subject=%27&measure=%3Cb%3E").await.status == 200);
            let page = vera.open("/picture/definitions").await;
            assert!(Code::ALL.iter().all(|code| page.says(&format!("id=\"{code}\""))) && page.says("Региональный координатор"));
        });
    });
}

#[test]
fn figures_are_those_of_the_place_and_its_past() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            Ok(())
        })
        .unwrap();
        let at = |place, code, row: usize, cell: usize| card(db, &stage.coordinator, (place, code), "").rows[row].cells[cell].clone();
        assert_eq!(at(REGION, Code::Coverage, 1, 0), Told::AboutPercent(40.0), "35 of 91");
        assert_eq!(at(REGION, Code::Cases, 1, 0), Told::Count(16));
        assert_eq!(at(REGION, Code::Stages, 1, 1), Told::Days(53.0), "since the first of October");
        assert_eq!([at(HOME, Code::Help, 1, 0), at(HOME, Code::Help, 1, 1)], [Told::AboutPercent(70.0), Told::AboutPercent(100.0)], "9 of 13, and all a year before");
        assert_eq!(at("sch-one", Code::Help, 1, 0), Told::Hidden, "another school has one request: it would be the difference");
        let Told::Range { share, low, high } = at(REGION, Code::Outcomes, 1, 0) else { panic!("mathematics is told of the region") };
        assert!(low < share && share < high, "{low} {share} {high}");
        let past = at(REGION, Code::Outcomes, 1, 2);
        assert_eq!(past.number(), Some(40.0), "100 of 250 a year before");
    });
}

#[test]
fn vpr_is_in_no_picture() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            // As it could only get there by somebody's hand: the sums leave it out already.
            for place in [REGION, "sch-one"] {
                crate::stage::results(tx, place, (2026, "matematika", "vpr"), (500, 250, 9));
            }
            Ok(())
        })
        .unwrap();
        let shown = card(db, &stage.coordinator, (REGION, Code::Outcomes), "source=vpr");
        assert!(!shown.empty.is_empty() && shown.rows.is_empty());
    });
}

#[test]
fn activities_are_counted_by_direction_and_month_of_the_regions_zone() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            // 30 September, 20:00 by the world's clock, is October in Khabarovsk.
            for at in ["2026-09-30T20:00:00.000000Z", "2026-09-15T01:00:00.000000Z", "2026-09-16T01:00:00.000000Z", "2025-10-15T01:00:00.000000Z"] {
                held(tx, HOME, at);
            }
            tx.execute("UPDATE activity SET state = CASE starts_at WHEN '2026-09-15T01:00:00.000000Z' THEN 'closed' WHEN '2026-09-16T01:00:00.000000Z' THEN 'cancelled' ELSE state END", &[])?;
            Ok(())
        })
        .unwrap();
        let shown = card(db, &stage.municipal, (HOME, Code::Events), "");
        assert_eq!(shown.rows[0].cells[..2], [Told::Count(1), Told::Count(1)]);
        assert_eq!(shown.rows[0].cells[12..], [Told::Count(2), Told::Count(1)], "this year and the one before");
        assert!(shown.beside[0].contains("к этому дню год назад — 1"), "{:?}", shown.beside);
        assert!(!card(db, &stage.coordinator, ("sch-one", Code::Events), "").empty.is_empty());
    });
}
