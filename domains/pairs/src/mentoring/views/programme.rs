//! The personal programme, edited together.

use super::{PAIR_READS, home, names, of};
use crate::mentoring::{
    form::{LineForm, MOST_LINES, MOST_WORDS},
    web::page::{Card, Typed},
};
use ::web::Shell;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts,
};

/// Empty lines to write into.
const SPARE: usize = 3;

pub fn page(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let (id, programme, all) = (card.standing.mentoring.id, &typed.programme, typed.errors.all());
    let (label, url) = home(&card.standing);
    let page = Page::new("Персональная программа").trail([(label.to_owned(), url.to_owned()), (names(&card.standing), format!("/mentoring/{id}"))]).error_title(!typed.errors.is_empty());
    // What was typed and came back has the empty lines of the page that it was typed on.
    let spare = if typed.errors.is_empty() { SPARE } else { 0 };
    let is_draft = card.draft.is_some() && typed.errors.is_empty();
    let lines: Vec<LineForm> = programme.lines.iter().cloned().chain(std::iter::repeat_n(LineForm::default(), spare)).take(MOST_LINES + SPARE).collect();
    shell.page(page.lead("Её пишут вместе. Если второй участник сохранил программу раньше, ваши правки не пропадут: страница скажет об этом.").body(html! {
        (form::error_summary(all))
        @if is_draft { (parts::notice(&Notice::info("Это черновик из ответов о том, с чем нужна помощь").more("Он ещё не сохранён: поправьте, добавьте даты и сохраните."))) }
        (form::form(&of(id, "programme"), &shell.key(), html! {
            (form::hidden("version", &card.standing.mentoring.version.to_string()))
            (Field::new("goals", "Цель").hint("Чего вы хотите добиться вместе").value(&programme.goals).errors(all).who_reads(PAIR_READS).max_chars(MOST_WORDS).textarea(3))
            (Field::new("expected", "Ожидаемые результаты").value(&programme.expected).errors(all).who_reads(PAIR_READS).max_chars(MOST_WORDS).textarea(3))
            h2 { "Мероприятия" }
            p.hint { "Чтобы убрать строку, сотрите её название." }
            @for (at, line) in lines.iter().enumerate() { (one(at, line, all)) }
            (form::buttons(form::button("Сохранить программу")))
        }))
    }))
}

fn one(at: usize, line: &LineForm, all: &[(String, String)]) -> Markup {
    let name = |field: &str| format!("{field}-{at}");
    form::fieldset(
        &format!("Мероприятие {}", at + 1),
        html! {
            (form::hidden(&name("id"), &line.id))
            (Field::new(name("title"), "Что").value(&line.title).errors(all).text())
            (Field::new(name("expected"), "Результат").value(&line.expected).errors(all).text())
            div.fields {
                (Field::new(name("due"), "Срок").value(&line.due_on).errors(all).date())
                (Field::new(name("done"), "Сделано").hint("День, когда сделано").value(&line.done_on).errors(all).date())
            }
        },
    )
}
