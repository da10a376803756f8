//! One field: label, hint, what was typed, the error beside it, and who will read it.

use super::{Choice, Group};
use maud::{Markup, Render, html};

/// How long the expected answer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    Short,
    Medium,
    #[default]
    Full,
}

/// Built by short calls, printed by the last one: `Field::new("email", "Почта").value(&form.email).email()`.
#[derive(Clone, Debug, Default)]
pub struct Field {
    name: String,
    label: String,
    hint: Option<Markup>,
    value: String,
    error: Option<String>,
    readers: Option<String>,
    autocomplete: Option<&'static str>,
    inputmode: Option<&'static str>,
    no_spellcheck: bool,
    width: Width,
    required_word: bool,
    legend_is_heading: bool,
    suggestions: Vec<String>,
    max_chars: Option<usize>,
    first_line: Option<String>,
}

impl Field {
    /// The field's id is its name: links of the error summary lead there.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    pub fn hint(mut self, hint: impl Render) -> Self {
        self.hint = Some(hint.render());
        self
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub fn error<E: Into<String>>(mut self, error: Option<E>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Takes its own error out of all of them (`FieldErrors::all()`), the first one if there are several.
    pub fn errors<F: AsRef<str>, M: AsRef<str>>(self, errors: &[(F, M)]) -> Self {
        let own = errors.iter().find(|(name, _)| name.as_ref() == self.name).map(|(_, message)| message.as_ref().to_owned());
        self.error(own)
    }

    /// The line under the field: who will read what is written here.
    pub fn who_reads(mut self, readers: impl Into<String>) -> Self {
        self.readers = Some(readers.into());
        self
    }

    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    pub fn inputmode(mut self, mode: &'static str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// Names, codes, addresses: nothing to underline in red.
    pub fn name_like(mut self) -> Self {
        self.no_spellcheck = true;
        self
    }

    pub fn short(mut self) -> Self {
        self.width = Width::Short;
        self
    }

    pub fn medium(mut self) -> Self {
        self.width = Width::Medium;
        self
    }

    /// Says «обязательно» after the label, for pages where most fields may stay empty.
    pub fn required_word(mut self) -> Self {
        self.required_word = true;
        self
    }

    /// The page's only question: its label is the `h1` (with `Page::own_heading`).
    pub fn as_heading(mut self) -> Self {
        self.legend_is_heading = true;
        self
    }

    /// Ready answers offered while one types; any other text may be typed too.
    pub fn suggest(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }

    pub fn max_chars(mut self, limit: usize) -> Self {
        self.max_chars = Some(limit);
        self
    }

    /// The first line of a list instead of «— выберите —»: «все» in a filter, «нет» where that is an answer.
    pub fn first_line(mut self, words: impl Into<String>) -> Self {
        self.first_line = Some(words.into());
        self
    }

    pub fn text(self) -> Markup {
        self.input("text")
    }

    pub fn email(self) -> Markup {
        let token = self.autocomplete.unwrap_or("email");
        self.autocomplete(token).inputmode("email").name_like().input("email")
    }

    pub fn phone(self) -> Markup {
        let token = self.autocomplete.unwrap_or("tel");
        self.autocomplete(token).medium().input("tel")
    }

    /// A date typed as text, ДД.ММ.ГГГГ.
    pub fn date(self) -> Markup {
        self.inputmode("decimal").name_like().short().input("text")
    }

    /// A whole number typed as text: no wheel, no arrows that change it by accident.
    pub fn number(self) -> Markup {
        self.inputmode("numeric").name_like().short().input("text")
    }

    /// A one-time code.
    pub fn code(self) -> Markup {
        let token = self.autocomplete.unwrap_or("one-time-code");
        self.autocomplete(token).name_like().short().input("text")
    }

    /// Never printed back; may be shown and pasted. Give `.autocomplete("new-password")` where one is made.
    pub fn password(mut self) -> Markup {
        self.value.clear();
        let token = self.autocomplete.unwrap_or("current-password");
        self.autocomplete(token).name_like().medium().input("password")
    }

    pub fn textarea(self, rows: u32) -> Markup {
        let control = html! {
            textarea id=(self.name) name=(self.name) rows=(rows) class=(self.width_class())
                maxlength=[self.max_chars] autocomplete=[self.autocomplete] spellcheck=[self.no_spellcheck.then_some("false")]
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] { "\n" (self.value) }
        };
        self.labelled(control)
    }

    /// A list with an empty first line, so that nothing is answered by chance.
    pub fn select<C: Into<Choice>>(self, choices: impl IntoIterator<Item = C>) -> Markup {
        let options = options(choices.into_iter().map(Into::into), &self.value);
        let control = self.list(options, None);
        self.labelled(control)
    }

    /// Options in groups. With `depends_on` (the name of another list) a script leaves only the group whose key is chosen there;
    /// without it all groups are shown under their headings.
    pub fn select_groups(self, groups: impl IntoIterator<Item = Group>, depends_on: Option<&str>) -> Markup {
        let options = html! {
            @for group in groups {
                optgroup label=(group.label) data-for=(group.key) { (options(group.choices, &self.value)) }
            }
        };
        let control = self.list(options, depends_on);
        self.labelled(control)
    }

    pub fn radios<C: Into<Choice>>(self, choices: impl IntoIterator<Item = C>) -> Markup {
        let chosen = [self.value.as_str()];
        let body = self.options_list("radio", choices.into_iter().map(Into::into), &chosen);
        self.grouped(body)
    }

    pub fn checkboxes<C: Into<Choice>, S: AsRef<str>>(self, choices: impl IntoIterator<Item = C>, chosen: &[S]) -> Markup {
        let chosen: Vec<&str> = chosen.iter().map(AsRef::as_ref).collect();
        let body = self.options_list("checkbox", choices.into_iter().map(Into::into), &chosen);
        self.grouped(body)
    }

    /// One box that is ticked only by the reader, or because the reader ticked it a moment ago (`.value` equals `on`).
    pub fn single_checkbox(self, on: &str, statement: &str) -> Markup {
        let chosen = [self.value.as_str()];
        let body = self.options_list("checkbox", [Choice::new(on, statement)].into_iter(), &chosen);
        self.grouped(body)
    }

    /// `accept` as in HTML («.pdf,.jpg,.png»); the limit is told in the hint and checked before sending where scripts run.
    pub fn file(self, accept: &str, max_mb: u32) -> Markup {
        let control = html! {
            input type="file" id=(self.name) name=(self.name) accept=(accept) data-max-mb=(max_mb)
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
        };
        self.labelled(control)
    }

    fn input(self, kind: &str) -> Markup {
        let list = (!self.suggestions.is_empty()).then(|| format!("{}-list", self.name));
        let control = html! {
            input type=(kind) id=(self.name) name=(self.name) value=[(kind != "password").then_some(&self.value)] class=(self.width_class())
                list=[&list] maxlength=[self.max_chars] autocomplete=[self.autocomplete] inputmode=[self.inputmode]
                spellcheck=[self.no_spellcheck.then_some("false")] autocapitalize=[matches!(kind, "email" | "password").then_some("none")]
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
            @if let Some(list) = &list {
                datalist id=(list) { @for suggestion in &self.suggestions { option value=(suggestion) {} } }
            }
        };
        self.labelled(control)
    }

    fn list(&self, options: Markup, depends_on: Option<&str>) -> Markup {
        html! {
            select id=(self.name) name=(self.name) class=(self.width_class()) autocomplete=[self.autocomplete] data-depends=[depends_on]
                aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] {
                option value="" { (self.first_line.as_deref().unwrap_or("— выберите —")) }
                (options)
            }
        }
    }

    fn options_list(&self, kind: &str, choices: impl Iterator<Item = Choice>, chosen: &[&str]) -> Markup {
        html! {
            @for (index, choice) in choices.enumerate() {
                @let id = if index == 0 { self.name.clone() } else { format!("{}-{index}", self.name) };
                @let hint = choice.hint.as_ref().map(|_| format!("{id}-note"));
                div.option {
                    input type=(kind) id=(id) name=(self.name) value=(choice.value) checked[chosen.contains(&choice.value.as_str())]
                        aria-describedby=[&hint];
                    label for=(id) { (choice.label) }
                    @if let Some(text) = &choice.hint { p.hint id=[&hint] { (text) } }
                    @if let Some(extra) = &choice.extra { div.extra { (extra) } }
                }
            }
        }
    }

    fn labelled(&self, control: Markup) -> Markup {
        let label = html! { label for=(self.name) { (self.label) (self.required()) } };
        html! {
            div.field.wrong[self.error.is_some()] {
                @if self.legend_is_heading { h1 { (label) } } @else { (label) }
                (self.notes())
                (control)
                (self.readers_line())
            }
        }
    }

    fn grouped(&self, body: Markup) -> Markup {
        html! {
            fieldset.field.wrong[self.error.is_some()] aria-describedby=[self.described_by()] {
                legend { @if self.legend_is_heading { h1 { (self.label) } } @else { (self.label) } (self.required()) }
                (self.notes())
                (body)
                (self.readers_line())
            }
        }
    }

    fn required(&self) -> Markup {
        html! { @if self.required_word { span.required { " обязательно" } } }
    }

    fn notes(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ (self.name) "-hint" } { (hint) } }
            @if let Some(error) = &self.error { p.error id={ (self.name) "-error" } { span.unseen { "Ошибка: " } (error) } }
        }
    }

    fn readers_line(&self) -> Markup {
        html! { @if let Some(readers) = &self.readers { p.readers id={ (self.name) "-readers" } { (readers) } } }
    }

    fn described_by(&self) -> Option<String> {
        let notes = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error"), (self.readers.is_some(), "readers")];
        let ids: Vec<String> = notes.iter().filter(|(shown, _)| *shown).map(|(_, note)| format!("{}-{note}", self.name)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn width_class(&self) -> &'static str {
        match self.width {
            Width::Short => "w-short",
            Width::Medium => "w-medium",
            Width::Full => "w-full",
        }
    }
}

fn options(choices: impl IntoIterator<Item = Choice>, chosen: &str) -> Markup {
    html! {
        @for choice in choices {
            option value=(choice.value) selected[choice.value == chosen] { (choice.label) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::error_summary;

    #[test]
    fn the_error_stands_beside_its_field_and_the_answer_is_kept() {
        let html = Field::new("born_on", "Дата рождения").hint("ДД.ММ.ГГГГ").value("вчера").error(Some("Такого дня нет")).date().into_string();
        assert!(html.contains("value=\"вчера\"") && html.contains("aria-invalid=\"true\""));
        assert!(html.contains("aria-describedby=\"born_on-hint born_on-error\"") && html.contains("id=\"born_on-error\""));
    }

    #[test]
    fn a_field_finds_its_own_error_among_all() {
        let errors = [("a".to_owned(), "Укажите А".to_owned()), ("b".to_owned(), "Укажите Б".to_owned())];
        let html = Field::new("b", "Б").errors(&errors).text().into_string();
        assert!(html.contains("Укажите Б") && !html.contains("Укажите А"));
        assert!(!Field::new("c", "В").errors(&errors).text().into_string().contains("aria-invalid"));
    }

    #[test]
    fn the_summary_leads_to_the_field_whatever_its_kind() {
        let fields = [
            Field::new("f", "П").text(),
            Field::new("f", "П").textarea(3),
            Field::new("f", "П").select([("a", "А")]),
            Field::new("f", "П").select_groups([Group::new("1", "Г", [("a", "А")])], None),
            Field::new("f", "П").radios([("a", "А"), ("b", "Б")]),
            Field::new("f", "П").checkboxes([("a", "А"), ("b", "Б")], &["b"]),
            Field::new("f", "П").single_checkbox("yes", "Да"),
            Field::new("f", "П").file(".pdf", 10),
            Field::new("f", "П").password(),
        ];
        let link = error_summary(&[("f", "Ответьте")]).into_string();
        assert!(link.contains("href=\"#f\""));
        for field in fields {
            let html = field.into_string();
            assert_eq!(html.matches(" id=\"f\"").count(), 1, "{html}");
        }
        assert_eq!(error_summary::<&str, &str>(&[]).into_string(), "");
    }

    #[test]
    fn nothing_is_ticked_or_chosen_for_the_reader() {
        let agree = || Field::new("agree", "Согласие");
        assert!(!agree().single_checkbox("yes", "Согласен").into_string().contains("checked"));
        assert!(agree().value("yes").single_checkbox("yes", "Согласен").into_string().contains("checked"));
        assert!(!Field::new("s", "Школа").select([("1", "Школа 1")]).into_string().contains("selected"));
    }

    #[test]
    fn a_password_is_never_printed_back() {
        assert!(!Field::new("password", "Пароль").value("тайна").password().into_string().contains("тайна"));
    }

    #[test]
    fn hostile_answers_stay_text() {
        let evil = "\" autofocus onfocus=alert(1) x=\"</textarea><script>";
        let field = || Field::new("f", evil).hint(evil).error(Some(evil)).value(evil).who_reads(evil);
        for html in [field().text(), field().textarea(2), field().select([(evil, evil)]), field().radios([(evil, evil)])] {
            let html = html.into_string();
            assert!(!html.contains("<script>") && !html.contains("\" autofocus"), "{html}");
        }
    }

    #[test]
    fn a_text_that_begins_with_a_line_break_keeps_it() {
        assert!(Field::new("f", "П").value("\nстрока").textarea(2).into_string().contains(">\n\nстрока</textarea>"));
    }
}
