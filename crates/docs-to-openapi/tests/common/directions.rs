//! Pages that are large in one direction each. The benchmarks use this file, too.

/// A direction in which pages or sources grow.
pub(crate) struct Direction {
    pub(crate) name: &'static str,
    /// So many things are tried at most.
    pub(crate) most: usize,
    /// Makes the pages with that many, and the sources, which end with `.py`.
    pub(crate) pages: fn(usize) -> Vec<(String, String)>,
}

/// So many of anything.
const MANY: usize = 100_000;

const fn of(name: &'static str, pages: fn(usize) -> Vec<(String, String)>) -> Direction {
    Direction { name, most: MANY, pages }
}

pub(crate) const DIRECTIONS: [Direction; 20] = [
    // Each with a block: 10 MB.
    Direction {
        name: "methods",
        most: 20_000,
        pages: |n| vec![one("BApi.md", api(n, "", "**200** | ok | - |\n", ""))],
    },
    of("rows of methods, four with each name", |n| {
        let page = |class: usize| format!("# a.B{class}Api\n\n{}", rows_of_methods(n / 4, &format!("/{class}")));
        (0..4).map(|class| (format!("B{class}Api.md"), page(class))).collect()
    }),
    of("parameters", |n| {
        vec![one("BApi.md", api(1, &repeated(n, |at| format!(" **p{at}** | **str**| w | [optional]\n")), "", ""))]
    }),
    of("bars", |n| vec![cell(&"| ".repeat(n), "[optional]")]),
    of("defaults behind bars", |n| vec![cell(&"| [default to x ".repeat(n), "[optional]")]),
    of("statuses", |n| vec![one("BApi.md", api(1, "", &"**200** | ok | - |\n".repeat(n), ""))]),
    of("links", |n| vec![cell(&"[a](b.md) ".repeat(n), "")]),
    of("names of schemes", |n| vec![one("BApi.md", api(1, "", "", &repeated(n, |at| format!("[k{at}](r#k), "))))]),
    of("schemes", |n| {
        let schemes = repeated(n, |at| format!("## k{at}\n\n- **Type**: HTTP basic authentication\n\n"));
        vec![plain(), one("README.md", format!("## Documentation For Authorization\n\n{schemes}"))]
    }),
    of("placeholders", |n| {
        let (name, page) = plain();
        vec![(name, page.replace("/{id}", &format!("/{{id}}{}", repeated(n, |at| format!("/{{q{at}}}")))))]
    }),
    of("headings in prose", |n| {
        let (name, page) = plain();
        vec![(name, page.replace("\nwords\n", &format!("\nwords\n{}", "# **m0**\n\n".repeat(n))))]
    }),
    // A table of 10 MB.
    Direction {
        name: "properties",
        most: 10_000_000 / ROW.len(),
        pages: |n| vec![plain(), one("M.md", model(&repeated(n, |at| ROW.replace("000000", &format!("{at:06}")))))],
    },
    of("properties of one name", |n| vec![plain(), one("M.md", model(&"**p** | **str** | w | \n".repeat(n)))]),
    of("models that recurse", |n| {
        let page = |at: usize| model(&format!("**next** | [**M{0}**](M{0}.md) | w | \n", (at + 1) % n));
        (0..n).map(|at| (format!("M{at}.md"), page(at))).chain([plain()]).collect()
    }),
    of("models that a discriminator tells apart", |n| {
        let kind = model("").replace("# M\n", &format!("# Kind\n\n{}\n", repeated(n, |at| format!("`kind_{at}` "))));
        let base = one("Base.md", model("**kind** | [**Kind**](Kind.md) | w | \n**next** | [**M**](M.md) | w | \n"));
        let child = |at: usize| (format!("Kind{at}Base.md"), model("**p** | **str** | w | \n"));
        let user = one("M.md", model("**base** | [**Base**](Base.md) | w | \n"));
        (0..n).map(child).chain([plain(), base, user, one("Kind.md", kind)]).collect()
    }),
    of("nested types of dialect `schema`", |n| vec![plain(), one("M.md", schema_model(n))]),
    of("brackets of a type", |n| {
        let ty = format!("{}str{}", "List[".repeat(n), "]".repeat(n));
        vec![plain(), one("M.md", model(&format!("**p** | **{ty}** | w | \n")))]
    }),
    of("names in sentences", |n| {
        let (name, page) = plain();
        vec![(name, page.replace("\nwords\n", &format!("\n{}\n", repeated(n, |at| format!("`boatId{at}` ")))))]
    }),
    of("names in a source", |n| {
        let names = repeated(n, |at| format!("'p{at}': 'P{at}', "));
        vec![plain(), one("m.py", format!("class M(object):\n    attribute_map = {{{names}}}\n"))]
    }),
    of("brackets in a source", |n| {
        let nested = |open: &str, close: &str| format!("{}x{}", open.repeat(n), close.repeat(n));
        let (ty, set, test) = (nested("Annotated[", ", y]"), nested("set(", ")"), nested("x not in (", ")"));
        let method = format!("    @p.setter\n    def p(self, p):\n        allowed_values = {set}\n        {test}\n");
        vec![plain(), one("m.py", format!("class M(BaseModel):\n    p: {ty}\n{method}"))]
    }),
];

/// A row of a table of properties.
const ROW: &str = "**p_000000** | [**M**](M.md) | w | \n";

const TABLE: &str = "Name | Type | Description | Notes\n--- | --- | --- | ---\n";

fn one(name: &str, text: String) -> (String, String) {
    (name.to_owned(), text)
}

fn repeated(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).map(row).collect()
}

fn plain() -> (String, String) {
    one("BApi.md", api(1, "", "**200** | ok | - |\n", "No authorization required"))
}

/// A parameter with all of that in the cell for its description.
fn cell(description: &str, notes: &str) -> (String, String) {
    one("BApi.md", api(1, &format!(" **p** | **str**| {description}| {notes}\n"), "", ""))
}

fn api(methods: usize, rows: &str, statuses: &str, authorization: &str) -> String {
    let table = rows_of_methods(methods, "");
    let blocks = repeated(methods, |at| {
        format!(
            "\n# **m{at}**\n> m{at}(id)\n\nwords\n\n### Example\n\n### Parameters\n\n{TABLE} **id** | **str**| x | \n{rows}\n### Return type\n\n**str**\n\n### Authorization\n\n{authorization}\n\n### HTTP request headers\n\n - **Content-Type**: Not defined\n - **Accept**: application/json\n\n### HTTP response details\n| Status code | Description | Response headers |\n|---|---|---|\n{statuses}\n[[Back to top]](#)\n"
        )
    });
    format!("# a.BApi\n\n{table}{blocks}")
}

fn rows_of_methods(count: usize, base: &str) -> String {
    let row = |at| format!("[**m{at}**](B.md#m{at}) | **GET** {base}/a{at}/{{id}} | words\n");
    format!("Method | HTTP request | Description\n--- | --- | ---\n{}", repeated(count, row))
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
