//! Many teachers taking a diagnostic at once: each save is a form with a key of its own, open answers among them.
//!
//! Three steps, because the teachers are made beside a stopped program and looked for again after it was killed:
//! `prepare` writes who takes what, `run` saves answers by the clock and notes what was acknowledged, `verify` finds every acknowledged answer again.

use crate::{
    client::Pool,
    figures::{self, Ended},
};
use access::{Action, Actor, Role, accounts, grants, sessions};
use anyhow::Context;
use audit::By;
use competencies::CompetencyId;
use consent::{Channel, ConsentKind, Given};
use diagnostics::{Assigning, BlueprintForm, InstrumentForm, InstrumentState, Whom};
use items::{Ask, Choice, Criterion, ItemBody, ItemId, Key};
use kernel::{
    Clock, Date, Db, Tx,
    db::Location,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    params,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{fs, io::Write, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use structure::places::REGION;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

const CLOSED: usize = 10;
const OPEN: usize = 2;
const SEED: u64 = 720;

/// A teacher in the middle of an attempt.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Taker {
    token: String,
    attempt: String,
}

fn open(folder: &str) -> anyhow::Result<Db> {
    Ok(Db::open(&Location::Sqlite(Path::new(folder).join("metodaktiv.sqlite")), Clock::system(jiff::tz::TimeZone::fixed(jiff::tz::offset(10))))?)
}

/// Makes teachers with accounts, consents and running attempts in a folder of data whose program is stopped.
pub fn prepare(folder: &str, count: usize, takers: &str) -> anyhow::Result<()> {
    let db = open(folder)?;
    let made = db.write(|tx| stage(tx, count)).map_err(|cause| anyhow::anyhow!("{cause}"))?;
    fs::write(takers, serde_json::to_string(&made)?)?;
    Ok(())
}

fn stage(tx: &mut Tx<'_>, count: usize) -> kernel::Result<Vec<Taker>> {
    let framework = match competencies::live_frameworks(tx)?.into_iter().next() {
        Some(framework) => framework.id,
        None => competencies::load_sample(tx, &By::system())?.0,
    };
    let today = tx.today();
    let scale = competencies::current_scale(tx, today)?.ok_or(kernel::Error::NotFound)?.id;
    let measurable = competencies::measurable(tx, framework)?;
    let (Some(closed), Some(own)) = (measurable.first(), measurable.get(1)) else { return Err(kernel::Error::NotFound) };
    bank(tx, closed.id, own.id)?;
    let methodist = staff(tx, today)?;
    let form = InstrumentForm {
        title: "Нагрузка".into(), about: "Проверка нагрузки".into(), framework: framework.to_string(), scale: scale.to_string(), rest_days: "0".into(), ..InstrumentForm::fresh()
    };
    let instrument = diagnostics::create_instrument(tx, &methodist, &form)?;
    let lines = vec![(closed.id, CLOSED.to_string(), String::new()), (own.id, OPEN.to_string(), String::new())];
    diagnostics::set_blueprint(tx, &methodist, instrument, &BlueprintForm { lines })?;
    let letter = diagnostics::add_form(tx, &methodist, instrument)?;
    diagnostics::make_ready(tx, &methodist, instrument, letter, 2)?;
    diagnostics::set_instrument_state(tx, &methodist, instrument, 1, InstrumentState::Open)?;
    let school: PlaceId = tx.one("SELECT id FROM place WHERE kind = 'school' ORDER BY id LIMIT 1", params![], |row| row.get(0))?;
    let people = (0..count).map(|number| person(tx, number, &school)).collect::<kernel::Result<Vec<_>>>()?;
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(10));
    let to = today.checked_add(jiff::Span::new().days(7)).unwrap_or(today);
    let asked = Assigning { instrument, form: None, from: today, to, reason: String::new(), repeat_of: None, whom: Whom::Ticked(people.clone()) };
    diagnostics::assign(tx, &methodist, &asked, count, &zone, "http://127.0.0.1")?;
    let text_id = consent::texts::current(tx, ConsentKind::Diagnostics, today)?.id;
    people.into_iter().map(|person| taker(tx, person, text_id, &zone, today)).collect()
}

fn actor(account: kernel::id::AccountId, role: Role, person: Option<PersonId>) -> Actor {
    Actor { account, person, name: "Нагрузка".into(), role, place: PlaceId::from(REGION), place_path: "region/".into(), place_name: String::new(), session: String::new() }
}

fn account(tx: &mut Tx<'_>, role: Role, place: &str, person: Option<PersonId>, today: Date) -> kernel::Result<kernel::id::AccountId> {
    let email = format!("{}@load.example", Uuid::new_v4().simple());
    let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Нагрузка".into(), email, person })?;
    grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: today, to: None })?;
    Ok(account)
}

fn staff(tx: &mut Tx<'_>, today: Date) -> kernel::Result<Actor> {
    let methodist = actor(account(tx, Role::Methodist, REGION, None, today)?, Role::Methodist, None);
    methodist.may(Action::ManageInstruments)?;
    Ok(methodist)
}

fn person(tx: &mut Tx<'_>, number: usize, school: &PlaceId) -> kernel::Result<PersonId> {
    let letters: String = number.to_string().bytes().map(|digit| char::from_u32(u32::from('а') + u32::from(digit - b'0')).unwrap_or('а')).collect();
    let name = FullName { family: format!("Нагрузкин{letters}"), given: "Тест".into(), patronymic: None };
    let new = people::NewPerson { name, birth_on: None, phone: None, email: None, place: school.clone(), position: String::new(), position_text: "учитель".into(), since: None, subjects: Vec::new() };
    people::create(tx, &By::system(), new)
}

fn taker(tx: &mut Tx<'_>, person: PersonId, text_id: consent::TextId, zone: &jiff::tz::TimeZone, today: Date) -> kernel::Result<Taker> {
    let account = account(tx, Role::Member, REGION, Some(person), today)?;
    let given =
        Given { person, kind: ConsentKind::Diagnostics, text_id, items: Vec::new(), conditions: String::new(), term_until: None, received_on: None, channel: Channel::Screen, evidence: json!({}), account: Some(account) };
    consent::give(tx, &By::system(), given)?;
    let member = actor(account, Role::Member, Some(person));
    let assignment: diagnostics::AssignmentId = tx.one("SELECT id FROM assignment WHERE person_id = $1", params![person], |row| row.get(0))?;
    let attempt = diagnostics::start(tx, &member, assignment, zone)?;
    Ok(Taker { token: sessions::open(tx, account, true, "load")?.as_str().to_owned(), attempt: attempt.to_string() })
}

/// Items of their own: ten with a key, two in one's own words.
fn bank(tx: &mut Tx<'_>, closed: CompetencyId, own: CompetencyId) -> kernel::Result<()> {
    tx.execute("UPDATE item SET state = 'retired' WHERE state = 'live' AND id IN (SELECT item_id FROM item_competency WHERE competency_id = $1 OR competency_id = $2)", params![closed, own])?;
    for number in 0..CLOSED {
        let choices = (0..4).map(|at| Choice { id: format!("c{at}"), text: format!("Ответ {at}") }).collect();
        let body = ItemBody { stem: format!("Вопрос {number}"), materials: Vec::new(), ask: Ask::Single { choices }, points: 1, expected: 0 };
        put(tx, &format!("НГ-{number}"), "single", &body, &Key::Single { right: "c0".into() }, closed)?;
    }
    for number in 0..OPEN {
        let criteria = vec![Criterion { title: "Полнота".into(), about: String::new(), max: 3 }];
        let body = ItemBody { stem: format!("Опишите урок {number}"), materials: Vec::new(), ask: Ask::Open { criteria }, points: 1, expected: 0 };
        put(tx, &format!("НО-{number}"), "open", &body, &Key::Experts, own)?;
    }
    Ok(())
}

fn put(tx: &mut Tx<'_>, code: &str, kind: &str, body: &ItemBody, key: &Key, competency: CompetencyId) -> kernel::Result<()> {
    let (id, now) = (ItemId::fresh(), tx.now());
    let text = |value: serde_json::Result<String>| value.map_err(anyhow::Error::new);
    let (written, right) = (text(serde_json::to_string(body))?, text(serde_json::to_string(key))?);
    tx.execute("INSERT INTO item (id, code, kind, state, revision, made_at, changed_at) VALUES ($1, $2, $3, 'live', 1, $4, $4)", params![id, code, kind, now])?;
    tx.execute("INSERT INTO item_revision (item_id, number, body, answer_key, max_score, made_at) VALUES ($1, 1, $2, $3, $4, $5)", params![id, written, right, body.max_score(), now])?;
    tx.execute("INSERT INTO item_competency (item_id, competency_id, is_main) VALUES ($1, $2, 1)", params![id, competency])?;
    Ok(())
}

/// One answer on its way.
struct Shot {
    bytes: Vec<u8>,
    class: &'static str,
    /// What must be found again once it was acknowledged: attempt, position and the page that saved it.
    mark: String,
}

fn shot(address: SocketAddr, taker: &Taker, chance: &mut StdRng) -> Shot {
    let (position, page) = (chance.random_range(1..=CLOSED + OPEN), format!("{:032x}", chance.random::<u128>()));
    let is_open = position > CLOSED;
    let value = if is_open { "Урок о дробях: цель, приёмы, рефлексия. ".repeat(chance.random_range(5..60)) + &page } else { format!("c{}", chance.random_range(0..4)) };
    // A page opened long ago would be behind: the load says that it has seen everything.
    let fields = [("_key", page.as_str()), ("page", page.as_str()), ("seen", "1000000"), ("answer", value.as_str())];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let path = format!("/attempts/{}/items/{position}", taker.attempt);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: session={}\r\nX-Forwarded-For: 10.{}.{}.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        taker.token,
        chance.random_range(0..250),
        chance.random_range(0..250),
        body.len()
    );
    Shot { bytes: [head.as_bytes(), body.as_bytes()].concat(), class: if is_open { "open answer" } else { "choice" }, mark: format!("{} {position} {page}", taker.attempt) }
}

/// Saves answers at a fixed rate; each acknowledged one is noted in `acknowledged` as it comes.
pub async fn run(address: SocketAddr, takers: &str, rate: u32, seconds: u32, acknowledged: &str) -> anyhow::Result<Value> {
    let takers: Vec<Taker> = serde_json::from_str(&fs::read_to_string(takers)?)?;
    let pool = Arc::new(Pool::new(address));
    let mut chance = StdRng::seed_from_u64(SEED);
    let (tell, mut told) = mpsc::unbounded_channel();
    let begun = Instant::now();
    let mut notes = fs::File::create(acknowledged)?;
    let noting = tokio::spawn(async move {
        let mut ended = Vec::new();
        while let Some((one, mark)) = told.recv().await {
            let one: Ended = one;
            if one.trouble.is_none() {
                writeln!(notes, "{mark}")?;
            }
            ended.push(one);
        }
        std::io::Result::Ok(ended)
    });
    for at in 0..rate * seconds {
        let due = begun + Duration::from_secs_f64(f64::from(at) / f64::from(rate));
        // Each teacher in turn, so that all of them are at it.
        let taker = takers.get(at as usize % takers.len().max(1)).context("nobody takes anything")?;
        let shot = shot(address, taker, &mut chance);
        sleep_until(due).await;
        let (pool, tell) = (pool.clone(), tell.clone());
        tokio::spawn(async move {
            let answer = pool.ask(&shot.bytes).await;
            let after = due.elapsed();
            let trouble = match answer {
                Ok(answer) if answer.status == 303 => None,
                Ok(answer) => Some(format!("{} at {}", answer.status, shot.class)),
                Err(cause) => Some(format!("{cause} at {}", shot.class)),
            };
            drop(tell.send((Ended { class: shot.class, after, trouble }, shot.mark)));
        });
    }
    drop(tell);
    let ended = noting.await??;
    Ok(json!({"teachers": takers.len(), "rate": rate, "seconds": seconds, "figures": figures::of(&ended)}))
}

/// Looks for every acknowledged answer after the program was killed.
pub fn verify(folder: &str, acknowledged: &str) -> anyhow::Result<Value> {
    let db = open(folder)?;
    let lines = fs::read_to_string(acknowledged)?;
    let (mut found, mut lost) = (0, Vec::new());
    for line in lines.lines() {
        let [attempt, position, page] = line.split(' ').collect::<Vec<_>>()[..] else { anyhow::bail!("a line cut off: {line}") };
        let position: i64 = position.parse()?;
        // The same choice again makes no new version: then the newest says the same, and the form's key is there.
        let there = db.read(|tx| {
            let saved = tx.count("SELECT COUNT(*) FROM answer WHERE attempt_id = $1 AND position = $2 AND page = $3", params![attempt, position, page])?;
            Ok(saved > 0 || tx.count("SELECT COUNT(*) FROM form_submission WHERE form_key LIKE $1", params![format!("%/{page}")])? > 0)
        });
        if there.map_err(|cause| anyhow::anyhow!("{cause}"))? { found += 1 } else { lost.push(line.to_owned()) }
    }
    Ok(json!({"acknowledged": found + lost.len(), "found": found, "lost": lost}))
}
