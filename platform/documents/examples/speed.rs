//! Timings as JSON lines: `cargo run --release -p documents --example speed`.
//! Each round has data of its own, so that nothing is served whole from a cache.

use std::time::{Duration, Instant};

use documents::{Documents, samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let made_at = "2026-11-23T04:00:00Z".parse()?;
    let started = Instant::now();
    let documents = Documents::new(None);
    documents.print(&samples::certificate(), made_at)?;
    report("first document of a process", 1, &mut [started.elapsed()]);

    timed("one-page certificate", 50, |round| {
        let mut one = samples::certificate();
        one.number = format!("РМА-2026-{round:04}");
        one.full_name = format!("{} {round}", one.full_name);
        Ok(documents.print(&one, made_at)?.pages)
    })?;
    timed("one-page consent", 50, |round| {
        let mut one = samples::consent();
        one.subject = format!("{} {round}", one.subject);
        Ok(documents.print(&one, made_at)?.pages)
    })?;
    timed("order with 720 rows", 5, |round| {
        let mut one = samples::order(720);
        for row in &mut one.annex {
            row.name = format!("{} {round}", row.name);
        }
        Ok(documents.print(&one, made_at)?.pages)
    })?;
    println!("{}", serde_json::json!({ "what": "peak resident memory", "kb": peak_memory() }));
    Ok(())
}

fn timed(what: &str, rounds: usize, mut print: impl FnMut(usize) -> Result<usize, Box<dyn std::error::Error>>) -> Result<(), Box<dyn std::error::Error>> {
    let mut pages = print(rounds)?;
    let mut times = Vec::new();
    for round in 0..rounds {
        let started = Instant::now();
        pages = print(round)?;
        times.push(started.elapsed());
    }
    report(what, pages, &mut times);
    Ok(())
}

fn report(what: &str, pages: usize, times: &mut [Duration]) {
    times.sort_unstable();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let line = serde_json::json!({
        "what": what, "pages": pages, "rounds": times.len(),
        "p50_ms": ms(times.get(times.len() / 2)), "max_ms": ms(times.last()),
    });
    println!("{line}");
}

fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
