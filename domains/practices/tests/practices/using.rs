//! Re-use, the catalogue of resources, withdrawal.

use crate::stage::{NAMED, absent, count, refused, set, state, version};
use kernel::{db::testing::on_each_engine, news::Listeners};
use practices::{Filter, Sort, State, UseDraft};

fn told(db: &kernel::Db) -> UseDraft {
    UseDraft { used_on: db.clock().today(), place_words: "7 класс".into(), outcome: "Спорят о вопросах".into() }
}

#[test]
fn a_re_use_counts_when_somebody_else_confirms_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.published(db, "Задача без вопроса", NAMED);
        assert!(refused(db.write(|tx| practices::tell_use(tx, &stage.anna, id, &told(db)))).contains("ваша практика"));
        let one = db.write(|tx| practices::tell_use(tx, &stage.dina, id, &told(db))).unwrap();
        assert!(db.write(|tx| practices::tell_use(tx, &stage.dina, id, &told(db))).is_err(), "once a day");
        let uses = || db.read(|tx| Ok(practices::published(tx, &Filter::default(), (Sort::Title, false), kernel::Slice::first())?.rows[0].uses)).unwrap();
        assert_eq!(uses(), 0);
        for stranger in [&stage.dina, &stage.egor, &stage.ministry] {
            absent(db.write(|tx| practices::confirm(tx, stranger, one, 1)));
        }
        assert!(db.read(|tx| practices::waits(tx, &stage.far_school)).unwrap().iter().any(|wait| wait.url == "/practices/uses"));
        db.write(|tx| practices::confirm(tx, &stage.far_school, one, 1)).unwrap();
        assert_eq!(uses(), 1);
        assert!(refused(db.write(|tx| practices::refuse(tx, &stage.anna, one, "нет", 2))).contains("уже решено"));
        assert!(refused(db.write(|tx| practices::take_back(tx, &stage.dina, one))).contains("уже решено"));
        let two = db.write(|tx| practices::tell_use(tx, &stage.egor, id, &told(db))).unwrap();
        db.write(|tx| practices::refuse(tx, &stage.anna, two, "Это другая практика", 1)).unwrap();
        assert_eq!((uses(), count(db, "SELECT COUNT(*) FROM notice WHERE subject LIKE 'Применение практики%'")), (1, 2));
    });
}

#[test]
fn the_catalogue_is_searched_by_words_in_either_layout_and_filtered() {
    on_each_engine(|db| {
        let stage = set(db);
        stage.published(db, "Задача без вопроса", NAMED);
        stage.sent(db, "Ещё не прочитана", NAMED);
        let found = |text: &str, subject: &str| {
            db.read(|tx| Ok(practices::published(tx, &Filter { text: text.into(), subject: subject.into(), ..Filter::default() }, (Sort::Published, true), kernel::Slice::first())?.total)).unwrap()
        };
        assert_eq!([found("", ""), found("вопрос зада", ""), found("pflfxf", ""), found("", "matematika"), found("", "himiya"), found("прочитана", "")], [1, 1, 1, 1, 0, 0]);
    });
}

#[test]
fn a_resource_is_made_of_a_practice_and_goes_with_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.published(db, "Задача без вопроса", NAMED);
        absent(db.write(|tx| practices::make_resource(tx, &stage.dina, id, "https://active.example.ru")));
        let resource = db.write(|tx| practices::make_resource(tx, &stage.methodist, id, "https://active.example.ru/")).unwrap();
        assert!(refused(db.write(|tx| practices::make_resource(tx, &stage.coordinator, id, "https://active.example.ru"))).contains("уже в каталоге"));
        assert_eq!(count(db, &format!("SELECT COUNT(*) FROM resource WHERE id = '{resource}' AND kind = 'practice' AND link = 'https://active.example.ru/practices/{id}'")), 1);
        let listeners = Listeners::new(vec![practices::listen]);
        absent(db.write(|tx| practices::withdraw(tx, &listeners, &stage.boris, id, ("", version(db, id)))));
        db.write(|tx| practices::withdraw(tx, &listeners, &stage.anna, id, ("Переделываю", version(db, id)))).unwrap();
        assert_eq!(state(db, id), State::Withdrawn);
        assert_eq!(count(db, "SELECT COUNT(*) FROM resource WHERE state = 'withdrawn'"), 1);
        assert!(refused(db.write(|tx| practices::withdraw(tx, &listeners, &stage.anna, id, ("", version(db, id))))).contains("уже снята"));
        db.write(|tx| practices::edit(tx, &stage.anna, id, &crate::stage::draft("Задача заново"), version(db, id))).unwrap();
        assert_eq!(state(db, id), State::Draft, "withdrawn isn't forbidden for ever");
    });
}
