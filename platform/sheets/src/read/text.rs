//! Delimited text (.csv, .tsv) as programs and people in Russia make it: `;`, `,` or tab, quotes, uneven rows. Every
//! filled cell is a text here: which of them are dates or numbers is for the importer to ask.

use csv::{ReaderBuilder, StringRecord};

use super::Sink;
use super::guard::Guard;
use crate::{Cell, Limits, ReadError, write};

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let text = super::encoding::decode(bytes)?;
    let (text, delimiter, skipped) = match declared_delimiter(&text) {
        Some((delimiter, rest)) => (rest, delimiter, 1),
        None => (text.as_ref(), likely_delimiter(&text), 0),
    };
    let mut guard = Guard::new(limits);
    guard.sheet("")?;
    sink.sheet("", false)?;
    let mut reader = builder(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut rows = Numbering { text: text.as_bytes(), counted: 0, lines: skipped, inside: 0, next: 0 };
    while reader.read_record(&mut record).map_err(|_| ReadError::Damaged { near: None })? {
        let index = rows.index_of(&record);
        let cells = cells(&record, index, &mut guard)?;
        if !cells.is_empty() {
            guard.row(index, &cells)?;
            sink.row(index, cells)?;
        }
    }
    Ok(())
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

fn cells(record: &StringRecord, row: u32, guard: &mut Guard) -> Result<Vec<Cell>, ReadError> {
    let mut cells = Vec::with_capacity(record.len().min(256));
    let mut gap = 0_usize;
    for (column, field) in (0_u32..).zip(record) {
        if field.is_empty() {
            gap += 1;
            continue;
        }
        guard.place(row, column)?;
        guard.text(row, column, field.len())?;
        cells.resize(cells.len() + gap, Cell::Empty);
        cells.push(Cell::Text(write::csv::unguarded(field).to_owned()));
        gap = 0;
    }
    Ok(cells)
}

/// Row numbers as the spreadsheet program would show them: blank lines count, line breaks inside quotes do not.
struct Numbering<'a> {
    text: &'a [u8],
    counted: usize,
    lines: usize,
    inside: usize,
    next: u32,
}

impl Numbering<'_> {
    fn index_of(&mut self, record: &StringRecord) -> u32 {
        let from = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        // The reader places a record before the blank lines that it skipped.
        let blank = self.text.iter().skip(from).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = from + blank;
        self.lines += self.text.get(self.counted..start).map_or(0, breaks);
        self.counted = start.max(self.counted);
        let index = u32::try_from(self.lines - self.inside.min(self.lines)).unwrap_or(u32::MAX).max(self.next);
        self.inside += breaks(record.as_slice().as_bytes());
        self.next = index.saturating_add(1);
        index
    }
}

fn breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// Excel's own way of naming the delimiter: a first line `sep=;`.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    match first.trim_end().strip_prefix("sep=")?.as_bytes() {
        [delimiter @ (b';' | b',' | b'\t' | b'|')] => Some((*delimiter, rest)),
        _ => None,
    }
}

/// The delimiter that cuts most of the first rows into the same number of fields; among equals, into more fields.
fn likely_delimiter(text: &str) -> u8 {
    let end = text.char_indices().nth(64 << 10).map_or(text.len(), |(at, _)| at);
    let sample = text.get(..end).unwrap_or(text);
    let score = |delimiter: u8| {
        let widths: Vec<usize> = builder(delimiter).from_reader(sample.as_bytes()).records().take(200).flatten().map(|record| record.len()).collect();
        let usual = most_frequent(&widths);
        let share = widths.iter().filter(|width| **width == usual).count() * 10 / widths.len().max(1);
        if usual > 1 { (share.max(5), usual) } else { (0, usual) }
    };
    let mut best = (b';', score(b';'));
    for delimiter in [b'\t', b',', b'|'] {
        let other = score(delimiter);
        if other > best.1 {
            best = (delimiter, other);
        }
    }
    best.0
}

fn most_frequent(widths: &[usize]) -> usize {
    let count = |wanted: usize| widths.iter().filter(|width| **width == wanted).count();
    widths.iter().copied().max_by_key(|width| (count(*width), *width)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_cuts_evenly() {
        assert_eq!(likely_delimiter("ФИО;Адрес\nИванов;ул. Ленина, 5, кв. 6\nПетров;ул. Мира, 1\n"), b';');
        assert_eq!(likely_delimiter("ФИО,Школа,Класс\nИванов,\"СОШ; 5\",3\n"), b',');
        assert_eq!(likely_delimiter("ФИО\tШкола\nИванов\tСОШ, 5\n"), b'\t');
        assert_eq!(likely_delimiter("одно слово\n"), b';');
        assert_eq!(likely_delimiter("а;б,в\nг;д,е\nж;з\n"), b';');
    }
}
