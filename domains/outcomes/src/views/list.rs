//! The list of results: the school's own, or sums of many.

use super::{RESULTS, counted, mean, told};
use crate::{
    model::Outcome,
    period::{PeriodKind, school_year_label},
    source::Source,
    web::{Listed, Summed},
};
use access::{Action, Actor};
use coupling::suppress::Shown;
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use structure::{Lists, places::PlaceKind};
use ui::{
    form::{self, Choice, Field},
    page::{Notice, Page},
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/outcomes";
const HIDDEN: &str = "скрыто";

pub fn page(actor: &Actor, shown: &Listed, lists: &Lists, asked: &Query) -> Page {
    let notice = (asked.text("done") == "withdrawn").then(|| Notice::done("Результат отозван"));
    let page = Page::new(RESULTS.0).wide().notice(notice);
    let page = if actor.can(Action::EnterOutcomes) { page.action(form::button_link("Внести результат класса", "/outcomes/new")) } else { page };
    let links = html! { p {
        @if actor.can(Action::EnterOutcomes) { a href="/outcomes/bring" { "Загрузить из файла" } " · " a href="/outcomes/classes" { "Кто какие классы ведёт" } " · " }
        a href="/outcomes/sources" { "Для чего можно использовать результаты" }
    } };
    match shown {
        Listed::Own { found, school_year } => page.lead("Числа по классам вашей школы. Их видит школа; вне школы показывают только суммы.").body(html! { (links) (own(found, *school_year, lists, asked)) }),
        Listed::Sums { lines, choices, choice, municipalities, subjects } => {
            let options = choices.iter().map(|choice| Choice::new(choice.value(), choice.label()));
            let places = municipalities.iter().map(|place| Choice::new(place.id.to_string(), place.short_name.clone()));
            let subjects = subjects.iter().map(|code| Choice::new(code.clone(), lists.subject(code)));
            page.lead("Суммы по школам. Скрыто там, где учеников меньше 10, учителей меньше трёх или число выдало бы других.").body(html! {
                (links)
                (table::filter_bar(PATH, asked, html! {
                    (Field::new("result", "Источник и период").value(choice.map(|choice| choice.value()).unwrap_or_default()).select(options))
                    @if municipalities.len() > 1 { (Field::new("place", "Муниципалитет").value(asked.text("place")).first_line("все").select(places)) }
                    (Field::new("subject", "Предмет").value(asked.text("subject")).first_line("все вместе").select(subjects))
                }))
                (sums(lines, asked))
                (table::sheet_link(PATH, asked))
            })
        }
    }
}

fn own(found: &Paged<Outcome>, school_year: i64, lists: &Lists, asked: &Query) -> Markup {
    let this_year = crate::period::school_year_of(lists.day);
    let years = (this_year - 3..=this_year).rev().map(|year| Choice::new(year.to_string(), school_year_label(year)));
    let grades = (1..=11).map(|grade| Choice::new(grade.to_string(), grade.to_string()));
    let sources = Source::ALL.iter().map(|source| Choice::new(source.as_str(), source.label()));
    let periods = [PeriodKind::Quarter, PeriodKind::Trimester, PeriodKind::Half, PeriodKind::Year].into_iter().flat_map(|kind| kind.numbers().map(move |number| (kind, number)));
    let periods = periods.map(|(kind, number)| Choice::new(format!("{kind}:{number}"), if number == 0 { kind.label().to_owned() } else { format!("{number} {}", kind.label()) }));
    let rows = found.rows.iter().map(|one| {
        [
            html! { a href=(crate::url(one.id)) { (one.class.label()) } },
            html! { (lists.subject(&one.subject)) @if !one.title.is_empty() { p.hint { (one.title) } } },
            html! { (one.period.label()) },
            html! { (one.source.label()) @if !one.source.caution().is_empty() { p.hint { (one.source.caution()) } } },
            html! { (told(&one.figures)) },
            html! { @if let Some(mean) = mean(&one.figures) { (mean) } },
        ]
    });
    let columns = vec![Column::new("Класс"), Column::new("Предмет"), Column::new("Период"), Column::new("Источник"), Column::new("Ниже минимума"), Column::new("Среднее")];
    html! {
        (table::filter_bar(PATH, asked, html! {
            (Field::new("year", "Учебный год").value(school_year.to_string()).select(years))
            (Field::new("grade", "Класс").value(asked.text("grade")).first_line("все").select(grades))
            (Field::new("subject", "Предмет").value(asked.text("subject")).first_line("все").select(lists.subjects()))
            (Field::new("source", "Источник").value(asked.text("source")).first_line("все").select(sources))
            (Field::new("period", "Период").value(asked.text("period")).first_line("все").select(periods))
            (Field::new("state", "Состояние").value(asked.text("state")).first_line("действуют").select([("withdrawn", "отозванные")]))
        }))
        (Table::new("Результаты классов", columns).rows(rows).empty("Результатов пока нет", "Внесите числа по классу: хватит отметок или двух чисел.", Some(form::button_link_secondary("Внести результат класса", "/outcomes/new"))).render())
        (table::pager(PATH, asked, found.slice.number, found.slice.size, found.total))
        @if found.total > 0 { (table::sheet_link(PATH, asked)) }
    }
}

fn sums(lines: &[Summed], asked: &Query) -> Markup {
    let rows = lines.iter().map(|line| {
        let is_leaf = line.place.kind == PlaceKind::School && asked.text("place") == line.place.id.as_str();
        let link = asked.without("page").with("place", &line.place.id).href(PATH);
        [html! { @if is_leaf { (line.label) } @else { a href=(link) { (line.label) } } }, html! { (cell(line.shown)) }, html! { (results(line.shown)) }]
    });
    Table::new("Суммы", vec![Column::new("Где"), Column::new("Ниже минимума"), Column::new("Результатов").number()]).rows(rows).empty("Результатов пока нет", "Их вносят школы. Здесь появятся суммы.", None).render()
}

fn cell(shown: Shown) -> String {
    match shown {
        Shown::Empty => "нет данных".into(),
        Shown::Hidden => HIDDEN.into(),
        Shown::Value(count) => counted(count.below().into(), count.of().into()),
    }
}

fn results(shown: Shown) -> String {
    match shown {
        Shown::Empty => String::new(),
        Shown::Hidden => HIDDEN.into(),
        Shown::Value(count) => count.of().to_string(),
    }
}

/// Columns of the sheet.
#[must_use]
pub fn columns(is_school: bool) -> &'static [&'static str] {
    if is_school {
        &["Класс", "Предмет", "Период", "Источник", "Работа", "Учеников", "Ниже минимума", "Среднее", "Из скольких"]
    } else {
        &["Где", "Ниже минимума", "Результатов", "Источник и период"]
    }
}

/// Rows of the sheet: no more than the page shows.
#[must_use]
pub fn rows(shown: &Listed, lists: &Lists) -> Vec<Vec<Value>> {
    let text = |words: &str| Value::Text(words.to_owned());
    match shown {
        Listed::Own { found, .. } => found
            .rows
            .iter()
            .map(|one| {
                vec![
                    text(&one.class.label()),
                    text(&lists.subject(&one.subject)),
                    text(&one.period.label()),
                    text(one.source.label()),
                    text(&one.title),
                    text(&one.figures.pupils.to_string()),
                    text(&one.figures.under.to_string()),
                    text(&one.figures.mean.map(crate::check::number).unwrap_or_default()),
                    text(&crate::check::number(one.figures.scale)),
                ]
            })
            .collect(),
        Listed::Sums { lines, choice, .. } => {
            let label = choice.map(|choice| choice.label()).unwrap_or_default();
            lines.iter().map(|line| vec![text(&line.label), text(&cell(line.shown)), text(&results(line.shown)), text(&label)]).collect()
        }
    }
}
