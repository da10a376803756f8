//! Lots: who draws them, who checks them, and a teacher's own place in a queue.

use super::{identified, query};
use crate::{
    lots::{self, LotForm, Waiting},
    model::{LeftWhy, LotId, LotState},
    store::lots as kept,
    views,
};
use ::web::{App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::DrawLots)?;
    let path = actor.place_path.clone();
    let found = app.read(move |tx| kept::list(tx, &path)).await?;
    Ok(shell.page(views::lots::list(&found)).into_response())
}

/// Those who wait, and the competencies among all who do.
fn waiting(tx: &mut Tx<'_>, actor: &Actor, competency: &str) -> Result<(Vec<Waiting>, Vec<(String, String)>)> {
    let mut codes: Vec<(String, String)> = lots::competencies(tx, actor)?;
    codes.sort_by(|one, other| one.1.cmp(&other.1));
    Ok((lots::waiting(tx, actor, competency)?, codes))
}

async fn draw_new(app: &App, shell: &Shell, actor: &Actor, typed: &LotForm, errors: &FieldErrors) -> Result<Markup> {
    let (who, competency) = (actor.clone(), typed.competency.clone());
    let (list, competencies) = app.read(move |tx| waiting(tx, &who, &competency)).await?;
    let seen = lots::seen_digest(&list);
    let shown = views::lots::NewLot { form: typed, list: &list, competencies: &competencies, errors, today: app.clock().today(), seen: &seen };
    Ok(shell.page(views::lots::new(&shown, &shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::DrawLots)?;
    let query = query(raw);
    let typed = LotForm { competency: query.text("competency").to_owned(), ..LotForm::usual(app.clock().today()) };
    Ok(draw_new(&app, &shell, &actor, &typed, &FieldErrors::default()).await?.into_response())
}

pub async fn announce(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::DrawLots)?;
    let text = |name: &str| posted.answers.get(name).chars().take(100).collect::<String>();
    let typed = LotForm {
        competency: text("competency"),
        capacity: text("capacity"),
        first_month: text("first_month"),
        draws_on: text("draws_on"),
        public_source: posted.answers.get("public_source").to_owned(),
        seen: text("seen"),
    };
    let (form, who, vault) = (typed.clone(), actor.clone(), app.vault.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=announced", lots::url(lots::announce(tx, &vault, &who, &form, rand::random())?)))).await;
    match done {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(draw_new(&app, &shell, &actor, &typed, &errors).await?)),
        Err(other) => Err(other.into()),
    }
}

async fn drawn(app: &App, shell: &Shell, actor: &Actor, id: LotId, typed: views::lots::Typed<'_>) -> Result<Markup> {
    let who = actor.clone();
    let (lot, entries) = app
        .read(move |tx| {
            let lot = lots::load(tx, &who, id)?;
            let entries = lots::entries(tx, &who, &lot)?;
            Ok((lot, entries))
        })
        .await?;
    let shown = views::lots::Shown { owns: lot.place == actor.place, lot: &lot, entries: &entries, today: app.clock().today(), zone: app.clock().zone(), typed };
    Ok(shell.page(views::lots::page(&shown, &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::DrawLots)?;
    let (id, query) = (identified(&raw)?, query(asked));
    Ok(drawn(&app, &shell, &actor, id, views::lots::Typed { done: query.text("done"), ..Default::default() }).await?.into_response())
}

/// Acts on a lot; where a field is wrong, its page comes again with what was typed.
async fn act(app: &App, (actor, shell): (Actor, Shell), id: LotId, posted: Posted, act: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<&'static str> + Send + 'static) -> ::web::Result {
    actor.may(Action::DrawLots)?;
    let who = actor.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done={}", lots::url(id), act(tx, &who)?))).await;
    match done {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let typed = views::lots::Typed { errors: errors.all(), reason: posted.answers.get("reason"), public_value: posted.answers.get("public_value"), done: "" };
            Ok(::web::unprocessable(drawn(app, &shell, &actor, id, typed).await?))
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn draw(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version, value) = (identified(&raw)?, super::version(&posted.answers), posted.answers.get("public_value").to_owned());
    let vault = app.vault.clone();
    act(&app, (actor, shell), id, posted, move |tx, who| lots::draw(tx, &vault, who, id, (version, &value)).map(|()| "drawn")).await
}

pub async fn cancel(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version, reason) = (identified(&raw)?, super::version(&posted.answers), posted.answers.get("reason").to_owned());
    act(&app, (actor, shell), id, posted, move |tx, who| lots::cancel(tx, who, id, version, &reason).map(|()| "cancelled")).await
}

pub async fn leave(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let (line, why) = (posted.answers.get("line").to_owned(), posted.answers.get("why").to_owned());
    act(&app, (actor, shell), id, posted, move |tx, who| {
        let why: LeftWhy = why.parse().map_err(|_| Error::NotFound)?;
        lots::note_left(tx, who, id, &line, why).map(|()| "left")
    })
    .await
}

/// No names stand there, so whoever reads the answers of the place reads how its lots were drawn.
pub async fn check(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let id = identified(&raw)?;
    let (lot, entries) = app
        .read(move |tx| {
            let sight = crate::sight::Sight::of(tx, &actor)?;
            let lot = kept::find(tx, &sight.path, id)?;
            Ok((lot, kept::entries(tx, id)?))
        })
        .await?;
    Ok(shell.page(views::lots::check(&lot, &entries)).into_response())
}

pub async fn own(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let query = query(raw);
    let mine = app
        .read(move |tx| match actor.person {
            Some(person) => Ok(kept::of_person(tx, person)?.into_iter().filter(|(lot, _)| lot.state == LotState::Drawn).collect()),
            None => Ok(Vec::new()),
        })
        .await?;
    Ok(shell.page(views::lots::own(&mine, query.text("done"), &|| shell.key())).into_response())
}

/// How one's own month came about: one's own line among the others.
pub async fn own_check(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let (id, person): (LotId, _) = (identified(&raw)?, actor.person.ok_or(Error::NotFound)?);
    let (lot, entries, mine) = app
        .read(move |tx| {
            let own = kept::of_person(tx, person)?.into_iter().find(|(lot, _)| lot.id == id && lot.state == LotState::Drawn);
            let (lot, mine) = own.ok_or(Error::NotFound)?;
            Ok((lot, kept::entries(tx, id)?, mine.label))
        })
        .await?;
    Ok(shell.page(views::lots::own_check(&lot, &entries, &mine)).into_response())
}

pub async fn opt_out(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let id = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| lots::opt_out(tx, &actor, id).map(|()| "/cabinet/queue?done=left".to_owned()));
    Ok(::web::see(&done.await?))
}
