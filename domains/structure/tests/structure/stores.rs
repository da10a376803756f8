use audit::By;
use jiff::civil::date;
use kernel::{Error, db::testing::on_each_engine, id::PlaceId};
use structure::{
    NameIndex, NewSchool, Renaming, add_school, close, load_profile,
    places::{self, PlaceKind, REGION},
    profile::{BUNDLED, Profile, TermKind},
    rename, terms,
};

fn khabarovsk() -> Profile {
    Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap()
}

fn school(name: &str) -> NewSchool {
    NewSchool { name: name.into(), short_name: name.into(), type_label: "школа".into(), settlement: "г. Бикин".into(), ..NewSchool::default() }
}

fn bikin() -> PlaceId {
    PlaceId::from("mo-bikin")
}

#[test]
fn a_profile_may_be_loaded_twice() {
    on_each_engine(|db| {
        for _ in 0..2 {
            db.write(|tx| load_profile(tx, &By::system(), &khabarovsk())).unwrap();
        }
        db.read(|tx| {
            let today = tx.today();
            let found = places::municipalities(tx, today)?;
            assert_eq!(found.len(), 19);
            assert_eq!(found[0].short_name, "Амурский район", "in the order of Russian lists");
            assert_eq!(places::names(tx, &bikin())?.len(), 2);
            assert_eq!(tx.count("SELECT COUNT(*) FROM place", &[])?, 22, "the krai, its ministry and institute, 19 municipalities");
            let ayan = places::load(tx, &PlaceId::from("mo-ayan"), today)?;
            assert!(!ayan.has_methodical_service);
            assert_eq!((ayan.facts.tile, ayan.facts.settlement.as_str()), (Some((1, 2)), "с. Аян"));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_institutes_name_follows_the_operators_card() {
    on_each_engine(|db| {
        let other = BUNDLED[0].text.replace("short_name = \"ХК ИРО\"", "short_name = \"Институт\"");
        db.write(|tx| {
            load_profile(tx, &By::system(), &khabarovsk())?;
            load_profile(tx, &By::system(), &Profile::parse("regions/test.toml", &other).unwrap())?;
            let today = tx.today();
            assert_eq!(places::load(tx, &PlaceId::from(places::INSTITUTE), today)?.short_name, "Институт");
            assert_eq!(structure::profile(tx)?.operator.short_name, "Институт");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_municipality_is_called_as_on_the_day() {
    on_each_engine(|db| {
        db.write(|tx| load_profile(tx, &By::system(), &khabarovsk())).unwrap();
        db.read(|tx| {
            assert_eq!(places::name_on(tx, &bikin(), date(2023, 12, 31))?, "Бикинский муниципальный район");
            assert_eq!(places::name_on(tx, &bikin(), date(2024, 1, 1))?, "Бикинский муниципальный округ");
            assert_eq!(places::path(tx, &bikin())?, "region/mo-bikin/");
            assert!(matches!(places::name_on(tx, &PlaceId::from("mo-none"), date(2024, 1, 1)), Err(Error::NotFound)));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_renamed_place_keeps_its_history_even_when_the_profile_comes_again() {
    on_each_engine(|db| {
        db.write(|tx| {
            load_profile(tx, &By::system(), &khabarovsk())?;
            let place = places::load(tx, &PlaceId::from("mo-vanino"), date(2026, 1, 1))?;
            let renaming = Renaming {
                name: "Ванинский муниципальный округ".into(), short_name: "Ванинский округ".into(), type_label: "муниципальный округ".into(), from: date(2026, 5, 1)
            };
            rename(tx, &By::system(), &place, &renaming)?;
            load_profile(tx, &By::system(), &khabarovsk())
        })
        .unwrap();
        db.read(|tx| {
            let vanino = PlaceId::from("mo-vanino");
            assert_eq!(places::name_on(tx, &vanino, date(2026, 4, 30))?, "Ванинский муниципальный район");
            assert_eq!(places::name_on(tx, &vanino, date(2026, 5, 1))?, "Ванинский муниципальный округ");
            let names = places::names(tx, &vanino)?;
            assert_eq!((names[0].until, names[1].until), (Some(date(2026, 5, 1)), None));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn two_who_rename_at_once_are_told() {
    on_each_engine(|db| {
        db.write(|tx| load_profile(tx, &By::system(), &khabarovsk())).unwrap();
        let seen = db.read(|tx| places::load(tx, &bikin(), date(2026, 11, 23))).unwrap();
        let renaming = |name: &str| Renaming { name: name.into(), short_name: name.into(), type_label: String::new(), from: date(2026, 12, 1) };
        db.write(|tx| rename(tx, &By::system(), &seen, &renaming("Первое название"))).unwrap();
        let second = db.write(|tx| rename(tx, &By::system(), &seen, &renaming("Второе название")));
        assert!(matches!(second, Err(Error::Refusal(sentence)) if sentence.contains("изменил кто-то другой")));
        assert_eq!(db.read(|tx| places::name_on(tx, &bikin(), date(2027, 1, 1))).unwrap(), "Первое название");
    });
}

#[test]
fn schools_open_close_and_are_found() {
    on_each_engine(|db| {
        let id = db
            .write(|tx| {
                load_profile(tx, &By::system(), &khabarovsk())?;
                add_school(tx, &By::system(), &bikin(), &school("МБОУ СОШ № 6"))
            })
            .unwrap();
        let twin = db.write(|tx| add_school(tx, &By::system(), &bikin(), &school("МБОУ СОШ № 6")));
        assert!(matches!(twin, Err(Error::Fields(_))));
        let inside_a_school = db.write(|tx| add_school(tx, &By::system(), &id, &school("МБОУ СОШ № 7")));
        assert!(matches!(inside_a_school, Err(Error::NotFound)));
        db.write(|tx| {
            let today = tx.today();
            let found = places::load(tx, &id, today)?;
            assert_eq!((found.kind, found.path.as_str()), (PlaceKind::School, format!("region/mo-bikin/{id}/").as_str()));
            assert_eq!(places::municipality_of(tx, &id, today)?.map(|place| place.id), Some(bikin()));
            close(tx, &By::system(), &found, Some(date(2026, 9, 1)))?;
            assert!(places::schools_of(tx, &bikin(), date(2026, 9, 1))?.is_empty());
            assert_eq!(places::schools_of(tx, &bikin(), date(2026, 8, 31))?.len(), 1);
            let closed = places::load(tx, &id, today)?;
            let late = Renaming { name: "Лицей".into(), short_name: "Лицей".into(), type_label: "лицей".into(), from: date(2026, 10, 1) };
            assert!(matches!(rename(tx, &By::system(), &closed, &late), Err(Error::Fields(_))));
            close(tx, &By::system(), &closed, None)?;
            assert_eq!(places::school_counts(tx, today)?, [(bikin(), 1)]);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn an_import_finds_places_by_any_of_their_names() {
    on_each_engine(|db| {
        let (id, index) = db
            .write(|tx| {
                load_profile(tx, &By::system(), &khabarovsk())?;
                let id = add_school(tx, &By::system(), &bikin(), &school("МБОУ СОШ № 6"))?;
                let renaming = Renaming { name: "МБОУ Лицей № 6".into(), short_name: "Лицей № 6".into(), type_label: "лицей".into(), from: date(2026, 9, 1) };
                let found = places::load(tx, &id, date(2026, 8, 1))?;
                rename(tx, &By::system(), &found, &renaming)?;
                Ok((id, NameIndex::load(tx)?))
            })
            .unwrap();
        assert_eq!(index.municipality(" хабаровск"), Some(&PlaceId::from("mo-habarovsk")));
        assert_eq!(index.municipality("Хабаровский район"), Some(&PlaceId::from("mo-habarovsky")));
        assert_eq!(index.municipality("Бикинский муниципальный район"), Some(&bikin()));
        assert_eq!(index.municipality("Хабаровск район"), None);
        for typed in ["мбоу сош №6", "МБОУ СОШ № 6", "Лицей 6"] {
            assert_eq!(index.schools(typed, Some(&bikin())), [&id], "{typed}");
        }
        assert!(index.schools("Лицей 6", Some(&PlaceId::from("mo-ayan"))).is_empty());
        assert_eq!(index.schools("Лицей 6", None), [&id]);
    });
}

#[test]
fn dictionaries_are_dated() {
    on_each_engine(|db| {
        db.write(|tx| load_profile(tx, &By::system(), &khabarovsk())).unwrap();
        db.read(|tx| {
            let obzr = terms::find(tx, TermKind::Subject, "obzr", date(2026, 11, 23))?.unwrap();
            assert_eq!((obzr.label.as_str(), obzr.short.as_str()), ("Основы безопасности и защиты Родины", "ОБЗР"));
            assert!(obzr.is_called("обж") && !obzr.is_called("химия"));
            assert_eq!(terms::label(tx, TermKind::Subject, "obzr", date(2024, 8, 31))?, "Основы безопасности жизнедеятельности");
            assert_eq!(terms::terms(tx, TermKind::Category, date(2023, 8, 31))?.len(), 4);
            assert_eq!(terms::terms(tx, TermKind::Category, date(2023, 9, 1))?.len(), 6);
            assert_eq!(terms::terms(tx, TermKind::MembershipKind, date(2026, 9, 1))?.len(), 4);
            assert_eq!(terms::terms(tx, TermKind::WorkDirection, date(2026, 9, 1))?[0].code, "d01", "the profile's order");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_term_that_a_new_profile_drops_ends_but_keeps_its_word() {
    on_each_engine(|db| {
        let without = BUNDLED[0].text.replace("  { code = \"relative\", name = \"Кандидат — близкий родственник\" },\n", "");
        db.write(|tx| {
            load_profile(tx, &By::system(), &khabarovsk())?;
            load_profile(tx, &By::system(), &Profile::parse("regions/test.toml", &without).unwrap())?;
            let today = tx.today();
            assert!(!terms::terms(tx, TermKind::ConflictKind, today)?.iter().any(|term| term.code == "relative"));
            assert_eq!(terms::label(tx, TermKind::ConflictKind, "relative", today)?, "Кандидат — близкий родственник");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_profile_in_force_and_the_calendar_come_back_as_they_were() {
    on_each_engine(|db| {
        assert!(!db.read(structure::is_set_up).unwrap());
        assert!(matches!(db.read(structure::profile), Err(Error::Refusal(_))));
        db.write(|tx| load_profile(tx, &By::system(), &khabarovsk())).unwrap();
        db.read(|tx| {
            assert!(structure::is_set_up(tx)?);
            assert_eq!(*structure::profile(tx)?, khabarovsk());
            assert_eq!(structure::calendar(tx)?, khabarovsk().calendar);
            assert_eq!(places::load(tx, &PlaceId::from(REGION), tx.today())?.name, "Хабаровский край");
            Ok(())
        })
        .unwrap();
    });
}
