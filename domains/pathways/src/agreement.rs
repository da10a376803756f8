//! The list of agreement: each of the team signs each section, the teacher last and for the whole.
//!
//! * One signs what one saw: the form carries the digest of what was on the page.
//! * A signature stands only over what it was given for; after a change it is void, the others stand.
//! * Who left needn't sign; who joined must. Nobody signs for another.

mod sheet;

pub use sheet::{Sheet, SheetRow};

use crate::{
    complete, digests, freeze, letters,
    model::{CommentId, Component, PathwayId, SignatureId, State},
    store::{
        self, Loaded, pathways,
        signatures::{self, Signature},
        words::{self, Comment},
    },
    url,
    whole::Whole,
};
use access::Actor;
use audit::{By, Event, Record};
use cases::{EventKind, Member, SeatId, TeamRole};
use kernel::{Error, Result, Tx, name::clean_text};
use serde_json::json;
use std::collections::BTreeMap;

const LONGEST_WORDS: usize = 1000;

fn said(raw: &str) -> Result<String> {
    let text = clean_text(&raw.chars().take(LONGEST_WORDS * 4).collect::<String>());
    if text.chars().count() > LONGEST_WORDS { Err(Error::field("words", format!("Слишком длинно: можно до {LONGEST_WORDS} знаков"))) } else { Ok(text) }
}

/// The pathway with its list, as it stands.
///
/// # Errors
/// The store fails.
pub fn read(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(Whole, Sheet)> {
    let whole = Whole::read(tx, &loaded.pathway, &loaded.standing.case)?;
    let sheet = Sheet::of(&whole, digests::of(&whole)?, signatures::list(tx, loaded.pathway.id)?);
    Ok((whole, sheet))
}

/// Asks the team to sign.
///
/// # Errors
/// Not found; refusals: something is missing, it is sent already; stale.
pub fn send(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, version: i64, site: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    loaded.editor()?;
    if loaded.pathway.sent_at.is_some() {
        return Err(Error::refusal("Маршрут уже отправлен на согласование. Кто ещё не подписал, видно в листе согласования."));
    }
    let (whole, sheet) = read(tx, &loaded)?;
    must_be_complete(&whole)?;
    let mut pathway = loaded.pathway.clone();
    pathway.version = version;
    pathway.sent_at = Some(tx.now());
    pathways::save(tx, &pathway)?;
    let mut asked = Vec::new();
    for row in sheet.rows.iter().filter(|row| row.is_asked() && row.lacks().next().is_some()) {
        if !asked.contains(&row.member.person) {
            letters::to_sign(tx, &pathway, &row.member, site)?;
            asked.push(row.member.person);
        }
    }
    cases::tell(tx, &actor.by(), pathway.case, EventKind::SentToSign, &url::agreement(id), &pathway.caption())?;
    tx.record(&actor.by(), Event::new("pathway.sent_to_sign", "pathway", id).of(loaded.standing.case.person))
}

fn must_be_complete(whole: &Whole) -> Result<()> {
    let lacks = complete::lacks(whole);
    let Some(first) = lacks.first() else { return Ok(()) };
    let more = if lacks.len() > 1 { format!(" И ещё: {}.", lacks.len() - 1) } else { String::new() };
    Err(Error::refusal(format!("Маршрут пока не полон: {}.{more} Список того, чего не хватает, — на странице маршрута.", first.words)))
}

fn must_be_sent(loaded: &Loaded) -> Result<()> {
    loaded.must_be_building()?;
    if loaded.pathway.sent_at.is_some() {
        Ok(())
    } else {
        Err(Error::refusal("Маршрут сейчас правят: подписать его можно, когда его отправят на согласование."))
    }
}

/// What somebody of the team signs: sections with the digests that stood on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    pub sections: Vec<(Component, String)>,
    pub words: String,
}

/// One of the team signs sections, by each seat held.
///
/// # Errors
/// Not found; refusals: not sent, the teacher's own signature is for the whole; stale: the section isn't what was on the page.
pub fn sign(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, signing: &Signing, site: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    loaded.pen()?;
    must_be_sent(&loaded)?;
    let seats: Vec<_> = loaded.standing.seats.iter().filter(|seat| seat.role != TeamRole::Teacher).collect();
    if seats.is_empty() {
        return Err(Error::refusal("Вы подписываете маршрут целиком и последним: когда подпишет вся команда, придёт письмо."));
    }
    let words = said(&signing.words)?;
    let (whole, sheet) = read(tx, &loaded)?;
    for (component, seen) in &signing.sections {
        if sheet.digests.of(Some(*component)).is_none_or(|digest| digest.as_str() != seen) {
            return Err(Error::refusal(format!("{}: пока страница была открыта, раздел изменили. Прочитайте его ещё раз и подпишите.", component.label())));
        }
    }
    let mut last = None;
    for seat in seats {
        for (component, _) in &signing.sections {
            if sheet.row(seat.id).is_none_or(|row| row.signature(Some(*component)).is_none()) {
                last = Some(put(tx, id, (seat.id, seat.role), Some(*component), &sheet, &words)?);
            }
        }
    }
    let Some(last) = last else { return Ok(()) };
    let codes: Vec<&str> = signing.sections.iter().map(|(component, _)| component.as_str()).collect();
    cases::tell(tx, &actor.by(), loaded.pathway.case, EventKind::Signed, &url::agreement(id), "")?;
    tx.record(&actor.by(), Event::new("pathway.signed", "pathway", id).of(loaded.standing.case.person).with(json!({"sections": codes})))?;
    let (_, sheet) = read(tx, &loaded)?;
    match whole.teacher() {
        Some(teacher) if sheet.is_teachers_turn() => letters::teachers_turn(tx, &loaded.pathway, teacher, last, site),
        Some(_) | None => Ok(()),
    }
}

fn put(tx: &mut Tx<'_>, id: PathwayId, (seat, role): (SeatId, TeamRole), component: Option<Component>, sheet: &Sheet, words: &str) -> Result<SignatureId> {
    let digest = sheet.digests.of(component).cloned().ok_or(Error::NotFound)?;
    let new = Signature { id: SignatureId::fresh(), pathway: id, seat, role, component, digest, words: words.to_owned(), signed_at: tx.now(), void_at: None };
    signatures::insert(tx, &new)?;
    Ok(new.id)
}

/// The teacher signs the whole: it is agreed, frozen, and begins on its first day.
///
/// # Errors
/// Not found: it is another's; refusals: not sent, incomplete, somebody hasn't signed yet; stale.
pub fn sign_whole(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, seen: &str, words: &str, site: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    if !loaded.standing.is_teacher() {
        return Err(Error::NotFound);
    }
    must_be_sent(&loaded)?;
    let words = said(words)?;
    let (whole, sheet) = read(tx, &loaded)?;
    must_be_complete(&whole)?;
    let seat = whole.teacher().ok_or(Error::NotFound)?.seat;
    if let Some(row) = sheet.waits_for() {
        return Err(Error::refusal(format!("Ещё не подписал(а) {} ({}). Ваша подпись последняя: о ней придёт письмо.", row.member.name, row.member.role.label())));
    }
    if sheet.digests.whole.as_str() != seen {
        return Err(Error::stale("Маршрут"));
    }
    put(tx, id, (seat, TeamRole::Teacher), None, &sheet, &words)?;
    freeze::freeze(tx, actor, &loaded, &whole, site)
}

/// Somebody of the team objects to a section: the words go to its comments, the pathway returns to be edited. Signatures stand.
///
/// # Errors
/// Not found; a refusal: not sent; fields: `words`.
pub fn object(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, component: Component, words: &str, site: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    let pen = loaded.pen()?;
    must_be_sent(&loaded)?;
    let words = said(words)?;
    if words.is_empty() {
        return Err(Error::field("words", "Напишите, с чем вы не согласны и что предлагаете"));
    }
    let made_at = tx.now();
    words::comment(tx, id, &Comment { id: CommentId::fresh(), component, seat: pen.seat, words: format!("Возражение при согласовании. {words}"), made_at })?;
    let whole = Whole::read(tx, &loaded.pathway, &loaded.standing.case)?;
    for member in whole.joined().filter(|member| (member.role == TeamRole::Teacher || member.role.is_methodist()) && !pen.own.contains(&member.seat)) {
        letters::objection(tx, &loaded.pathway, member, component, site)?;
    }
    let mut pathway = loaded.pathway.clone();
    pathway.sent_at = None;
    pathways::save(tx, &pathway)?;
    cases::tell(tx, &actor.by(), pathway.case, EventKind::ObjectionMade, &url::section(id, component), component.label())?;
    tx.record(&actor.by(), Event::new("pathway.objected", "pathway", id).of(loaded.standing.case.person).with(json!({"component": component})))
}

/// After any change of what is signed: signatures over what isn't there any more are void, and whoever gave them is asked again.
///
/// # Errors
/// The store fails.
pub(crate) fn changed(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, site: &str) -> Result<()> {
    // The pathway may have been changed by this very act: it is read anew.
    let pathway = pathways::by_id(tx, loaded.pathway.id)?;
    void_changed(tx, &actor.by(), &Loaded { pathway, standing: loaded.standing.clone() }, site)
}

fn void_changed(tx: &mut Tx<'_>, by: &By, loaded: &Loaded, site: &str) -> Result<()> {
    if loaded.pathway.state != State::Draft {
        return Ok(());
    }
    let (whole, sheet) = read(tx, loaded)?;
    let mut fallen: BTreeMap<SeatId, (Vec<Component>, SignatureId)> = BTreeMap::new();
    for signature in sheet.fallen() {
        signatures::void(tx, signature.id)?;
        let of = fallen.entry(signature.seat).or_insert_with(|| (Vec::new(), signature.id));
        of.0.extend(signature.component);
    }
    if fallen.is_empty() {
        return Ok(());
    }
    for member in whole.joined() {
        if let Some((components, first)) = fallen.get(&member.seat) {
            ask_again(tx, loaded, member, (components, *first), site)?;
        }
    }
    cases::tell(tx, by, loaded.pathway.case, EventKind::SignatureVoid, &url::agreement(loaded.pathway.id), "")?;
    tx.record(by, Event::new("pathway.signatures_void", "pathway", loaded.pathway.id).of(loaded.standing.case.person).with(json!({"seats": fallen.len()})))
}

/// Whoever made the change sees it on the page and needs no letter.
fn ask_again(tx: &mut Tx<'_>, loaded: &Loaded, member: &Member, fallen: (&[Component], SignatureId), site: &str) -> Result<()> {
    let is_own = loaded.standing.seats.iter().any(|seat| seat.id == member.seat);
    if is_own { Ok(()) } else { letters::void(tx, &loaded.pathway, member, fallen, site) }
}
