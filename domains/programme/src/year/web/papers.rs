//! Certificates of activity: one's own list, the paper, the page that confirms it.

use super::{page::Typed, report::about};
use crate::year::{
    fact::Snapshot,
    lists::Lists,
    model::{Paper, PaperId},
    paper, print,
    sight::{self, Standing},
    store::papers,
    views,
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, Tx, id::PersonId};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

/// What the page is made of.
pub struct Data {
    pub standing: Standing,
    pub papers: Vec<Paper>,
    /// Whether a badge would bear the full name.
    pub names: bool,
    pub lists: Lists,
}

fn gather(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> kernel::Result<Data> {
    let standing = sight::load(tx, actor, person)?;
    standing.own()?;
    Ok(Data { papers: papers::of(tx, person)?, names: paper::publishable_name(tx, person)?.is_some(), lists: Lists::read(tx)?, standing })
}

/// The site as badges name it.
pub fn site(app: &App) -> String {
    app.settings.public_url.trim_end_matches('/').to_owned()
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(person): Path<PersonId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let data = app.read(move |tx| gather(tx, &actor, person)).await?;
    Ok(views::papers::page(&shell, &data, &Typed { done: query.text("done").to_owned(), ..Typed::default() }))
}

async fn act(app: &App, Staff { actor, shell }: Staff, (person, posted): (PersonId, Posted), work: impl FnOnce(&mut Tx<'_>, &App, &Actor, &web::Answers) -> kernel::Result<&'static str> + Send + 'static) -> Result {
    let (own, who, typed) = (app.clone(), actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        sight::load(tx, &who, person)?.own()?;
        Ok(format!("/year/{person}/papers?done={}", work(tx, &own, &who, &typed)?))
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let data = app.read(move |tx| gather(tx, &actor, person)).await?;
            Ok(web::unprocessable(views::papers::page(&shell, &data, &Typed { answers: posted.answers, errors, ..Typed::default() })).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn make(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), move |tx, app, actor, answers| {
        let period = paper::period(answers.get("from"), answers.get("last"), tx.today())?;
        paper::make(tx, actor, person, period, &app.vault)?;
        Ok("made")
    })
    .await
}

pub async fn revoke(State(app): State<App>, staff: Staff, Path((person, id)): Path<(PersonId, PaperId)>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), move |tx, _, actor, _| {
        paper::revoke(tx, actor, person, id)?;
        Ok("revoked")
    })
    .await
}

pub async fn publish(State(app): State<App>, staff: Staff, Path((person, id)): Path<(PersonId, PaperId)>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), move |tx, app, actor, _| {
        paper::publish(tx, actor, (person, id), (&app.vault, &site(app)))?;
        Ok("published")
    })
    .await
}

pub async fn unpublish(State(app): State<App>, staff: Staff, Path((person, id)): Path<(PersonId, PaperId)>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), move |tx, _, actor, _| {
        paper::unpublish(tx, actor, person, id)?;
        Ok("taken-off")
    })
    .await
}

pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path((person, id)): Path<(PersonId, PaperId)>) -> Result<Response> {
    let site = site(&app);
    let (document, at) = app
        .read(move |tx| {
            let standing = sight::load(tx, &actor, person)?;
            standing.own()?;
            let found = papers::find(tx, person, id)?;
            if found.revoked_on.is_some() {
                return Err(Error::refusal("Справка отозвана, напечатать её нельзя. Составьте новую на странице «Справки о деятельности»."));
            }
            let (about, profile, zone) = (about(tx, &standing)?, structure::profile(tx)?, structure::zone(tx)?);
            let verify = format!("{site}/verify/activity/{}", found.code);
            Ok((print::certificate(&profile, &about, &found, (&zone, verify)), found.made_at))
        })
        .await?;
    let pdf = app.print(document, at).await?;
    Ok(web::show_file("Справка о деятельности.pdf", web::PDF, pdf))
}

/// A code as somebody types it from paper.
pub fn cleaned(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>().to_ascii_uppercase()
}

/// What a stranger with the paper in hand learns.
pub struct Confirmed {
    pub paper: Paper,
    pub snapshot: Snapshot,
    pub name: Option<String>,
    /// What is kept is what was signed.
    pub is_true: bool,
}

pub fn confirmed(tx: &mut Tx<'_>, code: &str) -> kernel::Result<Option<Confirmed>> {
    let Some(found) = papers::by_code(tx, code)? else { return Ok(None) };
    let (name, is_true) = (paper::publishable_name(tx, found.person)?, paper::is_true(tx, &found)?);
    Ok(Some(Confirmed { snapshot: Snapshot::read(&found.snapshot), paper: found, name, is_true }))
}

pub async fn verify(State(app): State<App>, shell: Shell, Path(code): Path<String>) -> Result<Markup> {
    let code = cleaned(&code);
    let found = app.read(move |tx| confirmed(tx, &code)).await?;
    Ok(views::papers::verify(&shell, found.as_ref()))
}
