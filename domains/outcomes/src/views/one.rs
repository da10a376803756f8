//! One result: figures with their interval, the spread as bars with its table, history, what may be done.

use super::{RESULTS, mean, told};
use crate::{
    model::{Figures, real},
    source::Use,
    web::Loaded,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table},
};

pub fn page(loaded: &Loaded, (why, errors): (&str, &FieldErrors), done: &str, key: &dyn Fn() -> String) -> Page {
    let outcome = &loaded.outcome;
    let notice = match done {
        "entered" => Some(Notice::done("Результат внесён")),
        "replaced" => Some(Notice::done("Числа заменены, прежние остались в истории")),
        "withdrawn" => Some(Notice::done("Результат отозван")),
        _ => None,
    };
    let url = crate::url(outcome.id);
    let another = ui::url::Query::default().with("place", &outcome.place).href("/outcomes/new");
    let page = Page::new(format!("{}: {}", outcome.label(), loaded.lists.subject(&outcome.subject))).trail([RESULTS]).notice(notice).error_title(!errors.is_empty()).lead(&loaded.school);
    let page = if loaded.may_change { page.action(form::button_link("Внести ещё один класс", &another)) } else { page };
    page.body(html! {
        (form::error_summary(errors.all()))
        @if let Some(at) = outcome.withdrawn_at { (parts::notice(&Notice::info(format!("Отозван {}: {}", ru::datetime(at, &loaded.lists.zone), outcome.withdrawn_why)).more("Числа остаются для истории, в сводки они не входят."))) }
        (facts(loaded))
        (spread(&outcome.figures))
        (topics(&outcome.figures))
        (history(loaded))
        @if loaded.may_change {
            h2 { "Если в числах ошибка" }
            p { (form::button_link_secondary("Заменить числа", &format!("{url}/replacement"))) }
            (parts::details("Отозвать результат", form::form(&format!("{url}/withdrawal"), &key(), html! {
                (form::hidden("version", &outcome.version.to_string()))
                (Field::new("why", "Почему").hint("Например: внесён не тот класс").who_reads("Прочтёт ваша школа").value(why).errors(errors.all()).text())
                (form::button_danger("Отозвать"))
            })))
        }
    })
}

fn facts(loaded: &Loaded) -> Markup {
    let outcome = &loaded.outcome;
    let uses: Vec<&str> = Use::ALL.iter().filter(|what| outcome.source.may(**what)).map(|what| what.label()).collect();
    let mut rows = vec![
        SummaryRow::new("Ниже минимума", html! { (told(&outcome.figures)) p.hint { "Ниже минимума — " (outcome.source.minimum()) ". Границы показывают, в каких пределах доля может быть случайной (90 из 100)." } }),
        SummaryRow::new(
            "Источник",
            html! { (outcome.source.label()) @if !outcome.source.caution().is_empty() { ", " strong { (outcome.source.caution()) } } p.hint { "Можно использовать: " (uses.join(", ")) ". " a href="/outcomes/sources" { "Почему" } } },
        ),
        SummaryRow::new("Период", html! { (outcome.period.label()) p.hint { (ru::date(outcome.period.from)) " — " (ru::date(outcome.period.last())) } }),
    ];
    if let Some(mean) = mean(&outcome.figures) {
        rows.insert(1, SummaryRow::new("Среднее", mean));
    }
    if !outcome.title.is_empty() {
        rows.push(SummaryRow::new("Работа", &outcome.title));
    }
    if !loaded.teachers.is_empty() {
        rows.push(SummaryRow::new("Ведёт", loaded.teachers.join(", ")));
    }
    html! {
        @if outcome.figures.pupils < i64::from(coupling::share::FEW) { (parts::warning("Учеников меньше десяти: долю не считают, один ученик меняет её слишком сильно.")) }
        (parts::summary(rows))
    }
}

/// Bars are a picture of the table beside them.
fn spread(figures: &Figures) -> Markup {
    let lines = figures.distribution.lines();
    if lines.is_empty() {
        return html! {};
    }
    let most = lines.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let height = lines.len() * 24;
    let said = lines.iter().map(|(label, count)| format!("{label}: {count}")).collect::<Vec<_>>().join(", ");
    let rows = lines.iter().map(|(label, count)| {
        [html! { (label) }, html! { (count) }, html! { @if figures.pupils >= i64::from(coupling::share::FEW) { (crate::check::number((real(*count) / real(figures.pupils) * 100.0).round())) "\u{a0}%" } }]
    });
    html! {
        h2 { "Как распределились" }
        svg.spread viewBox={ "0 0 320 " (height) } width="320" height=(height) role="img" {
            title { "Распределение: " (said) }
            @for (at, (label, count)) in lines.iter().enumerate() {
                @let top = at * 24;
                text x="0" y=(top + 16) font-size="12" { (label.trim_start_matches("отметка ")) }
                rect x="60" y=(top + 4) width=(count * 220 / most) height="16" fill="currentColor" opacity="0.35" {}
                text x=(66 + count * 220 / most) y=(top + 16) font-size="12" { (count) }
            }
        }
        (Table::new("Распределение", vec![Column::new("Результат"), Column::new("Учеников").number(), Column::new("Доля").number()]).rows(rows).render())
    }
}

fn topics(figures: &Figures) -> Markup {
    let rows = figures.topics.iter().map(|topic| [html! { (topic.title) }, html! { (topic.percent) "\u{a0}%" }]);
    html! { @if !figures.topics.is_empty() {
        h2 { "По темам" }
        (Table::new("Темы", vec![Column::new("Тема"), Column::new("Справились").number()]).rows(rows).render())
    } }
}

fn history(loaded: &Loaded) -> Markup {
    let zone = &loaded.lists.zone;
    let outcome = &loaded.outcome;
    let line = |at, by: &str, what: String| parts::Event { who: by.to_owned(), what, when: ru::datetime(at, zone), url: None };
    let mut events =
        vec![line(outcome.entered_at, &loaded.by, if loaded.past.is_empty() { format!("Результат {}: {}", outcome.origin.label(), told(&outcome.figures)) } else { format!("Заменён: {}", told(&outcome.figures)) })];
    events.extend(loaded.past.iter().map(|(past, by)| line(past.entered_at, by, format!("Было: {}", told(&past.body.figures)))));
    html! { h2 { "История" } (parts::timeline(&events)) }
}
