//! «Мои списки»: filters somebody saved, of any list.

use access::saved::{self, SavedId};
use axum::extract::{Path, RawQuery, State};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts,
    url::Query,
};
use web::{Answers, App, Posted, Result, Shell, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let account = actor.account;
    let all = app.read(move |tx| saved::all(tx, account)).await?;
    let done = (query.text("done") == "removed").then(|| Notice::done("Список убран"));
    let page = Page::new("Мои списки").narrow().notice(done).lead("Отборы, которые вы сохранили. Видите их только вы.");
    Ok(shell.page(page.body(html! {
        @if all.is_empty() {
            (parts::empty("Сохранённых списков нет", "Откройте любой длинный список, выберите отбор и нажмите под ним «Сохранить этот отбор».", None))
        } @else {
            ul { @for one in &all {
                li {
                    a href=(one.href()) { (one.title) }
                    (form::form(&format!("/lists/{}/removal", one.id), &shell.key(), html! { (form::button_secondary("Убрать")) }))
                }
            } }
        }
    })))
}

fn naming(shell: &Shell, (path, query): (&str, &str), title: &str, errors: &FieldErrors) -> Markup {
    let page = Page::new("Сохранить отбор").narrow().trail([("Мои списки".to_owned(), "/lists".to_owned())]).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (form::form("/lists", &shell.key(), html! {
            (form::hidden("path", path))
            (form::hidden("query", query))
            (Field::new("title", "Название").hint("Например: «Стоят больше месяца»").value(title).errors(errors.all()).who_reads("Увидите только вы").max_chars(60).text())
            (form::button("Сохранить"))
        }))
    }))
}

pub async fn new(Staff { shell, .. }: Staff, RawQuery(raw): RawQuery) -> Markup {
    let query = Query::parse(&raw.unwrap_or_default());
    naming(&shell, (query.text("path"), query.text("query")), "", &FieldErrors::default())
}

pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    let (account, typed): (_, Answers) = (actor.account, posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let (path, query) = (typed.get("path"), typed.get("query"));
        saved::save(tx, account, (path, query), typed.get("title"))?;
        Ok(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
    });
    let again = &posted.answers;
    web::or_again(done.await, |errors| naming(&shell, (again.get("path"), again.get("query")), again.get("title"), errors))
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<SavedId>, posted: Posted) -> Result {
    let account = actor.account;
    web::or_again(app.act(&posted.key, shell.owner(), move |tx| saved::remove(tx, account, id).map(|()| "/lists?done=removed".to_owned())).await, |_| html! {})
}
