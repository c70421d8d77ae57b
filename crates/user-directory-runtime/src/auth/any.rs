//! What a provider crate's `Credentials` is made of.

use std::sync::Arc;

use url::Url;

use super::{Authenticate, Credentials, FixedHeader};
use crate::{BuildError, Secret};

/// Credentials of any kind: what makes a scheme for a base URL.
///
/// Provider crates wrap it by [`credentials!`](crate::credentials).
#[derive(Clone)]
pub struct AnyCredentials(Arc<MakeScheme>);

type MakeScheme = dyn Fn(&Url) -> Result<Arc<dyn Authenticate>, BuildError> + Send + Sync;

impl AnyCredentials {
    /// Takes a scheme, or why it cannot be used, which is reported when the client is built: making credentials cannot fail.
    pub fn new<A: Authenticate>(scheme: Result<A, BuildError>) -> Self {
        let scheme = scheme.map(|scheme| -> Arc<dyn Authenticate> { Arc::new(scheme) });
        Self(Arc::new(move |_| scheme.clone()))
    }

    /// Takes what makes a scheme for a base URL, for logins whose tokens must not go to another server.
    pub fn at(scheme: impl Fn(&Url) -> Arc<dyn Authenticate> + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |base_url| Ok(scheme(base_url))))
    }

    /// Takes a whole `Authorization` value.
    pub fn authorization(value: impl Into<Secret>) -> Self {
        Self::new(FixedHeader::authorization(&value.into()))
    }
}

impl Credentials for AnyCredentials {
    fn into_authenticator(self, base_url: &Url) -> Result<Arc<dyn Authenticate>, BuildError> {
        (self.0)(base_url)
    }
}

debug_only!(AnyCredentials [] [], _this =>);

/// Defines a provider crate's `Credentials` type, with the ways to authenticate that all providers have.
///
/// The crate adds its own in an `impl` block, by `Self::from_scheme(scheme)`; the field is an
/// [`AnyCredentials`](crate::AnyCredentials).
#[macro_export]
macro_rules! credentials {
    ($(#[$attribute:meta])* $vis:vis struct $name:ident;) => {
        $(#[$attribute])*
        $vis struct $name($crate::AnyCredentials);

        impl $name {
            /// Sends a whole `Authorization` value, scheme included, as it is given.
            $vis fn authorization(value: impl ::std::convert::Into<$crate::Secret>) -> Self {
                Self($crate::AnyCredentials::authorization(value))
            }

            /// Authenticates by your own scheme.
            $vis fn custom(scheme: impl $crate::Authenticate) -> Self {
                Self::from_scheme(::std::result::Result::Ok(scheme))
            }

            fn from_scheme<A: $crate::Authenticate>(scheme: ::std::result::Result<A, $crate::BuildError>) -> Self {
                Self($crate::AnyCredentials::new(scheme))
            }
        }

        impl $crate::Credentials for $name {
            fn into_authenticator(
                self,
                base_url: &$crate::Url,
            ) -> ::std::result::Result<::std::sync::Arc<dyn $crate::Authenticate>, $crate::BuildError> {
                $crate::Credentials::into_authenticator(self.0, base_url)
            }
        }

        $crate::opaque_debug!($name);
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::credentials! {
        /// An invented provider's.
        #[derive(Clone)]
        struct Acme;
    }

    #[test]
    fn a_mistake_is_told_when_the_client_is_built_to_every_clone() {
        let base = Url::parse("https://api.example.com").unwrap();
        let wrong = Acme::from_scheme(FixedHeader::bearer("pa55w0rd\n\nx"));
        for credentials in [wrong.clone(), wrong, Acme::authorization("pa55w0rd\r\n")] {
            assert_eq!(format!("{credentials:?}"), "Acme { .. }");
            let error = Credentials::into_authenticator(credentials, &base).map(drop).unwrap_err();
            assert!(matches!(error, BuildError::InvalidCredentials { .. }));
            assert!(!format!("{error} {error:?}").contains("pa55w0rd"));
        }
        let good = Acme::custom(FixedHeader::bearer("t0ken").unwrap());
        Credentials::into_authenticator(good, &base).map(drop).unwrap();
    }
}
