//! A report on paper: figures, work by direction, words, and the definitions as an annex.

use crate::{
    figure::number,
    ground::Ground,
    model::{Edition, Report},
    snapshot::{Counted, Figures},
};
use documents::{Fact, Grid, PaperDoc, Section, Signatory};
use jiff::tz::TimeZone;
use structure::profile::Profile;
use ui::ru;

/// An edition as printed.
pub fn report(profile: &Profile, report: &Report, edition: &Edition, zone: &TimeZone) -> PaperDoc {
    let snapshot = &edition.snapshot;
    let mut about = vec![
        Fact::new("Чей отчёт", &snapshot.place_name),
        Fact::new("Период", format!("{} ({} — {})", report.period.label(), ru::date(report.period.from), ru::date(report.period.last()))),
        Fact::new("Редакция", format!("{}, цифры зафиксированы {}", edition.number, ru::datetime(edition.frozen_at, zone))),
    ];
    if !edition.changed.is_empty() {
        about.push(Fact::new("Что изменилось", &edition.changed));
    }
    let mut sections = figures(&snapshot.figures);
    let words = [("Что удалось", &snapshot.words.done), ("Что было трудно", &snapshot.words.hard), ("Что планируем", &snapshot.words.next)];
    let facts = words.into_iter().map(|(label, text)| Fact::new(label, text)).collect();
    sections.push(Section { title: "Своими словами".into(), facts, table: None });
    sections.push(annex(&snapshot.figures.indicators));
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Отчёт о работе методического актива".into(),
        caption: report.period.label(),
        about,
        sections,
        signatures: vec![Signatory { post: "Отчёт составил(а)".into(), name: edition.by.clone() }],
        ..PaperDoc::default()
    }
}

fn figures(figures: &Figures) -> Vec<Section> {
    let columns = ["Показатель", "Значение", "Подробнее"].map(str::to_owned).to_vec();
    let rows = figures.indicators.iter().map(|counted| vec![counted.title.clone(), counted.figure.text(counted.unit), details(counted)]).collect();
    let lines = figures.directions.iter().filter(|line| line.deeds > 0);
    let work: Vec<Vec<String>> = lines.map(|line| vec![line.label.clone(), ru::number(line.deeds), number(crate::figure::real(line.minutes) / 60.0), ru::number(line.reached)]).collect();
    let mut sections = vec![Section { title: format!("Показатели на {}", ru::date(figures.day)), facts: Vec::new(), table: Some(Grid { columns, rows }) }];
    if !work.is_empty() {
        let columns = ["Направление", "Дел", "Часов", "Охвачено"].map(str::to_owned).to_vec();
        sections.push(Section { title: "Работа по направлениям".into(), facts: Vec::new(), table: Some(Grid { columns, rows: work }) });
    }
    sections
}

/// What stands beside a figure, in one cell.
pub fn details(counted: &Counted) -> String {
    let extras = counted.figure.extras.iter().map(|extra| format!("{}: {}", extra.label, extra.value));
    extras.chain((!counted.figure.why.is_empty()).then(|| counted.figure.why.clone())).collect::<Vec<_>>().join("; ")
}

fn annex(indicators: &[Counted]) -> Section {
    let columns = ["Показатель", "Как считается", "Что учесть", "Версия и владелец"].map(str::to_owned).to_vec();
    let rows = indicators.iter().map(|one| vec![one.title.clone(), one.formula.clone(), one.notes.clone(), format!("{}-я, счётчик {} версии {}. {}", one.number, one.counter, one.counter_version, one.owner)]).collect();
    Section { title: "Приложение. Определения показателей".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }
}

/// Figures for any days with their definitions, made now.
pub fn figures_only(profile: &Profile, ground: &Ground, counted: &Figures) -> PaperDoc {
    let mut sections = figures(counted);
    sections.push(annex(&counted.indicators));
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Показатели работы методического актива".into(),
        caption: ground.period.label(),
        about: vec![Fact::new("Территория", &ground.name), Fact::new("Дни", format!("{} — {}", ru::date(ground.period.from), ru::date(ground.period.last())))],
        sections,
        ..PaperDoc::default()
    }
}
