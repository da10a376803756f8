//! A person's own conditions and bans: kept with the consent, published in time, gone with the data.

use crate::stand::{FAMILY, Stage, account, all_given, given, later, listeners, set_up, staff, tell, visitor};
use access::{Role, Scope};
use audit::By;
use consent::{Choice, ConsentKind, PublicationItem, choose_again, conditions, duty, texts};
use kernel::{Date, Db, Error, Slice, db::testing::on_each_engine, news::News, params};
use serde_json::json;
use structure::places::REGION;

const OWN: &str = "Школу не указывать в рекламе";

fn choose(db: &Db, stage: &Stage, items: &[PublicationItem], own: &str) {
    db.write(|tx| {
        let text_id = texts::current(tx, ConsentKind::Publication, tx.today())?.id;
        let choice = Choice { person: stage.anna, text_id, items: items.to_vec(), conditions: own.into(), term_until: None, evidence: json!({}), account: None };
        choose_again(tx, &listeners(), &By::system(), choice)
    })
    .unwrap();
}

/// Kind, deadline and outcome of every duty to publish conditions, the open ones first.
fn duties(db: &Db) -> Vec<(Date, String)> {
    db.read(|tx| {
        let scope = Scope::program("test");
        let mut all = duty::list(tx, &scope, false, Slice::first())?.rows;
        all.extend(duty::list(tx, &scope, true, Slice::first())?.rows);
        Ok(all.into_iter().filter(|duty| duty.kind == duty::DutyKind::PublishConditions).map(|duty| (duty.due_on, duty.outcome)).collect())
    })
    .unwrap()
}

#[test]
fn conditions_open_a_duty_of_three_working_days_which_the_page_closes_by_itself() {
    on_each_engine(|db| {
        let stage = set_up(db);
        choose(db, &stage, PublicationItem::ALL, OWN);
        let due: Date = "2026-11-26".parse().unwrap();
        assert_eq!(duties(db), [(due, String::new())], "from Monday the 23rd to Thursday");
        let settle = |db: &Db, shown: bool| db.write(|tx| conditions::settle(tx, |_, _| Ok(shown))).unwrap();
        assert_eq!(settle(db, true), 1);
        assert!(duties(db)[0].1.contains("показаны на открытой странице"));
        assert_eq!(settle(db, true), 0, "once");
    });
}

#[test]
fn nothing_is_to_be_published_before_the_person_stands_on_the_page_or_once_the_consent_is_gone() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let settle = |db: &Db, shown: bool| db.write(|tx| conditions::settle(tx, |_, _| Ok(shown))).unwrap();
        choose(db, &stage, PublicationItem::ALL, OWN);
        assert_eq!(settle(db, false), 1);
        assert!(duties(db)[0].1.contains("сейчас не публикуются"));
        assert_eq!(settle(&later(db, 30), true), 1, "the day on which the page first showed them is noted");
        assert_eq!(duties(db).len(), 2);
        choose(&later(db, 31), &stage, PublicationItem::ALL, "Предмет не указывать в рекламе");
        choose(&later(db, 31), &stage, &[], "");
        assert_eq!(settle(&later(db, 31), true), 1);
        assert!(duties(db).iter().any(|(_, outcome)| outcome.contains("публиковать нечего")), "{:?}", duties(db));
    });
}

#[test]
fn other_conditions_are_another_consent_and_the_same_ones_change_nothing() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let count = |db: &Db| db.read(|tx| Ok((tx.count("SELECT COUNT(*) FROM consent", params![])?, tx.count("SELECT COUNT(*) FROM withdrawal", params![])?))).unwrap();
        choose(db, &stage, PublicationItem::ALL, OWN);
        choose(db, &stage, PublicationItem::ALL, OWN);
        assert_eq!(count(db), (1, 0));
        choose(db, &stage, PublicationItem::ALL, "");
        assert_eq!(count(db), (2, 0), "lifting a ban is a new consent, not a withdrawal");
        let newest = db.read(|tx| Ok(consent::of_person(tx, &Scope::program("test"), stage.anna)?.remove(0))).unwrap();
        assert_eq!(newest.conditions, "");
        let long = db.write(|_| conditions::parse(&"я".repeat(501)));
        assert!(matches!(long, Err(Error::Fields(errors)) if errors.of("conditions").is_some()));
        assert_eq!(conditions::parse(" \u{202e}Не\u{200b} печатать\r\n\r\n").unwrap(), "Не печатать");
        let wrong = db.write(|tx| given(tx, stage.anna, ConsentKind::Processing, &[], None));
        assert!(wrong.is_ok());
    });
}

#[test]
fn the_member_sets_them_in_the_cabinet_staff_see_them_and_erasure_takes_them() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let app = web::testing::app(db, listeners());
        later(db, -1).write(|tx| Ok(all_given(tx, stage.anna))).unwrap();
        let own = db.write(|tx| Ok(account(tx, &format!("{FAMILY} Анна"), "anna@example.ru", Role::Member, REGION, Some(stage.anna)))).unwrap();
        let (mut anna, mut olga) = (visitor(db, &app, own), staff(db, &app, Role::Coordinator, "olga@example.ru"));
        tell(async {
            let form = "/cabinet/consents/new/publication";
            assert!(anna.open(form).await.says("Свои условия и запреты (не обязательно)"), "{}", anna.page.html);
            let text = anna.page.html.split("name=\"text\" value=\"").nth(1).unwrap()[..36].to_owned();
            let long = "д".repeat(501);
            let wrong = anna.post(form, &[("text", &text), ("items", "full_name"), ("conditions", &long)]).await;
            assert!(wrong.status == 422 && wrong.says("href=\"#conditions\"") && wrong.says(&long));
            anna.post(form, &[("text", &text), ("items", "full_name"), ("conditions", "<b>Не</b> в рекламе")]).await;
            assert!(anna.page.says("&lt;b&gt;Не&lt;/b&gt; в рекламе"), "{}", anna.page.html);
            let paper = anna.page.link("/document").unwrap();
            assert!(anna.open(&paper).await.bytes.starts_with(b"%PDF"));
            assert!(anna.open(form).await.says("&lt;b&gt;Не&lt;/b&gt; в рекламе</textarea>"), "choosing again does not lose them");
            assert!(anna.open("/cabinet/about-me").await.says("Условия и запреты: &lt;b&gt;Не"), "{}", anna.page.html);
            assert!(olga.open(&format!("/consents/people/{}", stage.anna)).await.says("&lt;b&gt;Не&lt;/b&gt; в рекламе"), "{}", olga.page.html);
            assert!(olga.open("/duties").await.says("Опубликовать условия и запреты"), "{}", olga.page.html);
        });
        db.write(|tx| consent::erasure(tx, News::Erase { person: stage.anna })).unwrap();
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM consent WHERE conditions <> ''", params![])?)).unwrap(), 0);
    });
}
