//! One item: everything about it, and as the teacher will see it.

use super::{BANK, HOME, Lists, state};
use crate::{
    content::{Answer, Material},
    model::{Item, ItemState, Mapping, Review, Revision, Verdict},
    show,
    statistics::ItemStatistics,
};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, id::AccountId};
use maud::{Markup, html};
use std::collections::BTreeMap;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Event, SummaryRow},
    ru,
};

/// What the page is drawn from.
pub struct Shown {
    pub item: Item,
    pub revision: Revision,
    pub mapping: Mapping,
    pub lists: Lists,
    pub reviews: Vec<Review>,
    pub names: BTreeMap<AccountId, String>,
    /// Written or edited by the reader, who then may not review it.
    pub is_own: bool,
    pub statistics: Option<ItemStatistics>,
    pub subject: String,
}

pub fn page(shown: &Shown, done: &str, errors: &FieldErrors, note: &str, zone: &TimeZone, key: &dyn Fn() -> String) -> Page {
    let (item, revision) = (&shown.item, &shown.revision);
    let url = format!("/items/{}", item.id);
    let body = html! {
        (form::error_summary(errors.all()))
        (about(shown))
        div.buttons {
            a.button.secondary href={ (url) "/preview" } { "Посмотреть глазами учителя" }
            a.button.secondary href={ (url) "/statistics" } { "Статистика" }
            (states(item, key))
        }
        (parts::panel("Задание", html! {
            (show::view(&revision.body, "shown", None))
            (show::view_files(&revision.body, |digest| format!("{url}/files/{digest}")))
        }))
        (parts::panel("Ключ и пояснение", show::view_key(&revision.body, &revision.key, &revision.rationale)))
        @if item.state == ItemState::Draft { (review(shown, errors, note, key)) }
        @if !shown.reviews.is_empty() { (parts::panel("Проверки", parts::timeline(&shown.reviews.iter().map(|review| told(shown, review, zone)).collect::<Vec<_>>()))) }
    };
    Page::new(format!("Задание {}", item.code)).trail([HOME, BANK]).notice(notice(done)).error_title(!errors.is_empty()).action(form::button_link("Править", &format!("{url}/edit"))).body(body)
}

fn notice(done: &str) -> Option<Notice> {
    let words = match done {
        "added" => "Задание записано черновиком. Теперь его должен проверить коллега",
        "edited" => "Изменения сохранены, задание снова черновик: его должен проверить коллега",
        "reviewed" => "Проверка записана",
        "state" => "Состояние изменено",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn about(shown: &Shown) -> Markup {
    let item = &shown.item;
    let main = shown.mapping.main.map(|id| shown.lists.title(id));
    let others: Vec<String> = shown.mapping.others.iter().map(|id| shown.lists.title(*id)).collect();
    let mut rows = vec![
        SummaryRow::new("Состояние", state(item.state)),
        SummaryRow::new("Вид", html! { (item.kind.label()) }),
        SummaryRow::new("Измеряет", html! { @match &main { Some(title) => (title), None => "не привязано к действующей рамке" } }),
        SummaryRow::new("Баллов", html! { (shown.revision.max_score) }),
        SummaryRow::new("Редакция", html! { (item.revision) }),
    ];
    if !others.is_empty() {
        rows.push(SummaryRow::new("Касается", html! { (others.join("; ")) }));
    }
    if !shown.subject.is_empty() {
        rows.push(SummaryRow::new("Предмет", html! { (shown.subject) }));
    }
    if let Some(name) = item.author.and_then(|author| shown.names.get(&author)) {
        rows.push(SummaryRow::new("Автор", html! { (name) }));
    }
    if let Some(found) = &shown.statistics {
        let words: Vec<&str> = found.flags.iter().map(|flag| flag.meaning()).collect();
        rows.push(SummaryRow::new("Статистика", html! { (ru::counted(found.answers, "ответ", "ответа", "ответов")) @if !words.is_empty() { ": " (words.join("; ").to_lowercase()) } }));
    }
    parts::summary(rows)
}

fn states(item: &Item, key: &dyn Fn() -> String) -> Markup {
    html! {
        @for next in item.state.next() {
            (Form::new(format!("/items/{}/state", item.id), key()).body(html! {
                (form::hidden("version", &item.version.to_string())) (form::hidden("to", next.as_str()))
                (form::button_secondary(super::verb(*next)))
            }))
        }
    }
}

fn review(shown: &Shown, errors: &FieldErrors, note: &str, key: &dyn Fn() -> String) -> Markup {
    let item = &shown.item;
    if shown.is_own {
        return parts::notice(&Notice::info("Задание ждёт проверки коллегой").more("Вы его писали или правили, поэтому проверить должен другой человек. Пришлите ему адрес этой страницы."));
    }
    parts::panel(
        "Проверить задание",
        Form::new(format!("/items/{}/review", item.id), key()).body(html! {
            (form::hidden("version", &item.version.to_string()))
            p { "Решите задание сами, потом посмотрите на ключ: однозначен ли ответ, ту ли компетенцию оно измеряет, нет ли подсказок и обидных слов." }
            (Field::new("verdict", "Задание годится?").errors(errors.all()).radios([(Verdict::Fit.as_str(), "Годится"), (Verdict::Return.as_str(), "Вернуть автору")]))
            (Field::new("note", "Что исправить").value(note).errors(errors.all()).who_reads("Прочтёт автор").textarea(3))
            (form::button("Записать проверку"))
        }),
    )
}

fn told(shown: &Shown, review: &Review, zone: &TimeZone) -> Event {
    let verdict = match review.verdict {
        Verdict::Fit => "годится",
        Verdict::Return => "вернуть автору",
    };
    let note = if review.note.is_empty() { String::new() } else { format!(". {}", review.note) };
    Event {
        who: review.account.and_then(|account| shown.names.get(&account)).cloned().unwrap_or_default(),
        what: format!("Редакция {}: {verdict}{note}", review.revision),
        when: ru::datetime(review.made_at, zone),
        url: None,
    }
}

/// As the teacher will see it; a try shows what the answer would be worth.
pub fn preview(item: &Item, revision: &Revision, given: Option<&Answer>, tried: bool) -> Page {
    let url = format!("/items/{}", item.id);
    let body = html! {
        p.hint { "Так задание увидит учитель. Ответ здесь никуда не записывается." }
        form method="get" action={ (url) "/preview" } {
            (form::hidden("tried", "yes"))
            (show::view(&revision.body, "answer", given))
            (show::view_files(&revision.body, |digest| format!("{url}/files/{digest}")))
            @if revision.body.takes_file() { p.hint { "Здесь учитель сможет приложить файл." } }
            (form::buttons(html! { (form::button_secondary("Проверить ответ")) a href=(url) { "К заданию" } }))
        }
        @if tried { (parts::panel("После результата учитель увидит", show::view_rationale(&revision.body, &revision.key, &revision.rationale, given))) }
        @if revision.body.materials.iter().any(|material| matches!(material, Material::Video { .. })) { p.hint { "Видео откроется с того сервера, где лежит: проверьте, что учитель сможет его открыть." } }
    };
    Page::new(format!("Задание {}", item.code)).narrow().trail([(HOME.0.to_owned(), HOME.1.to_owned()), (BANK.0.to_owned(), BANK.1.to_owned()), (item.code.clone(), url.clone())]).body(body)
}
