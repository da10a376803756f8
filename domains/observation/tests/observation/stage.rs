//! The stage: a school in Bikin, Anna who teaches there and has consented, a methodist and a deputy head who observe.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use axum::{
    Router,
    body::Body,
    http::{Request, header},
    middleware,
};
use consent::{Channel, ConsentKind, Given, texts};
use http_body_util::BodyExt;
use jiff::civil::date;
use kernel::{
    Date, Db, Result,
    id::{PersonId, PlaceId},
    name::FullName,
    news::Listeners,
};
use observation::{ObservationId, Rubric, Side, Visit, Word};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use tower::ServiceExt;
use web::{App, guard, testing::Visitor};

pub const HOME: &str = "mo-bikin";
pub const SITE: &str = "http://test.local";
pub const TODAY: Date = date(2026, 11, 23);

pub struct Stage {
    pub app: App,
    pub school: PlaceId,
    pub anna: Actor,
    pub teacher: PersonId,
    pub methodist: Actor,
    pub deputy: Actor,
    pub elsewhere: Actor,
    pub rubric: Rubric,
}

pub fn set(db: &Db) -> Stage {
    let (school, teacher) = db
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            texts::load_initial(tx, &By::system(), &profile.operator)?;
            observation::load_sample(tx, &By::system())?;
            let new = NewSchool {
                code: Some("sch-six".into()), name: "МБОУ СОШ № 6".into(), short_name: "Школа № 6".into(), type_label: "школа".into(), settlement: "г. Бикин".into(), opened_on: Some(date(1990, 9, 1))
            };
            let school = add_school(tx, &By::system(), &PlaceId::from(HOME), &new)?;
            let name = FullName { family: "Редкофамильцева".into(), given: "Анна".into(), patronymic: Some("Петровна".into()) };
            let new = people::NewPerson {
                name,
                birth_on: None,
                phone: None,
                email: Some("anna@school.example".into()),
                place: school.clone(),
                position: String::new(),
                position_text: "учитель".into(),
                since: None,
                subjects: vec![("matematika".into(), true)],
            };
            let teacher = people::create(tx, &By::system(), new)?;
            let text_id = texts::current(tx, ConsentKind::Diagnostics, TODAY)?.id;
            let given = Given {
                person: teacher,
                kind: ConsentKind::Diagnostics,
                text_id,
                items: Vec::new(),
                conditions: String::new(),
                term_until: None,
                received_on: None,
                channel: Channel::Paper,
                evidence: serde_json::json!({}),
                account: None,
            };
            consent::give(tx, &By::system(), given)?;
            Ok((school, teacher))
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![observation::listen, consent::erasure, people::listen])),
        anna: actor(db, Role::Member, school.as_str(), "Редкофамильцева Анна", Some(teacher)),
        methodist: actor(db, Role::Methodist, REGION, "Методистова Наталья", None),
        deputy: actor(db, Role::School, school.as_str(), "Завучева Ирина", None),
        elsewhere: actor(db, Role::Municipal, "mo-habarovsk", "Соседова Ольга", None),
        rubric: db.read(|tx| Ok(observation::rubrics(tx, None)?.remove(0))).unwrap(),
        teacher,
        school,
    }
}

pub fn actor(db: &Db, role: Role, place: &str, name: &str, person: Option<PersonId>) -> Actor {
    db.write(|tx| {
        let email = format!("{}@example.ru", kernel::id::Uuid::new_v4().simple());
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email, person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

impl Stage {
    pub fn visit(&self) -> Visit {
        Visit { rubric: self.rubric.id, held_on: TODAY, lesson: "3".into(), grade: "7 Б".into(), subject: "matematika".into(), topic: "Дроби".into(), post: String::new() }
    }

    pub fn proposed(&self, db: &Db, by: &Actor) -> ObservationId {
        db.write(|tx| observation::propose(tx, by, self.teacher, &self.visit(), SITE)).unwrap()
    }

    pub fn agreed(&self, db: &Db, by: &Actor) -> ObservationId {
        let id = self.proposed(db, by);
        db.write(|tx| observation::answer(tx, &self.anna, id, 1, Word::Agree, SITE)).unwrap();
        id
    }

    /// The whole card, each indicator with the score that `score` gives for its maximum.
    pub fn write_all(&self, db: &Db, by: &Actor, id: ObservationId, side: Side, score: impl Fn(i64) -> i64) {
        let lines: Vec<_> = self.rubric.body.indicators().map(|one| observation::Line { indicator: one.code.clone(), score: Some(score(one.max())), words: "Так и было".into(), seen: Vec::new() }).collect();
        db.write(|tx| observation::write(tx, by, id, side, &lines)).unwrap();
    }

    pub fn finish(&self, db: &Db, by: &Actor, id: ObservationId) {
        db.write(|tx| {
            let version = observation::observed(tx, by, id)?.observation.version;
            observation::finish(tx, by, id, version, SITE)
        })
        .unwrap();
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        let token = session(db, actor);
        let mut visitor = Visitor::new(&self.app, observation::router());
        visitor.set_cookie(guard::session_cookie(false), &token);
        visitor
    }

    /// Posts JSON as the page's script does; status and answer.
    pub async fn post_json(&self, token: &str, path: &str, body: String) -> (u16, String) {
        let router: Router = observation::router().layer(middleware::from_fn_with_state(self.app.clone(), guard::stand)).with_state(self.app.clone());
        let request = Request::post(path).header(header::HOST, "test.local").header(header::ORIGIN, SITE).header(header::COOKIE, format!("session={token}")).header(header::CONTENT_TYPE, "application/json");
        let response = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        (status, String::from_utf8_lossy(&response.into_body().collect().await.unwrap().to_bytes()).into_owned())
    }
}

pub fn session(db: &Db, actor: &Actor) -> String {
    db.write(|tx| Ok(sessions::open(tx, actor.account, true, "test")?.as_str().to_owned())).unwrap()
}

pub fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

/// The sentence of a refusal.
pub fn refusal<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result {
        Err(kernel::Error::Refusal(sentence)) => sentence,
        other => panic!("no refusal: {other:?}"),
    }
}
