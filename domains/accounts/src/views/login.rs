//! Coming in: by password, for the first time by a printed code, through an outside provider.

use crate::next;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
};

/// The login form as typed, and what happened before it.
#[derive(Debug, Default)]
pub struct Form<'a> {
    pub email: &'a str,
    pub next: &'a str,
    pub done: &'a str,
    /// The outside provider's name on the button.
    pub outside: Option<&'a str>,
    pub demo: bool,
}

pub fn page(form: &Form<'_>, errors: &FieldErrors, key: &str) -> Page {
    let again = |path: &str| next::then(path, form.next);
    Page::new("Вход").narrow().error_title(!errors.is_empty()).notice(notice(form.done)).body(html! {
        (form::error_summary(errors.all()))
        (form::form("/login", key, html! {
            (form::hidden("next", form.next))
            (Field::new("email", "Электронная почта").value(form.email).errors(errors.all()).autocomplete("username").email())
            (Field::new("password", "Пароль").errors(errors.all()).password())
            (form::button("Войти"))
        }))
        @if let Some(label) = form.outside { p { (form::button_link_secondary(&format!("Войти через {label}"), &again("/login/oidc"))) } }
        ul {
            li { a href="/login/first" { "Первый вход по коду с листка" } }
            li { a href="/login/forgot" { "Забыли пароль?" } }
            @if form.demo { li { a href="/demo/login" { "Войти в учебную систему одним нажатием" } } }
        }
    })
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "logout" => Some(Notice::done("Вы вышли из системы")),
        "password" => Some(Notice::done("Новый пароль задан").more("Войдите с ним. Все прежние сеансы завершены.")),
        "second-factor" => Some(Notice::done("Второй шаг входа отключён").more("Все сеансы завершены, войдите снова.")),
        _ => None,
    }
}

pub fn first_page(email: &str, code: &str, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Первый вход").narrow().error_title(!errors.is_empty()).lead("Понадобится листок с кодом, который вам выдали лично. Код сработает один раз.").body(html! {
        (form::error_summary(errors.all()))
        (form::form("/login/first", key, html! {
            (Field::new("email", "Логин с листка: ваша электронная почта").value(email).errors(errors.all()).autocomplete("username").email())
            (Field::new("code", "Код с листка").hint("Три группы по четыре знака. Регистр, дефисы и пробелы не важны").value(code).errors(errors.all()).code())
            (new_password(errors))
            (form::button("Задать пароль и войти"))
        }))
        p { "Листка нет или срок кода истёк? Обратитесь к администратору системы в вашем институте." }
    })
}

/// Two fields of a new password.
pub fn new_password(errors: &FieldErrors) -> Markup {
    html! {
        (Field::new("password", "Новый пароль").hint("Не меньше 12 знаков; лучше фраза из нескольких слов. Можно вставить из менеджера паролей").errors(errors.all()).autocomplete("new-password").password())
        (Field::new("password_again", "Новый пароль ещё раз").errors(errors.all()).autocomplete("new-password").password())
    }
}

pub fn not_linked_page() -> Page {
    Page::new("Учётная запись не связана").narrow().body(html! {
        p { "Вас узнали, но этот внешний вход не связан ни с одной учётной записью здесь." }
        p { "Войдите по почте и паролю и свяжите его на странице «Моя учётная запись» или попросите у администратора ссылку для связи." }
        p { (form::button_link("Войти по паролю", "/login")) }
    })
}

pub fn outside_failed_page() -> Page {
    Page::new("Внешний вход не удался").narrow().body(html! {
        p { "Служба входа не ответила, отказала или ответила не на наш вопрос. Так бывает, если страница была открыта больше десяти минут." }
        p { "Попробуйте ещё раз или войдите по почте и паролю." }
        p { (form::button_link("Вернуться ко входу", "/login")) }
    })
}
