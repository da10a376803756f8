//! A person at work.

use crate::{Action, Role, Scope, rights};
use audit::By;
use kernel::{
    Error, Result,
    id::{AccountId, PersonId, PlaceId},
};

/// An account in the role it holds now, at the role's place.
#[derive(Debug, Clone)]
pub struct Actor {
    pub account: AccountId,
    /// The person behind the account, if the register has a card.
    pub person: Option<PersonId>,
    /// As shown in the header.
    pub name: String,
    pub role: Role,
    pub place: PlaceId,
    /// The place's path in the tree: what the scope is made of.
    pub place_path: String,
    pub place_name: String,
    /// Hash of the session's token: names the session, opens nothing.
    pub session: String,
}

impl Actor {
    /// Whether the role has the right; whose data it reaches is the scope's matter.
    #[must_use]
    pub fn can(&self, action: Action) -> bool {
        rights::allows(self.role, action)
    }

    /// As [`Actor::can`], as a guard: forbidden looks like absent.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn may(&self, action: Action) -> Result<()> {
        if self.can(action) { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Whose personal data this actor may see.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::of(self)
    }

    /// For the audit.
    #[must_use]
    pub fn by(&self) -> By {
        By { account: Some(self.account), actor: self.role.as_str() }
    }
}
