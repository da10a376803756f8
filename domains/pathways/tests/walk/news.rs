//! What goes from pathways when somebody is erased, withdraws the consent to diagnostics, or turns out to be one with another; what a
//! person finds about themself; and a text that was copied.

use crate::stage::{SITE, Stage, WORDS, set};
use access::Actor;
use audit::By;
use cases::{CaseId, EvidenceKind, First, Given, Head, Invitation, Opening, SourceKind, Strand};
use kernel::{Db, db::testing::on_each_engine, news::News, params};
use pathways::{
    Component, Frozen, PathwayId,
    building::{self, Frame},
    hints::{self, HintKind},
    store, typed,
    writing::{self, Writing},
};

const TABLES: [&str; 9] = ["pathway", "pathway_section", "pathway_suggestion", "pathway_draft", "pathway_print", "pathway_comment", "pathway_step", "pathway_step_deficit", "pathway_signature"];

fn rows(db: &Db, table: &str) -> u64 {
    db.read(|tx| Ok(tx.count(&format!("SELECT COUNT(*) FROM {table}"), params![])?)).unwrap()
}

fn tell(stage: &Stage, db: &Db, news: News) {
    db.write(|tx| stage.app.listeners.tell(tx, news)).unwrap();
}

/// Words of the tutor's of every kind, and of the teacher's.
fn spoken(stage: &Stage, db: &Db, id: PathwayId) {
    db.write(|tx| {
        let written = |field: &str, text: &str| Writing { base: 1, texts: [(field.to_owned(), text.to_owned())].into(), words: String::new() };
        writing::save(tx, &stage.tutor, id, Component::Target, &written("motive", "Слова тьютора"), SITE)?;
        writing::comment(tx, &stage.tutor, id, Component::Target, "Комментарий тьютора")?;
        typed::keep(tx, &stage.tutor, id, Component::Results, &written("expected", "Черновик").into())
    })
    .unwrap();
}

#[test]
fn an_erased_teachers_pathways_go_whole() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        spoken(&stage, db, made.pathway);
        tell(&stage, db, News::Erase { person: stage.teacher });
        for table in TABLES {
            assert_eq!(rows(db, table), 0, "{table}");
        }
    });
}

#[test]
fn a_signed_pathway_of_an_erased_teacher_goes_with_its_versions() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        db.write(|tx| {
            let version = store::load(tx, &stage.anna, made.pathway)?.pathway.version;
            building::revise(tx, &stage.anna, made.pathway, version, "Иначе")
        })
        .unwrap();
        tell(&stage, db, News::Erase { person: stage.teacher });
        assert_eq!((rows(db, "pathway"), rows(db, "formalism_hint")), (0, 0));
    });
}

#[test]
fn an_erased_member_leaves_no_name_and_no_words_in_anothers_pathway() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        spoken(&stage, db, made.pathway);
        db.write(|tx| {
            let version = store::load(tx, &stage.anna, made.pathway)?.pathway.version;
            pathways::agreement::send(tx, &stage.anna, made.pathway, version, SITE)?;
            stage.sign_all(tx, &stage.methodist, made.pathway)?;
            stage.sign_all(tx, &stage.tutor, made.pathway)?;
            stage.sign_whole(tx, made.pathway)
        })
        .unwrap();
        let about = db.read(|tx| pathways::about_me(tx, stage.tutor.person.unwrap())).unwrap();
        assert!(format!("{about:?}").contains("Слова тьютора") && format!("{about:?}").contains("Комментарий тьютора"));
        tell(&stage, db, News::Erase { person: stage.tutor.person.unwrap() });
        let body = db.read(|tx| Ok(store::load(tx, &stage.anna, made.pathway)?.pathway.agreed_body)).unwrap();
        assert!(!body.contains("Тьюторова") && body.contains("Данные удалены") && body.contains(WORDS), "{body}");
        for (table, left) in [("pathway_suggestion", 0), ("pathway_comment", 0), ("pathway_draft", 0), ("pathway", 1)] {
            assert_eq!(rows(db, table), left, "{table}");
        }
        let paper = db.read(|tx| {
            let loaded = store::load(tx, &stage.anna, made.pathway)?;
            pathways::paper(tx, &stage.anna, &loaded)
        });
        assert!(!format!("{:?}", paper.unwrap()).contains("Тьюторова"));
    });
}

#[test]
fn a_withdrawn_consent_to_diagnostics_takes_what_was_measured_and_leaves_the_words() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let titled = |db: &Db| db.read(|tx| Frozen::parse(&store::load(tx, &stage.anna, made.pathway)?.pathway.agreed_body)).unwrap();
        assert_eq!(titled(db).deficits.len(), 1);
        tell(&stage, db, News::DiagnosticsWithdrawn { person: stage.teacher });
        let frozen = titled(db);
        assert!(frozen.deficits.is_empty() && frozen.lines.iter().all(|line| line.deficits.is_empty()));
        assert_eq!((frozen.text(Component::Target, "goal"), rows(db, "pathway_step_deficit")), (WORDS, 0));
    });
}

#[test]
fn two_cards_of_one_teacher_keep_one_deficit_under_the_lines() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let before = rows(db, "pathway_step_deficit");
        tell(&stage, db, News::Merged { gone: stage.teacher, kept: stage.stranger.person.unwrap() });
        assert_eq!(rows(db, "pathway_step_deficit"), before);
        assert_eq!(db.read(|tx| Ok(cases::find(tx, made.case)?.person)).unwrap(), stage.stranger.person.unwrap());
        assert!(db.read(|tx| store::load(tx, &stage.stranger, made.pathway)).is_ok(), "the pathway goes with the person");
    });
}

/// Another teacher's case with the same methodist, at rung 3.
fn another(stage: &Stage, db: &Db, who: &Actor) -> CaseId {
    db.write(|tx| {
        let head = Head { kind: cases::Kind::NewTeacher, subject: String::new(), direction: "diagnostics".into(), reason: "Хочу лучше оценивать".into(), channel: None, review_days: 30 };
        let case = cases::open(tx, who, who.person.unwrap(), &Opening { head, first: vec![First::Words("Трудно оценивать".into())] }, SITE)?;
        let seat = cases::invite(tx, who, case, &Invitation { person: stage.methodist.person.unwrap().to_string(), role: "regional_methodist".into() }, SITE)?;
        cases::answer_invitation(tx, &stage.methodist, seat, (true, "", 1), SITE)?;
        cases::give(tx, &By::system(), case, Given::new((2, Strand::Teacher, EvidenceKind::Result), SourceKind::Assessment, "outside"))?;
        Ok(case)
    })
    .unwrap()
}

const LONG: &str = "Хочу, чтобы на каждом уроке ученики сами подводили итог и называли, что у них получилось, а что ещё нет. Для этого мне нужно освоить приёмы формирующего оценивания, попробовать их на пяти уроках в седьмом классе, разобрать записи этих уроков с наставником и выбрать те приёмы, которые приживутся у меня.";

#[test]
fn a_copied_text_is_hinted_to_its_author_alone_and_forgotten_when_it_is_rewritten() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let write = |who: &Actor, id: PathwayId, text: &str| {
            db.write(|tx| {
                let base = store::section(tx, id, Component::Results)?.revision();
                let texts = [("expected".to_owned(), text.to_owned()), ("criterion".to_owned(), WORDS.to_owned())].into();
                writing::save(tx, who, id, Component::Results, &Writing { base, texts, words: String::new() }, SITE).map(|_| ())
            })
            .unwrap();
        };
        write(&stage.anna, made.pathway, LONG);
        let case = another(&stage, db, &stage.stranger);
        let copy = db.write(|tx| building::begin(tx, &stage.stranger, case, Frame::default())).unwrap();
        write(&stage.stranger, copy, &LONG.replace("Хочу", "Мечтаю"));
        let read = |who: &Actor, id: PathwayId| {
            db.read(|tx| {
                let loaded = store::load(tx, who, id)?;
                hints::of(tx, &loaded)
            })
            .unwrap()
        };
        let found = read(&stage.stranger, copy);
        assert_eq!(found.iter().map(|hint| (hint.kind, hint.about.as_str())).collect::<Vec<_>>(), [(HintKind::CopiedText, "results")]);
        assert!(read(&stage.methodist, copy).is_empty() && read(&stage.anna, made.pathway).is_empty(), "neither the methodist yet, nor whose text it was");
        write(&stage.stranger, copy, "Мои восьмиклассники сами оценят пять работ по признакам, которые мы составим вместе.");
        assert!(read(&stage.stranger, copy).is_empty());
    });
}
