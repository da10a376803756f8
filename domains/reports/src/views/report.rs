//! One report: live figures and three fields while it is a draft, an edition afterwards.

use super::{REPORTS, direction_table, indicator_table, state};
use crate::{
    model::{Edition, Report, State},
    snapshot::{Figures, Words},
    told::due,
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
};

pub struct Shown<'a> {
    pub report: &'a Report,
    pub figures: &'a Figures,
    /// As kept, or as typed just now.
    pub words: &'a Words,
    /// The edition that is shown; none on a draft.
    pub edition: Option<&'a Edition>,
    /// Numbers and days of all that may be read, the newest first.
    pub editions: &'a [Edition],
    /// What the newest edition says otherwise than the one before it.
    pub differences: &'a [String],
    /// What has been typed about what is new.
    pub changed: &'a str,
    pub answer: &'a str,
    pub owns: bool,
    /// The actor is of the place right above.
    pub receives: bool,
    pub has_below: bool,
    pub is_top: bool,
    pub zone: &'a TimeZone,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let report = shown.report;
    let period = report.period;
    let link = |code: &str| format!("/indicators/{code}?from={}&until={}&place={}", ru::date(period.from), ru::date(period.last()), report.place);
    let is_draft = shown.edition.is_none();
    let body = html! {
        (form::error_summary(shown.errors.all()))
        (head(shown))
        @if report.state == State::Returned && !report.answer.is_empty() { (parts::notice(&Notice::act_now("Отчёт вернули").more(html! { p { (report.answer) } }))) }
        @if !is_draft { (acts(shown, key)) }
        h2 { "Показатели" }
        @if is_draft { p.hint { "Живые цифры: они меняются, пока вы не зафиксируете отчёт." } }
        (indicator_table(&shown.figures.indicators, &link))
        h2 { "Работа по направлениям" }
        (direction_table(shown.figures))
        h2 { "Своими словами" }
        @if is_draft { (writing(shown, key)) } @else { (words(shown.words)) }
        @if !shown.editions.is_empty() { (editions(shown)) }
    };
    let trail = if shown.owns { vec![REPORTS] } else { vec![REPORTS, ("Сданные снизу", "/reports?view=received")] };
    Page::new(format!("Отчёт: {}", period.label()))
        .wide()
        .trail(trail)
        .notice(notice(shown.done))
        .error_title(!shown.errors.is_empty())
        .lead(if report.place.as_str() == structure::places::REGION { "Регион".to_owned() } else { report.place_name.clone() })
        .body(body)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "written" => Some(Notice::done("Слова сохранены")),
        "frozen" => Some(Notice::done("Цифры зафиксированы: что бы ни изменилось дальше, эта редакция останется такой")),
        "handed" => Some(Notice::done("Отчёт сдан")),
        "returned" => Some(Notice::done("Отчёт возвращён, составитель узнает об этом")),
        "accepted" => Some(Notice::done("Отчёт принят")),
        "reopened" => Some(Notice::info("Начата новая редакция. Прежняя сохранена")),
        "reminded" => Some(Notice::done("Напоминания отправлены")),
        _ => None,
    }
}

fn head(shown: &Shown<'_>) -> Markup {
    let report = shown.report;
    let mut rows = vec![
        SummaryRow::new("Состояние", state(report)),
        SummaryRow::new("Дни", format!("{} — {}", ru::date(report.period.from), ru::date(report.period.last()))),
        SummaryRow::new("Что есть сейчас, посчитано на", ru::date(shown.figures.day)),
    ];
    match (report.handed_on, shown.is_top) {
        (Some(day), true) => rows.push(SummaryRow::new("Отправлен в министерство", ru::date(day))),
        (Some(day), false) => rows.push(SummaryRow::new("Сдан", ru::date(day))),
        (None, _) => rows.push(SummaryRow::new("Сдать до", ru::date(due(report.period)))),
    }
    if let Some(edition) = shown.edition {
        let by = if edition.by.is_empty() { String::new() } else { format!(", {}", edition.by) };
        rows.push(SummaryRow::new("Редакция", format!("{}, зафиксирована {}{by}", edition.number, ru::datetime(edition.frozen_at, shown.zone))));
        if !edition.changed.is_empty() {
            rows.push(SummaryRow::new("Что изменилось", &edition.changed));
        }
    }
    let url = crate::url(report.id);
    html! {
        (parts::summary(rows))
        @if shown.has_below { p { a href={ (url) "/below" } { "Кто сдал и сходятся ли цифры" } } }
        @if let Some(edition) = shown.edition {
            p.export { "Скачать: " a href={ (url) "/report.pdf?edition=" (edition.number) } { "PDF с определениями" } ", " a href={ (url) "/report.xlsx?edition=" (edition.number) } download { "XLSX" } }
        }
    }
}

fn act(shown: &Shown<'_>, path: &str, body: Markup, key: &dyn Fn() -> String) -> Markup {
    Form::new(format!("{}/{path}", crate::url(shown.report.id)), key()).body(html! { (form::hidden("version", &shown.report.version.to_string())) (body) })
}

fn acts(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let hand_in = if shown.is_top { "Отправить в министерство" } else { "Сдать отчёт" };
    html! {
        @if shown.owns { div.buttons {
            @if shown.report.state == State::Frozen { (act(shown, "handing", form::button(hand_in), key)) }
            (act(shown, "reopening", form::button_secondary("Начать новую редакцию"), key))
        } }
        @if shown.receives && shown.report.state == State::HandedIn {
            (act(shown, "acceptance", form::button("Принять"), key))
            (parts::details("Вернуть", act(shown, "return", html! {
                (Field::new("answer", "Что исправить").value(shown.answer).errors(shown.errors.all()).who_reads("Прочтёт тот, кто составил отчёт").max_chars(1_000).textarea(3))
                (form::button_secondary("Вернуть"))
            }, key)))
        }
    }
}

fn writing(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let readers = if shown.is_top { "Прочтут методисты края и министерство" } else { "Прочтут у вас и на уровень выше" };
    let field = |name: &str, label: &str, value: &str| Field::new(name, label).value(value).errors(shown.errors.all()).who_reads(readers).max_chars(3_000).textarea(3);
    let url = crate::url(shown.report.id);
    html! {
        p.hint { "Без фамилий: отчёт читают и те, кто этих людей не знает." }
        (act(shown, "freezing", html! {
            (field("done", "Что удалось", &shown.words.done))
            (field("hard", "Что было трудно", &shown.words.hard))
            (field("next", "Что планируем", &shown.words.next))
            @if shown.report.edition > 0 {
                @if !shown.differences.is_empty() { (parts::details("Что изменилось в цифрах с прошлой редакции", html! { ul { @for line in shown.differences { li { (line) } } } })) }
                (Field::new("changed", "Что изменилось и почему").value(shown.changed).errors(shown.errors.all()).who_reads(readers).max_chars(1_000).textarea(2))
            }
            div.buttons {
                (form::button("Зафиксировать цифры"))
                button.secondary type="submit" formaction={ (url) "/words" } { "Сохранить слова" }
            }
        }, key))
        @if shown.report.edition == 0 { (parts::details("Отчёт не нужен", act(shown, "discarding", form::button_danger("Удалить черновик"), key))) }
    }
}

fn words(words: &Words) -> Markup {
    parts::summary([SummaryRow::new("Что удалось", &words.done), SummaryRow::new("Что было трудно", &words.hard), SummaryRow::new("Что планируем", &words.next)])
}

fn editions(shown: &Shown<'_>) -> Markup {
    let current = shown.edition.map_or(0, |edition| edition.number);
    html! {
        h2 { "Редакции" }
        ul { @for edition in shown.editions {
            li {
                @if edition.number == current { "Редакция " (edition.number) } @else { a href={ (crate::url(shown.report.id)) "?edition=" (edition.number) } { "Редакция " (edition.number) } }
                ", " (ru::datetime(edition.frozen_at, shown.zone))
                @if !edition.changed.is_empty() { " — " (edition.changed) }
            }
        } }
        @if current > 1 && !shown.differences.is_empty() { (parts::details("Чем отличается от предыдущей", html! { ul { @for line in shown.differences { li { (line) } } } })) }
    }
}
