//! The speed of matching: an invented region is written as a file for others to read, solved, and changed a little.
//!
//! ```sh
//! cargo run --release -p matching --example assign -- region.bin make 145    # places, in percent of the teachers
//! cargo run --release -p matching --example assign -- region.bin
//! ```
//!
//! The file, little-endian whole numbers of 32 bits: teachers, methodists, pairs; places by methodist; being left by teacher; the first
//! pair of each teacher and one behind the last; methodists of the pairs; costs of the pairs.

#![expect(clippy::unwrap_used, reason = "a tool for measuring: it may stop where something is amiss")]

use matching::{
    Pair, Problem, Solved,
    cost::{Asks, Offers, Weights, parts},
};
use std::{env, fs, time::Instant};

const TEACHERS: u32 = 13_000;
const MUNICIPALITIES: u32 = 19;
const SCHOOLS: u32 = 400;
const CODES: u32 = 42;

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(limit)) as u32
    }

    /// The lower numbers more often, as large towns and common subjects are.
    fn skewed(&mut self, limit: u32) -> u32 {
        self.below(limit).min(self.below(limit))
    }
}

/// Hours from UTC: most of the region in one zone, the edges in others.
fn zone(municipality: u32) -> i32 {
    match municipality {
        0..=13 => 10,
        14..=16 => 11,
        _ => 9,
    }
}

fn offers(chance: &mut Chance, at: u32) -> Offers {
    let manager = at >= 240;
    let width = if manager { 4 + chance.below(3) } else { 2 + chance.below(2) };
    let mut codes: Vec<u32> = (0..width).map(|_| chance.skewed(CODES)).collect();
    if !manager {
        codes.push(at % CODES);
    }
    let municipality = chance.skewed(MUNICIPALITIES);
    let school = municipality + MUNICIPALITIES * chance.below(SCHOOLS / MUNICIPALITIES);
    Offers { codes, municipality, school, zone: zone(municipality), languages: u32::from(chance.below(20) == 0) }
}

fn asks(chance: &mut Chance, methodists: u32) -> Asks {
    let municipality = chance.skewed(MUNICIPALITIES);
    let school = municipality + MUNICIPALITIES * chance.below(SCHOOLS / MUNICIPALITIES);
    let before = if chance.below(10) < 3 { vec![chance.below(methodists)] } else { Vec::new() };
    let never = if chance.below(50) == 0 { vec![chance.below(methodists)] } else { Vec::new() };
    Asks { code: chance.skewed(CODES), municipality, school, zone: zone(municipality), languages: if chance.below(40) == 0 { 2 } else { 0 }, before, never, ..Asks::default() }
}

/// The region, its pairs by teacher.
struct Region {
    capacities: Vec<u32>,
    unserved: Vec<i64>,
    pairs: Vec<Vec<Pair>>,
}

fn region(methodists: u32, percent: u32) -> Region {
    let mut chance = Chance(20_261_126);
    let all: Vec<Offers> = (0..methodists).map(|at| offers(&mut chance, at)).collect();
    let wanted = TEACHERS * percent / 100;
    let middle = wanted / methodists;
    let mut capacities: Vec<u32> = (0..methodists).map(|_| middle / 2 + chance.below(middle + 1)).collect();
    // To the very number wanted, whatever chance gave.
    let mut at = 0;
    while capacities.iter().sum::<u32>() != wanted {
        let sum: u32 = capacities.iter().sum();
        let here = &mut capacities[(at % methodists) as usize];
        *here = if sum < wanted { *here + 1 } else { here.saturating_sub(1) };
        at += 1;
    }
    let weights = Weights::default();
    let (mut unserved, mut pairs) = (Vec::new(), Vec::new());
    for _ in 0..TEACHERS {
        let asks = asks(&mut chance, methodists);
        unserved.push(matching::cost::unserved(i64::from(chance.below(100)), 1));
        pairs.push((0..methodists).filter_map(|at| Some(Pair::new(at, parts(&asks, at, &all[at as usize], &weights).ok()?.total()))).collect());
    }
    Region { capacities, unserved, pairs }
}

fn write(region: &Region, path: &str) {
    let count: usize = region.pairs.iter().map(Vec::len).sum();
    let mut numbers: Vec<i32> = [region.pairs.len(), region.capacities.len(), count].map(|number| i32::try_from(number).unwrap()).to_vec();
    numbers.extend(region.capacities.iter().map(|places| i32::try_from(*places).unwrap()));
    numbers.extend(region.unserved.iter().map(|cost| i32::try_from(*cost).unwrap()));
    let mut first = 0;
    for pairs in &region.pairs {
        numbers.push(first);
        first += i32::try_from(pairs.len()).unwrap();
    }
    numbers.push(first);
    numbers.extend(region.pairs.iter().flatten().map(|pair| i32::try_from(pair.methodist).unwrap()));
    numbers.extend(region.pairs.iter().flatten().map(|pair| pair.cost));
    fs::write(path, numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
}

fn read(path: &str) -> Region {
    let raw = fs::read(path).unwrap();
    let mut numbers = raw.chunks_exact(4).map(|four| i32::from_le_bytes(four.try_into().unwrap()));
    let mut size = || usize::try_from(numbers.next().unwrap()).unwrap();
    let (teachers, methodists, count) = (size(), size(), size());
    let capacities = numbers.by_ref().take(methodists).map(|places| u32::try_from(places).unwrap()).collect();
    let unserved = numbers.by_ref().take(teachers).map(i64::from).collect();
    let first: Vec<usize> = numbers.by_ref().take(teachers + 1).map(|at| usize::try_from(at).unwrap()).collect();
    let with: Vec<u32> = numbers.by_ref().take(count).map(|at| u32::try_from(at).unwrap()).collect();
    let costs: Vec<i32> = numbers.collect();
    let pairs = first.windows(2).map(|ends| (ends[0]..ends[1]).map(|at| Pair::new(with[at], costs[at])).collect()).collect();
    Region { capacities, unserved, pairs }
}

fn problem(region: &Region) -> Problem {
    let mut problem = Problem::new(&region.capacities);
    for (pairs, unserved) in region.pairs.iter().zip(&region.unserved) {
        let row = problem.row(pairs);
        problem.teacher(row, *unserved);
    }
    problem
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let began = Instant::now();
    work();
    began.elapsed().as_secs_f64() * 1000.0
}

/// How long a change takes, the quickest of five tries on copies (a busy machine only adds) of the same optimum; the optimum after it must carry its proof.
fn changed(solved: &Solved, change: impl Fn(&mut Solved)) -> f64 {
    let mut tries = [0.0; 5].map(|_: f64| {
        let mut copy = solved.clone();
        let time = milliseconds(|| change(&mut copy));
        copy.check().unwrap();
        time
    });
    tries.sort_by(f64::total_cmp);
    tries[0]
}

/// The middle and the slowest of many single changes, each on the optimum as first found.
fn changes(solved: &Solved, region: &Region) -> (f64, f64) {
    let methodists = region.capacities.len();
    let mut times: Vec<f64> = (0..methodists).step_by(methodists / 24).map(|at| changed(solved, |copy| copy.set_capacity(at, 0))).collect();
    for teacher in (0..region.pairs.len()).step_by(region.pairs.len() / 24) {
        let Some(methodist) = solved.methodist_of(teacher) else { continue };
        times.push(changed(solved, |copy| copy.forbid(teacher, u32::try_from(methodist).unwrap())));
        times.push(changed(solved, |copy| _ = copy.add_teacher(&region.pairs[teacher], 1000)));
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}

fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|kb| kb.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let path = words.first().map_or("region.bin", String::as_str);
    if words.iter().any(|word| word == "make") {
        let percent = words.iter().find_map(|word| word.parse().ok()).unwrap_or(145);
        write(&region(720, percent), path);
        return;
    }
    let region = read(path);
    let mut seconds: Vec<f64> = Vec::new();
    let mut solved = None;
    for _ in 0..3 {
        let problem = problem(&region);
        let began = Instant::now();
        solved = Some(problem.solve());
        seconds.push(began.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let solved = solved.unwrap();
    let peak = peak_mb();
    solved.check().unwrap();
    let (middle, slowest) = changes(&solved, &region);
    let pairs: usize = region.pairs.iter().map(Vec::len).sum();
    println!(
        r#"{{"pairs": {pairs}, "seconds": {:.4}, "total": {}, "unserved": {}, "peak_mb": {peak:.0}, "change_ms": {middle:.2}, "change_slowest_ms": {slowest:.2}, "searches": {}}}"#,
        seconds[1],
        solved.total(),
        solved.unserved().len(),
        solved.searches()
    );
}
