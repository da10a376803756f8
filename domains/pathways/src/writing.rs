//! What people do with sections: save, suggest, answer a suggestion, comment; drafts while they type.

use crate::{
    agreement, hints,
    model::{CommentId, Component, PathwayId, SuggestionId},
    sections::{self, Becomes, Body, FieldSpec, Pen, Revision, Section, Why, fields, spec},
    store::{
        self, Loaded,
        suggestions::{self, Answer, Suggestion},
        words::{self, Comment},
    },
    url,
};
use access::Actor;
use audit::{Event, Record};
use cases::EventKind;
use kernel::{
    Error, FieldErrors, Result, Tx,
    name::{clean_line, clean_text},
};
use serde_json::json;

/// Signs of one field.
pub const LONGEST: usize = 4000;
/// Signs of a field of one line.
pub const LONGEST_LINE: usize = 300;
const LONGEST_WORDS: usize = 1000;

/// A section's form as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writing {
    /// The revision that the writer saw.
    pub base: i64,
    /// Texts by field; a field that isn't there was not on the form.
    pub texts: Body,
    /// Why, for what becomes a suggestion.
    pub words: String,
}

/// What became of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub is_saved: bool,
    pub suggested: Vec<(&'static str, Why)>,
}

/// A field's text as it would stand in the section.
pub(crate) fn cleaned(field: &FieldSpec, raw: &str) -> String {
    let raw = raw.chars().take(LONGEST * 4).collect::<String>();
    if field.rows == 1 { clean_line(&raw) } else { clean_text(&raw) }
}

/// The texts cleaned.
///
/// # Errors
/// Fields that are too long.
fn checked(component: Component, writing: &Writing) -> Result<Body> {
    let mut errors = FieldErrors::default();
    let mut texts = Body::new();
    for field in fields(component) {
        let Some(raw) = writing.texts.get(field.name) else { continue };
        let (text, longest) = (cleaned(field, raw), if field.rows == 1 { LONGEST_LINE } else { LONGEST });
        if text.chars().count() > longest {
            errors.add(field.name, format!("Слишком длинно: можно до {longest} знаков"));
        }
        texts.insert(field.name.to_owned(), text);
    }
    Ok(errors.or(Some(texts))?)
}

/// Words that go along, cleaned and cut by an error.
fn said(field: &str, raw: &str) -> Result<String> {
    let text = clean_text(&raw.chars().take(LONGEST_WORDS * 4).collect::<String>());
    if text.chars().count() > LONGEST_WORDS { Err(Error::field(field, format!("Слишком длинно: можно до {LONGEST_WORDS} знаков"))) } else { Ok(text) }
}

/// Saves a section: what the writer may write stands, the rest stands beside as suggestions; nothing is lost.
///
/// # Errors
/// Not found; a refusal: it isn't being built; fields by their names, `words`.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, component: Component, writing: &Writing, site: &str) -> Result<Outcome> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    let pen = loaded.pen()?;
    let (texts, why) = (checked(component, writing)?, said("words", &writing.words)?);
    let section = store::sections::find(tx, id, component)?;
    let mut body = section.body();
    let mut outcome = Outcome::default();
    for field in fields(component) {
        let Some(text) = texts.get(field.name) else { continue };
        match sections::becomes(&section, field, writing.base, text, &pen) {
            Becomes::Same => {}
            Becomes::Text => {
                body.insert(field.name.to_owned(), text.clone());
                outcome.is_saved = true;
            }
            Becomes::Suggestion(reason) => {
                suggest(tx, actor, &loaded, &pen, New { component, field: field.name, text, words: &why, base: writing.base })?;
                outcome.suggested.push((field.name, reason));
            }
        }
    }
    if outcome.is_saved {
        add(tx, actor, &loaded, &section, Revision { number: 0, body, seat: Some(pen.seat), account: None, suggestion: None, made_at: tx.now() })?;
        agreement::changed(tx, actor, &loaded, site)?;
        hints::look_at_text(tx, id, component, pen.seat)?;
    }
    words::drop_draft(tx, id, component, pen.seat)?;
    Ok(outcome)
}

/// The next revision of a section.
fn add(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, section: &Section, new: Revision) -> Result<()> {
    let (id, component) = (loaded.pathway.id, section.component);
    let new = Revision { number: section.revision() + 1, account: Some(actor.account), ..new };
    store::sections::insert(tx, id, component, &new)?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::SectionChanged, &url::section(id, component), component.label())?;
    tx.record(&actor.by(), Event::new("pathway.section_saved", "pathway", id).of(loaded.standing.case.person).with(json!({"component": component, "revision": new.number})))
}

struct New<'a> {
    component: Component,
    field: &'static str,
    text: &'a str,
    words: &'a str,
    base: i64,
}

fn suggest(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, pen: &Pen, new: New<'_>) -> Result<()> {
    let id = loaded.pathway.id;
    let is_there = suggestions::list(tx, id)?.iter().any(|one| one.state == Answer::Open && one.component == new.component && one.field == new.field && one.body == new.text && pen.own.contains(&one.seat));
    if is_there {
        return Ok(());
    }
    let suggestion = Suggestion {
        id: SuggestionId::fresh(),
        pathway: id,
        component: new.component,
        field: new.field.to_owned(),
        body: new.text.to_owned(),
        words: new.words.to_owned(),
        base: new.base,
        seat: pen.seat,
        state: Answer::Open,
        answered_by: None,
        answered_at: None,
        answer_words: String::new(),
        made_at: tx.now(),
        version: 1,
    };
    suggestions::insert(tx, &suggestion)?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::SuggestionMade, &url::section(id, new.component), new.component.label())?;
    tx.record(&actor.by(), Event::new("pathway.suggestion_made", "pathway", id).of(loaded.standing.case.person).with(json!({"component": new.component, "field": new.field})))
}

/// An answer to a suggestion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    pub words: String,
    /// Of the suggestion.
    pub version: i64,
    /// The section's revision that the answerer saw.
    pub revision: i64,
}

/// A suggestion with its section, field and who answers.
struct Open {
    loaded: Loaded,
    pen: Pen,
    suggestion: Suggestion,
    section: Section,
    field: &'static FieldSpec,
}

fn open(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, suggestion: SuggestionId, version: i64) -> Result<Open> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    let pen = loaded.pen()?;
    let mut suggestion = suggestions::find(tx, id, suggestion)?;
    if suggestion.state != Answer::Open {
        return Err(Error::refusal(format!("На это предложение уже ответили: {}. Обновите страницу.", suggestion.state.label())));
    }
    suggestion.version = version;
    let section = store::sections::find(tx, id, suggestion.component)?;
    let field = spec(suggestion.component, &suggestion.field).ok_or(Error::NotFound)?;
    Ok(Open { loaded, pen, suggestion, section, field })
}

fn must_decide(open: &Open) -> Result<()> {
    if sections::decides(&open.section, open.field, &open.pen) {
        return Ok(());
    }
    let who = if open.field.is_teachers { "Цель принимает только учитель." } else { "Решает автор текста или учитель." };
    Err(Error::refusal(format!("{who} Напишите своё мнение в комментарии.")))
}

/// A suggestion takes the place of what stands there. The goal becomes the teacher's own words by the teacher's yes.
///
/// # Errors
/// Not found; a refusal: not for this seat to decide, answered, the section was changed meanwhile.
pub fn accept(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, suggestion: SuggestionId, reply: &Reply, site: &str) -> Result<()> {
    let open = open(tx, actor, id, suggestion, reply.version)?;
    must_decide(&open)?;
    if open.section.revision() != reply.revision {
        return Err(Error::stale("Раздел"));
    }
    let words = said("words", &reply.words)?;
    suggestions::answer(tx, &open.suggestion, Answer::Accepted, open.pen.seat, &words)?;
    let mut body = open.section.body();
    body.insert(open.field.name.to_owned(), open.suggestion.body.clone());
    let seat = if open.field.is_teachers { open.pen.seat } else { open.suggestion.seat };
    add(tx, actor, &open.loaded, &open.section, Revision { number: 0, body, seat: Some(seat), account: None, suggestion: Some(suggestion), made_at: tx.now() })?;
    told(tx, actor, &open, "pathway.suggestion_accepted", "принято")?;
    agreement::changed(tx, actor, &open.loaded, site)?;
    hints::look_at_text(tx, id, open.section.component, seat)
}

/// What stands there stays; the words say why.
///
/// # Errors
/// As [`accept`]; fields: `words`.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, suggestion: SuggestionId, reply: &Reply) -> Result<()> {
    let open = open(tx, actor, id, suggestion, reply.version)?;
    must_decide(&open)?;
    let words = said("words", &reply.words)?;
    if words.is_empty() {
        return Err(Error::field("words", "Напишите коротко, почему оставляете прежний текст"));
    }
    suggestions::answer(tx, &open.suggestion, Answer::Declined, open.pen.seat, &words)?;
    told(tx, actor, &open, "pathway.suggestion_declined", "отклонено")
}

/// One takes one's own suggestion back.
///
/// # Errors
/// Not found: it is another's; a refusal: answered.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, suggestion: SuggestionId, version: i64) -> Result<()> {
    let open = open(tx, actor, id, suggestion, version)?;
    if !open.pen.own.contains(&open.suggestion.seat) {
        return Err(Error::NotFound);
    }
    suggestions::answer(tx, &open.suggestion, Answer::TakenBack, open.pen.seat, "")?;
    told(tx, actor, &open, "pathway.suggestion_taken_back", "автор забрал")
}

fn told(tx: &mut Tx<'_>, actor: &Actor, open: &Open, action: &'static str, word: &str) -> Result<()> {
    let (id, component) = (open.loaded.pathway.id, open.section.component);
    cases::tell(tx, &actor.by(), open.loaded.standing.case.id, EventKind::SuggestionAnswered, &url::section(id, component), &format!("{}: {word}", component.label()))?;
    tx.record(&actor.by(), Event::new(action, "pathway", id).of(open.loaded.standing.case.person).with(json!({"component": component, "field": open.field.name})))
}

/// Words to a section, for the team.
///
/// # Errors
/// Not found; fields: `comment`.
pub fn comment(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, component: Component, raw: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    loaded.standing.case.must_be_open()?;
    let pen = loaded.pen()?;
    let text = said("comment", raw)?;
    if text.is_empty() {
        return Err(Error::field("comment", "Напишите комментарий"));
    }
    let made_at = tx.now();
    words::comment(tx, id, &Comment { id: CommentId::fresh(), component, seat: pen.seat, words: text, made_at })?;
    tx.record(&actor.by(), Event::new("pathway.commented", "pathway", id).of(loaded.standing.case.person).with(json!({"component": component})))
}
