//! The portfolio on the screen, on paper, as a sheet.

use super::{COLUMNS, Portfolio, own, paper, rows};
use audit::{Event, Record};
use axum::{
    Router,
    extract::{RawQuery, State},
    routing::get,
};
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts, ru,
    table::{Column, Table},
    url::Query,
};
use web::{App, Result, Shell, Staff};

/// Everything under `/cabinet/portfolio`.
pub fn router() -> Router<App> {
    Router::new().route("/cabinet/portfolio", get(show)).route("/cabinet/portfolio/portfolio.pdf", get(pdf)).route("/cabinet/portfolio/portfolio.xlsx", get(sheet))
}

/// Diagnostics are taken in only where the address asks for them: the teacher's own tick.
fn with_diagnostics(raw: Option<String>) -> bool {
    Query::parse(&raw.unwrap_or_default()).text("diagnostics") == "yes"
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    let wanted = with_diagnostics(raw);
    let portfolio = app.read(move |tx| own(tx, &actor, wanted)).await?;
    Ok(page(&shell, &portfolio, wanted))
}

async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, RawQuery(raw): RawQuery) -> Result {
    let wanted = with_diagnostics(raw);
    let (document, at) = app
        .write(move |tx| {
            let portfolio = own(tx, &actor, wanted)?;
            tx.record(&actor.by(), Event::new("portfolio.printed", "portfolio", actor.account).of_maybe(actor.person))?;
            Ok((paper(tx, &portfolio)?, tx.now()))
        })
        .await?;
    Ok(web::show_file("Портфолио.pdf", web::PDF, app.print(document, at).await?))
}

async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, RawQuery(raw): RawQuery) -> Result {
    let (wanted, owner) = (with_diagnostics(raw), actor.clone());
    web::lists::take_out(&app, &actor, "Портфолио", &COLUMNS, move |tx| Ok(rows(&own(tx, &owner, wanted)?))).await
}

fn page(shell: &Shell, portfolio: &Portfolio, wanted: bool) -> Markup {
    let query = if wanted { "?diagnostics=yes" } else { "" };
    let works = portfolio.works.iter().map(|work| {
        [
            html! { a href={ "/cabinet/works/" (work.id) } { (work.caption()) } },
            html! { (work.form.label()) },
            html! { @match work.held_on { Some(day) => (ru::date(day)), None => "—" } },
            html! { @if work.is_ready { "готово" } @else { "не всё заполнено" } },
        ]
    });
    let steps = portfolio.steps.iter().map(|step| [html! { a href=(step.url) { (step.snapshot.title) } }, html! { (ru::date(step.snapshot.answered_on)) }, html! { (step.snapshot.reflection) }]);
    let sheet = Page::new("Портфолио к аттестации").trail([("Мой кабинет", "/cabinet"), ("Мои работы", "/cabinet/works")]);
    shell.page(sheet.lead("Здесь только ваше и только то, что вы выбрали. Никто, кроме вас, эту страницу не открывает.").body(html! {
        p { a href={ "/cabinet/portfolio/portfolio.pdf" (query) } { "Портфолио (PDF)" } " · " a href={ "/cabinet/portfolio/portfolio.xlsx" (query) } { "Таблица (XLSX)" } }
        h2 { "Работы" }
        (Table::new("Работы", vec![Column::new("Работа"), Column::new("Форма"), Column::new("Когда"), Column::new("Состояние")]).rows(works)
            .empty("В портфолио пока нет работ", "Откройте работу и положите её в портфолио.", Some(form::button_link_secondary("Мои работы", "/cabinet/works"))).render())
        @if portfolio.others > 0 { p.hint { "Работ, не положенных в портфолио: " (ru::number(portfolio.others as u64)) "." } }
        h2 { "Выполненные шаги маршрута" }
        (Table::new("Выполненные шаги", vec![Column::new("Шаг"), Column::new("Принят"), Column::new("Что получилось")]).rows(steps).empty("Принятых шагов пока нет", "Они появятся здесь сами.", None).render())
        h2 { "Пройденные диагностики" }
        @if wanted {
            @if portfolio.diagnostics.is_empty() { p { "Диагностик пока нет." } }
            ul { @for taken in &portfolio.diagnostics { li { (taken.title) ", " (ru::date(taken.taken_on)) @if taken.is_repeat { " (повторная)" } } } }
            p { a href="/cabinet/portfolio" { "Убрать диагностики из портфолио" } }
        } @else { p { "Диагностики в портфолио не входят. Если вы хотите, " a href="/cabinet/portfolio?diagnostics=yes" { "добавьте, какие диагностики вы прошли" } " — без результатов." } }
        (parts::details("Откуда это", html! { p { "Работы вносят один раз в разделе «Мои работы». Шаги попадают сюда такими, какими их приняли: более поздние правки их не меняют." } }))
    }))
}
