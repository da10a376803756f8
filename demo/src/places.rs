//! Who heads the places and since when, how to reach them, a methodical service that came late; the year programme of this year and
//! of the last one.

use crate::{names, personas, region::School};
use audit::By;
use jiff::{SignedDuration, civil::date};
use kernel::{Clock, Result, Tx, id::PlaceId};
use programme::stages;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use structure::{
    contacts::{self, Contact},
    heads::{self, Appointment, Post},
    places::{self, Place},
    services::{self, Turn},
};
use web::App;

/// Chance of their own: the stories told before don't change when heads are added.
const SEED: u64 = 2024;

/// Makes them.
pub fn build(app: &App, schools: &[School]) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(SEED);
    app.db.write(|tx| {
        tx.expect_much()?;
        let today = tx.today();
        for (place, post) in [(places::MINISTRY, Post::Minister), (places::INSTITUTE, Post::Rector), (places::INSTITUTE, Post::Centre)] {
            appoint(tx, &mut chance, (&PlaceId::from(place), post), 2022)?;
        }
        for place in places::municipalities(tx, today)? {
            municipality(tx, &mut chance, &place)?;
        }
        schools.iter().try_for_each(|school| appoint(tx, &mut chance, (&school.id, Post::Director), 2014))?;
        late_service(tx)
    })?;
    programme(app)
}

fn load(tx: &mut Tx<'_>, id: &PlaceId) -> Result<Place> {
    let today = tx.today();
    places::load(tx, id, today)
}

/// One head since some year, or two, one after the other.
fn appoint(tx: &mut Tx<'_>, chance: &mut impl Rng, (place, post): (&PlaceId, Post), since: i16) -> Result<()> {
    let first = since + chance.random_range(0..4_i16);
    let years = if chance.random_range(0..4) == 0 { vec![first, first + 3] } else { vec![first] };
    for year in years {
        let (place, name) = (load(tx, place)?, names::person(chance).full());
        let from = date(year, if chance.random_range(0..2) == 0 { 9 } else { 2 }, 1);
        heads::appoint(tx, &By::system(), &place, &Appointment { post, person: None, name, from })?;
    }
    Ok(())
}

fn municipality(tx: &mut Tx<'_>, chance: &mut impl Rng, place: &Place) -> Result<()> {
    appoint(tx, chance, (&place.id, Post::Authority), 2018)?;
    if place.has_methodical_service {
        appoint(tx, chance, (&place.id, Post::Service), 2020)?;
    }
    let code = place.id.as_str().trim_start_matches("mo-");
    let contact =
        Contact {
            address: format!("{}, ул. Образцовая, д. 1", place.facts.settlement), phone: "+7 000 000-00-00".into(), email: format!("uo@{code}.example"), site: format!("https://uo-{code}.example"), version: 0
        };
    contacts::save(tx, &By::system(), place, &contact)
}

/// A service that was closed for two years and is there again.
fn late_service(tx: &mut Tx<'_>) -> Result<()> {
    let id = PlaceId::from("mo-bikin");
    for turn in [Turn { from: date(2019, 9, 1), has_service: false }, Turn { from: date(2021, 9, 1), has_service: true }] {
        let place = load(tx, &id)?;
        services::turn(tx, &By::system(), &place, turn)?;
    }
    Ok(())
}

/// Last year's of the profile; this year's carried over from it, one stage moved.
fn programme(app: &App) -> Result<()> {
    let (by, real) = (personas::coordinator(app)?.by(), app.clock());
    let back = |days: i64| app.db.with_clock(Clock::fixed(real.now() - SignedDuration::from_hours(24 * days), real.zone().clone()));
    let year = i64::from(real.today().year()) - i64::from(real.today().month() < 9);
    back(450).write(|tx| stages::from_profile(tx, &by, year - 1))?;
    back(95).write(|tx| stages::roll_over(tx, &by, year - 1))?;
    back(40).write(|tx| {
        let Some(stage) = stages::of_year(tx, year)?.into_iter().find(|stage| stage.code == "training") else { return Ok(()) };
        let later = stage.ends_on.saturating_add(jiff::Span::new().days(5));
        let input = stages::Input { title: stage.title.clone(), owner: stage.owner.clone(), owner_id: None, starts_on: stage.starts_on, ends_on: later, result: stage.result.clone(), expects: stage.expects.clone() };
        stages::change(tx, &by, &stage, &input)
    })
}
