//! Rubrics: the list, a version with its parts, the forms of parts.

use crate::{
    building::RubricForm,
    parts::IndicatorForm,
    rubric::{At, Block, Criterion, Evidence, Indicator, Rubric, RubricState},
};
use access::{Action, Actor};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    table::{Column, Table},
};
use web::Shell;

pub type Choices = [(String, String)];

#[must_use]
pub fn url(rubric: &Rubric) -> String {
    format!("/rubrics/{}", rubric.id)
}

fn tag(state: RubricState) -> Markup {
    let kind = match state {
        RubricState::Draft => Kind::Doing,
        RubricState::Live => Kind::Good,
        RubricState::Retired => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}

pub fn list(shell: &Shell, actor: &Actor, rubrics: &[Rubric]) -> Markup {
    let columns = vec![Column::new("Карта"), Column::new("Версия").number(), Column::new("Показателей").number(), Column::new("Состояние")];
    let rows = rubrics.iter().map(|rubric| [html! { a href=(url(rubric)) { (rubric.title) } }, html! { (rubric.number) }, html! { (rubric.body.indicators().count()) }, tag(rubric.state)]);
    let page = Page::new("Карты наблюдения урока").trail([("Наблюдения уроков", "/observations")]).lead("По карте наблюдатель и сам учитель оценивают урок одними и теми же показателями.");
    let page = if actor.can(Action::ManageInstruments) { page.action(form::button_link("Составить карту", "/rubrics/new")) } else { page };
    let table = Table::new("Карты наблюдения урока", columns).rows(rows).empty("Карт пока нет", "Составьте первую: можно начать с нашего образца.", None).render();
    shell.page(page.body(html! {
        (table)
        @if actor.can(Action::ManageInstruments) { p { a href="/rubrics/import" { "Загрузить карту из таблицы Excel" } } }
    }))
}

pub fn new(shell: &Shell, frameworks: &Choices, typed: &RubricForm, errors: &FieldErrors) -> Markup {
    let page = Page::new("Новая карта наблюдения").narrow().trail([("Карты наблюдения урока", "/rubrics")]).error_title(!errors.is_empty());
    let origin = if typed.origin.is_empty() { "sample" } else { &typed.origin };
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (Form::new("/rubrics/new", shell.key()).body(html! {
            (head(frameworks, typed, errors))
            (Field::new("origin", "С чего начать").value(origin).radios([("sample", "с образца: четыре блока, 25 показателей"), ("empty", "с пустой карты")]))
            (form::button("Создать черновик"))
        }))
    }))
}

fn head(frameworks: &Choices, typed: &RubricForm, errors: &FieldErrors) -> Markup {
    html! {
        (Field::new("title", "Название").value(&typed.title).errors(errors.all()).text())
        @if !frameworks.is_empty() {
            (Field::new("framework", "Рамка компетенций").hint("Нужна, если показатели карты указывают на компетенции").value(&typed.framework).errors(errors.all()).first_line("без рамки").select(frameworks.iter().cloned()))
        }
    }
}

/// What the page of a version shows besides the version.
pub struct Card<'a> {
    pub rubric: &'a Rubric,
    pub frameworks: &'a Choices,
    pub competencies: &'a Choices,
    pub done: &'a str,
    pub errors: &'a FieldErrors,
}

pub fn card(shell: &Shell, actor: &Actor, card: &Card<'_>) -> Markup {
    let Card { rubric, .. } = card;
    let is_edited = rubric.state == RubricState::Draft && actor.can(Action::ManageInstruments);
    let done = match card.done {
        "saved" => Some("Изменения сохранены"),
        "live" => Some("Карта введена в действие"),
        "copied" => Some("Это черновик следующей версии: правьте его, прежняя версия действует"),
        _ => None,
    };
    let page = Page::new(rubric.caption()).trail([("Карты наблюдения урока", "/rubrics")]).notice(done.map(Notice::done)).error_title(!card.errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(card.errors.all()))
        p { (tag(rubric.state)) " Показателей: " (rubric.body.indicators().count()) "." }
        @for (b, block) in rubric.body.blocks.iter().enumerate() { (block_panel(card, b + 1, block, is_edited)) }
        @if rubric.body.blocks.is_empty() { (parts::empty("Карта пуста", "Добавьте блок, в нём критерий, в нём показатели.", None)) }
        @if is_edited { p { (add(rubric, At::Root, "Добавить блок")) } }
        @if actor.can(Action::ManageInstruments) { (acts(shell, card, is_edited)) }
        p { a href={ (url(rubric)) "/rubric.xlsx" } { "Скачать карту в Excel" } }
    }))
}

fn add(rubric: &Rubric, under: At, label: &str) -> Markup {
    form::button_link_secondary(label, &format!("{}/parts/{under}/new", url(rubric)))
}

fn change(rubric: &Rubric, at: At, what: &str) -> Markup {
    html! { a href={ (url(rubric)) "/parts/" (at) } { "Изменить" span.unseen { ": " (what) } } }
}

fn block_panel(card: &Card<'_>, b: usize, block: &Block, is_edited: bool) -> Markup {
    html! {
        section.panel {
            h2 { (b) ". " (block.title) }
            @if is_edited { p { (change(card.rubric, At::Block(b), &block.title)) } }
            @for (c, criterion) in block.criteria.iter().enumerate() { (criterion_part(card, (b, c + 1), criterion, is_edited)) }
            @if is_edited { p { (add(card.rubric, At::Block(b), "Добавить критерий")) } }
        }
    }
}

fn criterion_part(card: &Card<'_>, (b, c): (usize, usize), criterion: &Criterion, is_edited: bool) -> Markup {
    let columns = if is_edited {
        vec!["Показатель", "Шкала", "Пример с урока", "Компетенция", "Правка"]
    } else {
        vec!["Показатель", "Шкала", "Пример с урока", "Компетенция"]
    };
    let rows = criterion.indicators.iter().enumerate().map(|(i, indicator)| {
        let mut cells = indicator_cells(card.competencies, indicator, &format!("{b}.{c}.{}", i + 1));
        if is_edited {
            cells.push(change(card.rubric, At::Indicator(b, c, i + 1), &indicator.title));
        }
        cells
    });
    html! {
        h3 { (b) "." (c) ". " (criterion.title) }
        @if is_edited { p { (change(card.rubric, At::Criterion(b, c), &criterion.title)) } }
        (Table::new(criterion.title.clone(), columns.into_iter().map(Column::new).collect()).rows(rows).empty("Показателей нет", "Добавьте хотя бы один.", None).render())
        @if is_edited { p { (add(card.rubric, At::Criterion(b, c), "Добавить показатель")) } }
    }
}

fn indicator_cells(competencies: &Choices, indicator: &Indicator, number: &str) -> Vec<Markup> {
    let competency = competencies.iter().find(|(code, _)| *code == indicator.competency).map_or(indicator.competency.as_str(), |(_, title)| title);
    vec![
        html! { (number) " " (indicator.title) },
        html! { (indicator.scale()) p.hint { (indicator.steps.join(" · ")) } },
        html! { @if indicator.evidence == Evidence::Required { "обязателен" } @else { "по желанию" } },
        html! { (competency) },
    ]
}

fn acts(shell: &Shell, card: &Card<'_>, is_edited: bool) -> Markup {
    let Card { rubric, frameworks, errors, .. } = card;
    let post = |action: &str, body: Markup| Form::new(format!("{}/{action}", url(rubric)), shell.key()).body(html! { (form::hidden("version", &rubric.version.to_string())) (body) });
    let typed = RubricForm { title: rubric.title.clone(), framework: rubric.framework.clone().unwrap_or_default(), origin: String::new() };
    html! {
        @if is_edited {
            (parts::details("Название и рамка компетенций", post("title", html! { (head(frameworks, &typed, errors)) (form::button_secondary("Сохранить")) })))
            (post("state", html! {
                p { "Введённая в действие версия больше не меняется; прежняя версия уйдёт в архив." }
                (form::buttons(html! { (form::button_named("Ввести в действие", "to", "live")) (form::button_danger_named("Удалить черновик", "to", "retired")) }))
            }))
        } @else {
            (post("state", html! { (form::buttons(html! {
                (form::button_secondary_named("Создать следующую версию", "to", "next"))
                @if rubric.state == RubricState::Live { (form::button_danger_named("Убрать в архив", "to", "retired")) }
            })) }))
        }
    }
}

/// The form of a part: a new one, or one that is changed.
pub struct PartPage<'a> {
    pub rubric: &'a Rubric,
    /// Under what it is made, or itself.
    pub at: At,
    pub is_new: bool,
    pub title: &'a str,
    /// Of an indicator.
    pub indicator: Option<&'a IndicatorForm>,
    pub competencies: &'a Choices,
    pub errors: &'a FieldErrors,
}

pub fn part(shell: &Shell, page: &PartPage<'_>) -> Markup {
    let heading = match (page.is_new, page.at) {
        (true, At::Root) => "Новый блок",
        (true, At::Block(_)) => "Новый критерий",
        (true, _) => "Новый показатель",
        (false, At::Block(_)) => "Блок",
        (false, At::Criterion(..)) => "Критерий",
        (false, _) => "Показатель",
    };
    let action = format!("{}/parts/{}{}", url(page.rubric), page.at, if page.is_new { "/new" } else { "" });
    let drawn = Page::new(heading).narrow().trail([("Карты наблюдения урока", "/rubrics".to_owned()), (page.rubric.title.as_str(), url(page.rubric))]).error_title(!page.errors.is_empty());
    let version = form::hidden("version", &page.rubric.version.to_string());
    shell.page(drawn.body(html! {
        (form::error_summary(page.errors.all()))
        (Form::new(&action, shell.key()).body(html! {
            (version)
            @match page.indicator {
                Some(typed) => (indicator_fields(typed, page.competencies, page.errors)),
                None => (Field::new("title", "Название").value(page.title).errors(page.errors.all()).textarea(2)),
            }
            (form::button(if page.is_new { "Добавить" } else { "Сохранить" }))
        }))
        @if !page.is_new {
            (Form::new(&action, shell.key()).body(html! {
                (version)
                (form::buttons(html! {
                    (form::button_secondary_named("Поднять выше", "do", "up"))
                    (form::button_secondary_named("Опустить ниже", "do", "down"))
                    (form::button_danger_named("Удалить со всем, что внутри", "do", "remove"))
                }))
            }))
        }
    }))
}

fn indicator_fields(typed: &IndicatorForm, competencies: &Choices, errors: &FieldErrors) -> Markup {
    let own = Field::new("steps", "Слова для каждого балла").hint("Каждый балл с новой строки, первая строка — 0 баллов").value(&typed.steps).errors(errors.all()).textarea(5);
    let scales = [
        Choice::new("yes_no", "да / нет"),
        Choice::new("three", "0–2: не проявляется, частично, полностью"),
        Choice::new("four", "0–3: не проявляется, не полностью и не всегда, полностью, но не всегда, полностью и всегда"),
        Choice::new("own", "своя").extra(own),
    ];
    html! {
        (Field::new("title", "Что видно на уроке").value(&typed.title).errors(errors.all()).textarea(2))
        (Field::new("scale", "Шкала").value(&typed.scale).error(errors.of("steps").filter(|_| typed.scale != "own")).radios(scales))
        (Field::new("evidence", "Пример с урока").value(&typed.evidence).errors(errors.all()).radios([("required", "обязателен: без него карту не закончить"), ("optional", "по желанию")]))
        @if !competencies.is_empty() {
            (Field::new("competency", "О какой компетенции говорит").value(&typed.competency).errors(errors.all()).first_line("ни о какой").select(competencies.iter().cloned()))
        }
    }
}

pub fn import(shell: &Shell, errors: &FieldErrors) -> Markup {
    let page = Page::new("Загрузить карту из таблицы").narrow().trail([("Карты наблюдения урока", "/rubrics")]).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        p { "Первая строка листа — заголовки: «Блок», «Критерий», «Показатель», «Шкала», «Пример», «Компетенция». Каждая следующая строка — один показатель; блок и критерий можно не повторять." }
        p { "Шкала — слова для каждого балла через точку с запятой, начиная с 0 («нет; да»), или коротко: «0–2», «0–3», «да/нет». Пример — «да», если он обязателен." }
        p { "Проще всего скачать готовую карту в Excel и исправить её. Если в таблице есть ошибка, не загрузится ничего, а мы назовём строку и столбец." }
        (Form::new("/rubrics/import", shell.key()).files().body(html! {
            (Field::new("title", "Название карты").errors(errors.all()).text())
            (Field::new("file", "Таблица").hint("XLSX или CSV").errors(errors.all()).file(".xlsx,.csv", 10))
            (form::button("Загрузить как черновик"))
        }))
    }))
}
