//! Dictionaries and the working calendar.

use maud::html;
use ui::{
    page::Page,
    parts::{self, Kind},
    ru,
    table::{Column, Table, sheet_link},
    url::Query,
};

use super::{DICTIONARIES, PLACES, period};
use crate::{calendar::Calendar, profile::TermKind, terms::Term};

pub fn dictionaries() -> Page {
    let body = html! {
        ul { @for kind in TermKind::ALL { li { a href={ (DICTIONARIES) "/" (kind.code()) } { (kind.title()) } } } }
        p { a href={ (DICTIONARIES) "/calendar" } { "Рабочий календарь" } }
    };
    Page::new("Словари").lead("Списки региона. Меняются загрузкой профиля региона; прежние названия остаются в старых записях.").trail([("Территории и школы", PLACES)]).body(body)
}

/// Columns of a dictionary, on the screen and in the sheet.
pub const DICTIONARY_COLUMNS: [&str; 5] = ["Название", "Код", "Другие написания", "Раньше называлось", "Действует"];

fn entry(term: &Term) -> [String; 5] {
    let former: Vec<String> = term.former.iter().map(|(name, until)| format!("{name} (до {})", ru::date(*until))).collect();
    [term.label.clone(), term.code.clone(), term.synonyms.join(", "), former.join(", "), period(term.from, term.until)]
}

/// An entry as a row of the sheet.
pub fn cells(term: &Term) -> Vec<sheets::Value> {
    entry(term).map(Into::into).to_vec()
}

pub fn dictionary(kind: TermKind, terms: &[Term]) -> Page {
    let columns = DICTIONARY_COLUMNS.map(Column::new).to_vec();
    let rows = terms.iter().map(|term| entry(term).map(|words| html! { (words) }));
    let table = Table::new(kind.title(), columns).rows(rows).empty("Словарь пуст", "Он заполнится, когда будет загружен профиль региона.", None);
    Page::new(kind.title()).wide().trail([("Территории и школы", PLACES), ("Словари", DICTIONARIES)]).body(html! {
        (table.render())
        @if !terms.is_empty() { (sheet_link(&format!("{DICTIONARIES}/{}", kind.code()), &Query::default())) }
    })
}

pub fn calendar(calendar: &Calendar) -> Page {
    let columns = vec![Column::new("День"), Column::new("Рабочий"), Column::new("Почему"), Column::new("Состояние")];
    let rows = calendar.special_days().map(|(day, special)| {
        let works = if special.is_working { parts::tag(Kind::Doing, "рабочий") } else { parts::tag(Kind::Neutral, "нерабочий") };
        let state = if special.is_provisional { parts::tag(Kind::Waiting, "предварительно") } else { parts::tag(Kind::Good, "утверждено") };
        [html! { (ru::date_weekday(day)) }, works, html! { (special.reason) }, state]
    });
    let table = Table::new("Дни, которые отличаются от обычной недели", columns).rows(rows).empty("Календарь пуст", "Нерабочими считаются только суббота и воскресенье.", None);
    Page::new("Рабочий календарь").lead("По нему считаются сроки, которые закон даёт в рабочих днях.").wide().trail([("Территории и школы", PLACES), ("Словари", DICTIONARIES)]).body(table.render())
}
