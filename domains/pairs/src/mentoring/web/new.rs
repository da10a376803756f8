//! Proposing a mentoring: for whom, who mentors, until when; and handing one over.

use crate::mentoring::{
    ending,
    form::ProposalForm,
    model::MentoringId,
    proposing,
    sight::{self, Standing},
    store::{
        self,
        candidates::{self, Candidate},
    },
    views,
};
use ::web::{App, Posted, Result, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{
    Error, FieldErrors, Tx,
    id::{AccountId, PersonId},
};
use maud::Markup;
use ui::url::Query;

/// What the form stands in.
pub struct Asked {
    /// Id, name, place.
    pub mentees: Vec<(PersonId, String, String)>,
    pub suggested: Vec<Candidate>,
    pub found: Vec<Candidate>,
    pub curators: Vec<(AccountId, String)>,
    /// What is handed over.
    pub from: Option<Standing>,
    pub today: kernel::Date,
    pub text: String,
}

fn gather(tx: &mut Tx<'_>, actor: &Actor, mentees: &[String], (text, from): (&str, Option<Standing>)) -> kernel::Result<Asked> {
    let mut asked = Asked { mentees: Vec::new(), suggested: Vec::new(), found: Vec::new(), curators: Vec::new(), from, today: tx.today(), text: text.to_owned() };
    let mut path = String::new();
    for raw in mentees.iter().take(20) {
        let person: PersonId = raw.parse().map_err(|_| Error::NotFound)?;
        let found = people::find(tx, &actor.scope(), person)?;
        if asked.mentees.iter().any(|(known, ..)| *known == person) {
            continue;
        }
        let place = structure::places::name_on(tx, &found.place, asked.today)?;
        if path.is_empty() {
            path.clone_from(&found.place_path);
        }
        asked.mentees.push((person, found.name.full(), place));
    }
    if let Some((first, ..)) = asked.mentees.first() {
        let alike = candidates::alike(tx, *first)?;
        asked.suggested = candidates::suggested(tx, actor, &alike)?;
        asked.found = candidates::search(tx, actor, &alike, text)?;
        asked.curators = candidates::curators(tx, &path)?;
    }
    let taken: Vec<PersonId> = asked.mentees.iter().map(|(person, ..)| *person).collect();
    asked.suggested.retain(|one| !taken.contains(&one.person));
    asked.found.retain(|one| !taken.contains(&one.person));
    Ok(asked)
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    actor.may(Action::ViewPairs)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let mentees: Vec<String> = query.all("mentee").map(ToOwned::to_owned).collect();
    if mentees.is_empty() {
        return Ok(::web::see("/mentoring/needs"));
    }
    let text: String = query.text("text").chars().take(100).filter(|c| *c != '\0').collect();
    let asked = app.read(move |tx| gather(tx, &actor, &mentees, (&text, None))).await?;
    Ok(views::new::page(&shell, &asked, &ProposalForm::default(), &FieldErrors::default()).into_response())
}

pub async fn propose(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::ViewPairs)?;
    let (typed, who) = (ProposalForm::from(&posted.answers), actor.clone());
    let form = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/mentoring/{}?done=proposed", proposing::propose(tx, &who, &form)?)));
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let (mentees, text) = (typed.mentees.clone(), posted.answers.get("text").to_owned());
            let asked = app.read(move |tx| gather(tx, &actor, &mentees, (&text, None))).await?;
            Ok(::web::unprocessable(views::new::page(&shell, &asked, &typed, &errors)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn handed(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, text: &str) -> kernel::Result<Asked> {
    let standing = sight::load(tx, actor, id)?;
    standing.leading()?;
    // A mentee of a group may work beyond the actor's scope: the others are enough to choose by.
    let scope = actor.scope();
    let mentees: Vec<String> = standing.mentees().filter(|side| scope.covers(&side.place_path, side.person)).filter_map(|side| side.person).map(|person| person.to_string()).collect();
    if store::find(tx, id)?.ended_on.is_some() {
        return Err(Error::refusal("Наставничество завершено: передавать нечего. Предложите новое."));
    }
    gather(tx, actor, &mentees, (text, Some(standing)))
}

pub async fn handing(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let text: String = query.text("text").chars().take(100).filter(|c| *c != '\0').collect();
    let asked = app.read(move |tx| handed(tx, &actor, id, &text)).await?;
    Ok(views::new::page(&shell, &asked, &ProposalForm::default(), &FieldErrors::default()))
}

pub async fn hand_over(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MentoringId>, posted: Posted) -> Result {
    let (typed, who) = (ProposalForm::from(&posted.answers), actor.clone());
    let form = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/mentoring/{}?done=proposed", ending::hand_over(tx, &who, id, &form)?)));
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let text = posted.answers.get("text").to_owned();
            let asked = app.read(move |tx| handed(tx, &actor, id, &text)).await?;
            Ok(::web::unprocessable(views::new::page(&shell, &asked, &typed, &errors)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
