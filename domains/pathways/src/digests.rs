//! What exactly is signed: a digest of a section's text together with what of the lines belongs to that section.
//!
//! Names, results and the catalogue are not in it: they may change without anybody having changed the pathway.

use crate::{
    model::{Component, Step},
    sections::{Body, Section},
    whole::Whole,
};
use files::Digest;
use kernel::{Error, Result};
use serde::Serialize;

/// The digests of a pathway as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    pub parts: Vec<(Component, Digest)>,
    pub whole: Digest,
}

impl Digests {
    /// Of a component, or of the whole.
    #[must_use]
    pub fn of(&self, component: Option<Component>) -> Option<&Digest> {
        match component {
            None => Some(&self.whole),
            Some(component) => self.parts.iter().find(|(of, _)| *of == component).map(|(_, digest)| digest),
        }
    }
}

/// What of a line belongs to which component: a change of it voids the signatures of that section alone.
fn of_line(step: &Step, component: Component) -> Vec<String> {
    let text = |day: Option<kernel::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match component {
        Component::Target | Component::Diagnostic => Vec::new(),
        Component::Content => {
            let resource = step.resource.map(|id| id.to_string()).unwrap_or_default();
            let mut deficits: Vec<String> = step.deficits.iter().map(ToString::to_string).collect();
            deficits.sort();
            vec![step.id.to_string(), step.title.clone(), step.task.clone(), resource, deficits.join(" ")]
        }
        Component::Technological => {
            let responsible = step.responsible.map(|seat| seat.to_string()).unwrap_or_default();
            let level = step.level.map_or("", crate::Level::as_str).to_owned();
            vec![step.id.to_string(), step.technology.clone(), level, responsible, step.hours.to_string(), text(step.starts_on), text(step.due_on)]
        }
        Component::Results => vec![step.id.to_string(), step.result_form.map_or("", crate::ResultForm::as_str).to_owned()],
    }
}

#[derive(Serialize)]
struct Part<'a> {
    component: Component,
    body: &'a Body,
    lines: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct All<'a> {
    parts: &'a [(Component, Digest)],
    starts_on: String,
    ends_on: String,
    hours_limit: Option<i64>,
}

fn digest(value: &impl Serialize) -> Result<Digest> {
    serde_json::to_vec(value).map(|bytes| Digest::of(&bytes)).map_err(|cause| Error::Internal(cause.into()))
}

/// The digest of a section with the lines that are a part of the pathway, in their order.
///
/// # Errors
/// Own structs of texts always become JSON.
pub fn of_section(section: &Section, steps: &[Step]) -> Result<Digest> {
    let lines = steps.iter().filter(|step| step.is_in()).map(|step| of_line(step, section.component)).filter(|line| !line.is_empty()).collect();
    let mut body = section.body();
    body.retain(|_, text| !text.is_empty());
    digest(&Part { component: section.component, body: &body, lines })
}

/// All of a pathway.
///
/// # Errors
/// As [`of_section`].
pub fn of(whole: &Whole) -> Result<Digests> {
    let parts = whole.sections.iter().map(|section| Ok((section.component, of_section(section, &whole.steps)?))).collect::<Result<Vec<_>>>()?;
    let day = |day: Option<kernel::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let all = All { parts: &parts, starts_on: day(whole.pathway.starts_on), ends_on: day(whole.pathway.ends_on), hours_limit: whole.pathway.hours_limit };
    let digest = digest(&all)?;
    Ok(Digests { parts, whole: digest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Fate, ResultForm},
        sample::{day, seat, step},
    };

    fn all(steps: &[Step]) -> Vec<Digest> {
        Component::ALL.iter().map(|component| of_section(&Section { component: *component, revisions: Vec::new() }, steps).unwrap()).collect()
    }

    fn changed(before: &[Step], after: &[Step]) -> Vec<Component> {
        Component::ALL.iter().zip(all(before).iter().zip(all(after))).filter(|(_, (a, b))| **a != *b).map(|(component, _)| *component).collect()
    }

    #[test]
    fn a_change_of_a_line_touches_only_the_sections_it_belongs_to() {
        let before = [step(1), step(2)];
        let with = |change: fn(&mut Step)| {
            let mut after = before.clone();
            change(&mut after[0]);
            changed(&before, &after)
        };
        assert_eq!(with(|step| step.task = "Разобрать запись урока".into()), [Component::Content]);
        assert_eq!(with(|step| step.due_on = Some(day(2027, 3, 1))), [Component::Technological]);
        assert_eq!(with(|step| step.responsible = Some(seat(3))), [Component::Technological]);
        assert_eq!(with(|step| step.result_form = Some(ResultForm::Lessons)), [Component::Results]);
        assert_eq!(with(|step| step.progress = 50), [], "walking is not a change of what was signed");
        assert_eq!(with(|step| step.because = "Потому что".into()), []);
        assert_eq!(with(|step| step.fate = Fate::Struck), [Component::Content, Component::Technological, Component::Results]);
    }

    #[test]
    fn lines_that_nobody_took_in_are_not_signed_and_order_is() {
        let mut open = step(3);
        open.fate = Fate::Open;
        assert_eq!(changed(&[step(1)], &[step(1), open]), []);
        assert_eq!(changed(&[step(1), step(2)], &[step(2), step(1)]), [Component::Content, Component::Technological, Component::Results]);
    }
}
