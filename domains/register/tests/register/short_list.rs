//! The short list narrows the search: it follows the cards, and standing on it publishes nobody.

use crate::stand::{PAGE, asking, member, publish, region, school, teacher, tell, visitor};
use audit::By;
use consent::PublicationItem;
use kernel::{
    Result, Tx,
    db::{MIGRATIONS, testing::on_each_engine},
    name::FullName,
    news::{Listeners, News},
    params,
};
use people::{Changes, Move};

type Row = [String; 4];

/// The list as it stands, and its words.
fn kept(tx: &mut Tx<'_>) -> Result<(Vec<Row>, Vec<Row>)> {
    let four = |row: &kernel::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]);
    let list = tx.query("SELECT person_id, sort_key, subject, place_id FROM public_list ORDER BY person_id", params![], four)?;
    let words = tx.query("SELECT word, sort_key, person_id, '' FROM public_list_word ORDER BY word, person_id", params![], four)?;
    Ok((list, words))
}

/// The list as the migration would make it from the cards.
fn made_anew(tx: &mut Tx<'_>) -> Result<(Vec<Row>, Vec<Row>)> {
    let migration = MIGRATIONS.iter().find(|migration| migration.name == "0009_public_list").unwrap();
    tx.execute("DELETE FROM public_list_word", params![])?;
    tx.execute("DELETE FROM public_list", params![])?;
    for statement in migration.sql.split(';').filter(|statement| statement.contains("INSERT INTO")) {
        tx.execute(statement, params![])?;
    }
    kept(tx)
}

fn follows(tx: &mut Tx<'_>, after: &str) -> Result<()> {
    let kept = kept(tx)?;
    assert_eq!(kept, made_anew(tx)?, "after {after}");
    assert!(!kept.0.is_empty() || after.contains("everybody"));
    Ok(())
}

#[test]
fn the_list_follows_every_change_of_a_card() {
    on_each_engine(|db| {
        let bikin = region(db);
        db.write(|tx| {
            let by = By::system();
            let other = school(tx, "mo-vyazemsky", "Школа № 1")?;
            let anna = member(tx, &bikin, "Редкофамильцева Анна", PublicationItem::ALL)?;
            let twin = teacher(tx, &bikin, "Близнецова Анна")?;
            follows(tx, "a membership")?;
            people::rename(tx, &by, anna, &FullName { family: "Новофамильцева".into(), given: "Анна".into(), patronymic: None }, "2026-11-20".parse().unwrap(), 1)?;
            follows(tx, "a change of name")?;
            let card = people::find(tx, &access::Scope::program("test"), anna)?;
            let subjects = vec![("himiya".to_owned(), true), ("biologiya".to_owned(), false)];
            people::update(tx, &by, anna, &Changes { subjects, ..Changes::of(&card) }, card.version)?;
            follows(tx, "other subjects")?;
            people::move_to(tx, &by, anna, &Move { place: other, position: String::new(), position_text: "учитель".into(), on: "2026-11-21".parse().unwrap() }, card.version + 1)?;
            follows(tx, "another school")?;
            assert_eq!(kept(tx)?.0[0][2], "himiya");
            let listeners = Listeners::new(vec![|tx, news| {
                if let News::Merged { gone, kept } = news {
                    tx.execute("UPDATE membership SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
                    people::public_list::enter(tx, kept)?;
                }
                Ok(Vec::new())
            }]);
            people::merge(tx, &listeners, &by, anna, twin)?;
            follows(tx, "a merge")?;
            assert_eq!(kept(tx)?.0[0][0], twin.to_string());
            people::listen(tx, News::Erase { person: twin })?;
            follows(tx, "everybody erased")
        })
        .unwrap();
    });
}

#[test]
fn to_stand_on_the_list_publishes_nobody() {
    on_each_engine(|db| {
        let bikin = region(db);
        db.write(|tx| {
            let outsider = teacher(tx, &bikin, "Непринятая Анна")?;
            publish(tx, outsider, PublicationItem::ALL)?;
            people::public_list::enter(tx, outsider)?;
            member(tx, &bikin, "Молчаливая Анна", &[])?;
            let erased = member(tx, &bikin, "Стёртая Анна", PublicationItem::ALL)?;
            Ok(tx.execute("UPDATE person SET erased_at = '2026-11-01T00:00:00Z' WHERE id = $1", params![erased])?)
        })
        .unwrap();
        let mut visitor = visitor(db);
        tell(async {
            for address in [PAGE.to_owned(), asking(PAGE, "q", "анна"), asking(PAGE, "q", "анна непринятая"), asking(PAGE, "subject", "matematika"), asking(PAGE, "municipality", "mo-bikin")] {
                let page = visitor.open(&address).await;
                assert!(["Непринятая", "Молчаливая", "Стёртая"].iter().all(|name| !page.says(&format!("{name} Анна"))), "{address}");
            }
        });
    });
}
