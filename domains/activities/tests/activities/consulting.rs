//! Consultations: written down in a minute, read by the two who spoke, struck when they weren't.

use crate::stage::{FAR_SCHOOL, SCHOOL, Stage, absent, actor, count, later, person, refused, set, tell, told, wrong};
use access::Role;
use activities::quick::{self, Consultation, ConsultationId, Entry, Filter, Form, State, With};
use jiff::civil::date;
use kernel::{Db, Slice, db::testing::on_each_engine, news::News};

fn entry(with: With) -> Entry {
    Entry {
        with,
        direction: "d05".into(),
        form: Form::Call,
        minutes: 30,
        about: "Дисциплина на уроке".into(),
        result: String::new(),
        next_step: "Посмотреть урок".into(),
        held_on: date(2026, 11, 20),
        number: String::new(),
    }
}

fn of(db: &Db, who: &access::Actor) -> Vec<Consultation> {
    db.read(|tx| quick::list(tx, who, &Filter::default(), Slice::first())).unwrap().rows
}

fn log(db: &Db, who: &access::Actor, with: With) -> ConsultationId {
    db.write(|tx| quick::log(tx, who, &entry(with))).unwrap()
}

fn hours(db: &Db, stage: &Stage) -> i64 {
    let person = stage.anna.person.unwrap();
    db.read(|tx| ledger::hours(tx, person, date(2026, 9, 1), date(2027, 9, 1))).unwrap().iter().map(|line| line.minutes).sum()
}

#[test]
fn members_and_staff_write_consultations_down_and_nobody_else() {
    on_each_engine(|db| {
        let stage = set(db);
        let boris = With::Person(stage.boris.person.unwrap());
        log(db, &stage.anna, boris.clone());
        log(db, &stage.school, boris.clone());
        absent(db.write(|tx| quick::log(tx, &stage.boris, &entry(With::Unnamed(2)))));
        absent(db.write(|tx| quick::log(tx, &stage.ministry, &entry(With::Unnamed(2)))));
        assert_eq!(hours(db, &stage), 30, "the deputy head without a card has no hours in the ledger");
        assert_eq!(of(db, &stage.anna).len(), 1, "the log is one's own");
        let far = With::Person(stage.far.person.unwrap());
        wrong(db.write(|tx| quick::log(tx, &stage.anna, &entry(far.clone()))), "with");
        log(db, &stage.coordinator, far);
    });
}

#[test]
fn what_was_just_written_is_taken_back_without_a_trace_and_later_is_struck() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = log(db, &stage.anna, With::Unnamed(7));
        absent(db.write(|tx| quick::undo(tx, &stage.school, id)));
        db.write(|tx| quick::undo(tx, &stage.anna, id)).unwrap();
        assert_eq!((of(db, &stage.anna).len(), hours(db, &stage)), (0, 0));
        let id = log(db, &stage.anna, With::Unnamed(7));
        let tomorrow = later(db, 24);
        assert!(refused(tomorrow.write(|tx| quick::undo(tx, &stage.anna, id))).contains("две минуты"));
        tomorrow.write(|tx| quick::edit(tx, &stage.anna, id, 1, &Entry { minutes: 45, ..entry(With::Unnamed(8)) })).unwrap();
        assert_eq!(hours(db, &stage), 45, "the ledger follows");
        assert!(refused(tomorrow.write(|tx| quick::edit(tx, &stage.anna, id, 1, &entry(With::Unnamed(9))))).contains("кто-то другой"));
        tomorrow.write(|tx| quick::strike(tx, &stage.anna, id, 2)).unwrap();
        assert_eq!((of(db, &stage.anna)[0].state, hours(db, &stage)), (State::Struck, 0));
        assert!(refused(tomorrow.write(|tx| quick::edit(tx, &stage.anna, id, 3, &entry(With::Unnamed(9))))).contains("вычеркнута"));
    });
}

#[test]
fn whom_it_was_with_may_say_that_it_was_not() {
    on_each_engine(|db| {
        let stage = set(db);
        let boris = With::Person(stage.boris.person.unwrap());
        let (one, other) = (log(db, &stage.anna, boris.clone()), log(db, &stage.anna, boris));
        absent(db.write(|tx| quick::object(tx, &stage.vera, one)));
        for id in [one, other] {
            db.write(|tx| quick::object(tx, &stage.boris, id)).unwrap();
        }
        assert!(refused(db.write(|tx| quick::object(tx, &stage.boris, one))).contains("уже ответили"));
        assert_eq!((told(db, &stage.anna, "Возражение"), db.read(|tx| quick::disputed(tx, &stage.anna)).unwrap()), (2, 2));
        assert_eq!(hours(db, &stage), 60, "nothing is struck until the consultant says so");
        db.write(|tx| quick::strike(tx, &stage.anna, one, 2)).unwrap();
        db.write(|tx| quick::keep(tx, &stage.anna, other, 2)).unwrap();
        assert_eq!((hours(db, &stage), told(db, &stage.boris, "Ответ на ваше")), (30, 2));
        assert!(refused(db.write(|tx| quick::object(tx, &stage.boris, other))).contains("уже ответили"));
    });
}

#[test]
fn overseers_read_directions_and_numbers_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = log(db, &stage.anna, With::Person(stage.boris.person.unwrap()));
        log(db, &stage.anna, With::Unnamed(4));
        let struck = log(db, &stage.anna, With::Unnamed(9));
        db.write(|tx| quick::strike(tx, &stage.anna, struck, 1)).unwrap();
        let sums = |who: &access::Actor| db.read(|tx| quick::sums(tx, &who.scope(), date(2026, 9, 1), date(2026, 11, 23))).unwrap();
        let seen = sums(&stage.municipal);
        assert_eq!(seen.iter().map(|sum| (sum.direction.as_str(), sum.count, sum.people, sum.minutes)).collect::<Vec<_>>(), [("d05", 2, 5, 60)]);
        assert!(sums(&stage.far_school).is_empty());
        let mut olga = stage.browser(db, &stage.municipal);
        tell(async {
            let page = olga.open("/consultations/figures?from=01.09.2026&until=23.11.2026").await;
            assert!(page.says("2</td>") && !page.says("Борисова") && !page.says("Дисциплина"), "{}", page.html);
            assert_eq!(olga.open(&quick::url(id)).await.status, 404);
            assert!(olga.open("/consultations").await.says("Записей пока нет"));
        });
    });
}

const FORM: &[(&str, &str)] = &[("direction", "d05"), ("minutes", "15"), ("form", "in_person"), ("held_on", ""), ("about", "Дроби <b>"), ("next_step", "")];

fn form<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    FORM.iter().filter(|(name, _)| !pairs.iter().any(|(known, _)| known == name)).chain(pairs).copied().collect()
}

#[test]
fn a_repeat_is_one_press_on_the_colleague_and_one_on_the_button() {
    on_each_engine(|db| {
        let stage = set(db);
        let boris = stage.boris.person.unwrap().to_string();
        let (mut anna, mut boris_himself) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris));
        tell(async {
            let page = anna.open("/consultations/new").await;
            assert!(page.says("23.11.2026") && page.says("Без имени") && page.says("Прочтёте вы и ваш собеседник") && !page.says("Борисова"), "{}", page.html);
            let page = anna.post("/consultations/search", &form(&[("q", "борисова"), ("about", "начатое")])).await;
            assert!(page.says("Борисова") && page.says("value=\"начатое\""), "what was typed is kept: {}", page.html);
            let page = anna.post("/consultations", &form(&[("with", ""), ("minutes", "много")])).await;
            assert!(page.status == 422 && page.says("Выберите, с кем говорили") && page.says("Выберите, сколько минут") && page.says("Дроби &lt;b&gt;"), "{}", page.html);
            let page = anna.post("/consultations", &form(&[("with", &boris)])).await;
            assert!(page.says("Записано: Борисова") && page.says("Отменить запись"), "{}", page.html);
            let page = anna.open("/consultations/new").await;
            assert!(page.says("Борисова") && page.html.contains("value=\"15\" checked") && page.html.contains("value=\"d05\" selected") && !page.says("начатое"), "all but the colleague is chosen: {}", page.html);
            let page = anna.open("/consultations").await;
            let card = page.link("/consultations/0").unwrap();
            assert!(anna.open(&format!("{card}/edit")).await.says("Дроби &lt;b&gt;"));
            let page = anna.post(&card, &form(&[("with", "unnamed"), ("people", "0"), ("version", "1")])).await;
            assert!(page.status == 422 && page.says("целое число от 1 до 500"));
            anna.open(&format!("{card}/edit")).await;
            assert!(anna.post(&card, &form(&[("with", &boris), ("minutes", "45"), ("version", "1")])).await.says("Исправлено"));
            let page = boris_himself.open("/cabinet/consultations").await;
            assert!(page.says("Аннина") && page.says("Дроби &lt;b&gt;"), "{}", page.html);
            let id = card.rsplit('/').next().unwrap().to_owned();
            assert!(boris_himself.post(&format!("/cabinet/consultations/{id}/objection"), &[]).await.says("вы ответили: не было"));
            assert_eq!(boris_himself.open("/consultations/new").await.status, 404);
            assert!(anna.open(&card).await.says("Была") && anna.page.says("вычеркнуть"));
            assert!(anna.post(&format!("{card}/striking"), &[("version", "3")]).await.says("Консультация вычеркнута"));
            assert!(anna.open("/consultations?format=xlsx").await.bytes.starts_with(b"PK"));
            assert!(anna.open("/consultations/log.pdf").await.bytes.starts_with(b"%PDF"));
            assert!(anna.open("/consultations?q=борисова&form=in_person&direction=d05").await.says("Борисова"));
            assert!(anna.open("/consultations?direction=d01").await.says("Ничего не нашлось"));
        });
    });
}

#[test]
fn what_came_of_it_is_written_later_and_read_by_the_two_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let boris = stage.boris.person.unwrap();
        let id = log(db, &stage.anna, With::Person(boris));
        let card = quick::url(id);
        let edited = [("with", boris.to_string()), ("version", "1".to_owned()), ("result", "Начал урок с вопроса <i>".to_owned())];
        let edited: Vec<(&str, &str)> = edited.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (mut anna, mut boris_himself, mut olga) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris), stage.browser(db, &stage.municipal));
        tell(async {
            assert!(anna.open("/consultations").await.says(&format!("{card}/edit#result")), "{}", anna.page.html);
            assert!(anna.open(&card).await.says("Записать результат"));
            let page = anna.open(&format!("{card}/edit")).await;
            assert!(page.html.contains("id=\"result\"") && page.says("Можно не заполнять и дописать позже"), "{}", page.html);
            let page = anna.post(&card, &form(&edited)).await;
            assert!(page.says("Начал урок с вопроса &lt;i&gt;") && !page.says("Записать результат"), "{}", page.html);
            assert!(anna.open("/consultations").await.says("Начал урок с вопроса"));
            assert!(boris_himself.open("/cabinet/consultations").await.says("Начал урок с вопроса"));
            let page = olga.open("/consultations/figures?from=01.09.2026&until=23.11.2026").await;
            assert!(page.status == 200 && !page.says("Начал урок"), "{}", page.html);
            let page = anna.post(&card, &form(&[("with", "unnamed"), ("version", "2"), ("result", &"я".repeat(301))])).await;
            assert!(page.status == 422 && page.says("Сократите до 300 знаков"), "{}", page.html);
            anna.post("/consultations/draft", &form(&[("with", "unnamed"), ("result", "недописанное")])).await;
            assert!(anna.open("/consultations/new").await.says("value=\"недописанное\""), "{}", anna.page.html);
        });
        for person in [boris, stage.anna.person.unwrap()] {
            let told = db.read(|tx| quick::about_me(tx, person)).unwrap();
            let cells: Vec<String> = told.into_iter().filter_map(|section| section.table).flat_map(|table| table.rows).flatten().collect();
            assert!(cells.iter().any(|cell| cell.starts_with("Начал урок")), "{cells:?}");
        }
        db.write(|tx| quick::listen(tx, News::Erase { person: boris })).unwrap();
        assert_eq!(of(db, &stage.anna)[0].result, "", "words about a person go with the person");
    });
}

#[test]
fn the_same_form_sent_twice_is_one_consultation_and_the_log_ends_with_the_people_in_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut anna = stage.browser(db, &stage.anna);
        let boris = stage.boris.person.unwrap();
        let id = boris.to_string();
        tell(async {
            let key = anna.open("/consultations/new").await.key();
            let with_key: Vec<(&str, &str)> = form(&[("with", &id)]).into_iter().chain([("_key", key.as_str())]).collect();
            anna.post("/consultations", &with_key).await;
            anna.post("/consultations", &with_key).await;
            anna.post("/consultations/draft", &form(&[("with", &id)])).await;
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM consultation"), 1);
        let told = db.read(|tx| quick::about_me(tx, boris)).unwrap();
        assert!(told.iter().any(|section| section.title.contains("получили")));
        db.write(|tx| quick::listen(tx, News::Erase { person: boris })).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM consultation_draft"), 0);
        let left = &of(db, &stage.anna)[0];
        assert!(left.person.is_none() && left.about.is_empty() && left.people == 1 && left.minutes == 15, "{left:?}");
        db.write(|tx| quick::listen(tx, News::Erase { person: stage.anna.person.unwrap() })).unwrap();
        assert!(of(db, &stage.anna).is_empty() && count(db, "SELECT COUNT(*) FROM consultation") == 1, "that it was stays for the figures");
    });
}

#[test]
fn a_member_who_left_reads_the_log_and_writes_no_more() {
    on_each_engine(|db| {
        let stage = set(db);
        let vera = db.write(|tx| Ok(person(tx, "Бывшая", FAR_SCHOOL))).unwrap();
        let vera = actor(db, Role::Member, SCHOOL, "Бывшая", Some(vera));
        let mut browser = stage.browser(db, &vera);
        tell(async {
            assert!(browser.open("/consultations").await.says("Записей пока нет") && !browser.page.says("Записать консультацию"));
            assert_eq!(browser.post("/consultations", &form(&[("with", "unnamed")])).await.status, 404);
        });
    });
}
