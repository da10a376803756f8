//! The short form of a request.

use super::{HOME, NO_NAMES};
use crate::{
    form::MOST_WORDS,
    lists::Lists,
    model::{Form, HowSoon, SeenBy},
};
use ::web::Answers;
use access::Role;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Page,
};

pub struct Asked<'a> {
    pub lists: &'a Lists,
    pub typed: &'a Answers,
    pub errors: &'a FieldErrors,
    pub role: Role,
}

pub fn page(asked: &Asked<'_>, key: &str) -> Page {
    let Asked { lists, typed, errors, role } = asked;
    let all = errors.all();
    let is_place = *role != Role::Member;
    let or = |name: &str, usual: &'static str| if typed.has(name) { typed.get(name).to_owned() } else { usual.to_owned() };
    Page::new("Попросить о помощи").narrow().trail([HOME]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(all))
        p { "Об усталости, выгорании или тревоге перед аттестацией можно " a href="/private-help/new" { "написать лично" } ": увидит только тот, кого вы выберете." }
        (form::form("/help-requests/new", key, html! {
            (Field::new("direction", "С чем нужна помощь").value(typed.get("direction")).errors(all).select(lists.directions.clone()))
            (Field::new("subject", "Предмет").value(typed.get("subject")).errors(all).first_line("не важен").select(lists.subjects.clone()))
            (Field::new("words", "Что даётся трудно").hint(NO_NAMES).value(typed.get("words")).errors(all).who_reads(readers(is_place)).max_chars(MOST_WORDS).textarea(4))
            (Field::new("how_soon", "Как скоро нужен ответ").value(or("how_soon", "usual")).errors(all).radios(HowSoon::ALL.iter().map(|one| (one.as_str(), one.label()))))
            (Field::new("form", "Как вам удобнее").value(or("form", "any")).errors(all).select(Form::ALL.iter().map(|one| (one.as_str(), one.label()))))
            (seen_by(is_place, &or("seen_by", "helpers"), all))
            (form::button("Отправить обращение"))
        }))
    })
}

fn readers(is_place: bool) -> &'static str {
    if is_place {
        "Прочтут методисты муниципалитета и региона и тот, кому поручат ответить."
    } else {
        "Прочтут методисты муниципалитета и региона и тот, кому поручат ответить. Школа — только если вы отметите это ниже."
    }
}

/// A school that asks for itself has nobody to hide it from.
fn seen_by(is_place: bool, chosen: &str, errors: &[(String, String)]) -> Markup {
    if is_place {
        return form::hidden("seen_by", SeenBy::School.as_str());
    }
    Field::new("seen_by", "Кто увидит обращение").value(chosen).errors(errors).radios(SeenBy::ALL.iter().map(|one| (one.as_str(), one.label())))
}
