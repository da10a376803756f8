//! SQL of contests and tracks.

use crate::{
    rules::{self, kept},
    sql::{name_of, place_name},
};
use access::{Action, Actor};
use kernel::{
    Date, Error, Result, Row, Tx,
    db::DbError,
    id::{PersonId, PlaceId},
    params, text_enum, uuid_id,
};

uuid_id! { ContestId, StageId, TrackId, LineId }

text_enum! {
    TrackState { Preparing = "preparing", TookPart = "took_part", Left = "left" }
}

impl TrackState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Preparing => "готовится",
            Self::TookPart => "участвовал(а)",
            Self::Left => "передумал(а)",
        }
    }
}

text_enum! {
    /// The answer of who was asked to help: also of a track of attestation.
    HelperState { Nobody = "", Asked = "asked", Yes = "yes", No = "no" }
}

impl HelperState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Nobody => "никого не просили",
            Self::Asked => "ждём ответа",
            Self::Yes => "помогает",
            Self::No => "не сможет",
        }
    }
}

/// A contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    pub id: ContestId,
    pub title: String,
    pub organiser: String,
    pub level: crate::courses::Level,
    pub about: String,
    pub link: String,
    pub place: PlaceId,
    pub version: i64,
    pub place_name: String,
    pub place_path: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub id: StageId,
    pub contest: ContestId,
    pub title: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// A teacher's preparation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    pub id: TrackId,
    pub contest: ContestId,
    pub contest_title: String,
    pub person: Option<PersonId>,
    pub name: String,
    pub helper: Option<PersonId>,
    pub helper_name: String,
    pub helper_state: HelperState,
    pub state: TrackState,
    pub stage: Option<StageId>,
    pub result: String,
    pub version: i64,
    pub place_path: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    pub what: String,
    pub due_on: Date,
    pub done_on: Option<Date>,
    pub minutes: i64,
}

/// $1–$2 places below, $3 the viewer's own path, $4 the day.
pub(super) const SEEN: &str = "((pl.path >= $1 AND pl.path < $2) OR SUBSTR(CAST($3 AS TEXT), 1, LENGTH(pl.path)) = pl.path)";

fn select() -> String {
    format!("SELECT c.id, c.title, c.organiser, c.level, c.about, c.link, c.place_id, c.version, {}, pl.path FROM contest c JOIN place pl ON pl.id = c.place_id", place_name("c.place_id", "$4"))
}

fn shape(row: &Row<'_>) -> Result<Contest, DbError> {
    kernel::row!(Contest { id, title, organiser, level, about, link, place, version, place_name, place_path })(row)
}

/// The path from which an actor looks: members where they work now.
pub(super) fn eye(tx: &mut Tx<'_>, actor: &Actor) -> Result<(String, String, String)> {
    let range = kept(actor);
    let path = match actor.person {
        Some(person) if !actor.can(Action::ViewSupport) => tx.one("SELECT pl.path FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1", params![person], |row| row.get(0))?,
        _ => actor.place_path.clone(),
    };
    Ok((range.from, range.to, path))
}

/// Contests that the actor sees, those that end latest first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Contest>> {
    rules::enter(actor)?;
    let ((from, to, path), today) = (eye(tx, actor)?, tx.today());
    let sql = format!("{} WHERE {SEEN} ORDER BY (SELECT MAX(s.ends_on) FROM contest_stage s WHERE s.contest_id = c.id) DESC, c.title, c.id LIMIT 500", select());
    Ok(tx.query(&sql, params![from, to, path, today], shape)?)
}

/// A contest that the actor sees.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: ContestId) -> Result<Contest> {
    rules::enter(actor)?;
    let ((from, to, path), today) = (eye(tx, actor)?, tx.today());
    tx.one(&format!("{} WHERE {SEEN} AND c.id = $5", select()), params![from, to, path, today, id], shape)
}

/// A contest that the actor keeps.
pub(crate) fn managed(tx: &mut Tx<'_>, actor: &Actor, id: ContestId) -> Result<Contest> {
    actor.may(Action::ManageSupport)?;
    let found = find(tx, actor, id)?;
    if kept(actor).has(&found.place_path) { Ok(found) } else { Err(Error::NotFound) }
}

/// Stages of contests, by day.
///
/// # Errors
/// The store fails.
pub fn stages(tx: &mut Tx<'_>, contest: ContestId) -> Result<Vec<Stage>> {
    Ok(tx.query(
        "SELECT id, contest_id, title, starts_on, ends_on FROM contest_stage WHERE contest_id = $1 ORDER BY starts_on, ends_on, id",
        params![contest],
        kernel::row!(Stage { id, contest, title, starts_on, ends_on }),
    )?)
}

fn track_select() -> String {
    format!(
        "SELECT t.id, t.contest_id, c.title, t.person_id, {}, t.helper_id, {}, t.helper_state, t.state, t.stage_id, t.result, t.version, COALESCE(pl.path, '')
         FROM contest_track t JOIN contest c ON c.id = t.contest_id LEFT JOIN person p ON p.id = t.person_id LEFT JOIN place pl ON pl.id = p.place_id",
        name_of("t.person_id"),
        name_of("t.helper_id")
    )
}

fn track_shape(row: &Row<'_>) -> Result<Track, DbError> {
    kernel::row!(Track { id, contest, contest_title, person, name, helper, helper_name, helper_state, state, stage, result, version, place_path })(row)
}

/// A track: the teacher's, the helper's, or of who manages its contest and sees the teacher.
///
/// # Errors
/// Not found.
pub fn track(tx: &mut Tx<'_>, actor: &Actor, id: TrackId) -> Result<Track> {
    rules::enter(actor)?;
    let found = tx.one(&format!("{} WHERE t.id = $1", track_select()), params![id], track_shape)?;
    let own = actor.person.is_some() && actor.person == found.person;
    let helps = actor.person.is_some() && actor.person == found.helper && matches!(found.helper_state, HelperState::Asked | HelperState::Yes);
    let keeps = actor.can(Action::ManageSupport) && found.person.is_some_and(|person| actor.scope().covers(&found.place_path, Some(person)));
    if own || helps || keeps { Ok(found) } else { Err(Error::NotFound) }
}

/// Tracks of a contest within the actor's scope, by name.
pub(crate) fn tracks(tx: &mut Tx<'_>, actor: &Actor, contest: ContestId) -> Result<Vec<Track>> {
    if !actor.can(Action::ManageSupport) {
        return Ok(Vec::new());
    }
    let scope = actor.scope();
    let sql = format!("{} WHERE t.contest_id = $4 AND pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) ORDER BY p.sort_key, t.id LIMIT 1000", track_select());
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), contest], track_shape)?)
}

/// How many prepare or took part, how many left: counts of all.
pub(crate) fn counts(tx: &mut Tx<'_>, contest: ContestId) -> Result<(u64, u64)> {
    let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'preparing' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN state = 'took_part' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM contest_track WHERE contest_id = $1";
    tx.one(sql, params![contest], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A teacher's own tracks.
pub(crate) fn mine(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Track>> {
    Ok(tx.query(&format!("{} WHERE t.person_id = $1 ORDER BY t.made_at DESC, t.id", track_select()), params![person], track_shape)?)
}

/// Tracks where a person helps or was asked to.
pub(crate) fn helped_by(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Track>> {
    Ok(tx.query(
        &format!("{} WHERE t.helper_id = $1 AND t.helper_state IN ('asked', 'yes') AND t.state = 'preparing' AND t.person_id IS NOT NULL ORDER BY t.made_at, t.id", track_select()),
        params![person],
        track_shape,
    )?)
}

/// A track whose helper was asked and is the actor.
pub(crate) fn asked_helper(tx: &mut Tx<'_>, actor: &Actor, id: TrackId) -> Result<Track> {
    let person = rules::own(actor)?;
    let found = track(tx, actor, id)?;
    if found.helper == Some(person) { Ok(found) } else { Err(Error::NotFound) }
}

/// The plan of a track, the nearest first.
pub(crate) fn lines(tx: &mut Tx<'_>, id: TrackId) -> Result<Vec<Line>> {
    Ok(tx.query("SELECT id, what, due_on, done_on, minutes FROM contest_line WHERE track_id = $1 ORDER BY due_on, id", params![id], kernel::row!(Line { id, what, due_on, done_on, minutes }))?)
}
