//! The stage: a school in Bikin, Anna who teaches there and has consented, a methodist and a deputy head who observe.

use access::{Actor, Role, sessions};
use audit::By;
use axum::{
    Router,
    body::Body,
    http::{Request, header},
    middleware,
};
use consent::ConsentKind;
use http_body_util::BodyExt;
use kernel::{
    Db,
    id::{PersonId, PlaceId},
    news::Listeners,
};
use observation::{ObservationId, Rubric, Side, Visit, Word};
use scene::{REGION, SCHOOL};
use tower::ServiceExt;
use web::{App, guard, testing::Visitor};

pub use scene::{HOME, SITE, TODAY, actor, refused, tell};

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
    let teacher = db
        .write(|tx| {
            scene::region(tx);
            scene::texts(tx);
            observation::load_sample(tx, &By::system())?;
            scene::school(tx, SCHOOL, HOME, "Школа № 6");
            let teacher = scene::enter(tx, people::NewPerson { email: Some("anna@school.example".into()), ..scene::teacher("Редкофамильцева", SCHOOL) });
            scene::consented(tx, teacher, ConsentKind::Diagnostics);
            Ok(teacher)
        })
        .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![observation::listen, consent::erasure, people::listen])),
        anna: actor(db, Role::Member, SCHOOL, "Редкофамильцева Анна", Some(teacher)),
        methodist: actor(db, Role::Methodist, REGION, "Методистова Наталья", None),
        deputy: actor(db, Role::School, SCHOOL, "Завучева Ирина", None),
        elsewhere: actor(db, Role::Municipal, "mo-habarovsk", "Соседова Ольга", None),
        rubric: db.read(|tx| Ok(observation::rubrics(tx, None)?.remove(0))).unwrap(),
        teacher,
        school: SCHOOL.into(),
    }
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
        scene::browser(db, &self.app, observation::router(), actor)
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
