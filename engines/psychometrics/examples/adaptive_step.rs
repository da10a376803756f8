//! Time of one adaptive step on a bank of 500 items: `cargo run --release -p psychometrics --example adaptive_step`.

#[path = "../tests/people/mod.rs"]
mod people;

use people::Draw;
use psychometrics::{
    Item,
    adaptive::{BankItem, Line, Rules, State, Step, next},
    decide::{JointPrior, joint},
    estimate::{Answer, Normal},
};
use std::time::Instant;

const COMPETENCIES: usize = 5;
const CUT: f64 = -0.5;

fn main() -> Result<(), psychometrics::Error> {
    let mut draw = Draw::seed(1);
    let items: Vec<Item> = draw.items(500);
    let bank: Vec<BankItem<'_>> = items.iter().enumerate().map(|(at, item)| BankItem { item, line: at % COMPETENCIES, exposure: 0.0 }).collect();
    let lines: Vec<Line> = (0..COMPETENCIES).map(|competency| Line { competency, at_least: 0, at_most: 30 }).collect();
    let prior = JointPrior::even(&[Normal::STANDARD; COMPETENCIES], 0.6)?;
    let (mut choosing, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..50 {
        let theta = draw.normal();
        let (mut asked, mut answers) = (Vec::new(), vec![Vec::<Answer<'_>>::new(); COMPETENCIES]);
        loop {
            let (chance, begin) = (draw.even(), Instant::now());
            let known = joint(&prior, &answers)?;
            let states: Vec<State> = known.each.iter().map(|posterior| State { aim: CUT, below: Some(posterior.below(CUT)) }).collect();
            let middle = Instant::now();
            let step = next(&bank, &asked, &lines, &states, &Rules::default(), chance)?;
            choosing.push(middle.elapsed().as_secs_f64() * 1e3);
            whole.push(begin.elapsed().as_secs_f64() * 1e3);
            let Step::Ask(at) = step else { break };
            asked.push(at);
            answers[at % COMPETENCIES].push(Answer::new(&items[at], draw.score(&items[at], theta)));
        }
    }
    for (name, mut times) in [("choosing", choosing), ("posterior of 5 competencies and choosing", whole)] {
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
        println!("{name}: median {:.3} ms, p99 {:.3} ms, longest {:.3} ms of {} steps", at(0.5), at(0.99), at(1.0), times.len());
    }
    Ok(())
}
