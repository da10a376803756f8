//! Those who guard: personal data, and the installation itself.

use super::{Wait, sql::Eye};
use access::Role;
use kernel::{Result, Tx, Value, params};

pub fn data_protection(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (duties, nearest) = eye.duties(tx)?;
    let (destructions, first) = eye.destructions(tx)?;
    Ok(vec![
        Wait::new("Выполнить обязанности по закону о персональных данных", "/duties", duties).by(nearest, eye.today),
        Wait::new("Утвердить уничтожение данных", "/destructions", destructions).since(first, eye.today).hint("Нужны подписи двух разных сотрудников."),
    ])
}

/// Figures only: whose letters and accounts they are is not told here.
pub fn administrator(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let letters = mail::tally(tx)?;
    let now = tx.now();
    let (stuck, first_stuck) = eye.since(tx, "SELECT COUNT(*), MIN(made_at) FROM letter WHERE sent_at IS NULL AND last_error IS NOT NULL AND send_after <= $1", params![now])?;
    let open_doors = without_second_factor(tx, eye)?;
    Ok(vec![
        Wait::new("Разобраться с письмами, которые не удалось отправить", "/help/letters", letters.failed).hint("Программа больше не пробует их отправлять."),
        Wait::new("Проверить почтовый сервер: письма задерживаются", "/help/letters", stuck).since(first_stuck, eye.today),
        Wait::new("Попросить подключить второй шаг входа", "/admin/accounts", open_doors).hint("Без него этим сотрудникам не открыть ни одной рабочей страницы."),
    ])
}

/// Enabled accounts that hold a role which needs a second factor, and have none.
fn without_second_factor(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<u64> {
    let roles: Vec<&str> = Role::ALL.iter().filter(|role| role.needs_second_factor()).map(|role| role.as_str()).collect();
    let places: Vec<String> = (2..roles.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "SELECT COUNT(DISTINCT a.id) FROM account a JOIN role_grant g ON g.account_id = a.id
         WHERE a.disabled_at IS NULL AND a.totp_confirmed_at IS NULL AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1) AND g.role IN ({})",
        places.join(", ")
    );
    let day = Value::Text(eye.today.to_string().into());
    let params: Vec<Value<'_>> = std::iter::once(day).chain(roles.iter().map(|role| Value::Text((*role).into()))).collect();
    Ok(tx.count(&sql, &params)?)
}
