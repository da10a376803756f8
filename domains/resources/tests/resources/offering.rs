//! What the catalogue has for given deficits, and what must be walked before.

use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, refused, set};
use jiff::civil::date;
use kernel::{Db, db::testing::on_each_engine};
use resources::{Offer, ResourceId};

fn offers(db: &Db, codes: &[&str], place: &str) -> Vec<Offer> {
    let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    db.read(|tx| {
        let path = structure::places::path(tx, &place.into())?;
        resources::of_tags(tx, &codes, &path, date(2026, 12, 1))
    })
    .unwrap()
}

fn ids(offers: &[Offer]) -> Vec<ResourceId> {
    offers.iter().map(|offer| offer.resource.id).collect()
}

#[test]
fn what_can_be_begun_is_offered_with_all_it_needs_and_all_its_tags() {
    on_each_engine(|db| {
        let stage = set(db);
        let first = stage.live(db, "region", &[("title", "Введение"), ("tag-0", "К1")]);
        let second = stage.live(db, "region", &[("title", "Продолжение"), ("tag-0", "К2")]);
        let third = stage.live(db, "region", &[("title", "Главное"), ("tag-0", "М3"), ("tag-1", "К2")]);
        db.write(|tx| resources::need(tx, &stage.methodist, second, first, 2)).unwrap();
        db.write(|tx| resources::need(tx, &stage.methodist, third, second, 2)).unwrap();
        stage.live(db, "region", &[("title", "Запись прошла"), ("starts_on", "10.12.2026"), ("apply_by", "30.11.2026")]);
        stage.live(db, "region", &[("title", "Уже начался"), ("starts_on", "25.11.2026")]);
        stage.live(db, FAR_SCHOOL, &[("title", "Чужая школа")]);
        stage.add(db, &stage.methodist, "region", &[("title", "Черновик")]);
        let found = offers(db, &["М3"], SCHOOL);
        assert_eq!(ids(&found), [first, second, third]);
        assert_eq!(found[2].needs, [second]);
        assert_eq!(found[2].tags.len(), 2);
        assert!(offers(db, &[], SCHOOL).is_empty());
        assert_eq!(offers(db, &["М3", "К1"], FAR_SCHOOL).len(), 4, "with the school's own");
    });
}

#[test]
fn nothing_is_needed_by_what_it_needs() {
    on_each_engine(|db| {
        let stage = set(db);
        let three = ["Первый", "Второй", "Третий"].map(|title| stage.live(db, HOME, &[("title", title)]));
        let need = |id, needed, version| db.write(|tx| resources::need(tx, &stage.municipal, id, needed, version));
        assert!(refused(need(three[0], three[0], 2)).contains("круг"));
        need(three[1], three[0], 2).unwrap();
        need(three[2], three[1], 2).unwrap();
        assert!(refused(need(three[0], three[2], 2)).contains("круг"));
        assert!(refused(need(three[1], three[0], 2)).contains("Обновите страницу"), "stale");
        db.write(|tx| resources::unneed(tx, &stage.municipal, three[1], three[0], 3)).unwrap();
        assert!(db.read(|tx| resources::needs_of(tx, &[three[1]])).unwrap().is_empty());
    });
}
