//! Files as people send them, and what the store makes of them.

use files::{Kind, Store, check, display_name};
use kernel::{Error, db::testing::on_each_engine};
use proptest::prelude::*;
use std::time::Duration;

const ALL: &[Kind] = Kind::ALL;

fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\nstartxref\n0\n%%EOF\n".to_vec()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}

fn jpg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    bytes.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    bytes.extend([0xFF, 0xFF, 0xC2, 0, 17, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3; 10]);
    bytes
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("files")).unwrap();
    (folder, store)
}

fn refusal(result: kernel::Result<impl std::fmt::Debug>) -> String {
    match result {
        Err(Error::Refusal(sentence)) => sentence,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[test]
fn scans_and_photographs_are_known_by_content() {
    assert_eq!(check(&pdf(), ALL).unwrap(), Kind::Pdf);
    assert_eq!(check(&png(1240, 1754), ALL).unwrap(), Kind::Png);
    assert_eq!(check(&jpg(4032, 3024), ALL).unwrap(), Kind::Jpg);
    let with_preamble = [b"\r\n  scanner 1.0\r\n".to_vec(), pdf()].concat();
    assert_eq!(check(&with_preamble, ALL).unwrap(), Kind::Pdf);
}

#[test]
fn what_is_not_allowed_is_refused_with_a_way_out() {
    assert!(refusal(check(b"", ALL)).contains("пустой"));
    assert!(refusal(check(b"<html><script>alert(1)</script>", ALL)).contains("нужен PDF, JPG, PNG"));
    assert!(refusal(check(b"PK\x03\x04 and then %PDF-1.7 %%EOF", ALL)).contains("архив"));
    assert!(refusal(check(b"MZ\x90\0 %PDF-1.7 %%EOF", ALL)).contains("программа"));
    assert!(refusal(check(&png(10, 10), &[Kind::Pdf])).contains("нужен PDF."));
    assert!(refusal(check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", ALL)).contains("не подходит"));
}

#[test]
fn damaged_and_monstrous_files_are_refused() {
    assert!(refusal(check(b"%PDF-1.7\n1 0 obj", ALL)).contains("не целиком"));
    assert!(refusal(check(&png(0, 10), ALL)).contains("повреждена"));
    assert!(refusal(check(&png(30_000, 10), ALL)).contains("30000 на 10"));
    assert!(refusal(check(&jpg(65_535, 10), ALL)).contains("слишком велика"));
    assert!(refusal(check(&jpg(10, 10)[..22], ALL)).contains("повреждена"));
    assert!(refusal(check(b"\x89PNG\r\n\x1a\n", ALL)).contains("повреждена"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_check_panic(head in 0_usize..4, tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let heads: [&[u8]; 4] = [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"%PDF-"];
        let bytes = [heads[head], tail.as_slice()].concat();
        let _ = check(&bytes, ALL);
        let _ = display_name(&String::from_utf8_lossy(&bytes), Kind::Pdf);
    }
}

#[test]
fn the_same_content_lies_once_and_comes_back_whole() {
    let (folder, store) = store();
    let first = store.put(&pdf(), ALL).unwrap();
    let again = store.put(&pdf(), ALL).unwrap();
    assert_eq!((&first, first.size), (&again, pdf().len() as u64));
    assert_eq!(store.all().unwrap(), vec![first.digest.clone()]);
    assert_eq!(store.get(&first.digest).unwrap(), pdf());
    let hex = first.digest.to_string();
    assert!(folder.path().join("files").join(&hex[..2]).join(&hex[2..]).is_file());
}

#[test]
fn a_file_changed_on_disk_is_not_given_out() {
    let (_folder, store) = store();
    let stored = store.put(&pdf(), ALL).unwrap();
    std::fs::write(store.path(&stored.digest), b"%PDF-1.7 another %%EOF").unwrap();
    assert!(matches!(store.get(&stored.digest), Err(Error::Internal(_))));
    assert_eq!(store.put(&pdf(), ALL).unwrap(), stored, "sent again, it is put right");
    assert_eq!(store.get(&stored.digest).unwrap(), pdf());
}

#[test]
fn a_file_that_is_too_large_is_refused_and_not_kept() {
    let (_folder, store) = store();
    let store = store.up_to(1024 * 1024);
    let mut large = pdf();
    large.resize(1024 * 1024 + 1, b' ');
    assert!(refusal(store.put(&large, ALL)).contains("больше 1 МБ"));
    assert!(store.all().unwrap().is_empty());
    assert_eq!(store.put_own(&large, Kind::Pdf).unwrap().size, 1024 * 1024 + 1, "our own documents have no limit");
}

#[test]
fn erased_files_are_gone_and_the_sweep_takes_only_what_nobody_wants() {
    let (_folder, store) = store();
    let wanted = store.put(&pdf(), ALL).unwrap();
    let stray = store.put(&png(10, 10), ALL).unwrap();
    assert_eq!(store.sweep(Duration::from_secs(3600), |_| false).unwrap(), 0, "a fresh file may be about to get its row");
    assert_eq!(store.sweep(Duration::ZERO, |digest| *digest == wanted.digest).unwrap(), 1);
    assert!(matches!(store.get(&stray.digest), Err(Error::NotFound)));
    store.remove(&wanted.digest).unwrap();
    store.remove(&wanted.digest).unwrap();
    assert!(store.all().unwrap().is_empty());
}

#[test]
fn a_file_has_one_row_and_the_row_can_be_forgotten() {
    on_each_engine(|db| {
        let (_folder, store) = store();
        let stored = store.put(&pdf(), ALL).unwrap();
        db.write(|tx| {
            files::record(tx, &stored)?;
            files::record(tx, &stored)
        })
        .unwrap();
        let kept = db.read(files::list).unwrap();
        assert_eq!(kept.iter().map(|file| (&file.digest, file.kind, file.size)).collect::<Vec<_>>(), vec![(&stored.digest, Kind::Pdf, stored.size)]);
        db.write(|tx| files::forget(tx, &stored.digest)).unwrap();
        assert!(matches!(db.read(|tx| files::find(tx, &stored.digest)), Err(Error::NotFound)));
    });
}
