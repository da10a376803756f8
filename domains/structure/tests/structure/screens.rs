use access::{Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{Db, FormKey, db::testing::on_each_engine, id::PlaceId, news::Listeners};
use structure::{
    NewSchool, add_school, load_profile,
    places::REGION,
    profile::{BUNDLED, Profile, TermKind},
    router,
};
use web::{
    guard,
    testing::{Visitor, app},
};

fn set_up(db: &Db) {
    db.write(|tx| load_profile(tx, &By::system(), &Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap())).unwrap();
}

fn stranger(db: &Db) -> Visitor {
    Visitor::new(&app(db, Listeners::default()), router())
}

fn logged_in(db: &Db, role: Role, place: &str) -> Visitor {
    let secret = db.write(|tx| {
        let new = accounts::NewAccount { name: "Иванова Анна".into(), email: format!("{role}@example.ru"), person: None };
        let account = accounts::create(tx, &By::system(), &new)?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        sessions::open(tx, account, true, "test")
    });
    let mut visitor = stranger(db);
    visitor.set_cookie(guard::session_cookie(false), secret.unwrap().as_str());
    visitor
}

/// Tells a story; databases and logins are made before it, outside the runtime.
fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

/// What the database alone says, off the runtime's thread as in the program.
async fn count(db: &Db, sql: &'static str) -> u64 {
    db.reading(move |tx| Ok(tx.count(sql, &[])?)).await.unwrap()
}

const SCHOOL: [(&str, &str); 5] = [("name", "МБОУ СОШ № 6 г. Бикина"), ("short_name", "Школа № 6"), ("type_label", "школа"), ("settlement", "г. Бикин"), ("opened_on", "1.9.1990")];

#[test]
fn a_coordinator_adds_a_school_renames_and_closes_it() {
    on_each_engine(|db| {
        set_up(db);
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            anna.open("/places/mo-bikin/schools/new").await;
            assert!(anna.post("/places/mo-bikin/schools", &SCHOOL).await.says("Школа добавлена"));
            let school = anna.page.path.split("/edit").next().unwrap().to_owned();
            anna.open(&format!("{school}/rename")).await;
            let renamed = [("name", "МБОУ «Лицей № 6»"), ("short_name", "Лицей № 6"), ("type_label", "лицей"), ("from", "31.02.2026"), ("version", "1")];
            assert_eq!(anna.post(&format!("{school}/names"), &renamed).await.status, 422);
            assert!(anna.page.says("href=\"#from\"") && anna.page.says("value=\"31.02.2026\"") && anna.page.says("<title>Ошибка"));
            let renamed = [("name", "МБОУ «Лицей № 6»"), ("short_name", "Лицей № 6"), ("type_label", "лицей"), ("from", "1 сентября 2026"), ("version", "1")];
            assert!(anna.post(&format!("{school}/names"), &renamed).await.says("прежнее сохранено в истории"), "{}", anna.page.html);
            assert!(anna.page.says("МБОУ «Лицей № 6»") && anna.page.says("МБОУ СОШ № 6 г. Бикина") && anna.page.says("с 01.09.1990 по 31.08.2026"));
            anna.open(&format!("{school}/closing")).await;
            assert_eq!(anna.post(&format!("{school}/closing"), &[("closed_on", "01.01.1980"), ("version", "2")]).await.status, 422);
            assert!(anna.post(&format!("{school}/closing"), &[("closed_on", "01.09.2025"), ("version", "2")]).await.says("закрыта"));
            assert!(anna.post(&format!("{school}/reopening"), &[("version", "3")]).await.says("Закрытие отменено"));
            assert!(anna.open("/places/mo-bikin/edit").await.says("Лицей № 6"));
        });
    });
}

#[test]
fn all_schools_are_searched_and_taken_out_as_seen() {
    on_each_engine(|db| {
        set_up(db);
        let school = |number: u32, settlement: &str| NewSchool { name: format!("МБОУ СОШ № {number}"), short_name: format!("Школа № {number}"), settlement: settlement.into(), ..NewSchool::default() };
        db.write(|tx| {
            for number in 1..=60 {
                add_school(tx, &By::system(), &PlaceId::from("mo-habarovsk"), &school(number, "г. Хабаровск"))?;
            }
            add_school(tx, &By::system(), &PlaceId::from("mo-ulchsky"), &school(61, "с. Богородское"))
        })
        .unwrap();
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            assert!(anna.open("/places/schools").await.says("1–50 из 61"));
            assert!(anna.open("/places/schools?page=2").await.says("Школа № 61"));
            assert!(anna.open("/places/schools?q=%D0%B1%D0%BE%D0%B3%D0%BE%D1%80%D0%BE%D0%B4").await.says("Ульчский район</td>"), "{}", anna.page.html);
            assert!(!anna.page.says("Школа № 60"));
            assert!(anna.open("/places/schools?municipality=mo-ayan").await.says("Таких школ нет"));
            let csv = anna.open("/places/schools?municipality=mo-ulchsky&format=csv").await;
            assert!(csv.says("МБОУ СОШ № 61") && csv.html.lines().count() == 2);
            assert!(anna.open("/places/schools?format=xlsx").await.bytes.starts_with(b"PK"));
            assert!(anna.open("/places/schools?format=exe").await.says("Школы региона"), "what no list is made into is no list");
            assert_eq!(anna.open("/places/schools?page=99999999999").await.status, 200);
        });
    });
}

#[test]
fn a_double_click_adds_one_school() {
    on_each_engine(|db| {
        set_up(db);
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            let key = FormKey::fresh();
            let mut answers = SCHOOL.to_vec();
            answers.push(("_key", key.as_str()));
            let first = anna.post("/places/mo-bikin/schools", &answers).await.path.clone();
            assert_eq!(anna.post("/places/mo-bikin/schools", &answers).await.path, first);
            assert_eq!(count(db, "SELECT COUNT(*) FROM place WHERE kind = 'school'").await, 1);
            assert_eq!(anna.post("/places/mo-bikin/schools", &SCHOOL).await.status, 422, "a twin by another form");
            assert!(anna.page.says("уже есть"));
        });
    });
}

#[test]
fn two_who_change_a_place_at_once_are_told() {
    on_each_engine(|db| {
        set_up(db);
        let mut anna = logged_in(db, Role::Administrator, REGION);
        tell(async {
            let answers = [("name", "Бикинский городской округ"), ("short_name", "Бикин"), ("type_label", ""), ("from", "01.12.2026"), ("version", "1")];
            assert_eq!(anna.post("/places/mo-bikin/names", &answers).await.status, 200);
            assert_eq!(anna.post("/places/mo-bikin/names", &answers).await.status, 409);
            assert!(anna.page.says("изменил кто-то другой"));
        });
    });
}

#[test]
fn hostile_names_are_cleaned_or_refused_and_stay_text() {
    on_each_engine(|db| {
        set_up(db);
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            let long = "Ш".repeat(10_000);
            let answers = [("name", long.as_str()), ("short_name", ""), ("settlement", ""), ("opened_on", "вчера")];
            assert_eq!(anna.post("/places/mo-bikin/schools", &answers).await.status, 422);
            for field in ["name", "short_name", "settlement", "opened_on"] {
                assert!(anna.page.says(&format!("href=\"#{field}\"")), "{field}");
            }
            let answers = [("name", "\u{202e}<script>alert(1)</script>\u{0}"), ("short_name", "<b>"), ("settlement", "с. \u{200b}Аян"), ("opened_on", "")];
            assert_eq!(anna.post("/places/mo-bikin/schools", &answers).await.status, 200);
            assert!(!anna.page.says("<script>alert") && !anna.page.says("\u{202e}") && anna.page.says("с. Аян"));
            for path in [
                "/places/mo-none/edit",
                "/places/%00/edit",
                "/places/'; DROP TABLE place/edit",
                "/dictionaries/none",
                "/places/region/closing",
                "/places/region/schools/new",
                "/places/region/heads",
                "/places/sch-none/service",
            ] {
                assert_eq!(anna.open(&ui::url::encode(path).replace("%2F", "/")).await.status, 404, "{path}");
            }
        });
    });
}

#[test]
fn every_dictionary_and_the_calendar_are_shown() {
    on_each_engine(|db| {
        set_up(db);
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            for kind in TermKind::ALL {
                assert!(anna.open("/dictionaries").await.says(kind.title()));
                let page = anna.open(&format!("/dictionaries/{}", kind.code())).await;
                assert!(page.status == 200 && page.says("<table"), "{}", kind.code());
            }
            assert!(anna.open("/dictionaries/subject").await.says("Основы безопасности жизнедеятельности (до 01.09.2024)"));
            assert!(anna.open("/dictionaries/calendar").await.says("31.12.2026, четверг") && anna.page.says("предварительно"));
        });
    });
}

#[test]
fn other_roles_and_strangers_find_no_such_pages() {
    const PAGES: [&str; 8] =
        ["/places/mo-bikin/edit", "/places/mo-bikin/heads", "/places/mo-bikin/service", "/places/mo-bikin/contact", "/places/mo-bikin/rename", "/places/mo-bikin/schools/new", "/dictionaries", "/dictionaries/subject"];
    on_each_engine(|db| {
        set_up(db);
        let mut municipal = logged_in(db, Role::Municipal, "mo-bikin");
        let mut ministry = logged_in(db, Role::Ministry, REGION);
        let mut stranger = stranger(db);
        tell(async {
            for path in PAGES {
                assert_eq!(municipal.open(path).await.status, 404, "{path}");
                assert_eq!(ministry.open(path).await.status, 404, "{path}");
                assert!(stranger.open(path).await.path.starts_with("/login?next="), "{path}");
            }
            let answers = [("name", "Х"), ("short_name", "Х"), ("from", "01.12.2026"), ("version", "1")];
            assert_eq!(municipal.post("/places/mo-bikin/names", &answers).await.status, 404);
            assert_eq!(count(db, "SELECT COUNT(*) FROM place_name WHERE name = 'Х'").await, 0);
        });
    });
}

#[test]
fn anyone_may_ask_for_the_schools_of_a_municipality() {
    on_each_engine(|db| {
        set_up(db);
        let new = NewSchool { code: Some(PlaceId::from("sch-6")), name: "МБОУ СОШ № 6".into(), short_name: "Школа № 6".into(), settlement: "г. Бикин".into(), ..NewSchool::default() };
        db.write(|tx| add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &new)).unwrap();
        let mut stranger = stranger(db);
        tell(async {
            stranger.open("/api/schools?municipality=mo-bikin").await;
            assert_eq!(stranger.page.html, "[{\"code\":\"sch-6\",\"name\":\"Школа № 6\",\"settlement\":\"г. Бикин\"}]");
            assert_eq!(stranger.open("/api/schools?municipality=mo-ayan").await.html, "[]");
            assert_eq!(stranger.open("/api/schools?municipality='--").await.html, "[]");
            assert_eq!(stranger.open("/api/schools").await.html, "[]");
        });
    });
}

#[test]
fn a_coordinator_records_heads_the_service_and_contacts() {
    on_each_engine(|db| {
        set_up(db);
        let mut anna = logged_in(db, Role::Coordinator, REGION);
        tell(async {
            assert!(anna.open("/places/mo-bikin/edit").await.says("Пока никто не записан"));
            anna.open("/places/mo-bikin/heads").await;
            assert_eq!(anna.post("/places/mo-bikin/heads", &[("post", ""), ("name", ""), ("from", "вчера"), ("version", "1")]).await.status, 422);
            for field in ["post", "name", "from"] {
                assert!(anna.page.says(&format!("href=\"#{field}\"")), "{field}");
            }
            let answers = [("post", "authority"), ("name", "Петрова  Мария Ивановна"), ("from", "01.09.2024"), ("version", "1")];
            assert!(anna.post("/places/mo-bikin/heads", &answers).await.says("Руководитель записан"), "{}", anna.page.html);
            assert!(anna.page.says("Петрова Мария Ивановна") && anna.page.says("возглавляет"));
            anna.open("/places/mo-bikin/heads").await;
            let leaving = anna.page.html.split("action=\"").find(|part| part.contains("/leaving\"")).unwrap().split('"').next().unwrap().to_owned();
            let field = format!("on-{}", leaving.split('/').nth(4).unwrap());
            assert_eq!(anna.post(&leaving, &[(field.as_str(), "01.09.2020"), ("version", "1")]).await.status, 422);
            assert!(anna.page.says(&format!("href=\"#{field}\"")));
            assert!(anna.post(&leaving, &[(field.as_str(), "01.09.2026"), ("version", "1")]).await.says("Дата ухода записана"));
            assert_eq!(anna.post("/places/mo-bikin/service", &[("has_service", ""), ("from", ""), ("version", "2")]).await.status, 422);
            assert!(anna.post("/places/mo-bikin/service", &[("has_service", "no"), ("from", "01.09.2026"), ("version", "2")]).await.says("Методическая служба по датам"), "{}", anna.page.html);
            assert_eq!(anna.post("/places/mo-bikin/contact", &[("site", "javascript:alert(1)"), ("email", "не почта"), ("phone", "позвоните"), ("version", "0")]).await.status, 422);
            for field in ["site", "email", "phone"] {
                assert!(anna.page.says(&format!("href=\"#{field}\"")), "{field}");
            }
            assert!(anna.post("/places/mo-bikin/contact", &[("site", "https://bikin.example"), ("email", "uo@bikin.example"), ("phone", "8 42155 2-11-11"), ("version", "0")]).await.says("Контакты сохранены"));
            assert!(anna.page.says("https://bikin.example"));
            anna.open("/places/mo-bikin/names/mending?from=2024-01-01").await;
            let mended = [("name", "Бикинский муниципальный округ"), ("short_name", "Бикинский окр."), ("type_label", "муниципальный округ"), ("from", "2024-01-01"), ("version", "3")];
            assert!(anna.post("/places/mo-bikin/names/mending", &mended).await.says("Опечатка исправлена"), "{}", anna.page.html);
            assert_eq!(anna.open("/places/mo-bikin/names/mending?from=2020-01-01").await.status, 404);
        });
    });
}
