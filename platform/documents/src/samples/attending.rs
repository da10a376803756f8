//! An invented certificate of an activity.

use jiff::civil::date;

use crate::{ActivityCertificateDoc, Signatory};

pub fn activity_certificate() -> ActivityCertificateDoc {
    ActivityCertificateDoc {
        operator: super::persons::institute(),
        number: "7F3KQ2MZ9ABC".into(),
        full_name: "Образцова Мария Ивановна".into(),
        school: "Школа № 1 г. Бикина".into(),
        statement: "принял(а) участие".into(),
        what: "открытый урок".into(),
        title: "Дроби на уроке и дома: шестой класс".into(),
        dates: "1 декабря 2026 г.".into(),
        volume: "2 академических часа".into(),
        holder: "Бикинский муниципальный район".into(),
        issued_on: date(2026, 12, 2),
        annulled: false,
        signatory: Signatory { post: "Ректор".into(), name: "К. А. Образцов".into() },
        qr: Some("https://active.example.ru/verify/a/7F3KQ2MZ9ABC".into()),
    }
}
