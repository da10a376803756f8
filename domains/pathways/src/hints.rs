//! Where a pathway looks done for the paper's sake: a private hint to its author, a week later to the methodist if nobody answered.
//!
//! Never a score, never a count in any list, never shown to those who oversee.

use crate::{
    letters,
    model::{Component, PathwayId},
    prints,
    sections::Pen,
    store::{self, Loaded, hints as kept, pathways},
};
use access::Actor;
use audit::{By, Event, Record};
use cases::{SeatId, SeatState, TeamRole};
use jiff::SignedDuration;
use kernel::{Error, Result, Timestamp, Tx, name::clean_text};

kernel::uuid_id! {
    /// A hint.
    HintId,
}

kernel::text_enum! {
    /// What it looks like.
    HintKind {
        /// A section's text is near-identical to another pathway's.
        CopiedText = "copied_text",
        /// Everybody signed within a minute of sending.
        FastAgreement = "fast_agreement",
        /// All steps were handed in or accepted on one day.
        OneDay = "one_day",
        /// The results were presented and the repeat is missing.
        NoRepeat = "no_repeat",
    }
}

impl HintKind {
    /// What the author reads.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::CopiedText => "Текст этого раздела почти дословно совпадает с текстом другого маршрута. Если взяли образец, допишите своё: что именно важно в этой работе.",
            Self::FastAgreement => "Все подписали маршрут меньше чем за минуту. Проверьте вместе, всё ли прочитано: после согласования изменить можно только новой версией.",
            Self::OneDay => "Все шаги отмечены одним днём. Если так вышло из-за связи или отпуска, напишите об этом: команде будет понятно.",
            Self::NoRepeat => "Результаты представлены, а повторной диагностики нет уже два месяца. Без неё не видно, что изменилось.",
        }
    }
}

/// A hint as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub id: HintId,
    pub pathway: PathwayId,
    pub kind: HintKind,
    /// A component's word, or empty.
    pub about: String,
    pub author: Option<SeatId>,
    pub found_at: Timestamp,
    pub shown_at: Option<Timestamp>,
    pub told_at: Option<Timestamp>,
    pub answer: String,
    pub closed_at: Option<Timestamp>,
}

/// After so long without an answer the methodist hears of it too.
const PATIENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
const LONGEST_ANSWER: usize = 1000;
/// Candidates that are read to be compared for certain.
const MOST_LIKES: u32 = 20;

/// Notes what was found; the same is noted once. For the program: nobody is told yet but the author, on the pathway's page.
///
/// # Errors
/// The store fails.
pub fn note(tx: &mut Tx<'_>, pathway: PathwayId, kind: HintKind, about: &str, author: Option<SeatId>) -> Result<()> {
    if kept::insert(tx, pathway, kind, about, author)? {
        tx.record(&By::system(), Event::new("pathway.hint_found", "pathway", pathway).with(serde_json::json!({"kind": kind, "about": about})))?;
    }
    Ok(())
}

/// What no longer holds is forgotten without a trace, unless it was answered.
///
/// # Errors
/// The store fails.
pub fn forget(tx: &mut Tx<'_>, pathway: PathwayId, kind: HintKind, about: &str) -> Result<()> {
    kept::drop(tx, pathway, kind, about)
}

/// Looks at a section that was just saved.
pub(crate) fn look_at_text(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, author: SeatId) -> Result<()> {
    let text = whole_text(tx, pathway, component)?;
    let bands = prints::bands(&text);
    store::prints::keep(tx, pathway, component, &bands)?;
    if !bands.is_empty() {
        let own = prints::shingles(&text);
        for like in store::prints::likes(tx, pathway, component, MOST_LIKES)? {
            if prints::likeness(&own, &prints::shingles(&whole_text(tx, like, component)?)) >= prints::ALIKE {
                return note(tx, pathway, HintKind::CopiedText, component.as_str(), Some(author));
            }
        }
    }
    forget(tx, pathway, HintKind::CopiedText, component.as_str())
}

fn whole_text(tx: &mut Tx<'_>, pathway: PathwayId, component: Component) -> Result<String> {
    let section = store::sections::find(tx, pathway, component)?;
    let texts: Vec<&str> = crate::sections::fields(component).iter().filter(|field| !field.is_particular()).map(|field| section.text(field.name)).filter(|text| !text.is_empty()).collect();
    Ok(texts.join("\n"))
}

/// Whether this pen reads a hint: its author at once (the teacher, where the author has left), the methodist when it is told.
#[must_use]
pub fn is_for(hint: &Hint, pen: &Pen, is_methodist: bool) -> bool {
    let is_authors = hint.author.map_or(pen.is_teacher, |author| pen.own.contains(&author));
    is_authors || (is_methodist && hint.told_at.is_some())
}

/// The hints that the reader may see, open ones first.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Vec<Hint>> {
    let Ok(pen) = loaded.pen() else { return Ok(Vec::new()) };
    let is_methodist = loaded.standing.seats.iter().any(|seat| seat.role.is_methodist());
    let mut hints = kept::list(tx, loaded.pathway.id)?;
    hints.retain(|hint| is_for(hint, &pen, is_methodist));
    hints.sort_by_key(|hint| hint.closed_at.is_some());
    Ok(hints)
}

/// The author answers in a sentence; then it is closed, and the methodist reads the answer only if the hint was told before.
///
/// # Errors
/// Not found: it isn't the reader's; fields: `answer`; stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, hint: HintId, words: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    let pen = loaded.pen()?;
    let hint = kept::find(tx, id, hint)?;
    let is_methodist = loaded.standing.seats.iter().any(|seat| seat.role.is_methodist());
    if !is_for(&hint, &pen, is_methodist) {
        return Err(Error::NotFound);
    }
    let words = clean_text(words);
    match words.chars().count() {
        0 => return Err(Error::field("answer", "Напишите, как вышло, одной фразой")),
        1..=LONGEST_ANSWER => {}
        _ => return Err(Error::field("answer", format!("Слишком длинно: можно до {LONGEST_ANSWER} знаков"))),
    }
    kept::shown(tx, hint.id)?;
    kept::answer(tx, hint.id, &words)?;
    tx.record(&actor.by(), Event::new("pathway.hint_answered", "pathway", id).of(loaded.standing.case.person).with(serde_json::json!({"kind": hint.kind})))
}

/// The daily work: what nobody answered within a week is told to the methodists of the team. How many were told.
///
/// # Errors
/// The store fails.
pub fn tell_due(tx: &mut Tx<'_>, site: &str) -> Result<usize> {
    let before = tx.now() - PATIENCE;
    let due = kept::unanswered(tx, before)?;
    let told = due.len();
    for hint in due {
        let pathway = pathways::by_id(tx, hint.pathway)?;
        for member in cases::team(tx, pathway.case)? {
            let is_methodist = matches!(member.role, TeamRole::RegionalMethodist | TeamRole::MunicipalMethodist);
            if is_methodist && member.state == SeatState::Joined && Some(member.seat) != hint.author {
                letters::hint(tx, &pathway, &member, hint.id, site)?;
            }
        }
        kept::told(tx, hint.id)?;
    }
    Ok(told)
}
