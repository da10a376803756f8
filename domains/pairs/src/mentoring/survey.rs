//! The end survey: three marks and two short words from each side. Words are read by whom they are for; marks are counted in groups of
//! five and more.

use super::{
    event,
    form::{Survey, SurveyForm},
    model::{MentoringId, Role, Side, State},
    sight::{self, Standing},
};
use access::{Action, Actor, Scope};
use audit::Record;
use kernel::{Error, Result, Row, Tx, db::DbError, params};

/// Marks of fewer than so many people aren't told.
pub const FEWEST: i64 = 5;

fn shape(row: &Row<'_>) -> Result<Survey, DbError> {
    Ok(Survey { goal: row.get(0)?, rhythm: row.get(1)?, useful: row.get(2)?, to_other: row.get(3)?, to_curator: row.get(4)? })
}

/// One's own answers, to be read again.
pub fn own(tx: &mut Tx<'_>, side: &Side) -> Result<Option<Survey>> {
    Ok(tx.maybe("SELECT goal, rhythm, useful, to_other, to_curator FROM mentoring_survey WHERE side_id = $1", params![side.id], shape)?)
}

/// Answers the survey; again replaces.
///
/// # Errors
/// Not found: not one of those who took part. Refused: it has not ended. Fields.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, typed: &SurveyForm) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    let side = standing.inside()?.clone();
    must_be_over(&standing)?;
    let Survey { goal, rhythm, useful, to_other, to_curator } = typed.read()?;
    let now = tx.now();
    let sql = "INSERT INTO mentoring_survey (side_id, goal, rhythm, useful, to_other, to_curator, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (side_id) DO UPDATE SET goal = $2, rhythm = $3, useful = $4, to_other = $5, to_curator = $6";
    tx.execute(sql, params![side.id, goal, rhythm, useful, to_other, to_curator, now])?;
    tx.record(&actor.by(), event::about("mentoring.survey_answered", id))
}

/// # Errors
/// A refusal while it goes on.
pub fn must_be_over(standing: &Standing) -> Result<()> {
    let own_end = standing.own.as_ref().is_some_and(|own| own.left_on.is_some());
    match standing.mentoring.state {
        State::Ended if standing.mentoring.started_on.is_some() => Ok(()),
        State::Active if own_end => Ok(()),
        State::Proposed | State::Active | State::Declined | State::Ended => Err(Error::refusal("Опрос открывается, когда наставничество завершено.")),
    }
}

/// Words that the other side wrote to whoever has this side: a mentor reads those of mentees, a mentee those of the mentor.
pub fn words_for(tx: &mut Tx<'_>, id: MentoringId, side: &Side) -> Result<Vec<String>> {
    let sql = "SELECT v.to_other FROM mentoring_survey v JOIN mentoring_side s ON s.id = v.side_id WHERE s.mentoring_id = $1 AND s.role <> $2 AND v.to_other <> '' ORDER BY v.made_at";
    Ok(tx.query(sql, params![id, side.role], |row| row.get(0))?)
}

/// Words written to the curator, with the role of who wrote them.
pub fn words_for_curator(tx: &mut Tx<'_>, id: MentoringId) -> Result<Vec<(Role, String)>> {
    let sql = "SELECT s.role, v.to_curator FROM mentoring_survey v JOIN mentoring_side s ON s.id = v.side_id WHERE s.mentoring_id = $1 AND v.to_curator <> '' ORDER BY s.role, v.made_at";
    Ok(tx.query(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Mean marks of a role within a scope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    pub role: Role,
    pub count: i64,
    /// None for fewer than [`FEWEST`].
    pub means: Option<(f64, f64, f64)>,
}

/// Marks of both roles within the actor's scope; too few aren't told.
///
/// # Errors
/// Not found: no right. The store fails.
pub fn figures(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Figures>> {
    actor.may(Action::ViewPairs)?;
    let scope: Scope = actor.scope();
    let sql =
        "SELECT s.role, COUNT(*), AVG(CAST(v.goal AS DOUBLE PRECISION)), AVG(CAST(v.rhythm AS DOUBLE PRECISION)), AVG(CAST(v.useful AS DOUBLE PRECISION)) FROM mentoring_survey v JOIN mentoring_side s ON s.id = v.side_id
        WHERE EXISTS (SELECT 1 FROM mentoring_side o JOIN person p ON p.id = o.person_id JOIN place pl ON pl.id = p.place_id WHERE o.mentoring_id = s.mentoring_id AND pl.path >= $1 AND pl.path < $2)
        GROUP BY s.role ORDER BY s.role DESC";
    Ok(tx.query(sql, params![scope.from(), scope.to()], |row| {
        let count: i64 = row.get(1)?;
        let means = if count >= FEWEST { Some((row.get(2)?, row.get(3)?, row.get(4)?)) } else { None };
        Ok(Figures { role: row.get(0)?, count, means })
    })?)
}
