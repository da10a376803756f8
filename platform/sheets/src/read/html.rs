//! The tables of a web page that a program saved as .xls. Only tokens are read, no tree is built: nesting costs a number, not a stack.
//! A table inside a cell is a table of its own; of scripts and styles nothing is kept.

use html5gum::{DefaultEmitter, EndTag, HtmlString, StartTag, Token, Tokenizer};

use super::Sink;
use super::guard::Guard;
use crate::{Cell, Limits, Merge, ReadError};

/// Tables in tables deeper than this are a trap.
const DEEPEST: usize = 20;
/// A cell reaches down at most so many rows.
const LONGEST_SPAN: u32 = 10_000;

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let text = super::encoding::decode(bytes)?;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page { guard: Guard::new(limits), tables: Vec::new(), open: Vec::new(), silent: 0 };
    page.guard.sheet("")?;
    for token in Tokenizer::new_with_emitter(text.as_ref(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag)?,
            Token::EndTag(tag) => page.end(&tag)?,
            Token::String(piece) => page.text(&String::from_utf8_lossy(&piece))?,
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.tell(limits, sink)
}

struct Page {
    guard: Guard,
    tables: Vec<Table>,
    /// Indexes of the tables that are not closed yet, the innermost last.
    open: Vec<usize>,
    /// Inside so many elements whose text is not for reading.
    silent: usize,
}

#[derive(Default)]
struct Table {
    rows: Vec<(u32, Vec<Cell>)>,
    merges: Vec<Merge>,
    /// How many rows more each column is covered by a cell from above.
    covered: Vec<u32>,
    next: u32,
    row: Option<Vec<Cell>>,
    cell: Option<Open>,
}

/// A cell that is being read.
struct Open {
    text: String,
    across: u32,
    down: u32,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>) -> Result<(), ReadError> {
        match tag.name.as_slice() {
            b"table" => {
                if self.open.len() >= DEEPEST || self.tables.len() >= 10_000 {
                    return Err(ReadError::TooHeavy);
                }
                self.open.push(self.tables.len());
                self.tables.push(Table::default());
            }
            b"tr" => self.in_table(|table, guard| {
                table.close_row(guard)?;
                table.row = Some(Vec::new());
                Ok(())
            })?,
            b"td" | b"th" => {
                let (across, down) = (span(tag, b"colspan", 1_000), span(tag, b"rowspan", LONGEST_SPAN));
                self.in_table(|table, guard| {
                    table.close_cell(guard)?;
                    table.row.get_or_insert_default();
                    table.cell = Some(Open { text: String::new(), across, down });
                    Ok(())
                })?;
            }
            b"br" | b"p" | b"div" | b"li" => self.text(" ")?,
            b"script" | b"style" | b"title" | b"textarea" if !tag.self_closing => self.silent += 1,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &EndTag<()>) -> Result<(), ReadError> {
        match tag.name.as_slice() {
            b"table" => {
                self.in_table(Table::close_row)?;
                self.open.pop();
            }
            b"tr" => self.in_table(Table::close_row)?,
            b"td" | b"th" => self.in_table(Table::close_cell)?,
            b"p" | b"div" | b"li" => self.text(" ")?,
            b"script" | b"style" | b"title" | b"textarea" => self.silent = self.silent.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn in_table(&mut self, act: impl FnOnce(&mut Table, &mut Guard) -> Result<(), ReadError>) -> Result<(), ReadError> {
        match self.open.last().and_then(|at| self.tables.get_mut(*at)) {
            Some(table) => act(table, &mut self.guard),
            None => Ok(()),
        }
    }

    fn text(&mut self, piece: &str) -> Result<(), ReadError> {
        if self.silent > 0 {
            return Ok(());
        }
        self.in_table(|table, guard| {
            let (row, column) = (table.next, table.column());
            let Some(cell) = &mut table.cell else { return Ok(()) };
            cell.text.push_str(piece);
            // What grows without end is cut while it grows; it is counted whole when the cell is closed.
            guard.long(row, column, cell.text.len())
        })
    }

    fn tell(mut self, limits: &Limits, sink: &mut dyn Sink) -> Result<(), ReadError> {
        while !self.open.is_empty() {
            self.in_table(Table::close_row)?;
            self.open.pop();
        }
        let filled: Vec<Table> = self.tables.into_iter().filter(|table| !table.rows.is_empty()).collect();
        if filled.is_empty() {
            return Err(ReadError::NotASpreadsheet(crate::Looks::WebPage));
        }
        if filled.len() > limits.sheets {
            return Err(ReadError::TooManySheets { limit: limits.sheets });
        }
        for (number, table) in (1_usize..).zip(filled) {
            let name = if number == 1 { String::new() } else { format!("таблица {number}") };
            sink.sheet(&name, false)?;
            table.rows.into_iter().try_for_each(|(index, cells)| sink.row(index, cells))?;
            table.merges.into_iter().take(super::builder::MERGES_KEPT).try_for_each(|merge| sink.merge(merge))?;
        }
        Ok(())
    }
}

impl Table {
    /// The first column of this row that no cell stands in or reaches down to.
    fn column(&self) -> u32 {
        let mut at = self.row.as_ref().map_or(0, Vec::len);
        while self.covered.get(at).is_some_and(|rows| *rows > 0) {
            at += 1;
        }
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn close_cell(&mut self, guard: &mut Guard) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let column = self.column();
        let right = column.saturating_add(cell.across - 1);
        let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A cell that spans nothing it may span is still a place; one that is empty may lie outside of what is read.
        if !text.is_empty() || cell.across == 1 {
            guard.place(self.next, if text.is_empty() { column } else { right })?;
        }
        guard.text(self.next, column, text.len())?;
        if cell.across > 1 || cell.down > 1 {
            self.merges.push(Merge { top: self.next, left: column, bottom: self.next.saturating_add(cell.down - 1), right });
        }
        let (left, end) = (column as usize, right as usize + 1);
        if self.covered.len() < end {
            self.covered.resize(end, 0);
        }
        for covered in self.covered.get_mut(left..end).unwrap_or_default() {
            *covered = cell.down;
        }
        let row = self.row.get_or_insert_default();
        row.resize(left, Cell::Empty);
        row.push(if text.is_empty() { Cell::Empty } else { Cell::Text(text) });
        row.resize(end, Cell::Empty);
        Ok(())
    }

    fn close_row(&mut self, guard: &mut Guard) -> Result<(), ReadError> {
        self.close_cell(guard)?;
        let Some(mut cells) = self.row.take() else { return Ok(()) };
        while cells.last() == Some(&Cell::Empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            guard.row(self.next, &cells)?;
            self.rows.push((self.next, cells));
        }
        self.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        self.next = self.next.saturating_add(1);
        guard.place(self.next, 0)
    }
}

fn span(tag: &StartTag<()>, name: &[u8], most: u32) -> u32 {
    let said = tag.attributes.get(&HtmlString(name.to_vec())).and_then(|value| std::str::from_utf8(value).ok()?.trim().parse::<u32>().ok());
    said.unwrap_or(1).clamp(1, most)
}
