//! What is looked for, from the address of the page.

use kernel::{Date, Result, Tx, name::clean_line};
use structure::{places, profile::TermKind, terms};
use ui::url::Query;

const LONGEST_TEXT: usize = 200;

/// Which members; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the name, as typed.
    pub text: String,
    /// Code of a subject.
    pub subject: String,
    /// Code of a municipality.
    pub municipality: String,
}

impl Filter {
    /// From `q`, `subject`, `municipality`. Of a longer text only the beginning is looked for.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let cut = |name: &str| clean_line(&query.text(name).chars().take(LONGEST_TEXT).collect::<String>());
        Self { text: cut("q"), subject: cut("subject"), municipality: cut("municipality") }
    }

    /// The address again, with nothing in it but what is understood: what links of the page carry on.
    #[must_use]
    pub fn query(&self) -> Query {
        let Self { text, subject, municipality } = self;
        Query::default().with("q", text).with("subject", subject).with("municipality", municipality)
    }

    pub(crate) fn is_empty(&self) -> bool {
        let Self { text, subject, municipality } = self;
        text.is_empty() && subject.is_empty() && municipality.is_empty()
    }
}

/// Code and name of what can be chosen.
pub(crate) type Choice = (String, String);

/// What the filters offer, and the names that codes are shown by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    pub subjects: Vec<Choice>,
    pub municipalities: Vec<Choice>,
}

impl Lists {
    pub fn read(tx: &mut Tx<'_>, on: Date) -> Result<Self> {
        let subjects = terms::choices(tx, TermKind::Subject, on)?;
        let municipalities = places::municipalities(tx, on)?.into_iter().map(|place| (place.id.0, place.short_name)).collect();
        Ok(Self { subjects, municipalities })
    }

    /// A code that isn't in its list (an old link, a forged address) fits nobody and never reaches the store.
    pub fn know(&self, filter: &Filter) -> bool {
        let known = |list: &[Choice], code: &str| code.is_empty() || list.iter().any(|(known, _)| known == code);
        known(&self.subjects, &filter.subject) && known(&self.municipalities, &filter.municipality)
    }

    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        name(&self.subjects, code)
    }

    pub fn municipality<'a>(&'a self, code: &'a str) -> &'a str {
        name(&self.municipalities, code)
    }
}

fn name<'a>(list: &'a [Choice], code: &'a str) -> &'a str {
    list.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name.as_str())
}
