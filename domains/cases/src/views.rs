//! Pages, beside the code that fills them.

pub mod cabinet;
pub mod card;
pub mod deficits;
pub mod evidence;
pub mod invitations;
pub mod link;
pub mod list;
pub mod measures;
pub mod new;
pub mod small;
pub mod team;

use crate::{
    model::{Case, State},
    standing::Standing,
    store::list::is_late,
    web::{card::Card, page::Form},
};
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts::{self, Kind},
};

/// Under every field of a case.
pub const TEAM_READS: &str = "Прочтут педагог и команда сопровождения. Школа прочтёт, если педагог откроет ей содержание.";
/// Wherever a class is written of.
pub const NO_NAMES: &str = "Пишите только о классе в целом. Имён и любых данных учеников система не хранит.";

/// Where lists of the viewer's begin.
pub fn home(card: &Standing) -> (&'static str, &'static str) {
    if card.is_members() { ("Моё сопровождение", "/cabinet/cases") } else { ("Сопровождение", "/cases") }
}

/// A page of a case, with the way back to it.
pub fn frame(card: &Card, title: &str) -> Page {
    let case = &card.standing.case;
    let (label, url) = home(&card.standing);
    Page::new(title).trail([(label.to_owned(), url.to_owned()), (format!("{} {}", case.number, case.teacher), crate::url::case(case.id))])
}

/// A posting form of a case's page with its version.
pub fn post(form: &Form<'_>, action: &str, body: Markup) -> Markup {
    let case = &form.card.standing.case;
    form::form(&crate::url::of(case.id, action), &form.shell.key(), html! { (form::hidden("version", &case.version.to_string())) (body) })
}

/// The state of a case in a word.
pub fn state(case: &Case) -> Markup {
    let kind = match case.state {
        State::Proposed => Kind::Waiting,
        State::Open => Kind::Doing,
        State::Closed => Kind::Good,
        State::Stopped | State::Declined => Kind::Neutral,
    };
    parts::tag(kind, case.state.label())
}

/// The light: how long it stands, in words.
pub fn light(case: &Case, today: Date) -> Markup {
    match case.state {
        State::Open if is_late(case, today) => parts::tag(Kind::Bad, &format!("стоит {}", crate::helix::days_words(case, today))),
        State::Open => parts::tag(Kind::Doing, &format!("на ступени {}", crate::helix::days_words(case, today))),
        State::Proposed | State::Closed | State::Stopped | State::Declined => state(case),
    }
}

pub fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.is_empty()) { p { (line) } } }
}

/// Where the viewer's lists begin, when there is no case yet.
pub fn home_of(actor: &access::Actor) -> (&'static str, &'static str) {
    if actor.can(access::Action::ViewCases) { ("Сопровождение", "/cases") } else { ("Моё сопровождение", "/cabinet/cases") }
}
