//! The log: one's own with names, and for overseers figures by direction.

use super::{LOG, Words, state};
use crate::quick::{
    model::{Consultation, Form, State},
    paper::{length, with},
    store::Sum,
    url,
};
use kernel::{Date, Paged};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::{self, Field, Form as Posting},
    page::{Notice, Page},
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/consultations";

pub const COLUMNS: [&str; 10] = ["Дата", "Кому", "Человек", "Направление", "О чём", "Форма", "Минут", "Результат", "Следующий шаг", "Состояние"];

/// A row of the sheet.
pub fn cells(one: &Consultation, words: &Words) -> Vec<Value> {
    vec![
        Some(one.held_on).into(),
        with(one).into(),
        one.people.into(),
        words.direction(&one.direction).into(),
        one.about.as_str().into(),
        one.form.label().into(),
        one.minutes.into(),
        one.result.as_str().into(),
        one.next_step.as_str().into(),
        one.state.label().into(),
    ]
}

/// What the list is like for whoever looks.
pub struct Viewer<'a> {
    pub writes: bool,
    /// What has just been done: `undone`, `struck`.
    pub done: &'a str,
    /// Sees figures of a place besides.
    pub oversees: bool,
    /// Just written, may be taken back.
    pub undoable: Option<&'a Consultation>,
}

fn tabs(viewer: &Viewer<'_>, current: &str) -> Markup {
    html! { @if viewer.oversees { (parts::tabs(&[("Мой журнал", PATH, None), ("По территории", "/consultations/figures", None)], current)) } }
}

pub fn page(rows: &Paged<Consultation>, words: &Words, query: &Query, viewer: &Viewer<'_>, key: &str) -> Page {
    let columns = [Column::new("Когда"), Column::new("С кем"), Column::new("О чём"), Column::new("Как"), Column::new("Минут").number(), Column::new("Результат"), Column::new("Следующий шаг")].to_vec();
    let none = if query.is_unfiltered() {
        ("Записей пока нет", "Запись занимает меньше минуты, её можно сделать с телефона сразу после разговора.")
    } else {
        ("Ничего не нашлось", "Уберите часть условий отбора.")
    };
    let action = viewer.writes.then(|| form::button_link("Записать консультацию", "/consultations/new"));
    let body = html! {
        (tabs(viewer, PATH))
        @if let Some(one) = viewer.undoable { (undo(one, key)) }
        (filters(words, query))
        (Table::new(LOG.0, columns).query(PATH, query).rows(rows.rows.iter().map(|one| line(one, words))).empty(none.0, none.1, None).render())
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
        @if rows.total > 0 {
            (table::sheet_link(PATH, query))
            p.export { a href=(query.without("page").href("/consultations/log.pdf")) download { "Напечатать журнал" } }
        }
    };
    let done = match viewer.done {
        "undone" => Some(Notice::done("Запись отменена")),
        "struck" => Some(Notice::done("Консультация вычеркнута")),
        _ => None,
    };
    let page = Page::new(LOG.0).wide().notice(done).lead("Имена и слова видите вы и ваш собеседник. Часы идут в ваш учёт работы сами.").body(body);
    match action {
        Some(action) => page.action(action),
        None => page,
    }
}

fn undo(one: &Consultation, key: &str) -> Markup {
    parts::notice(&Notice::done(format!("Записано: {}, {}", with(one), length(one.minutes))).more(html! {
        (Posting::new(format!("{}/undoing", url(one.id)), key).body(html! { div.buttons { (form::button_secondary("Отменить запись")) } }))
    }))
}

fn line(one: &Consultation, words: &Words) -> Vec<Markup> {
    vec![
        html! { a href=(url(one.id)) { (ru::date(one.held_on)) } @if one.state != State::Held { br; (state(one.state)) } },
        html! { (with(one)) },
        html! { (words.direction(&one.direction)) @if !one.about.is_empty() { br; span.hint { (one.about) } } },
        html! { (one.form.label()) },
        html! { (one.minutes) },
        result(one),
        html! { (one.next_step) },
    ]
}

/// What came of it, or where it is written when it is known.
fn result(one: &Consultation) -> Markup {
    html! {
        @if one.result.is_empty() && one.state != State::Struck { a href={ (url(one.id)) "/edit#result" } { "записать" span.unseen { " результат консультации " (ru::date(one.held_on)) } } }
        @else { (one.result) }
    }
}

fn filters(words: &Words, query: &Query) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("from", "С").value(query.text("from")).date())
            (Field::new("until", "По").value(query.text("until")).date())
            (Field::new("q", "Фамилия").value(query.text("q")).name_like().text())
            (field("direction", "Направление").select(words.directions.clone()))
            (field("form", "Как").select(Form::ALL.iter().map(|form| (form.as_str(), form.label()))))
            (field("state", "Состояние").select(State::ALL.iter().map(|state| (state.as_str(), state.label()))))
        },
    )
}

/// What overseers see: no names, no words.
pub fn figures(sums: &[Sum], words: &Words, (from, until): (Date, Date), place: &str, writes: bool) -> Page {
    let viewer = Viewer { writes, done: "", oversees: true, undoable: None };
    let columns = [Column::new("Направление"), Column::new("Консультаций").number(), Column::new("Человек").number(), Column::new("Время").number(), Column::new("Педагог возразил").number()].to_vec();
    let row = |sum: &Sum| [html! { (words.direction(&sum.direction)) }, html! { (ru::number(sum.count)) }, html! { (ru::number(sum.people)) }, html! { (length(sum.minutes)) }, html! { (ru::number(sum.disputed)) }];
    let total = |count: fn(&Sum) -> i64| sums.iter().map(count).sum::<i64>();
    let query = Query::default().with("from", ru::date(from)).with("until", ru::date(until));
    let table = Table::new("Консультации по направлениям", columns).rows(sums.iter().map(row)).empty("За эти дни консультаций не записано", "Выберите другой период.", None);
    let table = if sums.is_empty() {
        table
    } else {
        table.totals([
            html! { "Всего" },
            html! { (ru::number(total(|sum| sum.count))) },
            html! { (ru::number(total(|sum| sum.people))) },
            html! { (length(total(|sum| sum.minutes))) },
            html! { (ru::number(total(|sum| sum.disputed))) },
        ])
    };
    let path = "/consultations/figures";
    let fields = html! { (Field::new("from", "С").value(ru::date(from)).date()) (Field::new("until", "По").value(ru::date(until)).date()) };
    Page::new(LOG.0).wide().lead(format!("{place}: сколько консультаций и в каких направлениях. Имён и слов здесь нет: они остаются между собеседниками.")).body(html! {
        (tabs(&viewer, path))
        (table::filter_bar(path, &query, fields))
        (table.render())
    })
}
