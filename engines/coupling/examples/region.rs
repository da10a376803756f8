//! Times the engine on a region, in processor time: `cargo run --release -p coupling --example region`. 13,000 teachers, 400 schools, 19 municipalities, two waves.

#![allow(clippy::unwrap_used, reason = "a tool: made-up figures are known to fit")]

use coupling::{
    change::{Unit, change},
    effect::{Eligible, Queue, effect},
    link::{Teacher, link},
    share::{Count, DISPERSION, Options, Pair, Population, before_after},
    suppress::{Cell, Rule, Table, suppress},
};
use rand::{RngExt as _, SeedableRng as _, rngs::Xoshiro256PlusPlus};

/// Seconds this thread has been on a processor.
fn on_processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = on_processor();
    let done = work();
    println!("{what}: {:.1} ms", 1e3 * (on_processor() - start));
    done
}

fn main() {
    let mut chance = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut even = move || -> f64 { chance.random() };
    let mut count = |share: f64, n: i64| Count::new((0..n).filter(|_| even() < share).count() as i64, n).unwrap();
    let rows: Vec<(Teacher, Count)> = (0..13_000_usize)
        .map(|at| {
            let eap = ((at * 7_919) % 10_007) as f64 / 2_500.0 - 2.0;
            let share = (0.27 - 0.04 * eap + 0.002 * (at % 20) as f64).clamp(0.02, 0.9);
            let school = at % 400;
            let before = count(share, 22);
            (Teacher { pupils: count(share, 22), eap, subject: at % 23, municipality: school % 19, school }, before)
        })
        .collect();
    let teachers: Vec<Teacher> = rows.iter().map(|row| row.0).collect();
    println!("A {:?}", timed("link of 13,000 teachers", || link(&teachers, 1)).unwrap().slope);
    let population = timed("population of 13,000 classes", || Population::of(&rows.iter().map(|row| row.1).collect::<Vec<_>>(), DISPERSION)).unwrap();
    let eligible: Vec<Eligible> = rows
        .iter()
        .enumerate()
        .filter(|(_, (one, _))| one.eap < -0.9)
        .map(|(at, (one, before))| Eligible { before: *before, after: one.pupils, eap: one.eap, subject: one.subject, municipality: one.municipality, school: one.school, walked: (at * 31) % 7 < 3 })
        .collect();
    println!("B of {} {:?}", eligible.len(), timed("effect", || effect(&eligible, population, Queue::ByLot)).unwrap().change);
    let units: Vec<Unit> = rows.iter().map(|(one, before)| Unit { group: one.school, before: *before, after: one.pupils, retested: None }).collect();
    println!("C {:?}", timed("change of 400 schools", || change(&units)).unwrap().whole);
    let pairs: Vec<Pair> = rows.iter().map(|(one, before)| Pair { before: *before, after: one.pupils }).collect();
    let options = Options { chosen_for_low: true, population: Some(population), ..Options::default() };
    timed("13,000 times before and after", || pairs.iter().map(|pair| before_after(*pair, &options).unwrap().ladder as usize).sum::<usize>());
    let mut table = Table::new(25);
    let top = table.sum(None).unwrap();
    let places: Vec<usize> = (0..19).map(|_| table.sum(Some(top)).unwrap()).collect();
    for school in 0..370_usize {
        let cells = (0..25_usize).map(|subject| {
            let of = ((school * 37 + subject * 101) % 90) as i64 / (1 + subject as i64 / 8);
            Cell { count: count(0.25, of), teachers: (of as u32).div_ceil(20) }
        });
        table.leaf(Some(places[school % 19]), cells.collect()).unwrap();
    }
    for rule in [Rule::SCHOOL, Rule::OUTSIDE] {
        println!("{:?}", timed("suppression of 370 schools × 25 subjects", || suppress(&table, &rule)).tally());
    }
}
