//! Pages of taking. No key, no score and no explanation is known here.

use crate::{
    attempt::answer::PREFIX,
    model::{Attempt, AttemptState},
    web::attempts::{Shown, Taking},
};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Timestamp};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};
use web::Shell;

fn url(attempt: &Attempt) -> String {
    format!("/attempts/{}", attempt.id)
}

/// «до 14:35, осталось 12 минут»: the server's clock decides, so the page says what was true when it was opened.
pub fn time_left(attempt: &Attempt, now: Timestamp, zone: &TimeZone) -> String {
    let seconds = attempt.ends_at.duration_since(now).as_secs().max(0);
    let same_day = zone.to_datetime(attempt.ends_at).date() == zone.to_datetime(now).date();
    let at = if same_day { ru::time(attempt.ends_at, zone) } else { ru::datetime(attempt.ends_at, zone) };
    let left = match seconds {
        0..60 => "меньше минуты".to_owned(),
        60..7_200 => ru::counted(seconds / 60, "минута", "минуты", "минут"),
        7_200..172_800 => ru::counted(seconds / 3_600, "час", "часа", "часов"),
        _ => ru::counted(seconds / 86_400, "день", "дня", "дней"),
    };
    format!("до {at}, осталось {left}")
}

pub fn overview(shell: &Shell, taking: &Taking, zone: &TimeZone) -> Markup {
    let attempt = &taking.attempt;
    let page = Page::new(taking.title.clone()).narrow().trail([("Мои диагностики", "/cabinet/diagnostics")]);
    match attempt.state {
        AttemptState::Running => shell.page(page.lead(html! { "Время: " (time_left(attempt, taking.now, zone)) }).body(running(taking))),
        AttemptState::Submitted | AttemptState::Scored => shell.page(page.notice(Notice::done("Ответы отправлены. Спасибо!")).body(sent(taking, zone))),
        AttemptState::Void => shell.page(page.body(html! { p { "Эта попытка не засчитывается: согласие на диагностику отозвано, ответы стёрты." } p { a href="/cabinet/diagnostics" { "К моим диагностикам" } } })),
    }
}

fn running(taking: &Taking) -> Markup {
    let address = url(&taking.attempt);
    if taking.is_adaptive() {
        return html! {
            p { "Дано заданий: " (taking.positions.len()) ". Следующие подбираются по ответам, сколько всего — заранее не известно." }
            (form::buttons(form::button_link("Продолжить", &format!("{address}/items/{}", taking.last()))))
        };
    }
    let left = taking.unanswered();
    let next = left.first().copied().unwrap_or(1);
    let rows = taking.positions.iter().map(|position| {
        let is_answered = taking.answered.contains(position);
        [html! { a href={ (address) "/items/" (position) } { "Задание " (position) } }, parts::tag(if is_answered { Kind::Good } else { Kind::Waiting }, if is_answered { "ответ сохранён" } else { "нет ответа" })]
    });
    html! {
        p { "Отвечено: " (taking.answered.len()) " из " (taking.positions.len()) ". Ответы сохраняются по одному; продолжить можно на любом устройстве." }
        (form::buttons(html! {
            @if left.is_empty() { (form::button_link("Проверить и отправить", &format!("{address}/submission"))) }
            @else { (form::button_link(if taking.answered.is_empty() { "Начать с первого" } else { "Продолжить" }, &format!("{address}/items/{next}"))) a href={ (address) "/submission" } { "Закончить и отправить" } }
        }))
        (Table::new("Задания", vec![Column::new("Задание"), Column::new("Ответ")]).rows(rows).render())
    }
}

fn sent(taking: &Taking, zone: &TimeZone) -> Markup {
    let attempt = &taking.attempt;
    html! {
        p { "Отвечено заданий: " (taking.answered.len()) " из " (taking.positions.len()) "." @if let Some(at) = attempt.submitted_at { " Отправлено " (ru::datetime(at, zone)) "." } }
        @if let Some(due_at) = taking.due_at.filter(|due_at| taking.now < *due_at) {
            p { "Ответы проверены. Результат откроется вам, когда закончится срок диагностики: " (ru::datetime(due_at, zone)) "." }
            p { a href="/cabinet/diagnostics" { "К моим диагностикам" } }
        } @else if attempt.state == AttemptState::Scored {
            p { "Ответы проверены. Результат первыми видите вы." }
            (form::buttons(form::button_link("Открыть результат", &format!("/cabinet/results/{}", attempt.id))))
        } @else {
            p { "Развёрнутые ответы проверят два эксперта, не зная имени. Когда проверят, результат появится в кабинете." }
            p { a href="/cabinet/diagnostics" { "К моим диагностикам" } }
        }
    }
}

pub fn item(shell: &Shell, shown: &Shown, zone: &TimeZone, done: &str, errors: &FieldErrors) -> Markup {
    let (taking, attempt, position) = (&shown.taking, &shown.taking.attempt, shown.position);
    let here = format!("{}/items/{position}", url(attempt));
    let title = if taking.is_adaptive() { format!("Задание {position}") } else { format!("Задание {position} из {}", taking.positions.len()) };
    let notice = match done {
        "saved" => Some(Notice::done("Ответ сохранён")),
        "attached" => Some(Notice::done("Файл приложен")),
        "detached" => Some(Notice::done("Файл убран")),
        _ => None,
    };
    let saved = shown.saved_at.map(|at| ru::time(at, zone));
    shell.page(Page::new(title).narrow().trail([(taking.title.clone(), url(attempt))]).notice(notice).error_title(!errors.is_empty()).lead(html! { "Время: " (time_left(attempt, taking.now, zone)) }).body(html! {
        (form::error_summary(errors.all()))
        (items::view_files(&shown.body, |digest| format!("{here}/materials/{digest}")))
        (Form::new(&here, shell.key()).autosave(format!("{here}/draft")).saved_at(saved).body(html! {
            (form::hidden("seen", &shown.seen.to_string()))
            (form::hidden("page", &shell.key()))
            (items::view(&shown.body, PREFIX, shown.answer.as_ref()))
            (form::buttons(html! {
                (form::button(if taking.is_adaptive() { "Ответить и дальше" } else { "Сохранить и дальше" }))
                @if !taking.is_adaptive() {
                    @if position > 1 { (form::button_secondary_named("Сохранить и назад", "to", "back")) }
                    (form::button_secondary_named("Сохранить и к списку", "to", "overview"))
                }
            }))
        }))
        @if shown.body.takes_file() { (files(shell, shown, &here, errors)) }
        @if taking.is_adaptive() { p.hint { "После «Ответить и дальше» вернуться к этому заданию будет нельзя." } }
    }))
}

fn files(shell: &Shell, shown: &Shown, here: &str, errors: &FieldErrors) -> Markup {
    html! {
        section id="files" { h2 { "Файлы к ответу" }
            @if shown.files.is_empty() { p { "Пока не приложены. Можно приложить до 5: PDF, JPG, PNG." } }
            ul { @for file in &shown.files {
                li { a href={ (here) "/files/" (file.digest) } { (file.name) } " " (form::act(&format!("{here}/files/{}/removal", file.digest), &shell.key(), "Убрать", &file.name)) }
            } }
            (Form::new(format!("{here}/files"), shell.key()).files().body(html! {
                (Field::new("file", "Приложить файл").hint("Уберите с фото и из названия имена учеников").errors(errors.all()).file(".pdf,.jpg,.jpeg,.png", 10))
                (form::button_secondary("Приложить"))
            }))
        }
    }
}

pub fn check(shell: &Shell, taking: &Taking, zone: &TimeZone) -> Markup {
    let attempt = &taking.attempt;
    let left = taking.unanswered();
    shell.page(Page::new("Проверьте и отправьте").narrow().trail([(taking.title.clone(), url(attempt))]).lead(html! { "Время: " (time_left(attempt, taking.now, zone)) }).body(html! {
        @if left.is_empty() { p { "Отвечено на все задания: " (taking.positions.len()) "." } }
        @else {
            (parts::notice(&Notice::info(format!("Без ответа: {}", ru::counted(left.len(), "задание", "задания", "заданий"))).more(html! {
                @if taking.is_adaptive() { "Задание без ответа считается невыполненным." }
                @else { ul { @for position in &left { li { a href={ (url(attempt)) "/items/" (position) } { "Задание " (position) } } } } "Без ответа задание считается невыполненным." }
            })))
        }
        p { "После отправки изменить ответы нельзя." }
        (Form::new(format!("{}/submission", url(attempt)), shell.key()).body(form::buttons(html! { (form::button("Отправить ответы")) a href=(url(attempt)) { "Вернуться" } })))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AssignmentId, AttemptId, InstrumentId};
    use kernel::id::PersonId;

    #[test]
    fn the_time_left_is_said_in_words_of_its_size() {
        let now: Timestamp = "2026-11-25T04:00:00Z".parse().unwrap();
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        let at = |ends: &str| Attempt {
            id: AttemptId::fresh(),
            assignment: AssignmentId::fresh(),
            instrument: InstrumentId::fresh(),
            form: None,
            calibration: None,
            person: PersonId::fresh(),
            number: 1,
            state: AttemptState::Running,
            started_at: now,
            ends_at: ends.parse().unwrap(),
            submitted_at: None,
            scored_at: None,
            shown_at: None,
        };
        let said = |ends: &str| time_left(&at(ends), now, &zone).replace('\u{a0}', " ");
        assert_eq!(said("2026-11-25T04:12:30Z"), "до 14:12, осталось 12 минут");
        assert_eq!(said("2026-11-25T04:00:20Z"), "до 14:00, осталось меньше минуты");
        assert_eq!(said("2026-11-28T04:00:00Z"), "до 28.11.2026 14:00, осталось 3 дня");
        assert_eq!(said("2026-11-25T03:00:00Z"), "до 13:00, осталось меньше минуты", "never a negative time");
    }
}
