//! The last step: the first two accounts, and everything written at once.

use crate::assemble;
use access::{
    NewAccount, NewGrant, Password, Role, accounts, codes, grants,
    passwords::{self, Owner},
};
use audit::{By, Event, Record};
use kernel::{
    Error, FieldErrors, Result, Tx,
    id::{AccountId, PlaceId},
};
use structure::profile::Profile;
use web::Answers;

/// The first people, as typed and found good.
#[derive(Debug, Clone)]
pub struct People {
    pub administrator: NewAccount,
    pub password: Password,
    pub coordinator: NewAccount,
}

/// What the last page says.
#[derive(Debug, Clone)]
pub struct Done {
    pub administrator: String,
    pub coordinator: String,
    /// For the coordinator's first login, on paper.
    pub code: String,
}

impl People {
    /// Everything wrong at once.
    ///
    /// # Errors
    /// Field errors.
    pub fn parse(answers: &Answers) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let administrator = person(answers, "admin", &mut errors);
        let coordinator = person(answers, "coordinator", &mut errors);
        let password = Password::typed(answers.get("admin_password"));
        let owner = Owner { name: &administrator.name, email: &administrator.email, second_factor: true };
        let _ = errors.take("admin_password", passwords::check(&password, owner));
        if answers.get("admin_password") != answers.get("admin_password_again") {
            errors.add("admin_password_again", "Пароли не совпали. Наберите второй раз так же, как первый");
        }
        if errors.of("coordinator_email").is_none() && administrator.email == coordinator.email {
            errors.add("coordinator_email", "Почта та же, что у администратора. Это должны быть две учётные записи: администратор не видит персональных данных");
        }
        errors.or(Some(Self { administrator, password, coordinator })).map_err(Error::Fields)
    }
}

fn person(answers: &Answers, who: &str, errors: &mut FieldErrors) -> NewAccount {
    let (name_field, email_field) = (format!("{who}_name"), format!("{who}_email"));
    let name = errors.take(&name_field, kernel::name::part(answers.get(&name_field))).unwrap_or_default();
    if name.is_empty() && errors.of(&name_field).is_none() {
        errors.add(&name_field, "Укажите фамилию, имя и отчество");
    }
    let email = errors.take(&email_field, accounts::folded_email(answers.get(&email_field))).unwrap_or_default();
    NewAccount { name, email, person: None }
}

/// Writes it all: profile, administrator with the hashed password, coordinator with a code for the first login.
///
/// # Errors
/// A refusal if it is done already; the store fails.
pub fn write(tx: &mut Tx<'_>, profile: &Profile, people: &People, password_hash: &str) -> Result<Done> {
    if structure::is_set_up(tx)? {
        return Err(Error::refusal("Настройка уже закончена. Откройте главную страницу и войдите."));
    }
    let by = By::cli();
    assemble::load_region(tx, &by, profile)?;
    let administrator = enrol(tx, &by, &people.administrator, Role::Administrator)?;
    accounts::set_password(tx, &by, administrator, password_hash, None)?;
    let coordinator = enrol(tx, &by, &people.coordinator, Role::Coordinator)?;
    let issued = codes::issue(tx, &by, coordinator, codes::Purpose::FirstLogin)?;
    tx.record(&by, Event::new("installation.set_up", "region", &profile.region.code))?;
    Ok(Done { administrator: people.administrator.email.clone(), coordinator: people.coordinator.email.clone(), code: issued.plain })
}

fn enrol(tx: &mut Tx<'_>, by: &By, new: &NewAccount, role: Role) -> Result<AccountId> {
    let account = accounts::create(tx, by, new)?;
    let from = tx.today();
    grants::grant(tx, by, &NewGrant { account, role, place: PlaceId::from("region"), from, to: None })?;
    Ok(account)
}
