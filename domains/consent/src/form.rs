//! Forms of these screens: answers as typed, all errors at once.

use crate::{PublicationItem, destruction::Reason, duty::Ask};
use documents::Medium;
use kernel::{Date, FieldErrors};
use web::Answers;

/// What a person allows to be published, as ticked, and until when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChoiceForm {
    pub items: Vec<String>,
    pub agree: String,
    pub last_day: String,
    /// The person's own conditions and bans.
    pub conditions: String,
    pub text: String,
}

impl ChoiceForm {
    pub fn from(answers: &Answers) -> Self {
        Self {
            items: answers.all("items").into_iter().map(ToOwned::to_owned).collect(),
            agree: answers.get("agree").into(),
            last_day: answers.get("last_day").into(),
            conditions: answers.get("conditions").into(),
            text: answers.get("text").into(),
        }
    }

    /// Known data only; anything else was never on the page.
    pub fn chosen(&self) -> Vec<PublicationItem> {
        self.items.iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// The day after the last one, or none.
    pub fn term_until(&self, today: Date) -> Result<Option<Date>, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.last_day.trim().is_empty() {
            return Ok(None);
        }
        let last = errors.take("last_day", kernel::date::parse(&self.last_day).map_err(ToOwned::to_owned));
        if last.is_some_and(|last| last < today) {
            errors.add("last_day", "Последний день согласия уже прошёл. Укажите сегодняшний или более поздний день, либо оставьте поле пустым");
        }
        errors.or(last.and_then(|last| last.tomorrow().ok())).map(Some)
    }
}

/// A paper that came: a withdrawal, a consent or a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperForm {
    pub what: String,
    pub items: Vec<String>,
    pub received_on: String,
    pub last_day: String,
    /// The person's own conditions and bans.
    pub conditions: String,
}

impl PaperForm {
    pub fn from(answers: &Answers) -> Self {
        let all = |name: &str| answers.all(name).into_iter().map(ToOwned::to_owned).collect();
        Self { what: answers.get("what").into(), items: all("items"), received_on: answers.get("received_on").into(), last_day: answers.get("last_day").into(), conditions: answers.get("conditions").into() }
    }

    /// The day of receipt, not in the future.
    pub fn received(&self, errors: &mut FieldErrors, today: Date) -> Option<Date> {
        let day = errors.take("received_on", kernel::date::parse(&self.received_on).map_err(ToOwned::to_owned))?;
        if day > today {
            errors.add("received_on", "Дата получения не может быть в будущем. Укажите день, когда бумага пришла");
        }
        Some(day)
    }

    pub fn chosen(&self) -> Vec<PublicationItem> {
        self.items.iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// One of the words of a list, or an error at `what`.
    pub fn picked<T: std::str::FromStr>(&self, errors: &mut FieldErrors, sentence: &str) -> Option<T> {
        errors.take("what", self.what.parse().map_err(|_| sentence.to_owned()))
    }

    /// A request and its day.
    pub fn request(&self, today: Date) -> Result<(Ask, Date), FieldErrors> {
        let mut errors = FieldErrors::default();
        let ask = self.picked(&mut errors, "Выберите, о чём просит человек");
        let day = self.received(&mut errors, today);
        errors.or(ask.zip(day))
    }

    /// Why data must be destroyed; a withdrawn consent asks by itself.
    pub fn reason(&self) -> Result<Reason, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason = self.picked(&mut errors, "Выберите причину уничтожения");
        errors.or(reason)
    }
}

/// Papers destroyed together with the records, for the act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaForm {
    pub papers: String,
    pub sheets: String,
    pub understood: String,
}

impl MediaForm {
    pub fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { papers: text("papers"), sheets: text("sheets"), understood: text("understood") }
    }

    /// What the act lists; nothing where there was no paper.
    pub fn media(&self) -> Result<Vec<Medium>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, sheets) = (kernel::name::clean_line(&self.papers), self.sheets.trim());
        if self.understood != "yes" {
            errors.add("understood", "Подтвердите отметкой, что понимаете: вернуть данные будет нельзя");
        }
        if name.chars().count() > 300 {
            errors.add("papers", "Слишком длинно: напишите не больше 300 знаков");
        }
        if name.is_empty() && sheets.is_empty() {
            return errors.or(Some(Vec::new()));
        }
        let sheets = sheets.parse().ok().filter(|sheets| (1..=10_000).contains(sheets));
        if name.is_empty() {
            errors.add("papers", "Напишите, какие бумаги уничтожены, или сотрите число листов");
        }
        if sheets.is_none() {
            errors.add("sheets", "Укажите число листов: от 1 до 10000");
        }
        errors.or(sheets.map(|sheets| vec![Medium { name, sheets }]))
    }
}

/// A next version of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextForm {
    pub title: String,
    pub body: String,
    pub approved_by: String,
    pub valid_from: String,
}

impl TextForm {
    pub fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { title: text("title"), body: text("body"), approved_by: text("approved_by"), valid_from: text("valid_from") }
    }

    pub fn day(&self) -> Result<Date, FieldErrors> {
        let mut errors = FieldErrors::default();
        let day = errors.take("valid_from", kernel::date::parse(&self.valid_from).map_err(ToOwned::to_owned));
        errors.or(day)
    }
}
