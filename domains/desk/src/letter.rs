//! The letter of what waits: once a day at the reader's hour, for staff without a card who want it. Whoever has a card is told by notices,
//! topic by topic; a deputy head without one would otherwise learn of it only on the first page.
//!
//! The letter counts and names nobody, as the first page does.

use crate::waits::{self, Wait};
use access::{Account, Actor, accounts, grants};
use audit::{Event, Record};
use jiff::tz::TimeZone;
use kernel::{
    Date, Db, Error, Result, Tx,
    id::{AccountId, PlaceId},
    params,
};
use serde_json::json;
use std::fmt::Write;
use ui::ru;

/// Hours among which one chooses; within the day in which letters go out.
pub const HOURS: std::ops::RangeInclusive<i64> = 8..=20;
pub const USUAL_HOUR: i64 = 9;
/// Accounts of one run; the rest come with the next, a minute later.
const PART: usize = 100;

/// What an account has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// In the zone of the account's place; none: no letter.
    pub hour: Option<i64>,
    pub version: i64,
}

/// # Errors
/// The store fails.
pub fn chosen(tx: &mut Tx<'_>, account: AccountId) -> Result<Choice> {
    let kept = tx.maybe("SELECT hour, version FROM waits_letter WHERE account_id = $1", params![account], |row| Ok(Choice { hour: Some(row.get(0)?), version: row.get(1)? }))?;
    Ok(kept.unwrap_or(Choice { hour: None, version: 0 }))
}

/// Wants the letter at an hour, or no letter.
///
/// # Errors
/// Field `hour`; refused: the account has a card; stale.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, hour: Option<i64>, version: i64) -> Result<()> {
    if actor.person.is_some() {
        return Err(Error::refusal("У вас есть карточка: о чём и когда писать, выбирают на странице «Уведомления»."));
    }
    match hour {
        None => {
            tx.execute("DELETE FROM waits_letter WHERE account_id = $1", params![actor.account])?;
        }
        Some(hour) if !HOURS.contains(&hour) => return Err(Error::field("hour", "Выберите час с 8 до 20")),
        Some(hour) if version == 0 => {
            let made = tx.execute("INSERT INTO waits_letter (account_id, hour) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING", params![actor.account, hour])?;
            if made == 0 {
                return Err(Error::stale("Выбор"));
            }
        }
        Some(hour) => tx.change_one("Выбор", "UPDATE waits_letter SET hour = $1, version = version + 1 WHERE account_id = $2 AND version = $3", params![hour, actor.account, version])?,
    }
    tx.record(&actor.by(), Event::new("account.waits_letter_set", "account", actor.account).with(json!({"hour": hour})))
}

/// Makes the letters that are due. How many were made.
///
/// # Errors
/// The store fails.
pub fn send_due(db: &Db, site: &str) -> Result<u64> {
    let site = site.trim_end_matches('/');
    let wanting: Vec<(AccountId, i64, Option<Date>)> =
        db.read(|tx| Ok(tx.query("SELECT account_id, hour, sent_on FROM waits_letter ORDER BY COALESCE(sent_on, ''), account_id", params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?))?;
    let (mut made, mut looked) = (0, 0);
    for (account, hour, sent_on) in wanting {
        let Some(due) = db.read(|tx| due(tx, account, hour, sent_on))? else { continue };
        made += u64::from(db.write(|tx| send(tx, &due, site))?);
        looked += 1;
        if looked >= PART {
            break;
        }
    }
    Ok(made)
}

struct Due {
    account: Account,
    /// In every role that is in force today.
    actors: Vec<Actor>,
    zone: TimeZone,
    today: Date,
}

/// Whether it is the hour, in the zone of the account's first place, and today's letter isn't made yet.
fn due(tx: &mut Tx<'_>, id: AccountId, hour: i64, sent_on: Option<Date>) -> Result<Option<Due>> {
    let account = accounts::find(tx, id)?;
    let held = grants::active(tx, id)?;
    let Some(first) = held.first().filter(|_| account.person.is_none() && !account.is_disabled()) else { return Ok(None) };
    let zone = notices::zone_of_place(tx, &first.place)?;
    let local = tx.now().to_zoned_datetime(zone.clone());
    if i64::from(local.hour()) < hour || sent_on.is_some_and(|day| day >= local.date()) {
        return Ok(None);
    }
    let mut actors = Vec::with_capacity(held.len());
    for grant in held {
        let place_path = path(tx, &grant.place)?;
        actors.push(Actor { account: id, person: None, name: account.name.clone(), role: grant.role, place: grant.place, place_path, place_name: grant.place_name, session: String::new() });
    }
    Ok(Some(Due { account, actors, today: local.date(), zone }))
}

fn path(tx: &mut Tx<'_>, place: &PlaceId) -> Result<String> {
    tx.one("SELECT path FROM place WHERE id = $1", params![place], |row| row.get(0))
}

/// `false`: nothing waits, or another run was first; either way the day is done.
fn send(tx: &mut Tx<'_>, due: &Due, site: &str) -> Result<bool> {
    let is_first = tx.execute("UPDATE waits_letter SET sent_on = $1 WHERE account_id = $2 AND (sent_on IS NULL OR sent_on < $1)", params![due.today, due.account.id])? > 0;
    if !is_first {
        return Ok(false);
    }
    let mut found: Vec<(&Actor, Vec<Wait>)> = Vec::new();
    for actor in &due.actors {
        found.push((actor, waits::waiting(tx, actor, &due.zone)?));
    }
    found.retain(|(_, waits)| !waits.is_empty());
    if found.is_empty() {
        return Ok(false);
    }
    let things = found.iter().map(|(_, waits)| waits.len()).sum::<usize>();
    let letter = mail::Letter {
        once_key: format!("waits/{}/{}", due.account.id, due.today),
        person: None,
        address: due.account.email.clone(),
        subject: format!("Методактив: вас ждёт {} на {}", ru::counted(things as u64, "дело", "дела", "дел"), ru::date(due.today)),
        body: body(&found, site),
    };
    mail::enqueue_by_day(tx, &letter, due.zone.iana_name().unwrap_or("UTC"))?;
    Ok(true)
}

fn body(found: &[(&Actor, Vec<Wait>)], site: &str) -> String {
    let mut body = "Здравствуйте!\n\nЧто ждёт вас в системе.\n".to_owned();
    for (actor, waits) in found {
        let _ = writeln!(body, "\n{}, {}", actor.role.label(), actor.place_name);
        for wait in waits {
            let late = if wait.is_late { " (просрочено)" } else { "" };
            let _ = writeln!(body, "— {}: {}{late}", wait.what, ru::number(wait.count));
        }
    }
    let _ = write!(body, "\nОткрыть:\n{site}/desk\n\nПисьмо приходит раз в день, если что-то ждёт. Изменить час или отказаться:\n{site}/account/letter");
    body
}

pub mod web {
    //! The choice, reached from one's own account.

    use super::{Choice, HOURS, USUAL_HOUR, choose, chosen};
    use ::web::{App, Posted, Result, Shell, Staff};
    use axum::extract::{RawQuery, State};
    use kernel::FieldErrors;
    use maud::{Markup, html};
    use ui::{
        form::{self, Field, Form},
        page::{Notice, Page},
        url::Query,
    };

    pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
        let done = Query::parse(&raw.unwrap_or_default()).text("done").to_owned();
        let (account, has_card) = (actor.account, actor.person.is_some());
        let choice = app.read(move |tx| chosen(tx, account)).await?;
        let typed = choice.hour.map_or_else(|| "no".to_owned(), |hour| hour.to_string());
        Ok(page(&shell, (choice, &typed), has_card, &done, &FieldErrors::default()))
    }

    pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
        let (typed, version) = (posted.answers.get("hour").to_owned(), posted.answers.get("version").parse().unwrap_or(-1));
        // What is no hour is refused beside its field.
        let hour = if typed == "no" { None } else { Some(typed.parse().unwrap_or(-1)) };
        let has_card = actor.person.is_some();
        let done = app.act(&posted.key, shell.owner(), move |tx| choose(tx, &actor, hour, version).map(|()| "/account/letter?done=saved".to_owned()));
        ::web::or_again(done.await, |errors| page(&shell, (Choice { hour, version }, &typed), has_card, "", errors))
    }

    fn page(shell: &Shell, (choice, typed): (Choice, &str), has_card: bool, done: &str, errors: &FieldErrors) -> Markup {
        let notice = (done == "saved").then(|| {
            Notice::done(if choice.hour.is_some() { "Сохранено. Письмо придёт, если вас что-то ждёт" } else { "Сохранено. Письмо приходить не будет" })
        });
        let page = Page::new("Письмо о том, что ждёт").narrow().trail([("Моя учётная запись", "/account")]).notice(notice).error_title(!errors.is_empty());
        let hours = HOURS.map(|hour| (hour.to_string(), if hour == USUAL_HOUR { format!("каждый день после {hour}:00 (утром)") } else { format!("каждый день после {hour}:00") }));
        let body = if has_card {
            html! { p { "У вас есть карточка в реестре, поэтому о новом вам сообщают уведомления: сразу, раз в день или только в кабинете, по каждой теме отдельно." } p { a href="/notices/preferences" { "О чём и когда писать" } } }
        } else {
            html! {
                (form::error_summary(errors.all()))
                (Form::new("/account/letter", shell.key()).body(html! {
                    (form::hidden("version", &choice.version.to_string()))
                    (Field::new("hour", "Когда присылать").hint("По времени вашего места работы; ночью письма не приходят. Если ничего не ждёт, письма нет").value(typed).errors(errors.all()).select(std::iter::once(("no".to_owned(), "не присылать".to_owned())).chain(hours)))
                    (form::button("Сохранить"))
                }))
            }
        };
        shell.page(page.lead("То же, что на первой странице «Что ждёт меня»: что сделать, сколько, что просрочено. Имён в письме нет.").body(body))
    }
}
