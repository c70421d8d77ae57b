//! Real TLS handshakes with a server on loopback.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::{Certificate, Identity};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use user_directory_runtime::{CallOptions, ErrorKind, OAuth2, RetryPolicy, TokenAuth};

use crate::support::{Acme, builder};

/// A certificate authority, made for one test.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(parameters, key).unwrap())
    }

    fn certificate(&self) -> Certificate {
        Certificate::from_pem(self.0.pem().as_bytes()).unwrap()
    }

    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (parameters.signed_by(&key, &*self.0).unwrap(), key)
    }

    /// Makes a certificate for a client, with its key.
    fn identity(&self) -> Identity {
        let (certificate, key) = self.issue("client.example");
        let pem = format!("{}{}", certificate.pem(), key.serialize_pem());
        Identity::from_pem(pem.as_bytes()).unwrap()
    }
}

/// A server that speaks TLS and answers every request with the same user.
struct TlsServer {
    url: String,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    accepting: tokio::task::JoinHandle<()>,
}

impl TlsServer {
    /// Starts a server with a certificate for `name`; it asks clients for one if told by whom it must be issued.
    async fn start(authority: &Authority, name: &str, clients: Option<&Authority>) -> Self {
        let (certificate, key) = authority.issue(name);
        let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).unwrap();
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                        .build()
                        .unwrap();
                config.with_client_cert_verifier(verifier)
            }
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = config
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let (connections, requests) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (connected, requested) = (Arc::clone(&connections), Arc::clone(&requests));
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connected.fetch_add(1, Ordering::SeqCst);
                let (acceptor, requested) = (acceptor.clone(), Arc::clone(&requested));
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut head = Vec::new();
                    while stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {
                        if head.ends_with(b"\r\n\r\n") {
                            requested.fetch_add(1, Ordering::SeqCst);
                            head.clear();
                            let body = r#"{"id":"1","name":"Ada"}"#;
                            let answer = format!(
                                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
                                body.len()
                            );
                            let _ = stream.write_all(answer.as_bytes()).await;
                        }
                    }
                });
            }
        });
        Self {
            url,
            connections,
            requests,
            accepting,
        }
    }

    fn counts(&self) -> (usize, usize) {
        let load = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (load(&self.connections), load(&self.requests))
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A client that trusts these authorities and no others.
fn trusting(url: &str, authority: &Authority) -> Acme {
    let certificate = authority.certificate();
    builder(url)
        .http_client_builder(move |http| http.tls_certs_only([certificate.clone()]))
        .build()
        .unwrap()
}

#[tokio::test]
async fn an_authority_given_by_the_user_is_trusted() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, "localhost", None).await;
    let client = trusting(&server.url, &authority);
    assert_eq!(client.get_user("1").await.unwrap().name, "Ada");
    // Added to those of the platform.
    let certificate = authority.certificate();
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

#[tokio::test]
async fn a_server_that_is_not_trusted_gets_no_request_and_no_second_handshake() {
    let authority = Authority::new();
    let other = Authority::new();
    for (name, trusted) in [("localhost", &other), ("elsewhere.example", &authority)] {
        let server = TlsServer::start(&authority, name, None).await;
        let client = trusting(&server.url, trusted);
        for error in [
            client.get_user("1").await.map(drop).unwrap_err(),
            client.create_user("Ada").await.map(drop).unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1));
            assert!(!error.outcome_unknown(), "nothing was sent");
            assert!(error.source().is_some());
            assert!(
                error
                    .to_string()
                    .contains("no secure connection: the TLS handshake failed"),
                "{error}"
            );
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
    let certificate = other.certificate();
    let client = builder(&server.url)
        .authenticator(TokenAuth::new(source))
        .http_client_builder(move |http| http.tls_certs_only([certificate.clone()]))
        .build()
        .unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("TLS handshake"), "{error}");
    assert_eq!(server.counts(), (1, 0), "one handshake, and no request");
}

#[tokio::test]
async fn a_client_certificate_is_shown() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = TlsServer::start(&authority, "localhost", Some(&clients)).await;
    let (certificate, identity) = (authority.certificate(), clients.identity());
    let client = builder(&server.url)
        .http_client_builder(move |http| {
            http.tls_certs_only([certificate.clone()])
                .identity(identity.clone())
        })
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
    let per_client = builder(&url)
        .retry(RetryPolicy::never())
        .connect_timeout(short)
        .build()
        .unwrap();
    for client in [per_call, per_client] {
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(!error.outcome_unknown());
    }
    drop(listener);
}
