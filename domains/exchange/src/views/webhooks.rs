//! Receivers of webhooks.

use super::{EXCHANGE, once};
use crate::hooks::{Hook, HookId, Message, Stage, Topic};
use ::web::Answers;
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

const LIST: (&str, &str) = ("Приёмники уведомлений", "/exchange/webhooks");

pub fn list(hooks: &[Hook], given_up: &[(HookId, i64)], typed: &Answers, errors: &FieldErrors, key: &str, done: &str) -> Page {
    let columns = vec![Column::new("Приёмник"), Column::new("События"), Column::new("Состояние")];
    let row = |hook: &Hook| {
        let lost = given_up.iter().find(|(id, _)| *id == hook.id).map_or(0, |(_, count)| *count);
        [
            html! { a href=(format!("/exchange/webhooks/{}", hook.id)) { (hook.name) } br; span.hint { (hook.address) } },
            html! { (hook.topics.iter().map(|topic| topic.label()).collect::<Vec<_>>().join("; ")) },
            html! { (state(hook)) @if lost > 0 { br; (parts::tag(Kind::Bad, &format!("не доставлено: {lost}"))) } },
        ]
    };
    Page::new(LIST.0)
        .trail([EXCHANGE])
        .notice((done == "removed").then(|| Notice::done("Приёмник удалён")))
        .error_title(!errors.is_empty())
        .lead("Программы, которым система сама сообщает о событиях. В уведомлениях только номера и адреса: ни имён, ни других данных о людях.")
        .body(html! {
            (form::error_summary(errors.all()))
            (Table::new(LIST.0, columns).rows(hooks.iter().map(row)).empty("Приёмников пока нет", "Подключите первый ниже.", None).render())
            h2 { "Подключить приёмник" }
            (fields(LIST.1, typed, errors, key, "Подключить"))
        })
}

fn state(hook: &Hook) -> Markup {
    if hook.is_on { parts::tag(Kind::Good, "включён") } else { parts::tag(Kind::Neutral, "приостановлен") }
}

fn fields(action: &str, typed: &Answers, errors: &FieldErrors, key: &str, label: &str) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).errors(errors.all());
    Form::new(action, key).body(html! {
        (field("name", "Название").who_reads("Администраторы системы").text())
        (field("address", "Адрес").hint("Начинается с https://, открыт из интернета").name_like().text())
        (field("topics", "О чём сообщать").checkboxes(Topic::offered().map(|topic| Choice::new(topic.as_str(), topic.label()).hint(topic.as_str())), &typed.all("topics")))
        (form::button(label))
    })
}

pub struct Shown<'a> {
    pub hook: &'a Hook,
    pub messages: &'a [Message],
    pub typed: &'a Answers,
    pub errors: &'a FieldErrors,
    pub fresh: Option<&'a str>,
    pub zone: &'a TimeZone,
    pub done: &'a str,
}

pub fn one(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let hook = shown.hook;
    let at = |what: &str| format!("/exchange/webhooks/{}/{what}", hook.id);
    let notice = match shown.done {
        "edited" => Some(Notice::done("Изменения сохранены")),
        "paused" => Some(Notice::done("Приёмник приостановлен").more("Уведомления копятся и уйдут, когда вы его включите.")),
        "resumed" => Some(Notice::done("Приёмник включён")),
        "tested" => Some(Notice::done("Проверочное уведомление поставлено в очередь").more("Обновите страницу через несколько секунд: итог появится в журнале доставки.")),
        _ => None,
    };
    let post = |what: &str, label: &str| Form::new(at(what), key()).body(form::button_secondary(label));
    Page::new(hook.name.clone()).trail([EXCHANGE, LIST]).notice(notice).error_title(!shown.errors.is_empty()).body(html! {
        (form::error_summary(shown.errors.all()))
        @if let Some(secret) = shown.fresh { (once("Секрет для проверки подписи", secret, "Вставьте его в настройки приёмника.")) }
        p { (state(hook)) " " (hook.address) }
        div.buttons {
            @if hook.is_on { (post("test", "Отправить проверочное уведомление")) (post("pause", "Приостановить")) } @else { (post("resumption", "Включить")) }
        }
        h2 { "Журнал доставки" }
        (log(shown))
        (parts::details("Изменить", fields(&format!("/exchange/webhooks/{}", hook.id), shown.typed, shown.errors, &key(), "Сохранить")))
        (parts::details("Новый секрет", html! {
            p { "Если секрет мог стать известен посторонним. Прежний сразу перестанет подходить: приёмник будет отклонять уведомления, пока вы не вставите новый." }
            (post("secret", "Выпустить новый секрет"))
        }))
        (parts::details("Удалить", html! {
            p { "Уведомления, которые ждут отправки, отправлены не будут." }
            (Form::new(at("removal"), key()).body(form::button_danger("Удалить приёмник")))
        }))
    })
}

fn log(shown: &Shown<'_>) -> Markup {
    let columns = vec![Column::new("Когда"), Column::new("Событие"), Column::new("Состояние"), Column::new("Попытки").number(), Column::new("Итог последней попытки")];
    let row = |message: &Message| {
        let (kind, word) = match message.stage {
            Stage::Delivered => (Kind::Good, "доставлено".to_owned()),
            Stage::GivenUp => (Kind::Bad, "не доставлено".to_owned()),
            Stage::Waiting if message.tries == 0 => (Kind::Neutral, "ждёт отправки".to_owned()),
            Stage::Waiting => (Kind::Waiting, format!("повтор {}", ru::datetime(message.next_at, shown.zone))),
        };
        [html! { (ru::datetime(message.made_at, shown.zone)) }, html! { (message.topic.label()) br; code.hint { (message.id) } }, html! { (parts::tag(kind, &word)) }, html! { (message.tries) }, html! { (message.last) }]
    };
    Table::new("Журнал доставки", columns).rows(shown.messages.iter().map(row)).empty("Уведомлений ещё не было", "Отправьте проверочное, чтобы убедиться, что приёмник отвечает.", None).render()
}
