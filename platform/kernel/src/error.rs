//! Four kinds of error that never mix: fields (422), refusal (409), not found or not yours (404), internal (500);
//! and two of weather: too many attempts (429), busy (503).

use std::fmt;

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, by what the user may hear of it.
#[derive(Debug)]
pub enum Error {
    /// The form has errors: shown beside the fields, what was typed stays.
    Fields(FieldErrors),
    /// A sentence in Russian that one can act on: what is wrong, where, what next.
    Refusal(String),
    /// It does not exist, or the viewer may not know that it does.
    NotFound,
    /// Too many attempts: try again after so many seconds.
    TooMany { seconds: u64 },
    /// The store is busy, full or read-only for the moment: nothing was changed.
    Busy,
    /// Our fault; the cause goes to the log only.
    Internal(anyhow::Error),
}

impl Error {
    /// A refusal with its sentence.
    pub fn refusal(sentence: impl Into<String>) -> Self {
        Self::Refusal(sentence.into())
    }

    /// Somebody else changed the record first.
    #[must_use]
    pub fn stale(what: &str) -> Self {
        Self::Refusal(format!("{what}: пока страница была открыта, запись изменил кто-то другой. Обновите страницу, посмотрите, что изменилось, и повторите действие."))
    }

    /// One field's error.
    pub fn field(name: &str, message: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(name, message);
        Self::Fields(errors)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(errors) => write!(f, "{errors}"),
            Self::Refusal(sentence) => f.write_str(sentence),
            Self::NotFound => f.write_str("not found"),
            Self::TooMany { seconds } => write!(f, "too many attempts, wait {seconds} s"),
            Self::Busy => f.write_str("busy"),
            Self::Internal(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Fields(errors)
    }
}

/// All errors of a form at once, in the order found: field name → message.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    /// Adds a message at a field.
    pub fn add(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.0.push((name.into(), message.into()));
    }

    /// The first message at a field.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, message)| message.as_str())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, for the summary.
    #[must_use]
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// Keeps a parsed value, or notes its error at the field and gives `None`.
    pub fn take<T>(&mut self, name: &str, parsed: Result<T, impl fmt::Display>) -> Option<T> {
        parsed.map_err(|message| self.add(name, message.to_string())).ok()
    }

    /// Words of several lines, `most` signs of them or fewer; they may be missing.
    pub fn words(&mut self, name: &str, raw: &str, most: usize) -> Option<String> {
        let words = crate::name::clean_text(&raw.chars().take(most.saturating_mul(4)).collect::<String>());
        if words.chars().count() > most {
            self.add(name, format!("Слишком длинно. Сократите до {most} знаков"));
            return None;
        }
        Some(words)
    }

    /// As [`FieldErrors::words`], for words that must be there.
    pub fn needed(&mut self, name: &str, raw: &str, most: usize, missing: &str) -> Option<String> {
        let words = self.words(name, raw, most)?;
        if words.is_empty() {
            self.add(name, missing);
            return None;
        }
        Some(words)
    }

    /// The value if there was no error; a form whose value is missing has an error by construction.
    pub fn or<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, message)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "; " };
            write!(f, "{comma}{name}: {message}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_lack_or_are_too_long_are_an_error_of_their_field() {
        let mut errors = FieldErrors::default();
        assert_eq!(errors.words("note", "  ", 5).as_deref(), Some(""));
        assert_eq!(errors.needed("note", " да ", 5, "Напишите"), Some("да".into()));
        assert!(errors.is_empty());
        assert_eq!(errors.needed("note", " \n ", 5, "Напишите"), None);
        assert_eq!(errors.words("title", "шесть!", 5), None);
        assert_eq!((errors.of("note"), errors.of("title")), (Some("Напишите"), Some("Слишком длинно. Сократите до 5 знаков")));
    }
}
