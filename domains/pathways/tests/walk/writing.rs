//! Sections: two people at once, whose words are changed how, drafts, comments, and who finds nothing here.

use crate::stage::{SITE, Stage, refused, set};
use access::Actor;
use kernel::{Db, Error, Result, db::testing::on_each_engine};
use pathways::{
    Answer, Component, PathwayId, Suggestion,
    building::{self, Frame},
    store, typed,
    writing::{self, Outcome, Reply, Writing},
};

fn begun(stage: &Stage, db: &Db) -> PathwayId {
    let (case, _) = stage.case(db);
    db.write(|tx| building::begin(tx, &stage.methodist, case, Frame::default())).unwrap()
}

fn write(db: &Db, who: &Actor, id: PathwayId, base: i64, pairs: &[(&str, &str)]) -> Result<Outcome> {
    let texts = pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
    db.write(|tx| writing::save(tx, who, id, Component::Target, &Writing { base, texts, words: "Так точнее".into() }, SITE))
}

fn text(db: &Db, id: PathwayId, field: &str) -> String {
    db.read(|tx| Ok(store::section(tx, id, Component::Target)?.text(field).to_owned())).unwrap()
}

fn open(db: &Db, id: PathwayId) -> Vec<Suggestion> {
    db.read(|tx| store::suggestions_of(tx, id)).unwrap().into_iter().filter(|one| one.state == Answer::Open).collect()
}

fn revision(db: &Db, id: PathwayId) -> i64 {
    db.read(|tx| Ok(store::section(tx, id, Component::Target)?.revision())).unwrap()
}

fn reply(db: &Db, id: PathwayId, of: &Suggestion, words: &str) -> Reply {
    Reply { words: words.into(), version: of.version, revision: revision(db, id) }
}

#[test]
fn two_people_in_one_section_lose_nothing_and_the_second_is_told() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        assert!(write(db, &stage.anna, id, 0, &[("motive", "Дети скучают"), ("need", "")]).unwrap().is_saved);
        // The methodist's page was open before that.
        let outcome = write(db, &stage.methodist, id, 0, &[("motive", "Итоги урока не видны"), ("need", "Практика")]).unwrap();
        assert!(outcome.is_saved, "what nobody touched stands");
        assert_eq!(outcome.suggested.len(), 1);
        assert!(outcome.suggested[0].0 == "motive" && outcome.suggested[0].1.sentence().contains("пока вы писали"));
        assert_eq!((text(db, id, "motive").as_str(), text(db, id, "need").as_str()), ("Дети скучают", "Практика"));
        let beside = open(db, id).remove(0);
        assert_eq!((beside.body.as_str(), beside.words.as_str()), ("Итоги урока не видны", "Так точнее"));
        // An old page sent again with nothing changed takes nothing back.
        assert_eq!(write(db, &stage.anna, id, 1, &[("motive", "Дети скучают"), ("need", "")]).unwrap(), Outcome::default());
        db.write(|tx| writing::accept(tx, &stage.anna, id, beside.id, &reply(db, id, &beside, ""), SITE)).unwrap();
        assert_eq!(text(db, id, "motive"), "Итоги урока не видны");
        let outcome = write(db, &stage.anna, id, revision(db, id), &[("motive", "Верните как было")]).unwrap();
        assert!(!outcome.is_saved && outcome.suggested.len() == 1, "now these are the methodist's words, which the teacher changes by a suggestion too");
        let section = db.read(|tx| store::section(tx, id, Component::Target)).unwrap();
        assert_eq!(section.text_at(1, "motive"), "Дети скучают", "no revision is ever lost");
    });
}

#[test]
fn the_goal_is_the_teachers_own_words_whoever_suggests_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        assert!(!write(db, &stage.methodist, id, 0, &[("goal", "Научиться оценивать")]).unwrap().is_saved);
        let beside = open(db, id).remove(0);
        let said = refused(db.write(|tx| writing::accept(tx, &stage.methodist, id, beside.id, &reply(db, id, &beside, ""), SITE)));
        assert!(said.contains("только учитель"), "{said}");
        db.write(|tx| writing::accept(tx, &stage.anna, id, beside.id, &reply(db, id, &beside, "Да, так"), SITE)).unwrap();
        let section = db.read(|tx| store::section(tx, id, Component::Target)).unwrap();
        let anna = db.read(|tx| Ok(store::load(tx, &stage.anna, id)?.pen()?.seat)).unwrap();
        assert_eq!((section.text("goal"), section.author("goal")), ("Научиться оценивать", Some(anna)), "accepted, they are the teacher's");
        assert!(write(db, &stage.anna, id, 1, &[("goal", "Научусь оценивать вместе с детьми")]).unwrap().is_saved);
    });
}

#[test]
fn the_rest_of_the_team_suggests_and_a_no_needs_a_word() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        write(db, &stage.methodist, id, 0, &[("need", "Практика")]).unwrap();
        assert!(!write(db, &stage.tutor, id, 1, &[("need", "Практика и разборы")]).unwrap().is_saved);
        assert!(!write(db, &stage.tutor, id, 1, &[("need", "Практика и разборы")]).unwrap().is_saved);
        assert_eq!(open(db, id).len(), 1, "the same suggestion sent twice is one");
        let beside = open(db, id).remove(0);
        assert!(refused(db.write(|tx| writing::decline(tx, &stage.tutor, id, beside.id, &reply(db, id, &beside, "нет")))).contains("автор текста или учитель"));
        assert!(matches!(db.write(|tx| writing::decline(tx, &stage.methodist, id, beside.id, &reply(db, id, &beside, " "))), Err(Error::Fields(_))));
        let stale = Reply { revision: 0, ..reply(db, id, &beside, "") };
        assert!(refused(db.write(|tx| writing::accept(tx, &stage.methodist, id, beside.id, &stale, SITE))).contains("изменил кто-то другой"));
        db.write(|tx| writing::decline(tx, &stage.methodist, id, beside.id, &reply(db, id, &beside, "Разборы уже в строках"))).unwrap();
        assert!(refused(db.write(|tx| writing::accept(tx, &stage.anna, id, beside.id, &reply(db, id, &beside, ""), SITE))).contains("уже ответили"));
        write(db, &stage.tutor, id, 1, &[("need", "Ещё вариант")]).unwrap();
        let own = open(db, id).remove(0);
        assert!(matches!(db.write(|tx| writing::take_back(tx, &stage.anna, id, own.id, own.version)), Err(Error::NotFound)), "another's can't be taken back");
        db.write(|tx| writing::take_back(tx, &stage.tutor, id, own.id, own.version)).unwrap();
        assert!(open(db, id).is_empty());
    });
}

#[test]
fn what_is_typed_is_kept_for_its_writer_until_it_is_saved() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        let texts = [("motive".to_owned(), "Начала пис".to_owned())].into();
        db.write(|tx| typed::keep(tx, &stage.anna, id, Component::Target, &Writing { base: 0, texts, words: String::new() }.into())).unwrap();
        let draft_of = |who: &Actor| {
            db.read(|tx| {
                let seat = store::load(tx, who, id)?.pen()?.seat;
                store::draft(tx, id, Component::Target, seat)
            })
            .unwrap()
        };
        assert_eq!(draft_of(&stage.anna).unwrap().body["motive"], "Начала пис");
        assert!(draft_of(&stage.methodist).is_none());
        write(db, &stage.anna, id, 0, &[("motive", "Начала писать и дописала")]).unwrap();
        assert!(draft_of(&stage.anna).is_none());
    });
}

#[test]
fn who_is_not_of_the_team_finds_nothing_to_read_or_to_write() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        for who in [&stage.stranger, &stage.deputy, &stage.municipal, &stage.coordinator] {
            assert!(matches!(db.read(|tx| store::load(tx, who, id)), Err(Error::NotFound)), "{}", who.name);
            assert!(matches!(write(db, who, id, 0, &[("motive", "Чужое")]), Err(Error::NotFound)));
            assert!(matches!(db.write(|tx| writing::comment(tx, who, id, Component::Target, "Чужое")), Err(Error::NotFound)));
        }
        assert_eq!(text(db, id, "motive"), "");
    });
}

#[test]
fn long_texts_are_refused_beside_their_field() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = begun(&stage, db);
        let long = "а".repeat(writing::LONGEST + 1);
        match write(db, &stage.anna, id, 0, &[("motive", &long)]) {
            Err(Error::Fields(errors)) => assert!(errors.of("motive").unwrap().contains("4000")),
            other => panic!("{other:?}"),
        }
    });
}
