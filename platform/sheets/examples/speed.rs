//! Rows per second and peak memory of reading one file: `cargo run --release -p sheets --example speed -- FILE`.
//! Without FILE a list of 15,000 people is made, written and read.

use std::error::Error;
use std::io::{Seek, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil::date;
use sheets::{Column, Limits, Value};

fn main() -> Result<(), Box<dyn Error>> {
    // The example is its own child, as the product is.
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some(sheets::CHILD_FLAG.as_ref()) {
        std::process::exit(sheets::child_main(arguments));
    }
    let limits = Limits::default().within(Duration::from_secs(60));
    let begun = Instant::now();
    let book = match first {
        Some(path) => sheets::read(&PathBuf::from(path), &limits)?,
        None => sheets::read_file(sample(15_000)?, &limits)?,
    };
    let seconds = begun.elapsed().as_secs_f64();
    let rows: usize = book.sheets.iter().map(|sheet| sheet.rows.len()).sum();
    println!("{rows} rows in {seconds:.3} s: {:.0} rows/s (writing the sample included when no file is given)", rows as f64 / seconds);
    println!("peak memory: child {} MiB, this process {} MiB", book.child_peak_kib / 1024, own_peak_kib().unwrap_or(0) / 1024);
    if let Some(header) = book.first_filled().and_then(sheets::header::find) {
        println!("header: {:?}", header.titles);
    }
    Ok(())
}

fn sample(rows: u32) -> Result<std::fs::File, Box<dyn Error>> {
    let columns: Vec<Column> = (1..=15).map(|number| Column::new(format!("Столбец {number}"))).collect();
    let row = |number: u32| {
        let text = (0..12).map(|column| Value::Text(format!("Значение {column} строки {number}")));
        text.chain([Value::Date(date(2026, 9, 1)), Value::Integer(i64::from(number)), Value::Number(0.5)]).collect()
    };
    let bytes = sheets::export("Люди", &columns, (0..rows).map(row), None)?;
    let mut file = tempfile::tempfile()?;
    file.write_all(&bytes)?;
    file.rewind()?;
    Ok(file)
}

fn own_peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
