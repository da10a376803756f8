//! What an instrument and its forms still lack before they can be given. Pure.

use crate::{
    bank::{CompetencyWords, ItemWords},
    model::{BlueprintLine, CompetencyId, Form, FormItem, FormState, ItemId, Mode},
};
use ui::ru;

/// A form with its items and what the bank says of them.
#[derive(Debug, Clone)]
pub struct Filled {
    pub form: Form,
    pub items: Vec<FormItem>,
    pub words: Vec<ItemWords>,
}

/// An instrument as far as readiness goes.
#[derive(Debug, Clone)]
pub struct Whole<'a> {
    pub mode: Mode,
    pub blueprint: &'a [BlueprintLine],
    pub competencies: &'a [CompetencyWords],
    pub forms: &'a [Filled],
    /// Live items per competency, and how many of them experts mark.
    pub live: &'a [(CompetencyId, i64, i64)],
    pub anchors: &'a [ItemId],
    pub exposure_cap: f64,
}

impl Whole<'_> {
    fn title(&self, id: CompetencyId) -> &str {
        self.competencies.iter().find(|one| one.id == id).map_or("?", |one| one.title.as_str())
    }

    /// What stands in the way of opening, sentence by sentence; nothing: it can be opened.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        if self.blueprint.is_empty() {
            return vec!["Не указано, сколько заданий по каким компетенциям.".into()];
        }
        match self.mode {
            Mode::Fixed if self.forms.iter().any(|one| one.form.state == FormState::Ready) => Vec::new(),
            Mode::Fixed => vec!["Нет ни одного готового варианта: составьте вариант А и отметьте его готовым.".into()],
            Mode::Adaptive => self.blueprint.iter().filter_map(|line| self.too_few(line)).collect(),
        }
    }

    /// An adaptive one needs enough items that no item goes to a larger share of people than allowed.
    fn too_few(&self, line: &BlueprintLine) -> Option<String> {
        let (_, all, open) = self.live.iter().find(|(id, _, _)| *id == line.competency).copied().unwrap_or((line.competency, 0, 0));
        let least = line.most.unwrap_or(line.items);
        let closed = all - open;
        (closed < least).then(|| {
            format!(
                "«{}»: в банке {} с ключом, а нужно не меньше {least}. Задания, которые проверяют эксперты, для подбора по ответам не годятся.",
                self.title(line.competency),
                ru::counted(closed, "действующее задание", "действующих задания", "действующих заданий"),
            )
        })
    }

    /// What is worth knowing, though it stands in no way.
    #[must_use]
    pub fn advice(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.mode == Mode::Adaptive {
            for line in self.blueprint {
                let closed = self.live.iter().find(|(id, _, _)| *id == line.competency).map_or(0, |(_, all, open)| all - open);
                let wanted = (line.most.unwrap_or(line.items) as f64 / self.exposure_cap.max(0.01)).ceil();
                if (closed as f64) < wanted {
                    found.push(format!(
                        "«{}»: {} мало, чтобы каждое видели не больше {} % людей; лучше {wanted:.0}. Пока банк меньше, часть заданий будет повторяться чаще.",
                        self.title(line.competency),
                        ru::counted(closed, "задания", "заданий", "заданий"),
                        (self.exposure_cap * 100.0).round()
                    ));
                }
            }
        }
        if self.mode == Mode::Fixed && self.forms.iter().filter(|one| one.form.state == FormState::Ready).count() == 1 {
            found.push("Готов один вариант. Для повторной диагностики нужен второй: те же задания дважды не даются.".into());
        }
        found
    }

    /// What a form lacks to be ready.
    #[must_use]
    pub fn missing_in(&self, filled: &Filled) -> Vec<String> {
        let mut found = Vec::new();
        for line in self.blueprint {
            let have = i64::try_from(filled.items.iter().filter(|one| one.competency == line.competency).count()).unwrap_or(i64::MAX);
            if have != line.items {
                found.push(format!("«{}»: в варианте {}, а по плану {}.", self.title(line.competency), ru::counted(have, "задание", "задания", "заданий"), line.items));
            }
        }
        for one in &filled.items {
            if !self.blueprint.iter().any(|line| line.competency == one.competency) {
                found.push(format!("«{}»: задание есть в варианте, но такой компетенции нет в плане.", self.title(one.competency)));
            }
        }
        for words in &filled.words {
            if words.state != "live" {
                found.push(format!("Задание {}: больше не действует ({}). Замените его.", words.code, state_label(&words.state)));
            }
        }
        for (one, words) in filled.items.iter().zip(&filled.words) {
            if one.revision != words.newest {
                found.push(format!("Задание {}: в банке есть более новая редакция. Замените его или заполните вариант заново.", words.code));
            }
        }
        for other in self.forms.iter().filter(|other| other.form.id != filled.form.id && other.form.state == FormState::Ready) {
            for words in filled.words.iter().filter(|words| other.items.iter().any(|one| one.item == words.item) && !self.anchors.contains(&words.item)) {
                found.push(format!("Задание {} уже стоит в варианте {}. Замените его или отметьте общим (якорным).", words.code, other.form.letter));
            }
        }
        found
    }
}

/// The state of an item in words.
#[must_use]
pub fn state_label(state: &str) -> &str {
    match state {
        "draft" => "черновик",
        "reviewed" => "проверено",
        "trial" => "на пробе",
        "live" => "действует",
        "retired" => "снято",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FormId, InstrumentId};
    use kernel::id::Uuid;

    fn item(number: u128) -> ItemId {
        ItemId(Uuid::from_u128(number))
    }

    fn competency(number: u128) -> CompetencyId {
        CompetencyId(Uuid::from_u128(number))
    }

    fn called(number: u128, title: &str) -> CompetencyWords {
        CompetencyWords { id: competency(number), parent: None, code: title.into(), title: title.into() }
    }

    fn filled(letter: &str, state: FormState, items: &[(u128, u128)]) -> Filled {
        let form = Form { id: FormId::fresh(), instrument: InstrumentId::fresh(), letter: letter.into(), state, version: 1 };
        let place = |at: usize, (number, of): (u128, u128)| FormItem { position: at as i64 + 1, item: item(number), revision: 1, competency: competency(of) };
        let words = |number: u128| ItemWords { item: item(number), code: format!("z{number}"), kind: "single".into(), state: "live".into(), newest: 1 };
        Filled { form, items: items.iter().enumerate().map(|(at, one)| place(at, *one)).collect(), words: items.iter().map(|(number, _)| words(*number)).collect() }
    }

    fn line(of: u128, items: i64, most: Option<i64>) -> BlueprintLine {
        BlueprintLine { competency: competency(of), items, most }
    }

    #[test]
    fn a_form_says_all_it_lacks() {
        let blueprint = [line(1, 2, None), line(2, 1, None)];
        let competencies = [called(1, "a"), called(2, "b"), called(3, "c")];
        let anchors = [item(1)];
        let ready = filled("А", FormState::Ready, &[(1, 1), (2, 1), (3, 2)]);
        let mut draft = filled("Б", FormState::Draft, &[(1, 1), (2, 1), (9, 3)]);
        draft.words[2].state = "retired".into();
        draft.words[0].newest = 2;
        let forms = [ready.clone(), draft.clone()];
        let whole = Whole { mode: Mode::Fixed, blueprint: &blueprint, competencies: &competencies, forms: &forms, live: &[], anchors: &anchors, exposure_cap: 0.3 };
        let missing = whole.missing_in(&draft).join("\n");
        for said in ["«b»: в варианте 0", "«c»: задание есть", "z9: больше не действует", "z1: в банке есть более новая", "z2 уже стоит в варианте А"]
        {
            assert!(missing.contains(said), "{said}: {missing}");
        }
        assert!(!missing.contains("z1 уже стоит"), "an anchor may be shared");
        assert!(whole.missing_in(&ready).is_empty());
        assert!(whole.missing().is_empty() && whole.advice()[0].contains("второй"));
    }

    #[test]
    fn an_adaptive_one_needs_items_with_a_key() {
        let blueprint = [line(1, 6, Some(10))];
        let whole = |live| Whole { mode: Mode::Adaptive, blueprint: &blueprint, competencies: &[], forms: &[], live, anchors: &[], exposure_cap: 0.3 };
        let few = [(competency(1), 12, 4)];
        assert!(whole(&few).missing()[0].contains("не меньше 10"));
        let enough = [(competency(1), 14, 4)];
        assert!(whole(&enough).missing().is_empty() && whole(&enough).advice()[0].contains("лучше 34"));
        let nothing = Whole { mode: Mode::Fixed, blueprint: &[], competencies: &[], forms: &[], live: &[], anchors: &[], exposure_cap: 0.3 };
        assert!(nothing.missing()[0].contains("Не указано"));
    }
}
