//! The schemes with given credentials, and requests beyond the specification.

use obp_users::{Client, Credentials, DirectLogin, DirectLoginHeader, Method};

use test_support::{Reply, Server};

#[tokio::test]
async fn each_scheme_sends_its_header() {
    for (credentials, name, value) in [
        (Credentials::bearer("t0ken"), "authorization", "Bearer t0ken"),
        (Credentials::direct_login_token(" t0ken\n"), "authorization", "DirectLogin token=t0ken"),
        (Credentials::direct_login_token_in(DirectLoginHeader::DirectLogin, "t0ken"), "directlogin", "token=t0ken"),
        (Credentials::gateway_login("t0ken"), "authorization", "GatewayLogin token=\"t0ken\""),
        (Credentials::authorization("Other t0ken"), "authorization", "Other t0ken"),
    ] {
        assert!(!format!("{credentials:?}").contains("t0ken"));
        let server = Server::by_path(|_, _| Reply::json(200, "{}")).await;
        let client = Client::builder().base_url(&server.url).credentials(credentials).build().unwrap();
        client.request(Method::GET, "/obp/v6.0.0/x").send().await.unwrap();
        let [request] = server.received().try_into().unwrap();
        assert_eq!(request.header(name), Some(value));
    }
}

#[test]
fn tokens_that_cannot_be_sent_are_refused() {
    for credentials in [
        Credentials::bearer("pa55\r\nX: y"),
        Credentials::direct_login_token("pa55, username=x"),
        Credentials::gateway_login("pa55\", x=\""),
        Credentials::gateway_login(""),
    ] {
        let error = Client::builder().credentials(credentials).build().err().unwrap();
        assert!(!format!("{error} {error:?}").contains("55"), "{error:?}");
    }
}

#[tokio::test]
async fn undocumented_paths_are_reached_with_the_same_credentials_and_errors() {
    let server = Server::by_path(|_, before| match before {
        0 => Reply::json(200, r#"{"a":[1]}"#),
        _ => Reply::json(403, r#"{"code":403,"message":"OBP-20006: Jo has no role"}"#),
    })
    .await;
    let client = Client::builder().base_url(&server.url).credentials(Credentials::bearer("t0ken")).build().unwrap();
    let path = "/obp/v6.0.0/banks";
    let answer = client.request(Method::GET, path).query("limit", 2).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let body = serde_json::json!({ "name": "x" });
    let error = client.request(Method::POST, path).json(&body).send().await.unwrap_err();
    assert_eq!(error.code(), Some("OBP-20006"));
    assert!(!format!("{error} {error:?}").contains("Jo"), "{error:?}");
    let [get, post] = server.received().try_into().unwrap();
    assert_eq!((get.method.as_str(), get.target.as_str()), ("GET", "/obp/v6.0.0/banks?limit=2"));
    assert_eq!((post.method.as_str(), post.body.as_str()), ("POST", r#"{"name":"x"}"#));
    assert_eq!(post.authorization(), "Bearer t0ken");
    let error = client.request(Method::GET, "/obp/../x").send().await.unwrap_err();
    assert_eq!(error.kind(), obp_users::ErrorKind::Request);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn debug_prints_no_secret() {
    let login = DirectLogin::new("jo.doe", "pa55word", "k3y");
    let credentials = Credentials::direct_login(login.clone());
    let mut text = format!("{login:?} {credentials:?}");
    let builder = Client::builder().credentials(credentials);
    text.push_str(&format!("{builder:?}"));
    text.push_str(&format!("{:?}", builder.build().unwrap()));
    for secret in ["jo.doe", "pa55word", "k3y"] {
        assert!(!text.contains(secret), "{text}");
    }
}
