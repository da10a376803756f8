//! What goes through the pipe from the child: a tag byte, then numbers in little-endian order and texts with their
//! length before them. Compact, and read without ever trusting a length.

use std::io::{self, Read, Write};

use jiff::civil::Date;

use super::Sink;
use crate::{Cell, Merge, ReadError, Unseen};

const SHEET: u8 = b'S';
const UNSEEN: u8 = b'U';
const ROW: u8 = b'R';
const MERGE: u8 = b'M';
const FORMULA: u8 = b'F';
const REFUSAL: u8 = b'E';
const END: u8 = b'Z';

/// A text longer than this on the pipe is no text of ours, whatever the limits say.
const LONGEST: usize = 16 << 20;
const WIDEST: usize = 1 << 14;
const MOST_SPANS: usize = 1 << 17;

pub(super) struct Writer<W: Write> {
    pub out: W,
}

impl<W: Write> Writer<W> {
    pub fn end(&mut self, peak_kib: u64) -> io::Result<()> {
        self.out.write_all(&[END])?;
        self.out.write_all(&peak_kib.to_le_bytes())?;
        self.out.flush()
    }

    pub fn refuse(&mut self, error: &ReadError) -> io::Result<()> {
        self.out.write_all(&[REFUSAL])?;
        self.text(&serde_json::to_string(error)?)?;
        self.out.flush()
    }

    fn number(&mut self, number: u32) -> io::Result<()> {
        self.out.write_all(&number.to_le_bytes())
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(u32::try_from(text.len()).map_err(io::Error::other)?)?;
        self.out.write_all(text.as_bytes())
    }

    fn cell(&mut self, cell: &Cell) -> io::Result<()> {
        match cell {
            Cell::Empty => self.out.write_all(b"-"),
            Cell::Text(text) => self.out.write_all(b"t").and_then(|()| self.text(text)),
            Cell::Error(text) => self.out.write_all(b"e").and_then(|()| self.text(text)),
            Cell::Number(number) => self.out.write_all(b"n").and_then(|()| self.out.write_all(&number.to_le_bytes())),
            Cell::Bool(value) => self.out.write_all(if *value { b"y" } else { b"x" }),
            Cell::Date(date) => {
                let [year0, year1] = date.year().to_le_bytes();
                let [month] = date.month().to_le_bytes();
                let [day] = date.day().to_le_bytes();
                self.out.write_all(&[b'd', year0, year1, month, day])
            }
        }
    }

    fn spans(&mut self, spans: &[(u32, u32)]) -> io::Result<()> {
        self.number(u32::try_from(spans.len()).map_err(io::Error::other)?)?;
        spans.iter().try_for_each(|(first, last)| self.number(*first).and_then(|()| self.number(*last)))
    }

    fn cells(&mut self, index: u32, cells: &[Cell]) -> io::Result<()> {
        self.out.write_all(&[ROW])?;
        self.number(index)?;
        self.number(u32::try_from(cells.len()).map_err(io::Error::other)?)?;
        cells.iter().try_for_each(|cell| self.cell(cell))
    }
}

impl<W: Write> Sink for Writer<W> {
    fn sheet(&mut self, name: &str, hidden: bool) -> Result<(), ReadError> {
        let write = |out: &mut Self| {
            out.out.write_all(&[SHEET, u8::from(hidden)])?;
            out.text(name)
        };
        write(self).map_err(super::kind::internal)
    }

    fn unseen(&mut self, unseen: Unseen) -> Result<(), ReadError> {
        let write = |out: &mut Self| {
            out.out.write_all(&[UNSEEN])?;
            out.spans(&unseen.rows)?;
            out.spans(&unseen.columns)
        };
        write(self).map_err(super::kind::internal)
    }

    fn row(&mut self, index: u32, cells: Vec<Cell>) -> Result<(), ReadError> {
        self.cells(index, &cells).map_err(super::kind::internal)
    }

    fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        let write = |out: &mut Self| {
            out.out.write_all(&[MERGE])?;
            [merge.top, merge.left, merge.bottom, merge.right].into_iter().try_for_each(|number| out.number(number))
        };
        write(self).map_err(super::kind::internal)
    }

    fn formula(&mut self, row: u32, column: u32) -> Result<(), ReadError> {
        let write = |out: &mut Self| {
            out.out.write_all(&[FORMULA])?;
            out.number(row)?;
            out.number(column)
        };
        write(self).map_err(super::kind::internal)
    }
}

/// Why the stream from the child ended without its end mark.
pub(super) enum Broken {
    Refused(ReadError),
    /// The pipe closed, or what came is not of our making.
    Cut,
}

impl From<ReadError> for Broken {
    fn from(error: ReadError) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Broken {
    fn from(_: io::Error) -> Self {
        Self::Cut
    }
}

/// Reads until the end mark and returns the child's peak memory in KiB.
pub(super) fn receive(mut input: impl Read, sink: &mut dyn Sink) -> Result<u64, Broken> {
    loop {
        match byte(&mut input)? {
            SHEET => {
                let hidden = byte(&mut input)? != 0;
                sink.sheet(&text(&mut input)?, hidden)?;
            }
            UNSEEN => {
                let [rows, columns] = [spans(&mut input)?, spans(&mut input)?];
                sink.unseen(Unseen { rows, columns })?;
            }
            ROW => {
                let index = number(&mut input)?;
                sink.row(index, cells(&mut input)?)?;
            }
            MERGE => {
                let [top, left, bottom, right] = [number(&mut input)?, number(&mut input)?, number(&mut input)?, number(&mut input)?];
                sink.merge(Merge { top, left, bottom, right })?;
            }
            FORMULA => {
                let [row, column] = [number(&mut input)?, number(&mut input)?];
                sink.formula(row, column)?;
            }
            REFUSAL => {
                let refusal = serde_json::from_str(&text(&mut input)?).map_err(|_| Broken::Cut)?;
                return Err(Broken::Refused(refusal));
            }
            END => return Ok(u64::from_le_bytes(array(&mut input)?)),
            _ => return Err(Broken::Cut),
        }
    }
}

fn array<const N: usize>(input: &mut impl Read) -> Result<[u8; N], Broken> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn byte(input: &mut impl Read) -> Result<u8, Broken> {
    let [byte] = array(input)?;
    Ok(byte)
}

fn number(input: &mut impl Read) -> Result<u32, Broken> {
    Ok(u32::from_le_bytes(array(input)?))
}

fn length(input: &mut impl Read, longest: usize) -> Result<usize, Broken> {
    let length = number(input)? as usize;
    if length > longest { Err(Broken::Cut) } else { Ok(length) }
}

fn text(input: &mut impl Read) -> Result<String, Broken> {
    let mut bytes = vec![0; length(input, LONGEST)?];
    input.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| Broken::Cut)
}

fn spans(input: &mut impl Read) -> Result<Vec<(u32, u32)>, Broken> {
    let count = length(input, MOST_SPANS)?;
    (0..count).map(|_| Ok((number(input)?, number(input)?))).collect()
}

fn cells(input: &mut impl Read) -> Result<Vec<Cell>, Broken> {
    let count = length(input, WIDEST)?;
    (0..count).map(|_| cell(input)).collect()
}

fn cell(input: &mut impl Read) -> Result<Cell, Broken> {
    Ok(match byte(input)? {
        b'-' => Cell::Empty,
        b't' => Cell::Text(text(input)?),
        b'e' => Cell::Error(text(input)?),
        b'n' => Cell::Number(f64::from_le_bytes(array(input)?)),
        b'y' => Cell::Bool(true),
        b'x' => Cell::Bool(false),
        b'd' => {
            let [year0, year1, month, day] = array(input)?;
            let date = Date::new(i16::from_le_bytes([year0, year1]), i8::from_le_bytes([month]), i8::from_le_bytes([day]));
            Cell::Date(date.map_err(|_| Broken::Cut)?)
        }
        _ => return Err(Broken::Cut),
    })
}
