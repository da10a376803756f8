//! Lines of totals: the sums of the lines above them, for each subject that stands in columns.

use super::Summary;
use crate::{grid::Grid, key::words, mark};
use sheets::Row;
use std::collections::HashSet;

/// Running sums of 2, 3, 4, 5, to see whether a line of totals is the sum of the lines above it.
pub(super) struct Sums {
    now: [i64; 4],
    before: HashSet<[i64; 4]>,
}

impl Default for Sums {
    fn default() -> Self {
        Self { now: [0; 4], before: HashSet::from([[0; 4]]) }
    }
}

impl Sums {
    pub fn add(&mut self, marks: [i64; 4]) {
        for (sum, mark) in self.now.iter_mut().zip(marks) {
            *sum += mark;
        }
        self.before.insert(self.now);
    }

    /// Which of the four isn't a sum of the lines above: of all of them, or of those since an earlier line.
    fn wrong(&self, said: [i64; 4]) -> Option<usize> {
        let mut needed = self.now;
        needed.iter_mut().zip(said).for_each(|(now, said)| *now -= said);
        if self.before.contains(&needed) {
            return None;
        }
        self.now.iter().zip(said).position(|(now, said)| *now != said)
    }
}

/// «Итого», but not «Средний балл» nor «Итого, %»: a line whose numbers are sums.
fn is_sum(label: &str) -> bool {
    let plain = words(label);
    !["%", "средн", "процент", "доля", "качеств", "успеваем"].iter().any(|part| plain.contains(part))
}

impl Summary {
    /// A line of totals, told by its first cell.
    pub(super) fn total(&mut self, grid: &Grid<'_>, row: &Row, label: &str) {
        if !is_sum(label) || !self.problems.is_empty() {
            return;
        }
        let mut wrong = Vec::new();
        for (group, sums) in self.columns.groups.iter().zip(&self.sums).filter(|(group, _)| self.is_subject(group.subject.as_deref())) {
            let read = group.columns.map(|column| grid.own(row, column).ok().and_then(|cell| mark::number(cell).ok()).flatten().filter(|number| number.fract() == 0.0));
            let [Some(two), Some(three), Some(four), Some(five)] = read else { continue };
            let at = sums.wrong([two, three, four, five].map(|number| number as i64));
            wrong.extend(at.and_then(|at| group.columns.get(at)).copied());
        }
        wrong.into_iter().for_each(|column| self.wrong(grid, row, Some(column), "итоговая строка не сходится с суммой строк над ней"));
    }

    /// Of several subjects none has more marks than there are pupils in the class.
    pub(super) fn fits(&mut self, grid: &Grid<'_>, row: &Row, (marks, columns): ([i64; 4], [usize; 4])) -> bool {
        let total = self.columns.total.and_then(|column| grid.own(row, column).ok()).and_then(|cell| mark::count(cell).ok()).flatten();
        let sum: i64 = marks.iter().sum();
        match total.filter(|total| sum > *total) {
            None => true,
            Some(total) => {
                self.wrong(grid, row, columns.last().copied(), format!("итог не сходится: отметок по предмету {sum}, а учеников {total}"));
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_shares_are_no_sums() {
        assert!(["Итого", "Всего по школе", "Итого по 5 классам"].iter().all(|label| is_sum(label)));
        assert!(!["Средний балл", "Итого, %", "Всего процент качества"].iter().any(|label| is_sum(label)));
    }
}
