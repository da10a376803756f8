//! The register of destruction.

use super::{errors_on_top, person_url};
use crate::{
    DestructionId,
    destruction::{Destruction, Reason},
    form::{MediaForm, PaperForm},
    people::Person,
};
use access::{Action, Actor};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Paged, Timestamp};
use ui::{
    Markup,
    form::{self, Field, Form},
    html,
    page::Page,
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table, pager, sheet_link},
    url::Query,
};

const URL: &str = "/destructions";

pub fn url(id: DestructionId) -> String {
    format!("{URL}/{id}")
}

/// Columns of the list, on the screen and in the sheet.
pub const COLUMNS: [&str; 5] = ["Чьи данные", "Причина", "Запрошено", "Состояние", "Акт"];

/// A line of the register as a row of the sheet.
pub fn cells(line: &Destruction, zone: &TimeZone) -> Vec<sheets::Value> {
    let act = line.act_number.as_deref().map(|number| format!("№ {number}")).unwrap_or_default();
    vec![line.subject().into(), line.reason.label().into(), ru::datetime(line.asked_at, zone).into(), state_word(line).1.into(), act.into()]
}

pub fn list(found: &Paged<Destruction>, query: &Query, zone: &TimeZone, actor: &Actor) -> Page {
    let columns = COLUMNS.map(Column::new).to_vec();
    let row = |line: &Destruction| {
        let act = line.act_number.as_deref().map(|number| format!("№ {number}")).unwrap_or_default();
        [html! { a href=(url(line.id)) { (line.subject()) } }, html! { (line.reason.label()) }, html! { (ru::datetime(line.asked_at, zone)) }, state(line), html! { (act) }]
    };
    let body = html! {
        (Table::new("Реестр уничтожения", columns).rows(found.rows.iter().map(row)).empty("Запросов нет", "Запрос появляется, когда человек отзывает согласие на обработку данных или когда хранить их больше незачем.", None).render())
        (pager(URL, query, found.slice.number, found.slice.size, found.total))
        @if actor.can(Action::ExportLists) && found.total > 0 { (sheet_link(URL, query)) }
    };
    Page::new("Уничтожение данных").wide().lead("Каждое уничтожение утверждают два разных сотрудника. Акт и выгрузка из журнала хранятся три года.").body(body)
}

fn state(line: &Destruction) -> Markup {
    let (kind, word) = state_word(line);
    parts::tag(kind, word)
}

fn state_word(line: &Destruction) -> (Kind, &'static str) {
    if line.done_at.is_some() {
        (Kind::Good, "уничтожено")
    } else if line.taken_back_at.is_some() {
        (Kind::Neutral, "запрос отозван")
    } else if line.first_by.is_some() {
        (Kind::Mine, "ждёт второго утверждения")
    } else {
        (Kind::Waiting, "ждёт первого утверждения")
    }
}

/// What was typed into the page's forms, and what is wrong with it.
#[derive(Default)]
pub struct Typed {
    pub media: MediaForm,
    /// Why the request is taken back.
    pub why: String,
    pub errors: FieldErrors,
}

pub fn show(line: &Destruction, actor: &Actor, zone: &TimeZone, typed: &Typed, key: &str) -> Page {
    let errors = &typed.errors;
    let approved = |at: Option<Timestamp>, name: &Option<String>| at.map(|at| format!("{}, {}", ru::datetime(at, zone), name.as_deref().unwrap_or("сотрудник")));
    let rows = [
        Some(SummaryRow::new("Состояние", state(line))),
        Some(SummaryRow::new("Причина", line.reason.label())),
        Some(SummaryRow::new("Запрошено", ru::datetime(line.asked_at, zone))),
        approved(line.first_at, &line.first_name).map(|text| SummaryRow::new("Первое утверждение", text)),
        approved(line.second_at, &line.second_name).map(|text| SummaryRow::new("Второе утверждение", text)),
        line.done_at.map(|at| SummaryRow::new("Уничтожено", ru::datetime(at, zone))),
        approved(line.taken_back_at, &line.taken_back_name).map(|text| SummaryRow::new("Запрос отозван", text)),
        (!line.taken_back_why.is_empty()).then(|| SummaryRow::new("Почему отозван", line.taken_back_why.as_str())),
    ];
    let body = html! {
        (errors_on_top(errors))
        (parts::summary(rows.into_iter().flatten()))
        @if line.done_at.is_some() { (papers(line)) }
        @if line.is_open() {
            (next_step(line, actor, typed, key))
            @if actor.can(Action::StartDestruction) { (taking_back(line, typed, key)) }
        }
    };
    Page::new(format!("Уничтожение: {}", line.subject())).trail([("Уничтожение данных", URL)]).narrow().error_title(!errors.is_empty()).body(body)
}

fn papers(line: &Destruction) -> Markup {
    let number = line.act_number.as_deref().unwrap_or_default();
    html! {
        h2 { "Что уничтожено" }
        ul { @for category in line.category_list() { li { (category) } } }
        h2 { "Документы" }
        ul {
            li { a href={ (url(line.id)) "/act" } { "Акт об уничтожении № " (number) " (PDF)" } }
            li { a href={ (url(line.id)) "/log" } { "Выгрузка из журнала № " (number) "-Ж (PDF)" } }
        }
    }
}

/// The way back, as long as there is one.
fn taking_back(line: &Destruction, typed: &Typed, key: &str) -> Markup {
    let form = Form::new(format!("{}/withdrawal", url(line.id)), key).body(html! {
        @if line.reason == Reason::ConsentWithdrawn { p { "Человек отозвал согласие на обработку: пока он не дал его снова, закон велит уничтожить данные в срок, и задача об этом останется открытой." } }
        (form::hidden("version", &line.version.to_string()))
        (Field::new("why", "Почему уничтожать не нужно").hint("Например: человек снова дал согласие; запрос открыт по ошибке").value(&typed.why).error(typed.errors.of("why")).who_reads("Увидят координатор и ответственный за персональные данные").max_chars(1000).textarea(3))
        (form::button_secondary("Отозвать запрос"))
    });
    if typed.errors.of("why").is_some() {
        html! { h2 { "Отозвать запрос" } (form) }
    } else {
        parts::details("Отозвать запрос", form)
    }
}

fn next_step(line: &Destruction, actor: &Actor, typed: &Typed, key: &str) -> Markup {
    let (typed, errors) = (&typed.media, &typed.errors);
    match line.first_by {
        None if actor.can(Action::StartDestruction) => Form::new(format!("{}/first", url(line.id)), key).body(html! {
            p { "Проверьте, что данные больше не нужны ни для одной законной цели. После вас запрос утвердит другой сотрудник, и данные будут стёрты." }
            (form::hidden("version", &line.version.to_string()))
            (form::button("Утвердить первым"))
        }),
        None => html! { p { "Сначала запрос утверждает ответственный за персональные данные." } },
        Some(first) if first == actor.account => html! { p { "Первое утверждение дали вы. Второе должен дать другой сотрудник: координатор или второй ответственный." } },
        Some(_) => Form::new(format!("{}/second", url(line.id)), key).body(html! {
            p { "Будут стёрты карточка, заявки, файлы, учётная запись, доказательства согласий и содержание журнала об этом человеке. Останутся подписанные приказы, строка реестра, акт и выгрузка." }
            (parts::warning("Данные стираются сразу. Восстановить их нельзя."))
            (form::hidden("version", &line.version.to_string()))
            (Field::new("papers", "Какие бумаги уничтожены вместе с данными (если были)").hint("Например: заявление и согласия на бумаге. Без фамилий: этот акт хранится три года").value(&typed.papers).error(errors.of("papers")).text())
            (Field::new("sheets", "Сколько в них листов").value(&typed.sheets).error(errors.of("sheets")).number())
            (Field::new("understood", "Подтверждение").value(&typed.understood).error(errors.of("understood")).single_checkbox("yes", "Понимаю, что вернуть данные будет нельзя"))
            (form::button_danger("Утвердить и уничтожить данные"))
        }),
    }
}

pub fn ask(person: &Person, typed: &PaperForm, errors: &FieldErrors, key: &str) -> Page {
    let reasons = [Reason::PurposeReached, Reason::SubjectDemand, Reason::ConsentWithdrawn].map(|reason| (reason.as_str(), reason.label()));
    let name = person.name.full();
    let body = html! {
        (errors_on_top(errors))
        (Form::new(format!("{}/destruction", person_url(person.id)), key).body(html! {
            (Field::new("what", "Почему данные нужно уничтожить?").hint("Когда регистрируют отзыв согласия на обработку, запрос открывается сам").value(&typed.what).error(errors.of("what")).radios(reasons))
            (form::button("Запросить уничтожение"))
        }))
    };
    Page::new("Запросить уничтожение данных").trail([("Согласия".to_owned(), "/consents".to_owned()), (name.clone(), person_url(person.id))]).narrow().lead(name).error_title(!errors.is_empty()).body(body)
}
