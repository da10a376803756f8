//! Decisions: the list, and the mark that one is done.

use super::{identified, query, version};
use crate::{
    access::{self as rights, Act},
    model::DecisionId,
    store::decisions::{Filter, Listed, list as read_list},
    url, views,
    workflow::minutes as workflow,
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor, Role};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Result, Slice, Tx};
use ui::url::Query;
use views::decisions::Seen;

const ROWS: u32 = 40;

/// A member's own view is the unions one is in; whoever oversees a place sees those of the place.
fn filter(query: &Query, actor: &Actor) -> Filter {
    let union = query.text("union").parse().ok();
    let places = match actor.role {
        Role::Municipal | Role::School if union.is_none() => Some((actor.place_path.clone(), kernel::search::after(&actor.place_path))),
        Role::Municipal | Role::School | Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Methodist | Role::Expert | Role::Ministry | Role::Member => None,
    };
    let owner = actor.person.filter(|_| query.text("mine") == "yes");
    // What is one's own is one's own wherever the union is.
    Filter { union, owner, places: places.filter(|_| owner.is_none()), show: query.text("show").parse().unwrap_or_default() }
}

/// Unions of the rows whose people the actor sees.
fn seen(tx: &mut Tx<'_>, actor: &Actor, rows: &[Listed]) -> Result<Seen> {
    let unions: Seen = rows.iter().map(|row| row.union).collect();
    let mut seen = Seen::new();
    for union in unions {
        if rights::load(tx, actor, Act::SeePeople, union).is_ok() {
            seen.insert(union);
        }
    }
    Ok(seen)
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let query = query(raw);
    let (wanted, who) = (filter(&query, &actor), actor.clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| {
            let rows = read_list(tx, &wanted, Slice::all(50_000))?.rows;
            let seen = seen(tx, &who, &rows)?;
            Ok(rows.iter().map(|row| views::decisions::cells(row, &seen)).collect())
        };
        return ::web::lists::take_out(&app, &actor, "Решения объединений", &views::decisions::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let (rows, seen) = app
        .read(move |tx| {
            let rows = read_list(tx, &wanted, slice)?;
            let seen = seen(tx, &who, &rows.rows)?;
            Ok((rows, seen))
        })
        .await?;
    Ok(shell.page(views::decisions::page(&rows, &seen, &query, query.text("done"), (actor.person, app.clock().today()))).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id: DecisionId = identified(&raw)?;
    let (decision, union) = app.read(move |tx| workflow::to_mark(tx, &actor, id)).await?;
    Ok(shell.page(views::decisions::mark_page(&union, &decision, &decision.done_note, &FieldErrors::default(), &|| shell.key())).into_response())
}

pub async fn mark(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who): (DecisionId, Actor) = (identified(&raw)?, actor.clone());
    let (decision, union) = app.read(move |tx| workflow::to_mark(tx, &who, id)).await?;
    let answers = posted.answers.clone();
    let act = move |tx: &mut Tx<'_>| {
        let meeting = workflow::mark(tx, &actor, id, (answers.get("done") == "yes", answers.get("note")), version(&answers))?;
        Ok(format!("{}?done=marked#decisions", url::meeting(meeting)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::decisions::mark_page(&union, &decision, posted.answers.get("note"), errors, &|| shell.key())))
}
