//! Support that follows a list: six courses with graduates in every state and a cascade, schools that are helped, experts, contests. Told by the
//! use cases with a clock of their own.

use crate::{Size, personas};
use access::Actor;
use jiff::{SignedDuration, ToSpan};
use kernel::{
    Clock, Date, Db, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use structure::places::REGION;
use support::{
    attestation, contests,
    courses::{self, CourseId, TaskId},
    directions, experts, schools,
};
use web::{Answers, App};

/// Title, what graduates try, level, kind, days since the end, the course above (by number).
type Told = (&'static str, &'static str, &'static str, &'static str, i64, Option<usize>);

const COURSES: [Told; 6] = [
    ("Формирующее оценивание: школа тренеров", "Обратная связь на каждом уроке, критерии вместе с детьми", "federal", "course", 215, None),
    ("Оценивание, которое помогает учиться", "Ученики сами сверяют работу с признаками", "regional", "course", 190, Some(0)),
    ("Функциональная грамотность на уроках математики", "Одна задача из жизни в неделю и её разбор", "regional", "course", 100, None),
    ("Оценивание: практикум в муниципалитете", "Приём «два вопроса и одно пожелание»", "municipal", "activity", 95, Some(1)),
    ("Читательская грамотность: от вопроса к тексту", "Вопросы разных уровней к одному тексту", "regional", "course", 38, None),
    ("Урок без страха ошибки", "Разбор ошибок без отметок и имён", "regional", "course", 33, None),
];

/// Answers of graduates: whether it is used, in which words; nobody's words name a pupil.
const WORDS: [(&str, &str); 5] = [
    ("yes", "Пробую на каждом уроке: дети сверяют работу с признаками и сами находят, что исправить."),
    ("partly", "Получается в двух классах из четырёх: в больших не успеваю выслушать всех."),
    ("yes", "Сделали с классом список признаков хорошего решения, он висит на доске."),
    ("no", "Пока не начал(а): много замен. Хочу попробовать в следующей четверти."),
    ("partly", "Попробовал(а) дважды. Второй раз прошло спокойнее, дети привыкают."),
];

struct Ground<'a> {
    app: &'a App,
    coordinator: Actor,
    municipal: Actor,
    /// Members of the active with an account: they support and help.
    members: Vec<Actor>,
}

impl Ground<'_> {
    fn ago(&self, days: i64) -> Db {
        let clock = self.app.clock();
        self.app.db.with_clock(Clock::fixed(clock.now() - SignedDuration::from_hours(24 * days), clock.zone().clone()))
    }

    fn day(&self, back: i64) -> Date {
        self.app.clock().today().saturating_sub(back.days())
    }

    fn member(&self, at: usize) -> Option<&Actor> {
        self.members.get(at % self.members.len().max(1))
    }
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn ground(app: &App) -> Result<Option<Ground<'_>>> {
    let members = app.db.read(members)?;
    let ground = Ground { app, coordinator: personas::coordinator(app)?, municipal: personas::actor(app, "municipal")?, members };
    Ok((!ground.members.is_empty()).then_some(ground))
}

/// Tells all of it but the pools.
pub fn build(app: &App, size: Size) -> Result<()> {
    let Some(ground) = ground(app)? else { return Ok(()) };
    build_courses(&ground, size)?;
    build_schools(&ground, size)?;
    build_contests(&ground)
}

/// The pool of experts, once there are activities at which they looked at works.
pub fn pools(app: &App, size: Size) -> Result<()> {
    match ground(app)? {
        Some(ground) => build_pools(&ground, size),
        None => Ok(()),
    }
}

/// Members in force who can log in, the member's persona first.
fn members(tx: &mut Tx<'_>) -> Result<Vec<Actor>> {
    let today = tx.today();
    let sql = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE a.disabled_at IS NULL AND p.erased_at IS NULL AND p.merged_into IS NULL
        AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND m.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id))
        ORDER BY CASE WHEN a.email LIKE 'member@%' THEN 0 ELSE 1 END, p.sort_key, p.id LIMIT 60";
    let persons: Vec<PersonId> = tx.query(sql, params![today], |row| row.get(0))?;
    let mut found = Vec::new();
    for person in persons {
        found.extend(personas::teacher(tx, person)?);
    }
    Ok(found)
}

/// Teachers, those with an account first so that some answer; a different slice for each course.
fn teachers(tx: &mut Tx<'_>, course: usize, count: i64) -> Result<Vec<PersonId>> {
    let with = "SELECT p.id FROM person p JOIN account a ON a.person_id = p.id WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND a.disabled_at IS NULL ORDER BY p.sort_key, p.id LIMIT 40 OFFSET $1";
    let without = "SELECT p.id FROM person p WHERE p.erased_at IS NULL AND p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id) ORDER BY p.id LIMIT $1 OFFSET $2";
    let offset = i64::try_from(course).unwrap_or_default();
    let mut found: Vec<PersonId> = tx.query(with, params![offset * 12], |row| row.get(0))?;
    let more = (count - i64::try_from(found.len()).unwrap_or_default()).max(0);
    found.extend(tx.query(without, params![more, offset * 90], |row| row.get::<PersonId>(0))?);
    found.truncate(usize::try_from(count).unwrap_or_default());
    Ok(found)
}

fn build_courses(ground: &Ground<'_>, size: Size) -> Result<()> {
    let municipality = PlaceId::from(ground.municipal.place.as_str());
    let mut told: Vec<CourseId> = Vec::new();
    for (at, (title, about, level, kind, days, above)) in COURSES.into_iter().enumerate() {
        let (starts, ends) = (kernel::date::short(ground.day(days + 30)), kernel::date::short(ground.day(days)));
        let parent = above.and_then(|above| told.get(above)).map(ToString::to_string).unwrap_or_default();
        let typed = answers(&[
            ("kind", kind),
            ("level", level),
            ("title", title),
            ("about", about),
            ("provider", "Центр непрерывного повышения мастерства"),
            ("hours", "36"),
            ("starts_on", &starts),
            ("ends_on", &ends),
            ("direction", if at % 2 == 0 { "d01" } else { "d02" }),
            ("parent", &parent),
        ]);
        let place = if level == "municipal" { municipality.clone() } else { PlaceId::from(REGION) };
        let persons = ground.app.db.read(|tx| teachers(tx, at, size.of(300).div_ceil(6).max(14).into()))?;
        let course = ground.ago(days).write(|tx| courses::add(tx, &ground.coordinator, &place, &courses::draft(&typed)?))?;
        told.push(course);
        ground.app.db.write(|tx| around(tx, ground, course, at))?;
        ground.ago(days - 1).write(|tx| courses::enrol_all(tx, &ground.coordinator, course, &persons))?;
        for months in [1_i64, 3, 6] {
            let left = days - months * 31 - 1;
            if left >= 0 {
                ground.ago(left).write(courses::ask_due)?;
                answer_some(ground, course, months, left)?;
            }
        }
    }
    Ok(())
}

/// Who taught, with what, who supports. The latest course has nobody for the far municipalities yet.
fn around(tx: &mut Tx<'_>, ground: &Ground<'_>, course: CourseId, at: usize) -> Result<()> {
    if let Some(trainer) = ground.member(at + 3).and_then(|member| member.person) {
        courses::add_trainer(tx, &ground.coordinator, course, Some(trainer), &answers(&[("minutes", "540")]))?;
    }
    courses::add_trainer(tx, &ground.coordinator, course, None, &answers(&[("outside", "Тренер федерального центра")]))?;
    for (number, changed) in ["", "Добавлены примеры с уроков"].into_iter().enumerate().take(1 + at % 2) {
        let link = format!("https://example.ru/materialy/{at}-{number}");
        courses::add_material(tx, &ground.coordinator, course, &answers(&[("title", "Рабочая тетрадь курса"), ("link", &link), ("changed", changed)]))?;
    }
    if let Some(own) = ground.member(at).and_then(|member| member.person) {
        courses::assign(tx, &ground.coordinator, course, ground.municipal.place.as_str(), own)?;
        if at + 1 < COURSES.len() {
            courses::assign(tx, &ground.coordinator, course, "", own)?;
        }
    }
    Ok(())
}

/// Some answer, some decline, some let the term pass; most who answered are accepted, some are asked back.
fn answer_some(ground: &Ground<'_>, course: CourseId, months: i64, left: i64) -> Result<()> {
    let sql = "SELECT t.id, g.person_id, g.id, g.version FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id WHERE g.course_id = $1 AND t.months = $2 AND t.state = 'asked' AND g.state = 'invited' AND g.person_id IS NOT NULL ORDER BY t.id";
    let tasks = ground.app.db.read(|tx| Ok(tx.query(sql, params![course, months], |row| Ok((row.get::<TaskId>(0)?, row.get::<PersonId>(1)?, row.get::<courses::GraduateId>(2)?, row.get::<i64>(3)?)))?))?;
    let db = ground.ago((left - 4).max(0));
    db.write(|tx| {
        for (at, (task, person, graduate, version)) in tasks.iter().enumerate() {
            let Some(teacher) = personas::teacher(tx, *person)? else { continue };
            match at % 9 {
                4 => {}
                7 if months == 1 => courses::decline(tx, &teacher, *graduate, *version)?,
                _ => {
                    let (uses, words) = WORDS.get(at % WORDS.len()).copied().unwrap_or_default();
                    courses::show(tx, &teacher, *task, &answers(&[("uses", uses), ("words", words), ("version", "1")]), None)?;
                    let typed = match at % 7 {
                        5 => [("word", "return"), ("answer", "Расскажите, пожалуйста, как на это ответили дети."), ("version", "2")],
                        6 => continue,
                        _ => [("word", "accept"), ("answer", "Спасибо! Попробуйте то же в начале новой темы."), ("version", "2")],
                    };
                    courses::answer(tx, &ground.coordinator, *task, &answers(&typed))?;
                }
            }
        }
        Ok(())
    })
}

const FACTORS: [(&str, &str); 6] = [("rf01", "high"), ("rf05", "high"), ("rf02", "middle"), ("rf11", "middle"), ("rf10", "low"), ("rf06", "high")];

/// Schools of several municipalities, the persona's own first; helped for half a year, some measured again, one finished.
fn build_schools(ground: &Ground<'_>, size: Size) -> Result<()> {
    let sql = "SELECT pl.id FROM place pl WHERE pl.kind = 'school' AND pl.closed_on IS NULL ORDER BY CASE WHEN pl.parent_id = $1 THEN 0 ELSE 1 END, pl.path LIMIT 400";
    let all: Vec<PlaceId> = ground.app.db.read(|tx| Ok(tx.query(sql, params![ground.municipal.place], |row| row.get(0))?))?;
    let count = usize::try_from(size.of(120)).unwrap_or(12).clamp(6, 12);
    // Three of the own municipality, the others from far apart.
    let chosen: Vec<&PlaceId> = all.iter().take(3).chain(all.iter().skip(3).step_by((all.len() / count.max(1)).max(1))).take(count).collect();
    let begun = ground.ago(70);
    let year = schools::study_year(ground.day(70)).to_string();
    for (at, place) in chosen.into_iter().enumerate() {
        let recheck = kernel::date::short(ground.day(if at % 3 == 0 { 5 } else { -100 }));
        let typed = answers(&[("place", place.as_str()), ("year", &year), ("basis", "Перечень на учебный год, письмо министерства"), ("recheck_on", &recheck)]);
        let id = begun.write(|tx| {
            let id = schools::open(tx, &ground.coordinator, &typed)?;
            for (version, (factor, level)) in FACTORS.iter().cycle().skip(at).take(2 + at % 3).enumerate() {
                let version = (version + 1).to_string();
                schools::add_factor(tx, &ground.coordinator, id, &answers(&[("factor", factor), ("level", level), ("grounds", "Анкеты учителей и посещения уроков"), ("version", &version)]))?;
            }
            Ok(id)
        })?;
        ground.app.db.write(|tx| help(tx, ground, id, at))?;
    }
    Ok(())
}

fn help(tx: &mut Tx<'_>, ground: &Ground<'_>, id: schools::LowSchoolId, at: usize) -> Result<()> {
    let day = |back: i64| kernel::date::short(ground.day(back));
    let (past, soon) = (day(10), day(-30));
    for (what, due) in [("Практикум по обратной связи для учителей", past.as_str()), ("Совместное планирование трёх уроков", soon.as_str())] {
        schools::add_line(tx, &ground.coordinator, id, &answers(&[("what", what), ("who", "методист по предмету"), ("due_on", due), ("expected", "Учителя пробуют приём и рассказывают, что вышло")]))?;
    }
    // One in five waits for somebody who would help.
    let Some(helper) = ground.member(at * 2).filter(|_| at % 5 != 4) else { return Ok(()) };
    let Some(person) = helper.person else { return Ok(()) };
    let asked = schools::ask(tx, &ground.coordinator, id, "", person)?;
    if at % 4 == 3 {
        return Ok(());
    }
    schools::answer(tx, helper, asked, true)?;
    for back in [40_i64, 20, 6] {
        schools::log_visit(tx, helper, id, &answers(&[("held_on", &day(back)), ("minutes", "90"), ("done", "Посетили уроки, разобрали их с учителями"), ("next", "Договорились о следующей встрече")]))?;
    }
    if at % 3 == 0 {
        return Ok(());
    }
    let factors: Vec<schools::FactorId> = tx.query("SELECT id FROM low_school_factor WHERE low_id = $1 ORDER BY factor LIMIT 2", params![id], |row| row.get(0))?;
    for (number, factor) in factors.into_iter().enumerate() {
        let version: i64 = tx.one("SELECT version FROM low_school WHERE id = $1", params![id], |row| row.get(0))?;
        let level = ["low", "middle", "none"].get((at + number) % 3).copied().unwrap_or("low");
        schools::measure(tx, helper, id, factor, &answers(&[("level", level), ("grounds", "Повторные анкеты и три посещённых урока"), ("version", &version.to_string())]))?;
    }
    Ok(())
}

fn build_pools(ground: &Ground<'_>, size: Size) -> Result<()> {
    let year = ground.day(0).year().to_string();
    // First those who looked at works this year: the pool then shows what they did.
    let sql = "SELECT p.id, s.subject FROM person p JOIN person_subject s ON s.person_id = p.id AND s.is_main = 1 WHERE p.erased_at IS NULL AND p.merged_into IS NULL
        ORDER BY CASE WHEN EXISTS (SELECT 1 FROM activity_presence r JOIN activity a ON a.id = r.activity_id WHERE r.person_id = p.id AND a.kind = 'expert_work' AND a.state = 'closed') THEN 0 ELSE 1 END, p.id LIMIT $1";
    ground.app.db.write(|tx| {
        let people = tx.query(sql, params![i64::from(size.of(60).max(12))], |row| Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?)))?;
        for (at, (person, subject)) in people.into_iter().enumerate() {
            let exam = ["oge", "ege", "ege", "olympiad", "contest"].get(at % 5).copied().unwrap_or("oge");
            let level = ["main", "senior", "main", "leading"].get(at % 4).copied().unwrap_or("main");
            let (works, thirds) = if at % 3 == 0 { ((80 + at).to_string(), (3 + at % 9).to_string()) } else { (String::new(), String::new()) };
            let typed =
                [("exam", exam), ("subject", &subject), ("level", level), ("year", &year), ("basis", "Приказ министерства"), ("training", "Согласование подходов, 16 часов"), ("works", &works), ("thirds", &thirds)];
            experts::add(tx, &ground.coordinator, person, &answers(&typed))?;
        }
        // Something stands on the pages of the directions for teachers of gifted children and of children with special needs.
        let resources: Vec<resources::ResourceId> = tx.query("SELECT id FROM resource WHERE state = 'live' AND kind <> 'mentor' ORDER BY search_key, id LIMIT 6", params![], |row| row.get(0))?;
        for (at, resource) in resources.into_iter().enumerate() {
            directions::put(tx, &ground.coordinator, if at % 2 == 0 { "d08" } else { "d09" }, resource)?;
        }
        Ok(())
    })
}

const CONTESTS: [(&str, &str, i64); 4] = [("Учитель года", "regional", -40), ("Самый классный классный", "municipal", -75), ("Педагогический дебют", "regional", 20), ("Мой лучший урок", "federal", -10)];

fn build_contests(ground: &Ground<'_>) -> Result<()> {
    for (number, (title, level, back)) in CONTESTS.into_iter().enumerate() {
        let day = |days: i64| kernel::date::short(ground.day(back + 60 - days));
        ground.app.db.write(|tx| {
            let place = if level == "municipal" { ground.municipal.place.clone() } else { PlaceId::from(REGION) };
            let contest = contests::add(
                tx,
                &ground.coordinator,
                &place,
                &answers(&[("title", title), ("level", level), ("organiser", "Центр непрерывного повышения мастерства"), ("about", "Покажите свой урок и расскажите, как к нему пришли.")]),
            )?;
            let mut stages = Vec::new();
            for (stage, from, to) in [("Заочный", 0, 20), ("Очный", 40, 44), ("Финал", 60, 62)] {
                stages.push(contests::add_stage(tx, &ground.coordinator, contest, &answers(&[("stage", stage), ("starts_on", &day(from)), ("ends_on", &day(to))]))?);
            }
            for at in 0..5 {
                let Some(teacher) = ground.member(number * 5 + at) else { continue };
                // A municipality's contest is for its own.
                if level != "municipal" || teacher.place_path.starts_with(&ground.municipal.place_path) {
                    prepare(tx, ground, (contest, number * 5 + at), teacher, (back > 0).then(|| stages.get(at % 3)).flatten())?;
                }
            }
            Ok(())
        })?;
    }
    // The persona prepares for attestation; nobody else sees it.
    let Some(member) = ground.members.first() else { return Ok(()) };
    ground.app.db.write(|tx| {
        let category: String = tx.one("SELECT code FROM term WHERE kind = 'category' ORDER BY position LIMIT 1", params![], |row| row.get(0))?;
        let target = kernel::date::short(ground.day(-110));
        let track = attestation::begin(tx, member, &answers(&[("category", &category), ("target_on", &target)]))?;
        attestation::edit(tx, member, track, &answers(&[("category", &category), ("target_on", &target), ("done", "courses"), ("done", "experience"), ("version", "1")]))
    })
}

fn prepare(tx: &mut Tx<'_>, ground: &Ground<'_>, (contest, at): (contests::ContestId, usize), teacher: &Actor, over: Option<&contests::StageId>) -> Result<()> {
    let track = contests::begin(tx, teacher, contest, None)?;
    for (what, back) in [("Сценарий урока", 3_i64), ("Видео для заочного этапа", -12)] {
        contests::add_line(tx, teacher, track, &answers(&[("what", what), ("due_on", &kernel::date::short(ground.day(back)))]))?;
    }
    let helper = ground.member(at + 7).filter(|helper| helper.person != teacher.person);
    let mut version = 1;
    if let Some((helper, person)) = helper.and_then(|helper| helper.person.map(|person| (helper, person))).filter(|_| at % 2 == 0) {
        contests::ask_helper(tx, &ground.coordinator, track, person, version)?;
        version += 1;
        if at % 4 == 0 {
            contests::answer_helper(tx, helper, track, true, version)?;
            version += 1;
        }
    }
    if let Some(stage) = over {
        contests::conclude(tx, teacher, track, &answers(&[("state", if at % 5 == 4 { "left" } else { "took_part" }), ("stage", &stage.to_string()), ("version", &version.to_string())]))?;
    }
    Ok(())
}
