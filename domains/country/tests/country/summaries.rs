//! A region's summary: frozen, looked at, handed over, and what the country makes of it.

use crate::{actor, events, region, report, take, tell, visitor};
use access::Role;
use audit::By;
use country::{Answer, Contribution, Line, Part, Section, Summary, contribution, decide, freeze, giving_router, hand_over, in_force, lines, remove, router, sums, waiting};
use jiff::civil::date;
use kernel::{
    Db, Timestamp, Tx, Value,
    db::testing::{on_each_engine, sqlite},
    id::{PlaceId, Uuid},
    news::Listeners,
    params,
};
use proptest::prelude::*;
use structure::{NewSchool, add_school};

const SCHOOL: &str = "sch-one";

fn text(words: &str) -> Value<'static> {
    Value::Text(words.to_owned().into())
}

fn put(tx: &mut Tx<'_>, table: &str, row: &[(&str, Value<'static>)]) {
    let (names, values): (Vec<&str>, Vec<Value<'static>>) = row.iter().cloned().unzip();
    let holes = (1..=names.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    tx.execute(&format!("INSERT INTO {table} ({}) VALUES ({holes})", names.join(", ")), &values).unwrap();
}

/// A school of sixty teachers, as many open cases on each rung as said.
fn working(db: &Db, rungs: &[(i64, usize)]) {
    region(db);
    db.write(|tx| {
        let municipality: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' ORDER BY id LIMIT 1", params![], |row| row.get(0))?;
        let new =
            NewSchool { code: Some(SCHOOL.into()), name: "Школа".into(), short_name: "Школа".into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1)) };
        add_school(tx, &By::system(), &PlaceId::from(municipality.as_str()), &new)?;
        let mut people: Vec<String> = (0..60).map(|_| Uuid::new_v4().to_string()).collect();
        for id in &people {
            put(tx, "person", &[("id", text(id)), ("family", text("Тайнова")), ("given", text("Анна")), ("sort_key", text("тайнова")), ("place_id", text(SCHOOL)), ("made_at", text("2026-01-01T00:00:00.000000Z"))]);
        }
        for (rung, many) in rungs {
            (0..*many).for_each(|_| case(tx, &people.pop().unwrap(), *rung));
        }
        Ok(())
    })
    .unwrap();
}

fn case(tx: &mut Tx<'_>, person: &str, rung: i64) {
    let id = Uuid::new_v4().to_string();
    let row = [
        ("id", text(&id)),
        ("number", text(&format!("С-{id}"))),
        ("kind", text("full")),
        ("person_id", text(person)),
        ("place_id", text(SCHOOL)),
        ("direction", text("d03")),
        ("channel", text("methodist")),
        ("reason", text("")),
        ("state", text("open")),
        ("rung", Value::Int(rung)),
        ("rung_since", text("2026-09-01")),
        ("opened_on", text("2026-09-01")),
    ];
    put(tx, "case_file", &row);
}

/// A school's sum of results of the first quarter.
fn results(tx: &mut Tx<'_>, subject: &str, source: &str, (pupils, under, teachers): (i64, i64, i64)) {
    for place in [SCHOOL, "region"] {
        put(tx, "outcome_sum", &sum_of(place, (subject, source), (pupils, under, teachers)));
    }
}

fn sum_of(place: &str, (subject, source): (&str, &str), (pupils, under, teachers): (i64, i64, i64)) -> Vec<(&'static str, Value<'static>)> {
    let mut row = vec![("place_id", text(place)), ("school_year", Value::Int(2026)), ("source", text(source)), ("subject", text(subject)), ("period_kind", text("quarter")), ("mean_part", Value::Real(0.0))];
    row.extend([("period_number", 1), ("classes", teachers), ("teachers", teachers), ("pupils", pupils), ("heads", pupils), ("under", under)].map(|(name, value)| (name, Value::Int(value))));
    row.extend(["grade", "untaught", "twos", "threes", "fours", "fives", "mean_pupils"].map(|name| (name, Value::Int(0))));
    row
}

fn of<'s>(sections: &'s [Section], part: Part) -> &'s [Line] {
    sections.iter().find(|section| section.part == part).map_or(&[], |section| &section.lines)
}

fn counted(lines: &[Line], code: &str) -> Option<i64> {
    lines.iter().find(|line| line.code == code).unwrap().counted
}

#[test]
fn a_summary_goes_only_when_it_was_handed_over_and_stays_as_it_was_frozen() {
    on_each_engine(|db| {
        working(db, &[(1, 12)]);
        let (coordinator, ministry) = (actor(db, Role::Coordinator), actor(db, Role::Ministry));
        let given = |db: &Db| match db.read(contribution).unwrap() {
            Answer::Gives(contribution) => contribution.summary,
            Answer::Withholds { .. } | Answer::Silent => None,
        };
        assert!(db.write(|tx| freeze(tx, &ministry)).is_err(), "only the coordinator");
        let id = db.write(|tx| freeze(tx, &coordinator)).unwrap();
        assert!(db.write(|tx| hand_over(tx, &coordinator, id)).is_err(), "the region gives nothing yet");
        db.write(|tx| decide(tx, &coordinator, true)).unwrap();
        assert_eq!(given(db), None, "frozen is not given");
        assert!(db.write(|tx| hand_over(tx, &ministry, id)).is_err());
        db.write(|tx| hand_over(tx, &coordinator, id)).unwrap();
        assert!(db.write(|tx| hand_over(tx, &coordinator, id)).is_err(), "handed over already");
        let before = given(db).unwrap();
        assert_eq!(counted(of(&before.sections, Part::Cases), "1"), Some(10), "twelve, to five");
        let person: String = db.read(|tx| tx.one("SELECT id FROM person LIMIT 1", params![], |row| row.get(0))).unwrap();
        db.write(|tx| {
            case(tx, &person, 1);
            Ok(())
        })
        .unwrap();
        assert_eq!(given(db).unwrap(), before, "what is frozen doesn't move");
        // The next one waits beside it and then takes its place.
        let next = db.write(|tx| freeze(tx, &coordinator)).unwrap();
        assert_eq!((given(db).unwrap(), db.read(waiting).unwrap().unwrap().id), (before, next));
        db.write(|tx| hand_over(tx, &coordinator, next)).unwrap();
        assert_eq!(counted(of(&given(db).unwrap().sections, Part::Cases), "1"), Some(15), "thirteen: who subtracts learns of no single one");
        assert!(db.write(|tx| remove(tx, &coordinator, id)).is_err(), "replaced: not in force any more");
        db.write(|tx| remove(tx, &coordinator, next)).unwrap();
        assert_eq!((given(db), db.read(in_force).unwrap()), (None, None), "taken back, the former one does not come again");
        let actions = ["frozen", "handed_over", "taken_back", "discarded"].map(|what| events(db, &format!("country.summary_{what}")));
        assert_eq!(actions, [2, 2, 1, 0]);
    });
}

#[test]
fn what_leaves_a_region_has_no_small_cell_and_none_that_follows() {
    on_each_engine(|db| {
        working(db, &[(1, 12), (2, 3), (3, 7), (4, 30)]);
        db.write(|tx| {
            results(tx, "matematika", "marks", (120, 14, 6));
            results(tx, "himiya", "marks", (40, 5, 2));
            results(tx, "fizika", "marks", (60, 9, 4));
            results(tx, "istoriya", "vpr", (700, 100, 40));
            Ok(())
        })
        .unwrap();
        let sections = db.read(country::count).unwrap();
        let cases = of(&sections, Part::Cases);
        assert_eq!(["1", "2", "3", "4", "5"].map(|rung| counted(cases, rung)), [Some(10), None, None, Some(30), Some(0)], "the sum of rungs would tell the three: seven go with them");
        let outcomes = of(&sections, Part::Outcomes);
        let told = |code: &str| outcomes.iter().find(|line| line.code == code).map(|line| (line.counted, line.of));
        assert_eq!(told("himiya"), Some((None, None)), "two teachers");
        assert_eq!([told(""), told("matematika"), told("fizika")].iter().filter(|line| **line == Some((None, None))).count(), 1, "with the total and the two others it would follow: {outcomes:?}");
        let body = serde_json::to_string(&sections).unwrap();
        assert!(!body.contains("vpr") && !body.contains("istoriya") && !body.contains("Тайнова") && !body.contains(SCHOOL), "{body}");
        let coverage = of(&sections, Part::Coverage);
        assert_eq!((counted(coverage, "accompanied"), coverage[0].of), (Some(50), Some(60)), "52, to five");
        assert!(sections.iter().flat_map(|section| &section.lines).all(|line| line.counted.is_none_or(|counted| counted == 0 || counted >= 5)));
        let mathematics = told("matematika").filter(|told| told.0.is_some());
        assert!(mathematics.is_none_or(|told| told == (Some(15), Some(120))), "fourteen, to five: {outcomes:?}");
    });
}

fn line(code: &str, label: &str, counted: Option<i64>, of: Option<i64>) -> Line {
    Line { code: code.into(), label: label.into(), counted, of }
}

fn gives(region: &str, sections: Option<Vec<Section>>) -> Answer {
    let summary = sections.map(|sections| Summary { as_of: date(2026, 11, 20), frozen_at: Timestamp::UNIX_EPOCH, sections });
    Answer::Gives(Contribution { region: region.into(), periods: Vec::new(), summary })
}

fn section(part: Part, choice: &str, lines: Vec<Line>) -> Section {
    Section { part, choice: choice.into(), lines }
}

/// Members, rungs of cases and results of two subjects.
fn whole(members: Option<i64>, first_rung: Option<i64>, mathematics: (Option<i64>, Option<i64>)) -> Vec<Section> {
    vec![
        section(Part::Members, "", vec![line("subject_methodist", "Методисты по предметам", members, Some(120))]),
        section(Part::Cases, "", vec![line("1", "1. Сигнал", first_rung, None), line("2", "2. Диагностика", Some(9), None)]),
        section(Part::Pupils, "", vec![line("1", "1. Сигнал", Some(6), None)]),
        section(Part::Outcomes, "oge:2025:year:0", vec![line("", "Все предметы вместе", Some(90), Some(900)), line("matematika", "Математика", mathematics.0, mathematics.1)]),
    ]
}

#[test]
fn the_country_takes_no_small_cell_even_from_a_region_that_fails_to_hide_it() {
    on_each_engine(|db| {
        take(db, "a", &gives("Алтай", Some(whole(Some(3), Some(1), (Some(2), Some(8))))));
        let small = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM country_line WHERE counted BETWEEN 1 AND 4 OR (part = 'outcomes' AND of_all < 10)", params![])?)).unwrap();
        assert_eq!(small, 0);
        take(db, "a", &Answer::Withholds { region: "Алтай".into() });
        assert_eq!(db.read(|tx| Ok(lines(tx, "oge:2025:year:0")?.len())).unwrap(), 0, "taken back, nothing is left");
        assert_eq!(events(db, "country.figures_removed"), 1);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whoever knows the country's totals and every number shown of the regions but one, and subtracts, learns of that one what it
    /// shows itself and nothing else.
    #[test]
    fn no_difference_of_totals_tells_what_a_region_hides(told in proptest::collection::vec(proptest::option::of(5_i64..400), 2..9)) {
        let kept: Vec<country::KeptLine> = told
            .iter()
            .enumerate()
            .map(|(at, counted)| country::KeptLine { region: at.to_string(), part: Part::Cases, choice: String::new(), line: line("1", "1. Сигнал", *counted, None), position: 0, as_of: date(2026, 11, 20), frozen_at: Timestamp::UNIX_EPOCH })
            .collect();
        let all = &sums(Part::Cases, kept.iter())[0];
        let shown: Vec<i64> = told.iter().flatten().copied().collect();
        prop_assert_eq!(all.counted, (shown.len() >= 2).then(|| shown.iter().sum::<i64>()));
        prop_assert_eq!((all.regions, all.hidden), (shown.len(), told.len() - shown.len()));
        if let Some(sum) = all.counted {
            prop_assert_eq!(sum - shown.iter().sum::<i64>(), 0, "nothing is left for the hidden ones");
        }
    }
}

#[test]
fn the_country_s_summary_names_regions_by_the_alphabet_and_says_who_gave_none() {
    for test in kernel::db::testing::databases() {
        let db = &test.db;
        db.write(|tx| country::found(tx, &By::system())).unwrap();
        take(db, "c", &gives("Ямал", Some(whole(Some(110), Some(40), (Some(30), Some(300))))));
        take(db, "a", &gives("Алтай", Some(whole(Some(60), None, (Some(10), Some(100))))));
        take(db, "d", &gives("Байкал", Some(whole(Some(20), Some(7), (None, None)))));
        take(db, "b", &gives("Ёлкин край", None));
        take(db, "e", &Answer::Withholds { region: "Юг".into() });
        let app = web::testing::app_with(db, Listeners::default(), |settings| settings.own_nav = Some(country::nav));
        let (ministry, administrator) = (actor(db, Role::Ministry), actor(db, Role::Administrator));
        let (mut viewer, mut keeper, mut stranger) = (visitor(&app, router(), &ministry), visitor(&app, router(), &administrator), web::testing::Visitor::new(&app, router()));
        let exported = || std::thread::scope(|threads| threads.spawn(|| events(db, "list.exported")).join().unwrap());
        tell(async {
            let page = viewer.open("/summary").await;
            assert!(page.status == 200 && page.says(">190<"), "{}", page.html);
            assert!(page.says("скрыто у 1\u{a0}региона") && page.says("нет данных у 2\u{a0}регионов"), "{}", page.html);
            assert!(page.says("<svg") && page.says("1. Сигнал: стоят 45") && page.says("около 45") && page.says("ОГЭ"), "{}", page.html);
            assert!(page.says("сводку не передал") && page.says("регион ничего не передаёт") && page.says("href=\"/summary\""));
            let one = viewer.open("/summary/cases").await;
            let places: Vec<usize> = ["Алтай", "Байкал", "Ёлкин край", "Юг", "Ямал"].iter().map(|name| one.html.find(name).unwrap()).collect();
            assert!(one.status == 200 && places.is_sorted() && one.says("скрыто") && one.says("на 20.11.2026"), "{}", one.html);
            assert!(!one.html.contains("sort="), "nothing sorts regions by a number");
            let subject = viewer.open("/summary/outcomes?choice=oge%3A2025%3Ayear%3A0&subject=matematika").await;
            assert!(subject.status == 200 && subject.says("10\u{a0}% (от") && subject.says("400") && subject.says("не оценивают"), "{}", subject.html);
            for strange in ["/summary/outcomes?choice=%27&subject=%3Cb%3E", "/summary?choice=vpr%3A2025%3Ayear%3A0"] {
                assert_eq!(viewer.open(strange).await.status, 200, "{strange}");
            }
            assert_eq!((viewer.open("/summary/gossip").await.status, viewer.open("/summary/pathways").await.status), (404, 404));
            let before = exported();
            let sheet = viewer.open("/summary?format=xlsx").await;
            assert!(sheet.status == 200 && sheet.bytes.starts_with(b"PK"));
            assert_eq!(exported(), before + 1, "what is taken out leaves a trace");
            assert_eq!((keeper.open("/summary").await.status, keeper.open("/summary/cases").await.status, keeper.open("/summary?format=xlsx").await.status), (404, 404, 404));
            assert!(stranger.open("/summary").await.path.starts_with("/login"));
            assert_eq!(viewer.post("/summary", &[]).await.status, 405);
        });
    }
}

#[test]
fn an_empty_country_says_how_a_summary_comes() {
    let test = sqlite();
    test.db.write(|tx| country::found(tx, &By::system())).unwrap();
    let app = web::testing::app_with(&test.db, Listeners::default(), |settings| settings.own_nav = Some(country::nav));
    let mut viewer = visitor(&app, router(), &actor(&test.db, Role::Ministry));
    tell(async {
        let page = viewer.open("/summary").await;
        assert!(page.status == 200 && page.says("Сводок пока нет") && page.says("Регионов пока нет"));
        assert_eq!(viewer.open("/summary/cases").await.status, 404);
    });
}

#[test]
fn the_coordinator_looks_at_a_summary_before_handing_it_over() {
    let test = sqlite();
    working(&test.db, &[(1, 12), (2, 30)]);
    let (coordinator, ministry) = (actor(&test.db, Role::Coordinator), actor(&test.db, Role::Ministry));
    report(&test.db, &coordinator);
    let app = web::testing::app_with(&test.db, Listeners::default(), |settings| settings.own_nav = Some(country::giving_nav));
    let (mut elena, mut other) = (visitor(&app, giving_router(), &coordinator), visitor(&app, giving_router(), &ministry));
    tell(async {
        let page = elena.open("/country-figures").await;
        assert!(page.says("Зафиксировать сводку на сегодня") && !page.says("Передать сводку"));
        let page = elena.post("/country-figures/summary", &[]).await;
        assert!(page.says("Проверьте её и передайте") && page.says("Ждёт решения") && page.says("2. Диагностика") && !page.says("Передать сводку"), "{}", page.html);
        elena.post("/country-figures", &[("gives", "yes")]).await;
        let page = elena.open("/country-figures").await;
        let id = page.html.split("/country-figures/summary/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let handover = format!("/country-figures/summary/{id}/handover");
        assert_eq!(other.post(&handover, &[]).await.status, 404);
        assert!(page.says(&handover));
        let page = elena.post(&handover, &[]).await;
        assert!(page.says("Сводка передана") && page.says("Передана: сводка на") && page.says("Отозвать"), "{}", page.html);
        assert_eq!(elena.post(&handover, &[]).await.status, 409);
        let removal = format!("/country-figures/summary/{id}/removal");
        assert!(elena.post(&removal, &[]).await.says("Сводка убрана"));
        assert_eq!(elena.post(&removal, &[]).await.status, 409);
        assert_eq!(elena.post(&format!("/country-figures/summary/{}/removal", Uuid::new_v4()), &[]).await.status, 404);
        assert_eq!(other.post("/country-figures/summary", &[]).await.status, 404);
    });
}
