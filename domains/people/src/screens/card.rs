//! Handlers of the card and its forms.

use super::{
    card_views::{self, Card},
    form::CardForm,
    words::Words,
};
use crate::{duplicates::possible_duplicates, store, workflow};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldErrors, Slice, id::PersonId};
use ui::url::Query;

/// A card's address.
pub fn url(id: PersonId) -> String {
    format!("/people/{id}")
}

fn identified(raw: &str) -> kernel::Result<PersonId> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(query): RawQuery) -> ::web::Result {
    let id = identified(&raw)?;
    let (viewer, zone) = (actor.clone(), app.clock().zone().clone());
    let found = app.write(move |tx| {
        let scope = viewer.scope();
        let person = match workflow::view(tx, &viewer, id) {
            Err(Error::NotFound) => return Ok(Err(store::merged_into(tx, &scope, id)?.ok_or(Error::NotFound)?)),
            other => other?,
        };
        let (jobs, names) = (store::jobs(tx, &scope, id)?, store::past_names(tx, &scope, id)?);
        let filter = audit::Filter { person: Some(id), ..audit::Filter::default() };
        let events = audit::list(tx, &filter, Slice::new(1, 50))?.rows;
        let twins = if viewer.can(Action::EditPeople) { possible_duplicates(tx, &scope, &person.name, person.birth_on, person.email.as_deref(), person.phone.as_deref(), Some(id))? } else { Vec::new() };
        let has_account = access::accounts::of_person(tx, id)?.is_some();
        Ok(Ok(Card { person, jobs, names, events, twins, has_account, words: Words::load(tx)?, zone }))
    });
    let card = match found.await? {
        Ok(card) => card,
        Err(kept) => return Ok(::web::see(&url(kept))),
    };
    let query = Query::parse(&query.unwrap_or_default());
    Ok(shell.page(card_views::card(&actor, &card, query.text("done"))).into_response())
}

pub async fn new_form(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::EditPeople)?;
    let words = app.read(Words::load).await?;
    Ok(shell.page(card_views::new_page(&words, &CardForm::default(), &[], &shell.key())).into_response())
}

pub async fn create(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::EditPeople)?;
    let form = CardForm::from(&posted.answers);
    let is_sure = posted.answers.get("is_sure") == "yes";
    let (typed, by, scope) = (form.clone(), actor.by(), actor.scope());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let new = typed.new_person(tx.today())?;
        let path = structure::places::path(tx, &new.place).map_err(|_| Error::field("place", "Выберите место работы из списка"))?;
        if !scope.covers(&path, None) {
            return Err(Error::field("place", "Это место работы не на вашей территории"));
        }
        let twins = possible_duplicates(tx, &scope, &new.name, new.birth_on, new.email.as_deref(), new.phone.as_deref(), None)?;
        if let Some(twin) = twins.first().filter(|_| !is_sure) {
            let why = twin.why.first().map(|why| why.label()).unwrap_or_default();
            return Err(Error::field("is_sure", format!("Похожая карточка уже есть: {}, {} ({why}). Если это другой человек, отметьте это внизу", twin.person.name.full(), twin.person.place_name)));
        }
        Ok(format!("{}?done=created", url(workflow::create(tx, &by, new)?)))
    });
    let done = done.await;
    let words = app.read(Words::load).await?;
    ::web::or_again(done, |errors| shell.page(card_views::new_page(&words, &form, errors.all(), &shell.key())))
}

/// The card on a form: a look at it, as on its page.
pub(super) async fn looked_at(app: &App, actor: &Actor, raw: &str) -> kernel::Result<(crate::Person, Words)> {
    actor.may(Action::EditPeople)?;
    let (id, viewer) = (identified(raw)?, actor.clone());
    app.write(move |tx| Ok((workflow::view(tx, &viewer, id)?, Words::load(tx)?))).await
}

/// The card to change, within the actor's scope.
pub(super) async fn loaded(app: &App, actor: &Actor, raw: &str) -> kernel::Result<(crate::Person, Words)> {
    actor.may(Action::EditPeople)?;
    let (id, scope) = (identified(raw)?, actor.scope());
    app.read(move |tx| Ok((store::find(tx, &scope, id)?, Words::load(tx)?))).await
}

pub async fn edit_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (person, words) = looked_at(&app, &actor, &raw).await?;
    Ok(shell.page(card_views::edit_page(&person, &words, &CardForm::of(&person), &[], &shell.key())).into_response())
}

pub async fn update(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (person, words) = loaded(&app, &actor, &raw).await?;
    let form = CardForm::from(&posted.answers);
    let (typed, by, id) = (form.clone(), actor.by(), person.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let changes = typed.changes(tx.today())?;
        workflow::update(tx, &by, id, &changes, typed.version)?;
        Ok(format!("{}?done=updated", url(id)))
    });
    ::web::or_again(done.await, |errors| shell.page(card_views::edit_page(&person, &words, &form, errors.all(), &shell.key())))
}

pub async fn name_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (person, _) = looked_at(&app, &actor, &raw).await?;
    Ok(shell.page(card_views::name_page(&person, &CardForm::of(&person), &[], &shell.key())).into_response())
}

pub async fn rename(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (person, _) = loaded(&app, &actor, &raw).await?;
    let form = CardForm::from(&posted.answers);
    let (typed, by, id) = (form.clone(), actor.by(), person.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let (name, on) = both(typed.name(), typed.day())?;
        workflow::rename(tx, &by, id, &name, on, typed.version)?;
        Ok(format!("{}?done=renamed", url(id)))
    });
    ::web::or_again(done.await, |errors| shell.page(card_views::name_page(&person, &form, errors.all(), &shell.key())))
}

pub async fn job_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (person, words) = looked_at(&app, &actor, &raw).await?;
    let form = CardForm { place: String::new(), ..CardForm::of(&person) };
    Ok(shell.page(card_views::job_page(&person, &words, &form, &[], &shell.key())).into_response())
}

pub async fn change_job(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result<Response> {
    let (person, words) = loaded(&app, &actor, &raw).await?;
    let form = CardForm::from(&posted.answers);
    let (typed, by, id) = (form.clone(), actor.by(), person.id);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::move_to(tx, &by, id, &typed.to_move()?, typed.version)?;
        Ok(format!("{}?done=moved", url(id)))
    });
    ::web::or_again(done.await, |errors| shell.page(card_views::job_page(&person, &words, &form, errors.all(), &shell.key())))
}

/// Both values, or the errors of both.
fn both<A, B>(left: Result<A, FieldErrors>, right: Result<B, FieldErrors>) -> Result<(A, B), FieldErrors> {
    match (left, right) {
        (Ok(left), Ok(right)) => Ok((left, right)),
        (Err(mut errors), Err(more)) => {
            more.all().iter().for_each(|(field, message)| errors.add(field.clone(), message.clone()));
            Err(errors)
        }
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
    }
}
