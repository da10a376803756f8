//! Outside assessments: recorded by those who may, with the certificate; the teacher sees them and may object in words.

use crate::{
    deficit::{self, consented, needed},
    model::AssessmentId,
    sight::Sight,
    store::assessments::{self as kept, Assessment, New},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Date, Error, FieldErrors, Result, Tx, id::PersonId};

/// The form of one assessment, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub source: String,
    pub title: String,
    pub subject: String,
    /// Id of a competency, or empty.
    pub competency: String,
    pub taken_on: String,
    pub score: String,
    pub most: String,
    pub level: String,
    pub document: String,
    /// `yes`: it shows a difficulty in the competency.
    pub opens: String,
}

/// What the form says, all errors at once.
struct Read {
    source: String,
    title: String,
    taken_on: Date,
}

/// A text of at most so many letters.
fn short(errors: &mut FieldErrors, field: &str, raw: &str, most: usize) -> String {
    let text = raw.trim();
    if text.chars().count() > most {
        errors.add(field, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text.to_owned()
}

/// A day that has come.
///
/// # Errors
/// A sentence.
pub(crate) fn past_day(raw: &str, today: Date) -> Result<Date, String> {
    let day = kernel::date::parse(raw).map_err(str::to_owned)?;
    if day > today {
        return Err(format!("{} ещё не наступило. Укажите день, когда оценка уже прошла", kernel::date::short(day)));
    }
    Ok(day)
}

impl Form {
    fn read(&self, today: Date) -> Result<Read, FieldErrors> {
        let mut errors = FieldErrors::default();
        let source = needed(&mut errors, "source", &self.source, "Укажите, кто оценивал: например, ФОКО или федеральная платформа");
        let title = needed(&mut errors, "title", &self.title, "Укажите, что оценивали: например, предметные и методические компетенции");
        for (field, raw) in [("source", &self.source), ("title", &self.title), ("document", &self.document)] {
            short(&mut errors, field, raw, 300);
        }
        for (field, raw) in [("score", &self.score), ("most", &self.most), ("level", &self.level)] {
            short(&mut errors, field, raw, 60);
        }
        if self.opens == "yes" && self.competency.is_empty() {
            errors.add("competency", "Чтобы отметить затруднение, выберите компетенцию");
        }
        let taken_on = errors.take("taken_on", past_day(&self.taken_on, today));
        errors.or(source.zip(title).zip(taken_on).map(|((source, title), taken_on)| Read { source, title, taken_on }))
    }
}

/// Records an assessment of a person within the actor's scope.
///
/// # Errors
/// Fields; not found: not within scope; refused: without the person's live consent, or the same one is there already.
pub fn record(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, form: &Form, certificate: Option<&files::Stored>) -> Result<AssessmentId> {
    actor.may(Action::RecordAssessments)?;
    let card = people::find(tx, &actor.scope(), person)?;
    let read = form.read(tx.today())?;
    consented(tx, person)?;
    if kept::is_known(tx, person, &read.source, &read.title, read.taken_on)? {
        return Err(Error::field("taken_on", "Эта оценка этого дня уже внесена. Проверьте список внешних оценок"));
    }
    let competency = deficit::competency(tx, &form.competency)?;
    if let Some(stored) = certificate {
        files::record(tx, stored)?;
    }
    let new = New {
        person,
        place: card.place,
        source: read.source,
        title: read.title,
        subject: form.subject.clone(),
        competency_code: competency.as_ref().map(|(_, code)| code.clone()).unwrap_or_default(),
        taken_on: read.taken_on,
        score: form.score.trim().into(),
        most: form.most.trim().into(),
        level: form.level.trim().into(),
        document: form.document.trim().into(),
        digest: certificate.map(|stored| stored.digest.clone()),
        batch: String::new(),
    };
    let id = kept::insert(tx, actor.account, &new)?;
    tx.record(&actor.by(), Event::new("assessment.recorded", "assessment", id).of(person))?;
    if let Some((competency, code)) = competency.filter(|_| form.opens == "yes") {
        deficit::external(tx, actor, person, (&competency, &code), &id.to_string(), &words(&new))?;
    }
    Ok(id)
}

/// An assessment in a sentence, for the history of a deficit.
fn words(new: &New) -> String {
    let score = match (new.score.is_empty(), new.most.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!(": {}", new.score),
        (false, false) => format!(": {} из {}", new.score, new.most),
    };
    let level = if new.level.is_empty() { String::new() } else { format!(", уровень: {}", new.level) };
    format!("{}, {}, {}{score}{level}.", new.source, new.title, kernel::date::short(new.taken_on))
}

/// The teacher disagrees, in words that everybody who sees the assessment reads.
///
/// # Errors
/// Fields: `words`; not one's own; changed meanwhile.
pub fn object(tx: &mut Tx<'_>, actor: &Actor, id: AssessmentId, words: &str, version: i64) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    kept::find(tx, &Sight::own(person), None, id)?;
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "words", words, "Напишите, с чем вы не согласны");
    let words = errors.or(words)?;
    kept::object(tx, id, &words, version)?;
    tx.record(&actor.by(), Event::new("assessment.objected", "assessment", id).of(person))
}

/// The certificate of an assessment that may be seen.
///
/// # Errors
/// Not found: there is none.
pub(crate) fn certificate(tx: &mut Tx<'_>, assessment: &Assessment) -> Result<files::Kept> {
    let digest = assessment.digest.as_ref().ok_or(Error::NotFound)?;
    files::find(tx, digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_form_is_read_with_all_its_errors_at_once() {
        let errors = Form { taken_on: "24.11.2026".into(), opens: "yes".into(), score: "x".repeat(61), ..Form::default() }.read(date(2026, 11, 23)).err().unwrap();
        for field in ["source", "title", "taken_on", "competency", "score"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        let fine = Form { source: "ФОКО".into(), title: "Методические".into(), taken_on: "1.10.2026".into(), ..Form::default() };
        assert_eq!(fine.read(date(2026, 11, 23)).ok().unwrap().taken_on, date(2026, 10, 1));
    }
}
