//! Size of text, contrast and spacing: chosen once, kept in a cookie, applied by the server without any script.

use crate::form::{Field, Form, button};
use maud::{Markup, html};

/// Name of the cookie; its value is [`Prefs::to_cookie`].
pub const COOKIE: &str = "view";
/// The page where it is changed; posts `size`, `contrast`, `spacing` and `back` to itself.
pub const URL: &str = "/view-settings";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Usual,
    Large,
    Largest,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contrast {
    #[default]
    Usual,
    BlackOnWhite,
    LightOnBlack,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    #[default]
    Usual,
    Wide,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    pub size: Size,
    pub contrast: Contrast,
    pub spacing: Spacing,
}

impl Prefs {
    /// From the words of the form or the cookie; an unknown word means the usual look.
    pub fn from_words(size: &str, contrast: &str, spacing: &str) -> Self {
        Self {
            size: match size {
                "large" => Size::Large,
                "largest" => Size::Largest,
                _ => Size::Usual,
            },
            contrast: match contrast {
                "black" => Contrast::BlackOnWhite,
                "dark" => Contrast::LightOnBlack,
                _ => Contrast::Usual,
            },
            spacing: if spacing == "wide" { Spacing::Wide } else { Spacing::Usual },
        }
    }

    pub fn from_cookie(value: &str) -> Self {
        let mut words = value.split('.');
        let mut next = || words.next().unwrap_or_default();
        Self::from_words(next(), next(), next())
    }

    pub fn to_cookie(self) -> String {
        let (size, contrast, spacing) = self.words();
        format!("{size}.{contrast}.{spacing}")
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        let size = match self.size {
            Size::Usual => "usual",
            Size::Large => "large",
            Size::Largest => "largest",
        };
        let contrast = match self.contrast {
            Contrast::Usual => "usual",
            Contrast::BlackOnWhite => "black",
            Contrast::LightOnBlack => "dark",
        };
        let spacing = match self.spacing {
            Spacing::Usual => "usual",
            Spacing::Wide => "wide",
        };
        (size, contrast, spacing)
    }

    /// Classes for the root element; nothing for the usual look.
    pub fn classes(self) -> Option<String> {
        let (size, contrast, spacing) = self.words();
        let named = [("size", size), ("contrast", contrast), ("spacing", spacing)];
        let classes: Vec<String> = named.iter().filter(|(_, word)| *word != "usual").map(|(kind, word)| format!("{kind}-{word}")).collect();
        (!classes.is_empty()).then(|| classes.join(" "))
    }
}

/// Body of the settings page; `back` is the path to return to after saving.
pub fn view_settings(prefs: Prefs, key: &str, back: &str) -> Markup {
    let (size, contrast, spacing) = prefs.words();
    Form::new(URL, key).body(html! {
        (crate::form::hidden("back", back))
        (Field::new("size", "Размер текста").value(size)
            .radios([("usual", "Обычный"), ("large", "Крупный"), ("largest", "Очень крупный")]))
        (Field::new("contrast", "Цвета").value(contrast)
            .radios([("usual", "Обычные"), ("black", "Чёрным по белому"), ("dark", "Светлым по чёрному")]))
        (Field::new("spacing", "Расстояние между буквами и строками").value(spacing)
            .radios([("usual", "Обычное"), ("wide", "Увеличенное")]))
        p { "Выбор сохранится в этом браузере и подействует на все страницы." }
        (button("Сохранить вид"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_the_cookie() {
        for size in ["usual", "large", "largest"] {
            for contrast in ["usual", "black", "dark"] {
                for spacing in ["usual", "wide"] {
                    let prefs = Prefs::from_words(size, contrast, spacing);
                    assert_eq!(prefs.to_cookie(), format!("{size}.{contrast}.{spacing}"));
                    assert_eq!(Prefs::from_cookie(&prefs.to_cookie()), prefs);
                }
            }
        }
    }

    #[test]
    fn a_forged_cookie_is_the_usual_look() {
        assert_eq!(Prefs::from_cookie("\"><script>.x.y.z"), Prefs::default());
        assert_eq!(Prefs::from_cookie("").classes(), None);
        assert_eq!(Prefs::from_cookie("large.dark.wide").classes().unwrap(), "size-large contrast-dark spacing-wide");
    }
}
