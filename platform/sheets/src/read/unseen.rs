//! Which rows and columns of an .xlsx sheet are hidden. The library that reads cells doesn't tell, so the sheet's own XML is looked
//! through once more, and only where the archive mentions something hidden.

use std::fs::File;
use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::Unseen;

/// Beyond this many spans it is enough to know that there are many.
const SPANS_KEPT: usize = 50_000;

type Archive<'a> = ZipArchive<BufReader<&'a File>>;

/// For each sheet in the order of the workbook. What can't be made out here is nothing hidden: a damaged book is refused when its cells are read.
pub(super) fn of_each_sheet(file: &File) -> Vec<Unseen> {
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else { return Vec::new() };
    let parts = sheets(&mut archive).unwrap_or_default();
    parts.iter().map(|part| opened(&mut archive, part).and_then(spans).unwrap_or_default()).collect()
}

fn opened(archive: &mut Archive<'_>, part: &str) -> Option<Reader<impl BufRead>> {
    let name = archive.file_names().filter_map(Result::ok).find(|name| name.eq_ignore_ascii_case(part))?.into_owned();
    let mut reader = Reader::from_reader(BufReader::new(archive.by_name(&name).ok()?));
    reader.config_mut().check_end_names = false;
    Some(reader)
}

/// The parts of the archive in which the sheets are, in the order in which the workbook names them.
fn sheets(archive: &mut Archive<'_>) -> Option<Vec<String>> {
    let mut targets = Vec::new();
    each(opened(archive, "xl/_rels/workbook.xml.rels")?, "Relationships", |tag| {
        if let ("Relationship", Some(id), Some(target)) = (tag.local_name().as_ref(), value(tag, "Id"), value(tag, "Target")) {
            targets.push((id, target));
        }
    })?;
    let mut parts = Vec::new();
    each(opened(archive, "xl/workbook.xml")?, "workbook", |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let id = value(tag, "id").unwrap_or_default();
            let target = targets.iter().find(|(known, _)| *known == id).map(|(_, target)| target.as_str()).unwrap_or_default();
            parts.push(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), ToOwned::to_owned));
        }
    })?;
    Some(parts)
}

fn spans(sheet: Reader<impl BufRead>) -> Option<Unseen> {
    let mut found = Unseen::default();
    let mut next = 1;
    each(sheet, "sheetData", |tag| {
        let number = |name: &str| value(tag, name).and_then(|number| number.parse::<u32>().ok()).filter(|number| *number > 0);
        match tag.local_name().as_ref() {
            "row" => {
                let row = number("r").unwrap_or(next);
                next = row.saturating_add(1);
                if is_hidden(tag) {
                    put(&mut found.rows, row - 1, row - 1);
                }
            }
            "col" if is_hidden(tag) => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    put(&mut found.columns, first - 1, last - 1);
                }
            }
            _ => {}
        }
    })?;
    Some(found)
}

/// Spans in order, those that touch as one.
fn put(spans: &mut Vec<(u32, u32)>, first: u32, last: u32) {
    let is_full = spans.len() >= SPANS_KEPT;
    match spans.last_mut() {
        Some((_, before)) if *before + 1 == first => *before = last.max(first),
        Some((_, before)) if *before >= first => {}
        _ if is_full => {}
        _ => spans.push((first, last.max(first))),
    }
}

/// Every element up to the end of the one that is called so.
fn each(mut reader: Reader<impl BufRead>, end: &str, mut see: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) => see(&tag),
            Event::End(tag) if tag.local_name().as_ref() == end => return Some(()),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    value(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(xml: &str) -> Unseen {
        spans(Reader::from_reader(xml.as_bytes())).unwrap_or_default()
    }

    #[test]
    fn rows_and_columns_are_found_with_or_without_their_numbers() {
        let found = of(r#"<x:worksheet xmlns:x="m"><x:cols><x:col min="2" max="4" hidden="1"/><x:col min="6" max="6" hidden="0"/></x:cols>
            <x:sheetData><x:row r="3" hidden="true"/><x:row hidden="1"><x:c r="A4"/></x:row><x:row/><x:row r="9" hidden="1"/></x:sheetData><x:row r="20" hidden="1"/></x:worksheet>"#);
        assert_eq!((found.rows, found.columns), (vec![(2, 3), (8, 8)], vec![(1, 3)]));
    }

    proptest::proptest! {
        #[test]
        fn each_row_is_hidden_or_not_as_it_says(hidden in proptest::collection::vec(proptest::bool::ANY, 0..40)) {
            let rows: String = hidden.iter().map(|hidden| if *hidden { r#"<row hidden="1"/>"# } else { "<row/>" }).collect();
            let found = of(&format!("<sheetData>{rows}</sheetData>"));
            let told: Vec<bool> = (0..).zip(&hidden).map(|(row, _)| found.has_row(row)).collect();
            proptest::prop_assert_eq!(told, hidden);
        }

        #[test]
        fn nothing_breaks_it(xml in "[<>/a-z0-9 =\"]{0,60}") {
            let _ = of(&xml);
        }
    }
}
