//! `metodaktiv measure …` as somebody at the console meets it.

use serde_json::Value;
use std::{
    path::PathBuf,
    process::{Command, Output},
};

fn measure(arguments: &[&str]) -> Output {
    // No database, no settings: not even a folder of data.
    Command::new(env!("CARGO_BIN_EXE_metodaktiv")).arg("measure").args(arguments).output().unwrap()
}

fn sheet(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ответы.csv");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

/// LSAT section 6 (Bock & Lieberman 1970): patterns of five items and how many persons have each.
const LSAT6: &str = "00000 3,00001 6,00010 2,00011 11,00100 1,00101 1,00110 3,00111 4,01000 1,01001 8,01011 16,01101 3,01110 2,01111 15,10000 10,10001 29,10010 14,10011 81,\
10100 3,10101 28,10110 15,10111 80,11000 16,11001 56,11010 21,11011 173,11100 11,11101 61,11110 28,11111 298";

fn lsat6() -> String {
    let mut text = "первое,второе,третье,четвёртое,пятое\n".to_owned();
    for entry in LSAT6.split(',') {
        let (pattern, count) = entry.split_once(' ').unwrap();
        let row: Vec<String> = pattern.chars().map(String::from).collect();
        text.push_str(&format!("{}\n", row.join(",")).repeat(count.parse().unwrap()));
    }
    text
}

#[test]
fn a_table_is_calibrated_into_json_with_the_published_figures() {
    let (_folder, path) = sheet(&lsat6());
    let output = measure(&["calibrate", path.to_str().unwrap(), "--model", "2pl", "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((told["converged"].as_bool(), told["items"][1]["name"].as_str(), told["persons"].as_f64()), (Some(true), Some("второе"), Some(1000.0)));
    let known = [("a", 0.722_744, 1e-3), ("d", 0.990_201, 1e-3), ("b", -1.370_058, 2e-3), ("se_a", 0.186_68, 2e-3), ("se_d", 0.090_019, 2e-3)];
    for (name, value, tolerance) in known {
        assert!((told["items"][1][name].as_f64().unwrap() - value).abs() < tolerance, "{name}: {}", told["items"][1]);
    }
    assert!((told["loglik"].as_f64().unwrap() + 2466.653_377).abs() < 5e-3);
}

#[test]
fn the_same_in_words() {
    let (_folder, path) = sheet(&lsat6());
    let output = measure(&["calibrate", path.to_str().unwrap(), "--model", "rasch"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("Модель rasch: заданий 5, людей 1000.") && told.contains("дисперсия 0.570"), "{told}");
}

#[test]
fn what_cannot_be_calibrated_is_said_with_the_place() {
    let refused = |text: &str, model: &str| {
        let (_folder, path) = sheet(text);
        let output = measure(&["calibrate", path.to_str().unwrap(), "--model", model]);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let cell = refused("а,б,в\n1,0,1\n1,x,1\n", "2pl");
    assert!(cell.contains("ответы.csv: строка 3, столбец «б»: «x» — не балл"), "{cell}");
    let same = refused("а,б,в\n1,0,1\n0,0,1\n", "2pl");
    assert!(same.contains("На задании «б» у всех один балл: 0"), "{same}");
    let unknown = refused("а,б,в\n1,0,1\n0,0,1\n", "3pl");
    assert!(unknown.contains("Можно: rasch, 2pl, pcm, gpcm, grm"), "{unknown}");
    let partial = refused("а,б,в\n1,2,1\n0,0,0\n", "rasch");
    assert!(partial.contains("есть балл 2, а модель знает только 0 и 1"), "{partial}");
    let alone = refused("а,б\n1,0\n", "rasch");
    assert!(alone.contains("у всех один балл"), "{alone}");
}
