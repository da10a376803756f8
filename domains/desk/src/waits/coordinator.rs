//! The institute's coordinator.

use super::{Wait, sql::Eye};
use kernel::{Result, Tx, params};

pub fn waits(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let mut waits = applications(tx, eye)?;
    waits.extend(meetings(tx, eye)?);
    waits.extend(papers(tx, eye)?);
    waits.extend(year(tx, eye)?);
    let (count, first) = eye.duties(tx)?;
    waits.push(Wait::new("Выполнить обязанности по закону о персональных данных", "/duties", count).by(first, eye.today));
    let (count, first) = eye.destructions(tx)?;
    waits.push(Wait::new("Утвердить уничтожение данных", "/destructions", count).since(first, eye.today).hint("Нужны подписи двух разных сотрудников."));
    Ok(waits)
}

fn applications(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (submitted, first_submitted) = eye.applications(tx, "a.state = 'submitted'")?;
    let (alike, first_alike) = eye.applications(tx, "a.state IN ('submitted', 'checked') AND a.trouble IN (2, 3)")?;
    let (declined, first_declined) = eye.applications(tx, "a.state = 'declined'")?;
    let (orphans, first_orphan) =
        eye.applications(tx, "a.state = 'checked' AND EXISTS (SELECT 1 FROM place mo WHERE mo.id = COALESCE(CASE WHEN pl.kind = 'municipality' THEN pl.id END, pl.parent_id) AND mo.has_methodical_service = 0)")?;
    Ok(vec![
        Wait::new("Проверить заявки", "/applications?state=submitted", submitted).since(first_submitted, eye.today),
        Wait::new("Разобрать возможные дубли среди заявок", "/applications", alike).since(first_alike, eye.today).hint("Заявитель похож на человека, который уже есть в реестре."),
        Wait::new("Решить, что делать после отказа муниципалитета", "/applications?state=declined", declined).since(first_declined, eye.today),
        Wait::new("Передать комиссии заявки без методической службы", "/applications?state=checked", orphans).since(first_orphan, eye.today).hint("В этих муниципалитетах поддержать заявку некому."),
    ])
}

fn meetings(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (endorsed, first_endorsed) =
        eye.applications(tx, "a.state = 'endorsed' AND NOT EXISTS (SELECT 1 FROM agenda_item i JOIN meeting g ON g.id = i.meeting_id WHERE i.application_id = a.id AND g.state <> 'closed')")?;
    let (planned, first_planned) = eye.by(tx, "SELECT COUNT(*), MIN(held_on) FROM meeting WHERE state = 'planned'", params![])?;
    let (open, first_open) = eye.by(tx, "SELECT COUNT(*), MIN(held_on) FROM meeting WHERE state = 'open'", params![])?;
    Ok(vec![
        Wait::new("Внести кандидатуры в повестку комиссии", "/meetings", endorsed).since(first_endorsed, eye.today),
        Wait::new("Подготовить заседание комиссии", "/meetings", planned).by(first_planned, eye.today),
        Wait::new("Закрыть заседание и подписать протокол", "/meetings", open).by(first_open, eye.today),
    ])
}

fn papers(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (drafts, first_draft) = eye.since(tx, "SELECT COUNT(*), MIN(made_at) FROM act_order WHERE state = 'draft'", params![])?;
    let (ending, first_ending) = eye.ending_memberships(tx)?;
    let (read, first_read) = eye.since(tx, "SELECT COUNT(*), MIN(made_at) FROM import_batch WHERE state = 'read'", params![])?;
    Ok(vec![
        Wait::new("Подписать проекты приказов", "/orders", drafts).since(first_draft, eye.today),
        Wait::new("Продлить участие: срок скоро закончится", "/memberships?standing=ending", ending).by(first_ending, eye.today),
        Wait::new("Закончить загрузку людей из таблицы", "/people/import", read).since(first_read, eye.today).hint("Таблица прочитана, но в реестр ничего не записано."),
    ])
}

/// The year programme: none yet, or stages that begin within a week.
fn year(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let (missing, soon, first) = programme::stages::waiting(tx)?;
    Ok(vec![
        Wait::new("Составить программу года", "/programme", u64::from(missing)).hint("В прошлом году она была: этапы можно перенести оттуда или взять из профиля региона."),
        Wait::new("Подготовить этапы года, которые вот-вот начнутся", "/programme", soon).by(first, eye.today),
    ])
}
