//! A resource: its kinds, forms and states.

use files::Digest;
use kernel::{
    Date, Error, Result, Timestamp,
    id::{AccountId, PersonId, PlaceId},
    text_enum, uuid_id,
};

uuid_id! {
    ResourceId,
    /// A list of resources that was read from a sheet.
    ImportId,
}

text_enum! {
    Kind {
        Programme = "programme",
        Internship = "internship",
        MasterClass = "master_class",
        OpenLesson = "open_lesson",
        Mentor = "mentor",
        Material = "material",
        Practice = "practice",
    }
}

impl Kind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Programme => "курс (ДПП ПК)",
            Self::Internship => "стажировка",
            Self::MasterClass => "мастер-класс",
            Self::OpenLesson => "открытый урок",
            Self::Mentor => "наставник",
            Self::Material => "материал",
            Self::Practice => "практика",
        }
    }

    /// Happens on a day: without one there is nothing to come to.
    #[must_use]
    pub fn has_day(self) -> bool {
        match self {
            Self::MasterClass | Self::OpenLesson => true,
            Self::Programme | Self::Internship | Self::Mentor | Self::Material | Self::Practice => false,
        }
    }
}

text_enum! {
    Form {
        InPerson = "in_person",
        Remote = "remote",
        Mixed = "mixed",
        SelfPaced = "self_paced",
    }
}

impl Form {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "очно",
            Self::Remote => "дистанционно",
            Self::Mixed => "очно и дистанционно",
            Self::SelfPaced => "самостоятельно",
        }
    }
}

text_enum! {
    State {
        /// Written, not offered.
        Draft = "draft",
        /// Offered.
        Live = "live",
        /// No longer offered; stays for those who have walked it.
        Withdrawn = "withdrawn",
    }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Live => "в каталоге",
            Self::Withdrawn => "снят",
        }
    }

    /// # Errors
    /// A refusal that says what may be done instead.
    pub fn into(self, next: Self) -> Result<Self> {
        match (self, next) {
            (Self::Draft | Self::Live, Self::Live | Self::Withdrawn) | (Self::Withdrawn, Self::Draft) => Ok(next),
            (Self::Withdrawn, Self::Live) => Err(Error::refusal("Ресурс снят. Сначала верните его в черновики, проверьте, что в нём изменилось, потом его снова проверит коллега.")),
            (Self::Withdrawn, Self::Withdrawn) => Err(Error::refusal("Ресурс уже снят. Обновите страницу: там написано, почему.")),
            (Self::Draft | Self::Live, Self::Draft) => Err(Error::refusal("В черновики возвращают снятый ресурс. Чтобы изменить этот, откройте «Изменить».")),
        }
    }
}

text_enum! {
    /// What came of asking for the link.
    LinkState {
        Unchecked = "",
        Works = "works",
        /// The site answers that there is no such page.
        Broken = "broken",
        /// No answer, or one that proves nothing.
        Unreachable = "unreachable",
    }
}

impl LinkState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unchecked => "не проверялась",
            Self::Works => "открывается",
            Self::Broken => "такой страницы нет",
            Self::Unreachable => "сайт не ответил",
        }
    }
}

/// A deficit that it helps to close: a competency by its code, which is the same in all versions of a framework.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Tag {
    pub code: String,
    /// 1 touches, 2 works on, 3 is about just that.
    pub strength: u8,
}

/// Words of a strength.
#[must_use]
pub fn strength_label(strength: u8) -> &'static str {
    match strength {
        0 | 1 => "касается",
        2 => "работает с этим",
        _ => "посвящён именно этому",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    pub id: ResourceId,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub provider: String,
    /// Code of a subject; empty: any.
    pub subject: String,
    pub form: Form,
    /// In the author's words.
    pub technology: String,
    /// Academic.
    pub hours: u32,
    /// `None`: at any time.
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub apply_by: Option<Date>,
    pub seats: Option<u32>,
    /// Of a mentor.
    pub person: Option<PersonId>,
    /// Whose catalogue.
    pub place: PlaceId,
    pub link: String,
    pub link_state: LinkState,
    pub link_checked_at: Option<Timestamp>,
    pub digest: Option<Digest>,
    pub file_name: String,
    /// Last day to propose it.
    pub valid_to: Option<Date>,
    pub state: State,
    pub withdrawn_why: String,
    pub reviewed_by: Option<AccountId>,
    pub reviewed_on: Option<Date>,
    /// Of an import, or empty.
    pub batch: String,
    /// Who wrote it last: somebody else reviews.
    pub made_by: Option<AccountId>,
    pub made_at: Timestamp,
    pub version: i64,
    // Joined for display.
    pub place_name: String,
    pub place_path: String,
    /// Given back to its author with words, and not mended yet.
    pub returned_on: Option<Date>,
}

impl Resource {
    /// Whether it can still be begun on a day.
    #[must_use]
    pub fn is_open_on(&self, day: Date) -> bool {
        self.state == State::Live && [self.valid_to, self.apply_by, self.starts_on.or(self.ends_on)].into_iter().flatten().all(|last| last >= day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_withdrawn_comes_back_only_as_a_draft() {
        assert!(State::Withdrawn.into(State::Live).is_err());
        assert_eq!(State::Withdrawn.into(State::Draft).ok(), Some(State::Draft));
        assert!(State::Live.into(State::Draft).is_err());
        for state in [State::Draft, State::Live] {
            assert!(state.into(State::Live).is_ok() && state.into(State::Withdrawn).is_ok());
        }
    }
}
