//! When graduates of courses are asked how they use what they learnt, and how long they may take to answer.

use super::reader::Table;

/// Terms of support after courses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportTerms {
    /// Months after the end of a course, the earliest first.
    pub months: [u32; 3],
    /// Days to answer in; later is told as late.
    pub answer_days: u32,
}

impl Default for SupportTerms {
    fn default() -> Self {
        Self { months: [1, 3, 6], answer_days: 14 }
    }
}

/// A profile without the section asks after one, three and six months.
pub(super) fn read(root: &Table<'_>) -> SupportTerms {
    if !root.has("support") {
        return SupportTerms::default();
    }
    let Some(section) = root.table("support") else { return SupportTerms::default() };
    let mut months = [0; 3];
    months.iter_mut().zip(section.wholes("months", 3, 1..=24)).for_each(|(place, month)| *place = month);
    if !months.is_sorted_by(|a, b| a < b) && months != [0; 3] {
        section.report_at("months", "Сроки идут не по порядку.", "Запишите три разных числа по возрастанию, например [1, 3, 6].");
    }
    let answer_days = section.whole_or("answer_days", 14, 1..=90);
    section.done();
    SupportTerms { months, answer_days }
}
