//! What else stands in the calendar: meetings of unions, and what domains below bring ([`Source`]).

use super::store::Filter;
use access::Actor;
use kernel::{Date, Result, Tx};
use std::sync::Arc;

/// Something on a day that is no activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub on: Date,
    /// `14:00`; empty: the whole day.
    pub time: String,
    pub title: String,
    pub url: String,
    /// What it is, in a word.
    pub what: &'static str,
}

/// Which days; what is empty doesn't limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    pub from: Date,
    /// Exclusive.
    pub until: Date,
    pub direction: &'a str,
    /// Path of a place: itself and below.
    pub under: &'a str,
    pub is_mine: bool,
}

/// Days of a domain that stands below activities, as far as the viewer may see them.
pub type Source = fn(&mut Tx<'_>, &Actor, &Asked<'_>) -> Result<Vec<Day>>;

#[derive(Clone, Default)]
pub(crate) struct Sources(Arc<[Source]>);

impl Sources {
    pub fn new(sources: Vec<Source>) -> Self {
        Self(sources.into())
    }

    /// Everything of `[from, until)` that is no activity; nothing where a kind of activity is asked for.
    pub fn days(&self, tx: &mut Tx<'_>, actor: &Actor, filter: &Filter, (from, until): (Date, Date)) -> Result<Vec<Day>> {
        if filter.kind.is_some() {
            return Ok(Vec::new());
        }
        let asked = Asked { from, until, direction: &filter.direction, under: &filter.place, is_mine: filter.is_mine };
        let mut found = unions(tx, actor, &asked)?;
        for source in self.0.iter() {
            found.extend(source(tx, actor, &asked)?);
        }
        found.sort_by(|one, other| (one.on, &one.time).cmp(&(other.on, &other.time)));
        Ok(found)
    }
}

fn unions(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked<'_>) -> Result<Vec<Day>> {
    let Asked { from, until, direction, under, is_mine } = *asked;
    let days = unions::month::days(tx, actor, &unions::month::Asked { from, until, direction, under, is_mine })?;
    Ok(days.into_iter().map(|day| Day { on: day.on, time: day.begins, title: day.title, url: day.url, what: "заседание" }).collect())
}
