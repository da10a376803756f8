//! What was typed, and all that is wrong with it at once.

mod orders;
mod start;

pub use orders::PapersForm;
pub use start::StartForm;

use super::model::{Form, Line, LineId, Meeting, MeetingId, THEMES};
use kernel::{
    Date, Error, FieldErrors, Result, date,
    id::{AccountId, PersonId},
    name::{clean_line, clean_text},
};
use web::Answers;

pub const SHORT: usize = 300;
pub const MOST_WORDS: usize = 1_500;
/// Lines of a programme: more is a year plan, not a programme of two people.
pub const MOST_LINES: usize = 30;
/// The most that one mentor is given in a group.
const MOST_MENTEES: usize = 8;

fn line(errors: &mut FieldErrors, name: &str, raw: &str) -> String {
    limited(errors, name, clean_line(raw), SHORT)
}

fn text(errors: &mut FieldErrors, name: &str, raw: &str) -> String {
    limited(errors, name, clean_text(raw), MOST_WORDS)
}

fn limited(errors: &mut FieldErrors, name: &str, text: String, most: usize) -> String {
    if text.chars().count() > most {
        errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
    }
    text
}

/// A mentoring to be proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalForm {
    pub mentees: Vec<String>,
    pub mentor: String,
    pub form: String,
    pub starts_on: String,
    pub ends_on: String,
    /// Account; empty: the actor.
    pub curator: String,
}

/// As understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub mentees: Vec<PersonId>,
    pub mentor: PersonId,
    pub form: Form,
    pub starts_on: Date,
    pub ends_on: Date,
    pub curator: Option<AccountId>,
}

impl From<&Answers> for ProposalForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { mentees: answers.all("mentee").into_iter().map(ToOwned::to_owned).collect(), mentor: text("mentor"), form: text("form"), starts_on: text("starts_on"), ends_on: text("ends_on"), curator: text("curator") }
    }
}

impl ProposalForm {
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self, today: Date) -> Result<Proposal> {
        let mut errors = FieldErrors::default();
        let mut mentees: Vec<PersonId> = Vec::new();
        for raw in &self.mentees {
            match raw.parse() {
                Ok(person) if !mentees.contains(&person) => mentees.push(person),
                Ok(_) => {}
                Err(_) => return Err(Error::NotFound),
            }
        }
        if mentees.is_empty() {
            errors.add("mentee", "Выберите, кому нужен наставник");
        } else if mentees.len() > MOST_MENTEES {
            errors.add("mentee", format!("В группе не больше {MOST_MENTEES} человек: с каждым нужно встречаться. Разделите группу"));
        }
        let mentor: Option<PersonId> = self.mentor.parse().ok();
        match mentor {
            None => errors.add("mentor", "Выберите наставника"),
            Some(person) if mentees.contains(&person) => errors.add("mentor", "Наставник и наставляемый — один человек. Выберите другого"),
            Some(_) => {}
        }
        let form = self.form.parse().ok();
        if form.is_none() {
            errors.add("form", "Выберите вид наставничества");
        }
        let period = period(&mut errors, (&self.starts_on, &self.ends_on), today);
        let curator = match self.curator.as_str() {
            "" => None,
            raw => Some(raw.parse().map_err(|_| Error::NotFound)?),
        };
        let read = mentor.zip(form).zip(period).map(|((mentor, form), (starts_on, ends_on))| Proposal { mentees, mentor, form, starts_on, ends_on, curator });
        Ok(errors.or(read)?)
    }
}

/// First and last day: at least a week, at most three years, not long past.
fn period(errors: &mut FieldErrors, (starts, ends): (&str, &str), today: Date) -> Option<(Date, Date)> {
    let (starts, ends) = (errors.take("starts_on", date::parse(starts)), errors.take("ends_on", date::parse(ends)));
    let (starts, ends) = starts.zip(ends)?;
    let days = super::waits::days_between(starts, ends);
    if days < 7 {
        errors.add("ends_on", "Срок слишком короткий: наставничество длится хотя бы неделю");
    } else if days > 3 * 366 {
        errors.add("ends_on", "Срок слишком длинный: не больше трёх лет. Потом наставничество можно продлить новым");
    }
    if super::waits::days_between(starts, today) > 180 {
        errors.add("starts_on", "Первый день слишком давно. Наставничество начинается после согласия участников");
    }
    if ends < today {
        errors.add("ends_on", "Последний день уже прошёл. Укажите день в будущем");
    }
    Some((starts, ends))
}

/// A meeting: a minute on a phone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingForm {
    pub held_on: String,
    pub minutes: String,
    pub theme: String,
    pub is_lesson: String,
    pub next: String,
}

impl From<&Answers> for MeetingForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { held_on: text("held_on"), minutes: text("minutes"), theme: text("theme"), is_lesson: text("is_lesson"), next: text("next") }
    }
}

impl MeetingForm {
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self, (starts_on, today): (Date, Date)) -> Result<Meeting> {
        let mut errors = FieldErrors::default();
        let held_on = errors.take("held_on", date::parse(&self.held_on));
        if held_on.is_some_and(|day| day > today) {
            errors.add("held_on", "Записывают то, что уже было. Укажите день не позже сегодняшнего");
        } else if held_on.is_some_and(|day| day < starts_on) {
            errors.add("held_on", "Этот день раньше начала наставничества. Проверьте дату");
        }
        let minutes = self.minutes.trim().parse::<i64>().ok().filter(|minutes| (5..=600).contains(minutes));
        if minutes.is_none() {
            errors.add("minutes", "Укажите минуты: от 5 до 600");
        }
        if !THEMES.iter().any(|(code, _)| *code == self.theme) {
            errors.add("theme", "Выберите тему");
        }
        let next = text(&mut errors, "next", &self.next);
        let meeting = held_on.zip(minutes).map(|(held_on, minutes)| Meeting { id: MeetingId::fresh(), held_on, minutes, theme: self.theme.clone(), is_lesson: self.is_lesson == "yes", next });
        Ok(errors.or(meeting)?)
    }
}

/// A line of the programme as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineForm {
    pub id: String,
    pub title: String,
    pub due_on: String,
    pub expected: String,
    pub done_on: String,
}

/// The personal programme, edited together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgrammeForm {
    pub goals: String,
    pub expected: String,
    pub lines: Vec<LineForm>,
}

/// As understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    pub goals: String,
    pub expected: String,
    pub lines: Vec<Line>,
}

impl From<&Answers> for ProgrammeForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: String| answers.get(&name).to_owned();
        let lines = (0..MOST_LINES + 3).filter(|at| answers.has(&format!("title-{at}"))).map(|at| LineForm {
            id: text(format!("id-{at}")),
            title: text(format!("title-{at}")),
            due_on: text(format!("due-{at}")),
            expected: text(format!("expected-{at}")),
            done_on: text(format!("done-{at}")),
        });
        Self { goals: answers.get("goals").to_owned(), expected: answers.get("expected").to_owned(), lines: lines.collect() }
    }
}

impl ProgrammeForm {
    /// Lines with an empty title are left out: that is how one is removed.
    ///
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self, today: Date) -> Result<Programme> {
        let mut errors = FieldErrors::default();
        let (goals, expected) = (text(&mut errors, "goals", &self.goals), text(&mut errors, "expected", &self.expected));
        if goals.is_empty() {
            errors.add("goals", "Напишите цель: чего вы хотите добиться вместе");
        }
        let mut lines = Vec::new();
        for (at, one) in self.lines.iter().enumerate() {
            let title = line(&mut errors, &format!("title-{at}"), &one.title);
            if title.is_empty() {
                continue;
            }
            let mut day = |name: String, raw: &str| if raw.trim().is_empty() { None } else { errors.take(&name, date::parse(raw)) };
            let (due_on, done_on) = (day(format!("due-{at}"), &one.due_on), day(format!("done-{at}"), &one.done_on));
            if done_on.is_some_and(|done| done > today) {
                errors.add(format!("done-{at}"), "Отмечают то, что уже сделано: день не позже сегодняшнего");
            }
            let expected = line(&mut errors, &format!("expected-{at}"), &one.expected);
            lines.push(Line { id: one.id.parse().unwrap_or_else(|_| LineId::fresh()), title, due_on, expected, done_on });
        }
        if lines.len() > MOST_LINES {
            errors.add("title-0", format!("Не больше {MOST_LINES} строк: объедините похожие"));
        }
        Ok(errors.or(Some(Programme { goals, expected, lines }))?)
    }
}

/// The end survey of one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurveyForm {
    pub goal: String,
    pub rhythm: String,
    pub useful: String,
    pub to_other: String,
    pub to_curator: String,
}

/// As understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    pub goal: i64,
    pub rhythm: i64,
    pub useful: i64,
    pub to_other: String,
    pub to_curator: String,
}

impl From<&Answers> for SurveyForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { goal: text("goal"), rhythm: text("rhythm"), useful: text("useful"), to_other: text("to_other"), to_curator: text("to_curator") }
    }
}

impl SurveyForm {
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self) -> Result<Survey> {
        let mut errors = FieldErrors::default();
        let mut mark = |name: &str, raw: &str| {
            let mark = raw.parse::<i64>().ok().filter(|mark| (1..=5).contains(mark));
            if mark.is_none() {
                errors.add(name, "Выберите один из ответов");
            }
            mark
        };
        let marks = (mark("goal", &self.goal), mark("rhythm", &self.rhythm), mark("useful", &self.useful));
        let (to_other, to_curator) = (text(&mut errors, "to_other", &self.to_other), text(&mut errors, "to_curator", &self.to_curator));
        let survey = marks.0.zip(marks.1).zip(marks.2).map(|((goal, rhythm), useful)| Survey { goal, rhythm, useful, to_other, to_curator });
        Ok(errors.or(survey)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn wrong<T: std::fmt::Debug>(done: Result<T>) -> Vec<String> {
        match done {
            Err(Error::Fields(errors)) => errors.all().iter().map(|(field, _)| field.clone()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_proposal_names_who_with_whom_and_until_when() {
        let today = date(2026, 11, 23);
        assert_eq!(wrong(ProposalForm::default().read(today)), ["mentee", "mentor", "form", "starts_on", "ends_on"]);
        let one = PersonId::fresh().to_string();
        let same = ProposalForm { mentees: vec![one.clone(), one.clone()], mentor: one, form: "teacher".into(), starts_on: "23.11.2026".into(), ends_on: "31.05.2027".into(), curator: String::new() };
        assert_eq!(wrong(same.read(today)), ["mentor"], "nobody mentors oneself");
        let fine = ProposalForm { mentor: PersonId::fresh().to_string(), ..same.clone() };
        assert_eq!(fine.read(today).unwrap().mentees.len(), 1, "the same mentee twice is one");
        assert_eq!(wrong(ProposalForm { ends_on: "24.11.2026".into(), ..fine.clone() }.read(today)), ["ends_on"]);
        assert_eq!(wrong(ProposalForm { starts_on: "01.01.2026".into(), ..fine.clone() }.read(today)), ["starts_on"]);
        let crowd = ProposalForm { mentees: (0..9).map(|_| PersonId::fresh().to_string()).collect(), ..fine };
        assert_eq!(wrong(crowd.read(today)), ["mentee"]);
    }

    #[test]
    fn a_meeting_is_written_after_it_was_held() {
        let days = (date(2026, 9, 1), date(2026, 11, 23));
        let fine = MeetingForm { held_on: "20.11.2026".into(), minutes: "40".into(), theme: "lesson".into(), is_lesson: "yes".into(), next: "Попробовать критерии".into() };
        assert!(fine.read(days).unwrap().is_lesson);
        assert_eq!(wrong(MeetingForm { held_on: "24.11.2026".into(), ..fine.clone() }.read(days)), ["held_on"]);
        assert_eq!(wrong(MeetingForm { held_on: "31.08.2026".into(), ..fine.clone() }.read(days)), ["held_on"]);
        assert_eq!(wrong(MeetingForm { minutes: "0".into(), theme: "о погоде".into(), ..fine }.read(days)), ["minutes", "theme"]);
    }

    #[test]
    fn an_empty_line_of_the_programme_goes_and_a_mark_is_not_in_the_future() {
        let today = date(2026, 11, 23);
        let line = |title: &str, done: &str| LineForm { title: title.into(), done_on: done.into(), ..LineForm::default() };
        let form = ProgrammeForm {
            goals: "Увереннее вести урок".into(), lines: vec![line("Посетить урок", "20.11.2026"), line("", ""), line("Провести урок вместе", "")], ..ProgrammeForm::default()
        };
        assert_eq!(form.read(today).unwrap().lines.len(), 2);
        assert_eq!(wrong(ProgrammeForm { goals: String::new(), lines: vec![line("Урок", "24.11.2026"), line("Урок", "вчера")], ..form }.read(today)), ["goals", "done-0", "done-1"]);
    }
}
