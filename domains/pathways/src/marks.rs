//! What is wrong with a line, and what to do: a resource withdrawn, somebody who left, a deficit no longer of the case, dates.

use crate::{
    model::{Fate, Step},
    offers::Offer,
};
use cases::SeatId;
use deficits::DeficitId;
use kernel::Date;

/// Something to be mended in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A proposed line nobody has decided on.
    Undecided,
    ResourceWithdrawn {
        why: String,
    },
    FileGone,
    /// The catalogue's check found the link broken; it may come back.
    LinkBroken,
    ResponsibleLeft,
    DeficitLeft,
    /// It serves no deficit at all.
    NoDeficit,
    NoDate,
    /// Its dates are not within the pathway's.
    BeyondDates,
    /// Another line's resource is held on the same days, and one of the two is short: one can't be at both.
    SameDays {
        title: String,
    },
}

impl Mark {
    /// What is wrong and what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Undecided => "предложено, но не решено: оставьте строку, измените или вычеркните".into(),
            Self::ResourceWithdrawn { why } if why.is_empty() => "ресурс убран из каталога: замените его другим или сделайте строку своим заданием".into(),
            Self::ResourceWithdrawn { why } => format!("ресурс убран из каталога ({why}): замените его другим или сделайте строку своим заданием"),
            Self::FileGone => "файл ресурса удалён: спросите того, кто ведёт каталог, или замените ресурс".into(),
            Self::LinkBroken => "ссылка ресурса при проверке не открылась: проверьте её перед началом".into(),
            Self::ResponsibleLeft => "ответственный вышел из команды: назначьте другого".into(),
            Self::DeficitLeft => "затруднение больше не входит в сопровождение: уберите его из строки".into(),
            Self::NoDeficit => "не сказано, какое затруднение закрывает строка: отметьте хотя бы одно".into(),
            Self::NoDate => "нет срока: укажите, к какому дню".into(),
            Self::SameDays { title } => format!("в те же дни идёт «{title}»: проверьте, что успеете и туда и сюда"),
            Self::BeyondDates => "срок выходит за даты маршрута: исправьте срок или даты".into(),
        }
    }

    /// Whether it must be mended before the pathway is sent to be signed.
    #[must_use]
    pub fn is_blocking(&self) -> bool {
        match self {
            Self::Undecided | Self::ResourceWithdrawn { .. } | Self::FileGone | Self::ResponsibleLeft | Self::DeficitLeft | Self::NoDeficit | Self::NoDate | Self::BeyondDates => true,
            Self::LinkBroken | Self::SameDays { .. } => false,
        }
    }
}

/// What a line is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    pub offer: Option<&'a Offer>,
    /// Seats of the team that are joined now.
    pub joined: &'a [SeatId],
    pub deficits: &'a [DeficitId],
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
}

/// Everything that is wrong with a line that is a part of the pathway, or waits to be.
#[must_use]
pub fn of(step: &Step, around: &Around<'_>) -> Vec<Mark> {
    if step.fate == Fate::Open {
        return vec![Mark::Undecided];
    }
    if !step.is_in() || !step.state.is_undone() {
        return Vec::new();
    }
    let mut marks = Vec::new();
    if step.resource.is_some() {
        marks.extend(resource(around.offer));
    }
    if step.responsible.is_some_and(|seat| !around.joined.contains(&seat)) {
        marks.push(Mark::ResponsibleLeft);
    }
    if step.deficits.iter().any(|deficit| !around.deficits.contains(deficit)) {
        marks.push(Mark::DeficitLeft);
    }
    if step.deficits.is_empty() && !around.deficits.is_empty() {
        marks.push(Mark::NoDeficit);
    }
    let beyond = |day: Option<Date>| day.is_some_and(|day| around.starts_on.is_some_and(|first| day < first) || around.ends_on.is_some_and(|last| day > last));
    match step.due_on {
        None => marks.push(Mark::NoDate),
        due if beyond(due) || beyond(step.starts_on) => marks.push(Mark::BeyondDates),
        Some(_) => {}
    }
    marks
}

/// An event of so many days at most can't be attended beside another.
const SHORT_DAYS: i64 = 3;

/// The first of the others that is held on the same days.
#[must_use]
pub fn same_days<'a>(own: &Offer, others: impl Iterator<Item = &'a Offer>) -> Option<Mark> {
    let days = |offer: &Offer| offer.starts_on.map(|first| (first, offer.ends_on.unwrap_or(first)));
    let is_short = |(first, last): (Date, Date)| first.until(last).is_ok_and(|span| i64::from(span.get_days()) < SHORT_DAYS);
    let held = days(own)?;
    let clashes = |other: (Date, Date)| held.0 <= other.1 && other.0 <= held.1 && (is_short(held) || is_short(other));
    others.filter(|other| other.id != own.id).find(|other| days(other).is_some_and(clashes)).map(|other| Mark::SameDays { title: other.title.clone() })
}

fn resource(offer: Option<&Offer>) -> Option<Mark> {
    match offer {
        None => Some(Mark::ResourceWithdrawn { why: String::new() }),
        Some(offer) if !offer.is_live => Some(Mark::ResourceWithdrawn { why: offer.withdrawn_why.clone() }),
        Some(offer) if !offer.file_name.is_empty() && !offer.has_file => Some(Mark::FileGone),
        Some(offer) if offer.link_state == "broken" => Some(Mark::LinkBroken),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{day, offer, seat, step};

    const NOBODY: Around<'static> = Around { offer: None, joined: &[], deficits: &[], starts_on: None, ends_on: None };

    #[test]
    fn a_withdrawn_resource_and_a_deleted_file_are_said_with_what_to_do() {
        let mut line = step(1);
        let gone = Offer { is_live: false, withdrawn_why: "курс закрыт".into(), ..offer(1) };
        line.resource = Some(gone.id);
        let told = of(&line, &Around { offer: Some(&gone), ..NOBODY });
        assert_eq!(told, [Mark::ResourceWithdrawn { why: "курс закрыт".into() }]);
        assert!(told[0].sentence().contains("курс закрыт") && told[0].sentence().contains("замените"));
        let fileless = Offer { file_name: "памятка.pdf".into(), has_file: false, ..offer(1) };
        assert_eq!(of(&line, &Around { offer: Some(&fileless), ..NOBODY }), [Mark::FileGone]);
        let broken = Offer { link_state: "broken".into(), ..offer(1) };
        let told = of(&line, &Around { offer: Some(&broken), ..NOBODY });
        assert!(told == [Mark::LinkBroken] && !told[0].is_blocking(), "a link may come back");
        assert_eq!(of(&line, &Around { offer: Some(&offer(1)), ..NOBODY }), []);
    }

    #[test]
    fn two_events_of_the_same_day_are_said_and_a_long_course_beside_another_is_not() {
        let held = |id, first, last| Offer { starts_on: Some(first), ends_on: Some(last), ..offer(id) };
        let lesson = held(1, day(2027, 2, 3), day(2027, 2, 3));
        let course = held(2, day(2027, 2, 1), day(2027, 3, 1));
        let other = held(3, day(2027, 2, 10), day(2027, 4, 1));
        assert!(matches!(same_days(&lesson, [&course].into_iter()), Some(Mark::SameDays { .. })));
        assert_eq!(same_days(&course, [&other].into_iter()), None);
        assert_eq!(same_days(&lesson, [&lesson, &other, &offer(4)].into_iter()), None);
    }

    #[test]
    fn somebody_who_left_is_no_longer_responsible() {
        let mut line = step(1);
        line.responsible = Some(seat(5));
        assert_eq!(of(&line, &Around { joined: &[seat(4)], ..NOBODY }), [Mark::ResponsibleLeft]);
        assert_eq!(of(&line, &Around { joined: &[seat(5)], ..NOBODY }), []);
    }

    #[test]
    fn a_deficit_that_left_the_case_and_a_line_for_nothing_are_marked() {
        let (mut line, held) = (step(1), DeficitId::fresh());
        line.deficits = vec![DeficitId::fresh()];
        assert_eq!(of(&line, &Around { deficits: &[held], ..NOBODY }), [Mark::DeficitLeft]);
        line.deficits = Vec::new();
        assert_eq!(of(&line, &Around { deficits: &[held], ..NOBODY }), [Mark::NoDeficit]);
    }

    #[test]
    fn a_line_needs_a_day_within_the_pathway() {
        let mut line = step(1);
        line.due_on = None;
        assert_eq!(of(&line, &NOBODY), [Mark::NoDate]);
        line.due_on = Some(day(2027, 6, 1));
        let around = Around { starts_on: Some(day(2026, 12, 1)), ends_on: Some(day(2027, 5, 31)), ..NOBODY };
        assert_eq!(of(&line, &around), [Mark::BeyondDates]);
        line.due_on = Some(day(2027, 5, 31));
        assert_eq!(of(&line, &around), []);
        line.starts_on = Some(day(2026, 11, 30));
        assert_eq!(of(&line, &around), [Mark::BeyondDates]);
    }

    #[test]
    fn what_is_struck_or_done_is_left_alone_and_what_is_undecided_waits() {
        let mut line = step(1);
        line.due_on = None;
        line.fate = Fate::Struck;
        assert_eq!(of(&line, &NOBODY), []);
        line.fate = Fate::Open;
        assert_eq!(of(&line, &NOBODY), [Mark::Undecided]);
        line.fate = Fate::Kept;
        line.state = crate::StepState::Accepted;
        assert_eq!(of(&line, &NOBODY), []);
    }
}
