//! One section: its form, suggestions beside, comments, the way to its history.

use crate::{
    model::Component,
    sections::{FieldSpec, Pen, Section, decides, fields},
    store::{Answer, Comment, Suggestion},
    url,
    views::{NO_PUPILS, READERS, TEAM_READS, difference, text, trail},
    whole::Whole,
    writing::{LONGEST, LONGEST_LINE, Outcome, Writing},
};
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
};
use web::Shell;

/// Everything of a section's page.
pub struct Shown<'a> {
    pub whole: &'a Whole,
    pub section: &'a Section,
    pub suggestions: &'a [Suggestion],
    pub comments: &'a [Comment],
    /// Nobody's for who reads only.
    pub pen: Option<&'a Pen>,
    /// It can be written now.
    pub is_open: bool,
    /// What stands in the form: typed, kept as a draft, or the section itself.
    pub writing: &'a Writing,
    /// Fields filled in with what the teacher has said elsewhere; nobody else sees it before it is saved.
    pub offered: &'a [&'a str],
    /// When the draft in the form was kept.
    pub saved: Option<String>,
    pub comment: &'a str,
    /// Why a suggestion isn't taken, as typed.
    pub refusal: &'a str,
    pub errors: &'a FieldErrors,
    pub notice: Option<Notice>,
    pub zone: &'a TimeZone,
}

/// What is said after saving: what stands, and what stands beside and why.
pub fn told(outcome: &Outcome, component: Component) -> Notice {
    let named = |name: &str| fields(component).iter().find(|field| field.name == name).map_or("", |field| field.label);
    let beside = html! { ul { @for (field, why) in &outcome.suggested { li { "«" (named(field)) "»: " (why.sentence()) "." } } } };
    match (outcome.is_saved, outcome.suggested.is_empty()) {
        (true, true) => Notice::done("Раздел сохранён"),
        (true, false) => Notice::done("Раздел сохранён, часть текста стала предложением").more(beside),
        (false, false) => Notice::info("Ваш текст сохранён как предложение").more(beside),
        (false, true) => Notice::info("Изменений не было"),
    }
}

pub fn page(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let Shown { whole, section, .. } = shown;
    let component = section.component;
    let page = Page::new(component.label()).trail(trail(&whole.case, &whole.pathway)).lead(component.what()).notice(shown.notice.clone()).error_title(!shown.errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(shown.errors.all()))
        @if shown.is_open && shown.pen.is_some() { (writing(shell, shown)) } @else { (reading(shown)) }
        (suggestions(shell, shown))
        (comments(shell, shown))
        @if let Some(last) = section.last() {
            p { "Последняя правка: " (ru::datetime(last.made_at, shown.zone)) ", " (whole.name(last.seat)) ". " a href=(url::history(whole.pathway.id, component)) { "История раздела" } }
        }
    }))
}

fn reading(shown: &Shown<'_>) -> Markup {
    html! {
        @for field in fields(shown.section.component) {
            h2 { (field.label) }
            @if shown.section.text(field.name).is_empty() { p.hint { "не заполнено" } } @else { (text(shown.section.text(field.name))) }
        }
    }
}

fn writing(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let here = url::section(shown.whole.pathway.id, shown.section.component);
    html! {
        p.hint { (NO_PUPILS) }
        (Form::new(here.as_str(), shell.key()).autosave(format!("{here}/draft")).saved_at(shown.saved.clone()).body(html! {
            (form::hidden("base", &shown.writing.base.to_string()))
            @for field in fields(shown.section.component) { (one(shown, field)) }
            (Field::new("words", "Почему предлагаете изменить чужой текст").hint("Нужно, только если вы правите слова другого человека").value(&shown.writing.words).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).text())
            (form::button("Сохранить раздел"))
        }))
    }
}

fn one(shown: &Shown<'_>, field: &FieldSpec) -> Markup {
    let typed = shown.writing.texts.get(field.name).map_or_else(|| shown.section.text(field.name), String::as_str);
    let input = Field::new(field.name, field.label).hint(hint(shown, field)).value(typed).errors(shown.errors.all()).who_reads(READERS);
    if field.rows == 1 { input.max_chars(LONGEST_LINE).text() } else { input.max_chars(LONGEST).textarea(field.rows) }
}

/// What the field is for, and what will become of what this reader writes.
fn hint(shown: &Shown<'_>, field: &FieldSpec) -> String {
    if shown.offered.contains(&field.name) {
        return format!("{}. Подставлено из вашей анкеты или прежнего маршрута: видите только вы, пока не сохраните раздел. Лишнее сотрите", field.hint);
    }
    let Some(pen) = shown.pen else { return field.hint.to_owned() };
    let author = shown.section.author(field.name);
    let beside = if field.is_teachers && !pen.is_teacher {
        Some("Это поле пишет только учитель; ваш текст станет предложением".to_owned())
    } else if !pen.is_editor {
        Some("Ваш текст станет предложением".to_owned())
    } else {
        author.filter(|author| !pen.own.contains(author)).map(|author| format!("Сейчас здесь слова другого человека ({}); ваша правка станет предложением", shown.whole.name(Some(author))))
    };
    beside.map_or_else(|| field.hint.to_owned(), |beside| format!("{}. {beside}.", field.hint))
}

fn suggestions(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let here: Vec<&Suggestion> = shown.suggestions.iter().filter(|one| one.component == shown.section.component).collect();
    let (open, answered): (Vec<&&Suggestion>, Vec<&&Suggestion>) = here.iter().partition(|one| one.state == Answer::Open);
    html! {
        @if !open.is_empty() {
            h2 id="suggestions" { "Предложения" }
            @for one in open { (suggestion(shell, shown, one)) }
        }
        @if !answered.is_empty() {
            (parts::details(&format!("Решённые предложения: {}", answered.len()), html! {
                @for one in answered {
                    p { (parts::tag(Kind::Neutral, one.state.label())) " «" (label(one)) "», " (shown.whole.name(Some(one.seat))) ", " (ru::datetime(one.made_at, shown.zone)) }
                    (text(&one.body))
                    @if !one.answer_words.is_empty() { p.hint { "Ответ: " (one.answer_words) } }
                }
            }))
        }
    }
}

fn label(one: &Suggestion) -> &'static str {
    fields(one.component).iter().find(|field| field.name == one.field).map_or("", |field| field.label)
}

fn suggestion(shell: &Shell, shown: &Shown<'_>, one: &Suggestion) -> Markup {
    let Some(field) = fields(one.component).iter().find(|field| field.name == one.field) else { return html! {} };
    let base = format!("/pathways/{}/suggestions/{}", one.pathway, one.id);
    let may_decide = shown.is_open && shown.pen.is_some_and(|pen| decides(shown.section, field, pen));
    let is_own = shown.is_open && shown.pen.is_some_and(|pen| pen.own.contains(&one.seat));
    let kept = html! { (form::hidden("version", &one.version.to_string())) (form::hidden("revision", &shown.section.revision().to_string())) };
    parts::panel(
        &format!("«{}»", field.label),
        html! {
            p.hint { (shown.whole.name(Some(one.seat))) ", " (ru::datetime(one.made_at, shown.zone)) }
            (difference(shown.section.text(field.name), &one.body))
            @if !one.words.is_empty() { p { "Почему: " (one.words) } }
            @if may_decide {
                (Form::new(format!("{base}/acceptance"), shell.key()).body(html! { (kept) (form::button_secondary("Принять предложение")) }))
                @let field = format!("words-{}", one.id);
                @let is_wrong = shown.errors.of(&field).is_some();
                details.more open[is_wrong] {
                    summary { "Оставить прежний текст" }
                    div { (Form::new(format!("{base}/refusal"), shell.key()).body(html! {
                        (kept)
                        (Field::new(field.as_str(), "Почему").value(if is_wrong { shown.refusal } else { "" }).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).text())
                        (form::button_secondary("Оставить прежний текст"))
                    })) }
                }
            }
            @if is_own { (Form::new(format!("{base}/taking-back"), shell.key()).body(html! { (kept) (form::button_quiet("Забрать своё предложение")) })) }
            @if !may_decide && !is_own { p.hint { "Решает автор текста или педагог." } }
        },
    )
}

fn comments(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let here: Vec<&Comment> = shown.comments.iter().filter(|one| one.component == shown.section.component).collect();
    html! {
        h2 id="comments" { "Комментарии" }
        @if here.is_empty() { p.hint { "Комментариев пока нет." } }
        @for one in here {
            p.hint { (shown.whole.name(Some(one.seat))) ", " (ru::datetime(one.made_at, shown.zone)) }
            (text(&one.words))
        }
        @if shown.pen.is_some() && shown.whole.case.state == cases::State::Open {
            (Form::new(format!("{}/comments", url::section(shown.whole.pathway.id, shown.section.component)), shell.key()).body(html! {
                (Field::new("comment", "Ваш комментарий").value(shown.comment).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).textarea(2))
                (form::button_secondary("Написать"))
            }))
        }
    }
}
