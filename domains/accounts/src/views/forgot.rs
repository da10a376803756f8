//! A forgotten password.

use super::login::new_password;
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Field},
    page::Page,
};

pub fn page(email: &str, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Забыли пароль?").narrow().error_title(!errors.is_empty()).lead("Пришлём на почту ссылку, по которой можно задать новый пароль.").body(html! {
        (form::error_summary(errors.all()))
        (form::form("/login/forgot", key, html! {
            (Field::new("email", "Электронная почта учётной записи").value(email).errors(errors.all()).autocomplete("username").email())
            (form::button("Прислать ссылку"))
        }))
    })
}

pub fn sent_page() -> Page {
    Page::new("Проверьте почту").narrow().body(html! {
        p { "Если учётная запись с такой почтой есть, мы отправили на неё письмо со ссылкой. Ссылка действует один час и сработает один раз." }
        p { "Письма нет? Посмотрите в папке «Спам». Если пользуетесь системой впервые, войдите " a href="/login/first" { "по коду с листка" } "." }
        p { a href="/login" { "Вернуться ко входу" } }
    })
}

pub fn reset_page(action: &str, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Новый пароль").narrow().error_title(!errors.is_empty()).lead("После этого все прежние сеансы завершатся.").body(html! {
        (form::error_summary(errors.all()))
        (form::form(action, key, html! { (new_password(errors)) (form::button("Задать пароль")) }))
    })
}

pub fn gone_page() -> Page {
    Page::new("Ссылка больше не действует").narrow().body(html! {
        p { "Ссылка уже использована, или прошёл час с её отправки." }
        p { (form::button_link("Прислать новую ссылку", "/login/forgot")) }
    })
}
