//! One's own track of attestation, and the same as the helper sees it.

use super::{Choosing, HUB, Key, choosing, done, paragraphs};
use crate::{attestation::Track, contests::HelperState, form::TEXT, pick::Somebody, words::Words};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, Kind, Phase, SummaryRow, Task},
    ru,
    url::Query,
};

const MINE: (&str, &str) = ("Моя аттестация", "/cabinet/attestation");
const PRIVATE: &str = "Видите только вы и тот, кого вы выберете помощником.";

/// What the page is drawn from: the track that goes on, what of it is done, what is over.
pub struct Mine {
    pub track: Option<Track>,
    pub done: Vec<(String, Date)>,
    pub past: Vec<Track>,
    pub items: Words,
    pub categories: Words,
}

pub fn mine(mine: &Mine, query: &Query, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Page {
    Page::new("Моя аттестация").narrow().trail([("Мой кабинет", "/cabinet")]).notice(done(query.text("done"))).error_title(!errors.is_empty()).lead(PRIVATE).body(html! {
        (form::error_summary(errors.all()))
        @match &mine.track {
            Some(track) => (open(track, mine, (typed, errors), key)),
            None => {
                p { "Отметьте, к какой категории и дню готовитесь: появится список того, что обычно готовят." }
                (Form::new(MINE.1, key()).body(html! { (target(typed, errors, &mine.categories)) (form::button("Начать подготовку")) }))
            },
        }
        @if !mine.past.is_empty() { h2 { "Завершено" } ul { @for track in &mine.past { li { (mine.categories.label(&track.category)) ", " (ru::date(track.target_on)) } } } }
    })
}

fn target(typed: &Answers, errors: &FieldErrors, categories: &Words) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    html! {
        (field("category", "Категория").select(categories.choices()))
        (field("target_on", "К какому дню").hint("Например, 15.03.2027").date())
        (field("note", "Заметка себе").hint("Не обязательно. Без сведений о здоровье").who_reads(PRIVATE).max_chars(TEXT).textarea(2))
    }
}

fn open(track: &Track, mine: &Mine, (typed, errors): (&Answers, &FieldErrors), key: Key<'_>) -> Markup {
    let base = format!("{}/{}", MINE.1, track.id);
    let version = || form::hidden("version", &track.version.to_string());
    let ticked: Vec<&str> = if errors.is_empty() { mine.done.iter().map(|(code, _)| code.as_str()).collect() } else { typed.all("done") };
    html! {
        (Form::new(base.clone(), key()).body(html! {
            (version())
            (target(typed, errors, &mine.categories))
            (Field::new("done", "Что уже готово").checkboxes(mine.items.choices(), &ticked))
            (form::button("Сохранить"))
        }))
        p { a href="/cabinet/portfolio" { "Портфолио к аттестации" } " собирается из того, что вы уже внесли." }
        h2 { "Помощник" }
        @match track.helper_state {
            HelperState::Nobody => p { "Пока никто. Подготовку видите только вы." },
            HelperState::Asked | HelperState::Yes | HelperState::No => p { (track.helper_name) ": " (track.helper_state.label()) "." },
        }
        p { a href={ (base) "/helper" } { @if track.helper.is_some() { "Выбрать другого" } @else { "Попросить участника актива помочь" } } }
        @if track.helper.is_some() { (Form::new(format!("{base}/helper/release"), key()).body(html! { (version()) (form::button_quiet("Закрыть помощнику доступ")) })) }
        (Form::new(format!("{base}/closing"), key()).body(html! { (version()) (form::button_secondary("Завершить подготовку")) }))
    }
}

pub fn helping(track: &Track, (ready, items, categories): (&[(String, Date)], &Words, &Words), query: &Query, key: Key<'_>) -> Page {
    let tasks = items.choices().into_iter().map(|(code, label)| match ready.iter().find(|(known, _)| *known == code) {
        Some((_, day)) => Task::new(label, Kind::Good, format!("готово {}", ru::date(*day))),
        None => Task::new(label, Kind::Neutral, "ещё нет"),
    });
    Page::new(format!("Аттестация: {}", track.name)).narrow().trail([HUB]).notice(done(query.text("done"))).lead("Это видите вы и учитель, который вас попросил. Больше никто.").body(html! {
        (parts::summary([SummaryRow::new("Категория", categories.label(&track.category)), SummaryRow::new("К какому дню", ru::date(track.target_on))]))
        @if track.helper_state == HelperState::Asked {
            (Form::new(format!("/support/attestation/{}", track.id), key()).body(html! {
                (form::hidden("version", &track.version.to_string()))
                (form::buttons(html! { (form::button_named("Помогу", "word", "yes")) (form::button_secondary_named("Не смогу", "word", "no")) }))
            }))
        } @else {
            (paragraphs(&track.note))
            (parts::task_list(&[Phase::new("Что готовит учитель", tasks.collect())]))
        }
    })
}

pub fn helpers(track: &Track, (asked, found): (&str, &[Somebody]), key: Key<'_>) -> Page {
    let trail = vec![(MINE.0.to_owned(), MINE.1.to_owned())];
    let path = format!("{}/{}/helper", MINE.1, track.id);
    let fields = [("version", track.version.to_string())];
    choosing(
        &Choosing {
            title: "Кто поможет с аттестацией",
            lead: "Участник актива, который разрешил публиковать своё имя. Он увидит подготовку, когда вы попросите; закрыть доступ можно в любой момент.",
            trail,
            path: &path,
            fields: &fields,
            asked,
            found,
            label: "Попросить",
            nobody: "Проверьте написание.",
        },
        html! {},
        key,
    )
}
