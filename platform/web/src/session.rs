//! The session behind a cookie.

use crate::App;
use access::{Actor, sessions};
use kernel::Result;

/// Who is logged in and for how long.
pub struct Found {
    pub actor: Actor,
    pub seconds_left: i64,
    pub unread: u64,
}

/// The actor of a session that is alive and complete (second factor done where the role needs it).
pub async fn find(app: &App, token: &str) -> Result<Option<Found>> {
    let secret = token.to_owned();
    let unread = app.unread;
    let found = app.read(move |tx| {
        let Some((actor, info)) = sessions::find(tx, &secret)? else { return Ok(None) };
        let unread = unread(tx, &actor)?;
        Ok(Some((actor, info, unread)))
    });
    let Some((actor, info, unread)) = found.await? else { return Ok(None) };
    if info.is_due_for_touch {
        let secret = token.to_owned();
        app.write(move |tx| sessions::touch(tx, &secret)).await?;
    }
    Ok(Some(Found { actor, seconds_left: info.seconds_left, unread }))
}
