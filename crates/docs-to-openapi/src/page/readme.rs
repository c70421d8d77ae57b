//! The front page: API version, base URL, method table and security schemes.

use super::api;
use super::lines::{Line, lines};
use super::scheme::{self, Scheme};
use super::table;
use super::text;
use crate::Rule;
use crate::facts::Printed;
use crate::pages::README;
use crate::report::{Report, Subject};

/// What the front page states.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readme {
    pub(crate) version: Option<Printed<String>>,
    pub(crate) base_url: Option<Printed<String>>,
    pub(crate) operations: Vec<Listed>,
    pub(crate) schemes: Vec<Scheme>,
    /// Names of schemes that the chapter on authorization lists without a description.
    pub(crate) listed_schemes: Vec<String>,
}

/// A row of the front page's method table.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) line: usize,
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
}

/// Reads the front page.
pub(crate) fn readme(text: Option<&str>, report: &mut Report) -> Readme {
    let Some(text) = text else {
        report.about(Subject::Page(README.to_owned()), README).add(
            Rule::ReadmeMissing,
            0,
            "there is no front page next to the pages",
        );
        return Readme::default();
    };
    let lines = lines(text);
    let mut notes = report.about(Subject::Page(README.to_owned()), README);
    Readme {
        version: version(&lines),
        base_url: api::base_url(&lines),
        operations: lines.iter().filter_map(listed).collect(),
        schemes: scheme::schemes(&lines, &mut notes),
        listed_schemes: scheme::listed_names(&lines),
    }
}

fn version(lines: &[Line<'_>]) -> Option<Printed<String>> {
    lines.iter().find_map(|line| {
        let item = line.trimmed().trim_start_matches(['-', '*', ' ']);
        let version = item.strip_prefix("API version:")?.trim();
        (!version.is_empty()).then(|| Printed::new(line.number, text::plain(version)))
    })
}

/// Reads `*BoatsApi* | [**get_boat**](docs/BoatsApi.md#get_boat) | **GET** /boats/{id} | words`.
fn listed(line: &Line<'_>) -> Option<Listed> {
    let text = table::unframed(line.text);
    let (class, rest) = table::split(text)?;
    let class = class.trim().strip_prefix('*')?.strip_suffix('*')?;
    let (name, rest) = table::split(rest)?;
    let request = table::split(rest).map_or(rest, |(request, _)| request);
    let (method, path) = text::request(request)?;
    Some(Listed { line: line.number, class: text::unescaped(class), name: text::name(name)?, method, path })
}
