//! Which column of a summary is what.

use crate::key::{Key, key};

/// Which column is what.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub municipality: Option<usize>,
    pub school: Option<usize>,
    pub class: Option<usize>,
    pub subject: Option<usize>,
    pub not_attested: Option<usize>,
    pub released: Option<usize>,
    pub total: Option<usize>,
    pub mean: Option<usize>,
    pub under: Option<usize>,
    pub scale: Option<usize>,
    /// Columns of 2, 3, 4, 5; one group of the row's subject, or one for each of several subjects.
    pub groups: Vec<Group>,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub subject: Option<String>,
    pub columns: [usize; 4],
}

impl Columns {
    pub fn of(titles: &[String]) -> Self {
        let mut found = Self::default();
        let mut counts: Vec<(Option<String>, [Option<usize>; 4])> = Vec::new();
        let mut count = |subject: Option<String>, mark: u8, column: usize| {
            let at = counts.iter().position(|(known, _)| *known == subject).unwrap_or_else(|| {
                counts.push((subject, [None; 4]));
                counts.len() - 1
            });
            if let Some(slot) = counts.get_mut(at).and_then(|(_, columns)| columns.get_mut(usize::from(mark.saturating_sub(2)))) {
                slot.get_or_insert(column);
            }
        };
        for (column, title) in titles.iter().enumerate() {
            let slot = match key(title) {
                Key::Municipality => &mut found.municipality,
                Key::School => &mut found.school,
                Key::Class => &mut found.class,
                Key::Subject => &mut found.subject,
                Key::NotAttested => &mut found.not_attested,
                Key::Released => &mut found.released,
                Key::Total => &mut found.total,
                Key::Mean => &mut found.mean,
                Key::Under => &mut found.under,
                Key::Scale => &mut found.scale,
                Key::Count(mark) => {
                    count(None, mark, column);
                    continue;
                }
                Key::SubjectCount(subject, mark) => {
                    count(Some(subject), mark, column);
                    continue;
                }
                Key::Computed | Key::Pupil | Key::Personal | Key::Number | Key::Teacher | Key::Other => continue,
            };
            slot.get_or_insert(column);
        }
        let whole = |columns: [Option<usize>; 4]| match columns {
            [Some(two), Some(three), Some(four), Some(five)] => Some([two, three, four, five]),
            _ => None,
        };
        found.groups = counts.into_iter().filter_map(|(subject, columns)| whole(columns).map(|columns| Group { subject, columns })).collect();
        found
    }

    pub fn has_figures(&self) -> bool {
        !self.groups.is_empty() || (self.total.is_some() && self.under.is_some() && self.class.is_some())
    }

    pub fn numbers(&self) -> Vec<usize> {
        let ends = [self.not_attested, self.released, self.total, self.mean, self.under, self.scale];
        self.groups.iter().flat_map(|group| group.columns).chain(ends.into_iter().flatten()).collect()
    }
}
