//! The stage: two schools, staff of every role, Anna who writes, Boris of her school, Dina and Egor of another; all are members of the active.

use access::{Actor, Role};
use jiff::civil::date;
use kernel::{Db, Tx, id::PersonId, news::Listeners};
use practices::{Agreement, Draft, PracticeId, ReviewDraft, State, Verdict};
use scene::{FAR_SCHOOL, HOME, Membership, REGION, actor};
use web::{App, testing::Visitor};

pub use scene::{PDF, SCHOOL, absent, count, refused, tell};

pub struct Stage {
    pub app: App,
    pub anna: Actor,
    pub boris: Actor,
    pub dina: Actor,
    pub egor: Actor,
    pub coordinator: Actor,
    pub methodist: Actor,
    pub expert: Actor,
    pub far_school: Actor,
    pub ministry: Actor,
}

pub fn set(db: &Db) -> Stage {
    let people = db
        .write(|tx| {
            let far = scene::region(tx);
            scene::texts(tx);
            scene::schools(tx, &[(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, &far, "МБОУ СОШ № 60")]);
            Ok([("Алмазова", SCHOOL), ("Берёзова", SCHOOL), ("Дивова", FAR_SCHOOL), ("Егорова", FAR_SCHOOL)].map(|(family, school)| person(tx, family, school)))
        })
        .unwrap();
    let of = |at: usize, school: &str, name: &str| actor(db, Role::Member, school, name, Some(people[at]));
    Stage {
        app: web::testing::app(db, Listeners::new(vec![practices::listen, resources::listen, people::listen])),
        anna: of(0, SCHOOL, "Анна"),
        boris: of(1, SCHOOL, "Бэла"),
        dina: of(2, FAR_SCHOOL, "Дина"),
        egor: of(3, FAR_SCHOOL, "Ева"),
        coordinator: actor(db, Role::Coordinator, REGION, "Координатор Нина", None),
        methodist: actor(db, Role::Methodist, REGION, "Методист Вера", None),
        expert: actor(db, Role::Expert, REGION, "Эксперт Зоя", None),
        far_school: actor(db, Role::School, FAR_SCHOOL, "Завуч Ирина", None),
        ministry: actor(db, Role::Ministry, REGION, "Министерство", None),
    }
}

/// A teacher and member of the active.
pub fn person(tx: &mut Tx<'_>, family: &str, school: &str) -> PersonId {
    let id = scene::person(tx, family, school);
    scene::ordered(tx, id, &Membership { from: date(2026, 1, 1), ..Membership::default() });
    id
}

pub fn draft(title: &str) -> Draft {
    Draft {
        title: title.into(),
        problem: "Дети считают, но не объясняют".into(),
        idea: "Задача с пропущенным вопросом".into(),
        steps: "Сначала условие\nПотом вопросы класса".into(),
        results: "Объясняют две трети класса".into(),
        evidence: "Работа до и после, 26 человек".into(),
        subject: "matematika".into(),
        direction: "d12".into(),
        audience: "5–6 классы".into(),
        link: String::new(),
    }
}

pub const NAMED: Agreement = Agreement { with_name: true, is_open: true };
pub const NAMELESS: Agreement = Agreement { with_name: false, is_open: false };

pub fn says(verdict: Verdict) -> ReviewDraft {
    let marks = ["relevance", "reproducibility", "evidence", "legality"].map(|name| (name.to_owned(), 2)).into_iter().collect();
    ReviewDraft { verdict, marks, words: "Уточните шаги".into() }
}

impl Stage {
    pub fn sent(&self, db: &Db, title: &str, agreement: Agreement) -> PracticeId {
        db.write(|tx| {
            let id = practices::begin(tx, &self.anna, &draft(title), None)?;
            practices::submit(tx, &self.anna, id, agreement, 1)?;
            Ok(id)
        })
        .unwrap()
    }

    pub fn review(&self, db: &Db, who: &Actor, id: PracticeId, verdict: Verdict) {
        db.write(|tx| {
            practices::take(tx, who, id)?;
            practices::give(tx, who, id, &says(verdict))
        })
        .unwrap();
    }

    /// Read by two and published.
    pub fn published(&self, db: &Db, title: &str, agreement: Agreement) -> PracticeId {
        let id = self.sent(db, title, agreement);
        self.review(db, &self.dina, id, Verdict::Accept);
        self.review(db, &self.methodist, id, Verdict::Accept);
        id
    }

    pub fn browser(&self, db: &Db, actor: &Actor) -> Visitor {
        scene::browser(db, &self.app, practices::router(), actor)
    }
}

pub fn state(db: &Db, id: PracticeId) -> State {
    db.read(|tx| Ok(practices::find(tx, id)?.state)).unwrap()
}

pub fn version(db: &Db, id: PracticeId) -> i64 {
    db.read(|tx| Ok(practices::find(tx, id)?.version)).unwrap()
}
