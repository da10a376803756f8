//! A random walk over building, signing, walking and closing by everybody: whatever is refused, nothing that is forbidden by
//! construction ever becomes true.

use crate::stage::{Made, SITE, Stage, WORDS, set};
use access::Actor;
use audit::By;
use cases::{EvidenceKind, Given, SourceKind, Strand, Verdict};
use jiff::SignedDuration;
use kernel::{Db, Error, Result, Tx, params};
use pathways::{
    Component, PathwayId, State, agreement,
    building::{self, Frame},
    closing::{self, WordForm},
    presentation::{self, Minutes, Plan},
    steps::{self, LineForm},
    store, walk,
    walk::{Answer, Draft},
    writing::{self, Writing},
};
use std::collections::BTreeMap;

/// A small generator of our own: the same seed walks the same way on every machine.
struct Chance(u64);

impl Chance {
    fn of(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (most.max(1) as u64)).unwrap()
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.of(all.len())) }
    }
}

struct Walk<'a> {
    stage: &'a Stage,
    db: &'a Db,
    made: Made,
    chance: Chance,
    /// What was accepted, as it was first seen.
    accepted: BTreeMap<String, (String, String, String)>,
    done: BTreeMap<usize, usize>,
    /// The teacher no longer consents to diagnostics.
    is_withdrawn: bool,
}

/// How often each act is tried: signing and answering more often than rewriting, or no pathway would ever be walked.
const OFTEN: [usize; 25] = [1, 1, 1, 4, 5, 5, 5, 2, 1, 1, 3, 5, 3, 3, 2, 6, 5, 4, 2, 4, 5, 5, 6, 6, 1];

impl Walk<'_> {
    fn act_now(&mut self) -> usize {
        let mut at = self.chance.of(OFTEN.iter().sum());
        for (act, often) in OFTEN.iter().enumerate() {
            if at < *often {
                return act;
            }
            at -= often;
        }
        0
    }

    /// Mostly who would do it, often anybody.
    fn who(&mut self, act: usize) -> Actor {
        if self.chance.of(4) > 0 {
            let stage = self.stage;
            match act {
                0 | 2..=4 | 20 | 22 | 23 => return stage.methodist.clone(),
                5 | 15..=17 => return stage.tutor.clone(),
                1 | 9..=14 | 19 => return stage.anna.clone(),
                _ => {}
            }
        }
        let all = [&self.stage.anna, &self.stage.anna, &self.stage.methodist, &self.stage.tutor, &self.stage.tutor, &self.stage.stranger, &self.stage.deputy, &self.stage.municipal];
        (*self.chance.pick(&all).unwrap()).clone()
    }

    /// One act by somebody on something, whether it makes sense or not.
    fn act(&mut self, act: usize) -> Result<()> {
        let (stage, db, case) = (self.stage, self.db, self.made.case);
        let who = self.who(act);
        let versions = db.read(|tx| store::of_case(tx, case))?;
        // Mostly the newest version, sometimes an old one.
        let pathway = versions.get(if self.chance.of(6) == 0 { self.chance.of(versions.len()) } else { 0 }).cloned();
        let Some(pathway) = pathway else {
            return db.write(|tx| building::begin(tx, &who, case, frame(db)).map(|_| ()));
        };
        let (id, version) = (pathway.id, pathway.version - i64::from(self.chance.of(12) == 0));
        let lines = db.read(|tx| store::steps(tx, id))?;
        let step = self.chance.pick(&lines).cloned();
        let component = *self.chance.pick(Component::ALL).unwrap();
        match act {
            0 => db.write(|tx| building::begin(tx, &who, case, frame(db)).map(|_| ())),
            1 => {
                let words = format!("{WORDS} {}", self.chance.of(1000));
                let texts = pathways::fields(component).iter().map(|field| (field.name.to_owned(), words.clone())).collect();
                let base = i64::try_from(self.chance.of(3)).unwrap();
                db.write(|tx| writing::save(tx, &who, id, component, &Writing { base, texts, words: String::new() }, SITE).map(|_| ()))
            }
            2 => {
                let resource = (self.chance.of(2) == 0).then_some(stage.resource);
                let form = LineForm {
                    title: "Строка".into(),
                    task: "Сделать".into(),
                    hours: "4".into(),
                    due_on: "01.03.2027".into(),
                    result_form: "project".into(),
                    deficits: vec![self.made.deficit.to_string()],
                    ..LineForm::default()
                };
                if lines.len() > 6 { Err(Error::NotFound) } else { db.write(|tx| steps::add(tx, &who, id, (&form, resource), SITE).map(|_| ())) }
            }
            3 => db.write(|tx| agreement::send(tx, &who, id, version, SITE)),
            4 | 5 => db.write(|tx| stage.sign_all(tx, &who, id)),
            6 | 7 => db.write(|tx| stage.sign_whole(tx, id)),
            8 => db.write(|tx| agreement::object(tx, &who, id, component, "Не согласен(на) с разделом", SITE)),
            9 => db.write(|tx| building::revise(tx, &who, id, version, "Изменились планы").map(|_| ())),
            10..=18 => match step {
                Some(step) => self.on_step(act, &who, id, &step),
                None => Err(Error::NotFound),
            },
            19 => {
                let day = kernel::date::short(db.clock().today());
                let known = db.read(|tx| presentation::find(tx, id))?.map_or(0, |known| known.version);
                db.write(|tx| presentation::plan(tx, &who, id, known, &Plan { way: "review".into(), planned_on: day, ..Plan::default() }))
            }
            20 => {
                let day = kernel::date::short(db.clock().today());
                let known = db.read(|tx| presentation::find(tx, id))?.map_or(0, |known| known.version);
                db.write(|tx| presentation::hold(tx, &who, id, known, &Minutes { held_on: day, minutes: "Посмотрели".into() }))
            }
            21 => {
                let rung = stage.rung(db, case);
                // The repeat comes from elsewhere, and only when it is its turn.
                if rung == 6 && !self.is_withdrawn {
                    db.write(|tx| cases::give(tx, &By::system(), case, Given::new((6, Strand::Teacher, EvidenceKind::Repeat), SourceKind::Assessment, kernel::id::Uuid::new_v4())))
                } else {
                    Err(Error::NotFound)
                }
            }
            22 => {
                let verdict = *self.chance.pick(&[Verdict::Removed, Verdict::NotRemoved, Verdict::NotAssessed]).unwrap();
                let known = db.read(|tx| cases::find(tx, case).and_then(|case| cases::deficits(tx, &case)))?;
                let known = known.first().map_or(1, |deficit| deficit.version);
                db.write(|tx| {
                    closing::say(tx, &stage.anna, id, &WordForm { reflection: "Стало легче".into(), ..WordForm::default() }).or_else(|error| if matches!(error, Error::Internal(_)) { Err(error) } else { Ok(()) })
                })?;
                db.write(|tx| closing::judge(tx, &who, id, self.made.deficit, (verdict, "Видно на уроках"), known))
            }
            24 => {
                // Late and seldom: most of a walk needs what was measured.
                if self.is_withdrawn || self.chance.of(8) > 0 || self.done.values().sum::<usize>() < 15 {
                    return Err(Error::NotFound);
                }
                let demand = db.read(|tx| stage.withdrawal(tx))?;
                db.write(|tx| consent::withdraw(tx, &stage.app.listeners, &stage.anna.by(), demand).map(|_| ()))?;
                self.is_withdrawn = true;
                Ok(())
            }
            _ => {
                let case_version = db.read(|tx| cases::find(tx, case))?.version;
                match self.chance.of(4) {
                    0 => db.write(|tx| closing::next_round(tx, &who, id, case_version).map(|_| ())),
                    1 if self.chance.of(12) == 0 => db.write(|tx| closing::stop(tx, &who, id, version, "Так вышло")),
                    _ => db.write(|tx| closing::close(tx, &stage.app.listeners, &who, id, (version, case_version))),
                }
            }
        }
    }

    fn on_step(&mut self, act: usize, who: &Actor, id: PathwayId, step: &pathways::Step) -> Result<()> {
        let (stage, db, at) = (self.stage, self.db, (id, step.id));
        let reports = stage.reports(db, step.id);
        match act {
            10 => {
                let progress = [0, 25, 50, 75, 100, 13][self.chance.of(6)];
                db.write(|tx| walk::mark(tx, who, at, step.version, progress))
            }
            11..=13 => {
                let version = reports.first().filter(|report| report.state == walk::ReportState::Draft).map_or(0, |report| report.version);
                let draft = if self.chance.of(5) == 0 { Draft::default() } else { Stage::draft() };
                db.write(|tx| walk::send(tx, who, at, version, &draft, SITE))
            }
            14 => {
                let version = reports.first().map_or(0, |report| report.version);
                db.write(|tx| walk::take_back(tx, who, at, version))
            }
            15..=17 => {
                let Some(report) = self.chance.pick(&reports).cloned() else { return Err(Error::NotFound) };
                let said = if self.chance.of(3) == 0 { Answer::Return { reason: "Дополните".into() } } else { Answer::Accept { words: String::new() } };
                db.write(|tx| walk::answer(tx, who, at, (report.id, report.version), &said, SITE))
            }
            _ => {
                let open: Option<String> = db.read(|tx| Ok(tx.maybe("SELECT id FROM step_drop WHERE step_id = $1 AND answered_at IS NULL", params![step.id], |row| row.get(0))?))?;
                match open {
                    Some(drop) => {
                        let is_yes = self.chance.of(2) == 0;
                        db.write(|tx| walk::answer_drop(tx, who, at, drop.parse().unwrap(), is_yes))
                    }
                    None if self.chance.of(4) == 0 => db.write(|tx| walk::propose_drop(tx, who, at, "Не нужно").map(|_| ())),
                    None if self.chance.of(3) == 0 => {
                        let day = db.clock().today().checked_add(jiff::Span::new().days(i64::try_from(self.chance.of(40)).unwrap())).unwrap();
                        db.write(|tx| walk::propose_move(tx, who, at, (&kernel::date::short(day), "Не успеваю")).map(|_| ()))
                    }
                    None => Err(Error::NotFound),
                }
            }
        }
    }

    fn step(&mut self) {
        let act = self.act_now();
        match self.act(act) {
            Ok(()) => *self.done.entry(act).or_default() += 1,
            Err(Error::Refusal(_) | Error::Fields(_) | Error::NotFound) => {}
            Err(other) => panic!("act {act}: {other}"),
        }
        if self.chance.of(5) == 0 {
            self.db.clock().advance(SignedDuration::from_hours(30));
        }
        self.holds(act);
    }

    /// The list «What is forbidden by construction».
    fn holds(&mut self, act: usize) {
        let (stage, case_id) = (self.stage, self.made.case);
        let stranger = stage.stranger.clone();
        let is_withdrawn = self.is_withdrawn;
        let accepted = &mut self.accepted;
        self.db
            .read(|tx| {
                let case = cases::find(tx, case_id)?;
                if case.state == cases::State::Open {
                    assert_eq!(cases::stage_of(tx, case_id, case.round)?.current, case.rung, "act {act}: a rung stands where its evidence puts it");
                }
                let versions = store::of_case(tx, case_id)?;
                assert!(versions.iter().filter(|pathway| pathway.state.is_current()).count() <= 1, "act {act}: one current version");
                for pathway in &versions {
                    assert!(matches!(store::load(tx, &stranger, pathway.id), Err(Error::NotFound)), "act {act}: a stranger reads nothing");
                    signed(tx, &stage.anna, pathway, act)?;
                }
                if case.state == cases::State::Closed {
                    assert!(cases::deficits(tx, &case)?.iter().all(|deficit| deficit.verdict.is_some()), "act {act}: a closed case has its verdicts");
                    assert!(versions.iter().any(|pathway| pathway.state == State::Closed));
                }
                for (id, reflection, link, snapshot) in tx.query("SELECT id, reflection, link, snapshot FROM step_report WHERE state = 'accepted'", params![], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?)))? {
                    assert!(!snapshot.is_empty());
                    let now = (reflection, link, snapshot);
                    assert_eq!(accepted.entry(id).or_insert_with(|| now.clone()), &now, "act {act}: what was accepted stays");
                }
                assert_eq!(tx.count("SELECT COUNT(*) FROM step_report r JOIN case_seat t ON t.id = r.answered_by JOIN pathway_step s ON s.id = r.step_id JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id WHERE t.person_id = c.person_id", params![])?, 0);
                if is_withdrawn {
                    let measured = tx.count("SELECT COUNT(*) FROM case_evidence WHERE kind IN ('result', 'repeat') AND source_kind IN ('attempt', 'observation', 'assessment') AND withdrawn_at IS NULL", params![])?;
                    assert_eq!(measured, 0, "act {act}: nothing is measured without consent");
                }
                let gone = tx.count("SELECT COUNT(*) FROM pathway_step s WHERE s.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM step_report r WHERE r.step_id = s.id AND r.state = 'accepted') AND s.pathway_id IN (SELECT id FROM pathway WHERE follows_id IS NULL)", params![])?;
                assert_eq!(gone, 0, "act {act}: nothing is accepted without a report");
                Ok(())
            })
            .unwrap();
    }
}

fn frame(db: &Db) -> Frame {
    let today = db.clock().today();
    Frame { starts_on: Some(today), ends_on: Some(today.checked_add(jiff::Span::new().days(150)).unwrap()), hours_limit: Some(36) }
}

/// Nothing binds without the teacher's signature; in a draft no signature stands over a changed section.
fn signed(tx: &mut Tx<'_>, teacher: &Actor, pathway: &pathways::Pathway, act: usize) -> Result<()> {
    let wholes = tx.count("SELECT COUNT(*) FROM pathway_signature WHERE pathway_id = $1 AND component = '' AND role = 'teacher' AND void_at IS NULL", params![pathway.id])?;
    if pathway.state.is_binding() {
        assert!(wholes > 0 && !pathway.agreed_body.is_empty(), "act {act}: {} binds without the teacher", pathway.state);
    }
    if pathway.state == State::Draft {
        let loaded = store::load(tx, teacher, pathway.id)?;
        let (_, sheet) = agreement::read(tx, &loaded)?;
        let standing: Vec<(String, String)> = tx.query("SELECT component, digest FROM pathway_signature WHERE pathway_id = $1 AND void_at IS NULL", params![pathway.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (component, digest) in standing {
            let now = sheet.digests.of(component.parse().ok()).map(|digest| digest.as_str().to_owned());
            assert_eq!(now, Some(digest), "act {act}: a signature stands over a changed section {component}");
        }
    }
    Ok(())
}

fn walk(seed: u64, acts: usize) -> BTreeMap<usize, usize> {
    let mut done = BTreeMap::new();
    for test in kernel::db::testing::databases() {
        let stage = set(&test.db);
        let made = if seed % 2 == 0 { stage.walked(&test.db) } else { stage.drafted(&test.db) };
        let mut walk = Walk { stage: &stage, db: &test.db, made, chance: Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1), accepted: BTreeMap::new(), done: BTreeMap::new(), is_withdrawn: false };
        for _ in 0..acts {
            walk.step();
        }
        done = walk.done;
    }
    done
}

#[test]
fn no_walk_breaks_what_is_forbidden_by_construction() {
    let mut all: BTreeMap<usize, usize> = BTreeMap::new();
    for seed in 1..=6 {
        for (act, count) in walk(seed, 400) {
            *all.entry(act).or_default() += count;
        }
    }
    // A walk in which nothing succeeds would prove nothing.
    for acts in [&[1][..], &[3], &[4, 5], &[6, 7], &[11, 12, 13], &[15, 16, 17], &[18], &[19], &[20], &[24]] {
        assert!(acts.iter().any(|act| all.contains_key(act)), "acts {acts:?} never succeeded: {all:?}");
    }
}
