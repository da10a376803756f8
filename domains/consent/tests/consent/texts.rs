//! Versions of the texts.

use crate::stand::{all_given, given, later, set_up};
use access::Scope;
use audit::By;
use consent::{ConsentKind, texts};
use jiff::civil::date;
use kernel::{Error, db::testing::on_each_engine};

fn new(body: &str, valid_from: kernel::Date) -> texts::NewVersion {
    texts::NewVersion { kind: ConsentKind::Processing, title: "Согласие".into(), body: body.into(), approved_by: "приказ от 20.11.2026 № 45".into(), valid_from }
}

#[test]
fn the_three_texts_name_the_operator_and_all_that_the_law_asks_for() {
    on_each_engine(|db| {
        set_up(db);
        db.read(|tx| {
            for (kind, must) in [
                (ConsentKind::Inclusion, vec!["ХК", "добровольное"]),
                (ConsentKind::Processing, vec!["ИНН 0000000000", "ОГРН 0000000000000", "Цель 1", "дата рождения", "уничтожение", "автоматизации", "Министерство образования", "30 дней", "отзыв"]),
                (ConsentKind::Publication, vec!["https://institut.example/members", "ИНН", "запрещаю", "фамилия, имя, отчество; преподаваемый предмет; школа", "трёх рабочих дней"]),
            ] {
                let text = texts::current(tx, kind, tx.today())?;
                let words = texts::canonical(&text.title, &text.body, &text.items).replace("«Хабаровский краевой", "ХК");
                assert!(!words.contains('{'), "{words}");
                for part in must {
                    assert!(words.contains(part), "{kind}: {part}");
                }
                assert_eq!(text.sha256, texts::sha256(&text.title, &text.body, &text.items));
                assert_eq!(texts::find(tx, text.id)?, text);
                assert_eq!(text.items.is_empty(), kind != ConsentKind::Publication);
            }
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_new_version_leaves_old_consents_with_the_old_words() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| {
            all_given(tx, stage.anna);
            let operator = structure::profile(tx)?.operator.clone();
            let before = texts::current(tx, ConsentKind::Processing, tx.today())?;
            texts::publish(tx, &By::system(), &operator, new("## Кому\n\nОператору {оператор}.", date(2026, 12, 1)))?;
            assert_eq!(texts::current(tx, ConsentKind::Processing, date(2026, 11, 30))?.id, before.id);
            let after = texts::current(tx, ConsentKind::Processing, date(2026, 12, 1))?;
            assert_eq!((after.version, after.body[0].paragraphs[0].contains("Хабаровский краевой")), (2, true));
            assert_eq!(texts::find(tx, before.id)?.sha256, before.sha256);
            let usage = texts::usage(tx, &Scope::program("test"), tx.today())?;
            assert_eq!(usage.iter().find(|one| one.text == before.id).map(|one| (one.people, one.live)), Some((1, 1)));
            Ok(())
        })
        .unwrap();
        later(db, 10)
            .write(|tx| {
                given(tx, stage.anna, ConsentKind::Processing, &[], None)?;
                let usage = texts::usage(tx, &Scope::program("test"), tx.today())?;
                let on_new = texts::current(tx, ConsentKind::Processing, tx.today())?.id;
                assert!(usage.iter().any(|one| one.text == on_new && one.people == 1), "the newest consent is counted under the new version only");
                assert_eq!(usage.len(), 3);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_version_with_faults_is_refused_with_all_of_them_at_once() {
    on_each_engine(|db| {
        set_up(db);
        let failed = db.write(|tx| {
            let operator = structure::profile(tx)?.operator.clone();
            texts::publish(tx, &By::system(), &operator, texts::NewVersion { approved_by: " ".into(), ..new("Оператор {опертор}", date(2026, 11, 22)) })
        });
        let Err(Error::Fields(errors)) = failed else { panic!("{failed:?}") };
        assert!(errors.of("body").is_some_and(|said| said.contains("{опертор}")));
        assert!(errors.of("approved_by").is_some() && errors.of("valid_from").is_some());
        let same_day = db.write(|tx| {
            let operator = structure::profile(tx)?.operator.clone();
            texts::publish(tx, &By::system(), &operator, new("Текст", date(2026, 11, 23)))?;
            texts::publish(tx, &By::system(), &operator, new("Другой текст", date(2026, 11, 23)))
        });
        assert!(matches!(same_day, Err(Error::Fields(errors)) if errors.of("valid_from").is_some()), "the version before began today");
    });
}
