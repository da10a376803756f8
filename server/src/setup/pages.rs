//! What the set-up's pages look like.

use super::{card, form::Done};
use kernel::FieldErrors;
use maud::{Markup, html};
use structure::profile::{BUNDLED, Profile};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts,
};
use web::{Answers, Shell};

const STEPS: [&str; 3] = ["Регион", "Организация", "Первые учётные записи"];

fn page(shell: &Shell, title: &str, errors: &FieldErrors, body: Markup) -> Markup {
    shell.page(Page::new(title).narrow().nav(Vec::new()).error_title(!errors.is_empty()).body(html! { (form::error_summary(errors.all())) (body) }))
}

pub fn code(shell: &Shell, errors: &FieldErrors) -> Markup {
    let body = html! {
        p { "Программа запущена впервые. Чтобы настроить её мог только тот, кто её запустил, введите код из окна программы." }
        (Form::new("/setup/code", shell.key()).body(html! {
            (Field::new("code", "Код настройки").hint("Например, 7KQD-92RM-4F3T: он напечатан после слов «код настройки»").errors(errors.all()).autocomplete("off").medium().text())
            (form::button("Начать настройку"))
        }))
    };
    page(shell, "Начало работы", errors, body)
}

pub fn region(shell: &Shell, answers: &Answers, errors: &FieldErrors) -> Markup {
    let own = html! { (Field::new("profile", "Файл профиля").hint("Как его составить, написано в файле regions/README.md").errors(errors.all()).file(".toml", 1)) };
    let choices = BUNDLED.iter().map(|bundled| Choice::new(bundled.code, bundled.name)).chain([Choice::new("own", "Другой регион: есть свой файл профиля").extra(own)]);
    let body = html! {
        (parts::steps(&STEPS, 0))
        p { "В профиле региона записаны его территории, предметы, направления, квоты, условия отбора и рабочий календарь. Профиль можно поправить позже." }
        (Form::new("/setup/region", shell.key()).files().body(html! {
            (Field::new("region", "Какой регион?").value(answers.get("region")).errors(errors.all()).radios(choices))
            (form::button("Продолжить"))
        }))
    };
    page(shell, "Выберите регион", errors, body)
}

pub fn operator(shell: &Shell, profile: &Profile, answers: Option<&Answers>, errors: &FieldErrors) -> Markup {
    let value = |line: &card::Line| match answers {
        Some(answers) => answers.get(line.name).to_owned(),
        // Samples are no help: an empty field can't be overlooked.
        None if profile.operator.is_sample && matches!(line.name, "inn" | "ogrn" | "phone" | "address" | "email" | "site" | "members_page" | "head_name" | "privacy_officer") => String::new(),
        None => (line.value)(&profile.operator).to_owned(),
    };
    let body = html! {
        (parts::steps(&STEPS, 1))
        p { "Организация, которая ведёт актив, — оператор персональных данных. Эти сведения попадут в согласия, приказы и на страницы сайта." }
        (Form::new("/setup/operator", shell.key()).body(html! {
            @for line in card::LINES { (Field::new(line.name, line.label).hint(line.hint).value(value(line)).errors(errors.all()).text()) }
            (form::button("Продолжить"))
        }))
    };
    page(shell, "Карточка организации", errors, body)
}

pub fn people(shell: &Shell, answers: &Answers, errors: &FieldErrors) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let body = html! {
        (parts::steps(&STEPS, 2))
        (Form::new("/setup/people", shell.key()).body(html! {
            (form::fieldset("Администратор: учётные записи и настройки, без доступа к персональным данным", html! {
                (field("admin_name", "Фамилия, имя, отчество").name_like().text())
                (field("admin_email", "Электронная почта").email())
                (Field::new("admin_password", "Пароль").hint("Не меньше 8 знаков, лучше фраза из нескольких слов. При первом входе программа попросит включить вход с кодом из приложения").errors(errors.all()).autocomplete("new-password").password())
                (Field::new("admin_password_again", "Пароль ещё раз").errors(errors.all()).autocomplete("new-password").password())
            }))
            (form::fieldset("Координатор актива: ведёт заявки, комиссию и приказы", html! {
                (field("coordinator_name", "Фамилия, имя, отчество").name_like().text())
                (field("coordinator_email", "Электронная почта").email())
            }))
            (form::button("Закончить настройку"))
        }))
    };
    page(shell, "Первые учётные записи", errors, body)
}

pub fn done(shell: &Shell, done: &Done) -> Markup {
    let body = html! {
        (parts::notice(&Notice::done("Настройка закончена")))
        h2 { "Администратор" }
        p { "Почта для входа: " (done.administrator) ". Пароль — тот, что вы сейчас задали." }
        h2 { "Координатор" }
        p { "Почта для входа: " (done.coordinator) ". Передайте координатору код первого входа. Он действует 14 дней и показан только здесь:" }
        p { strong { code { (done.code) } } }
        (form::button_link("Войти", "/login"))
    };
    page(shell, "Готово", &FieldErrors::default(), body)
}
