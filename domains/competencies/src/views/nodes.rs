//! The form of a block or a competency with its targets.

use super::{FRAMEWORKS, HOME};
use crate::{
    form::AIMS,
    model::{Competency, Framework, Target},
    sheet::Words,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::html;
use structure::terms::Term;
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts,
};

/// A competency as the answers of its form.
pub fn answers(competency: &Competency, targets: &[Target]) -> Answers {
    let mut pairs = vec![("code".to_owned(), competency.code.clone()), ("title".into(), competency.title.clone()), ("description".into(), competency.description.clone())];
    for (at, target) in targets.iter().filter(|target| target.competency == competency.id).enumerate() {
        pairs.extend([(format!("subject-{at}"), target.subject.clone()), (format!("post-{at}"), target.post.clone()), (format!("level-{at}"), target.level.clone())]);
    }
    Answers::of(pairs)
}

pub fn form(framework: &Framework, competency: Option<&Competency>, answers: &Answers, words: &Words, errors: &FieldErrors, key: &str) -> Page {
    let url = format!("/competencies/{}", framework.id);
    let (title, action) = match competency {
        Some(known) => (format!("{} {}", known.code, known.title), format!("{url}/nodes/{}", known.id)),
        None if answers.get("parent").is_empty() => ("Новый блок".into(), format!("{url}/nodes")),
        None => ("Новая компетенция".into(), format!("{url}/nodes")),
    };
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let seen = if answers.has("version") { answers.get("version").to_owned() } else { framework.version.to_string() };
    let filled = (0..AIMS).filter(|at| ["subject", "post", "level"].iter().any(|name| !answers.get(&format!("{name}-{at}")).is_empty())).max().map_or(0, |last| last + 1);
    let body = html! {
        (form::error_summary(errors.all()))
        (Form::new(action, key).body(html! {
            (form::hidden("version", &seen)) (form::hidden("parent", answers.get("parent")))
            (field("code", "Код").hint("Не повторяется в рамке и остаётся тем же в следующих версиях").name_like().short().text())
            (field("title", "Название").text())
            (field("description", "Описание").hint("Что видно по работе учителя, который этим владеет").textarea(4))
            (form::fieldset("Целевые уровни", html! {
                p.hint { "Какого уровня ждут. Пустой предмет или должность — любые; если подходит несколько строк, берётся самая точная." }
                @for at in 0..(filled + 2).min(AIMS) { (aim(at, answers, words, errors)) }
            }))
            (form::button(if competency.is_some() { "Сохранить" } else { "Добавить" }))
        }))
    };
    Page::new(title).narrow().trail([(HOME.0.to_owned(), HOME.1.to_owned()), (FRAMEWORKS.0.to_owned(), FRAMEWORKS.1.to_owned()), (framework.full_title(), url)]).error_title(!errors.is_empty()).body(body)
}

fn aim(at: usize, answers: &Answers, words: &Words, errors: &FieldErrors) -> maud::Markup {
    let list = |name: &str, label: &str, terms: &[Term]| {
        let name = format!("{name}-{at}");
        Field::new(&name, label).value(answers.get(&name)).errors(errors.all()).first_line("любая").select(terms.iter().map(|term| (term.code.clone(), term.label.clone())))
    };
    let level = format!("level-{at}");
    let levels = words.levels.iter().map(|level| (level.code.clone(), level.label.clone()));
    html! {
        div.fields {
            (Field::new(&level, "Уровень").value(answers.get(&level)).errors(errors.all()).first_line("нет").select(levels))
            (list("subject", "Предмет", &words.subjects))
            (list("post", "Должность", &words.posts))
        }
        @if at == 0 && words.levels.is_empty() { (parts::warning("Шкалы уровней ещё нет: составьте её на странице «Шкалы», тогда здесь появятся уровни.")) }
    }
}
