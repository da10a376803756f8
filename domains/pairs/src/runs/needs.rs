//! Who needs support: teachers with difficulties that are open to the one who looks, or with a case in whose team no methodist sits.

use super::facts::{self, At, Teacher};
use crate::model::Code;
use access::{Actor, Scope};
use cases::{CaseId, SeatState, TeamRole};
use deficits::Sight;
use kernel::{Result, Slice, Tx, id::PersonId, params};
use std::collections::{BTreeMap, BTreeSet};

const MOST: u32 = 100_000;

/// How sure a difficulty is that nobody has measured.
const UNMEASURED: f64 = 0.7;

/// What is known of somebody's need.
#[derive(Debug, Clone, Default)]
struct Need {
    /// Of the difficulty that is surest: its competency.
    competency: String,
    surest: f64,
    difficulties: usize,
    case: Option<CaseId>,
    subject: String,
}

impl Need {
    fn severity(&self) -> i64 {
        let more = self.difficulties.saturating_sub(1).min(4) as f64 * 10.0;
        if self.difficulties == 0 { 0 } else { (self.surest * 60.0 + more).round() as i64 }
    }
}

/// Everybody within the actor's reach who needs support and has neither a pair nor a methodist in the team.
pub fn who_needs(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<PersonId>> {
    let (needs, helped) = needs(tx, actor)?;
    let paired = crate::pair::accompanied(tx)?;
    Ok(needs.into_keys().filter(|person| !helped.contains(person) && !paired.contains(person)).collect())
}

/// Difficulties that the actor may see, and cases: by person; and those whose team has a methodist already.
fn needs(tx: &mut Tx<'_>, actor: &Actor) -> Result<(BTreeMap<PersonId, Need>, BTreeSet<PersonId>)> {
    let mut needs: BTreeMap<PersonId, Need> = BTreeMap::new();
    for deficit in deficits::deficits(tx, &Sight::of(actor), &Default::default(), ("found", true), Slice::all(MOST))?.rows {
        let need = needs.entry(deficit.person).or_default();
        let sure = deficit.p_below.unwrap_or(UNMEASURED);
        need.difficulties += 1;
        if sure > need.surest {
            need.surest = sure;
            need.competency = deficit.code;
        }
    }
    let mut helped = BTreeSet::new();
    let open = cases::Filter { state: "open".into(), ..cases::Filter::default() };
    for row in cases::list(tx, actor, &open, None, Slice::all(MOST))?.rows {
        let case = row.case;
        let has_methodist = cases::team(tx, case.id)?.iter().any(|member| member.state == SeatState::Joined && leads(member.role));
        if has_methodist {
            helped.insert(case.person);
            continue;
        }
        let need = needs.entry(case.person).or_default();
        need.case = Some(case.id);
        if need.subject.is_empty() {
            need.subject = case.subject;
        }
    }
    Ok((needs, helped))
}

fn leads(role: TeamRole) -> bool {
    match role {
        TeamRole::RegionalMethodist | TeamRole::MunicipalMethodist | TeamRole::Mentor | TeamRole::Tutor => true,
        TeamRole::Teacher | TeamRole::DeputyHead | TeamRole::Union => false,
    }
}

/// The facts of these teachers as they stand now. Who is out of reach, or of whom it isn't known what help is needed with, is left out.
pub fn teachers(tx: &mut Tx<'_>, actor: &Actor, people: &[PersonId]) -> Result<Vec<Teacher>> {
    let (mut needs, _) = needs(tx, actor)?;
    let at = facts::at(tx, &actor.scope(), people)?;
    let municipalities: BTreeSet<String> = at.values().map(|at| at.municipality.clone()).collect();
    let superiors = facts::superiors(tx, &municipalities)?;
    let routes: BTreeMap<String, String> = tx.query("SELECT competency_code, direction FROM need_direction", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let past = crate::pair::past(tx)?;
    let (wishes, never) = crate::wishes::all(tx)?;
    let of = |from: &BTreeMap<PersonId, Vec<PersonId>>, person: PersonId| from.get(&person).cloned().unwrap_or_default();
    let mut found = Vec::new();
    for person in people {
        let Some(at) = at.get(person) else { continue };
        let need = needs.remove(person).unwrap_or_default();
        let Some(code) = code(&need, at, &routes) else { continue };
        let mut never = of(&never, *person);
        never.extend(past.parted.get(person).into_iter().flatten());
        never.sort_unstable();
        never.dedup();
        found.push(Teacher {
            person: *person,
            code,
            place: at.place.clone(),
            municipality: at.municipality.clone(),
            zone: at.zone,
            severity: need.severity(),
            case: need.case,
            before: of(&past.together, *person),
            wishes: of(&wishes, *person),
            never,
            superiors: superiors.get(&at.municipality).cloned().unwrap_or_default(),
        });
    }
    Ok(found)
}

/// The direction of the surest difficulty if one is set for it; else the subject of the case, or the main one.
fn code(need: &Need, at: &At, routes: &BTreeMap<String, String>) -> Option<Code> {
    if let Some(direction) = routes.get(&need.competency) {
        return Some(Code::Direction(direction.clone()));
    }
    let subject = if need.subject.is_empty() { &at.subject } else { &need.subject };
    (!subject.is_empty()).then(|| Code::Subject(subject.clone()))
}

/// People of a list by their full names, one a line, within the scope.
///
/// # Errors
/// Field `names`: lines that name nobody or several, all of them.
pub fn by_names(tx: &mut Tx<'_>, scope: &Scope, raw: &str) -> Result<Vec<PersonId>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for line in raw.lines().map(kernel::name::clean_line).filter(|line| !line.is_empty()).take(2_000) {
        let sought = kernel::search::fold(&line);
        let filter = people::Filter { text: line.clone(), ..people::Filter::default() };
        let rows = people::list(tx, scope, &filter, people::Sort::default(), Slice::new(1, 50))?;
        let same: Vec<PersonId> = rows.people.rows.iter().filter(|row| kernel::search::fold(&row.name.full()) == sought).map(|row| row.id).collect();
        match same.as_slice() {
            [one] if found.contains(one) => {}
            [one] => found.push(*one),
            [] => wrong.push(format!("«{line}» — не найден(а)")),
            _ => wrong.push(format!("«{line}» — таких несколько, добавьте отчество или уберите строку")),
        }
    }
    match (found.is_empty(), wrong.is_empty()) {
        (_, false) => Err(kernel::Error::field("names", format!("Проверьте строки: {}", wrong.join("; ")))),
        (true, true) => Err(kernel::Error::field("names", "Напишите ФИО педагогов, каждое с новой строки")),
        (false, true) => Ok(found),
    }
}
