//! Real TLS handshakes with a server on loopback.

use std::error::Error as _;
use std::time::Duration;

use reqwest::{Certificate, Identity};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use user_directory_runtime::{CallOptions, ErrorKind, OAuth2, RetryPolicy, TokenAuth};

use crate::support::{Acme, builder};
use test_support::tls::{Authority, TlsServer};

fn certificate(authority: &Authority) -> Certificate {
    Certificate::from_pem(authority.pem().as_bytes()).unwrap()
}

fn identity(authority: &Authority) -> Identity {
    let (certificate, key) = authority.identity_pem();
    #[cfg(any(feature = "rustls", feature = "rustls-aws-lc-rs"))]
    let identity = Identity::from_pem(format!("{certificate}{key}").as_bytes());
    #[cfg(not(any(feature = "rustls", feature = "rustls-aws-lc-rs")))]
    let identity = Identity::from_pkcs8_pem(certificate.as_bytes(), key.as_bytes());
    identity.unwrap()
}

/// A client that trusts these authorities and no others.
fn trusting(url: &str, authority: &Authority) -> Acme {
    let certificate = certificate(authority);
    builder(url).http_client_builder(move |http| http.tls_certs_only([certificate.clone()])).build().unwrap()
}

#[tokio::test]
async fn an_authority_given_by_the_user_is_trusted() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, "localhost", None).await;
    let client = trusting(&server.url, &authority);
    assert_eq!(client.get_user("1").await.unwrap().name, "Ada");
    // Added to those of the platform.
    let certificate = certificate(&authority);
    let client = builder(&server.url)
        .http_client_builder(move |http| http.tls_certs_merge([certificate.clone()]))
        .build()
        .unwrap();
    assert_eq!(client.get_user("1").await.unwrap().name, "Ada");
    // A client with a connect timeout of its own has the same settings.
    let options = CallOptions::new().connect_timeout(Duration::from_secs(5));
    client.with_options(options).get_user("1").await.unwrap();
    assert_eq!(server.counts().1, 3);
}

#[cfg(all(feature = "rustls", not(feature = "rustls-aws-lc-rs")))]
#[test]
fn the_first_client_gives_the_process_its_cryptography() {
    use tokio_rustls::rustls::crypto::{CryptoProvider, ring};

    builder("https://localhost").build().unwrap();
    assert!(CryptoProvider::get_default().is_some());
    // Clients of reqwest's own can be built from now on, and another provider comes too late.
    reqwest::Client::builder().build().unwrap();
    ring::default_provider().install_default().unwrap_err();
    user_directory_runtime::install_cryptography();
}

#[tokio::test]
async fn a_server_that_is_not_trusted_gets_no_request_and_no_second_handshake() {
    let authority = Authority::new();
    let other = Authority::new();
    for (name, trusted) in [("localhost", &other), ("elsewhere.example", &authority)] {
        let server = TlsServer::start(&authority, name, None).await;
        let client = trusting(&server.url, trusted);
        for error in
            [client.get_user("1").await.map(drop).unwrap_err(), client.create_user("Ada").await.map(drop).unwrap_err()]
        {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1));
            assert!(!error.outcome_unknown(), "nothing was sent");
            assert!(error.source().is_some());
            assert!(error.to_string().contains("no secure connection: the TLS handshake failed"), "{error}");
        }
        assert_eq!(server.counts(), (2, 0));
    }
    // Nor are the platform's authorities enough.
    let server = TlsServer::start(&authority, "localhost", None).await;
    let client = builder(&server.url).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), server.counts()), (ErrorKind::Tls, (1, 0)));
}

#[tokio::test]
async fn a_server_without_tls_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let answering = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_buf(&mut Vec::new()).await.unwrap();
        let answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(answer).await.unwrap();
    });
    let error = builder(&url).build().unwrap().get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
    answering.await.unwrap();
}

#[tokio::test]
async fn an_issuer_that_is_not_trusted_gets_no_credentials() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = TlsServer::start(&authority, "localhost", None).await;
    let url = format!("{}/token", server.url);
    let source = OAuth2::password(&url, "client", "s3cret", "us3r", "hunter2").unwrap();
    let certificate = certificate(&other);
    let client = builder(&server.url)
        .authenticator(TokenAuth::new(source))
        .http_client_builder(move |http| http.tls_certs_only([certificate.clone()]))
        .build()
        .unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(error.to_string().contains("TLS handshake"), "{error}");
    assert_eq!(server.counts(), (1, 0), "one handshake, and no request");
}

#[tokio::test]
async fn a_client_certificate_is_shown() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = TlsServer::start(&authority, "localhost", Some(&clients)).await;
    let (certificate, identity) = (certificate(&authority), identity(&clients));
    let client = builder(&server.url)
        .http_client_builder(move |http| http.tls_certs_only([certificate.clone()]).identity(identity.clone()))
        .build()
        .unwrap();
    client.get_user("1").await.unwrap();
    assert_eq!(server.counts(), (1, 1));

    // Without one the server ends the handshake.
    let client = trusting(&server.url, &authority);
    let error = client.create_user("Ada").await.unwrap_err();
    assert_ne!(error.kind(), ErrorKind::Api, "{error}");
    assert_eq!(server.counts().1, 1);
}

/// A server that takes connections and never says a word.
#[tokio::test]
async fn a_handshake_that_stalls_is_cut_off_by_the_connect_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let short = Duration::from_millis(200);
    let patient = builder(&url).retry(RetryPolicy::never());
    let client = patient.build().unwrap();
    let per_call = client.with_options(CallOptions::new().connect_timeout(short));
    let per_client = builder(&url).retry(RetryPolicy::never()).connect_timeout(short).build().unwrap();
    for client in [per_call, per_client] {
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(!error.outcome_unknown());
    }
    drop(listener);
}
