//! The stage: two municipalities with a school each, Anna and Boris who teach, staff of every role, a sample framework with one scale.

use access::{Actor, Role};
use audit::By;
use competencies::{CompetencyId, FrameworkId, ScaleId};
use consent::ConsentKind;
use diagnostics::AttemptId;
use jiff::civil::date;
use kernel::{
    Date, Db, Tx,
    id::{PersonId, Uuid},
    news::{Listeners, News},
    params,
};
use scene::REGION;
use serde_json::json;
use web::{App, testing::Visitor};

pub use scene::{FAR_SCHOOL, HOME, SCHOOL, SITE, absent, actor, count, person, refused, tell};

pub struct Stage {
    pub app: App,
    pub framework: FrameworkId,
    pub scale: ScaleId,
    pub anna: PersonId,
    pub boris: PersonId,
    pub anna_herself: Actor,
    pub methodist: Actor,
    pub municipal: Actor,
    pub school: Actor,
    pub far_municipal: Actor,
    pub ministry: Actor,
}

pub fn set(db: &Db) -> Stage {
    let (framework, scale, anna, boris, far) = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::texts(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            let (framework, scale) = competencies::load_sample(tx, &By::system())?;
            Ok((framework, scale, person(tx, "Редкофамильцева", SCHOOL), person(tx, "Дальний", FAR_SCHOOL), far))
        })
        .unwrap();
    db.write(|tx| {
        agreed(tx, anna);
        agreed(tx, boris);
        Ok(())
    })
    .unwrap();
    Stage {
        app: web::testing::app(db, Listeners::new(vec![deficits::listen, diagnostics::listen, people::listen, consent::erasure])),
        framework,
        scale,
        anna,
        boris,
        anna_herself: actor(db, Role::Member, SCHOOL, "Анна", Some(anna)),
        methodist: actor(db, Role::Methodist, REGION, "Методист Вера", None),
        municipal: actor(db, Role::Municipal, HOME, "Методист Ольга", None),
        school: actor(db, Role::School, SCHOOL, "Завуч Ирина", None),
        far_municipal: actor(db, Role::Municipal, &far, "Методист Пётр", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
    }
}

pub fn agreed(tx: &mut Tx<'_>, person: PersonId) {
    scene::consented(tx, person, ConsentKind::Diagnostics);
}

/// What somebody answered: of each competency by its code, how many of how many items right.
pub struct Taking<'a> {
    pub person: PersonId,
    pub answers: &'a [(&'a str, usize, usize)],
    pub repeat_of: Option<AttemptId>,
    pub calibration: Option<&'a str>,
    pub shows: &'a str,
    pub on: Date,
}

impl<'a> Taking<'a> {
    pub fn of(person: PersonId, answers: &'a [(&'a str, usize, usize)]) -> Self {
        Self { person, answers, repeat_of: None, calibration: Some("00000000-0000-7000-8000-00000000000a"), shows: "at_once", on: date(2026, 11, 20) }
    }
}

impl Stage {
    pub fn competency(&self, tx: &mut Tx<'_>, code: &str) -> CompetencyId {
        competencies::by_code(tx, self.framework, code).unwrap().unwrap().id
    }

    /// A scored attempt, told to everybody who hears.
    pub fn taken(&self, db: &Db, taking: &Taking<'_>) -> AttemptId {
        let attempt = db.write(|tx| Ok(self.write_attempt(tx, taking))).unwrap();
        let listeners = self.app.listeners.clone();
        db.write(|tx| listeners.tell(tx, News::AttemptScored { attempt: attempt.0 })).unwrap();
        attempt
    }

    /// As the domain above leaves it; straight into its tables, because how an attempt comes about is told in its own tests.
    fn write_attempt(&self, tx: &mut Tx<'_>, taking: &Taking<'_>) -> AttemptId {
        let (now, attempt) = (tx.now(), AttemptId::fresh());
        let fresh = || Uuid::now_v7().to_string();
        let place = people::find(tx, &access::Scope::program("a test"), taking.person).unwrap().place;
        if let Some(id) = taking.calibration {
            let sql = "INSERT INTO calibration (id, framework_id, title, origin, model, state, asked_at) VALUES ($1, $2, 'Проба', 'import', '2pl', 'done', $3) ON CONFLICT (id) DO NOTHING";
            tx.execute(sql, params![id, self.framework, now]).unwrap();
        }
        let (instrument, assignment) = (fresh(), fresh());
        let at = format!("{}T02:00:00.000000Z", taking.on);
        tx.execute(
            "INSERT INTO instrument (id, code, title, framework_id, scale_id, mode, state, shows, made_at) VALUES ($1, $1, 'Методическая диагностика', $2, $3, 'fixed', 'open', $4, $5)",
            params![instrument, self.framework, self.scale, taking.shows, now],
        )
        .unwrap();
        let repeat = taking.repeat_of.map(|id| id.to_string());
        tx.execute(
            "INSERT INTO assignment (id, instrument_id, person_id, place_id, repeat_of, opens_at, closes_at, state, made_at) VALUES ($1, $2, $3, $4, $5, $6, '2026-12-31T00:00:00.000000Z', 'finished', $6)",
            params![assignment, instrument, taking.person, place, repeat, at],
        )
        .unwrap();
        tx.execute(
            "INSERT INTO attempt (id, assignment_id, instrument_id, calibration_id, person_id, place_id, number, state, started_at, ends_at, submitted_at, scored_at) VALUES ($1, $2, $3, $4, $5, $6, 1, 'scored', $7, $7, $7, $7)",
            params![attempt, assignment, instrument, taking.calibration, taking.person, place, at],
        )
        .unwrap();
        let mut position = 0_i64;
        for (code, right, of) in taking.answers {
            let competency = self.competency(tx, code);
            for item in 0..*of {
                position += 1;
                let id = fresh();
                tx.execute("INSERT INTO item (id, code, kind, state, revision, made_at, changed_at) VALUES ($1, $1, 'single', 'live', 1, $2, $2)", params![id, now]).unwrap();
                let difficulty = 3.0 * item as f64 / (*of).max(2) as f64 - 1.5;
                let parameters = json!({"family": "partial_credit", "slope": 1.2, "intercepts": [-1.2 * difficulty], "preliminary": taking.calibration.is_none()});
                tx.execute(
                    "INSERT INTO attempt_item (attempt_id, position, item_id, revision, competency_id, max_score, parameters, score, scored_by) VALUES ($1, $2, $3, 1, $4, 1, $5, $6, 'key')",
                    params![attempt, position, id, competency, parameters.to_string(), i64::from(item < *right)],
                )
                .unwrap();
            }
        }
        attempt
    }

    /// The teacher opens the page of the result.
    pub fn seen(&self, db: &Db, attempt: AttemptId) {
        db.write(|tx| diagnostics::note_shown(tx, attempt)).unwrap();
    }

    pub fn shared(&self, db: &Db, about: &str, audiences: &[deficits::Audience]) {
        let wish = deficits::share::Wish { about: about.into(), audiences: audiences.to_vec() };
        db.write(|tx| deficits::share::set(tx, &self.anna_herself, self.anna, &wish, SITE)).unwrap();
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, deficits::router(), actor)
    }
}
