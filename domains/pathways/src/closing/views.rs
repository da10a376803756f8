//! Presenting, verdicts, the closing word, the end.

mod ending;
mod presenting;

use super::{Judged, Word, WordForm, worked};
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
    ru,
    table::{Column, Table},
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

pub(super) fn worked(shell: &Shell, found: &worked::Worked) -> Markup {
    let number = |count: i64| html! { (ru::number(count)) };
    let rows = found
        .lines
        .iter()
        .map(|line| [html! { (line.code) " " (line.title) }, html! { (line.resource_title) }, number(line.cases()), number(line.removed), number(line.partly), number(line.not_removed), number(line.not_assessed)]);
    let columns = vec![
        Column::new("Затруднение"),
        Column::new("Ресурс"),
        Column::new("Завершено").number(),
        Column::new("Устранено").number(),
        Column::new("Частично").number(),
        Column::new("Не устранено").number(),
        Column::new("Не оценивали").number(),
    ];
    shell.page(
        Page::new("Что помогло").wide().lead("Завершённые сопровождения: какие ресурсы были в маршрутах и чем закончилась работа над затруднением. Без имён; это то, что шло вместе, а не причина и следствие.").body(
            html! {
                (Table::new("Что помогло", columns).rows(rows).empty("Показывать пока нечего", &format!("Нужно не меньше {} завершённых сопровождений с одним ресурсом и затруднением.", worked::FEWEST), None).render())
                @if found.hidden > 0 { p.hint { "Ещё " (ru::counted(found.hidden, "пара", "пары", "пар")) " не показано: завершённых сопровождений меньше " (worked::FEWEST) "." } }
                @if let Some((mean, count)) = found.team_mark { p { "Педагоги оценили работу команд в среднем на " (format!("{mean:.1}").replace('.', ",")) " из 5 (ответили: " (ru::number(count)) ")." } }
            },
        ),
    )
}
