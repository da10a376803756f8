//! What is typed on a section's page and not saved yet. One form carries all of it, so that whichever button is pressed the rest is kept
//! for its writer.

use crate::{
    model::{Component, PathwayId, SuggestionId},
    particulars,
    sections::{Body, Section, fields},
    store::{
        self, Loaded,
        suggestions::{self, Answer},
        words::{self, Draft},
    },
    writing::{LONGEST, Writing, cleaned},
};
use access::Actor;
use kernel::{Result, Tx};
use std::collections::BTreeMap;

/// Names under which a page and a draft hold what isn't a field of the section.
pub const WHY: &str = "words";
pub const COMMENT: &str = "comment";
const REFUSAL: &str = "words-";

/// The name of the field for why a suggestion isn't taken.
#[must_use]
pub fn refusal(suggestion: SuggestionId) -> String {
    format!("{REFUSAL}{suggestion}")
}

/// Everything typed on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub writing: Writing,
    pub comment: String,
    /// Why suggestions aren't taken.
    pub refusals: BTreeMap<SuggestionId, String>,
}

impl From<Writing> for Typed {
    fn from(writing: Writing) -> Self {
        Self { writing, ..Self::default() }
    }
}

impl Typed {
    /// From fields by name; fields of other pages are left out.
    #[must_use]
    pub fn of<'a>(component: Component, base: i64, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut typed = Self::from(Writing { base, ..Writing::default() });
        for (name, text) in pairs {
            match name {
                WHY => text.clone_into(&mut typed.writing.words),
                COMMENT => text.clone_into(&mut typed.comment),
                _ if fields(component).iter().any(|field| field.name == name) => {
                    typed.writing.texts.insert(name.to_owned(), text.to_owned());
                }
                _ => typed.refusals.extend(name.strip_prefix(REFUSAL).and_then(|id| Some((id.parse().ok()?, text.to_owned())))),
            }
        }
        typed
    }

    /// As it was kept. Where nothing typed was changed by others meanwhile, it is written on what stands now.
    #[must_use]
    pub fn kept(section: &Section, draft: &Draft) -> Self {
        let mut typed = Self::of(section.component, draft.base, draft.body.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        if typed.writing.texts.keys().all(|field| section.text_at(draft.base, field) == section.text(field)) {
            typed.writing.base = section.revision();
        }
        typed
    }

    /// What was said beside the section's form, without the form.
    #[must_use]
    pub fn beside(self) -> Self {
        Self { writing: Writing::default(), ..self }
    }
}

/// Keeps what is typed, for the writer's own eyes, until it is saved or sent; what is as it was shown is no draft. What is too long is kept
/// as well: it will be said on saving. A form without the section's fields says nothing of them.
///
/// # Errors
/// Not found; a refusal: it isn't being built.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, component: Component, typed: &Typed) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    let pen = loaded.pen()?;
    let (base, mut body) = match words::draft(tx, id, component, pen.seat)? {
        Some(before) if typed.writing.texts.is_empty() => (before.base, only_fields(component, before.body)),
        Some(_) | None => (typed.writing.base, changed(tx, actor, &loaded, component, &typed.writing)?),
    };
    let open: Vec<SuggestionId> = suggestions::list(tx, id)?.into_iter().filter(|one| one.component == component && one.state == Answer::Open).map(|one| one.id).collect();
    let refusals = typed.refusals.iter().filter(|(suggestion, _)| open.contains(suggestion)).map(|(suggestion, words)| (refusal(*suggestion), words));
    let beside = [(WHY.to_owned(), &typed.writing.words), (COMMENT.to_owned(), &typed.comment)].into_iter().chain(refusals);
    body.extend(beside.filter(|(_, text)| !text.trim().is_empty()).map(|(name, text)| (name, cut(text))));
    if body.is_empty() {
        return words::drop_draft(tx, id, component, pen.seat);
    }
    loaded.must_be_building()?;
    words::keep_draft(tx, id, component, pen.seat, &Draft { base, body, saved_at: tx.now() })
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST * 2).collect()
}

fn only_fields(component: Component, mut body: Body) -> Body {
    body.retain(|name, _| fields(component).iter().any(|field| field.name == name));
    body
}

/// Fields that don't say what the page showed at first: what stood in the section, or what the teacher was offered.
fn changed(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, component: Component, writing: &Writing) -> Result<Body> {
    let section = store::sections::find(tx, loaded.pathway.id, component)?;
    let offered = match component {
        Component::Target => particulars::known(tx, actor, loaded)?,
        Component::Diagnostic | Component::Content | Component::Technological | Component::Results => Body::new(),
    };
    let shown = |field: &str| match section.text_at(writing.base, field) {
        "" => offered.get(field).map_or("", String::as_str),
        text => text,
    };
    let typed = fields(component).iter().filter_map(|field| Some((field, writing.texts.get(field.name)?)));
    Ok(typed.filter(|(field, text)| cleaned(field, text) != shown(field.name)).map(|(field, text)| (field.name.to_owned(), cut(text))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sections::Revision;
    use kernel::{Timestamp, id::Uuid};

    fn section(motives: &[&str]) -> Section {
        let revision = |(number, motive): (i64, &&str)| Revision { number, body: [("motive".to_owned(), (*motive).to_owned())].into(), seat: None, account: None, suggestion: None, made_at: Timestamp::UNIX_EPOCH };
        Section { component: Component::Target, revisions: (1i64..).zip(motives).map(revision).collect() }
    }

    fn draft(base: i64, pairs: &[(&str, &str)]) -> Draft {
        Draft { base, body: pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(), saved_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn a_draft_holds_the_section_the_comment_and_the_refusals_apart() {
        let suggestion = SuggestionId(Uuid::from_u128(7));
        let refused = refusal(suggestion);
        let body = [("motive", "Хочу"), (WHY, "Точнее"), (COMMENT, "Обсудим"), (refused.as_str(), "Рано"), ("expected", "чужое поле"), ("words-x", "ничьё")];
        let typed = Typed::kept(&section(&["Было"]), &draft(1, &body));
        assert_eq!((typed.writing.words.as_str(), typed.comment.as_str(), typed.writing.texts.len()), ("Точнее", "Обсудим", 1));
        assert_eq!(typed.refusals, [(suggestion, "Рано".to_owned())].into());
        assert!(typed.beside().writing.texts.is_empty());
    }

    #[test]
    fn what_nobody_else_touched_is_written_on_what_stands_now() {
        let need = draft(1, &[("need", "Практика")]);
        assert_eq!(Typed::kept(&section(&["Раз", "Два"]), &need).writing.base, 2, "another field was saved meanwhile");
        let motive = draft(1, &[("motive", "Три")]);
        assert_eq!(Typed::kept(&section(&["Раз", "Два"]), &motive).writing.base, 1, "this very field was: the second will be a suggestion");
        assert_eq!(Typed::kept(&section(&["Раз", "Раз"]), &motive).writing.base, 2);
    }
}
