//! What one look is made of: the place, its parts, the filter, and counts that several pictures share, counted once.

use crate::{
    asked::Asked,
    card::{Card, Code},
    cards,
    counts::{self, accompanied, held, helped, history, met},
    further::further,
    moments::{self, Moment},
    people::OfPeople,
    results::Results,
    sight::Sight,
    told::Told,
    tree::{Layer, Spot, Tree, middle, real},
};
use access::Actor;
use cases::stage::DONE;
use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx, id::PlaceId};
use membership::QuotaLine;
use std::rc::Rc;
use structure::places::{self, Place, PlaceKind};
use ui::url::Query;

/// A part of the place, as called today.
#[derive(Debug, Clone)]
pub struct Part {
    pub id: PlaceId,
    pub name: String,
    /// Row and column on the map of tiles.
    pub tile: Option<(u32, u32)>,
}

impl From<Place> for Part {
    fn from(place: Place) -> Self {
        Self { id: place.id, name: place.short_name, tile: place.facts.tile }
    }
}

/// A share of teachers, now and a year before, as layers of the whole tree.
pub struct Covered {
    pub now: Layer,
    pub past: Layer,
}

/// Teachers and those of them whom the work reached.
pub struct Coverage {
    pub teachers: Layer,
    pub diagnosed: Covered,
    pub accompanied: Covered,
    pub pathways: Covered,
}

impl Coverage {
    #[must_use]
    pub fn share(&self, tree: &Tree, layer: &Layer, place: &PlaceId) -> Told {
        tree.at(layer, place).share_of(self.all(tree, place))
    }

    #[must_use]
    pub fn all(&self, tree: &Tree, place: &PlaceId) -> i64 {
        match tree.at(&self.teachers, place) {
            crate::tree::Seen::Count(count) => count,
            crate::tree::Seen::Hidden => 0,
        }
    }
}

/// Requests for help by place.
pub struct Helped {
    pub rows: Vec<helped::Request>,
    /// Whose term is over or who were answered.
    pub due: Layer,
    pub in_term: Layer,
    pub due_past: Layer,
    pub in_term_past: Layer,
    pub answered: Layer,
    pub answered_past: Layer,
    pub all: Layer,
    pub all_past: Layer,
}

impl Helped {
    #[must_use]
    pub fn share(&self, tree: &Tree, place: &PlaceId) -> Told {
        share_of(tree, &self.in_term, &self.due, place)
    }
}

/// A share both of whose counts are of people.
pub fn share_of(tree: &Tree, part: &Layer, whole: &Layer, place: &PlaceId) -> Told {
    match tree.at(whole, place) {
        crate::tree::Seen::Hidden => Told::Hidden,
        crate::tree::Seen::Count(whole) => tree.at(part, place).share_of(whole),
    }
}

/// Open cases on a day, and how many are told on each rung.
pub struct OnRungs {
    pub rows: Vec<accompanied::Standing>,
    /// Of rungs 1 to 8; the last is of those that may be closed.
    pub layers: Vec<Layer>,
}

impl OnRungs {
    #[must_use]
    pub fn of(tree: &Tree, rows: Vec<accompanied::Standing>) -> Self {
        let mut own = vec![OfPeople::default(); usize::try_from(DONE).unwrap_or(0)];
        for one in &rows {
            if let Some(rung) = usize::try_from(one.rung.clamp(1, DONE) - 1).ok().and_then(|at| own.get_mut(at)) {
                rung.add(one.place.clone(), one.person.clone(), 1);
            }
        }
        Self { layers: own.iter().map(|own| tree.guarded_of(own)).collect(), rows }
    }

    /// Whether there is any case at a place, told or not.
    #[must_use]
    pub fn has_any(&self, tree: &Tree, place: &PlaceId) -> bool {
        self.layers.iter().any(|layer| tree.at(layer, place) != crate::tree::Seen::Count(0))
    }
}

/// Cases on rungs: today, and at the moments of the past.
pub struct Rungs {
    pub now: OnRungs,
    pub then: Vec<(Moment, OnRungs)>,
}

/// A look.
pub struct Desk {
    pub tree: Tree,
    pub place: Spot,
    pub name: String,
    /// The way from one's own place: places above that one may open.
    pub above: Vec<Part>,
    pub parts: Vec<Part>,
    pub asked: Asked,
    pub today: Date,
    pub zone: TimeZone,
    /// Days of the past that today is set beside: a year ago first.
    pub moments: Vec<Moment>,
    coverage: Option<Rc<Coverage>>,
    helped: Option<Rc<Helped>>,
    quotas: Option<Rc<Vec<QuotaLine>>>,
    met: Option<Rc<Vec<met::Met>>>,
    results: Option<Rc<Results>>,
    on_rungs: Option<Rc<Rungs>>,
}

impl Desk {
    /// # Errors
    /// Not found: no such place, or another's.
    pub fn open(tx: &mut Tx<'_>, actor: &Actor, place: &str, query: &Query) -> Result<Self> {
        let sight = Sight::of(actor)?;
        let (today, zone, tree) = (tx.today(), structure::zone(tx)?, Tree::read(tx)?);
        let spot = sight.open(&tree, place)?.clone();
        let parts = if sight.names_parts(spot.kind) {
            let found = if spot.kind == PlaceKind::Region { places::municipalities(tx, today)? } else { places::schools_of(tx, &spot.id, today)? };
            found.into_iter().map(Part::from).collect()
        } else {
            Vec::new()
        };
        let mut above = Vec::new();
        for up in tree.spots.iter().filter(|up| spot.path.starts_with(&up.path) && up.id != spot.id) {
            if sight.open(&tree, up.id.as_str()).is_ok() {
                above.push(Part { id: up.id.clone(), name: name(tx, up, today)?, tile: None });
            }
        }
        let name = name(tx, &spot, today)?;
        let (asked, moments) = (Asked::read(query, today, &zone), moments::before(today, &zone));
        Ok(Self { tree, place: spot, name, above, parts, asked, today, zone, moments, coverage: None, helped: None, quotas: None, met: None, results: None, on_rungs: None })
    }

    /// Which pictures a place of this kind has, in the order of the page.
    #[must_use]
    pub fn codes(&self) -> Vec<Code> {
        Code::ALL.iter().copied().filter(|code| self.has(*code)).collect()
    }

    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        match code {
            Code::Places => !self.parts.is_empty(),
            Code::Quotas => self.place.kind != PlaceKind::School,
            Code::Coverage | Code::Cases | Code::Stages | Code::Deficits | Code::Pathways | Code::Help | Code::Events | Code::Outcomes => true,
        }
    }

    /// # Errors
    /// Not found: a place of this kind has no such picture. The store fails.
    pub fn card(&mut self, tx: &mut Tx<'_>, actor: &Actor, code: Code) -> Result<Card> {
        if !self.has(code) {
            return Err(kernel::Error::NotFound);
        }
        let card = match code {
            Code::Places => cards::places::card(self, tx),
            Code::Coverage => cards::coverage::card(self, tx),
            Code::Cases => cards::cases::rungs(self, tx, actor),
            Code::Stages => cards::cases::stages(self, tx),
            Code::Deficits => cards::deficits::card(self, tx, actor),
            Code::Pathways => cards::pathways::card(self, tx),
            Code::Help => cards::help::card(self, tx),
            Code::Quotas => cards::quotas::card(self, tx),
            Code::Events => cards::events::card(self, tx),
            Code::Outcomes => cards::outcomes::card(self, tx),
        }?;
        Ok(Card { further: further(actor, code, &self.place.id), ..card })
    }

    /// The address of a place's page with the filter kept.
    #[must_use]
    pub fn url(&self, place: &PlaceId) -> String {
        self.asked.query.href(&format!("/picture/{place}"))
    }

    /// The middle of places of the same kind, as «середина по муниципалитетам — 34 %».
    pub fn middle(&self, of: impl Fn(&PlaceId) -> Told) -> Option<f64> {
        middle(self.tree.peers(self.place.kind).map(|spot| of(&spot.id)))
    }

    /// The middle of counts at places of the same kind, of those only that have anything to count.
    pub fn middle_count(&self, has_any: impl Fn(&PlaceId) -> bool, of: impl Fn(&PlaceId) -> Told) -> Told {
        self.middle(|place| if has_any(place) { of(place) } else { Told::Nothing }).map_or(Told::Nothing, Told::Number)
    }

    /// «муниципалитетов», «школ»: of whom the middle is.
    #[must_use]
    pub fn peers(&self) -> &'static str {
        if self.place.kind == PlaceKind::School { "школ региона" } else { "муниципалитетов" }
    }

    /// # Errors
    /// The store fails.
    pub fn coverage(&mut self, tx: &mut Tx<'_>) -> Result<Rc<Coverage>> {
        if let Some(known) = &self.coverage {
            return Ok(known.clone());
        }
        let teachers = counts::teachers(tx, &self.tree)?;
        let covered = |pair: accompanied::Pair| Covered { now: self.tree.guarded(&pair.now), past: self.tree.guarded(&pair.past) };
        let coverage = Rc::new(Coverage {
            teachers: self.tree.open(&teachers),
            diagnosed: covered(accompanied::diagnosed(tx, &self.tree, &self.asked)?),
            accompanied: covered(accompanied::in_cases(tx, &self.tree, &self.asked)?),
            pathways: covered(accompanied::on_pathways(tx, &self.tree, &self.asked)?),
        });
        self.coverage = Some(coverage.clone());
        Ok(coverage)
    }

    /// # Errors
    /// The store fails.
    pub fn helped(&mut self, tx: &mut Tx<'_>) -> Result<Rc<Helped>> {
        if let Some(known) = &self.helped {
            return Ok(known.clone());
        }
        let rows = helped::requests(tx, &self.asked, self.today, &self.zone)?;
        let layer = |wanted: &dyn Fn(&helped::Request) -> bool| {
            let mut own = OfPeople::default();
            rows.iter().filter(|row| wanted(row)).for_each(|row| own.add(row.place.clone(), row.asker.clone(), 1));
            self.tree.guarded_of(&own)
        };
        let due = layer(&|row| !row.is_past && row.in_term.is_some());
        let in_term = layer(&|row| !row.is_past && row.in_term == Some(true));
        let due_past = layer(&|row| row.is_past && row.in_term.is_some());
        let in_term_past = layer(&|row| row.is_past && row.in_term == Some(true));
        let (all, all_past) = (layer(&|row| !row.is_past), layer(&|row| row.is_past));
        let (answered, answered_past) = (layer(&|row| !row.is_past && row.days.is_some()), layer(&|row| row.is_past && row.days.is_some()));
        let helped = Rc::new(Helped { answered, answered_past, due, in_term, due_past, in_term_past, all, all_past, rows });
        self.helped = Some(helped.clone());
        Ok(helped)
    }

    /// # Errors
    /// The store fails.
    pub fn quotas(&mut self, tx: &mut Tx<'_>) -> Result<Rc<Vec<QuotaLine>>> {
        if let Some(known) = &self.quotas {
            return Ok(known.clone());
        }
        let lines = Rc::new(held::lines(tx, self.today)?);
        self.quotas = Some(lines.clone());
        Ok(lines)
    }

    /// # Errors
    /// The store fails.
    pub fn met(&mut self, tx: &mut Tx<'_>) -> Result<Rc<Vec<met::Met>>> {
        if let Some(known) = &self.met {
            return Ok(known.clone());
        }
        let met = Rc::new(met::met(tx, &self.asked, &self.place.path, &self.zone)?);
        self.met = Some(met.clone());
        Ok(met)
    }

    /// # Errors
    /// The store fails.
    pub fn on_rungs(&mut self, tx: &mut Tx<'_>) -> Result<Rc<Rungs>> {
        if let Some(known) = &self.on_rungs {
            return Ok(known.clone());
        }
        let (rows, ways) = (accompanied::standing(tx)?, history::ways(tx, &self.moments)?);
        let then = |moment: &Moment| (moment.clone(), OnRungs::of(&self.tree, ways.iter().filter_map(|way| way.at(moment, &self.zone)).collect()));
        let on_rungs = Rc::new(Rungs { now: OnRungs::of(&self.tree, rows), then: self.moments.iter().map(then).collect() });
        self.on_rungs = Some(on_rungs.clone());
        Ok(on_rungs)
    }

    /// # Errors
    /// The store fails.
    pub fn results(&mut self, tx: &mut Tx<'_>) -> Result<Rc<Results>> {
        if let Some(known) = &self.results {
            return Ok(known.clone());
        }
        let results = Rc::new(Results::read(tx, self)?);
        self.results = Some(results.clone());
        Ok(results)
    }
}

fn name(tx: &mut Tx<'_>, spot: &Spot, today: Date) -> Result<String> {
    if spot.kind == PlaceKind::Region { Ok(structure::profile(tx)?.region.name.clone()) } else { Ok(places::load(tx, &spot.id, today)?.short_name) }
}

/// Seats filled, in percent.
#[must_use]
pub fn filled((filled, places): (i64, i64)) -> Told {
    if places == 0 { Told::Nothing } else { Told::Percent((real(filled) * 100.0 / real(places)).round()) }
}
