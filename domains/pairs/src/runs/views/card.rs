//! A run: what it says as a whole, and its lines.

use super::{Names, name, place, state};
use crate::{
    lists::Lists,
    model::{Run, RunState},
    runs::{store::Told, words},
    url,
};
use kernel::{Paged, id::PersonId};
use maud::{Markup, html};
use sheets::Value;
use std::collections::BTreeMap;
use structure::places::Place;
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind, Tile},
    ru,
    table::{self, Column, Table},
    url::Query,
};

/// What a run's page shows.
pub struct Shown {
    pub run: Run,
    pub lines: Paged<Told>,
    pub names: Names,
    pub stale: BTreeMap<PersonId, &'static str>,
    pub municipalities: Vec<Place>,
    pub lists: Lists,
}

pub fn page(shown: &Shown, query: &Query, key: &dyn Fn() -> String) -> Page {
    let run = &shown.run;
    let is_pending = run.state == RunState::Pending;
    let page = Page::new(run.title.as_str()).wide().trail(super::TRAIL).notice(done(query)).lead(html! { (state(run)) " " (run.place_name) ", пары " (ru::period(run.starts_on, Some(run.ends_on))) });
    let page = if is_pending { page.action(form::button_link("Опубликовать…", &format!("{}/publication", url::run(run.id)))) } else { page };
    page.body(html! {
        @if !shown.stale.is_empty() { (stale(shown)) }
        @if run.hours_each > 0 { p { "Часы учтены: на одного педагога " (ru::counted(run.hours_each, "час", "часа", "часов")) " из плана года методиста." } }
        (tiles(run))
        (codes(run, &shown.lists))
        h2 { "Пары" }
        (filters(shown, query))
        (lines(shown, query))
        (table::pager(&url::run(run.id), query, shown.lines.slice.number, shown.lines.slice.size, shown.lines.total))
        @if shown.lines.total > 0 { (table::sheet_link(&url::run(run.id), query)) }
        @if is_pending { (acts(run, key)) }
    })
}

fn done(query: &Query) -> Option<Notice> {
    let number = |name: &str| query.text(name).parse::<u64>().unwrap_or(0);
    match query.text("done") {
        "made" => Some(Notice::done("Пары подобраны. Посмотрите их, поправьте что нужно и опубликуйте")),
        "again" => Some(Notice::done("Пересчитано по сегодняшним данным. То, что вы закрепили и запретили, осталось")),
        "published" => {
            let left = number("left");
            let mut more = format!("В команды сопровождения приглашено: {}.", ru::number(number("invited")));
            if left > 0 {
                more.push_str(&format!(" Не опубликовано устаревших: {}.", ru::number(left)));
            }
            Some(Notice::done(format!("Опубликовано: {}. Педагоги и методисты об этом узнают", ru::counted(number("pairs"), "пара", "пары", "пар"))).more(more))
        }
        _ => None,
    }
}

fn stale(shown: &Shown) -> Markup {
    let count = ru::counted(shown.stale.len(), "пара устарела", "пары устарели", "пар устарели");
    parts::notice(&Notice::problem(format!("{count}: с тех пор что-то изменилось")).more(html! { "Пересчитайте подбор внизу страницы или опубликуйте без них: при публикации они показаны по именам." }))
}

fn tiles(run: &Run) -> Markup {
    let (served, asked) = run.served();
    let here = url::run(run.id);
    let near: usize = run.report.codes.iter().map(|code| code.near).sum();
    parts::tiles(&[
        Tile::new("нашёлся методист", ru::number(served)).note(format!("из {}", ru::number(asked))),
        Tile::new("без методиста", ru::number(asked.saturating_sub(served))).link(format!("{here}?which=left")),
        Tile::new("из своего муниципалитета", ru::number(near)).note(format!("в другом: {}", ru::number(served.saturating_sub(near)))),
        Tile::new("Нагрузка методистов", "картина").link(format!("{here}/loads")),
    ])
}

fn codes(run: &Run, lists: &Lists) -> Markup {
    let columns = vec![Column::new("С чем помощь"), Column::new("Просят").number(), Column::new("Нашлось").number(), Column::new("В своём муниципалитете").number(), Column::new("Чего не хватает")];
    // What lacks most comes first: this is a list of needs, not of people.
    let mut sorted: Vec<_> = run.report.codes.iter().collect();
    sorted.sort_by_key(|one| (std::cmp::Reverse(one.asked - one.served), std::cmp::Reverse(one.asked)));
    let rows = sorted.iter().map(|one| {
        let name = lists.code(&one.code);
        let share = (one.near * 100).checked_div(one.served).map_or_else(|| "—".to_owned(), |share| format!("{share}\u{a0}%"));
        [
            html! { a href=(Query::default().with("code", &one.code).href(&url::run(run.id))) { (name) } },
            html! { (ru::number(one.asked)) },
            html! { (ru::number(one.served)) },
            html! { (share) },
            html! { (words::shadow(&name, one)) },
        ]
    });
    let lacks = run.report.codes.iter().any(|one| one.served < one.asked);
    let table = Table::new("По предметам и направлениям", columns).rows(rows).empty("Считать нечего", "В подборе нет педагогов.", None).render();
    if lacks {
        html! { h2 { "Где не хватает" } (table) }
    } else {
        parts::details("По предметам и направлениям: хватает везде", table)
    }
}

fn filters(shown: &Shown, query: &Query) -> Markup {
    let places: Vec<(String, String)> = shown.municipalities.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect();
    let codes: Vec<(String, String)> = shown.run.report.codes.iter().map(|one| (one.code.clone(), shown.lists.code(&one.code))).collect();
    let which = [("left", "без методиста"), ("pinned", "закреплены вручную"), ("far", "в другом муниципалитете")];
    let fates = [("stale", "устаревшие, не опубликованы")];
    let which = which.into_iter().chain(fates.into_iter().filter(|_| shown.run.state == RunState::Published));
    table::filter_bar(
        &url::run(shown.run.id),
        query,
        html! {
            (Field::new("q", "Фамилия или имя педагога").value(query.text("q")).medium().text())
            (Field::new("which", "Какие").value(query.text("which")).first_line("все").select(which))
            (Field::new("code", "С чем помощь").value(query.text("code")).first_line("всё").select(codes))
            (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(places))
            @if let Some(methodist) = query.get("methodist") { (form::hidden("methodist", methodist)) }
        },
    )
}

fn lines(shown: &Shown, query: &Query) -> Markup {
    let columns = vec![Column::new("Педагог"), Column::new("С чем помощь"), Column::new("Методист"), Column::new("Почему")];
    let rows = shown.lines.rows.iter().map(|line| {
        let teacher = line.teacher.person;
        [
            html! { a href=(url::line(shown.run.id, teacher)) { (name(&shown.names, teacher)) } p.hint { (place(&shown.names, teacher)) } },
            html! { (shown.lists.code(&line.teacher.code.stored())) },
            html! { (methodist(shown, line)) },
            html! { (why(shown, line)) },
        ]
    });
    let none = if query.is_unfiltered() {
        ("В подборе никого нет", "Отмените его и начните новый.")
    } else {
        ("Ничего не нашлось", "Измените условия отбора.")
    };
    Table::new("Пары подбора", columns).query(url::run(shown.run.id), query).rows(rows).empty(none.0, none.1, None).render()
}

fn methodist(shown: &Shown, line: &Told) -> Markup {
    match line.methodist {
        Some(methodist) => html! { (name(&shown.names, methodist)) p.hint { (place(&shown.names, methodist)) } },
        None => parts::tag(Kind::Waiting, "не нашлось"),
    }
}

fn why(shown: &Shown, line: &Told) -> Markup {
    let stale = shown.stale.get(&line.teacher.person).copied().or_else(|| (line.fate == "stale").then_some("устарела, не опубликована"));
    html! {
        @if line.methodist.is_some() { (words::why(&line.why)) }
        @if line.is_pinned { " " (parts::tag(Kind::Neutral, "закреплено вручную")) }
        @if let Some(stale) = stale { " " (parts::tag(Kind::Bad, stale)) }
    }
}

fn acts(run: &Run, key: &dyn Fn() -> String) -> Markup {
    let here = url::run(run.id);
    let version = form::hidden("version", &run.version.to_string());
    html! {
        h2 { "Что ещё можно сделать" }
        div.buttons {
            (form::form(&format!("{here}/again"), &key(), html! { (version) (form::button_secondary("Пересчитать по сегодняшним данным")) }))
            (form::form(&format!("{here}/drop"), &key(), html! { (version) (form::button_danger("Отменить подбор")) }))
        }
        p.hint { "При пересчёте то, что вы закрепили и запретили, остаётся. Отменённый подбор не вернуть, но никто о нём и не узнает." }
    }
}

/// A row of the sheet.
pub fn cells(line: &Told, shown: &Shown) -> Vec<Value> {
    let text = |words: &str| Value::Text(words.to_owned());
    let of = |person: Option<PersonId>| person.map_or(("", ""), |person| (name(&shown.names, person), place(&shown.names, person)));
    let (teacher, methodist) = (of(Some(line.teacher.person)), of(line.methodist));
    let fate = match line.fate.as_str() {
        "made" => "опубликована",
        "stale" => "устарела, не опубликована",
        "left" => "без методиста",
        _ => "",
    };
    vec![
        text(teacher.0),
        text(teacher.1),
        text(&shown.lists.code(&line.teacher.code.stored())),
        text(methodist.0),
        text(methodist.1),
        text(&line.methodist.map(|_| words::why(&line.why)).unwrap_or_default()),
        text(if line.is_pinned { "да" } else { "" }),
        text(fate),
    ]
}
