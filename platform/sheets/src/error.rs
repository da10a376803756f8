//! Why a file was not read: one variant per thing that a person can do something about.

use serde::{Deserialize, Serialize};

/// What stands in the file instead of a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Looks {
    Pdf,
    Image,
    WebPage,
    TextDocument,
    OpenDocument,
    BinaryWorkbook,
    Archive,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ReadError {
    #[error("not a spreadsheet: {0:?}")]
    NotASpreadsheet(Looks),
    #[error("{bytes} bytes, {limit} allowed")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("damaged near {near:?}")]
    Damaged { near: Option<String> },
    #[error("unpacks to more than is allowed")]
    Bomb,
    #[error("protected by a password")]
    Password,
    #[error("the old binary format .xls")]
    OldXls,
    #[error("took longer than {seconds} s")]
    TimedOut { seconds: u64 },
    #[error("asked for more memory than is allowed")]
    TooHeavy,
    #[error("sheet {sheet:?}: {cell} is beyond row {limit}")]
    TooManyRows { sheet: String, cell: String, limit: u32 },
    #[error("sheet {sheet:?}: {cell} is beyond column {limit}")]
    TooManyColumns { sheet: String, cell: String, limit: u32 },
    #[error("sheet {sheet:?}: more cells or text than is allowed, at {cell}")]
    TooMuch { sheet: String, cell: String },
    #[error("sheet {sheet:?}: {cell} holds more than {limit} bytes")]
    CellTooLong { sheet: String, cell: String, limit: usize },
    #[error("more than {limit} sheets")]
    TooManySheets { limit: usize },
    #[error("nothing inside")]
    Empty,
    #[error("too many files are being read at this moment")]
    Busy,
    /// Our own trouble; the words are for the log.
    #[error("cannot read: {0}")]
    Internal(String),
}

impl ReadError {
    /// Whether the trouble is ours and worth a line in the log.
    pub fn is_internal(&self) -> bool {
        matches!(self, Self::Internal(_))
    }

    /// What is wrong, where, and what to do, for the person who gave the file.
    pub fn message(&self) -> String {
        match self {
            Self::NotASpreadsheet(looks) => looks.message().into(),
            Self::TooLarge { bytes, limit } => format!("Файл слишком большой: {}, принимаем до {}. Уберите из таблицы картинки и лишние листы или разделите её на части.", megabytes(*bytes), megabytes(*limit)),
            Self::Damaged { near } => damaged(near.as_deref()),
            Self::Bomb => "Файл распаковывается в слишком большой объём, поэтому мы его не открываем. \
                Скопируйте нужные ячейки в новую таблицу, сохраните её как .xlsx и загрузите снова."
                .into(),
            Self::Password => "Таблица закрыта паролем. Откройте её, снимите пароль на открытие, сохраните и загрузите снова.".into(),
            Self::OldXls => "Это таблица старого образца (.xls). Откройте её и сохраните как .xlsx: «Файл» → «Сохранить как» → «Книга Excel».".into(),
            Self::TimedOut { seconds } => format!("Таблица не разобралась за {seconds} с. Разделите её на части или оставьте только нужный лист и загрузите снова."),
            Self::TooHeavy => "Для разбора таблицы не хватает отведённой памяти: она слишком сложная или повреждена. \
                Скопируйте нужные ячейки в новую таблицу, сохраните её как .xlsx и загрузите снова."
                .into(),
            Self::TooManyRows { sheet, cell, limit } => format!("{} слишком много строк: заполнена ячейка {cell}, принимаем до строки {limit}. Удалите лишнее или разделите таблицу на части.", on_sheet(sheet)),
            Self::TooManyColumns { sheet, cell, limit } => {
                format!("{} слишком много столбцов: заполнена ячейка {cell}, принимаем до столбца {}. Удалите лишние столбцы.", on_sheet(sheet), crate::column_letters(limit.saturating_sub(1)))
            }
            Self::TooMuch { sheet, cell } => format!("Таблица слишком велика: предел достигнут {} в ячейке {cell}. Разделите её на части и загрузите по очереди.", lower_first(&on_sheet(sheet))),
            Self::CellTooLong { sheet, cell, limit } => format!("{} в ячейке {cell} слишком длинный текст (больше {} КБ). Сократите его; в файле CSV проверьте, закрыты ли кавычки.", on_sheet(sheet), limit / 1_000),
            Self::TooManySheets { limit } => format!("В таблице больше {limit} листов. Оставьте только нужные листы и загрузите снова."),
            Self::Empty => "В файле нет ни одной заполненной ячейки. Проверьте, тот ли файл выбран и сохранён ли он.".into(),
            Self::Busy => "Сейчас разбираются другие таблицы. Подождите минуту и загрузите файл снова.".into(),
            Self::Internal(_) => "Таблицу не удалось разобрать из-за неполадки у нас. Попробуйте ещё раз через несколько минут; \
                если не поможет, сообщите администратору."
                .into(),
        }
    }
}

impl Looks {
    fn message(self) -> &'static str {
        match self {
            Self::Pdf => "Это документ PDF, а не таблица. Найдите исходную таблицу и сохраните её как .xlsx или .csv.",
            Self::Image => "Это изображение, а не таблица. Нужен файл .xlsx или .csv.",
            Self::WebPage => "Внутри файла веб-страница или разметка XML, а не таблица .xlsx. Откройте его в табличном редакторе и сохраните как .xlsx.",
            Self::TextDocument => "Это текстовый документ, а не таблица. Скопируйте таблицу из него в табличный редактор и сохраните как .xlsx.",
            Self::OpenDocument => "Это таблица OpenDocument (.ods). Откройте её и сохраните как .xlsx.",
            Self::BinaryWorkbook => "Это двоичная книга Excel (.xlsb). Откройте её и сохраните как .xlsx.",
            Self::Archive => "Это архив без таблицы внутри. Распакуйте его и загрузите файл .xlsx или .csv.",
            Self::Unknown => "Файл не похож на таблицу. Нужен файл .xlsx или .csv; если это таблица, откройте её и сохраните как .xlsx.",
        }
    }
}

fn damaged(near: Option<&str>) -> String {
    let place = near.map(|cell| format!(" (после ячейки {cell})")).unwrap_or_default();
    format!("Файл повреждён или загрузился не целиком{place}. Откройте его у себя, сохраните заново как .xlsx и загрузите снова.")
}

/// The name comes from the file: only letters that are seen, and not too many of them.
fn on_sheet(name: &str) -> String {
    let is_seen = |letter: &char| !letter.is_control() && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let name: String = name.chars().filter(is_seen).take(40).collect();
    if name.is_empty() { "В файле".into() } else { format!("На листе «{name}»") }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} КБ", bytes.div_ceil(1024)),
        _ => format!("{} МБ", bytes.div_ceil(1 << 20)),
    }
}
