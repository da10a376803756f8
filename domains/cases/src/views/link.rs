//! The link of rung 3: what is proposed, on which grounds, what the three say.

use super::{TEAM_READS, frame, paragraphs, post};
use crate::{
    form::MOST_WORDS,
    linking::{self, THREE},
    model::State,
    rules::{Act, may},
    store::links::Link,
    url,
    web::page::Form,
};
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Notice,
    parts::{self, Kind},
    ru,
};

pub fn page(form: &Form<'_>) -> Markup {
    let card = form.card;
    let done = match form.done {
        "proposed" => Some("Связь предложена. Ответят ещё двое."),
        "answered" => Some("Ответ записан"),
        "withdrawn" => Some("Связь отозвана"),
        _ => None,
    };
    let is_open = card.standing.case.state == State::Open;
    form.shell.page(frame(card, "Связь с трудностями учеников").narrow().error_title(!form.errors.is_empty()).notice(done.map(Notice::done)).body(html! {
        (form::error_summary(form.errors.all()))
        p { "Связь — предположение: какая трудность учеников может идти рядом с каким затруднением педагога. Она подтверждена, когда трое сказали «да»: педагог, региональный методист и заместитель директора. Связь не говорит о причине." }
        @if card.links.is_empty() { (parts::empty("Связь ещё не предложена", "Для неё нужны затруднение в работе и результат класса.", None)) }
        @for link in &card.links { (one(form, link)) }
        @if is_open && may(Act::Link, &card.standing, card.role) { (proposing(form)) }
    }))
}

fn names(form: &Form<'_>, link: &Link) -> (String, String) {
    let deficit = form.card.deficits.iter().find(|one| one.id == link.deficit).map(|one| one.title.clone()).unwrap_or_default();
    let class = form.card.measures.iter().find(|one| one.id == link.measure).map(|one| format!("{}, {}", one.measure.grade, form.card.lists.subject(&one.measure.subject))).unwrap_or_default();
    (deficit, class)
}

fn one(form: &Form<'_>, link: &Link) -> Markup {
    let card = form.card;
    let (deficit, class) = names(form, link);
    let is_confirmed = linking::is_confirmed(&link.answers);
    let mine = linking::seat_of(&card.standing).filter(|_| card.standing.case.state == State::Open && may(Act::Link, &card.standing, card.role));
    let may_withdraw = mine.is_some() && (card.standing.is_teacher() || card.standing.seats.iter().any(|seat| seat.id == link.proposed_by));
    parts::panel(
        &deficit,
        html! {
            p { (parts::tag(if is_confirmed { Kind::Good } else { Kind::Waiting }, if is_confirmed { "подтверждена" } else { "предположение" })) }
            p { "Класс: " (class) "." }
            (paragraphs(&link.grounds))
            p.hint { "Предложено " (ru::date(card.lists.zone.to_datetime(link.made_at).date())) }
            ul { @for role in THREE {
                li { (role.label()) ": " @match link.answers.iter().find(|answer| answer.role == role) {
                    Some(answer) => { (if answer.is_yes { "да" } else { "нет" }) ", " (answer.name) @if !answer.words.is_empty() { p.hint { (answer.words) } } },
                    None => "ещё не ответил(а)",
                } }
            } }
            @if mine.is_some() { (answering(form, link)) }
            @if may_withdraw { (form::act(&url::of(card.standing.case.id, &format!("link/{}/withdrawal", link.id)), &form.shell.key(), "Отозвать связь", &deficit)) }
        },
    )
}

fn answering(form: &Form<'_>, link: &Link) -> Markup {
    let id = link.id;
    form::form(
        &url::of(form.card.standing.case.id, &format!("link/{id}/answer")),
        &form.shell.key(),
        html! {
            (form::hidden("version", &link.version.to_string()))
            div.field {
                label for={ "words-" (id) } { "Пояснение" }
                p.hint { "Обязательно, если вы не согласны" }
                textarea id={ "words-" (id) } name="words" rows="2" maxlength=(MOST_WORDS) {}
                p.readers { (TEAM_READS) }
            }
            (form::buttons(html! { (form::button_secondary_named("Да, связь вероятна", "word", "yes")) (form::button_secondary_named("Нет", "word", "no")) }))
        },
    )
}

fn proposing(form: &Form<'_>) -> Markup {
    let (card, all) = (form.card, form.errors.all());
    let taken: Vec<(String, String)> = card.deficits.iter().map(|one| (one.id.to_string(), one.title.clone())).collect();
    let classes: Vec<(String, String)> =
        card.measures.iter().filter(|one| !one.is_after()).map(|one| (one.id.to_string(), format!("{}, {}, {}", one.measure.grade, card.lists.subject(&one.measure.subject), one.measure.moment.label()))).collect();
    html! {
        h2 { "Предложить связь" }
        @if taken.is_empty() || classes.is_empty() {
            p { "Сначала " a href=(url::of(card.standing.case.id, "deficits")) { "возьмите в работу затруднение" } " и " a href=(url::of(card.standing.case.id, "measures")) { "внесите результат класса" } "." }
        } @else {
            (post(form, "link", html! {
                (Field::new("deficit", "Затруднение педагога").value(form.typed.get("deficit")).errors(all).select(taken))
                (Field::new("measure", "Трудность учеников").value(form.typed.get("measure")).errors(all).select(classes))
                (Field::new("grounds", "Основания").hint("Почему одно может быть связано с другим. Имён учеников не пишите").value(form.typed.get("grounds")).errors(all).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(4))
                (form::button("Предложить"))
            }))
        }
    }
}
