//! The awkward ones that real registers hold: double surnames, no patronymic, namesakes in one school, ё and е.

use crate::region::School;
use audit::By;
use jiff::civil::date;
use kernel::{Result, name::FullName};
use people::NewPerson;
use web::App;

const PEOPLE: &[(&str, &str, Option<&str>)] = &[
    ("Мамина-Сибирякова", "Анна", Some("Петровна")),
    ("Римская-Корсакова", "Ольга", Some("Игоревна")),
    ("Ким", "Ольга", None),
    ("Мамедова", "Лейла", Some("Гасан кызы")),
    ("Алиев", "Рустам", Some("Мамед оглы")),
    ("Ёлкина", "Анна", Some("Сергеевна")),
    ("Елкина", "Анна", Some("Сергеевна")),
    ("Иванова", "Мария", Some("Ивановна")),
    ("Иванова", "Мария", Some("Ивановна")),
    ("Черных", "Пётр", Some("Фёдорович")),
    ("Бельды", "Валентина", Some("Кирилловна")),
];

/// All of them in the first school: the namesakes must meet there.
pub fn build(app: &App, schools: &[School]) -> Result<()> {
    let Some(school) = schools.first() else { return Ok(()) };
    app.db.write(|tx| {
        for (at, (family, given, patronymic)) in PEOPLE.iter().enumerate() {
            let person = NewPerson {
                name: FullName { family: (*family).into(), given: (*given).into(), patronymic: patronymic.map(Into::into) },
                birth_on: Some(date(1975, 3, i8::try_from(at + 1).unwrap_or(1))),
                phone: None,
                email: Some(format!("osobye{at}@shkola.example")),
                place: school.id.clone(),
                position: "uchitel".into(),
                position_text: String::new(),
                since: Some(date(2010, 9, 1)),
                subjects: vec![("russky_yazyk".into(), true)],
            };
            people::create(tx, &By::system(), person)?;
        }
        Ok(())
    })
}
