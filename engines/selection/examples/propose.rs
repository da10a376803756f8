//! How long a proposal takes and how good it is: `cargo run --release -p selection --example propose [deficits] [resources] [seed]`.
//! One line of JSON: seconds, worth, the greedy worth beside it, and the bound that no selection exceeds.

use selection::{Deficit, Effort, Limits, Resource, bound, greedily, select};
use std::time::Instant;

/// Numbers by Lehmer's rule: the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

/// A catalogue as regions have them: mostly short things on one or two competencies, some long courses on several.
fn catalogue(chance: &mut Chance, deficits: usize, count: usize) -> Vec<Resource> {
    (0..count)
        .map(|at| {
            let is_course = chance.below(4) == 0;
            let tags = 1 + chance.below(if is_course { 5 } else { 2 });
            let mut strengths: Vec<(usize, u8)> = Vec::new();
            for _ in 0..tags {
                let of = chance.below(deficits as u64) as usize;
                if !strengths.iter().any(|(known, _)| *known == of) {
                    strengths.push((of, 1 + chance.below(3) as u8));
                }
            }
            let starts = (chance.below(3) > 0).then(|| chance.below(330) as i32);
            Resource {
                hours: if is_course { 16 + 4 * chance.below(15) as u32 } else { 1 + chance.below(8) as u32 },
                starts,
                ends: starts.map(|day| day + if is_course { 14 } else { 0 }),
                apply_by: None,
                seats: (chance.below(10) == 0).then_some(0),
                form: chance.below(4) as u16,
                kind: chance.below(7) as u16,
                strengths,
                needs: if at > 10 && chance.below(12) == 0 { vec![chance.below(at as u64) as usize] } else { Vec::new() },
                favour: 0,
            }
        })
        .collect()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<u64> = std::env::args().skip(1).map(|raw| raw.parse()).collect::<Result<_, _>>()?;
    let number = |at: usize, usual: u64| given.get(at).copied().unwrap_or(usual);
    let (count, size, seed) = (number(0, 30) as usize, number(1, 2_000) as usize, number(2, 720));
    let mut chance = Chance(seed);
    let deficits: Vec<Deficit> = (0..count).map(|_| Deficit { weight: 0.4 + chance.below(60) as f64 / 100.0, need: 3 }).collect();
    let resources = catalogue(&mut chance, count, size);
    let limits = Limits { hours: 72, from: 0, to: 300, lines: 12 };
    let begun = Instant::now();
    let found = select(&deficits, &resources, &limits, Effort::default())?;
    let seconds = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let simple = greedily(&deficits, &resources, &limits)?;
    let greedy_seconds = begun.elapsed().as_secs_f64();
    let most = bound(&deficits, &resources, &limits)?;
    println!(
        "{{\"deficits\": {count}, \"resources\": {size}, \"seed\": {seed}, \"seconds\": {seconds:.3}, \"worth\": {:.4}, \"how\": \"{:?}\", \"considered\": {}, \"lines\": {}, \"greedy_worth\": {:.4}, \"greedy_seconds\": {greedy_seconds:.3}, \"bound\": {}}}",
        found.worth,
        found.how,
        found.considered,
        found.lines.len(),
        simple.worth,
        most.map_or_else(|| "null".to_owned(), |most| format!("{most:.4}"))
    );
    Ok(())
}
