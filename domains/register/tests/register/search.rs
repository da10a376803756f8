//! The search forgives what people do when they type.

use crate::stand::{PAGE, asking, member, region, tell, visitor};
use consent::PublicationItem;
use kernel::{db::testing::on_each_engine, params};

#[test]
fn a_name_is_found_however_it_is_typed() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            member(tx, &school, "Семёнова-Берёзкина Алёна Фёдоровна", PublicationItem::ALL)?;
            member(tx, &school, "Другая Вера", PublicationItem::ALL)
        })
        .unwrap();
        let mut visitor = visitor(db);
        tell(async {
            for typed in ["Семенова", "семёнова", "СЕМ", "березкина семенова", "Алёна Семёнова", "фед сем", "ctv`yjdf", "ctvtyjdf", "Fktyf", "Симёнова", "Семёнвоа", "семенова-березкина", "  семенова  "]
            {
                let page = visitor.open(&asking(PAGE, "q", typed)).await;
                assert!(page.says("Семёнова-Берёзкина Алёна"), "{typed}");
                assert!(!page.says("Другая Вера"), "{typed}");
                assert!(page.says("value=\"") && page.status == 200);
            }
            assert!(visitor.open(&asking(PAGE, "q", "Симёнова")).await.says("Показаны похожие"));
            assert!(visitor.open(&asking(PAGE, "q", "Зинаида")).await.says("Никого не нашлось"));
        });
    });
}

#[test]
fn an_earlier_name_is_nobodys_business() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| {
            let person = member(tx, &school, "Новоселова Анна", PublicationItem::ALL)?;
            tx.execute("INSERT INTO person_token (token, person_id) VALUES ('~староселова', $1)", params![person]).map_err(Into::into)
        })
        .unwrap();
        let mut visitor = visitor(db);
        tell(async {
            for typed in ["староселова", "~староселова", "~"] {
                assert!(!visitor.open(&asking(PAGE, "q", typed)).await.says("Новоселова"), "{typed}");
            }
        });
    });
}
