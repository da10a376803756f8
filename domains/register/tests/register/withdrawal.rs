//! A withdrawal takes effect with the very next request: page, data, search, filters; datum by datum.

use crate::stand::{BIKIN, DATA, PAGE, asking, member, region, tell, visitor, withdraw};
use consent::PublicationItem::{FullName, School, Subject};
use kernel::{Db, db::testing::on_each_engine, id::PersonId};
use web::testing::Visitor;

const NAME: &str = "Редкофамильцева Анна Петровна";

fn anna(db: &Db) -> PersonId {
    let school = region(db);
    db.write(|tx| member(tx, &school, NAME, consent::PublicationItem::ALL)).unwrap()
}

/// Every address by which she might be met.
fn addresses() -> Vec<String> {
    let ways = [("", ""), ("q", "редкофамильцева"), ("q", "редкофамилцева"), ("q", "htlrjafv"), ("subject", "matematika"), ("municipality", BIKIN)];
    [PAGE, DATA].iter().flat_map(|path| ways.iter().map(|(name, value)| if name.is_empty() { (*path).to_owned() } else { asking(path, name, value) })).collect()
}

async fn met_at(visitor: &mut Visitor) -> Vec<String> {
    let mut met = Vec::new();
    for address in addresses() {
        let page = visitor.open(&address).await;
        assert_eq!((page.status, page.headers["cache-control"].to_str().unwrap()), (200, "no-store"), "{address}");
        assert!(page.headers.get("etag").is_none());
        if page.says(NAME) {
            met.push(address);
        }
    }
    met
}

async fn take_down(db: &Db, person: PersonId, item: Option<consent::PublicationItem>) {
    db.writing(move |tx| withdraw(tx, person, item)).await.unwrap();
}

#[test]
fn the_whole_consent_withdrawn_leaves_no_trace_but_a_number() {
    on_each_engine(|db| {
        let person = anna(db);
        let mut visitor = visitor(db);
        tell(async {
            assert_eq!(met_at(&mut visitor).await, addresses());
            take_down(db, person, None).await;
            assert_eq!(met_at(&mut visitor).await, Vec::<String>::new());
            assert!(visitor.open(PAGE).await.says("Ещё 1 участник не дал согласия на публикацию"));
            assert!(!visitor.page.says("Редкофам") && !visitor.page.says("Школа № 6"));
            assert!(visitor.open(DATA).await.says("\"unpublished\":1"));
        });
    });
}

#[test]
fn the_name_withdrawn_takes_the_row_away() {
    on_each_engine(|db| {
        let person = anna(db);
        let mut visitor = visitor(db);
        tell(async {
            take_down(db, person, Some(FullName)).await;
            assert_eq!(met_at(&mut visitor).await, Vec::<String>::new());
        });
    });
}

#[test]
fn a_datum_withdrawn_is_neither_shown_nor_found_by() {
    for (item, word, by) in [(Subject, "атематика", asking(PAGE, "subject", "matematika")), (School, "Школа № 6", asking(PAGE, "municipality", BIKIN))] {
        on_each_engine(|db| {
            let person = anna(db);
            let mut visitor = visitor(db);
            tell(async {
                let table = |html: &str| html.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default().to_owned();
                assert!(table(&visitor.open(PAGE).await.html).contains(word));
                take_down(db, person, Some(item)).await;
                let shown = table(&visitor.open(PAGE).await.html);
                assert!(shown.contains(NAME) && !shown.contains(word) && shown.contains("не публикуется"), "{shown}");
                assert!(!visitor.open(DATA).await.says(word));
                assert!(visitor.page.says(NAME));
                assert!(!visitor.open(&by).await.says(NAME));
                assert!(!visitor.open(&by.replace(PAGE, DATA)).await.says(NAME));
            });
        });
    }
}

#[test]
fn the_members_own_conditions_stand_beside_the_name_in_the_same_answer() {
    on_each_engine(|db| {
        let person = anna(db);
        db.write(|tx| {
            let text_id = consent::texts::current(tx, consent::ConsentKind::Publication, tx.today())?.id;
            let choice = consent::Choice {
                person, text_id, items: vec![FullName, School], conditions: "Школу не указывать\nв <рекламе>".into(), term_until: None, evidence: serde_json::json!({}), account: None
            };
            consent::choose_again(tx, &kernel::news::Listeners::default(), &audit::By::system(), choice)
        })
        .unwrap();
        let mut visitor = visitor(db);
        let open = |db: &Db| db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM duty WHERE kind = 'publish_conditions' AND closed_at IS NULL", kernel::params![])?)).unwrap();
        assert_eq!(open(db), 1);
        tell(async {
            assert!(visitor.open(PAGE).await.says("Условия и запреты: Школу не указывать в &lt;рекламе&gt;"), "{}", visitor.page.html);
            assert!(visitor.open(DATA).await.says("\"conditions\":\"Школу не указывать\\nв <рекламе>\""), "{}", visitor.page.html);
        });
        assert_eq!(db.write(register::settle_conditions).unwrap(), 1);
        assert_eq!(open(db), 0, "shown, so published in time");
        tell(async {
            take_down(db, person, None).await;
            assert!(!visitor.open(PAGE).await.says("рекламе") && !visitor.open(DATA).await.says("рекламе"));
        });
    });
}

#[test]
fn what_was_never_allowed_is_not_shown() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            member(tx, &school, "Молчанова Вера", &[])?;
            member(tx, &school, "Краткова Зоя", &[FullName])?;
            member(tx, &school, "Безымянная Ева", &[Subject, School])
        })
        .unwrap();
        let mut visitor = visitor(db);
        tell(async {
            let page = visitor.open(PAGE).await;
            assert!(page.says("Краткова Зоя") && !page.says("Молчанова") && !page.says("Безымянная"));
            assert_eq!(page.html.matches("не публикуется").count(), 2);
            assert!(page.says("Ещё 2 участника не дали согласия на публикацию"));
        });
    });
}
