//! What is taken out: a sheet without formulas, a drawing that stands by itself, dots; each leaves a trace.

use crate::stage::{HOME, set, tell, work};
use calamine::{Data, Reader, Xlsx};
use kernel::{db::testing::on_each_engine, params};
use std::io::Cursor;

#[test]
fn files_are_what_they_say_and_leave_a_trace() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            work(tx);
            tx.execute("UPDATE place_name SET short_name = $1 WHERE place_id = $2", params!["=HYPERLINK(\"http://evil.example\")", HOME])?;
            Ok(())
        })
        .unwrap();
        let (mut vera, mut olga) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.municipal));
        tell(async {
            let page = vera.open("/picture/region/places/table.xlsx?year=2026").await;
            assert!(page.status == 200 && page.bytes.starts_with(b"PK"));
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(page.bytes.clone())).unwrap();
            let mut evil = 0;
            for name in book.sheet_names() {
                assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "a formula on {name}");
                evil += book.worksheet_range(&name).unwrap().used_cells().filter(|(_, _, cell)| matches!(cell, Data::String(text) if text.contains("=HYPERLINK"))).count();
            }
            assert_eq!(evil, 1, "the name itself is kept");
            for card in ["places", "coverage", "cases", "stages", "pathways", "help", "quotas", "outcomes"] {
                let page = vera.open(&format!("/picture/region/{card}/drawing.png")).await;
                assert!(page.status == 200 && page.bytes.starts_with(b"\x89PNG\r\n") && page.bytes.len() > 2_000, "{card}: {} bytes", page.bytes.len());
                let page = vera.open(&format!("/picture/region/{card}/drawing.svg")).await;
                assert!(page.status == 200 && page.says("xmlns=\"http://www.w3.org/2000/svg\"") && !page.says("href="), "{card}");
                assert_eq!(page.headers.get("content-type").and_then(|kind| kind.to_str().ok()), Some("image/svg+xml"));
            }
            for path in ["/picture/region/places/table.xlsx", "/picture/region/cases/drawing.png", "/picture/region/cases/drawing.svg", "/picture/mo-bikin/events/drawing.png", "/picture/mo-bikin/events/table.xlsx"] {
                assert_eq!(olga.open(path).await.status, 404, "another's place, or nothing to draw: {path}");
            }
        });
        let traces: i64 = db.read(|tx| tx.one("SELECT COUNT(*) FROM audit_event WHERE action = 'list.exported'", params![], |row| row.get(0))).unwrap();
        assert_eq!(traces, 17);
    });
}
