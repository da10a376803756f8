//! A school or a municipality speaks for an applicant: a representation with merits by criterion, printable.

use crate::{
    apply,
    check::short,
    criteria,
    link::Site,
    lists::Lists,
    model::{ApplicationId, NominationId, State},
    record::Application,
    store,
};
use access::{Action, Actor, Scope};
use audit::{Event, Record};
use kernel::{
    Error, FieldErrors, Result, Timestamp, Tx,
    id::PlaceId,
    name::{clean_line, clean_text},
    params,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a representation says, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// What the candidate is known for.
    pub about: String,
    /// Merits by code of criterion.
    pub merits: BTreeMap<String, String>,
    pub signatory_post: String,
    pub signatory_name: String,
}

impl From<&web::Answers> for Words {
    fn from(posted: &web::Answers) -> Self {
        let merits = posted.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("merit-")?.to_owned(), clean_text(value))));
        Self {
            about: clean_text(posted.get("about")),
            merits: merits.filter(|(_, value)| !value.is_empty()).take(30).collect(),
            signatory_post: clean_line(posted.get("signatory_post")),
            signatory_name: clean_line(posted.get("signatory_name")),
        }
    }
}

impl Words {
    fn check(&self, lists: &Lists) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut fits = |name: &str, text: &str, longest: usize, absent: Option<&str>| {
            let length = text.chars().count();
            match absent.filter(|_| text.is_empty()) {
                Some(absent) => errors.add(name, absent),
                None if length > longest => errors.add(name, format!("Слишком длинно: {length} знаков, можно до {longest}. Сократите текст")),
                None => {}
            }
        };
        fits("about", &self.about, 3_000, Some("Напишите, чем кандидат известен и почему вы его представляете"));
        fits("signatory_post", &self.signatory_post, 200, Some("Укажите должность того, кто подпишет представление"));
        fits("signatory_name", &self.signatory_name, 100, Some("Укажите, кто подпишет представление"));
        for (code, merit) in &self.merits {
            fits(&format!("merit-{code}"), merit, 2_000, None);
        }
        if !self.merits.keys().any(|code| lists.criterion(code).is_some()) {
            errors.add(lists.criteria().first().map_or("about".to_owned(), |first| format!("merit-{}", first.code)), "Опишите заслуги хотя бы по одному основанию");
        }
        errors.or(Some(()))
    }
}

/// A representation as kept.
#[derive(Debug, Clone)]
pub struct Nomination {
    pub id: NominationId,
    pub application: ApplicationId,
    pub place: PlaceId,
    pub place_name: String,
    pub who: Option<String>,
    pub words: Words,
    pub changed_at: Timestamp,
    pub version: i64,
}

const SELECT: &str =
    "SELECT n.id, n.application_id, n.place_id, COALESCE((SELECT pn.name FROM place_name pn WHERE pn.place_id = n.place_id ORDER BY pn.valid_from DESC LIMIT 1), ''), ac.display_name, n.body, n.changed_at, n.version
    FROM nomination n LEFT JOIN account ac ON ac.id = n.account_id";

fn nomination(row: &kernel::Row<'_>) -> Result<Nomination, kernel::db::DbError> {
    let words = serde_json::from_str(&row.get::<String>(5)?).unwrap_or_default();
    Ok(Nomination { id: row.get(0)?, application: row.get(1)?, place: row.get(2)?, place_name: row.get(3)?, who: row.get(4)?, words, changed_at: row.get(6)?, version: row.get(7)? })
}

/// The representations of an application whose scope the caller has checked.
pub(crate) fn of_application(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Nomination>> {
    Ok(tx.query(&format!("{SELECT} WHERE n.application_id = $1 AND n.body <> '' ORDER BY n.made_at"), params![id], nomination)?)
}

/// A candidate whom the actor may speak for.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub application: Application,
    /// The representation by the actor's own place, if there is one.
    pub own: Option<Nomination>,
}

/// Applicants of the actor's place who are still on their way.
///
/// # Errors
/// The actor has no such right.
pub fn candidates(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Candidate>> {
    actor.may(Action::NominateApplicants)?;
    let mut found = Vec::new();
    for states in [[State::Submitted, State::Returned], [State::Checked, State::Endorsed]] {
        for application in store::in_states(tx, &actor.scope(), states)? {
            let own = own(tx, actor, application.id)?;
            found.push(Candidate { application, own });
        }
    }
    found.sort_by_key(|candidate| kernel::search::sort_key(&candidate.application.name()));
    Ok(found)
}

fn own(tx: &mut Tx<'_>, actor: &Actor, id: ApplicationId) -> Result<Option<Nomination>> {
    Ok(tx.maybe(&format!("{SELECT} WHERE n.application_id = $1 AND n.place_id = $2 AND n.body <> ''"), params![id, actor.place], nomination)?)
}

/// A candidate with the grounds they claim, for the form.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub application: Application,
    pub lists: Lists,
    pub own: Option<Nomination>,
    pub is_open: bool,
}

/// Opens the representation of one candidate: a look at another's card.
///
/// # Errors
/// Not found, or not within the scope.
pub fn sheet(tx: &mut Tx<'_>, actor: &Actor, id: ApplicationId) -> Result<Sheet> {
    actor.may(Action::NominateApplicants)?;
    let application = store::find(tx, &actor.scope(), id)?;
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let own = own(tx, actor, id)?;
    tx.record(&actor.by(), Event::new("application.viewed", "application", id).of_maybe(application.person))?;
    let is_open = matches!(application.state, State::Submitted | State::Returned | State::Checked | State::Endorsed);
    Ok(Sheet { application, lists, own, is_open })
}

/// Writes or rewrites the representation by the actor's place. `version` is that of the text the actor saw, 0 for none.
///
/// # Errors
/// Field errors; a refusal when the commission has decided or a colleague wrote first.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: ApplicationId, version: i64, words: &Words) -> Result<()> {
    let sheet = sheet(tx, actor, id)?;
    if !sheet.is_open {
        return Err(Error::refusal("Заявка уже рассмотрена или отозвана, представление к ней не нужно."));
    }
    words.check(&sheet.lists)?;
    let body = serde_json::to_string(words).map_err(anyhow::Error::new)?;
    let now = tx.now();
    match &sheet.own {
        None => {
            tx.execute(
                "INSERT INTO nomination (id, application_id, place_id, account_id, body, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
                params![NominationId::fresh(), id, actor.place, actor.account, body, now],
            )?;
        }
        Some(own) => {
            tx.change_one("Представление", "UPDATE nomination SET body = $3, account_id = $4, changed_at = $5, version = version + 1 WHERE id = $1 AND version = $2", params![own.id, version, body, actor.account, now])?
        }
    }
    tx.record(&actor.by(), Event::new("application.nominated", "application", id).of_maybe(sheet.application.person).with(serde_json::json!({"place": actor.place})))
}

/// A representation within a scope, with its candidate.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: NominationId) -> Result<(Nomination, Application)> {
    let found = tx.one(&format!("{SELECT} WHERE n.id = $1 AND n.body <> ''"), params![id], nomination)?;
    let application = store::find(tx, scope, found.application)?;
    Ok((found, application))
}

/// Invites a colleague to apply: a letter with a link, nothing else is kept but the address.
///
/// # Errors
/// A field error at `email`; too many letters.
pub fn invite(tx: &mut Tx<'_>, actor: &Actor, site: &Site, email: &str) -> Result<()> {
    actor.may(Action::NominateApplicants)?;
    apply::invite(tx, site, email, &actor.by(), &short(&actor.place_name, "email")?)
}

/// The criteria that a candidate claims go first.
#[must_use]
pub fn ordered_criteria(sheet: &Sheet) -> Vec<&structure::profile::Criterion> {
    let claimed = |code: &str| sheet.application.shown().criteria.iter().any(|known| known == code);
    let (mut first, rest): (Vec<_>, Vec<_>) = sheet.lists.criteria().iter().partition(|criterion| claimed(&criterion.code));
    first.extend(rest);
    first
}

/// Documents that a criterion asks for, in words.
#[must_use]
pub fn asked_documents(lists: &Lists, criterion: &structure::profile::Criterion) -> Vec<String> {
    criteria::documents(&criterion.rule).iter().map(|kind| lists.label(structure::profile::TermKind::EvidenceKind, kind)).collect()
}
