//! The list of pathways.

use crate::{model::State, store::PathwayRow, url};
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::Field,
    page::Page,
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

/// A state as word, shape and colour.
pub fn tag(state: State, is_sent: bool) -> Markup {
    let kind = match state {
        State::Draft if is_sent => return parts::tag(Kind::Waiting, "на согласовании"),
        State::Draft | State::Active => Kind::Doing,
        State::Agreed | State::Presented => Kind::Waiting,
        State::Closed => Kind::Good,
        State::Revised | State::Stopped => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

fn progress(row: &PathwayRow) -> String {
    if row.lines == 0 { "шагов пока нет".into() } else { format!("{} из {}", row.done, row.lines) }
}

pub fn page(shell: &Shell, found: &Paged<PathwayRow>, query: &Query) -> Markup {
    let columns = vec![
        Column::new("Педагог").sort("name"),
        Column::new("Организация"),
        Column::new("Маршрут"),
        Column::new("Состояние").sort("state"),
        Column::new("Шагов сделано"),
        Column::new("Просрочено").number().sort("late"),
        Column::new("Последний день").sort("ends"),
    ];
    let rows = found.rows.iter().map(|row| {
        // Who isn't of the team sees progress only, and that is the walk's page.
        let address = if row.is_mine { url::pathway(row.id) } else { url::of(row.id, "walk") };
        [
            html! { a href=(address) { (row.teacher) } p.hint { "Сопровождение " (row.case_number) } },
            html! { (row.place) },
            html! { "версия " (row.number) },
            tag(row.state, row.is_sent),
            html! { (progress(row)) },
            html! { @if row.late > 0 { (parts::tag(Kind::Bad, &row.late.to_string())) } @else { "0" } },
            html! { (row.ends_on.map(ru::date).unwrap_or_default()) },
        ]
    });
    let states = State::ALL.iter().filter(|state| **state != State::Revised).map(|state| (state.as_str(), state.label()));
    shell.page(Page::new("Маршруты").wide().lead("Индивидуальные образовательные маршруты: ваши, вашей команды и те, за ходом которых вы следите.").body(html! {
        (table::filter_bar("/pathways", query, html! {
            (Field::new("text", "Фамилия или имя педагога").value(query.text("text")).medium().text())
            (Field::new("state", "Состояние").value(query.text("state")).first_line("все").select(states))
            (Field::new("whose", "Чьи").value(query.text("whose")).first_line("все").select([("mine", "где я в команде")]))
        }))
        (Table::new("Маршруты", columns).query("/pathways", query).rows(rows).empty("Маршрутов не нашлось", "Маршрут начинают на странице сопровождения, когда затруднения подтверждены.", None).render())
        (table::pager("/pathways", query, found.slice.number, found.slice.size, found.total))
        @if found.total > 0 { (table::sheet_link("/pathways", query)) }
    }))
}

/// A row of the exported list: progress, as the page shows it.
pub fn cells(row: &PathwayRow) -> Vec<Value> {
    vec![row.case_number.as_str().into(), row.teacher.as_str().into(), row.place.as_str().into(), row.number.into(), row.state.label().into(), row.lines.into(), row.done.into(), row.late.into(), row.ends_on.into()]
}
