//! Do the answers behave as the model says? Items ([`item_fit`], [`s_x2`], [`residual_correlations`]) and people ([`person_fit`]).
//!
//! Flags to look at data by, never grounds for a sanction.

mod pattern;
mod residuals;
mod sums;

pub use pattern::{PersonFit, person_fit};
pub use residuals::{MeanSquares, item_fit, residual_correlations};
pub use sums::{ScoreFit, s_x2};

use crate::{error::Error, form, item::Item, responses::Responses};

/// Items, answers and abilities that belong together.
fn check(items: &[Item], responses: &Responses, thetas: Option<&[Option<f64>]>) -> Result<(), Error> {
    form::check(items)?;
    if items.len() != responses.items() {
        return Err(Error::Shape { what: "items", found: items.len(), wanted: responses.items() });
    }
    for (at, item) in items.iter().enumerate() {
        if let Some((_, highest)) = responses.range(at)
            && usize::from(highest) > item.max_score()
        {
            return Err(Error::ScoreTooLarge { score: usize::from(highest), largest: item.max_score() });
        }
    }
    if let Some(thetas) = thetas {
        if thetas.len() != responses.persons() {
            return Err(Error::Shape { what: "abilities", found: thetas.len(), wanted: responses.persons() });
        }
        if thetas.iter().flatten().any(|theta| !theta.is_finite()) {
            return Err(Error::NotFinite { what: "an ability" });
        }
    }
    Ok(())
}
