//! Choosing who answers.

use super::HOME;
use crate::{
    form::MOST_WORDS,
    helpers::Candidate,
    lists::Lists,
    model::{HelpRequest, State},
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Choice, Field},
    page::Page,
    parts, ru, table,
    url::Query,
};

pub struct Shown<'a> {
    pub request: &'a HelpRequest,
    pub candidates: &'a [Candidate],
    pub lists: &'a Lists,
    pub query: &'a Query,
}

pub fn page(shown: &Shown<'_>, (typed, errors): (&Answers, &FieldErrors), key: &str) -> Page {
    let Shown { request, candidates, lists, query } = shown;
    let (path, all, is_handed) = (format!("{}/helper", request.url()), errors.all(), request.state == State::Taken);
    let subject = query.get("subject").unwrap_or(&request.subject);
    let title = if is_handed { "Передать другому помощнику" } else { "Кто ответит" };
    Page::new(title).narrow().trail([(HOME.0.to_owned(), HOME.1.to_owned()), (request.number.clone(), request.url())]).error_title(!errors.is_empty()).lead("Действующие участники актива вашей территории, по алфавиту.").body(html! {
        (form::error_summary(all))
        (table::filter_bar(&path, query, html! {
            (Field::new("subject", "Предмет").value(subject).first_line("любой").select(lists.subjects.clone()))
            (Field::new("text", "Фамилия").value(query.text("text")).name_like().text())
        }))
        @if candidates.is_empty() { (parts::empty("Никого не нашли", "По этому предмету на вашей территории нет участников актива. Выберите «любой» предмет или возьмите обращение себе.", None)) }
        @else {
            (form::form(&query.href(&path), key, html! {
                (form::hidden("version", &request.version.to_string()))
                (Field::new("person", "Участник актива").value(typed.get("person")).errors(all).radios(candidates.iter().map(|one| Choice::new(one.person.to_string(), one.name.clone()).hint(about(one)))))
                (Field::new("reason", if is_handed { "Почему передаёте" } else { "Что важно знать" }).hint(if is_handed { "" } else { "Можно не писать" }).value(typed.get("reason")).errors(all).who_reads("Прочтут новый помощник и методисты, которые распределяют обращения.").max_chars(MOST_WORDS).textarea(2))
                (form::button(if is_handed { "Передать" } else { "Поручить" }))
            }))
        }
    })
}

fn about(one: &Candidate) -> String {
    let place = if one.school.is_empty() { one.municipality.as_str() } else { one.school.as_str() };
    let load = if one.in_hand == 0 { "сейчас обращений нет".to_owned() } else { format!("сейчас {}", ru::counted(one.in_hand, "обращение", "обращения", "обращений")) };
    [one.field.as_str(), place, &load].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}
