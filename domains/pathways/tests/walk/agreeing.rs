//! The list of agreement: who must sign, what a change voids, what is frozen; a new version.

use crate::stage::{Made, SITE, Stage, WORDS, refused, set};
use access::Actor;
use cases::{Invitation, TeamRole};
use kernel::{Db, Error, Result, db::testing::on_each_engine};
use pathways::{
    Component, Frozen, State, Step,
    agreement::{self, Sheet, Signing},
    building::{self, FrameForm},
    hints,
    steps::{self, LineForm, Say},
    store,
    writing::{self, Writing},
};

fn sheet(db: &Db, who: &Actor, made: Made) -> Sheet {
    db.read(|tx| {
        let loaded = store::load(tx, who, made.pathway)?;
        Ok(agreement::read(tx, &loaded)?.1)
    })
    .unwrap()
}

fn send(stage: &Stage, db: &Db, made: Made) -> Result<()> {
    db.write(|tx| {
        let version = store::load(tx, &stage.anna, made.pathway)?.pathway.version;
        agreement::send(tx, &stage.anna, made.pathway, version, SITE)
    })
}

fn write(db: &Db, who: &Actor, made: Made, component: Component, field: &str, text: &str) -> Result<()> {
    db.write(|tx| {
        let base = store::section(tx, made.pathway, component)?.revision();
        let texts = [(field.to_owned(), text.to_owned())].into();
        writing::save(tx, who, made.pathway, component, &Writing { base, texts, words: String::new() }, SITE).map(|_| ())
    })
}

fn signed(sheet: &Sheet, who: &Actor) -> Vec<Component> {
    let row = sheet.rows.iter().find(|row| Some(row.member.person) == who.person).unwrap();
    Component::ALL.iter().copied().filter(|component| row.signature(Some(*component)).is_some()).collect()
}

fn letters(db: &Db, subject: &str) -> u64 {
    db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE subject = $1", kernel::params![subject])?)).unwrap()
}

fn state(db: &Db, made: Made) -> State {
    db.read(|tx| Ok(store::of_case(tx, made.case)?.into_iter().find(|one| one.id == made.pathway).unwrap().state)).unwrap()
}

#[test]
fn what_is_not_complete_is_not_sent_and_says_what_is_missing() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        write(db, &stage.anna, made, Component::Target, "indicator", "Станет заметно лучше").unwrap();
        let said = refused(send(&stage, db, made));
        assert!(said.contains("нет числа"), "{said}");
        write(db, &stage.anna, made, Component::Target, "goal", "").unwrap();
        assert!(refused(send(&stage, db, made)).contains("И ещё: 1"), "the goal and the figure");
        write(db, &stage.anna, made, Component::Target, "indicator", "8 уроков из 10").unwrap();
        write(db, &stage.anna, made, Component::Target, "goal", "Научусь").unwrap();
        send(&stage, db, made).unwrap();
        assert!(refused(send(&stage, db, made)).contains("уже отправлен"));
        assert_eq!(letters(db, "Вас просят согласовать маршрут"), 2, "the methodist and the tutor, not the teacher");
    });
}

#[test]
fn all_sign_and_the_teacher_last_then_it_is_frozen_and_walked() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        assert!(refused(db.write(|tx| stage.sign_all(tx, &stage.methodist, made.pathway))).contains("сейчас правят"), "nothing is signed before it is sent");
        send(&stage, db, made).unwrap();
        db.write(|tx| stage.sign_all(tx, &stage.methodist, made.pathway)).unwrap();
        assert!(refused(db.write(|tx| stage.sign_whole(tx, made.pathway))).contains("Тьюторова"), "the teacher is the last");
        assert_eq!(letters(db, "Ваш маршрут ждёт вашей подписи"), 0);
        db.write(|tx| stage.sign_all(tx, &stage.tutor, made.pathway)).unwrap();
        assert_eq!(letters(db, "Ваш маршрут ждёт вашей подписи"), 1);
        assert_eq!((state(db, made), stage.rung(db, made.case)), (State::Draft, 4), "nothing binds without the teacher");
        db.write(|tx| stage.sign_whole(tx, made.pathway)).unwrap();
        assert_eq!((state(db, made), stage.rung(db, made.case)), (State::Active, 5));
        let frozen = db.read(|tx| Frozen::parse(&store::load(tx, &stage.anna, made.pathway)?.pathway.agreed_body)).unwrap();
        assert_eq!((frozen.text(Component::Target, "goal"), frozen.lines.len(), frozen.agreement.len()), (WORDS, 3, 11), "two times five sections and the whole");
        assert!(refused(write(db, &stage.anna, made, Component::Target, "goal", "Иначе")).contains("начните новую версию"));
        let step = stage.steps(db, made.pathway).remove(0);
        assert!(matches!(db.write(|tx| steps::say(tx, &stage.anna, (made.pathway, step.id), step.version, Say::Strike, SITE)), Err(Error::Refusal(_))));
        let form = FrameForm { starts_on: "01.12.2026".into(), ends_on: "01.06.2027".into(), hours_limit: String::new() };
        assert!(matches!(db.write(|tx| building::set_frame(tx, &stage.anna, made.pathway, 9, &form, SITE)), Err(Error::Refusal(_))));
    });
}

#[test]
fn a_change_after_signing_asks_again_only_for_what_was_changed() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        send(&stage, db, made).unwrap();
        for who in [&stage.methodist, &stage.tutor] {
            db.write(|tx| stage.sign_all(tx, who, made.pathway)).unwrap();
        }
        write(db, &stage.anna, made, Component::Target, "motive", "Иначе: 3 причины").unwrap();
        let left = [Component::Diagnostic, Component::Content, Component::Technological, Component::Results];
        assert_eq!(signed(&sheet(db, &stage.anna, made), &stage.tutor), left);
        assert_eq!(letters(db, "Раздел изменился: нужна новая подпись"), 2);
        assert!(refused(db.write(|tx| stage.sign_whole(tx, made.pathway))).contains("Ещё не подписал"));
        let step: Step = stage.steps(db, made.pathway).remove(1);
        let form = LineForm { due_on: "21.01.2027".into(), ..LineForm::from_step(&step) };
        db.write(|tx| steps::edit(tx, &stage.methodist, (made.pathway, step.id), (&form, step.resource), SITE)).unwrap();
        assert_eq!(signed(&sheet(db, &stage.anna, made), &stage.tutor), [Component::Diagnostic, Component::Content, Component::Results], "a date belongs to the technological component");
        for who in [&stage.methodist, &stage.tutor] {
            db.write(|tx| stage.sign_all(tx, who, made.pathway)).unwrap();
        }
        db.write(|tx| stage.sign_whole(tx, made.pathway)).unwrap();
        assert_eq!(state(db, made), State::Active);
    });
}

#[test]
fn nobody_signs_for_another_or_what_was_not_on_the_page() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        send(&stage, db, made).unwrap();
        let seen = sheet(db, &stage.anna, made).digests.of(Some(Component::Target)).unwrap().as_str().to_owned();
        let signing = Signing { sections: vec![(Component::Target, seen)], words: String::new() };
        for who in [&stage.stranger, &stage.deputy, &stage.coordinator] {
            assert!(matches!(db.write(|tx| agreement::sign(tx, who, made.pathway, &signing, SITE)), Err(Error::NotFound)));
        }
        assert!(refused(db.write(|tx| agreement::sign(tx, &stage.anna, made.pathway, &signing, SITE))).contains("целиком и последним"));
        assert!(matches!(db.write(|tx| agreement::sign_whole(tx, &stage.methodist, made.pathway, "x", "", SITE)), Err(Error::NotFound)));
        write(db, &stage.anna, made, Component::Target, "motive", "Другое: 1").unwrap();
        assert!(refused(db.write(|tx| agreement::sign(tx, &stage.tutor, made.pathway, &signing, SITE))).contains("раздел изменили"));
        assert!(signed(&sheet(db, &stage.anna, made), &stage.tutor).is_empty());
    });
}

#[test]
fn who_left_need_not_sign_and_who_joined_must() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        send(&stage, db, made).unwrap();
        db.write(|tx| stage.sign_all(tx, &stage.methodist, made.pathway)).unwrap();
        let tutor = sheet(db, &stage.anna, made).rows.iter().find(|row| row.member.role == TeamRole::Tutor).unwrap().member.clone();
        db.write(|tx| cases::leave(tx, &stage.tutor, made.case, tutor.seat, ("Переезжаю", tutor.version))).unwrap();
        assert!(matches!(db.read(|tx| store::load(tx, &stage.tutor, made.pathway)), Err(Error::NotFound)));
        assert!(sheet(db, &stage.anna, made).is_teachers_turn());
        let seat = db.write(|tx| cases::invite(tx, &stage.anna, made.case, &Invitation { person: stage.stranger.person.unwrap().to_string(), role: "mentor".into() }, SITE)).unwrap();
        db.write(|tx| cases::answer_invitation(tx, &stage.stranger, seat, (true, "", 1), SITE)).unwrap();
        assert!(refused(db.write(|tx| stage.sign_whole(tx, made.pathway))).contains("Чужакова"));
        db.write(|tx| stage.sign_all(tx, &stage.stranger, made.pathway)).unwrap();
        db.write(|tx| stage.sign_whole(tx, made.pathway)).unwrap();
        assert_eq!(state(db, made), State::Active);
    });
}

#[test]
fn an_objection_returns_to_editing_and_leaves_the_signatures() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        send(&stage, db, made).unwrap();
        db.write(|tx| stage.sign_all(tx, &stage.methodist, made.pathway)).unwrap();
        let object = |words: &str| db.write(|tx| agreement::object(tx, &stage.tutor, made.pathway, Component::Content, words, SITE));
        assert!(matches!(object(" "), Err(Error::Fields(_))));
        object("Слишком много часов в декабре").unwrap();
        assert!(matches!(object("Ещё раз"), Err(Error::Refusal(_))), "it isn't sent any more");
        assert_eq!(letters(db, "Возражение к маршруту"), 2, "the teacher and the methodist");
        let comments = db.read(|tx| store::comments(tx, made.pathway)).unwrap();
        assert!(comments[0].words.contains("Слишком много часов"));
        assert_eq!(signed(&sheet(db, &stage.anna, made), &stage.methodist).len(), 5);
        db.clock().advance(jiff::SignedDuration::from_hours(1));
        send(&stage, db, made).unwrap();
        assert_eq!(letters(db, "Вас просят согласовать маршрут"), 3, "only who still has to sign is asked again");
    });
}

#[test]
fn a_new_version_keeps_the_old_one_and_goes_on_with_what_is_undone() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let first = stage.steps(db, made.pathway).remove(0);
        stage.hand_in(db, made, first.id).unwrap();
        let version = db.read(|tx| Ok(store::load(tx, &stage.anna, made.pathway)?.pathway.version)).unwrap();
        let revise = |reason: &str| db.write(|tx| building::revise(tx, &stage.anna, made.pathway, version, reason));
        assert!(refused(revise("Курс перенесли")).contains("ждёт ответа"));
        stage.accept(db, made, first.id).unwrap();
        assert!(matches!(revise(" "), Err(Error::Fields(_))));
        let new = revise("Курс перенесли").unwrap();
        assert!(matches!(revise("Курс перенесли"), Err(Error::Refusal(_))), "one new version at a time");
        assert_eq!(state(db, made), State::Revised);
        assert_eq!(stage.rung(db, made.case), 4, "the accepted line still covers the deficit; what was signed is to be signed anew");
        let old: Vec<_> = stage.steps(db, made.pathway).iter().map(|step| step.state).collect();
        let undone: Vec<String> = stage.steps(db, new).into_iter().map(|step| step.title).collect();
        assert_eq!((old.len(), undone.as_slice()), (3, ["Провести три урока".to_owned(), "Показать коллегам".to_owned()].as_slice()));
        let (whole, author) = db
            .read(|tx| {
                let loaded = store::load(tx, &stage.anna, new)?;
                Ok((agreement::read(tx, &loaded)?.0, loaded.pen()?.seat))
            })
            .unwrap();
        assert_eq!(whole.done_before.len(), 1);
        assert_eq!(whole.sections[0].author("goal"), Some(author), "whose words they are is copied too");
        assert!(pathways::complete::lacks(&whole).is_empty(), "{:?}", pathways::complete::lacks(&whole));
        let again = Made { pathway: new, ..made };
        send(&stage, db, again).unwrap();
        for who in [&stage.methodist, &stage.tutor] {
            db.write(|tx| stage.sign_all(tx, who, new)).unwrap();
        }
        db.write(|tx| stage.sign_whole(tx, new)).unwrap();
        assert_eq!((state(db, again), stage.rung(db, made.case)), (State::Active, 5));
    });
}

#[test]
fn a_case_turned_back_replaces_what_was_signed() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        db.write(|tx| {
            let version = cases::find(tx, made.case)?.version;
            cases::turn_back(tx, &stage.app.listeners, &stage.methodist, made.case, (3, "Нужны другие ресурсы", version))
        })
        .unwrap();
        let versions = db.read(|tx| store::of_case(tx, made.case)).unwrap();
        assert_eq!(versions.iter().map(|one| one.state).collect::<Vec<_>>(), [State::Draft, State::Revised]);
        assert!(stage.rung(db, made.case) <= 4);
    });
}

#[test]
fn signing_within_a_minute_is_hinted_to_the_teacher_alone_and_a_week_later_to_the_methodist() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let read = |who: &Actor| {
            db.read(|tx| {
                let loaded = store::load(tx, who, made.pathway)?;
                hints::of(tx, &loaded)
            })
            .unwrap()
        };
        assert_eq!(read(&stage.anna).iter().map(|hint| hint.kind).collect::<Vec<_>>(), [hints::HintKind::FastAgreement]);
        assert!(read(&stage.methodist).is_empty() && read(&stage.tutor).is_empty());
        assert_eq!(db.write(|tx| hints::tell_due(tx, SITE)).unwrap(), 0);
        db.clock().advance(jiff::SignedDuration::from_hours(8 * 24));
        assert_eq!(db.write(|tx| hints::tell_due(tx, SITE)).unwrap(), 1);
        assert_eq!((read(&stage.methodist).len(), read(&stage.tutor).len(), letters(db, "Подсказка к маршруту")), (1, 0, 1));
        let hint = read(&stage.anna).remove(0);
        assert!(matches!(db.write(|tx| hints::answer(tx, &stage.tutor, made.pathway, hint.id, "Не моё")), Err(Error::NotFound)));
        db.write(|tx| hints::answer(tx, &stage.anna, made.pathway, hint.id, "Читали вместе за одним столом")).unwrap();
        assert!(read(&stage.anna)[0].closed_at.is_some());
    });
}
