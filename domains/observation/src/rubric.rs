//! A rubric without storage: blocks → criteria → indicators, each indicator with a scale of its own.

use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

kernel::uuid_id! {
    /// A version of a rubric.
    RubricId,
}

kernel::text_enum! {
    /// How far a version has come. A live one never changes.
    RubricState { Draft = "draft", Live = "live", Retired = "retired" }
}

kernel::text_enum! {
    /// Whether a score must be proved by an example from the lesson.
    Evidence { Required = "required", Optional = "optional" }
}

impl RubricState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Live => "действует",
            Self::Retired => "в архиве",
        }
    }
}

/// A version of a rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric {
    pub id: RubricId,
    /// The same in all versions.
    pub code: String,
    pub number: i64,
    pub title: String,
    /// The framework whose competencies the indicators speak of.
    pub framework: Option<String>,
    pub state: RubricState,
    pub body: Body,
    pub version: i64,
}

impl Rubric {
    /// «Карта урока, версия 2».
    #[must_use]
    pub fn caption(&self) -> String {
        format!("{}, версия {}", self.title, self.number)
    }

    /// # Errors
    /// A refusal: a version that was made live never changes.
    pub fn must_be_draft(&self) -> Result<()> {
        match self.state {
            RubricState::Draft => Ok(()),
            RubricState::Live | RubricState::Retired => Err(Error::refusal("Эта версия карты уже введена в действие и больше не меняется. Создайте следующую версию и правьте её.")),
        }
    }
}

/// What a rubric asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub blocks: Vec<Block>,
    /// The last number given to an indicator: codes are never used twice.
    #[serde(default)]
    pub last: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub title: String,
    pub criteria: Vec<Criterion>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    pub title: String,
    pub indicators: Vec<Indicator>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// The same in the next versions: what records refer to.
    pub code: String,
    pub title: String,
    /// Words of each step, from the score 0 up.
    pub steps: Vec<String>,
    pub evidence: Evidence,
    /// Code of a competency, or empty.
    #[serde(default)]
    pub competency: String,
}

impl Indicator {
    /// The highest score.
    #[must_use]
    pub fn max(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(1) - 1
    }

    /// The words of a score; `None` beyond the scale.
    #[must_use]
    pub fn step(&self, score: i64) -> Option<&str> {
        self.steps.get(usize::try_from(score).ok()?).map(String::as_str)
    }

    /// «0–3», «да/нет».
    #[must_use]
    pub fn scale(&self) -> String {
        if self.steps == YES_NO { "да/нет".to_owned() } else { format!("0–{}", self.max()) }
    }
}

/// The usual scales, by name; any other is written out.
pub const YES_NO: [&str; 2] = ["нет", "да"];
pub const THREE: [&str; 3] = ["не проявляется", "проявляется частично", "проявляется полностью"];
pub const FOUR: [&str; 4] = ["не проявляется", "проявляется не полностью и не всегда", "проявляется полностью, но не всегда", "проявляется полностью и всегда"];

const MOST_PARTS: usize = 30;
const MOST_INDICATORS: usize = 150;

/// Where a part stands: the rubric itself, a block, a criterion, an indicator; positions from 1 («2-1-3»).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Root,
    Block(usize),
    Criterion(usize, usize),
    Indicator(usize, usize, usize),
}

impl FromStr for At {
    type Err = Error;
    fn from_str(raw: &str) -> Result<Self> {
        let numbers: Option<Vec<usize>> = raw.split('-').map(|part| part.parse::<usize>().ok().filter(|number| *number < 1000)).collect();
        match numbers.as_deref() {
            Some([0]) => Ok(Self::Root),
            Some([b]) => Ok(Self::Block(*b)),
            Some([b, c]) => Ok(Self::Criterion(*b, *c)),
            Some([b, c, i]) => Ok(Self::Indicator(*b, *c, *i)),
            _ => Err(Error::NotFound),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => write!(f, "0"),
            Self::Block(b) => write!(f, "{b}"),
            Self::Criterion(b, c) => write!(f, "{b}-{c}"),
            Self::Indicator(b, c, i) => write!(f, "{b}-{c}-{i}"),
        }
    }
}

/// A part as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Titled(String),
    Indicator(Indicator),
}

/// Where a part goes among its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

fn nth<T>(list: &[T], at: usize) -> Result<&T> {
    at.checked_sub(1).and_then(|at| list.get(at)).ok_or(Error::NotFound)
}

fn nth_mut<T>(list: &mut [T], at: usize) -> Result<&mut T> {
    at.checked_sub(1).and_then(|at| list.get_mut(at)).ok_or(Error::NotFound)
}

fn removed<T>(list: &mut Vec<T>, at: usize) -> Result<()> {
    nth(list, at)?;
    list.remove(at - 1);
    Ok(())
}

fn shifted<T>(list: &mut [T], at: usize, way: Way) -> Result<()> {
    nth(list, at)?;
    let other = match way {
        Way::Up => at - 1,
        Way::Down => at + 1,
    };
    if (1..=list.len()).contains(&other) {
        list.swap(at - 1, other - 1);
    }
    Ok(())
}

fn pushed<T>(list: &mut Vec<T>, part: T) -> Result<()> {
    if list.len() >= MOST_PARTS {
        return Err(Error::refusal(format!("В одном разделе карты может быть до {MOST_PARTS} частей. Разделите его на два.")));
    }
    list.push(part);
    Ok(())
}

impl Body {
    /// All indicators in order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.blocks.iter().flat_map(|block| &block.criteria).flat_map(|criterion| &criterion.indicators)
    }

    #[must_use]
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators().find(|indicator| indicator.code == code)
    }

    /// # Errors
    /// Not found.
    pub fn block(&self, b: usize) -> Result<&Block> {
        nth(&self.blocks, b)
    }

    /// # Errors
    /// Not found.
    pub fn criterion(&self, b: usize, c: usize) -> Result<&Criterion> {
        nth(&self.block(b)?.criteria, c)
    }

    /// # Errors
    /// Not found.
    pub fn indicator_at(&self, b: usize, c: usize, i: usize) -> Result<&Indicator> {
        nth(&self.criterion(b, c)?.indicators, i)
    }

    fn criteria_mut(&mut self, b: usize) -> Result<&mut Vec<Criterion>> {
        Ok(&mut nth_mut(&mut self.blocks, b)?.criteria)
    }

    fn indicators_mut(&mut self, b: usize, c: usize) -> Result<&mut Vec<Indicator>> {
        Ok(&mut nth_mut(self.criteria_mut(b)?, c)?.indicators)
    }

    /// Adds a part below another one.
    ///
    /// # Errors
    /// Not found: no such place, or nothing stands below an indicator. A refusal: too many.
    pub fn add(&mut self, under: At, part: Part) -> Result<()> {
        match (under, part) {
            (At::Root, Part::Titled(title)) => pushed(&mut self.blocks, Block { title, criteria: Vec::new() }),
            (At::Block(b), Part::Titled(title)) => pushed(self.criteria_mut(b)?, Criterion { title, indicators: Vec::new() }),
            (At::Criterion(b, c), Part::Indicator(indicator)) => {
                if self.indicators().count() >= MOST_INDICATORS {
                    return Err(Error::refusal(format!("В карте может быть до {MOST_INDICATORS} показателей: больше за урок не заполнить. Уберите лишние.")));
                }
                let number = self.last + 1;
                pushed(self.indicators_mut(b, c)?, Indicator { code: format!("i{number}"), ..indicator })?;
                self.last = number;
                Ok(())
            }
            _ => Err(Error::NotFound),
        }
    }

    /// Changes a part; its own parts and its code stay.
    ///
    /// # Errors
    /// Not found.
    pub fn replace(&mut self, at: At, part: Part) -> Result<()> {
        match (at, part) {
            (At::Block(b), Part::Titled(title)) => nth_mut(&mut self.blocks, b)?.title = title,
            (At::Criterion(b, c), Part::Titled(title)) => nth_mut(self.criteria_mut(b)?, c)?.title = title,
            (At::Indicator(b, c, i), Part::Indicator(indicator)) => {
                let known = nth_mut(self.indicators_mut(b, c)?, i)?;
                *known = Indicator { code: known.code.clone(), ..indicator };
            }
            _ => return Err(Error::NotFound),
        }
        Ok(())
    }

    /// # Errors
    /// Not found.
    pub fn remove(&mut self, at: At) -> Result<()> {
        match at {
            At::Root => Err(Error::NotFound),
            At::Block(b) => removed(&mut self.blocks, b),
            At::Criterion(b, c) => removed(self.criteria_mut(b)?, c),
            At::Indicator(b, c, i) => removed(self.indicators_mut(b, c)?, i),
        }
    }

    /// # Errors
    /// Not found.
    pub fn shift(&mut self, at: At, way: Way) -> Result<()> {
        match at {
            At::Root => Err(Error::NotFound),
            At::Block(b) => shifted(&mut self.blocks, b, way),
            At::Criterion(b, c) => shifted(self.criteria_mut(b)?, c, way),
            At::Indicator(b, c, i) => shifted(self.indicators_mut(b, c)?, i, way),
        }
    }

    /// Whether it may go live.
    ///
    /// # Errors
    /// A refusal that names the first empty part.
    pub fn must_be_whole(&self) -> Result<()> {
        if self.blocks.is_empty() {
            return Err(Error::refusal("В карте нет ни одного блока. Добавьте блок, в нём критерий, в нём показатели."));
        }
        for block in &self.blocks {
            if block.criteria.is_empty() {
                return Err(Error::refusal(format!("В блоке «{}» нет критериев. Добавьте критерий или уберите блок.", block.title)));
            }
            if let Some(empty) = block.criteria.iter().find(|criterion| criterion.indicators.is_empty()) {
                return Err(Error::refusal(format!("В критерии «{}» нет показателей. Добавьте показатель или уберите критерий.", empty.title)));
            }
        }
        Ok(())
    }
}
