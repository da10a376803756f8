//! The form of a definition's next version.

use super::INDICATORS;
use crate::definition::Definition;
use ::web::Answers;
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Field, Form},
    page::Page,
    ru,
};

pub fn page(last: &Definition, answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    let everybody = "Прочтут все, кому видны показатели; это же напечатают в приложении к отчётам";
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    Page::new("Изменить определение").narrow().trail([(INDICATORS.0.to_owned(), INDICATORS.1.to_owned()), (last.title.clone(), format!("/indicators/{}", last.code))]).error_title(!errors.is_empty()).lead("Старые отчёты останутся при прежних словах: правка — это новая версия с того дня, который вы укажете.").body(html! {
        (form::error_summary(errors.all()))
        (Form::new(format!("/indicators/{}", last.code), key).body(html! {
            (form::hidden("number", &last.number.to_string()))
            (field("title", "Название").who_reads(everybody).text())
            (field("formula", "Как считается, словами").hint(format!("Считает программа: счётчик {} версии {}. Слова должны говорить то же", last.counter, last.counter.version())).who_reads(everybody).max_chars(1_000).textarea(3))
            (field("notes", "Что учесть").who_reads(everybody).max_chars(1_000).textarea(3))
            (field("owner", "Владелец").hint("Должность, кто отвечает за слова: без фамилии").who_reads(everybody).text())
            (field("valid_from", "Действует с").hint(format!("Прежняя версия действует с {}", ru::date(last.valid_from))).date())
            (field("last_day", "Последний день").hint("Пусто — пока не будет новой версии").date())
            (form::button("Записать новую версию"))
        }))
    })
}
