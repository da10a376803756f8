//! Pages for everybody. Each datum of an author is asked of the consent to publication at the moment of reading.

use super::{identified, query, text};
use crate::{
    lists::Lists,
    model::{Practice, PracticeId, State as Stage},
    store::{
        self,
        list::{Filter, Sort, published},
        versions,
    },
    views::{self, open::Author},
};
use ::web::{App, Shell};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use consent::PublicationItem;
use kernel::{Error, Result, Slice, Tx};

const ROWS: u32 = 20;

/// What may be said of the author today.
fn author(tx: &mut Tx<'_>, practice: &Practice) -> Result<Author> {
    let Some(person) = practice.author.filter(|_| practice.with_name) else { return Ok(Author::default()) };
    let today = tx.today();
    let live = consent::live_items(tx, person, today)?;
    let allowed = |item: PublicationItem| live.contains(&item);
    let name = allowed(PublicationItem::FullName).then(|| practice.author_name.clone()).filter(|name| !name.is_empty());
    // A school alone could name the author as well.
    let school = name.is_some().then(|| practice.place_name.clone()).filter(|_| allowed(PublicationItem::School));
    let conditions = match &name {
        Some(_) => store::conditions_of(tx, person)?,
        None => String::new(),
    };
    Ok(Author { name, school, conditions })
}

pub async fn list(State(app): State<App>, shell: Shell, RawQuery(raw): RawQuery) -> ::web::Result {
    let query = query(raw);
    let wanted = Filter { text: text(&query, "q"), subject: text(&query, "subject"), is_open: true, ..Filter::default() };
    let slice = Slice::new(query.page(), ROWS);
    let (rows, authors, lists) = app
        .read(move |tx| {
            let rows = published(tx, &wanted, (Sort::Title, false), slice)?;
            let mut authors = Vec::new();
            for row in &rows.rows {
                authors.push(author(tx, &row.practice)?);
            }
            Ok((rows, authors, Lists::read(tx)?))
        })
        .await?;
    Ok(shell.page(views::open::list(&rows, &authors, &lists, &query)).into_response())
}

pub async fn card(State(app): State<App>, shell: Shell, Path(raw): Path<String>) -> ::web::Result {
    let id: PracticeId = identified(&raw)?;
    let (text, author, lists) = app
        .read(move |tx| {
            let practice = store::find(tx, id)?;
            if practice.state != Stage::Published || !practice.is_open {
                return Err(Error::NotFound);
            }
            let text = versions::find(tx, id, practice.published_number)?;
            Ok((text, author(tx, &practice)?, Lists::read(tx)?))
        })
        .await?;
    Ok(shell.page(views::open::card(&text, &author, &lists)).into_response())
}

pub async fn check(State(app): State<App>, shell: Shell, Path(code): Path<String>) -> ::web::Result {
    let found = app
        .read(move |tx| {
            let practice = match store::by_certificate(tx, &code) {
                Ok(practice) if practice.state == Stage::Published => practice,
                Ok(_) | Err(Error::NotFound) => return Ok(None),
                Err(error) => return Err(error),
            };
            let text = versions::find(tx, practice.id, practice.published_number)?;
            let author = author(tx, &practice)?;
            Ok(Some((practice, text, author)))
        })
        .await?;
    Ok(match found {
        Some((practice, text, author)) => shell.page(views::open::check(&practice, &text, &author)).into_response(),
        None => shell.page(views::open::unknown()).into_response(),
    })
}
