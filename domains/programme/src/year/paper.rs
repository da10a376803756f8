//! A certificate of activity for attestation, and the badge that its member may publish.

use super::{
    badge, event,
    fact::Snapshot,
    key,
    lists::Lists,
    model::{Paper, PaperId},
    sight,
    store::papers,
};
use access::{Actor, Vault};
use audit::Record;
use consent::PublicationItem;
use kernel::{Date, Error, FieldErrors, Result, Tx, id::PersonId, params};
use serde_json::json;

/// The longest period of one certificate, years: attestation looks back five.
const MOST_YEARS: i16 = 6;

/// `[from, until)` out of what was typed; the last day is told inclusive.
///
/// # Errors
/// Fields `from`, `last`.
pub fn period(from: &str, last: &str, today: Date) -> Result<(Date, Date)> {
    let mut errors = FieldErrors::default();
    let from = errors.take("from", kernel::date::parse(from));
    let last = errors.take("last", kernel::date::parse(last));
    if let (Some(from), Some(last)) = (from, last) {
        if last < from {
            errors.add("last", "Последний день раньше первого. Поменяйте даты местами");
        } else if from > today {
            errors.add("from", "Справка говорит о том, что уже сделано: первый день не может быть в будущем");
        } else if last.year() - from.year() > MOST_YEARS {
            errors.add("from", format!("Слишком длинный срок. Справка — не больше чем за {MOST_YEARS} лет"));
        }
    }
    let until = last.map(|last| last.min(today).tomorrow().unwrap_or(Date::MAX));
    Ok(errors.or(from.zip(until))?)
}

/// Makes a certificate of one's own work over `[from, until)`: hours as they stand now, signed.
///
/// # Errors
/// Not found: not the member. Refused: there is nothing to certify.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, (from_on, until_on): (Date, Date), vault: &Vault) -> Result<PaperId> {
    sight::load(tx, actor, person)?.own()?;
    let deeds = ledger::of_person(tx, person, from_on, until_on)?;
    if deeds.is_empty() {
        return Err(Error::refusal("За этот срок в учёте нет ни одного дела. Проверьте даты: дела появляются сами, когда вы проводите мероприятие, консультацию, встречу."));
    }
    let lists = Lists::read(tx)?;
    let snapshot = Snapshot::of(Vec::new(), &deeds, &lists).kept()?;
    let (id, code, made_at) = (PaperId::fresh(), code(), tx.now());
    let payload = json!({"code": code, "from": from_on.to_string(), "until": until_on.to_string(), "sha256": digest(&snapshot)});
    let signature = key::current(tx, vault)?.sign(json!({"typ": "JOSE"}), &payload);
    papers::insert(tx, &Paper { id, person, code, from_on, until_on, snapshot, signature, made_at, revoked_on: None, badge: String::new(), published_on: None })?;
    tx.record(&actor.by(), event::of("year.paper_made", person, json!({"paper": id, "from": from_on.to_string(), "until": until_on.to_string()})))?;
    Ok(id)
}

/// Whether a certificate is what was signed.
///
/// # Errors
/// The store fails.
pub fn is_true(tx: &mut Tx<'_>, paper: &Paper) -> Result<bool> {
    let keys = key::published(tx)?;
    let said = key::verified(&paper.signature, &keys);
    Ok(said.is_some_and(|said| {
        said.get("code") == Some(&json!(paper.code))
            && said.get("sha256") == Some(&json!(digest(&paper.snapshot)))
            && said.get("from") == Some(&json!(paper.from_on.to_string()))
            && said.get("until") == Some(&json!(paper.until_on.to_string()))
    }))
}

fn digest(text: &str) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(text))
}

/// Takes a certificate back: its page says so from then on, and its badge is no longer shown.
///
/// # Errors
/// Not found: not the member. Refused: taken back already.
pub fn revoke(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, id: PaperId) -> Result<()> {
    sight::load(tx, actor, person)?.own()?;
    let paper = papers::find(tx, person, id)?;
    if paper.revoked_on.is_some() {
        return Err(Error::refusal("Эта справка уже отозвана. Обновите страницу."));
    }
    if !paper.badge.is_empty() {
        papers::unpublish(tx, id, &papers::address_of(&paper.badge))?;
    }
    papers::revoke(tx, id)?;
    tx.record(&actor.by(), event::of("year.paper_revoked", person, json!({"paper": id})))
}

/// Publishes the badge of a certificate: the member's own act.
///
/// # Errors
/// Not found: not the member. Refused: taken back or published already, or nothing tells whose badge it would be.
pub fn publish(tx: &mut Tx<'_>, actor: &Actor, (person, id): (PersonId, PaperId), (vault, site): (&Vault, &str)) -> Result<()> {
    let standing = sight::load(tx, actor, person)?;
    standing.own()?;
    let paper = papers::find(tx, person, id)?;
    if paper.revoked_on.is_some() || !paper.badge.is_empty() {
        return Err(Error::refusal("Справка отозвана или значок уже опубликован. Обновите страницу."));
    }
    let name = publishable_name(tx, person)?;
    if standing.email.is_none() && name.is_none() {
        return Err(Error::refusal("В карточке нет почты, и вы не разрешили публиковать имя: значок был бы ничьим. Попросите координатора внести почту или дайте согласие в разделе «Мои согласия»."));
    }
    let (profile, now) = (structure::profile(tx)?, tx.now());
    let subject = badge::Subject { email: standing.email.as_deref(), name: name.as_deref() };
    let credential = badge::credential(site, &profile, &paper, &subject, now);
    let issuer = key::current(tx, vault)?;
    papers::publish(tx, id, &badge::token(&issuer, site, &credential, now), name.is_some())?;
    tx.record(&actor.by(), event::of("year.badge_published", person, json!({"paper": id})))
}

/// Takes the badge off its address.
///
/// # Errors
/// Not found: not the member. Refused: it isn't published.
pub fn unpublish(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, id: PaperId) -> Result<()> {
    sight::load(tx, actor, person)?.own()?;
    let paper = papers::find(tx, person, id)?;
    if paper.badge.is_empty() {
        return Err(Error::refusal("Значок уже снят. Обновите страницу."));
    }
    papers::unpublish(tx, id, &papers::address_of(&paper.badge))?;
    tx.record(&actor.by(), event::of("year.badge_taken_off", person, json!({"paper": id})))
}

/// The full name, if a live consent lets it be published.
///
/// # Errors
/// The store fails.
pub fn publishable_name(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    let today = tx.today();
    if !consent::live_items(tx, person, today)?.contains(&PublicationItem::FullName) {
        return Ok(None);
    }
    let sql = "SELECT family, given, patronymic FROM person WHERE id = $1 AND erased_at IS NULL";
    let name = tx.maybe(sql, params![person], |row| Ok(kernel::name::FullName { family: row.get(0)?, given: row.get(1)?, patronymic: row.get(2)? }))?;
    Ok(name.map(|name| name.full()))
}

/// Twelve letters and digits that aren't mistaken for each other.
fn code() -> String {
    const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut left = kernel::id::Uuid::new_v4().as_u128();
    (0..12)
        .map(|_| {
            let at = usize::try_from(left % 31).unwrap_or_default();
            left /= 31;
            char::from(ALPHABET.get(at).copied().unwrap_or(b'2'))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_ends_today_at_the_latest_and_its_errors_stand_at_their_fields() {
        let today = date(2026, 11, 23);
        assert_eq!(period("01.09.2025", "31.08.2027", today).unwrap(), (date(2025, 9, 1), date(2026, 11, 24)));
        for (from, last, field) in [("01.09.2026", "31.08.2026", "last"), ("01.12.2026", "31.12.2026", "from"), ("01.01.2001", "01.01.2026", "from"), ("", "01.01.2026", "from"), ("01.01.2026", "вчера", "last")] {
            assert!(matches!(period(from, last, today), Err(Error::Fields(errors)) if errors.of(field).is_some()), "{from} {last}");
        }
    }

    #[test]
    fn a_code_has_twelve_plain_characters() {
        let code = code();
        assert!(code.len() == 12 && code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) && !code.contains(['0', 'O', '1', 'I', 'L']), "{code}");
    }
}
