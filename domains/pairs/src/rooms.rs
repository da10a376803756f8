//! Screens of figures that runs are made with: places of members, and what methodists of directions help with.

use crate::{
    capacity::{self, Room},
    lists::Lists,
    runs::web::{id, query, text, version},
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{FieldErrors, Paged, Slice, Tx, id::PersonId, params};
use maud::{Markup, html};
use serde_json::json;
use std::collections::BTreeMap;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    table::{self, Column, Table},
    url::Query,
};

const MEMBERS: &str = "/matching/members";
const DIRECTIONS: &str = "/matching/directions";
const TRAIL: [(&str, &str); 1] = [("Подбор пар", crate::url::RUNS)];

pub fn router() -> Router<App> {
    Router::new().route(MEMBERS, get(members)).route("/matching/members/{person}", post(set)).route(DIRECTIONS, get(directions).post(set_directions))
}

async fn members(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let query = query(raw);
    let rooms = read(&app, actor, &query).await?;
    Ok(shell.page(page(&rooms, &query, None, &|| shell.key())).into_response())
}

async fn read(app: &App, actor: Actor, query: &Query) -> kernel::Result<Paged<Room>> {
    let (words, slice) = (text(query, "q"), Slice::new(query.page(), 25));
    app.read(move |tx| capacity::list(tx, &actor, &words, slice)).await
}

async fn set(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let person: PersonId = id(&raw)?;
    let answers = &posted.answers;
    let back = Query::default().with("q", answers.get("q")).with("page", answers.get("page"));
    let typed = answers.get("places").trim().to_owned();
    let places = if typed.is_empty() { Ok(None) } else { crate::runs::places(&typed).map(Some) };
    let (who, words, version, to) = (actor.clone(), answers.get("words").to_owned(), version(answers), back.with("done", "set").href(MEMBERS));
    let done = match places {
        Err(message) => Err(kernel::Error::field(&format!("places-{person}"), message)),
        Ok(places) => {
            app.act(&posted.key, shell.owner(), move |tx| {
                capacity::set(tx, &who, person, (places, &words), version)?;
                Ok(to)
            })
            .await
        }
    };
    let rooms = read(&app, actor, &back).await?;
    ::web::or_again(done, |errors| shell.page(page(&rooms, &back, Some((person, &typed, errors)), &|| shell.key())))
}

type Failed<'a> = Option<(PersonId, &'a str, &'a FieldErrors)>;

fn page(rooms: &Paged<Room>, query: &Query, failed: Failed<'_>, key: &dyn Fn() -> String) -> Page {
    let done = (query.text("done") == "set").then(|| Notice::done("Сохранено. Учтётся в следующем подборе и при пересчёте"));
    let rows = rooms.rows.iter().map(|room| [html! { (room.name) p.hint { (room.place) } }, html! { (room.busy) }, one(room, query, failed, key)]);
    let columns = vec![Column::new("Участник актива"), Column::new("Педагогов сейчас").number(), Column::new("Сколько может взять всего и почему")];
    Page::new("Сколько педагогов может взять каждый")
        .wide()
        .trail(TRAIL)
        .notice(done)
        .error_title(failed.is_some())
        .lead("Если число не указано, берётся обычное из подбора. Ноль — пока никого. Число и причину прочтут те, кто подбирает пары, и сам человек.")
        .body(html! {
            @if let Some((_, _, errors)) = failed { (form::error_summary(errors.all())) }
            (table::filter_bar(MEMBERS, query, Field::new("q", "Фамилия или имя").value(query.text("q")).medium().text()))
            (Table::new("Места участников", columns).query(MEMBERS, query).rows(rows).empty("Никого не нашлось", "Измените условия отбора.", None).render())
            (table::pager(MEMBERS, query, rooms.slice.number, rooms.slice.size, rooms.total))
        })
}

fn one(room: &Room, query: &Query, failed: Failed<'_>, key: &dyn Fn() -> String) -> Markup {
    let id = format!("places-{}", room.person);
    let failed = failed.filter(|(person, _, _)| *person == room.person);
    let value = failed.map_or_else(|| room.places.map(|places| places.to_string()).unwrap_or_default(), |(_, typed, _)| typed.to_owned());
    let error = failed.and_then(|(_, _, errors)| errors.of(&id));
    Form::new(format!("{MEMBERS}/{}", room.person), key()).body(html! {
        (form::hidden("version", &room.version.to_string()))
        (form::hidden("q", query.text("q")))
        (form::hidden("page", query.text("page")))
        @if let Some(error) = error { p.error id=(format!("{id}-error")) { (error) } }
        div.inline {
            label.unseen for=(id) { "Мест: " (room.name) }
            input.short id=(id) name="places" type="text" inputmode="numeric" autocomplete="off" value=(value) aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-error"))];
            label.unseen for=(format!("words-{}", room.person)) { "Почему столько (необязательно): " (room.name) }
            input id=(format!("words-{}", room.person)) name="words" type="text" maxlength="200" placeholder="почему" autocomplete="off" value=(room.words);
            button.secondary.small type="submit" { "Сохранить" span.unseen { ": " (room.name) } }
        }
    })
}

/// A competency of the framework in force, with the direction set for it.
struct Route {
    code: String,
    title: String,
    block: String,
    direction: String,
}

fn routes(tx: &mut Tx<'_>) -> kernel::Result<Vec<Route>> {
    let sql = "SELECT c.code, c.title, b.title, COALESCE(n.direction, '') FROM competency c JOIN competency b ON b.id = c.parent_id JOIN framework f ON f.id = c.framework_id
        LEFT JOIN need_direction n ON n.competency_code = c.code WHERE f.state = 'live' ORDER BY f.number DESC, b.position, c.position, c.code";
    Ok(tx.query(sql, params![], |row| Ok(Route { code: row.get(0)?, title: row.get(1)?, block: row.get(2)?, direction: row.get(3)? }))?)
}

async fn directions(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let done = query(raw).text("done") == "set";
    let (routes, lists) = app.read(|tx| Ok((routes(tx)?, Lists::read(tx)?))).await?;
    // A municipality reads what holds for the region.
    let may_set = actor.place.as_str() == structure::places::REGION;
    let page = Page::new("С чем помогают методисты по направлениям")
        .trail(TRAIL)
        .notice(done.then(|| Notice::done("Сохранено")))
        .lead("Обычно методиста ищут по предмету педагога. Для затруднений, которым здесь выбрано направление, — среди методистов этого направления.");
    let body = if may_set { Form::new(DIRECTIONS, shell.key()).body(html! { (table_of(&routes, &lists, true)) (form::button("Сохранить")) }) } else { table_of(&routes, &lists, false) };
    Ok(shell.page(page.body(body)).into_response())
}

fn table_of(routes: &[Route], lists: &Lists, may_set: bool) -> Markup {
    let rows = routes.iter().map(|one| {
        let choice = html! {
            @if may_set { (Field::new(format!("direction-{}", one.code), format!("Направление: {}", one.title)).value(&one.direction).first_line("по предмету").select(lists.directions())) }
            @else { (if one.direction.is_empty() { "по предмету".to_owned() } else { lists.code(&format!("direction:{}", one.direction)) }) }
        };
        [html! { (one.title) p.hint { (one.block) } }, choice]
    });
    Table::new("Затруднения и направления", vec![Column::new("Затруднение"), Column::new("Кого искать")]).rows(rows).empty("Компетенций пока нет", "Сначала институт вводит модель компетенций.", None).render()
}

async fn set_directions(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    if actor.place.as_str() != structure::places::REGION {
        return Err(kernel::Error::NotFound.into());
    }
    let answers = posted.answers.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let chosen: BTreeMap<String, String> = answers.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("direction-")?.to_owned(), value.clone()))).collect();
        route(tx, &actor, &chosen)?;
        Ok(format!("{DIRECTIONS}?done=set"))
    });
    Ok(::web::see(&done.await?))
}

/// Sets directions by the codes of competencies; what isn't a competency or a direction of the region is left out.
///
/// # Errors
/// The store fails.
pub fn route(tx: &mut Tx<'_>, actor: &Actor, chosen: &BTreeMap<String, String>) -> kernel::Result<()> {
    actor.may(Action::ManagePairs)?;
    let (lists, now) = (Lists::read(tx)?, tx.now());
    let known = lists.directions();
    for one in routes(tx)? {
        let Some(direction) = chosen.get(&one.code) else { continue };
        tx.execute("DELETE FROM need_direction WHERE competency_code = $1", params![one.code])?;
        if known.iter().any(|(code, _)| code == direction) {
            tx.execute("INSERT INTO need_direction (competency_code, direction, set_by, set_at) VALUES ($1, $2, $3, $4)", params![one.code, direction, actor.account, now])?;
        }
    }
    tx.record(&actor.by(), Event::new("matching.directions_set", "list", "need_direction").with(json!({"set": chosen.values().filter(|one| !one.is_empty()).count()})))
}
