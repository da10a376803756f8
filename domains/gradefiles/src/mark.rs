//! What stands in a cell: a number with its comma, a mark, «н/а», «осв».

use sheets::Cell;

/// Why a cell is no number. The sentence never repeats what stands there.
pub(crate) type Why = String;

/// A whole number of pupils. Nothing, a dash and a blank are none.
pub(crate) fn count(cell: &Cell) -> Result<Option<i64>, Why> {
    match number(cell)? {
        None => Ok(None),
        Some(number) if number < 0.0 => Err("число учеников меньше нуля".into()),
        Some(number) if number.fract().abs() > 1e-9 => Err("число учеников не целое".into()),
        Some(number) if number > 1e6 => Err("слишком большое число учеников".into()),
        Some(number) => Ok(Some(number.round() as i64)),
    }
}

/// A number, with a comma or a point, with spaces between thousands, with «%» or «чел.» after it.
pub(crate) fn number(cell: &Cell) -> Result<Option<f64>, Why> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) if number.is_finite() => Ok(Some(*number)),
        Cell::Number(_) => Err("здесь не число".into()),
        Cell::Date(_) => Err("здесь дата, а должно быть число: табличный редактор принял число с точкой за дату".into()),
        Cell::Bool(_) => Err("здесь «да» или «нет», а должно быть число".into()),
        Cell::Error(_) => Err("здесь ошибка формулы, а должно быть число".into()),
        Cell::Text(text) => typed(text),
    }
}

fn typed(text: &str) -> Result<Option<f64>, Why> {
    let text = text.trim();
    if text.is_empty() || matches!(text, "-" | "–" | "—" | "." | "х" | "Х" | "x" | "X") {
        return Ok(None);
    }
    if text.starts_with('=') {
        return Err("здесь формула, а не её значение: откройте файл в табличном редакторе, сохраните и загрузите снова".into());
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect::<String>().replace(',', ".");
    let bare = bare.strip_suffix('%').unwrap_or(&bare);
    let bare = ["человек", "чел.", "чел"].iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(bare);
    let is_plain = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let parsed = is_plain.then(|| bare.parse::<f64>().ok()).flatten();
    parsed.map(Some).ok_or_else(|| if is_date(text) { "здесь дата, а должно быть число".into() } else { "здесь должно быть число".into() })
}

/// «05.09.2025», «5.09», «05/09/25».
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['.', '/']).collect();
    let part = |at: usize, most: u32| parts.get(at).and_then(|part| part.parse::<u32>().ok()).is_some_and(|number| (1..=most).contains(&number));
    (2..=3).contains(&parts.len()) && parts.iter().all(|part| !part.is_empty() && part.len() <= 4) && part(0, 31) && part(1, 12) && parts.get(1).is_some_and(|month| month.len() == 2)
}

/// One pupil's final mark, as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// 2 … 5.
    Got(u8),
    /// A «1» counts as a «2», and it is said.
    One,
    NotAttested,
    Released,
    /// Passed or not, without a mark.
    Credit,
    Absent,
    Blank,
}

pub(crate) fn mark(cell: &Cell) -> Result<Mark, Why> {
    let text = cell.text();
    let plain: String = text.trim().to_lowercase().replace('ё', "е").chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '/' | '\\')).collect();
    match plain.as_str() {
        "" | "-" | "–" | "—" => return Ok(Mark::Blank),
        "на" | "неатт" | "неаттестован" | "неаттестована" | "неаттестовано" | "na" | "нa" => return Ok(Mark::NotAttested),
        "осв" | "освоб" | "освобожден" | "освобождена" | "ocв" => return Ok(Mark::Released),
        "зач" | "зачет" | "зачтено" | "незач" | "незачет" | "зч" | "нз" => return Ok(Mark::Credit),
        "н" | "нб" | "б" | "бол" | "у" | "h" => return Ok(Mark::Absent),
        _ => {}
    }
    match number(cell)? {
        None => Ok(Mark::Blank),
        Some(1.0) => Ok(Mark::One),
        Some(number) if (2.0..=5.0).contains(&number) && number.fract() == 0.0 => Ok(Mark::Got(number as u8)),
        Some(_) => Err("отметка вне шкалы: бывают 2, 3, 4, 5, «н/а», «осв»".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (typed, read) in [("24", 24.0), ("3,85", 3.85), ("3.85", 3.85), ("1 234", 1234.0), ("45,5 %", 45.5), ("24 чел.", 24.0)] {
            assert_eq!(number(&text(typed)), Ok(Some(read)), "{typed}");
        }
        assert_eq!(number(&text("—")), Ok(None));
        for wrong in ["=СУММ(A1:A5)", "двадцать", "05.09.2025"] {
            assert!(number(&text(wrong)).is_err(), "{wrong}");
        }
        assert!(count(&text("3,5")).is_err() && count(&Cell::Number(-1.0)).is_err());
    }

    #[test]
    fn marks_as_journals_have_them() {
        for (typed, read) in
            [("5", Mark::Got(5)), (" 4 ", Mark::Got(4)), ("н/а", Mark::NotAttested), ("Н\\А", Mark::NotAttested), ("осв.", Mark::Released), ("н", Mark::Absent), ("", Mark::Blank), ("зач", Mark::Credit), ("1", Mark::One)]
        {
            assert_eq!(mark(&text(typed)), Ok(read), "{typed}");
        }
        for wrong in ["6", "0", "12", "4,5", "хорошо", "=A1"] {
            assert!(mark(&text(wrong)).is_err(), "{wrong}");
        }
    }
}
