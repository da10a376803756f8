//! Screens of pairs: the list, a card, an end; one's own in the cabinet with wishes.

use super::{
    EndForm,
    list::{self as found, Filter},
    views,
};
use crate::{
    lists::Lists,
    model::{PairId, WishId},
    runs::web::{id, query, text, version},
    url, wishes,
};
use ::web::{App, Posted, Staff};
use access::Action;
use audit::{Event, Record};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Slice};
use ui::url::Query;

/// `/pairs` and `/cabinet/pairs`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/pairs", get(list))
        .route("/pairs/{id}", get(show))
        .route("/pairs/{id}/end", post(end))
        .route("/cabinet/pairs", get(cabinet))
        .route("/cabinet/pairs/wishes", post(wish))
        .route("/cabinet/pairs/wishes/{id}/end", post(take_back))
        .route("/cabinet/pairs/{id}", get(own))
        .route("/cabinet/pairs/{id}/end", post(end_own))
}

const COLUMNS: [&str; 9] = ["Педагог", "Организация", "Методист", "Организация методиста", "С чем помощь", "С", "По", "Состояние", "Почему завершена"];

fn filter(query: &Query) -> Filter {
    Filter { text: text(query, "q"), code: text(query, "code"), place: text(query, "place"), state: text(query, "state"), run: text(query, "run") }
}

async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPairs)?;
    let query = query(raw);
    let (wanted, order, who) = (filter(&query), query.sort().map(|(column, downwards)| (column.to_owned(), downwards)), actor.clone());
    let sorted = move |tx: &mut kernel::Tx<'_>, slice| found::list(tx, &who, &wanted, order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards)), slice);
    if query.text("format") == "xlsx" {
        return ::web::lists::take_out(&app, &actor, "Пары педагогов и методистов", &COLUMNS, move |tx| {
            let lists = Lists::read(tx)?;
            Ok(sorted(tx, Slice::all(100_000))?.rows.iter().map(|pair| views::cells(pair, &lists)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), 50);
    let (pairs, lists, places) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((sorted(tx, slice)?, Lists::read(tx)?, structure::places::municipalities(tx, today)?))
        })
        .await?;
    Ok(shell.page(views::list(&pairs, &lists, &places, &query, actor.can(Action::ManagePairs))).into_response())
}

/// A look at one's pair is noted.
async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPairs)?;
    let pair: PairId = id(&raw)?;
    let done = query(asked).text("done").to_owned();
    let manages = actor.can(Action::ManagePairs);
    let (pair, lists) = app
        .write(move |tx| {
            let pair = super::find(tx, &actor, pair)?;
            if actor.person != Some(pair.teacher) {
                tx.record(&actor.by(), Event::new("pair.viewed", "pair", pair.id).of(pair.teacher))?;
            }
            Ok((pair, Lists::read(tx)?))
        })
        .await?;
    let card = views::Card { pair: &pair, lists: &lists, typed: &EndForm::default(), errors: &FieldErrors::default(), may_end: manages, is_own: false, done: &done };
    Ok(shell.page(views::card(&card, &shell.key())).into_response())
}

fn end_form(posted: &Posted) -> EndForm {
    EndForm { reason: posted.answers.get("reason").to_owned(), words: posted.answers.get("words").to_owned(), version: version(&posted.answers) }
}

async fn end(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (pair, form, who): (PairId, _, _) = (id(&raw)?, end_form(&posted), actor.clone());
    let (shown, lists) = app.read(move |tx| Ok((super::find(tx, &who, pair)?, Lists::read(tx)?))).await?;
    let typed = form.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            super::end(tx, &actor, pair, &form)?;
            Ok(format!("{}?done=ended", url::pair(pair)))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::card(&views::Card { pair: &shown, lists: &lists, typed: &typed, errors, may_end: true, is_own: false, done: "" }, &shell.key())))
}

async fn cabinet(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let done = query(raw).text("done").to_owned();
    let mine = app.read(move |tx| mine(tx, person)).await?;
    Ok(shell.page(views::cabinet(&mine, &views::Wished::default(), &FieldErrors::default(), &done, &|| shell.key())).into_response())
}

fn mine(tx: &mut kernel::Tx<'_>, person: kernel::id::PersonId) -> kernel::Result<views::Mine> {
    Ok(views::Mine { person, pairs: super::of_person(tx, person)?, contacts: super::contacts(tx, person)?, wishes: wishes::own(tx, person)?, lists: Lists::read(tx)? })
}

async fn wish(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let answers = &posted.answers;
    let typed = views::Wished { name: answers.get("name").to_owned(), is_for: answers.get("is_for").to_owned() };
    let (agreed, said) = (answers.get("agreed") == "yes", typed.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            wishes::say(tx, &actor, (&said.name, said.is_for != "no", agreed))?;
            Ok(format!("{}?done=wished", url::CABINET))
        })
        .await;
    let mine = app.read(move |tx| mine(tx, person)).await?;
    ::web::or_again(done, |errors| shell.page(views::cabinet(&mine, &typed, errors, "", &|| shell.key())))
}

async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let wish: WishId = id(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        wishes::take_back(tx, &actor, wish)?;
        Ok(format!("{}?done=taken", url::CABINET))
    });
    Ok(::web::see(&done.await?))
}

async fn own(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let (pair, person): (PairId, _) = (id(&raw)?, actor.person.ok_or(Error::NotFound)?);
    let (pair, lists) = app.read(move |tx| Ok((super::own(tx, person, pair)?, Lists::read(tx)?))).await?;
    let card = views::Card { pair: &pair, lists: &lists, typed: &EndForm::default(), errors: &FieldErrors::default(), may_end: true, is_own: true, done: "" };
    Ok(shell.page(views::card(&card, &shell.key())).into_response())
}

async fn end_own(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::UseOwnCabinet)?;
    let (pair, person): (PairId, _) = (id(&raw)?, actor.person.ok_or(Error::NotFound)?);
    let form = end_form(&posted);
    let (shown, lists) = app.read(move |tx| Ok((super::own(tx, person, pair)?, Lists::read(tx)?))).await?;
    let typed = form.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            super::end(tx, &actor, pair, &form)?;
            Ok(format!("{}?done=ended", url::CABINET))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::card(&views::Card { pair: &shown, lists: &lists, typed: &typed, errors, may_end: true, is_own: true, done: "" }, &shell.key())))
}
