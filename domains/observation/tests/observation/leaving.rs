//! What goes when somebody withdraws, is erased or merged; what a teacher finds about themself.

use crate::stage::{self};
use access::Role;
use kernel::{db::testing::on_each_engine, news::News, params};
use observation::Side;

#[test]
fn a_withdrawn_consent_and_erasure_take_all_that_was_written() {
    for news in [|person| News::DiagnosticsWithdrawn { person }, |person| News::Erase { person }] {
        on_each_engine(|db| {
            let stage = stage::set(db);
            let id = stage.agreed(db, &stage.methodist);
            stage.write_all(db, &stage.methodist, id, Side::Observer, |_| 1);
            let told = db.write(|tx| observation::listen(tx, news(stage.teacher))).unwrap();
            assert!(told[0].contains("(1)"), "{told:?}");
            let left = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM observation", params![])? + tx.count("SELECT COUNT(*) FROM observation_record", params![])?)).unwrap();
            assert_eq!(left, 0);
        });
    }
}

#[test]
fn an_erased_observers_name_goes_and_a_merge_moves_the_visits() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let colleague = db
            .write(|tx| {
                let name = kernel::name::FullName { family: "Наблюдалкина".into(), given: "Вера".into(), patronymic: None };
                people::create(
                    tx,
                    &audit::By::system(),
                    people::NewPerson { name, birth_on: None, phone: None, email: None, place: stage.school.clone(), position: String::new(), position_text: String::new(), since: None, subjects: Vec::new() },
                )
            })
            .unwrap();
        let observer = stage::actor(db, Role::School, stage.school.as_str(), "Наблюдалкина Вера", Some(colleague));
        stage.proposed(db, &observer);
        db.write(|tx| observation::listen(tx, News::Erase { person: colleague })).unwrap();
        let named = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM observation WHERE observer_name LIKE '%Наблюдалкина%'", params![])?)).unwrap();
        assert_eq!(named, 0);
        db.write(|tx| observation::listen(tx, News::Merged { gone: stage.teacher, kept: colleague })).unwrap();
        assert_eq!(db.read(|tx| Ok(observation::about_me(tx, colleague)?.len())).unwrap(), 1);
        assert_eq!(db.read(|tx| Ok(observation::about_me(tx, stage.teacher)?.len())).unwrap(), 0);
    });
}
