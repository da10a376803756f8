//! Pages of assigning.

use crate::{
    assign::{form::AssignForm, store::AssignmentRow, workflow::Preview},
    model::{AssignmentState, AttemptState},
    web::assignments::Lists,
};
use jiff::tz::TimeZone;
use kernel::{Paged, Timestamp};
use maud::{Markup, html};
use people::PersonRow;
use sheets::Value;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

pub const COLUMNS: [&str; 8] = ["ФИО", "Место работы", "Диагностика", "С", "По", "Состояние", "Попытка", "Пояснение"];

fn last_day(closes_at: Timestamp, zone: &TimeZone) -> String {
    let last = closes_at.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(closes_at);
    ru::date(zone.to_datetime(last).date())
}

fn first_day(opens_at: Timestamp, zone: &TimeZone) -> String {
    ru::date(zone.to_datetime(opens_at).date())
}

/// What is said of how far a person came: never the result.
fn progress(row: &AssignmentRow) -> &'static str {
    match (row.state, row.attempt) {
        (_, Some(AttemptState::Running)) => "проходит",
        (_, Some(AttemptState::Submitted)) => "ответы на проверке",
        (_, Some(AttemptState::Scored)) => "пройдена",
        (AssignmentState::Offered, _) => "предложена, не начата",
        (AssignmentState::Accepted, _) => "согласие дано, не начата",
        (AssignmentState::Declined, _) => "не проходит",
        (AssignmentState::TakenBack, _) => "отозвана",
        (AssignmentState::Finished, _) => "пройдена",
    }
}

fn progress_tag(row: &AssignmentRow) -> Markup {
    let kind = match (row.state, row.attempt) {
        (_, Some(AttemptState::Running)) => Kind::Doing,
        (_, Some(AttemptState::Submitted)) => Kind::Waiting,
        (_, Some(AttemptState::Scored)) | (AssignmentState::Finished, _) => Kind::Good,
        (AssignmentState::Offered | AssignmentState::Accepted, _) => Kind::Waiting,
        (AssignmentState::Declined | AssignmentState::TakenBack, _) => Kind::Neutral,
    };
    parts::tag(kind, progress(row))
}

/// A row of the sheet.
pub fn cells(row: &AssignmentRow, zone: &TimeZone) -> Vec<Value> {
    let text = |text: &str| Value::from(text);
    vec![
        text(&row.name.full()),
        text(&row.place_name),
        text(&row.title),
        text(&first_day(row.opens_at, zone)),
        text(&last_day(row.closes_at, zone)),
        text(row.state.label()),
        text(row.attempt.map_or("не начата", AttemptState::label)),
        text(&row.reason),
    ]
}

const STATES: [(&str, &str); 8] = [
    ("not_begun", "ещё не начали"),
    ("running", "проходят сейчас"),
    ("marking", "ответы на проверке"),
    ("offered", "предложена"),
    ("accepted", "согласие дано"),
    ("declined", "не проходят"),
    ("finished", "пройдена"),
    ("taken_back", "отозвана"),
];

pub fn list(shell: &Shell, query: &Query, found: &Paged<AssignmentRow>, lists: &Lists, zone: &TimeZone, now: Timestamp) -> Markup {
    let columns = vec![
        Column::new("Педагог").sort("name"),
        Column::new("Место работы").sort("place"),
        Column::new("Диагностика"),
        Column::new("Срок").sort("until"),
        Column::new("Состояние").sort("state"),
        Column::new("Действие"),
    ];
    let kept = query.without("done").without("letters");
    let rows = found.rows.iter().map(|row| {
        let may_take_back = row.state.is_live() && row.attempt.is_none();
        [
            html! { a href={ "/people/" (row.person) } { (row.name.full()) } @if row.is_repeat { p.hint { "повторная" } } },
            html! { (row.place_name) },
            html! { a href={ "/instruments/" (row.instrument) } { (row.title) } @if !row.reason.is_empty() { p.hint { (row.reason) } } },
            html! { "с " (first_day(row.opens_at, zone)) " по " (last_day(row.closes_at, zone)) @if row.state.is_live() && row.attempt.is_none() && now >= row.closes_at { p.hint { "срок прошёл" } } },
            progress_tag(row),
            html! { @if may_take_back {
                form.act method="post" action={ "/assignments/" (row.id) "/taking-back" } {
                    (form::hidden("_key", &shell.key())) (form::hidden("back", &kept.to_string()))
                    button.secondary.small type="submit" { "Отозвать" span.unseen { ": " (row.name.full()) } }
                }
            } },
        ]
    });
    let done = query.text("done");
    let notice = match (done, done.parse::<u64>()) {
        ("taken_back", _) => Some(Notice::done("Назначение отозвано")),
        (_, Ok(people)) => {
            let letters: u64 = query.text("letters").parse().unwrap_or(0);
            Some(Notice::done(format!("Назначено: {}. Писем: {}", ru::counted(people, "человек", "человека", "человек"), ru::number(letters))))
        }
        _ => None,
    };
    let bar = table::filter_bar(
        "/assignments",
        &kept,
        html! {
            (Field::new("q", "Фамилия").value(query.text("q")).name_like().text())
            (Field::new("instrument", "Диагностика").value(query.text("instrument")).first_line("все").select(lists.instruments.clone()))
            (Field::new("state", "Состояние").value(query.text("state")).first_line("все").select(STATES))
            @if lists.municipalities.len() > 1 { (Field::new("municipality", "Муниципалитет").value(query.text("municipality")).first_line("все").select(lists.municipalities.clone())) }
            @if !lists.schools.is_empty() { (Field::new("school", "Школа").value(query.text("school")).first_line("все").select(lists.schools.clone())) }
        },
    );
    shell.page(
        Page::new("Назначения")
            .wide()
            .trail([("Диагностика", "/diagnostics")])
            .notice(notice)
            .action(form::button_link("Назначить диагностику", "/assignments/new"))
            .lead("Кому что предложено и кто ещё не начал. Результатов здесь нет: первым их видит педагог и открывает сам.")
            .body(html! {
                (bar)
                (Table::new("Назначения", columns).query("/assignments", &kept).rows(rows).empty("Назначений не нашлось", "Измените отбор или назначьте диагностику.", None).render())
                (table::pager("/assignments", &kept, found.slice.number, found.slice.size, found.total))
                @if found.total > 0 { (table::sheet_link("/assignments", &kept)) }
            }),
    )
}

pub fn preview(shell: &Shell, typed: &AssignForm, found: &Preview, zone: &TimeZone) -> Markup {
    let able = found.able.len();
    let words = ru::counted(able, "человеку", "людям", "людям");
    let list = |rows: &[PersonRow]| html! { ul { @for one in rows { li { (one.name.full()) ", " (one.place_name) } } } };
    shell.page(Page::new("Проверьте, кому назначается").narrow().trail([("Назначения", "/assignments")]).body(html! {
        (parts::summary([
            SummaryRow::new("Диагностика", found.instrument.title.as_str()),
            SummaryRow::new("Срок", format!("с {} по {}", first_day(found.opens_at, zone), last_day(found.closes_at, zone))),
            SummaryRow::new("Вариант", if found.letter.is_empty() { "подбирается: каждому с новыми для него заданиями".to_owned() } else { found.letter.clone() }),
            SummaryRow::new("Назначается", words.as_str()),
            SummaryRow::new("Без адреса почты", if found.without_email == 0 { "нет".to_owned() } else { format!("{}: письма не будет, увидят в кабинете", found.without_email) }),
            SummaryRow::new("Без учётной записи", if found.without_account == 0 { "нет".to_owned() } else { format!("{}: войти не смогут, пока администратор не выдаст учётную запись", found.without_account) }),
        ]))
        @if !found.unable.is_empty() {
            (parts::notice(&Notice::info(format!("Не назначается: {}", ru::counted(found.unable.len(), "человек", "человека", "человек"))).more(html! { ul { @for (one, why) in &found.unable { li { (one.name.full()) ": " (why) } } } })))
        }
        @if able > 20 { (parts::details(&format!("Список: {able}"), list(&found.able))) } @else { (list(&found.able)) }
        @if able == 0 { p { "Назначать некому." } } @else {
            p { "Педагогу придёт письмо. Диагностика добровольна: отказаться можно одним нажатием, без причины и без последствий." }
            (Form::new("/assignments", shell.key()).body(html! {
                (super::choosing::carried(typed))
                (form::hidden("whom", &typed.whom)) (form::hidden("expected", &able.to_string()))
                (form::button(&format!("Назначить: {words}")))
            }))
        }
        (Form::new("/assignments/new", shell.key()).body(html! { (super::choosing::carried(typed)) (form::button_secondary("Вернуться к выбору")) }))
    }))
}
