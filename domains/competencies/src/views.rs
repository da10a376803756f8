//! Pages of frameworks and scales.

pub mod exchange;
pub mod frameworks;
pub mod nodes;
pub mod scales;

const HOME: (&str, &str) = ("Диагностика", "/diagnostics");
const FRAMEWORKS: (&str, &str) = ("Рамки компетенций", "/competencies");
const SCALES: (&str, &str) = ("Шкалы", "/scales");
