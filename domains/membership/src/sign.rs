//! Signing: a draft becomes an order, and memberships change by it.

use crate::{
    model::{Membership, MembershipId, Order, OrderId, OrderKind, OrderLine, OrderState},
    order, store,
};
use access::{Actor, Role, accounts, codes, grants};
use audit::{By, Event, Record};
use kernel::{
    Date, Error, FieldErrors, Result, Tx,
    id::{AccountId, PlaceId},
    params,
};
use serde_json::json;
use web::Answers;

/// Number, dates and term, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignForm {
    pub number: String,
    pub signed_on: String,
    pub effective_on: String,
    pub until_on: String,
    pub version: String,
}

/// What a signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub number: String,
    pub signed_on: Date,
    pub effective_on: Date,
    /// End of the term (inclusion, renewal) or of the pause, exclusive; needed for the first two.
    pub until_on: Option<Date>,
    pub version: i64,
}

/// A signature to put: what it says, the PDF as signed (in the file store), and our address for letters.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    pub signed: &'a Signed,
    pub document: Option<&'a str>,
    pub site: &'a str,
}

impl From<&Answers> for SignForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { number: text("number"), signed_on: text("signed_on"), effective_on: text("effective_on"), until_on: text("until_on"), version: text("version") }
    }
}

impl SignForm {
    /// # Errors
    /// All errors of the form at once.
    pub fn parse(&self, kind: OrderKind, today: Date) -> Result<Signed, FieldErrors> {
        let mut errors = FieldErrors::default();
        let number = kernel::name::clean_line(&self.number);
        if number.is_empty() || number.chars().count() > 40 {
            errors.add("number", "Укажите номер приказа, как в журнале регистрации: не длиннее 40 знаков");
        }
        let signed_on = errors.take("signed_on", kernel::date::parse(&self.signed_on));
        if signed_on.is_some_and(|on| on > today) {
            errors.add("signed_on", "День подписания не может быть позже сегодняшнего");
        }
        let effective_on = errors.take("effective_on", kernel::date::parse(&self.effective_on));
        let until_on = self.until(kind, effective_on, &mut errors);
        let version = self.version.parse().unwrap_or_default();
        let signed = signed_on.zip(effective_on).map(|(signed_on, effective_on)| Signed { number, signed_on, effective_on, until_on, version });
        errors.or(signed)
    }

    fn until(&self, kind: OrderKind, effective_on: Option<Date>, errors: &mut FieldErrors) -> Option<Date> {
        let needed = matches!(kind, OrderKind::Include | OrderKind::Renew);
        let takes = needed || kind == OrderKind::Pause;
        if !takes || (!needed && self.until_on.trim().is_empty()) {
            return None;
        }
        let until = errors.take("until_on", kernel::date::parse(&self.until_on));
        if until.zip(effective_on).is_some_and(|(until, from)| until <= from) {
            errors.add("until_on", "Срок должен кончаться позже, чем начинается");
        }
        until
    }
}

/// Signs a draft whose PDF is already in the store: memberships begin, are renewed, paused, resumed or ended.
///
/// # Errors
/// The order is signed already or was changed (`version`), its number is taken that year, or a membership no longer admits it.
pub fn sign(tx: &mut Tx<'_>, actor: &Actor, id: OrderId, signing: Signing<'_>) -> Result<()> {
    let signed = signing.signed;
    let order = order::find(tx, id)?;
    order.must_be_draft()?;
    let year = signed.signed_on.year();
    let (from, until) = (format!("{year:04}-01-01"), format!("{:04}-01-01", i32::from(year) + 1));
    let number_taken = tx.count("SELECT COUNT(*) FROM act_order WHERE number = $1 AND signed_on >= $2 AND signed_on < $3", params![signed.number, from, until])?;
    if number_taken > 0 {
        return Err(Error::field("number", format!("Приказ с номером {} в этом году уже есть. Проверьте номер по журналу регистрации", signed.number)));
    }
    let now = tx.now();
    tx.change_one(
        "Проект приказа",
        "UPDATE act_order SET state = 'signed', number = $1, signed_on = $2, effective_on = $3, document_digest = $4, signed_at = $5, version = version + 1 WHERE id = $6 AND version = $7 AND state = 'draft'",
        params![signed.number, signed.signed_on, signed.effective_on, signing.document, now, id, signed.version],
    )?;
    let lines = order::lines(tx, &actor.scope(), &Order { state: OrderState::Draft, ..order.clone() })?;
    for line in &lines {
        carry_out(tx, &actor.by(), &order, line, signing)?;
    }
    tx.record(&actor.by(), Event::new("order.signed", "order", id).with(json!({"number": signed.number, "kind": order.kind, "people": lines.len()})))
}

fn carry_out(tx: &mut Tx<'_>, by: &By, order: &Order, line: &OrderLine, signing: Signing<'_>) -> Result<()> {
    let signed = signing.signed;
    let words = serde_json::to_string(&line.words).map_err(anyhow::Error::new)?;
    tx.execute("UPDATE order_line SET snapshot = $1, until_on = $2 WHERE id = $3", params![words, signed.until_on, line.id])?;
    let id = match (order.kind, line.membership) {
        (OrderKind::Include, _) => include(tx, by, order, line, signing)?,
        (kind, Some(id)) => {
            let membership = store::bare(tx, id, tx.today())?;
            change(tx, order, &membership, kind, line, signed)?;
            id
        }
        (_, None) => return Err(Error::Internal(anyhow::anyhow!("order line {} names no membership", line.id))),
    };
    if matches!(order.kind, OrderKind::Include | OrderKind::Renew) {
        consent::duty::purpose_again(tx, line.person, "Человек снова участвует в активе")?;
    }
    let action = match order.kind {
        OrderKind::Include => "membership.began",
        OrderKind::Renew => "membership.renewed",
        OrderKind::Pause => "membership.paused",
        OrderKind::Resume => "membership.resumed",
        OrderKind::End => "membership.ended",
    };
    tx.record(by, Event::new(action, "membership", id).of(line.person).with(json!({"order": order.id})))
}

fn include(tx: &mut Tx<'_>, by: &By, order: &Order, line: &OrderLine, signing: Signing<'_>) -> Result<MembershipId> {
    let signed = signing.signed;
    let seat = line.seat.clone().ok_or_else(|| anyhow::anyhow!("order line {} has no seat", line.id))?;
    let id = MembershipId::fresh();
    let new = Membership {
        id,
        person: line.person,
        seat,
        order: order.id,
        valid_from: signed.effective_on,
        valid_to: signed.until_on,
        ended_on: None,
        end_reason: String::new(),
        paused: false,
        certificate_code: certificate_code(),
        version: 1,
    };
    store::insert(tx, &new)?;
    tx.execute("UPDATE order_line SET membership_id = $1 WHERE id = $2", params![id, line.id])?;
    if let Some(application) = &line.application {
        applications::mark_ordered(tx, by, application.parse().map_err(|_| anyhow::anyhow!("order line {}: no application id", line.id))?)?;
    }
    invite(tx, by, line, signing)?;
    Ok(id)
}

fn change(tx: &mut Tx<'_>, order: &Order, membership: &Membership, kind: OrderKind, line: &OrderLine, signed: &Signed) -> Result<()> {
    let on = signed.effective_on;
    // A withdrawal has ended it already: the order only records that.
    if kind == OrderKind::End && membership.ended_on.is_some() {
        return Ok(());
    }
    if let Err(why) = membership.admits(kind, tx.today()) {
        return Err(Error::refusal(format!("{}: {why}. Удалите этого человека из проекта и подпишите приказ снова.", line.words.name)));
    }
    match kind {
        OrderKind::Renew => store::renew(tx, membership.id, signed.until_on),
        OrderKind::Pause => store::pause(tx, membership.id, order.id, on, signed.until_on, &line.reason),
        OrderKind::Resume => store::resume(tx, membership.id, on),
        OrderKind::End => store::end(tx, membership.id, on, &line.reason),
        OrderKind::Include => Ok(()),
    }
}

/// The new member gets an account of the own cabinet, and a letter with the way in.
fn invite(tx: &mut Tx<'_>, by: &By, line: &OrderLine, signing: Signing<'_>) -> Result<()> {
    let person = line.person;
    let (email, place) = tx.one("SELECT email, place_id FROM person WHERE id = $1", params![person], |row| Ok((row.get::<Option<String>>(0)?, row.get::<PlaceId>(1)?)))?;
    let account = match (accounts::of_person(tx, person)?, email) {
        (Some(account), _) => account.id,
        (None, Some(email)) if accounts::by_email(tx, &email)?.is_none() => open_account(tx, by, line, &email, signing)?,
        (None, _) => return Ok(()),
    };
    if !grants::active(tx, account)?.iter().any(|grant| grant.role == Role::Member) {
        let from = tx.today().min(signing.signed.effective_on);
        grants::grant(tx, by, &grants::NewGrant { account, role: Role::Member, place, from, to: None })?;
    }
    Ok(())
}

fn open_account(tx: &mut Tx<'_>, by: &By, line: &OrderLine, email: &str, signing: Signing<'_>) -> Result<AccountId> {
    let account = accounts::create(tx, by, &accounts::NewAccount { name: line.words.name.clone(), email: email.to_owned(), person: Some(line.person) })?;
    let code = codes::issue(tx, by, account, codes::Purpose::FirstLogin)?;
    let signed = signing.signed;
    let body = format!(
        "Здравствуйте!\n\nПриказом № {} от {} вы включены в региональный методический актив с {}.\n\nЧтобы войти в личный кабинет, откройте страницу первого входа и наберите одноразовый код {}:\n{}/login/first\n\nКод действует 14 дней. В кабинете вы найдёте удостоверение, свои согласия и сведения о том, кто смотрел ваши данные.\n",
        signed.number,
        kernel::date::short(signed.signed_on),
        kernel::date::short(signed.effective_on),
        code.plain,
        signing.site,
    );
    let letter = mail::Letter {
        once_key: format!("welcome/{}/{}", line.person, signed.number), person: Some(line.person), address: email.to_owned(), subject: "Вы включены в методический актив".into(), body
    };
    mail::enqueue(tx, letter)?;
    Ok(account)
}

/// Twelve letters and figures nobody can guess or misread; printed on the certificate and in its QR.
fn certificate_code() -> String {
    const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let random = kernel::id::Uuid::new_v4().as_u128();
    let mut left = random;
    (0..12)
        .map(|_| {
            let at = usize::try_from(left % 31).unwrap_or_default();
            left /= 31;
            char::from(ALPHABET.get(at).copied().unwrap_or(b'2'))
        })
        .collect()
}
