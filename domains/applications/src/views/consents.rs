//! A consent as a document of its own: the whole text, the answer below it, nothing ticked beforehand.

use crate::{
    apply::{ConsentPage, PublicationTerm},
    link::Token,
};
use consent::{ConsentKind, PublicationItem};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field as Input, Form},
    page::Page,
    parts, ru,
};

/// The answer as typed or as kept.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub agree: String,
    pub items: Vec<String>,
    pub conditions: String,
    pub term: String,
}

impl Typed {
    pub fn of(page: &ConsentPage) -> Self {
        let Some(answer) = &page.answer else { return Self::default() };
        let term = match (answer.agreed, answer.term_until) {
            (false, _) => "",
            (true, None) => PublicationTerm::UntilWithdrawn.as_str(),
            // Which of the two terms it was is told by the date shown beside.
            (true, Some(_)) => "",
        };
        Self { agree: if answer.agreed { "yes" } else { "no" }.into(), items: answer.items.iter().map(|item| item.as_str().to_owned()).collect(), conditions: answer.conditions.clone(), term: term.into() }
    }
}

impl From<&web::Answers> for Typed {
    fn from(posted: &web::Answers) -> Self {
        Self { agree: posted.get("agree").into(), items: posted.all("items").into_iter().map(ToOwned::to_owned).collect(), conditions: posted.get("conditions").into(), term: posted.get("term").into() }
    }
}

pub fn page(page: &ConsentPage, token: &Token, typed: &Typed, errors: &FieldErrors, key: &str) -> Page {
    let text = &page.text;
    let body = html! {
        (form::error_summary(errors.all()))
        @if let Some(answer) = &page.answer { (answered(answer)) }
        article {
            h2 { (text.title) }
            @for part in &text.body {
                @if !part.heading.is_empty() { h3 { (part.heading) } }
                @for paragraph in &part.paragraphs { p { (paragraph) } }
            }
            p.hint { (text.version_name()) ". Контрольная сумма текста SHA-256: " code { (text.sha256) } }
        }
        @if page.is_open {
            (Form::new(token.path(&format!("/consent/{}", text.kind)), key).body(html! {
                (form::hidden("text", &text.id.to_string()))
                @match text.kind {
                    ConsentKind::Inclusion => (single(typed, errors, "Прошу включить меня в методический актив")),
                    ConsentKind::Processing => (single(typed, errors, "Даю согласие на обработку моих персональных данных на этих условиях")),
                    ConsentKind::Publication => (publication(page, typed, errors)),
                    ConsentKind::Diagnostics => {},
                }
                (form::button("Сохранить ответ"))
            }))
        }
        p { a href=(token.path("")) { "К списку разделов" } }
    };
    Page::new(text.kind.label()).narrow().trail([("Ваша заявка", token.path(""))]).error_title(!errors.is_empty()).lead(lead(text.kind)).body(body)
}

fn lead(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::Inclusion => "Первый из трёх отдельных документов. Прочитайте и ответьте внизу страницы.",
        ConsentKind::Processing => "Второй из трёх отдельных документов. Без него заявку нельзя рассмотреть.",
        ConsentKind::Diagnostics => "",
        ConsentKind::Publication => "Третий из трёх отдельных документов. Можно отказаться: это не мешает войти в актив.",
    }
}

fn answered(answer: &crate::record::ConsentAnswer) -> Markup {
    let words = match (answer.agreed, answer.term_until) {
        (false, _) => "Вы отказались. Ответ можно изменить до отправки заявки.".to_owned(),
        (true, None) => "Вы согласились.".to_owned(),
        (true, Some(until)) => format!("Вы согласились на срок до {} (не включая этот день).", ru::date(until)),
    };
    parts::notice(&parts::Notice::info(words))
}

fn single(typed: &Typed, errors: &FieldErrors, statement: &str) -> Markup {
    Input::new("agree", "Ваш ответ").value(typed.agree.as_str()).error(errors.of("agree")).single_checkbox("yes", statement)
}

fn publication(page: &ConsentPage, typed: &Typed, errors: &FieldErrors) -> Markup {
    let items = page.text.items.iter().map(|item: &PublicationItem| (item.as_str(), item.label())).collect::<Vec<_>>();
    let membership = format!("На {}: это срок участия по одному приказу", ru::counted(page.term_years, "год", "года", "лет"));
    let terms = [(PublicationTerm::Membership, membership), (PublicationTerm::OneYear, "На 1 год".into()), (PublicationTerm::UntilWithdrawn, "Без даты: пока участвую в активе".into())];
    let chosen = html! {
        (Input::new("items", "Что можно публиковать").error(errors.of("items")).hint("Отметьте только то, что разрешаете").checkboxes(items, &typed.items))
        (consent::ask_conditions(&typed.conditions, errors))
        (Input::new("term", "На какой срок").value(typed.term.as_str()).error(errors.of("term")).hint("Отозвать согласие можно в любой день").radios(terms.map(|(term, label)| (term.as_str().to_owned(), label))))
    };
    let choices = [Choice::new("yes", "Разрешаю опубликовать").extra(chosen), Choice::new("no", "Не разрешаю")];
    Input::new("agree", "Ваш ответ").value(typed.agree.as_str()).error(errors.of("agree")).radios(choices)
}
