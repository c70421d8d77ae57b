//! A certificate authority, and a server that speaks TLS.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A certificate authority, made for one test.
#[allow(missing_debug_implementations, reason = "holds a key")]
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Makes one.
    #[allow(clippy::new_without_default, reason = "each is another")]
    pub fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Its own name: a certificate that names itself as issuer counts as self-signed.
        let name = &mut parameters.distinguished_name;
        name.push(DnType::CommonName, "Authority of a test");
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(parameters, key).unwrap())
    }

    /// Returns the authority's own certificate as PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (parameters.signed_by(&key, &*self.0).unwrap(), key)
    }

    /// Makes a certificate for a client, with its key, both as PEM.
    pub fn identity_pem(&self) -> (String, String) {
        let (certificate, key) = self.issue("client.example");
        (certificate.pem(), key.serialize_pem())
    }
}

/// A server that speaks TLS and answers every request with the same user.
#[derive(Debug)]
pub struct TlsServer {
    /// The base URL.
    pub url: String,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
    accepting: tokio::task::JoinHandle<()>,
}

impl TlsServer {
    /// Starts a server with a certificate for `name`; it asks clients for one if told which authority must have issued it.
    pub async fn start(authority: &Authority, name: &str, clients: Option<&Authority>) -> Self {
        let (certificate, key) = authority.issue(name);
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config =
            ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
                config.with_client_cert_verifier(verifier)
            }
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = config.with_single_cert(vec![certificate.der().clone()], key).unwrap();
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
                            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
                            let _ = stream.write_all(answer.as_bytes()).await;
                        }
                    }
                });
            }
        });
        Self { url, connections, requests, accepting }
    }

    /// Returns the number of connections and of requests.
    pub fn counts(&self) -> (usize, usize) {
        let load = |count: &AtomicUsize| count.load(Ordering::SeqCst);
        (load(&self.connections), load(&self.requests))
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
