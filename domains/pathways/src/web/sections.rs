//! A section: its form, drafts, suggestions, comments, history.

use super::{number, of_button, or_typed, renamed, site};
use crate::{
    model::{Component, PathwayId, SuggestionId},
    particulars,
    sections::{Body, Section, fields},
    store::{self, Comment, Loaded, Suggestion},
    typed::{self, Typed},
    url, views,
    views::section::{Shown, told},
    whole::Whole,
    writing::{self, Outcome, Reply, Writing},
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use jiff::tz::TimeZone;
use kernel::{Error, FieldErrors, Result as Done, Tx};
use maud::Markup;
use ui::{page::Notice, url::Query};
use web::{Answers, App, Posted, Result, Shell, Staff};

fn component(raw: &str) -> Done<Component> {
    raw.parse().map_err(|_| Error::NotFound)
}

fn typed(component: Component, answers: &Answers) -> Typed {
    Typed::of(component, number(answers, "base"), answers.pairs().iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

struct Read {
    loaded: Loaded,
    whole: Whole,
    section: Section,
    suggestions: Vec<Suggestion>,
    comments: Vec<Comment>,
    draft: Option<store::Draft>,
    /// What the teacher has said of oneself elsewhere.
    known: Body,
    zone: TimeZone,
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, component: Component) -> Done<Read> {
    let loaded = store::view(tx, actor, id)?;
    let draft = match loaded.pen() {
        Ok(pen) => store::draft(tx, id, component, pen.seat)?,
        Err(_) => None,
    };
    // What the team writes to each other stays in the team, though the content is open to the school.
    let is_of_team = loaded.standing.is_of_team();
    let whole = Whole::read(tx, &loaded.pathway, &loaded.standing.case)?;
    let known = if component == Component::Target && loaded.must_be_building().is_ok() { particulars::known(tx, actor, &loaded)? } else { Body::new() };
    Ok(Read {
        whole,
        known,
        section: store::section(tx, id, component)?,
        suggestions: if is_of_team { store::suggestions_of(tx, id)? } else { Vec::new() },
        comments: if is_of_team { store::comments(tx, id)? } else { Vec::new() },
        zone: crate::zone(tx)?,
        draft,
        loaded,
    })
}

/// What the page is shown with: what was typed, if something was wrong; what has just been done.
#[derive(Default)]
struct With {
    typed: Option<Typed>,
    errors: FieldErrors,
    notice: Option<Notice>,
}

async fn page(app: &App, actor: &Actor, shell: &Shell, (id, component): (PathwayId, Component), with: With) -> Result<Markup> {
    let reader = actor.clone();
    let all = app.write(move |tx| read(tx, &reader, id, component)).await?;
    let pen = all.loaded.pen().ok();
    let is_again = with.typed.is_some();
    let saved = all.draft.as_ref().filter(|_| !is_again).map(|draft| ui::ru::time(draft.saved_at, &all.zone));
    let kept = all.draft.map(|draft| Typed::kept(&all.section, &draft));
    let mut typed = with.typed.or(kept).unwrap_or_else(|| Writing { base: all.section.revision(), ..Writing::default() }.into());
    // What is known stands in empty fields until the teacher saves; a field that was typed into is left as it is.
    let mut offered = Vec::new();
    for (field, text) in all.known.iter().filter(|(field, _)| all.section.text(field).is_empty()) {
        if !typed.writing.texts.contains_key(field) {
            typed.writing.texts.insert(field.clone(), text.clone());
            offered.push(field.as_str());
        }
    }
    Ok(views::section::page(
        shell,
        &Shown {
            whole: &all.whole,
            section: &all.section,
            suggestions: &all.suggestions,
            comments: &all.comments,
            pen: pen.as_ref(),
            is_open: all.loaded.must_be_building().is_ok(),
            typed: &typed,
            is_again,
            offered: &offered,
            saved,
            errors: &with.errors,
            notice: with.notice,
            zone: &all.zone,
        },
    ))
}

/// Where an act of the page led, or the page again with all that was typed on it; it is kept for its writer too, as far as it may be written.
async fn or_page(done: Done<String>, (app, actor, shell): (&App, &Actor, &Shell), at: (PathwayId, Component), typed: Typed) -> Result {
    or_typed(done, async |errors| {
        let (writer, kept) = (actor.clone(), typed.clone());
        if let Err(error) = app.write(move |tx| typed::keep(tx, &writer, at.0, at.1, &kept)).await {
            tracing::debug!(%error, "what was typed beside a refused act isn't kept");
        }
        page(app, actor, shell, at, With { typed: Some(typed), errors, ..With::default() }).await
    })
    .await
}

/// The words of what has just been done, from the address: what was saved, and which fields stand beside.
fn notice(query: &Query, component: Component) -> Option<Notice> {
    match query.text("done") {
        "saved" | "kept" | "same" => {
            let suggested = query.all("beside").filter_map(|pair| {
                let (name, why) = pair.split_once('.')?;
                Some((fields(component).iter().find(|field| field.name == name)?.name, why.parse().ok()?))
            });
            Some(told(&Outcome { is_saved: query.text("done") == "saved", suggested: suggested.collect() }, component))
        }
        "accepted" => Some(Notice::done("Предложение принято: текст раздела изменён")),
        "declined" => Some(Notice::done("Прежний текст остался, автору предложения виден ваш ответ")),
        "taken-back" => Some(Notice::done("Вы забрали своё предложение")),
        "commented" => Some(Notice::done("Комментарий написан")),
        _ => None,
    }
}

fn location(id: PathwayId, component: Component, outcome: &Outcome) -> String {
    let word = match (outcome.is_saved, outcome.suggested.is_empty()) {
        (true, _) => "saved",
        (false, false) => "kept",
        (false, true) => "same",
    };
    let beside: String = outcome.suggested.iter().map(|(field, why)| format!("&beside={field}.{}", why.as_str())).collect();
    format!("{}?done={word}{beside}", url::section(id, component))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, raw)): Path<(PathwayId, String)>, RawQuery(query): RawQuery) -> Result<Markup> {
    let (component, query) = (component(&raw)?, Query::parse(&query.unwrap_or_default()));
    page(&app, &actor, &shell, (id, component), With { notice: notice(&query, component), ..With::default() }).await
}

pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, raw)): Path<(PathwayId, String)>, posted: Posted) -> Result {
    let component = component(&raw)?;
    let (typed, site, by) = (typed(component, &posted.answers), site(&app), actor.clone());
    let said = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let outcome = writing::save(tx, &by, id, component, &said.writing, &site)?;
        typed::keep(tx, &by, id, component, &said.beside())?;
        Ok(location(id, component, &outcome))
    });
    or_page(done.await, (&app, &actor, &shell), (id, component), typed).await
}

/// What is typed, kept for its writer.
pub async fn draft(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, raw)): Path<(PathwayId, String)>, answers: Answers) -> Result {
    let component = component(&raw)?;
    app.write(move |tx| typed::keep(tx, &actor, id, component, &typed(component, &answers))).await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

pub async fn comment(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, raw)): Path<(PathwayId, String)>, posted: Posted) -> Result {
    let component = component(&raw)?;
    let (typed, by) = (typed(component, &posted.answers), actor.clone());
    let said = typed.clone();
    let done = app.act(&posted.key, of_button(&shell.owner(), "comment"), move |tx| {
        writing::comment(tx, &by, id, component, &said.comment)?;
        typed::keep(tx, &by, id, component, &Typed { comment: String::new(), ..said })?;
        Ok(format!("{}?done=commented#comments", url::section(id, component)))
    });
    or_page(done.await, (&app, &actor, &shell), (id, component), typed).await
}

/// The section of a suggestion, for the way back.
fn component_of(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, suggestion: SuggestionId) -> Done<Component> {
    store::load(tx, actor, id)?;
    Ok(store::suggestion(tx, id, suggestion)?.component)
}

type Of = (PathwayId, SuggestionId);

/// An act on a suggestion, and the way back to its section; what else was typed there is kept.
async fn act_on(by: (&App, &Actor, &Shell), (id, suggestion): Of, posted: Posted, word: &'static str, act: impl FnOnce(&mut Tx<'_>, &Actor, &Reply) -> Done<()> + Send + 'static) -> Result {
    let (app, actor, shell) = by;
    let reader = actor.clone();
    let component = app.read(move |tx| component_of(tx, &reader, id, suggestion)).await?;
    let (typed, writer) = (typed(component, &posted.answers), actor.clone());
    let mut rest = typed.clone();
    let reply = Reply { words: rest.refusals.remove(&suggestion).unwrap_or_default(), version: number(&posted.answers, "version"), revision: number(&posted.answers, "revision") };
    let done = app.act(&posted.key, of_button(&shell.owner(), &format!("{word}:{suggestion}")), move |tx| {
        act(tx, &writer, &reply)?;
        typed::keep(tx, &writer, id, component, &rest)?;
        Ok(format!("{}?done={word}", url::section(id, component)))
    });
    let done = done.await.map_err(|error| match error {
        Error::Fields(errors) => Error::Fields(renamed(&errors, "words", &typed::refusal(suggestion))),
        other => other,
    });
    or_page(done, by, (id, component), typed).await
}

pub async fn accept(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, suggestion)): Path<Of>, posted: Posted) -> Result {
    let site = site(&app);
    // Words in the field for a refusal are none to an acceptance.
    let act = move |tx: &mut Tx<'_>, by: &Actor, reply: &Reply| writing::accept(tx, by, id, suggestion, &Reply { words: String::new(), ..reply.clone() }, &site);
    act_on((&app, &actor, &shell), (id, suggestion), posted, "accepted", act).await
}

pub async fn decline(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, suggestion)): Path<Of>, posted: Posted) -> Result {
    act_on((&app, &actor, &shell), (id, suggestion), posted, "declined", move |tx, by, reply| writing::decline(tx, by, id, suggestion, reply)).await
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, suggestion)): Path<Of>, posted: Posted) -> Result {
    act_on((&app, &actor, &shell), (id, suggestion), posted, "taken-back", move |tx, by, reply| writing::take_back(tx, by, id, suggestion, reply.version)).await
}

pub async fn history(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, raw)): Path<(PathwayId, String)>, RawQuery(query): RawQuery) -> Result<Markup> {
    let (component, query) = (component(&raw)?, Query::parse(&query.unwrap_or_default()));
    let all = app.write(move |tx| read(tx, &actor, id, component)).await?;
    let pair = query.text("from").parse().ok().zip(query.text("to").parse().ok());
    Ok(views::history::page(&shell, &all.whole, &all.section, pair, &all.zone))
}
