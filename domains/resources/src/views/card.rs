//! The page of a resource, and of its withdrawal.

use super::{CATALOGUE, dates, hours, link_state, outside, state};
use crate::{
    lists::Lists,
    model::{Kind, Resource, State, Tag, strength_label},
    needs::{Around, Mentor},
    returning::{LONGEST, Returned},
};
use jiff::tz::TimeZone;
use kernel::{Date, FieldErrors, id::AccountId};
use maud::{Markup, html};
use std::collections::BTreeMap;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
};

pub struct Shown {
    pub resource: Resource,
    pub tags: Vec<Tag>,
    pub around: Around,
    /// As far as the viewer sees the person.
    pub mentor: Option<Mentor>,
    pub lists: Lists,
    /// Of those who wrote and reviewed.
    pub names: BTreeMap<AccountId, String>,
    pub manages: bool,
    pub is_own: bool,
    /// What came back to the author, the newest first; and whether the viewer gave it back last.
    pub returned: Vec<Returned>,
    pub is_returner: bool,
    pub sees_people: bool,
    pub today: Date,
}

pub fn page(shown: &Shown, done: &str, zone: &TimeZone, key: &dyn Fn() -> String) -> Page {
    let one = &shown.resource;
    let body = html! {
        @if one.state == State::Withdrawn { (parts::notice(&Notice::problem("Ресурс снят").more(&one.withdrawn_why))) }
        (asked(shown))
        @if !one.summary.is_empty() { @for part in one.summary.split('\n').filter(|part| !part.trim().is_empty()) { p { (part) } } }
        (facts(shown, zone))
        h2 { "С чем помогает" }
        @if shown.tags.is_empty() { p { "Не указано. Пока нет ни одной компетенции, ресурс не предложат ни в один маршрут." } }
        @else { ul { @for tag in &shown.tags { li { (shown.lists.title(&tag.code)) ": " (strength_label(tag.strength)) } } } }
        (around(shown))
        @if shown.manages { (acts(shown, key)) }
    };
    Page::new(one.title.clone())
        .narrow()
        .trail([CATALOGUE])
        .notice(notice(done))
        .lead(html! { (one.kind.label()) ", " (one.form.label()) ", " (hours(one.hours)) " " @if shown.manages { (state(one, shown.today)) } })
        .body(body)
}

fn notice(done: &str) -> Option<Notice> {
    match done {
        "added" => Some(Notice::done("Ресурс добавлен черновиком. Его проверит коллега")),
        "edited" => Some(Notice::done("Изменения сохранены. Их проверит коллега")),
        "reviewed" => Some(Notice::done("Проверено: ресурс в каталоге")),
        "withdrawn" => Some(Notice::done("Ресурс снят. Те, у кого он в маршруте, узнают об этом")),
        "returned" => Some(Notice::done("Ресурс вернули автору. Он увидит ваши слова, исправит и отправит снова")),
        "sent" => Some(Notice::done("Ресурс снова ждёт проверки")),
        "reopened" => Some(Notice::done("Ресурс снова черновик")),
        "mentor" => Some(Notice::done("Наставник указан. Ресурс проверит коллега")),
        _ => None,
    }
}

/// What came back and what became of it: the author reads it first, the reviewer sees it beside what was mended.
fn asked(shown: &Shown) -> Markup {
    let name = |one: &Returned| one.by.and_then(|account| shown.names.get(&account)).map_or("имя не хранится", String::as_str);
    let said = |one: &Returned| html! { @for line in one.words.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } p.hint { (name(one)) ", " (ru::date(one.on)) } };
    let is_waiting = shown.resource.returned_on.is_some() && shown.resource.state != State::Withdrawn;
    let before = shown.returned.iter().filter(|one| one.mended_on.is_some());
    html! {
        @if let Some(open) = shown.returned.iter().find(|one| one.mended_on.is_none()).filter(|_| is_waiting) {
            @let title = if shown.is_returner { "Вы вернули ресурс автору" } else { "Ресурс вернули с пояснением" };
            @let notice = if shown.is_returner { Notice::info(title) } else { Notice::act_now(title) };
            (parts::notice(&notice.more(said(open))))
        }
        @if shown.returned.iter().any(|one| one.mended_on.is_some()) {
            (parts::details("О чём просили раньше", html! { @for one in before { (said(one)) @if let Some(day) = one.mended_on { p.hint { "Отправлен снова " (ru::date(day)) } } } }))
        }
    }
}

fn facts(shown: &Shown, zone: &TimeZone) -> Markup {
    let one = &shown.resource;
    let mut rows = vec![SummaryRow::new("Когда", dates(one))];
    if let Some(day) = one.apply_by {
        rows.push(SummaryRow::new("Запись", format!("до {}", ru::date(day))));
    }
    if one.kind == Kind::Mentor {
        rows.push(mentor(shown));
    }
    let seats = one.seats.map(|seats| if seats == 0 { "мест не осталось".to_owned() } else { seats.to_string() }).unwrap_or_default();
    let until = one.valid_to.map(ru::date).unwrap_or_default();
    let texts = [("Организатор", one.provider.as_str()), ("Предмет", shown.lists.subject(&one.subject)), ("Технология", one.technology.as_str()), ("Осталось мест", seats.as_str()), ("Предлагается до", until.as_str())];
    rows.extend(texts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| SummaryRow::new(label, value)));
    rows.push(SummaryRow::new("Чей каталог", &one.place_name));
    if !one.link.is_empty() {
        let checked = one.link_checked_at.map(|at| format!(", {}", ru::datetime(at, zone))).unwrap_or_default();
        rows.push(SummaryRow::new("Ссылка", html! { (outside(&one.link, &one.link)) br; (link_state(one.link_state)) span.hint { (checked) } }));
    }
    if one.digest.is_some() {
        rows.push(SummaryRow::new("Файл", html! { a href={ (crate::url(one.id)) "/file" } { (one.file_name) } }));
    }
    rows.extend(review(shown));
    parts::summary(rows)
}

fn mentor(shown: &Shown) -> SummaryRow {
    let text = match (&shown.mentor, shown.resource.person) {
        (Some(mentor), _) => {
            let more = [&mentor.field, &mentor.school].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ");
            html! { @if shown.sees_people { a href={ "/people/" (mentor.person) } { (mentor.name) } } @else { (mentor.name) } @if !more.is_empty() { ", " (more) } }
        }
        (None, Some(_)) => html! { "имя назовёт методист, который ведёт ваш маршрут" },
        (None, None) => html! { "ещё не указан" },
    };
    let row = SummaryRow::new("Наставник", text);
    if shown.manages && shown.resource.state != State::Withdrawn { row.action("Выбрать", format!("{}/mentor", crate::url(shown.resource.id))) } else { row }
}

/// Who answers for what is written, for those who manage the catalogue.
fn review(shown: &Shown) -> Option<SummaryRow> {
    let one = &shown.resource;
    let name = |account: Option<AccountId>| account.and_then(|account| shown.names.get(&account)).map_or("имя не хранится", String::as_str);
    let text = match one.reviewed_on {
        _ if !shown.manages => return None,
        Some(day) => format!("{}, {}", name(one.reviewed_by), ru::date(day)),
        None => format!("ещё нет; последним писал: {}", name(one.made_by)),
    };
    Some(SummaryRow::new("Проверка", text))
}

fn around(shown: &Shown) -> Markup {
    let list = |resources: &[Resource]| html! { ul { @for one in resources { li { a href=(crate::url(one.id)) { (one.title) } @if one.state == State::Withdrawn { " — снят" } } } } };
    html! {
        @if !shown.around.before.is_empty() { h2 { "Сначала пройдите" } (list(&shown.around.before)) }
        @if !shown.around.after.is_empty() { h2 { "Открывает дорогу к" } (list(&shown.around.after)) }
    }
}

fn acts(shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let one = &shown.resource;
    let (url, version) = (crate::url(one.id), one.version.to_string());
    let act = |path: &str, button: Markup| Form::new(format!("{url}/{path}"), key()).body(html! { (form::hidden("version", &version)) (button) });
    html! {
        h2 { "Что можно сделать" }
        @match one.state {
            State::Withdrawn => { (act("reopening", form::button_secondary("Вернуть в черновики"))) },
            State::Draft | State::Live => {
                @if one.returned_on.is_some() {
                    @if shown.is_returner { p { "Ждём автора: после правки ресурс снова появится среди тех, что ждут проверки." } }
                    @else {
                        p { "Исправьте ресурс по словам проверяющего: после сохранения он снова уйдёт на проверку. Если в самой форме менять нечего, отправьте его так." }
                        (act("sending", form::button_secondary("Отправить на проверку снова")))
                    }
                } @else if one.reviewed_on.is_none() {
                    @if shown.is_own { p { "Последним писали вы: проверит коллега, который ведёт каталог." } }
                    @else { p { "Посмотрите название, часы, даты, ссылку и компетенции. Если всё верно, ресурс появится в каталоге." } (act("review", form::button("Проверено, всё верно"))) p { a href={ (url) "/giving-back" } { "Вернуть автору с пояснением" } } }
                }
                ul {
                    li { a href={ (url) "/edit" } { "Изменить" } }
                    li { a href={ (url) "/needs" } { "Что пройти до этого" } }
                    li { a href={ (url) "/withdrawal" } { "Снять" } }
                }
            },
        }
    }
}

pub fn returning(one: &Resource, words: &str, errors: &FieldErrors, key: &str) -> Page {
    let trail = [(CATALOGUE.0.to_owned(), CATALOGUE.1.to_owned()), (one.title.clone(), crate::url(one.id))];
    Page::new("Вернуть ресурс автору").narrow().trail(trail).error_title(!errors.is_empty()).lead(one.title.clone()).body(html! {
        (form::error_summary(errors.all()))
        @if one.state == State::Live { p { "Ресурс остаётся в каталоге; вернётся только последняя правка." } }
        @else { p { "Автор увидит ваши слова, исправит и отправит ресурс на проверку снова." } }
        (Form::new(format!("{}/giving-back", crate::url(one.id)), key).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (Field::new("words", "Что исправить").value(words).errors(errors.all()).hint("Коротко и по делу: какие часы, даты, ссылка или компетенции не сходятся").who_reads("Прочтут автор и все, кто ведёт этот каталог").max_chars(LONGEST).textarea(4))
            (form::button("Вернуть автору"))
        }))
    })
}

pub fn leaving(one: &Resource, reason: &str, errors: &FieldErrors, key: &str) -> Page {
    let trail = [(CATALOGUE.0.to_owned(), CATALOGUE.1.to_owned()), (one.title.clone(), crate::url(one.id))];
    Page::new("Снять ресурс").narrow().trail(trail).error_title(!errors.is_empty()).lead(one.title.clone()).body(html! {
        (form::error_summary(errors.all()))
        p { "Ресурс больше не предложат. Те, у кого он стоит в маршруте, узнают причину и выберут замену; пройденное остаётся пройденным." }
        (Form::new(format!("{}/withdrawal", crate::url(one.id)), key).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (Field::new("reason", "Почему").value(reason).errors(errors.all()).hint("Например, курс перенесли на следующий год").who_reads("Прочтут учителя, у которых ресурс в маршруте, их команды и все, кто ведёт каталог").max_chars(500).textarea(3))
            (form::button_danger("Снять ресурс"))
        }))
    })
}
