//! Who sees what, and what a search finds.

use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, Stage, absent, set};
use access::Actor;
use jiff::civil::date;
use kernel::{Db, Slice, db::testing::on_each_engine};
use resources::{Filter, Form, Kind, Sight, Sort, State};

fn titles(db: &Db, who: &Actor, filter: &Filter) -> Vec<String> {
    db.read(|tx| {
        let sight = Sight::of(tx, who)?;
        resources::list(tx, &sight, filter, (Sort::Title, false), Slice::new(1, 50))
    })
    .unwrap()
    .rows
    .into_iter()
    .map(|row| row.resource.title)
    .collect()
}

fn places(stage: &Stage, db: &Db) {
    for (place, title) in [("region", "Для всех"), (HOME, "Для Бикина"), (SCHOOL, "Для школы 6"), (FAR_SCHOOL, "Для далёкой школы")] {
        stage.live(db, place, &[("title", title)]);
    }
    stage.add(db, &stage.methodist, "region", &[("title", "Черновик региона")]);
}

#[test]
fn a_resource_is_seen_at_its_place_and_below_and_drafts_by_those_who_manage_it() {
    on_each_engine(|db| {
        let stage = set(db);
        places(&stage, db);
        let all = |who: &Actor| titles(db, who, &Filter::default());
        assert_eq!(all(&stage.anna_herself), ["Для Бикина", "Для всех", "Для школы 6"]);
        assert_eq!(all(&stage.school), ["Для Бикина", "Для всех", "Для школы 6"]);
        assert_eq!(all(&stage.municipal), ["Для Бикина", "Для всех", "Для школы 6"]);
        assert_eq!(all(&stage.far_municipal), ["Для всех", "Для далёкой школы"]);
        assert_eq!(all(&stage.coordinator).len(), 5, "the region manages all of it");
        absent(db.read(|tx| Sight::of(tx, &stage.ministry)));
        let at_school = db.read(|tx| {
            let path = structure::places::path(tx, &SCHOOL.into())?;
            resources::list(tx, &Sight::at(&path), &Filter::default(), (Sort::Title, false), Slice::first())
        });
        assert_eq!(at_school.unwrap().total, 3);
    });
}

#[test]
fn a_search_forgives_yo_case_and_the_wrong_layout_and_looks_for_beginnings_of_words() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.live(db, "region", &[("title", "Зачётная работа"), ("provider", "Институт"), ("summary", "О 100% оценок")]);
        stage.live(db, "region", &[("title", "Урок чтения")]);
        let found = |text: &str| titles(db, &stage.school, &Filter { text: text.into(), ..Filter::default() });
        for text in ["зачетн", "ЗАЧЁТ", "pfxtn", "работа зач", "институт", "100"] {
            assert_eq!(found(text), ["Зачётная работа"], "{text}");
        }
        assert!(found("чётная").is_empty(), "the middle of a word is not its beginning");
        assert!(found("%").len() == 2 && found("_").len() == 2, "signs mean nothing");
    });
}

#[test]
fn the_list_is_filtered_by_each_thing_and_ordered() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.live(db, "region", &[("title", "А курс"), ("hours", "72"), ("tag-0", "М3")]);
        stage.live(db, "region", &[("title", "Б урок"), ("kind", "open_lesson"), ("form", "in_person"), ("hours", "2"), ("starts_on", "15.02.2027"), ("subject", "matematika"), ("tag-0", "К2")]);
        stage.live(db, "region", &[("title", "В старый"), ("hours", "4"), ("valid_to", "01.11.2026"), ("subject", "himiya")]);
        let found = |filter: Filter| titles(db, &stage.school, &filter).join(" ");
        assert_eq!(found(Filter { kind: Some(Kind::OpenLesson), ..Filter::default() }), "Б урок");
        assert_eq!(found(Filter { form: Some(Form::Remote), ..Filter::default() }), "А курс В старый");
        assert_eq!(found(Filter { competency: "К2".into(), ..Filter::default() }), "Б урок");
        assert_eq!(found(Filter { hours: Some(4), ..Filter::default() }), "Б урок В старый");
        assert_eq!(found(Filter { subject: "matematika".into(), ..Filter::default() }), "А курс Б урок", "what is for any subject is for this one too");
        assert_eq!(found(Filter { on: Some(date(2026, 12, 1)), ..Filter::default() }), "А курс Б урок");
        assert_eq!(found(Filter { on: Some(date(2027, 3, 1)), ..Filter::default() }), "А курс");
        assert_eq!(found(Filter { author: Some(stage.methodist.account), ..Filter::default() }), "А курс Б урок В старый");
        assert_eq!(found(Filter { state: Some(State::Draft), ..Filter::default() }), "");
        let by_hours = db
            .read(|tx| {
                let sight = Sight::of(tx, &stage.school)?;
                resources::list(tx, &sight, &Filter::default(), (Sort::Hours, true), Slice::new(1, 2))
            })
            .unwrap();
        assert_eq!((by_hours.total, by_hours.rows[0].resource.hours, by_hours.rows.len()), (3, 72, 2));
        assert_eq!(by_hours.rows[0].tags.len(), 1);
    });
}
