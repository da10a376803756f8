//! Whose an account is: an account of an office is made without a card, and only who has one may be invited to a team.

use super::card::{loaded, looked_at, url};
use crate::Person;
use ::web::{App, Posted, Staff};
use access::accounts;
use axum::extract::{Path, State};
use kernel::Error;
use ui::{
    form::{self, Field, Form},
    page::Page,
};

type Errors = [(String, String)];

fn page(person: &Person, email: &str, errors: &Errors, key: &str) -> Page {
    let trail = [("Люди".to_owned(), "/people".to_owned()), (person.name.short(), url(person.id))];
    Page::new("Связать с учётной записью").trail(trail).narrow().error_title(!errors.is_empty()).lead(person.name.full()).body(maud::html! {
        (form::error_summary(errors))
        p { "Сотрудника можно пригласить в команду сопровождения, когда его учётная запись связана с карточкой. Логин подскажет сам сотрудник или администратор." }
        (Form::new(format!("{}/account", url(person.id)), key).body(maud::html! {
            (Field::new("email", "Логин: электронная почта учётной записи").value(email).errors(errors).autocomplete("off").email())
            (form::button("Связать"))
        }))
    })
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (person, _) = looked_at(&app, &actor, &raw).await?;
    Ok(axum::response::IntoResponse::into_response(shell.page(page(&person, "", &[], &shell.key()))))
}

pub async fn link(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (person, _) = loaded(&app, &actor, &raw).await?;
    let email: String = posted.answers.get("email").trim().chars().take(300).collect();
    let (typed, by, id) = (email.clone(), actor.by(), person.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let folded = accounts::folded_email(&typed).map_err(|why| Error::field("email", why))?;
        let account = accounts::by_email(tx, &folded)?.filter(|account| !account.is_disabled());
        let account = account.ok_or_else(|| Error::field("email", "Действующей учётной записи с таким логином нет. Проверьте почту или попросите администратора её завести"))?;
        accounts::link_person(tx, &by, account.id, id)?;
        Ok(format!("{}?done=linked", url(id)))
    });
    ::web::or_again(done.await, |errors| shell.page(page(&person, &email, errors.all(), &shell.key())))
}
