//! Members: those included by an earlier order, with consents taken on paper; a few are paused, end soon, or published in part.

use crate::{Size, personas, staff::Teacher};
use audit::By;
use consent::{Channel, ConsentKind, Given, PublicationItem, texts};
use jiff::civil::date;
use kernel::{Clock, Date, Result, Tx, id::PersonId};
use membership::{MembershipKind, NewLine, OrderKind, Seat, Signed, Signing};
use rand::{Rng, RngExt, seq::SliceRandom};
use serde_json::json;
use structure::profile::Profile;
use web::App;

const SIGNED: Date = date(2026, 9, 1);

/// Fills most of the quotas by one order of the first of September 2026.
pub fn build(app: &App, chance: &mut impl Rng, staff: &[Teacher], size: Size) -> Result<()> {
    let profile = app.db.read(structure::profile)?;
    let mut free: Vec<&Teacher> = staff.iter().collect();
    free.shuffle(chance);
    let chosen = choose(&profile, free, size);
    let (coordinator, site) = (personas::coordinator(app)?, app.settings.public_url.clone());
    // The papers came in before the autumn, not on the day that the demo is made.
    let clock = app.clock();
    let earlier = app.db.with_clock(Clock::fixed(clock.now() - jiff::SignedDuration::from_hours(24 * 85), clock.zone().clone()));
    let terms = [(SIGNED, date(2029, 9, 1), "01-РМА"), (date(2024, 1, 15), date(2027, 1, 15), "02-РМА")];
    // Every twelfth was included earlier, and the term ends soon.
    let (early, late): (Vec<_>, Vec<_>) = chosen.into_iter().enumerate().partition(|(at, _)| at % 12 == 0);
    for ((from, until, number), people) in terms.into_iter().zip([late, early]) {
        let people: Vec<(PersonId, Seat)> = people.into_iter().map(|(_, one)| one).collect();
        app.db.write(|tx| {
            let lines: Vec<NewLine> = people.iter().map(|(person, seat)| NewLine { person: *person, application: None, membership: None, seat: Some(seat.clone()), reason: String::new(), note: String::new() }).collect();
            let order = membership::draft(tx, &coordinator.by(), OrderKind::Include, None, &lines)?;
            let signed = Signed { number: number.into(), signed_on: from, effective_on: from, until_on: Some(until), version: 1 };
            membership::sign(tx, &coordinator, order, Signing { signed: &signed, document: None, site: &site })
        })?;
        earlier.write(|tx| people.iter().try_for_each(|(person, _)| consents(tx, chance, *person)))?;
    }
    pause_some(app, &coordinator, &site)
}

/// Teachers for the seats of every quota, leaving a few places free.
fn choose(profile: &Profile, mut free: Vec<&Teacher>, size: Size) -> Vec<(PersonId, Seat)> {
    let mut chosen = Vec::new();
    for quota in profile.quotas.iter().filter(|quota| quota.from <= SIGNED) {
        for (code, places) in &quota.places {
            let places = size.of(*places);
            for _ in 0..places - u32::from(places > 4) {
                let Some(at) = free.iter().rposition(|teacher| fits(teacher, quota.kind, code)) else { break };
                let teacher = free.swap_remove(at);
                let (subject, direction) = match quota.kind {
                    MembershipKind::SubjectMethodist => (Some(code.clone()), None),
                    MembershipKind::DirectionMethodist => (None, Some(code.clone())),
                    MembershipKind::MunicipalManager | MembershipKind::SchoolManager => (None, None),
                };
                chosen.push((teacher.id, Seat { kind: quota.kind, subject, direction, municipality: teacher.municipality.clone() }));
            }
        }
    }
    chosen
}

fn fits(teacher: &Teacher, kind: MembershipKind, code: &str) -> bool {
    match kind {
        MembershipKind::SubjectMethodist => teacher.subject == Some(code),
        MembershipKind::DirectionMethodist => !teacher.is_deputy,
        MembershipKind::MunicipalManager => teacher.municipality.as_str() == code,
        MembershipKind::SchoolManager => teacher.municipality.as_str() == code && (teacher.is_deputy || teacher.subject.is_some()),
    }
}

/// Nine of ten publish everything, some only name and subject or with a condition of their own, a few nothing.
fn consents(tx: &mut Tx<'_>, chance: &mut impl Rng, person: PersonId) -> Result<()> {
    use PublicationItem::{FullName, School, Subject};
    let (items, conditions) = match chance.random_range(0..20) {
        0 => (Vec::new(), ""),
        1 => (vec![FullName, Subject], ""),
        2 => (vec![FullName, Subject, School], "Школу не указывать в рекламных материалах."),
        _ => (vec![FullName, Subject, School], ""),
    };
    paper(tx, person, ConsentKind::Inclusion, Vec::new(), "")?;
    paper(tx, person, ConsentKind::Processing, Vec::new(), "")?;
    if items.is_empty() { Ok(()) } else { paper(tx, person, ConsentKind::Publication, items, conditions) }
}

/// A consent signed on paper and brought to the institute.
pub fn paper(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind, items: Vec<PublicationItem>, conditions: &str) -> Result<()> {
    let today = tx.today();
    let text_id = texts::current(tx, kind, today)?.id;
    let term_until = (kind == ConsentKind::Publication).then_some(date(2029, 9, 1));
    let given = Given {
        person, kind, text_id, items, conditions: conditions.to_owned(), term_until, received_on: None, channel: Channel::Paper, evidence: json!({"paper": "папка «Согласия 2026»"}), account: None
    };
    consent::give(tx, &By::system(), given).map(|_| ())
}

/// A handful on parental or long leave.
fn pause_some(app: &App, coordinator: &access::Actor, site: &str) -> Result<()> {
    app.db.write(|tx| {
        let today = tx.today();
        let found = membership::list(tx, &coordinator.scope(), &membership::Filter::default(), today, kernel::Slice::new(1, 300))?;
        let lines: Vec<NewLine> = found
            .rows
            .iter()
            .step_by(60)
            .map(|row| NewLine { person: row.membership.person, application: None, membership: Some(row.membership.id), seat: Some(row.membership.seat.clone()), reason: "parental_leave".into(), note: String::new() })
            .collect();
        let order = membership::draft(tx, &coordinator.by(), OrderKind::Pause, None, &lines)?;
        let signed = Signed { number: "03-РМА".into(), signed_on: today, effective_on: today, until_on: None, version: 1 };
        membership::sign(tx, coordinator, order, Signing { signed: &signed, document: None, site })
    })
}
