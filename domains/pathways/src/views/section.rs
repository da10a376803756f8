//! One section: its form, suggestions beside, comments, the way to its history.

use crate::{
    model::{Component, SuggestionId},
    sections::{FieldSpec, Pen, Section, decides, fields, spec},
    store::{Answer, Comment, Suggestion},
    typed::{self, Typed},
    url,
    views::{NO_PUPILS, READERS, TEAM_READS, difference, text, trail},
    whole::Whole,
    writing::{LONGEST, LONGEST_LINE, Outcome, cleaned},
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
    /// What stands in the form: typed, kept as a draft; the section itself where a field is in neither.
    pub typed: &'a Typed,
    /// It was typed just now, and the act came to nothing.
    pub is_again: bool,
    /// Fields filled in with what the teacher has said elsewhere; nobody else sees it before it is saved.
    pub offered: &'a [&'a str],
    /// When the draft in the form was kept.
    pub saved: Option<String>,
    pub errors: &'a FieldErrors,
    pub notice: Option<Notice>,
    pub zone: &'a TimeZone,
}

impl Shown<'_> {
    fn here(&self) -> String {
        url::section(self.whole.pathway.id, self.section.component)
    }

    /// The reader writes the section now.
    fn is_written(&self) -> bool {
        self.is_open && self.pen.is_some()
    }

    fn takes_comments(&self) -> bool {
        self.pen.is_some() && self.whole.case.state == cases::State::Open
    }

    fn may_decide(&self, one: &Suggestion) -> bool {
        let field = spec(one.component, &one.field);
        self.is_open && one.state == Answer::Open && field.is_some_and(|field| self.pen.is_some_and(|pen| decides(self.section, field, pen)))
    }

    /// What was typed and has no field on the page any more, by what it was typed for.
    fn left_over(&self) -> Vec<(&'static str, &str)> {
        let mut left = Vec::new();
        if !self.is_again {
            return left;
        }
        if !self.is_written() {
            let changed = |field: &FieldSpec, text: &str| cleaned(field, text) != self.section.text(field.name);
            left.extend(fields(self.section.component).iter().filter_map(|field| Some((field.label, self.typed.writing.texts.get(field.name)?.as_str())).filter(|(_, text)| changed(field, text))));
            left.push((WHY_ANOTHERS, self.typed.writing.words.as_str()));
        }
        let is_asked = |id: &SuggestionId| self.suggestions.iter().any(|one| one.id == *id && self.may_decide(one));
        left.extend(self.typed.refusals.iter().filter(|(id, _)| !is_asked(id)).map(|(_, words)| (WHY_NOT, words.as_str())));
        if !self.takes_comments() {
            left.push((COMMENT, self.typed.comment.as_str()));
        }
        left.retain(|(_, text)| !text.trim().is_empty());
        left
    }
}

const WHY_ANOTHERS: &str = "Почему предлагаете изменить чужой текст";
const WHY_NOT: &str = "Почему";
const COMMENT: &str = "Ваш комментарий";

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
        (left_over(shown))
        @if shown.is_written() { (one_form(shell, shown)) } @else { (reading(shown)) (suggestions(shown)) (comments(shown)) (commenting(shell, shown)) }
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

/// All that is written on the page in one form, so that every button of it carries what was typed.
fn one_form(shell: &Shell, shown: &Shown<'_>) -> Markup {
    let here = shown.here();
    Form::new(here.as_str(), shell.key()).autosave(format!("{here}/draft")).saved_at(shown.saved.clone()).body(html! {
        (writing(shown))
        (suggestions(shown))
        (comments(shown))
        (comment_field(shown))
        (act("secondary", &format!("{here}/comments"), None, "Написать"))
    })
}

/// A button of the page's form that does something else than saving the section.
fn act(look: &str, to: &str, version: Option<i64>, label: &str) -> Markup {
    form::buttons(html! { button class=(look) type="submit" formaction=(to) name=[version.map(|_| "version")] value=[version] { (label) } })
}

fn writing(shown: &Shown<'_>) -> Markup {
    html! {
        p.hint { (NO_PUPILS) }
        (form::hidden("base", &shown.typed.writing.base.to_string()))
        (form::hidden("revision", &shown.section.revision().to_string()))
        @for field in fields(shown.section.component) { (one(shown, field)) }
        (Field::new(typed::WHY, WHY_ANOTHERS).hint("Нужно, только если вы правите слова другого человека").value(&shown.typed.writing.words).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).text())
        (form::buttons(form::button("Сохранить раздел")))
    }
}

fn one(shown: &Shown<'_>, field: &FieldSpec) -> Markup {
    let typed = shown.typed.writing.texts.get(field.name).map_or_else(|| shown.section.text(field.name), String::as_str);
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

fn suggestions(shown: &Shown<'_>) -> Markup {
    let here: Vec<&Suggestion> = shown.suggestions.iter().filter(|one| one.component == shown.section.component).collect();
    let (open, answered): (Vec<&&Suggestion>, Vec<&&Suggestion>) = here.iter().partition(|one| one.state == Answer::Open);
    html! {
        @if !open.is_empty() {
            h2 id="suggestions" { "Предложения" }
            @for one in open { (suggestion(shown, one)) }
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

fn suggestion(shown: &Shown<'_>, one: &Suggestion) -> Markup {
    let Some(field) = spec(one.component, &one.field) else { return html! {} };
    let base = format!("/pathways/{}/suggestions/{}", one.pathway, one.id);
    let may_decide = shown.may_decide(one);
    let is_own = shown.is_open && shown.pen.is_some_and(|pen| pen.own.contains(&one.seat));
    parts::panel(
        &format!("«{}»", field.label),
        html! {
            p.hint { (shown.whole.name(Some(one.seat))) ", " (ru::datetime(one.made_at, shown.zone)) }
            (difference(shown.section.text(field.name), &one.body))
            @if !one.words.is_empty() { p { "Почему: " (one.words) } }
            @if may_decide {
                (act("secondary", &format!("{base}/acceptance"), Some(one.version), "Принять предложение"))
                (refusing(shown, one, &base))
            }
            @if is_own { (act("quiet", &format!("{base}/taking-back"), Some(one.version), "Забрать своё предложение")) }
            @if !may_decide && !is_own { p.hint { "Решает автор текста или педагог." } }
        },
    )
}

/// What was begun to be typed is not folded away.
fn refusing(shown: &Shown<'_>, one: &Suggestion, base: &str) -> Markup {
    let field = typed::refusal(one.id);
    let words = shown.typed.refusals.get(&one.id).map_or("", String::as_str);
    html! {
        details.more open[shown.errors.of(&field).is_some() || !words.is_empty()] {
            summary { "Оставить прежний текст" }
            div {
                (Field::new(field.as_str(), WHY_NOT).value(words).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).textarea(2))
                (act("secondary", &format!("{base}/refusal"), Some(one.version), "Оставить прежний текст"))
            }
        }
    }
}

fn comments(shown: &Shown<'_>) -> Markup {
    let here: Vec<&Comment> = shown.comments.iter().filter(|one| one.component == shown.section.component).collect();
    html! {
        h2 id="comments" { "Комментарии" }
        @if here.is_empty() { p.hint { "Комментариев пока нет." } }
        @for one in here {
            p.hint { (shown.whole.name(Some(one.seat))) ", " (ru::datetime(one.made_at, shown.zone)) }
            (text(&one.words))
        }
    }
}

fn comment_field(shown: &Shown<'_>) -> Markup {
    Field::new(typed::COMMENT, COMMENT).value(&shown.typed.comment).errors(shown.errors.all()).max_chars(1000).who_reads(TEAM_READS).textarea(2)
}

/// A comment to a section that isn't written any more.
fn commenting(shell: &Shell, shown: &Shown<'_>) -> Markup {
    html! {
        @if shown.takes_comments() { (Form::new(format!("{}/comments", shown.here()), shell.key()).body(html! { (comment_field(shown)) (form::button_secondary("Написать")) })) }
    }
}

/// What can't be written any more: to be copied, not lost.
fn left_over(shown: &Shown<'_>) -> Markup {
    let left = shown.left_over();
    html! {
        @if !left.is_empty() {
            (parts::panel("Что вы набрали", html! {
                p.hint { "Сейчас это не записать, причина названа выше. Скопируйте текст, если он ещё понадобится." }
                @for (label, words) in left { h3 { (label) } (text(words)) }
            }))
        }
    }
}
