//! The first draft: what is proposed and why, what the team's word makes of it, what is proposed the second time.

use crate::stage::{SITE, Stage, TODAY, in_browser, refused, set};
use jiff::civil::date;
use kernel::{Db, db::testing::on_each_engine, id::PlaceId};
use pathways::{
    Fate, Origin, PathwayId,
    building::{self, Frame},
    proposal::{self, Within},
    steps::{self, Say},
};

const WITHIN: Within = Within { hours: 36, from: TODAY, to: date(2027, 4, 30), lines: 8 };

fn begun(stage: &Stage, db: &Db) -> PathwayId {
    let (case, _) = stage.case(db);
    db.write(|tx| building::begin(tx, &stage.methodist, case, Frame { starts_on: None, ends_on: None, hours_limit: Some(36) })).unwrap()
}

/// All lines, decided on or not.
fn lines_of(db: &Db, id: PathwayId) -> Vec<pathways::Step> {
    db.read(|tx| pathways::store::steps(tx, id)).unwrap()
}

/// One more resource of the catalogue for the case's difficulty.
fn offered(stage: &Stage, db: &Db, title: &str, change: impl Fn(&mut resources::Draft)) -> resources::ResourceId {
    let mut draft = resources::Draft {
        kind: resources::Kind::MasterClass,
        title: title.into(),
        summary: String::new(),
        provider: String::new(),
        subject: String::new(),
        form: resources::Form::InPerson,
        technology: "мастерская".into(),
        hours: 4,
        starts_on: Some(date(2027, 2, 15)),
        ends_on: None,
        apply_by: None,
        seats: None,
        link: String::new(),
        valid_to: None,
        tags: vec![resources::Tag { code: "М2".into(), strength: 3 }],
    };
    change(&mut draft);
    db.write(|tx| {
        let id = resources::add(tx, &stage.methodist, &PlaceId::from("region"), &draft, &resources::Attached::Kept)?;
        resources::review(tx, &stage.coordinator, id, 1)?;
        Ok(id)
    })
    .unwrap()
}

#[test]
fn what_is_proposed_says_why_and_is_no_part_of_the_pathway_until_it_is_kept() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        let short = offered(&stage, db, "Обратная связь за минуту", |_| ());
        let made = db.write(|tx| proposal::propose(tx, &stage.methodist, id, WITHIN)).unwrap();
        assert!(made.missing.is_empty() && made.hours == 4);
        let lines = lines_of(db, id);
        assert_eq!(lines.iter().map(|line| line.resource).collect::<Vec<_>>(), [Some(short)], "the shorter of two that close as much");
        let line = &lines[0];
        assert_eq!((line.origin, line.fate, line.due_on, line.technology.as_str(), line.deficits.len()), (Origin::Proposed, Fate::Open, Some(date(2027, 2, 15)), "мастерская", 1));
        assert!(
            line.because.starts_with("Потому что: помогает с затруднением «Оценивает так")
                && line.because.contains("4\u{a0}часа из ваших 36")
                && line.because.contains("начинается 15.02.2027")
                && line.because.contains("1\u{a0}другой вариант"),
            "{}",
            line.because
        );
        assert_eq!(stage.rung(db, db.read(|tx| pathways::store::case_of(tx, id)).unwrap()), 3, "nobody has kept it");
        db.write(|tx| steps::say(tx, &stage.anna, (id, line.id), line.version, Say::Strike, SITE)).unwrap();
        db.write(|tx| proposal::propose(tx, &stage.methodist, id, WITHIN)).unwrap();
        let lines = lines_of(db, id);
        assert_eq!(lines.iter().map(|line| (line.resource, line.fate)).collect::<Vec<_>>(), [(Some(short), Fate::Struck), (Some(stage.resource), Fate::Open)], "what was struck isn't proposed again");
        db.write(|tx| steps::say(tx, &stage.anna, (id, lines[1].id), lines[1].version, Say::Keep, SITE)).unwrap();
        assert_eq!(stage.rung(db, db.read(|tx| pathways::store::case_of(tx, id)).unwrap()), 4);
        assert!(refused(db.write(|tx| proposal::propose(tx, &stage.methodist, id, WITHIN))).contains("Предложить нечего"), "what is kept is enough");
    });
}

#[test]
fn undecided_lines_are_replaced_and_only_those_who_decide_ask() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        for _ in 0..2 {
            db.write(|tx| proposal::propose(tx, &stage.anna, id, WITHIN)).unwrap();
            assert_eq!(lines_of(db, id).len(), 1);
        }
        assert!(refused(db.write(|tx| proposal::propose(tx, &stage.tutor, id, WITHIN))).contains("Это решают"));
        assert!(matches!(db.write(|tx| proposal::propose(tx, &stage.stranger, id, WITHIN)), Err(kernel::Error::NotFound)));
    });
}

#[test]
fn what_comes_first_is_proposed_first_and_what_can_t_be_had_is_said() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        db.write(|tx| resources::withdraw(tx, &stage.app.listeners, &stage.methodist, stage.resource, "Не нужен", 2)).unwrap();
        let intro = offered(&stage, db, "Введение", |draft| (draft.tags[0].code, draft.starts_on) = ("К1".into(), Some(date(2027, 1, 15))));
        let main = offered(&stage, db, "Главное", |_| ());
        db.write(|tx| resources::need(tx, &stage.methodist, main, intro, 2)).unwrap();
        let made = db.write(|tx| proposal::propose(tx, &stage.methodist, id, WITHIN)).unwrap();
        assert_eq!(made.lines.iter().map(|line| line.resource.id).collect::<Vec<_>>(), [intro, main]);
        assert!(made.lines[0].because.contains("его нужно пройти до «Главное»"), "{}", made.lines[0].because);
        let late = Within { from: date(2027, 2, 1), ..WITHIN };
        let (_, question) = db.read(|tx| proposal::ask(tx, &stage.methodist, id, late)).unwrap();
        let made = question.answer().unwrap();
        assert!(made.lines.is_empty() && made.missing.len() == 1 && made.missing[0].1.contains("сначала нужно пройти"), "{:?}", made.missing);
    });
}

#[test]
fn the_page_proposes_shows_and_adds() {
    in_browser(async |db| {
        let stage = set(db);
        let id = begun(&stage, db);
        let (mut anna, mut tutor) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.tutor));
        let here = format!("/pathways/{id}/proposal");
        assert_eq!(tutor.open(&here).await.status, 409);
        assert!(anna.open(&here).await.says("value=\"36\"") && !anna.page.says("Добавить в маршрут"), "{}", anna.page.html);
        let page = anna.open(&format!("{here}?hours=сто&starts_on=01.01.2020&ends_on=&lines=99")).await;
        assert!(page.status == 422 && page.says("value=\"сто\"") && page.says("уже прошёл"), "{}", page.html);
        let page = anna.open(&format!("{here}?hours=8&starts_on=01.12.2026&ends_on=30.04.2027&lines=8")).await;
        assert!(page.status == 200 && page.says("часов не хватило"), "{}", page.html);
        let page = anna.open(&format!("{here}?hours=36&starts_on=01.12.2026&ends_on=30.04.2027&lines=8")).await;
        assert!(page.status == 200 && page.says("Потому что") && page.says("Добавить в маршрут"), "{}", page.html);
        let page = anna.post(&here, &[("hours", "36"), ("starts_on", "01.12.2026"), ("ends_on", "30.04.2027"), ("lines", "8")]).await;
        assert!(page.status == 200 && page.says("Набросок добавлен") && page.says("Предложено программой"), "{}", page.html);
    });
}
