//! The teacher's diagnostics: what is offered, accepting or declining, the consent, the start.

use super::{id, or_again};
use crate::{
    assign::store as assignments,
    attempt::{start, store as attempts, submit},
    instrument::{made, store as instruments},
    model::{Assignment, AssignmentId, Attempt, AttemptState, Instrument},
    planner::{self, Promised},
    scored,
    views::cabinet as views,
};
use access::Actor;
use axum::extract::{Path, RawQuery, State};
use consent::{Channel, ConsentKind, Given, texts, texts::ConsentText};
use kernel::{Error, FieldErrors, Timestamp, Tx};
use maud::Markup;
use serde_json::json;
use ui::url::Query;
use web::{App, Posted, Result, Staff};

/// An offer with what has become of it.
#[derive(Debug, Clone)]
pub struct Offer {
    pub assignment: Assignment,
    pub instrument: Instrument,
    pub attempts: Vec<Attempt>,
    /// Why it can't be begun now; `None`: it can.
    pub obstacle: Option<String>,
    pub has_consent: bool,
    pub has_open: bool,
}

impl Offer {
    /// The attempt that runs.
    #[must_use]
    pub fn running(&self, now: Timestamp) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.takes_answers_at(now))
    }

    /// The last attempt whose result the teacher may see now.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<&Attempt> {
        let last = self.last().filter(|attempt| attempt.state == AttemptState::Scored)?;
        let due_at = scored::due_at(self.instrument.shows, last.scored_at?, self.assignment.closes_at);
        (now >= due_at).then_some(last)
    }

    /// The last attempt that counts.
    #[must_use]
    pub fn last(&self) -> Option<&Attempt> {
        self.attempts.iter().rev().find(|attempt| attempt.state != AttemptState::Void)
    }
}

fn offer(tx: &mut Tx<'_>, assignment: Assignment, zone: &jiff::tz::TimeZone) -> kernel::Result<Offer> {
    let instrument = instruments::find(tx, assignment.instrument)?;
    let attempts = attempts::of_assignment(tx, assignment.id)?;
    let obstacle = match start::may_start(tx.now(), zone, &assignment, &instrument, &attempts) {
        Ok(()) => None,
        Err(Error::Refusal(sentence)) => Some(sentence),
        Err(other) => return Err(other),
    };
    let has_open = tx.count(
        "SELECT COUNT(*) FROM form_item f JOIN form o ON o.id = f.form_id JOIN item i ON i.id = f.item_id WHERE o.instrument_id = $1 AND o.state = 'ready' AND i.kind IN ('open', 'task')",
        kernel::params![instrument.id],
    )? > 0;
    let has_consent = start::has_consent(tx, assignment.person)?;
    Ok(Offer { assignment, instrument, attempts, obstacle, has_consent, has_open })
}

/// Closes own attempts whose time is over, so that the page tells what is true.
async fn close_overdue(app: &App, actor: &Actor) -> kernel::Result<()> {
    let person = start::own(actor)?;
    let over = app.read(move |tx| Ok(attempts::of_person(tx, person)?.into_iter().filter(|attempt| attempt.state == AttemptState::Running && tx.now() >= attempt.ends_at).collect::<Vec<_>>())).await?;
    if over.is_empty() {
        return Ok(());
    }
    let listeners = app.listeners.clone();
    app.write(move |tx| over.iter().try_for_each(|attempt| submit::close_if_over(tx, &listeners, attempt).map(|_| ()))).await
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    let person = start::own(&actor)?;
    close_overdue(&app, &actor).await?;
    let zone = app.clock().zone().clone();
    let day = zone.clone();
    let (offers, now) = app
        .read(move |tx| {
            let mut offers = Vec::new();
            for assignment in assignments::of_person(tx, person)? {
                offers.push(offer(tx, assignment, &day)?);
            }
            Ok((offers, tx.now()))
        })
        .await?;
    let query = Query::parse(&raw.unwrap_or_default());
    Ok(views::list(&shell, &offers, &zone, now, query.text("done")))
}

async fn read(app: &App, actor: &Actor, raw: &str) -> Result<(Offer, Timestamp)> {
    let (person, id) = (start::own(actor)?, id::<AssignmentId>(raw)?);
    let zone = app.clock().zone().clone();
    Ok(app
        .read(move |tx| {
            let assignment = assignments::own(tx, person, id)?;
            Ok((offer(tx, assignment, &zone)?, tx.now()))
        })
        .await?)
}

/// What it will be able to prove: told before the test, not after it.
async fn promised(app: &App, offer: &Offer) -> Result<Vec<Promised>> {
    if !offer.attempts.is_empty() {
        return Ok(Vec::new());
    }
    let instrument = offer.instrument.id;
    Ok(app
        .read(move |tx| {
            let made = made::read(tx, instrument)?;
            planner::promised(tx, &made)
        })
        .await?)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(query): RawQuery) -> Result<Markup> {
    close_overdue(&app, &actor).await?;
    let (offer, now) = read(&app, &actor, &raw).await?;
    let promised = promised(&app, &offer).await?;
    let query = Query::parse(&query.unwrap_or_default());
    Ok(views::show(&shell, &views::Shown { offer: &offer, promised: &promised, zone: app.clock().zone(), now, done: query.text("done") }))
}

pub async fn decline(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let id = id::<AssignmentId>(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        start::decline(tx, &actor, id)?;
        Ok("/cabinet/diagnostics?done=declined".to_owned())
    });
    Ok(web::see(&done.await?))
}

pub async fn start(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let id = id::<AssignmentId>(&raw)?;
    let zone = app.clock().zone().clone();
    let (person, reader) = (start::own(&actor)?, actor.clone());
    let needs_consent = app
        .read(move |tx| {
            assignments::own(tx, person, id)?;
            Ok(!start::has_consent(tx, person)?)
        })
        .await?;
    if needs_consent {
        return Ok(web::see(&format!("/cabinet/diagnostics/{id}/consent")));
    }
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        start::accept_if_offered(tx, &reader, id)?;
        Ok(format!("/attempts/{}/items/1", start::start(tx, &reader, id, &zone)?))
    });
    Ok(web::see(&done.await?))
}

async fn text(app: &App) -> kernel::Result<ConsentText> {
    app.read(|tx| {
        let today = tx.today();
        texts::current(tx, ConsentKind::Diagnostics, today)
    })
    .await
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result<Markup> {
    let (offer, _) = read(&app, &actor, &raw).await?;
    Ok(views::ask(&shell, &offer, &text(&app).await?, &FieldErrors::default()))
}

/// The consent is given to the version that was read; then the diagnostic may begin.
pub async fn consent(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let (person, id) = (start::own(&actor)?, id::<AssignmentId>(&raw)?);
    let answers = posted.answers.clone();
    let evidence = json!({"session": actor.session, "address": shell.client.address, "agent": shell.client.agent});
    let giver = actor.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        assignments::own(tx, person, id)?;
        if answers.get("agree") != "yes" {
            return Err(Error::field("agree", "Если вы согласны, отметьте это. Если нет, просто вернитесь: отказ ни на что не влияет"));
        }
        let text_id = answers.get("text").parse().map_err(|_| Error::NotFound)?;
        if !start::has_consent(tx, person)? {
            let account = Some(giver.account);
            consent::give(
                tx,
                &giver.by(),
                Given { person, kind: ConsentKind::Diagnostics, text_id, items: Vec::new(), conditions: String::new(), term_until: None, received_on: None, channel: Channel::Screen, evidence, account },
            )?;
        }
        start::accept(tx, &giver, id)?;
        Ok(format!("/cabinet/diagnostics/{id}?done=consent"))
    });
    or_again(done.await, |errors| async move {
        let (offer, _) = read(&app, &actor, &raw).await?;
        Ok(views::ask(&shell, &offer, &text(&app).await?, &errors))
    })
    .await
}
