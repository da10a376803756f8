//! The form of a line, and choosing a resource of the catalogue for it.

use crate::{
    model::{Level, ResultForm},
    steps::{Choices, LineForm},
    store::Loaded,
    url,
    views::{NO_PUPILS, READERS, trail},
};
use kernel::FieldErrors;
use maud::{Markup, html};
use resources::Listed;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

/// The resource that a line rests on: its id and title.
pub type Chosen = Option<(String, String)>;

/// A line being written.
pub struct Shown<'a> {
    pub loaded: &'a Loaded,
    pub title: &'a str,
    /// Where the form goes.
    pub here: String,
    pub typed: &'a LineForm,
    pub choices: &'a Choices,
    pub chosen: &'a Chosen,
    /// Whether what is written waits for an editor's word.
    pub is_suggestion: bool,
    pub errors: &'a FieldErrors,
}

pub fn page(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let (pathway, case) = (&shown.loaded.pathway, &shown.loaded.standing.case);
    let notice = shown.is_suggestion.then(|| Notice::info("Строка станет предложением").more("Её оставят, изменят или вычеркнут педагог и методисты."));
    let page = Page::new(shown.title).trail(trail(case, pathway)).notice(notice).error_title(!shown.errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(shown.errors.all()))
        p.hint { (NO_PUPILS) }
        (Form::new(shown.here.as_str(), shell.key()).body(html! {
            (form::hidden("version", &shown.typed.version.to_string()))
            (resource(shown))
            (fields(shown))
            (form::buttons(html! { (form::button("Сохранить строку")) a href=(url::pathway(pathway.id)) { "Не сохранять" } }))
        }))
    }))
}

fn resource(shown: &Shown<'_>) -> Markup {
    html! {
        @if let Some((id, title)) = shown.chosen {
            (form::hidden("resource", id))
            p { "Ресурс каталога: " a href={ "/resources/" (id) } { (title) } ". " a href=(catalogue(shown)) { "Выбрать другой" } }
            p { label { input type="checkbox" name="without" value="yes"; " Убрать ресурс и сделать строку своим заданием" } }
        } @else {
            p { "Своё задание. " a href=(catalogue(shown)) { "Взять ресурс из каталога" } }
        }
    }
}

fn catalogue(shown: &Shown<'_>) -> String {
    format!("{}?pick=yes", shown.here.split('?').next().unwrap_or_default())
}

fn fields(shown: &Shown<'_>) -> Markup {
    let (typed, errors) = (shown.typed, shown.errors.all());
    let levels = Level::ALL.iter().map(|level| (level.as_str(), level.label()));
    let forms = ResultForm::ALL.iter().map(|form| (form.as_str(), form.label()));
    let seats = shown.choices.seats.iter().map(|(seat, name)| (seat.to_string(), name.clone()));
    let deficits: Vec<(String, String)> = shown.choices.deficits.iter().map(|(id, title)| (id.to_string(), title.clone())).collect();
    html! {
        (Field::new("title", "Что сделать").value(&typed.title).errors(errors).max_chars(300).who_reads(READERS).text())
        (Field::new("task", "Задание подробнее").hint("Что именно сделать и что принести: приём, класс, запись, разработка").value(&typed.task).errors(errors).max_chars(2000).who_reads(READERS).textarea(4))
        @if !deficits.is_empty() { (Field::new("deficits", "Какие затруднения закрывает").errors(errors).checkboxes(deficits, &typed.deficits)) }
        (form::fieldset("Как и когда", html! {
            (Field::new("level", "Уровень").value(&typed.level).errors(errors).first_line("не указан").select(levels))
            (Field::new("technology", "Технология").hint("Например, перевёрнутый класс или разбор видеозаписи").value(&typed.technology).errors(errors).max_chars(200).who_reads(READERS).text())
            (Field::new("responsible", "Кто помогает").value(&typed.responsible).errors(errors).first_line("педагог самостоятельно").select(seats))
            (Field::new("hours", "Академических часов").value(&typed.hours).errors(errors).short().number())
            (Field::new("starts_on", "Начало").hint("Можно не указывать").value(&typed.starts_on).errors(errors).date())
            (Field::new("due_on", "Срок").hint("Например, 28.02.2027").value(&typed.due_on).errors(errors).date())
        }))
        (Field::new("result_form", "Форма результата").hint("Если шаг завершается одной из десяти форм").value(&typed.result_form).errors(errors).first_line("без отдельного результата").select(forms))
    }
}

/// Resources to choose from: those for the case's difficulties first, any by words.
pub fn pick(shell: &Shell, loaded: &Loaded, (found, is_search): (&[Listed], bool), query: &Query, here: &str) -> Markup {
    let (pathway, case) = (&loaded.pathway, &loaded.standing.case);
    let rows = found.iter().map(|one| {
        let resource = &one.resource;
        [
            html! { a href={ (here) "?resource=" (resource.id) } { (resource.title) } @if !resource.provider.is_empty() { p.hint { (resource.provider) } } },
            html! { (resource.kind.label()) },
            html! { (resource.form.label()) },
            html! { (resource.hours) },
            html! { (resource.starts_on.map(|first| ui::ru::period(first, resource.ends_on)).unwrap_or_else(|| "в любое время".into())) },
            html! { a href=(resources::url(resource.id)) { "Подробнее" span.unseen { " о ресурсе " (resource.title) } } },
        ]
    });
    let columns = vec![Column::new("Ресурс"), Column::new("Вид"), Column::new("Форма"), Column::new("Часы").number(), Column::new("Когда"), Column::new("Каталог")];
    let empty = if is_search {
        "Попробуйте другие слова."
    } else {
        "Под затруднения этого маршрута в каталоге пока ничего нет. Поищите по словам или добавьте своё задание."
    };
    shell.page(Page::new("Ресурс для маршрута").wide().trail(trail(case, pathway)).lead("Нажмите на название, и строка заполнится из каталога; её можно будет поправить.").body(html! {
        (table::filter_bar(here, query, html! { (form::hidden("pick", "yes")) (Field::new("text", "Слова из названия или описания").value(query.text("text")).medium().text()) }))
        @if !is_search { p { "Показаны ресурсы под затруднения этого маршрута." } }
        (Table::new("Ресурсы каталога", columns).rows(rows).empty("Ничего не нашлось", empty, None).render())
        p { a href=(here) { "Написать своё задание без ресурса" } }
        (parts::details("Нет нужного ресурса?", html! { p { "Его может добавить тот, кто ведёт каталог: " a href="/resources" { "каталог ресурсов" } "." } }))
    }))
}
