//! Whatever a list is taken out as, no text in it is a formula, and what is served is served safely.

use crate::region::{Browser, Region, tell};
use access::Role;
use calamine::{Data, Reader, Xlsx};
use kernel::params;
use std::io::Cursor;

const EVIL: [&str; 5] = ["=HYPERLINK(\"http://evil.example\";\"жми\")", "+7*7", "-2+3", "@SUM(A1)", "\t=1+1"];

/// Every text that people type becomes a formula.
fn poison(region: &Region) {
    region
        .db()
        .write(|tx| {
            for (at, evil) in EVIL.iter().enumerate() {
                let rest = i64::try_from(at).unwrap();
                tx.execute("UPDATE person SET family = $1, given = $1 WHERE CAST(substr(phone, 11, 1) AS BIGINT) % 5 = $2", params![*evil, rest])?;
                tx.execute("UPDATE place_name SET short_name = $1, name = $1 WHERE length(place_id) % 5 = $2", params![*evil, rest])?;
                tx.execute("UPDATE person_job SET position = '', position_text = $1 WHERE length(position) % 5 = $2", params![*evil, rest])?;
                tx.execute("UPDATE application SET sent = replace(sent, '\"family\":\"', '\"family\":\"' || $1) WHERE sent <> '' AND length(email) % 5 = $2", params![evil.replace('"', ""), rest])?;
                tx.execute("UPDATE account SET display_name = $1 WHERE $2 = 0 AND email LIKE 'coordinator%'", params![*evil, rest])?;
            }
            Ok(())
        })
        .unwrap();
}

async fn sheet(browser: &mut Browser<'_>, path: &str) -> usize {
    let answer = browser.open(path).await;
    assert!(answer.status == 200 && answer.header("content-disposition").starts_with("attachment"), "{path}: {}", answer.status);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes)).unwrap();
    let mut dangerous = 0;
    for name in book.sheet_names() {
        assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "{path}: a formula on {name}");
        let range = book.worksheet_range(&name).unwrap();
        let texts = range.used_cells().filter_map(|(_, _, cell)| if let Data::String(text) = cell { Some(text.clone()) } else { None });
        dangerous += texts.filter(|text| text.trim_start().starts_with(['=', '+', '-', '@'])).count();
    }
    dangerous
}

/// Cells of delimited text that a spreadsheet would take for a formula.
async fn formulas(browser: &mut Browser<'_>, path: &str) -> Vec<String> {
    let answer = browser.open(path).await;
    assert!(answer.status == 200 && answer.header("content-disposition").starts_with("attachment"), "{path}: {}", answer.status);
    let text = answer.text();
    let cells = text.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split(';')).map(|cell| cell.trim_matches('"'));
    cells.filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])).map(ToOwned::to_owned).collect()
}

#[test]
fn no_text_of_any_export_is_a_formula() {
    let region = Region::new();
    tell(async {
        poison(&region);
        let meeting = region.meeting();
        let mut vera = region.at_work(Role::Coordinator);
        let mut dangerous = 0;
        for path in ["/people?format=xlsx", "/applications?format=xlsx", "/memberships?format=xlsx", "/places/schools?format=xlsx", &format!("{meeting}/agenda.xlsx"), "/people/import/template.xlsx"] {
            dangerous += sheet(&mut vera, path).await;
        }
        assert!(dangerous > 50, "the texts themselves are kept: {dangerous}");
        for path in ["/people?format=csv", "/applications?format=csv", "/places/schools?format=csv"] {
            let found = formulas(&mut vera, path).await;
            assert!(found.is_empty(), "{path}: {found:?}");
        }
        let mut municipal = region.at_work(Role::Municipal);
        sheet(&mut municipal, "/nominations?format=xlsx").await;
        assert_eq!(region.at_work(Role::School).open("/nominations?format=xlsx").await.status, 404, "a school takes no lists out");
        sheet(&mut vera, "/dictionaries/position?format=xlsx").await;
        let mut privacy = region.at_work(Role::DataProtection);
        sheet(&mut privacy, "/audit?format=xlsx").await;
    });
}

#[test]
fn a_file_is_served_as_what_it_is_and_its_name_breaks_no_header() {
    let region = Region::new();
    let (application, file) = (region.one::<String>("SELECT application_id FROM application_file LIMIT 1"), region.one::<String>("SELECT id FROM application_file LIMIT 1"));
    region.db().write(|tx| Ok(tx.execute("UPDATE application_file SET name = $1 WHERE id = $2", params!["a\"; filename=evil.html\r\nSet-Cookie: x=1 😀.pdf", file])?)).unwrap();
    tell(async {
        let mut vera = region.at_work(Role::Coordinator);
        let answer = vera.open(&format!("/applications/{application}/files/{file}")).await;
        assert_eq!((answer.status, answer.header("content-type"), answer.header("x-content-type-options"), answer.header("cache-control")), (200, "application/pdf", "nosniff", "no-store"));
        let disposition = answer.header("content-disposition");
        assert!(disposition.contains("filename*=UTF-8''") && !disposition.contains("filename=evil") && !disposition.contains('\n'), "{disposition}");
        assert_eq!(answer.header("set-cookie"), "");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
        assert!(disposition.starts_with("attachment"), "a stranger's PDF is saved, not opened in our page: {disposition}");
        assert!(answer.bytes.starts_with(b"%PDF"));
    });
}
