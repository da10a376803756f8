//! The beginning: what a newcomer wants help with becomes the programme's draft; orders are noted by number and date.

use crate::stage::{self, absent, count, refused, tell, wrong};
use kernel::db::testing::on_each_engine;
use pairs::mentoring::{self, PapersForm, StartForm};

fn wish(themes: &[&str], words: &str) -> StartForm {
    StartForm { themes: themes.iter().map(|code| (*code).to_owned()).collect(), words: words.into() }
}

#[test]
fn only_a_mentee_of_what_goes_on_says_what_help_is_wanted() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &[&stage.anna]);
        let form = wish(&["lesson"], "");
        absent(db.write(|tx| mentoring::answer_start(tx, &stage.anna, id, &form)));
        for one in [&stage.tamara, &stage.anna] {
            db.write(|tx| mentoring::answer(tx, one, id, true)).unwrap();
        }
        for stranger in [&stage.tamara, &stage.deputy, &stage.far_teacher] {
            absent(db.write(|tx| mentoring::answer_start(tx, stranger, id, &form)));
        }
        let waits = || db.read(|tx| mentoring::waits(tx, &stage.anna)).unwrap().into_iter().filter(|wait| wait.url == format!("/mentoring/{id}/start")).count();
        assert_eq!(waits(), 1);
        wrong(db.write(|tx| mentoring::answer_start(tx, &stage.anna, id, &wish(&[], "слова"))), "themes");
        for words in ["", "Не успеваю закончить урок"] {
            db.write(|tx| mentoring::answer_start(tx, &stage.anna, id, &wish(&["lesson", "parents"], words))).unwrap();
        }
        assert_eq!((waits(), count(db, "SELECT COUNT(*) FROM mentoring_start")), (0, 1), "said again it replaces");
        let about = db.read(|tx| mentoring::about_me(tx, stage.anna.person.unwrap())).unwrap();
        assert!(format!("{about:?}").contains("Не успеваю"), "{about:?}");
        db.write(|tx| mentoring::end(tx, &stage.tamara, id, "done")).unwrap();
        assert!(refused(db.write(|tx| mentoring::answer_start(tx, &stage.anna, id, &form))).contains("завершено"));
        db.write(|tx| stage.app.listeners.tell(tx, kernel::news::News::Erase { person: stage.anna.person.unwrap() })).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM mentoring_start"), 0, "words go with the person");
    });
}

#[test]
fn the_programme_begins_with_what_was_said_and_overseers_do_not_read_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        let (mut anna, mut tamara, mut deputy) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.tamara), stage.browser(db, &stage.deputy));
        tell(async {
            let card = format!("/mentoring/{id}");
            assert!(anna.open(&card).await.says("Отметить темы") && anna.open(&format!("{card}/start")).await.says("С чего хочется начать"), "{}", anna.page.html);
            let wrong = anna.post(&format!("{card}/start"), &[("words", "Не успеваю закончить урок")]).await;
            assert!(wrong.status == 422 && wrong.says("хотя бы одну тему") && wrong.says("Не успеваю закончить урок"), "{}", wrong.html);
            let saved = anna.post(&format!("{card}/start"), &[("themes", "lesson"), ("themes", "parents"), ("words", "Не успеваю закончить урок")]).await;
            assert!(saved.says("Ответ сохранён") && saved.says("Работа с родителями"), "{}", saved.html);
            assert!(tamara.open(&card).await.says("Не успеваю закончить урок") && tamara.page.says("из черновика"), "{}", tamara.page.html);
            assert_eq!(tamara.open(&format!("{card}/start")).await.status, 404);
            let draft = tamara.open(&format!("{card}/programme")).await;
            assert!(draft.says("Это черновик") && draft.says("Не успеваю закончить урок</textarea>") && draft.says("value=\"Работа с родителями\""), "{}", draft.html);
            assert!(!deputy.open(&card).await.says("Не успеваю") && !deputy.page.says("С чем нужна помощь"), "{}", deputy.page.html);
            assert_eq!(deputy.open(&format!("{card}/start")).await.status, 404);
        });
    });
}

#[test]
fn in_a_group_each_reads_the_own_words_and_the_mentor_all() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna, &stage.boris]);
        db.write(|tx| mentoring::answer_start(tx, &stage.anna, id, &wish(&["discipline"], "Класс меня не слышит"))).unwrap();
        db.write(|tx| mentoring::answer_start(tx, &stage.boris, id, &wish(&["subject"], "Забыл механику"))).unwrap();
        let (mut anna, mut boris, mut tamara) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris), stage.browser(db, &stage.tamara));
        tell(async {
            let card = format!("/mentoring/{id}");
            assert!(tamara.open(&card).await.says("Класс меня не слышит") && tamara.page.says("Забыл механику"), "{}", tamara.page.html);
            assert!(anna.open(&card).await.says("Класс меня не слышит") && !anna.page.says("Забыл механику"), "{}", anna.page.html);
            let draft = boris.open(&format!("{card}/programme")).await;
            assert!(draft.says("Порядок и мотивация в классе") && !draft.says("не слышит"), "themes without words: {}", draft.html);
        });
    });
}

#[test]
fn orders_are_noted_by_who_leads_and_the_allowance_is_the_mentors_own() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let waiting = stage.proposed(db, &[&stage.boris]);
        let typed =
            |same: &str, was: (&str, &str)| PapersForm { order_number: "12-к".into(), ordered_on: "02.11.2026".into(), same: same.into(), was_order: was.0.into(), was_pay: was.1.into(), ..PapersForm::default() };
        assert!(refused(db.write(|tx| mentoring::note_orders(tx, &stage.deputy, waiting, &typed("", ("", ""))))).contains("согласие"));
        let id = stage.begun(db, &[&stage.anna]);
        for stranger in [&stage.anna, &stage.tamara, &stage.far_deputy] {
            absent(db.write(|tx| mentoring::note_orders(tx, stranger, id, &typed("", ("", "")))));
        }
        db.write(|tx| mentoring::note_orders(tx, &stage.deputy, id, &typed("yes", ("", "")))).unwrap();
        assert!(refused(db.write(|tx| mentoring::note_orders(tx, &stage.municipal, id, &typed("", ("", ""))))).contains("изменил кто-то другой"));
        let (mut anna, mut tamara, mut deputy) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.tamara), stage.browser(db, &stage.deputy));
        tell(async {
            let card = format!("/mentoring/{id}");
            assert!(tamara.open(&card).await.says("Приказ о доплате наставнику") && tamara.page.says("12-к от 02.11.2026"), "{}", tamara.page.html);
            assert!(anna.open(&card).await.says("Приказ о закреплении") && !anna.page.says("доплате"), "{}", anna.page.html);
            for one in [&mut anna, &mut tamara] {
                assert!(one.open(&format!("{card}/consent.pdf")).await.bytes.starts_with(b"%PDF"), "{}", one.page.html);
            }
            assert_eq!(deputy.open(&format!("{card}/consent.pdf")).await.status, 404, "the own one is one's own to print");
            assert_eq!(tamara.open(&format!("{card}/orders")).await.status, 404, "who is paid doesn't write the basis");
            let form = deputy.open(&format!("{card}/orders")).await;
            assert!(form.says("value=\"12-к\"") && form.says("checked"), "{}", form.html);
            let wrong = deputy.post(&format!("{card}/orders"), &[("was_order", "12-к"), ("was_pay", "12-к"), ("order_number", "12-к"), ("ordered_on", ""), ("pay_number", ""), ("pay_on", "")]).await;
            assert!(wrong.status == 422 && wrong.says("Укажите дату приказа") && wrong.says("value=\"12-к\""), "{}", wrong.html);
            let fields = [("was_order", "12-к"), ("was_pay", "12-к"), ("order_number", "12-к"), ("ordered_on", "02.11.2026"), ("pay_number", ""), ("pay_on", "")];
            assert!(deputy.post(&format!("{card}/orders"), &fields).await.says("Приказы отмечены"), "{}", deputy.page.html);
            assert!(deputy.open("/mentoring?state=unpaid").await.says("Новикова") && !deputy.open("/mentoring?state=unordered").await.says("Новикова"), "{}", deputy.page.html);
        });
    });
}
