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
fn anchors_keep_their_parameters_and_the_rest_is_found_on_their_scale() {
    let (folder, path) = sheet(&lsat6());
    let file = path.to_str().unwrap();
    let free = measure(&["calibrate", file, "--model", "2pl", "--json"]).stdout;
    let whole = folder.path().join("параметры.json");
    std::fs::write(&whole, &free).unwrap();
    let free: Value = serde_json::from_slice(&free).unwrap();
    // All items held: nothing moves, and people stand where they stood.
    let held = told(&["calibrate", file, "--model", "2pl", "--json", "--anchors", whole.to_str().unwrap()]);
    for at in 0..5 {
        assert_eq!((&held["items"][at]["a"], &held["items"][at]["anchor"]), (&free["items"][at]["a"], &Value::Bool(true)), "{}", held["items"][at]);
    }
    assert!(held["groups"][0]["mean"].as_f64().unwrap().abs() < 0.01 && (held["groups"][0]["var"].as_f64().unwrap() - 1.0).abs() < 0.02, "{}", held["groups"]);
    // Two of them moved up by one: the scale follows.
    let two = folder.path().join("опорные.csv");
    let line = |at: usize| {
        let (a, d) = (free["items"][at]["a"].as_f64().unwrap(), free["items"][at]["d"].as_f64().unwrap());
        format!("{},{},{a}\n", free["items"][at]["name"].as_str().unwrap(), d - a)
    };
    std::fs::write(&two, format!("имя,d,a\n{}{}", line(0), line(1))).unwrap();
    let moved = told(&["calibrate", file, "--model", "2pl", "--json", "--anchors", two.to_str().unwrap()]);
    assert_eq!((&moved["items"][1]["anchor"], &moved["items"][2]["anchor"]), (&Value::Bool(true), &Value::Bool(false)));
    assert!((moved["groups"][0]["mean"].as_f64().unwrap() - 1.0).abs() < 0.15, "{}", moved["groups"]);
    assert!((moved["items"][2]["b"].as_f64().unwrap() - free["items"][2]["b"].as_f64().unwrap() - 1.0).abs() < 0.2, "{}", moved["items"][2]);
    let words = String::from_utf8(measure(&["calibrate", file, "--model", "2pl", "--anchors", two.to_str().unwrap()]).stdout).unwrap();
    assert_eq!(words.matches("опорное").count(), 2, "{words}");
    std::fs::write(&two, "имя,d,a\nчужое,0,1\n").unwrap();
    let refused = measure(&["calibrate", file, "--model", "2pl", "--anchors", two.to_str().unwrap()]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("имена должны совпадать"));
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

fn told(arguments: &[&str]) -> Value {
    let output = measure(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn near(found: &Value, wanted: f64, tolerance: f64) {
    assert!((found.as_f64().unwrap() - wanted).abs() <= tolerance, "{found}, not {wanted}");
}

#[test]
fn classical_statistics_of_the_published_table() {
    let (_folder, path) = sheet(&lsat6());
    let found = told(&["ctt", path.to_str().unwrap(), "--json"]);
    near(&found["alpha"], 0.294_997, 1e-5);
    near(&found["sem"], 0.869_067, 1e-5);
    near(&found["items"][2]["p"], 0.553, 1e-9);
    near(&found["items"][2]["item_rest_r"], 0.172_779, 1e-5);
    near(&found["items"][0]["alpha_if_dropped"], 0.275_356, 1e-5);
    let words = String::from_utf8(measure(&["ctt", path.to_str().unwrap()]).stdout).unwrap();
    assert!(words.contains("слабо связано с остальными") && words.contains("α 0.295"), "{words}");
}

#[test]
fn people_are_scored_by_items_from_the_table_or_from_a_calibration() {
    let (folder, path) = sheet(&lsat6());
    let file = path.to_str().unwrap();
    let own = told(&["score", file, "--cut", "-0.5", "--json"]);
    let first = &own["persons"][0];
    near(&first["eap"]["theta"], -1.896_77, 1e-3);
    near(&first["eap"]["se"], 0.801_277, 1e-3);
    near(&first["map"]["theta"], -1.895_26, 1e-3);
    near(&first["wle"]["theta"], -5.703_902, 5e-3);
    near(&first["wle"]["se"], 2.050_528, 5e-3);
    assert_eq!(first["eap"]["flag"], "all_lowest");
    assert!(first["below_cut"].as_f64().unwrap() > 0.9 && own["persons"][999]["below_cut"].as_f64().unwrap() < 0.2);
    near(&own["reliability_empirical"], 0.301_089, 1e-3);

    let parameters = folder.path().join("задания.json");
    std::fs::write(&parameters, measure(&["calibrate", file, "--model", "rasch", "--json"]).stdout).unwrap();
    let known = told(&["score", file, "--items", parameters.to_str().unwrap(), "--cut-percent", "50", "--json"]);
    near(&known["persons"][999]["eap"]["theta"], 0.477_408, 1e-3);
    near(&known["prior"]["sd"], 0.570_237_f64.sqrt(), 1e-3);
    let words = String::from_utf8(measure(&["score", file, "--items", parameters.to_str().unwrap()]).stdout).unwrap();
    assert!(words.contains("всё неверно"), "{}", &words[..400]);
}

#[test]
fn two_groups_are_compared_item_by_item() {
    let rows: String =
        (0..400).map(|at| format!("{},{},{},{},{}\n", u8::from(at % 3 == 0), u8::from(at % 5 < 3), u8::from(at % 7 < 3), u8::from(at % 2 == 0 && at % 11 < 9), if at % 2 == 0 { "город" } else { "село" })).collect();
    let (_folder, path) = sheet(&format!("а,б,в,г,место\n{rows}"));
    let file = path.to_str().unwrap();
    let found = told(&["dif", file, "--group", "место", "--json"]);
    assert_eq!(found["focal"], "село");
    assert!(found["items"][3]["mh_purified_flagged"].as_bool().unwrap(), "{}", found["items"][3]);
    assert!(found["items"][0]["mh_chisq"].as_f64().unwrap() >= 0.0);
    let refused = String::from_utf8(measure(&["dif", file, "--group", "место", "--focal", "хутор"]).stderr).unwrap();
    assert!(refused.contains("нет группы «хутор». Есть: город, село"), "{refused}");
    let words = String::from_utf8(measure(&["dif", file, "--group", "место"]).stdout).unwrap();
    assert!(words.contains("для этой группы при том же уровне"), "{words}");
}

#[test]
fn forms_are_linked_by_the_names_of_their_items() {
    let (folder, first) = sheet("item,d,a\nа,0.5,1.2\nб,-0.4,0.9\nв,0.1,1.5\nг,1.0,0.8\nтолько тут,0,1\n");
    // θ₂ = 1.25·θ₁ + .5: a/1.25, d − a·.5/1.25; the last has drifted.
    let second = folder.path().join("вторая.csv");
    std::fs::write(&second, "item,d,a\nа,0.02,0.96\nб,-0.76,0.72\nв,-0.5,1.2\nг,-0.32,0.64\n").unwrap();
    let found = told(&["link", first.to_str().unwrap(), second.to_str().unwrap(), "--json"]);
    assert_eq!(found["n_common"], 4);
    near(&found["screened"]["A"], 1.25, 1e-6);
    near(&found["screened"]["B"], 0.5, 1e-6);
    assert_eq!((found["screened"]["anchors"][3]["dropped"].as_bool(), found["screened"]["n_kept"].as_u64()), (Some(true), Some(3)));
    let words = String::from_utf8(measure(&["link", first.to_str().unwrap(), second.to_str().unwrap()]).stdout).unwrap();
    assert!(words.contains("работает не как прежде: труднее на 1.00"), "{words}");
    std::fs::write(&second, "item,d,a\nа,x,1\n").unwrap();
    let refused = String::from_utf8(measure(&["link", first.to_str().unwrap(), second.to_str().unwrap()]).stderr).unwrap();
    assert!(refused.contains("строка 2, столбец 2: «x» — не число"), "{refused}");
}

#[test]
fn raters_are_compared_in_pairs_and_for_strictness() {
    let rows: String = (0..60)
        .map(|at| format!("{},{},{},{}\n", at % 4, (at % 4 + usize::from(at % 5 == 0)).min(3), if at % 6 == 0 { String::new() } else { (at % 4).saturating_sub(1).to_string() }, if at < 30 { "осень" } else { "весна" }))
        .collect();
    let (_folder, path) = sheet(&format!("Иванова,Петрова,Строгий,когда\n{rows}"));
    let found = told(&["agree", path.to_str().unwrap(), "--window", "когда", "--json"]);
    assert_eq!(found["pairs"].as_array().unwrap().len(), 3);
    assert!(found["pairs"][0]["quadratic"]["kappa"].as_f64().unwrap() > 0.85);
    assert_eq!(found["pairs"][1]["objects"], 50);
    assert!(found["raters"][2]["generosity"].as_f64().unwrap() < -0.3);
    assert_eq!(found["raters"][2]["windows"].as_array().unwrap().len(), 2);
    let words = String::from_utf8(measure(&["agree", path.to_str().unwrap(), "--window", "когда"]).stdout).unwrap();
    assert!(words.contains("Щедрость") && words.contains("Строгий"), "{words}");
}
