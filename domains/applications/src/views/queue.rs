//! The queue: counts, filters, the table, the sheet.

use crate::{
    lists::{Item, Lists},
    model::State,
    queue::QueueRow,
    record::Trouble,
};
use access::{Action, Actor};
use kernel::{Clock, Paged};
use maud::{Markup, html};
use sheets::{Column as SheetColumn, Value};
use structure::profile::{MembershipKind, TermKind};
use ui::{
    form::Field as Input,
    page::Page,
    parts::{self, Kind, Tile},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/applications";

pub struct Shown {
    pub rows: Paged<QueueRow>,
    pub counts: Vec<(State, u64)>,
    pub municipalities: Vec<Item>,
    pub lists: Lists,
}

pub fn page(shown: &Shown, actor: &Actor, query: &Query, clock: &Clock) -> Page {
    let body = html! {
        (tiles(shown, actor))
        (filters(shown, query))
        (rows(shown, actor, query, clock))
        (table::pager(PATH, query, shown.rows.slice.number, shown.rows.slice.size, shown.rows.total))
        @if actor.can(Action::ExportLists) && shown.rows.total > 0 { (table::export_links(PATH, query)) }
    };
    Page::new("Заявки").wide().lead("Сначала те, что ждут дольше пяти дней, с возможными дублями и без подтверждённых оснований.").body(body)
}

/// What waits for this reader first.
fn mine(actor: &Actor) -> &'static [State] {
    if actor.can(Action::CheckApplications) {
        &[State::Submitted, State::Declined, State::Returned, State::Checked, State::Endorsed]
    } else if actor.can(Action::EndorseApplications) {
        &[State::Checked, State::Endorsed, State::Declined]
    } else {
        &[State::Endorsed, State::Reserve, State::Decided]
    }
}

fn tiles(shown: &Shown, actor: &Actor) -> Markup {
    let count = |state: State| shown.counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count);
    let tiles: Vec<Tile> = mine(actor).iter().map(|state| Tile::new(many(*state), ru::number(count(*state))).link(Query::default().with("state", state).href(PATH))).collect();
    parts::tiles(&tiles)
}

/// The state of several, for a figure.
fn many(state: State) -> &'static str {
    match state {
        State::Draft => "черновики",
        State::Submitted => "ждут проверки",
        State::Returned => "возвращены на исправление",
        State::Checked => "ждут муниципалитета",
        State::Endorsed => "ждут комиссии",
        State::Declined => "не поддержаны муниципалитетом",
        State::Decided => "ждут приказа",
        State::Reserve => "в резерве",
        State::Refused => "с отказом",
        State::Ordered => "в приказах",
        State::Withdrawn => "отозваны",
    }
}

fn filters(shown: &Shown, query: &Query) -> Markup {
    let states = State::ALL.iter().filter(|state| **state != State::Draft).map(|state| (state.as_str(), state.label())).collect::<Vec<_>>();
    let kinds = MembershipKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), shown.lists.kind(*kind))).collect::<Vec<_>>();
    let list = |name: &str, label: &str| Input::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        PATH,
        query,
        html! {
            (Input::new("q", "Фамилия или номер").value(query.text("q")).name_like().medium().text())
            (list("state", "Состояние").select(states))
            @if shown.municipalities.len() > 1 { (list("municipality", "Муниципалитет").select(shown.municipalities.clone())) }
            (list("subject", "Предмет").select(shown.lists.items(TermKind::Subject)))
            (list("kind", "Вид участия").select(kinds))
        },
    )
}

fn rows(shown: &Shown, actor: &Actor, query: &Query, clock: &Clock) -> Markup {
    let columns = vec![
        Column::new("ФИО").sort("name"),
        Column::new("Номер").sort("number"),
        Column::new("Школа"),
        Column::new("Вид и предмет"),
        Column::new("Состояние").sort("state"),
        Column::new("С какого дня").sort("since"),
        Column::new("На что обратить внимание"),
    ];
    let lines = shown.rows.rows.iter().map(|row| line(row, &shown.lists, clock));
    let why = if query.is_unfiltered() { "Они появятся, когда педагоги отправят анкеты." } else { "Измените условия поиска или сбросьте их." };
    let next = (query.is_unfiltered() && actor.can(Action::NominateApplicants)).then(|| html! { a href="/nominations" { "Пригласить коллегу" } });
    Table::new("Заявки", columns).query(PATH, query).rows(lines).empty("Заявок нет", why, next).render()
}

fn line(row: &QueueRow, lists: &Lists, clock: &Clock) -> [Markup; 7] {
    [
        html! { a href={ (PATH) "/" (row.id) } { (row.name) } },
        html! { (row.number) },
        html! { (row.school) @if !row.municipality.is_empty() { br; span.hint { (row.municipality) } } },
        html! { (kind(row, lists)) @if !row.subject.is_empty() { br; span.hint { (lists.label(TermKind::Subject, &row.subject)) } } },
        super::tag(row.state),
        html! { (ru::date(clock.day_of(row.state_since))) },
        attention(row),
    ]
}

fn kind(row: &QueueRow, lists: &Lists) -> String {
    row.kind.parse::<MembershipKind>().map(|kind| lists.kind(kind)).unwrap_or_default()
}

fn attention(row: &QueueRow) -> Markup {
    html! {
        @if row.overdue { (parts::tag(Kind::Bad, "ждёт дольше 5 дней")) " " }
        @if row.trouble.duplicate { (parts::tag(Kind::Bad, "возможен дубль")) " " }
        @if row.trouble.incomplete { (parts::tag(Kind::Doing, "оснований не хватает")) " " }
        @if row.resubmitted { (parts::tag(Kind::Neutral, "исправлена")) }
    }
}

const SHEET: [(&str, u16); 10] =
    [("Номер", 18), ("ФИО", 34), ("Школа", 30), ("Муниципалитет", 26), ("Вид участия", 30), ("Предмет", 22), ("Состояние", 24), ("С какого дня", 14), ("Подана", 14), ("На что обратить внимание", 36)];

pub fn cells(row: &QueueRow, lists: &Lists, clock: &Clock) -> Vec<Value> {
    let subject = if row.subject.is_empty() { String::new() } else { lists.label(TermKind::Subject, &row.subject) };
    let Trouble { incomplete, duplicate } = row.trouble;
    let notes = [(row.overdue, "ждёт дольше 5 дней"), (duplicate, "возможен дубль"), (incomplete, "оснований не хватает"), (row.resubmitted, "исправлена")];
    let notes = notes.iter().filter(|(is, _)| *is).map(|(_, words)| *words).collect::<Vec<_>>().join("; ");
    vec![
        row.number.clone().into(),
        row.name.clone().into(),
        row.school.clone().into(),
        row.municipality.clone().into(),
        kind(row, lists).into(),
        subject.into(),
        row.state.label().into(),
        clock.day_of(row.state_since).into(),
        clock.day_of(row.submitted_at).into(),
        notes.into(),
    ]
}

/// Columns of the sheet.
pub fn columns() -> Vec<SheetColumn> {
    SHEET.iter().map(|(title, width)| SheetColumn::new(*title).wide(*width)).collect()
}

/// The filter in force in words, for the sheet's own page.
pub fn filter_words(query: &Query) -> String {
    let asked = [("q", "текст"), ("state", "состояние"), ("municipality", "муниципалитет"), ("subject", "предмет"), ("kind", "вид участия")];
    asked.iter().filter(|(key, _)| !query.text(key).is_empty()).map(|(key, label)| format!("{label}: {}", query.text(key))).collect::<Vec<_>>().join("; ")
}
