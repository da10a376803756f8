//! Reports of the federal system of quality assessment (ФИС ОКО) about ВПР: groups of participants in rows, shares in columns.

use crate::{
    Bin, ClassName, Figures, Found, Hints, Layout, Problems, Row as Made, School, Spot, Topic,
    context::Context,
    grid::{Grid, Head},
    key::words,
    mark,
    people::{is_no_school, is_surely_a_person},
    summary::comma,
};
use sheets::Row;

/// What the columns after the group and the number of participants are.
#[derive(Debug, PartialEq)]
enum Shape {
    Marks([usize; 4]),
    /// Points from 0 on.
    Points(Vec<(usize, u32)>),
    Tasks(Vec<(usize, String)>),
    Journal,
}

struct Columns {
    group: usize,
    participants: Option<usize>,
    shape: Shape,
}

impl Columns {
    fn of(titles: &[String]) -> Option<Self> {
        let plain: Vec<String> = titles.iter().map(|title| words(title)).collect();
        let group = plain.iter().position(|title| title.starts_with("группы участников") || title == "группа участников")?;
        let is_number = |title: &String| title.contains("участников") && (title.contains("кол") || title.contains("число")) && !title.starts_with("группы");
        let participants = plain.iter().position(is_number);
        let after: Vec<(usize, String)> = titles.iter().enumerate().filter(|(column, _)| *column > group && Some(*column) != participants).map(|(column, title)| (column, bare(title))).collect();
        let at = |name: &str| after.iter().find(|(_, title)| title == name).map(|(column, _)| *column);
        let numbers: Vec<(usize, u32)> = after.iter().filter_map(|(column, title)| Some((*column, title.parse().ok()?))).collect();
        let named: Vec<(usize, String)> = after.iter().filter(|(_, title)| is_task(title)).cloned().collect();
        let counts: Vec<u32> = numbers.iter().map(|(_, number)| *number).collect();
        let shape = match (at("2"), at("3"), at("4"), at("5")) {
            (Some(two), Some(three), Some(four), Some(five)) if counts == [2, 3, 4, 5] && named.len() == 4 => Shape::Marks([two, three, four, five]),
            _ if counts.first() == Some(&0) && counts.iter().copied().eq(0..u32::try_from(counts.len()).unwrap_or(0)) && counts.len() > 2 => Shape::Points(numbers),
            _ if named.len() > 2 => Shape::Tasks(named),
            _ if plain.iter().any(|title| title == "%" || title.ends_with('%')) && participants.is_some() => Shape::Journal,
            _ => return None,
        };
        Some(Self { group, participants, shape })
    }

    /// Where the figures of a group stand.
    fn figures(&self) -> Vec<usize> {
        match &self.shape {
            Shape::Marks(marks) => marks.to_vec(),
            Shape::Points(points) => points.iter().map(|(column, _)| *column).collect(),
            Shape::Tasks(tasks) => tasks.iter().map(|(column, _)| *column).collect(),
            Shape::Journal => Vec::new(),
        }
    }
}

/// A title without the group's name before the number: «Распределение отметок % 2» is 2.
fn bare(title: &str) -> String {
    title.split_whitespace().last().unwrap_or_default().trim_matches(|c: char| matches!(c, '«' | '»' | '"' | '%')).to_owned()
}

/// «1», «4.1», «4(2)», «12К1».
fn is_task(title: &str) -> bool {
    title.chars().next().is_some_and(|c| c.is_ascii_digit()) && title.chars().count() <= 6 && title.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '(' | ')'))
}

pub(crate) fn read(grid: &Grid<'_>, hints: &Hints) -> Option<Result<Found, Problems>> {
    if let Some(planned) = planned(grid, hints) {
        return Some(planned);
    }
    let head = grid.header(|titles| match Columns::of(titles) {
        Some(Columns { shape: Shape::Marks(_), participants: Some(_), .. }) => 10,
        Some(Columns { shape: Shape::Points(points), .. }) => 5 + points.len(),
        Some(Columns { shape: Shape::Tasks(tasks), .. }) => 3 + tasks.len(),
        Some(Columns { shape: Shape::Journal, .. }) => 2,
        Some(_) | None => 0,
    })?;
    let columns = Columns::of(&head.titles)?;
    Some(Report::new(grid, hints, head).read(&columns))
}

struct Report<'a> {
    grid: &'a Grid<'a>,
    head: Head,
    class: Option<ClassName>,
    subject: Option<String>,
    hints: &'a Hints,
    /// Hidden rows that were counted.
    hidden: Vec<u32>,
    /// Columns of figures.
    used: Vec<usize>,
    problems: Problems,
    found: Found,
}

impl<'a> Report<'a> {
    fn new(grid: &'a Grid<'a>, hints: &'a Hints, head: Head) -> Self {
        let context = Context::above(grid, grid.rows().get(..head.start).unwrap_or_default(), hints);
        Self { grid, head, class: context.class, subject: context.subject, hints, hidden: Vec::new(), problems: Problems::default(), used: Vec::new(), found: Found::default() }
    }

    /// The class and the subject the whole report is about.
    fn about(&mut self) -> Result<ClassName, Problems> {
        let Some(class) = self.class.clone() else {
            return Err(Problems::one("Не видно, о каком классе отчёт: впишите класс в форме."));
        };
        let Some(subject) = self.subject.clone().filter(|name| !crate::is_like_a_person(name)) else {
            return Err(Problems::one("Не видно, по какому предмету отчёт: выберите предмет в форме."));
        };
        let line = self.grid.rows().get(self.head.start).map_or(0, Row::number);
        self.found.subject(&subject, Spot::here(line, None));
        Ok(class)
    }

    fn wrong(&mut self, row: &Row, column: Option<usize>, text: impl Into<String>) {
        self.problems.push(self.grid.problem(row.index, column, text));
    }

    fn read(mut self, columns: &Columns) -> Result<Found, Problems> {
        let class = self.about()?;
        self.found.layouts = vec![match columns.shape {
            Shape::Marks(_) => Layout::OkoMarks,
            Shape::Points(_) => Layout::OkoPoints,
            Shape::Tasks(_) => Layout::OkoTasks,
            Shape::Journal => Layout::OkoJournal,
        }];
        self.used = columns.figures();
        let grid = self.grid;
        let mut most: Vec<(usize, f64)> = Vec::new();
        let mut group = None;
        for row in grid.rows().get(self.head.body..).unwrap_or_default() {
            let name = grid.text(row, columns.group);
            let plain = words(&name);
            if plain.starts_with("макс") {
                most = (0..row.cells.len()).filter_map(|column| Some((column, mark::number(row.cell(column)).ok()??))).collect();
                continue;
            }
            if columns.shape == Shape::Journal {
                self.journal(row, columns, &name, &mut group);
                continue;
            }
            if name.is_empty() || is_wide(&plain) || row.filled() < 3 {
                continue;
            }
            if !self.hints.places.may_be_school(&name) {
                if is_no_school(&name) {
                    self.wrong(row, Some(columns.group), "здесь имя человека, а должно быть название школы");
                } else {
                    self.found.note(format!("Строка {}: не видно, что это школа, она не загружается.", row.number()));
                }
                continue;
            }
            if let Some(figures) = self.figures(row, columns, &most) {
                let school = self.found.school(School { municipality: String::new(), name }, Spot::here(row.number(), Some(columns.group)));
                self.count(row, Some(school), &class, figures);
            }
        }
        self.close()
    }

    fn count(&mut self, row: &Row, school: Option<u32>, class: &ClassName, figures: Figures) {
        if self.grid.sheet.unseen.has_row(row.index) {
            self.hidden.push(row.index);
        }
        self.found.rows.push(Made { tab: 0, line: row.number(), school, class: class.clone(), subject: 0, figures });
    }

    fn participants(&mut self, row: &Row, columns: &Columns) -> Option<i64> {
        let column = columns.participants?;
        match self.grid.own(row, column).and_then(mark::count) {
            Ok(Some(count)) if count > 0 => Some(count),
            Ok(_) => {
                self.wrong(row, Some(column), "нет числа участников");
                None
            }
            Err(why) => {
                self.wrong(row, Some(column), why);
                None
            }
        }
    }

    fn shares(&mut self, row: &Row, columns: &[usize]) -> Option<Vec<f64>> {
        let mut shares = Vec::with_capacity(columns.len());
        for column in columns {
            match self.grid.own(row, *column).and_then(mark::number) {
                Ok(share) if (0.0..=100.0).contains(&share.unwrap_or(0.0)) => shares.push(share.unwrap_or(0.0)),
                Ok(_) => self.wrong(row, Some(*column), "процент вне пределов от 0 до 100"),
                Err(why) => self.wrong(row, Some(*column), why),
            }
        }
        (shares.len() == columns.len()).then_some(shares)
    }

    fn figures(&mut self, row: &Row, columns: &Columns, most: &[(usize, f64)]) -> Option<Figures> {
        let places = columns.figures();
        let pupils = self.participants(row, columns);
        let shares = self.shares(row, &places)?;
        let sum: f64 = shares.iter().sum();
        if !matches!(columns.shape, Shape::Tasks(_)) && (sum - 100.0).abs() > 0.05 * (shares.len() as f64) + 0.5 {
            self.wrong(row, places.first().copied(), format!("доли не сходятся: вместе {} %, а должно быть 100 %", comma(sum)));
            return None;
        }
        match &columns.shape {
            Shape::Marks(_) => {
                let counts = apportioned(pupils?, &shares);
                let marks = <[i64; 4]>::try_from(counts).ok()?;
                Some(Figures::of_marks(marks))
            }
            Shape::Points(points) => {
                let counts = apportioned(pupils?, &shares);
                let bins: Vec<Bin> = points.iter().zip(counts).map(|((_, points), pupils)| Bin { from: f64::from(*points), to: f64::from(*points), pupils }).collect();
                Some(self.of_points(pupils?, bins))
            }
            Shape::Tasks(tasks) => {
                let topics = tasks.iter().zip(&shares).map(|((column, title), share)| Topic { title: task_title(title, most.iter().find(|(at, _)| at == column).map(|(_, most)| *most)), percent: *share });
                Some(Figures { pupils, topics: topics.collect(), ..Figures::default() })
            }
            Shape::Journal => None,
        }
    }

    fn of_points(&self, pupils: i64, bins: Vec<Bin>) -> Figures {
        let total: f64 = bins.iter().map(|bin| bin.from * bin.pupils as f64).sum();
        let scale = bins.last().map(|bin| bin.to);
        let mean = Some((total / pupils as f64 * 1_000.0).round() / 1_000.0);
        if let Some(thresholds) = self.hints.thresholds {
            let mut marks = [0; 4];
            for bin in &bins {
                if let Some(slot) = marks.get_mut(usize::from(thresholds.mark(bin.from).saturating_sub(2))) {
                    *slot += bin.pupils;
                }
            }
            return Figures { bins, ..Figures::of_marks(marks) };
        }
        Figures { pupils: Some(pupils), mean, scale, bins, ..Figures::default() }
    }

    /// Three lines of a group: lowered, confirmed, raised. They are told, not kept as results of a class.
    fn journal(&mut self, row: &Row, columns: &Columns, name: &str, group: &mut Option<String>) {
        let plain = words(name);
        let kind = [("понизили", "понизили"), ("подтвердили", "подтвердили"), ("повысили", "повысили")].iter().find(|(start, _)| plain.starts_with(start)).map(|(_, said)| *said);
        match kind {
            None if plain.starts_with("всего") => {}
            None => *group = (!name.is_empty() && !is_wide(&plain) && self.hints.places.may_be_school(name)).then(|| name.to_owned()),
            Some(kind) => {
                let Some(of) = group.clone() else { return };
                let share = self.head.titles.iter().enumerate().filter(|(column, title)| *column > columns.group && words(title).ends_with('%')).map(|(column, _)| column).next();
                let Some(column) = share else { return };
                match self.grid.own(row, column).and_then(mark::number) {
                    Ok(Some(share)) => self.found.note(format!("{of}: {kind} отметку по сравнению с журналом {} %.", comma(share))),
                    Ok(None) => {}
                    Err(why) => self.wrong(row, Some(column), why),
                }
            }
        }
    }

    fn close(mut self) -> Result<Found, Problems> {
        if !self.problems.is_empty() {
            return Err(self.problems.in_order());
        }
        if self.found.rows.is_empty() && self.found.layouts != [Layout::OkoJournal] {
            return Err(Problems::one("В отчёте нет строки школы: только регион и муниципалитет. Выгрузите отчёт под учётной записью школы."));
        }
        self.grid.unseen(&self.hidden, &self.used).into_iter().for_each(|note| self.found.note(note));
        Ok(self.found)
    }
}

fn task_title(title: &str, most: Option<f64>) -> String {
    most.map_or_else(|| format!("Задание {title}"), |most| format!("Задание {title} (до {} б.)", comma(most)))
}

/// A group that is no school.
fn is_wide(plain: &str) -> bool {
    let ends = ["край", "область", "республика", "район", "округ", "федерация", "выборка", "муниципальное образование"];
    let is_school = ["школ", "лице", "гимнази", "сош", "оош", "мбоу", "маоу", "мкоу", "кгбоу", "edu", "оу "].iter().any(|word| plain.contains(word));
    !is_school && (ends.iter().any(|end| plain.ends_with(end)) || plain.starts_with("вся ") || plain.starts_with("рф") || plain.starts_with("город "))
}

/// Whole pupils whose shares are these: the largest remainders get what is left.
fn apportioned(pupils: i64, shares: &[f64]) -> Vec<i64> {
    let sum: f64 = shares.iter().sum::<f64>().max(1e-9);
    let exact: Vec<f64> = shares.iter().map(|share| share / sum * pupils as f64).collect();
    let below = |part: &f64| (part + 1e-9).floor();
    let mut counts: Vec<i64> = exact.iter().map(|part| below(part) as i64).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let rest = |at: &usize| exact.get(*at).map_or(0.0, |part| part - below(part));
    order.sort_by(|one, other| rest(other).total_cmp(&rest(one)));
    let left = usize::try_from(pupils - counts.iter().sum::<i64>()).unwrap_or(0);
    for at in order.into_iter().take(left) {
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    counts
}

/// «Достижение планируемых результатов»: skills in rows, shares of the region, the school, the country in columns.
fn planned(grid: &Grid<'_>, hints: &Hints) -> Option<Result<Found, Problems>> {
    let skill = |titles: &[String]| titles.iter().position(|title| words(title).contains("блоки пооп") || words(title).contains("проверяемые требования") || words(title).contains("планируемые результаты"));
    let own = |titles: &[String]| {
        let after = skill(titles)?;
        let is_own = |title: &str| matches!(words(title).as_str(), "оо" | "школа" | "по оо" | "ваша оо" | "класс") || words(title).ends_with(" оо");
        titles.iter().enumerate().skip(after + 1).find(|(_, title)| is_own(title)).map(|(column, _)| column)
    };
    let head = grid.header(|titles| match (skill(titles), own(titles)) {
        (Some(_), Some(_)) => 2,
        _ => 0,
    })?;
    let (skill, own) = (skill(&head.titles)?, own(&head.titles)?);
    let mut report = Report::new(grid, hints, head);
    let class = match report.about() {
        Ok(class) => class,
        Err(problems) => return Some(Err(problems)),
    };
    let mut topics = Vec::new();
    let mut line = 0;
    let unseen = &grid.sheet.unseen;
    report.used.push(own);
    for row in grid.rows().get(report.head.body..).unwrap_or_default() {
        let title: String = grid.text(row, skill).chars().take(300).collect();
        if title.is_empty() || is_surely_a_person(&title) || row.cell(own).is_empty() {
            continue;
        }
        if let Some(share) = report.shares(row, &[own]).and_then(|shares| shares.first().copied()) {
            line = if line == 0 { row.number() } else { line };
            report.hidden.extend(unseen.has_row(row.index).then_some(row.index));
            topics.push(Topic { title, percent: share });
        }
    }
    report.found.layouts = vec![Layout::OkoPlanned];
    if !topics.is_empty() {
        report.found.rows.push(Made { tab: 0, line, school: None, class, subject: 0, figures: Figures { topics, ..Figures::default() } });
    }
    Some(report.close())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_whole_pupils() {
        assert_eq!(apportioned(25, &[8.0, 32.0, 40.0, 20.0]), [2, 8, 10, 5]);
        assert_eq!(apportioned(23, &[4.35, 43.48, 39.13, 13.04]), [1, 10, 9, 3]);
        assert_eq!(apportioned(3, &[33.33, 33.33, 33.34, 0.0]), [1, 1, 1, 0]);
    }

    proptest::proptest! {
        #[test]
        fn counts_come_back_from_their_shares(counts in proptest::collection::vec(0_i64..60, 2..8)) {
            let pupils: i64 = counts.iter().sum();
            proptest::prop_assume!(pupils > 0);
            let shares: Vec<f64> = counts.iter().map(|count| (*count as f64 / pupils as f64 * 10_000.0).round() / 100.0).collect();
            proptest::prop_assert_eq!(apportioned(pupils, &shares), counts);
        }
    }

    #[test]
    fn wide_groups_are_no_schools() {
        for wide in ["вся выборка", "хабаровский край", "хабаровский муниципальный район", "рф"] {
            assert!(is_wide(wide), "{wide}");
        }
        assert!(!is_wide("мбоу сош 5 хабаровский район") && !is_wide("гимназия 1"));
    }
}
