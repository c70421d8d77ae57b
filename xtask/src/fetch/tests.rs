use std::process::Command;

use super::*;

const API: &str = "# acme.RobotsApi

Method | HTTP request | Description
--- | --- | ---
[**get_robot**](RobotsApi.md#get_robot) | **GET** /robots/{id} |

# **get_robot**
> get_robot(id, part_size=part_size)

### Parameters

Name | Type | Description | Notes
--- | --- | --- | ---
 **id** | **str** | |
 **part_size** | **int** | | [optional]
";
const SOURCE: &str = "
class RobotsApi:
    def get_robot(self, id, part_size):
        _path_params['id'] = id
        _query_params.append(('part.size', part_size))
";
const MODEL: &str = "# Robot\n";

/// Runs git in a directory, as somebody invented.
fn git(dir: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["-c", "user.name=Acme", "-c", "user.email=acme@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A workspace with one provider, and the repository that its pages are in. The commit recorded is not the last one.
struct Acme {
    dir: tempfile::TempDir,
    workspace: Workspace,
    provider: Provider,
}

impl Acme {
    fn new(readme: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let sdk = dir.path().join("sdk");
        let docs = sdk.join("python/docs");
        std::fs::create_dir_all(&docs).unwrap();
        std::fs::write(sdk.join(readme), "# Acme\n").unwrap();
        std::fs::write(docs.join("RobotsApi.md"), API).unwrap();
        std::fs::create_dir_all(sdk.join("python/acme")).unwrap();
        std::fs::write(sdk.join("python/acme/robots_api.py"), SOURCE).unwrap();
        std::fs::write(docs.join("Robot.md"), MODEL).unwrap();
        std::fs::write(docs.join("Human.md"), "# Human\n").unwrap();
        for (name, text) in [("tags/apis/tags/RobotsApi.md", API), ("tags/models/Robot.md", MODEL), ("acme/api.py", "")]
        {
            let path = sdk.join("python").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        git(&sdk, &["init", "--quiet"]);
        git(&sdk, &["add", "."]);
        git(&sdk, &["commit", "--quiet", "-m", "One"]);
        let commit = git(&sdk, &["rev-parse", "HEAD"]);
        std::fs::write(docs.join("Robot.md"), "# Robot, newer\n").unwrap();
        git(&sdk, &["commit", "--quiet", "-a", "-m", "Two"]);
        std::fs::create_dir_all(dir.path().join("specs/acme")).unwrap();
        let workspace = Workspace::at(dir.path());
        let provider = workspace.provider("acme", "acme-users").unwrap();
        let record = format!(
            "[source]\nrepository = \"file://{}\"\ncommit = \"{commit}\"\npage = \"python/docs/RobotsApi.md\"\n\
             [reading]\napi = [\"RobotsApi.md\"]\nprose = \"drop\"\n\
             [pages]\n\"README.md\" = \"{}\"\n\"docs/Robot.md\" = \"{}\"\n\"docs/RobotsApi.md\" = \"{}\"\n",
            sdk.display(),
            digest(b"# Acme\n"),
            digest(MODEL.as_bytes()),
            digest(API.as_bytes()),
        );
        std::fs::write(provider.source(), record).unwrap();
        Self { dir, workspace, provider }
    }

    /// Changes the record.
    fn record(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.provider.source()).unwrap();
        assert!(text.contains(from));
        std::fs::write(self.provider.source(), text.replace(from, to)).unwrap();
    }

    fn fetch(&self, from: Option<&Path>) -> Result<String> {
        fetch(&self.workspace, &self.provider, from)
    }

    fn page(&self, name: &str) -> String {
        std::fs::read_to_string(self.workspace.pages().join("acme").join(name)).unwrap()
    }
}

#[test]
fn the_recorded_pages_are_fetched_and_no_others() {
    for readme in ["python/README.md", "README.md"] {
        let acme = Acme::new(readme);
        assert!(acme.fetch(None).unwrap().starts_with("wrote 3 pages"));
        assert_eq!((acme.page("docs/Robot.md"), acme.page("docs/RobotsApi.md")), (MODEL.to_owned(), API.to_owned()));
        assert_eq!(acme.page("README.md"), "# Acme\n");
        assert!(!acme.workspace.pages().join("acme/docs/Human.md").exists());
        // They are there now, so that the repository is not asked again.
        acme.record("file://", "file:///nowhere");
        assert!(acme.fetch(None).unwrap().ends_with("has the recorded pages"));
    }
}

#[test]
fn pages_in_directories_of_their_kind_and_sources_are_fetched() {
    let acme = Acme::new("README.md");
    acme.record("page = \"python/docs/", "sources = \"python/acme\"\npage = \"python/tags/apis/tags/");
    acme.record("\"docs/Robot.md\"", &format!("\"sources/api.py\" = \"{}\"\n\"docs/Robot.md\"", digest(b"")));
    acme.fetch(None).unwrap();
    assert_eq!((acme.page("docs/Robot.md"), acme.page("docs/RobotsApi.md")), (MODEL.to_owned(), API.to_owned()));
    assert_eq!((acme.page("README.md"), acme.page("sources/api.py")), ("# Acme\n".to_owned(), String::new()));
    assert!(acme.fetch(None).unwrap().ends_with("has the recorded pages"));
}

#[test]
fn a_local_clone_takes_the_place_of_the_repository() {
    let acme = Acme::new("README.md");
    acme.record("file://", "https://nowhere.example");
    acme.fetch(Some(&acme.dir.path().join("sdk"))).unwrap();
    assert_eq!(acme.page("docs/Robot.md"), MODEL);
}

#[test]
fn a_page_that_is_not_the_recorded_one_is_named_with_both_hashes() {
    let acme = Acme::new("README.md");
    acme.record(&digest(MODEL.as_bytes()), &digest(b"another"));
    let error = acme.fetch(None).unwrap_err().to_string();
    assert!(error.contains(&format!("docs/Robot.md: expected sha256 {}", digest(b"another"))), "{error}");
    assert!(error.contains(&digest(MODEL.as_bytes())), "{error}");
    assert!(!acme.workspace.pages().exists());
}

#[test]
fn what_cannot_be_fetched_says_what_to_do() {
    for (from, to, expected) in [
        ("docs/Robot.md", "docs/Android.md", "has no python/docs/Android.md at commit"),
        ("commit = \"", "commit = \"0", "is not written out"),
        ("commit = \"", "commit = \"--upload-pack=true\"\n# \"", "is not written out"),
        ("file://", "ext::", "has no address that begins with https:// or file:///"),
        ("file://", "file:///nowhere", "name that by --from"),
        ("repository = ", "# ", "add both"),
    ] {
        let acme = Acme::new("README.md");
        acme.record(from, to);
        let error = format!("{:#}", acme.fetch(None).unwrap_err());
        assert!(error.contains(expected), "{error}");
        assert!(!acme.workspace.pages().exists());
    }
    let acme = Acme::new("README.md");
    let empty = tempfile::tempdir().unwrap();
    git(empty.path(), &["init", "--quiet"]);
    assert!(format!("{:#}", acme.fetch(Some(empty.path())).unwrap_err()).contains("run `git fetch` there"));
}

#[test]
fn the_sources_are_compared_with_pages_and_specification() {
    let acme = Acme::new("README.md");
    acme.fetch(None).unwrap();
    let specification = |name: &str| {
        let parameter = format!("{{name: {name}, in: query, schema: {{type: integer}}}}");
        let id = "{name: id, in: path, required: true, schema: {type: string}}";
        let text = format!(
            "paths:\n  /robots/{{id}}:\n    get:\n      operationId: get_robot\n      parameters: [{id}, {parameter}]\n      responses: {{2XX: {{description: ok}}}}\n"
        );
        std::fs::write(acme.provider.openapi(), text).unwrap();
        sources::report(&acme.workspace, &acme.provider, None).unwrap()
    };
    let report = specification("part.size");
    assert!(report.contains("1 facts of the specification that the sources tell"), "{report}");
    assert!(report.contains("part.size: \"part.size\", found \"part_size\""), "{report}");
    assert!(report.contains("0 facts of the specification that the sources contradict"), "{report}");
    let report = specification("part_size");
    assert!(report.contains("0 facts of the specification that the sources tell"), "{report}");
    assert!(report.contains("part_size: \"part_size\", found \"part.size\""), "{report}");
    // The package is where the record says, not wherever Python lies.
    acme.record("page = ", "sources = \"python/tags\"\npage = ");
    let error = sources::report(&acme.workspace, &acme.provider, None).unwrap_err().to_string();
    assert!(error.contains("no Python file below \"python/tags\"; record the package as `sources`"), "{error}");
}
