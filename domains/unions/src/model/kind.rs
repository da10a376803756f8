//! Floors of the second tree and offices in a union.

use structure::places::PlaceKind;

kernel::text_enum! {
    /// Which floor of the second tree it stands on.
    Kind {
        /// An outside body: sends documents and recommendations, isn't led from here.
        Federal = "federal",
        Krai = "krai",
        Regional = "regional",
        Municipal = "municipal",
        /// Of several small schools, none of which has enough teachers of the subject.
        Cluster = "cluster",
        School = "school",
    }
}

impl Kind {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Federal => "федеральное УМО",
            Self::Krai => "краевое УМО",
            Self::Regional => "региональное МО (РМО)",
            Self::Municipal => "районное МО",
            Self::Cluster => "межшкольное МО",
            Self::School => "школьное МО",
        }
    }

    /// What kind of place it belongs to.
    #[must_use]
    pub fn place(self) -> PlaceKind {
        match self {
            Self::Federal | Self::Krai | Self::Regional => PlaceKind::Region,
            Self::Municipal | Self::Cluster => PlaceKind::Municipality,
            Self::School => PlaceKind::School,
        }
    }

    /// Kinds that it may stand under, the nearest first. To stand under none is allowed too.
    #[must_use]
    pub fn above(self) -> &'static [Self] {
        match self {
            Self::Federal => &[],
            Self::Krai => &[Self::Federal],
            Self::Regional => &[Self::Krai],
            Self::Municipal => &[Self::Regional, Self::Krai],
            Self::Cluster => &[Self::Municipal, Self::Regional],
            Self::School => &[Self::Municipal, Self::Cluster, Self::Regional],
        }
    }

    /// Whether its people, plan and meetings are kept here.
    #[must_use]
    pub fn is_ours(self) -> bool {
        match self {
            Self::Federal => false,
            Self::Krai | Self::Regional | Self::Municipal | Self::Cluster | Self::School => true,
        }
    }
}

kernel::text_enum! {
    /// What somebody is in a union besides a member.
    Office {
        Head = "head",
        Deputy = "deputy",
        Secretary = "secretary",
    }
}

impl Office {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Head => "руководитель",
            Self::Deputy => "заместитель",
            Self::Secretary => "секретарь",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_stands_under_itself_or_in_a_circle() {
        for kind in Kind::ALL {
            let mut seen = vec![*kind];
            let mut next: Vec<Kind> = kind.above().to_vec();
            while let Some(above) = next.pop() {
                assert!(!seen[..1].contains(&above), "{kind} stands above itself");
                next.extend(above.above());
                seen.push(above);
            }
        }
    }
}
