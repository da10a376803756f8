//! Opening a case: for whom, then what it is and what it rests on.

use super::NO_NAMES;
use crate::{
    form::{MOST_WORDS, OpeningForm},
    lists::Lists,
    measure,
    model::Kind,
    web::evidence::Within,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use people::{Person, PersonRow};
use ui::{
    form::{self, Choice, Field, Form},
    page::Page,
    parts, ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

pub fn choose(shell: &Shell, found: &[PersonRow], query: &Query) -> Markup {
    let rows = found.iter().map(|row| [html! { a href={ "/cases/new?person=" (row.id) } { (row.name.full()) } }, html! { (row.place_name) }]);
    let empty = if query.text("text").is_empty() {
        ("Кому вы хотите помочь?", "Введите фамилию педагога.")
    } else {
        ("Никого не нашлось", "Проверьте фамилию: показываются люди, чьи карточки вам открыты.")
    };
    shell.page(Page::new("Предложить сопровождение").trail([("Сопровождение", "/cases")]).body(html! {
        (table::filter_bar("/cases/new", query, Field::new("text", "Фамилия или имя педагога").value(query.text("text")).medium().text()))
        (Table::new("Педагоги", vec![Column::new("Педагог"), Column::new("Организация")]).rows(rows).empty(empty.0, empty.1, None).render())
    }))
}

/// What the form stands in.
pub struct Asked<'a> {
    pub teacher: &'a Person,
    pub within: &'a Within,
    pub lists: &'a Lists,
    pub is_own: bool,
}

pub fn page(shell: &Shell, asked: &Asked<'_>, typed: &OpeningForm, errors: &FieldErrors) -> Markup {
    let Asked { teacher, within, lists, is_own } = asked;
    let all = errors.all();
    let (title, home, reads) = if *is_own {
        ("Начать сопровождение".to_owned(), ("Моё сопровождение", "/cabinet/cases"), "Прочтёте вы и те, кого вы пригласите в команду.")
    } else {
        (format!("Предложить сопровождение: {}", teacher.name.full()), ("Сопровождение", "/cases"), "Первым прочтёт педагог. Если он согласится, прочтёт и команда; если откажется, это будет удалено.")
    };
    let kinds: Vec<(&str, &str)> = Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label())).collect();
    let subject = if typed.subject.is_empty() && typed.kind.is_empty() { teacher.main_subject().unwrap_or_default() } else { typed.subject.as_str() };
    let page = Page::new(title).narrow().trail([home]).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(all))
        @if !is_own { p { "Педагогу придёт письмо. Он согласится или откажется, и отказ не имеет последствий." } }
        (Form::new(if *is_own { "/cases/new".to_owned() } else { format!("/cases/new?person={}", teacher.id) }, shell.key()).body(html! {
            (Field::new("kind", "Вид").value(&typed.kind).errors(all).select(kinds))
            (Field::new("direction", "Направление работы").value(&typed.direction).errors(all).select(lists.directions()))
            (Field::new("subject", "Предмет").value(subject).errors(all).first_line("не указан").select(lists.subjects()))
            (Field::new("reason", "Повод").hint("Нейтрально: «выявлены затруднения в…», без оценки человека. Имён учеников не пишите").value(&typed.reason).errors(all).who_reads(reads).max_chars(MOST_WORDS).textarea(3))
            (Field::new("review_days", "Обсуждать ход работы каждые").hint("Дней; если не указать, 30").value(&typed.review_days).errors(all).short().number())
            @if !is_own { (Field::new("from_help", "Обращение").value(if typed.from_help { "yes" } else { "" }).single_checkbox("yes", "Педагог обратился за помощью")) }
            (form::fieldset("На чём это основано", html! {
                p.hint { "Нужно хотя бы одно основание." }
                (Field::new("words", "Слова").hint("Что даётся трудно").value(&typed.words).errors(all).who_reads(reads).max_chars(MOST_WORDS).textarea(3))
                (chosen(typed, within))
            }))
            (parts::details("Результат класса как основание", class(typed, lists, all)))
            (form::button(if *is_own { "Начать" } else { "Предложить педагогу" }))
        }))
    }))
}

/// Observations and deficits within sight.
fn chosen(typed: &OpeningForm, within: &Within) -> Markup {
    let visits: Vec<Choice> = within.visits.iter().map(|row| Choice::new(row.observation.id.to_string(), format!("{}, {}", ru::date(row.observation.held_on), row.rubric))).collect();
    let open: Vec<Choice> = within.deficits.iter().filter(|one| one.status.is_open()).map(|one| Choice::new(one.id.to_string(), format!("{} ({})", one.title, one.source.label()))).collect();
    html! {
        @if !visits.is_empty() { (Field::new("observations", "Наблюдения уроков").checkboxes(visits, &typed.observations)) }
        @if !open.is_empty() { (Field::new("deficits", "Затруднения").hint("Отмеченное увидит команда сопровождения").checkboxes(open, &typed.deficits)) }
    }
}

fn class(typed: &OpeningForm, lists: &Lists, errors: &[(String, String)]) -> Markup {
    let class = &typed.class;
    let sources: Vec<(&str, &str)> = measure::Source::ALL.iter().map(|source| (source.as_str(), source.label())).collect();
    html! {
        p { (NO_NAMES) }
        (Field::new("grade", "Класс").hint("«7 Б», «10»").value(&class.grade).errors(errors).short().text())
        (Field::new("class_subject", "Предмет, по которому измеряли").value(&class.subject).errors(errors).select(lists.subjects()))
        (Field::new("source", "Откуда результат").value(&class.source).errors(errors).select(sources))
        (Field::new("measured_on", "Когда измеряли").value(&class.measured_on).errors(errors).date())
        (Field::new("pupils", "Сколько учеников участвовало").value(&class.pupils).errors(errors).short().number())
        (Field::new("below_minimum", "Сколько из них ниже минимума").value(&class.below_minimum).errors(errors).short().number())
    }
}
