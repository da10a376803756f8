//! The year of the active at the region's level: stages with owners, days and expected counts. Days are of a study year, so they
//! have a month and a day only; the year is chosen when a programme is made from them.

use jiff::civil::Date;

use super::reader::Table;

kernel::text_enum! {
    /// What the program counts by itself over a stage's days. The profile and the stages name them by these words.
    Counter {
        MembersIncluded = "members_included",
        MembersActive = "members_active",
        MunicipalitiesCovered = "municipalities_covered",
        ApplicationsSubmitted = "applications_submitted",
        CommissionMeetings = "commission_meetings",
        MembersAtWork = "members_at_work",
        TeachersDiagnosed = "teachers_diagnosed",
        LessonsObserved = "lessons_observed",
        CasesOpened = "cases_opened",
        CasesClosed = "cases_closed",
        PathwaysAgreed = "pathways_agreed",
        StepsAccepted = "steps_accepted",
        DeficitsRemoved = "deficits_removed",
        ActivitiesHeld = "activities_held",
        ConsultationsGiven = "consultations_given",
        UnionMeetings = "union_meetings",
        HelpAnswered = "help_answered",
        HoursWorked = "hours_worked",
    }
}

impl Counter {
    /// As on the screen: what is counted, in the region and over the stage's days.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::MembersIncluded => "Включено в актив",
            Self::MembersActive => "Действующих участников на конец этапа",
            Self::MunicipalitiesCovered => "Муниципалитетов, где есть участники актива",
            Self::ApplicationsSubmitted => "Подано заявок в актив",
            Self::CommissionMeetings => "Проведено заседаний комиссии",
            Self::MembersAtWork => "Участников, у которых есть записанная работа",
            Self::TeachersDiagnosed => "Педагогов прошли диагностику",
            Self::LessonsObserved => "Посещено уроков",
            Self::CasesOpened => "Начато сопровождений",
            Self::CasesClosed => "Завершено сопровождений",
            Self::PathwaysAgreed => "Согласовано маршрутов",
            Self::StepsAccepted => "Принято шагов маршрутов",
            Self::DeficitsRemoved => "Затруднений снято по повторной диагностике",
            Self::ActivitiesHeld => "Проведено мероприятий",
            Self::ConsultationsGiven => "Проведено консультаций",
            Self::UnionMeetings => "Проведено заседаний объединений",
            Self::HelpAnswered => "Обращений за помощью, на которые ответили",
            Self::HoursWorked => "Часов работы актива",
        }
    }
}

/// A day of any study year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyDay {
    pub month: i8,
    pub day: i8,
}

/// A study year begins on the first of this month.
pub const FIRST_MONTH: i8 = 9;

impl StudyDay {
    /// The day in the study year that begins in `year`; 29 February of a common year is the 28th.
    #[must_use]
    pub fn in_year(self, year: i16) -> Date {
        let year = if self.month >= FIRST_MONTH { year } else { year.saturating_add(1) };
        let day = |day| Date::new(year, self.month, day);
        day(self.day).or_else(|_| day(28)).unwrap_or(Date::ZERO)
    }
}

/// A stage as the profile proposes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagePlan {
    pub code: String,
    pub title: String,
    /// Whose stage it is: a role in words.
    pub owner: String,
    pub from: StudyDay,
    /// The last day.
    pub to: StudyDay,
    pub result: String,
    pub expects: Vec<(Counter, u32)>,
}

pub(super) fn read(section: &Table<'_>) -> Vec<StagePlan> {
    let mut stages: Vec<StagePlan> = Vec::new();
    for entry in section.tables("stage") {
        let stage = StagePlan {
            code: entry.code("code"),
            title: entry.text("title"),
            owner: entry.text("owner"),
            from: study_day(&entry, "from"),
            to: study_day(&entry, "to"),
            result: entry.text("result"),
            expects: expects(&entry),
        };
        if stages.iter().any(|other| other.code == stage.code) {
            entry.report_at("code", format!("Этап «{}» уже есть.", stage.code), "Дайте этапу другой код.");
        }
        if stage.from.in_year(2024) > stage.to.in_year(2024) {
            entry.report_at("to", "Этап кончается раньше, чем начинается.", "Учебный год идёт с сентября по август: исправьте «from» или «to».");
        }
        stages.push(stage);
        entry.done();
    }
    stages
}

fn study_day(entry: &Table<'_>, key: &'static str) -> StudyDay {
    let parts = entry.wholes(key, 2, 1..=31);
    let part = |at: usize| parts.get(at).and_then(|part| i8::try_from(*part).ok()).unwrap_or(1);
    let day = StudyDay { month: part(0), day: part(1) };
    // A leap year allows 29 February.
    if Date::new(2024, day.month, day.day).is_err() {
        entry.report_at(key, "Такого дня в году нет.", "Запишите месяц и день, например [9, 1] — первое сентября.");
    }
    day
}

fn expects(entry: &Table<'_>) -> Vec<(Counter, u32)> {
    let Some(table) = entry.table_if_any("expects") else { return Vec::new() };
    let mut found = Vec::new();
    for (word, span, count) in table.counts() {
        match word.parse::<Counter>() {
            Ok(counter) => found.push((counter, count)),
            Err(_) => {
                let known: Vec<&str> = Counter::ALL.iter().map(|counter| counter.as_str()).collect();
                entry.reader().report(&span, format!("Показателя «{word}» программа не считает."), format!("Возможны: {}.", known.join(", ")));
            }
        }
    }
    found.sort();
    found
}
