//! Answers as typed, checked into domain values with all errors at once.

use crate::{
    lists::{Lists, Officers},
    model::{ItemId, Outcome, Voice},
    store::Planned,
};
use jiff::ToSpan;
use kernel::{
    Date, Error, FieldErrors, Result, date,
    id::{AccountId, PlaceId},
    name::clean_text,
};
use membership::Seat;
use structure::profile::{MembershipKind, TermKind};
use web::Answers;

const LONGEST_NOTE: usize = 1_000;

/// The form that plans a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanForm {
    pub held_on: String,
    pub chair: String,
    pub secretary: String,
    pub version: i64,
}

impl PlanForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { held_on: text("held_on"), chair: text("chair"), secretary: text("secretary"), version: answers.get("version").parse().unwrap_or(0) }
    }

    /// The day alone, or the error at it: who sits on the commission depends on it.
    ///
    /// # Errors
    /// A field error at `held_on`.
    pub fn day(&self, today: Date) -> Result<Date> {
        let day = date::parse(&self.held_on).map_err(|help| Error::field("held_on", help))?;
        let near = today.saturating_sub(1.year())..=today.saturating_add(1.year());
        if near.contains(&day) {
            Ok(day)
        } else {
            Err(Error::field("held_on", "Заседание назначают не дальше чем на год от сегодняшнего дня. Проверьте год"))
        }
    }

    /// # Errors
    /// Field errors at `held_on`, `chair`, `secretary`.
    pub fn parse(&self, held_on: Date, officers: &Officers) -> Result<Planned, FieldErrors> {
        let mut errors = FieldErrors::default();
        if officers.members.is_empty() {
            errors.add("held_on", "На этот день в комиссии нет ни одного члена. Сначала дайте роль «Член комиссии» в учётных записях");
        }
        let known = |raw: &str, among: &[(AccountId, String)]| raw.parse::<AccountId>().ok().filter(|id| among.iter().any(|(known, _)| known == id));
        let chair = known(&self.chair, &officers.members);
        if chair.is_none() {
            errors.add("chair", "Выберите председателя из тех, кто в этот день состоит в комиссии");
        }
        let secretary = known(&self.secretary, &officers.secretaries);
        if secretary.is_none() {
            errors.add("secretary", "Выберите секретаря: координатора или члена комиссии");
        }
        let planned = chair.zip(secretary).map(|(chair, secretary)| Planned { held_on, chair, secretary });
        errors.or(planned)
    }
}

/// Who is in the room and who leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttendanceForm {
    pub present: Vec<AccountId>,
    pub chair: Option<AccountId>,
    pub version: i64,
}

impl AttendanceForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        Self { present: answers.all("present").iter().filter_map(|raw| raw.parse().ok()).collect(), chair: answers.get("chair").parse().ok(), version: answers.get("version").parse().unwrap_or(0) }
    }
}

/// A vote as typed: on which item (or by whom), what, and which conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark<K> {
    pub of: K,
    pub voice: Voice,
    pub conflict: String,
}

/// Votes on many items: `voice-{item}` and `conflict-{item}`. What isn't marked isn't voted on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballot(pub Vec<Mark<ItemId>>);

impl Ballot {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        Self(marks(answers))
    }

    /// The mark on an item.
    #[must_use]
    pub fn on(&self, item: ItemId) -> Option<&Mark<ItemId>> {
        self.0.iter().find(|mark| mark.of == item)
    }
}

/// `voice-{key}` and `conflict-{key}` of a form, in order; a key that is no id and a word that is no voice are no marks.
#[must_use]
pub fn marks<K: std::str::FromStr>(answers: &Answers) -> Vec<Mark<K>> {
    let mark = |(name, value): &(String, String)| {
        let key = name.strip_prefix("voice-")?;
        let conflict = answers.get(&format!("conflict-{key}")).to_owned();
        Some(Mark { of: key.parse().ok()?, voice: value.parse().ok()?, conflict })
    };
    answers.pairs().iter().filter_map(mark).collect()
}

/// A raised hand as typed, and the vote of that member that stood when the form was opened ([`crate::Vote::said`]; empty: none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    pub mark: Mark<AccountId>,
    pub stood: String,
}

/// `stood-{account}` beside [`marks`].
#[must_use]
pub fn hands(answers: &Answers) -> Vec<Hand> {
    let with_stood = |mark: Mark<AccountId>| Hand { stood: answers.get(&format!("stood-{}", mark.of)).to_owned(), mark };
    marks(answers).into_iter().map(with_stood).collect()
}

/// What kind of conflict it is, where there is one.
///
/// # Errors
/// A sentence for the field.
pub fn conflict_kind(lists: &Lists, voice: Voice, code: &str) -> Result<String, &'static str> {
    match voice {
        Voice::For | Voice::Against | Voice::Abstain => Ok(String::new()),
        Voice::Conflict if lists.has(TermKind::ConflictKind, code) => Ok(code.to_owned()),
        Voice::Conflict => Err("Выберите из списка, в чём конфликт интересов: это войдёт в протокол"),
    }
}

/// The form of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionForm {
    pub outcome: String,
    pub kind: String,
    pub subject: String,
    pub direction: String,
    pub municipality: String,
    pub reason: String,
    pub note: String,
    pub version: i64,
}

/// A decision about a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// `note`: why over the quota, if so.
    Include {
        seat: Seat,
        note: String,
    },
    Reserve {
        note: String,
    },
    Refuse {
        reason: String,
        note: String,
    },
    Postpone {
        note: String,
    },
}

impl Decision {
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Include { .. } => Outcome::Include,
            Self::Reserve { .. } => Outcome::Reserve,
            Self::Refuse { .. } => Outcome::Refuse,
            Self::Postpone { .. } => Outcome::Postponed,
        }
    }
}

impl DecisionForm {
    #[must_use]
    pub fn of(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self {
            outcome: text("outcome"),
            kind: text("kind"),
            subject: text("subject"),
            direction: text("direction"),
            municipality: text("municipality"),
            reason: text("reason"),
            note: text("note"),
            version: answers.get("version").parse().unwrap_or(0),
        }
    }

    /// # Errors
    /// Field errors with all that is missing.
    pub fn parse(&self, lists: &Lists) -> Result<Decision, FieldErrors> {
        let mut errors = FieldErrors::default();
        let note = clean_text(&self.note);
        let length = note.chars().count();
        if length > LONGEST_NOTE {
            errors.add("note", format!("Слишком длинно: {length} знаков, можно до {LONGEST_NOTE}. Сократите текст"));
        }
        let decision = match self.outcome.parse() {
            Ok(Outcome::Include) => self.seat(lists, &mut errors).map(|seat| Decision::Include { seat, note }),
            Ok(Outcome::Reserve) => Some(Decision::Reserve { note }),
            Ok(Outcome::Refuse) => self.refusal(lists, note, &mut errors),
            Ok(Outcome::Postponed) => Some(Decision::Postpone { note }),
            Ok(Outcome::Undecided | Outcome::Withdrawn) | Err(_) => {
                errors.add("outcome", "Выберите решение");
                None
            }
        };
        errors.or(decision)
    }

    fn seat(&self, lists: &Lists, errors: &mut FieldErrors) -> Option<Seat> {
        let municipality = lists.municipalities.iter().any(|(code, _)| *code == self.municipality).then(|| PlaceId::from(self.municipality.as_str()));
        if municipality.is_none() {
            errors.add("municipality", "Выберите муниципалитет, от которого человек войдёт в актив");
        }
        let Ok(kind) = self.kind.parse::<MembershipKind>() else {
            errors.add("kind", "Выберите вид участия");
            return None;
        };
        let known = |kind: TermKind, code: &str| if lists.has(kind, code) { code.to_owned() } else { String::new() };
        let (subject, direction) = (known(TermKind::Subject, &self.subject), known(TermKind::DevelopmentDirection, &self.direction));
        match Seat::new(kind, &subject, &direction, municipality.unwrap_or_else(|| PlaceId::from(""))) {
            Ok(seat) => Some(seat),
            Err(Error::Fields(more)) => {
                more.all().iter().for_each(|(name, message)| errors.add(name, message));
                None
            }
            Err(_) => None,
        }
    }

    fn refusal(&self, lists: &Lists, note: String, errors: &mut FieldErrors) -> Option<Decision> {
        if !lists.has(TermKind::RefusalReason, &self.reason) {
            errors.add("reason", "Выберите причину отказа: её прочтёт заявитель");
            return None;
        }
        if note.is_empty() {
            errors.add("note", "Поясните причину своими словами: заявитель должен понять, чего не хватило");
            return None;
        }
        Some(Decision::Refuse { reason: self.reason.clone(), note })
    }
}
