//! The list of the catalogue: filter, order, page.

use super::{SELECT, shape, tags_of};
use crate::{
    model::{Form, ImportId, Kind, LinkState, Resource, State, Tag},
    sight::{SEEN, Sight},
};
use kernel::{Date, Paged, Result, Slice, ToValue, Tx, Value, id::AccountId, params, search::fold};

/// Which resources; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Beginnings of words.
    pub text: String,
    pub state: Option<State>,
    pub kind: Option<Kind>,
    pub form: Option<Form>,
    /// A subject's code: those of the subject and those for any.
    pub subject: String,
    /// A competency's code.
    pub competency: String,
    pub hours: Option<u32>,
    /// Those that can still be begun on this day.
    pub on: Option<Date>,
    /// Those that this account wrote last.
    pub author: Option<AccountId>,
    pub batch: Option<ImportId>,
    pub link: Option<LinkState>,
    /// Written or edited since the last review, and waiting for it.
    pub is_unreviewed: bool,
    /// Given back to their author and not mended yet.
    pub is_returned: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Title,
    Hours,
    Starts,
    Changed,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub resource: Resource,
    pub tags: Vec<Tag>,
}

/// So many words of a search are heeded.
const WORDS: usize = 5;

const WHERE: &str = "(CAST($5 AS TEXT) = '' OR r.state = $5) AND (CAST($6 AS TEXT) = '' OR r.kind = $6) AND (CAST($7 AS TEXT) = '' OR r.form = $7)
    AND (CAST($8 AS TEXT) = '' OR r.subject = $8 OR r.subject = '')
    AND (CAST($9 AS TEXT) = '' OR EXISTS (SELECT 1 FROM resource_tag t WHERE t.resource_id = r.id AND t.competency_code = $9))
    AND (CAST($10 AS BIGINT) < 0 OR r.hours <= $10)
    AND (CAST($11 AS TEXT) = '' OR ((r.valid_to IS NULL OR r.valid_to >= $11) AND (r.apply_by IS NULL OR r.apply_by >= $11) AND (COALESCE(r.starts_on, r.ends_on) IS NULL OR COALESCE(r.starts_on, r.ends_on) >= $11)))
    AND (CAST($12 AS TEXT) = '' OR r.made_by = $12) AND (CAST($13 AS TEXT) = '' OR r.batch = $13)
    AND (CAST($14 AS TEXT) = '-' OR (r.link <> '' AND r.link_state = $14))
    AND (CAST($15 AS BIGINT) = 0 OR (r.reviewed_on IS NULL AND r.state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM resource_return b WHERE b.resource_id = r.id AND b.mended_on IS NULL)))
    AND (CAST($16 AS BIGINT) = 0 OR (r.state <> 'withdrawn' AND EXISTS (SELECT 1 FROM resource_return b WHERE b.resource_id = r.id AND b.mended_on IS NULL)))
    AND r.search_key LIKE $17 AND r.search_key LIKE $18 AND r.search_key LIKE $19 AND r.search_key LIKE $20 AND r.search_key LIKE $21";

/// Resources within sight. If no word is found as typed, the words are tried as typed with the other keyboard layout.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let found = strictly(tx, sight, filter, sort, slice)?;
    match kernel::search::russian_layout(&filter.text) {
        Some(text) if found.total == 0 => strictly(tx, sight, &Filter { text, ..filter.clone() }, sort, slice),
        _ => Ok(found),
    }
}

fn strictly(tx: &mut Tx<'_>, sight: &Sight, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let today = tx.today();
    let bound = Bound::of(filter);
    let mut values: Vec<Value<'_>> = params![sight.from, sight.to, sight.path, today].to_vec();
    values.extend(bound.values());
    // The day is named by the list only; the count takes the same values and names it once.
    let total = tx.count(&format!("SELECT COUNT(*) FROM resource r JOIN place pl ON pl.id = r.place_id WHERE CAST($4 AS TEXT) <> '' AND {SEEN} AND {WHERE}"), &values)?;
    let way = if sort.1 { "DESC" } else { "ASC" };
    let order = match sort.0 {
        Sort::Title => "r.search_key",
        Sort::Hours => "r.hours",
        Sort::Starts => "COALESCE(r.starts_on, '9999')",
        Sort::Changed => "r.made_at",
    };
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend([limit.to_value(), offset.to_value()]);
    let rows = tx.query(&format!("{SELECT} WHERE {SEEN} AND {WHERE} ORDER BY {order} {way}, r.search_key, r.id LIMIT $22 OFFSET $23"), &values, shape)?;
    let mut tags = tags_of(tx, &rows.iter().map(|row| row.id).collect::<Vec<_>>())?;
    let rows = rows.into_iter().map(|resource| Listed { tags: tags.remove(&resource.id).unwrap_or_default(), resource }).collect();
    Ok(Paged { rows, total, slice })
}

/// A filter as values of the statement, $5 and on.
struct Bound {
    state: &'static str,
    kind: &'static str,
    form: &'static str,
    subject: String,
    competency: String,
    hours: i64,
    on: String,
    author: String,
    batch: String,
    link: &'static str,
    is_unreviewed: i64,
    is_returned: i64,
    words: [String; WORDS],
}

impl Bound {
    fn of(filter: &Filter) -> Self {
        let folded = fold(&filter.text);
        let mut words = folded.split(' ').filter(|word| !word.is_empty());
        Self {
            state: filter.state.map_or("", State::as_str),
            kind: filter.kind.map_or("", Kind::as_str),
            form: filter.form.map_or("", Form::as_str),
            subject: filter.subject.clone(),
            competency: filter.competency.clone(),
            hours: filter.hours.map_or(-1, i64::from),
            on: filter.on.map(|day| day.to_string()).unwrap_or_default(),
            author: filter.author.map(|id| id.to_string()).unwrap_or_default(),
            batch: filter.batch.map(|id| id.to_string()).unwrap_or_default(),
            link: filter.link.map_or("-", LinkState::as_str),
            is_unreviewed: filter.is_unreviewed.into(),
            is_returned: filter.is_returned.into(),
            words: std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), |word| format!("% {word}%"))),
        }
    }

    fn values(&self) -> Vec<Value<'_>> {
        let Self { state, kind, form, subject, competency, hours, on, author, batch, link, is_unreviewed, is_returned, words } = self;
        // Each by itself: the macro would borrow the names, not what they point at.
        let texts = [subject, competency, on, author, batch].map(ToValue::to_value);
        let [subject, competency, on, author, batch] = texts;
        let mut values = vec![state.to_value(), kind.to_value(), form.to_value(), subject, competency, hours.to_value(), on, author, batch, link.to_value(), is_unreviewed.to_value(), is_returned.to_value()];
        values.extend(words.iter().map(ToValue::to_value));
        values
    }
}
