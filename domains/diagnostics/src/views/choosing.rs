//! Choosing people to whom a diagnostic is offered. One form holds the filter, the list and the rest, so that what was ticked on one
//! page of the list stays ticked on the next, without a script.

use crate::{assign::form::AssignForm, web::assignments::Lists};
use kernel::FieldErrors;
use maud::{Markup, html};
use people::{Found, PersonRow};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};
use web::Shell;

/// Where the page is drawn again with what was typed.
const AGAIN: &str = "/assignments/new";

/// What the page is drawn from.
pub struct Choosing<'a> {
    pub typed: &'a AssignForm,
    /// The page of the list that is shown.
    pub found: &'a Found,
    /// Everybody ticked so far, on this page or another.
    pub chosen: &'a [PersonRow],
    pub lists: &'a Lists,
    pub errors: &'a FieldErrors,
}

/// Everything typed and everybody ticked, for a form that shows none of it.
pub fn carried(typed: &AssignForm) -> Markup {
    let filter = &typed.filter;
    let texts = [("instrument", &typed.instrument), ("form", &typed.form), ("from", &typed.from), ("to", &typed.to), ("reason", &typed.reason), ("repeat_of", &typed.repeat_of)];
    let narrowed = [("q", &filter.text), ("municipality", &filter.municipality), ("school", &filter.school), ("subject", &filter.subject)];
    html! {
        @for (name, value) in texts.into_iter().chain(narrowed) { (form::hidden(name, value)) }
        @for person in &typed.persons { (form::hidden("person", person)) }
    }
}

pub fn page(shell: &Shell, shown: &Choosing<'_>) -> Markup {
    let (typed, all) = (shown.typed, shown.errors.all());
    let is_repeat = !typed.repeat_of.is_empty();
    let title = if is_repeat { "Назначить повторную диагностику" } else { "Назначить диагностику" };
    shell.page(Page::new(title).wide().trail([("Назначения", "/assignments")]).error_title(!shown.errors.is_empty()).body(html! {
        (form::error_summary(all))
        @if shown.lists.instruments.is_empty() { (parts::notice(&Notice::act_now("Открытых диагностик нет").more(html! { "Откройте готовую в разделе " a href="/instruments" { "«Диагностики»" } "." }))) }
        @if is_repeat { p { "Повтор идёт по параллельному варианту: прежних заданий педагог не увидит, а рост посчитается с поправкой на погрешность." } }
        (Form::new("/assignments/preview", shell.key()).body(html! {
            (form::hidden("repeat_of", &typed.repeat_of))
            @if !is_repeat { h2 { "1. Найдите людей" } (filter(shown)) }
            div id="person" {
                @if let Some(error) = shown.errors.of("person") { p.error { (error) } }
                (people(shown))
            }
            @if !is_repeat { (pages(shown)) (elsewhere(shown)) }
            (rest(shown))
        }))
    }))
}

/// The filter's button comes first, so that Enter in its fields looks for people and sends nothing.
fn filter(shown: &Choosing<'_>) -> Markup {
    let (typed, lists) = (&shown.typed.filter, shown.lists);
    html! {
        details.filter-switch { summary { "Отбор" } }
        div.filter role="search" {
            (Field::new("q", "ФИО").value(&typed.text).name_like().text())
            @if lists.municipalities.len() > 1 { (Field::new("municipality", "Муниципалитет").value(&typed.municipality).first_line("все").select(lists.municipalities.clone())) }
            @if !lists.schools.is_empty() { (Field::new("school", "Школа").value(&typed.school).first_line("все").select(lists.schools.clone())) }
            (Field::new("subject", "Предмет").value(&typed.subject).first_line("все").select(lists.subjects.clone()))
            div.filter-buttons { button.secondary type="submit" formaction=(AGAIN) name="page" value="1" { "Показать" } }
        }
        @if shown.found.is_guess { p.hint { "Точного совпадения нет, показаны похожие." } }
    }
}

fn people(shown: &Choosing<'_>) -> Markup {
    let columns = vec![Column::new("Педагог"), Column::new("Место работы"), Column::new("Должность")];
    let rows = shown.found.people.rows.iter().map(|one| [tick(one, shown.chosen.iter().any(|chosen| chosen.id == one.id)), html! { (one.place_name) }, html! { (one.position_text) }]);
    Table::new("Люди", columns).rows(rows).empty("Никого не нашлось", "Измените отбор. Видны люди вашей территории.", None).render()
}

fn tick(one: &PersonRow, is_chosen: bool) -> Markup {
    html! { label.tick { input type="checkbox" name="person" value=(one.id) checked[is_chosen]; " " (one.name.full()) } }
}

/// Pages of the list as buttons: a link would lose what is ticked.
fn pages(shown: &Choosing<'_>) -> Markup {
    let people = &shown.found.people;
    let (page, size) = (u64::from(people.slice.number), u64::from(people.slice.size.max(1)));
    let pages = people.total.div_ceil(size).max(1);
    let page = page.clamp(1, pages);
    let button = |target: u64, words: &str| html! { li { button.secondary.small type="submit" formaction=(AGAIN) name="page" value=(target) { (words) } } };
    html! {
        @if people.total > 0 {
            nav.pager aria-label="Страницы списка" {
                p { @if pages == 1 { "Всего: " (ru::number(people.total)) } @else { "Страница " (page) " из " (pages) ", всего " (ru::number(people.total)) } }
                @if pages > 1 { ul {
                    @if page > 1 { (button(page - 1, "Назад")) }
                    @if page < pages { (button(page + 1, "Дальше")) }
                } }
            }
        }
    }
}

/// Those ticked who don't stand on this page: still in the form, and may be unticked.
fn elsewhere(shown: &Choosing<'_>) -> Markup {
    let others: Vec<&PersonRow> = shown.chosen.iter().filter(|chosen| !shown.found.people.rows.iter().any(|one| one.id == chosen.id)).collect();
    html! {
        @if !shown.chosen.is_empty() {
            p role="status" { b { "Выбрано: " (ru::counted(shown.chosen.len(), "человек", "человека", "человек")) } @if !others.is_empty() { ", из них на других страницах: " (others.len()) } }
        }
        @if !others.is_empty() {
            (parts::details("Выбранные на других страницах", html! { ul.plain { @for one in &others { li { (tick(one, true)) ", " (one.place_name) } } } }))
        }
    }
}

/// What is offered, and when.
fn rest(shown: &Choosing<'_>) -> Markup {
    let (typed, lists, all) = (shown.typed, shown.lists, shown.errors.all());
    let is_repeat = !typed.repeat_of.is_empty();
    let total = shown.found.people.total;
    html! {
        h2 { (if is_repeat { "Что и когда" } else { "2. Что и когда" }) }
        (Field::new("instrument", "Диагностика").value(&typed.instrument).errors(all).select(lists.instruments.clone()))
        @if !lists.forms.is_empty() { (Field::new("form", "Вариант").hint("Если не выбран, каждый получит первый вариант, заданий которого ещё не видел").value(&typed.form).first_line("подобрать").errors(all).select(lists.forms.clone())) }
        (Field::new("from", "Первый день").value(&typed.from).errors(all).date())
        (Field::new("to", "Последний день").hint("Включительно").value(&typed.to).errors(all).date())
        (Field::new("reason", "Пояснение").hint("Необязательно: почему предлагается именно сейчас").who_reads("Прочтёт педагог").value(&typed.reason).max_chars(500).errors(all).text())
        p.hint { "Ничего ещё не назначается: сначала вы увидите, кому и сколько." }
        (form::buttons(html! {
            (form::button_named("Проверить отмеченных", "whom", "ticked"))
            @if !is_repeat && total > 0 && total <= u64::from(crate::assign::workflow::MOST_PEOPLE) { (form::button_secondary_named(&format!("Проверить всех найденных: {}", ru::number(total)), "whom", "found")) }
        }))
    }
}
