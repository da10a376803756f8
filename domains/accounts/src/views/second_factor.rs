//! The second step: its code, setting it up, taking it away.

use access::second_factor::Enrolment;
use kernel::FieldErrors;
use maud::{Markup, PreEscaped, html};
use ui::{
    form::{self, Field},
    page::Page,
    parts,
};

pub fn code_page(next: &str, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Второй шаг входа").narrow().error_title(!errors.is_empty()).lead("Откройте на телефоне приложение с кодами и введите шесть цифр для «Методактив».").body(html! {
        (form::error_summary(errors.all()))
        (form::form("/login/code", key, html! {
            (form::hidden("next", next))
            (Field::new("code", "Код из приложения").hint("Код меняется каждые 30 секунд").inputmode("numeric").errors(errors.all()).code())
            (form::button("Подтвердить вход"))
        }))
        p { "Телефон потерян или сменился? Администратор системы сбросит второй шаг, и вы подключите его заново." }
        (form::form("/logout", key, form::button_quiet("Войти под другой учётной записью")))
    })
}

/// Setting up, during a login or from one's own account.
pub struct Setup<'a> {
    pub enrolment: &'a Enrolment,
    pub next: &'a str,
    /// The role needs it: nothing else can be done before.
    pub required: bool,
    pub asks_password: bool,
}

pub fn setup_page(setup: &Setup<'_>, errors: &FieldErrors, key: &str) -> Page {
    let action = if setup.required { "/login/second-factor" } else { "/account/second-factor" };
    let lead = if setup.required {
        "Ваша роль открывает чужие данные, поэтому при входе нужен ещё и код с телефона. Подключите его один раз."
    } else {
        "Кроме пароля при входе понадобится код с телефона. Чужой с вашим паролем не войдёт."
    };
    Page::new("Подключение второго шага").narrow().error_title(!errors.is_empty()).lead(lead).body(html! {
        (form::error_summary(errors.all()))
        ol {
            li { "Установите на телефон любое приложение с одноразовыми кодами (TOTP), например «Яндекс Ключ» или «Aegis»." }
            li { "Наведите на картинку камеру в этом приложении." (picture(&setup.enrolment.url))
                (parts::details("Камеры нет: ввести ключ вручную", html! { p { "Тип: по времени, 6 цифр. Ключ:" } p { code { (setup.enrolment.secret) } } })) }
            li { "Введите шесть цифр, которые появились в приложении." }
        }
        (form::form(action, key, html! {
            (form::hidden("next", setup.next))
            @if setup.asks_password { (Field::new("current_password", "Ваш пароль").errors(errors.all()).password()) }
            (Field::new("code", "Код из приложения").inputmode("numeric").errors(errors.all()).code())
            (form::button("Подключить"))
        }))
    })
}

/// The QR code at a size that a camera reads; the text secret beside it is its twin for those who can't see it.
fn picture(url: &str) -> Markup {
    let drawn = documents::qr_svg(url);
    let rest = drawn.split_once("viewBox").map(|(_, rest)| rest).unwrap_or_default();
    html! { div { (PreEscaped(format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="232" height="232" role="img" aria-label="QR-код для приложения с кодами; тот же ключ есть текстом ниже" viewBox{rest}"#))) } }
}

pub fn removal_page(errors: &FieldErrors, key: &str) -> Page {
    Page::new("Отключение второго шага").narrow().error_title(!errors.is_empty()).trail([("Моя учётная запись", "/account")]).body(html! {
        (form::error_summary(errors.all()))
        (parts::warning("Все ваши сеансы завершатся. Если роль требует второго шага, при следующем входе его нужно будет подключить заново: так меняют телефон."))
        (form::form("/account/second-factor/removal", key, html! {
            (Field::new("current_password", "Ваш пароль").errors(errors.all()).password())
            (Field::new("code", "Код из приложения").inputmode("numeric").errors(errors.all()).code())
            (form::button_danger("Отключить второй шаг"))
        }))
    })
}
