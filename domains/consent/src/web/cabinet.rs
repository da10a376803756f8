//! A member's own consents: read, print, withdraw in two clicks, choose again.

use super::{own, printed, screen_evidence};
use crate::{
    Channel, Choice, ConsentId, ConsentKind, Given, PublicationItem, Target, Withdrawal, WithdrawalChannel, choose_again, conditions, document, form::ChoiceForm, give as give_consent, held, live::live, live_items,
    of_person, people, store::term_and_conditions, texts, texts::ConsentText, views, withdraw as withdraw_consent,
};
use axum::{
    extract::{Path, Query, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, id::PersonId};
use serde::Deserialize;
use web::{App, Posted, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    let person = own(&actor)?;
    let scope = actor.scope();
    let (held, today) = app.read(move |tx| Ok((of_person(tx, &scope, person)?, tx.today()))).await?;
    Ok(shell.page(views::cabinet::list(&held, today, app.clock().zone())).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ConsentId>) -> web::Result {
    own(&actor)?;
    let scope = actor.scope();
    let (held, text, today) = app
        .read(move |tx| {
            let one = held(tx, &scope, id)?;
            let text = texts::find(tx, one.text)?;
            Ok((one, text, tx.today()))
        })
        .await?;
    Ok(shell.page(views::cabinet::show(&held, &text, today, app.clock().zone())).into_response())
}

pub async fn document(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ConsentId>) -> web::Result {
    own(&actor)?;
    Ok(print(&app, actor.scope(), id).await?)
}

/// The PDF of a consent that lies within a scope.
pub async fn print(app: &App, scope: access::Scope, id: ConsentId) -> kernel::Result<axum::response::Response> {
    let zone = app.clock().zone().clone();
    let paper = app
        .read(move |tx| {
            let one = held(tx, &scope, id)?;
            let (text, person) = (texts::find(tx, one.text)?, people::find(tx, &scope, one.person)?);
            let operator = (&structure::profile(tx)?.operator).into();
            Ok(document::consent(operator, &person, &one, &text, &zone))
        })
        .await?;
    printed(app, "Согласие", paper).await
}

#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    item: String,
}

pub async fn confirm(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ConsentId>, Query(which): Query<Which>) -> web::Result {
    own(&actor)?;
    let (scope, item) = (actor.scope(), datum(&which.item)?);
    let held = app.read(move |tx| held(tx, &scope, id)).await?;
    Ok(shell.page(views::cabinet::confirm(&held, item, &shell.key())).into_response())
}

/// One datum, or the whole consent; a word that was never on the page is refused.
fn datum(word: &str) -> kernel::Result<Option<PublicationItem>> {
    if word.is_empty() { Ok(None) } else { word.parse().map(Some).map_err(|_| Error::NotFound) }
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ConsentId>, posted: Posted) -> web::Result {
    own(&actor)?;
    let (listeners, evidence) = (app.listeners.clone(), screen_evidence(&actor, &shell.client));
    let item = datum(posted.answers.get("item"))?;
    let location = app
        .act(&posted.key, shell.owner(), move |tx| {
            held(tx, &actor.scope(), id)?;
            let received_on = tx.today();
            withdraw_consent(tx, &listeners, &actor.by(), Withdrawal { target: Target::Consent(id), item, received_on, channel: WithdrawalChannel::Cabinet, evidence })?;
            Ok("/cabinet/consents".to_owned())
        })
        .await?;
    Ok(web::see(&location))
}

/// What the page of a new consent shows.
struct Asked {
    text: ConsentText,
    live: Vec<PublicationItem>,
    /// The conditions that stand now: nobody should lose them by choosing again.
    conditions: String,
}

async fn asked(app: &App, person: PersonId, kind: ConsentKind) -> kernel::Result<Asked> {
    app.read(move |tx| {
        let today = tx.today();
        let standing = live(tx, person, ConsentKind::Publication, today)?;
        let conditions = standing.map(|id| term_and_conditions(tx, id)).transpose()?.map(|(_, conditions)| conditions).unwrap_or_default();
        Ok(Asked { text: texts::current(tx, kind, today)?, live: live_items(tx, person, today)?, conditions })
    })
    .await
}

fn kind(word: &str) -> kernel::Result<ConsentKind> {
    word.parse().map_err(|_| Error::NotFound)
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(word): Path<String>) -> web::Result {
    let asked = asked(&app, own(&actor)?, kind(&word)?).await?;
    let form = ChoiceForm { text: asked.text.id.to_string(), conditions: asked.conditions.clone(), ..ChoiceForm::default() };
    Ok(shell.page(views::cabinet::ask(&asked.text, &asked.live, &form, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn give(State(app): State<App>, Staff { actor, shell }: Staff, Path(word): Path<String>, posted: Posted) -> web::Result {
    let (person, kind) = (own(&actor)?, kind(&word)?);
    let form = ChoiceForm::from(&posted.answers);
    let evidence = screen_evidence(&actor, &shell.client);
    let listeners = app.listeners.clone();
    let given = app
        .act(&posted.key, shell.owner(), {
            let form = form.clone();
            move |tx| {
                let today = tx.today();
                let text = texts::current(tx, kind, today)?;
                if text.id.to_string() != form.text {
                    return Err(Error::refusal("Пока страница была открыта, утвердили новую редакцию текста. Откройте страницу заново и прочитайте её."));
                }
                let (items, term_until) = (form.chosen(), form.term_until(today)?);
                let (by, account) = (actor.by(), Some(actor.account));
                if kind == ConsentKind::Publication {
                    let conditions = conditions::parse(&form.conditions)?;
                    choose_again(tx, &listeners, &by, Choice { person, text_id: text.id, items, conditions, term_until, evidence, account })?;
                } else if form.agree == "yes" {
                    let conditions = String::new();
                    give_consent(tx, &by, Given { person, kind, text_id: text.id, items: Vec::new(), conditions, term_until, received_on: None, channel: Channel::Screen, evidence, account })?;
                } else {
                    return Err(Error::field("agree", "Поставьте отметку, если согласны. Если не согласны, просто закройте страницу"));
                }
                Ok("/cabinet/consents".to_owned())
            }
        })
        .await;
    match given {
        Err(Error::Fields(errors)) => {
            let asked = asked(&app, person, kind).await?;
            Ok(web::unprocessable(shell.page(views::cabinet::ask(&asked.text, &asked.live, &form, &errors, &shell.key()))))
        }
        other => Ok(web::see(&other?)),
    }
}
