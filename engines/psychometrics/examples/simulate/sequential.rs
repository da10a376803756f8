//! One competency from a bank of 100, fixed or sequential.
#![allow(dead_code)]

use super::people::Draw;
use psychometrics::{
    Error, Item,
    adaptive::{BankItem, Line, Rules, State, Step, next},
    decide::{Thresholds, Zone},
    estimate::{Answer, Normal, posterior},
};

pub const CUT: f64 = -0.5;
pub const HEAD: &str = "| mode | items | undetermined | false of the told | mean posterior sd | largest exposure |\n|---|---|---|---|---|---|";

#[derive(Clone, Copy)]
pub struct Mode {
    pub name: &'static str,
    pub rules: Rules,
}

const NEVER: Thresholds = Thresholds { deficit: 1.0 - 1e-12, clear: 1e-12 };

pub const MODES: [Mode; 6] = [
    Mode { name: "12 by chance", rules: Rules { top: 100, exposure_cap: 2.0, at_least: 12, at_most: 12, stop: NEVER } },
    Mode { name: "30 by chance", rules: Rules { top: 100, exposure_cap: 2.0, at_least: 30, at_most: 30, stop: NEVER } },
    Mode { name: "12 best, no control", rules: Rules { top: 1, exposure_cap: 2.0, at_least: 12, at_most: 12, stop: NEVER } },
    Mode { name: "12 at the cut, top 5, cap .3", rules: Rules { top: 5, exposure_cap: 0.3, at_least: 12, at_most: 12, stop: NEVER } },
    Mode { name: "**sequential 6–20, same**", rules: Rules { top: 5, exposure_cap: 0.3, at_least: 6, at_most: 20, stop: Thresholds::STOP } },
    Mode { name: "**sequential 6–30, same**", rules: Rules { top: 5, exposure_cap: 0.3, at_least: 6, at_most: 30, stop: Thresholds::STOP } },
];

pub struct Sequential {
    pub items: f64,
    pub undetermined: f64,
    pub falsely_told: f64,
    pub sd: f64,
    pub largest_exposure: f64,
}

impl Sequential {
    pub fn line(&self, name: &str) -> String {
        format!("| {name} | {:.1} | {:.3} | {:.3} | {:.2} | {:.2} |", self.items, self.undetermined, self.falsely_told, self.sd, self.largest_exposure)
    }
}

pub fn run(seed: u64, people: usize, mode: Mode) -> Result<Sequential, Error> {
    let mut draw = Draw::seed(seed);
    let bank: Vec<Item> = draw.items(100);
    let lines = [Line { competency: 0, at_least: 0, at_most: 100 }];
    let mut shown = vec![0_usize; bank.len()];
    let (mut items, mut undetermined, mut told, mut falsely, mut sd) = (0, 0.0, 0.0, 0.0, 0.0);
    for person in 0..people {
        let theta = draw.normal();
        let exposed = |shown: &[usize]| bank.iter().zip(shown).map(|(item, times)| BankItem { item, line: 0, exposure: *times as f64 / person.max(1) as f64 }).collect::<Vec<_>>();
        let view = exposed(&shown);
        let (mut asked, mut answers) = (Vec::new(), Vec::new());
        let known = loop {
            let known = posterior(&answers, &Normal::STANDARD.into())?;
            match next(&view, &asked, &lines, &[State { aim: CUT, below: Some(known.below(CUT)) }], &mode.rules, draw.even())? {
                Step::Ask(at) => {
                    asked.push(at);
                    answers.push(Answer::new(&bank[at], draw.score(&bank[at], theta)));
                }
                Step::Done(_) => break known,
            }
        };
        asked.iter().for_each(|at| shown[*at] += 1);
        items += asked.len();
        sd += known.sd();
        match Thresholds::default().zone(known.below(CUT)) {
            Zone::Deficit => {
                told += 1.0;
                falsely += if theta < CUT { 0.0 } else { 1.0 };
            }
            Zone::Undetermined => undetermined += 1.0,
            Zone::Clear => {}
        }
    }
    let n = people as f64;
    let largest = shown.iter().copied().max().unwrap_or(0) as f64 / n;
    Ok(Sequential { items: items as f64 / n, undetermined: undetermined / n, falsely_told: falsely / told, sd: sd / n, largest_exposure: largest })
}
