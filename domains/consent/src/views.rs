//! What the screens show; each module beside the handlers of the same name.

pub mod about;
pub mod cabinet;
pub mod destructions;
pub mod duties;
pub mod paper;
pub mod staff;
pub mod texts;

use crate::{ConsentKind, Held, PublicationItem, about::state, conditions, texts::ConsentText};
use jiff::tz::TimeZone;
use kernel::{Date, FieldErrors, id::PersonId};
use ui::{
    Markup,
    form::{self, Field},
    html,
    parts::{self, Kind},
    ru,
};

/// The page of one person's consents, for staff.
pub fn person_url(person: PersonId) -> String {
    format!("/consents/people/{person}")
}

/// The state of a consent: word, shape and colour.
fn state_tag(held: &Held, today: Date) -> Markup {
    let word = state(held, today);
    let kind = if word == "действует" { Kind::Good } else { Kind::Neutral };
    parts::tag(kind, word)
}

fn errors_on_top(errors: &FieldErrors) -> Markup {
    form::error_summary(errors.all())
}

/// The text as it was read.
fn words(text: &ConsentText) -> Markup {
    html! {
        div.prose {
            @for part in &text.body {
                @if !part.heading.is_empty() { h2 { (part.heading) } }
                @for paragraph in &part.paragraphs { p { (paragraph) } }
            }
        }
    }
}

/// Version and checksum: by them anybody can prove which words were read.
fn proof(text: &ConsentText) -> Markup {
    parts::details(
        "Сведения о тексте",
        html! {
            p { "Редакция " (text.version) ", действует с " (ru::date(text.valid_from)) @if let Some(last) = text.valid_to.and_then(|to| to.yesterday().ok()) { " по " (ru::date(last)) } "." }
            p { "Утверждена: " (text.approved_by) "." }
            p { "Контрольная сумма SHA-256: " code { (text.sha256) } }
        },
    )
}

/// What a consent to publish allows, each datum with its state.
fn allowed(held: &Held, today: Date) -> Markup {
    let live = held.live_items(today);
    html! {
        ul { @for item in &held.items {
            li { (item.label()) @if !live.contains(item) { " — уже не публикуется" } }
        } }
    }
}

/// The person's own conditions and bans, line by line.
fn own_conditions(held: &Held) -> Markup {
    html! { @for line in held.conditions.lines() { p { (line) } } }
}

/// The field in which a person sets them; wherever a consent to publish is asked for.
#[must_use]
pub fn ask_conditions(typed: &str, errors: &FieldErrors) -> Markup {
    Field::new("conditions", "Свои условия и запреты (не обязательно)")
        .hint("Что ещё другим нельзя делать с опубликованными сведениями или на каких условиях можно. Общие запреты уже есть в тексте согласия. Например: «Школу не указывать в рекламе»")
        .value(typed)
        .error(errors.of("conditions"))
        .who_reads("Прочтут все: по закону условия публикуют рядом с вашими сведениями")
        .max_chars(conditions::LONGEST)
        .textarea(3)
}

fn given(held: &Held, zone: &TimeZone) -> String {
    format!("{}, {}", ru::datetime(held.given_at, zone), held.channel.label())
}

/// What follows from a withdrawal, said plainly before it is made.
fn consequences(kind: ConsentKind, item: Option<PublicationItem>) -> &'static [&'static str] {
    match (kind, item) {
        (ConsentKind::Inclusion, _) => &["Заявка снимается с рассмотрения, участие в активе прекращается сразу.", "Данные остаются у института, пока действует согласие на их обработку: его можно отозвать отдельно."],
        (ConsentKind::Diagnostics, _) => &[
            "Начатая диагностика прекращается сразу, новые не назначаются.",
            "Ваши ответы, результаты и выявленные по ним затруднения удаляются сразу; восстановить их нельзя.",
            "На работу, аттестацию и участие в активе это не влияет.",
        ],
        (ConsentKind::Publication, None) => &[
            "Все сведения исчезают с открытой страницы участников сразу.",
            "Участие в активе продолжается.",
            "Если сведения успели получить другие лица, институт не позднее трёх рабочих дней потребует от них прекратить распространение.",
        ],
        (ConsentKind::Publication, Some(_)) => &["Это сведение исчезает с открытой страницы участников сразу, остальные остаются.", "Участие в активе продолжается."],
        (ConsentKind::Processing, _) => &[
            "Участие в активе прекращается сразу, сведения исчезают с открытой страницы.",
            "Данные и файлы уничтожат не позднее чем через 30 дней; восстановить их нельзя. Об уничтожении составят акт.",
            "Вход в кабинет закроется, когда данные будут уничтожены.",
            "Подписанные приказы сохранятся: их велит хранить закон об архивах.",
        ],
    }
}
