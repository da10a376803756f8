//! Consents within the form: three documents, each answered on its own page; refusing to be published bars nothing.

use super::open;
use crate::{
    link::Token,
    model::State,
    record::{Application, ConsentAnswer},
    store::parts,
};
use audit::{By, Event, Record};
use consent::{ConsentKind, PublicationItem, texts, texts::ConsentText};
use jiff::ToSpan;
use kernel::{Date, Error, Result, Tx};
use serde_json::json;

kernel::text_enum! {
    /// How long data may be published.
    PublicationTerm {
        /// The region's term of membership, from today.
        Membership = "membership",
        OneYear = "one_year",
        /// No date: as long as one is a member, says the text.
        UntilWithdrawn = "until_withdrawn",
    }
}

impl PublicationTerm {
    fn until(self, today: Date, term_years: u32) -> Option<Date> {
        let years = match self {
            Self::Membership => term_years,
            Self::OneYear => 1,
            Self::UntilWithdrawn => return None,
        };
        today.checked_add(i64::from(years).years()).ok()
    }
}

/// A consent's page: the text in force and what was answered.
#[derive(Debug, Clone)]
pub struct ConsentPage {
    pub application: Application,
    pub text: ConsentText,
    pub answer: Option<ConsentAnswer>,
    pub term_years: u32,
    /// The answer can be changed now: only before the first submission, later there are withdrawals.
    pub is_open: bool,
}

/// What a consent's page shows. An answer to an older version of the text is no answer any more, until it was sent.
///
/// # Errors
/// As [`open`]; a refusal while the region has no text of this kind.
pub fn consent_page(tx: &mut Tx<'_>, token: &Token, kind: ConsentKind) -> Result<ConsentPage> {
    let application = open(tx, token)?;
    let is_open = application.state == State::Draft;
    let answer = parts::consents(tx, application.id)?.into_iter().find(|answer| answer.kind == kind);
    let today = tx.today();
    let text = match &answer {
        Some(answer) if !is_open => texts::find(tx, answer.text)?,
        _ => texts::current(tx, kind, today)?,
    };
    let answer = answer.filter(|answer| answer.text == text.id);
    let term_years = structure::profile(tx)?.membership.term_years;
    Ok(ConsentPage { application, text, answer, term_years, is_open })
}

/// Keeps the answer on a consent's page, with the proof of it.
///
/// # Errors
/// Field errors; a refusal when the text changed under the reader or the application was sent.
pub fn answer(tx: &mut Tx<'_>, token: &Token, kind: ConsentKind, posted: &web::Answers, client: &web::Client) -> Result<()> {
    let page = consent_page(tx, token, kind)?;
    if !page.is_open {
        return Err(Error::refusal("Заявка уже отправлена. Отозвать согласие можно в личном кабинете или письменно."));
    }
    if posted.get("text") != page.text.id.to_string() {
        return Err(Error::refusal("Пока вы читали, текст согласия обновили. Откройте страницу снова и прочитайте новую редакцию."));
    }
    let Said { agreed, items, conditions, term_until } = match kind {
        ConsentKind::Diagnostics => return Err(Error::NotFound),
        ConsentKind::Inclusion | ConsentKind::Processing => wanted(posted)?,
        ConsentKind::Publication => publication(posted, tx.today(), page.term_years)?,
    };
    let evidence = json!({"link": token.hash(), "address": client.address, "agent": client.agent});
    let given = ConsentAnswer { kind, text: page.text.id, agreed, items, conditions, term_until, answered_at: tx.now(), evidence };
    parts::put_consent(tx, page.application.id, &given)?;
    tx.record(&By::applicant(), Event::new("application.consent_answered", "application", page.application.id).with(json!({"kind": kind, "agreed": agreed, "text": page.text.id})))
}

/// What an answer says.
#[derive(Default)]
struct Said {
    agreed: bool,
    items: Vec<PublicationItem>,
    conditions: String,
    term_until: Option<Date>,
}

/// Inclusion and processing: agreed, or not yet. Without them there is nothing to consider, and the page says so.
fn wanted(posted: &web::Answers) -> Result<Said> {
    if posted.get("agree") == "yes" {
        Ok(Said { agreed: true, ..Said::default() })
    } else {
        Err(Error::field("agree", "Если согласны, поставьте отметку. Без этого согласия заявку нельзя рассмотреть"))
    }
}

fn publication(posted: &web::Answers, today: Date, term_years: u32) -> Result<Said> {
    match posted.get("agree") {
        "no" => return Ok(Said::default()),
        "yes" => {}
        _ => return Err(Error::field("agree", "Выберите, разрешаете ли вы публикацию. Отказ не мешает войти в актив")),
    }
    let items: Vec<PublicationItem> = posted.all("items").into_iter().filter_map(|raw| raw.parse().ok()).collect();
    if items.is_empty() {
        return Err(Error::field("items", "Отметьте, что можно публиковать, или выберите «Не разрешаю»"));
    }
    let term: PublicationTerm = posted.get("term").parse().map_err(|_| Error::field("term", "Выберите, на какой срок разрешаете публикацию"))?;
    let conditions = consent::conditions::parse(posted.get("conditions"))?;
    Ok(Said { agreed: true, items, conditions, term_until: term.until(today, term_years) })
}
