//! Forms for what came on paper.

use super::{consequences, errors_on_top, person_url};
use crate::{ConsentKind, PublicationItem, conditions, duty::Ask, form::PaperForm, people::Person, web::paper::Subject};
use kernel::FieldErrors;
use ui::{
    Markup,
    form::{self, Choice, Field, Form},
    html,
    page::Page,
    parts,
};

const SCAN: &str = ".pdf,.jpg,.jpeg,.png";
const MOST_MB: u32 = 10;

/// Search by POST: a name must not get into an address.
pub fn search(typed: &str, found: Option<&[Person]>) -> Page {
    let body = html! {
        (Form::new("/consents/paper", "").body(html! {
            (Field::new("name", "Фамилия и имя").hint("Начните с фамилии, например: Иванова А").value(typed).name_like().medium().text())
            (form::button("Найти человека"))
        }))
        @if let Some(found) = found { (results(found)) }
    };
    Page::new("Зарегистрировать бумагу").trail([("Согласия", "/consents")]).narrow().lead("Отзыв, подписанное согласие или обращение о персональных данных. Сначала найдите человека.").body(body)
}

fn results(found: &[Person]) -> Markup {
    html! {
        h2 { "Найдены" }
        @if found.is_empty() { (parts::empty("Никого не нашли", "Проверьте, как пишется фамилия, или введите только её начало.", None)) }
        @else { ul { @for person in found { li { a href=(person_url(person.id)) { (person.name.full()) } ", " (person.place) } } } }
    }
}

fn page(title: &str, subject: &Subject, errors: &FieldErrors, body: Markup) -> Page {
    let url = person_url(subject.person.id);
    let name = subject.person.name.full();
    Page::new(title).trail([("Согласия".to_owned(), "/consents".to_owned()), (name.clone(), url)]).narrow().lead(name).error_title(!errors.is_empty()).body(html! { (errors_on_top(errors)) (body) })
}

fn action(subject: &Subject, what: &str) -> String {
    format!("{}/{what}", person_url(subject.person.id))
}

fn received(typed: &PaperForm, errors: &FieldErrors) -> Markup {
    Field::new("received_on", "День, когда бумага получена").hint("Например, 23.11.2026. От этого дня считается срок по закону").value(&typed.received_on).error(errors.of("received_on")).date()
}

fn scan(label: &str, errors: &FieldErrors) -> Markup {
    Field::new("scan", label).hint("PDF, JPG или PNG, не больше 10 МБ").error(errors.of("scan")).who_reads("Увидят координатор и ответственный за персональные данные").file(SCAN, MOST_MB)
}

pub fn withdrawal(subject: &Subject, typed: &PaperForm, errors: &FieldErrors, key: &str) -> Page {
    let choices = withdrawable(subject);
    if choices.is_empty() {
        let body = parts::empty(
            "Отзывать нечего",
            "У этого человека нет действующих согласий. Если он просит прекратить обработку данных, зарегистрируйте обращение.",
            Some(form::button_link("Зарегистрировать обращение", &action(subject, "request"))),
        );
        return page("Отзыв согласия на бумаге", subject, errors, body);
    }
    let body = Form::new(action(subject, "withdrawal"), key).files().body(html! {
        (Field::new("what", "Что человек отзывает?").value(&typed.what).error(errors.of("what")).radios(choices))
        (received(typed, errors))
        (scan("Скан требования", errors))
        (parts::warning("Отзыв действует сразу. Отменить его нельзя: понадобится новое согласие."))
        (form::button("Зарегистрировать отзыв"))
    });
    page("Отзыв согласия на бумаге", subject, errors, body)
}

/// Each live consent, and each datum of the consent to publish, with what follows.
fn withdrawable(subject: &Subject) -> Vec<Choice> {
    let mut choices = Vec::new();
    for held in ConsentKind::ALL.iter().filter_map(|kind| subject.live.iter().find(|held| held.kind == *kind)) {
        choices.push(Choice::new(held.kind.as_str(), held.kind.label()).hint(consequences(held.kind, None).join(" ")));
        let items = held.live_items(subject.today);
        if items.len() > 1 {
            choices.extend(items.iter().map(|item| Choice::new(item.as_str(), format!("Только публикация: {}", item.label().to_lowercase()))));
        }
    }
    choices
}

pub fn consent(subject: &Subject, typed: &PaperForm, errors: &FieldErrors, key: &str) -> Page {
    let items = PublicationItem::ALL.iter().map(|item| (item.as_str(), item.label()));
    let publication = html! {
        (Field::new("items", "Что разрешено публиковать?").hint("Отметьте только то, что отмечено на бумаге").error(errors.of("items")).checkboxes(items, &typed.items))
        (Field::new("conditions", "Свои условия и запреты (если указаны)").hint("Перепишите с бумаги слово в слово").value(&typed.conditions).error(errors.of("conditions")).who_reads("Прочтут все: условия публикуют рядом со сведениями").max_chars(conditions::LONGEST).textarea(3))
        (Field::new("last_day", "По какой день (если указан)").value(&typed.last_day).error(errors.of("last_day")).date())
    };
    let choice = |kind: &ConsentKind| {
        let version = subject.texts.iter().find(|text| text.kind == *kind).map(|text| text.version_name()).unwrap_or_default();
        let choice = Choice::new(kind.as_str(), kind.label()).hint(format!("Подписан текст: {version}"));
        if *kind == ConsentKind::Publication { choice.extra(publication.clone()) } else { choice }
    };
    let body = Form::new(action(subject, "consent"), key).files().body(html! {
        (Field::new("what", "Какое согласие подписано?").value(&typed.what).error(errors.of("what")).radios(ConsentKind::ALL.iter().map(choice)))
        (received(typed, errors))
        (scan("Скан подписанного согласия", errors))
        (form::button("Зарегистрировать согласие"))
    });
    page("Согласие на бумаге", subject, errors, body)
}

pub fn request(subject: &Subject, typed: &PaperForm, errors: &FieldErrors, key: &str) -> Page {
    let body = Form::new(action(subject, "request"), key).body(html! {
        (Field::new("what", "О чём просит человек?").value(&typed.what).error(errors.of("what")).radios(Ask::ALL.iter().map(|ask| (ask.as_str(), ui::ru::capital(ask.label())))))
        (received(typed, errors))
        (form::button("Открыть задачу со сроком"))
    });
    page("Обращение о персональных данных", subject, errors, body)
}
