//! Before there is a link: what it is, what one needs, how long it takes.

use kernel::FieldErrors;
use maud::html;
use structure::profile::Profile;
use ui::{
    form::{self, Field},
    page::Page,
    parts,
};

pub fn start(profile: &Profile, key: &str, typed: &str, errors: &FieldErrors) -> Page {
    let body = html! {
        (form::error_summary(errors.all()))
        p { "Методический актив — это учителя и управленцы, которые помогают коллегам: находят затруднения, составляют с ними образовательные маршруты и проходят эти маршруты вместе." }
        h2 { "Кто может подать заявку" }
        p { "Достаточно одного основания, которое подтверждают документы:" }
        ul { @for criterion in &profile.criteria { li { (criterion.title) } } }
        h2 { "Что понадобится" }
        ul {
            li { "адрес электронной почты, который вы читаете;" }
            li { "даты: с какого времени вы на педагогической работе и в должности, когда присвоена категория;" }
            li { "сведения о последних курсах: тема, часы, год;" }
            li { "сканы или снимки документов, которые подтверждают основание: PDF, JPG или PNG." }
        }
        h2 { "Сколько это займёт" }
        p { "Около 25 минут. Ответы сохраняются на каждой странице: можно прерваться и продолжить по ссылке из письма с любого устройства." }
        h2 { "Что будет с заявкой" }
        ol {
            li { "Координатор проверит ответы и документы." }
            li { "Методическая служба вашего муниципалитета поддержит заявку или объяснит отказ." }
            li { "Комиссия примет решение, приказ назовёт дату, с которой вы участник актива." }
        }
        h2 { "Начать" }
        (form::form("/apply", key, html! {
            (Field::new("email", "Электронная почта").value(typed).error(errors.of("email"))
                .hint("Пришлём ссылку, по которой можно вернуться к заявке. Адрес не публикуется.").who_reads("Адрес увидят координатор и ваш муниципалитет.").email())
            (form::button("Начать заявку"))
        }))
        p { "Уже начали? " a href="/apply/again" { "Прислать ссылку ещё раз" } }
        (parts::details("Кто получит ваши данные", html! {
            p { "Оператор персональных данных: " (profile.operator.full_name) ". До отправки заявки ваши ответы не видит никто, кроме вас." }
            p { "Перед отправкой вы отдельно прочитаете и подпишете согласия. Отказ от публикации не мешает войти в актив." }
        }))
    };
    Page::new("Заявка на включение в методический актив").narrow().error_title(!errors.is_empty()).body(body)
}

pub fn again(key: &str, typed: &str, errors: &FieldErrors) -> Page {
    let body = html! {
        (form::error_summary(errors.all()))
        (form::form("/apply/again", key, html! {
            (Field::new("email", "Электронная почта, на которую вы начинали заявку").value(typed).error(errors.of("email")).email())
            (form::button("Прислать ссылку"))
        }))
    };
    Page::new("Ссылка на заявку ещё раз").narrow().error_title(!errors.is_empty()).trail([("Заявка", "/apply")]).body(body)
}

/// Says the same whether there was an application or not.
pub fn resent() -> Page {
    let body = html! {
        p { "Если на этот адрес начата заявка, через несколько минут придёт письмо со ссылкой. Прежние ссылки тоже действуют." }
        p { "Письма нет? Загляните в папку «Спам» и проверьте, тот ли адрес вы указали." }
        p { a href="/apply/again" { "Указать другой адрес" } " или " a href="/apply" { "начать новую заявку" } }
    };
    Page::new("Проверьте почту").narrow().body(body)
}

pub fn gone() -> Page {
    let body = html! { p { "Ответы и приложенные файлы удалены, восстановить их нельзя." } p { a href="/apply" { "Начать новую заявку" } } };
    Page::new("Черновик удалён").narrow().body(body)
}
