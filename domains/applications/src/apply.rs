//! What an applicant does: start, save, attach, consent, send, withdraw. The link is the key.
//!
//! What is typed is saved first and judged afterwards, so that an error never costs an answer.

mod consents;
mod evidence;
mod submit;

pub use consents::{ConsentPage, PublicationTerm, answer, consent_page};
pub(crate) use evidence::forget;
pub use evidence::{MOST_FILES, attach, attached, detach};
pub(crate) use submit::proofs;
pub use submit::{Missing, consents_answered, missing, submit};

use crate::{
    answers::Answers,
    card,
    check::settle_purpose,
    field::{Field, Section},
    letters::{self, To},
    link::{Site, Token},
    lists::Lists,
    model::{Act, ApplicationId, State},
    record::{Application, Evidence, Remark, Step},
    shown::PlaceNames,
    store::{self, Said, parts},
};
use access::brakes::{self, Brake};
use audit::{By, Event, Record};
use jiff::SignedDuration;
use kernel::{Error, FieldErrors, Result, Tx, contact};
use serde_json::json;

/// A draft that nobody touches for so long is thrown away; so is the way into an application that is long over.
const DRAFT_LIVES: SignedDuration = SignedDuration::from_hours(180 * 24);
const LINK_LIVES: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);

/// Starts an application and sends its link to the address.
///
/// # Errors
/// A field error at `email`; too many letters or tries.
pub fn start(tx: &mut Tx<'_>, site: &Site, raw_email: &str, address: &str) -> Result<Token> {
    let email = contact::email(raw_email).map_err(|help| Error::field("email", help))?;
    brakes::attempt(tx, &[Brake::of_letter(&email.to_lowercase()), Brake::of_address(address)])?;
    let (id, token) = begin(tx, &email)?;
    letters::started(tx, &To { id, person: None, address: &email, title: String::new() }, &site.link(&token))?;
    Ok(token)
}

/// A colleague is invited: the same, with another letter.
pub(crate) fn invite(tx: &mut Tx<'_>, site: &Site, raw_email: &str, by: &By, who: &str) -> Result<()> {
    let email = contact::email(raw_email).map_err(|help| Error::field("email", help))?;
    brakes::attempt(tx, &[Brake::of_letter(&email.to_lowercase())])?;
    let (id, token) = begin(tx, &email)?;
    tx.record(by, Event::new("application.invited", "application", id))?;
    letters::invited(tx, &To { id, person: None, address: &email, title: String::new() }, who, &site.link(&token))
}

fn begin(tx: &mut Tx<'_>, email: &str) -> Result<(ApplicationId, Token)> {
    let (id, token) = (ApplicationId::fresh(), Token::fresh());
    store::insert(tx, id, &token.hash(), email, &Answers { email: email.to_owned(), ..Answers::default() })?;
    tx.record(&By::visitor(), Event::new("application.started", "application", id))?;
    Ok((id, token))
}

/// Sends the links of all open applications of an address. Says nothing about whether there were any.
///
/// # Errors
/// A field error at `email`; too many tries.
pub fn resend(tx: &mut Tx<'_>, site: &Site, raw_email: &str, address: &str) -> Result<()> {
    let email = contact::email(raw_email).map_err(|help| Error::field("email", help))?;
    brakes::attempt(tx, &[Brake::of_letter(&email.to_lowercase()), Brake::of_address(address)])?;
    for found in store::open_of_email(tx, &email)? {
        let token = another_link(tx, found.id)?;
        let to = To { id: found.id, person: found.person, address: &email, title: found.title() };
        letters::link_again(tx, &to, &site.link(&token), &format!("link/{}", token.hash()))?;
    }
    Ok(())
}

/// A further link: the database can't tell the first one again.
pub(crate) fn another_link(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Token> {
    let token = Token::fresh();
    store::add_link(tx, id, &token.hash())?;
    Ok(token)
}

/// The application behind a link.
///
/// # Errors
/// Not found: no such link, or its time is over.
pub fn open(tx: &mut Tx<'_>, token: &Token) -> Result<Application> {
    let found = store::by_link(tx, &token.hash())?;
    let (since, lives) = if found.state == State::Draft { (found.saved_at, DRAFT_LIVES) } else { (found.state_since, LINK_LIVES) };
    if tx.now().duration_since(since) > lives { Err(Error::NotFound) } else { Ok(found) }
}

/// All that the applicant's pages show.
#[derive(Debug, Clone)]
pub struct Desk {
    pub application: Application,
    pub lists: Lists,
    pub places: PlaceNames,
    pub files: Vec<Evidence>,
    /// Open remarks of the last return.
    pub remarks: Vec<Remark>,
    pub steps: Vec<Step>,
    /// All that is wrong with the answers as typed.
    pub errors: FieldErrors,
    pub card: Option<card::Card>,
}

/// Opens an application with all that belongs to it.
///
/// # Errors
/// As [`open`].
pub fn desk(tx: &mut Tx<'_>, token: &Token) -> Result<Desk> {
    let application = open(tx, token)?;
    desk_of(tx, application)
}

fn desk_of(tx: &mut Tx<'_>, application: Application) -> Result<Desk> {
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let places = PlaceNames::of(tx, &application.answers)?;
    let (card, errors) = match card::parse(&application.answers, &lists, places.fits) {
        Ok(card) => (Some(card), FieldErrors::default()),
        Err(errors) => (None, errors),
    };
    let (files, remarks, steps) = (parts::files(tx, application.id)?, parts::open_remarks(tx, application.id)?, parts::steps(tx, application.id)?);
    Ok(Desk { application, lists, places, files, remarks, steps, errors, card })
}

impl Desk {
    /// Whether the applicant may change a field now: anything in a draft, what was sent back in a returned application.
    /// So is what has become wrong since it was sent (a school that closed): nobody may be stuck.
    #[must_use]
    pub fn is_open(&self, field: Field) -> bool {
        let has_gone_wrong = || self.errors.all().iter().any(|(name, _)| field.holds(name));
        is_open(self.application.state, &self.remarks, field) || (self.application.state == State::Returned && has_gone_wrong())
    }

    /// The errors of a section.
    #[must_use]
    pub fn errors_of(&self, section: Section) -> FieldErrors {
        let mut own = FieldErrors::default();
        for (name, message) in self.errors.all().iter().filter(|(name, _)| section.holds(name)) {
            own.add(name, message);
        }
        own
    }

    #[must_use]
    pub fn progress(&self, section: Section) -> Progress {
        let seen = self.application.answers.seen.contains(section.as_str()) || (section == Section::Evidence && !self.files.is_empty());
        match (seen, self.errors_of(section).is_empty()) {
            (true, true) => Progress::Done,
            (true, false) => Progress::Doing,
            (false, _) => Progress::New,
        }
    }
}

/// How far a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    New,
    Doing,
    Done,
}

fn is_open(state: State, remarks: &[Remark], field: Field) -> bool {
    let returned = |wanted: &[Field]| remarks.iter().any(|remark| wanted.contains(&remark.field));
    match (state, field) {
        (State::Draft, _) => true,
        // What proves a criterion may have to change with the criterion.
        (State::Returned, Field::Evidence | Field::Roles) => returned(&[field, Field::Criteria]),
        (State::Returned, Field::Criteria) => returned(&[Field::Criteria, Field::Roles]),
        (State::Returned, _) => returned(&[field]),
        (State::Submitted | State::Checked | State::Endorsed | State::Declined | State::Decided | State::Reserve | State::Refused | State::Ordered | State::Withdrawn, _) => false,
    }
}

/// Keeps a section as typed; what is wrong with it is told by the desk that comes back.
///
/// # Errors
/// A refusal when the application is not the applicant's to change now.
pub fn save(tx: &mut Tx<'_>, token: &Token, section: Section, posted: &web::Answers) -> Result<Desk> {
    let desk = keep(tx, token, section, posted)?;
    tx.record(&By::applicant(), Event::new("application.saved", "application", desk.application.id).of_maybe(desk.application.person).with(json!({"section": section})))?;
    Ok(desk)
}

/// As [`save`], while one types: no event, the act has not ended.
///
/// # Errors
/// As [`save`].
pub fn keep(tx: &mut Tx<'_>, token: &Token, section: Section, posted: &web::Answers) -> Result<Desk> {
    let before = desk(tx, token)?;
    must_be_open(&before.application)?;
    let mut application = before.application.clone();
    application.answers.take(section, posted, &|field| before.is_open(field));
    store::save_answers(tx, application.id, &application.answers)?;
    application.saved_at = tx.now();
    desk_of(tx, application)
}

fn must_be_open(application: &Application) -> Result<()> {
    if application.state.is_open_to_applicant() {
        return Ok(());
    }
    Err(Error::refusal("Заявка уже отправлена, ответы в ней сейчас изменить нельзя. Если в них ошибка, напишите координатору: он вернёт заявку на исправление."))
}

/// The applicant takes an application back; a draft is thrown away with its files.
///
/// # Errors
/// A refusal when it is too late (the order is signed).
pub fn withdraw(tx: &mut Tx<'_>, token: &Token, reason: &str) -> Result<()> {
    let application = open(tx, token)?;
    let event = |action| Event::new(action, "application", application.id).of_maybe(application.person);
    if application.state == State::Draft {
        let digests = store::delete(tx, application.id)?;
        evidence::forget(tx, &digests)?;
        return tx.record(&By::applicant(), event("application.discarded"));
    }
    let note: String = kernel::name::clean_text(reason).chars().take(1_000).collect();
    store::advance(tx, &application, application.version, Act::Withdraw, &Said { account: None, note })?;
    parts::settle_remarks(tx, application.id)?;
    tx.record(&By::applicant(), event("application.withdrawn"))?;
    settle_purpose(tx, &By::applicant(), application.person, State::Withdrawn)
}

/// Throws away drafts that nobody has touched for half a year. How many went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - DRAFT_LIVES;
    let stale = store::stale_drafts(tx, before)?;
    for id in &stale {
        let digests = store::delete(tx, *id)?;
        evidence::forget(tx, &digests)?;
        tx.record(&By::system(), Event::new("application.discarded", "application", id))?;
    }
    Ok(stale.len() as u64)
}
