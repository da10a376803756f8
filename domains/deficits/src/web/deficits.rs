//! Deficits: the teacher's page and forms, staff's list and card.

use super::{ROWS, identified, query, text};
use crate::{
    deficit::{self, Declared, Turn},
    lists::{self, Narrowing},
    model::{Deficit, DeficitId, Status, Step},
    sight::Sight,
    store::deficits as held,
    views::{self, deficits::Card},
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Slice};
use maud::{Markup, html};
use ui::{form, page::Page, url::Query};
use web::{Answers, App, Posted, Shell, Staff};

pub async fn own(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    let person = super::own(&actor)?;
    let found = app.read(move |tx| held::of_person(tx, &Sight::own(person), person)).await?;
    let page = Page::new("Мои затруднения")
        .trail([("Мой кабинет", "/cabinet")])
        .lead("Это не оценка, а повод получить помощь. Видите их вы и те, кому вы их открыли.")
        .action(form::button_link("Назвать затруднение", "/cabinet/deficits/new"))
        .body(html! {
            (views::deficits::own(&found))
            p { a href="/cabinet/results" { "Мои результаты" } " · " a href="/cabinet/results/sharing" { "Кому открыто" } }
        });
    Ok(shell.page(page).into_response())
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    super::own(&actor)?;
    let groups = app.read(lists::competency_groups).await?;
    Ok(shell.page(declare_page(views::deficits::declare(&Declared::default(), &FieldErrors::default(), groups, &shell.key()), false)).into_response())
}

fn declare_page(body: Markup, failed: bool) -> Page {
    Page::new("Назвать затруднение").narrow().error_title(failed).trail([("Мой кабинет", "/cabinet"), ("Мои затруднения", "/cabinet/deficits")]).body(body)
}

pub async fn declare(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    super::own(&actor)?;
    let typed = Declared { competency: posted.answers.get("competency").to_owned(), words: posted.answers.get("words").to_owned() };
    let wanted = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/cabinet/deficits/{}", deficit::declare(tx, &actor, &wanted)?))).await;
    let groups = app.read(lists::competency_groups).await?;
    web::or_again(done, |errors| shell.page(declare_page(views::deficits::declare(&typed, errors, groups, &shell.key()), true)))
}

/// A deficit with its history, whose page it is, and what may follow.
struct Found {
    deficit: Deficit,
    steps: Vec<Step>,
    repeat: Option<String>,
}

async fn found(app: &App, actor: &Actor, id: DeficitId, is_look: bool) -> kernel::Result<Found> {
    let viewer = actor.clone();
    app.write(move |tx| {
        let sight = Sight::of(&viewer);
        let deficit = held::find(tx, &sight, id)?;
        if is_look {
            tx.record(&viewer.by(), Event::new("deficit.viewed", "deficit", id).of(deficit.person))?;
        }
        let repeat = match deficit::last_attempt(tx, id)? {
            Some((attempt, instrument)) if viewer.can(Action::AssignDiagnostics) && deficit.status.is_open() => Some(format!("/assignments/new?instrument={instrument}&person={}&repeat_of={attempt}", deficit.person)),
            Some(_) | None => None,
        };
        Ok(Found { steps: held::steps(tx, &sight, id)?, deficit, repeat })
    })
    .await
}

/// The turns that the actor may make, work first.
fn turns(actor: &Actor, deficit: &Deficit) -> Vec<Status> {
    [Status::InWork, Status::Removed, Status::Confirmed].into_iter().filter(|to| deficit::may_turn(actor, deficit, *to)).collect()
}

fn page(app: &App, shell: &Shell, actor: &Actor, found: &Found, turn: &Turn, errors: &FieldErrors) -> Markup {
    let is_own = actor.person == Some(found.deficit.person) && actor.can(Action::UseOwnCabinet);
    let base = if is_own { "/cabinet/deficits" } else { "/deficits" };
    let about_person = html! { @if !is_own { p { a href={ "/people/" (found.deficit.person) } { (found.deficit.name) } ", " (found.deficit.place_name) } } };
    let card = Card {
        deficit: &found.deficit,
        steps: &found.steps,
        results: if is_own { "/cabinet/results" } else { "/results" },
        turns: turns(actor, &found.deficit),
        turn,
        action: format!("{base}/{}", found.deficit.id),
        repeat: found.repeat.clone(),
        about_person,
    };
    let trail = if is_own { vec![("Мой кабинет", "/cabinet"), ("Мои затруднения", "/cabinet/deficits")] } else { vec![("Затруднения", "/deficits")] };
    let body = views::deficits::card(&card, errors, app.clock().zone(), &shell.key());
    shell.page(Page::new(found.deficit.title.clone()).narrow().error_title(!errors.is_empty()).trail(trail).body(body))
}

pub async fn own_card(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    super::own(&actor)?;
    let found = found(&app, &actor, identified(&raw)?, false).await?;
    Ok(page(&app, &shell, &actor, &found, &Turn::default(), &FieldErrors::default()).into_response())
}

pub async fn card(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    actor.may(Action::ViewResults)?;
    let found = found(&app, &actor, identified(&raw)?, true).await?;
    Ok(page(&app, &shell, &actor, &found, &Turn::default(), &FieldErrors::default()).into_response())
}

pub async fn own_turn(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    super::own(&actor)?;
    turned(app, actor, shell, &raw, posted, "/cabinet/deficits").await
}

pub async fn turn(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::ViewResults)?;
    turned(app, actor, shell, &raw, posted, "/deficits").await
}

fn typed(answers: &Answers) -> Turn {
    Turn { status: answers.get("status").to_owned(), words: answers.get("words").to_owned(), version: answers.get("version").parse().unwrap_or_default() }
}

async fn turned(app: App, actor: Actor, shell: Shell, raw: &str, posted: Posted, base: &'static str) -> web::Result {
    let id: DeficitId = identified(raw)?;
    let found = found(&app, &actor, id, false).await?;
    let (wish, who) = (typed(&posted.answers), actor.clone());
    let wanted = wish.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            deficit::turn(tx, &who, id, &wanted)?;
            Ok(format!("{base}/{id}"))
        })
        .await;
    web::or_again(done, |errors| page(&app, &shell, &actor, &found, &wish, errors))
}

fn filter(query: &Query) -> held::Filter {
    held::Filter { text: text(query, "text"), place: text(query, "place"), competency: text(query, "competency"), status: text(query, "status"), source: text(query, "source"), year: query.text("year").parse().ok() }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::ViewResults)?;
    let query = query(raw);
    let (sight, wanted) = (Sight::of(&actor), filter(&query));
    if let Some(columns) = super::sheet_asked(&actor, &query, views::lists::DEFICIT_COLUMNS)? {
        return web::lists::take_out(&app, &actor, "Затруднения", &columns, move |tx| {
            Ok(held::list(tx, &sight, &wanted, ("name", false), super::WHOLE)?.rows.iter().map(views::lists::deficit_cells).collect())
        })
        .await;
    }
    let (asked, viewer) = (query.clone(), actor.clone());
    let (found, by) = app.read(move |tx| Ok((held::list(tx, &sight, &wanted, asked.sort().unwrap_or(("found", false)), Slice::new(asked.page(), ROWS))?, Narrowing::read(tx, &viewer)?))).await?;
    let page = Page::new("Затруднения").wide().lead("Здесь то, что педагоги открыли вам. Это повод предложить помощь, а не оценка.");
    Ok(shell.page(page.body(views::lists::deficits(&found, &query, &by, &actor))).into_response())
}
