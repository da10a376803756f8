//! Proposing a case out of a request.

use super::{HOME, paragraphs};
use crate::{form::MOST_WORDS, lists::Lists, model::HelpRequest};
use ::web::Answers;
use cases::Kind;
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Field},
    page::Page,
    parts::{self, SummaryRow},
};

pub fn case(request: &HelpRequest, lists: &Lists, (typed, errors): (&Answers, &FieldErrors), key: &str) -> Page {
    let all = errors.all();
    Page::new("Предложить сопровождение").narrow().trail([(HOME.0.to_owned(), HOME.1.to_owned()), (request.number.clone(), request.url())]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(all))
        p { "Педагог прочтёт предложение первым и согласится или откажется. Отказ не имеет последствий. Основанием станет само обращение." }
        (parts::summary([SummaryRow::new("Педагог", &request.asker.name), SummaryRow::new("Направление", lists.direction(&request.direction)), SummaryRow::new("Что даётся трудно", paragraphs(&request.words))]))
        (form::form(&format!("{}/case", request.url()), key, html! {
            (form::hidden("version", &request.version.to_string()))
            (Field::new("kind", "Вид").value(typed.get("kind")).errors(all).select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
            (Field::new("reason", "Повод").hint("Нейтрально: «выявлены затруднения в…», без оценки человека. Имён учеников не пишите").value(typed.get("reason")).errors(all).who_reads("Первым прочтёт педагог. Если он согласится, прочтёт и команда; если откажется, это будет удалено.").max_chars(MOST_WORDS).textarea(3))
            (form::button("Предложить педагогу"))
        }))
    })
}
