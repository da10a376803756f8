//! The night's export: off until switched on, once a night, kept two weeks, without people.

use crate::stage::{self, FAMILY, HOME, SILENT, activity, set, tell};
use consent::PublicationItem;
use exchange::nightly;
use jiff::SignedDuration;
use kernel::db::testing::on_each_engine;

#[test]
fn a_night_is_exported_once_when_switched_on_and_forgotten_after_two_weeks() {
    on_each_engine(|db| {
        let stage = set(db);
        stage::publish(db, stage.open, &[PublicationItem::FullName]);
        db.write(|tx| Ok(activity(tx, HOME, "announced", true))).unwrap();
        assert_eq!(nightly::make_due(&stage.app).unwrap(), 0, "off");
        db.write(|tx| nightly::switch(tx, &stage.administrator.by(), true)).unwrap();
        assert_eq!(nightly::make_due(&stage.app).unwrap(), 20, "ten lists, two files each");
        assert_eq!(nightly::make_due(&stage.app).unwrap(), 0, "once a night");
        let folder = stage.app.settings.data_dir.join("export/2026-11-23");
        let mut names: Vec<String> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert!(names.contains(&"activities.parquet".to_owned()) && !names.iter().any(|name| name.starts_with("members")));
        for name in &names {
            let text = String::from_utf8_lossy(&std::fs::read(folder.join(name)).unwrap()).into_owned();
            assert!(!text.contains(FAMILY) && !text.contains(SILENT), "{name}");
        }
        let places = std::fs::read_to_string(folder.join("places.csv")).unwrap();
        assert!(places.starts_with("id,kind,parent_id,name") && places.contains("mo-bikin,municipality,region"));
        let mut ivan = stage.browser(db, &stage.administrator);
        tell(async {
            let page = ivan.open("/exchange").await;
            assert!(page.says("activities.parquet") && page.says("включена"), "{}", page.html);
            let page = ivan.open("/exchange/nightly/2026-11-23/activities.parquet").await;
            assert!(page.status == 200 && page.bytes.starts_with(b"PAR1") && page.bytes.ends_with(b"PAR1"));
            for bad in ["/exchange/nightly/2026-11-22/activities.csv", "/exchange/nightly/2026-11-23/members.csv", "/exchange/nightly/2026-11-23/..%2f..%2fsecret.key", "/exchange/nightly/x/y"] {
                assert_eq!(ivan.open(bad).await.status, 404, "{bad}");
            }
        });
        let broken_off = folder.with_file_name("2026-11-22.making");
        std::fs::create_dir(&broken_off).unwrap();
        db.clock().advance(SignedDuration::from_hours(24 * 13));
        nightly::make_due(&stage.app).unwrap();
        assert!(folder.exists() && !broken_off.exists());
        db.clock().advance(SignedDuration::from_hours(24));
        db.write(|tx| nightly::switch(tx, &stage.administrator.by(), false)).unwrap();
        nightly::make_due(&stage.app).unwrap();
        assert!(!folder.exists(), "fourteen days");
        assert_eq!(db.read(nightly::nights).unwrap().len(), 1);
    });
}
