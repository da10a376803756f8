//! What was typed before the session ran out.

use access::kept::KeptForm;
use maud::html;
use ui::{form, page::Page, parts::SummaryRow};

pub fn page(form: &KeptForm, next: &str, key: &str) -> Page {
    let shown: Vec<&(String, String)> = form.fields.iter().filter(|(name, value)| !name.starts_with('_') && name != "version" && !value.is_empty()).collect();
    // The key of the form as it was: had it arrived after all, sending it again changes nothing.
    let kept_key = form.fields.iter().find(|(name, _)| name == "_key").map_or(key, |(_, value)| value.as_str());
    Page::new("Ваш текст сохранился").narrow().lead("Сеанс завершился раньше, чем вы отправили форму. Ничего не отправлено: проверьте и отправьте сами.").body(html! {
        (ui::parts::summary(shown.iter().enumerate().map(|(at, (_, value))| SummaryRow::new(format!("Ответ {}", at + 1), html! { (value) }))))
        (form::form(&form.path, kept_key, html! {
            @for (name, value) in form.fields.iter().filter(|(name, _)| name != "_key") { (form::hidden(name, value)) }
            (form::button("Отправить сохранённое"))
        }))
        (form::form("/login/kept/dismissal", key, html! { (form::hidden("next", next)) (form::button_quiet("Не отправлять и удалить")) }))
    })
}
