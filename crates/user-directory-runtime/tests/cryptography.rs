//! An application that chooses its cryptography. A process can do that once, so these tests have one to themselves.

#![cfg(feature = "rustls")]
// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, unused_imports, reason = "shared with the other tests, which use all of it")]
#[path = "runtime/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_rustls::rustls::crypto::{CryptoProvider, GetRandomFailed, SecureRandom, ring};

use support::builder;
use test_support::tls::{Authority, TlsServer};

/// Counts how often it is asked, which is at least once in a handshake.
#[derive(Debug)]
struct Counted(AtomicUsize);

impl SecureRandom for Counted {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), GetRandomFailed> {
        self.0.fetch_add(1, Ordering::SeqCst);
        ring::default_provider().secure_random.fill(buffer)
    }
}

static OWN: Counted = Counted(AtomicUsize::new(0));

#[tokio::test]
async fn what_the_application_installs_before_the_first_client_is_used() {
    let own = CryptoProvider { secure_random: &OWN, ..ring::default_provider() };
    own.install_default().unwrap();
    // The server has a provider of its own.
    let authority = Authority::new();
    let server = TlsServer::start(&authority, "localhost", None).await;
    let certificate = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    let client = builder(&server.url)
        .http_client_builder(move |http| http.tls_certs_only([certificate.clone()]))
        .build()
        .unwrap();
    assert_eq!(OWN.0.load(Ordering::SeqCst), 0);
    assert_eq!(client.get_user("1").await.unwrap().name, "Ada");
    assert!(OWN.0.load(Ordering::SeqCst) > 0);
}
