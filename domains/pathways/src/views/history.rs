//! A section's history: who wrote what and when, two revisions side by side word by word.

use crate::{
    sections::{Revision, Section, fields},
    url,
    views::{difference, trail},
    whole::Whole,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use ui::{page::Page, parts, ru};
use web::Shell;

/// What changed in a revision, field by field; nothing for a field that stayed.
fn changes(section: &Section, from: i64, to: i64) -> Markup {
    html! {
        @for field in fields(section.component) {
            @let (before, after) = (section.text_at(from, field.name), section.text_at(to, field.name));
            @if before != after {
                h3 { (field.label) }
                (difference(before, after))
            }
        }
    }
}

fn who(whole: &Whole, revision: &Revision) -> String {
    let author = whole.name(revision.seat);
    if revision.suggestion.is_some() { format!("{author} — из принятого предложения") } else { author }
}

/// The whole history, the newest first; `pair` are the revisions compared, if the reader chose two.
pub fn page(shell: &Shell, whole: &Whole, section: &Section, pair: Option<(i64, i64)>, zone: &TimeZone) -> Markup {
    let component = section.component;
    let mut trail = trail(&whole.case, &whole.pathway);
    trail.push((component.label().to_owned(), url::section(whole.pathway.id, component)));
    let here = url::history(whole.pathway.id, component);
    let page = Page::new(format!("История: {}", component.label())).trail(trail).lead("Зачёркнуто — что убрали, подчёркнуто — что добавили.");
    shell.page(page.body(html! {
        @if section.revisions.is_empty() { (parts::empty("Здесь ещё ничего не писали", "История появится с первым сохранением.", None)) }
        @if let Some((from, to)) = pair {
            (parts::panel(&format!("От редакции {from} к редакции {to}"), html! { (changes(section, from, to)) p { a href=(here) { "Показать всю историю" } } }))
        } @else {
            @for revision in section.revisions.iter().rev() {
                (parts::panel(&format!("Редакция {}", revision.number), html! {
                    p.hint { (ru::datetime(revision.made_at, zone)) ", " (who(whole, revision)) }
                    (changes(section, revision.number - 1, revision.number))
                    @if revision.number > 1 && revision.number < section.revision() {
                        p { a href={ (here) "?from=" (revision.number) "&to=" (section.revision()) } { "Сравнить с последней" } }
                    }
                }))
            }
        }
    }))
}
