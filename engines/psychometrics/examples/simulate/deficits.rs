//! People with known abilities on five competencies, and what is said of them.
#![allow(dead_code)]

use super::people::Draw;
use psychometrics::{
    Error, Item,
    decide::{JointPrior, Planned, Promise, Prospect, Thresholds, Zone, joint, plan},
    estimate::{Answer, Normal},
};

pub const COMPETENCIES: usize = 5;
pub const RHO: f64 = 0.6;
pub const CUT: f64 = -0.5;

pub const HEAD: &str = "| items per competency | reliability | undetermined (planned) | false of the told (planned) | missed (planned) | those without any deficit told of one |\n|---|---|---|---|---|---|";

#[derive(Clone, Copy, Default)]
pub struct Decile {
    pub cells: usize,
    stated: f64,
    truly: f64,
}

impl Decile {
    pub fn stated(&self) -> f64 {
        self.stated / self.cells as f64
    }

    pub fn observed(&self) -> f64 {
        self.truly / self.cells as f64
    }

    pub fn cell(&self) -> String {
        format!("{:.3} → {:.3} ({})", self.stated(), self.observed(), self.cells)
    }
}

pub struct Deficits {
    pub items: usize,
    pub deciles: [Decile; 10],
    pub undetermined: f64,
    pub falsely_told: f64,
    pub missed: f64,
    pub clean_told: f64,
    pub reliability: f64,
    pub planned: Prospect,
}

impl Deficits {
    /// Largest distance between stated and observed among deciles of at least 2,000 cells.
    pub fn worst(&self) -> f64 {
        self.deciles.iter().filter(|decile| decile.cells >= 2_000).map(|decile| (decile.stated() - decile.observed()).abs()).fold(0.0, f64::max)
    }

    pub fn line(&self) -> String {
        let Self { items, reliability, undetermined, falsely_told, missed, clean_told, planned, .. } = self;
        format!("| {items} | {reliability:.2} | {undetermined:.3} ({:.3}) | {falsely_told:.3} ({:.3}) | {missed:.3} ({:.3}) | {clean_told:.3} |", planned.undetermined, planned.falsely_told, planned.missed)
    }
}

/// Abilities with correlation `rho` between any two.
pub fn abilities(draw: &mut Draw, rho: f64) -> Vec<f64> {
    let common = draw.normal();
    (0..COMPETENCIES).map(|_| rho.sqrt() * common + (1.0 - rho).sqrt() * draw.normal()).collect()
}

pub fn run(seed: u64, people: usize, items: usize) -> Result<Deficits, Error> {
    let mut draw = Draw::seed(seed);
    let forms: Vec<Vec<Item>> = (0..COMPETENCIES).map(|_| draw.items(items)).collect();
    let prior = JointPrior::even(&[Normal::STANDARD; COMPETENCIES], RHO)?;
    let mut deciles = [Decile::default(); 10];
    let (mut undetermined, mut told, mut falsely, mut missed, mut truly_below, mut clean, mut clean_told, mut variance) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for _ in 0..people {
        let truth = abilities(&mut draw, RHO);
        let answers: Vec<Vec<Answer<'_>>> = forms.iter().zip(&truth).map(|(form, theta)| draw.answers(form, *theta)).collect();
        let mut any_told = 0.0;
        for (posterior, theta) in joint(&prior, &answers)?.each.iter().zip(&truth) {
            let (below, truly) = (posterior.below(CUT), if *theta < CUT { 1.0 } else { 0.0 });
            let decile = &mut deciles[((below * 10.0) as usize).min(9)];
            decile.cells += 1;
            decile.stated += below;
            decile.truly += truly;
            truly_below += truly;
            variance += posterior.sd() * posterior.sd();
            match Thresholds::default().zone(below) {
                Zone::Deficit => {
                    told += 1.0;
                    falsely += 1.0 - truly;
                    any_told = 1.0;
                }
                Zone::Clear => missed += truly,
                Zone::Undetermined => undetermined += 1.0,
            }
        }
        if truth.iter().all(|theta| *theta >= CUT) {
            clean += 1.0;
            clean_told += any_told;
        }
    }
    let cells = (people * COMPETENCIES) as f64;
    let blueprint: Vec<Planned<'_>> = forms.iter().map(|form| Planned { items: form, cut: CUT }).collect();
    let planned = mean(&plan(&prior, &blueprint, Promise::default())?);
    Ok(Deficits { items, deciles, undetermined: undetermined / cells, falsely_told: falsely / told, missed: missed / truly_below, clean_told: clean_told / clean, reliability: 1.0 - variance / cells, planned })
}

/// Of the five competencies' prospects.
fn mean(prospects: &[Prospect]) -> Prospect {
    let of = |f: fn(&Prospect) -> f64| prospects.iter().map(f).sum::<f64>() / prospects.len() as f64;
    let mut mean = prospects[0];
    (mean.undetermined, mean.deficit, mean.falsely_told, mean.missed) = (of(|one| one.undetermined), of(|one| one.deficit), of(|one| one.falsely_told), of(|one| one.missed));
    mean
}
