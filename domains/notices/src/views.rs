//! Pages of one's own notices.

use crate::{
    hours::DIGEST_HOURS,
    model::{Kept, Topic, Way},
};
use jiff::tz::TimeZone;
use kernel::{FieldErrors, Paged};
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, Kind},
    ru, table,
    url::Query,
};

const HOME: (&str, &str) = ("Уведомления", "/notices");

pub fn no_card() -> Page {
    Page::new("Уведомления").narrow().body(parts::empty(
        "Уведомлений у этой учётной записи нет",
        "Уведомления приходят людям, у которых есть карточка в реестре. Всё, что ждёт вас по работе, стоит на первой странице.",
        Some(form::button_link_secondary("Что ждёт меня", "/desk")),
    ))
}

pub fn list(found: &Paged<Kept>, unread: &[(Topic, u64)], query: &Query, zone: &TimeZone, key: &dyn Fn() -> String) -> Page {
    let all: u64 = unread.iter().map(|(_, count)| count).sum();
    let here = query.without("page").href("");
    let back = here.trim_start_matches('?');
    let lead = if all == 0 { "Непрочитанных нет.".to_owned() } else { format!("{}.", ru::counted(all, "непрочитанное", "непрочитанных", "непрочитанных")) };
    Page::new("Уведомления").narrow().lead(lead).body(html! {
        p { a href="/notices/preferences" { "О чём и когда писать письма" } }
        (table::filter_bar("/notices", query, topics(query, unread)))
        @if all > 0 {
            (form::form("/notices/reading", &key(), html! {
                (form::hidden("topic", query.text("topic")))
                (form::hidden("back", back))
                (form::button_secondary(if query.text("topic").is_empty() { "Отметить всё прочитанным" } else { "Отметить всё по теме прочитанным" }))
            }))
        }
        @if found.rows.is_empty() { (parts::empty("Уведомлений нет", "Здесь появится всё, о чём вам сообщают: приглашения, ответы, сроки. То же придёт письмом, если вы его не отключили.", None)) }
        @for one in &found.rows { (article(one, back, zone, key)) }
        (table::pager("/notices", query, found.slice.number, found.slice.size, found.total))
    })
}

fn topics(query: &Query, unread: &[(Topic, u64)]) -> Markup {
    let name = |topic: &Topic| match unread.iter().find(|(known, _)| known == topic) {
        Some((_, count)) => format!("{} ({count})", topic.label()),
        None => topic.label().to_owned(),
    };
    Field::new("topic", "Тема").value(query.text("topic")).first_line("все").select(Topic::ALL.iter().map(|topic| (topic.as_str().to_owned(), name(topic))))
}

fn article(one: &Kept, back: &str, zone: &TimeZone, key: &dyn Fn() -> String) -> Markup {
    parts::panel(
        "",
        html! {
            h2 { a href={ "/notices/" (one.id) } { (one.subject) } }
            p.hint { (one.topic.label()) ", " (ru::datetime(one.made_at, zone)) @if one.read_at.is_none() { " " (parts::tag(Kind::Mine, "не прочитано")) } }
            @for line in one.body.split('\n').filter(|line| !line.trim().is_empty()) { p { (line) } }
            @if one.read_at.is_none() {
                (form::form(&format!("/notices/{}/reading", one.id), &key(), html! {
                    (form::hidden("back", back))
                    button.quiet type="submit" { "Прочитано" span.unseen { ": " (one.subject) } }
                }))
            }
        },
    )
}

pub fn preferences(answer: &dyn Fn(&str) -> String, errors: &FieldErrors, is_saved: bool, key: &str) -> Page {
    let done = is_saved.then(|| Notice::done("Сохранено. Письма, которые ещё не ушли, придут уже так"));
    let hours = DIGEST_HOURS.map(|hour| (hour.to_string(), format!("{hour}:00")));
    Page::new("О чём и когда писать")
        .narrow()
        .trail([HOME])
        .error_title(!errors.is_empty())
        .notice(done)
        .lead("В кабинете видно всё и всегда. Письма с девяти вечера до восьми утра не приходят: время считается по месту вашей работы.")
        .body(html! {
            (form::error_summary(errors.all()))
            (form::form("/notices/preferences", key, html! {
                (form::hidden("version", &answer("version")))
                @for topic in Topic::ALL.iter().filter(|topic| topic.is_free()) {
                    (Field::new(topic.as_str(), topic.label()).value(answer(topic.as_str())).errors(errors.all()).select(Way::ALL.iter().map(|way| (way.as_str(), way.label()))))
                }
                (Field::new("hour", "Письмо раз в день — в").hint("Одно письмо обо всём, что накопилось").value(answer("hour")).errors(errors.all()).select(hours))
                p.hint { "О согласиях, входе в систему и безопасности мы пишем сразу: это отключить нельзя." }
                (form::button("Сохранить"))
            }))
        })
}
