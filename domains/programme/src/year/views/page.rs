//! The year on one page: plan, fact, hours, load, reports.

use super::{beside, decision, hours_picture, plan, plan_and_fact, plan_tag, post, report_tag, url};
use crate::year::{
    load,
    model::{Part, PlanState, ReportState, hours},
    web::page::{Data, Typed},
};
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};
use web::Shell;

fn done(word: &str) -> Option<Notice> {
    Some(match word {
        "line" => Notice::done("Строка добавлена"),
        "changed" => Notice::done("Строка изменена"),
        "removed" => Notice::done("Строка удалена"),
        "copied" => Notice::done("Строки прошлого года перенесены").more("Проверьте месяцы и числа и отправьте план."),
        "sent" => Notice::done("План отправлен на согласование").more("Его посмотрит координатор или методист вашего муниципалитета."),
        "back" => Notice::done("План снова в черновиках"),
        "decided" => Notice::done("Решение записано, участник о нём узнает"),
        _ => return None,
    })
}

pub fn page(shell: &Shell, data: &Data, typed: &Typed) -> Markup {
    let Data { standing, year, plan, .. } = data;
    let home = if standing.is_own { "/cabinet/year".to_owned() } else { format!("/year/{}", standing.person) };
    let title = if standing.is_own { format!("Мой год {}", year.label()) } else { format!("Год {}: {}", year.label(), standing.name) };
    let trail = if standing.is_own { [("Мой кабинет", "/cabinet")] } else { [("Год участников", "/years")] };
    let page = Page::new(title).trail(trail).error_title(!typed.errors.is_empty()).notice(done(&typed.done)).lead("План пишете вы, факт собирается из учёта: дважды ничего вносить не нужно.");
    let page = if standing.is_own { page } else { page.lead("План пишет участник, факт собирается из учёта работы.") };
    shell.page(page.body(html! {
        (form::error_summary(typed.errors.all()))
        p {
            a href={ (home) "?year=" (year.before().number()) } { (year.before().label()) } " · " b { (year.label()) } " · "
            a href={ (home) "?year=" (year.after().number()) } { (year.after().label()) }
        }
        h2 { "План" @if let Some(plan) = plan { " " (plan_tag(plan.state)) } }
        (state_words(data))
        (plan::table(shell, data))
        (plan_acts(shell, data, typed))
        (beside(&data.snapshot))
        h2 { "Часы по направлениям" }
        @if data.snapshot.minutes > 0 { p { "Всего за год: " b { (hours(data.snapshot.minutes)) } ", " (ru::counted(data.snapshot.count, "дело", "дела", "дел")) ", участников " (ru::number(data.snapshot.reached)) "." } }
        (hours_picture(&data.snapshot))
        @if let Some(load) = data.load { p { (load::told(load)) } p.hint { "Сравнение видите только вы. Это не оценка: у каждого свои условия." } }
        h2 { "Отчёты" }
        (reports(data))
        @if standing.is_own {
            h2 { "Справка к аттестации" }
            p { a href=(url(standing.person, "papers")) { "Справки о деятельности и открытые значки" } " — часы за любой срок, с подписью и QR-кодом" }
        }
    }))
}

fn state_words(data: &Data) -> Markup {
    let is_own = data.standing.is_own;
    html! { @match &data.plan {
        Some(plan) if plan.state == PlanState::Returned && !plan.words.is_empty() => { (parts::notice(&Notice::act_now("План возвращён").more(&plan.words))) }
        Some(plan) if plan.state == PlanState::Sent => { p { "Отправлен " @if let Some(on) = plan.sent_on { (ru::date(on)) } ", ждёт решения." } }
        Some(plan) if plan.state == PlanState::Agreed => { p { "Согласован " @if let Some(on) = plan.decided_on { (ru::date(on)) } "." } }
        Some(plan) if plan.state == PlanState::Draft && !is_own => { p { "Участник пишет план: строки станут видны, когда он отправит его." } }
        Some(_) => {}
        None => { p { @if is_own { "Плана пока нет: добавьте первую строку." } @else { "Участник ещё не начал план." } } }
    } }
}

fn plan_acts(shell: &Shell, data: &Data, typed: &Typed) -> Markup {
    let Data { standing, year, plan, .. } = data;
    let (person, key) = (standing.person, shell.key());
    let version = plan.as_ref().map_or(0, |plan| plan.version);
    let state = plan.as_ref().map_or(PlanState::Draft, |plan| plan.state);
    let button = |tail: &str, label: &str| post(&url(person, tail), &key, (*year, version), form::buttons(form::button_secondary(label)));
    if !standing.is_own {
        return html! { @if state == PlanState::Sent { h3 { "Согласование плана" } (post(&url(person, "plan/decision"), &key, (*year, version), decision(&typed.answers, &typed.errors, ("Согласовать", "Записать решение")))) } };
    }
    html! {
        @if state.is_open() {
            (plan::adding(shell, data, typed, version))
            @if data.has_last { (button("plan/copy", "Перенести план прошлого года")) }
            @if !data.lines.is_empty() { (post(&url(person, "plan/sending"), &key, (*year, version), form::buttons(form::button("Отправить на согласование")))) }
        }
        @if state == PlanState::Sent { (button("plan/taking-back", "Забрать план и дописать")) }
        @if state == PlanState::Agreed { (button("plan/reopening", "Изменить план")) p.hint { "После изменения план согласуют ещё раз." } }
    }
}

fn reports(data: &Data) -> Markup {
    let rows = Part::ALL.iter().map(|part| {
        let report = data.reports.iter().find(|report| report.part == *part);
        let link = format!("{}?year={}&part={part}", url(data.standing.person, "report"), data.year.number());
        [
            html! { a href=(link) { "Отчёт " (part.title(data.year)) } },
            html! { @match report { Some(report) => (report_tag(report.state)), None => "не начат" } },
            html! { @if let Some(report) = report.filter(|report| report.state == ReportState::Accepted) { @if let Some(on) = report.decided_on { "принят " (ru::date(on)) } } @else if let Some(on) = report.and_then(|report| report.sent_on) { "сдан " (ru::date(on)) } },
        ]
    });
    Table::new("Отчёты", vec![Column::new("Отчёт"), Column::new("Состояние"), Column::new("Когда")]).rows(rows).render()
}

/// The table of a year for those who only look.
pub fn looked_at(data: &Data) -> Markup {
    plan_and_fact(&data.snapshot)
}
