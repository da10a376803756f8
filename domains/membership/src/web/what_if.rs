//! «Что будет, если…»: the board before and after draft orders, terms that nobody renews, or supposed changes. Only reads.

use crate::{
    board::{
        Board,
        what_if::{self, Move},
    },
    model::{Order, OrderId, OrderState, Seat},
    order,
    views::what_if::{Page, page},
};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Date, FieldErrors, Result as Read, Tx};
use ui::url::Query;
use web::{App, Result, Staff};

const PATH: &str = "/quotas/what-if";
/// Supposed changes in one address; an address has an end.
const MOST: usize = 20;
/// People in one supposed change.
const CROWD: i64 = 20;

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    actor.may(Action::ViewQuotas)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let mut errors = FieldErrors::default();
    let until = if query.text("until").is_empty() { None } else { errors.take("until", kernel::date::parse(query.text("until"))) };
    if !query.text("kind").is_empty()
        && query.get("change").is_some()
        && let Some(location) = added(&query, &mut errors)
    {
        return Ok(web::see(&location));
    }
    let (viewer, asked) = (actor.clone(), query.clone());
    let supposed = app.read(move |tx| suppose(tx, &viewer, &asked, until)).await?;
    let page = page(&shell, &supposed, &query, &errors);
    Ok(if errors.is_empty() { page.into_response() } else { web::unprocessable(page) })
}

/// The address with one more supposed change in it; nothing where the form has errors.
fn added(query: &Query, errors: &mut FieldErrors) -> Option<String> {
    let kind = query.text("kind").parse().map_err(|_| errors.add("kind", "Выберите вид участия")).ok()?;
    if query.text("municipality").is_empty() {
        errors.add("municipality", "Выберите муниципалитет");
        return None;
    }
    let seat = match Seat::new(kind, query.text("subject"), query.text("direction"), query.text("municipality").into()) {
        Ok(seat) => seat,
        Err(kernel::Error::Fields(found)) => {
            for (field, message) in found.all() {
                errors.add(field.clone(), message.clone());
            }
            return None;
        }
        Err(_) => return None,
    };
    let change = query.text("change").trim().replace('−', "-").parse::<i64>().ok().filter(|change| *change != 0 && change.abs() <= CROWD);
    let Some(change) = change else {
        errors.add("change", format!("Укажите, сколько человек придёт (например, 2) или уйдёт (например, -1); не больше {CROWD}"));
        return None;
    };
    let kept: Vec<String> = query.all("more").map(str::to_owned).collect();
    let mut next = Query::parse(&["order", "more"].iter().flat_map(|key| query.all(key).map(move |value| format!("{key}={}", ui::url::encode(value)))).collect::<Vec<_>>().join("&"));
    if !query.text("until").is_empty() {
        next = next.with("until", query.text("until"));
    }
    let glue = if next.href(PATH).contains('?') { '&' } else { '?' };
    (kept.len() < MOST).then(|| format!("{}{glue}more={}", next.href(PATH), ui::url::encode(&format!("{}~{change}", what_if::word(&seat)))))
}

/// `kind~field~municipality~change`.
fn of_word(word: &str) -> Option<(Seat, i64)> {
    let (seat, change) = word.rsplit_once('~')?;
    let change = change.parse::<i64>().ok().filter(|change| *change != 0 && change.abs() <= CROWD)?;
    Some((what_if::seat(seat)?, change))
}

fn suppose(tx: &mut Tx<'_>, actor: &Actor, query: &Query, until: Option<Date>) -> Read<Page> {
    let today = tx.today();
    let before = Board::read(tx, today)?;
    let sees_orders = actor.can(Action::ViewOrders);
    let drafts: Vec<Order> = if sees_orders { order::all(tx)?.into_iter().filter(|order| order.state == OrderState::Draft).collect() } else { Vec::new() };
    let chosen: Vec<OrderId> = query.all("order").filter_map(|id| id.parse().ok()).collect();
    let mut moves = Vec::new();
    for draft in drafts.iter().filter(|draft| chosen.contains(&draft.id)) {
        moves.extend(of_draft(tx, actor, draft)?);
    }
    if let Some(day) = until {
        let renewed: Vec<Move> = what_if::unless_renewed(&before, day);
        let keeps = |one: &Move| matches!(one, Move::End(id) if moves.iter().any(|other| matches!(other, Move::Renew(kept, _) if kept == id)));
        let gone: Vec<Move> = renewed.into_iter().filter(|one| !keeps(one)).collect();
        moves.extend(gone);
    }
    let mut unknown = Vec::new();
    let supposed: Vec<(String, Seat, i64)> = query.all("more").take(MOST).filter_map(|word| of_word(word).map(|(seat, change)| (word.to_owned(), seat, change))).collect();
    for (_, seat, change) in &supposed {
        if *change < 0 && !what_if::holds(&before, seat) {
            unknown.push(seat.clone());
        }
        moves.extend((0..change.unsigned_abs()).map(|_| if *change > 0 { Move::Include { seat: seat.clone(), until: None } } else { Move::Leave(seat.clone()) }));
    }
    let after = what_if::after(&before, &moves);
    Ok(Page { count: moves.len(), lines: what_if::lines(&before, &after), cells: what_if::cells(&before, &after), board: before, drafts, chosen, supposed, unknown })
}

/// What a draft would do, its usual term included.
fn of_draft(tx: &mut Tx<'_>, actor: &Actor, draft: &Order) -> Read<Vec<Move>> {
    let years = i64::from(structure::profile(tx)?.membership.term_years);
    let until = tx.today().checked_add(jiff::Span::new().years(years)).ok();
    Ok(order::lines(tx, &actor.scope(), draft)?.iter().filter_map(|line| what_if::of_line(draft.kind, line, line.until_on.or(until))).collect())
}
