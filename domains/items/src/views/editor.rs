//! The editor of an item: one page per kind, nothing that needs a script.

use super::{BANK, HOME, Lists};
use crate::{
    content::{ItemKind, Material},
    form::{CHOICES, CRITERIA, VIDEOS},
    model::Item,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts,
};

/// The choice of a kind.
pub fn kinds() -> Page {
    let about = |kind: ItemKind| match kind {
        ItemKind::Single => "Один вариант верен, остальные — типичные ошибки. 1 балл.",
        ItemKind::Multiple => "Верны несколько вариантов. До 3 баллов: каждая ошибка снимает балл.",
        ItemKind::Ordering => "Расставить шаги или события. До 3 баллов: каждая перестановка соседних снимает балл.",
        ItemKind::Matching => "К каждому слева выбрать подходящее справа. До 3 баллов: каждая неверная пара снимает балл.",
        ItemKind::Number => "Посчитать и записать число; можно задать допуск. 1 балл.",
        ItemKind::Text => "Слово или термин; регистр, «ё» и знаки препинания не важны. 1 балл.",
        ItemKind::Open => "Ответ своими словами; два эксперта ставят баллы по критериям.",
        ItemKind::Task => "К заданию приложены работа ученика, конспект или видео урока; оценивают эксперты.",
    };
    let body = html! {
        ul.tasks { @for kind in ItemKind::ALL { li { div { a href={ "/items/new?kind=" (kind.as_str()) } { (kind.label()) } p.hint { (about(*kind)) } } } } }
        p { "Много заданий сразу удобнее " a href="/items/import" { "загрузить из таблицы" } "." }
    };
    Page::new("Какое задание написать?").narrow().trail([HOME, BANK]).body(body)
}

/// What the editor is drawn from.
pub struct Editor<'a> {
    pub kind: ItemKind,
    pub item: Option<&'a Item>,
    /// Files attached before.
    pub kept: &'a [Material],
    pub answers: &'a Answers,
    pub lists: &'a Lists,
    pub errors: &'a FieldErrors,
}

impl Editor<'_> {
    fn field(&self, name: &str, label: &str) -> Field {
        Field::new(name, label).value(self.answers.get(name)).errors(self.errors.all())
    }

    fn row(&self, name: &str, at: usize, label: &str) -> Field {
        self.field(&format!("{name}-{at}"), &format!("{label} {}", at + 1))
    }
}

pub fn page(editor: &Editor<'_>, key: &str) -> Page {
    let (action, title) = match editor.item {
        Some(item) => (format!("/items/{}", item.id), format!("Задание {}", item.code)),
        None => ("/items".to_owned(), "Новое задание".to_owned()),
    };
    let version = editor.item.map(|item| if editor.answers.has("version") { editor.answers.get("version").to_owned() } else { item.version.to_string() });
    let body = html! {
        (form::error_summary(editor.errors.all()))
        @if editor.item.is_some_and(|item| !item.state.is_unseen()) { (parts::warning("Это задание уже давали учителям. Сохранение сделает следующую редакцию, её снова проверит коллега; прежняя останется в пройденных диагностиках.")) }
        @if editor.lists.frameworks.is_empty() { (parts::warning(html! { "Действующей рамки компетенций ещё нет, а задание должно измерять компетенцию. " a href="/competencies" { "Введите рамку в действие" } ", потом пишите задание." })) }
        (Form::new(action, key).files().body(html! {
            (form::hidden("kind", editor.kind.as_str()))
            @if let Some(version) = &version { (form::hidden("version", version)) }
            (editor.field("code", "Код").hint("Не повторяется в банке. Например, М1-12").name_like().short().text())
            (editor.field("stem", "Текст задания").hint("Пустая строка начинает новый абзац").textarea(6))
            (asked(editor))
            (materials(editor))
            (measures(editor))
            (editor.field("rationale", "Пояснение").hint("Почему верен именно этот ответ. Учитель увидит после результата, если так решено в диагностике").textarea(4))
            (form::button("Сохранить"))
        }))
    };
    Page::new(title).narrow().trail([HOME, BANK]).lead(editor.kind.label()).error_title(!editor.errors.is_empty()).body(body)
}

fn asked(editor: &Editor<'_>) -> Markup {
    match editor.kind {
        ItemKind::Single | ItemKind::Multiple => choices(editor),
        ItemKind::Ordering => form::fieldset(
            "Элементы",
            html! {
                p.hint { "Запишите в верном порядке: учителю они покажутся перемешанными." }
                @for at in 0..CHOICES { (editor.row("element", at, "Место").text()) }
                (points(editor))
            },
        ),
        ItemKind::Matching => form::fieldset(
            "Пары",
            html! {
                p.hint { "В строке — то, что подходит друг к другу. Строка, где заполнено только «Справа», — лишний вариант. Справа всё покажется перемешанным." }
                @for at in 0..CHOICES { div.fields { (editor.row("left", at, "Слева").text()) (editor.row("pair", at, "Справа").text()) } }
                (points(editor))
            },
        ),
        ItemKind::Number => form::fieldset(
            "Ответ",
            html! {
                (editor.field("value", "Верное число").inputmode("decimal").name_like().short().text())
                (editor.field("tolerance", "Допуск").hint("На сколько можно ошибиться в обе стороны; пусто — ни на сколько").inputmode("decimal").name_like().short().text())
                (editor.field("unit", "Единица").hint("Покажется рядом с полем: %, мин, руб.").short().text())
            },
        ),
        ItemKind::Text => editor.field("accepted", "Верные ответы").hint("Каждый вариант с новой строки. Регистр, «ё» и знаки препинания не важны").textarea(4),
        ItemKind::Open | ItemKind::Task => criteria(editor),
    }
}

fn choices(editor: &Editor<'_>) -> Markup {
    let kind = if editor.kind == ItemKind::Single { "radio" } else { "checkbox" };
    let right = editor.answers.all("right");
    let wrong = editor.errors.of("right");
    form::fieldset(
        "Варианты ответа",
        html! {
            p.hint { "Отметьте верные. Лишние строки оставьте пустыми." }
            @if let Some(message) = wrong { p.error id="right-error" { span.unseen { "Ошибка: " } (message) } }
            @for at in 0..CHOICES {
                @let id = if at == 0 { "right".to_owned() } else { format!("right-{at}") };
                div.choice {
                    (editor.row("choice", at, "Вариант").text())
                    div.option { input type=(kind) id=(id) name="right" value=(at) checked[right.contains(&at.to_string().as_str())]; label for=(id) { "верный" span.unseen { ": вариант " (at + 1) } } }
                }
            }
            @if editor.kind == ItemKind::Multiple { (points(editor)) }
        },
    )
}

fn points(editor: &Editor<'_>) -> Markup {
    editor.field("points", "Баллов за всё верно").hint("1 — всё или ничего; 2 или 3 — каждая ошибка снимает балл").short().select([("1", "1"), ("2", "2"), ("3", "3")])
}

fn criteria(editor: &Editor<'_>) -> Markup {
    html! {
        (form::fieldset("Критерии", html! {
            p.hint { "За что ставят баллы. Эксперт по каждому ставит от 0 до наибольшего; пояснение говорит, за что какой балл." }
            @for at in 0..CRITERIA {
                div.fields {
                    (editor.row("criterion", at, "Критерий").text())
                    (editor.field(&format!("max-{at}"), "Наибольший балл").number())
                }
                (editor.field(&format!("about-{at}"), "За что какой балл").textarea(2))
            }
        }))
        @if editor.kind == ItemKind::Task { (editor.field("takes_file", "Файл в ответе").single_checkbox("yes", "Учитель может приложить файл к ответу")) }
    }
}

fn materials(editor: &Editor<'_>) -> Markup {
    let body = html! {
        @if !editor.kept.is_empty() {
            @let kept: Vec<(String, String)> = editor.kept.iter().filter_map(|material| if let Material::File { digest, name } = material { Some((digest.clone(), format!("Убрать «{name}»"))) } else { None }).collect();
            (Field::new("without", "Приложены").checkboxes(kept, &editor.answers.all("without")))
        }
        (editor.field("file", "Файл").hint("PDF, JPG или PNG, до трёх к заданию").file(".pdf,.jpg,.jpeg,.png", 10))
        @for at in 0..VIDEOS {
            div.fields {
                (editor.field(&format!("video-{at}"), "Адрес видео").hint("На сервере института: видео урока слишком велико для вложения").name_like().text())
                (editor.field(&format!("video-title-{at}"), "Подпись").text())
            }
        }
    };
    if editor.kind == ItemKind::Task { form::fieldset("Материалы", body) } else { parts::details("Материалы: файл или видео", body) }
}

fn measures(editor: &Editor<'_>) -> Markup {
    let others: Vec<&str> = editor.answers.all("others");
    html! {
        (editor.field("main", "Компетенция").hint("Одна, которую задание измеряет").select_groups(editor.lists.competencies(), None))
        (parts::details("Другие компетенции, которых оно касается", html! {
            @for group in 0..3 {
                @let id = if group == 0 { "others".to_owned() } else { format!("others-{group}") };
                div.field {
                    label for=(id) { "Ещё компетенция" }
                    select id=(id) name="others" {
                        option value="" { "нет" }
                        @for (tree, _) in &editor.lists.frameworks { @for (competency, depth) in competencies::flat(tree) { @if depth > 0 { option value=(competency.id) selected[others.get(group) == Some(&competency.id.to_string().as_str())] { (competency.code) " " (competency.title) } } } }
                    }
                }
            }
        }))
        (editor.field("subject", "Предмет").first_line("любой").select(editor.lists.subjects.iter().map(|term| (term.code.clone(), term.label.clone()))))
        (editor.field("expected", "Ожидаемая трудность").hint("Пока нет калибровки, результат опирается на неё и называется предварительным").select([("-2", "решат почти все"), ("-1", "решит большинство"), ("0", "решит половина"), ("1", "решит меньшинство"), ("2", "решат единицы")]))
    }
}
