//! Lists: who needs a mentor, what goes on, one's own.

use super::{met, names, state};
use crate::mentoring::{
    model::{Answer, Form as Shape, Progress, State},
    need::{Help, Needed, Newcomer},
    sight::Standing,
    store::list::Row,
    survey::{FEWEST, Figures},
};
use ::web::Shell;
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use structure::{places::Place, terms::Term};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};

fn tabs(current: &str) -> Markup {
    parts::tabs(&[("Наставничество", "/mentoring", None), ("Кому нужен наставник", "/mentoring/needs", None)], current)
}

fn places(list: &[Place]) -> Vec<(String, String)> {
    list.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect()
}

fn help(help: Help) -> Markup {
    let kind = match help {
        Help::None | Help::Had => Kind::Neutral,
        Help::Proposed => Kind::Waiting,
        Help::Active => Kind::Good,
    };
    parts::tag(kind, help.label())
}

fn subject<'a>(code: &'a str, subjects: &'a [Term]) -> &'a str {
    subjects.iter().find(|term| term.code == code).map_or(code, |term| term.label.as_str())
}

pub fn needs(shell: &Shell, found: &Paged<Needed>, query: &Query, (municipalities, subjects): (&[Place], &[Term])) -> Markup {
    let whys: Vec<(&str, &str)> = Newcomer::ALL.iter().map(|why| (why.as_str(), why.label())).collect();
    let helps: Vec<(&str, &str)> = Help::ALL.iter().map(|help| (help.as_str(), help.label())).chain([("all", "все")]).collect();
    let known: Vec<(String, String)> = subjects.iter().map(|term| (term.code.clone(), term.label.clone())).collect();
    let columns = vec![Column::new("Педагог").sort("name"), Column::new("Организация").sort("place"), Column::new("Почему").sort("since"), Column::new("Наставник"), Column::new("Выбрать")];
    let rows = found.rows.iter().map(|row| {
        let is_free = matches!(row.help, Help::None | Help::Had);
        [
            html! { (row.name) p.hint { (subject(&row.subject, subjects)) } },
            html! { (row.place) },
            html! { (row.why.label()) p.hint { "с " (ru::date(row.since)) } },
            help(row.help),
            html! { @if is_free { div.option { input type="checkbox" id={ "mentee-" (row.person) } name="mentee" value=(row.person); label for={ "mentee-" (row.person) } { "выбрать" span.unseen { ": " (row.name) } } } } },
        ]
    });
    let table = Table::new("Кому нужен наставник", columns)
        .query("/mentoring/needs", query)
        .rows(rows)
        .empty("Никого не нашлось", "У всех новых и вновь пришедших педагогов есть наставник, или в карточках нет дат начала работы.", None)
        .render();
    shell.page(Page::new("Кому нужен наставник").wide().lead("Педагоги, которые начали работать не больше трёх лет назад, и те, кто пришёл на новое место за последний год. Найдены по датам карточек.").body(html! {
        (tabs("/mentoring/needs"))
        (table::filter_bar("/mentoring/needs", query, html! {
            (Field::new("text", "Фамилия или имя").value(query.text("text")).medium().text())
            (Field::new("help", "Наставник").value(query.text("help")).first_line("сейчас нет").select(helps))
            (Field::new("why", "Почему в списке").value(query.text("why")).first_line("все").select(whys))
            (Field::new("subject", "Предмет").value(query.text("subject")).first_line("все").select(known))
            (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(places(municipalities)))
        }))
        form method="get" action="/mentoring/new" {
            (table)
            @if !found.rows.is_empty() { p.hint { "Отметьте одного для пары или нескольких для группы." } (form::buttons(form::button("Подобрать наставника"))) }
        }
        (table::pager("/mentoring/needs", query, found.slice.number, found.slice.size, found.total))
        (table::sheet_link("/mentoring/needs", query))
    }))
}

/// A row of the exported list.
pub fn need_cells(row: &Needed, subjects: &[Term]) -> Vec<Value> {
    vec![Value::from(row.name.as_str()), Value::from(row.place.as_str()), Value::from(subject(&row.subject, subjects)), Value::from(row.why.label()), Value::Date(row.since), Value::from(row.help.label())]
}

pub fn mentorings(shell: &Shell, found: &Paged<Row>, query: &Query, (municipalities, figures): (&[Place], &[Figures])) -> Markup {
    let states: Vec<(&str, &str)> = State::ALL
        .iter()
        .map(|state| (state.as_str(), state.label()))
        .chain([("quiet", "больше месяца без встреч"), ("unordered", "идут, приказ о закреплении не отмечен"), ("unpaid", "идут, приказ о доплате не отмечен"), ("all", "все")])
        .collect();
    let forms: Vec<(&str, &str)> = Shape::ALL.iter().map(|form| (form.as_str(), form.label())).collect();
    let columns = vec![Column::new("Наставляемые"), Column::new("Наставник"), Column::new("Состояние"), Column::new("Срок").sort("ends"), Column::new("Ход")];
    let rows = found.rows.iter().map(|row| {
        let progress = Progress { meetings: row.meetings, minutes: row.minutes, ..Progress::default() };
        [
            html! { a href={ "/mentoring/" (row.id) } { @if row.mentees.is_empty() { "данные удалены" } @else { (row.mentees) } } p.hint { (row.place) } },
            html! { (row.mentor) p.hint { (row.form.label()) } },
            state(row.state),
            html! { (ru::period(row.starts_on, Some(row.ended_on.unwrap_or(row.ends_on)))) },
            html! { @if row.state == State::Active || row.state == State::Ended { (met(&progress)) @if let Some(on) = row.last_on { p.hint { "последняя " (ru::date(on)) } } } },
        ]
    });
    let table = Table::new("Наставничество", columns).query("/mentoring", query).rows(rows).empty(
        "Наставничества пока нет",
        "Посмотрите, кому нужен наставник, и предложите первую пару.",
        Some(form::button_link_secondary("Кому нужен наставник", "/mentoring/needs")),
    );
    shell.page(Page::new("Наставничество").wide().lead("Пары и группы, их сроки и ход: числа и даты, без содержания.").action(form::button_link("Кому нужен наставник", "/mentoring/needs")).body(html! {
        (tabs("/mentoring"))
        (table::filter_bar("/mentoring", query, html! {
            (Field::new("text", "Фамилия или имя").value(query.text("text")).medium().text())
            (Field::new("state", "Состояние").value(query.text("state")).first_line("идут и ждут согласия").select(states))
            (Field::new("form", "Вид").value(query.text("form")).first_line("все").select(forms))
            (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(places(municipalities)))
        }))
        (table.render())
        (table::pager("/mentoring", query, found.slice.number, found.slice.size, found.total))
        (table::sheet_link("/mentoring", query))
        h2 { "Что говорят участники" }
        (surveys(figures))
    }))
}

fn surveys(figures: &[Figures]) -> Markup {
    let mean = |mean: f64| format!("{mean:.1}").replace('.', ",");
    let rows = figures.iter().map(|one| {
        let cell = |pick: fn((f64, f64, f64)) -> f64| html! { @match one.means { Some(means) => (mean(pick(means))), None => "мало ответов" } };
        [
            html! { (if one.role == crate::mentoring::Role::Mentor { "Наставники" } else { "Наставляемые" }) },
            html! { @if one.count >= FEWEST { (one.count) } @else { "меньше пяти" } },
            cell(|means| means.0),
            cell(|means| means.1),
            cell(|means| means.2),
        ]
    });
    let columns = vec![Column::new("Кто"), Column::new("Ответов").number(), Column::new("Цель достигнута").number(), Column::new("Встречались достаточно").number(), Column::new("Помогает на уроках").number()];
    html! {
        p.hint { "Средние от 1 до 5 по завершённому наставничеству. Группы меньше пяти не показываются." }
        (Table::new("Что говорят участники", columns).rows(rows).empty("Ответов пока нет", "Участники отвечают, когда наставничество завершено.", None).render())
    }
}

/// A row of the exported list.
pub fn cells(row: &Row) -> Vec<Value> {
    vec![
        Value::from(row.mentor.as_str()),
        Value::from(row.mentees.as_str()),
        Value::from(row.place.as_str()),
        Value::from(row.form.label()),
        Value::from(row.state.label()),
        Value::Date(row.starts_on),
        Value::Date(row.ended_on.unwrap_or(row.ends_on)),
        Value::Integer(row.meetings),
        row.last_on.map_or(Value::Empty, Value::Date),
        Value::Text(row.papers.order.as_ref().map(ToString::to_string).unwrap_or_default()),
        Value::Text(row.papers.pay.as_ref().map(ToString::to_string).unwrap_or_default()),
    ]
}

/// One's own, those that wait for an answer first.
pub fn mine(shell: &Shell, rows: &[(Standing, Progress)], done: &str) -> Markup {
    let done = (done == "declined").then(|| Notice::done("Вы отказались").more("Это не имеет последствий, и никому не показывают, кто отказался."));
    let list = rows.iter().map(|(standing, progress)| {
        let mentoring = &standing.mentoring;
        let own = standing.own.as_ref();
        let is_asked = own.is_some_and(|own| own.answer == Answer::Waits && mentoring.state == State::Proposed);
        [
            html! { a href={ "/mentoring/" (mentoring.id) } { (names(standing)) } p.hint { @if let Some(own) = own { "вы — " (own.role.label()) } } },
            html! { @if is_asked { (parts::tag(Kind::Mine, "ответьте")) } @else { (state(mentoring.state)) } },
            html! { (ru::period(mentoring.starts_on, Some(mentoring.ended_on.unwrap_or(mentoring.ends_on)))) },
            html! { @if mentoring.started_on.is_some() { (met(progress)) } },
        ]
    });
    let columns = vec![Column::new("С кем"), Column::new("Состояние"), Column::new("Срок"), Column::new("Ход")];
    shell.page(Page::new("Моё наставничество").trail([("Мой кабинет", "/cabinet")]).notice(done).body(html! {
        (Table::new("Моё наставничество", columns).rows(list).empty("Вы пока не участвуете в наставничестве", "Когда вам предложат пару, предложение появится здесь. Если вам нужен наставник, скажите об этом заместителю директора или методисту.", None).render())
    }))
}
