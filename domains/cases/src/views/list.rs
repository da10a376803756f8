//! The list of cases: progress only, whoever reads it.

use super::{light, state};
use crate::{
    helix,
    lists::Lists,
    model::{Kind, State},
    stage,
    store::list::Row,
};
use access::{Action, Actor};
use kernel::{Date, Paged};
use maud::{Markup, html};
use sheets::Value;
use structure::places::Place;
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

/// What the list stands in.
pub struct Around<'a> {
    pub query: &'a Query,
    pub municipalities: &'a [Place],
    pub lists: &'a Lists,
}

pub fn page(shell: &Shell, actor: &Actor, found: &Paged<Row>, around: &Around<'_>) -> Markup {
    let Around { query, municipalities, lists } = around;
    let done = (query.text("done") == "left").then(|| Notice::done("Вы вышли из команды"));
    let page = Page::new("Сопровождение").wide().notice(done).lead("Ступень, дни и состояние. Содержание читают педагог и его команда.");
    let page = if actor.can(Action::OpenCases) { page.action(form::button_link("Предложить сопровождение", "/cases/new")) } else { page };
    let names = |label: fn(&Kind) -> (&'static str, &'static str)| Kind::ALL.iter().map(label).collect::<Vec<_>>();
    let states: Vec<(&str, &str)> = State::ALL.iter().map(|one| (one.as_str(), one.label())).chain([("all", "все, и завершённые")]).collect();
    let rungs: Vec<(String, String)> = (1..=8).map(|rung| (rung.to_string(), if rung == 8 { stage::title(rung).to_owned() } else { format!("{rung}. {}", stage::title(rung)) })).collect();
    let places: Vec<(String, String)> = municipalities.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect();
    shell.page(page.body(html! {
        p { a href="/cases/invitations" { "Мои приглашения в команды" } }
        (table::filter_bar("/cases", query, html! {
            (Field::new("text", "Фамилия или имя педагога").value(query.text("text")).medium().text())
            (Field::new("whose", "Чьи").value(query.text("whose")).first_line("все, что вам видны").select([("mine", "где я в команде"), ("overseen", "подведомственные")]))
            (Field::new("state", "Состояние").value(query.text("state")).first_line("идут и ждут ответа").select(states))
            (Field::new("kind", "Вид").value(query.text("kind")).first_line("все").select(names(|kind| (kind.as_str(), kind.label()))))
            (Field::new("rung", "Ступень").value(query.text("rung")).first_line("все").select(rungs))
            (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(places))
            (Field::new("late", "Сроки").value(query.text("late")).first_line("все").select([("yes", "только те, что стоят")]))
        }))
        (rows(found, query, lists.day))
        (table::pager("/cases", query, found.slice.number, found.slice.size, found.total))
        (table::sheet_link("/cases", query))
        p { a href="/pathways" { "Маршруты списком" } }
    }))
}

fn rows(found: &Paged<Row>, query: &Query, today: Date) -> Markup {
    let columns = vec![Column::new("Педагог").sort("name"), Column::new("Номер, вид").sort("number"), Column::new("Ход").sort("rung"), Column::new("Дни").sort("days")];
    let rows = found.rows.iter().map(|row| {
        let case = &row.case;
        [
            html! { a href=(crate::url::case(case.id)) { (case.teacher) } p.hint { (case.place_name) } },
            html! { (case.number) p.hint { (case.kind.label()) } },
            html! { @if matches!(case.state, State::Open | State::Closed | State::Stopped) { (helix::small(case, &row.stage)) p.hint { (rung(case.rung)) } } @else { (state(case)) } },
            light(case, today),
        ]
    });
    Table::new("Сопровождение", columns).query("/cases", query).rows(rows).empty("Ничего не нашлось", "Измените условия отбора или предложите сопровождение педагогу.", None).render()
}

fn rung(rung: i64) -> String {
    if rung > 7 { stage::title(rung).to_owned() } else { format!("{rung}. {}", stage::title(rung)) }
}

/// A row of the exported list.
pub fn cells(row: &Row, today: Date) -> Vec<Value> {
    let case = &row.case;
    let text = |words: &str| Value::Text(words.to_owned());
    let days = if case.state == State::Open { case.days(today) } else { 0 };
    vec![
        text(&case.number),
        text(&case.teacher),
        text(&case.place_name),
        text(case.kind.label()),
        text(case.state.label()),
        text(&rung(case.rung)),
        text(&if days > 0 { days.to_string() } else { String::new() }),
        Value::Date(case.opened_on),
        text(case.outcome.map(crate::model::Verdict::label).unwrap_or_default()),
    ]
}
