//! What the values that users hold print: credentials, builders, clients, errors, answers, streams.

use std::fmt::Debug;

use integration_tests::server::Server;
use serde_json::json;

use crate::PLANTED;

/// Formats a value in both ways, and fails if something planted can be seen.
fn quiet(what: &str, value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(PLANTED), "{what}: {text}");
    }
}

fn quiet_error(what: &str, error: &(dyn std::error::Error + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        let text = format!("{error} {error:?} {error:#?}");
        assert!(!text.contains(PLANTED), "{what}: {text}");
        next = error.source();
    }
}

/// What all providers have in common. `$call` makes a call with planted arguments of an operation that answers an object,
/// `$list` one with planted arguments of an operation that answers a list.
macro_rules! common {
    ($krate:ident, $problem:expr, [$($credentials:expr),* $(,)?], |$client:ident| $call:expr) => {{
        use $krate::*;
        let name = stringify!($krate);
        $(
            let credentials: Credentials = $credentials;
            quiet(name, &credentials);
            let builder = Client::builder().credentials(credentials);
            quiet(name, &builder);
        )*
        let unusable = Client::builder()
            .credentials(Credentials::authorization("planted\r\nX: planted"))
            .build()
            .map(drop)
            .unwrap_err();
        quiet_error(name, &unusable);
        let unusable = Client::builder().base_url("http://planted:planted@planted.example/?planted");
        quiet_error(name, &unusable.build().map(drop).unwrap_err());
        let environment = Environment::from_pairs([("PLANTED", "planted")]);
        assert!(!format!("{environment:?}").contains(PLANTED));

        let server = Server::start().await;
        let $client = Client::builder()
            .base_url(server.url(""))
            .credentials(Credentials::authorization("Bearer planted"))
            .header("x-planted-header".parse().unwrap(), PLANTED.parse().unwrap())
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        quiet(name, &$client);
        let options = CallOptions::new()
            .authorization("Bearer planted")
            .header("x-person".parse().unwrap(), PLANTED.parse().unwrap());
        quiet(name, &options);
        let $client = $client.with_options(options);
        quiet(name, &$client);
        quiet(name, &$call);
        let raw = || {
            $client
                .request(Method::POST, "/planted")
                .query("planted", PLANTED)
                .json(&json!({"planted": PLANTED}))
        };
        quiet(name, &raw());

        for (status, body) in [
            (400, $problem.to_string()),
            (503, "<html>planted</html>".to_owned()),
            (200, r#"{"planted":"planted"}"#.to_owned()),
            (200, "planted".to_owned()),
        ] {
            server.answer_bytes(status, body.as_bytes()).await;
            if let Err(error) = $call.send().await {
                assert_eq!(&error.body()[..], body.as_bytes(), "asked for, it is there");
                quiet_error(name, &error);
                quiet(name, &error.problem());
                // As `anyhow` and others print it.
                let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error);
                quiet(name, &boxed);
            }
            match raw().send().await {
                Ok(response) => {
                    quiet(name, &response);
                    match response.json::<serde_json::Value, Problem>() {
                        Ok(value) => quiet(name, &value),
                        Err(error) => quiet_error(name, &error),
                    }
                }
                Err(error) => quiet_error(name, &error),
            }
        }
        let refused = $client.request(Method::GET, "/../planted").send().await;
        quiet_error(name, &refused.unwrap_err());
        ($client, server)
    }};
}

#[tokio::test]
async fn velo() {
    let problem = json!({"errors": [{"errorCode": "20110003", "errorMessage": "planted", "location": "planted",
        "localisationDetails": {"template": "planted", "parameters": {"planted": "planted"}}}]});
    let (client, server) = common!(
        velo_users,
        problem,
        [
            Credentials::client_credentials("planted-key", "planted-secret"),
            Credentials::bearer("planted"),
            Credentials::authorization("planted"),
        ],
        |client| client.validate_password_self(types::PasswordRequest::builder().password("planted"))
    );
    let list = client.list_users().sort("planted");
    quiet("velo list", &list);
    let body = json!({"content": [{"email": "planted", "firstName": "planted"}]});
    server.answer(200, Some(&body)).await;
    let mut pages = list.clone().pages();
    quiet("velo page", &pages.next().await.unwrap().unwrap());
    quiet("velo pages", &pages);
    let mut users = list.stream();
    quiet("velo user", &users.next().await.unwrap().unwrap());
    quiet("velo stream", &users);
    quiet("velo body", &velo_users::types::InviteUserRequest::builder().email("planted"));
}

#[tokio::test]
async fn sendauth() {
    let (client, server) = common!(
        sendauth_users,
        json!({"error": "planted", "details": ["planted"], "field": "planted", "value": "planted"}),
        [Credentials::basic("planted", "planted"), Credentials::authorization("planted"),],
        |client| client.list_users().q("planted")
    );
    server.answer(200, Some(&json!({"rows": [{"firstName": "planted", "lastName": "planted"}]}))).await;
    let mut users = client.list_users().q("planted").stream();
    quiet("sendauth user", &users.next().await.unwrap().unwrap());
    quiet("sendauth stream", &users);
}

#[tokio::test]
async fn finbourne() {
    let grant = || {
        finbourne_users::PasswordGrant::new("https://planted.example/token", "planted", "planted", "planted", "planted")
    };
    quiet("finbourne grant", &grant());
    let file = || finbourne_users::TokenFile::new("/no/such/planted");
    quiet("finbourne file", &file());
    let (_, server) = common!(
        finbourne_users,
        json!({"name": "MadeUp", "code": 657, "title": "planted", "detail": "planted", "instance": "planted",
            "errorDetails": [{"planted": "planted"}], "errors": {"planted": ["planted"]}}),
        [
            Credentials::bearer("planted"),
            Credentials::password(grant()),
            Credentials::token_file(file()),
            Credentials::authorization("planted"),
        ],
        |client| client.get_user("planted")
    );
    let client = finbourne_users::Client::builder().base_url(server.url("")).credentials(file()).build().unwrap();
    quiet_error("finbourne", &client.list_users().send().await.unwrap_err());
    let variables = [
        ("FBN_IDENTITY_URL", "https://a.example"),
        ("FBN_ACCESS_TOKEN", "planted"),
        ("FBN_PROXY_ADDRESS", "planted:planted@planted"),
    ];
    let environment = finbourne_users::Environment::from_pairs(variables);
    let error = finbourne_users::Client::builder_from(&environment).map(drop).unwrap_err();
    quiet_error("finbourne", &error);
}

#[tokio::test]
async fn obp() {
    let login = || obp_users::DirectLogin::new("planted", "planted", "planted");
    quiet("obp login", &login());
    let (client, server) = common!(
        obp_users,
        json!({"code": 400, "message": "OBP-20006: planted"}),
        [
            Credentials::direct_login(login()),
            Credentials::direct_login_token("planted"),
            Credentials::gateway_login("planted"),
            Credentials::bearer("planted"),
            Credentials::authorization("planted"),
        ],
        |client| client.get_user_by_username("planted")
    );
    let list = client.get_users().locked_status("planted");
    quiet("obp list", &list);
    server
        .answer(
            200,
            Some(&json!({"users": [{
                "user_id": "planted", "email": "planted", "provider_id": "planted", "provider": "planted",
                "username": "planted", "entitlements": {"list": []}, "is_deleted": false, "is_locked": false,
            }]})),
        )
        .await;
    let mut users = list.stream();
    quiet("obp user", &users.next().await.unwrap().unwrap());
    quiet("obp stream", &users);
}

#[tokio::test]
async fn saasus() {
    common!(
        saasus_users,
        json!({"type": "permission_denied", "message": "planted", "data": {"planted": "planted"}}),
        [Credentials::api_key("planted", "planted", "planted"), Credentials::authorization("planted"),],
        |client| client.get_saas_user("planted")
    );
}

#[test]
fn what_the_runtime_hands_out() {
    use runtime::Secret;
    use user_directory_runtime as runtime;
    quiet("secret", &Secret::from("planted"));
    quiet("patch", &runtime::Patch::Value(Secret::from("planted")));
    let token = runtime::Token::new("planted").with_refresh(Some(Secret::from("planted")));
    quiet("token", &token);
    quiet("bearer", &runtime::Bearer::new("planted").unwrap());
    quiet("basic", &runtime::Basic::new("planted", "planted").unwrap());
    let key = runtime::FixedHeader::new("x-key".parse().unwrap(), &Secret::from("planted")).unwrap();
    quiet("header", &key);
    let source =
        runtime::OAuth2::password("https://planted.example/planted", "planted", "planted", "planted", "planted")
            .unwrap()
            .parameter("planted", "planted")
            .header("x-planted".parse().unwrap(), PLANTED.parse().unwrap());
    quiet("oauth2", &source);
    quiet("token auth", &runtime::TokenAuth::new(source));
    quiet("query", &runtime::QueryParam::new("q", "planted"));
    quiet("any credentials", &runtime::AnyCredentials::authorization("planted"));
}
