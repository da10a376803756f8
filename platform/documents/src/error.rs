//! What can go wrong. Read by an administrator (log, `doctor`), so it says which file, which line and what to do.

use typst::{
    WorldExt,
    diag::{SourceDiagnostic, Tracepoint},
    syntax::DiagSpan,
};

use crate::{Template, world::World};

#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The template's text is wrong: usually an institute's own copy.
    #[error("Шаблон «{file}», строка {line}: {message}. Исправьте файл или удалите его: тогда вернётся встроенный шаблон.")]
    Template { file: String, line: usize, message: String },
    /// Typeset, but it cannot become an archive file (a picture without a description, say).
    #[error("Шаблон «{file}»: документ не сохраняется как PDF/A: {message}.")]
    Export { file: &'static str, message: String },
    /// The data did not become JSON.
    #[error("Данные документа не записываются: {0}.")]
    Data(#[source] serde_json::Error),
    /// The typesetter does not know the archive standard or a path of ours: a mistake in the program.
    #[error("Внутренняя ошибка печати: {0}.")]
    Standard(String),
}

impl DocumentError {
    pub(crate) fn template(world: &World<'_>, template: Template, causes: &[SourceDiagnostic]) -> Self {
        let message = spoken(causes);
        let (file, line) = causes.first().and_then(|cause| place(world, cause)).unwrap_or((template.file_name().into(), 1));
        Self::Template { file, line, message }
    }

    pub(crate) fn export(template: Template, causes: &[SourceDiagnostic]) -> Self {
        Self::Export { file: template.file_name(), message: spoken(causes) }
    }
}

fn spoken(causes: &[SourceDiagnostic]) -> String {
    causes.first().map_or_else(String::new, |cause| {
        let hints = cause.hints.iter().map(|hint| format!(" ({})", hint.v));
        std::iter::once(cause.message.to_string()).chain(hints).collect()
    })
}

/// The file and line, or the nearest place that called it.
fn place(world: &World<'_>, cause: &SourceDiagnostic) -> Option<(String, usize)> {
    let called_from = cause.trace.iter().filter(|point| !matches!(point.v, Tracepoint::Show(_))).map(|point| DiagSpan::from(point.span));
    std::iter::once(cause.span).chain(called_from).find_map(|span| line(world, span))
}

fn line(world: &World<'_>, span: DiagSpan) -> Option<(String, usize)> {
    let file = span.id()?;
    let start = world.range(span)?.start;
    let source = typst::World::source(world, file).ok()?;
    Some((file.vpath().get_without_slash().to_owned(), source.lines().byte_to_line(start)? + 1))
}
