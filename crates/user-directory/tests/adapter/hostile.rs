//! No id, address or user name leads a request to another operation than the one that is meant.

use serde_json::json;
use test_support::{Reply, Server};
use user_directory::{Directory, UserId, Verb};

use crate::all::{ALL, Provider, by_id};
use crate::support::{With, call};

/// Names that stand beside the users in some path, in any letter case; several segments; what ends a path; what a
/// URL parser or a proxy resolves.
const HOSTILE: &[&str] = &[
    "schema",
    "Schema",
    "SCHEMA",
    "$runnable",
    "$Runnable",
    "current",
    "Current",
    "user_id",
    "username",
    "email",
    "self",
    "invite",
    "deleted",
    "me",
    "a/b",
    "current/entitlements",
    "current/user_id",
    "x/lifecycle/$unlock",
    "x/mfa/preference",
    "/x",
    "x/",
    "../admin",
    "x/../../admin",
    "a/./b",
    "%2e%2e",
    "%2E%2E%2Fadmin",
    "%252e%252e",
    "x%2Fb",
    "x?purge=true",
    "x#b",
    "x;b",
    "x&b",
    "a\\b",
    "..\\admin",
    "a b",
    "*",
    "{USER_ID}",
    "@h.example",
    "é",
];

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [a, b, tail @ ..]) => {
                let digits = [*a, *b];
                let digits = std::str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = tail;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Splits a request into its method and the segments of its path, each as a server reads it.
fn split(request: &str) -> (&str, Vec<String>) {
    let (method, target) = request.split_once(' ').unwrap();
    let path = target.split('?').next().unwrap();
    (method, path.split('/').map(decoded).collect())
}

/// Returns the path of the operation to which a server takes a request: of those that fit, the one with the most words
/// of its own, in any letter case.
fn operation(provider: &Provider, request: &str) -> String {
    let (method, segments) = split(request);
    let fits = |path: &String| {
        let template: Vec<_> = path.split('/').collect();
        let same = |(word, segment): (&&str, &String)| word.starts_with('{') || word.eq_ignore_ascii_case(segment);
        template.len() == segments.len() && template.iter().zip(&segments).all(same)
    };
    (provider.operations)()
        .into_iter()
        .filter(|(_, known, path)| *known == method && fits(path))
        .map(|(_, _, path)| path)
        .max_by_key(|path| path.split('/').filter(|word| !word.starts_with('{')).count())
        .unwrap_or_else(|| panic!("{} has no operation {request}", provider.name))
}

/// Starts a server that answers with a user, and refuses changes in a way that does not keep what follows from being
/// sent.
async fn server(user: String) -> Server {
    Server::start(move |request, _| match request.method.as_str() {
        "GET" => Reply::json(200, &user),
        "DELETE" => Reply::status(404),
        _ => Reply::status(400),
    })
    .await
}

fn with(provider: &Provider, id: &str, email: &'static str) -> With {
    With { id: UserId::new(id).unwrap(), email, ..(provider.with)() }
}

/// Checks that a verb, called with `text` in the place of `plain`, sends nothing, or the same requests with `text` as one
/// segment in its place.
async fn leads_nowhere_else(
    provider: &Provider,
    (server, directory): (&Server, &Directory),
    verb: Verb,
    (plain, usual): (&str, &With),
    (text, other): (&str, &With),
) -> usize {
    let place = format!("{} {verb} {text:?}", provider.name);
    let _ = call(directory, verb, usual).await;
    let wanted = server.take_lines();
    assert!(!wanted.is_empty(), "{place}");
    let result = call(directory, verb, other).await;
    let sent = server.take_lines();
    if sent.is_empty() {
        assert!(result.is_err(), "{place}");
        return 0;
    }
    assert!(sent.len() <= wanted.len(), "{place}");
    for (sent, wanted) in sent.iter().zip(&wanted) {
        let ((method, segments), (usual, expected)) = (split(sent), split(wanted));
        assert_eq!(method, usual, "{place}");
        let expected = expected.iter().map(|segment| if segment == plain { text.to_owned() } else { segment.clone() });
        assert_eq!(segments, expected.collect::<Vec<_>>(), "{place}");
        assert_eq!(operation(provider, sent), operation(provider, wanted), "{place}");
    }
    sent.len()
}

#[tokio::test]
async fn no_id_leads_to_another_operation() {
    for provider in &ALL {
        let server = server((provider.user)().to_string()).await;
        let directory = (provider.at)(&server.url);
        let usual = (provider.with)();
        let mut sent = 0;
        for text in HOSTILE {
            let other = with(provider, text, usual.email);
            for verb in by_id(&directory) {
                let plain = (usual.id.as_str(), &usual);
                let to = (&server, &directory);
                sent += leads_nowhere_else(provider, to, verb, plain, (text, &other)).await;
            }
        }
        // Ids of a fixed form are never sent; FINBOURNE's have letters and digits alone.
        let fixed = matches!(provider.name, "velo" | "sendauth");
        assert_eq!(sent == 0, fixed, "{}", provider.name);
    }
}

#[tokio::test]
async fn no_address_leads_to_another_operation() {
    for provider in &ALL {
        let server = server((provider.user)().to_string()).await;
        let directory = (provider.at)(&server.url);
        let usual = (provider.with)();
        for text in HOSTILE {
            let other = with(provider, usual.id.as_str(), text);
            let (plain, other) = ((usual.email, &usual), (text.to_lowercase(), &other));
            let (verb, to) = (Verb::FindByEmail, (&server, &directory));
            leads_nowhere_else(provider, to, verb, plain, (&other.0, other.1)).await;
        }
    }
}

/// The Open Bank Project locks by user name, which the person has chosen.
#[tokio::test]
async fn no_user_name_leads_to_another_operation() {
    let provider = ALL.iter().find(|provider| provider.name == "obp").unwrap();
    let mut locked = 0;
    for text in HOSTILE.iter().chain(&["..", "."]) {
        let mut user = (provider.user)();
        user["username"] = json!(text);
        let server = server(user.to_string()).await;
        let directory = (provider.at)(&server.url);
        for (verb, path) in [
            (Verb::Lock, "/obp/v5.0.0/users/{USERNAME}/locks"),
            (Verb::Unlock, "/obp/v5.0.0/users/{USERNAME}/lock-status"),
        ] {
            call(&directory, verb, &(provider.with)()).await.unwrap_err();
            let paths = ["/obp/v5.0.0/users/user_id/{USER_ID}", "/obp/v5.0.0/users/username/{USERNAME}", path];
            let sent = server.take_lines();
            for (request, path) in sent.iter().zip(paths) {
                assert_eq!(operation(provider, request), path, "{request}");
                let (_, segments) = split(request);
                assert!(path.contains("{USER_ID}") || segments.iter().any(|one| one == text), "{request}");
            }
            locked += usize::from(sent.len() == 3);
        }
    }
    assert!(locked > 20, "{locked}");
}
