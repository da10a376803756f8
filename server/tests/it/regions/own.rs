//! What is a region's own: profile, dictionaries, quotas, texts, calendar, hours. Two regions differ in each; pages of both are asked in
//! turn, so that nothing kept in memory by one answers for the other.

use super::town::{Town, installation};
use audit::By;
use consent::{ConsentKind, texts};
use kernel::Tx;
use membership::{Axis, MembershipKind};
use std::fs;
use structure::profile::{BUNDLED, Profile, TermKind};

/// A second region: other names, zone, operator, subject, quota, year.
fn southern() -> String {
    let changes = [
        ("code = \"khabarovsk\"", "code = \"yuzhnaya\""),
        ("name = \"Хабаровский край\"", "name = \"Южная область\""),
        ("genitive = \"Хабаровского края\"", "genitive = \"Южной области\""),
        ("time_zone = \"Asia/Vladivostok\"", "time_zone = \"Europe/Moscow\""),
        ("time_zone_label = \"по Хабаровску\"", "time_zone_label = \"по Москве\""),
        ("«Хабаровский краевой институт развития образования»", "«Южный областной институт развития образования»"),
        ("short_name = \"ХК ИРО\"", "short_name = \"ЮО ИРО\""),
        ("{ code = \"matematika\", name = \"Математика\"", "{ code = \"matematika\", name = \"Математика и счёт\""),
        ("  { code = \"nivhsky_yazyk\", name = \"Нивхский язык\", area = \"rodnoy\", synonyms = [\"Родной (нивхский) язык\"] },\n", ""),
        ("name = \"Методист по предмету\"", "name = \"Предметник области\""),
        ("total = 120\n[quota.places]\nfunktsionalnaya_gramotnost = 14", "total = 130\n[quota.places]\nfunktsionalnaya_gramotnost = 24"),
        ("term_years = 3", "term_years = 5"),
    ];
    changes.iter().fold(BUNDLED[0].text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

/// Nobody teaches a language that a region's dictionary doesn't have: its places go with it.
fn without_places(text: String) -> String {
    let (before, rest) = text.split_once("kind = \"subject_methodist\"").unwrap();
    let seats: i64 = rest.split_once("nivhsky_yazyk = ").map_or(0, |(_, tail)| tail.lines().next().unwrap().trim().parse().unwrap());
    let rest = rest.replacen(&format!("nivhsky_yazyk = {seats}\n"), "", 1).replacen("total = 120", &format!("total = {}", 120 - seats), 1);
    format!("{before}kind = \"subject_methodist\"{rest}")
}

fn twice(story: impl Fn()) {
    story();
    story();
}

fn read<T>(town: &Town, region: &str, ask: impl Fn(&mut Tx<'_>) -> kernel::Result<T>) -> T {
    town.app(region).db.read(ask).unwrap()
}

#[test]
fn two_regions_differ_in_everything_that_a_profile_says() {
    let southern = without_places(southern());
    Town::each_engine_as([BUNDLED[0].text, &southern], |town| {
        let tokens = [town.token("sever"), town.token("yug")];
        twice(|| {
            let names = ["sever", "yug"].map(|region| read(town, region, |tx| Ok(structure::profile(tx)?.region.name.clone())));
            assert_eq!(names, ["Хабаровский край", "Южная область"]);
            let zones = ["sever", "yug"].map(|region| town.app(region).clock().zone().iana_name().unwrap_or_default().to_owned());
            assert_eq!(zones, ["Asia/Vladivostok", "Europe/Moscow"], "each counts its own days");
            let terms = ["sever", "yug"].map(|region| read(town, region, |tx| Ok(structure::profile(tx)?.membership.term_years)));
            assert_eq!(terms, [3, 5]);
            assert!(town.app("sever").settings.operator.contains("Хабаровский краевой") && town.app("yug").settings.operator.contains("Южный областной"));
            for (region, own, others) in [("sever", "Хабаровский краевой институт", "Южный областной"), ("yug", "Южный областной институт", "Хабаровский краевой")]
            {
                let text = town.get(region, "/policy", "").text();
                assert!(text.contains(own) && !text.contains(others), "{region}");
            }
        });
        twice(|| {
            let subject = |region: &str, code: &str| {
                read(town, region, |tx| {
                    let today = tx.today();
                    structure::terms::find(tx, TermKind::Subject, code, today)
                })
            };
            assert_eq!(["sever", "yug"].map(|region| subject(region, "matematika").unwrap().label), ["Математика", "Математика и счёт"]);
            assert_eq!(["sever", "yug"].map(|region| subject(region, "nivhsky_yazyk").is_some()), [true, false]);
            for (region, token, own, others) in [("sever", &tokens[0], "Нивхский язык", "Математика и счёт"), ("yug", &tokens[1], "Математика и счёт", "Нивхский язык")]
            {
                let text = town.get(region, "/dictionaries/subject", token).text();
                assert!(text.contains(own) && !text.contains(others), "{region}");
            }
        });
        twice(|| {
            let whole = |region: &str, kind: MembershipKind| {
                let lines = read(town, region, |tx| {
                    let today = tx.today();
                    membership::board(tx, today, &[])
                });
                lines.iter().filter(|line| line.kind == kind && line.axis == Axis::Whole).map(|line| line.places).sum::<i64>()
            };
            assert_eq!(["sever", "yug"].map(|region| whole(region, MembershipKind::DirectionMethodist)), [120, 130]);
            assert!(whole("yug", MembershipKind::SubjectMethodist) < 120);
            assert!(town.get("yug", "/quotas", &tokens[1]).text().contains("Предметник области"));
            assert!(!town.get("sever", "/quotas", &tokens[0]).text().contains("Предметник области"));
        });
    });
}

#[test]
fn a_text_changed_in_one_region_stays_as_it_was_in_the_other() {
    let southern = without_places(southern());
    Town::each_engine_as([BUNDLED[0].text, &southern], |town| {
        let current = |region: &str| {
            read(town, region, |tx| {
                let today = tx.today();
                texts::current(tx, ConsentKind::Processing, today)
            })
        };
        let body = |region: &str| format!("{:?}", current(region).body);
        assert!(body("sever").contains("Хабаровский краевой") && body("yug").contains("Южный областной") && !body("yug").contains("Хабаровский краевой"));
        let before = current("yug").sha256;
        let sever = town.app("sever");
        sever
            .db
            .write(|tx| {
                let operator = structure::profile(tx)?.operator.clone();
                let today = tx.today();
                let known = texts::current(tx, ConsentKind::Processing, today)?;
                // In force the day after: a version is never changed in the middle of its day.
                let from = today.tomorrow().unwrap();
                let new = texts::NewVersion {
                    kind: ConsentKind::Processing, title: "Новое согласие севера".into(), body: texts::source(&known.body), approved_by: "Приказ № 1 от 01.09.2026".into(), valid_from: from
                };
                texts::publish(tx, &By::cli(), &operator, new)
            })
            .unwrap();
        let versions = |region: &str| read(town, region, |tx| Ok(texts::all(tx)?.into_iter().filter(|text| text.kind == ConsentKind::Processing).count()));
        assert_eq!((versions("sever"), versions("yug"), current("yug").sha256), (2, 1, before));
        // The profile read anew in one: names change there at once, and nowhere else.
        let renamed = BUNDLED[0].text.replacen("name = \"Хабаровский край\"", "name = \"Северный край\"", 1);
        let profile = Profile::parse("profile.toml", &renamed).unwrap();
        sever.db.write(|tx| structure::load_profile(tx, &By::cli(), &profile)).unwrap();
        let names = ["sever", "yug", "sever"].map(|region| read(town, region, |tx| Ok(structure::profile(tx)?.region.name.clone())));
        assert_eq!(names, ["Северный край", "Южная область", "Северный край"]);
    });
}

#[test]
fn settings_of_one_region_are_not_those_of_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("sever-templates");
    fs::create_dir(&templates).unwrap();
    let text = format!(
        "[[regions]]\nname = \"sever\"\npublic_url = \"https://sever.test\"\nsupport = \"тел. 1\"\ntemplates = {:?}\nmax_upload_mb = 20\n[[regions]]\nname = \"yug\"\npublic_url = \"https://yug.test\"\ncheck_links = false\n",
        templates.display().to_string()
    );
    let installed = installation(folder.path(), &text).unwrap().unwrap();
    let [sever, yug] = ["sever", "yug"].map(|name| &installed.site(name).unwrap().config);
    assert_eq!((sever.support.as_str(), yug.support.as_str()), ("тел. 1", ""));
    assert!(sever.templates.is_some() && yug.templates.is_none());
    assert_ne!(sever.max_upload, yug.max_upload);
    assert_eq!((sever.check_links, yug.check_links), (true, false));
}
