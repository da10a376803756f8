//! Publishing: pairs come into force, people are told, methodists are asked into the teams of open cases.

use super::store::{self, Told};
use crate::{
    model::{PairId, Run, RunId, RunState},
    pair::{self, NewPair},
    runs::facts,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId, params};
use notices::{Notice, Topic};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A proposed pair that no longer fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    pub teacher: PersonId,
    pub methodist: PersonId,
    pub why: &'static str,
}

/// What became of a publication.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    pub pairs: usize,
    pub stale: usize,
    /// Invitations to teams of cases.
    pub invited: usize,
}

/// Pairs of a pending run that no longer fit what is so today.
///
/// # Errors
/// Not found.
pub fn stale(tx: &mut Tx<'_>, actor: &Actor, run: &Run) -> Result<Vec<Stale>> {
    let told = store::all_told(tx, run.id)?;
    let proposed: Vec<&Told> = told.iter().filter(|line| line.methodist.is_some()).collect();
    let teachers: Vec<PersonId> = proposed.iter().map(|line| line.teacher.person).collect();
    let at = facts::at(tx, &actor.scope(), &teachers)?;
    let paired = pair::accompanied(tx)?;
    let room: BTreeMap<PersonId, facts::Methodist> = facts::methodists(tx, &actor.scope(), &run.kinds, run.room())?.into_iter().map(|one| (one.person, one)).collect();
    let (_, never) = crate::wishes::all(tx)?;
    let mut taken: BTreeMap<PersonId, u32> = BTreeMap::new();
    let mut found = Vec::new();
    // Pins first: when places lack, those whom a person chose keep theirs.
    let (pinned, free): (Vec<&Told>, Vec<&Told>) = proposed.into_iter().partition(|line| line.is_pinned);
    for line in pinned.into_iter().chain(free) {
        let Some(methodist) = line.methodist else { continue };
        let teacher = line.teacher.person;
        let why = match (at.get(&teacher), room.get(&methodist)) {
            (None, _) => Some("педагог больше не в вашей территории или его карточка удалена"),
            (_, None) => Some("методист больше не действующий участник актива или перешёл в другую территорию"),
            _ if paired.contains(&teacher) => Some("у педагога уже есть методист"),
            (Some(at), Some(now)) if at.place == now.place => Some("методист и педагог теперь в одной школе"),
            (Some(at), _) if at.place != line.teacher.place => Some("педагог перешёл в другую школу"),
            _ if never.get(&teacher).is_some_and(|never| never.contains(&methodist)) => Some("педагог просил не закреплять за ним этого человека"),
            (_, Some(now)) => {
                let taken = taken.entry(methodist).or_default();
                *taken += 1;
                (*taken > now.places).then_some("у методиста теперь меньше мест")
            }
        };
        found.extend(why.map(|why| Stale { teacher, methodist, why }));
    }
    Ok(found)
}

/// Makes the pairs. `seen`: how many stale ones whoever publishes has seen and leaves out.
///
/// # Errors
/// Not found; stale; refusals: it is over, there is nothing to publish, more has become stale than was shown.
pub fn publish(tx: &mut Tx<'_>, actor: &Actor, (id, version): (RunId, i64), seen: usize, site: &str) -> Result<Published> {
    let run = store::find(tx, actor, id)?;
    store::must_be_pending(&run)?;
    let gone = stale(tx, actor, &run)?;
    if gone.len() != seen {
        return Err(Error::refusal(format!(
            "Пока страница была открыта, устарели ещё пары: теперь их {}, а было показано {seen}. Вернитесь к подбору, посмотрите, какие, и решите: пересчитать или опубликовать без них.",
            gone.len()
        )));
    }
    let gone: BTreeSet<PersonId> = gone.into_iter().map(|stale| stale.teacher).collect();
    let told = store::all_told(tx, id)?;
    let fresh = told.iter().filter(|line| line.methodist.is_some() && !gone.contains(&line.teacher.person));
    if fresh.clone().next().is_none() {
        return Err(Error::refusal("Публиковать нечего: ни одной действующей пары. Пересчитайте подбор или начните новый."));
    }
    store::end(tx, &Run { version, ..run.clone() }, RunState::Published, actor.account)?;
    let mut published = Published { stale: gone.len(), ..Published::default() };
    let mut new_of: BTreeMap<PersonId, usize> = BTreeMap::new();
    for line in fresh {
        let Some(methodist) = line.methodist else { continue };
        make(tx, actor, (&run, line, methodist), &mut published, site)?;
        *new_of.entry(methodist).or_default() += 1;
    }
    for (methodist, count) in new_of {
        tell_methodist(tx, id, methodist, count)?;
    }
    tx.execute("UPDATE matching_teacher SET fate = 'left' WHERE run_id = $1 AND methodist_id IS NULL", params![id])?;
    for teacher in &gone {
        tx.execute("UPDATE matching_teacher SET fate = 'stale' WHERE run_id = $1 AND person_id = $2", params![id, teacher])?;
    }
    tx.record(&actor.by(), Event::new("matching.run_published", "matching_run", id).with(json!({"pairs": published.pairs, "stale": published.stale, "invited": published.invited})))?;
    Ok(published)
}

fn make(tx: &mut Tx<'_>, actor: &Actor, (run, line, methodist): (&Run, &Told, PersonId), published: &mut Published, site: &str) -> Result<()> {
    let teacher = line.teacher.person;
    let invited = match line.teacher.case {
        Some(case) => invite(tx, actor, (case, methodist), site)?.then_some(case),
        None => None,
    };
    published.invited += usize::from(invited.is_some());
    let new = NewPair { id: PairId::fresh(), teacher, methodist, code: line.teacher.code.stored(), run: Some(run.id), case: invited, starts_on: run.starts_on, ends_on: run.ends_on };
    pair::insert(tx, &new, Some(actor.account))?;
    tx.execute("UPDATE matching_teacher SET fate = 'made' WHERE run_id = $1 AND person_id = $2", params![run.id, teacher])?;
    tx.record(&actor.by(), Event::new("pair.made", "pair", new.id).of(teacher).with(json!({"methodist": methodist, "code": new.code, "run": run.id})))?;
    published.pairs += 1;
    let notice = Notice {
        once_key: format!("pair/{}/made/{teacher}", new.id),
        person: teacher,
        topic: Topic::Matching,
        subject: "За вами закреплён методист".into(),
        body: "У вас есть методист, к которому можно обращаться за помощью в работе. Кто это, написано в кабинете. Если вам удобнее работать с другим человеком, скажите об этом там же.".into(),
        url: crate::url::CABINET.into(),
    };
    notices::tell(tx, &notice)
}

fn tell_methodist(tx: &mut Tx<'_>, run: RunId, methodist: PersonId, count: usize) -> Result<()> {
    let teachers = ui::ru::counted(count, "педагог", "педагога", "педагогов");
    let notice = Notice {
        once_key: format!("matching/{run}/methodist/{methodist}"),
        person: methodist,
        topic: Topic::Matching,
        subject: "За вами закреплены педагоги".into(),
        body: format!("За вами закрепили: {teachers}. Список с предметами и школами — в кабинете. Напишите им и договоритесь о первой встрече."),
        url: crate::url::CABINET.into(),
    };
    notices::tell(tx, &notice)
}

/// Asks the methodist into the team; the place is taken only by a yes. Where the team's own rules don't let this actor ask, nobody is asked.
fn invite(tx: &mut Tx<'_>, actor: &Actor, (case, methodist): (cases::CaseId, PersonId), site: &str) -> Result<bool> {
    let invitation = cases::Invitation { person: methodist.to_string(), role: cases::TeamRole::Tutor.as_str().into() };
    match cases::invite(tx, actor, case, &invitation, site) {
        Ok(_) => Ok(true),
        Err(Error::Refusal(_) | Error::NotFound | Error::Fields(_)) => Ok(false),
        Err(other) => Err(other),
    }
}
