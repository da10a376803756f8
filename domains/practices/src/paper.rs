//! The certificate of publication as data for the printing house.

use crate::model::{Practice, Text};
use documents::{Fact, PaperDoc, Signatory};
use structure::profile::Profile;
use ui::ru;

/// «Свидетельство о публикации»: for the author, whoever reads the practice.
#[must_use]
pub fn certificate(profile: &Profile, practice: &Practice, text: &Text, verify_url: String) -> PaperDoc {
    let day = practice.published_on.map(ru::date).unwrap_or_default();
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Свидетельство о публикации".into(),
        caption: "в банке практик регионального методического актива".into(),
        is_draft: false,
        about: vec![
            Fact::new("Автор", &practice.author_name),
            Fact::new("Место работы", &practice.place_name),
            Fact::new("Практика", &text.title),
            Fact::new("Опубликована", day),
            Fact::new("Рецензирование", "двумя независимыми рецензентами, без имени автора"),
        ],
        sections: Vec::new(),
        closing: Vec::new(),
        signatures: vec![Signatory { post: profile.operator.head_position.clone(), name: profile.operator.head_name.clone() }],
        signed: None,
        qr: Some(verify_url),
    }
}
