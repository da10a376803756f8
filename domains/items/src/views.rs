//! Pages of the bank.

pub mod bank;
pub mod calibrations;
pub mod editor;
pub mod import;
pub mod item;
pub mod plot;
pub mod review;
pub mod statistics;

use crate::model::{ItemId, ItemState, Mapping};
use competencies::{Branch, Framework};
use kernel::{Result, Tx};
use maud::Markup;
use structure::terms::Term;
use ui::{
    form::Group,
    parts::{self, Kind},
};

const HOME: (&str, &str) = ("Диагностика", "/diagnostics");
const BANK: (&str, &str) = ("Банк заданий", "/items");
const CALIBRATIONS: (&str, &str) = ("Калибровки", "/calibrations");

/// Choices of filters and forms.
pub struct Lists {
    /// Frameworks in use with their trees.
    pub frameworks: Vec<(Vec<Branch>, Framework)>,
    pub subjects: Vec<Term>,
}

impl Lists {
    /// Competencies under their blocks, for a select.
    pub fn competencies(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for (tree, framework) in &self.frameworks {
            for block in tree {
                let label = if self.frameworks.len() > 1 { format!("{}: {}", framework.title, block.competency.title) } else { block.competency.title.clone() };
                let below = competencies::flat(&block.children);
                groups.push(Group::new("", label, below.into_iter().map(|(competency, _)| (competency.id.to_string(), format!("{} {}", competency.code, competency.title)))));
            }
        }
        groups
    }

    /// Code and title of a competency.
    pub fn title(&self, id: competencies::CompetencyId) -> String {
        let all = self.frameworks.iter().flat_map(|(tree, _)| competencies::flat(tree));
        all.into_iter().find(|(competency, _)| competency.id == id).map_or_else(|| "компетенция прежней версии рамки".into(), |(competency, _)| format!("{} {}", competency.code, competency.title))
    }
}

/// What an item measures in a framework in use.
///
/// # Errors
/// The store fails.
pub fn newest_mapping(tx: &mut Tx<'_>, item: ItemId, lists: &Lists) -> Result<Mapping> {
    for (_, framework) in &lists.frameworks {
        let found = crate::store::mapping(tx, item, framework.id)?;
        if found.main.is_some() {
            return Ok(found);
        }
    }
    Ok(Mapping::default())
}

/// What a button says that puts an item into a state.
fn verb(next: ItemState) -> &'static str {
    match next {
        ItemState::Trial => "Дать на апробацию",
        ItemState::Live => "Ввести в действие",
        ItemState::Retired => "Снять",
        ItemState::Draft | ItemState::Reviewed => "Вернуть",
    }
}

fn state(state: ItemState) -> Markup {
    let kind = match state {
        ItemState::Draft => Kind::Doing,
        ItemState::Reviewed => Kind::Waiting,
        ItemState::Trial => Kind::Mine,
        ItemState::Live => Kind::Good,
        ItemState::Retired => Kind::Neutral,
    };
    parts::tag(kind, state.label())
}
