//! Orders signed outside: their numbers and dates.

use super::limited;
use crate::mentoring::papers::{Paper, Papers};
use kernel::{Date, FieldErrors, Result, date, name::clean_line};
use web::Answers;

const LONGEST_NUMBER: usize = 40;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PapersForm {
    pub order_number: String,
    pub ordered_on: String,
    /// `yes`: the same order is on the allowance too.
    pub same: String,
    pub pay_number: String,
    pub pay_on: String,
    /// Numbers as the page showed them.
    pub was_order: String,
    pub was_pay: String,
}

impl From<&Answers> for PapersForm {
    fn from(answers: &Answers) -> Self {
        let text = |name: &str| answers.get(name).to_owned();
        Self { order_number: text("order_number"), ordered_on: text("ordered_on"), same: text("same"), pay_number: text("pay_number"), pay_on: text("pay_on"), was_order: text("was_order"), was_pay: text("was_pay") }
    }
}

impl PapersForm {
    /// What is empty isn't noted.
    ///
    /// # Errors
    /// All errors of the form at once.
    pub fn read(&self, today: Date) -> Result<Papers> {
        let mut errors = FieldErrors::default();
        let order = one(&mut errors, ("order_number", &self.order_number), ("ordered_on", &self.ordered_on), today);
        let mut pay = one(&mut errors, ("pay_number", &self.pay_number), ("pay_on", &self.pay_on), today);
        if self.same == "yes" {
            if order.is_none() {
                errors.add("same", "Укажите номер и дату приказа о закреплении: доплата назначена им же");
            } else if pay.is_some() && pay != order {
                errors.add("same", "Отмечен тот же приказ, а номер или дата другие. Снимите отметку или сотрите номер и дату");
            }
            pay = pay.or_else(|| order.clone());
        }
        Ok(errors.or(Some(Papers { order, pay }))?)
    }
}

/// A number with its date, or neither.
fn one(errors: &mut FieldErrors, (number_name, number): (&str, &str), (day_name, day): (&str, &str), today: Date) -> Option<Paper> {
    let typed = clean_line(number);
    let number = limited(errors, number_name, typed.trim_start_matches('№').trim().to_owned(), LONGEST_NUMBER);
    if day.trim().is_empty() {
        if !number.is_empty() {
            errors.add(day_name, "Укажите дату приказа");
        }
        return None;
    }
    let on = errors.take(day_name, date::parse(day))?;
    if on > today {
        errors.add(day_name, "Эта дата ещё не наступила. Отметьте приказ, когда он подписан");
    }
    if number.is_empty() {
        errors.add(number_name, "Укажите номер приказа");
    }
    Some(Paper { number, on })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;
    use kernel::Error;

    fn form(order: (&str, &str), same: &str, pay: (&str, &str)) -> PapersForm {
        PapersForm { order_number: order.0.into(), ordered_on: order.1.into(), same: same.into(), pay_number: pay.0.into(), pay_on: pay.1.into(), ..PapersForm::default() }
    }

    #[test]
    fn an_order_is_a_number_with_a_date_and_the_same_may_be_on_the_allowance() {
        let today = day(2026, 11, 23);
        let read = |form: PapersForm| form.read(today);
        assert_eq!(read(form(("", ""), "", ("", ""))).unwrap(), Papers::default());
        let both = read(form(("№ 12-к", "01.09.2026"), "yes", ("", ""))).unwrap();
        assert_eq!((both.order.clone().unwrap().to_string().as_str(), both.order == both.pay), ("№\u{a0}12-к от 01.09.2026", true));
        let wrong = |form: PapersForm, field: &str| assert!(matches!(read(form.clone()), Err(Error::Fields(errors)) if errors.of(field).is_some()), "{field}: {form:?}");
        wrong(form(("12", ""), "", ("", "")), "ordered_on");
        wrong(form(("", "01.09.2026"), "", ("", "")), "order_number");
        wrong(form(("", ""), "", ("7", "31.12.2026")), "pay_on");
        wrong(form(("", ""), "yes", ("", "")), "same");
        wrong(form(("12", "01.09.2026"), "yes", ("13", "01.09.2026")), "same");
        wrong(form(("1".repeat(41).as_str(), "01.09.2026"), "", ("", "")), "order_number");
    }
}
