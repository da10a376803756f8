//! The card as a page, and the forms around it.

use super::{form::CardForm, words::Words};
use crate::{Duplicate, Job, PastName, Person};
use access::{Action, Actor};
use audit::Seen;
use jiff::tz::TimeZone;
use kernel::date;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Event, SummaryRow},
    ru,
    table::{Column, Table},
};

/// Everything a card shows.
pub struct Card {
    pub person: Person,
    pub jobs: Vec<Job>,
    pub names: Vec<PastName>,
    pub events: Vec<Seen>,
    pub twins: Vec<Duplicate>,
    pub has_account: bool,
    pub words: Words,
    pub zone: TimeZone,
}

const READERS: &str = "Прочтут координатор актива и сотрудники, которым открыты карточки";

pub fn card(actor: &Actor, card: &Card, done: &str) -> Page {
    let person = &card.person;
    let own = format!("/people/{}", person.id);
    let done = match done {
        "created" => Some("Карточка создана"),
        "updated" => Some("Карточка сохранена"),
        "renamed" => Some("Новое имя записано, прежнее осталось в истории"),
        "moved" => Some("Переход на новое место записан"),
        "merged" => Some("Карточки объединены"),
        "linked" => Some("Карточка связана с учётной записью"),
        _ => None,
    };
    let page = Page::new(person.name.full()).trail([("Люди", "/people")]).notice(done.map(Notice::done));
    let page = if actor.can(Action::EditPeople) { page.action(form::button_link("Изменить карточку", &format!("{own}/edit"))) } else { page };
    page.body(html! {
        @if !card.twins.is_empty() { (twins(card)) }
        (parts::summary(summary(actor, card, &own)))
        (parts::panel("Места работы", jobs(card)))
        @if !card.names.is_empty() { (parts::panel("Прежние имена", names(card))) }
        (parts::panel("Что происходило", timeline(card)))
    })
}

fn summary(actor: &Actor, card: &Card, own: &str) -> Vec<SummaryRow> {
    let (person, words) = (&card.person, &card.words);
    let day = |day: Option<kernel::Date>| day.map(date::short).unwrap_or_default();
    let editable = |row: SummaryRow, verb: &'static str, url: String| if actor.can(Action::EditPeople) { row.action(verb, url) } else { row };
    let subjects = person.subjects.iter().map(|(code, _)| words.subject(code)).collect::<Vec<_>>().join(", ");
    let account = SummaryRow::new("Учётная запись", if card.has_account { "есть" } else { "нет" });
    vec![
        editable(SummaryRow::new("ФИО", person.name.full()), "Сменить имя", format!("{own}/name")),
        SummaryRow::new("Дата рождения", day(person.birth_on)),
        editable(SummaryRow::new("Место работы", words.place(&person.place)), "Записать переход", format!("{own}/job")),
        SummaryRow::new("Должность", words.position(&person.position, &person.position_text)),
        SummaryRow::new("В должности с", day(person.since)),
        SummaryRow::new("Предметы", subjects),
        SummaryRow::new("Телефон", person.phone.as_deref().map(ru::phone).unwrap_or_default()),
        SummaryRow::new("Электронная почта", person.email.clone().unwrap_or_default()),
        if card.has_account { account } else { editable(account, "Связать с учётной записью", format!("{own}/account")) },
    ]
}

fn twins(card: &Card) -> Markup {
    let list = html! { ul { @for twin in &card.twins {
        li { a href={ "/people/duplicates/" (twin.person.id) "/" (card.person.id) } { "Сравнить: " (twin.person.name.full()) ", " (twin.person.place_name) } " — " (twin.why.iter().map(|why| why.label()).collect::<Vec<_>>().join("; ")) }
    } } };
    parts::notice(&Notice::info("Есть похожие карточки").more(list))
}

fn jobs(card: &Card) -> Markup {
    let period = |job: &Job| match (job.from, job.until) {
        (Some(from), until) => ru::period(from, until),
        (None, Some(until)) => format!("по {}", ru::date(until)),
        (None, None) => "по настоящее время".into(),
    };
    let columns = ["Место работы", "Должность", "Период"].map(Column::new).to_vec();
    let rows = card.jobs.iter().map(|job| {
        let place = html! { (card.words.place(&job.place)) @if !job.is_main { " (совместительство)" } };
        [place, html! { (card.words.position(&job.position, &job.position_text)) }, html! { (period(job)) }]
    });
    Table::new("Места работы", columns).rows(rows).render()
}

fn names(card: &Card) -> Markup {
    html! { ul { @for past in &card.names { li { (past.name.full()) " — до " (ru::date(past.until)) } } } }
}

fn timeline(card: &Card) -> Markup {
    let events: Vec<Event> = card.events.iter().map(|seen| Event { who: seen.who(), what: seen.label().into(), when: ru::datetime(seen.happened_at, &card.zone), url: None }).collect();
    parts::timeline(&events)
}

type Errors = [(String, String)];

fn name_fields(form: &CardForm, errors: &Errors) -> Markup {
    html! {
        (Field::new("family", "Фамилия").value(&form.family).errors(errors).name_like().text())
        (Field::new("given", "Имя").value(&form.given).errors(errors).name_like().text())
        (Field::new("patronymic", "Отчество").hint("Если есть").value(&form.patronymic).errors(errors).name_like().text())
    }
}

fn contact_fields(form: &CardForm, errors: &Errors) -> Markup {
    html! {
        (Field::new("birth_on", "Дата рождения").hint("Например, 05.09.1985").value(&form.birth_on).errors(errors).date())
        (Field::new("phone", "Телефон").hint("Например, +7 914 123-45-67").value(&form.phone).errors(errors).autocomplete("off").phone())
        (Field::new("email", "Электронная почта").value(&form.email).errors(errors).autocomplete("off").email())
    }
}

fn position_fields(words: &Words, form: &CardForm, errors: &Errors) -> Markup {
    html! {
        (Field::new("position", "Должность").value(&form.position).errors(errors).select(words.position_choices()))
        (Field::new("position_text", "Должность словами").hint("Если в списке нет нужной или надо уточнить").value(&form.position_text).errors(errors).who_reads(READERS).text())
    }
}

fn subject_fields(words: &Words, form: &CardForm, errors: &Errors) -> Markup {
    html! {
        (Field::new("main_subject", "Основной предмет").value(&form.main_subject).errors(errors).first_line("нет").select(words.subject_choices()))
        (parts::details("Ещё предметы", Field::new("subjects", "Все предметы").checkboxes(words.subject_choices(), &form.subjects)))
    }
}

fn place_field(words: &Words, form: &CardForm, errors: &Errors) -> Markup {
    Field::new("place", "Место работы").value(&form.place).errors(errors).select_groups(words.place_groups(), None)
}

pub fn new_page(words: &Words, form: &CardForm, errors: &Errors, key: &str) -> Page {
    let is_doubted = errors.iter().any(|(field, _)| field == "is_sure");
    Page::new("Новый человек").trail([("Люди", "/people")]).narrow().error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors))
        (Form::new("/people", key).body(html! {
            (name_fields(form, errors))
            (contact_fields(form, errors))
            (place_field(words, form, errors))
            (position_fields(words, form, errors))
            (Field::new("since", "В должности с").hint("Если известно").value(&form.since).errors(errors).date())
            (subject_fields(words, form, errors))
            @if is_doubted { (Field::new("is_sure", "Похожая карточка").errors(errors).single_checkbox("yes", "Это другой человек, нужна новая карточка")) }
            (form::button("Добавить человека"))
        }))
    })
}

fn within(title: &str, person: &Person, errors: &Errors) -> Page {
    let trail = [("Люди".to_owned(), "/people".to_owned()), (person.name.short(), format!("/people/{}", person.id))];
    Page::new(title).trail(trail).narrow().error_title(!errors.is_empty())
}

pub fn edit_page(person: &Person, words: &Words, form: &CardForm, errors: &Errors, key: &str) -> Page {
    let own = format!("/people/{}", person.id);
    within("Изменить карточку", person, errors).body(html! {
        (form::error_summary(errors))
        p { "Имя исправляйте здесь, только если в нём опечатка. " a href={ (own) "/name" } { "Сменилась фамилия или имя" } ", " a href={ (own) "/job" } { "новое место работы" } " — отдельно: прежнее останется в истории." }
        (Form::new(own, key).body(html! {
            (form::hidden("version", &form.version.to_string()))
            (name_fields(form, errors))
            (contact_fields(form, errors))
            (position_fields(words, form, errors))
            (Field::new("since", "В должности с").hint("Если известно").value(&form.since).errors(errors).date())
            (subject_fields(words, form, errors))
            (form::button("Сохранить карточку"))
        }))
    })
}

pub fn name_page(person: &Person, form: &CardForm, errors: &Errors, key: &str) -> Page {
    within("Сменить имя", person, errors).lead(format!("Сейчас: {}. Прежнее имя останется в истории.", person.name.full())).body(html! {
        (form::error_summary(errors))
        (Form::new(format!("/people/{}/name", person.id), key).body(html! {
            (form::hidden("version", &form.version.to_string()))
            (name_fields(form, errors))
            (Field::new("on", "С какого дня действует новое имя").hint("По документу, например 05.09.2026").value(&form.on).errors(errors).date())
            (form::button("Записать новое имя"))
        }))
    })
}

pub fn job_page(person: &Person, words: &Words, form: &CardForm, errors: &Errors, key: &str) -> Page {
    within("Записать переход", person, errors).lead(format!("Сейчас: {}. Прежнее место работы останется в истории.", words.place(&person.place))).body(html! {
        (form::error_summary(errors))
        (Form::new(format!("/people/{}/job", person.id), key).body(html! {
            (form::hidden("version", &form.version.to_string()))
            (place_field(words, form, errors))
            (position_fields(words, form, errors))
            (Field::new("on", "Первый день на новом месте").hint("Например, 01.09.2026").value(&form.on).errors(errors).date())
            (form::button("Записать переход"))
        }))
    })
}
