//! Workbooks: dates and numbers typed, everything else a string cell, header frozen, widths set, filter on.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::{Column, Made, Value, WriteError};

/// One list as a workbook of one sheet (and one more about the export, if `made` is given).
pub fn export<R>(title: &str, columns: &[Column], rows: R, made: Option<&Made>) -> Result<Vec<u8>, WriteError>
where
    R: IntoIterator<Item = Vec<Value>>,
{
    let mut workbook = Workbook::new(made.cloned());
    workbook.add_sheet(title, columns, rows)?;
    workbook.finish()
}

/// Several lists in one file.
pub struct Workbook {
    file: rust_xlsxwriter::Workbook,
    names: Vec<String>,
    lists: Vec<(String, usize)>,
    made: Option<Made>,
    formats: Formats,
}

struct Formats {
    header: Format,
    text: Format,
    date: Format,
}

const LAST_ROW: usize = 1_048_575;
const LAST_COLUMN: usize = 16_384;
const LONGEST_TEXT: usize = 32_767;
const CUT: &str = "… (обрезано)";

impl Workbook {
    pub fn new(made: Option<Made>) -> Self {
        let formats = Formats {
            header: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Thin),
            text: Format::new().set_num_format("@"),
            date: Format::new().set_num_format("dd\\.mm\\.yyyy").set_align(FormatAlign::Left),
        };
        Self { file: rust_xlsxwriter::Workbook::new(), names: Vec::new(), lists: Vec::new(), made, formats }
    }

    /// A sheet with a list; its name on the tab is made from the title.
    pub fn add_sheet<R>(&mut self, title: &str, columns: &[Column], rows: R) -> Result<(), WriteError>
    where
        R: IntoIterator<Item = Vec<Value>>,
    {
        if columns.len() > LAST_COLUMN {
            return Err(WriteError::TooManyColumns { columns: columns.len() });
        }
        let name = sheet_name(title, &self.names);
        self.names.push(name.clone());
        let sheet = self.file.add_worksheet().set_name(name)?;
        let count = fill(sheet, columns, rows, &self.formats)?;
        arrange(sheet, columns.len(), count)?;
        if let Some(made) = &self.made {
            sheet.set_footer(format!("&L{} · {}&R&P из &N", made.by.replace('&', "&&"), made.moment()));
        }
        self.lists.push((title.to_owned(), count));
        Ok(())
    }

    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        if let Some(made) = self.made.take() {
            self.file.set_properties(&properties(&made)?);
            self.about(&made)?;
        }
        Ok(self.file.save_to_buffer()?)
    }

    fn about(&mut self, made: &Made) -> Result<(), WriteError> {
        let mut lines = vec![("Кто выгрузил", made.by.clone()), ("Когда", made.moment())];
        if !made.filter.is_empty() {
            lines.push(("Отбор", made.filter.clone()));
        }
        for (title, count) in &self.lists {
            lines.push(("Список", title.clone()));
            lines.push(("Строк", count.to_string()));
        }
        let name = sheet_name("О выгрузке", &self.names);
        let sheet = self.file.add_worksheet().set_name(name)?;
        for (row, (label, text)) in (0_u32..).zip(&lines) {
            sheet.write_string_with_format(row, 0, *label, &self.formats.text)?;
            sheet.write_string_with_format(row, 1, fitting(text), &self.formats.text)?;
        }
        sheet.set_column_width(0, 16)?.set_column_width(1, 60)?;
        Ok(())
    }
}

/// The moment is given, so the same list gives the same bytes.
fn properties(made: &Made) -> Result<DocProperties, WriteError> {
    let at = made.at;
    let moment = excel_date(at.date()).and_then(|date| date.and_hms(at.hour().unsigned_abs().into(), at.minute().unsigned_abs(), at.second().unsigned_abs()))?;
    let comment = format!("Выгрузка: {}, {}", made.by, made.moment());
    Ok(DocProperties::new().set_author(&made.by).set_comment(comment).set_creation_datetime(&moment))
}

/// Writes header and rows, sets the widths, returns how many rows there were.
fn fill<R>(sheet: &mut Worksheet, columns: &[Column], rows: R, formats: &Formats) -> Result<usize, WriteError>
where
    R: IntoIterator<Item = Vec<Value>>,
{
    let mut widths: Vec<usize> = columns.iter().map(|column| column.title.chars().count().min(24) + 4).collect();
    for (index, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, index, fitting(&column.title), &formats.header)?;
    }
    let mut count = 0;
    for row in rows {
        count += 1;
        if count > LAST_ROW {
            return Err(WriteError::TooManyRows { rows: count });
        }
        let number = u32::try_from(count).unwrap_or(u32::MAX);
        for ((index, value), width) in (0_u16..).zip(&row).zip(&mut widths) {
            *width = (*width).max(write(sheet, number, index, value, formats)? + 2);
        }
    }
    for ((index, column), width) in (0_u16..).zip(columns).zip(widths) {
        sheet.set_column_width(index, column.width.map_or(width.min(60) as f64, f64::from))?;
    }
    Ok(count)
}

fn arrange(sheet: &mut Worksheet, columns: usize, rows: usize) -> Result<(), XlsxError> {
    let (Some(last_column), Ok(last_row)) = (columns.checked_sub(1).and_then(|last| u16::try_from(last).ok()), u32::try_from(rows)) else {
        return Ok(());
    };
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(9);
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(())
}

/// Writes one cell and returns its width in characters. A text is written by `write_string` only: never as a formula
/// or a link.
fn write(sheet: &mut Worksheet, row: u32, column: u16, value: &Value, formats: &Formats) -> Result<usize, XlsxError> {
    /// Beyond this a spreadsheet rounds: such a number is an identifier and goes as text.
    const EXACT: u64 = 1 << 53;
    let text = match value {
        Value::Empty => return Ok(0),
        Value::Number(number) if !number.is_finite() => return Ok(0),
        Value::Number(number) => {
            sheet.write_number(row, column, *number)?;
            return Ok(number.to_string().len());
        }
        Value::Integer(number) if number.unsigned_abs() <= EXACT => {
            sheet.write_number(row, column, *number as f64)?;
            return Ok(number.to_string().len());
        }
        Value::Date(date) => match excel_date(*date) {
            Ok(day) => {
                sheet.write_datetime_with_format(row, column, &day, &formats.date)?;
                return Ok(10);
            }
            Err(_) => crate::book::plain_date(*date),
        },
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => fitting(text),
    };
    let width = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    sheet.write_string_with_format(row, column, text, &formats.text)?;
    Ok(width)
}

fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).map_err(|_| XlsxError::DateTimeRangeError(date.to_string()))?;
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// A cell holds 32,767 UTF-16 units; a longer text is cut and says so, rather than the whole list be lost.
fn fitting(text: &str) -> String {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    let mut left = LONGEST_TEXT - CUT.chars().count();
    let kept = text.chars().take_while(|letter| {
        let fits = letter.len_utf16() <= left;
        left = left.saturating_sub(letter.len_utf16());
        fits
    });
    kept.chain(CUT.chars()).collect()
}

/// A tab's name: at most 31 characters, none of `[]:*?/\`, no apostrophe at an end, not empty, not there already.
fn sheet_name(title: &str, taken: &[String]) -> String {
    const LONGEST: usize = 31;
    let allowed = |letter: char| if letter.is_control() || "[]:*?/\\".contains(letter) { ' ' } else { letter };
    let clean = title.chars().map(allowed).collect::<String>();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let base = match clean.trim_matches('\'').trim() {
        "" => "Список",
        name => name,
    };
    let named = |suffix: &str| format!("{}{suffix}", cut(base, LONGEST - suffix.len()));
    let is_free = |name: &String| !taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = (2_u32..).map(|number| named(&format!(" {number}")));
    std::iter::once(named("")).chain(numbered).find(is_free).unwrap_or_default()
}

/// The first `units` UTF-16 units, without what may not stand at an end.
fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, letter)| {
        used += letter.len_utf16();
        used > units
    });
    let head = end.and_then(|(at, _)| text.get(..at)).unwrap_or(text);
    head.trim_end_matches([' ', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_gets_a_name_that_excel_accepts() {
        assert_eq!(sheet_name("Заявки: 2026/27 [все]", &[]), "Заявки 2026 27 все");
        assert_eq!(sheet_name("''", &[]), "Список");
        assert_eq!(sheet_name(&"Ы".repeat(40), &[]).chars().count(), 31);
        assert_eq!(sheet_name("Школы", &["школы".into()]), "Школы 2");
        assert_eq!(sheet_name(&"Ы".repeat(40), &["Ы".repeat(31)]), format!("{} 2", "Ы".repeat(29)));
    }

    #[test]
    fn a_text_beyond_the_limit_of_a_cell_is_cut_and_says_so() {
        let cut = fitting(&"я".repeat(40_000));
        assert!(cut.encode_utf16().count() <= LONGEST_TEXT && cut.ends_with(CUT));
        assert_eq!(fitting(&"я".repeat(32_767)).chars().count(), 32_767);
    }
}
