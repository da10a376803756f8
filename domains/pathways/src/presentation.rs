//! Presentation of a pathway's results: an event or a review by the team, planned, then held with minutes.

use crate::{
    model::{Pathway, PathwayId, State, Step, StepState},
    store::{Loaded, load, pathways, steps},
};
use access::Actor;
use audit::{Event, Record};
use cases::{EventKind, TeamRole};
use kernel::{
    Date, Error, FieldErrors, Result, Row, Tx,
    db::DbError,
    name::{clean_line, clean_text},
    params,
};

kernel::text_enum! {
    /// How results are presented.
    Way {
        /// To colleagues.
        Event = "event",
        /// The team looks through what was done.
        Review = "review",
    }
}

impl Way {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Event => "выступление перед коллегами",
            Self::Review => "обзор работ командой",
        }
    }
}

/// A presentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation {
    pub pathway: PathwayId,
    pub way: Way,
    pub planned_on: Date,
    pub held_on: Option<Date>,
    pub place: String,
    pub audience: String,
    pub minutes: String,
    pub version: i64,
}

/// What the form of planning says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub way: String,
    pub planned_on: String,
    pub place: String,
    pub audience: String,
}

/// What the form of minutes says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minutes {
    pub held_on: String,
    pub minutes: String,
}

const LONGEST_LINE: usize = 300;
const LONGEST_MINUTES: usize = 6000;

fn shape(row: &Row<'_>) -> Result<Presentation, DbError> {
    Ok(Presentation { pathway: row.get(0)?, way: row.get(1)?, planned_on: row.get(2)?, held_on: row.get(3)?, place: row.get(4)?, audience: row.get(5)?, minutes: row.get(6)?, version: row.get(7)? })
}

/// The presentation of a pathway that the caller has loaded.
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, pathway: PathwayId) -> Result<Option<Presentation>> {
    Ok(tx.maybe("SELECT pathway_id, kind, planned_on, held_on, place, audience, minutes, version FROM presentation WHERE pathway_id = $1", params![pathway], shape)?)
}

/// Whether the actor plans: the teacher or a methodist.
#[must_use]
pub fn may_plan(loaded: &Loaded) -> bool {
    loaded.standing.is_teacher() || loaded.standing.methodist().is_some()
}

/// Whether the actor says how it went: somebody of the team who isn't the teacher.
#[must_use]
pub fn may_hold(loaded: &Loaded) -> bool {
    let says = |role: TeamRole| match role {
        TeamRole::RegionalMethodist | TeamRole::MunicipalMethodist | TeamRole::Tutor | TeamRole::Union => true,
        TeamRole::Teacher | TeamRole::DeputyHead | TeamRole::Mentor => false,
    };
    !loaded.standing.is_teacher() && loaded.standing.seats.iter().any(|seat| says(seat.role))
}

impl Plan {
    fn parse(&self, today: Date) -> Result<(Way, Date, String, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let way = errors.take("way", self.way.parse::<Way>().map_err(|_| "Выберите, как будут представлены результаты"));
        let day = errors.take("planned_on", kernel::date::parse(&self.planned_on)).filter(|day| {
            let far = today.checked_add(jiff::Span::new().years(2)).unwrap_or(today);
            let fits = *day >= today && *day <= far;
            if !fits {
                errors.add("planned_on", "Назначьте день не раньше сегодняшнего и не дальше двух лет");
            }
            fits
        });
        let mut line = |name: &str, raw: &str| {
            let text = clean_line(&raw.chars().take(LONGEST_LINE * 2).collect::<String>());
            if text.chars().count() > LONGEST_LINE {
                errors.add(name, format!("Можно до {LONGEST_LINE} знаков. Сократите"));
            }
            text
        };
        let (place, audience) = (line("place", &self.place), line("audience", &self.audience));
        errors.or((|| Some((way?, day?, place, audience)))())
    }
}

/// Plans the presentation, or moves it; possible while the pathway is walked.
///
/// # Errors
/// Not found; fields; refusals: the pathway isn't walked now, not one's part; stale.
pub fn plan(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, version: i64, plan: &Plan) -> Result<()> {
    let loaded = load(tx, actor, id)?;
    crate::walk::must_walk(&loaded)?;
    if !may_plan(&loaded) {
        return Err(Error::refusal("Представление назначают педагог или методист. Напишите им в сообщениях команды."));
    }
    let (way, day, place, audience) = plan.parse(tx.today())?;
    match find(tx, id)? {
        None if version == 0 => {
            tx.execute("INSERT INTO presentation (pathway_id, kind, planned_on, place, audience) VALUES ($1, $2, $3, $4, $5)", params![id, way, day, place, audience])?;
        }
        None => return Err(Error::stale("Представление результатов")),
        Some(_) => tx.change_one(
            "Представление результатов",
            "UPDATE presentation SET kind = $1, planned_on = $2, place = $3, audience = $4, version = version + 1 WHERE pathway_id = $5 AND version = $6 AND held_on IS NULL",
            params![way, day, place, audience, id, version],
        )?,
    }
    tx.record(&actor.by(), Event::new("presentation.planned", "pathway", id).of(loaded.standing.case.person))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::PresentationPlanned, &page(id), &ui::ru::date(day))
}

/// The page of presenting and closing.
#[must_use]
pub fn page(id: PathwayId) -> String {
    format!("/pathways/{id}/closing")
}

/// Notes that the results were presented, with minutes: the pathway is `presented`.
///
/// # Errors
/// Not found; fields; refusals: steps are left, it wasn't planned, not one's part; stale.
pub fn hold(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, version: i64, said: &Minutes) -> Result<()> {
    let loaded = load(tx, actor, id)?;
    crate::walk::must_walk(&loaded)?;
    if !may_hold(&loaded) {
        return Err(Error::refusal("Как прошло представление, отмечает методист, тьютор или руководитель объединения из команды, не сам педагог."));
    }
    must_be_walked(&steps::list(tx, id)?)?;
    let Some(planned) = find(tx, id)? else {
        return Err(Error::refusal("Представление ещё не назначено. Назначьте день, потом отметьте, как оно прошло."));
    };
    let (held_on, minutes) = said.parse(tx.today())?;
    // A version whose steps were all accepted in the one before was walked without another answer.
    crate::walk::settle(tx, actor, &loaded)?;
    tx.change_one(
        "Представление результатов",
        "UPDATE presentation SET held_on = $1, minutes = $2, version = version + 1 WHERE pathway_id = $3 AND version = $4 AND held_on IS NULL",
        params![held_on, minutes, id, version],
    )?;
    let presented_at = Some(tx.now());
    pathways::save(tx, &Pathway { state: State::Presented, presented_at, ..loaded.pathway.clone() })?;
    tx.record(&actor.by(), Event::new("presentation.held", "pathway", id).of(loaded.standing.case.person).with(serde_json::json!({"way": planned.way.as_str()})))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::Presented, &page(id), &ui::ru::date(held_on))
}

impl Minutes {
    fn parse(&self, today: Date) -> Result<(Date, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let day = errors.take("held_on", kernel::date::parse(&self.held_on)).filter(|day| {
            if *day > today {
                errors.add("held_on", "Этот день ещё не наступил");
            }
            *day <= today
        });
        let minutes = clean_text(&self.minutes.chars().take(LONGEST_MINUTES * 2).collect::<String>());
        match minutes.chars().count() {
            0 => errors.add("minutes", "Запишите коротко: кто был, что обсудили, к чему пришли"),
            long if long > LONGEST_MINUTES => errors.add("minutes", format!("Можно до {LONGEST_MINUTES} знаков. Сократите")),
            _ => {}
        }
        errors.or(day.map(|day| (day, minutes)))
    }
}

fn must_be_walked(steps: &[Step]) -> Result<()> {
    let left: Vec<&str> = steps.iter().filter(|step| step.is_in() && step.state != StepState::Accepted).map(|step| step.title.as_str()).collect();
    match left.first() {
        None if steps.iter().any(Step::is_in) => Ok(()),
        None => Err(Error::refusal("В маршруте не осталось шагов: представлять нечего.")),
        Some(first) => Err(Error::refusal(format!("Не все шаги приняты, осталось: {}. Первый из них — «{first}».", left.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    #[test]
    fn a_presentation_is_planned_ahead_and_held_in_the_past() {
        let plan = |day: &str| Plan { way: "event".into(), planned_on: day.into(), ..Plan::default() }.parse(TODAY);
        assert!(plan("23.11.2026").is_ok() && plan("01.03.2027").is_ok());
        for wrong in ["22.11.2026", "01.03.2029", "скоро", ""] {
            assert!(plan(wrong).is_err(), "{wrong}");
        }
        let held = |day: &str, minutes: &str| Minutes { held_on: day.into(), minutes: minutes.into() }.parse(TODAY);
        assert!(held("23.11.2026", "Были коллеги объединения").is_ok());
        assert!(held("24.11.2026", "Были").is_err() && held("23.11.2026", " ").is_err());
    }
}
