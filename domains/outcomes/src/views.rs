//! Pages of results of classes.

pub mod classes;
pub mod form;
pub mod list;
pub mod one;
pub mod sources;

use crate::{check::number, model::Figures};
use coupling::share::{Count, interval};

const RESULTS: (&str, &str) = ("Результаты классов", "/outcomes");
const NO_NAMES: &str = "Только числа по классу в целом. Фамилии и имена учеников сюда не вносят.";

/// «5 из 24 (21 %, от 10 до 37 %)»: a small class has no share.
fn told(figures: &Figures) -> String {
    counted(figures.under, figures.pupils)
}

fn counted(under: i64, pupils: i64) -> String {
    let Ok(count) = Count::new(under, pupils) else { return format!("{under} из {pupils}") };
    if count.of() < coupling::share::FEW {
        return format!("{under} из {pupils}");
    }
    let found = interval(count);
    let percent = |share: f64| number((share * 100.0).round());
    format!("{under} из {pupils} ({}\u{a0}%, от {} до {}\u{a0}%)", percent(count.share().unwrap_or_default()), percent(found.low), percent(found.high))
}

/// «3,46 из 5».
fn mean(figures: &Figures) -> Option<String> {
    figures.mean.map(|mean| format!("{} из {}", number(mean), number(figures.scale)))
}
