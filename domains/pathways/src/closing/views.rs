//! Presenting, verdicts, the closing word, the end.

mod ending;
mod presenting;

use super::{Judged, Word, WordForm};
use crate::{
    model::State,
    presentation::{Minutes, Plan, Presentation},
    store::Loaded,
};
use deficits::DeficitId;
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
};
use web::Shell;

/// Everything of the page.
pub(super) struct Shown {
    pub loaded: Loaded,
    pub judged: Vec<Judged>,
    pub word: Option<Word>,
    pub is_walked: bool,
    pub presentation: Option<Presentation>,
    /// Code of a competency → where its repeat is assigned.
    pub repeats: Vec<(String, String)>,
    pub today: Date,
}

/// What was typed and what was wrong.
#[derive(Default)]
pub(super) struct Typed<'a> {
    pub done: &'a str,
    pub plan: Option<Plan>,
    pub minutes: Option<Minutes>,
    pub verdict: Option<(DeficitId, String, String)>,
    pub word: Option<WordForm>,
    pub reason: &'a str,
    pub errors: &'a [(String, String)],
}

impl Shown {
    pub(super) fn is_open(&self) -> bool {
        self.loaded.standing.case.state == cases::State::Open
    }

    pub(super) fn is_at(&self, state: State) -> bool {
        self.is_open() && self.loaded.pathway.state == state
    }
}

fn said(done: &str) -> Option<&'static str> {
    match done {
        "planned" => Some("День представления записан"),
        "held" => Some("Записано: результаты представлены"),
        "judged" => Some("Итог записан"),
        "said" => Some("Заключительное слово сохранено"),
        "closed" => Some("Сопровождение завершено. Спасибо всей команде!"),
        "stopped" => Some("Маршрут прекращён"),
        _ => None,
    }
}

pub(super) fn page(shell: &Shell, shown: &Shown, typed: &Typed<'_>) -> Markup {
    let (pathway, case) = (&shown.loaded.pathway, &shown.loaded.standing.case);
    let page = Page::new("Представление результатов и завершение")
        .trail([(format!("Сопровождение {}", case.number), cases::url::case(case.id)), (pathway.caption(), crate::url::pathway(pathway.id))])
        .notice(said(typed.done).map(Notice::done))
        .error_title(!typed.errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(typed.errors))
        p { "Маршрут " (pathway.state.label()) "." }
        (presenting::part(shell, shown, typed))
        (presenting::verdicts(shell, shown, typed))
        (ending::word(shell, shown, typed))
        (ending::end(shell, shown))
        (ending::stop(shell, shown, typed))
    }))
}
