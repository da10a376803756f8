//! Where a result comes from, and what it may be used for. One table: a new source or use stops the build until it is decided.

kernel::text_enum! {
    /// What the figures were counted from.
    Source { Marks = "marks", SchoolTest = "school_test", Vpr = "vpr", Oge = "oge", Ege = "ege", Other = "other" }
}

/// What may be made of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Seen by the team of a case, beside another of the same class.
    InCase,
    /// Summed up for the school itself.
    SchoolPicture,
    /// Summed up for the municipality and the region.
    RegionPicture,
    /// Set against the difficulties of teachers, over many of them.
    Link,
    /// Published as a sum.
    OpenData,
}

impl Use {
    pub const ALL: [Self; 5] = [Self::InCase, Self::SchoolPicture, Self::RegionPicture, Self::Link, Self::OpenData];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InCase => "внутри сопровождения",
            Self::SchoolPicture => "в сводке своей школы",
            Self::RegionPicture => "в сводках района и края",
            Self::Link => "при поиске связи с затруднениями",
            Self::OpenData => "в открытых данных",
        }
    }
}

impl Source {
    /// Whether it may be used so. What is asked in SQL is asked by [`Source::those_for`], which comes from here.
    #[must_use]
    pub fn may(self, what: Use) -> bool {
        let uses: &[Use] = match self {
            Self::Marks | Self::SchoolTest => &[Use::InCase, Use::SchoolPicture, Use::RegionPicture, Use::Link],
            Self::Vpr => &[Use::InCase],
            Self::Oge | Self::Ege => &Use::ALL,
            Self::Other => &[Use::InCase, Use::SchoolPicture],
        };
        uses.contains(&what)
    }

    /// The sources that may be used so.
    #[must_use]
    pub fn those_for(what: Use) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|source| source.may(what)).collect()
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Marks => "отметки за четверть или триместр",
            Self::SchoolTest => "школьная работа",
            Self::Vpr => "ВПР",
            Self::Oge => "ОГЭ",
            Self::Ege => "ЕГЭ",
            Self::Other => "другое",
        }
    }

    /// What must stand beside it.
    #[must_use]
    pub fn caution(self) -> &'static str {
        match self {
            Self::Vpr => "не для оценки учителя",
            Self::Marks | Self::SchoolTest | Self::Oge | Self::Ege | Self::Other => "",
        }
    }

    /// Why it is so: the law where there is one, else the rule of the house.
    #[must_use]
    pub fn ground(self) -> &'static str {
        match self {
            Self::Marks => "Отметки ставит сам учитель, поэтому по ним не судят о нём и не публикуют. Это правило системы.",
            Self::SchoolTest => "Работы в школах разные, поэтому школы по ним не сравнивают и не публикуют. Это правило системы.",
            Self::Vpr => {
                "Методические рекомендации Рособрнадзора по ВПР на 2025/26 учебный год: по результатам ВПР нельзя оценивать деятельность учителя. Письмо Рособрнадзора от 18.04.2025 № 02-86: нельзя оценивать и школу. Школа может использовать их, чтобы лучше учить."
            }
            Self::Oge | Self::Ege => "Работа одна для всех, проверяют её не учителя школы. Публикуют только суммы, по которым не узнать ни ученика, ни учителя. Это правило системы.",
            Self::Other => "О происхождении таких чисел программа ничего не знает, поэтому дальше школы они не идут. Это правило системы.",
        }
    }

    /// The most that can be got, unless another is typed.
    #[must_use]
    pub fn usual_scale(self) -> f64 {
        match self {
            Self::Marks | Self::SchoolTest | Self::Vpr | Self::Oge | Self::Other => 5.0,
            Self::Ege => 100.0,
        }
    }

    /// What is under the minimum.
    #[must_use]
    pub fn minimum(self) -> &'static str {
        match self {
            Self::Marks | Self::SchoolTest | Self::Vpr | Self::Oge => "отметка «2»",
            Self::Ege => "меньше минимального балла, установленного Рособрнадзором",
            Self::Other => "ниже порога, который принят для этой работы",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_uses() {
        let table: Vec<String> = Source::ALL.iter().map(|source| format!("{source}: {}", Use::ALL.iter().map(|what| if source.may(*what) { '+' } else { '-' }).collect::<String>())).collect();
        // case, school, region, link, open
        assert_eq!(table, ["marks: ++++-", "school_test: ++++-", "vpr: +----", "oge: +++++", "ege: +++++", "other: ++---"]);
    }

    #[test]
    fn the_ban_on_vpr_names_its_law() {
        assert!(Source::Vpr.ground().contains("02-86") && Source::Vpr.ground().contains("учителя"));
        assert!(!Source::those_for(Use::SchoolPicture).contains(&Source::Vpr));
    }
}
