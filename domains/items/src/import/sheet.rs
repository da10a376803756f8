//! A sheet with a row per item.

mod template;

pub use template::{ABOUT, ASKED, template};

use super::{Around, Brought, Known, Read, Remark};
use crate::{
    content::{Ask, Criterion, ItemBody, ItemKind, Key, Material},
    form::{self, Draft, clean},
    score::number,
    sound::sound,
};
use kernel::FieldErrors;
use sheets::titled::{Line, Titled};

/// More rows at once are a mistake.
const MOST: usize = 5_000;

/// Reads all rows: what was understood and what is wrong, cell by cell.
#[must_use]
pub fn read(titled: &Titled, around: &Around) -> Read {
    let mut found =
        Read { left: titled.unknown.iter().map(|title| Remark { at: format!("столбец «{title}»"), message: "такой столбец не загружается".into() }).collect(), ..Read::default() };
    if titled.lines.len() > MOST {
        found.wrong.push(Remark { at: "лист".into(), message: format!("строк {}, за один раз загружаем до {MOST}", titled.lines.len()) });
        return found;
    }
    let mut codes = std::collections::BTreeMap::new();
    for line in &titled.lines {
        let mut row = Row { titled, line, around, wrong: Vec::new() };
        let brought = row.brought();
        if let Some(first) = codes.insert(line.text("code").to_owned(), line.number).filter(|_| !line.text("code").is_empty()) {
            row.complain("code", format!("код «{}» уже стоит в строке {first}", line.text("code")));
        }
        found.wrong.append(&mut row.wrong);
        found.items.extend(brought);
    }
    found
}

struct Row<'a> {
    titled: &'a Titled,
    line: &'a Line,
    around: &'a Around,
    wrong: Vec<Remark>,
}

impl Row<'_> {
    fn complain(&mut self, key: &str, message: impl Into<String>) {
        self.wrong.push(Remark { at: self.titled.address(self.line, key), message: message.into() });
    }

    fn text(&self, key: &str) -> String {
        clean(self.line.text(key))
    }

    fn brought(&mut self) -> Option<Brought> {
        let (code, stem) = (self.text("code"), self.text("stem"));
        match code.chars().count() {
            0 => self.complain("code", "укажите код задания"),
            1..=40 if self.around.taken.contains(&code) => self.complain("code", format!("задание «{code}» в банке уже есть")),
            1..=40 => {}
            _ => self.complain("code", "код длиннее 40 знаков"),
        }
        if stem.is_empty() {
            self.complain("stem", "укажите текст задания");
        }
        let kind = self.kind();
        let main = self.around.competencies.get(&self.text("competency")).cloned();
        if main.is_none() {
            self.complain("competency", format!("в выбранной рамке нет компетенции с кодом «{}»", self.text("competency")));
        }
        let subject = self.subject();
        let expected = self.expected();
        let asked = kind.and_then(|kind| self.asked(kind));
        let video = self.text("video");
        let materials = if video.is_empty() { Vec::new() } else { vec![Material::Video { address: video, title: String::new() }] };
        let (ask, key) = asked?;
        let body = ItemBody { stem, materials, ask, points: self.points(), expected };
        if self.wrong.is_empty()
            && let Err(sentence) = sound(&body, &key)
        {
            self.complain("right", sentence);
        }
        let known = self.known(&body);
        let draft = Draft { code, subject, main: main?, others: Vec::new(), body, key, rationale: self.text("rationale").chars().take(8_000).collect() };
        self.wrong.is_empty().then(|| Brought { at: format!("Строка {}", self.line.number), draft, known })
    }

    fn kind(&mut self) -> Option<ItemKind> {
        let typed = kernel::search::fold(self.line.text("kind"));
        let found = ItemKind::ALL.iter().copied().find(|kind| kernel::search::fold(kind.label()) == typed || kind.as_str() == typed);
        if found.is_none() {
            self.complain("kind", format!("нет такого вида: «{}». Есть: {}", self.text("kind"), ItemKind::ALL.iter().map(|kind| kind.label()).collect::<Vec<_>>().join(", ")));
        }
        found
    }

    fn subject(&mut self) -> String {
        let typed = self.text("subject");
        if typed.is_empty() {
            return typed;
        }
        let found = self.around.subjects.iter().find(|term| term.code == typed || term.is_called(&typed)).map(|term| term.code.clone());
        if found.is_none() {
            self.complain("subject", format!("нет такого предмета: «{typed}»"));
        }
        found.unwrap_or_default()
    }

    fn expected(&mut self) -> i8 {
        let typed = self.text("expected").replace(['−', '–'], "-");
        if typed.is_empty() {
            return 0;
        }
        let found = typed.parse::<i8>().ok().filter(|level| (-2..=2).contains(level));
        if found.is_none() {
            self.complain("expected", "трудность — целое число от −2 до 2");
        }
        found.unwrap_or(0)
    }

    fn points(&mut self) -> u32 {
        let typed = self.text("points");
        if typed.is_empty() {
            return 1;
        }
        let found = typed.parse::<u32>().ok().filter(|points| (1..=3).contains(points));
        if found.is_none() {
            self.complain("points", "баллов может быть 1, 2 или 3");
        }
        found.unwrap_or(1)
    }

    /// Choices with their numbers, from 0.
    fn choices(&self) -> Vec<(usize, String)> {
        (0..form::CHOICES).map(|at| (at, self.text(&format!("v{}", at + 1)))).filter(|(_, text)| !text.is_empty()).collect()
    }

    fn asked(&mut self, kind: ItemKind) -> Option<(Ask, Key)> {
        let mut errors = FieldErrors::default();
        let found = match kind {
            ItemKind::Single | ItemKind::Multiple => {
                let right: Vec<usize> = self.parts("right").iter().filter_map(|part| part.parse::<usize>().ok()?.checked_sub(1)).collect();
                form::choose(&mut errors, kind, self.choices(), &right)
            }
            ItemKind::Ordering => form::order(&mut errors, self.choices().into_iter().map(|(_, text)| text).collect()),
            ItemKind::Matching => {
                let (left, right) = self.pairs();
                form::pair(&mut errors, &left, &right)
            }
            ItemKind::Number => self.number(),
            ItemKind::Text => form::text(&mut errors, self.parts("right")),
            ItemKind::Open => self.criteria().map(|criteria| (Ask::Open { criteria }, Key::Experts)),
            ItemKind::Task => self.criteria().map(|criteria| (Ask::Task { criteria, takes_file: false }, Key::Experts)),
        };
        for (field, message) in errors.all() {
            // Fields of the editor, as columns of the sheet.
            let row = field.rsplit_once('-').and_then(|(_, at)| at.parse::<usize>().ok()).map(|at| format!("v{}", at + 1));
            self.complain(row.as_deref().unwrap_or("right"), message.clone());
        }
        found.filter(|_| errors.is_empty())
    }

    fn parts(&self, key: &str) -> Vec<String> {
        self.text(key).split(';').map(clean).filter(|part| !part.is_empty()).collect()
    }

    fn pairs(&self) -> (Vec<(usize, String)>, Vec<(usize, String)>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (at, text) in self.choices() {
            let (one, other) = text.split_once("=>").unwrap_or((text.as_str(), ""));
            left.extend(Some((at, clean(one))).filter(|(_, text)| !text.is_empty()));
            right.extend(Some((at, clean(other))).filter(|(_, text)| !text.is_empty()));
        }
        (left, right)
    }

    fn number(&mut self) -> Option<(Ask, Key)> {
        let (value, tolerance) = (number(self.line.text("right")), self.text("tolerance"));
        if value.is_none() {
            self.complain("right", "укажите верное число");
        }
        let tolerance = if tolerance.is_empty() { Some(0.0) } else { number(&tolerance).filter(|number| *number >= 0.0) };
        if tolerance.is_none() {
            self.complain("tolerance", "допуск — число от 0");
        }
        Some((Ask::Number { unit: self.text("unit").chars().take(30).collect() }, Key::Number { value: value?, tolerance: tolerance? }))
    }

    /// `Цель = 2 (за что); Время = 1`.
    fn criteria(&mut self) -> Option<Vec<Criterion>> {
        let mut found = Vec::new();
        for part in self.parts("criteria") {
            let Some((title, rest)) = part.rsplit_once('=') else {
                self.complain("criteria", format!("«{part}»: напишите критерий и балл через «=»"));
                return None;
            };
            let (max, about) = rest.split_once('(').map_or((rest, ""), |(max, about)| (max, about.trim_end().trim_end_matches(')')));
            match max.trim().parse::<u32>() {
                Ok(max) if (1..=10).contains(&max) => found.push(Criterion { title: clean(title), about: clean(about), max }),
                _ => {
                    self.complain("criteria", format!("«{part}»: балл — от 1 до 10"));
                    return None;
                }
            }
        }
        if found.is_empty() {
            self.complain("criteria", "укажите критерии: «Цель = 2 (за что ставят)»");
            return None;
        }
        Some(found)
    }

    fn known(&mut self, body: &ItemBody) -> Option<Known> {
        let (a, d, calibration) = (self.text("a"), self.parts("d"), self.text("calibration"));
        if a.is_empty() && d.is_empty() && calibration.is_empty() {
            return None;
        }
        if calibration.is_empty() {
            self.complain("calibration", "назовите калибровку, из которой взяты параметры");
        }
        let slope = number(&a).filter(|slope| *slope > 0.0 && *slope <= 20.0);
        if slope.is_none() {
            self.complain("a", "крутизна — число больше 0, не больше 20");
        }
        let intercepts: Vec<f64> = d.iter().filter_map(|part| number(part)).filter(|d| d.abs() <= 100.0).collect();
        if intercepts.len() != d.len() || intercepts.len() != body.max_score() as usize {
            self.complain("d", format!("нужно чисел: {} — по одному на балл, через точку с запятой", body.max_score()));
        }
        Some(Known { calibration: calibration.chars().take(200).collect(), slope: slope?, intercepts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around() -> Around {
        Around { competencies: ["М1", "М2", "М3", "М4", "П5", "К1"].iter().map(|code| ((*code).to_owned(), format!("id-{code}"))).collect(), ..Around::default() }
    }

    fn titled(rows: &[&[(&str, &str)]]) -> Titled {
        let letters = ASKED.iter().enumerate().map(|(at, column)| (column.key.to_owned(), sheets::column_letters(u32::try_from(at).unwrap()))).collect();
        let line = |(number, cells): (u32, &&[(&str, &str)])| Line { number, cells: cells.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect() };
        Titled { letters, unknown: Vec::new(), lines: (2..).zip(rows).map(line).collect() }
    }

    #[test]
    fn the_template_is_understood_row_by_row() {
        let file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut &file, &template().unwrap()).unwrap();
        let book = sheets::read_in_process(file, &sheets::Limits::default()).unwrap();
        let read = read(&Titled::of(&book, ASKED).unwrap(), &around());
        assert_eq!(read.wrong, [], "{read:?}");
        let kinds: Vec<ItemKind> = read.items.iter().map(|item| item.draft.body.kind()).collect();
        assert_eq!(kinds, [ItemKind::Single, ItemKind::Multiple, ItemKind::Ordering, ItemKind::Matching, ItemKind::Number, ItemKind::Text, ItemKind::Open, ItemKind::Task]);
        assert_eq!(read.items[0].draft.main, "id-М1");
    }

    #[test]
    fn parameters_come_with_the_name_of_their_calibration() {
        let base: &[(&str, &str)] = &[("code", "А"), ("kind", "Число"), ("competency", "П5"), ("stem", "Сколько?"), ("right", "5"), ("a", "1,2"), ("d", "-0,5"), ("calibration", "Весна")];
        let good = read(&titled(&[base]), &around());
        assert_eq!(good.items[0].known, Some(Known { calibration: "Весна".into(), slope: 1.2, intercepts: vec![-0.5] }));
        let bad: Vec<(&str, &str)> = base
            .iter()
            .map(|(key, text)| match *key {
                "a" => ("a", "0"),
                "d" => ("d", "1;2"),
                "calibration" => ("calibration", ""),
                _ => (*key, *text),
            })
            .collect();
        let wrong = read(&titled(&[&bad]), &around()).wrong;
        assert_eq!(wrong.iter().map(|remark| remark.at.as_str()).collect::<Vec<_>>(), ["Z2", "X2", "Y2"]);
    }

    #[test]
    fn every_wrong_cell_is_named_and_nothing_of_the_row_is_taken() {
        let taken = Around { taken: ["А".to_owned()].into(), ..around() };
        let rows = [
            &[("code", "А"), ("kind", "Загадка"), ("competency", "Х"), ("stem", ""), ("expected", "5")][..],
            &[("code", "Б"), ("kind", "Один верный ответ"), ("competency", "М1"), ("stem", "Что?"), ("v1", "да"), ("v2", "нет"), ("right", "3")][..],
            &[("code", "Б"), ("kind", "Развёрнутый ответ"), ("competency", "М1"), ("stem", "Что?"), ("criteria", "Цель 2")][..],
        ];
        let found = read(&titled(&rows), &taken);
        assert!(found.items.is_empty());
        let at: Vec<&str> = found.wrong.iter().map(|remark| remark.at.as_str()).collect();
        assert_eq!(at, ["A2", "E2", "B2", "C2", "V2", "P3", "T4", "A4"]);
    }
}
