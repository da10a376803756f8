//! The last look before sending, and the question before taking back.

use crate::{
    apply::{Desk, Missing},
    field::Section,
    link::Token,
    model::State,
    record::{Application, ConsentAnswer},
    shown,
};
use consent::ConsentKind;
use kernel::FieldErrors;
use maud::{Markup, html};
use structure::profile::TermKind;
use ui::{
    form::{self, Field as Input, Form},
    page::Page,
    parts::{self, SummaryRow},
};

/// Errors of a failed sending, and the form's key.
pub struct Last<'a> {
    pub errors: &'a FieldErrors,
    pub key: &'a str,
}

pub fn page(desk: &Desk, missing: &Missing, consents: &[ConsentAnswer], token: &Token, last: &Last<'_>) -> Page {
    let failed = !last.errors.is_empty();
    let body = html! {
        @if failed { (summary(last.errors, token)) } @else if !missing.is_nothing() { (gaps(missing, token)) }
        @for section in Section::ALL.iter().copied().filter(|section| *section != Section::Evidence) { (answers(desk, section, token)) }
        (files(desk, token))
        h2 { "Согласия" }
        (parts::summary(ConsentKind::OF_APPLICATION.iter().map(|kind| consent(desk, *kind, consents, token))))
        @if missing.criteria_short { (parts::warning("По ответам и документам ни одно основание пока не подтверждается. Отправить заявку можно, но координатор, скорее всего, вернёт её. Проверьте разделы «Основания» и «Документы».")) }
        @if missing.is_nothing() || failed {
            (Form::new(token.path("/submission"), last.key).body(html! {
                p { "Отправляя заявку, вы подтверждаете, что ответы верны. После отправки изменить их можно, только если координатор вернёт заявку." }
                (form::button("Отправить заявку"))
            }))
        }
        p { a href=(token.path("")) { "К списку разделов" } }
    };
    Page::new("Проверьте ответы").narrow().trail([("Ваша заявка", token.path(""))]).error_title(failed).body(body)
}

/// What is still to be answered, each with the way to its page.
fn gaps(missing: &Missing, token: &Token) -> Markup {
    let list = html! {
        ul {
            @for (name, message) in missing.errors.all() { li { a href=(place(name, token)) { (message) } } }
            @for kind in &missing.consents { li { a href=(token.path(&format!("/consent/{kind}"))) { (kind.label()) ": нужен ваш ответ" } } }
            @if missing.publication_unanswered { li { a href=(token.path("/consent/publication")) { "Согласие на публикацию: разрешите или откажите" } } }
        }
    };
    parts::notice(&parts::Notice::act_now("Чтобы отправить заявку, ответьте на эти вопросы").more(list))
}

/// Errors lie on other pages: each leads to its own.
fn summary(errors: &FieldErrors, token: &Token) -> Markup {
    html! {
        div.error-summary role="alert" aria-labelledby="error-summary-title" tabindex="-1" {
            h2 id="error-summary-title" { "Заявка не отправлена: заполнено не всё" }
            ul { @for (name, message) in errors.all() { li { a href=(place(name, token)) { (message) } } } }
        }
    }
}

/// The page on which a field is asked, to come back from.
fn place(name: &str, token: &Token) -> String {
    if let Some(kind) = name.strip_prefix("consent-") {
        return token.path(&format!("/consent/{kind}"));
    }
    let section = Section::ALL.iter().find(|section| section.holds(name));
    section.map_or_else(|| token.path(""), |section| token.path(&format!("/{section}?back=check&errors=1#{name}")))
}

fn answers(desk: &Desk, section: Section, token: &Token) -> Markup {
    let change = |field| desk.is_open(field).then(|| token.path(&format!("/{section}?back=check")));
    let rows = section.fields().flat_map(|field| {
        shown::lines(field, &desk.application.answers, &desk.lists, &desk.places).into_iter().map(move |(label, value)| {
            let row = SummaryRow::new(label, super::lines(&value));
            match change(field) {
                Some(url) => row.change(url),
                None => row,
            }
        })
    });
    html! { h2 { (section.title()) } (parts::summary(rows)) }
}

fn files(desk: &Desk, token: &Token) -> Markup {
    let rows = desk.application.answers.criteria.iter().map(|code| {
        let title = desk.lists.criterion(code).map_or(code.as_str(), |criterion| criterion.title.as_str());
        let own = desk.files.iter().filter(|file| &file.criterion == code);
        let list = own.map(|file| format!("{}: {}", desk.lists.label(TermKind::EvidenceKind, &file.kind), file.name)).collect::<Vec<_>>().join("\n");
        let row = SummaryRow::new(title, super::lines(&list));
        if desk.is_open(crate::field::Field::Evidence) { row.change(token.path("/evidence")) } else { row }
    });
    html! { h2 { (Section::Evidence.title()) } (parts::summary(rows)) }
}

fn consent(desk: &Desk, kind: ConsentKind, consents: &[ConsentAnswer], token: &Token) -> SummaryRow {
    let words = match consents.iter().find(|answer| answer.kind == kind) {
        None => "",
        Some(answer) if !answer.agreed => "отказ",
        Some(_) => "согласие дано",
    };
    let row = SummaryRow::new(kind.label(), words);
    if desk.application.state == State::Draft { row.change(token.path(&format!("/consent/{kind}"))) } else { row }
}

pub fn withdrawal(application: &Application, token: &Token, key: &str) -> Page {
    let is_draft = application.state == State::Draft;
    let (title, button) = if is_draft { ("Удалить черновик?", "Удалить черновик") } else { ("Отозвать заявку?", "Отозвать заявку") };
    let body = html! {
        @if is_draft { (parts::warning("Ответы и приложенные файлы будут удалены, восстановить их нельзя.")) }
        @else { (parts::warning("Заявку перестанут рассматривать. Отменить это нельзя, но можно подать новую.")) }
        (Form::new(token.path("/withdrawal"), key).body(html! {
            @if !is_draft { (Input::new("reason", "Почему вы отзываете заявку").hint("Можно не отвечать").who_reads("Прочтёт координатор.").max_chars(1000).textarea(3)) }
            (form::buttons(html! { (form::button_danger(button)) a href=(token.path("")) { "Не отзывать" } }))
        }))
    };
    Page::new(title).narrow().trail([("Ваша заявка", token.path(""))]).body(body)
}
