//! Telephone numbers and e-mail addresses as people write them, kept in one form.

/// A telephone as `+7XXXXXXXXXX`; spaces, brackets, dashes and a leading 8 are fine.
///
/// # Errors
/// A sentence for the field.
pub fn phone(raw: &str) -> Result<String, &'static str> {
    const HELP: &str = "Укажите телефон с кодом: +7 914 123-45-67. Нужно 11 цифр, первая 8 или 7, или 10 цифр без неё";
    if raw.chars().count() > 60 || raw.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || "+()-–—.тел:".contains(c))) {
        return Err(HELP);
    }
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    let national = match (digits.len(), digits.as_bytes().first()) {
        (11, Some(b'7' | b'8')) => digits.get(1..),
        (10, _) => Some(digits.as_str()),
        _ => None,
    };
    // No Russian area code begins with 89: such ten digits are a mobile number with one missing.
    let real = |number: &&str| matches!(number.as_bytes().first(), Some(b'3' | b'4' | b'8' | b'9')) && !number.starts_with("89");
    match national.filter(real) {
        Some(number) => Ok(format!("+7{number}")),
        None => Err(HELP),
    }
}

/// `+7 914 123-45-67`; what is stored otherwise is shown as it is.
#[must_use]
pub fn phone_shown(stored: &str) -> String {
    match stored.strip_prefix("+7") {
        Some(n) if n.len() == 10 && n.is_ascii() => format!("+7 {} {}-{}-{}", &n[..3], &n[3..6], &n[6..8], &n[8..]),
        _ => stored.to_owned(),
    }
}

/// An e-mail address: trimmed, the domain in lower case. Only the shape is checked; a letter proves the rest.
///
/// # Errors
/// A sentence for the field.
pub fn email(raw: &str) -> Result<String, &'static str> {
    const HELP: &str = "Укажите адрес электронной почты целиком, например anna@school.ru";
    let text = crate::name::clean_line(raw);
    let (local, domain) = text.rsplit_once('@').ok_or(HELP)?;
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let local_fits = !local.is_empty() && local.len() <= 64 && local.chars().all(atom) && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let label = |part: &str| !part.is_empty() && part.len() <= 63 && part.chars().all(|c| c.is_alphanumeric() || c == '-') && !part.starts_with('-') && !part.ends_with('-');
    let domain_fits = domain.len() <= 190 && domain.contains('.') && domain.split('.').all(label);
    if local_fits && domain_fits { Ok(format!("{local}@{}", domain.to_lowercase())) } else { Err(HELP) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_ways_to_write_a_telephone_are_one_number() {
        for raw in ["+79141234567", "89141234567", "8 (914) 123-45-67", "+7 914 123 45 67", "9141234567", "8-914-123-45-67", "7 914 1234567", "+7(914)1234567", "8.914.123.45.67", "тел: 8 914 123–45–67"] {
            assert_eq!(phone(raw).as_deref(), Ok("+79141234567"), "{raw}");
        }
        assert_eq!(phone_shown("+79141234567"), "+7 914 123-45-67");
        for raw in ["", "123", "+1 202 555 0100", "8914123456", "89141234567 доб. 2", "٨٩١٤"] {
            assert!(phone(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn addresses_are_checked_by_shape() {
        assert_eq!(email(" Anna@School.RU ").as_deref(), Ok("Anna@school.ru"));
        assert!(email("анна@школа.рф").is_err());
        assert!(email("anna@школа.рф").is_ok());
        for raw in ["", "anna", "anna@", "@b.ru", "a b@c.ru", "a@b", "a@b..ru", "a\r\nBcc: x@y.ru", ".a@b.ru"] {
            assert!(email(raw).is_err(), "{raw}");
        }
    }
}
