//! Workbooks made by hand, honest and not.

use std::io::{Cursor, Write};

use flate2::{Compress, Compression, FlushCompress};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts every workbook has, around a first sheet that is given.
pub fn frame() -> Vec<(&'static str, String)> {
    vec![
        ("[Content_Types].xml", r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.into()),
        ("_rels/.rels", format!(r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#)),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Люди" sheetId="1" r:id="r1"/></sheets></workbook>"#)),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
    ]
}

pub fn worksheet(data: &str, after: &str) -> String {
    format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>"#)
}

pub fn inline(address: &str, text: &str) -> String {
    format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub fn pack(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet with this `sheetData`.
pub fn workbook(data: &str) -> Vec<u8> {
    workbook_with(data, "")
}

pub fn workbook_with(data: &str, after: &str) -> Vec<u8> {
    let mut parts = frame();
    parts.push(("xl/worksheets/sheet1.xml", worksheet(data, after)));
    pack(&parts)
}

/// About 1 MB of deflate that unpacks to a sheet with 1 GB of spaces; the directory may tell another size.
pub fn bomb(declared: u32) -> Vec<u8> {
    let mut zip = HandMade::default();
    for (name, text) in frame() {
        let text = text.into_bytes();
        let mut crc = flate2::Crc::new();
        crc.update(&text);
        zip.add(name, 0, crc.sum(), u32::try_from(text.len()).unwrap(), &text);
    }
    let mut packed = deflated(format!(r#"<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>"#).as_bytes());
    let spaces = deflated(&vec![b' '; 4 << 20]);
    (0..256).for_each(|_| packed.extend_from_slice(&spaces));
    packed.extend_from_slice(&deflated(b"</t></is></c></row></sheetData></worksheet>"));
    packed.extend_from_slice(&[3, 0]);
    zip.add("xl/worksheets/sheet1.xml", 8, 0, declared, &packed);
    zip.finish()
}

/// Whole blocks, none of them the last one, so that such pieces can be put one after another.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() / 64 + 1024);
    let mut engine = Compress::new(Compression::best(), false);
    engine.compress_vec(bytes, &mut packed, FlushCompress::Full).unwrap();
    assert_eq!(engine.total_in(), bytes.len() as u64);
    packed
}

/// A zip archive whose directory says what it is told to say.
#[derive(Default)]
struct HandMade {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl HandMade {
    fn add(&mut self, name: &str, method: u16, crc: u32, declared: u32, packed: &[u8]) {
        let offset = u32::try_from(self.bytes.len()).unwrap();
        let mut common = Vec::new();
        for number in [20_u16, 0x800, method, 0, 0x21] {
            common.extend(number.to_le_bytes());
        }
        for number in [crc, u32::try_from(packed.len()).unwrap(), declared] {
            common.extend(number.to_le_bytes());
        }
        for number in [u16::try_from(name.len()).unwrap(), 0] {
            common.extend(number.to_le_bytes());
        }
        self.bytes.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), packed].concat());
        let tail = [[0; 10].as_slice(), &offset.to_le_bytes(), name.as_bytes()].concat();
        self.directory.extend([b"PK\x01\x02", [20, 0].as_slice(), &common, &tail].concat());
        self.count += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        let (offset, length) = (u32::try_from(self.bytes.len()).unwrap(), u32::try_from(self.directory.len()).unwrap());
        self.bytes.extend(&self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend([self.count.to_le_bytes(), self.count.to_le_bytes()].concat());
        self.bytes.extend([length.to_le_bytes(), offset.to_le_bytes()].concat());
        self.bytes.extend([0, 0]);
        self.bytes
    }
}
