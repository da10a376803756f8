//! Several reports about the same classes become one: marks from one, points and topics from another.

use crate::{ClassName, Figures, Found, Hints, Layout, Problem, Problems, Spot, Tab};
use std::{
    collections::{BTreeSet, HashMap},
    mem,
};

/// Files chosen together, as one. A row that still has no number of pupils or of those under the minimum is told about.
///
/// # Errors
/// What is missing, by file, sheet and row.
pub fn joined(files: Vec<Found>, hints: &Hints) -> Result<Found, Problems> {
    let mut all = together(files)?;
    let mut problems = Problems { had_people: all.had_people, ..Problems::default() };
    let Found { rows, tabs, .. } = &mut all;
    for row in rows.iter_mut() {
        row.figures.complete(hints);
        if row.figures.pupils.is_none() || row.figures.under.is_none() {
            let text = format!("класс {}: в файле нет числа учеников с отметками. Выберите вместе с ним отчёт «Статистика по отметкам» или впишите пороги отметок.", row.class);
            problems.push(Problem::of_row(tabs, row, text));
        }
    }
    if all.rows.is_empty() {
        let only_journal = all.layouts == [Layout::OkoJournal];
        problems.push(Problem::whole(if only_journal {
            "Сравнение с журналом прочитано, но результатов класса в нём нет. Выберите вместе с ним отчёт «Статистика по отметкам»."
        } else {
            "В файле нет ни одного результата."
        }));
    }
    if problems.is_empty() { Ok(all.about_vpr()) } else { Err(problems) }
}

impl Found {
    /// What is said once of reports about ВПР, however many were chosen.
    fn about_vpr(mut self) -> Self {
        if self.layouts.iter().any(|layout| layout.is_oko()) {
            let years: BTreeSet<u8> = self.rows.iter().filter(|row| row.class.letter.is_empty()).map(|row| row.class.grade).collect();
            years.into_iter().rev().for_each(|grade| self.note_first(format!("Отчёт обо всей параллели {grade} классов, без деления на буквы.")));
            self.note_first("Результаты ВПР видны только внутри сопровождения: в сводки, рейтинги и открытые данные они не попадают.");
        }
        self
    }
}

/// Sheets or files as one, rows of the same class together.
pub(crate) fn together(files: Vec<Found>) -> Result<Found, Problems> {
    let mut all = Found::default();
    let mut places: HashMap<(Option<u32>, ClassName, u32), usize> = HashMap::new();
    let mut problems = Problems::default();
    if let [_] = files.as_slice() {
        return files.into_iter().next().ok_or_else(Problems::default);
    }
    for mut file in files {
        all.had_people |= file.had_people;
        all.says_vpr |= file.says_vpr;
        let layouts = mem::take(&mut file.layouts);
        for layout in &layouts {
            if !all.layouts.contains(layout) {
                all.layouts.push(*layout);
            }
        }
        file.notes.drain(..).for_each(|note| all.keep_note(note));
        let tabs: Vec<u32> = file.tabs.drain(..).map(|tab| tab_of(&mut all.tabs, tab)).collect();
        let moved = |tab: u32| tabs.get(tab as usize).copied().unwrap_or_default();
        let spot = |spot: Spot| Spot { tab: moved(spot.tab), ..spot };
        let schools: Vec<u32> = file.schools.drain(..).zip(file.school_spots.drain(..)).map(|(school, at)| all.school(school, spot(at))).collect();
        let subjects: Vec<u32> = file.subjects.drain(..).zip(file.subject_spots.drain(..)).map(|(subject, at)| all.subject(&subject, spot(at))).collect();
        for mut row in file.rows {
            row.tab = moved(row.tab);
            row.school = row.school.and_then(|school| schools.get(school as usize).copied());
            row.subject = subjects.get(row.subject as usize).copied().unwrap_or_default();
            // A report about planned results names no school: it is about the one that the other reports name.
            if row.school.is_none() && all.schools.len() == 1 && layouts.iter().all(|layout| layout.is_oko()) {
                row.school = Some(0);
            }
            let key = (row.school, row.class.clone(), row.subject);
            let Some(known) = places.get(&key).and_then(|at| all.rows.get_mut(*at)) else {
                places.insert(key, all.rows.len());
                all.rows.push(row);
                continue;
            };
            let figures = mem::take(&mut row.figures);
            if let Err(why) = known.figures.join(figures) {
                let first = known.spot().told(&all.tabs);
                problems.push(Problem::of_row(&all.tabs, &row, format!("класс {}: {why}, чем у того же класса и предмета ({first}). Оставьте одно из двух", row.class)));
            }
        }
    }
    problems.had_people = all.had_people;
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

fn tab_of(tabs: &mut Vec<Tab>, tab: Tab) -> u32 {
    let at = tabs.iter().position(|known| *known == tab).unwrap_or_else(|| {
        tabs.push(tab);
        tabs.len() - 1
    });
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Figures {
    /// What another report says of the same class. Marks of one and points of another stand together; two that differ don't.
    fn join(&mut self, other: Self) -> Result<(), &'static str> {
        if let (Some(one), Some(two)) = (self.pupils, other.pupils)
            && one != two
        {
            return Err("другое число учеников");
        }
        if self.marks.is_some() && other.marks.is_some() && self.marks != other.marks {
            return Err("другие отметки");
        }
        let has_marks = self.marks.is_some();
        self.pupils = self.pupils.or(other.pupils);
        if !has_marks && (other.marks.is_some() || self.mean.is_none()) {
            (self.mean, self.scale, self.under) = (other.mean, other.scale, other.under.or(self.under));
        }
        self.marks = self.marks.or(other.marks);
        if self.bins.is_empty() {
            self.bins = other.bins;
        }
        // Skills say more than numbers of tasks, and both are about the same points: those that came first stay first.
        self.topics.extend(other.topics);
        Ok(())
    }

    fn complete(&mut self, hints: &Hints) {
        if self.under.is_none()
            && let (Some(thresholds), false) = (hints.thresholds, self.bins.is_empty())
        {
            let under = self.bins.iter().filter(|bin| thresholds.mark(bin.from) == 2).map(|bin| bin.pupils).sum();
            self.under = Some(under);
        }
    }
}
