//! The page of a section without a script: whichever button is pressed, nothing that was typed is lost.

use crate::stage::{SITE, Stage, in_browser, set};
use access::Actor;
use kernel::{Db, params};
use pathways::{
    Component, PathwayId, building, store,
    writing::{self, Writing},
};
use web::testing::Page;

/// Anna has written her motive; the methodist suggests another and says what else is needed.
fn with_suggestion(stage: &Stage, db: &Db) -> (PathwayId, String) {
    let (case, _) = stage.case(db);
    let id = db.write(|tx| building::begin(tx, &stage.methodist, case, building::Frame::default())).unwrap();
    let write = |who: &Actor, base: i64, field: &str, text: &str| {
        let texts = [(field.to_owned(), text.to_owned())].into();
        db.write(|tx| writing::save(tx, who, id, Component::Target, &Writing { base, texts, words: String::new() }, SITE)).unwrap();
    };
    write(&stage.anna, 0, "motive", "Дети скучают");
    write(&stage.methodist, 1, "motive", "Итоги урока не видны");
    let suggestion = db.read(|tx| Ok(store::suggestions_of(tx, id)?.pop().unwrap().id.to_string())).unwrap();
    (id, suggestion)
}

/// Stands in a field of several lines.
fn holds(page: &Page, text: &str) -> bool {
    page.says(&format!(">\n{text}<"))
}

fn drafts(db: &Db) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM pathway_draft", params![])?)).unwrap()
}

#[test]
fn every_button_keeps_what_was_typed_beside_it() {
    in_browser(async |db| {
        let stage = set(db);
        let (id, suggestion) = with_suggestion(&stage, db);
        let (mut anna, mut methodist) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist));
        let here = format!("/pathways/{id}/sections/target");
        let one = format!("/pathways/{id}/suggestions/{suggestion}");
        let why = format!("words-{suggestion}");
        let seen = anna.open(&here).await;
        for button in [format!("{here}/comments"), format!("{one}/acceptance"), format!("{one}/refusal")] {
            assert!(seen.says(&format!("formaction=\"{button}\"")), "{button}: {}", seen.html);
        }
        let shown = [("base", "1"), ("revision", "1"), ("motive", "Дети скучают"), ("need", "Больше\r\nзанятий"), (why.as_str(), "Рано"), ("words", "Точнее")];
        let with = |more: &[(&'static str, &'static str)]| shown.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();

        let said = anna.post(&format!("{here}/comments"), &with(&[("comment", "Давайте обсудим")])).await;
        assert!(said.says("Комментарий написан") && said.says("<p>Давайте обсудим</p>") && !holds(said, "Давайте обсудим"), "{}", said.html);
        assert!(holds(said, "Больше\r\nзанятий") && holds(said, "Рано") && said.says("value=\"Точнее\"") && said.says("Сохранено в"), "{}", said.html);
        assert!(!methodist.open(&here).await.says("занятий") && !methodist.page.says("Рано"), "for the writer's own eyes");

        let said = anna.post(&here, &with(&[("comment", "Ещё вопрос")])).await;
        assert!(said.says("Раздел сохранён") && holds(said, "Ещё вопрос") && holds(said, "Рано"), "{}", said.html);
        assert!(methodist.open(&here).await.says("занятий"), "saved, the team reads it");

        let said = anna.post(&format!("{one}/acceptance"), &[("base", "2"), ("revision", "2"), ("version", "1"), ("need", "Больше\nзанятий и разборов"), (why.as_str(), ""), ("comment", "Ещё вопрос")]).await;
        assert!(said.says("Предложение принято") && holds(said, "Ещё вопрос") && holds(said, "Больше\nзанятий и разборов") && holds(said, "Итоги урока не видны"), "{}", said.html);
        let said = anna.post(&here, &[("base", "3"), ("need", "Больше\nзанятий и разборов"), ("comment", "Ещё вопрос")]).await;
        assert!(said.says("Раздел сохранён"), "{}", said.html);
        let said = anna.post(&format!("{here}/comments"), &[("base", "4"), ("need", "Больше\nзанятий и разборов"), ("comment", "Ещё вопрос")]).await;
        assert!(said.says("Комментарий написан") && !said.says("Сохранено в"), "{}", said.html);
        assert_eq!(drafts(db), 0, "what is as it was shown is no draft");
    });
}

#[test]
fn an_act_that_comes_to_nothing_leaves_all_that_was_typed_on_the_page() {
    in_browser(async |db| {
        let stage = set(db);
        let (id, suggestion) = with_suggestion(&stage, db);
        let mut anna = stage.browser(db, &stage.anna);
        let here = format!("/pathways/{id}/sections/target");
        let one = format!("/pathways/{id}/suggestions/{suggestion}");
        let why = format!("words-{suggestion}");
        let shown = [("base", "1"), ("revision", "0"), ("version", "1"), ("need", "Практика"), (why.as_str(), "")];
        let with = |more: &[(&'static str, &'static str)]| shown.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
        anna.open(&here).await;

        let said = anna.post(&format!("{here}/comments"), &with(&[("comment", " ")])).await;
        assert!(said.status == 422 && said.says("Напишите комментарий") && holds(said, "Практика"), "{}", said.html);
        let said = anna.post(&format!("{one}/refusal"), &with(&[("comment", "Обсудим")])).await;
        assert!(said.status == 422 && said.says("почему оставляете прежний текст") && holds(said, "Практика") && holds(said, "Обсудим"), "{}", said.html);
        let said = anna.post(&format!("{one}/acceptance"), &with(&[("comment", "Обсудим")])).await;
        assert!(said.status == 409 && said.says("изменил кто-то другой") && holds(said, "Практика") && holds(said, "Обсудим"), "{}", said.html);
        assert!(holds(anna.open(&here).await, "Практика") && holds(&anna.page, "Обсудим"), "kept for another visit too");
        let said = anna.post(&format!("/pathways/{id}/suggestions/{suggestion}/taking-back"), &with(&[("comment", "Обсудим")])).await;
        assert_eq!(said.status, 404, "another's suggestion");

        db.write(|tx| {
            let case = store::case_of(tx, id)?;
            let version = cases::find(tx, case)?.version;
            cases::stop(tx, &stage.app.listeners, &stage.anna, case, ("Уезжаю", version))
        })
        .unwrap();
        let said = anna.post(&format!("{here}/comments"), &with(&[("comment", "Обсудим")])).await;
        assert!(said.status == 409 && said.says("Что вы набрали") && said.says("<p>Обсудим</p>") && said.says("<p>Практика</p>"), "{}", said.html);
        assert!(!anna.open(&here).await.says("Что вы набрали"));
    });
}
