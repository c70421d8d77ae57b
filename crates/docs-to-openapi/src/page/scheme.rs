//! Security schemes, as the front page describes them.

use std::collections::HashMap;

use super::lines::Line;
use super::text;
use crate::Rule;
use crate::report::Notes;

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scheme {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) kind: SchemeKind,
}

/// What a scheme is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    ApiKey { parameter: String, location: &'static str },
    Basic,
    Bearer { format: Option<String> },
    Signature,
    Oauth(Vec<Flow>),
}

/// One flow of an OAuth scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) line: usize,
    /// OpenAPI's name of the flow.
    pub(crate) name: &'static str,
    pub(crate) authorization_url: String,
    /// Names and descriptions.
    pub(crate) scopes: Vec<(String, String)>,
}

/// Reads the chapter on authorization.
pub(crate) fn schemes(lines: &[Line<'_>], report: &mut Notes<'_>) -> Vec<Scheme> {
    let mut schemes: Vec<Scheme> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (name, section) in sections(chapter(lines)) {
        let Some(scheme) = scheme(name, section, report) else {
            continue;
        };
        let place = *places.entry(scheme.name.clone()).or_insert(schemes.len());
        let Some(seen) = schemes.get_mut(place) else {
            schemes.push(scheme);
            continue;
        };
        // A scheme with two flows is described twice.
        match (&mut seen.kind, scheme.kind) {
            (SchemeKind::Oauth(flows), SchemeKind::Oauth(more)) => flows.extend(more),
            (first, second) if *first == second => {}
            _ => report.add(
                Rule::PageDisagreement,
                scheme.line,
                format!(
                    "security scheme `{}` is described differently in line {}; the first is taken",
                    scheme.name, seen.line
                ),
            ),
        }
    }
    schemes
}

/// Reads the names that the chapter lists without a description: `* Basic`.
pub(crate) fn listed_names(lines: &[Line<'_>]) -> Vec<String> {
    let chapter = chapter(lines);
    let end = chapter.iter().position(|line| line.text.starts_with('#')).unwrap_or(chapter.len());
    let items = chapter.iter().take(end).filter_map(|line| line.text.strip_prefix("* "));
    items
        .map(str::trim)
        .filter(|item| !item.is_empty() && !item.contains(char::is_whitespace))
        .map(text::plain)
        .collect()
}

fn chapter<'b, 'a>(lines: &'b [Line<'a>]) -> &'b [Line<'a>] {
    let start =
        lines.iter().position(|line| line.text.trim_end().eq_ignore_ascii_case("## documentation for authorization"));
    let body = start.and_then(|at| lines.get(at + 1..)).unwrap_or_default();
    let end = body
        .iter()
        .position(|line| line.text.trim_end() == "## Author" || line.text.starts_with("# "))
        .unwrap_or(body.len());
    body.get(..end).unwrap_or_default()
}

fn sections<'b, 'a>(chapter: &'b [Line<'a>]) -> Vec<(Line<'a>, &'b [Line<'a>])> {
    let heads: Vec<usize> =
        chapter.iter().enumerate().filter(|(_, line)| head(line.text).is_some()).map(|(at, _)| at).collect();
    let ends = heads.iter().skip(1).copied().chain([chapter.len()]);
    heads
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| Some((*chapter.get(*start)?, chapter.get(start + 1..end)?)))
        .collect()
}

fn head(line: &str) -> Option<&str> {
    let name = line.strip_prefix("## ").or_else(|| line.strip_prefix("### "))?.trim();
    (!name.is_empty()).then_some(name)
}

/// Reads one section; one without a `Type` line is prose about something else.
fn scheme(title: Line<'_>, body: &[Line<'_>], report: &mut Notes<'_>) -> Option<Scheme> {
    let name = text::plain(head(title.text)?);
    let (_, kind) = item(body, "Type")?;
    let kind = kind.trim();
    let kind = match kind {
        "API key" => api_key(body),
        "HTTP basic authentication" => Some(SchemeKind::Basic),
        "OAuth" => oauth(body),
        _ if kind.starts_with("Bearer authentication") => {
            let format = kind.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
            Some(SchemeKind::Bearer { format: format.map(text::plain) })
        }
        _ if kind.to_ascii_lowercase().contains("signature") => Some(SchemeKind::Signature),
        _ => None,
    };
    if kind.is_none() {
        report.add(
            Rule::SchemeUnreadable,
            title.number,
            format!("the description of security scheme `{name}` cannot be read"),
        );
    }
    Some(Scheme { line: title.number, name, kind: kind? })
}

/// Reads `- **Label**: words`; a formatter may have changed the mark of the list.
fn item<'a>(body: &[Line<'a>], label: &str) -> Option<(usize, &'a str)> {
    body.iter().find_map(|line| {
        let (found, words) = listed(line)?;
        (found == label).then_some((line.number, words))
    })
}

/// Splits an item of a list into its bold label and the words behind it.
fn listed<'a>(line: &Line<'a>) -> Option<(&'a str, &'a str)> {
    let item = line.trimmed();
    let item = ["- ", "* ", "+ "].iter().find_map(|mark| item.strip_prefix(mark)).unwrap_or(item).trim_start();
    item.strip_prefix("**")?.split_once("**:").map(|(label, words)| (label, words.trim()))
}

fn api_key(body: &[Line<'_>]) -> Option<SchemeKind> {
    let (_, parameter) = item(body, "API key parameter name")?;
    let (_, location) = item(body, "Location")?;
    let location = match location.trim() {
        "HTTP header" => "header",
        "URL query string" => "query",
        "" => "cookie",
        other if other.to_ascii_lowercase().contains("cookie") => "cookie",
        _ => return None,
    };
    Some(SchemeKind::ApiKey { parameter: text::plain(parameter), location })
}

fn oauth(body: &[Line<'_>]) -> Option<SchemeKind> {
    let (line, flow) = item(body, "Flow")?;
    let name = match flow.trim() {
        "implicit" => "implicit",
        "password" => "password",
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        _ => return None,
    };
    let url = item(body, "Authorization URL").map_or("", |(_, url)| url.trim());
    // The scopes are the items below their own label.
    let scopes = body
        .iter()
        .filter_map(listed)
        .skip_while(|(label, _)| *label != "Scopes")
        .skip(1)
        .map(|(scope, words)| (text::plain(scope), text::plain(words)))
        .collect();
    Some(SchemeKind::Oauth(vec![Flow { line, name, authorization_url: text::plain(url), scopes }]))
}
