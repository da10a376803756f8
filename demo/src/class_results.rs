//! Results of classes of two school years, who teaches them, and the same classes that cases measured with others of their year beside.
//! Pupils of whoever was measured low reach the minimum less often, and more often after a pathway: what helps can be found out.

use crate::{SEED, region::School};
use audit::By;
use kernel::{
    Date, Result, Tx,
    id::{PersonId, PlaceId},
    params,
};
use outcomes::{Class, Figures, Lesson, NewOutcome, Origin, Period, PeriodKind, Source, Way, school_year_of};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use std::collections::{BTreeMap, HashMap, HashSet};
use web::App;

/// Subjects of which every school keeps marks.
pub(crate) const SUBJECTS: [&str; 2] = ["matematika", "russky_yazyk"];
const LETTERS: [&str; 2] = ["А", "Б"];
/// Who teaches the first four years teaches them everything.
const FIRST_YEARS: &str = "nachalnye_klassy";

/// What a case measured of a class.
struct Measured {
    person: PersonId,
    place: PlaceId,
    subject: String,
    grade: String,
    on: Date,
    pupils: i64,
    under: i64,
}

/// Makes them: who teaches first, so that sums are counted once.
pub fn build(app: &App, schools: &[School]) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(SEED + 26);
    app.db.write(|tx| {
        tx.expect_much()?;
        let measured = measured(tx)?;
        let lessons = lessons(tx, schools, &measured)?;
        outcomes::assign_many(tx, &By::system(), &lessons)?;
        let ground = Ground { today: tx.today(), known: known(tx)?, lessons: lessons.into_iter().map(|(lesson, person)| ((lesson.place, lesson.school_year, lesson.subject, lesson.class), person)).collect() };
        let news = results(&mut chance, &ground, schools, measured);
        let way = Way { origin: Origin::Demo, batch: String::new(), replaces: false };
        outcomes::put_many(tx, &By::system(), news, &way).map(|_| ())
    })
}

/// What the results of a class depend on.
struct Ground {
    today: Date,
    known: HashMap<PersonId, Known>,
    lessons: HashMap<(PlaceId, i64, String, Class), PersonId>,
}

/// A measured teacher.
struct Known {
    theta: f64,
    /// When a lot let the pathway begin.
    starts_on: Option<Date>,
}

fn known(tx: &mut Tx<'_>) -> Result<HashMap<PersonId, Known>> {
    let sql = "SELECT r.person_id, AVG(r.theta), (SELECT MIN(e.starts_on) FROM insight_lot_entry e WHERE e.person_id = r.person_id) FROM result r GROUP BY r.person_id";
    Ok(tx.query(sql, params![], |row| Ok((row.get(0)?, Known { theta: row.get(1)?, starts_on: row.get(2)? })))?.into_iter().collect())
}

/// The last quarter that is over, and the same one a year before.
pub(crate) fn waves(today: Date) -> Option<(Period, Period)> {
    let now = school_year_of(today);
    let over = [now - 1, now].into_iter().flat_map(|year| (1..=4).filter_map(move |number| Period::usual(PeriodKind::Quarter, year, number))).filter(|period| period.until <= today);
    let after = over.last()?;
    Some((Period::usual(PeriodKind::Quarter, after.school_year - 1, after.number)?, after))
}

/// Quarters of two school years that are over; in September the one that the last is set against lies a year earlier.
fn quarters(today: Date) -> Vec<Period> {
    let now = school_year_of(today);
    let over = [now - 1, now].into_iter().flat_map(|year| (1..=4).filter_map(move |number| Period::usual(PeriodKind::Quarter, year, number))).filter(|period| period.until <= today);
    let mut quarters: Vec<Period> = waves(today).map(|(before, _)| before).into_iter().chain(over).collect();
    quarters.sort_by_key(|period| period.from);
    quarters.dedup();
    quarters
}

fn measured(tx: &mut Tx<'_>) -> Result<Vec<Measured>> {
    let sql = "SELECT c.person_id, c.place_id, m.subject, m.grade, m.measured_on, m.pupils, m.below_minimum FROM case_measure m JOIN case_file c ON c.id = m.case_id
        JOIN place pl ON pl.id = c.place_id WHERE m.withdrawn_at IS NULL AND m.source = 'school_test' AND pl.kind = 'school' ORDER BY m.measured_on, m.id";
    Ok(tx.query(sql, params![], |row| Ok(Measured { person: row.get(0)?, place: row.get(1)?, subject: row.get(2)?, grade: row.get(3)?, on: row.get(4)?, pupils: row.get(5)?, under: row.get(6)? }))?)
}

/// Classes of a school that have results: two of each year in a large one, one in a small one.
fn classes(school: &School) -> Vec<Class> {
    of_years(school, 5..=9)
}

fn of_years(school: &School, years: std::ops::RangeInclusive<i64>) -> Vec<Class> {
    let letters: &[&str] = if school.staff >= 20 { &LETTERS } else { &[""] };
    years.flat_map(|grade| letters.iter().map(move |letter| Class { grade, letter: (*letter).to_owned() })).collect()
}

/// Classes that teachers of a subject have; small schools end with the ninth year.
fn taught(school: &School, subject: &str) -> Vec<Class> {
    match subject {
        FIRST_YEARS => of_years(school, 1..=4),
        _ => of_years(school, if school.staff >= 20 { 5..=11 } else { 5..=9 }),
    }
}

/// Teachers of a subject take its classes in turn; the class of a case has the case's teacher.
fn lessons(tx: &mut Tx<'_>, schools: &[School], measured: &[Measured]) -> Result<Vec<(Lesson, PersonId)>> {
    let mut staff: HashMap<(PlaceId, String), Vec<PersonId>> = HashMap::new();
    let sql =
        "SELECT p.place_id, s.subject, p.id FROM person p JOIN person_subject s ON s.person_id = p.id WHERE s.is_main = 1 AND p.erased_at IS NULL AND p.merged_into IS NULL AND s.subject IN ($1, $2, $3) ORDER BY p.id";
    tx.each(sql, params![SUBJECTS[0], SUBJECTS[1], FIRST_YEARS], |row| {
        staff.entry((row.get(0)?, row.get(1)?)).or_default().push(row.get(2)?);
        Ok(())
    })?;
    let now = school_year_of(tx.today());
    let years: HashSet<i64> = quarters(tx.today()).into_iter().map(|period| period.school_year).chain([now]).collect();
    let works: HashSet<(PersonId, PlaceId)> = tx.query("SELECT id, place_id FROM person WHERE erased_at IS NULL AND merged_into IS NULL", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let mut taken: HashMap<(PlaceId, i64, String, Class), PersonId> = HashMap::new();
    for one in measured.iter().filter(|one| works.contains(&(one.person, one.place.clone()))) {
        if let Ok(class) = Class::parse(&one.grade) {
            taken.entry((one.place.clone(), school_year_of(one.on), one.subject.clone(), class)).or_insert(one.person);
        }
    }
    for school in schools {
        for subject in SUBJECTS.into_iter().chain([FIRST_YEARS]) {
            let Some(people) = staff.get(&(school.id.clone(), subject.to_owned())) else { continue };
            for year in [now - 2, now - 1, now].into_iter().filter(|year| years.contains(year)) {
                for (class, person) in taught(school, subject).into_iter().zip(people.iter().cycle()) {
                    taken.entry((school.id.clone(), year, subject.to_owned(), class)).or_insert(*person);
                }
            }
        }
    }
    let mut lessons: Vec<(Lesson, PersonId)> = taken.into_iter().map(|((place, school_year, subject, class), person)| (Lesson { place, school_year, class, subject }, person)).collect();
    lessons.sort_by(|(one, a), (other, b)| (&one.place, one.school_year, &one.subject, &one.class, a).cmp(&(&other.place, other.school_year, &other.subject, &other.class, b)));
    Ok(lessons)
}

fn results(chance: &mut StdRng, ground: &Ground, schools: &[School], measured: Vec<Measured>) -> Vec<NewOutcome> {
    let quarters = quarters(ground.today);
    let mut news = Vec::new();
    for school in schools {
        let usual = 0.06 + chance.random::<f64>() * 0.16;
        for class in classes(school) {
            for subject in SUBJECTS {
                let own = (usual + (chance.random::<f64>() - 0.5) * 0.12).clamp(0.01, 0.5);
                let pupils = if class.letter.is_empty() { chance.random_range(5..=16) } else { chance.random_range(18..=28) };
                for period in &quarters {
                    news.push(NewOutcome {
                        place: school.id.clone(),
                        class: class.clone(),
                        subject: subject.into(),
                        period: *period,
                        source: Source::Marks,
                        title: String::new(),
                        figures: Figures::of_marks(marks(chance, pupils, ground.under(own, (&school.id, subject), &class, period))),
                    });
                }
            }
        }
    }
    news.extend(beside_cases(chance, measured));
    news
}

impl Ground {
    /// The share under the minimum that a class tends to: nine points higher per step below the middle, half as high after a pathway.
    fn under(&self, usual: f64, (place, subject): (&PlaceId, &str), class: &Class, period: &Period) -> f64 {
        let Some(known) = self.lessons.get(&(place.clone(), period.school_year, subject.to_owned(), class.clone())).and_then(|person| self.known.get(person)) else { return usual };
        let share = (usual + 0.06 - 0.09 * known.theta).clamp(0.02, 0.6);
        if known.starts_on.is_some_and(|day| day < period.from) { share / 2.0 } else { share }
    }
}

/// How many of a class have 2, 3, 4, 5.
fn marks(chance: &mut impl Rng, pupils: i64, under: f64) -> [i64; 4] {
    let mut marks = [0; 4];
    for _ in 0..pupils {
        let at = chance.random::<f64>();
        let rest = (at - under) / (1.0 - under);
        let mark = match () {
            () if at < under => 0,
            () if rest < 0.45 => 1,
            () if rest < 0.82 => 2,
            () => 3,
        };
        marks[mark] += 1;
    }
    marks
}

/// The work that a case measured, of that class and of others of its year, each once a day.
fn beside_cases(chance: &mut impl Rng, measured: Vec<Measured>) -> Vec<NewOutcome> {
    let mut news: BTreeMap<(PlaceId, String, Class, Date), NewOutcome> = BTreeMap::new();
    let work = |place: &PlaceId, subject: &str, class: &Class, on: Date, figures: Figures| NewOutcome {
        place: place.clone(),
        class: class.clone(),
        subject: subject.to_owned(),
        period: Period::day(on),
        source: Source::SchoolTest,
        title: "Проверочная работа".into(),
        figures,
    };
    for one in &measured {
        let Ok(class) = Class::parse(&one.grade) else { continue };
        let key = (one.place.clone(), one.subject.clone(), class.clone(), one.on);
        news.entry(key).or_insert_with(|| work(&one.place, &one.subject, &class, one.on, Figures::of(one.pupils, one.under)));
    }
    for one in measured {
        let Ok(class) = Class::parse(&one.grade) else { continue };
        for letter in ["А", "Б", "В"].into_iter().filter(|letter| *letter != class.letter) {
            let other = Class { grade: class.grade, letter: letter.into() };
            let pupils = chance.random_range(18..=27);
            let under = chance.random_range(3..=7);
            let key = (one.place.clone(), one.subject.clone(), other.clone(), one.on);
            news.entry(key).or_insert_with(|| work(&one.place, &one.subject, &other, one.on, Figures::of(pupils, under)));
        }
    }
    news.into_values().collect()
}
