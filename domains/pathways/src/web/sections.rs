//! A section: its form, drafts, suggestions, comments, history.

use super::{number, or_again, renamed, site};
use crate::{
    model::{Component, PathwayId, SuggestionId},
    particulars,
    sections::{Body, Section, fields},
    store::{self, Comment, Loaded, Suggestion},
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

fn writing(component: Component, answers: &Answers) -> Writing {
    let texts: Body = fields(component).iter().filter(|field| answers.has(field.name)).map(|field| (field.name.to_owned(), answers.get(field.name).to_owned())).collect();
    Writing { base: number(answers, "base"), texts, words: answers.get("words").to_owned() }
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
    let known = if component == Component::Target && loaded.must_be_building().is_ok() { particulars::known(tx, actor, &whole)? } else { Body::new() };
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
    typed: Option<Writing>,
    comment: String,
    refusal: String,
    errors: FieldErrors,
    notice: Option<Notice>,
}

async fn page(app: &App, actor: &Actor, shell: &Shell, (id, component): (PathwayId, Component), with: With) -> Result<Markup> {
    let reader = actor.clone();
    let all = app.write(move |tx| read(tx, &reader, id, component)).await?;
    let pen = all.loaded.pen().ok();
    let saved = all.draft.as_ref().filter(|_| with.typed.is_none()).map(|draft| ui::ru::time(draft.saved_at, &all.zone));
    let kept = all.draft.map(|draft| Writing { base: draft.base, texts: draft.body, words: String::new() });
    let mut fresh = Writing { base: all.section.revision(), texts: all.section.body(), words: String::new() };
    // What is known stands in empty fields until the teacher saves; a form that was typed into is left as it is.
    let offered: Vec<&str> = if with.typed.is_none() && kept.is_none() { all.known.keys().map(String::as_str).filter(|field| all.section.text(field).is_empty()).collect() } else { Vec::new() };
    for field in &offered {
        fresh.texts.insert((*field).to_owned(), all.known.get(*field).cloned().unwrap_or_default());
    }
    let writing = with.typed.or(kept).unwrap_or(fresh);
    Ok(views::section::page(
        shell,
        &Shown {
            whole: &all.whole,
            section: &all.section,
            suggestions: &all.suggestions,
            comments: &all.comments,
            pen: pen.as_ref(),
            is_open: all.loaded.must_be_building().is_ok(),
            writing: &writing,
            offered: &offered,
            saved,
            comment: &with.comment,
            refusal: &with.refusal,
            errors: &with.errors,
            notice: with.notice,
            zone: &all.zone,
        },
    ))
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
    let (form, site, by) = (writing(component, &posted.answers), site(&app), actor.clone());
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::save(tx, &by, id, component, &form, &site).map(|outcome| location(id, component, &outcome)));
    or_again(done.await, async |errors| page(&app, &actor, &shell, (id, component), With { typed: Some(typed), errors, ..With::default() }).await).await
}

/// What is typed, kept for its writer.
pub async fn draft(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, raw)): Path<(PathwayId, String)>, answers: Answers) -> Result {
    let component = component(&raw)?;
    app.write(move |tx| writing::keep_draft(tx, &actor, id, component, &writing(component, &answers))).await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

pub async fn comment(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, raw)): Path<(PathwayId, String)>, posted: Posted) -> Result {
    let component = component(&raw)?;
    let (words, by) = (posted.answers.get("comment").to_owned(), actor.clone());
    let typed = words.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::comment(tx, &by, id, component, &words).map(|()| format!("{}?done=commented#comments", url::section(id, component))));
    or_again(done.await, async |errors| page(&app, &actor, &shell, (id, component), With { comment: typed, errors, ..With::default() }).await).await
}

fn reply(answers: &Answers, suggestion: SuggestionId) -> Reply {
    Reply { words: answers.get(&format!("words-{suggestion}")).to_owned(), version: number(answers, "version"), revision: number(answers, "revision") }
}

/// The section of a suggestion, for the way back.
fn component_of(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, suggestion: SuggestionId) -> Done<Component> {
    store::load(tx, actor, id)?;
    Ok(store::suggestion(tx, id, suggestion)?.component)
}

pub async fn accept(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, suggestion)): Path<(PathwayId, SuggestionId)>, posted: Posted) -> Result {
    let (reply, site) = (reply(&posted.answers, suggestion), site(&app));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let component = component_of(tx, &actor, id, suggestion)?;
        writing::accept(tx, &actor, id, suggestion, &reply, &site).map(|()| format!("{}?done=accepted", url::section(id, component)))
    });
    Ok(web::see(&done.await?))
}

pub async fn decline(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, suggestion)): Path<(PathwayId, SuggestionId)>, posted: Posted) -> Result {
    let (reply, by) = (reply(&posted.answers, suggestion), actor.clone());
    let typed = reply.words.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let component = component_of(tx, &by, id, suggestion)?;
        writing::decline(tx, &by, id, suggestion, &reply).map(|()| format!("{}?done=declined", url::section(id, component)))
    });
    or_again(done.await, async |errors| {
        let reader = actor.clone();
        let component = app.read(move |tx| component_of(tx, &reader, id, suggestion)).await?;
        page(&app, &actor, &shell, (id, component), With { refusal: typed, errors: renamed(&errors, "words", &format!("words-{suggestion}")), ..With::default() }).await
    })
    .await
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, suggestion)): Path<(PathwayId, SuggestionId)>, posted: Posted) -> Result {
    let version = number(&posted.answers, "version");
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let component = component_of(tx, &actor, id, suggestion)?;
        writing::take_back(tx, &actor, id, suggestion, version).map(|()| format!("{}?done=taken-back", url::section(id, component)))
    });
    Ok(web::see(&done.await?))
}

pub async fn history(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, raw)): Path<(PathwayId, String)>, RawQuery(query): RawQuery) -> Result<Markup> {
    let (component, query) = (component(&raw)?, Query::parse(&query.unwrap_or_default()));
    let all = app.write(move |tx| read(tx, &actor, id, component)).await?;
    let pair = query.text("from").parse().ok().zip(query.text("to").parse().ok());
    Ok(views::history::page(&shell, &all.whole, &all.section, pair, &all.zone))
}
