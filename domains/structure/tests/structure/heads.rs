use access::Scope;
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Error, Result, Tx,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    news::News,
    params,
};
use structure::{
    NewSchool, Renaming, add_school, close, contacts,
    heads::{self, Appointment, Post},
    load_profile, mend_name,
    places::{self, MINISTRY, Place, PlaceKind},
    profile::{BUNDLED, Profile},
    services::{self, Turn},
};

fn set_up(db: &Db) {
    db.write(|tx| load_profile(tx, &By::system(), &Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap())).unwrap();
}

fn place(tx: &mut Tx<'_>, id: &str) -> Result<Place> {
    let today = tx.today();
    places::load(tx, &PlaceId::from(id), today)
}

fn appoint(tx: &mut Tx<'_>, id: &str, post: Post, name: &str, from: jiff::civil::Date) -> Result<heads::HeadId> {
    let place = place(tx, id)?;
    heads::appoint(tx, &By::system(), &place, &Appointment { post, person: None, name: name.into(), from })
}

#[test]
fn whoever_comes_ends_the_term_of_the_one_before() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            appoint(tx, "mo-bikin", Post::Authority, "Первая А. А.", date(2020, 1, 1))?;
            appoint(tx, "mo-bikin", Post::Authority, "Третья В. В.", date(2026, 9, 1))?;
            appoint(tx, "mo-bikin", Post::Authority, "Вторая Б. Б.", date(2023, 2, 1))?;
            appoint(tx, "mo-bikin", Post::Service, "Методист М. М.", date(2021, 1, 1))?;
            let on = |tx: &mut Tx<'_>, day| -> Result<Vec<String>> { Ok(heads::on(tx, &PlaceId::from("mo-bikin"), day)?.into_iter().map(|head| head.name).collect()) };
            assert_eq!(on(tx, date(2019, 12, 31))?, Vec::<String>::new());
            assert_eq!(on(tx, date(2020, 6, 1))?, ["Первая А. А."]);
            assert_eq!(on(tx, date(2026, 8, 31))?, ["Вторая Б. Б.", "Методист М. М."]);
            assert_eq!(on(tx, date(2026, 9, 1))?, ["Третья В. В.", "Методист М. М."]);
            appoint(tx, "mo-bikin", Post::Authority, "Вторая Белла Борисовна", date(2023, 2, 1))?;
            assert_eq!(on(tx, date(2024, 1, 1))?, ["Вторая Белла Борисовна", "Методист М. М."], "the same day corrects");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_term_ends_or_is_struck_and_the_one_before_goes_on() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let bikin = PlaceId::from("mo-bikin");
            appoint(tx, "mo-bikin", Post::Authority, "Первая", date(2020, 1, 1))?;
            let wrong = appoint(tx, "mo-bikin", Post::Authority, "Ошибка", date(2025, 1, 1))?;
            assert!(matches!(heads::relieve(tx, &By::system(), &bikin, (wrong, 1), date(2025, 1, 1)), Err(Error::Fields(_))));
            heads::strike(tx, &By::system(), &bikin, (wrong, 1))?;
            let left = heads::of(tx, &bikin)?;
            assert_eq!((left.len(), left[0].name.as_str(), left[0].until), (1, "Первая", None));
            assert!(matches!(heads::relieve(tx, &By::system(), &bikin, (left[0].id, 1), date(2026, 1, 1)), Err(Error::Refusal(_))), "the page was stale");
            heads::relieve(tx, &By::system(), &bikin, (left[0].id, left[0].version), date(2026, 1, 1))?;
            assert!(heads::on(tx, &bikin, date(2026, 1, 1))?.is_empty());
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_post_must_fit_its_place_and_its_day() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            assert!(matches!(appoint(tx, "mo-bikin", Post::Director, "Х", date(2026, 1, 1)), Err(Error::NotFound)));
            assert!(matches!(appoint(tx, "mo-ayan", Post::Service, "Х", date(2026, 1, 1)), Err(Error::Fields(_))), "no service there");
            let ayan = place(tx, "mo-ayan")?;
            services::turn(tx, &By::system(), &ayan, Turn { from: date(2026, 9, 1), has_service: true })?;
            appoint(tx, "mo-ayan", Post::Service, "Методист М. М.", date(2026, 9, 1))?;
            appoint(tx, MINISTRY, Post::Minister, "Министр М. М.", date(2024, 1, 1))?;
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_service_has_its_days_and_outlives_the_profile() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let ayan = place(tx, "mo-ayan")?;
            assert!(matches!(services::turn(tx, &By::system(), &ayan, Turn { from: date(2027, 1, 1), has_service: true }), Err(Error::Fields(_))), "a day to come");
            assert!(matches!(services::turn(tx, &By::system(), &ayan, Turn { from: date(2026, 1, 1), has_service: false }), Err(Error::Fields(_))), "nothing changes");
            services::turn(tx, &By::system(), &ayan, Turn { from: date(2026, 9, 1), has_service: true })
        })
        .unwrap();
        set_up(db);
        db.read(|tx| {
            let has = |tx: &mut Tx<'_>, day| Ok::<bool, Error>(places::load(tx, &PlaceId::from("mo-ayan"), day)?.has_methodical_service);
            assert!(!has(tx, date(2026, 8, 31))? && has(tx, date(2026, 9, 1))?);
            assert_eq!(tx.count("SELECT COUNT(*) FROM place WHERE id = 'mo-ayan' AND has_methodical_service = 1", &[])?, 1, "what others count by");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_mended_misprint_is_no_new_name() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let bikin = place(tx, "mo-bikin")?;
            let mended = Renaming {
                name: "Бикинский муниципальный район!".into(), short_name: "Бикинский район".into(), type_label: "муниципальный район".into(), from: places::ALWAYS
            };
            mend_name(tx, &By::system(), &bikin, &mended)?;
            let names = places::names(tx, &bikin.id)?;
            assert_eq!((names.len(), names[0].name.as_str(), names[0].until), (2, "Бикинский муниципальный район!", Some(date(2024, 1, 1))));
            let never = Renaming { from: date(2020, 1, 1), ..mended };
            let bikin = place(tx, "mo-bikin")?;
            assert!(matches!(mend_name(tx, &By::system(), &bikin, &never), Err(Error::NotFound)));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_municipality_closes_when_no_school_of_it_is_open() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let new = NewSchool { name: "Школа".into(), short_name: "Школа".into(), ..NewSchool::default() };
            let school = add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &new)?;
            let bikin = place(tx, "mo-bikin")?;
            assert!(matches!(close(tx, &By::system(), &bikin, Some(date(2026, 12, 1))), Err(Error::Fields(_))));
            let school = place(tx, school.as_str())?;
            close(tx, &By::system(), &school, Some(date(2026, 12, 1)))?;
            close(tx, &By::system(), &bikin, Some(date(2026, 12, 1)))?;
            assert_eq!((places::municipalities(tx, date(2026, 12, 1))?.len(), places::municipalities(tx, date(2026, 11, 30))?.len()), (18, 19));
            let ministry = place(tx, MINISTRY)?;
            assert_eq!((ministry.kind, ministry.short_name.as_str()), (PlaceKind::Ministry, "Минобрнауки края"));
            assert!(matches!(close(tx, &By::system(), &ministry, Some(date(2026, 12, 1))), Err(Error::NotFound)));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn contacts_are_the_organisations_own_and_two_who_write_at_once_are_told() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let bikin = place(tx, "mo-bikin")?;
            let contact = contacts::Contact { phone: "+7 42155 0-00-00".into(), ..contacts::Contact::default() };
            contacts::save(tx, &By::system(), &bikin, &contact)?;
            assert_eq!(contacts::of(tx, &bikin.id)?.phone, "+7 42155 0-00-00");
            assert!(matches!(contacts::save(tx, &By::system(), &bikin, &contact), Err(Error::Refusal(_))));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn an_erased_head_is_no_longer_named_and_a_merged_one_is_the_kept_card() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let (anna, twin) = (PersonId::fresh(), PersonId::fresh());
            for person in [anna, twin] {
                tx.execute("INSERT INTO person (id, family, given, sort_key, place_id, made_at) VALUES ($1, 'Иванова', 'Анна', 'иванова', 'mo-bikin', '2026-01-01T00:00:00Z')", params![person])?;
            }
            let bikin = place(tx, "mo-bikin")?;
            assert_eq!(heads::candidates(tx, &Scope::program("a test"), &bikin.id)?.len(), 2);
            assert!(heads::candidates(tx, &Scope::nobody(), &bikin.id)?.is_empty());
            heads::appoint(tx, &By::system(), &bikin, &Appointment { post: Post::Authority, person: Some(twin), name: "Иванова Анна".into(), from: date(2020, 1, 1) })?;
            structure::listen(tx, News::Merged { gone: twin, kept: anna })?;
            assert_eq!(structure::about_me(tx, anna)?.len(), 1);
            assert_eq!(structure::listen(tx, News::Erase { person: anna })?.len(), 1);
            let head = heads::of(tx, &bikin.id)?.remove(0);
            assert_eq!((head.person, head.name.as_str()), (None, "данные удалены"));
            assert!(structure::about_me(tx, anna)?.is_empty());
            Ok(())
        })
        .unwrap();
    });
}
