//! Whatever is typed into the address, the page stays a page.

use crate::stand::{DATA, PAGE, asking, member, region, tell, visitor};
use consent::PublicationItem;
use kernel::db::testing::on_each_engine;

#[test]
fn hostile_text_is_only_text() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| member(tx, &school, "Иванова Анна", PublicationItem::ALL)).unwrap();
        let mut visitor = visitor(db);
        let long = "а".repeat(10_000);
        let many = "а б ".repeat(4_000);
        let texts = ["%", "_", "%%%", "'", "\"", "';DROP TABLE person;--", "\0", "а\0б", "\u{202E}авонавИ", "<script>alert(1)</script>", "~", "\\", "💥", "ZALGO\u{300}\u{301}\u{302}", "$1", "{}", &long, &many];
        tell(async {
            for path in [PAGE, DATA] {
                for name in ["q", "subject", "municipality", "page", "sort"] {
                    for text in texts {
                        let page = visitor.open(&asking(path, name, text)).await;
                        assert_eq!(page.status, 200, "{path} {name} {text:.20?}");
                        assert!(!page.says("<script>alert"), "{path} {name} {text:.20?}");
                        assert!(page.bytes.len() < 40_000, "{path} {name}: {} bytes", page.bytes.len());
                    }
                }
            }
            for raw in ["?%00", "?q=%FF%FE", "?page=-1", "?page=99999999999999999999", "?page=0", "?q=%", "?&&=&", "?q=a&q=b"] {
                assert_eq!(visitor.open(&format!("{PAGE}{raw}")).await.status, 200, "{raw}");
                assert_eq!(visitor.open(&format!("{DATA}{raw}")).await.status, 200, "{raw}");
            }
            for text in ["%", "_", "'", "~"] {
                assert!(visitor.open(&asking(PAGE, "q", text)).await.says("Никого не нашлось"), "{text}");
            }
        });
    });
}
