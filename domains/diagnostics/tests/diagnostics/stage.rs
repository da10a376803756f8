//! The stage: a region, a school, teachers with accounts, staff, a framework with two competencies and a bank of forty items.

use access::{Role, accounts, grants, sessions};
use audit::By;
use competencies::{CompetencyId, FrameworkId, ScaleId};
use consent::texts;
use items::{Ask, Choice, Criterion, ItemBody, ItemId, Key};
use jiff::civil::date;
use kernel::{
    Clock, Db, Result, Tx,
    id::{AccountId, PersonId, PlaceId, Uuid},
    name::FullName,
    news::{Listeners, News},
    params,
};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

pub const PREFIX: &str = "answer";

pub struct Stage {
    pub app: App,
    pub anna: PersonId,
    pub boris: PersonId,
    pub school: PlaceId,
    pub framework: FrameworkId,
    pub scale: ScaleId,
    /// Closed items only in the first, open ones in the second.
    pub competencies: [CompetencyId; 2],
}

/// Notes which attempts were told to be scored, where a test can read it.
fn note_scored(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    if let News::AttemptScored { attempt } = news {
        let now = tx.now();
        tx.execute("INSERT INTO form_submission (form_key, location, made_at) VALUES ($1, $2, $3)", params![format!("scored/{attempt}"), "", now])?;
    }
    Ok(Vec::new())
}

pub fn listeners() -> Listeners {
    Listeners::new(vec![note_scored, diagnostics::listen, consent::erasure, mail::hear, access::erasure::hear, people::listen])
}

/// How often an attempt was told to be scored.
pub fn times_scored(db: &Db) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM form_submission WHERE form_key LIKE 'scored/%'", params![])?)).unwrap()
}

pub fn set_up(db: &Db) -> Stage {
    let app = web::testing::app(db, listeners());
    later(db, -60)
        .write(|tx| {
            let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
            structure::load_profile(tx, &By::system(), &profile)?;
            texts::load_initial(tx, &By::system(), &profile.operator)?;
            let new = NewSchool {
                code: None, name: "МБОУ СОШ № 6".into(), short_name: "Школа № 6".into(), type_label: "школа".into(), settlement: "г. Бикин".into(), opened_on: Some(date(1990, 9, 1))
            };
            let school = add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &new)?;
            let anna = person(tx, &school, "Редкофамильцева", Some("anna@school.example"));
            let boris = person(tx, &school, "Безадресный", None);
            let (framework, scale) = competencies::load_sample(tx, &By::system())?;
            let measurable = competencies::measurable(tx, framework)?;
            let competencies = [measurable[0].id, measurable[1].id];
            bank(tx, framework, competencies);
            Ok(Stage { app: app.clone(), anna, boris, school, framework, scale, competencies })
        })
        .unwrap()
}

pub fn person(tx: &mut Tx<'_>, school: &PlaceId, family: &str, email: Option<&str>) -> PersonId {
    let name = FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Петровна".into()) };
    let new = people::NewPerson { name, birth_on: None, phone: None, email: email.map(Into::into), place: school.clone(), position: String::new(), position_text: "учитель".into(), since: None, subjects: vec![] };
    people::create(tx, &By::system(), new).unwrap()
}

/// Forty closed items for the first competency, four open ones for the second, with parameters of one calibration.
fn bank(tx: &mut Tx<'_>, framework: FrameworkId, [closed, open]: [CompetencyId; 2]) {
    let calibration = Uuid::now_v7().to_string();
    tx.execute("INSERT INTO calibration (id, framework_id, title, origin, model, state, is_current, asked_at, ended_at) VALUES ($1, $2, 'Проверочная', 'import', '2pl', 'done', 1, '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z')", params![calibration, framework]).unwrap();
    for number in 0..40 {
        let choices = ["верно", "неверно", "мимо"].iter().enumerate().map(|(at, text)| Choice { id: format!("c{at}"), text: format!("{text} {number}") }).collect();
        let body = ItemBody { stem: format!("Вопрос {number}"), materials: vec![], ask: Ask::Single { choices }, points: 1, expected: 0 };
        let item = put(tx, &format!("З-{number:02}"), "single", &body, &Key::Single { right: "c0".into() }, closed);
        let (slope, b) = (0.8 + f64::from(number * 7 % 10) / 10.0, f64::from(number * 13 % 40) / 10.0 - 2.0);
        tx.execute(
            "INSERT INTO item_parameter (calibration_id, item_id, revision, family, slope, intercepts) VALUES ($1, $2, 1, 'partial_credit', $3, $4)",
            params![calibration, item, slope, format!("[{}]", -slope * b)],
        )
        .unwrap();
    }
    for number in 0..4 {
        let criterion = |title: &str, max| Criterion { title: title.into(), about: "за полноту".into(), max };
        let ask = Ask::Task { criteria: vec![criterion("Цель", 3), criterion("Приёмы", 2)], takes_file: true };
        // Without parameters: measured with a guess, at the difficulty that its author expects.
        let body = ItemBody { stem: format!("Опишите урок {number}"), materials: vec![], ask, points: 1, expected: 1 };
        put(tx, &format!("О-{number}"), "task", &body, &Key::Experts, open);
    }
}

fn put(tx: &mut Tx<'_>, code: &str, kind: &str, body: &ItemBody, key: &Key, competency: CompetencyId) -> ItemId {
    let id = ItemId::fresh();
    let (made, body_text, key_text) = ("2026-01-01T00:00:00.000000Z", serde_json::to_string(body).unwrap(), serde_json::to_string(key).unwrap());
    tx.execute("INSERT INTO item (id, code, kind, state, revision, made_at, changed_at) VALUES ($1, $2, $3, 'live', 1, $4, $4)", params![id, code, kind, made]).unwrap();
    tx.execute("INSERT INTO item_revision (item_id, number, body, answer_key, rationale, max_score, made_at) VALUES ($1, 1, $2, $3, 'Потому что ТАЙНА', $4, $5)", params![id, body_text, key_text, body.max_score(), made])
        .unwrap();
    tx.execute("INSERT INTO item_competency (item_id, competency_id, is_main) VALUES ($1, $2, 1)", params![id, competency]).unwrap();
    id
}

/// The same database some days later (or earlier).
pub fn later(db: &Db, days: i64) -> Db {
    let at = db.clock().now().saturating_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
    db.with_clock(Clock::fixed(at, db.clock().zone().clone()))
}

pub fn account(db: &Db, name: &str, role: Role, place: &str, person: Option<PersonId>) -> AccountId {
    let email = format!("{}@example.ru", Uuid::new_v4().simple());
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.into(), email, person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        Ok(account)
    })
    .unwrap()
}

/// A browser logged in under an account: each call is another device.
pub fn device(db: &Db, stage: &Stage, account: AccountId) -> Visitor {
    let secret = db.write(|tx| sessions::open(tx, account, true, "test")).unwrap();
    let mut visitor = Visitor::new(&stage.app, diagnostics::router().merge(consent::router(vec![consent::about_me, diagnostics::about_me])));
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

/// As [`device`], in the middle of a story.
pub async fn login(db: &Db, stage: &Stage, account: AccountId) -> Visitor {
    let secret = db.writing(move |tx| sessions::open(tx, account, true, "test")).await.unwrap();
    let mut visitor = Visitor::new(&stage.app, diagnostics::router());
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

pub fn staff(db: &Db, stage: &Stage, role: Role) -> Visitor {
    let account = account(db, "Сотрудникова Ольга", role, REGION, None);
    device(db, stage, account)
}

pub fn teacher(db: &Db, stage: &Stage, person: PersonId) -> (AccountId, Visitor) {
    let account = account(db, "Педагог", Role::Member, stage.school.as_str(), Some(person));
    (account, device(db, stage, account))
}

/// Tells a story; databases and logins are made before it, outside the runtime.
pub fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

pub async fn count(db: &Db, sql: &'static str) -> u64 {
    db.reading(move |tx| Ok(tx.count(sql, params![])?)).await.unwrap()
}

pub async fn one(db: &Db, sql: &'static str) -> String {
    db.reading(move |tx| tx.one(sql, params![], |row| row.get(0))).await.unwrap()
}

/// The address the visitor stands at, without its query.
pub fn here(visitor: &Visitor) -> String {
    visitor.page.path.split(['?', '#']).next().unwrap().to_owned()
}

/// A methodist makes an instrument of eight closed items (and so many open ones), with two parallel forms, and opens it. Its address.
pub async fn instrument(methodist: &mut Visitor, stage: &Stage, open: &str, minutes: &str) -> String {
    let (framework, scale) = (stage.framework.to_string(), stage.scale.to_string());
    methodist.open("/instruments/new").await;
    methodist
        .post(
            "/instruments",
            &[
                ("title", "Оценивание"),
                ("about", "О том, как вы оцениваете.\n\nЭто поможет подобрать курс."),
                ("framework", &framework),
                ("scale", &scale),
                ("mode", "fixed"),
                ("minutes", minutes),
                ("attempts", "1"),
                ("rest_days", "0"),
                ("shows", "at_once"),
                ("shows_rationale", "yes"),
                ("criterion_gap", "2"),
                ("total_gap", "1"),
            ],
        )
        .await;
    let address = here(methodist).trim_end_matches("/blueprint").to_owned();
    assert!(address.starts_with("/instruments/"), "{} {}", methodist.page.status, methodist.page.html);
    let (closed, own) = (format!("items-{}", stage.competencies[0]), format!("items-{}", stage.competencies[1]));
    methodist.post(&format!("{address}/blueprint"), &[(&closed, "8"), (&own, open)]).await;
    assert_eq!(methodist.page.status, 200, "{}", methodist.page.html);
    for _ in 0..2 {
        methodist.open(&address).await;
        methodist.post(&format!("{address}/forms"), &[]).await;
        let form = here(methodist);
        assert!(form.contains("/forms/"), "{} {}", methodist.page.status, methodist.page.html);
        let version = version(methodist);
        methodist.post(&format!("{form}/readiness"), &[("version", &version)]).await;
        assert!(methodist.page.says("отмечен готовым"), "{}", methodist.page.html);
    }
    methodist.open(&address).await;
    let version = version(methodist);
    methodist.post(&format!("{address}/opening"), &[("version", &version)]).await;
    assert!(methodist.page.says("Диагностика открыта"), "{}", methodist.page.html);
    address
}

/// The version of the first form on the page that has one.
pub fn version(visitor: &Visitor) -> String {
    field(visitor, "version")
}

/// The value of the first hidden field of a name.
pub fn field(visitor: &Visitor, name: &str) -> String {
    let rest = visitor.page.html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name} in {}", visitor.page.html));
    rest.split('"').next().unwrap().to_owned()
}

/// The methodist assigns the instrument to a person for two weeks; the assignment's id.
pub async fn assign(db: &Db, methodist: &mut Visitor, instrument: &str, person: PersonId) -> String {
    let (id, person) = (instrument.trim_start_matches("/instruments/").to_owned(), person.to_string());
    let fields = [("instrument", id.as_str()), ("person", &person), ("from", "23.11.2026"), ("to", "06.12.2026"), ("reason", "Перед курсом")];
    methodist.open("/assignments/new").await;
    methodist.post("/assignments/preview", &[&fields[..], &[("whom", "ticked")]].concat()).await;
    assert!(methodist.page.says("Назначить: 1"), "{}", methodist.page.html);
    methodist.post("/assignments", &[&fields[..], &[("whom", "ticked"), ("expected", "1")]].concat()).await;
    assert!(methodist.page.says("Назначено: 1"), "{} {}", methodist.page.status, methodist.page.html);
    one(db, "SELECT id FROM assignment ORDER BY made_at DESC, id DESC LIMIT 1").await
}

/// The teacher reads the consent, gives it and begins; the attempt's address.
pub async fn begin(teacher: &mut Visitor, assignment: &str) -> String {
    let page = format!("/cabinet/diagnostics/{assignment}");
    teacher.open(&page).await;
    teacher.post(&format!("{page}/start"), &[]).await;
    if here(teacher).ends_with("/consent") {
        let text = field(teacher, "text");
        teacher.post(&format!("{page}/consent"), &[("text", &text), ("agree", "yes")]).await;
        assert!(teacher.page.says("Согласие дано"), "{}", teacher.page.html);
        teacher.post(&format!("{page}/start"), &[]).await;
    }
    let at = here(teacher);
    assert!(at.starts_with("/attempts/"), "{at}: {}", teacher.page.html);
    at.split("/items").next().unwrap().to_owned()
}

/// Answers the item shown and goes on.
pub async fn answer(teacher: &mut Visitor, value: &str) {
    let (at, seen, page) = (here(teacher), field(teacher, "seen"), field(teacher, "page"));
    teacher.post(&at, &[("seen", &seen), ("page", &page), (PREFIX, value)]).await;
}

/// Answers everything that is still unanswered: closed items with `choice`, open ones with a text; stops at the check page.
pub async fn answer_all(teacher: &mut Visitor, attempt: &str, choice: &str) {
    teacher.open(&format!("{attempt}/items/1")).await;
    for _ in 0..60 {
        if here(teacher).ends_with("/submission") {
            return;
        }
        let value = if teacher.page.says("<textarea") { "Урок о дробях, цель и приёмы" } else { choice };
        answer(teacher, value).await;
    }
    panic!("no end: {}", teacher.page.html);
}

pub async fn submit(teacher: &mut Visitor, attempt: &str) {
    teacher.open(&format!("{attempt}/submission")).await;
    teacher.post(&format!("{attempt}/submission"), &[]).await;
    assert!(teacher.page.says("Ответы отправлены"), "{}", teacher.page.html);
}
