//! Who appears in the samples. All names are invented.

use crate::kinds::{AnnexRow, OperatorCard, Registration, Signatory, Signature};
use jiff::civil::date;

pub(super) fn institute() -> OperatorCard {
    OperatorCard {
        full_name: "Краевое государственное автономное образовательное учреждение дополнительного профессионального образования «Институт развития образования»".into(),
        short_name: "КГАОУ ДПО «ИРО»".into(),
        address: "680000, г. Хабаровск, ул. Примерная, д. 1".into(),
        inn: "2700000000".into(),
        ogrn: "1020000000000".into(),
        phone: "+7 4212 00-00-00".into(),
        email: "institut@metod.example".into(),
        site: "metod.example".into(),
        director_post: "Ректор".into(),
        director_name: "А. В. Кедрова".into(),
    }
}

pub(super) fn school() -> OperatorCard {
    OperatorCard {
        full_name: "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 7 п. Ванино»".into(),
        short_name: "МБОУ СШ № 7 п. Ванино".into(),
        address: "682860, п. Ванино, ул. Приморская, д. 12".into(),
        phone: "+7 42137 0-00-00".into(),
        director_post: "Директор".into(),
        director_name: "Л. Н. Сосновская".into(),
        ..OperatorCard::default()
    }
}

pub(super) fn registered(number: &str) -> Registration {
    Registration { number: number.into(), on: Some(date(2026, 11, 23)) }
}

pub(super) fn rector() -> Signatory {
    signatory("Ректор", "А. В. Кедрова")
}

pub(super) fn signatory(post: &str, name: &str) -> Signatory {
    Signatory { post: post.into(), name: name.into() }
}

pub(super) fn by_code(name: &str) -> Signature {
    Signature::Electronic {
        name: name.into(), signed_at: "23.11.2026, 14:05 (Хабаровск, UTC+10)".into(), means: "простая электронная подпись: вход по паролю и код из письма".into(), code: "7F3K-92QD-LM40".into()
    }
}

pub(super) fn annex_row(index: usize) -> AnnexRow {
    let pick = |list: &[&str]| list.get(index % list.len()).copied().unwrap_or_default().to_owned();
    AnnexRow {
        name: format!(
            "{} {} {}",
            pick(&["Берёзкина", "Салтыкова-Щедрина", "Кедрова", "Лиственничная", "Амурская", "Ольхова", "Рябинина"]),
            pick(&["Анна", "Мария", "Екатерина", "Надежда", "Ольга"]),
            pick(&["Петровна", "Александровна", "Сергеевна"]),
        ),
        position: pick(&["учитель", "учитель начальных классов", "заместитель директора по учебно-воспитательной работе", "методист"]),
        school: format!("МБОУ «Средняя общеобразовательная школа № {}»", index % 90 + 1),
        municipality: pick(&["г. Хабаровск", "Хабаровский муниципальный район", "г. Комсомольск-на-Амуре", "Советско-Гаванский муниципальный округ"]),
        scope: pick(&["математика", "русский язык и литература", "функциональная грамотность", "история и обществознание", "физика"]),
    }
}
