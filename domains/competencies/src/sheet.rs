//! The tree as a sheet and back: code, code of the parent, title, description, targets. A dry run and a load are the same check.

use crate::{
    form::{Aim, clean},
    model::{Branch, Competency, CompetencyId, DEEPEST, FrameworkId, Level, Target, flat},
    store, workflow,
};
use audit::{By, Event, Record};
use kernel::{Result, Tx};
use serde_json::json;
use sheets::{
    Value,
    titled::{Asked, Line, Titled},
};
use std::collections::BTreeMap;
use structure::{profile::TermKind, terms, terms::Term};

/// Titles of the columns, in order.
pub const COLUMNS: [&str; 5] = ["Код", "Код родителя", "Название", "Описание", "Целевые уровни"];

/// The columns as they are looked for.
pub const ASKED: &[Asked] = &[
    Asked { key: "code", titles: &["Код"] },
    Asked { key: "parent", titles: &["Код родителя", "Родитель"] },
    Asked { key: "title", titles: &["Название", "Наименование"] },
    Asked { key: "description", titles: &["Описание", "Пояснение"] },
    Asked { key: "targets", titles: &["Целевые уровни", "Целевой уровень", "Цели"] },
];

/// More competencies than this is no framework but a mistake.
const MOST: usize = 2_000;

/// The words that targets are written in.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub subjects: Vec<Term>,
    pub posts: Vec<Term>,
    pub levels: Vec<Level>,
}

impl Words {
    /// Those of today.
    ///
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let levels = store::scales::current_scale(tx, today)?.map(|scale| scale.levels).unwrap_or_default();
        Ok(Self { subjects: terms::terms(tx, TermKind::Subject, today)?, posts: terms::terms(tx, TermKind::Position, today)?, levels })
    }
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// `B7`.
    pub at: String,
    pub message: String,
}

/// A row that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    pub code: String,
    pub parent: String,
    pub title: String,
    pub description: String,
    pub targets: Vec<Aim>,
}

/// The tree as rows of a sheet.
#[must_use]
pub fn cells(tree: &[Branch], targets: &[Target]) -> Vec<Vec<Value>> {
    let rows = flat(tree);
    let code_of = |id: CompetencyId| rows.iter().find(|(other, _)| other.id == id).map_or("", |(other, _)| other.code.as_str());
    let row = |competency: &Competency| {
        let aims: Vec<String> = targets.iter().filter(|target| target.competency == competency.id).map(written).collect();
        vec![competency.code.as_str().into(), competency.parent.map_or("", code_of).into(), competency.title.as_str().into(), competency.description.as_str().into(), aims.join("; ").into()]
    };
    rows.iter().map(|(competency, _)| row(competency)).collect()
}

/// `high`, `matematika: high`, `matematika/uchitel: high`, `/uchitel: high`.
fn written(target: &Target) -> String {
    match (target.subject.as_str(), target.post.as_str()) {
        ("", "") => target.level.clone(),
        (subject, "") => format!("{subject}: {}", target.level),
        (subject, post) => format!("{subject}/{post}: {}", target.level),
    }
}

/// All rows understood, or everything that is wrong.
///
/// # Errors
/// Complaints by cell.
pub fn check(titled: &Titled, words: &Words) -> Result<Vec<Understood>, Vec<Complaint>> {
    let mut complaints = Vec::new();
    if titled.lines.len() > MOST {
        complaints.push(Complaint { at: "лист".into(), message: format!("Строк {}, за один раз загружаем до {MOST}", titled.lines.len()) });
        return Err(complaints);
    }
    let rows: Vec<Understood> = titled.lines.iter().map(|line| understood(titled, line, words, &mut complaints)).collect();
    check_codes(titled, &rows, &mut complaints);
    check_parents(titled, &rows, &mut complaints);
    if complaints.is_empty() { Ok(rows) } else { Err(complaints) }
}

fn understood(titled: &Titled, line: &Line, words: &Words, complaints: &mut Vec<Complaint>) -> Understood {
    let mut complain = |key: &str, message: String| complaints.push(Complaint { at: titled.address(line, key), message });
    let (code, title) = (clean(line.text("code")), clean(line.text("title")));
    for (key, text, longest, what) in [("code", &code, 40, "код"), ("title", &title, 300, "название")] {
        match text.chars().count() {
            0 => complain(key, format!("Укажите {what}")),
            count if count > longest => complain(key, format!("Сократите {what}: можно до {longest} знаков")),
            _ => {}
        }
    }
    let mut targets: Vec<Aim> = Vec::new();
    for part in line.text("targets").split(';').map(str::trim).filter(|part| !part.is_empty()) {
        match aim(part, words) {
            Ok(aim) if targets.iter().any(|known| (&known.subject, &known.post) == (&aim.subject, &aim.post)) => complain("targets", format!("«{part}»: для этого предмета и должности уровень уже указан")),
            Ok(aim) => targets.push(aim),
            Err(message) => complain("targets", message),
        }
    }
    Understood { code, parent: clean(line.text("parent")), title, description: clean(line.text("description")), targets }
}

fn aim(part: &str, words: &Words) -> Result<Aim, String> {
    let (whom, level) = part.rsplit_once(':').unwrap_or(("", part));
    let (subject, post) = whom.split_once('/').unwrap_or((whom, ""));
    let term = |terms: &[Term], typed: &str, what: &str| {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(String::new());
        }
        terms.iter().find(|term| term.code == typed || term.is_called(typed)).map(|term| term.code.clone()).ok_or_else(|| format!("«{part}»: нет такого {what} — «{typed}»"))
    };
    let level = level.trim();
    let known = words.levels.iter().find(|known| known.code == level || kernel::search::fold(&known.label) == kernel::search::fold(level));
    let levels = || words.levels.iter().map(|level| level.code.as_str()).collect::<Vec<_>>().join(", ");
    Ok(Aim {
        subject: term(&words.subjects, subject, "предмета")?,
        post: term(&words.posts, post, "должности")?,
        level: known.map(|level| level.code.clone()).ok_or_else(|| format!("«{part}»: нет такого уровня; есть {}", levels()))?,
    })
}

fn check_codes(titled: &Titled, rows: &[Understood], complaints: &mut Vec<Complaint>) {
    let mut seen = BTreeMap::new();
    for (row, line) in rows.iter().zip(&titled.lines).filter(|(row, _)| !row.code.is_empty()) {
        if let Some(first) = seen.insert(row.code.as_str(), line.number) {
            complaints.push(Complaint { at: titled.address(line, "code"), message: format!("Код «{}» уже стоит в строке {first}", row.code) });
        }
    }
}

/// Each parent is in the sheet, and nobody is under themselves.
fn check_parents(titled: &Titled, rows: &[Understood], complaints: &mut Vec<Complaint>) {
    let parents: BTreeMap<&str, &str> = rows.iter().map(|row| (row.code.as_str(), row.parent.as_str())).collect();
    for (row, line) in rows.iter().zip(&titled.lines).filter(|(row, _)| !row.parent.is_empty()) {
        let at = titled.address(line, "parent");
        if !parents.contains_key(row.parent.as_str()) {
            complaints.push(Complaint { at, message: format!("Кода «{}» нет в этом листе", row.parent) });
            continue;
        }
        let (mut above, mut steps) = (row.parent.as_str(), 0);
        while !above.is_empty() && steps <= DEEPEST {
            above = parents.get(above).copied().unwrap_or_default();
            steps += 1;
        }
        if !above.is_empty() {
            complaints.push(Complaint {
                at, message: format!("«{}» вложена глубже {DEEPEST} уровней или оказывается внутри самой себя: проверьте коды родителей", row.code)
            });
        }
    }
}

/// Puts the rows in place of a draft's tree; all or nothing.
///
/// # Errors
/// The framework is no draft, or somebody was first.
pub fn load(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64, rows: &[Understood]) -> Result<()> {
    let framework = workflow::draft(tx, id, version)?;
    store::clear(tx, id)?;
    let mut placed: BTreeMap<&str, CompetencyId> = BTreeMap::new();
    let mut waiting: Vec<(i64, &Understood)> = (1..).zip(rows).collect();
    // Checked before: every parent is there and there is no circle, so each round places at least one.
    while !waiting.is_empty() {
        let before = waiting.len();
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, row)| row.parent.is_empty() || placed.contains_key(row.parent.as_str()));
        for (position, row) in ready {
            let parent = placed.get(row.parent.as_str()).copied();
            let new = Competency { id: CompetencyId::fresh(), framework: id, parent, code: row.code.clone(), title: row.title.clone(), description: row.description.clone(), position };
            store::add(tx, &new, "{}")?;
            let targets: Vec<Target> = row.targets.iter().map(|aim| Target { competency: new.id, subject: aim.subject.clone(), post: aim.post.clone(), level: aim.level.clone() }).collect();
            store::set_targets(tx, new.id, &targets)?;
            placed.insert(row.code.as_str(), new.id);
        }
        if later.len() == before {
            return Err(kernel::Error::refusal("Коды родителей в листе не сходятся. Проверьте файл ещё раз."));
        }
        waiting = later;
    }
    store::touch(tx, &framework)?;
    tx.record(by, Event::new("framework.imported", "framework", id).with(json!({"rows": rows.len()})))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(rows: &[[&str; 5]]) -> Titled {
        let keys = ["code", "parent", "title", "description", "targets"];
        let line = |(number, cells): (u32, &[&str; 5])| Line { number, cells: keys.iter().zip(cells).map(|(key, cell)| ((*key).to_owned(), (*cell).to_owned())).collect() };
        Titled { letters: keys.iter().zip(["A", "B", "C", "D", "E"]).map(|(key, letter)| ((*key).to_owned(), letter.to_owned())).collect(), unknown: Vec::new(), lines: (2..).zip(rows).map(line).collect() }
    }

    fn words() -> Words {
        Words { levels: vec![Level { code: "high".into(), label: "высокий".into(), percent_from: 80 }], ..Words::default() }
    }

    #[test]
    fn rows_in_any_order_are_understood_with_their_targets() {
        let rows = check(&titled(&[["М1", "М", "Планирует", "", "Высокий"], ["М", "", "Методические", "", ""]]), &words()).unwrap();
        assert_eq!(rows[0].targets, [Aim { level: "high".into(), ..Aim::default() }]);
    }

    #[test]
    fn every_wrong_cell_is_named() {
        let complaints = check(&titled(&[["М1", "М2", "", "", "top"], ["М1", "Х", "Оценивает", "", "физика: high"], ["М2", "М1", "Ведёт", "", ""]]), &words()).unwrap_err();
        let at: Vec<&str> = complaints.iter().map(|complaint| complaint.at.as_str()).collect();
        assert_eq!(at, ["C2", "E2", "E3", "A3", "B3"]);
    }

    #[test]
    fn nobody_is_under_themselves() {
        let complaints = check(&titled(&[["А", "Б", "Один", "", ""], ["Б", "А", "Два", "", ""], ["В", "В", "Три", "", ""]]), &words()).unwrap_err();
        assert_eq!(complaints.len(), 3, "{complaints:?}");
    }
}
