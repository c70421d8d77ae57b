//! Time grows with the length of the pages and no faster, whatever they are made of.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use std::time::{Duration, Instant};

use docs_to_openapi::{Options, Pages, convert};

/// How much more of everything the larger pages have.
const TIMES: usize = 8;
/// A machine that does other things too may take this much longer; what is quadratic takes `TIMES` times longer.
const SLACK: usize = 3;

const TABLE: &str = "Name | Type | Description | Notes\n--- | --- | --- | ---\n";

fn repeated(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).map(row).collect()
}

fn api(methods: usize, rows: &str, statuses: &str, authorization: &str) -> String {
    let table = repeated(methods, |at| format!("[**m{at}**](B.md#m{at}) | **GET** /a{at}/{{id}} | words\n"));
    let blocks = repeated(methods, |at| {
        format!(
            "\n# **m{at}**\n> m{at}(id)\n\nwords\n\n### Example\n\n### Parameters\n\n{TABLE} **id** | **str**| x | \n{rows}\n### Return type\n\n**str**\n\n### Authorization\n\n{authorization}\n\n### HTTP request headers\n\n - **Content-Type**: Not defined\n - **Accept**: application/json\n\n### HTTP response details\n| Status code | Description | Response headers |\n|---|---|---|\n{statuses}\n[[Back to top]](#)\n"
        )
    });
    format!("# a.BApi\n\nMethod | HTTP request | Description\n--- | --- | ---\n{table}{blocks}")
}

fn model(rows: &str) -> String {
    format!("# M\n\n## Properties\n{TABLE}{rows}")
}

fn schema_model(count: usize) -> String {
    let info = "Input Type | Accessed Type | Description | Notes\n--- | --- | --- | ---\n";
    let keys = repeated(count, |at| format!("**[k{at}](#k{at})** | dict, | f | | [optional]\n"));
    let sections = repeated(count, |at| format!("\n# k{at}\n\n## Model Type Info\n{info}str, | f | | \n"));
    format!(
        "# a.M\n\n## Model Type Info\n{info}dict, | f | | \n\n### Dictionary Keys\nKey | Input Type | Accessed Type | Description | Notes\n--- | --- | --- | --- | ---\n{keys}{sections}"
    )
}

/// Something repeated: its name, how often, and the pages with that many of it.
type Kind = (&'static str, usize, fn(usize) -> Vec<(String, String)>);

fn one(name: &str, text: String) -> (String, String) {
    (name.to_owned(), text)
}

fn plain() -> (String, String) {
    one("BApi.md", api(1, "", "**200** | ok | - |\n", "No authorization required"))
}

const KINDS: [Kind; 16] = [
    ("methods", 500, |n| vec![one("BApi.md", api(n, "", "**200** | ok | - |\n", ""))]),
    ("methods of one name", 500, |n| {
        let page = |class: usize| api(n / 4, "", "", "").replace("/a", &format!("/{class}a"));
        (0..4).map(|class| (format!("B{class}Api.md"), page(class))).collect()
    }),
    ("parameters", 2_000, |n| {
        vec![one("BApi.md", api(1, &repeated(n, |at| format!(" **p{at}** | **str**| w | [optional]\n")), "", ""))]
    }),
    ("bars", 20_000, |n| {
        vec![one("BApi.md", api(1, &format!(" **p** | **str**| {}| [optional]\n", "| ".repeat(n)), "", ""))]
    }),
    ("defaults behind bars", 10_000, |n| {
        vec![one(
            "BApi.md",
            api(1, &format!(" **p** | **str**| {}| [optional]\n", "| [default to x ".repeat(n)), "", ""),
        )]
    }),
    ("statuses", 4_000, |n| vec![one("BApi.md", api(1, "", &repeated(n, |_| "**200** | ok | - |\n".to_owned()), ""))]),
    ("links", 10_000, |n| {
        vec![one("BApi.md", api(1, &format!(" **p** | **str**| {}| \n", "[a](b.md) ".repeat(n)), "", ""))]
    }),
    ("names of schemes", 4_000, |n| vec![one("BApi.md", api(1, "", "", &repeated(n, |at| format!("[k{at}](r#k), "))))]),
    ("schemes", 2_000, |n| {
        let schemes = repeated(n, |at| format!("## k{at}\n\n- **Type**: HTTP basic authentication\n\n"));
        vec![plain(), one("README.md", format!("## Documentation For Authorization\n\n{schemes}"))]
    }),
    ("placeholders", 4_000, |n| {
        let (name, page) = plain();
        vec![(name, page.replace("/{id}", &format!("/{{id}}{}", repeated(n, |at| format!("/{{q{at}}}")))))]
    }),
    ("headings in prose", 10_000, |n| {
        let (name, page) = plain();
        vec![(name, page.replace("\nwords\n", &format!("\nwords\n{}", "# **m0**\n\n".repeat(n))))]
    }),
    ("properties", 4_000, |n| {
        vec![plain(), one("M.md", model(&repeated(n, |at| format!("**p_{at}** | [**M**](M.md) | w | \n"))))]
    }),
    ("properties of one name", 4_000, |n| vec![plain(), one("M.md", model(&"**p** | **str** | w | \n".repeat(n)))]),
    ("models that recurse", 500, |n| {
        let page = |at: usize| model(&format!("**next** | [**M{}**](M{}.md) | w | \n", at + 1, at + 1));
        (0..n).map(|at| (format!("M{at}.md"), page(at))).chain([plain()]).collect()
    }),
    ("models that a discriminator tells apart", 500, |n| {
        let kind = model("").replace("# M\n", &format!("# Kind\n\n{}\n", repeated(n, |at| format!("`kind_{at}` "))));
        let base = one("Base.md", model("**kind** | [**Kind**](Kind.md) | w | \n**next** | [**M**](M.md) | w | \n"));
        let child = |at: usize| (format!("Kind{at}Base.md"), model("**p** | **str** | w | \n"));
        let user = one("M.md", model("**base** | [**Base**](Base.md) | w | \n"));
        (0..n).map(child).chain([plain(), base, user, one("Kind.md", kind)]).collect()
    }),
    ("nested types of dialect `schema`", 2_000, |n| vec![plain(), one("M.md", schema_model(n))]),
];

fn time(files: &[(String, String)]) -> Duration {
    let mut pages = Pages::new();
    for (name, text) in files {
        pages.insert(name.clone(), text.clone());
    }
    let start = Instant::now();
    convert(&pages, &Options::default()).unwrap();
    start.elapsed()
}

#[test]
fn every_direction_is_linear() {
    let mut slow = Vec::new();
    for (name, count, pages) in KINDS {
        let (small, large) = (pages(count), pages(count * TIMES));
        let size = |files: &[(String, String)]| files.iter().map(|(_, text)| text.len()).sum::<usize>();
        let factor = u32::try_from(size(&large) / size(&small) * SLACK).unwrap();
        // Another process may have held the machine up: only what is slow each time is slow.
        let is_slow = || time(&large) > time(&small).max(Duration::from_millis(2)) * factor;
        if (0..3).all(|_| is_slow()) {
            slow.push(name);
        }
    }
    assert!(slow.is_empty(), "more than linear: {slow:?}");
}
