//! What rustls encrypts with. A process has one provider of it.

/// Installs ring's cryptography for the process if it has none yet. Building a client does the same.
///
/// With the feature `rustls`, reqwest can build no client in a process without cryptography. A program with clients of
/// reqwest's own calls this before it builds the first of them. Without `rustls`, or with `rustls-aws-lc-rs`, it does
/// nothing, and need not.
pub fn install_cryptography() {
    // reqwest could be given a whole configuration of rustls instead, but would then pass over the authorities and
    // certificates that users set on its builder.
    #[cfg(all(feature = "rustls", not(feature = "rustls-aws-lc-rs")))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // It fails if somebody else was faster; then there is one as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}
