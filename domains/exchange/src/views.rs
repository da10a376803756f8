//! Pages of data out.

pub mod home;
pub mod open_data;
pub mod tokens;
pub mod webhooks;

use maud::{Markup, html};

pub const EXCHANGE: (&str, &str) = ("Обмен данными", "/exchange");
pub const OPEN_DATA: (&str, &str) = ("Открытые данные", "/exchange/open-data");

/// A secret that is shown this once.
pub fn once(title: &str, secret: &str, more: &str) -> Markup {
    html! {
        section.panel {
            h2 { (title) }
            p { "Скопируйте сейчас: больше его не покажут. " (more) }
            p { code { (secret) } }
        }
    }
}
