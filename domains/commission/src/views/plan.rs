//! The form that plans a meeting.

use crate::{form::PlanForm, lists::Officers, model::Meeting};
use kernel::{FieldErrors, id::AccountId};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
};
use web::Shell;

pub fn page(shell: &Shell, meeting: Option<&Meeting>, officers: &Officers, typed: &PlanForm, errors: &FieldErrors) -> Markup {
    let choices = |people: &[(AccountId, String)]| people.iter().map(|(id, name)| (id.to_string(), name.clone())).collect::<Vec<_>>();
    let (title, action, button) = match meeting {
        None => ("Назначить заседание".to_owned(), "/meetings".to_owned(), "Назначить заседание"),
        Some(meeting) => (format!("Изменить заседание {}", meeting.caption()), format!("/meetings/{}/plan", meeting.id), "Сохранить"),
    };
    let mut page = Page::new(title).narrow().error_title(!errors.is_empty()).trail([("Комиссия", "/meetings")]);
    if let Some(meeting) = meeting {
        page = page.trail([("Комиссия".to_owned(), "/meetings".to_owned()), (meeting.caption(), format!("/meetings/{}", meeting.id))]);
    }
    shell.page(page.lead("Состав комиссии берётся из ролей, которые действуют в день заседания: от него считается кворум.").body(html! {
        (form::error_summary(errors.all()))
        (Form::new(action, shell.key()).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (Field::new("held_on", "День заседания").hint("Например, 25.11.2026").value(typed.held_on.clone()).errors(errors.all()).date())
            (Field::new("chair", "Председатель").hint("Его голос решает, если голоса разделятся поровну и это предусмотрено порядком региона").value(typed.chair.clone()).errors(errors.all()).select(choices(&officers.members)))
            (Field::new("secretary", "Секретарь").hint("Ведёт протокол. Голосует, только если сам состоит в комиссии").value(typed.secretary.clone()).errors(errors.all()).select(choices(&officers.secretaries)))
            (form::button(button))
        }))
    }))
}
