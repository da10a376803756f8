//! A visit on one page, as its observer or somebody to whom it was opened sees it; and the table of both sides.

use crate::{
    model::{Row, Side, State},
    paper::told,
    record::Sheet,
    rubric::Rubric,
    views::{
        lists::{Reader, day, tag},
        recording,
    },
};
use maud::{Markup, html};
use structure::Lists;
use ui::{
    form::{self, Form},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table},
};
use web::Shell;

/// Everything a visit's page shows.
pub struct Card {
    pub row: Row,
    pub rubric: Rubric,
    pub observer: Sheet,
    pub teacher: Sheet,
    pub beside: Vec<Row>,
    pub lacks: Vec<String>,
    /// Whether something scored low speaks of a competency, so that the observer may tell of a difficulty.
    pub has_low: bool,
    pub lists: Lists,
    pub reader: Reader,
}

pub fn page(shell: &Shell, card: &Card, done: &str) -> Markup {
    let of = &card.row.observation;
    let done = match done {
        "proposed" => Some("Предложение отправлено учителю"),
        "filled" => Some("Карта закончена. Учитель прочтёт её первым."),
        "reopened" => Some("Карту снова можно заполнять"),
        "taken_back" => Some("Посещение отменено"),
        "confirmed" => Some("Затруднения записаны: учитель увидит их в своём кабинете"),
        _ => None,
    };
    let page = Page::new(card.row.teacher.clone()).trail([("Наблюдения уроков", "/observations")]).notice(done.map(Notice::done));
    shell.page(page.body(html! {
        p { (tag(of.state, card.reader)) }
        (summary(card))
        @if card.reader == Reader::Observer { (acts(shell, card)) }
        @if is_shown(card) { (both(card)) }
        @if !of.comment.is_empty() { (parts::panel("Комментарий учителя", html! { (paragraphs(&of.comment)) })) }
        @if !card.beside.is_empty() { (parts::panel("На этом же уроке", html! { ul { @for other in &card.beside {
            li { a href={ "/observations/" (other.observation.id) } { (other.observation.observer_name) } " — " (other.rubric) }
        } } })) }
    }))
}

/// The observer always sees what was written; the other side's scores only when the card is finished.
fn is_shown(card: &Card) -> bool {
    card.row.observation.state.is_filled() || (card.reader == Reader::Observer && !card.observer.is_empty())
}

pub fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.is_empty()) { p { (line) } } }
}

pub fn summary(card: &Card) -> Markup {
    let of = &card.row.observation;
    let moment = |at: Option<kernel::Timestamp>| at.map(|at| ru::datetime(at, &card.lists.zone)).unwrap_or_default();
    let mut rows = vec![
        SummaryRow::new("Организация", &card.row.school),
        SummaryRow::new("Урок", day(of)),
        SummaryRow::new("Класс", &of.grade),
        SummaryRow::new("Предмет", card.lists.subject(&of.subject)),
        SummaryRow::new("Тема", &of.topic),
        SummaryRow::new("Наблюдатель", html! { (of.observer_name) p.hint { (of.observer_post) } }),
        SummaryRow::new("Карта", html! { a href={ "/rubrics/" (of.rubric) } { (card.row.rubric) } }),
    ];
    if card.reader == Reader::Teacher {
        rows.pop();
        rows.push(SummaryRow::new("Карта", &card.row.rubric));
    }
    if of.filled_at.is_some() {
        rows.push(SummaryRow::new("Закончена", moment(of.filled_at)));
    }
    if of.acknowledged_at.is_some() {
        rows.push(SummaryRow::new("Учитель ознакомился", moment(of.acknowledged_at)));
    }
    if of.state.is_filled() {
        rows.push(SummaryRow::new("Кто видит карту", if of.is_shared { "наблюдатель, учитель и те, кому по роли видны результаты" } else { "только наблюдатель и учитель" }));
    }
    parts::summary(rows)
}

fn post(shell: &Shell, card: &Card, action: &str, body: Markup) -> Markup {
    let of = &card.row.observation;
    Form::new(format!("/observations/{}/{action}", of.id), shell.key()).body(html! { (form::hidden("version", &of.version.to_string())) (body) })
}

fn acts(shell: &Shell, card: &Card) -> Markup {
    let of = &card.row.observation;
    html! {
        @match of.state {
            State::Proposed => { p { "Учитель ещё не ответил. Карту можно заполнять, когда он согласится." } (post(shell, card, "withdrawal", form::button_danger("Отменить посещение"))) },
            State::Agreed => {
                (form::buttons(html! {
                    (form::button_link(if card.observer.is_empty() { "Заполнить карту" } else { "Продолжить карту" }, &recording::url(&card.row, Side::Observer)))
                    (form::button_link_secondary("Заполнять на телефоне без сети", "/observe/"))
                }))
                @if card.lacks.is_empty() {
                    p { "Карта заполнена вся." }
                    (post(shell, card, "finishing", form::button("Закончить и показать учителю")))
                } @else if !card.observer.is_empty() {
                    (parts::details(&format!("Осталось заполнить: {}", ru::counted(card.lacks.len(), "показатель", "показателя", "показателей")), html! { ul { @for lack in &card.lacks { li { (lack) } } } }))
                }
                (post(shell, card, "withdrawal", form::button_danger("Отменить посещение")))
            },
            State::Filled => {
                p { "Учитель ещё не ознакомился с картой. До этого её можно вернуть к заполнению." }
                (post(shell, card, "reopening", form::button_secondary("Вернуть к заполнению")))
            },
            State::Acknowledged | State::Declined | State::TakenBack => {},
        }
        @if of.state.is_filled() { p { a href={ "/observations/" (of.id) "/observation.pdf" } { "Карта посещения урока (PDF)" } } }
        // The page is of the domain above, which is told of by its address only.
        @if card.has_low { p { a href={ "/deficits/observed/" (of.id) } { "Сказать о затруднениях по этому уроку" } } }
    }
}

/// Both sides, indicator by indicator.
pub fn both(card: &Card) -> Markup {
    let has_own = card.row.observation.state.is_filled() || card.reader == Reader::Teacher;
    html! {
        @for (b, block) in card.rubric.body.blocks.iter().enumerate() {
            h2 { (b + 1) ". " (block.title) }
            @for (c, criterion) in block.criteria.iter().enumerate() {
                @let rows = criterion.indicators.iter().enumerate().map(|(i, indicator)| {
                    let words = card.teacher.words(&indicator.code);
                    [
                        html! { (b + 1) "." (c + 1) "." (i + 1) " " (indicator.title) },
                        html! { (told(indicator, &card.observer)) },
                        html! { (card.observer.words(&indicator.code)) },
                        html! { @if has_own { (told(indicator, &card.teacher)) @if !words.is_empty() { p.hint { (words) } } } @else { span.hint { "видно после окончания" } } },
                    ]
                });
                (Table::new(format!("{}.{}. {}", b + 1, c + 1, criterion.title), ["Показатель", "Наблюдатель", "Пример с урока", "Учитель о себе"].map(Column::new).to_vec()).show_caption().rows(rows).render())
            }
        }
    }
}
