//! The stage: a region with schools, staff, an open activity, a member with and one without consent, results of classes.

use access::{Actor, Role};
use audit::By;
use axum::{Router, body::Body, middleware};
use consent::{Channel, ConsentKind, Given, PublicationItem, Target, WithdrawalChannel};
use exchange::{NewToken, Resource};
use http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use jiff::civil::date;
use kernel::{Db, Tx, Value, id::PersonId, news::Listeners, params};
use scene::{
    REGION, profile,
    rows::{fresh, put, text, whole},
    staff,
};
use serde_json::json;
use tower::ServiceExt;
use web::{App, guard, testing::Visitor};

pub use scene::{HOME, SCHOOL, tell};

/// Nobody may meet this name in anything but the list of members with its consent.
pub const FAMILY: &str = "Открытова";
pub const SILENT: &str = "Молчалина";

pub struct Stage {
    pub app: App,
    pub far: String,
    pub administrator: Actor,
    pub coordinator: Actor,
    pub municipal: Actor,
    pub ministry: Actor,
    pub open: PersonId,
    router: Router,
}

pub fn set(db: &Db) -> Stage {
    let (far, open) = db
        .write(|tx| {
            let far = scene::region(tx);
            membership::load_from_profile(tx, profile())?;
            scene::texts(tx);
            school(tx, SCHOOL, HOME);
            school(tx, "sch-far", &far);
            let open = member(tx, FAMILY);
            member(tx, SILENT);
            Ok((far, open))
        })
        .unwrap();
    let app = web::testing::app_with(db, Listeners::new(vec![exchange::listen, notices::listen, people::listen]), |settings| settings.demo = true);
    let router = exchange::router().layer(middleware::from_fn_with_state(app.clone(), guard::stand)).with_state(app.clone());
    Stage {
        administrator: staff(db, Role::Administrator, REGION),
        coordinator: staff(db, Role::Coordinator, REGION),
        municipal: staff(db, Role::Municipal, HOME),
        ministry: staff(db, Role::Ministry, REGION),
        app,
        far,
        open,
        router,
    }
}

pub fn school(tx: &mut Tx<'_>, code: &str, municipality: &str) {
    scene::school(tx, code, municipality, &format!("МБОУ СОШ {code}"));
}

/// A member of the active whom the public list may ask about.
fn member(tx: &mut Tx<'_>, family: &str) -> PersonId {
    let person = scene::enter(tx, people::NewPerson { since: Some(date(2015, 9, 1)), ..scene::teacher(family, SCHOOL) });
    scene::member(tx, person);
    people::public_list::enter(tx, person).unwrap();
    person
}

/// An activity as `activities` leaves it.
pub fn activity(tx: &mut Tx<'_>, place: &str, state: &str, is_public: bool) -> String {
    let id = fresh();
    let row = [
        ("id", text(id.as_str())),
        ("number", text(format!("М-{id}"))),
        ("kind", text("webinar")),
        ("title", text("Читательская грамотность")),
        ("search_key", text("")),
        ("direction", text("d04")),
        ("level", text("municipal")),
        ("place_id", text(place)),
        ("reach_path", text("region/")),
        ("starts_at", text("2026-12-01T02:00:00.000000Z")),
        ("ends_at", text("2026-12-01T04:00:00.000000Z")),
        ("audience", text("everybody")),
        ("is_public", whole(i64::from(is_public))),
        ("minutes", whole(90)),
        ("state", text(state)),
        ("door_secret", text("x")),
        ("made_at", text("2026-11-01T00:00:00.000000Z")),
    ];
    put(tx, "activity", &row);
    put(tx, "activity_direction", &[("activity_id", text(id.as_str())), ("direction", text("d04"))]);
    id
}

/// The sum of a school's results, and the region's with it, as `outcomes` keeps them.
pub fn sum(tx: &mut Tx<'_>, school: &str, source: &str, (classes, pupils, under): (i64, i64, i64)) {
    keep(tx, school, source, (classes, pupils, under));
    let all = params![classes, pupils, under, source];
    let grown = "UPDATE outcome_sum SET classes = classes + $1, teachers = teachers + $1, pupils = pupils + $2, heads = heads + $2, under = under + $3 WHERE place_id = 'region' AND source = $4";
    if tx.execute(grown, all).unwrap() == 0 {
        keep(tx, "region", source, (classes, pupils, under));
    }
}

fn keep(tx: &mut Tx<'_>, place: &str, source: &str, (classes, pupils, under): (i64, i64, i64)) {
    let row = [
        ("place_id", text(place)),
        ("school_year", whole(2025)),
        ("source", text(source)),
        ("subject", text("matematika")),
        ("period_kind", text("year")),
        ("period_number", whole(0)),
        ("grade", whole(0)),
        ("classes", whole(classes)),
        ("teachers", whole(classes)),
        ("untaught", whole(0)),
        ("pupils", whole(pupils)),
        ("heads", whole(pupils)),
        ("under", whole(under)),
        ("twos", whole(0)),
        ("threes", whole(0)),
        ("fours", whole(0)),
        ("fives", whole(0)),
        ("mean_pupils", whole(0)),
        ("mean_part", Value::Real(0.0)),
    ];
    put(tx, "outcome_sum", &row);
}

/// A resource of the catalogue, and a mentor who must not leave it.
pub fn resource(tx: &mut Tx<'_>) {
    for (kind, title) in [("material", "Сборник задач"), ("mentor", SILENT)] {
        let row = [
            ("id", text(fresh())),
            ("kind", text(kind)),
            ("title", text(title)),
            ("search_key", text("")),
            ("form", text("remote")),
            ("hours", whole(12)),
            ("starts_on", text("2026-12-01")),
            ("place_id", text("region")),
            ("state", text("live")),
            ("made_at", text("2026-11-01T00:00:00.000000Z")),
        ];
        put(tx, "resource", &row);
    }
}

/// A practice that its author shows openly, and one that isn't shown so.
pub fn practice(tx: &mut Tx<'_>, author: PersonId) {
    for is_open in [0, 1] {
        let id = fresh();
        let row = [
            ("id", text(id.as_str())),
            ("author_id", text(author.to_string())),
            ("place_id", text(SCHOOL)),
            ("state", text("published")),
            ("published_number", whole(1)),
            ("published_on", text("2026-11-01")),
            ("is_open", whole(is_open)),
            ("made_at", text("2026-11-01T00:00:00.000000Z")),
        ];
        put(tx, "practice", &row);
        let words = ["title", "search_key", "problem", "idea", "steps", "results", "evidence"].map(|name| (name, text("слова")));
        let rest = [("practice_id", text(id.as_str())), ("number", whole(1)), ("direction", text("d12")), ("state", text("accepted"))];
        put(tx, "practice_version", &words.into_iter().chain(rest).collect::<Vec<_>>());
    }
}

pub fn case(tx: &mut Tx<'_>, who: PersonId) {
    let id = fresh();
    let row = [
        ("id", text(id.as_str())),
        ("number", text(format!("С-{id}"))),
        ("kind", text("full")),
        ("person_id", text(who.to_string())),
        ("place_id", text(SCHOOL)),
        ("direction", text("d03")),
        ("channel", text("methodist")),
        ("reason", text("")),
        ("state", text("open")),
        ("rung_since", text("2026-09-01")),
        ("opened_on", text("2026-09-01")),
    ];
    put(tx, "case_file", &row);
}

/// A report of the coordinator's, frozen and handed in.
pub fn report(db: &Db, coordinator: &Actor) -> reports::ReportId {
    db.write(|tx| {
        let id = reports::begin(tx, coordinator, reports::Period::half_of(scene::TODAY))?;
        let words = reports::Words::default();
        let version = |tx: &mut Tx<'_>| -> kernel::Result<i64> { tx.one("SELECT version FROM report WHERE id = $1", params![id], |row| row.get(0)) };
        let at = version(tx)?;
        reports::freeze(tx, coordinator, id, at, (&words, ""))?;
        let at = version(tx)?;
        reports::hand_in(tx, coordinator, id, at)?;
        Ok(id)
    })
    .unwrap()
}

/// An answer of the API.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|cause| panic!("{cause}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Stage {
    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, exchange::router(), actor)
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.app, exchange::router())
    }

    /// A token for these resources.
    pub fn token(&self, db: &Db, place: &str, scopes: &[Resource]) -> String {
        let new = NewToken { name: "Сайт".into(), owner: "Институт".into(), scopes: scopes.iter().copied().collect(), place: place.into(), expires_on: date(2027, 1, 31) };
        db.write(|tx| exchange::make_token(tx, &self.administrator.by(), &new)).unwrap().1
    }

    pub async fn ask(&self, path: &str, token: &str, more: &[(header::HeaderName, &str)]) -> Answer {
        let mut request = Request::builder().uri(path).header(header::HOST, "test.local");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in more {
            request = request.header(name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, bytes: response.into_body().collect().await.unwrap().to_bytes().to_vec() }
    }
}

/// Consents to publish these data.
pub fn publish(db: &Db, person: PersonId, items: &[PublicationItem]) {
    db.write(|tx| {
        let given = Given { items: items.to_vec(), channel: Channel::Screen, ..scene::agreement(tx, person, ConsentKind::Publication) };
        consent::give(tx, &By::applicant(), given)
    })
    .unwrap();
}

pub fn withdraw(db: &Db, person: PersonId) {
    db.write(|tx| {
        let demand = consent::Withdrawal { target: Target::Newest(person, ConsentKind::Publication), item: None, received_on: tx.today(), channel: WithdrawalChannel::Paper, evidence: json!({}) };
        consent::withdraw(tx, &Listeners::default(), &By::system(), demand).map(drop)
    })
    .unwrap();
}
