//! The commission at work: one meeting long ended in an order, one whose order waits for its signature, one going on today.

use crate::personas;
use access::Actor;
use applications::{AgendaCandidate, State};
use commission::{AttendanceForm, Ballot, DecisionForm, ItemId, MeetingId, PlanForm, Sitting};
use jiff::SignedDuration;
use kernel::{Clock, Db, Result};
use membership::{OrderId, Signed, Signing};
use web::{Answers, App};

/// How many days ago the first and the second meeting were.
const LONG_AGO: i64 = 18;
const LATELY: i64 = 4;

/// Who acts.
struct House<'a> {
    app: &'a App,
    coordinator: Actor,
    commission: Vec<Actor>,
    site: String,
}

/// Holds the meetings with those whom the municipalities have endorsed.
pub fn build(app: &App) -> Result<()> {
    let commission = ["commission1", "commission2", "commission3"].into_iter().map(|name| personas::actor(app, name)).collect::<Result<Vec<_>>>()?;
    let house = House { app, coordinator: personas::coordinator(app)?, commission, site: app.settings.public_url.clone() };
    if let Some(order) = house.hold(LONG_AGO, &["include", "reserve", "refuse"])? {
        house.sign(order)?;
    }
    house.hold(LATELY, &["include", "include"])?;
    house.open(&house.at(0), 3).map(|_| ())
}

impl House<'_> {
    /// The database as it stood so many days ago.
    fn at(&self, days_ago: i64) -> Db {
        let clock = self.app.clock();
        let then = clock.now() - SignedDuration::from_hours(24 * days_ago);
        self.app.db.with_clock(Clock::fixed(then, clock.zone().clone()))
    }

    /// Opens a meeting of the day with the first endorsed on its agenda; everybody is present.
    fn open(&self, db: &Db, candidates: usize) -> Result<MeetingId> {
        let chair = self.commission.first().map(|actor| actor.account);
        db.write(|tx| {
            let form = PlanForm { held_on: kernel::date::short(tx.today()), chair: chair.map(|id| id.to_string()).unwrap_or_default(), secretary: self.coordinator.account.to_string(), version: 0 };
            let meeting = commission::plan(tx, &self.coordinator, &form)?;
            let endorsed: Vec<AgendaCandidate> = applications::for_agenda(tx, &self.coordinator.scope())?.into_iter().filter(|one| one.state == State::Endorsed).take(candidates).collect();
            commission::add(tx, &self.coordinator, meeting, &endorsed.iter().map(|one| one.application).collect::<Vec<_>>())?;
            let present = AttendanceForm { present: self.commission.iter().map(|actor| actor.account).collect(), chair, version: 1 };
            commission::open(tx, &self.coordinator, meeting, &present)?;
            Ok(meeting)
        })
    }

    /// A whole meeting: votes, a decision on everybody, minutes. The draft order, if anybody is included.
    fn hold(&self, days_ago: i64, outcomes: &[&str]) -> Result<Option<OrderId>> {
        let db = self.at(days_ago);
        let meeting = self.open(&db, outcomes.len())?;
        let items: Vec<ItemId> = self.sitting(&db, meeting)?.items.iter().map(|item| item.id).collect();
        for (item, outcome) in items.into_iter().zip(outcomes) {
            self.vote(&db, meeting, item, if *outcome == "refuse" { "against" } else { "for" })?;
            self.decide(&db, meeting, item, outcome)?;
        }
        let minutes = db.read(|tx| commission::prepare(tx, &self.coordinator, meeting))?;
        let pdf = self.app.documents.print(&minutes, db.clock().now()).map_err(anyhow::Error::new)?;
        let stored = self.app.files.put_own(&pdf.bytes, files::Kind::Pdf)?;
        Ok(db.write(|tx| commission::close(tx, &self.coordinator, meeting, &minutes, &stored))?.order)
    }

    fn sitting(&self, db: &Db, meeting: MeetingId) -> Result<Sitting> {
        db.read(|tx| commission::sitting(tx, &self.coordinator, meeting))
    }

    fn vote(&self, db: &Db, meeting: MeetingId, item: ItemId, voice: &str) -> Result<()> {
        let ballot = Ballot::of(&Answers::of([(format!("voice-{item}"), voice.to_owned())]));
        db.write(|tx| self.commission.iter().try_for_each(|voter| commission::cast(tx, voter, meeting, &ballot).map(|_| ())))
    }

    /// Includes on the seat that the candidate asked for.
    fn decide(&self, db: &Db, meeting: MeetingId, item: ItemId, outcome: &str) -> Result<()> {
        let sitting = self.sitting(db, meeting)?;
        let item = sitting.item(item)?;
        let words = &item.words;
        let note = match outcome {
            "include" => "В районе нет другого методиста по этому предмету",
            "reserve" => "Свободных мест по предмету нет",
            _ => "Не приложены результаты учеников за три года",
        };
        let form = DecisionForm {
            outcome: outcome.into(),
            kind: words.kind.map(|kind| kind.to_string()).unwrap_or_default(),
            subject: words.subject.clone(),
            direction: words.direction.clone(),
            municipality: words.municipality.clone(),
            reason: "evidence_insufficient".into(),
            note: note.into(),
            version: item.version,
        };
        db.write(|tx| commission::decide(tx, &self.coordinator, meeting, item.id, &form)).map(|_| ())
    }

    /// The order is signed three days after the meeting, for the usual term.
    fn sign(&self, order: OrderId) -> Result<()> {
        self.at(LONG_AGO - 3).write(|tx| {
            let today = tx.today();
            let until = today.saturating_add(jiff::Span::new().years(i64::from(structure::profile(tx)?.membership.term_years)));
            let signed = Signed { number: "04-РМА".into(), signed_on: today, effective_on: today, until_on: Some(until), version: 1 };
            membership::sign(tx, &self.coordinator, order, Signing { signed: &signed, document: None, site: &self.site })
        })
    }
}
