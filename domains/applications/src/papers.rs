//! Printed forms: the application as sent, a representation.

use crate::{
    field::{Field, Section},
    lists::Lists,
    nominate::Nomination,
    record::{Application, Evidence},
    shown::{self, PlaceNames},
};
use documents::{ApplicationDoc, Criterion, Fact, Merit, NominationDoc, OperatorCard, Registration, Signatory, Signature};
use kernel::{Clock, Result, Tx};
use structure::profile::TermKind;

/// The form as sent.
pub fn application(clock: &Clock, one: &Application, lists: &Lists, places: &PlaceNames, files: &[Evidence]) -> ApplicationDoc {
    let answers = one.shown();
    let sections = Section::ALL.iter().filter(|section| !matches!(section, Section::Criteria | Section::Evidence)).map(|section| documents::Section {
        title: section.title().to_owned(),
        facts: section.fields().flat_map(|field| shown::lines(field, answers, lists, places)).filter(|(_, value)| !value.is_empty()).map(|(label, value)| Fact::new(label, value)).collect(),
        table: None,
    });
    let sections = sections.filter(|section| !section.facts.is_empty()).collect();
    let sent_at = one.submitted_at.unwrap_or(one.saved_at);
    let number = one.number.clone().unwrap_or_default();
    ApplicationDoc {
        operator: (&lists.profile.operator).into(),
        registration: Registration { number: number.clone(), on: one.submitted_at.map(|at| clock.day_of(at)) },
        applicant: one.name(),
        request: "Прошу рассмотреть мою кандидатуру для включения в региональный методический актив.".into(),
        sections,
        criteria: answers.criteria.iter().map(|code| claim(code, lists, files)).collect(),
        confirmations: vec!["Сведения указаны мной лично и соответствуют документам.".into(), "Согласия на включение, на обработку и на публикацию персональных данных оформлены отдельными документами.".into()],
        signature: match one.submitted_at {
            Some(_) => {
                Signature::Electronic {
                    name: one.name(), signed_at: ui::ru::datetime(sent_at, clock.zone()), means: "Отправлено по персональной ссылке из письма, высланного на адрес заявителя".into(), code: number
                }
            }
            None => Signature::ByHand { name: one.name() },
        },
        qr: None,
    }
}

fn claim(code: &str, lists: &Lists, files: &[Evidence]) -> Criterion {
    let title = lists.criterion(code).map_or_else(|| code.to_owned(), |criterion| criterion.title.clone());
    let evidence = files.iter().filter(|file| file.criterion == code).map(|file| format!("{} ({})", lists.label(TermKind::EvidenceKind, &file.kind), file.name));
    Criterion { title, evidence: evidence.collect() }
}

/// A representation of a candidate by a school or a municipality.
///
/// # Errors
/// The store fails.
pub fn nomination(tx: &mut Tx<'_>, one: &Nomination, candidate: &Application) -> Result<NominationDoc> {
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let places = PlaceNames::of(tx, candidate.shown())?;
    let facts = [Field::Position, Field::School, Field::Subjects, Field::Category, Field::Wish];
    let facts = facts.into_iter().flat_map(|field| shown::lines(field, candidate.shown(), &lists, &places)).filter(|(_, value)| !value.is_empty());
    let merits = one.words.merits.iter().filter_map(|(code, words)| Some(Merit { criterion: lists.criterion(code)?.title.clone(), facts: words.clone() }));
    let short_name = structure::places::find(tx, &one.place, lists.day)?.map_or_else(|| one.place_name.clone(), |place| place.short_name);
    Ok(NominationDoc {
        nominator: OperatorCard { full_name: one.place_name.clone(), short_name, ..OperatorCard::default() },
        registration: Registration::default(),
        addressee: vec!["В комиссию".into(), "по формированию".into(), "регионального".into(), "методического актива".into()],
        candidate: candidate.name(),
        candidate_facts: facts.map(|(label, value)| Fact::new(label, value)).collect(),
        paragraphs: one.words.about.lines().map(ToOwned::to_owned).collect(),
        merits: merits.collect(),
        signatory: Signatory { post: one.words.signatory_post.clone(), name: one.words.signatory_name.clone() },
        qr: None,
    })
}
