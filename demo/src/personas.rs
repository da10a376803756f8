//! One persona per role, to log in as.

use crate::region::School;
use access::{Actor, Role, accounts, grants};
use audit::By;
use jiff::civil::date;
use kernel::{
    Result, Tx,
    id::{AccountId, PersonId, PlaceId},
    params,
};
use web::App;

/// The password of every persona; printed at the start of the demo and good nowhere else.
pub const PASSWORD: &str = "учебный вход 720";

/// Somebody to log in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub place: String,
}

const STAFF: &[(&str, &str, Role)] = &[
    ("coordinator", "Координатова Елена Сергеевна", Role::Coordinator),
    ("data", "Бережнова Вера Павловна", Role::DataProtection),
    ("commission1", "Председателев Игорь Олегович", Role::Commission),
    ("commission2", "Голосова Анна Ивановна", Role::Commission),
    ("commission3", "Судейкин Пётр Андреевич", Role::Commission),
    ("municipal", "Районова Ольга Викторовна", Role::Municipal),
    ("school", "Завучева Ирина Николаевна", Role::School),
    ("methodist", "Методистова Наталья Львовна", Role::Methodist),
    ("expert1", "Критериева Марина Юрьевна", Role::Expert),
    ("expert2", "Оценкин Павел Сергеевич", Role::Expert),
    ("ministry", "Министрова Татьяна Юрьевна", Role::Ministry),
    ("admin", "Серверов Денис Максимович", Role::Administrator),
];

/// The member's persona; a teacher of the register.
pub const MEMBER: &str = "member";

fn address(name: &str) -> String {
    format!("{name}@aktiv.example")
}

/// Opens the accounts of the staff.
pub fn build(app: &App, schools: &[School]) -> Result<()> {
    let hash = access::passwords::hash_blocking(&access::passwords::Password::typed(PASSWORD))?;
    app.db.write(|tx| {
        let region: PlaceId = tx.one("SELECT id FROM place WHERE kind = 'region'", params![], |row| row.get(0))?;
        let first = schools.first().ok_or_else(|| anyhow::anyhow!("no school"))?;
        for (name, full, role) in STAFF {
            let place = match role {
                Role::Municipal => &first.municipality,
                Role::School => &first.id,
                Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Ministry | Role::Methodist | Role::Expert | Role::Member => &region,
            };
            open(tx, name, full, *role, place, None, &hash)?;
        }
        Ok(())
    })
}

fn open(tx: &mut Tx<'_>, name: &str, full: &str, role: Role, place: &PlaceId, person: Option<PersonId>, hash: &str) -> Result<AccountId> {
    let by = By::system();
    let account = accounts::create(tx, &by, &accounts::NewAccount { name: full.into(), email: address(name), person })?;
    accounts::set_password(tx, &by, account, hash, None)?;
    grants::grant(tx, &by, &grants::NewGrant { account, role, place: place.clone(), from: date(2026, 1, 1), to: None })?;
    Ok(account)
}

/// A member gets the persona's address and password: the first of the register who publishes everything.
pub fn attach_member(app: &App) -> Result<()> {
    let hash = access::passwords::hash_blocking(&access::passwords::Password::typed(PASSWORD))?;
    app.db.write(|tx| {
        let account = tx.one(
            "SELECT a.id FROM account a JOIN membership m ON m.person_id = a.person_id JOIN consent c ON c.person_id = a.person_id AND c.kind = 'publication' JOIN consent_item i ON i.consent_id = c.id AND i.item = 'school'
             WHERE m.ended_on IS NULL AND m.subject IS NOT NULL ORDER BY a.email LIMIT 1",
            params![],
            |row| row.get::<AccountId>(0),
        )?;
        accounts::set_password(tx, &By::system(), account, &hash, None)?;
        tx.execute("UPDATE account SET email = $1 WHERE id = $2", params![address(MEMBER), account])?;
        Ok(())
    })
}

/// The personas that are there, in the order of the process.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Persona>> {
    let addresses = STAFF.iter().map(|(name, _, _)| *name).chain([MEMBER]);
    let mut found = Vec::new();
    for name in addresses {
        if let Some(account) = accounts::by_email(tx, &address(name))?
            && let Some(grant) = grants::active(tx, account.id)?.into_iter().next()
        {
            found.push(Persona { account: account.id, name: account.name, email: account.email, role: grant.role, place: grant.place_name });
        }
    }
    Ok(found)
}

/// The coordinator at work, for the generator's own acts.
///
/// # Errors
/// There is none, or the store fails.
pub fn coordinator(app: &App) -> Result<Actor> {
    actor(app, "coordinator")
}

/// A persona at work.
pub fn actor(app: &App, name: &str) -> Result<Actor> {
    app.db.read(|tx| {
        let account = accounts::by_email(tx, &address(name))?.ok_or_else(|| anyhow::anyhow!("no persona {name}"))?;
        let grant = grants::active(tx, account.id)?.into_iter().next().ok_or_else(|| anyhow::anyhow!("persona {name} has no role"))?;
        at_work(tx, account, grant)
    })
}

/// A teacher at work in the cabinet; `None` where they have no account or no cabinet.
pub fn teacher(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Actor>> {
    let Some(account) = accounts::of_person(tx, person)? else { return Ok(None) };
    let Some(grant) = grants::active(tx, account.id)?.into_iter().find(|grant| grant.role == Role::Member) else { return Ok(None) };
    at_work(tx, account, grant).map(Some)
}

fn at_work(tx: &mut Tx<'_>, account: accounts::Account, grant: grants::Grant) -> Result<Actor> {
    let place_path = tx.one("SELECT path FROM place WHERE id = $1", params![grant.place], |row| row.get(0))?;
    Ok(Actor { account: account.id, person: account.person, name: account.name, role: grant.role, place: grant.place, place_path, place_name: grant.place_name, session: String::new() })
}
