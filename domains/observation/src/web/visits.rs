//! Screens of visits for the staff.

use super::{or_afresh, see, version};
use crate::{
    agreement::{self, Whose},
    form::VisitForm,
    model::{ObservationId, Side},
    paper,
    rubric::RubricState,
    store::{self, Eye, Filter, records, rubrics},
    views::{
        self,
        card::Card,
        lists::{COLUMNS, Reader, cells},
    },
    visit,
};
use access::{Action, Actor, Role};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Slice, Tx, id::PersonId};
use maud::Markup;
use people::{Person, PersonRow};
use structure::Lists;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

fn may_see(actor: &Actor) -> kernel::Result<()> {
    if actor.can(Action::ObserveLessons) || actor.can(Action::ViewResults) { Ok(()) } else { Err(Error::NotFound) }
}

/// The address of the site, as letters name it.
pub(super) fn site(app: &App) -> String {
    app.settings.public_url.trim_end_matches('/').to_owned()
}

fn filter(query: &Query) -> Filter {
    let text = |name: &str| query.text(name).chars().take(100).filter(|c| *c != '\0').collect::<String>();
    Filter { text: text("text"), state: query.text("state").parse().ok(), subject: text("subject"), person: text("person"), mine: query.text("whose") == "mine" }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    may_see(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (eye, wanted, sort) = (Eye::of(&actor), filter(&query), query.get("sort").unwrap_or_default().to_owned());
    if query.text("format") == "xlsx" {
        return web::lists::take_out(&app, &actor, "Наблюдения уроков", &COLUMNS, move |tx| {
            let lists = Lists::read(tx)?;
            Ok(store::list(tx, &eye, &wanted, &sort, Slice::all(100_000))?.rows.iter().map(|row| cells(row, &lists)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), 50);
    let (found, lists) = app.read(move |tx| Ok((store::list(tx, &eye, &wanted, &sort, slice)?, Lists::read(tx)?))).await?;
    Ok(views::lists::staff(&shell, &actor, &found, &query, &lists).into_response())
}

fn asked(query: &Query) -> kernel::Result<Option<PersonId>> {
    match query.text("person") {
        "" => Ok(None),
        raw => raw.parse().map(Some).map_err(|_| Error::NotFound),
    }
}

/// Without a person: whose lesson? With one: when and by which rubric.
pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::ObserveLessons)?;
    let query = Query::parse(&raw.unwrap_or_default());
    match asked(&query)? {
        Some(person) => form_page(&app, &actor, &shell, person, VisitForm::default(), FieldErrors::default()).await,
        None => {
            let (scope, wanted) = (actor.scope(), people::Filter { text: filter(&query).text, ..people::Filter::default() });
            let found: Vec<PersonRow> = if wanted.text.is_empty() { Vec::new() } else { app.read(move |tx| Ok(people::list(tx, &scope, &wanted, people::Sort::default(), Slice::new(1, 30))?.people.rows)).await? };
            Ok(views::proposing::choose(&shell, &found, &query))
        }
    }
}

async fn form_page(app: &App, actor: &Actor, shell: &Shell, person: PersonId, typed: VisitForm, errors: FieldErrors) -> Result<Markup> {
    let scope = actor.scope();
    let (teacher, rubrics, lists): (Person, _, _) = app.read(move |tx| Ok((people::find(tx, &scope, person)?, rubrics::list(tx, Some(RubricState::Live))?, Lists::read(tx)?))).await?;
    let typed = if typed == VisitForm::default() { VisitForm { held_on: kernel::date::short(lists.day), subject: teacher.main_subject().unwrap_or_default().to_owned(), ..typed } } else { typed };
    Ok(views::proposing::page(shell, &teacher, &rubrics, &lists, &typed, &errors))
}

pub async fn propose(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery, posted: Posted) -> Result {
    actor.may(Action::ObserveLessons)?;
    let person = asked(&Query::parse(&raw.unwrap_or_default()))?.ok_or(Error::NotFound)?;
    let (typed, site, observer) = (VisitForm::of(&posted.answers), site(&app), actor.clone());
    let form = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let lists = Lists::read(tx)?;
        let visit = form.parse(lists.day, &lists.subjects())?;
        Ok(format!("/observations/{}?done=proposed", visit::propose(tx, &observer, person, &visit, &site)?))
    });
    or_afresh(done.await, async |errors| form_page(&app, &actor, &shell, person, typed, errors).await).await
}

/// Everything of a visit for its page.
pub(super) fn whole(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId) -> kernel::Result<Card> {
    let eye = Eye::of(actor);
    let row = store::find(tx, &eye, id)?;
    let rubric = rubrics::find(tx, row.observation.rubric)?;
    let (observer, teacher) = (records::sheet(tx, id, Side::Observer)?, records::sheet(tx, id, Side::Teacher)?);
    let beside = store::beside(tx, &eye, &row.observation)?;
    let reader = if actor.role == Role::Member {
        Reader::Teacher
    } else if row.observation.observer == actor.account {
        Reader::Observer
    } else {
        Reader::Other
    };
    let lacks = visit::lacks(&rubric, &observer);
    let has_low = reader == Reader::Observer && !crate::low::low_indicators(tx, id)?.is_empty();
    let lists = Lists::read(tx)?;
    Ok(Card { row, rubric, observer, teacher, beside, lacks, has_low, lists, reader })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    may_see(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let card = app
        .write(move |tx| {
            let card = whole(tx, &actor, id)?;
            tx.record(&actor.by(), Event::new("observation.viewed", "observation", id).of(card.row.observation.person))?;
            Ok(card)
        })
        .await?;
    Ok(views::card::page(&shell, &card, query.text("done")))
}

pub async fn finish(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::ObserveLessons)?;
    let (version, site) = (version(&posted.answers), site(&app));
    let done = app.act(&posted.key, shell.owner(), move |tx| visit::finish(tx, &actor, id, version, &site).map(|()| format!("/observations/{id}?done=filled")));
    Ok(see(&done.await?))
}

pub async fn reopen(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::ObserveLessons)?;
    let version = version(&posted.answers);
    let done = app.act(&posted.key, shell.owner(), move |tx| visit::reopen(tx, &actor, id, version).map(|()| format!("/observations/{id}?done=reopened")));
    Ok(see(&done.await?))
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::ObserveLessons)?;
    let version = version(&posted.answers);
    let done = app.act(&posted.key, shell.owner(), move |tx| visit::take_back(tx, &actor, id, version).map(|()| format!("/observations/{id}?done=taken_back")));
    Ok(see(&done.await?))
}

pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ObservationId>) -> Result {
    may_see(&actor)?;
    print(&app, &actor, id).await
}

/// The card on paper; only a finished one.
pub(super) async fn print(app: &App, actor: &Actor, id: ObservationId) -> Result {
    let reader = actor.clone();
    let (document, at) = app
        .write(move |tx| {
            let card = whole(tx, &reader, id)?;
            if !card.row.observation.state.is_filled() {
                return Err(Error::refusal("Карта ещё не закончена: печатать нечего. Она появится здесь, когда наблюдатель её закончит."));
            }
            tx.record(&reader.by(), Event::new("observation.printed", "observation", id).of(card.row.observation.person))?;
            Ok((paper::card(&card.lists, &card.row, &card.rubric, &card.observer, &card.teacher), tx.now()))
        })
        .await?;
    let pdf = app.print(document, at).await?;
    Ok(web::show_file("Карта посещения урока.pdf", web::PDF, pdf))
}

/// One's own agreement; the whole scope's for a methodist.
pub async fn agreement(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    actor.may(Action::ObserveLessons)?;
    let scope = actor.scope();
    let whose = if actor.role == Role::Methodist { Whose::Everybodys } else { Whose::Of(actor.account) };
    let picture = app.read(move |tx| agreement::picture(tx, &scope, whose)).await?;
    Ok(views::agreement::page(&shell, &picture))
}
