//! Before the votes: a meeting is planned, its agenda built, its members counted in.

use crate::{
    candidates,
    form::{AttendanceForm, PlanForm},
    lists::Officers,
    model::{ItemId, Meeting, MeetingId},
    store::{self, items},
};
use access::{Action, Actor, Role, grants};
use applications::ApplicationId;
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;

/// Plans a meeting; its seats are those who hold the role on that day.
///
/// # Errors
/// Field errors at `held_on`, `chair`, `secretary`.
pub fn plan(tx: &mut Tx<'_>, actor: &Actor, form: &PlanForm) -> Result<MeetingId> {
    actor.may(Action::RunMeetings)?;
    let (day, officers) = officers(tx, form)?;
    let planned = form.parse(day, &officers)?;
    let (id, number) = (MeetingId::fresh(), store::next_number(tx, day)?);
    store::insert(tx, id, number, &planned)?;
    store::set_seats(tx, id, &officers.members)?;
    tx.record(&actor.by(), Event::new("meeting.planned", "meeting", id).with(json!({"number": number, "held_on": day, "seats": officers.members.len()})))?;
    Ok(id)
}

fn officers(tx: &mut Tx<'_>, form: &PlanForm) -> Result<(kernel::Date, Officers)> {
    let day = form.day(tx.today())?;
    Ok((day, Officers::on(tx, day)?))
}

/// Moves a planned meeting to another day, or gives it another chair or secretary.
///
/// # Errors
/// As [`plan`]; a refusal once it is open.
pub fn replan(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, form: &PlanForm) -> Result<()> {
    actor.may(Action::RunMeetings)?;
    let meeting = store::find(tx, id)?;
    meeting.must_be_planned()?;
    let (day, officers) = officers(tx, form)?;
    let planned = form.parse(day, &officers)?;
    let number = if day.year() == meeting.held_on.year() { meeting.number } else { store::next_number(tx, day)? };
    store::replan(tx, &meeting, form.version, number, &planned)?;
    store::set_seats(tx, id, &officers.members)?;
    tx.record(&actor.by(), Event::new("meeting.replanned", "meeting", id).with(json!({"held_on": day, "seats": officers.members.len()})))
}

/// Cancels a meeting that was only planned; its candidates wait for the next one.
///
/// # Errors
/// A refusal once it is open.
pub fn cancel(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<()> {
    actor.may(Action::RunMeetings)?;
    let meeting = store::find(tx, id)?;
    meeting.must_be_planned()?;
    store::delete(tx, id)?;
    tx.record(&actor.by(), Event::new("meeting.cancelled", "meeting", id).with(json!({"number": meeting.number, "held_on": meeting.held_on})))
}

/// Puts applications on the agenda, in the order given. How many came on.
///
/// # Errors
/// A refusal when one of them waits for the commission no longer, or is on another agenda.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, applications: &[ApplicationId]) -> Result<usize> {
    actor.may(Action::RunMeetings)?;
    store::find(tx, id)?.must_not_be_closed()?;
    if applications.is_empty() {
        return Err(Error::field("application", "Отметьте в списке хотя бы одну заявку"));
    }
    let mut taken = candidates::taken(tx)?;
    for application in applications {
        let candidate = applications::find(tx, &actor.scope(), *application)?;
        let name = candidate.name.full();
        if taken.contains(application) {
            return Err(Error::refusal(format!("{name}: эта заявка уже в повестке незакрытого заседания. Обновите список кандидатов.")));
        }
        if !candidates::is_before_us(candidate.state) {
            return Err(Error::refusal(format!("{name}: заявка больше не ждёт комиссии ({}). Обновите список кандидатов.", candidate.state.label())));
        }
        let item = items::insert(tx, id, (*application, candidate.person), &candidates::words(&candidate))?;
        taken.push(*application);
        tx.record(&actor.by(), Event::new("meeting.item_added", "meeting", id).of(candidate.person).with(json!({"item": item, "application": application})))?;
    }
    Ok(applications.len())
}

/// Takes a candidate off the agenda before the meeting opens.
///
/// # Errors
/// A refusal once it is open.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, item: ItemId) -> Result<()> {
    let (meeting, agenda) = planned_agenda(tx, actor, id)?;
    let gone = agenda.iter().find(|known| known.id == item).ok_or(Error::NotFound)?;
    items::delete(tx, item)?;
    let rest: Vec<ItemId> = agenda.iter().map(|known| known.id).filter(|known| *known != item).collect();
    items::renumber(tx, &rest)?;
    tx.record(&actor.by(), Event::new("meeting.item_removed", "meeting", meeting.id).of(gone.person).with(json!({"application": gone.application})))
}

fn planned_agenda(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<(Meeting, Vec<crate::model::Item>)> {
    actor.may(Action::RunMeetings)?;
    let meeting = store::find(tx, id)?;
    meeting.must_be_planned()?;
    let agenda = items::of_meeting(tx, &actor.scope(), &meeting)?;
    Ok((meeting, agenda))
}

/// Where an item of the agenda goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    Up,
    Down,
    First,
    Last,
}

impl std::str::FromStr for Shift {
    type Err = Error;

    fn from_str(raw: &str) -> Result<Self> {
        match raw {
            "up" => Ok(Self::Up),
            "down" => Ok(Self::Down),
            "first" => Ok(Self::First),
            "last" => Ok(Self::Last),
            _ => Err(Error::NotFound),
        }
    }
}

/// Changes the order of the agenda before the meeting opens.
///
/// # Errors
/// A refusal once it is open.
pub fn shift(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, item: ItemId, to: Shift) -> Result<()> {
    let (_, agenda) = planned_agenda(tx, actor, id)?;
    let mut order: Vec<ItemId> = agenda.iter().map(|known| known.id).collect();
    let at = order.iter().position(|known| *known == item).ok_or(Error::NotFound)?;
    order.remove(at);
    let target = match to {
        Shift::Up => at.saturating_sub(1),
        Shift::Down => (at + 1).min(order.len()),
        Shift::First => 0,
        Shift::Last => order.len(),
    };
    order.insert(target, item);
    items::renumber(tx, &order)?;
    tx.record(&actor.by(), Event::new("meeting.item_moved", "meeting", id).with(json!({"item": item, "from": at + 1, "to": target + 1})))
}

/// Opens the meeting on its day with those who are present. A quorum may come later; without one nothing is decided.
///
/// # Errors
/// Field errors at `present` and `chair`; refusals: not the day yet, an empty agenda, somebody acted first.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, form: &AttendanceForm) -> Result<()> {
    let (meeting, agenda) = planned_agenda(tx, actor, id)?;
    if meeting.held_on > tx.today() {
        return Err(Error::refusal(format!("Заседание назначено на {}. Откройте его в этот день или измените дату.", kernel::date::short(meeting.held_on))));
    }
    if agenda.is_empty() {
        return Err(Error::refusal("Повестка пуста. Добавьте в неё хотя бы одну кандидатуру и откройте заседание снова."));
    }
    store::open(tx, &meeting, form.version)?;
    let members = grants::holders_on(tx, Role::Commission, meeting.held_on)?;
    store::set_seats(tx, id, &members)?;
    take_attendance(tx, &meeting, form)?;
    tx.record(&actor.by(), Event::new("meeting.opened", "meeting", id).with(json!({"seats": members.len(), "present": form.present.len(), "items": agenda.len()})))
}

/// Who came and who left while the meeting goes on. Whoever voted was there: the minutes will say so.
///
/// # Errors
/// Field errors at `present` and `chair`; a refusal unless the meeting is open.
pub fn attendance(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, form: &AttendanceForm) -> Result<()> {
    actor.may(Action::RunMeetings)?;
    let meeting = store::find(tx, id)?;
    meeting.must_be_open()?;
    take_attendance(tx, &meeting, form)?;
    tx.record(&actor.by(), Event::new("meeting.attendance_taken", "meeting", id).with(json!({"present": form.present, "chair": form.chair})))
}

fn take_attendance(tx: &mut Tx<'_>, meeting: &Meeting, form: &AttendanceForm) -> Result<()> {
    let seats = store::attendees(tx, meeting.id)?;
    if form.present.iter().any(|account| !seats.iter().any(|seat| seat.account == *account)) {
        return Err(Error::field("present", "Отмечен тот, кого нет в составе комиссии на этот день. Обновите страницу и отметьте присутствующих снова"));
    }
    if form.present.is_empty() {
        return Err(Error::field("present", "Отметьте хотя бы одного присутствующего"));
    }
    let votes = items::votes(tx, meeting.id)?;
    if let Some(voted) = seats.iter().find(|seat| !form.present.contains(&seat.account) && votes.iter().any(|vote| vote.account == seat.account)) {
        return Err(Error::field("present", format!("{}: голос на этом заседании уже учтён, снять отметку о присутствии нельзя", voted.name)));
    }
    let chair = form.chair.filter(|chair| form.present.contains(chair)).ok_or_else(|| Error::field("chair", "Выберите, кто ведёт заседание, из отмеченных присутствующими"))?;
    store::set_present(tx, meeting.id, &form.present, chair)
}
