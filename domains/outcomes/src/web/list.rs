//! The list: the school's results one by one, for others sums of many.

use super::query;
use crate::{
    model::Outcome,
    period::{PeriodKind, school_year_of},
    published::{Choice, Published, choices},
    source::Use,
    store::outcomes::{self as kept, Filter},
    views,
};
use ::web::{App, Staff};
use access::{Action, Actor, Role};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use coupling::suppress;
use kernel::{Paged, Result, Slice, Tx};
use maud::Markup;
use structure::{
    Lists,
    places::{self, Place, PlaceKind},
};
use ui::url::Query;

/// What the list shows.
pub enum Shown {
    Own { found: Paged<Outcome>, school_year: i64 },
    Sums { lines: Vec<Summed>, choices: Vec<Choice>, choice: Option<Choice>, municipalities: Vec<Place>, subjects: Vec<String> },
}

/// A line of sums: a place or, of one school, a subject.
pub struct Summed {
    pub label: String,
    pub place: Place,
    pub shown: suppress::Shown,
}

fn filter(asked: &Query, this_year: i64) -> Filter {
    let text = |name: &str| asked.text(name).chars().take(60).filter(|c| *c != '\0').collect::<String>();
    let period = asked.text("period").split_once(':').and_then(|(kind, number)| Some((kind.parse::<PeriodKind>().ok()?, number.parse().ok()?)));
    let school_year = asked.text("year").parse().ok().filter(|year| (this_year - 10..=this_year).contains(year)).unwrap_or(this_year);
    Filter { school_year, subject: text("subject"), grade: asked.text("grade").parse().ok(), source: text("source"), period, is_withdrawn: asked.text("state") == "withdrawn" }
}

fn read(tx: &mut Tx<'_>, actor: &Actor, asked: &Query, slice: Slice) -> Result<Shown> {
    if actor.role == Role::School {
        let filter = filter(asked, school_year_of(tx.today()));
        return Ok(Shown::Own { found: kept::list(tx, &actor.place, &filter, slice)?, school_year: filter.school_year });
    }
    let today = tx.today();
    let choices = choices(tx, Use::RegionPicture)?;
    let choice = choices.iter().copied().find(|choice| choice.value() == asked.text("result")).or_else(|| choices.first().copied());
    let scope = actor.scope();
    let seen = |place: &Place| scope.covers(&place.path, None);
    let municipalities: Vec<Place> = places::municipalities(tx, today)?.into_iter().filter(seen).collect();
    let published = match choice {
        Some(choice) => Published::read(tx, choice)?,
        None => Published::default(),
    };
    let subject = asked.text("subject");
    let line = |place: Place| Summed { label: place.short_name.clone(), shown: published.shown(&place.id, subject), place };
    let asked_place = if asked.text("place").is_empty() { None } else { places::find(tx, &asked.text("place").into(), today)?.filter(seen) };
    let lists = Lists::read(tx)?;
    let lines: Vec<Summed> = match asked_place {
        Some(place) if place.kind == PlaceKind::School => {
            published.subjects().iter().map(|code| Summed { label: lists.subject(code), place: place.clone(), shown: published.shown(&place.id, code) }).filter(|line| line.shown != suppress::Shown::Empty).collect()
        }
        Some(place) if place.kind == PlaceKind::Municipality => below(tx, place)?.into_iter().map(line).collect(),
        Some(_) | None => match &municipalities[..] {
            [only] => below(tx, only.clone())?.into_iter().map(line).collect(),
            _ => municipalities.iter().cloned().map(line).collect(),
        },
    };
    Ok(Shown::Sums { lines, choices, choice, municipalities, subjects: published.subjects().to_vec() })
}

/// A municipality and its schools.
fn below(tx: &mut Tx<'_>, municipality: Place) -> Result<Vec<Place>> {
    let today = tx.today();
    let schools = places::schools_of(tx, &municipality.id, today)?;
    Ok(std::iter::once(municipality).chain(schools).collect())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewOutcomes)?;
    let asked = query(raw);
    let (who, wanted) = (actor.clone(), asked.clone());
    if asked.text("format") == "xlsx" {
        let columns = views::list::columns(actor.role == Role::School);
        return ::web::lists::take_out(&app, &actor, "Результаты классов", columns, move |tx| {
            let lists = Lists::read(tx)?;
            Ok(views::list::rows(&read(tx, &who, &wanted, Slice::all(100_000))?, &lists))
        })
        .await;
    }
    let slice = Slice::new(asked.page(), 50);
    let (shown, lists) = app.read(move |tx| Ok((read(tx, &who, &wanted, slice)?, Lists::read(tx)?))).await?;
    Ok(shell.page(views::list::page(&actor, &shown, &lists, &asked)).into_response())
}

pub async fn sources(State(_): State<App>, Staff { actor, shell }: Staff) -> ::web::Result<Markup> {
    actor.may(Action::ViewOutcomes)?;
    Ok(shell.page(views::sources::page()))
}
