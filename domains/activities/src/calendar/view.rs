//! The month as a table; on a phone the same table is a list of days.

use super::{month::Month, others::Day, store::Entry};
use crate::model::{Kind, State};
use jiff::tz::TimeZone;
use kernel::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use ui::{form::Field, page::Page, parts, ru, table, url::Query};

const PATH: &str = "/activities/calendar";
const TITLE: &str = "Календарь";
/// So many stand in a day of the grid; the rest is on the day's own page.
const A_DAY: usize = 4;
const LETTERS: usize = 60;
const WEEKDAYS: [&str; 7] = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];

pub struct Shown<'a> {
    pub month: Month,
    /// All of this day, instead of the grid.
    pub day: Option<Date>,
    pub entries: &'a [Entry],
    /// Meetings of unions, days of the year programme.
    pub others: &'a [Day],
    pub directions: &'a [(String, String)],
    pub places: &'a [(String, String)],
    pub query: &'a Query,
    pub zone: &'a TimeZone,
    pub today: Date,
    /// The viewer has a card: «mine» means something, and there is a feed.
    pub has_card: bool,
}

/// What stands on a day.
#[derive(Clone, Copy)]
enum Item<'a> {
    Activity(&'a Entry),
    Other(&'a Day),
}

pub fn page(shown: &Shown<'_>) -> Page {
    let by_day = by_day(shown);
    let title = match shown.day {
        Some(day) => ru::date_weekday(day),
        None => format!("{TITLE}: {}", shown.month.label()),
    };
    let body = html! {
        (turning(shown))
        (filters(shown))
        @match shown.day {
            Some(day) => { (whole_day(shown, by_day.get(&day).map_or(&[][..], Vec::as_slice))) },
            None if shown.entries.is_empty() && shown.others.is_empty() => { (nothing(shown)) },
            None => { (grid(shown, &by_day)) },
        }
        @if shown.has_card { p.hint { a href="/cabinet/calendar" { "Подписаться в календаре телефона (.ics)" } " — свои мероприятия, шаги и сроки." } }
    };
    let page = Page::new(title).wide().trail([("Мероприятия", "/activities")]);
    if shown.day.is_some() { page.trail([("Мероприятия".to_owned(), "/activities".to_owned()), (shown.month.label(), shown.query.without("day").href(PATH))]).body(body) } else { page.body(body) }
}

/// By day: what takes the whole day first, then by the hour.
fn by_day<'a>(shown: &Shown<'a>) -> BTreeMap<Date, Vec<Item<'a>>> {
    let mut days: BTreeMap<Date, Vec<(String, Item<'a>)>> = BTreeMap::new();
    for day in shown.others {
        days.entry(day.on).or_default().push((day.time.clone(), Item::Other(day)));
    }
    for entry in shown.entries {
        days.entry(shown.zone.to_datetime(entry.starts_at).date()).or_default().push((ru::time(entry.starts_at, shown.zone), Item::Activity(entry)));
    }
    let sorted = |(day, mut items): (Date, Vec<(String, Item<'a>)>)| {
        items.sort_by(|one, other| one.0.cmp(&other.0));
        (day, items.into_iter().map(|(_, item)| item).collect())
    };
    days.into_iter().map(sorted).collect()
}

fn turning(shown: &Shown<'_>) -> Markup {
    let link = |month: Month| shown.query.without("day").with("month", month.code()).href(PATH);
    html! {
        nav.pager aria-label="Месяцы" { ul {
            li { a href=(link(shown.month.before())) rel="prev" { "← " (shown.month.before().label()) } }
            @if shown.month != Month::of(shown.today) { li { a href=(shown.query.without("day").without("month").href(PATH)) { "Этот месяц" } } }
            li { a href=(link(shown.month.next())) rel="next" { (shown.month.next().label()) " →" } }
        } }
    }
}

fn filters(shown: &Shown<'_>) -> Markup {
    let query = shown.query.without("day");
    let field = |name: &str, label: &str| Field::new(name, label).value(query.text(name)).first_line("все");
    table::filter_bar(
        PATH,
        // The month stays when a filter is chosen, and is no filter itself.
        &query.without("month"),
        html! {
            (ui::form::hidden("month", &shown.month.code()))
            (field("direction", "Направление").select(shown.directions.to_vec()))
            (field("kind", "Вид").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            @if !shown.places.is_empty() { (field("place", "Где").select(shown.places.to_vec())) }
            @if shown.has_card { (Field::new("mine", "Чьи").value(query.text("mine")).single_checkbox("yes", "мои: веду или участвую")) }
        },
    )
}

fn nothing(shown: &Shown<'_>) -> Markup {
    let is_filtered = !shown.query.without("month").is_unfiltered();
    let why = if is_filtered {
        "Уберите часть условий отбора или посмотрите соседний месяц."
    } else {
        "В этом месяце ничего не назначено. Посмотрите соседний."
    };
    parts::empty("Ничего не назначено", why, None)
}

fn grid(shown: &Shown<'_>, by_day: &BTreeMap<Date, Vec<Item<'_>>>) -> Markup {
    html! {
        table.month {
            caption.unseen { "По дням: " (shown.month.label()) }
            thead { tr { @for name in WEEKDAYS { th scope="col" { (name) } } } }
            tbody { @for week in shown.month.weeks() { tr { @for day in week { (cell(shown, day, by_day)) } } } }
        }
    }
}

fn cell(shown: &Shown<'_>, day: Option<Date>, by_day: &BTreeMap<Date, Vec<Item<'_>>>) -> Markup {
    let Some(day) = day else { return html! { td.void {} } };
    let entries = by_day.get(&day).map_or(&[][..], Vec::as_slice);
    let link = shown.query.without("month").with("day", day).href(PATH);
    let rest = entries.len().saturating_sub(A_DAY);
    html! {
        td.free[entries.is_empty()].today[day == shown.today] {
            p.day {
                @if entries.is_empty() { time datetime=(day) { (day.day()) } }
                @else { a href=(link) { time datetime=(day) { (day.day()) } span.full { (weekday(day)) } } }
            }
            @if !entries.is_empty() { ul { @for item in &entries[..entries.len() - rest] { li { (line(*item, shown.zone)) } } } }
            @if rest > 0 { p { a href=(link) { "ещё " (rest) } } }
        }
    }
}

/// « ноября, вторник»: on a phone, where there is no head of the table.
fn weekday(day: Date) -> String {
    let long = ru::date_long(day);
    let month = long.split('\u{a0}').nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    let at = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    format!(" {month}, {}", WEEKDAYS.get(at).unwrap_or(&""))
}

fn cut(title: &str) -> String {
    if title.chars().count() > LETTERS { format!("{}…", title.chars().take(LETTERS).collect::<String>().trim_end()) } else { title.to_owned() }
}

fn line(item: Item<'_>, zone: &TimeZone) -> Markup {
    match item {
        Item::Activity(entry) => activity(entry, zone),
        Item::Other(day) => html! { @if !day.time.is_empty() { time { (day.time) } " " } a href=(day.url) { (cut(&day.title)) } span.hint { " " (day.what) } },
    }
}

fn activity(entry: &Entry, zone: &TimeZone) -> Markup {
    let title = cut(&entry.title);
    html! {
        time { (ru::time(entry.starts_at, zone)) } " " a href=(crate::url(entry.activity)) { (title) }
        @match entry.state {
            State::Cancelled => { span.hint { " отменено" } },
            State::Draft => { span.hint { " черновик" } },
            State::Announced | State::Held | State::Closed => {},
        }
    }
}

fn whole_day(shown: &Shown<'_>, items: &[Item<'_>]) -> Markup {
    html! {
        @if items.is_empty() { (parts::empty("В этот день ничего нет", "Посмотрите весь месяц.", None)) }
        @else { ul.agenda { @for item in items { li { (line(*item, shown.zone)) @if let Item::Activity(entry) = item { span.hint { " " (entry.kind.label()) } } } } } }
    }
}
