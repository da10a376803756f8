//! The catalogue, and what is one's own.

use super::{query, text};
use crate::{
    lists::Lists,
    sight::{Viewer, writer},
    store::{
        self,
        list::{Filter, Sort, published},
        uses, versions,
    },
    views,
};
use ::web::{App, Staff};
use access::{Action, Role};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Slice, Tx};
use ui::url::Query;

const ROWS: u32 = 30;

fn filter(query: &Query) -> Filter {
    Filter { text: text(query, "q"), subject: text(query, "subject"), direction: text(query, "direction"), under: text(query, "place"), is_open: false }
}

fn sort(query: &Query) -> (Sort, bool) {
    match query.sort().unwrap_or(("title", false)) {
        ("published", downwards) => (Sort::Published, downwards),
        (_, downwards) => (Sort::Title, downwards),
    }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPractices)?;
    let query = query(raw);
    let (wanted, order, who) = (filter(&query), sort(&query), actor.clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| {
            let lists = Lists::read(tx)?;
            Ok(published(tx, &wanted, order, Slice::all(20_000))?.rows.iter().map(|row| views::catalogue::cells(row, &lists)).collect())
        };
        return ::web::lists::take_out(&app, &actor, "Банк практик", &views::catalogue::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let (rows, lists, reviews) = app.read(move |tx| Ok((published(tx, &wanted, order, slice)?, Lists::read(tx)?, Viewer::of(tx, &who)?.reviews))).await?;
    let confirms = match actor.role {
        Role::Coordinator | Role::Municipal | Role::School | Role::Methodist => true,
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => false,
    };
    let viewer = views::catalogue::Viewer { writes: actor.person.is_some(), reviews, confirms };
    Ok(shell.page(views::catalogue::page(&rows, &lists, &query, &viewer)).into_response())
}

pub async fn mine(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    let person = writer(&actor)?;
    let (practices, used) = app
        .read(move |tx| {
            let mut practices = Vec::new();
            for practice in store::of_author(tx, person)? {
                let title = versions::newest(tx, practice.id)?.title;
                practices.push((practice, title));
            }
            let mut used = Vec::new();
            for one in uses::of_person(tx, person)? {
                let title = versions::newest(tx, one.practice)?.title;
                used.push((one, title));
            }
            Ok((practices, used))
        })
        .await?;
    Ok(shell.page(views::mine::page(&practices, &used)).into_response())
}
