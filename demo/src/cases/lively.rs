//! Two cases that go on now, with the personas in them: a member's own, with a step that was returned; one that the deputy head
//! proposed, where the personas are to sign.

use super::{Ground, story};
use crate::personas;
use access::{Actor, Role, accounts, grants};
use audit::By;
use cases::{First, Head, Invitation, Opening, TeamRole, Word};
use deficits::deficit::Declared;
use jiff::{SignedDuration, civil::date};
use kernel::{Clock, Db, Error, Result, Tx, id::PersonId, name::FullName, params};
use pathways::{
    Component, PathwayId, agreement,
    building::{self, Frame},
    fields,
    steps::{self, LineForm},
    store, walk,
    walk::{Answer, Draft},
    writing::{self, Writing},
};

pub(super) fn build(ground: &Ground<'_>, methodist: &Actor) -> Result<()> {
    let Some(member) = personas::actor(ground.app, personas::MEMBER).ok() else { return Ok(()) };
    let methodist = with_card(ground, methodist)?;
    let deputy = with_card(ground, &personas::actor(ground.app, "school")?)?;
    with_card(ground, &personas::actor(ground.app, "municipal")?)?;
    let colleague = ground.app.db.write(|tx| colleague(tx, &deputy))?;
    own(ground, &member, &methodist, colleague.as_ref())?;
    match colleague {
        Some(teacher) => proposed(ground, &deputy, &teacher, (&methodist, &member)),
        None => Ok(()),
    }
}

/// A seat of a team is a person's: the personas who sit in one get a card.
fn with_card(ground: &Ground<'_>, actor: &Actor) -> Result<Actor> {
    if actor.person.is_some() {
        return Ok(actor.clone());
    }
    let person = ground.app.db.write(|tx| {
        // People work at the institute or at an authority, never at the region itself.
        let place = if matches!(actor.role, Role::School | Role::Municipal) {
            actor.place.clone()
        } else {
            tx.one("SELECT id FROM place WHERE kind IN ('institute', 'municipality') ORDER BY CASE kind WHEN 'institute' THEN 0 ELSE 1 END, id LIMIT 1", params![], |row| row.get(0))?
        };
        let mut words = actor.name.split(' ').map(str::to_owned);
        let name = FullName { family: words.next().unwrap_or_default(), given: words.next().unwrap_or_default(), patronymic: words.next() };
        let new = people::NewPerson { name, birth_on: None, phone: None, email: None, place, position: String::new(), position_text: actor.role.label().to_lowercase(), since: None, subjects: Vec::new() };
        let person = people::create(tx, &By::system(), new)?;
        tx.execute("UPDATE account SET person_id = $1 WHERE id = $2", params![person, actor.account])?;
        Ok(person)
    })?;
    Ok(Actor { person: Some(person), ..actor.clone() })
}

/// A teacher of the deputy head's school who can log in; one gets an account where none has.
fn colleague(tx: &mut Tx<'_>, deputy: &Actor) -> Result<Option<Actor>> {
    let sql = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id JOIN role_grant g ON g.account_id = a.id AND g.role = 'member' AND g.valid_to IS NULL WHERE p.place_id = $1 AND p.id <> $2 AND a.disabled_at IS NULL AND a.email NOT LIKE '%@aktiv.example' AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.id LIMIT 1";
    let person: Option<PersonId> = tx.maybe(sql, params![deputy.place, deputy.person], |row| row.get(0))?;
    if let Some(person) = person {
        return crate::personas::teacher(tx, person);
    }
    let free = "SELECT p.id, p.family || ' ' || p.given FROM person p LEFT JOIN account a ON a.person_id = p.id WHERE p.place_id = $1 AND p.id <> $2 AND a.id IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY p.id DESC LIMIT 1";
    let Some((person, name)): Option<(PersonId, String)> = tx.maybe(free, params![deputy.place, deputy.person], |row| Ok((row.get(0)?, row.get(1)?)))? else { return Ok(None) };
    let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name, email: "kollega@shkola.example".into(), person: Some(person) })?;
    grants::grant(tx, &By::system(), &grants::NewGrant { account, role: Role::Member, place: deputy.place.clone(), from: date(2024, 1, 1), to: None })?;
    crate::personas::teacher(tx, person)
}

fn past(ground: &Ground<'_>, days: i64) -> (Clock, Db) {
    let real = ground.app.clock();
    let clock = Clock::fixed(real.now() - SignedDuration::from_hours(24 * days), real.zone().clone());
    let db = ground.app.db.with_clock(clock.clone());
    (clock, db)
}

fn head(ground: &Ground<'_>, kind: cases::Kind, reason: &str) -> Opening {
    // The last direction: the stories before have taken the first ones.
    let direction = ground.directions.last().cloned().unwrap_or_default();
    Opening { head: Head { kind, subject: String::new(), direction, reason: reason.into(), channel: None, review_days: 30 }, first: vec![First::Words(reason.into())] }
}

/// Asks somebody into the team, who says yes.
fn join(tx: &mut Tx<'_>, by: &Actor, case: cases::CaseId, (who, role): (&Actor, TeamRole), site: &str) -> Result<()> {
    let person = who.person.ok_or(Error::NotFound)?;
    let seat = cases::invite(tx, by, case, &Invitation { person: person.to_string(), role: role.as_str().into() }, site)?;
    cases::answer_invitation(tx, who, seat, (true, "", 1), site).map(|_| ())
}

/// A difficulty in the teacher's own words, and an assessment that shows it: the deficits are known.
fn known(tx: &mut Tx<'_>, ground: &Ground<'_>, (teacher, methodist): (&Actor, &Actor), case: cases::CaseId, at: usize) -> Result<deficits::DeficitId> {
    let person = teacher.person.ok_or(Error::NotFound)?;
    let today = tx.today();
    if !consent::has_live(tx, person, consent::ConsentKind::Diagnostics, today)? {
        crate::members::paper(tx, person, consent::ConsentKind::Diagnostics, Vec::new(), "")?;
    }
    let competency = ground.competencies.get(at).ok_or(Error::NotFound)?.competency.clone();
    let deficit = deficits::deficit::declare(tx, teacher, &Declared { competency, words: "Не успеваю дать каждому понятную обратную связь".into() })?;
    cases::take_in(tx, &ground.app.listeners, teacher, case, deficit)?;
    let form = deficits::assess::Form {
        source: "ЦНППМ".into(), title: "Оценка методических компетенций".into(), taken_on: kernel::date::short(today), score: "46".into(), most: "100".into(), ..Default::default()
    };
    let shown = deficits::assess::record(tx, methodist, person, &form, None)?;
    cases::point_at(tx, methodist, case, cases::Pointed::Assessment(shown))?;
    Ok(deficit)
}

struct Plan<'a> {
    steps: &'a [(&'a str, &'a str, &'a str)],
    /// What is learnt, and by what it will be seen.
    what: &'a str,
    seen: &'a str,
}

/// What stands in a field of a section.
fn said(field: &str, Plan { what, seen, .. }: &Plan<'_>) -> String {
    match field {
        "goal" => format!("Хочу, чтобы {what} стали обычной частью моих уроков"),
        "motive" => "Понимаю, зачем это классу, но на уроке не хватает уверенности".into(),
        "need" => "Образцы уроков, совет коллеги и время попробовать".into(),
        "indicator" => format!("К концу маршрута {seen}"),
        "entry" => format!("Внешняя оценка методических компетенций и мои слова: {what} пока не получаются"),
        "checks" => "Раз в месяц: разговор с методистом и посещение одного урока".into(),
        "repeat" => "Та же внешняя оценка после последнего шага".into(),
        "grouping" => format!("Сначала разобрать {what}, потом попробовать на своих уроках"),
        "note" => "Шаги можно менять местами, если изменится расписание".into(),
        "technologies" => format!("Разбор видеозаписи урока, где видны {what}; взаимное посещение"),
        "form" => "Очно в школе и дистанционно, индивидуально".into(),
        "expected" => format!("Уроки, на которых видны {what}"),
        "education" => "высшее, учитель".into(),
        "category" => "первая".into(),
        "experience" => "с 2012 года".into(),
        _ => format!("Методист и коллеги видят: {seen}"),
    }
}

fn built(tx: &mut Tx<'_>, ground: &Ground<'_>, (teacher, methodist): (&Actor, &Actor), (case, deficit, at): (cases::CaseId, deficits::DeficitId, usize), plan: &Plan<'_>) -> Result<PathwayId> {
    let today = tx.today();
    let after = |days| today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
    let id = building::begin(tx, methodist, case, Frame { starts_on: Some(today), ends_on: Some(after(150)), hours_limit: Some(36) })?;
    for component in Component::ALL {
        let texts = fields(*component).iter().map(|field| (field.name.to_owned(), said(field.name, plan))).collect();
        writing::save(tx, teacher, id, *component, &Writing { base: 0, texts, words: String::new() }, &ground.site)?;
    }
    for (number, (title, task, form)) in plan.steps.iter().enumerate() {
        let due = after(18 + 24 * i64::try_from(number).unwrap_or(0));
        let line = LineForm { title: (*title).into(), task: (*task).into(), hours: "8".into(), due_on: kernel::date::short(due), result_form: (*form).into(), deficits: vec![deficit.to_string()], ..LineForm::default() };
        let resource = ground.competencies.get(at).filter(|_| number == 0).map(|offered| offered.resource);
        steps::add(tx, methodist, id, (&line, resource), &ground.site)?;
    }
    let version = store::load(tx, methodist, id)?.pathway.version;
    agreement::send(tx, methodist, id, version, &ground.site)?;
    Ok(id)
}

/// The member's own: one step accepted, one returned with a reason, one to come.
fn own(ground: &Ground<'_>, member: &Actor, methodist: &Actor, mentor: Option<&Actor>) -> Result<()> {
    let (clock, db) = past(ground, 45);
    let pass = |days: i64| clock.advance(SignedDuration::from_hours(24 * days));
    let site = ground.site.as_str();
    let person = member.person.ok_or(Error::NotFound)?;
    let opening = head(ground, cases::Kind::Attestation, "Готовлюсь к аттестации, хочу увереннее оценивать на уроке");
    let id = db.write(|tx| {
        let case = cases::open(tx, member, person, &opening, site)?;
        join(tx, member, case, (methodist, TeamRole::RegionalMethodist), site)?;
        if let Some(mentor) = mentor.filter(|mentor| mentor.person != member.person && mentor.place == member.place) {
            join(tx, member, case, (mentor, TeamRole::Mentor), site)?;
        }
        let deficit = known(tx, ground, (member, methodist), case, 1)?;
        let plan = Plan {
            what: "приёмы формирующего оценивания",
            seen: "на 8 уроках из 10 ученики сами подводят итог",
            steps: &[
                ("Пройти практикум по оцениванию", "Выполнить задания и разобрать свой урок", "portfolio"),
                ("Провести серию уроков с взаимооценкой", "Три урока в одном классе", "lessons"),
                ("Показать мастер-класс", "Для учителей школы", "master_class"),
            ],
        };
        built(tx, ground, (member, methodist), (case, deficit, 1), &plan)
    })?;
    pass(2);
    db.write(|tx| {
        for seat in [Some(methodist), mentor.filter(|mentor| mentor.place == member.place)].into_iter().flatten() {
            story::sign_sections(tx, seat, id, site)?;
        }
        story::sign(tx, methodist, member, id, site)
    })?;
    let all = db.read(|tx| store::steps(tx, id))?;
    let answers = [Answer::Accept { words: "Разбор урока получился честным".into() }, Answer::Return { reason: "Приложите план хотя бы одного урока: без него не видно, как вы объясняли признаки".into() }];
    for (step, said) in all.iter().zip(answers) {
        pass(12);
        let draft = Draft {
            reflection: "Ученики оценивали друг друга по трём признакам; двоим понадобилась моя помощь".into(), link: "https://example.ru/urok".into(), ..Draft::default()
        };
        db.write(|tx| walk::send(tx, member, (id, step.id), 0, &draft, site))?;
        pass(2);
        db.write(|tx| {
            let report = walk::reports(tx, step.id)?.into_iter().next().ok_or(Error::NotFound)?;
            walk::answer(tx, methodist, (id, step.id), (report.id, report.version), &said, site)
        })?;
    }
    Ok(())
}

/// The deputy head's: the pathway is sent, nobody has signed yet; the member is asked to sign as a mentor.
fn proposed(ground: &Ground<'_>, deputy: &Actor, teacher: &Actor, (methodist, mentor): (&Actor, &Actor)) -> Result<()> {
    let (clock, db) = past(ground, 12);
    let site = ground.site.as_str();
    let person = teacher.person.ok_or(Error::NotFound)?;
    let opening = head(ground, cases::Kind::PostCourse, "После курсов: как перенести приёмы на свои уроки");
    let case = db.write(|tx| cases::open(tx, deputy, person, &opening, site))?;
    clock.advance(SignedDuration::from_hours(24));
    db.write(|tx| {
        cases::answer(tx, teacher, case, (Word::Agree, 1), site)?;
        join(tx, deputy, case, (methodist, TeamRole::RegionalMethodist), site)?;
        if mentor.person != teacher.person {
            join(tx, deputy, case, (mentor, TeamRole::Mentor), site)?;
        }
        let deficit = known(tx, ground, (teacher, methodist), case, 2)?;
        let plan = Plan {
            what: "три приёма с курсов",
            seen: "новые приёмы видны на 6 уроках из 10",
            steps: &[("Выбрать приёмы с курсов", "Вместе с наставником", "product"), ("Провести уроки", "Два урока наставник посещает", "lessons")],
        };
        built(tx, ground, (teacher, methodist), (case, deficit, 2), &plan).map(|_| ())
    })?;
    Ok(())
}
