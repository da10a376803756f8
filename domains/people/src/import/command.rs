//! `metodaktiv import people FILE`: the dry run as a table on the terminal; with `--commit` the load itself.

use super::{
    Checked, Choice, Counts, Level, Mapping, Mode, Summary, Table,
    batch::{self, BatchId, Source},
    commit, guess, limits,
    plan::Plan,
};
use access::Scope;
use audit::By;
use kernel::{Db, Error, Result, Tx, id::PlaceId};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, io::Write, path::Path};
use structure::places::REGION;

/// What the command was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Load; otherwise only say what would be done.
    pub commit: bool,
    /// Load what is ready even if other rows need somebody.
    pub mode: Mode,
    /// How many remarks to print.
    pub show: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { commit: false, mode: Mode::AllOrNothing, show: 200 }
    }
}

/// Reads a sheet, prints what would become of each row, and loads it if asked to.
///
/// # Errors
/// The file can't be read or understood; rows need somebody and the mode is all or nothing.
pub fn import_command(db: &Db, path: &Path, options: Options, out: &mut impl Write) -> Result<Summary> {
    let bytes = std::fs::read(path).map_err(|cause| Error::refusal(format!("Не удалось открыть файл {}: {cause}", path.display())))?;
    let book = sheets::read_bytes(&bytes, &limits()).map_err(|error| Error::refusal(error.message()))?;
    let table = Table::of(book).map_err(Error::refusal)?;
    let mapping = guess(&table);
    mapping.check().map_err(|errors| Error::refusal(errors.all().iter().map(|(_, message)| message.clone()).collect::<Vec<_>>().join(". ")))?;
    say_columns(out, &mapping)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let work = |tx: &mut Tx<'_>| {
        let scope = Scope::program("an import from the server's own command line");
        let checked = super::check::check(tx, &scope, &table, &mapping)?;
        say_rows(out, &checked, options.show)?;
        if !options.commit {
            say(out, "Ничего не записано. Чтобы загрузить, повторите команду с --commit.")?;
            return Ok(Summary::default());
        }
        let source = Source { file_name: &name, digest: &digest, place: &PlaceId::from(REGION) };
        let summary = load(tx, &source, &table, &mapping, &checked, options.mode)?;
        say(
            out,
            &format!(
                "Загружено: новых — {}, обновлено — {}, без изменений — {}, оставлено — {}. Отменить загрузку можно на странице «Люди» → «Загрузка из таблицы».",
                summary.made, summary.updated, summary.skipped, summary.left
            ),
        )?;
        Ok(summary)
    };
    if options.commit { db.write(work) } else { db.read(work) }
}

/// Check, load and record in one go: rows are written once, with what became of them.
fn load(tx: &mut Tx<'_>, source: &Source<'_>, table: &Table, mapping: &Mapping, checked: &[Checked], mode: Mode) -> Result<Summary> {
    let by = By::cli();
    let id: BatchId = batch::open(tx, &by, source, mapping)?;
    let plan = Plan::of(checked.iter().map(|row| (row, Choice::Undecided)));
    let (summary, written) = commit::apply(tx, &by, id, plan, mode)?;
    let by_line: HashMap<u32, &commit::Written> = written.iter().map(|row| (row.line, row)).collect();
    let rows = table.rows.iter().zip(checked).map(|(row, checked)| (row, checked, Choice::Undecided, by_line.get(&row.line).copied()));
    batch::insert_rows(tx, id, rows)?;
    commit::close(tx, &by, id, summary)?;
    Ok(summary)
}

fn say(out: &mut impl Write, line: &str) -> Result<()> {
    Ok(writeln!(out, "{line}").map_err(anyhow::Error::new)?)
}

fn say_columns(out: &mut impl Write, mapping: &Mapping) -> Result<()> {
    say(out, &format!("Лист «{}». Столбцы:", mapping.sheet))?;
    for (at, (title, field)) in (0_u32..).zip(mapping.titles.iter().zip(&mapping.fields)) {
        let meaning = field.map_or("не загружается", super::Field::label);
        say(out, &format!("  {:>3}  {:<40} {meaning}", sheets::column_letters(at), title.chars().take(40).collect::<String>()))?;
    }
    Ok(())
}

fn say_rows(out: &mut impl Write, checked: &[Checked], show: usize) -> Result<()> {
    let mut counts = Counts::default();
    checked.iter().for_each(|row| counts.add(row.verdict(Choice::Undecided), 1));
    say(out, &format!("Строк {}: новых {}, обновлений {}, без изменений {}, возможных дублей {}, исправить {}.", counts.total(), counts.new, counts.update, counts.skip, counts.duplicate, counts.error))?;
    let remarks = checked.iter().flat_map(|row| row.notes.iter().map(move |note| (row, note)));
    let weighty: Vec<_> = remarks.filter(|(row, note)| note.level != Level::Info || row.verdict(Choice::Undecided) == super::Verdict::Duplicate).collect();
    for (row, note) in weighty.iter().take(show) {
        let place = if note.cell.is_empty() { format!("строка {}", row.line) } else { note.cell.clone() };
        say(out, &format!("  {place:<12} {:<16} {}", row.verdict(Choice::Undecided).label(), note.text))?;
    }
    match weighty.len().saturating_sub(show) {
        0 => Ok(()),
        more => say(out, &format!("  … и ещё замечаний: {more}")),
    }
}
