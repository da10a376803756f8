//! Municipalities and schools: their own people only.

use super::{Wait, sql::Eye};
use kernel::{Result, Tx};

pub fn municipal(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (checked, first_checked) = eye.applications(tx, "a.state = 'checked'")?;
    let (ending, first_ending) = eye.ending_memberships(tx)?;
    Ok(vec![
        Wait::new("Поддержать или отклонить заявки", "/applications?state=checked", checked).since(first_checked, eye.today).hint("Пока вы не ответите, комиссия их не рассмотрит."),
        Wait::new("Узнать, кто продолжит участие: срок скоро закончится", "/memberships?standing=ending", ending).by(first_ending, eye.today),
    ])
}

/// A school waits for others; it is told where its own candidates are.
pub fn school(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (returned, first_returned) = eye.applications(tx, "a.state = 'returned'")?;
    let (alone, first_alone) =
        eye.applications(tx, "a.state IN ('submitted', 'checked', 'endorsed') AND NOT EXISTS (SELECT 1 FROM nomination n JOIN place s ON s.id = n.place_id WHERE n.application_id = a.id AND s.kind = 'school')")?;
    let (going, first_going) = eye.applications(tx, "a.state IN ('submitted', 'checked', 'endorsed', 'decided', 'reserve') AND EXISTS (SELECT 1 FROM nomination n WHERE n.application_id = a.id)")?;
    Ok(vec![
        Wait::new("Помочь учителям исправить заявки", "/nominations", returned).since(first_returned, eye.today).hint("Координатор вернул их. Исправляет сам учитель по ссылке из письма."),
        Wait::new("Написать представление на своих учителей", "/nominations", alone).since(first_alone, eye.today).hint("Их заявки уже рассматривают."),
        Wait::new("Ваши кандидаты на рассмотрении", "/nominations", going).hint(first_going.map(|day| format!("Первый движется с {}. Сейчас от вас ничего не нужно.", ui::ru::date(day))).unwrap_or_default()),
    ])
}
