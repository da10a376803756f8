//! Results of classes: the share under the minimum by subject, or by period where a subject is asked for.

use super::middle_words;
use crate::{
    card::{Card, Code, Row},
    desk::Desk,
    draw::intervals::{self, Line},
    results::{Published, Results, period_label},
    told::Told,
};
use kernel::{Result, Tx, id::PlaceId};
use structure::{profile::TermKind, terms};

/// More are for the table only.
const DRAWN: usize = 12;

pub fn card(desk: &mut Desk, tx: &mut Tx<'_>) -> Result<Card> {
    let says = "Какая доля результатов учеников ниже минимума. Полоса — погрешность: чем меньше учеников, тем она шире.";
    let results = desk.results(tx)?;
    let Some(choice) = results.choice else {
        return Ok(Card::nothing(Code::Outcomes, says, "Результатов классов за этот учебный год нет, или их источник не сводят. Школы вносят их на странице «Результаты классов»."));
    };
    let subjects = terms::terms(tx, TermKind::Subject, desk.today)?;
    let mut card = Card::new(Code::Outcomes, says, &["", "Ниже минимума", "Результатов", "Год назад", "Середина"]);
    card.filter = format!("{}: {}; {}.", sentence(choice.source.label()), period_label(&choice), choice.source.minimum());
    let place = desk.place.id.clone();
    let mut drawn = Vec::new();
    let mut line = |card: &mut Card, label: &str, subject: &str, now: &Published, past: &Published| {
        let (told, then) = (now.told(&place, subject), past.told(&place, subject));
        let middle = desk.middle(|place: &PlaceId| now.told(place, subject));
        if told != Told::Nothing {
            drawn.push(Line { label: label.to_owned(), value: told.clone(), past: then.number(), middle });
            card.rows.push(Row::new(label, vec![told, now.results(&place, subject), then, middle.map_or(Told::Nothing, Told::Percent)]));
        }
        middle
    };
    if desk.asked.subject.is_empty() {
        "Предмет".clone_into(&mut card.columns[0]);
        let middle = line(&mut card, "Все предметы вместе", "", &results.now, &results.past);
        for term in subjects.iter().filter(|term| results.now.subjects().contains(&term.code)) {
            line(&mut card, &term.label, &term.code, &results.now, &results.past);
        }
        card.beside.push(middle_words(desk, "Все предметы вместе", middle, "\u{a0}%"));
    } else {
        "Период".clone_into(&mut card.columns[0]);
        let label = subjects.iter().find(|term| term.code == desk.asked.subject).map_or("Предмет", |term| term.label.as_str()).to_owned();
        for other in results.choices.iter().filter(|other| other.source == choice.source && other.kind == choice.kind) {
            let when = period_label(other);
            if *other == choice {
                line(&mut card, &when, &desk.asked.subject, &results.now, &results.past);
            } else {
                let (now, before) = (Results::of(tx, *other, 0)?, Results::of(tx, *other, 1)?);
                line(&mut card, &when, &desk.asked.subject, &now, &before);
            }
        }
        card.filter = format!("{label}. {}", card.filter);
    }
    if card.rows.is_empty() {
        return Ok(Card::nothing(Code::Outcomes, says, "Результатов для этого отбора здесь нет. Выберите другой предмет, источник или период."));
    }
    if card.rows.iter().any(|row| row.cells.contains(&Told::Hidden)) {
        card.beside
            .push("«Скрыто» — за числом меньше десяти учеников или трёх учителей, либо вычитанием по нему узнали бы такое число. «Все предметы вместе» скрыты, если из них можно было бы вычесть малый предмет.".into());
    }
    if card.rows.len() > DRAWN {
        card.beside.push(format!("На рисунке — первые {DRAWN} строк таблицы."));
    }
    card.beside.push("Результаты учеников зависят не только от учителя: по ним не оценивают ни учителя, ни школу.".into());
    drawn.truncate(DRAWN);
    card.picture = intervals::shares("outcomes", Code::Outcomes.title(), &drawn);
    Ok(card)
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
