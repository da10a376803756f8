//! The second tree: from the federal body to schools, with a year of meetings, decisions and plans. The member's persona leads the
//! union of the own subject.

use crate::{Size, personas};
use access::Actor;
use jiff::{SignedDuration, ToSpan};
use kernel::{
    Clock, Date, Db, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use std::collections::BTreeSet;
use unions::{DecisionDraft, Draft, ItemDraft, Kind, LineDraft, MeetingDraft, MinutesDraft, Office, PaperDraft, Parent, UnionId, school_year};
use web::App;

const SUBJECTS: [(&str, &str); 8] = [
    ("matematika", "математики"),
    ("russky_yazyk", "русского языка"),
    ("nachalnye_klassy", "начальных классов"),
    ("istoriya", "истории"),
    ("fizika", "физики"),
    ("himiya", "химии"),
    ("biologiya", "биологии"),
    ("angliysky_yazyk", "английского языка"),
];
/// How many days ago the meetings were, the first first.
const MEETINGS: [i64; 3] = [300, 150, 40];
/// So many people come into a union of a district.
const MEMBERS: i64 = 9;
const TOPICS: [(&str, &str, &str); 4] = [
    ("Что показали всероссийские проверочные работы", "Разбор заданий, с которыми не справилось большинство", "Провести открытый урок по трудной теме и выложить его план"),
    ("Как оценивать, чтобы ученик понимал", "Приёмы формирующего оценивания: что работает", "Каждому попробовать один приём и рассказать, что вышло"),
    ("Подготовка к муниципальному этапу олимпиады", "Банк заданий и график занятий", "Собрать банк заданий по трём темам"),
    ("Планирование урока от результата", "Разбор двух уроков коллег", "Составить общий образец плана урока"),
];

struct Teller {
    coordinator: Actor,
    real: Clock,
    db: Db,
}

struct Made {
    id: UnionId,
    people: Vec<PersonId>,
    opened: Date,
}

impl Teller {
    /// The database on a day so many days ago.
    fn ago(&self, days: i64) -> Db {
        self.db.with_clock(Clock::fixed(self.real.now() - SignedDuration::from_hours(24 * days), self.real.zone().clone()))
    }

    fn day(&self, ago: i64) -> Date {
        self.real.today().saturating_sub(jiff::Span::new().days(ago))
    }
}

/// Tells the second tree.
///
/// # Errors
/// A use case refuses what is told here, or the store fails.
pub fn build(app: &App, size: Size) -> Result<()> {
    let teller = Teller { coordinator: personas::coordinator(app)?, real: app.clock().clone(), db: app.db.clone() };
    let head = personas::actor(app, personas::MEMBER)?;
    let subjects = &SUBJECTS[..if size.of(100) < 100 { 2 } else { SUBJECTS.len() }];
    let made = teller.ago(430).write(|tx| tree(tx, &teller, subjects, &head, size))?;
    for (round, ago) in MEETINGS.into_iter().enumerate() {
        // Written up two days later: nobody is invited to what is over.
        teller.ago(ago - 2).write(|tx| made.iter().enumerate().filter(|(at, _)| round == 2 || (at + round) % 2 == 0).try_for_each(|(at, union)| held(tx, &teller, union, (at, round), ago)))?;
    }
    teller.ago(12).write(|tx| some_done(tx, &teller))?;
    teller.ago(1).write(|tx| made.iter().enumerate().try_for_each(|(at, union)| plan(tx, &teller, union, at)))?;
    teller.ago(0).write(|tx| coming(tx, &teller, &made))
}

fn draft(kind: Kind, place: &PlaceId, title: String, subject: &str, opened_on: Date) -> Draft {
    let subjects = if subject.is_empty() { Vec::new() } else { vec![subject.to_owned()] };
    Draft { kind, place: place.clone(), title, opened_on, subjects, direction: String::new(), about: String::new(), link: String::new(), quorum_percent: 0, parent: Parent::BySubject }
}

fn tree(tx: &mut Tx<'_>, teller: &Teller, subjects: &[(&str, &str)], head: &Actor, size: Size) -> Result<Vec<Made>> {
    let (by, opened) = (&teller.coordinator, tx.today());
    let region: PlaceId = tx.one("SELECT id FROM place WHERE kind = 'region'", params![], |row| row.get(0))?;
    let federal = unions::open(tx, by, &Draft { link: "https://fumo.example/".into(), ..draft(Kind::Federal, &region, "Федеральное УМО по общему образованию".into(), "", opened) })?;
    let krai = unions::open(tx, by, &draft(Kind::Krai, &region, "Краевое учебно-методическое объединение".into(), "", opened))?;
    for (union, title) in [(federal, "Рекомендации по преподаванию учебных предметов в новом учебном году"), (federal, "Письмо о единых подходах к оцениванию"), (krai, "План работы краевого УМО")]
    {
        unions::receive(tx, by, union, &PaperDraft { title: title.into(), number: String::new(), received_on: opened, summary: "Обсудить на ближайшем заседании.".into(), link: String::new() }, None)?;
    }
    for (code, of) in subjects {
        unions::open(tx, by, &draft(Kind::Regional, &region, format!("РМО учителей {of} края"), code, opened))?;
    }
    let own = own_subject(tx, head)?;
    let districts: Vec<(PlaceId, String, String)> =
        tx.query("SELECT p.id, p.path, n.short_name FROM place p JOIN place_name n ON n.place_id = p.id AND n.valid_to IS NULL WHERE p.kind = 'municipality' ORDER BY p.id", params![], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let mut made = Vec::new();
    for (place, path, name) in &districts {
        let is_own = own.as_ref().is_some_and(|(_, _, at)| at.starts_with(path.as_str()));
        let mut here: Vec<(String, String)> = subjects.iter().map(|(code, of)| ((*code).to_owned(), format!("учителей {of}"))).collect();
        if let Some((code, label, _)) = own.as_ref().filter(|(code, _, _)| is_own && !subjects.iter().any(|(known, _)| known == code)) {
            here.push((code.clone(), format!("учителей предмета «{label}»")));
        }
        for (code, of) in here {
            let leads = own.as_ref().filter(|(own, _, _)| is_own && *own == code).and(head.person);
            made.extend(district(tx, by, (place, path, &format!("Районное МО {of}, {name}")), &code, leads)?);
        }
    }
    schools(tx, by, size)?;
    // The persona's own union is the first: stories know where to find it.
    made.sort_by_key(|union| head.person.is_none_or(|person| union.people.first() != Some(&person)));
    Ok(made)
}

/// The subject that the member's persona stands for, its name, and the path of where the person works.
fn own_subject(tx: &mut Tx<'_>, head: &Actor) -> Result<Option<(String, String, String)>> {
    let sql = "SELECT m.subject, t.label, pl.path FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id JOIN term t ON t.kind = 'subject' AND t.code = m.subject WHERE m.person_id = $1 AND m.subject IS NOT NULL ORDER BY m.valid_from DESC LIMIT 1";
    Ok(tx.maybe(sql, params![head.person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

fn district(tx: &mut Tx<'_>, by: &Actor, (place, path, title): (&PlaceId, &str, &str), subject: &str, leads: Option<PersonId>) -> Result<Option<Made>> {
    let (today, until) = (tx.today(), kernel::search::after(path));
    let teach = "SELECT p.id FROM person p JOIN place pl ON pl.id = p.place_id JOIN person_subject s ON s.person_id = p.id AND s.subject = $3
        WHERE pl.path >= $1 AND pl.path < $2 AND p.erased_at IS NULL AND p.merged_into IS NULL
        ORDER BY CASE WHEN EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.ended_on IS NULL) THEN 0 ELSE 1 END, p.sort_key, p.id LIMIT $4";
    let mut people: Vec<PersonId> = tx.query(teach, params![path, until, subject, MEMBERS], |row| row.get(0))?;
    if let Some(head) = leads {
        people.retain(|person| *person != head);
        people.insert(0, head);
    }
    let Some(head) = people.first().copied() else { return Ok(None) };
    let id = unions::open(tx, by, &draft(Kind::Municipal, place, title.to_owned(), subject, today))?;
    unions::appoint(tx, by, id, (head, Office::Head), today)?;
    for person in people.iter().skip(1) {
        unions::join(tx, by, id, *person, today)?;
    }
    if let Some(second) = people.get(1) {
        unions::appoint(tx, by, id, (*second, Office::Secretary), today)?;
    }
    Ok(Some(Made { id, people, opened: today }))
}

/// Unions of the larger schools, and one of several small ones.
fn schools(tx: &mut Tx<'_>, by: &Actor, size: Size) -> Result<()> {
    let today = tx.today();
    let most = i64::from(size.of(60));
    let able = "SELECT pl.id, pn.short_name, COUNT(*) FROM place pl JOIN place_name pn ON pn.place_id = pl.id AND pn.valid_to IS NULL JOIN person p ON p.place_id = pl.id JOIN person_subject s ON s.person_id = p.id AND s.subject = 'matematika'
        WHERE pl.kind = 'school' AND p.erased_at IS NULL AND p.merged_into IS NULL GROUP BY pl.id, pn.short_name HAVING COUNT(*) >= 3 ORDER BY pl.id LIMIT $1";
    let able: Vec<(PlaceId, String)> = tx.query(able, params![most], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (school, name) in able {
        let id = unions::open(tx, by, &draft(Kind::School, &school, format!("ШМО учителей математики, {name}"), "matematika", today))?;
        let people: Vec<PersonId> = tx.query(
            "SELECT p.id FROM person p JOIN person_subject s ON s.person_id = p.id AND s.subject = 'matematika' WHERE p.place_id = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.sort_key, p.id LIMIT 6",
            params![school],
            |row| row.get(0),
        )?;
        for (at, person) in people.iter().enumerate() {
            if at == 0 { unions::appoint(tx, by, id, (*person, Office::Head), today)? } else { unions::join(tx, by, id, *person, today)? }
        }
    }
    let some: Vec<PlaceId> = tx.query("SELECT id FROM place WHERE kind = 'municipality' ORDER BY id DESC LIMIT 4", params![], |row| row.get(0))?;
    for place in some {
        unions::open(tx, by, &draft(Kind::Cluster, &place, "Межшкольное МО учителей малых школ".into(), "", today))?;
    }
    Ok(())
}

fn meeting(union: &Made, at: usize, held_on: Date) -> MeetingDraft {
    let (title, question, _) = TOPICS[at % TOPICS.len()];
    let item = |title: &str, speaker: usize| ItemDraft { id: None, title: title.into(), speaker: union.people.get(speaker).copied(), lasts: 30 };
    MeetingDraft {
        title: title.into(),
        held_on,
        begins: ["14:00", "15:00", "15:30"][at % 3].into(),
        minutes: 90,
        venue: "Кабинет методической службы".into(),
        link: String::new(),
        direction: "d06".into(),
        invited: String::new(),
        items: vec![item(question, 1), item("Разное", 0)],
    }
}

/// A meeting with its minutes; every ninth had no quorum.
fn held(tx: &mut Tx<'_>, teller: &Teller, union: &Made, (at, round): (usize, usize), ago: i64) -> Result<()> {
    let (by, on) = (&teller.coordinator, teller.day(ago));
    if on < union.opened {
        return Ok(());
    }
    let id = unions::plan(tx, by, union.id, &meeting(union, at + round, on))?;
    // The persona finds a meeting that waits for its minutes.
    if at == 0 && round == 2 {
        return Ok(());
    }
    let came = if (at + round) % 9 == 4 { 2 } else { union.people.len().div_ceil(4) * 3 };
    let here: BTreeSet<PersonId> = union.people.iter().take(came.max(1)).copied().collect();
    unions::attend(tx, by, id, &unions::Ticks { here, ..unions::Ticks::default() })?;
    let item = unions::items(tx, id)?.first().map(|item| item.id);
    let decision = DecisionDraft { id: None, item, what: TOPICS[(at + round) % TOPICS.len()].2.into(), owner: union.people.get(at % union.people.len()).copied(), due_on: Some(on.saturating_add(45.days())) };
    let heard = item.map(|item| (item, "Обсудили, что получилось и что мешало; договорились, что делать дальше.".to_owned())).into_iter().collect();
    unions::save_minutes(tx, by, id, &MinutesDraft { heard, decisions: vec![decision] }, 1)?;
    unions::approve(tx, by, id, 2).map(|_| ())
}

/// Three of four decisions are done; the last ones wait.
fn some_done(tx: &mut Tx<'_>, teller: &Teller) -> Result<()> {
    let today = tx.today();
    let owed: Vec<(unions::DecisionId, i64)> = tx.query("SELECT id, version FROM union_decision WHERE force = 'binding' AND due_on < $1 ORDER BY id", params![today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (id, version) in owed.into_iter().enumerate().filter(|(at, _)| at % 4 != 3).map(|(_, one)| one) {
        unions::mark_decision(tx, &teller.coordinator, id, (true, "Сделано и показано коллегам"), version)?;
    }
    Ok(())
}

fn plan(tx: &mut Tx<'_>, teller: &Teller, union: &Made, at: usize) -> Result<()> {
    let (by, year) = (&teller.coordinator, school_year(teller.real.today()));
    for (step, month) in [10_i8, 12, 3].into_iter().enumerate() {
        let (what, _, expected) = TOPICS[(at + step) % TOPICS.len()];
        let line = LineDraft { month, what: what.into(), direction: "d06".into(), owner: union.people.get(step).copied(), expected: expected.into() };
        let id = unions::add_line(tx, by, union.id, year, &line)?;
        let done: Option<String> = if step == 0 { tx.maybe("SELECT id FROM union_meeting WHERE union_id = $1 AND minutes_number > 0 ORDER BY held_on DESC LIMIT 1", params![union.id], |row| row.get(0))? } else { None };
        if let Some(meeting) = done.and_then(|id| id.parse().ok()) {
            let held = unions::find_meeting(tx, meeting)?;
            if school_year(held.held_on) == year {
                unions::mark_line(tx, by, id, &unions::url::meeting(meeting), 1)?;
            }
        }
    }
    Ok(())
}

/// A third of the unions will meet in the next three weeks.
fn coming(tx: &mut Tx<'_>, teller: &Teller, made: &[Made]) -> Result<()> {
    let today = tx.today();
    for (at, union) in made.iter().enumerate().filter(|(at, _)| at % 3 == 0) {
        let day = today.saturating_add(jiff::Span::new().days(i64::try_from(3 + at % 18).unwrap_or(3)));
        unions::plan(tx, &teller.coordinator, union.id, &meeting(union, at + 3, day))?;
    }
    Ok(())
}
