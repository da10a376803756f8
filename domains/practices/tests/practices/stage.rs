//! The stage: two schools, staff of every role, Anna who writes, Boris of her school, Dina and Egor of another; all are members of the active.

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Error, Result, Tx,
    id::{PersonId, PlaceId, Uuid},
    name::FullName,
    news::Listeners,
    params,
};
use practices::{Agreement, Draft, PracticeId, ReviewDraft, State, Verdict};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const SCHOOL: &str = "sch-six";
pub const HOME: &str = "mo-bikin";
pub const FAR_SCHOOL: &str = "sch-far";
pub const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

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
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            consent::texts::load_initial(tx, &By::system(), &profile.operator)?;
            let far: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' AND id <> $1 ORDER BY id LIMIT 1", params![HOME], |row| row.get(0))?;
            for (code, parent, name) in [(SCHOOL, HOME, "МБОУ СОШ № 6"), (FAR_SCHOOL, far.as_str(), "МБОУ СОШ № 60")] {
                let school = NewSchool { code: Some(code.into()), name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
                add_school(tx, &By::system(), &PlaceId::from(parent), &school)?;
            }
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

pub fn person(tx: &mut Tx<'_>, family: &str, school: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Ивановна".into()) },
        birth_on: Some(date(1985, 9, 5)),
        phone: None,
        email: None,
        place: school.into(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: None,
        subjects: vec![("matematika".into(), true)],
    };
    let id = people::create(tx, &By::system(), new).unwrap();
    let (order, now) = (Uuid::now_v7().to_string(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, title, signed_on, effective_on, made_at) VALUES ($1, 'include', 'signed', 'О включении', '2026-01-01', '2026-01-01', $2)", params![order, now]).unwrap();
    let sql = "INSERT INTO membership (id, person_id, kind, subject, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, 'subject_methodist', 'matematika', $3, $1, '2026-01-01', NULL, $1)";
    tx.execute(sql, params![order, id, HOME]).unwrap();
    id
}

pub fn actor(db: &Db, role: Role, place: &str, name: &str, person: Option<PersonId>) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email: format!("{}@example.ru", Uuid::new_v4().simple()), person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
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
        let secret = db.write(|tx| sessions::open(tx, actor.account, true, "test")).unwrap();
        let mut visitor = Visitor::new(&self.app, practices::router());
        visitor.set_cookie(guard::session_cookie(false), secret.as_str());
        visitor
    }
}

pub fn state(db: &Db, id: PracticeId) -> State {
    db.read(|tx| Ok(practices::find(tx, id)?.state)).unwrap()
}

pub fn version(db: &Db, id: PracticeId) -> i64 {
    db.read(|tx| Ok(practices::find(tx, id)?.version)).unwrap()
}

/// The sentence of a refusal.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(done: Result<T>) -> String {
    match done {
        Err(Error::Refusal(sentence)) => sentence,
        other => panic!("not a refusal: {other:?}"),
    }
}

#[track_caller]
pub fn absent<T: std::fmt::Debug>(done: Result<T>) {
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
}

pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}
