//! Mentoring in every state: newcomers found from dates, members of the active who mentor them, meetings that fill the ledger.

use crate::{Size, personas};
use access::{Actor, Role, accounts, grants};
use audit::By;
use jiff::{SignedDuration, civil::date};
use kernel::{
    Clock, Date, Db, Result, Slice, Tx,
    id::{PersonId, PlaceId},
    params,
};
use pairs::mentoring::{self, MeetingForm, MentoringId, NeedFilter, PapersForm, ProgrammeForm, ProposalForm, StartForm, SurveyForm};
use web::App;

/// How far a mentoring comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Active,
    Quiet,
    Ended,
    Proposed,
    Half,
    Declined,
    HandedOver,
}

const FATES: [Fate; 10] = [Fate::Active, Fate::Ended, Fate::Active, Fate::Proposed, Fate::Active, Fate::Quiet, Fate::Ended, Fate::Half, Fate::Declined, Fate::HandedOver];
const THEMES: [&str; 6] = ["lesson", "assessment", "planning", "discipline", "adaptation", "subject"];
const NEXT: [&str; 4] = ["Посмотреть урок друг у друга и обсудить начало урока", "Попробовать взаимопроверку по критериям", "Подготовить к следующему разу план одной темы", "Записать на неделе три удачных приёма"];
/// Days ago that a mentoring which has begun was proposed.
const BEGAN: i64 = 260;

struct Told {
    id: MentoringId,
    fate: Fate,
    mentor: Actor,
    mentees: Vec<Actor>,
    leader: Actor,
}

/// Tells it: proposals, answers, meetings, ends, each in one transaction of its day.
pub fn build(app: &App, size: Size) -> Result<()> {
    let (coordinator, municipal, member) = (personas::coordinator(app)?, personas::actor(app, "municipal")?, personas::actor(app, "member")?);
    let count = size.of(60).max(10);
    let newcomers = app.db.read(|tx| Ok(mentoring::newcomers(tx, &coordinator.scope(), &NeedFilter::default(), (None, Slice::all(count * 2)))?.rows))?;
    let mentors = app.db.read(mentors)?;
    let real = app.clock();
    let on = |days: i64| app.db.with_clock(Clock::fixed(real.now() - SignedDuration::from_hours(24 * days), real.zone().clone()));
    let (then, today) = (on(BEGAN), real.today());
    let mut told = then.write(|tx| {
        tx.expect_much()?;
        let mut people = newcomers.iter();
        let mut told = Vec::new();
        for at in 0..usize::try_from(count).unwrap_or(0) {
            let fate = FATES.get(at % FATES.len()).copied().unwrap_or(Fate::Active);
            let mut mentees: Vec<Actor> = Vec::new();
            for needed in people.by_ref().take(if at % 9 == 4 { 2 } else { 1 }) {
                mentees.push(at_work(tx, needed.person, &needed.name)?);
            }
            let Some(first) = mentees.first() else { break };
            let Some(mentor) = (if at == 0 { Some(member.clone()) } else { near(&mentors, first, at) }) else { continue };
            let is_municipal = [first, &mentor].iter().all(|one| one.place_path.starts_with(&municipal.place_path));
            let leader = if is_municipal { municipal.clone() } else { coordinator.clone() };
            mentees.retain(|one| leader.scope().covers(&one.place_path, one.person));
            let ends = if fate == Fate::Ended { today.checked_sub(jiff::Span::new().days(20)) } else { today.checked_add(jiff::Span::new().days(180)) };
            let form = proposal(&mentor, &mentees, (tx.today(), ends.unwrap_or(today)), at);
            let id = mentoring::propose(tx, &leader, &form)?;
            told.push(Told { id, fate, mentor, mentees, leader });
        }
        Ok(told)
    })?;
    on(BEGAN - 3).write(|tx| told.iter().try_for_each(|one| answers(tx, one)))?;
    app.db.write(|tx| {
        tx.expect_much()?;
        told.iter().enumerate().try_for_each(|(at, one)| work(tx, one, (at, today)))
    })?;
    on(18).write(|tx| told.iter().filter(|one| one.fate == Fate::Ended).try_for_each(|one| mentoring::end(tx, &one.mentor, one.id, "done")))?;
    app.db.write(|tx| told.iter_mut().enumerate().try_for_each(|(at, one)| after(tx, one, (&mentors, at, today))))?;
    newly_arrived(&app.db)
}

fn proposal(mentor: &Actor, mentees: &[Actor], (starts, ends): (Date, Date), at: usize) -> ProposalForm {
    let id = |actor: &Actor| actor.person.map(|person| person.to_string()).unwrap_or_default();
    ProposalForm {
        mentees: mentees.iter().map(id).collect(),
        mentor: id(mentor),
        form: ["teacher", "teacher", "manager", "university"].get(at % 4).copied().unwrap_or("teacher").into(),
        starts_on: kernel::date::short(starts),
        ends_on: kernel::date::short(ends),
        curator: String::new(),
    }
}

/// Members of the active with a cabinet.
fn mentors(tx: &mut Tx<'_>) -> Result<Vec<Actor>> {
    let sql = "SELECT DISTINCT a.person_id FROM account a JOIN membership m ON m.person_id = a.person_id JOIN person p ON p.id = a.person_id WHERE a.disabled_at IS NULL AND m.ended_on IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY a.person_id";
    let persons: Vec<PersonId> = tx.query(sql, params![], |row| row.get(0))?;
    let mut found = Vec::new();
    for person in persons {
        found.extend(personas::teacher(tx, person)?);
    }
    Ok(found)
}

/// A mentor of the mentee's municipality where there is one.
fn near(mentors: &[Actor], mentee: &Actor, at: usize) -> Option<Actor> {
    let municipality: String = mentee.place_path.split_inclusive('/').take(2).collect();
    let there: Vec<&Actor> = mentors.iter().filter(|one| one.place_path.starts_with(&municipality) && one.person != mentee.person).collect();
    let all: Vec<&Actor> = if there.is_empty() { mentors.iter().collect() } else { there };
    all.get(at % all.len().max(1)).map(|actor| (*actor).clone())
}

/// A newcomer gets an account of the own cabinet.
fn at_work(tx: &mut Tx<'_>, person: PersonId, name: &str) -> Result<Actor> {
    if let Some(actor) = personas::teacher(tx, person)? {
        return Ok(actor);
    }
    let (place, place_path): (PlaceId, String) = tx.one("SELECT pl.id, pl.path FROM person p JOIN place pl ON pl.id = p.place_id WHERE p.id = $1", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let account = match accounts::of_person(tx, person)? {
        Some(account) => account.id,
        None => accounts::create(tx, &By::system(), &accounts::NewAccount { name: name.to_owned(), email: format!("{}@novyj.example", person.0.simple()), person: Some(person) })?,
    };
    grants::grant(tx, &By::system(), &grants::NewGrant { account, role: Role::Member, place: place.clone(), from: date(2025, 9, 1), to: None })?;
    Ok(Actor { account, person: Some(person), name: name.to_owned(), role: Role::Member, place, place_path, place_name: String::new(), session: String::new() })
}

fn answers(tx: &mut Tx<'_>, one: &Told) -> Result<()> {
    match one.fate {
        Fate::Proposed => Ok(()),
        Fate::Half => mentoring::answer(tx, &one.mentor, one.id, true),
        Fate::Declined => mentoring::answer(tx, &one.mentor, one.id, false),
        Fate::Active | Fate::Quiet | Fate::Ended | Fate::HandedOver => std::iter::once(&one.mentor).chain(&one.mentees).try_for_each(|side| mentoring::answer(tx, side, one.id, true)),
    }
}

/// A programme and a log of meetings, some months long.
fn work(tx: &mut Tx<'_>, one: &Told, (at, today): (usize, Date)) -> Result<()> {
    if matches!(one.fate, Fate::Proposed | Fate::Half | Fate::Declined) {
        return Ok(());
    }
    let day = |back: i64| kernel::date::short(today.checked_sub(jiff::Span::new().days(back)).unwrap_or(today));
    begins(tx, one, (at, day(BEGAN - 10)))?;
    let version: i64 = tx.one("SELECT version FROM mentoring WHERE id = $1", params![one.id], |row| row.get(0))?;
    let line = |title: &str, due: i64, done: Option<i64>| mentoring::LineForm { id: String::new(), title: title.into(), due_on: day(due), expected: String::new(), done_on: done.map(day).unwrap_or_default() };
    let programme = ProgrammeForm {
        goals: "Увереннее планировать урок от результата и давать ученикам понятную обратную связь".into(),
        expected: "Три урока по новому плану, свои критерии к двум темам".into(),
        lines: vec![
            line("Посетить урок наставника", 220, Some(215)),
            line("Спланировать тему вместе", 150, Some(140)),
            line("Провести урок при наставнике", 60, (at % 2 == 0).then_some(55)),
            line("Показать разработку на объединении", -60, None),
        ],
    };
    mentoring::save_programme(tx, &one.mentor, one.id, (&programme, version))?;
    let last = if one.fate == Fate::Quiet { 70 } else { 25 };
    for (number, back) in (0..6).map(|number| (number, last + 34 * i64::try_from(number).unwrap_or(0))) {
        let form = MeetingForm {
            held_on: day(back),
            minutes: ["45", "60", "30", "90"].get((at + number) % 4).copied().unwrap_or("45").into(),
            theme: THEMES.get((at + number) % THEMES.len()).copied().unwrap_or("lesson").into(),
            is_lesson: if number % 3 == 1 { "yes".into() } else { String::new() },
            next: NEXT.get((at + number) % NEXT.len()).copied().unwrap_or_default().into(),
        };
        mentoring::write_meeting(tx, &one.mentor, one.id, &form)?;
    }
    Ok(())
}

/// What the newcomers asked for at the start, and the school's orders: on the allowance not everywhere.
fn begins(tx: &mut Tx<'_>, one: &Told, (at, ordered_on): (usize, String)) -> Result<()> {
    for (number, mentee) in one.mentees.iter().enumerate() {
        let themes = (0..2).filter_map(|next| THEMES.get((at + number + next * 3) % THEMES.len())).map(|code| (*code).to_owned()).collect();
        mentoring::answer_start(tx, mentee, one.id, &StartForm { themes, words: "Не успеваю на уроке подвести итог, хочу посмотреть, как это делают другие".into() })?;
    }
    let orders = match at % 4 {
        0 => PapersForm { same: "yes".into(), ..PapersForm::default() },
        1 => PapersForm { pay_number: format!("{}-лс", 40 + at), pay_on: ordered_on.clone(), ..PapersForm::default() },
        2 => PapersForm::default(),
        _ => return Ok(()),
    };
    mentoring::note_orders(tx, &one.leader, one.id, &PapersForm { order_number: format!("{}-к", 12 + at), ordered_on, ..orders })
}

/// Words after the end, and handovers that wait for an answer.
fn after(tx: &mut Tx<'_>, one: &mut Told, (mentors, at, today): (&[Actor], usize, Date)) -> Result<()> {
    match one.fate {
        Fate::Ended => {
            let survey = |goal: &str, other: &str| SurveyForm {
                goal: goal.into(), rhythm: "4".into(), useful: "5".into(), to_other: other.into(), to_curator: "Помогло бы общее окно в расписании".into()
            };
            mentoring::answer_survey(tx, &one.mentor, one.id, &survey("4", "Спасибо за открытость, продолжайте вести заметки об уроках"))?;
            one.mentees.iter().try_for_each(|mentee| mentoring::answer_survey(tx, mentee, one.id, &survey("5", "Спасибо за терпение и за разборы уроков")))
        }
        Fate::HandedOver => {
            let taken = |actor: &Actor| actor.person == one.mentor.person || one.mentees.iter().any(|mentee| mentee.person == actor.person);
            let Some(next) = mentors.iter().cycle().skip(at * 7).take(mentors.len()).find(|actor| !taken(actor)) else { return Ok(()) };
            let ends = today.checked_add(jiff::Span::new().days(150)).unwrap_or(today);
            mentoring::hand_over(tx, &one.leader, one.id, &proposal(next, &[], (today, ends), at)).map(|_| ())
        }
        Fate::Active | Fate::Quiet | Fate::Proposed | Fate::Half | Fate::Declined => Ok(()),
    }
}

/// A few who came to another school this autumn: the list has both kinds.
fn newly_arrived(db: &Db) -> Result<()> {
    db.write(|tx| {
        let today = tx.today();
        let sql = "SELECT p.id, p.version, (SELECT o.id FROM place o WHERE o.parent_id = pl.parent_id AND o.kind = 'school' AND o.id <> pl.id AND o.closed_on IS NULL ORDER BY o.id LIMIT 1) FROM person p JOIN place pl ON pl.id = p.place_id
            WHERE pl.kind = 'school' AND p.erased_at IS NULL AND p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id) AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id) AND NOT EXISTS (SELECT 1 FROM application x WHERE x.person_id = p.id)
            AND EXISTS (SELECT 1 FROM person_job j WHERE j.person_id = p.id AND j.valid_from < '2015-01-01' AND j.valid_to IS NULL) ORDER BY p.id LIMIT 6";
        let those: Vec<(PersonId, i64, Option<PlaceId>)> = tx.query(sql, params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        for (person, version, place) in those {
            let Some(place) = place else { continue };
            let on = today.checked_sub(jiff::Span::new().days(70)).unwrap_or(today);
            people::move_to(tx, &By::system(), person, &people::Move { place, position: "uchitel".into(), position_text: String::new(), on }, version)?;
        }
        Ok(())
    })
}
