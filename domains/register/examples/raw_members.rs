//! The page `/members` as one would write it by hand for speed: rusqlite and axum, no house around it. The yardstick of the
//! benchmark, over the same file: `cargo run --release --example raw_members -- DATA.sqlite 127.0.0.1:8090`.
//!
//! It answers the same addresses (`q`, `subject`, `municipality`, `page`) by the same rules for consents. What it leaves out: settings
//! of sight, who is logged in, dates of names, the wrong keyboard layout, forgiving of typos when a name is found as typed.

use anyhow::Context;
use axum::{Router, extract::Query, http::header, response::IntoResponse, routing::get};
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::{cell::RefCell, collections::HashMap, fmt::Write, sync::OnceLock};

static FILE: OnceLock<String> = OnceLock::new();
const DAY: &str = "date('now', '+10 hours')";
const PER_PAGE: usize = 25;

const MEMBER: &str = "SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.valid_from <= ?1 AND (m.valid_to IS NULL OR m.valid_to > ?1) AND (m.ended_on IS NULL OR m.ended_on > ?1)
    AND NOT EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= ?1 AND (z.valid_to IS NULL OR z.valid_to > ?1))";

fn live(item: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM consent c JOIN consent_item i ON i.consent_id = c.id AND i.item = '{item}'
        WHERE c.person_id = p.id AND c.kind = 'publication' AND (c.term_until IS NULL OR c.term_until > ?1)
        AND NOT EXISTS (SELECT 1 FROM consent n WHERE n.person_id = c.person_id AND n.kind = 'publication' AND (n.given_at > c.given_at OR (n.given_at = c.given_at AND n.id > c.id)))
        AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.consent_id = c.id AND (w.item IS NULL OR w.item = i.item)))"
    )
}

thread_local! {
    static DATABASE: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

fn with_database<T>(work: impl FnOnce(&Connection) -> anyhow::Result<T>) -> anyhow::Result<T> {
    DATABASE.with_borrow_mut(|slot| {
        if slot.is_none() {
            let file = FILE.get().context("no file")?;
            let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.set_prepared_statement_cache_capacity(256);
            connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456;")?;
            *slot = Some(connection);
        }
        work(slot.as_ref().context("no connection")?)
    })
}

struct Row {
    name: String,
    subject: Option<String>,
    school: Option<String>,
    municipality: Option<String>,
}

fn text(asked: &HashMap<String, String>, name: &str) -> String {
    asked.get(name).map(|value| value.trim().to_owned()).unwrap_or_default()
}

/// The conditions of the address with their values, from `?2`.
fn conditions(asked: &HashMap<String, String>) -> (String, Vec<String>) {
    let (mut sql, mut values) = (String::new(), Vec::new());
    let folded = text(asked, "q").to_lowercase().replace('ё', "е");
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8) {
        let at = values.len() + 2;
        let _ = write!(sql, " AND l.person_id IN (SELECT person_id FROM public_list_word WHERE word >= ?{at} AND word < ?{})", at + 1);
        values.extend([word.to_owned(), format!("{word}\u{10FFFF}")]);
    }
    if !text(asked, "subject").is_empty() {
        let _ = write!(sql, " AND l.subject = ?{} AND {}", values.len() + 2, live("subject"));
        values.push(text(asked, "subject"));
    }
    if !text(asked, "municipality").is_empty() {
        let at = values.len() + 2;
        let _ = write!(sql, " AND EXISTS (SELECT 1 FROM place w WHERE w.id = l.place_id AND (w.id = ?{at} OR w.parent_id = ?{at})) AND {}", live("school"));
        values.push(text(asked, "municipality"));
    }
    (sql, values)
}

fn choices(database: &Connection, sql: &str) -> anyhow::Result<Vec<(String, String)>> {
    let mut statement = database.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn rows(database: &Connection, day: &str, asked: &HashMap<String, String>, page: usize) -> anyhow::Result<(Vec<Row>, i64)> {
    let (fits, values) = conditions(asked);
    let all = || std::iter::once(day.to_owned()).chain(values.iter().cloned());
    let from = format!("FROM public_list l CROSS JOIN person p WHERE p.id = l.person_id AND p.erased_at IS NULL AND p.merged_into IS NULL AND EXISTS ({MEMBER}){fits} AND {}", live("full_name"));
    let total = if values.is_empty() {
        let sql = format!("SELECT COUNT(*) FROM public_list l CROSS JOIN person p WHERE p.id = l.person_id AND EXISTS ({MEMBER}) AND {}", live("full_name"));
        database.prepare_cached(&sql)?.query_row([day], |row| row.get(0))?
    } else {
        database.prepare_cached(&format!("SELECT COUNT(*) {from}"))?.query_row(params_from_iter(all()), |row| row.get(0))?
    };
    let sql = format!(
        "SELECT trim(p.family || ' ' || p.given || ' ' || COALESCE(p.patronymic, '')),
            CASE WHEN {} THEN COALESCE((SELECT t.label FROM person_subject s JOIN term t ON t.kind = 'subject' AND t.code = s.subject WHERE s.person_id = p.id ORDER BY s.is_main DESC, s.subject LIMIT 1), '') END,
            CASE WHEN {school} THEN (SELECT n.short_name FROM place_name n WHERE n.place_id = p.place_id AND n.valid_from <= ?1 ORDER BY n.valid_from DESC LIMIT 1) END,
            CASE WHEN {school} THEN (SELECT n.short_name FROM place w JOIN place_name n ON n.place_id = w.parent_id WHERE w.id = p.place_id AND n.valid_from <= ?1 ORDER BY n.valid_from DESC LIMIT 1) END
        {from} ORDER BY l.sort_key, l.person_id LIMIT {PER_PAGE} OFFSET {}",
        live("subject"),
        page * PER_PAGE,
        school = live("school"),
    );
    let mut statement = database.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(all()), |row| Ok(Row { name: row.get(0)?, subject: row.get(1)?, school: row.get(2)?, municipality: row.get(3)? }))?;
    Ok((found.collect::<Result<_, _>>()?, total))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn select(out: &mut String, name: &str, label: &str, first: &str, chosen: &str, choices: &[(String, String)]) {
    let _ = write!(out, "<div class=\"field\"><label for=\"{name}\">{label}</label><select id=\"{name}\" name=\"{name}\"><option value=\"\">{first}</option>");
    for (code, title) in choices {
        let selected = if code == chosen { " selected" } else { "" };
        let _ = write!(out, "<option value=\"{}\"{selected}>{}</option>", escape(code), escape(title));
    }
    out.push_str("</select></div>");
}

const HEAD: &str = "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"format-detection\" content=\"telephone=no\"><title>Участники методического актива — Методактив</title><link rel=\"icon\" href=\"/assets/favicon.svg\" type=\"image/svg+xml\"><link rel=\"preload\" href=\"/assets/golos.woff2\" as=\"font\" type=\"font/woff2\" crossorigin><link rel=\"stylesheet\" href=\"/assets/app.css\"></head><body><a class=\"skip\" href=\"#main\">К содержанию</a><header class=\"top\"><a class=\"brand\" href=\"/\"><span>Методактив</span></a><details class=\"menu\"><summary>Меню</summary><nav aria-label=\"Разделы\"><ul><li><a href=\"/members\" aria-current=\"page\"><span>Участники актива</span></a></li><li><a href=\"/apply\"><span>Подать заявку</span></a></li></ul></nav></details><div class=\"tools\"><a href=\"/help\">Помощь</a><a href=\"/login\">Войти</a></div></header><div class=\"frame\"><nav class=\"side\" aria-label=\"Разделы\"><ul><li><a href=\"/members\" aria-current=\"page\"><span>Участники актива</span></a></li><li><a href=\"/apply\"><span>Подать заявку</span></a></li></ul></nav><main id=\"main\" class=\"wide\" tabindex=\"-1\"><div class=\"heading\"><h1>Участники методического актива</h1><div class=\"heading-action\"><a class=\"button primary\" href=\"/apply\">Подать заявку</a></div></div><p class=\"lead\">Учителя и руководители школ, к которым можно обратиться за методической помощью.</p><details class=\"filter-switch\"><summary>Отбор</summary></details><form class=\"filter\" method=\"get\" action=\"/members\" role=\"search\">";
const FOOT: &str = "<p class=\"hint\">Имя, предмет и школа показаны с согласия самих участников, каждое отдельно. По предмету и муниципалитету находятся только те, кто разрешил публиковать предмет или школу.</p></main></div><footer class=\"foot\"><ul><li><a href=\"/policy\">Как мы обращаемся с персональными данными</a></li><li><a href=\"/view-settings?back=%2Fmembers\">Размер текста и контраст</a></li></ul></footer></body></html>";

fn page(asked: &HashMap<String, String>) -> anyhow::Result<String> {
    with_database(|database| {
        let day: String = database.prepare_cached(&format!("SELECT {DAY}"))?.query_row([], |row| row.get(0))?;
        let number = text(asked, "page").parse::<usize>().unwrap_or(1).clamp(1, 1_000_000);
        let subjects = choices(database, "SELECT code, label FROM term WHERE kind = 'subject' AND valid_to IS NULL ORDER BY position, code")?;
        let municipalities = choices(database, "SELECT p.id, n.short_name FROM place p JOIN place_name n ON n.place_id = p.id AND n.valid_to IS NULL WHERE p.kind = 'municipality' ORDER BY n.sort_key")?;
        let (rows, total) = rows(database, &day, asked, number - 1)?;
        let mut out = String::with_capacity(32 * 1024);
        out.push_str(HEAD);
        let _ = write!(out, "<div class=\"field\"><label for=\"q\">Фамилия, имя или отчество</label><input type=\"text\" id=\"q\" name=\"q\" value=\"{}\"></div>", escape(&text(asked, "q")));
        select(&mut out, "subject", "Предмет", "все предметы", &text(asked, "subject"), &subjects);
        select(&mut out, "municipality", "Муниципалитет", "весь регион", &text(asked, "municipality"), &municipalities);
        out.push_str("<div class=\"filter-buttons\"><button class=\"secondary\" type=\"submit\">Показать</button></div></form><div class=\"table\"><table><caption class=\"unseen\">Участники методического актива</caption><thead><tr><th scope=\"col\">Фамилия, имя, отчество</th><th scope=\"col\">Предмет</th><th scope=\"col\">Школа</th></tr></thead><tbody>");
        for row in &rows {
            let shown = |datum: &Option<String>| datum.as_ref().map_or_else(|| "<span class=\"unanswered\">не публикуется</span>".to_owned(), |text| escape(text));
            let municipality = row.municipality.as_ref().map_or_else(String::new, |name| format!("<p class=\"hint\">{}</p>", escape(name)));
            let _ = write!(
                out,
                "<tr><th scope=\"row\" data-label=\"Фамилия, имя, отчество\">{}</th><td data-label=\"Предмет\">{}</td><td data-label=\"Школа\">{}{municipality}</td></tr>",
                escape(&row.name),
                shown(&row.subject),
                shown(&row.school)
            );
        }
        let _ = write!(
            out,
            "</tbody></table></div><nav class=\"pager\" aria-label=\"Страницы списка\"><p>Показаны {}–{} из {total}</p><ul><li><a href=\"/members?page={}\" rel=\"next\">Дальше</a></li></ul></nav>",
            (number - 1) * PER_PAGE + 1,
            (number - 1) * PER_PAGE + rows.len(),
            number + 1
        );
        out.push_str(FOOT);
        Ok(out)
    })
}

async fn members(Query(asked): Query<HashMap<String, String>>) -> axum::response::Response {
    let made = tokio::task::spawn_blocking(move || page(&asked)).await.map_err(anyhow::Error::new).and_then(|page| page);
    match made {
        Ok(html) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], html).into_response(),
        Err(cause) => (axum::http::StatusCode::INTERNAL_SERVER_ERROR, format!("{cause:#}")).into_response(),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().context("usage: raw_members DATA.sqlite ADDRESS:PORT")?;
    let address = arguments.next().context("usage: raw_members DATA.sqlite ADDRESS:PORT")?;
    FILE.set(file).map_err(|_| anyhow::anyhow!("set twice"))?;
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("http://{address}/members");
    axum::serve(listener, Router::new().route("/members", get(members))).await?;
    Ok(())
}
