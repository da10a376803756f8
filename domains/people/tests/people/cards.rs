//! Cards, their history, search, likeness, merging, erasure: on both engines.

use crate::world::{add, everywhere, full_name, set_up, teacher};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Error, Slice,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    news::{Listeners, News},
    params,
};
use people::{Changes, Filter, Move, Sort, Why, find, jobs, list, past_names, possible_duplicates};

crate::stories![
    a_card_is_made_found_and_corrected,
    a_change_of_name_and_of_school_keeps_history,
    impossible_changes_are_refused_in_words,
    two_who_change_a_card_at_once_are_told,
    search_forgives_layout_order_yo_and_a_typo,
    any_distortion_that_is_forgiven_still_finds_the_person,
    a_member_sees_the_own_card_and_no_other,
    the_list_is_filtered_sorted_and_scoped,
    search_never_crosses_the_scope,
    likeness_is_explained,
    pairs_are_of_people_not_of_shared_telephones,
    merged_cards_become_one,
    erasure_leaves_a_bare_id,
];

fn names(db: &Db, filter: &Filter) -> Vec<String> {
    db.read(|tx| Ok(list(tx, &everywhere(), filter, Sort::default(), Slice::first())?.people.rows.iter().map(|row| row.name.full()).collect())).unwrap()
}

fn searched(db: &Db, text: &str) -> Vec<String> {
    names(db, &Filter { text: text.into(), ..Filter::default() })
}

fn a_card_is_made_found_and_corrected() {
    on_each_engine(|db| {
        set_up(db);
        let id = add(db, teacher("Иванова Анна Петровна", "sch-6"));
        db.write(|tx| {
            let person = find(tx, &everywhere(), id)?;
            assert_eq!((person.place.as_str(), person.main_subject(), person.version), ("sch-6", Some("matematika"), 1));
            let changes = Changes { phone: Some("+79141234567".into()), subjects: vec![("fizika".into(), true), ("matematika".into(), false)], ..Changes::of(&person) };
            people::update(tx, &By::system(), id, &changes, 1)?;
            let person = find(tx, &everywhere(), id)?;
            assert_eq!((person.phone.as_deref(), person.main_subject(), person.version), (Some("+79141234567"), Some("fizika"), 2));
            assert!(past_names(tx, &everywhere(), id)?.is_empty(), "a correction leaves no history");
            Ok(())
        })
        .unwrap();
    });
}

fn a_change_of_name_and_of_school_keeps_history() {
    on_each_engine(|db| {
        set_up(db);
        let id = add(db, teacher("Иванова Анна Петровна", "sch-6"));
        db.write(|tx| {
            people::rename(tx, &By::system(), id, &full_name("Ким Анна Петровна"), date(2026, 6, 1), 1)?;
            let to = Move { place: PlaceId::from("sch-30"), position: "zam_uvr".into(), position_text: String::new(), on: date(2026, 9, 1) };
            people::move_to(tx, &By::system(), id, &to, 2)?;
            let person = find(tx, &everywhere(), id)?;
            assert_eq!((person.name.family.as_str(), person.place.as_str(), person.position.as_str(), person.since), ("Ким", "sch-30", "zam_uvr", Some(date(2026, 9, 1))));
            let jobs = jobs(tx, &everywhere(), id)?;
            assert_eq!(jobs.iter().map(|job| (job.place.as_str(), job.until)).collect::<Vec<_>>(), [("sch-30", None), ("sch-6", Some(date(2026, 9, 1)))]);
            assert_eq!(past_names(tx, &everywhere(), id)?[0].name.family, "Иванова");
            Ok(())
        })
        .unwrap();
        assert_eq!(searched(db, "иванова"), ["Ким Анна Петровна"], "staff find by an earlier name");
        let public = people::search::plan("иванова").matching_sql("p.id", 1);
        let found = db.read(|tx| Ok(tx.count(&format!("SELECT COUNT(*) FROM person p WHERE {}", public.0), &public.1)?)).unwrap();
        assert_eq!(found, 0, "the public page does not");
    });
}

fn impossible_changes_are_refused_in_words() {
    on_each_engine(|db| {
        set_up(db);
        let id = add(db, teacher("Иванова Анна Петровна", "sch-6"));
        let field = |done: kernel::Result<()>| match done {
            Err(Error::Fields(errors)) => errors.all()[0].0.clone(),
            other => panic!("{other:?}"),
        };
        let rename = |name: &str, on| field(db.write(|tx| people::rename(tx, &By::system(), id, &full_name(name), on, 1)));
        assert_eq!(rename("Иванова Анна Петровна", date(2026, 1, 1)), "family");
        assert_eq!(rename("Ким Анна Петровна", date(2027, 1, 1)), "on");
        let go = |place: &str, on| field(db.write(|tx| people::move_to(tx, &By::system(), id, &Move { place: PlaceId::from(place), position: String::new(), position_text: String::new(), on }, 1)));
        assert_eq!(go("sch-6", date(2026, 9, 1)), "place");
        assert_eq!(go("nowhere", date(2026, 9, 1)), "place");
        assert_eq!(go("region", date(2026, 9, 1)), "place");
        assert_eq!(go("sch-30", date(2015, 9, 1)), "on");
        assert_eq!(go("sch-30", date(2026, 12, 1)), "on");
    });
}

fn two_who_change_a_card_at_once_are_told() {
    on_each_engine(|db| {
        set_up(db);
        let id = add(db, teacher("Иванова Анна Петровна", "sch-6"));
        let change = |phone: &str| {
            db.write(|tx| {
                let changes = Changes { phone: Some(phone.into()), ..Changes::of(&find(tx, &everywhere(), id)?) };
                people::update(tx, &By::system(), id, &changes, 1)
            })
        };
        change("+79140000001").unwrap();
        assert!(matches!(change("+79140000002"), Err(Error::Refusal(sentence)) if sentence.contains("кто-то другой")));
    });
}

fn search_forgives_layout_order_yo_and_a_typo() {
    on_each_engine(|db| {
        set_up(db);
        for name in ["Семёнова Анна Петровна", "Семенов Олег", "Петров-Водкин Кузьма Сергеевич", "Харитонова Любовь Ивановна"] {
            add(db, teacher(name, "sch-6"));
        }
        assert_eq!(searched(db, "семёнов"), ["Семенов Олег", "Семёнова Анна Петровна"]);
        assert_eq!(searched(db, "анна семен"), ["Семёнова Анна Петровна"]);
        assert_eq!(searched(db, "водкин"), ["Петров-Водкин Кузьма Сергеевич"]);
        assert_eq!(searched(db, "ctv`yjdf"), ["Семёнова Анна Петровна"]);
        assert_eq!(searched(db, "[fhbnjyjdf k.,jdm"), ["Харитонова Любовь Ивановна"]);
        assert_eq!(searched(db, "харитнова"), ["Харитонова Любовь Ивановна"]);
        assert_eq!(searched(db, "Хартионова любовь"), ["Харитонова Любовь Ивановна"]);
        assert!(searched(db, "хартонава").is_empty(), "two typos are another word");
        assert!(searched(db, "%").is_empty() && searched(db, "' OR 1=1 --").is_empty());
    });
}

/// How people mistype: each way must still find the one they meant.
fn distorted(name: &str, way: u8, at: usize) -> String {
    const KEYS: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    const LETTERS: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    let typed_in_latin = |c: char| LETTERS.chars().position(|letter| letter == c).and_then(|at| KEYS.chars().nth(at)).unwrap_or(c);
    let words: Vec<&str> = name.split(' ').collect();
    let one_letter_less = |word: &str| {
        let gone = at % word.chars().count();
        word.chars().enumerate().filter(|(at, _)| *at != gone).map(|(_, c)| c).collect::<String>()
    };
    match way {
        0 => words.iter().rev().copied().collect::<Vec<_>>().join("  "),
        1 => name.to_uppercase().replace('Ё', "Е"),
        2 => name.to_lowercase().chars().map(typed_in_latin).collect(),
        3 => words.iter().map(|word| word.chars().take(3 + at % 3).collect::<String>()).collect::<Vec<_>>().join(" "),
        4 => format!("{} {}", one_letter_less(words[0]), words[1]),
        _ => format!("{}, {}!", words[1], words[0]),
    }
}

fn any_distortion_that_is_forgiven_still_finds_the_person() {
    use proptest::{
        prelude::any,
        test_runner::{Config, TestRunner},
    };
    const PEOPLE: [&str; 8] = [
        "Семёнова Анна Петровна",
        "Подъяблонская Ёлка Эдуардовна",
        "Харитонов Любомир Юрьевич",
        "Хабибулин Жаслан Ильясович",
        "Щукарёв Фёдор Эрнестович",
        "Бельды Октябрина Ходжеровна",
        "Кружевникова Алевтина Борисовна",
        "Жемчужный Хрисанф Тарасович",
    ];
    on_each_engine(|db| {
        set_up(db);
        PEOPLE.iter().for_each(|name| {
            add(db, teacher(name, "sch-6"));
        });
        let mut runner = TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
        let outcome = runner.run(&(0..PEOPLE.len(), 0_u8..6, any::<u8>()), |(who, way, at)| {
            let typed = distorted(PEOPLE[who], way, usize::from(at));
            let found = searched(db, &typed);
            proptest::prop_assert!(found.contains(&PEOPLE[who].to_owned()), "{typed:?} finds {found:?}");
            Ok(())
        });
        outcome.unwrap();
    });
}

fn a_member_sees_the_own_card_and_no_other() {
    on_each_engine(|db| {
        set_up(db);
        let (own, other) = (add(db, teacher("Иванова Анна", "sch-6")), add(db, teacher("Ким Олег", "sch-6")));
        let account = kernel::id::AccountId::fresh();
        let member = access::Actor {
            account,
            person: Some(own),
            name: "Иванова А.".into(),
            role: access::Role::Member,
            place: PlaceId::from("sch-6"),
            place_path: "region/mo-bikin/sch-6/".into(),
            place_name: String::new(),
            session: String::new(),
        };
        db.write(|tx| {
            assert_eq!(people::view(tx, &member, own)?.id, own);
            assert!(matches!(people::view(tx, &member, other), Err(Error::NotFound)));
            assert_eq!(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'person.viewed'", &[])?, 0, "one's own card is no event");
            Ok(())
        })
        .unwrap();
    });
}

fn the_list_is_filtered_sorted_and_scoped() {
    on_each_engine(|db| {
        set_up(db);
        add(db, teacher("Яшина Вера", "sch-6"));
        add(db, teacher("Абаев Олег", "sch-30"));
        add(db, people::NewPerson { subjects: vec![("fizika".into(), true)], position: "direktor".into(), ..teacher("Ёлкин Пётр", "sch-3") });
        let only = |change: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            names(db, &filter)
        };
        assert_eq!(only(&|_| ()), ["Абаев Олег", "Ёлкин Пётр", "Яшина Вера"]);
        assert_eq!(only(&|filter| filter.municipality = "mo-bikin".into()), ["Ёлкин Пётр", "Яшина Вера"]);
        assert_eq!(only(&|filter| filter.school = "sch-6".into()), ["Яшина Вера"]);
        assert_eq!(only(&|filter| filter.subject = "fizika".into()), ["Ёлкин Пётр"]);
        assert_eq!(only(&|filter| filter.position = "direktor".into()), ["Ёлкин Пётр"]);
        assert!(only(&|filter| filter.municipality = "mo-none".into()).is_empty());
        db.read(|tx| {
            let down = list(tx, &everywhere(), &Filter::default(), Sort::parse(Some(("name", true))), Slice::new(2, 2))?.people;
            assert_eq!((down.total, down.rows.len(), down.rows[0].name.family.as_str()), (3, 1, "Абаев"));
            let places = list(tx, &everywhere(), &Filter::default(), Sort::parse(Some(("place", false))), Slice::first())?.people;
            assert_eq!(places.rows.iter().map(|row| row.place.as_str()).collect::<Vec<_>>(), ["sch-3", "sch-30", "sch-6"]);
            assert_eq!((places.rows[0].subject.as_deref(), places.rows[0].municipality.as_ref().map(PlaceId::as_str)), (Some("fizika"), Some("mo-bikin")));
            Ok(())
        })
        .unwrap();
    });
}

fn search_never_crosses_the_scope() {
    on_each_engine(|db| {
        set_up(db);
        let own = add(db, teacher("Иванова Анна", "sch-6"));
        let other = add(db, teacher("Иванова Вера", "sch-30"));
        let scope = access::Scope::person(own);
        db.read(|tx| {
            let filter = Filter { text: "иванова".into(), ..Filter::default() };
            let found = list(tx, &scope, &filter, Sort::default(), Slice::first())?.people;
            assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [own]);
            assert!(matches!(find(tx, &scope, other), Err(Error::NotFound)));
            assert!(jobs(tx, &scope, other)?.is_empty());
            assert!(possible_duplicates(tx, &access::Scope::nobody(), &full_name("Иванова Вера"), None, None, None, None)?.is_empty());
            Ok(())
        })
        .unwrap();
    });
}

fn likeness_is_explained() {
    on_each_engine(|db| {
        set_up(db);
        let born = Some(date(1985, 9, 5));
        let anna = add(db, people::NewPerson { birth_on: born, phone: Some("+79141234567".into()), email: Some("anna@school.ru".into()), ..teacher("Семёнова Анна Петровна", "sch-6") });
        let why = |name: &str, birth_on, email: Option<&str>, phone: Option<&str>| {
            db.read(|tx| Ok(possible_duplicates(tx, &everywhere(), &full_name(name), birth_on, email, phone, None)?.into_iter().flat_map(|found| found.why).collect::<Vec<_>>())).unwrap()
        };
        assert_eq!(why("Семенова Анна Петровна", born, None, None), [Why::SameNameAndBirth]);
        assert_eq!(why("Семенова Анна Петровна", None, None, None), [Why::SameName]);
        assert!(why("Семенова Анна Петровна", Some(date(1990, 1, 1)), None, None).is_empty(), "a namesake with another birthday");
        assert_eq!(why("Семенова Анна Петрвна", born, None, None), [Why::NearNameAndBirth]);
        assert_eq!(why("Ким Анна Петровна", None, Some("anna@school.ru"), Some("+79141234567")), [Why::Email, Why::Phone]);
        let twin = add(db, teacher("Семенова Анна Петровна", "sch-6"));
        db.read(|tx| {
            let found = possible_duplicates(tx, &everywhere(), &full_name("Семенова Анна Петровна"), None, None, None, Some(twin))?;
            assert_eq!(found.iter().map(|found| (found.person.id, found.why[0])).collect::<Vec<_>>(), [(anna, Why::SameNameAndPlace)]);
            Ok(())
        })
        .unwrap();
    });
}

fn pairs_are_of_people_not_of_shared_telephones() {
    on_each_engine(|db| {
        set_up(db);
        let born = Some(date(1985, 9, 5));
        let with_phone = |name: &str, school: &str| add(db, people::NewPerson { phone: Some("+74215500000".into()), birth_on: born, ..teacher(name, school) });
        with_phone("Иванова Анна Петровна", "sch-6");
        with_phone("Сидоров Олег Ильич", "sch-6");
        with_phone("Ким Анна Петровна", "sch-6");
        add(db, teacher("Ли Вера Сергеевна", "sch-6"));
        add(db, teacher("Ли Вера Сергеевна", "sch-3"));
        add(db, teacher("Ли Вера Сергеевна", "sch-30"));
        add(db, people::NewPerson { birth_on: born, ..teacher("Сидорв Олег Ильич", "sch-30") });
        let mut found: Vec<(String, String)> = db.read(|tx| Ok(people::pairs(tx, &everywhere())?.into_iter().map(|pair| (pair.left.name.full(), pair.right.name.full())).collect())).unwrap();
        found.sort();
        let expected = [("Иванова Анна Петровна", "Ким Анна Петровна"), ("Ли Вера Сергеевна", "Ли Вера Сергеевна"), ("Сидоров Олег Ильич", "Сидорв Олег Ильич")];
        assert_eq!(found, expected.map(|(left, right)| (left.to_owned(), right.to_owned())), "the namesake in another municipality is no pair");
    });
}

fn count(db: &Db, sql: &'static str, id: PersonId) -> u64 {
    db.read(|tx| Ok(tx.count(sql, params![id])?)).unwrap()
}

fn merged_cards_become_one() {
    on_each_engine(|db| {
        set_up(db);
        let kept = add(db, teacher("Ким Анна Петровна", "sch-6"));
        let gone = add(db, people::NewPerson { phone: Some("+79141234567".into()), subjects: vec![("fizika".into(), true)], ..teacher("Иванова Анна Петровна", "sch-30") });
        let listeners = Listeners::new(vec![people::listen]);
        db.write(|tx| people::merge(tx, &listeners, &By::system(), gone, kept)).unwrap();
        db.read(|tx| {
            let person = find(tx, &everywhere(), kept)?;
            assert_eq!((person.phone.as_deref(), person.place.as_str(), person.main_subject()), (Some("+79141234567"), "sch-6", Some("matematika")));
            assert_eq!(person.subjects.len(), 2);
            assert_eq!(past_names(tx, &everywhere(), kept)?[0].name.family, "Иванова");
            assert_eq!(jobs(tx, &everywhere(), kept)?.len(), 2);
            assert!(matches!(find(tx, &everywhere(), gone), Err(Error::NotFound)));
            assert_eq!(people::merged_into(tx, &everywhere(), gone)?, Some(kept));
            Ok(())
        })
        .unwrap();
        assert_eq!(searched(db, "иванова"), ["Ким Анна Петровна"]);
        assert!(matches!(db.write(|tx| people::merge(tx, &listeners, &By::system(), kept, kept)), Err(Error::Refusal(_))));
        assert!(matches!(db.write(|tx| people::merge(tx, &listeners, &By::system(), gone, kept)), Err(Error::NotFound)));
    });
}

fn erasure_leaves_a_bare_id() {
    on_each_engine(|db| {
        set_up(db);
        let id = add(db, people::NewPerson { birth_on: Some(date(1985, 9, 5)), phone: Some("+79141234567".into()), email: Some("anna@school.ru".into()), ..teacher("Редкофамильная Анна", "sch-6") });
        let gone = add(db, teacher("Иванова Анна", "sch-6"));
        let listeners = Listeners::new(vec![people::listen]);
        db.write(|tx| {
            people::merge(tx, &listeners, &By::system(), gone, id)?;
            let said = listeners.tell(tx, News::Erase { person: id })?;
            assert!(said.iter().any(|category| category.contains("дата рождения")));
            Ok(())
        })
        .unwrap();
        for sql in [
            "SELECT COUNT(*) FROM person_name WHERE person_id = $1",
            "SELECT COUNT(*) FROM person_job WHERE person_id = $1",
            "SELECT COUNT(*) FROM person_subject WHERE person_id = $1",
            "SELECT COUNT(*) FROM person_token WHERE person_id = $1",
        ] {
            assert_eq!(count(db, sql, id), 0, "{sql}");
        }
        let bare = "SELECT COUNT(*) FROM person WHERE (id = $1 OR merged_into = $1) AND family = '' AND given = '' AND patronymic IS NULL AND birth_on IS NULL AND phone IS NULL AND email IS NULL AND sort_key = '' AND erased_at IS NOT NULL";
        assert_eq!(count(db, bare, id), 2, "the card merged into it goes too");
        let left = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM token_deletion WHERE token = $1", params!["редкофамильная"])?)).unwrap();
        assert_eq!(left, 0, "a rare surname is a datum");
        assert!(matches!(db.read(|tx| find(tx, &everywhere(), id)), Err(Error::NotFound)));
    });
}
