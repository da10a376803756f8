//! Cases in every stage with two years of history: told by the use cases with a clock of their own, so that nothing in them is impossible.
//! The personas take part in two that go on now.

mod by_lot;
mod lively;
mod story;

use crate::{Size, personas, region::School};
use access::{Actor, Role, accounts, grants};
use audit::By;
use jiff::civil::date;
use kernel::{
    Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use rand::{Rng, RngExt};
use resources::ResourceId;
use structure::profile::TermKind;
use web::App;

pub(crate) use story::{Fate, Story};

/// What each case needs to know of the region.
pub(crate) struct Ground<'a> {
    pub app: &'a App,
    pub site: String,
    /// A competency of the framework in force, with a resource for it.
    pub competencies: Vec<Offered>,
    pub directions: Vec<String>,
}

/// Id of the competency, its code, a resource that works on it at any time.
#[derive(Clone)]
pub(crate) struct Offered {
    pub competency: String,
    pub resource: ResourceId,
}

/// Tells the cases.
pub fn build(app: &App, chance: &mut impl Rng, schools: &[School], size: Size) -> Result<()> {
    let coordinator = personas::coordinator(app)?;
    let methodist = personas::actor(app, "methodist")?;
    let competencies = app.db.write(|tx| offered(tx, &methodist, &coordinator))?;
    if competencies.is_empty() {
        return Ok(());
    }
    let directions = app.db.read(structure::profile)?.dictionaries.of(TermKind::WorkDirection).map(|term| term.code.clone()).collect();
    let ground = Ground { app, site: app.settings.public_url.trim_end_matches('/').to_owned(), competencies, directions };
    let leaders = app.db.write(|tx| leaders(tx, schools))?;
    let teachers = app.db.read(teachers)?;
    // So many that every stage is there several times; each is told act by act, so more would make the first start slow.
    let count = usize::try_from(size.of(600).max(60)).unwrap_or(60);
    for at in 0..count.min(teachers.len() * ground.directions.len().max(1)) {
        let Some(teacher) = teachers.get(at % teachers.len()) else { break };
        let Some(leader) = leaders.iter().find(|leader| teacher.place_path.starts_with(&leader.place_path)) else { continue };
        Story { ground: &ground, teacher, leader, at, round: at / teachers.len(), days: chance.random_range(20..700) }.tell()?;
    }
    lively::build(&ground, &methodist)?;
    let measured = match size {
        Size::Full => 200,
        Size::Small => 120,
    };
    by_lot::build(&ground, chance, &leaders, measured)
}

/// Members who can log in and whose diagnostics aren't told elsewhere: what was measured there hasn't all been seen by them.
fn teachers(tx: &mut Tx<'_>) -> Result<Vec<Actor>> {
    let own = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND a.disabled_at IS NULL AND a.email NOT LIKE '%@aktiv.example' AND NOT EXISTS (SELECT 1 FROM assignment s WHERE s.person_id = p.id) ORDER BY p.email DESC, p.id";
    let persons: Vec<PersonId> = tx.query(own, params![], |row| row.get(0))?;
    let mut found = Vec::new();
    for person in persons {
        found.extend(crate::personas::teacher(tx, person)?);
    }
    Ok(found)
}

/// A resource for each of ten competencies; where the catalogue has none, one is written and reviewed.
fn offered(tx: &mut Tx<'_>, methodist: &Actor, coordinator: &Actor) -> Result<Vec<Offered>> {
    let sql = "SELECT c.id, c.code, c.title FROM competency c JOIN framework f ON f.id = c.framework_id WHERE f.state = 'live' AND c.parent_id IS NOT NULL ORDER BY f.number DESC, c.code LIMIT 10";
    let competencies: Vec<(String, String, String)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let region: PlaceId = tx.one("SELECT id FROM place WHERE kind = 'region'", params![], |row| row.get(0))?;
    let mut found = Vec::new();
    for (competency, code, title) in competencies {
        let known = "SELECT r.id FROM resource r JOIN resource_tag t ON t.resource_id = r.id WHERE r.state = 'live' AND r.place_id = $1 AND t.competency_code = $2 AND r.starts_on IS NULL AND r.apply_by IS NULL AND r.valid_to IS NULL AND r.person_id IS NULL ORDER BY r.id LIMIT 1";
        let resource = match tx.maybe(known, params![region, code], |row| row.get(0))? {
            Some(resource) => resource,
            None => written(tx, (methodist, coordinator), &region, &code, &title)?,
        };
        found.push(Offered { competency, resource });
    }
    Ok(found)
}

fn written(tx: &mut Tx<'_>, (methodist, coordinator): (&Actor, &Actor), region: &PlaceId, code: &str, title: &str) -> Result<ResourceId> {
    let draft = resources::Draft {
        kind: resources::Kind::Programme,
        title: format!("Практикум: {}", title.to_lowercase()),
        summary: "Короткие задания и разбор своих уроков".into(),
        provider: "Центр непрерывного повышения мастерства".into(),
        subject: String::new(),
        form: resources::Form::Remote,
        technology: "разбор случаев".into(),
        hours: 16,
        starts_on: None,
        ends_on: None,
        apply_by: None,
        seats: None,
        link: String::new(),
        valid_to: None,
        tags: vec![resources::Tag { code: code.into(), strength: 3 }],
    };
    let id = resources::add(tx, methodist, region, &draft, &resources::Attached::Kept)?;
    resources::review(tx, coordinator, id, 1)?;
    Ok(id)
}

/// A methodist of each municipality: one of its teachers with an account for that office.
fn leaders(tx: &mut Tx<'_>, schools: &[School]) -> Result<Vec<Actor>> {
    let mut municipalities: Vec<&PlaceId> = schools.iter().map(|school| &school.municipality).collect();
    municipalities.dedup();
    let mut found = Vec::new();
    for place in municipalities {
        let path: String = tx.one("SELECT path FROM place WHERE id = $1", params![place], |row| row.get(0))?;
        let until = kernel::search::after(&path);
        let free = "SELECT p.id, p.family || ' ' || p.given FROM person p JOIN place pl ON pl.id = p.place_id LEFT JOIN account a ON a.person_id = p.id
            WHERE pl.path >= $1 AND pl.path < $2 AND a.id IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.id LIMIT 1";
        let Some((person, name)): Option<(PersonId, String)> = tx.maybe(free, params![path, until], |row| Ok((row.get(0)?, row.get(1)?)))? else { continue };
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.clone(), email: format!("{}@metod.example", place.as_str()), person: Some(person) })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role: Role::Methodist, place: place.clone(), from: date(2024, 1, 1), to: None })?;
        found.push(Actor { account, person: Some(person), name, role: Role::Methodist, place: place.clone(), place_path: path, place_name: String::new(), session: String::new() });
    }
    Ok(found)
}
