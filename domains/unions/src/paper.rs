//! Minutes as data for the printing house, out of a snapshot: the same for a draft and for every version.

use crate::snapshot::{Decided, Named, Question, Snapshot};
use documents::{Fact, Present, Registration, Signatory, UnionDecision, UnionMinutesDoc, UnionQuestion};
use structure::profile::Profile;
use ui::ru;

/// Which version is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Draft,
    Number { number: i64, is_annulled: bool },
}

impl Version {
    fn words(self) -> String {
        match self {
            Self::Draft => "ЧЕРНОВИК".into(),
            Self::Number { is_annulled: true, .. } => "АННУЛИРОВАН".into(),
            Self::Number { number: 1, .. } => String::new(),
            Self::Number { number, .. } => format!("Версия {number}"),
        }
    }
}

/// The minutes of a snapshot.
#[must_use]
pub fn minutes(profile: &Profile, snapshot: &Snapshot, version: Version) -> UnionMinutesDoc {
    let mut facts = vec![Fact::new("Тема", &snapshot.title), Fact::new("Время", &snapshot.hours)];
    if !snapshot.venue.is_empty() {
        facts.push(Fact::new("Место", &snapshot.venue));
    }
    UnionMinutesDoc {
        operator: (&profile.operator).into(),
        registration: Registration { number: snapshot.number.to_string(), on: Some(snapshot.held_on) },
        union: snapshot.union.clone(),
        place: snapshot.place.clone(),
        venue: String::new(),
        version: version.words(),
        facts,
        present: snapshot.present.iter().map(|one| Present { name: one.name.clone(), post: one.school.clone(), role: one.role.clone() }).collect(),
        absent: snapshot.absent.iter().map(|one| one.name.clone()).collect(),
        invited: snapshot.invited.clone(),
        quorum: snapshot.quorum.clone(),
        has_quorum: snapshot.has_quorum,
        agenda: snapshot.agenda.iter().map(question).collect(),
        other: snapshot.other.iter().map(decision).collect(),
        signatories: vec![signatory("Председатель", snapshot.chair.as_ref()), signatory("Секретарь", snapshot.secretary.as_ref())],
    }
}

fn question(one: &Question) -> UnionQuestion {
    UnionQuestion { title: one.title.clone(), speaker: one.speaker.as_ref().map(|named| named.name.clone()).unwrap_or_default(), heard: one.heard.clone(), decisions: one.decisions.iter().map(decision).collect() }
}

fn decision(one: &Decided) -> UnionDecision {
    UnionDecision { what: one.what.clone(), owner: one.owner.as_ref().map(|named| named.name.clone()).unwrap_or_default(), due: one.due_on.map(ru::date).unwrap_or_default() }
}

fn signatory(post: &str, named: Option<&Named>) -> Signatory {
    Signatory { post: post.into(), name: named.map(|named| named.name.clone()).unwrap_or_default() }
}
