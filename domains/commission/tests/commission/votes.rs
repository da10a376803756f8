//! Votes: the last one counts until the decision, conflicts of interest, raised hands.

use crate::stage::{self, SCHOOL, actor, ballot, cast, count, refused, wrong};
use access::Role;
use commission::{Ballot, Verdict, Voice};
use kernel::{db::testing::on_each_engine, params};
use structure::places::REGION;
use web::Answers;

#[test]
fn the_last_vote_counts_until_the_decision_and_none_after_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna, &stage.pyotr]);
        assert_eq!(db.read(|tx| commission::waiting_for(tx, &stage.anna)).unwrap(), [(meeting, 1)]);
        cast(db, &stage.anna, meeting, &items, "against").unwrap();
        cast(db, &stage.anna, meeting, &items, "for").unwrap();
        assert_eq!(cast(db, &stage.anna, meeting, &items, "for").unwrap(), 0, "the same vote again is no new vote");
        assert_eq!(db.read(|tx| commission::waiting_for(tx, &stage.anna)).unwrap(), []);
        let tally = stage.sitting(db, meeting).tally(items[0]);
        assert_eq!((tally.in_favour, tally.against), (1, 0));
        stage.decide(db, meeting, items[0], "include", "").unwrap();
        let message = wrong(cast(db, &stage.anna, meeting, &items, "against"), &format!("voice-{}", items[0]));
        assert!(message.contains("решение уже принято") && message.contains("не изменён"), "{message}");
        assert!(wrong(cast(db, &stage.pyotr, meeting, &items, "for"), &format!("voice-{}", items[0])).contains("решение уже принято"));
        assert_eq!(stage.sitting(db, meeting).tally(items[0]), tally);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'meeting.vote_cast'"), 2);
    });
}

#[test]
fn a_conflict_of_interest_is_no_vote_and_must_be_named() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", SCHOOL);
        let person = stage.sitting(db, stage.planned(db, &[application])).items[0].person;
        db.write(|tx| tx.execute("DELETE FROM agenda_item", params![]).map_err(Into::into)).unwrap();
        let herself = actor(db, Role::Commission, REGION, "Аистова Анна Петровна", Some(person));
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna, &herself]);
        assert!(wrong(cast(db, &herself, meeting, &items, "for"), &format!("voice-{}", items[0])).contains("это ваша кандидатура"));
        assert!(wrong(cast(db, &herself, meeting, &items, "conflict"), &format!("conflict-{}", items[0])).contains("в чём конфликт"));
        let named = Answers::of([(format!("voice-{}", items[0]), "conflict".to_owned()), (format!("conflict-{}", items[0]), "self".to_owned())]);
        db.write(|tx| commission::cast(tx, &herself, meeting, &Ballot::of(&named))).unwrap();
        let sitting = stage.sitting(db, meeting);
        assert_eq!((sitting.tally(items[0]).recused, sitting.tally(items[0]).cast(), sitting.verdict(items[0])), (1, 0, Verdict::NoVotes));
        cast(db, &stage.igor, meeting, &items, "for").unwrap();
        assert_eq!(stage.sitting(db, meeting).verdict(items[0]), Verdict::Passed);
        stage.decide(db, meeting, items[0], "include", "").unwrap();
        let minutes = db.read(|tx| commission::prepare(tx, &stage.coordinator, meeting)).unwrap();
        assert_eq!(minutes.agenda[0].decisions[0].recused, ["Аистова Анна Петровна (рассматривается кандидатура самого члена комиссии)"]);
    });
}

#[test]
fn raised_hands_are_written_down_with_the_name_of_who_wrote() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
        let hands = |voices: &[(&access::Actor, &str)]| {
            let answers = Answers::of(voices.iter().map(|(actor, voice)| (format!("voice-{}", actor.account), (*voice).to_owned())));
            db.write(|tx| commission::hands(tx, &stage.coordinator, meeting, items[0], &commission::raised(&answers)))
        };
        cast(db, &stage.anna, meeting, &items, "for").unwrap();
        assert_eq!(hands(&[(&stage.igor, "abstain"), (&stage.anna, "for")]).unwrap(), 1, "Anna's own vote stands");
        assert!(wrong(hands(&[(&stage.pyotr, "for")]), &format!("voice-{}", stage.pyotr.account)).contains("не отмечен"));
        let sitting = stage.sitting(db, meeting);
        let vote = |actor: &access::Actor| sitting.vote_of(items[0], actor.account).unwrap().clone();
        assert_eq!((vote(&stage.igor).voice, vote(&stage.igor).entered_by), (Voice::Abstain, Some(stage.coordinator.account)));
        assert_eq!(vote(&stage.anna).entered_by, None);
        let member = db.write(|tx| commission::hands(tx, &stage.igor, meeting, items[0], &[]));
        assert!(matches!(member, Err(kernel::Error::NotFound)));
    });
}

#[test]
fn a_hand_written_down_never_overwrites_a_vote_that_came_meanwhile_unseen() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let (meeting, items) = stage.opened(db, &[application], &[&stage.igor, &stage.anna]);
        let hand = |stood: &str, voice: &str| {
            let answers = Answers::of([(format!("voice-{}", stage.anna.account), voice.to_owned()), (format!("stood-{}", stage.anna.account), stood.to_owned())]);
            db.write(|tx| commission::hands(tx, &stage.coordinator, meeting, items[0], &commission::raised(&answers)))
        };
        let at = format!("voice-{}", stage.anna.account);
        cast(db, &stage.anna, meeting, &items, "against").unwrap();
        let message = wrong(hand("", "for"), &at);
        assert!(message.contains("голос изменился. Теперь он «против», подан лично"), "{message}");
        assert_eq!(hand("", "against").unwrap(), 0, "the same voice is no clash");
        assert_eq!(hand("against", "for").unwrap(), 1, "seen and changed on purpose");
        assert!(wrong(hand("against", "abstain"), &at).contains("записал(а) другой сотрудник"));
        let sitting = stage.sitting(db, meeting);
        assert_eq!(sitting.vote_of(items[0], stage.anna.account).unwrap().voice, Voice::For);
    });
}

#[test]
fn who_has_no_seat_finds_no_ballot_and_votes_wait_for_the_opening() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let application = stage.endorsed(db, "Аистова", "sch-lyceum");
        let meeting = stage.planned(db, &[application]);
        let items: Vec<_> = stage.sitting(db, meeting).items.iter().map(|item| item.id).collect();
        let newcomer = actor(db, Role::Commission, REGION, "Новичок", None);
        assert!(refused(cast(db, &stage.igor, meeting, &items, "for")).contains("ещё не открыто"));
        assert!(matches!(cast(db, &newcomer, meeting, &items, "for"), Err(kernel::Error::NotFound)));
        assert!(matches!(db.write(|tx| commission::cast(tx, &stage.coordinator, meeting, &ballot(&items, "for"))), Err(kernel::Error::NotFound)));
    });
}
