//! Pages of pairs.

use super::EndForm;
use crate::{
    lists::Lists,
    model::{EndReason, Pair, PairState},
    url,
    wishes::Wish,
};
use kernel::{FieldErrors, Paged, id::PersonId};
use maud::{Markup, html};
use sheets::Value;
use std::collections::BTreeMap;
use structure::places::Place;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{self, Column, Table},
    url::Query,
};

fn state(pair: &Pair) -> Markup {
    match pair.state {
        PairState::Active => parts::tag(Kind::Doing, pair.state.label()),
        PairState::Ended => parts::tag(Kind::Neutral, pair.state.label()),
    }
}

fn reason(pair: &Pair) -> String {
    let label = pair.end_reason.map(EndReason::label).unwrap_or_default();
    if pair.end_words.is_empty() { label.to_owned() } else { format!("{label}: {}", pair.end_words) }
}

fn period(pair: &Pair) -> String {
    ru::period(pair.starts_on, Some(pair.ended_on.unwrap_or(pair.ends_on)))
}

pub fn list(pairs: &Paged<Pair>, lists: &Lists, places: &[Place], query: &Query, manages: bool) -> Page {
    let columns = vec![Column::new("Педагог").sort("teacher"), Column::new("Методист").sort("methodist"), Column::new("С чем помощь"), Column::new("Период").sort("since"), Column::new("Состояние")];
    let rows = pairs.rows.iter().map(|pair| {
        [
            html! { a href=(url::pair(pair.id)) { (pair.teacher_name) } p.hint { (pair.teacher_place) } },
            html! { (pair.methodist_name) p.hint { (pair.methodist_place) } },
            html! { (lists.code(&pair.code)) },
            html! { (period(pair)) },
            state(pair),
        ]
    });
    let places: Vec<(String, String)> = places.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect();
    let why = if manages {
        "Сделайте подбор и опубликуйте его: пары появятся здесь."
    } else {
        "Пары появятся, когда координатор или муниципальный методист опубликует подбор."
    };
    let page = Page::new("Пары").wide().lead("За каким педагогом какой методист закреплён.");
    let page = if manages { page.action(form::button_link("Подбор пар", url::RUNS)) } else { page };
    page.body(html! {
        (table::filter_bar(url::PAIRS, query, html! {
            (Field::new("q", "Педагог или методист").value(query.text("q")).medium().text())
            (Field::new("state", "Состояние").value(query.text("state")).first_line("работают").select([("ended", "завершённые"), ("all", "все")]))
            (Field::new("code", "С чем помощь").value(query.text("code")).first_line("всё").select(lists.codes()))
            (Field::new("place", "Муниципалитет").value(query.text("place")).first_line("все").select(places))
            @if let Some(run) = query.get("run") { (form::hidden("run", run)) }
        }))
        (Table::new("Пары педагогов и методистов", columns).query(url::PAIRS, query).rows(rows).empty(if query.is_unfiltered() { "Пар пока нет" } else { "Ничего не нашлось" }, if query.is_unfiltered() { why } else { "Измените условия отбора." }, None).render())
        (table::pager(url::PAIRS, query, pairs.slice.number, pairs.slice.size, pairs.total))
        @if pairs.total > 0 { (table::sheet_link(url::PAIRS, query)) }
    })
}

/// A row of the sheet.
pub fn cells(pair: &Pair, lists: &Lists) -> Vec<Value> {
    let text = |words: &str| Value::Text(words.to_owned());
    vec![
        text(&pair.teacher_name),
        text(&pair.teacher_place),
        text(&pair.methodist_name),
        text(&pair.methodist_place),
        text(&lists.code(&pair.code)),
        Value::Date(pair.starts_on),
        Value::Date(pair.ended_on.unwrap_or(pair.ends_on)),
        text(pair.state.label()),
        text(pair.end_reason.map(EndReason::label).unwrap_or_default()),
    ]
}

/// A pair's page.
pub struct Card<'a> {
    pub pair: &'a Pair,
    pub lists: &'a Lists,
    pub typed: &'a EndForm,
    pub errors: &'a FieldErrors,
    pub may_end: bool,
    /// One of the two looks.
    pub is_own: bool,
    pub done: &'a str,
}

pub fn card(card: &Card<'_>, key: &str) -> Page {
    let pair = card.pair;
    let trail = if card.is_own { ("Кто кому помогает", url::CABINET) } else { ("Пары", url::PAIRS) };
    let done = (card.done == "ended").then(|| Notice::done("Пара завершена. Оба об этом узнают"));
    // Why it ended is the matter of those who manage pairs; a partner learns that it did.
    let ended = if card.is_own { None } else { Some(reason(pair)) };
    Page::new("Педагог и методист").narrow().trail([trail]).notice(done).error_title(!card.errors.is_empty()).body(html! {
        (form::error_summary(card.errors.all()))
        (parts::summary([
            SummaryRow::new("Педагог", html! { (pair.teacher_name) ", " (pair.teacher_place) }),
            SummaryRow::new("Методист", html! { (pair.methodist_name) ", " (pair.methodist_place) }),
            SummaryRow::new("С чем помощь", card.lists.code(&pair.code)),
            SummaryRow::new("Период", period(pair)),
            SummaryRow::new("Состояние", state(pair)),
        ]))
        @if let Some(ended) = ended.filter(|_| pair.state == PairState::Ended) { p { "Почему завершена: " (ended) "." } }
        @if let Some(case) = pair.case.filter(|_| !card.is_own) { p { a href=(format!("/cases/{case}")) { "Сопровождение этого педагога" } } }
        @if card.may_end && pair.state == PairState::Active { (ending(card, key)) }
    })
}

fn ending(card: &Card<'_>, key: &str) -> Markup {
    let all = card.errors.all();
    let action = if card.is_own { format!("{}/{}/end", url::CABINET, card.pair.id) } else { format!("{}/end", url::pair(card.pair.id)) };
    html! {
        h2 { "Завершить" }
        (Form::new(action, key).body(html! {
            (form::hidden("version", &card.pair.version.to_string()))
            (Field::new("reason", "Почему?").value(&card.typed.reason).errors(all).radios(EndReason::CHOSEN.map(|one| (one.as_str(), one.label()))))
            (Field::new("words", "Что ещё важно знать (необязательно)").value(&card.typed.words).errors(all).who_reads("Прочтут координатор актива и муниципальный методист; второй из пары — нет").textarea(3))
            p.hint { "После «лучше работать с другим человеком» этих двоих больше не предложат друг другу." }
            (form::button_secondary("Завершить пару"))
        }))
    }
}

/// What a person's page of pairs shows.
pub struct Mine {
    pub person: PersonId,
    pub pairs: Vec<Pair>,
    pub contacts: BTreeMap<PersonId, String>,
    pub wishes: Vec<Wish>,
    pub lists: Lists,
}

/// A wish as typed.
#[derive(Debug, Clone, Default)]
pub struct Wished {
    pub name: String,
    pub is_for: String,
}

pub fn cabinet(mine: &Mine, typed: &Wished, errors: &FieldErrors, done: &str, key: &dyn Fn() -> String) -> Page {
    let done = match done {
        "ended" => Some("Завершено. Второй человек об этом узнает, причину увидят только те, кто подбирает пары"),
        "wished" => Some("Пожелание записано"),
        "taken" => Some("Пожелание снято"),
        _ => None,
    };
    let (helped, helping): (Vec<&Pair>, Vec<&Pair>) = mine.pairs.iter().partition(|pair| pair.teacher == mine.person);
    let (now, past): (Vec<&Pair>, Vec<&Pair>) = helping.into_iter().partition(|pair| pair.state == PairState::Active);
    Page::new("Кто кому помогает").trail([("Мой кабинет", "/cabinet")]).notice(done.map(Notice::done)).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        h2 { "Мне помогают" }
        @if !helped.iter().any(|pair| pair.state == PairState::Active) { (parts::empty("Методист за вами пока не закреплён", "Его закрепляет координатор или муниципальный методист. Помощь можно попросить и сейчас.", Some(html! { a href="/help-requests/new" { "Попросить о помощи" } }))) }
        @for pair in &helped { (helper(pair, mine)) }
        @if !now.is_empty() || !past.is_empty() { h2 { "Помогаю я" } (pupils(&now, mine)) }
        @if !past.is_empty() { (parts::details("Завершённые", pupils(&past, mine))) }
        (wishes(mine, typed, errors, key))
    })
}

fn helper(pair: &Pair, mine: &Mine) -> Markup {
    parts::panel(
        "",
        html! {
            h3 { (pair.methodist_name) }
            p.hint { (pair.methodist_place) }
            p { "С чем помогает: " (mine.lists.code(&pair.code)) ", " (period(pair)) "." }
            @if let Some(contact) = mine.contacts.get(&pair.methodist).filter(|contact| !contact.is_empty()) { p { "Связаться: " (contact) } }
            p { (state(pair)) @if pair.state == PairState::Active { " " a href=(format!("{}/{}", url::CABINET, pair.id)) { "Завершить или попросить другого" } } }
        },
    )
}

fn pupils(pairs: &[&Pair], mine: &Mine) -> Markup {
    let columns = vec![Column::new("Педагог"), Column::new("С чем помощь"), Column::new("Период"), Column::new("Связаться"), Column::new("Состояние")];
    let rows = pairs.iter().map(|pair| {
        [
            html! { a href=(format!("{}/{}", url::CABINET, pair.id)) { (pair.teacher_name) } p.hint { (pair.teacher_place) } },
            html! { (mine.lists.code(&pair.code)) },
            html! { (period(pair)) },
            html! { (mine.contacts.get(&pair.teacher).map_or("", String::as_str)) },
            state(pair),
        ]
    });
    Table::new("Педагоги, которым я помогаю", columns).rows(rows).empty("Сейчас никого", "За вами не закреплён ни один педагог.", None).render()
}

fn wishes(mine: &Mine, typed: &Wished, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let all = errors.all();
    html! {
        h2 { "Мои пожелания" }
        p { "Когда будут подбирать пары, это учтут: пожелание — по возможности, отказ — всегда. Объяснять ничего не нужно." }
        @if !mine.wishes.is_empty() {
            ul { @for wish in &mine.wishes {
                li {
                    (if wish.is_for { "Хочу работать с: " } else { "Не закреплять: " }) (wish.name) " "
                    (form::act(&format!("{}/wishes/{}/end", url::CABINET, wish.id), &key(), "Снять", &wish.name))
                }
            } }
        }
        (Form::new(format!("{}/wishes", url::CABINET), key()).body(html! {
            (Field::new("is_for", "Что сказать?").value(if typed.is_for.is_empty() { "yes" } else { typed.is_for.as_str() }).radios([("yes", "Хочу работать с этим человеком"), ("no", "Не закрепляйте за мной этого человека")]))
            (Field::new("name", "ФИО участника актива полностью").value(&typed.name).errors(all).name_like().who_reads("Прочтут координатор актива и муниципальный методист; сам этот человек — нет").text())
            (Field::new("agreed", "Согласие").errors(all).single_checkbox("yes", "Согласен(на), чтобы те, кто подбирает пары, учли это пожелание"))
            (form::button_secondary("Записать пожелание"))
        }))
    }
}
