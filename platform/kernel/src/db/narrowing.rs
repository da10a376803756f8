//! A condition that grows together with its parameters.

use super::{ToValue, Value};

/// What follows `WHERE`, and the values of its `$n`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Where {
    pub sql: String,
    pub values: Vec<Value<'static>>,
}

impl Where {
    /// Keeps a value and gives the mark that stands for it.
    pub fn put(&mut self, value: &impl ToValue) -> String {
        self.values.push(value.to_value().into_owned());
        format!("${}", self.values.len())
    }

    /// And this too.
    pub fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    /// And the column is this; an empty value doesn't limit.
    pub fn equal(&mut self, column: &str, value: &str) {
        if !value.is_empty() {
            let at = self.put(&value);
            self.and(&format!("{column} = {at}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_grows_with_its_values_and_what_is_empty_limits_nothing() {
        let mut fits = Where { sql: "1 = 1".into(), values: vec![Value::Int(7)] };
        fits.equal("kind", "a");
        fits.equal("state", "");
        let at = fits.put(&3_i64);
        fits.and(&format!("rung < {at}"));
        assert_eq!(fits.sql, "1 = 1 AND kind = $2 AND rung < $3");
        assert_eq!(fits.values, [Value::Int(7), Value::Text("a".into()), Value::Int(3)]);
    }
}
