//! An invented meeting of a union.

use super::persons::{institute, signatory};
use crate::kinds::{Fact, Present, Registration, UnionDecision, UnionMinutesDoc, UnionQuestion};

/// Minutes of three people about one question.
pub fn union_minutes() -> UnionMinutesDoc {
    let person = |name: &str, role: &str| Present { name: name.into(), post: "МБОУ СШ № 7 п. Ванино".into(), role: role.into() };
    let decision = |what: &str, owner: &str, due: &str| UnionDecision { what: what.into(), owner: owner.into(), due: due.into() };
    UnionMinutesDoc {
        operator: institute(),
        registration: Registration { number: "3".into(), on: Some(jiff::civil::date(2026, 11, 23)) },
        union: "Районное методическое объединение учителей математики".into(),
        place: "Ванинский муниципальный округ".into(),
        venue: "п. Ванино".into(),
        version: "Версия 2".into(),
        facts: vec![Fact::new("Тема", "Итоги муниципального этапа олимпиады"), Fact::new("Время", "14:00–15:30")],
        present: vec![person("Кедрова Алла Викторовна", "руководитель"), person("Ольхова Ирина Игоревна", "секретарь"), person("Тополев Пётр Ильич", "участник")],
        absent: vec!["Ясенева Мария Олеговна".into()],
        invited: "Сосновская Л. Н., методист".into(),
        quorum: "Присутствуют 3 из 4 участников, для решения нужно не меньше 3. Кворум имеется.".into(),
        has_quorum: true,
        agenda: vec![UnionQuestion {
            title: "Итоги муниципального этапа олимпиады".into(),
            speaker: "Тополев Пётр Ильич".into(),
            heard: "Разобраны задания, с которыми не справилось большинство.\nПредложено провести открытые уроки.".into(),
            decisions: vec![decision("Провести открытый урок по теме «Стереометрия».", "Тополев Пётр Ильич", "15.12.2026")],
        }],
        other: vec![decision("Принять план на второе полугодие.", "", "")],
        signatories: vec![signatory("Председатель", "А. В. Кедрова"), signatory("Секретарь", "И. И. Ольхова")],
    }
}
