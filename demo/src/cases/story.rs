//! One case from its beginning to its fate, each act on its own day.

use super::Ground;
use crate::members;
use access::Actor;
use cases::{CaseId, First, Head, Kind, MeasureForm, MeasureId, MeasureSource, Moment, Opening, Pointed, Verdict, Word};
use consent::ConsentKind;
use deficits::{DeficitId, assess};
use jiff::SignedDuration;
use kernel::{Clock, Db, Result};
use pathways::{
    Component, PathwayId, agreement,
    agreement::Signing,
    building::{self, Frame},
    closing::{self, WordForm},
    fields,
    presentation::{self, Minutes, Plan},
    steps::{self, LineForm},
    store, walk,
    walk::{Answer, Draft},
    writing::{self, Writing},
};

/// How far a case comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Proposed,
    Declined,
    Stopped,
    Opened,
    Measured,
    Building,
    Signing,
    Walking,
    Walked,
    Presented,
    Closed,
}

const FATES: [Fate; 20] = [
    Fate::Opened,
    Fate::Measured,
    Fate::Closed,
    Fate::Proposed,
    Fate::Opened,
    Fate::Walking,
    Fate::Measured,
    Fate::Declined,
    Fate::Building,
    Fate::Opened,
    Fate::Closed,
    Fate::Measured,
    Fate::Stopped,
    Fate::Walking,
    Fate::Opened,
    Fate::Signing,
    Fate::Measured,
    Fate::Opened,
    Fate::Presented,
    Fate::Walked,
];
const REASONS: [&str; 4] = ["Хочется увереннее оценивать на уроке", "Класс пишет проверочные слабее, чем мог бы", "Просит помочь с планированием урока от результата", "Новый класс, нужны приёмы для разных детей"];
const STEPS: [(&str, &str, &str); 3] = [
    ("Пройти практикум", "Выполнить задания и разобрать два своих урока", "portfolio"),
    ("Провести серию уроков", "Три урока с новыми приёмами, записать, что вышло", "lessons"),
    ("Показать коллегам", "Рассказать на объединении, что получилось", "presentation"),
];
const REFLECTION: &str = "Попробовала два приёма; на восьми уроках из десяти ученики сами назвали, что у них получилось";

pub(crate) struct Story<'a> {
    pub ground: &'a Ground<'a>,
    pub teacher: &'a Actor,
    pub leader: &'a Actor,
    pub at: usize,
    /// Which case of this teacher's it is.
    pub round: usize,
    /// How many days ago it began.
    pub days: i64,
}

/// A case on its way: its own clock, so that each act has its day.
struct Way<'a> {
    story: &'a Story<'a>,
    clock: Clock,
    db: Db,
}

/// Days that a whole case takes, by how far it comes.
fn least_days(fate: Fate) -> i64 {
    match fate {
        Fate::Proposed | Fate::Opened => 3,
        Fate::Declined | Fate::Measured => 15,
        Fate::Stopped => 40,
        Fate::Building | Fate::Signing => 30,
        Fate::Walking => 75,
        Fate::Walked | Fate::Presented => 120,
        Fate::Closed => 170,
    }
}

impl Story<'_> {
    pub(crate) fn tell(&self) -> Result<()> {
        let fate = FATES.get(self.at % FATES.len()).copied().unwrap_or(Fate::Opened);
        // What goes on now began lately; only what has ended lies far back.
        let (least, most) = (
            least_days(fate),
            match fate {
                Fate::Proposed => 10,
                Fate::Declined | Fate::Stopped | Fate::Closed => 700,
                Fate::Opened | Fate::Measured | Fate::Building | Fate::Signing => least_days(fate) + 30,
                Fate::Walking | Fate::Walked | Fate::Presented => least_days(fate) + 20,
            },
        );
        self.tell_of(fate, least + self.days % (most - least).max(1))
    }

    /// A fate and the day it began on are told apart.
    pub(crate) fn tell_of(&self, fate: Fate, days: i64) -> Result<()> {
        let real = self.ground.app.clock();
        let clock = Clock::fixed(real.now() - SignedDuration::from_hours(24 * days), real.zone().clone());
        let db = self.ground.app.db.with_clock(clock.clone());
        Way { story: self, clock, db }.go(fate)
    }
}

impl Way<'_> {
    fn pass(&self, days: i64) {
        self.clock.advance(SignedDuration::from_hours(24 * days));
    }

    fn go(&self, fate: Fate) -> Result<()> {
        let (teacher, leader, site) = (self.story.teacher, self.story.leader, self.story.ground.site.as_str());
        let person = teacher.person.ok_or_else(|| anyhow::anyhow!("a teacher without a card"))?;
        let direction = self.story.ground.directions.get(self.story.round % self.story.ground.directions.len()).cloned().unwrap_or_default();
        let reason = REASONS.get(self.story.at % REASONS.len()).copied().unwrap_or_default();
        let subject = self.db.read(|tx| people::find(tx, &teacher.scope(), person))?.main_subject().unwrap_or_default().to_owned();
        let kind = self.kind(&subject);
        let mut first = vec![First::Words(reason.to_owned())];
        if kind == Kind::Full {
            first.push(First::Class(self.class(&subject, 6)));
        }
        let head = Head { kind, subject: subject.clone(), direction, reason: reason.into(), channel: None, review_days: 30 };
        let opening = Opening { head, first };
        let case = self.db.write(|tx| cases::open(tx, leader, person, &opening, site))?;
        if fate == Fate::Proposed {
            return Ok(());
        }
        self.pass(1);
        let word = if fate == Fate::Declined { Word::Decline } else { Word::Agree };
        self.db.write(|tx| cases::answer(tx, teacher, case, (word, 1), site))?;
        if fate <= Fate::Declined || fate == Fate::Opened {
            return Ok(());
        }
        self.pass(7);
        let deficit = self.measured(case)?;
        let before = if kind == Kind::Full { Some(self.class_measured(case, &subject, (Moment::Before, None))?) } else { None };
        match fate {
            Fate::Stopped => {
                let version = self.db.read(|tx| Ok(cases::find(tx, case)?.version))?;
                let listeners = &self.story.ground.app.listeners;
                self.db.write(|tx| cases::stop(tx, listeners, leader, case, ("Педагог перешёл на другую должность", version)))
            }
            Fate::Proposed | Fate::Declined | Fate::Opened | Fate::Measured => Ok(()),
            Fate::Building | Fate::Signing | Fate::Walking | Fate::Walked | Fate::Presented | Fate::Closed => self.pathway(case, deficit, fate, before.map(|before| (subject, before))),
        }
    }

    /// Three of five have a pupils' strand.
    fn kind(&self, subject: &str) -> Kind {
        match self.story.at % 5 {
            _ if subject.is_empty() => Kind::NewTeacher,
            3 => Kind::NewTeacher,
            4 => Kind::PostCourse,
            _ => Kind::Full,
        }
    }

    /// A class as a whole, so many of its pupils below the minimum.
    fn class(&self, subject: &str, below: i64) -> cases::Measure {
        let at = i64::try_from(self.story.at).unwrap_or(0);
        cases::Measure {
            moment: Moment::Signal,
            grade: format!("{} {}", 5 + at % 5, if at % 2 == 0 { "А" } else { "Б" }),
            subject: subject.into(),
            topic: String::new(),
            source: MeasureSource::SchoolTest,
            measured_on: self.clock.today(),
            pupils: 18 + at % 9,
            below_minimum: below + at % 3,
            mean: None,
            scale: String::new(),
            words: String::new(),
        }
    }

    fn class_measured(&self, case: CaseId, subject: &str, (moment, before): (Moment, Option<MeasureId>)) -> Result<MeasureId> {
        let below = if moment == Moment::After { 1 + i64::try_from(self.story.at % 4).unwrap_or(0) } else { 5 };
        let class = self.class(subject, below);
        let form = MeasureForm {
            moment: moment.to_string(),
            grade: class.grade,
            subject: class.subject,
            source: class.source.to_string(),
            measured_on: kernel::date::short(class.measured_on),
            pupils: class.pupils.to_string(),
            below_minimum: class.below_minimum.to_string(),
            compared_with: before.map(|id| id.to_string()).unwrap_or_default(),
            ..MeasureForm::default()
        };
        self.db.write(|tx| cases::measure(tx, self.story.teacher, case, &form))
    }

    /// An outside assessment that shows a difficulty: rung 2, and what the case works on.
    fn measured(&self, case: CaseId) -> Result<DeficitId> {
        let (teacher, leader) = (self.story.teacher, self.story.leader);
        let person = teacher.person.ok_or_else(|| anyhow::anyhow!("a teacher without a card"))?;
        let offered = self.offered()?;
        self.db.write(|tx| {
            let today = tx.today();
            if !consent::has_live(tx, person, ConsentKind::Diagnostics, today)? {
                members::paper(tx, person, ConsentKind::Diagnostics, Vec::new(), "")?;
            }
            let form = self.assessment(&format!("Оценка методических компетенций, {}", self.story.round + 1), today, &offered.competency, "41", "yes");
            let id = assess::record(tx, leader, person, &form, None)?;
            cases::point_at(tx, leader, case, Pointed::Assessment(id))?;
            let sight = deficits::Sight::own(person);
            let found = deficits::deficits_of(tx, &sight, person)?.into_iter().find(|deficit| deficit.competency.to_string() == offered.competency && deficit.status.is_open());
            let deficit = found.ok_or_else(|| anyhow::anyhow!("an assessment opened no deficit"))?.id;
            cases::take_in(tx, &self.story.ground.app.listeners, teacher, case, deficit)?;
            Ok(deficit)
        })
    }

    fn offered(&self) -> Result<&super::Offered> {
        let all = &self.story.ground.competencies;
        Ok(all.get((self.story.at + self.story.round) % all.len()).ok_or_else(|| anyhow::anyhow!("no competency"))?)
    }

    fn assessment(&self, title: &str, on: kernel::Date, competency: &str, score: &str, opens: &str) -> assess::Form {
        assess::Form {
            source: "ЦНППМ".into(),
            title: title.into(),
            competency: competency.into(),
            taken_on: kernel::date::short(on),
            score: score.into(),
            most: "100".into(),
            opens: opens.into(),
            ..assess::Form::default()
        }
    }

    fn pathway(&self, case: CaseId, deficit: DeficitId, fate: Fate, class: Option<(String, MeasureId)>) -> Result<()> {
        let (teacher, leader, site) = (self.story.teacher, self.story.leader, self.story.ground.site.as_str());
        self.pass(5);
        let resource = self.offered()?.resource;
        let id = self.db.write(|tx| {
            let today = tx.today();
            let after = |days| today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
            let id = building::begin(tx, leader, case, Frame { starts_on: Some(after(2)), ends_on: Some(after(140)), hours_limit: Some(36) })?;
            for component in Component::ALL {
                let texts = fields(*component).iter().map(|field| (field.name.to_owned(), self.text(field.name, field.label))).collect();
                writing::save(tx, teacher, id, *component, &Writing { base: 0, texts, words: String::new() }, site)?;
            }
            for (at, (title, task, form)) in STEPS.iter().enumerate() {
                let due = after(20 + 35 * i64::try_from(at).unwrap_or(0));
                let line = LineForm {
                    title: (*title).into(),
                    task: (*task).into(),
                    hours: "10".into(),
                    due_on: kernel::date::short(due),
                    result_form: (*form).into(),
                    level: "municipal".into(),
                    deficits: vec![deficit.to_string()],
                    ..LineForm::default()
                };
                steps::add(tx, leader, id, (&line, (at == 0).then_some(resource)), site)?;
            }
            Ok(id)
        })?;
        if fate == Fate::Building {
            return Ok(());
        }
        self.pass(1);
        self.db.write(|tx| {
            let version = store::load(tx, leader, id)?.pathway.version;
            agreement::send(tx, leader, id, version, site)
        })?;
        if fate == Fate::Signing {
            return Ok(());
        }
        self.pass(2);
        self.db.write(|tx| sign(tx, leader, teacher, id, site))?;
        self.walk(case, id, fate, class)
    }

    /// Words that differ from one pathway to another, as people's do.
    fn text(&self, name: &str, label: &str) -> String {
        let at = self.story.at;
        match name {
            "education" => return if at % 6 == 0 { "среднее профессиональное, учитель начальных классов" } else { "высшее, учитель" }.to_owned(),
            "category" => return ["высшая", "первая", "первая", "нет"].get(at % 4).copied().unwrap_or_default().to_owned(),
            "experience" => return format!("с {} года", 1998 + at % 25),
            _ => {}
        }
        let words = ["взаимооценка", "выходной билет", "работа по критериям", "разбор ошибок", "задания на выбор", "опорные схемы", "вопросы ученикам"];
        let pick = |shift: usize| words.get((self.story.at * 5 + shift) % words.len()).copied().unwrap_or_default();
        format!("{label}: {}, затем {}; видно на {} уроках из 10.", pick(0), pick(self.story.at / 7 + 2), 5 + self.story.at % 5)
    }

    fn walk(&self, case: CaseId, id: PathwayId, fate: Fate, class: Option<(String, MeasureId)>) -> Result<()> {
        let (teacher, leader, site) = (self.story.teacher, self.story.leader, self.story.ground.site.as_str());
        let all = self.db.read(|tx| store::steps(tx, id))?;
        let accepted = if fate == Fate::Walking { self.story.at % 3 } else { all.len() };
        for step in all.iter().take(accepted) {
            self.pass(24);
            self.hand_in(id, step.id)?;
            self.pass(2);
            self.db.write(|tx| {
                let report = walk::reports(tx, step.id)?.into_iter().next().ok_or(kernel::Error::NotFound)?;
                walk::answer(tx, leader, (id, step.id), (report.id, report.version), &Answer::Accept { words: "Видно, что приём работает".into() }, site)
            })?;
        }
        if fate == Fate::Walking {
            return all.get(accepted).filter(|_| self.story.at % 2 == 0).map_or(Ok(()), |step| self.hand_in(id, step.id));
        }
        // Not every class is measured again.
        if let Some((subject, before)) = class.filter(|_| self.story.at % 5 != 1) {
            self.class_measured(case, &subject, (Moment::After, Some(before)))?;
        }
        if fate == Fate::Walked {
            return Ok(());
        }
        self.pass(5);
        self.db.write(|tx| {
            let day = kernel::date::short(tx.today());
            presentation::plan(tx, teacher, id, 0, &Plan { way: "event".into(), planned_on: day.clone(), place: "Методическое объединение".into(), audience: "Учителя муниципалитета".into() })?;
            presentation::hold(
                tx,
                leader,
                id,
                1,
                &Minutes {
                    held_on: day, minutes: "Были коллеги объединения. Посмотрели работы учеников, договорились попробовать приём в параллели.".into()
                },
            )
        })?;
        if fate == Fate::Presented {
            return Ok(());
        }
        self.pass(20);
        self.end(case, id)
    }

    fn hand_in(&self, id: PathwayId, step: pathways::StepId) -> Result<()> {
        let draft = Draft { reflection: REFLECTION.into(), link: "https://example.ru/material".into(), ..Draft::default() };
        self.db.write(|tx| walk::send(tx, self.story.teacher, (id, step), 0, &draft, &self.story.ground.site))
    }

    fn end(&self, case: CaseId, id: PathwayId) -> Result<()> {
        let (teacher, leader) = (self.story.teacher, self.story.leader);
        let person = teacher.person.ok_or_else(|| anyhow::anyhow!("a teacher without a card"))?;
        let competency = self.offered()?.competency.clone();
        let listeners = &self.story.ground.app.listeners;
        self.db.write(|tx| {
            let form = self.assessment(&format!("Повторная оценка методических компетенций, {}", self.story.round + 1), tx.today(), &competency, "72", "");
            let again = assess::record(tx, leader, person, &form, None)?;
            cases::point_at(tx, leader, case, Pointed::Assessment(again))?;
            let found = cases::find(tx, case)?;
            for one in closing::judged(tx, leader, &found)? {
                let wanted = [Verdict::Removed, Verdict::Partly, Verdict::Removed, Verdict::NotRemoved];
                let wanted = wanted.get(self.story.at / 8 % wanted.len()).copied().unwrap_or(Verdict::Removed);
                let verdict = if one.may_be(wanted).is_ok() { wanted } else { Verdict::NotAssessed };
                closing::judge(tx, leader, id, one.deficit.id, (verdict, "По повторной оценке и урокам"), one.deficit.version)?;
            }
            let word = WordForm {
                reflection: "На уроке стало больше разговора об учении".into(), helped: "Разбор своих уроков".into(), team_mark: (3 + self.story.at % 3).to_string(), ..WordForm::default()
            };
            closing::say(tx, teacher, id, &word)?;
            let loaded = store::load(tx, leader, id)?;
            closing::close(tx, listeners, leader, id, (loaded.pathway.version, loaded.standing.case.version))
        })
    }
}

/// Everybody of a team of two signs.
pub(super) fn sign(tx: &mut kernel::Tx<'_>, leader: &Actor, teacher: &Actor, id: PathwayId, site: &str) -> Result<()> {
    sign_sections(tx, leader, id, site)?;
    let loaded = store::load(tx, teacher, id)?;
    let (_, sheet) = agreement::read(tx, &loaded)?;
    let seen = sheet.digests.whole.as_str().to_owned();
    agreement::sign_whole(tx, teacher, id, &seen, "Согласна", site)
}

pub(super) fn sign_sections(tx: &mut kernel::Tx<'_>, who: &Actor, id: PathwayId, site: &str) -> Result<()> {
    let loaded = store::load(tx, who, id)?;
    let (_, sheet) = agreement::read(tx, &loaded)?;
    let sections = Component::ALL.iter().filter_map(|component| Some((*component, sheet.digests.of(Some(*component))?.as_str().to_owned()))).collect();
    agreement::sign(tx, who, id, &Signing { sections, words: String::new() }, site)
}
