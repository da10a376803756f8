//! A year of help requests in every state, told by the use cases with a clock of their own; and of the confidential kind, of which only
//! the counts of the months are left.

use crate::{Size, personas};
use access::{Actor, Role, accounts, grants};
use help::{Asked, Form, HelpId, HowSoon, SeenBy, private};
use jiff::SignedDuration;
use kernel::{Clock, Db, Result, Tx, id::PersonId, params};
use rand::{Rng, RngExt};
use web::{Answers, App};

/// How far a request comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    New,
    Taken,
    Answered,
    Closed,
    Reopened,
    Withdrawn,
}

const QUESTIONS: [(&str, &str); 12] = [
    ("d03", "Провели диагностику, вышло среднее. Не понимаю, с чего начать маршрут"),
    ("d05", "Первый год в школе: как составить урок, чтобы хватило времени на вывод"),
    ("d01", "Прошла курсы по формирующему оцениванию, не получается перенести на свой класс"),
    ("d07", "Готовлюсь к конкурсу «Учитель года»: нужен взгляд на открытый урок"),
    ("d04", "Класс пишет проверочные слабо. Какие задания дать тем, кто отстал от программы"),
    ("d09", "В классе ребята с разными возможностями: как дать задания трёх уровней и не утонуть в подготовке"),
    ("d06", "Веду школьное объединение, встречи превращаются в раздачу бумаг. Как сделать их полезными"),
    ("d12", "Есть приём, который работает третий год. Как описать его как практику"),
    ("d10", "Хочу проверять ОГЭ. Где посмотреть, как согласуют оценки эксперты"),
    ("d08", "Двое решают всё за десять минут. Чем занять их на уроке с пользой"),
    ("d02", "Куда прийти на практическую часть курсов, чтобы посмотреть урок, а не лекцию"),
    ("d03", "Не получается групповая работа: двое делают, остальные ждут"),
];
const ANSWERS: [&str; 4] = [
    "Созвонились, разобрали один ваш урок. Договорились: две недели пробуете короткую обратную связь в конце, потом смотрим вместе.",
    "Отправил подборку из каталога: начните с первого материала, он на полчаса. Если на вашем классе не пойдёт, напишите.",
    "Побывала на уроке. Сильная сторона — вопросы; попробуйте дать группам роли и одно общее решение.",
    "Вот план из трёх шагов: критерии вместе с классом, проверка в парах, разбор одной работы на доске.",
];
const THANKS: [(&str, &str); 5] =
    [("helped", "Спасибо, пошло со второго раза"), ("helped", ""), ("partly", "Приём понятен, времени пока не хватает"), ("helped", "Полезно увидеть на своём уроке"), ("not", "Материалы для другого класса")];

/// Confidential requests of the last twelve months, the oldest first: some months are too small to be shown.
const MONTHS: [usize; 12] = [1, 6, 2, 7, 0, 5, 8, 3, 6, 2, 0, 5];

/// Who takes part.
struct People {
    teachers: Vec<Actor>,
    /// Methodists of municipalities, with cards.
    leaders: Vec<Actor>,
    member: Option<Actor>,
}

/// Tells the year.
pub fn build(app: &App, chance: &mut impl Rng, size: Size) -> Result<()> {
    let people = app.db.read(|tx| everybody(tx)).map(|(teachers, leaders)| People { teachers, leaders, member: personas::actor(app, personas::MEMBER).ok() })?;
    if people.teachers.is_empty() || people.leaders.is_empty() {
        return Ok(());
    }
    let count = if size == Size::Full { 140 } else { 40 };
    for at in 0..count {
        // Evenly over the year, the newest last: numbers follow the days.
        let days = 360 - i64::from(at) * 360 / i64::from(count);
        one(app, &people, at as usize, (days, chance.random_range(0..3_u32)))?;
    }
    of_the_personas(app, &people)?;
    confidential(app, &people)
}

fn everybody(tx: &mut Tx<'_>) -> Result<(Vec<Actor>, Vec<Actor>)> {
    let own = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND a.disabled_at IS NULL AND a.email NOT LIKE '%@aktiv.example' AND a.email NOT LIKE '%@metod.example' ORDER BY p.email, p.id LIMIT 300";
    let persons: Vec<PersonId> = tx.query(own, params![], |row| row.get(0))?;
    let mut teachers = Vec::new();
    for person in persons {
        teachers.extend(personas::teacher(tx, person)?);
    }
    let offices: Vec<PersonId> = tx.query("SELECT person_id FROM account WHERE email LIKE '%@metod.example' AND person_id IS NOT NULL ORDER BY email", params![], |row| row.get(0))?;
    let mut leaders = Vec::new();
    for person in offices {
        let Some(account) = accounts::of_person(tx, person)? else { continue };
        let Some(grant) = grants::active(tx, account.id)?.into_iter().find(|grant| grant.role == Role::Methodist) else { continue };
        let place_path = tx.one("SELECT path FROM place WHERE id = $1", params![grant.place], |row| row.get(0))?;
        leaders.push(Actor { account: account.id, person: account.person, name: account.name, role: grant.role, place: grant.place, place_path, place_name: grant.place_name, session: String::new() });
    }
    Ok((teachers, leaders))
}

/// The database so many days ago, at half past nine by the clock's own minute.
fn ago(app: &App, days: i64) -> (Db, Clock) {
    let clock = Clock::fixed(app.clock().now() - SignedDuration::from_hours(24 * days), app.clock().zone().clone());
    (app.db.with_clock(clock.clone()), clock)
}

/// What goes on now began lately; what lies far back has ended.
fn fate(at: usize, days: i64) -> Fate {
    match days {
        0..=4 => [Fate::New, Fate::New, Fate::Taken][at % 3],
        5..=9 => [Fate::Taken, Fate::Answered, Fate::New, Fate::Taken][at % 4],
        10..=20 => [Fate::Answered, Fate::Closed, Fate::Taken][at % 3],
        _ => [Fate::Closed, Fate::Closed, Fate::Reopened, Fate::Closed, Fate::Closed, Fate::Withdrawn, Fate::Closed][at % 7],
    }
}

fn asked(at: usize) -> Asked {
    let (direction, words) = QUESTIONS[at % QUESTIONS.len()];
    let how_soon = [HowSoon::Usual, HowSoon::Usual, HowSoon::Calm, HowSoon::Urgent][at % 4];
    Asked { direction: direction.into(), subject: String::new(), words: words.into(), how_soon, form: Form::ALL[at % Form::ALL.len()], seen_by: if at.is_multiple_of(5) { SeenBy::School } else { SeenBy::Helpers } }
}

fn one(app: &App, people: &People, at: usize, (days, wait): (i64, u32)) -> Result<()> {
    let Some(teacher) = people.teachers.get(at * 7 % people.teachers.len()) else { return Ok(()) };
    let path: String = app.db.read(|tx| Ok(people::find(tx, &teacher.scope(), teacher.person.unwrap_or(PersonId::fresh()))?.place_path))?;
    let Some(leader) = people.leaders.iter().find(|leader| path.starts_with(&leader.place_path)) else { return Ok(()) };
    let (db, clock) = ago(app, days);
    let id = db.write(|tx| help::ask(tx, teacher, &asked(at)))?;
    Way { db: &db, clock: &clock, teacher, leader, at, left: days }.go(id, fate(at, days), i64::from(wait))
}

/// A request on its way.
struct Way<'a> {
    db: &'a Db,
    clock: &'a Clock,
    teacher: &'a Actor,
    leader: &'a Actor,
    at: usize,
    /// Days until today.
    left: i64,
}

impl Way<'_> {
    /// Never beyond today.
    fn pass(&self, days: i64) {
        self.clock.advance(SignedDuration::from_hours(24 * days.min(self.left / 4)));
    }

    fn version(&self, id: HelpId) -> Result<i64> {
        self.db.read(|tx| Ok(help::find(tx, id)?.version))
    }

    fn go(&self, id: HelpId, fate: Fate, wait: i64) -> Result<()> {
        match fate {
            Fate::New => Ok(()),
            Fate::Withdrawn => {
                self.pass(1);
                self.db.write(|tx| help::withdraw(tx, self.teacher, id, 1))
            }
            Fate::Taken => {
                self.pass(1);
                self.db.write(|tx| help::take(tx, self.leader, id, 1))
            }
            Fate::Answered => self.answered(id, wait),
            Fate::Closed => {
                self.answered(id, wait)?;
                self.closed(id)
            }
            Fate::Reopened => {
                self.answered(id, wait)?;
                self.pass(1);
                let version = self.version(id)?;
                self.db.write(|tx| help::reopen(tx, self.teacher, id, "Попробовала: сильные справились, остальные ждут подсказки", version))?;
                self.answer(id, 20)?;
                self.closed(id)
            }
        }
    }

    fn answered(&self, id: HelpId, wait: i64) -> Result<()> {
        self.db.write(|tx| help::take(tx, self.leader, id, 1))?;
        self.pass(1 + wait);
        if self.at.is_multiple_of(3) {
            self.db.write(|tx| help::write(tx, self.teacher, id, "Класс 7 Б, двадцать шесть человек, уроки по вторникам"))?;
        }
        self.answer(id, 15 + (self.at as i64 % 5) * 15)
    }

    fn answer(&self, id: HelpId, minutes: i64) -> Result<()> {
        let version = self.version(id)?;
        self.db.write(|tx| help::answer(tx, self.leader, id, (ANSWERS[self.at % ANSWERS.len()], minutes), version))
    }

    fn closed(&self, id: HelpId) -> Result<()> {
        self.pass(2);
        let version = self.version(id)?;
        self.db.write(|tx| help::close(tx, self.teacher, id, THANKS[self.at % THANKS.len()], version))
    }
}

/// The personas meet what waits for them: the member has an answer to read and a question to answer, the municipality a late one in its queue.
fn of_the_personas(app: &App, people: &People) -> Result<()> {
    let methodist = personas::actor(app, "methodist")?;
    let Some(member) = &people.member else { return Ok(()) };
    let (db, clock) = ago(app, 6);
    let own = db.write(|tx| help::ask(tx, member, &asked(11)))?;
    db.write(|tx| help::take(tx, &methodist, own, 1))?;
    clock.advance(SignedDuration::from_hours(48));
    db.write(|tx| help::answer(tx, &methodist, own, (ANSWERS[2], 45), 2))?;
    let municipal = personas::actor(app, "municipal")?;
    let near = people.teachers.iter().filter(|teacher| Some(teacher.account) != Some(member.account)).find_map(|teacher| {
        let path = app.db.read(|tx| Ok(people::find(tx, &teacher.scope(), teacher.person.unwrap_or(PersonId::fresh()))?.place_path)).ok()?;
        path.starts_with(&municipal.place_path).then_some(teacher)
    });
    if let Some(teacher) = near {
        let (db, _) = ago(app, 8);
        db.write(|tx| help::ask(tx, teacher, &asked(1)))?;
    }
    let (db, _) = ago(app, 2);
    let to_member = db.write(|tx| help::ask(tx, people.teachers.first().unwrap_or(member), &asked(5)))?;
    let person = member.person.unwrap_or(PersonId::fresh());
    let is_member = app.db.read(|tx| {
        let today = tx.today();
        Ok(membership::current_of(tx, &access::Scope::person(person), person, today)?.iter().any(|row| row.membership.standing(today) == membership::Standing::Active))
    })?;
    if is_member { db.write(|tx| help::assign(tx, &methodist, to_member, (person, ""), 1)) } else { Ok(()) }
}

/// Methodists and the member's persona agree to listen; a year of requests, of which the closed ones are gone by their term.
fn confidential(app: &App, people: &People) -> Result<()> {
    let (db, _) = ago(app, 365);
    let mut takers = Vec::new();
    for (at, who) in people.leaders.iter().take(6).chain(&people.member).enumerate() {
        let words = ["Выслушаю, помогу разложить аттестацию по шагам", "Сама прошла через усталость: поделюсь, что помогло", "Помогу с портфолио и тревогой перед уроком с комиссией"][at % 3];
        let flag = private::helpers::Flag { field: words.into(), reach: "Переписка здесь; позвонить можно после четырёх".into(), is_open: true, version: 0 };
        match db.write(|tx| private::helpers::set(tx, who, &flag)) {
            Ok(()) => takers.push(who),
            Err(kernel::Error::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    if takers.is_empty() {
        return Ok(());
    }
    let mut at = 0;
    for (month, count) in MONTHS.iter().enumerate() {
        for _ in 0..*count {
            private_one(app, people, (takers[at % takers.len()], at), (11 - month as i64) * 30 + 2)?;
            at += 1;
        }
    }
    app.db.write(help::tidy).map(|_| ())
}

fn private_one(app: &App, people: &People, (helper, at): (&Actor, usize), days: i64) -> Result<()> {
    let Some(asker) = people.teachers.get(at * 3 % people.teachers.len()) else { return Ok(()) };
    let (db, clock) = ago(app, days);
    let helper_id = helper.person.map(|person| person.to_string()).unwrap_or_default();
    let typed = Answers::of([("words", "Хочу поговорить: сил к пятнице не остаётся"), ("helper", helper_id.as_str())].map(|(name, value)| (name.to_owned(), value.to_owned())));
    let id = db.write(|tx| private::asking::ask(tx, asker, &typed))?;
    // Of those of the last days one still waits.
    if days < 10 && at.is_multiple_of(2) {
        return Ok(());
    }
    clock.advance(SignedDuration::from_hours(20));
    db.write(|tx| private::asking::answer(tx, helper, id, ("Спасибо, что написали. Давайте созвонимся завтра после уроков", 30), 1))?;
    if days >= 10 { db.write(|tx| private::asking::close(tx, asker, id, 2)) } else { Ok(()) }
}
