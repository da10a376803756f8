//! Words for whoever sits at the console.

use std::io::Write;

/// A line on standard output; a closed pipe is nobody's fault.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line on standard error.
pub fn trouble(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// An error in words for a person: our own refusals as they are, causes behind them in brackets.
#[must_use]
pub fn words(error: &anyhow::Error) -> String {
    let told = |error: &kernel::Error| match error {
        kernel::Error::Refusal(sentence) => sentence.clone(),
        kernel::Error::Fields(errors) => errors.all().iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>().join("; "),
        kernel::Error::Busy => "База данных занята или недоступна. Проверьте место на диске и права на папку данных и повторите".to_owned(),
        kernel::Error::NotFound => "Не найдено".to_owned(),
        kernel::Error::TooMany { seconds } => format!("Слишком много попыток, подождите {seconds} с"),
        kernel::Error::Internal(cause) => format!("{cause:#}"),
    };
    match error.downcast_ref::<kernel::Error>() {
        Some(ours) => told(ours),
        None => format!("{error:#}"),
    }
}
