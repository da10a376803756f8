//! What a newcomer wants help with.

use super::text;
use crate::mentoring::model::THEMES;
use kernel::{FieldErrors, Result};
use web::Answers;

/// Themes of one answer: all of them at once is no beginning.
const MOST_THEMES: usize = 4;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartForm {
    /// Codes of themes of meetings.
    pub themes: Vec<String>,
    pub words: String,
}

impl From<&Answers> for StartForm {
    fn from(answers: &Answers) -> Self {
        Self { themes: answers.all("themes").into_iter().map(ToOwned::to_owned).collect(), words: answers.get("words").to_owned() }
    }
}

impl StartForm {
    /// Themes in the order of their list, and the words.
    ///
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self) -> Result<(Vec<&'static str>, String)> {
        let mut errors = FieldErrors::default();
        let themes: Vec<&str> = THEMES.iter().map(|(code, _)| *code).filter(|code| self.themes.iter().any(|typed| typed == code)).collect();
        if themes.is_empty() {
            errors.add("themes", "Отметьте хотя бы одну тему");
        } else if themes.len() > MOST_THEMES {
            errors.add("themes", format!("Отметьте не больше {MOST_THEMES} тем: с них начнёте, остальное потом"));
        }
        let words = text(&mut errors, "words", &self.words);
        Ok(errors.or(Some((themes, words)))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Error;

    fn of(themes: &[&str]) -> StartForm {
        StartForm { themes: themes.iter().map(|code| (*code).to_owned()).collect(), words: String::new() }
    }

    #[test]
    fn one_to_four_known_themes_are_taken_in_the_order_of_their_list() {
        assert_eq!(of(&["parents", "lesson", "lesson", "погода"]).read().unwrap().0, ["lesson", "parents"]);
        for wrong in [of(&[]), of(&["погода"]), of(&["lesson", "assessment", "discipline", "planning", "subject"])] {
            assert!(matches!(wrong.read(), Err(Error::Fields(errors)) if errors.of("themes").is_some()), "{wrong:?}");
        }
    }
}
