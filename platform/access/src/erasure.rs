//! What accounts do when news of a person comes: destroyed data leave the account too, merged cards keep one way in.

use crate::sessions;
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
    news::News,
    params,
};

/// Hears the news (wired by the server).
///
/// # Errors
/// The store fails.
pub fn hear(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => {
            tx.execute("UPDATE account SET person_id = $1, version = version + 1 WHERE person_id = $2", params![kept, gone])?;
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

/// The row stays as a bare id, for the journal's sake; name, address, secrets, sessions, codes and kept texts go.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let now = tx.now();
    let accounts: Vec<AccountId> = tx.query("SELECT id FROM account WHERE person_id = $1", params![person], |row| row.get(0))?;
    for account in &accounts {
        sessions::forget_all(tx, *account)?;
        tx.execute("DELETE FROM account_code WHERE account_id = $1", params![account])?;
        tx.execute("DELETE FROM saved_list WHERE account_id = $1", params![account])?;
        tx.execute("DELETE FROM kept_form WHERE account_id = $1", params![account.to_string()])?;
        tx.execute(
            "UPDATE account SET display_name = 'Данные удалены', email = $1, password_hash = NULL, totp_secret = NULL, totp_confirmed_at = NULL,
             oidc_subject = NULL, disabled_at = COALESCE(disabled_at, $2), version = version + 1 WHERE id = $3",
            params![format!("erased-{account}"), now, account],
        )?;
    }
    Ok(if accounts.is_empty() { Vec::new() } else { vec!["учётная запись: имя, почта, пароль, сеансы".into()] })
}
