//! A consent as a paper: the words that were read, what was chosen, how it was given.

use crate::{Channel, ConsentKind, Held, PublicationItem, people::Person, texts::ConsentText};
use documents::{ChosenItem, ConsentDoc, Fact, OperatorCard, Signature};
use jiff::tz::TimeZone;

/// The document of one consent.
pub fn consent(operator: OperatorCard, person: &Person, held: &Held, text: &ConsentText, zone: &TimeZone) -> ConsentDoc {
    ConsentDoc {
        operator,
        title: text.title.clone(),
        subject: person.name.full(),
        subject_facts: contacts(person),
        paragraphs: paragraphs(text),
        items_title: "Разрешаю распространять".into(),
        conditions: held.conditions.clone(),
        items: text.items.iter().map(|item| chosen(*item, held)).collect(),
        term: if has_own_term(held) { term(held) } else { String::new() },
        text_version: text.version_name(),
        text_sha256: text.sha256.clone(),
        signature: signature(person, held, zone),
        withdrawn: withdrawn(held),
        qr: None,
    }
}

fn contacts(person: &Person) -> Vec<Fact> {
    let phone = person.phone.as_deref().map(|phone| Fact::new("Телефон", ui::ru::phone(phone)));
    let email = person.email.as_deref().map(|email| Fact::new("Электронная почта", email));
    phone.into_iter().chain(email).collect()
}

fn paragraphs(text: &ConsentText) -> Vec<String> {
    let lines = |part: &crate::texts::Part| {
        let heading = (!part.heading.is_empty()).then(|| format!("{}.", part.heading.trim_end_matches('.')));
        heading.into_iter().chain(part.paragraphs.iter().cloned()).collect::<Vec<_>>()
    };
    text.body.iter().flat_map(lines).collect()
}

fn chosen(item: PublicationItem, held: &Held) -> ChosenItem {
    ChosenItem { title: item.label().into(), chosen: held.items.contains(&item) }
}

/// Whether the choice itself sets the term; otherwise the text says it.
fn has_own_term(held: &Held) -> bool {
    held.term_until.is_some() || held.kind == ConsentKind::Publication
}

/// The term in words; a term of the text itself where no day was named.
pub fn term(held: &Held) -> String {
    match (held.term_until.and_then(|until| until.yesterday().ok()), held.kind) {
        (Some(last), _) => format!("по {} включительно либо до отзыва", ui::ru::date_long(last)),
        (None, ConsentKind::Publication) => "пока длится участие в активе либо до отзыва".into(),
        (None, ConsentKind::Inclusion | ConsentKind::Processing | ConsentKind::Diagnostics) => "как сказано в тексте; отозвать можно раньше".into(),
    }
}

fn signature(person: &Person, held: &Held, zone: &TimeZone) -> Signature {
    match held.channel {
        Channel::Paper => Signature::ByHand { name: person.name.full() },
        Channel::Screen => Signature::Electronic {
            name: person.name.full(),
            signed_at: ui::ru::datetime_zone(held.given_at, zone),
            means: "Простая электронная подпись: отметка на сайте после входа в кабинет или по личной ссылке из письма".into(),
            code: held.id.to_string(),
        },
    }
}

fn withdrawn(held: &Held) -> Option<String> {
    if let Some(whole) = held.withdrawn() {
        return Some(format!("Отозвано: требование получено {}", ui::ru::date_long(whole.received_on)));
    }
    let parts: Vec<String> = held.withdrawals.iter().filter_map(|gone| Some(format!("{} — {}", gone.item?.label().to_lowercase(), ui::ru::date(gone.received_on)))).collect();
    (!parts.is_empty()).then(|| format!("Отозвано частично: {}", parts.join("; ")))
}
