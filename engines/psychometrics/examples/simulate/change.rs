//! People tested twice, their true change known.
#![allow(dead_code)]

use super::people::Draw;
use psychometrics::{
    Error,
    change::{Change, Evidence, Start, Sureness, Verdict, change, evidence, learn, reliable_change_index},
    estimate::{Normal, Range, posterior, wle},
};

pub const CUT: f64 = -0.5;
pub const HEAD: &str = "| truth | items | learned mean / sd | told they grew or fell, of those who did not change | told they grew, of all / of the selected | of those told they grew, those who did not | 90 % interval covers | gain of the selected: WLE / posterior (true) | RCI > 1.645, all / selected |\n|---|---|---|---|---|---|---|---|---|";

#[derive(Clone, Copy, PartialEq)]
pub enum Truth {
    Nobody,
    /// N(.25, .35).
    Spread,
    /// Everyone by .5.
    Everyone,
    /// Every second by .5, the others not at all.
    Half,
}

pub const TRUTHS: [Truth; 4] = [Truth::Nobody, Truth::Spread, Truth::Everyone, Truth::Half];

impl Truth {
    fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody changed",
            Self::Spread => "N(.25, .35)",
            Self::Everyone => "everyone +.5",
            Self::Half => "every second +.5",
        }
    }

    fn draw(self, draw: &mut Draw, person: usize) -> f64 {
        match self {
            Self::Nobody => 0.0,
            Self::Spread => 0.25 + 0.35 * draw.normal(),
            Self::Everyone => 0.5,
            Self::Half => 0.5 * (person % 2) as f64,
        }
    }
}

#[derive(Default)]
pub struct Changes {
    pub learned: Option<Normal>,
    /// Of those whose change is 0 (where changes are spread: at most .05 either way), told of one.
    pub proved_of_unchanged: Option<f64>,
    pub grew: f64,
    pub grew_of_selected: f64,
    /// Of those told that they grew, those whose change isn't above 0.
    pub falsely_grew: f64,
    pub covered: f64,
    pub gain_wle: f64,
    pub gain_posterior: f64,
    pub gain_true: f64,
    pub rci: f64,
    pub rci_of_selected: f64,
}

impl Changes {
    pub fn line(&self, truth: Truth, items: usize) -> String {
        let learned = self.learned.unwrap_or(Normal::STANDARD);
        format!(
            "| {} | {items} | {:.2} / {:.2} | {} | {:.3} / {:.3} | {:.3} | {:.3} | {:+.2} / {:+.2} ({:+.2}) | {:.3} / {:.3} |",
            truth.name(),
            learned.mean,
            learned.sd,
            self.proved_of_unchanged.map_or("—".into(), |share| format!("{share:.4}")),
            self.grew,
            self.grew_of_selected,
            self.falsely_grew,
            self.covered,
            self.gain_wle,
            self.gain_posterior,
            self.gain_true,
            self.rci,
            self.rci_of_selected
        )
    }
}

struct Person {
    grew: f64,
    selected: bool,
    evidence: Evidence,
    gain_wle: f64,
    rci: f64,
}

fn people(seed: u64, n: usize, items: usize, truth: Truth) -> Result<Vec<Person>, Error> {
    let mut draw = Draw::seed(seed);
    let (first, second) = (draw.items(items), draw.items(items));
    (0..n)
        .map(|person| {
            let before = draw.normal();
            let grew = truth.draw(&mut draw, person);
            let (one, other) = (draw.answers(&first, before), draw.answers(&second, before + grew));
            let selected = posterior(&one, &Normal::STANDARD.into())?.below(CUT) > 0.8;
            let (low, high) = (wle(&one, Range::default())?, wle(&other, Range::default())?);
            let rci = reliable_change_index((low.theta, low.information_se), (high.theta, high.information_se))?;
            Ok(Person { grew, selected, evidence: evidence(Normal::STANDARD, &one, &other)?, gain_wle: high.theta - low.theta, rci })
        })
        .collect()
}

pub fn run(seed: u64, n: usize, items: usize, truth: Truth) -> Result<Changes, Error> {
    let people = people(seed, n, items, truth)?;
    let gathered: Vec<Evidence> = people.iter().map(|one| one.evidence.clone()).collect();
    let learned = learn(&gathered, Start::default())?;
    let found: Vec<Change> = gathered.iter().map(|one| change(one, learned.prior(), Sureness::default(), 0.9)).collect::<Result<_, _>>()?;
    let all = || people.iter().zip(&found);
    let share = |of: &dyn Fn(&Person) -> bool, is: &dyn Fn(&Person, &Change) -> bool| {
        let (mut total, mut hits) = (0.0, 0.0);
        for (person, change) in all().filter(|(person, _)| of(person)) {
            total += 1.0;
            hits += if is(person, change) { 1.0 } else { 0.0 };
        }
        if total > 0.0 { hits / total } else { 0.0 }
    };
    let mean = |f: &dyn Fn(&Person, &Change) -> f64| {
        let selected: Vec<f64> = all().filter(|(person, _)| person.selected).map(|(person, change)| f(person, change)).collect();
        selected.iter().sum::<f64>() / selected.len().max(1) as f64
    };
    let grew = |_: &Person, change: &Change| change.verdict == Verdict::Grew;
    let proved = |_: &Person, change: &Change| matches!(change.verdict, Verdict::Grew | Verdict::Fell);
    let told = all().filter(|(person, change)| grew(person, change)).count().max(1) as f64;
    Ok(Changes {
        learned: Some(learned.changes),
        proved_of_unchanged: people.iter().any(|one| one.grew.abs() <= 0.05).then(|| share(&|one| one.grew.abs() <= 0.05, &proved)),
        grew: share(&|_| true, &grew),
        grew_of_selected: share(&|one| one.selected, &grew),
        falsely_grew: all().filter(|(person, change)| grew(person, change) && person.grew <= 0.0).count() as f64 / told,
        covered: share(&|_| true, &|person, change| change.interval.0 <= person.grew && person.grew <= change.interval.1),
        gain_wle: mean(&|person, _| person.gain_wle),
        gain_posterior: mean(&|_, change| change.mean),
        gain_true: mean(&|person, _| person.grew),
        rci: share(&|_| true, &|person, _| person.rci > 1.645),
        rci_of_selected: share(&|one| one.selected, &|person, _| person.rci > 1.645),
    })
}
