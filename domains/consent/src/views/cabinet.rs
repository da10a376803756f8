//! The member's own consents.

use super::{allowed, ask_conditions, consequences, errors_on_top, given, own_conditions, proof, state_tag, words};
use crate::{ConsentKind, Held, PublicationItem, document::term, form::ChoiceForm, texts::ConsentText};
use jiff::tz::TimeZone;
use kernel::{Date, FieldErrors};
use ui::{
    Markup,
    form::{self, Field, Form},
    html,
    page::Page,
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table},
};

const URL: &str = "/cabinet/consents";

pub fn list(held: &[Held], today: Date, zone: &TimeZone) -> Page {
    let past: Vec<&Held> = held.iter().filter(|one| !is_shown_above(one, today)).collect();
    let body = html! {
        @for kind in ConsentKind::ALL { (one_kind(*kind, held.iter().find(|one| one.kind == *kind && is_shown_above(one, today)), today, zone)) }
        @if !past.is_empty() { (history(&past, today, zone)) }
        p { a href="/cabinet/about-me" { "Что обо мне хранится и кто это смотрел" } }
    };
    Page::new("Мои согласия").trail([("Мой кабинет", "/cabinet")]).lead("Каждое согласие — отдельный документ. Любое можно отозвать в любой день.").body(body)
}

fn is_shown_above(held: &Held, today: Date) -> bool {
    held.is_live(today) && (held.kind != ConsentKind::Publication || !held.live_items(today).is_empty())
}

fn one_kind(kind: ConsentKind, live: Option<&Held>, today: Date, zone: &TimeZone) -> Markup {
    let again = format!("{URL}/new/{kind}");
    parts::panel(
        kind.label(),
        match live {
            Some(held) => html! {
                (facts(held, today, zone))
                p { a href={ (URL) "/" (held.id) } { "Прочитать текст" span.unseen { ": " (kind.label()) } } " · " a href={ (URL) "/" (held.id) "/document" } { "Открыть PDF" span.unseen { ": " (kind.label()) } } }
                @if kind == ConsentKind::Publication { (per_datum(held, today)) p { (form::button_link_secondary("Выбрать заново", &again)) } }
                p { (form::button_link_secondary(withdraw_label(kind), &format!("{URL}/{}/withdrawal", held.id))) }
            },
            None => html! {
                p { (absent(kind)) }
                p { (form::button_link_secondary(give_label(kind), &again)) }
            },
        },
    )
}

fn withdraw_label(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Inclusion => "Отозвать согласие на участие",
        ConsentKind::Processing => "Отозвать согласие на обработку",
        ConsentKind::Publication => "Отозвать публикацию целиком",
        ConsentKind::Diagnostics => "Отозвать согласие на диагностику",
    }
}

fn give_label(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Inclusion => "Дать согласие на участие",
        ConsentKind::Processing => "Дать согласие на обработку",
        ConsentKind::Publication => "Выбрать, что публиковать",
        ConsentKind::Diagnostics => "Дать согласие на диагностику",
    }
}

fn absent(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Inclusion => "Такого согласия сейчас нет.",
        ConsentKind::Processing => "Такого согласия сейчас нет: без него участвовать в активе нельзя.",
        ConsentKind::Publication => "Такого согласия сейчас нет: на открытой странице о вас ничего не сказано. Участвовать в активе это не мешает.",
        ConsentKind::Diagnostics => "Такого согласия сейчас нет: диагностику вам не проводят. На вашу работу и участие в активе это не влияет.",
    }
}

fn facts(held: &Held, today: Date, zone: &TimeZone) -> Markup {
    let rows = [
        Some(SummaryRow::new("Состояние", state_tag(held, today))),
        Some(SummaryRow::new("Дано", given(held, zone))),
        (held.kind == ConsentKind::Publication).then(|| SummaryRow::new("Можно публиковать", allowed(held, today))),
        (!held.conditions.is_empty()).then(|| SummaryRow::new("Мои условия и запреты", own_conditions(held))),
        Some(SummaryRow::new("Срок", term(held))),
        Some(SummaryRow::new("Текст", format!("редакция {}", held.text_version))),
    ];
    parts::summary(rows.into_iter().flatten())
}

/// One link for each datum that is published now.
fn per_datum(held: &Held, today: Date) -> Markup {
    let live = held.live_items(today);
    html! {
        @if live.len() > 1 {
            p { "Снять с публикации только одно:" }
            ul { @for item in &live {
                li { a href={ (URL) "/" (held.id) "/withdrawal?item=" (item) } { (item.label()) } }
            } }
        }
    }
}

fn history(past: &[&Held], today: Date, zone: &TimeZone) -> Markup {
    let columns = ["Согласие", "Дано", "Состояние", "Документ"].map(Column::new).to_vec();
    let row = |held: &&Held| {
        [
            html! { (held.kind.label()) },
            html! { (given(held, zone)) },
            state_tag(held, today),
            html! { a href={ (URL) "/" (held.id) "/document" } { "PDF" span.unseen { ": " (held.kind.label()) ", " (ru::datetime(held.given_at, zone)) } } },
        ]
    };
    html! { h2 { "Прежние согласия" } (Table::new("Прежние согласия", columns).rows(past.iter().map(row)).render()) }
}

pub fn show(held: &Held, text: &ConsentText, today: Date, zone: &TimeZone) -> Page {
    let body = html! { (facts(held, today, zone)) (words(text)) (proof(text)) };
    trailed(Page::new(&text.title)).narrow().body(body)
}

fn trailed(page: Page) -> Page {
    page.trail([("Мой кабинет", "/cabinet"), ("Мои согласия", URL)])
}

pub fn confirm(held: &Held, item: Option<PublicationItem>, key: &str) -> Page {
    let title = item.map_or_else(|| format!("Отозвать: {}", lower(held.kind.label())), |item| format!("Снять с публикации: {}", lower(item.label())));
    let body = html! {
        h2 { "Что будет дальше" }
        ul { @for line in consequences(held.kind, item) { li { (line) } } }
        @if held.kind == ConsentKind::Processing { (parts::warning("Отменить это нельзя: чтобы вернуться в актив, понадобится новая заявка.")) }
        (Form::new(format!("{URL}/{}/withdrawal", held.id), key).body(html! {
            @if let Some(item) = item { (form::hidden("item", item.as_str())) }
            (form::buttons(html! { (form::button_danger(if item.is_some() { "Снять с публикации" } else { "Отозвать согласие" })) a href=(URL) { "Не отзывать" } }))
        }))
    };
    trailed(Page::new(title)).narrow().body(body)
}

fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

pub fn ask(text: &ConsentText, live: &[PublicationItem], typed: &ChoiceForm, errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (errors_on_top(errors))
        (words(text))
        (Form::new(format!("{URL}/new/{}", text.kind), key).body(html! {
            (form::hidden("text", &text.id.to_string()))
            @if text.kind == ConsentKind::Publication { (what_to_publish(live, typed, errors)) (form::button("Сохранить выбор")) }
            @else { (Field::new("agree", "Ваше решение").value(&typed.agree).error(errors.of("agree")).single_checkbox("yes", "Я прочитал(а) текст и согласен(на)")) (form::button("Дать согласие")) }
        }))
        (proof(text))
    };
    trailed(Page::new(&text.title)).narrow().error_title(!errors.is_empty()).body(body)
}

/// Nothing is ticked for the reader (152-ФЗ, ст. 10.1): what is published now is said in words.
fn what_to_publish(live: &[PublicationItem], typed: &ChoiceForm, errors: &FieldErrors) -> Markup {
    let now = if live.is_empty() {
        "Сейчас не публикуется ничего.".to_owned()
    } else {
        format!("Сейчас публикуется: {}.", live.iter().map(|item| lower(item.label())).collect::<Vec<_>>().join("; "))
    };
    let choices = PublicationItem::ALL.iter().map(|item| (item.as_str(), item.label()));
    html! {
        (Field::new("items", "Что разрешаете публиковать?").hint(format!("{now} Отметьте всё, что разрешаете: не отмеченное публиковаться не будет.")).error(errors.of("items")).checkboxes(choices, &typed.items))
        (ask_conditions(&typed.conditions, errors))
        (Field::new("last_day", "По какой день (не обязательно)").hint("Например, 31.08.2029. Если не указать, согласие действует, пока вы участвуете в активе").value(&typed.last_day).error(errors.of("last_day")).date())
    }
}
