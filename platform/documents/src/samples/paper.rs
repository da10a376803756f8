//! An invented certificate of activity.

use crate::{Fact, Grid, PaperDoc, Section, Signatory, Signature};

pub fn paper() -> PaperDoc {
    let grid = |columns: &[&str], row: &[&str]| Some(Grid { columns: columns.iter().map(|&text| text.to_owned()).collect(), rows: vec![row.iter().map(|&text| text.to_owned()).collect()] });
    PaperDoc {
        operator: super::persons::institute(),
        title: "Справка о деятельности".into(),
        caption: "№ 7F3K9QXA2MND от 23.11.2026".into(),
        is_draft: false,
        about: vec![Fact::new("Участник актива", "Образцова Мария Ивановна"), Fact::new("За какой срок", "с 01.09.2025 по 31.08.2026")],
        sections: vec![Section {
            title: "Часы по направлениям".into(), facts: Vec::new(), table: grid(&["Направление", "Дел", "Часов"], &["Наставничество", "12", "18"])
        }],
        closing: vec!["Выдана для представления в аттестационную комиссию.".into()],
        signatures: vec![Signatory { post: "Директор".into(), name: "И. О. Фамилия".into() }],
        signed: Some(Signature::Electronic { name: "Институт".into(), signed_at: "23.11.2026 10:00".into(), means: "Ключ установки, ES256".into(), code: "7F3K9QXA2MND".into() }),
        qr: Some("https://metod.example/verify/activity/7F3K9QXA2MND".into()),
    }
}
