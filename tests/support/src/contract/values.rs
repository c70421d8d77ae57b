//! What the values that users hold print: builders, clients, options, errors, answers.

use std::fmt::Debug;

use serde_json::json;
use user_directory_runtime::reqwest::Method;
use user_directory_runtime::{CallOptions, Environment, FixedHeader, Secret};

use super::PLANTED;
use super::client::{self, Raw, Subject};
use super::dispatch::CallError;
use super::recording;
use super::server::Server;

/// Formats a value in both ways, and fails if something planted can be seen.
pub fn quiet(what: &str, value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(PLANTED), "{what}: {text}");
    }
}

/// Formats an error and its causes in every way, and fails if something planted can be seen.
pub fn quiet_error(what: &str, error: &(dyn std::error::Error + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        let text = format!("{error} {error:?} {error:#?}");
        assert!(!text.contains(PLANTED), "{what}: {text}");
        next = error.source();
    }
}

pub async fn nothing_prints_a_secret_or_a_persons_data<S: Subject>() {
    let planted = || FixedHeader::authorization(&Secret::from("Bearer planted")).unwrap();
    quiet("credentials", &planted());
    quiet_error("credentials", &FixedHeader::authorization(&Secret::from("planted\r\nX: planted")).unwrap_err());
    let unusable = client::builder::<S>("http://planted:planted@planted.example/?planted");
    quiet_error("base URL", &unusable.build().map(drop).unwrap_err());
    let environment = Environment::from_pairs([("PLANTED", "planted")]);
    assert!(!format!("{environment:?}").contains(PLANTED));

    let server = Server::start().await;
    let builder = client::builder::<S>(&server.url("")).authenticator(planted()).header("x-planted-header", PLANTED);
    quiet("builder", &builder);
    let options = CallOptions::new().authorization("Bearer planted").header("x-person", PLANTED);
    quiet("options", &options);
    let client = S::new(builder.build().unwrap()).with_options(options);
    let raw = || {
        let mut raw = Raw::new(Method::POST, "/planted");
        raw.query = Some((PLANTED, &[PLANTED]));
        raw.json = Some(json!({"planted": PLANTED}));
        raw
    };
    for printed in client.printed(raw()) {
        assert!(!printed.contains(PLANTED), "{printed}");
    }
    // A single word could be a code, which is printed.
    let text = format!("about {PLANTED} person");
    let problem = json!({"error": text, "message": text, "detail": text, "title": text});
    let calls = recording::calls::<S>().calls;
    for (status, body) in [
        (400, problem.to_string()),
        (503, "<html>planted</html>".to_owned()),
        (200, r#"{"other":"planted"}"#.to_owned()),
        (200, "planted".to_owned()),
    ] {
        server.answer_bytes(status, body.as_bytes()).await;
        for (id, args) in &calls {
            if let Err(CallError::Client(failure)) = client.call(id, args).await {
                assert!(!failure.display.contains(PLANTED) && !failure.debug.contains(PLANTED), "{id}: {failure:?}");
            }
        }
        match client.request(raw()).await {
            Ok(response) => quiet("response", &response),
            Err(error) => {
                assert_eq!(&error.body()[..], body.as_bytes(), "asked for, it is there");
                quiet_error("error", &error);
                quiet("problem", &error.problem());
                // As `anyhow` and others print it.
                let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
                quiet("error", &boxed);
            }
        }
    }
    let refused = client.request(Raw::new(Method::GET, "/../planted")).await;
    quiet_error("refused", &refused.map(drop).unwrap_err());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runtime_hands_out() {
        use runtime::Secret;
        use user_directory_runtime as runtime;
        quiet("secret", &Secret::from("planted"));
        quiet("patch", &runtime::Patch::Value(Secret::from("planted")));
        let token = runtime::Token::new("planted").with_refresh(Some(Secret::from("planted")));
        quiet("token", &token);
        quiet("bearer", &runtime::FixedHeader::bearer("planted").unwrap());
        quiet("basic", &runtime::FixedHeader::basic("planted", "planted").unwrap());
        let key = runtime::FixedHeader::new("x-key".parse().unwrap(), &Secret::from("planted")).unwrap();
        quiet("header", &key);
        let source =
            runtime::OAuth2::password("https://planted.example/planted", "planted", "planted", "planted", "planted")
                .unwrap()
                .parameter("planted", "planted")
                .header("x-planted".parse().unwrap(), PLANTED.parse().unwrap());
        quiet("oauth2", &source);
        quiet("token auth", &runtime::TokenAuth::new(source));
    }
}
