//! How long a region's file takes from the posted form to the last sum: `cargo run --release -p outcomes --example bring_region -- ROWS CSV`.
//! Our sample with ROWS rows is made, posted as a browser posts it, read by the confined child, shown, confirmed and loaded; the same rows
//! are left in CSV for whoever measures beside it. Tells JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "a measurement by hand")]

use access::{Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{Db, id::PlaceId, news::Listeners, params};
use sheets::{Column, Value};
use std::{fmt::Write, time::Instant};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile, TermKind},
};
use web::{guard, testing::Visitor};

const SCHOOLS: usize = 400;
const TITLES: [&str; 9] = ["Муниципалитет", "Школа", "Класс", "Предмет", "Учеников", "5", "4", "3", "2"];

fn main() {
    // The example is its own child, as the product is.
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some(sheets::CHILD_FLAG.as_ref()) {
        std::process::exit(sheets::child_main(arguments));
    }
    let rows: usize = first.and_then(|rows| rows.to_str()?.parse().ok()).unwrap_or(300_000);
    let csv = arguments.next();
    let home = kernel::db::testing::sqlite();
    let subjects = region(&home.db);
    let lines: Vec<[String; 9]> = lines(&home.db, &subjects).into_iter().take(rows).collect();
    if let Some(path) = csv {
        std::fs::write(path, text(&lines)).unwrap();
    }
    let file = sheets::export("Результаты", &TITLES.map(Column::new), lines.iter().map(values), None).unwrap();
    measure(&home.db, &file, lines.len());
}

fn region(db: &Db) -> Vec<String> {
    let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
    db.write(|tx| {
        structure::load_profile(tx, &By::system(), &profile)?;
        let municipalities = structure::places::municipalities(tx, tx.today())?;
        for at in 0..SCHOOLS {
            let name = format!("МБОУ СОШ № {at}");
            let new = NewSchool { code: Some(format!("sch-{at}").into()), name: name.clone(), short_name: name, type_label: "школа".into(), settlement: String::new(), opened_on: Some(date(1990, 9, 1)) };
            add_school(tx, &By::system(), &municipalities[at % municipalities.len()].id, &new)?;
        }
        Ok(())
    })
    .unwrap();
    profile.dictionaries.of(TermKind::Subject).filter(|term| term.is_valid_on(date(2026, 11, 23))).map(|term| term.name_on(date(2026, 11, 23)).to_owned()).take(25).collect()
}

fn lines(db: &Db, subjects: &[String]) -> Vec<[String; 9]> {
    let municipalities = db.read(|tx| structure::places::municipalities(tx, date(2026, 11, 23))).unwrap();
    let mut lines = Vec::new();
    for school in 0..SCHOOLS {
        for grade in 1..=11 {
            for letter in ["А", "Б", "В"] {
                for (number, subject) in subjects.iter().enumerate() {
                    let marks = [3 + (school + grade) % 5, 8 + number % 4, 7, 1 + (school + number) % 3];
                    let [five, four, three, two] = marks.map(|count| count.to_string());
                    let pupils = marks.iter().sum::<usize>().to_string();
                    lines.push([municipalities[school % municipalities.len()].name.clone(), format!("МБОУ СОШ № {school}"), format!("{grade}{letter}"), subject.clone(), pupils, five, four, three, two]);
                }
            }
        }
    }
    lines
}

fn values(line: &[String; 9]) -> Vec<Value> {
    line.iter().enumerate().map(|(at, cell)| if at < 4 { Value::Text(cell.clone()) } else { Value::Integer(cell.parse().unwrap()) }).collect()
}

fn text(lines: &[[String; 9]]) -> String {
    let mut text = TITLES.join(";");
    lines.iter().for_each(|line| write!(text, "\n{}", line.join(";")).unwrap());
    text
}

fn measure(db: &Db, file: &[u8], rows: usize) {
    let app = web::testing::app_with(db, Listeners::new(vec![outcomes::listen]), |settings| settings.max_upload = 64 << 20);
    let secret = db
        .write(|tx| {
            let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Замер".into(), email: "bench@example.ru".into(), person: None })?;
            grants::grant(tx, &By::system(), &grants::NewGrant { account, role: Role::Coordinator, place: PlaceId::from(REGION), from: date(2026, 1, 1), to: None })?;
            sessions::open(tx, account, true, "bench")
        })
        .unwrap();
    let mut visitor = Visitor::new(&app, outcomes::router().layer(axum::extract::DefaultBodyLimit::disable()));
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (read, load) = runtime.block_on(async {
        visitor.open("/outcomes/bring").await;
        let begun = Instant::now();
        visitor.upload("/outcomes/bring", &[("source", "marks"), ("period", "2026:quarter:1")], &[("file", "region.xlsx", file)]).await;
        let read = begun.elapsed();
        assert!(visitor.page.says("Загрузить всё"), "{}: {}", visitor.page.status, told(&visitor.page.html));
        let (url, version) = (visitor.page.path.clone(), "1");
        let begun = Instant::now();
        visitor.post(&format!("{url}/loading"), &[("version", version)]).await;
        assert!(visitor.page.says("Результаты загружены"), "{}: {}", visitor.page.status, told(&visitor.page.html));
        (read.as_secs_f64(), begun.elapsed().as_secs_f64())
    });
    let kept = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM outcome WHERE withdrawn_at IS NULL", params![])?)).unwrap();
    assert_eq!(usize::try_from(kept).ok(), Some(rows));
    println!(r#"{{"rows": {rows}, "file_mb": {:.1}, "read_s": {read:.2}, "load_s": {load:.2}, "total_s": {:.2}, "peak_mb": {}}}"#, file.len() as f64 / f64::from(1 << 20), read + load, peak_kib() / 1024);
}

/// The page without what stands on every page.
fn told(html: &str) -> String {
    html.split("<main").nth(1).unwrap_or(html).chars().take(3_000).collect()
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
