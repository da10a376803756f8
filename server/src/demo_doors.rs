//! The demo's doors: personas that a region offers to enter as, with what to try as each.

use access::Role;
use web::App;

/// Offers the personas of a region's demo; they, for the console.
///
/// # Errors
/// In words for the console: the data were made in part.
pub fn offer(app: &App) -> anyhow::Result<Vec<demo::Persona>> {
    let personas = app.db.read(demo::personas)?;
    if !personas.iter().any(|persona| persona.role == Role::Member) {
        anyhow::bail!("Учебные данные в папке {} созданы не целиком. Удалите её и запустите программу снова", app.settings.data_dir.display());
    }
    app.db.write(|tx| accounts::demo::offer(tx, &personas.iter().map(door).collect::<Vec<_>>()))?;
    Ok(personas)
}

fn door(persona: &demo::Persona) -> accounts::demo::Persona {
    accounts::demo::Persona { account: persona.account, title: persona.role.label().to_owned(), hint: hint(persona.role).to_owned() }
}

/// What to try.
fn hint(role: Role) -> &'static str {
    match role {
        Role::Administrator => "Заведите учётную запись и дайте ей роль. Персональных данных здесь не видно",
        Role::Coordinator => "Проверьте заявки, соберите комиссию, подготовьте приказ",
        Role::DataProtection => "Посмотрите сроки по закону, утвердите уничтожение данных",
        Role::Commission => "Откройте заседание и проголосуйте",
        Role::Municipal => "Представьте кандидатов своей территории или отклоните с причиной",
        Role::School => "Посмотрите учителей своей школы",
        Role::Ministry => "Посмотрите, как заполнены квоты: только числа, без имён",
        Role::Methodist => "Соберите диагностику, назначьте её педагогам, посмотрите результаты, которые они открыли",
        Role::Expert => "Оцените открытые ответы: чьи они, вы не видите",
        Role::Member => "Откройте свой кабинет: согласия, удостоверение, кто смотрел ваши данные",
    }
}
