//! The list of agreement: who signed what, and one's own signature on the same page.

use crate::{
    agreement::{Sheet, SheetRow},
    complete,
    model::{Component, State},
    sections::{Pen, fields},
    store::Loaded,
    url,
    views::{TEAM_READS, list, text, trail},
    whole::Whole,
};
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
use web::Shell;

/// Everything of the page.
pub struct Shown<'a> {
    pub loaded: &'a Loaded,
    pub whole: &'a Whole,
    pub sheet: &'a Sheet,
    pub pen: Option<&'a Pen>,
    pub words: &'a str,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
    pub zone: &'a TimeZone,
}

impl Shown<'_> {
    fn is_signing(&self) -> bool {
        self.loaded.must_be_building().is_ok() && self.loaded.pathway.sent_at.is_some()
    }

    /// Sections that the reader hasn't signed by every seat held.
    fn left(&self) -> Vec<Component> {
        let own = |row: &&SheetRow| row.is_asked() && self.pen.is_some_and(|pen| pen.own.contains(&row.member.seat));
        Component::ALL.iter().copied().filter(|component| self.sheet.rows.iter().filter(own).any(|row| row.signature(Some(*component)).is_none())).collect()
    }
}

pub fn page(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let (pathway, case) = (&shown.loaded.pathway, &shown.loaded.standing.case);
    let done = match shown.done {
        "sent" => Some(Notice::done("Маршрут отправлен на согласование").more("Каждому в команде отправлено письмо. Педагог подписывает последним.")),
        "signed" => Some(Notice::done("Подпись сохранена")),
        "objected" => Some(Notice::done("Возражение отправлено").more("Маршрут вернулся к правке; подписи под разделами, которые не изменятся, останутся.")),
        _ => None,
    };
    let page = Page::new("Лист согласования").wide().trail(trail(case, pathway)).notice(done).error_title(!shown.errors.is_empty());
    shell.page(page.lead(format!("Педагог: {}.", case.teacher)).body(html! {
        (form::error_summary(shown.errors.all()))
        p { (list::tag(pathway.state, pathway.sent_at.is_some())) @if let Some(at) = pathway.sent_at.filter(|_| pathway.state == State::Draft) { " отправлен " (ru::datetime(at, shown.zone)) } }
        (table(shown))
        (act(shell, shown))
    }))
}

fn cell(shown: &Shown<'_>, row: &SheetRow, component: Option<Component>) -> Markup {
    match row.signature(component) {
        Some(signature) => html! {
            (parts::tag(Kind::Good, "подпись"))
            p.hint { (ru::datetime(signature.signed_at, shown.zone)) }
            @if shown.loaded.standing.is_of_team() && !signature.words.is_empty() { p { (signature.words) } }
        },
        None if component.is_some() == row.is_asked() && row.member.state == cases::SeatState::Joined => parts::tag(Kind::Waiting, "ждём"),
        None => html! { span.hint { "не требуется" } },
    }
}

fn table(shown: &Shown<'_>) -> Markup {
    let columns = std::iter::once(Column::new("Кто")).chain(Component::ALL.iter().map(|component| Column::new(component.short()))).chain([Column::new("Целиком")]);
    let rows = shown.sheet.rows.iter().map(|row| {
        let who = html! { (row.member.name) p.hint { (row.member.role.label()) @if row.member.state != cases::SeatState::Joined { ", " (row.member.state.label()) } } };
        let sections = Component::ALL.iter().map(|component| cell(shown, row, Some(*component)));
        std::iter::once(who).chain(sections).chain([cell(shown, row, None)]).collect::<Vec<_>>()
    });
    Table::new("Лист согласования", columns.collect()).rows(rows).empty("В команде пока никого нет", "Пригласите методиста на странице команды.", None).render()
}

fn act(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let pathway = &shown.loaded.pathway;
    let Some(pen) = shown.pen else { return html! {} };
    if shown.loaded.must_be_building().is_err() {
        return html! {};
    }
    if !shown.is_signing() {
        return sending(shell, shown, pen);
    }
    html! {
        p { "Прочитать маршрут: " a href=(url::pathway(pathway.id)) { "на одной странице" } " или " a href=(url::of(pathway.id, "pathway.pdf")) { "в PDF" } "." }
        @if shown.sheet.rows.iter().any(|row| row.is_asked() && pen.own.contains(&row.member.seat)) { (sections(shell, shown)) }
        @if pen.is_teacher { (whole(shell, shown)) }
        (objection(shell, shown))
    }
}

fn sending(shell: &Shell, shown: &Shown<'_>, pen: &Pen) -> Markup {
    let pathway = &shown.loaded.pathway;
    let lacks = complete::lacks(shown.whole);
    html! {
        h2 { "Отправить на согласование" }
        @if !lacks.is_empty() {
            p { "Сначала заполните:" }
            ul { @for lack in &lacks { li { a href=(lack.url) { (lack.words) } } } }
        } @else if pen.is_editor {
            p { "Команда подпишет каждый раздел, педагог — последним и целиком. Если раздел потом изменится, подпись под ним нужно будет поставить заново." }
            (Form::new(format!("{}/sending", url::agreement(pathway.id)), shell.key()).body(html! {
                (form::hidden("version", &pathway.version.to_string()))
                (form::button("Отправить команде на подпись"))
            }))
        } @else { p { "Маршрут готов. Отправляют его на согласование педагог или методист." } }
    }
}

/// One's own sections: what is written in each, a box each, and a button for all that are ticked.
fn sections(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let left = shown.left();
    if left.is_empty() {
        return html! { (parts::notice(&Notice::done("Вы подписали все разделы").more("Если раздел изменят, придёт письмо."))) };
    }
    let choice = |component: &Component| Choice::new(component.as_str(), component.label());
    html! {
        h2 { "Ваша подпись" }
        @for component in &left { (parts::details(component.label(), reading(shown, *component))) }
        (Form::new(format!("{}/signature", url::agreement(shown.loaded.pathway.id)), shell.key()).body(html! {
            @for component in &left { @if let Some(digest) = shown.sheet.digests.of(Some(*component)) { (form::hidden(&format!("digest-{component}"), digest.as_str())) } }
            (Field::new("sections", "Разделы, с которыми вы согласны").errors(shown.errors.all()).checkboxes(left.iter().map(choice), &[] as &[&str]))
            (Field::new("words", "Слова к подписи, если нужны").value(shown.words).max_chars(1000).who_reads(TEAM_READS).text())
            (form::buttons(html! { (form::button_named("Подписать отмеченные", "which", "ticked")) (form::button_secondary_named("Подписать все разделы сразу", "which", "all")) }))
        }))
    }
}

fn reading(shown: &Shown<'_>, component: Component) -> Markup {
    let section = shown.whole.sections.iter().find(|section| section.component == component);
    html! {
        @if let Some(section) = section {
            @for field in fields(component).iter().filter(|field| !section.text(field.name).is_empty()) { h3 { (field.label) } (text(section.text(field.name))) }
        }
        p { a href=(url::section(shown.loaded.pathway.id, component)) { "Открыть раздел" } " · " a href={ (url::pathway(shown.loaded.pathway.id)) "#steps" } { "Строки маршрута" } }
    }
}

fn whole(shell: &Shell, shown: &Shown<'_>) -> Markup {
    html! {
        h2 { "Подпись педагога" }
        @if let Some(row) = shown.sheet.waits_for() {
            p { "Вы подписываете последним и весь маршрут целиком. Пока ждём: " (row.member.name) ", " (row.member.role.label()) "." }
        } @else {
            p { "Команда подписала все разделы. С вашей подписью маршрут вступит в силу; изменить его можно будет только новой версией." }
            (Form::new(format!("{}/whole", url::agreement(shown.loaded.pathway.id)), shell.key()).body(html! {
                (form::hidden("digest", shown.sheet.digests.whole.as_str()))
                (Field::new("words", "Слова к подписи, если нужны").value(shown.words).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).text())
                (form::button("Подписать маршрут целиком"))
            }))
        }
    }
}

fn objection(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let choices = Component::ALL.iter().map(|component| (component.as_str(), component.label()));
    let body = Form::new(format!("{}/objection", url::agreement(shown.loaded.pathway.id)), shell.key()).body(html! {
        (Field::new("component", "К какому разделу").errors(shown.errors.all()).select(choices))
        (Field::new("objection", "С чем вы не согласны и что предлагаете").errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).textarea(3))
        (form::button_secondary("Вернуть к правке"))
    });
    html! { @if shown.errors.of("objection").is_some() || shown.errors.of("component").is_some() { h2 { "Возражение" } (body) } @else { (parts::details("Не согласны? Верните маршрут к правке", body)) } }
}
