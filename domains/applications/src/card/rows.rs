//! Rows: courses and outside assessments.

use super::{Assessment, Course, Parser};
use crate::answers;
use structure::profile::TermKind;

impl Parser<'_> {
    pub(super) fn courses(&mut self) -> Vec<Course> {
        let rows = self.answers.courses.iter().enumerate().filter(|(_, row)| !row.is_empty());
        rows.filter_map(|(at, row)| self.course(at, row)).collect()
    }

    fn course(&mut self, at: usize, row: &answers::Course) -> Option<Course> {
        let input = |name: &str| format!("course-{at}-{name}");
        let topic = self.required(&input("topic"), &row.topic, 300, "Укажите тему курсов");
        let hours = self.number(&input("hours"), &row.hours, 16, 1_000, "Укажите, сколько часов: от 16 до 1000");
        let this_year = u16::try_from(self.lists.day.year()).unwrap_or(2_000);
        let year = self.number(&input("year"), &row.year, 1_970, this_year, &format!("Укажите год окончания: от 1970 до {this_year}"));
        let provider = self.required(&input("provider"), &row.provider, 300, "Укажите, где проходили курсы");
        let document = self.line(&input("document"), &row.document, 100);
        Some(Course { topic: topic?, hours: hours?, year: i16::try_from(year?).unwrap_or(i16::MAX), provider: provider?, document: document? })
    }

    pub(super) fn assessments(&mut self) -> Vec<Assessment> {
        let rows = self.answers.assessments.iter().enumerate().filter(|(_, row)| !row.is_empty());
        rows.filter_map(|(at, row)| self.assessment(at, row)).collect()
    }

    fn assessment(&mut self, at: usize, row: &answers::Assessment) -> Option<Assessment> {
        let input = |name: &str| format!("assessment-{at}-{name}");
        let source = self.required(&input("source"), &row.source, 300, "Укажите, кто проводил оценку");
        let passed_on = self.past_day(&input("passed_on"), &row.passed_on, None);
        let subject = if row.subject.is_empty() { Some(String::new()) } else { self.code(&input("subject"), TermKind::Subject, &row.subject, "Выберите предмет из списка") };
        let level = self.code(&input("level"), TermKind::AssessmentLevel, &row.level, "Выберите уровень, который указан в документе");
        let document = self.line(&input("document"), &row.document, 100);
        let score = self.score(&input("score"), &input("best"), row);
        Some(Assessment { source: source?, passed_on: passed_on?, subject: subject?, score: score?, level: level?, document: document? })
    }

    /// Both figures or neither; `Some(None)` is neither.
    #[expect(clippy::option_option, reason = "an error and an absent score are different things")]
    fn score(&mut self, score: &str, best: &str, row: &answers::Assessment) -> Option<Option<(u16, u16)>> {
        if row.score.trim().is_empty() && row.best.trim().is_empty() {
            return Some(None);
        }
        let most = self.number(best, &row.best, 1, 10_000, "Укажите, сколько баллов можно было набрать: от 1 до 10000")?;
        let got = self.number(score, &row.score, 0, most, &format!("Укажите, сколько баллов набрано: от 0 до {most}"))?;
        Some(Some((got, most)))
    }

    fn required(&mut self, input: &str, raw: &str, longest: usize, absent: &str) -> Option<String> {
        let text = self.line(input, raw, longest)?;
        if text.is_empty() {
            self.errors.add(input, absent);
            return None;
        }
        Some(text)
    }

    fn number(&mut self, input: &str, raw: &str, least: u16, most: u16, help: &str) -> Option<u16> {
        let number = raw.trim().parse::<u16>().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.errors.add(input, help);
        }
        number
    }
}
