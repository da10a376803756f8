//! The link of rung 3: a pupils' gap goes with a deficit, as a hypothesis with its grounds, until three have said yes.

use crate::{
    event::EventKind,
    form::{needed, words},
    given::{Given, add, settle, tell},
    model::{CaseId, LinkId, MeasureId, SeatId, TeamRole},
    rules::{Act, must},
    stage::{EvidenceKind, SourceKind, Strand},
    standing::{Standing, load},
    store::{
        deficits as kept, evidence,
        links::{self, Answered, Link},
        measures,
    },
    url,
};
use access::Actor;
use audit::{Event, Record};
use deficits::DeficitId;
use kernel::{Error, FieldErrors, Result, Tx};

/// The three whose yes makes a link.
pub const THREE: [TeamRole; 3] = [TeamRole::Teacher, TeamRole::RegionalMethodist, TeamRole::DeputyHead];

/// Whether three different people in the three roles have said yes.
#[must_use]
pub fn is_confirmed(answers: &[Answered]) -> bool {
    let yes = |role: TeamRole| answers.iter().filter(move |answer| answer.role == role && answer.is_yes).map(|answer| answer.person);
    yes(THREE[0]).any(|first| yes(THREE[1]).any(|second| second != first && yes(THREE[2]).any(|third| third != first && third != second)))
}

/// A link as proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    pub deficit: String,
    pub measure: String,
    pub grounds: String,
}

/// The seat by which the actor speaks about links.
pub(crate) fn seat_of(standing: &Standing) -> Option<(SeatId, TeamRole)> {
    THREE.iter().find_map(|role| standing.holds(*role)).map(|seat| (seat.id, seat.role))
}

/// Proposes a link; the proposer has said yes by proposing.
///
/// # Errors
/// Fields `deficit`, `measure`, `grounds`. Refusals: proposed already.
pub fn propose(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, form: &Proposal) -> Result<LinkId> {
    let standing = load(tx, actor, id)?;
    must(Act::Link, &standing, actor.role)?;
    let case = &standing.case;
    let (seat, role) = seat_of(&standing).ok_or(Error::NotFound)?;
    let (taken, classes) = (kept::of(tx, case)?, measures::of(tx, id)?);
    let mut errors = FieldErrors::default();
    let deficit = errors.take("deficit", form.deficit.parse::<DeficitId>().ok().filter(|id| taken.iter().any(|one| one.id == *id)).ok_or("Выберите затруднение, которое взято в работу"));
    let measure = errors.take("measure", form.measure.parse::<MeasureId>().ok().filter(|id| classes.iter().any(|one| one.id == *id && !one.is_after())).ok_or("Выберите результат класса"));
    let grounds = needed(&mut errors, "grounds", &form.grounds, "Объясните, почему вы думаете, что одно связано с другим");
    let (grounds, (deficit, measure)) = errors.or(grounds.zip(deficit.zip(measure)))?;
    if links::of(tx, case)?.iter().any(|link| link.deficit == deficit && link.measure == measure) {
        return Err(Error::refusal("Эту связь уже предложили. Найдите её на этой странице и ответьте."));
    }
    let new = Link { id: LinkId::fresh(), deficit, measure, grounds, proposed_by: seat, made_at: tx.now(), version: 1, answers: Vec::new() };
    links::insert(tx, case, &new)?;
    links::answer(tx, new.id, (seat, role), true, "")?;
    let title = taken.iter().find(|one| one.id == deficit).map(|one| one.title.clone()).unwrap_or_default();
    tell(tx, &actor.by(), id, EventKind::LinkProposed, &url::of(id, "link"), &title)?;
    tx.record(&actor.by(), Event::new("case.link_proposed", "case", id).of(case.person))?;
    let guess = Given::new((3, Strand::Pupils, EvidenceKind::Link), SourceKind::Link, new.id).words(title).hypothesis();
    add(tx, &actor.by(), id, &guess)?;
    Ok(new.id)
}

/// A word on a link that is proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub is_yes: bool,
    pub words: String,
    pub version: i64,
}

/// One of the three answers. The third yes makes the link; a no that comes after undoes it.
///
/// # Errors
/// Field `words` for a no without a reason. Stale. Refusals.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, link: LinkId, form: &Answer) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Link, &standing, actor.role)?;
    let (seat, role) = seat_of(&standing).ok_or(Error::NotFound)?;
    let found = links::of(tx, &standing.case)?.into_iter().find(|one| one.id == link).ok_or(Error::NotFound)?;
    if found.version != form.version {
        return Err(Error::stale("Связь"));
    }
    let mut errors = FieldErrors::default();
    let words = if form.is_yes {
        words(&mut errors, "words", &form.words)
    } else {
        needed(&mut errors, "words", &form.words, "Объясните, почему вы не согласны: это поможет найти настоящую причину")
    };
    let words = errors.or(words)?;
    links::answer(tx, link, (seat, role), form.is_yes, &words)?;
    let by = actor.by();
    tell(tx, &by, id, EventKind::LinkAnswered, &url::of(id, "link"), if form.is_yes { "да" } else { "нет" })?;
    tx.record(&by, Event::new("case.link_answered", "case", id).of(standing.case.person))?;
    let answers = links::of(tx, &standing.case)?.into_iter().find(|one| one.id == link).map(|one| one.answers).unwrap_or_default();
    if is_confirmed(&answers) {
        if add(tx, &by, id, &Given::new((3, Strand::Pupils, EvidenceKind::Link), SourceKind::Link, link))? {
            tell(tx, &by, id, EventKind::LinkConfirmed, &url::of(id, "link"), "")?;
        }
    } else if is_confirmed(&found.answers) {
        evidence::withdraw(tx, id, EvidenceKind::Link, &link.to_string(), "один из троих передумал")?;
        let guess = Given::new((3, Strand::Pupils, EvidenceKind::Link), SourceKind::Link, link).hypothesis();
        add(tx, &by, id, &guess)?;
    }
    settle(tx, &by, id)
}

/// Takes a link back: its proposer or the teacher.
///
/// # Errors
/// Not found. Refusals.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, link: LinkId) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Link, &standing, actor.role)?;
    let found = links::of(tx, &standing.case)?.into_iter().find(|one| one.id == link).ok_or(Error::NotFound)?;
    if !standing.is_teacher() && standing.seats.iter().all(|seat| seat.id != found.proposed_by) {
        return Err(Error::refusal("Отозвать связь может тот, кто её предложил, или педагог. Вы можете ответить «нет» с объяснением."));
    }
    links::withdraw(tx, id, link)?;
    evidence::withdraw(tx, id, EvidenceKind::Link, &link.to_string(), "связь отозвана")?;
    tell(tx, &actor.by(), id, EventKind::LinkWithdrawn, &url::of(id, "link"), "")?;
    tx.record(&actor.by(), Event::new("case.link_withdrawn", "case", id).of(standing.case.person))?;
    settle(tx, &actor.by(), id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::PersonId;

    fn said(role: TeamRole, person: PersonId, is_yes: bool) -> Answered {
        Answered { link: LinkId::fresh(), seat: SeatId::fresh(), person, name: String::new(), role, is_yes, words: String::new() }
    }

    #[test]
    fn three_people_make_a_link_and_one_in_two_roles_is_one() {
        let [a, b, c] = [PersonId::fresh(), PersonId::fresh(), PersonId::fresh()];
        let all = [said(THREE[0], a, true), said(THREE[1], b, true), said(THREE[2], c, true)];
        assert!(is_confirmed(&all));
        assert!(!is_confirmed(&all[..2]));
        assert!(!is_confirmed(&[said(THREE[0], a, true), said(THREE[1], b, true), said(THREE[2], a, true)]), "the teacher who is the deputy head as well");
        assert!(!is_confirmed(&[said(THREE[0], a, true), said(THREE[1], b, true), said(THREE[2], c, false)]));
        assert!(!is_confirmed(&[said(THREE[0], a, true), said(THREE[1], b, true), said(TeamRole::Mentor, c, true)]));
    }
}
