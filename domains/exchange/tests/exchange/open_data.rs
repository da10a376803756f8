//! Open data: published by the coordinator's act, unchanging, withdrawable, without anybody.

use crate::stage::{self, FAMILY, HOME, SCHOOL, SILENT, activity, set, tell};
use consent::PublicationItem;
use exchange::open_data::{self, Dataset};
use kernel::{db::testing::on_each_engine, params};
use serde_json::Value;

#[test]
fn a_version_is_published_taken_replaced_and_withdrawn() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| Ok(activity(tx, HOME, "held", false))).unwrap();
        let (mut nina, mut stranger) = (stage.browser(db, &stage.coordinator), stage.stranger());
        tell(async {
            assert!(stranger.open("/open-data").await.says("Наборов пока нет"));
            assert_eq!(stranger.open("/open-data/activities").await.status, 404);
            let page = nina.open("/exchange/open-data/activities").await;
            assert!(page.says("2026-12") && page.says("Опубликовать"), "{}", page.html);
            assert!(nina.post("/exchange/open-data/activities", &[("changed", "")]).await.says("Новая версия опубликована"));
            nina.open("/exchange/open-data/activities").await;
            let page = nina.post("/exchange/open-data/activities", &[("changed", "")]).await;
            assert!(page.status == 409 && page.says("ничего не изменилось"));
            let page = stranger.open("/open-data/activities").await;
            assert!(page.says("CC BY 4.0") && page.says("месяц начала"), "{}", page.html);
            let csv = stranger.open("/open-data/activities/activities-1.csv").await;
            assert_eq!(csv.html, "month,direction,place_id,announced,held\r\n2026-12,d04,mo-bikin,1,1\r\n");
            assert_eq!(csv.headers.get("access-control-allow-origin").unwrap(), "*");
            let json: Value = serde_json::from_str(&stranger.open("/open-data/activities/activities-1.json").await.html).unwrap();
            assert_eq!((json["passport"]["licence"].as_str(), json["passport"]["version"].as_i64(), json["data"][0]["held"].as_i64()), (Some("CC BY 4.0"), Some(1), Some(1)));
            assert!(stranger.open("/open-data/activities/activities-1.xlsx").await.bytes.starts_with(b"PK"));
            for bad in ["activities-2.csv", "activities-1.exe", "places-1.csv", "activities-x.csv", "activities"] {
                assert_eq!(stranger.open(&format!("/open-data/activities/{bad}")).await.status, 404, "{bad}");
            }
            nina.open("/exchange/open-data/activities").await;
            let page = nina.post("/exchange/open-data/activities/1/withdrawal", &[("why", "")]).await;
            assert!(page.status == 422 && page.says("почему версия снята"));
            nina.open("/exchange/open-data/activities").await;
            assert!(nina.post("/exchange/open-data/activities/1/withdrawal", &[("why", "Ошибка в датах")]).await.says("снята с публикации"));
            assert_eq!(stranger.open("/open-data/activities/activities-1.csv").await.status, 404);
            assert!(stranger.open("/open-data/activities").await.says("Ошибка в датах"));
        });
        let kept: String = db.read(|tx| tx.one("SELECT content FROM open_data_version", params![], |row| row.get(0))).unwrap();
        assert!(kept.is_empty());
        let zone = db.clock().zone().clone();
        assert_eq!(db.write(|tx| open_data::publish(tx, &stage.coordinator.by(), Dataset::Activities, "", &zone)).unwrap(), 2, "a number is never used again");
    });
}

#[test]
fn no_set_names_anybody() {
    on_each_engine(|db| {
        let stage = set(db);
        stage::publish(db, stage.open, &[PublicationItem::FullName, PublicationItem::School, PublicationItem::Subject]);
        db.write(|tx| {
            stage::resource(tx);
            stage::practice(tx, stage.open);
            stage::sum(tx, SCHOOL, "oge", (20, 500, 50));
            activity(tx, SCHOOL, "held", true);
            Ok(())
        })
        .unwrap();
        stage::report(db, &stage.coordinator);
        let zone = db.clock().zone().clone();
        for dataset in Dataset::ALL.iter().copied() {
            db.write(|tx| open_data::publish(tx, &stage.coordinator.by(), dataset, "", &zone)).unwrap();
            let (name, mut stranger) = (dataset.as_str(), stage.stranger());
            tell(async {
                for end in ["csv", "json"] {
                    let page = stranger.open(&format!("/open-data/{name}/{name}-1.{end}")).await;
                    assert_eq!(page.status, 200);
                    for hidden in [FAMILY, SILENT, "Анна", "Петровна", &stage.open.to_string()] {
                        assert!(!page.says(hidden), "{name}.{end}: {hidden}");
                    }
                }
            });
        }
    });
}

#[test]
fn results_carry_noise_that_publishing_again_does_not_wear_off() {
    on_each_engine(|db| {
        let stage = set(db);
        let shares = |version: &open_data::Version| version.table().unwrap().rows.iter().map(|row| row.last().unwrap().as_f64().unwrap()).collect::<Vec<_>>();
        db.write(|tx| {
            let places: Vec<String> = tx.query("SELECT id FROM place WHERE kind = 'municipality' ORDER BY id", params![], |row| row.get(0))?;
            for (at, place) in places.iter().enumerate() {
                let school = format!("sch-noise{at:02}");
                stage::school(tx, &school, place);
                stage::sum(tx, &school, "oge", (5, 40, 10));
                stage::sum(tx, &school, "marks", (5, 40, 10));
            }
            Ok(())
        })
        .unwrap();
        let zone = db.clock().zone().clone();
        let publish = || db.write(|tx| open_data::publish(tx, &stage.coordinator.by(), Dataset::Outcomes, "", &zone));
        publish().unwrap();
        assert!(publish().is_err(), "the same figures get the same noise, so nothing is new");
        db.write(|tx| Ok(tx.execute("UPDATE outcome_sum SET under = 11 WHERE place_id = 'sch-noise03'", params![])?)).unwrap();
        publish().unwrap();
        let versions = db.read(|tx| open_data::versions(tx, Dataset::Outcomes)).unwrap();
        let (second, first) = (shares(&versions[0]), shares(&versions[1]));
        assert!(first.len() > 15 && first.iter().filter(|share| (**share - 25.0).abs() > 0.05).count() > 10, "noise is there: {first:?}");
        assert!(first.iter().all(|share| (0.0..=100.0).contains(share)));
        assert_eq!(first.iter().zip(&second).filter(|(one, other)| (*one - *other).abs() > 1e-9).count(), 1, "and stays but where the figure changed");
    });
}
