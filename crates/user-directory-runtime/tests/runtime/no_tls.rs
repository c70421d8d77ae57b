//! A build without TLS.

use user_directory_runtime::{ErrorKind, OAuth2, TokenAuth};

use crate::support::builder;

#[tokio::test]
async fn https_is_refused_with_what_is_missing() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let client = builder(&url).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1));
    assert_eq!(
        error.to_string(),
        "getUser: no secure connection: this build has no TLS: enable the feature `rustls` or `native-tls` of the crate"
    );
    let source = OAuth2::client_credentials("/token", "c", "s").unwrap();
    let client = builder(&url).authenticator(TokenAuth::new(source)).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(error.to_string().contains("this build has no TLS"), "{error}");
}
