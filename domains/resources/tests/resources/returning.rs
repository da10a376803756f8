//! Given back to its author with words, mended, reviewed.

use crate::stage::{HOME, SCHOOL, absent, actor, count, draft, find, person, refused, set, tell};
use access::{Actor, Role};
use kernel::{Db, Error, db::testing::on_each_engine};
use resources::{Attached, Filter, Sort, State, list};

/// A methodist with a card, who may be told something.
fn author(db: &Db) -> Actor {
    let person = db.write(|tx| Ok(person(tx, "Методистова", SCHOOL))).unwrap();
    actor(db, Role::Municipal, HOME, "Методист Яна", Some(person))
}

/// What the author's cabinet says: subject, body, where it leads.
fn told(db: &Db, author: &Actor) -> Vec<(String, String, String)> {
    let rows = db.read(|tx| notices::list(tx, author.person.unwrap(), None, kernel::Slice::all(10))).unwrap().rows;
    rows.into_iter().map(|one| (one.subject, one.body, one.url)).collect()
}

#[test]
fn the_author_is_told_once_that_a_resource_came_back_and_where_it_is() {
    on_each_engine(|db| {
        let stage = set(db);
        let author = author(db);
        let id = stage.add(db, &author, HOME, &[("title", "Курс об оценивании")]);
        db.write(|tx| resources::give_back(tx, &stage.colleague, id, 1, "Проверьте часы")).unwrap();
        let all = told(db, &author);
        assert_eq!(all.len(), 1, "{all:?}");
        let (subject, body, url) = &all[0];
        assert!(subject.contains("вернули с пояснением") && body.contains("«Курс об оценивании»") && *url == resources::url(id), "{all:?}");
        assert!(!body.contains("Проверьте часы") && !body.contains("остаётся в каталоге"), "the words stand on the page: {body}");
        // Mended before it was read: nothing is asked any more. Given back anew, it is told anew.
        db.write(|tx| resources::send_again(tx, &author, id, 2)).unwrap();
        assert!(told(db, &author).is_empty());
        db.write(|tx| resources::give_back(tx, &stage.colleague, id, 3, "И даты")).unwrap();
        assert_eq!(told(db, &author).len(), 1);
        db.write(|tx| resources::edit(tx, &author, id, 4, &draft(&[("hours", "18")]), &Attached::Kept)).unwrap();
        assert!(told(db, &author).is_empty());
        db.write(|tx| resources::review(tx, &stage.colleague, id, 5)).unwrap();
        db.write(|tx| resources::edit(tx, &author, id, 6, &draft(&[("hours", "20")]), &Attached::Kept)).unwrap();
        db.write(|tx| resources::give_back(tx, &stage.colleague, id, 7, "Было лучше")).unwrap();
        assert!(told(db, &author)[0].1.contains("остаётся в каталоге"));
        db.write(|tx| resources::withdraw(tx, &stage.app.listeners, &stage.colleague, id, "Ошибка", 8)).unwrap();
        assert!(told(db, &author).is_empty(), "of what is withdrawn nothing is asked");
    });
}

#[test]
fn a_notice_names_no_mentor_and_an_author_without_a_card_is_told_on_the_first_page_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let author = author(db);
        let id = stage.add(db, &author, HOME, &[("kind", "mentor"), ("title", "Редкофамильцева Анна Петровна")]);
        db.write(|tx| resources::give_back(tx, &stage.colleague, id, 1, "Укажите предмет")).unwrap();
        let all = told(db, &author);
        assert!(all.len() == 1 && !format!("{all:?}").contains("Редкофамильцева"), "{all:?}");
        let nobodys = stage.add(db, &stage.municipal, HOME, &[("title", "Другой курс")]);
        db.write(|tx| resources::give_back(tx, &stage.colleague, nobodys, 1, "Проверьте часы")).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice"), 1);
    });
}

#[test]
fn what_comes_back_with_words_waits_for_its_author_and_then_for_a_review() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.add(db, &stage.municipal, HOME, &[]);
        let back = |who, version: i64, words: &str| db.write(|tx| resources::give_back(tx, who, id, version, words));
        assert!(refused(back(&stage.municipal, 1, "Своё")).contains("Попросите коллегу"));
        absent(back(&stage.far_municipal, 1, "Чужое"));
        absent(back(&stage.school, 1, "Чужое"));
        assert!(matches!(back(&stage.colleague, 1, " "), Err(Error::Fields(errors)) if errors.of("words").is_some()));
        assert!(refused(back(&stage.colleague, 9, "Проверьте часы")).contains("Обновите страницу"), "stale");
        back(&stage.colleague, 1, "Проверьте часы").unwrap();
        assert!(refused(back(&stage.colleague, 2, "Ещё раз")).contains("вернули автору"));
        assert!(refused(db.write(|tx| resources::review(tx, &stage.coordinator, id, 2))).contains("вернули автору"));
        assert_eq!(find(db, id).state, State::Draft);
        let unreviewed = || db.read(|tx| list(tx, &resources::Sight::program(), &Filter { is_unreviewed: true, ..Filter::default() }, (Sort::Title, false), kernel::Slice::all(10))).unwrap().total;
        let returned = || db.read(|tx| list(tx, &resources::Sight::program(), &Filter { is_returned: true, ..Filter::default() }, (Sort::Title, false), kernel::Slice::all(10))).unwrap().total;
        assert_eq!((unreviewed(), returned()), (0, 1));
        db.write(|tx| resources::edit(tx, &stage.municipal, id, 2, &draft(&[("hours", "18")]), &Attached::Kept)).unwrap();
        assert_eq!((unreviewed(), returned()), (1, 0));
        let said = db.read(|tx| resources::returned(tx, id)).unwrap();
        assert!(said.len() == 1 && said[0].words == "Проверьте часы" && said[0].mended_on.is_some());
        db.write(|tx| resources::review(tx, &stage.colleague, id, 3)).unwrap();
        assert_eq!(find(db, id).state, State::Live);
        assert!(refused(back(&stage.colleague, 4, "Поздно")).contains("уже проверен"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'resource.returned'"), 1);
    });
}

#[test]
fn a_change_that_comes_back_leaves_the_resource_in_the_catalogue() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.add(db, &stage.municipal, HOME, &[]);
        db.write(|tx| resources::review(tx, &stage.colleague, id, 1)).unwrap();
        db.write(|tx| resources::edit(tx, &stage.municipal, id, 2, &draft(&[("hours", "400")]), &Attached::Kept)).unwrap();
        db.write(|tx| resources::give_back(tx, &stage.colleague, id, 3, "Откуда 400 часов?")).unwrap();
        assert_eq!(find(db, id).state, State::Live);
        assert!(refused(db.write(|tx| resources::send_again(tx, &stage.colleague, id, 4))).contains("вернули вы"));
        absent(db.write(|tx| resources::send_again(tx, &stage.far_municipal, id, 4)));
        db.write(|tx| resources::send_again(tx, &stage.municipal, id, 4)).unwrap();
        assert!(refused(db.write(|tx| resources::send_again(tx, &stage.municipal, id, 5))).contains("и так ждёт"));
        db.write(|tx| resources::give_back(tx, &stage.colleague, id, 5, "И всё же")).unwrap();
        db.write(|tx| resources::withdraw(tx, &stage.app.listeners, &stage.municipal, id, "Ошибка", 6)).unwrap();
        db.write(|tx| resources::reopen(tx, &stage.municipal, id, 7)).unwrap();
        assert_eq!(find(db, id).returned_on, None, "brought back, it waits for a review");
    });
}

#[test]
fn the_reviewer_gives_back_and_the_author_mends_on_their_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.add(db, &stage.municipal, HOME, &[("title", "Курс об оценивании")]);
        let url = resources::url(id);
        let (mut olga, mut rita, mut anna) = (stage.browser(db, &stage.municipal), stage.browser(db, &stage.colleague), stage.browser(db, &stage.anna_herself));
        tell(async {
            assert!(rita.open(&url).await.says("Вернуть автору с пояснением"));
            assert!(rita.open(&format!("{url}/giving-back")).await.says("Что исправить"));
            let empty = rita.post(&format!("{url}/giving-back"), &[("version", "1"), ("words", " ")]).await;
            assert!(empty.status == 422 && empty.says("Напишите, что исправить"), "{}", empty.html);
            let back = rita.post(&format!("{url}/giving-back"), &[("version", "1"), ("words", "Часов <b>36</b>?")]).await;
            assert!(back.status == 200 && back.says("Ресурс вернули автору") && back.says("Ждём автора") && back.says("&lt;b&gt;36"), "{}", back.html);
            assert!(!rita.open("/resources?state=all&unreviewed=yes").await.says("Курс об оценивании"));
            assert_eq!(anna.open(&url).await.status, 404);
            assert!(olga.open("/resources?state=all&mine=yes&returned=yes").await.says("вернули автору"));
            let seen = olga.open(&url).await;
            assert!(seen.says("Ресурс вернули с пояснением") && seen.says("&lt;b&gt;36") && seen.says("Отправить на проверку снова") && !seen.says("Проверено, всё верно"), "{}", seen.html);
            assert!(olga.open(&format!("{url}/edit")).await.says("оно на странице ресурса"));
            let fields = [("version", "2"), ("kind", "programme"), ("title", "Курс об оценивании"), ("form", "remote"), ("hours", "18"), ("tag-0", "М3")];
            let mended = olga.post(&url, &fields).await;
            assert!(mended.status == 200 && mended.says("О чём просили раньше") && !mended.says("Ресурс вернули с пояснением"), "{}", mended.html);
            let read = rita.open(&url).await;
            assert!(read.says("О чём просили раньше") && read.says("Проверено, всё верно"), "{}", read.html);
            assert!(rita.post(&format!("{url}/review"), &[("version", "3")]).await.says("ресурс в каталоге"));
        });
    });
}
