//! The teacher's pages about what is offered.

use crate::{
    model::{AssignmentState, AttemptState, Mode},
    planner::Promised,
    web::cabinet::Offer,
};
use consent::texts::ConsentText;
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Timestamp};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Shell;

fn until(offer: &Offer, zone: &TimeZone) -> String {
    let last = offer.assignment.closes_at.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(offer.assignment.closes_at);
    ru::date_weekday(zone.to_datetime(last).date())
}

fn tag(offer: &Offer, now: Timestamp) -> Markup {
    let last = offer.last().map(|attempt| attempt.state);
    let (kind, word) = match (offer.assignment.state, last) {
        (_, Some(AttemptState::Running)) => (Kind::Mine, "начата, можно продолжить"),
        (_, Some(AttemptState::Submitted)) => (Kind::Waiting, "ответы проверяются"),
        (_, Some(AttemptState::Scored)) if offer.due(now).is_none() => (Kind::Waiting, "пройдена, результат — когда закончится срок"),
        (_, Some(AttemptState::Scored)) => (Kind::Good, "пройдена"),
        (AssignmentState::TakenBack, _) => (Kind::Neutral, "отозвана"),
        (AssignmentState::Declined, _) => (Kind::Neutral, "вы отказались"),
        (AssignmentState::Finished, _) => (Kind::Good, "пройдена"),
        (AssignmentState::Offered | AssignmentState::Accepted, _) if now >= offer.assignment.closes_at => (Kind::Neutral, "срок прошёл"),
        (AssignmentState::Offered, _) => (Kind::Mine, "предложена вам"),
        (AssignmentState::Accepted, _) => (Kind::Mine, "можно начать"),
    };
    parts::tag(kind, word)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "declined" => Some(Notice::done("Вы отказались. Причину никто не спросит, и ничего за этим не последует").more("Если передумаете, её можно пройти, пока не закончился срок.")),
        "consent" => Some(Notice::done("Согласие дано. Отозвать его можно в любой момент в разделе «Мои согласия»")),
        "sent" => Some(Notice::done("Ответы отправлены. Спасибо!")),
        _ => None,
    }
}

pub fn list(shell: &Shell, offers: &[Offer], zone: &TimeZone, now: Timestamp, done: &str) -> Markup {
    let columns = vec![Column::new("Диагностика"), Column::new("Можно пройти по"), Column::new("Состояние")];
    let rows = offers.iter().filter(|offer| offer.assignment.state != AssignmentState::TakenBack || offer.last().is_some()).map(|offer| {
        let result = offer.due(now);
        [
            html! { a href={ "/cabinet/diagnostics/" (offer.assignment.id) } { (offer.instrument.title) } @if offer.assignment.repeat_of.is_some() { p.hint { "повторная" } } },
            html! { (until(offer, zone)) },
            html! { (tag(offer, now)) @if let Some(attempt) = result { " " a href={ "/cabinet/results/" (attempt.id) } { "Результат" span.unseen { ": " (offer.instrument.title) } } } },
        ]
    });
    shell.page(Page::new("Мои диагностики").trail([("Мой кабинет", "/cabinet")]).notice(notice(done)).lead("Добровольно: каждую можно пройти или отказаться. Результат первыми видите вы.").body(html! {
        (Table::new("Мои диагностики", columns).rows(rows).empty("Пока ничего не предложено", "Когда методист предложит диагностику, она появится здесь и придёт письмо.", None).render())
        p { a href="/cabinet/results" { "Мои результаты" } " · " a href="/cabinet/consents" { "Мои согласия" } }
    }))
}

/// What an offer's page shows.
pub struct Shown<'a> {
    pub offer: &'a Offer,
    pub promised: &'a [Promised],
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    pub done: &'a str,
}

fn prospects(promised: &[Promised]) -> Markup {
    html! { @if !promised.is_empty() {
        h2 { "Что она сможет показать" }
        p { "Несколько заданий говорят не обо всём. О скольких педагогах из десяти можно будет сказать уверенно, есть затруднение или нет; об остальных честный ответ — «данных мало»:" }
        ul { @for one in promised { li { (one.title) ": " (one.of_ten) " из 10" @if one.preliminary { " (предварительно: задания ещё проверяются)" } } } }
    } }
}

pub fn show(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let Shown { offer, zone, now, done, .. } = *shown;
    let (one, assignment) = (&offer.instrument, &offer.assignment);
    let running = offer.running(now);
    let base = format!("/cabinet/diagnostics/{}", assignment.id);
    shell.page(Page::new(one.title.clone()).narrow().trail([("Мои диагностики", "/cabinet/diagnostics")]).notice(notice(done)).body(html! {
        @for paragraph in one.settings.about.split("\n\n").filter(|text| !text.trim().is_empty()) { p { (paragraph) } }
        (parts::summary([
            SummaryRow::new("Состояние", tag(offer, now)),
            SummaryRow::new("Когда", format!("с {} по {}", ru::date(zone.to_datetime(assignment.opens_at).date()), until(offer, zone))),
            SummaryRow::new("Сколько времени", one.minutes.map_or_else(|| "без ограничения, в пределах срока".to_owned(), |minutes| format!("{} с момента начала", ru::counted(minutes, "минута", "минуты", "минут")))),
            SummaryRow::new("Результат", one.shows.label()),
            SummaryRow::new("Пояснение методиста", if assignment.reason.is_empty() { "нет" } else { assignment.reason.as_str() }),
        ]))
        (prospects(shown.promised))
        h2 { "Кто что увидит" }
        ul {
            li { "Результат первыми видите вы. Методисту, муниципалитету или школе он виден, только если вы его откроете." }
            li { "Тот, кто назначил, видит, начали вы или нет, но не ответы." }
            @if offer.has_open { li { "Развёрнутые ответы читают два эксперта: без имени и места работы." } }
            li { "Ваши ответы без имени помогают уточнять трудность заданий." }
        }
        @if one.mode == Mode::Adaptive { p { "Задания подбираются по ответам, поэтому вернуться к прошлому заданию нельзя, а их число у всех разное." } }
        @match (running, &offer.obstacle) {
            (Some(attempt), _) => { (form::buttons(html! { (form::button_link("Продолжить", &format!("/attempts/{}", attempt.id))) })) },
            (None, Some(why)) if assignment.state != AssignmentState::Declined => { p { (why) } @if let Some(last) = offer.due(now) { (form::buttons(html! { (form::button_link("Открыть результат", &format!("/cabinet/results/{}", last.id))) })) } },
            (None, _) => { (decision(shell, offer, &base, now)) },
        }
    }))
}

fn decision(shell: &Shell, offer: &Offer, base: &str, now: Timestamp) -> Markup {
    let is_declined = offer.assignment.state == AssignmentState::Declined;
    let is_over = now >= offer.assignment.closes_at;
    let label = match (is_declined, offer.has_consent) {
        (true, _) => "Всё-таки пройти",
        (false, true) => "Начать",
        (false, false) => "Дальше: согласие",
    };
    html! {
        @if is_over { p { "Срок прошёл." } } @else {
            @if offer.has_consent && offer.instrument.minutes.is_some() { p.hint { "Время пойдёт сразу после нажатия. Каждый ответ сохраняется; продолжить можно и на другом устройстве." } }
            @if !offer.has_consent { p.hint { "Сначала вы прочитаете согласие на диагностику. Без него она не начнётся." } }
            (Form::new(format!("{base}/start"), shell.key()).body(form::buttons(form::button(label))))
        }
        @if offer.assignment.state.is_live() && offer.last().is_none() {
            h2 { "Не хотите проходить?" }
            p { "Откажитесь одним нажатием. Причину никто не спросит, и на работу, аттестацию и участие в активе это не повлияет." }
            (Form::new(format!("{base}/declining"), shell.key()).body(form::button_secondary("Отказаться")))
        }
    }
}

pub fn ask(shell: &Shell, offer: &Offer, text: &ConsentText, errors: &FieldErrors) -> Markup {
    let base = format!("/cabinet/diagnostics/{}", offer.assignment.id);
    shell.page(Page::new(text.title.clone()).narrow().error_title(!errors.is_empty()).trail([("Мои диагностики".to_owned(), "/cabinet/diagnostics".to_owned()), (offer.instrument.title.clone(), base.clone())]).body(
        html! {
            (form::error_summary(errors.all()))
            @for part in &text.body { @if !part.heading.is_empty() { h2 { (part.heading) } } @for paragraph in &part.paragraphs { p { (paragraph) } } }
            (Form::new(format!("{base}/consent"), shell.key()).body(html! {
                (form::hidden("text", &text.id.to_string()))
                (Field::new("agree", "Ваше решение").error(errors.of("agree")).single_checkbox("yes", "Я прочитал(а) текст и согласен(на)"))
                (form::buttons(html! { (form::button("Дать согласие")) a href=(base) { "Вернуться без согласия" } }))
            }))
            p.hint { (text.version_name()) ". Контрольная сумма текста: " (text.sha256) }
        },
    ))
}
