//! What of a person goes when the data must be destroyed, and what happens to rows of imports when cards are merged.

use crate::search;
use kernel::{
    Date, Result, Timestamp, Tx,
    id::{PersonId, PlaceId},
    news::News,
    params, row,
};
use structure::places::REGION;

/// Hears the news that concern this domain's tables; says in words what was destroyed.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            tx.execute("UPDATE import_row SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ResourceWithdrawn { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseEnded { .. }
        | News::CaseDeficitsChanged { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

/// The whole row of `person`: each column is named, so that a new one stops the build in [`Row::erased`].
struct Row {
    id: PersonId,
    family: String,
    given: String,
    patronymic: Option<String>,
    birth_on: Option<Date>,
    phone: Option<String>,
    email: Option<String>,
    sort_key: String,
    place_id: PlaceId,
    version: i64,
    made_at: Timestamp,
    erased_at: Option<Timestamp>,
    merged_into: Option<PersonId>,
}

impl Row {
    /// What remains: a bare id, and the fact that the data are gone.
    fn erased(self, at: Timestamp) -> Self {
        let Self { id, family: _, given: _, patronymic: _, birth_on: _, phone: _, email: _, sort_key: _, place_id: _, version, made_at: _, erased_at, merged_into } = self;
        Self {
            id,
            family: String::new(),
            given: String::new(),
            patronymic: None,
            birth_on: None,
            phone: None,
            email: None,
            sort_key: String::new(),
            place_id: PlaceId::from(REGION),
            version: version + 1,
            made_at: at,
            erased_at: erased_at.or(Some(at)),
            merged_into,
        }
    }
}

fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let rows = tx.query(
        "SELECT id, family, given, patronymic, birth_on, phone, email, sort_key, place_id, version, made_at, erased_at, merged_into FROM person WHERE id = $1 OR merged_into = $1",
        params![person],
        row!(Row { id, family, given, patronymic, birth_on, phone, email, sort_key, place_id, version, made_at, erased_at, merged_into }),
    )?;
    for row in rows {
        erase_around(tx, row.id)?;
        let now = tx.now();
        save(tx, &row.erased(now))?;
    }
    Ok(["ФИО и прежние имена", "дата рождения", "телефон", "электронная почта", "места работы и должности", "преподаваемые предметы", "строки загруженных таблиц"].map(Into::into).into())
}

fn save(tx: &mut Tx<'_>, row: &Row) -> Result<()> {
    let Row { id, family, given, patronymic, birth_on, phone, email, sort_key, place_id, version, made_at, erased_at, merged_into } = row;
    tx.execute(
        "UPDATE person SET family = $1, given = $2, patronymic = $3, birth_on = $4, phone = $5, email = $6, sort_key = $7, place_id = $8, version = $9, made_at = $10, erased_at = $11, merged_into = $12 WHERE id = $13",
        params![family, given, patronymic, birth_on, phone, email, sort_key, place_id, version, made_at, erased_at, merged_into, id],
    )?;
    Ok(())
}

/// Everything that hangs on the card in this domain.
fn erase_around(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    search::forget(tx, id)?;
    for sql in [
        "DELETE FROM person_name WHERE person_id = $1",
        "DELETE FROM person_job WHERE person_id = $1",
        "DELETE FROM person_subject WHERE person_id = $1",
        "UPDATE import_row SET cells = '[]', messages = '[]', before = NULL, person_id = NULL, verdict = 'skip', choice = 'skip' WHERE person_id = $1",
    ] {
        tx.execute(sql, params![id])?;
    }
    Ok(())
}
