//! The list of frameworks and the tree of one.

use super::{FRAMEWORKS, HOME};
use crate::{
    model::{Branch, Framework, FrameworkState, Target},
    sheet::Words,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table},
};

fn state(framework: &Framework) -> Markup {
    let kind = match framework.state {
        FrameworkState::Draft => Kind::Doing,
        FrameworkState::Live => Kind::Good,
        FrameworkState::Retired => Kind::Neutral,
    };
    parts::tag(kind, framework.state.label())
}

pub fn list(rows: &[(usize, Framework)], may_edit: bool, key: &str) -> Page {
    let columns = vec![Column::new("Рамка"), Column::new("Версия").number(), Column::new("Состояние"), Column::new("Компетенций").number(), Column::new("Действует с")];
    let cells = rows.iter().map(|(count, framework)| {
        [
            html! { a href={ "/competencies/" (framework.id) } { (framework.title) } },
            html! { (framework.number) },
            state(framework),
            html! { (count) },
            html! { @if let Some(day) = framework.live_from { (ru::date(day)) } @else { "—" } },
        ]
    });
    let sample = may_edit.then(|| form::form("/competencies/sample", key, form::button_secondary("Взять пример рамки")));
    let table = Table::new("Рамки компетенций", columns).rows(cells).empty("Рамок пока нет", "Составьте рамку сами, загрузите пакет CASE или возьмите наш пример и переделайте его.", sample).render();
    let body = html! {
        @if may_edit { p { a href="/competencies/import" { "Загрузить пакет CASE" } " · " a href="/scales" { "Шкалы уровней" } } } @else { p { a href="/scales" { "Шкалы уровней" } } }
        (table)
    };
    let page = Page::new("Рамки компетенций").trail([HOME]).lead("Что измеряем: блоки, компетенции в них и уровень, которого ждут от учителя.").body(body);
    if may_edit { page.action(form::button_link("Составить рамку", "/competencies/new")) } else { page }
}

pub fn new(answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let body = html! {
        (form::error_summary(errors.all()))
        (Form::new("/competencies", key).body(html! {
            (field("title", "Название").hint("Например: «Компетенции учителя математики»").text())
            (field("code", "Код").hint("Один на все версии рамки: буквы, цифры, дефис. Например, matematika-2026").name_like().medium().text())
            (form::button("Составить"))
        }))
    };
    Page::new("Новая рамка").narrow().trail([HOME, FRAMEWORKS]).error_title(!errors.is_empty()).body(body)
}

pub fn title(framework: &Framework, typed: &str, errors: &FieldErrors, key: &str) -> Page {
    let url = format!("/competencies/{}", framework.id);
    let body = html! {
        (form::error_summary(errors.all()))
        (Form::new(format!("{url}/title"), key).body(html! {
            (form::hidden("version", &framework.version.to_string()))
            (Field::new("title", "Название").value(typed).errors(errors.all()).text())
            (form::button("Переименовать"))
        }))
    };
    Page::new("Название рамки")
        .narrow()
        .trail([HOME.0.to_owned(), FRAMEWORKS.0.to_owned(), framework.full_title()].into_iter().zip([HOME.1.to_owned(), FRAMEWORKS.1.to_owned(), url]))
        .error_title(!errors.is_empty())
        .body(body)
}

/// What the page of a framework is drawn from.
pub struct Shown {
    pub framework: Framework,
    pub based_on: Option<Framework>,
    pub tree: Vec<Branch>,
    pub targets: Vec<Target>,
    pub words: Words,
    /// Relations of a CASE package that make no tree.
    pub links: usize,
}

pub fn show(shown: &Shown, may_edit: bool, done: &str, key: &dyn Fn() -> String) -> Page {
    let framework = &shown.framework;
    let is_edited = may_edit && framework.state == FrameworkState::Draft;
    let url = format!("/competencies/{}", framework.id);
    let body = html! {
        (about(shown))
        @if may_edit { (acts(framework, &url, key)) }
        p.export { "Скачать: " a href={ (url) "/sheet.xlsx" } download { "XLSX" } ", " a href={ (url) "/case.json" } download { "CASE 1.1 (JSON)" } }
        @if shown.tree.is_empty() {
            (parts::empty("В рамке пока нет блоков", "Добавьте первый блок или загрузите таблицу с кодами, названиями и уровнями.", None))
        }
        @for branch in &shown.tree { (block(shown, branch, is_edited, key)) }
    };
    let page = Page::new(framework.full_title()).trail([HOME, FRAMEWORKS]).notice(notice(done)).body(body);
    if is_edited { page.action(form::button_link("Добавить блок", &format!("{url}/nodes/new"))) } else { page }
}

fn notice(done: &str) -> Option<Notice> {
    let words = match done {
        "live" => "Рамка введена в действие",
        "retired" => "Рамка снята: новые диагностики по ней не составить",
        "copied" => "Новая версия сделана как копия. Правьте её и введите в действие",
        "imported" => "Загружено",
        "added" => "Добавлено",
        "edited" => "Изменения сохранены",
        "deleted" => "Удалено",
        _ => return None,
    };
    Some(Notice::done(words))
}

fn about(shown: &Shown) -> Markup {
    let framework = &shown.framework;
    let mut rows = vec![SummaryRow::new("Состояние", state(framework)), SummaryRow::new("Код", html! { (framework.code) })];
    if let Some(day) = framework.live_from {
        rows.push(SummaryRow::new("Действует с", html! { (ru::date(day)) }));
    }
    if let Some(before) = &shown.based_on {
        rows.push(SummaryRow::new("Сделана из", html! { a href={ "/competencies/" (before.id) } { (before.full_title()) } }));
    }
    if shown.links > 0 {
        rows.push(SummaryRow::new("Другие связи CASE", html! { (shown.links) " — хранятся и выгружаются без изменений" }));
    }
    parts::summary(rows)
}

fn acts(framework: &Framework, url: &str, key: &dyn Fn() -> String) -> Markup {
    let act = |what: &str, button: Markup| Form::new(format!("{url}/{what}"), key()).body(html! { (form::hidden("version", &framework.version.to_string())) (button) });
    html! {
        div.buttons {
            @match framework.state {
                FrameworkState::Draft => {
                    (act("introduction", form::button_secondary("Ввести в действие")))
                    a.button.secondary href={ (url) "/sheet" } { "Загрузить таблицу" }
                    a.button.secondary href={ (url) "/title" } { "Переименовать" }
                    (act("discarding", form::button_danger("Удалить черновик")))
                }
                FrameworkState::Live => { (act("copy", form::button_secondary("Сделать новую версию"))) (act("retirement", form::button_danger("Снять с действия"))) }
                FrameworkState::Retired => (act("copy", form::button_secondary("Сделать новую версию"))),
            }
        }
    }
}

/// A block opens and closes without a script.
fn block(shown: &Shown, branch: &Branch, is_edited: bool, key: &dyn Fn() -> String) -> Markup {
    html! {
        details.more open id={ "c-" (branch.competency.id) } {
            summary { b { (branch.competency.code) " " (branch.competency.title) } " " span.hint { (ru::counted(branch.children.len(), "компетенция", "компетенции", "компетенций")) } }
            @if !branch.competency.description.is_empty() { p { (branch.competency.description) } }
            @if is_edited { (row_acts(shown, branch, key)) }
            (children(shown, &branch.children, is_edited, key))
        }
    }
}

fn children(shown: &Shown, branches: &[Branch], is_edited: bool, key: &dyn Fn() -> String) -> Markup {
    html! {
        @if !branches.is_empty() {
            ul.tree { @for branch in branches {
                li id={ "c-" (branch.competency.id) } {
                    p { b { (branch.competency.code) } " " (branch.competency.title) @let aims = aims(shown, branch); @if !aims.is_empty() { " " span.hint { "цель: " (aims) } } }
                    @if !branch.competency.description.is_empty() { p.hint { (branch.competency.description) } }
                    @if is_edited { (row_acts(shown, branch, key)) }
                    (children(shown, &branch.children, is_edited, key))
                }
            } }
        }
    }
}

/// «высокий; математика — высокий».
fn aims(shown: &Shown, branch: &Branch) -> String {
    let name = |terms: &[structure::terms::Term], code: &str| terms.iter().find(|term| term.code == code).map_or_else(|| code.to_owned(), |term| term.label.clone());
    let level = |code: &str| shown.words.levels.iter().find(|level| level.code == code).map_or_else(|| code.to_owned(), |level| level.label.clone());
    let words = |target: &Target| {
        let whom: Vec<String> = [(&shown.words.subjects, &target.subject), (&shown.words.posts, &target.post)].into_iter().filter(|(_, code)| !code.is_empty()).map(|(terms, code)| name(terms, code)).collect();
        if whom.is_empty() { level(&target.level) } else { format!("{} — {}", whom.join(", "), level(&target.level)) }
    };
    shown.targets.iter().filter(|target| target.competency == branch.competency.id).map(words).collect::<Vec<_>>().join("; ")
}

fn row_acts(shown: &Shown, branch: &Branch, key: &dyn Fn() -> String) -> Markup {
    let (framework, id, what) = (&shown.framework, branch.competency.id, branch.competency.title.as_str());
    let url = format!("/competencies/{}", framework.id);
    let version = framework.version.to_string();
    let button = |act: &str, label: &str, to: &str| {
        Form::new(format!("{url}/nodes/{id}/{act}"), key()).body(html! {
            (form::hidden("version", &version))
            @if !to.is_empty() { (form::hidden("to", to)) }
            button.secondary.small type="submit" { (label) span.unseen { ": " (what) } }
        })
    };
    html! {
        div.row-acts {
            a.button.secondary.small href={ (url) "/nodes/" (id) } { "Изменить" span.unseen { ": " (what) } }
            a.button.secondary.small href={ (url) "/nodes/new?parent=" (id) } { "Добавить внутрь" span.unseen { ": " (what) } }
            (button("place", "Выше", "up")) (button("place", "Ниже", "down")) (button("deletion", "Удалить", ""))
        }
    }
}
