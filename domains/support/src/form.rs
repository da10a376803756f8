//! What is typed into forms, checked: all errors of a form at once.

use ::web::Answers;
pub use ::web::version;
use kernel::{Date, Error, FieldErrors, Result, name::clean_text};

/// Short texts: titles, bases, who.
pub const LINE: usize = 300;
/// Texts that somebody reads.
pub const TEXT: usize = 2_000;

/// A form being read.
pub struct Reading<'a> {
    pub answers: &'a Answers,
    pub errors: FieldErrors,
}

impl<'a> Reading<'a> {
    pub fn of(answers: &'a Answers) -> Self {
        Self { answers, errors: FieldErrors::default() }
    }

    /// A text that may be empty.
    pub fn text(&mut self, name: &str, most: usize) -> String {
        let text = clean_text(self.answers.get(name));
        if text.chars().count() > most {
            self.errors.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
        }
        text
    }

    /// A text that must be there.
    pub fn needed(&mut self, name: &str, most: usize, missing: &str) -> String {
        let text = self.text(name, most);
        if text.is_empty() {
            self.errors.add(name, missing);
        }
        text
    }

    /// A day that must be there.
    pub fn day(&mut self, name: &str) -> Option<Date> {
        let parsed = kernel::date::parse(self.answers.get(name));
        self.errors.take(name, parsed)
    }

    pub fn whole(&mut self, name: &str, allowed: std::ops::RangeInclusive<u32>, what: &str) -> Option<u32> {
        let number = self.answers.get(name).trim().parse().ok().filter(|number| allowed.contains(number));
        let parsed = number.ok_or_else(|| format!("{what}: целое число от {} до {}", allowed.start(), allowed.end()));
        self.errors.take(name, parsed)
    }

    pub fn whole_if_any(&mut self, name: &str, allowed: std::ops::RangeInclusive<u32>, what: &str) -> Option<u32> {
        if self.answers.get(name).trim().is_empty() { None } else { self.whole(name, allowed, what) }
    }

    /// A word of a closed list.
    pub fn word<T: std::str::FromStr>(&mut self, name: &str, missing: &'static str) -> Option<T> {
        let parsed = self.answers.get(name).parse().map_err(|_| missing);
        self.errors.take(name, parsed)
    }

    /// An address that a browser opens; empty is none.
    pub fn link(&mut self, name: &str) -> String {
        let typed = self.answers.get(name).trim().to_owned();
        let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
        let is_plain = rest.is_some_and(|rest| rest.contains('.') && !rest.starts_with(['.', '/']) && !rest.contains(['@', '"', '<', '>', '\\'])) && !typed.contains(char::is_whitespace) && typed.len() <= 1_000;
        if !typed.is_empty() && !is_plain {
            self.errors.add(name, "Укажите адрес целиком, как в строке браузера: https://example.ru/material");
        }
        typed
    }

    /// The value, if nothing was wrong.
    ///
    /// # Errors
    /// All that was wrong.
    pub fn done<T>(self, value: Option<T>) -> Result<T> {
        self.errors.or(value).map_err(Error::Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(typed: &str) -> bool {
        let answers = Answers::of([("link".to_owned(), typed.to_owned())]);
        let mut reading = Reading::of(&answers);
        reading.link("link");
        reading.errors.is_empty()
    }

    #[test]
    fn only_addresses_that_a_browser_opens_are_links() {
        for good in ["", "https://example.ru/kurs?a=1", "http://example.ru"] {
            assert!(link(good), "{good}");
        }
        for bad in ["example.ru", "javascript:alert(1)", "https://", "https://user:pass@example.ru", "https://example.ru/a b", "ftp://example.ru"] {
            assert!(!link(bad), "{bad}");
        }
    }
}
