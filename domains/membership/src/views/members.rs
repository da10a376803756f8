//! The list of members.

use super::Lists;
use crate::model::{MembershipRow, Standing};
use access::{Action, Actor};
use kernel::{Date, Paged};
use maud::{Markup, html};
use sheets::Value;
use structure::profile::MembershipKind;
use ui::{
    form::{self, Field},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

/// Columns of the sheet.
pub const COLUMNS: [&str; 8] = ["ФИО", "Вид участия", "Предмет, направление", "Школа", "Муниципалитет", "С", "По", "Состояние"];

pub fn tag(standing: Standing) -> Markup {
    let kind = match standing {
        Standing::Active => Kind::Good,
        Standing::Paused | Standing::NotYet => Kind::Waiting,
        Standing::TermOver | Standing::Ended => Kind::Neutral,
    };
    parts::tag(kind, standing.label())
}

pub fn filters(lists: &Lists, query: &Query) -> Markup {
    html! {
        (Field::new("text", "Фамилия или имя").value(query.text("text")).medium().text())
        (Field::new("kind", "Вид участия").value(query.text("kind")).first_line("все").select(lists.kinds.clone()))
        (Field::new("municipality", "Муниципалитет").value(query.text("municipality")).first_line("все").select(lists.municipalities.clone()))
        (Field::new("subject", "Предмет").value(query.text("subject")).first_line("все").select(lists.subjects.clone()))
        (Field::new("direction", "Направление").value(query.text("direction")).first_line("все").select(lists.directions.clone()))
        (Field::new("standing", "Состояние").value(query.text("standing")).first_line("действует").select([("paused", "приостановлено"), ("ending", "скоро кончается срок"), ("over", "закончилось"), ("all", "все")]))
    }
}

pub fn page(shell: &Shell, found: &Paged<MembershipRow>, query: &Query, lists: &Lists, today: Date, actor: &Actor) -> Markup {
    let columns = ["ФИО", "Вид участия", "Школа", "Срок", "Состояние", "Удостоверение"].map(Column::new).to_vec();
    let rows = found.rows.iter().map(|row| {
        let m = &row.membership;
        [
            html! { a href={ "/people/" (m.person) } { (row.name) } },
            html! { (lists.kind(m.seat.kind)) @if !row.field.is_empty() { p.hint { (row.field) } } },
            html! { (row.school) @if row.municipality != row.school { p.hint { (row.municipality) } } },
            html! { (ru::period(m.valid_from, m.valid_to.and_then(|end| end.yesterday().ok()))) },
            tag(m.standing(today)),
            html! { a href={ "/memberships/" (m.id) "/certificate.pdf" } { "Открыть PDF" } },
        ]
    });
    let page = Page::new("Участники актива").wide().lead(html! { "Найдено: " (ru::number(found.total)) });
    let page = if actor.can(Action::DraftOrders) { page.action(form::button_link("Подготовить приказ", "/orders/new")) } else { page };
    shell.page(page.body(html! {
        (table::filter_bar("/memberships", query, filters(lists, query)))
        (Table::new("Участники актива", columns).query("/memberships", query).rows(rows).empty("Никого не нашлось", "Измените условия отбора или снимите их.", None).render())
        (table::pager("/memberships", query, found.slice.number, found.slice.size, found.total))
        @if actor.can(Action::ExportLists) { p { a href=(query.with("format", "xlsx").href("/memberships")) { "Скачать список в Excel" } } }
    }))
}

/// A row of the exported sheet.
pub fn cells(row: &MembershipRow, today: Date) -> Vec<Value> {
    let m = &row.membership;
    let text = |words: &str| Value::Text(words.to_owned());
    let kind = match m.seat.kind {
        MembershipKind::SubjectMethodist => "методист по предмету",
        MembershipKind::DirectionMethodist => "методист по направлению",
        MembershipKind::MunicipalManager => "управленческий актив муниципалитета",
        MembershipKind::SchoolManager => "управленческий актив школы",
    };
    vec![text(&row.name), text(kind), text(&row.field), text(&row.school), text(&row.municipality), Value::Date(m.valid_from), m.valid_to.map_or(Value::Empty, Value::Date), text(m.standing(today).label())]
}
