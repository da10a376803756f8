//! From a region's report to the country's page, on both engines.

mod summaries;

use access::{Actor, Role, accounts, grants, sessions};
use audit::By;
use country::{Answer, Contribution, GivenPeriod, Number, Total, collected, contribution, decide, figures, given, giving_router, hide_few, regions, router, taken, total};
use jiff::civil::date;
use kernel::{
    Date, Db, Timestamp,
    db::testing::{on_each_engine, sqlite},
    id::{PlaceId, Uuid},
    news::Listeners,
    params,
};
use reports::{Counter, Period, Unit, Words};
use structure::{
    places::REGION,
    profile::{BUNDLED, Profile},
};
use web::{App, guard, testing::Visitor};

fn half() -> Period {
    Period::half_of(date(2026, 11, 23))
}

fn region(db: &Db) {
    let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
    db.write(|tx| structure::load_profile(tx, &By::system(), &profile)).unwrap();
}

fn actor(db: &Db, role: Role) -> Actor {
    db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: format!("{role}"), email: format!("{}@example.ru", Uuid::new_v4().simple()), person: None })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(REGION), from: date(2026, 1, 1), to: None })?;
        let secret = sessions::open(tx, account, true, "test")?;
        Ok(sessions::find(tx, secret.as_str())?.unwrap().0)
    })
    .unwrap()
}

/// The region's report of the half-year, frozen and handed in.
fn report(db: &Db, coordinator: &Actor) {
    let words = Words { done: "Секретные слова отчёта".into(), ..Words::default() };
    db.write(|tx| {
        let id = reports::begin(tx, coordinator, half())?;
        let version = |tx: &mut kernel::Tx<'_>| Ok::<_, kernel::Error>(reports::find(tx, &reports::Sight::of(coordinator)?, id)?.version);
        let at = version(tx)?;
        reports::freeze(tx, coordinator, id, at, (&words, ""))?;
        let at = version(tx)?;
        reports::hand_in(tx, coordinator, id, at)
    })
    .unwrap();
}

fn events(db: &Db, action: &str) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = $1", params![action])?)).unwrap()
}

fn visitor(app: &App, pages: axum::Router<App>, who: &Actor) -> Visitor {
    let secret = app.db.write(|tx| sessions::open(tx, who.account, true, "test")).unwrap();
    let mut visitor = Visitor::new(app, pages);
    visitor.set_cookie(guard::session_cookie(false), secret.as_str());
    visitor
}

fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story);
}

#[test]
fn nothing_is_given_before_the_coordinator_decides_and_then_numbers_only() {
    on_each_engine(|db| {
        region(db);
        let (coordinator, ministry) = (actor(db, Role::Coordinator), actor(db, Role::Ministry));
        report(db, &coordinator);
        assert!(matches!(db.read(contribution).unwrap(), Answer::Withholds { region } if region == "Хабаровский край"));
        assert!(db.write(|tx| decide(tx, &ministry, true)).is_err(), "only the coordinator");
        db.write(|tx| decide(tx, &coordinator, true)).unwrap();
        assert!(db.write(|tx| decide(tx, &coordinator, true)).is_err(), "decided already");
        let answer = db.read(contribution).unwrap();
        let Answer::Gives(contribution) = &answer else { panic!("{answer:?}") };
        assert_eq!((contribution.periods.len(), contribution.periods[0].from, contribution.periods[0].until), (1, half().from, half().until));
        assert!(contribution.periods[0].numbers.iter().any(|number| number.indicator == "coverage" && number.denominator.is_some() && number.definition_number == 1));
        let body = serde_json::to_string(&answer).unwrap();
        assert!(!body.contains("Секретные") && !body.contains("extras") && !body.contains("directions"), "{body}");
        assert_eq!(answer.digest(), db.read(country::contribution).unwrap().digest());
        db.write(|tx| given(tx, contribution)).unwrap();
        assert_eq!((events(db, "country.giving_decided"), events(db, "country.figures_given")), (1, 1));
    });
}

fn number(indicator: &str, counter: Counter, unit: Unit, (numerator, denominator): (Option<f64>, Option<f64>)) -> Number {
    Number {
        indicator: indicator.into(),
        position: 0,
        definition_number: 1,
        title: "Показатель".into(),
        formula: "Одно к другому".into(),
        notes: "Осторожно".into(),
        owner: "Координатор актива".into(),
        unit,
        counter,
        counter_version: 1,
        numerator,
        denominator,
        why: String::new(),
    }
}

fn period(from: Date, until: Date, numbers: Vec<Number>) -> GivenPeriod {
    GivenPeriod { from, until, edition: 1, frozen_at: Timestamp::UNIX_EPOCH, numbers }
}

#[test]
fn a_year_does_not_tell_what_its_half_hides() {
    let pathways = |count: f64| number("pathways", Counter::Pathways, Unit::Count, (Some(count), None));
    let events = |count: f64| number("events", Counter::Events, Unit::Count, (Some(count), None));
    let (autumn, new_year, summer, before) = (date(2026, 9, 1), date(2027, 1, 1), date(2027, 9, 1), date(2026, 1, 1));
    let mut periods = vec![
        period(autumn, summer, vec![pathways(43.0), events(3.0)]),
        period(autumn, new_year, vec![pathways(40.0), events(1.0)]),
        period(new_year, summer, vec![pathways(3.0), events(2.0)]),
        period(before, autumn, vec![pathways(30.0), events(1.0)]),
    ];
    hide_few(&mut periods);
    let shown = |at: usize| periods[at].numbers[0].numerator;
    assert_eq!((shown(2), shown(0)), (None, None), "43 − 40 would be the hidden 3");
    assert_eq!((shown(1), shown(3)), (Some(40.0), Some(30.0)));
    assert!(periods.iter().all(|period| period.numbers[1].numerator.is_some()), "events are nobody's secret");
    assert!(periods[0].numbers[0].why.contains("по разности"));
}

#[test]
fn shares_of_few_people_are_hidden_and_of_places_are_not() {
    let share = |counter, numerator, denominator| {
        let mut periods = vec![period(date(2026, 9, 1), date(2027, 1, 1), vec![number("x", counter, Unit::Percent, (Some(numerator), Some(denominator)))])];
        hide_few(&mut periods);
        periods[0].numbers[0].numerator.is_some()
    };
    for (numerator, denominator, is_shown) in
        [(3.0, 9.0, false), (5.0, 10.0, true), (1.0, 29.0, false), (28.0, 29.0, false), (29.0, 29.0, true), (0.0, 29.0, true), (2.0, 30.0, true), (27.0, 29.0, false), (26.0, 29.0, true)]
    {
        assert_eq!(share(Counter::Removed, numerator, denominator), is_shown, "{numerator} of {denominator}");
        assert!(share(Counter::Coverage, numerator, denominator));
    }
}

fn gives(region: &str, pathways: Option<f64>) -> Answer {
    let numbers = vec![number("pathways", Counter::Pathways, Unit::Count, (pathways, None)), number("response", Counter::Response, Unit::Days, (Some(2.0), None))];
    Answer::Gives(Contribution { region: region.into(), periods: vec![period(half().from, half().until, numbers)], summary: None })
}

fn take(db: &Db, code: &str, answer: &Answer) -> bool {
    db.write(|tx| {
        let digest = answer.digest();
        let is_new = !collected(tx, code, answer, &digest)?;
        if is_new {
            taken(tx, code, answer, &digest)?;
        }
        Ok(is_new)
    })
    .unwrap()
}

#[test]
fn the_country_keeps_the_newest_sums_what_is_shown_and_forgets_what_is_taken_back() {
    on_each_engine(|db| {
        assert!(take(db, "c", &gives("Ямал", Some(10.0))) && take(db, "a", &gives("Алтай", None)) && take(db, "b", &gives("Ёлкин край", Some(7.0))));
        assert!(!take(db, "c", &gives("Ямал", Some(10.0))), "the same again");
        assert!(take(db, "c", &gives("Ямал", Some(12.0))));
        assert!(!take(db, "d", &Answer::Silent), "of one that never answered nothing is known");
        assert!(take(db, "b", &Answer::Silent) && !take(db, "b", &Answer::Silent));
        let kept = db.read(|tx| figures(tx, (half().from, half().until))).unwrap();
        let named: Vec<(&str, &str, Option<f64>)> = kept.iter().map(|kept| (kept.number.indicator.as_str(), kept.region_name.as_str(), kept.number.numerator)).collect();
        assert_eq!(named[..3], [("pathways", "Алтай", None), ("pathways", "Ёлкин край", Some(7.0)), ("pathways", "Ямал", Some(12.0))], "by name, not by number");
        let numbers: Vec<&Number> = kept.iter().map(|kept| &kept.number).filter(|number| number.indicator == "pathways").collect();
        assert!(matches!(total(&numbers), Total::Sum { figure, regions: 2, without: 1 } if figure.numerator == Some(19.0)));
        assert!(take(db, "c", &Answer::Withholds { region: "Ямал".into() }));
        assert_eq!(db.read(|tx| Ok(figures(tx, (half().from, half().until))?.len())).unwrap(), 4);
        assert_eq!(db.read(|tx| Ok(regions(tx)?.iter().map(|region| region.state.to_string()).collect::<Vec<_>>())).unwrap(), ["given", "silent", "withheld"]);
        assert_eq!((events(db, "country.figures_taken"), events(db, "country.figures_removed")), (4, 1));
    });
}

#[test]
fn the_country_s_pages_are_read_only_for_those_who_may_see_figures() {
    for test in kernel::db::testing::databases() {
        let db = &test.db;
        db.write(|tx| country::found(tx, &By::system())).unwrap();
        db.write(|tx| country::found(tx, &By::system())).unwrap();
        assert_eq!(events(db, "country.set_up"), 1);
        take(db, "a", &gives("Алтай", None));
        take(db, "c", &gives("Ямал", Some(10.0)));
        take(db, "b", &gives("Байкал", Some(7.0)));
        let app = web::testing::app_with(db, Listeners::default(), |settings| settings.own_nav = Some(country::nav));
        let (ministry, administrator) = (actor(db, Role::Ministry), actor(db, Role::Administrator));
        let (mut viewer, mut keeper, mut stranger) = (visitor(&app, router(), &ministry), visitor(&app, router(), &administrator), Visitor::new(&app, router()));
        let exported = || std::thread::scope(|threads| threads.spawn(|| events(db, "list.exported")).join().unwrap());
        tell(async {
            let page = viewer.open("/").await;
            assert!(page.status == 200 && page.path == "/country" && page.says(">17<") && page.says("без 1\u{a0}региона") && page.says("не складывается"), "{}", page.html);
            assert!(!page.says("href=\"/reports\"") && page.says("первое полугодие 2026/27"));
            let link = page.link("/country/pathways").unwrap();
            let one = viewer.open(&link).await;
            let places: Vec<usize> = ["Алтай", "Байкал", "Ямал"].iter().map(|name| one.html.find(name).unwrap()).collect();
            assert!(places.is_sorted() && one.says("Одно к другому") && one.says("версия 1"));
            assert_eq!(viewer.open("/country/nothing").await.status, 404);
            let before = exported();
            let sheet = viewer.open("/country?format=xlsx").await;
            assert!(sheet.status == 200 && sheet.bytes.starts_with(b"PK"));
            assert_eq!(exported(), before + 1, "what is taken out leaves a trace");
            assert_eq!(viewer.post("/country", &[("gives", "no")]).await.status, 405);
            assert_eq!((keeper.open("/country").await.status, keeper.open("/country/pathways").await.status, keeper.open("/country?format=xlsx").await.status), (404, 404, 404));
            assert!(stranger.open("/country").await.path.starts_with("/login"));
        });
    }
}

#[test]
fn the_coordinator_sees_what_would_go_before_deciding() {
    let test = sqlite();
    region(&test.db);
    let (coordinator, school) = (actor(&test.db, Role::Coordinator), actor(&test.db, Role::Ministry));
    let app = web::testing::app_with(&test.db, Listeners::default(), |settings| settings.own_nav = Some(country::giving_nav));
    let (mut elena, mut other) = (visitor(&app, giving_router(), &coordinator), visitor(&app, giving_router(), &school));
    tell(async {
        let page = elena.open("/country-figures").await;
        assert!(page.status == 200 && page.says("Решения пока нет") && page.says("Показателей для передачи пока нет") && page.says("href=\"/reports\""));
    });
    report(&test.db, &coordinator);
    tell(async {
        assert!(elena.open("/country-figures").await.says("Заполненность квоты"));
        let page = elena.post("/country-figures", &[("gives", "yes")]).await;
        assert!(page.says("Решение записано") && page.says("Больше не передавать"));
        assert_eq!(elena.post("/country-figures", &[("gives", "perhaps")]).await.status, 409);
        assert_eq!((other.open("/country-figures").await.status, other.post("/country-figures", &[("gives", "no")]).await.status), (404, 404));
    });
}
