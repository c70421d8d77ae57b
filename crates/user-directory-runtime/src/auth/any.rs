//! What a provider crate's `Credentials` is made of.

use std::sync::Arc;

use url::Url;

use super::{Authenticate, Credentials, FixedHeader};
use crate::{BuildError, Secret};

/// Credentials of any kind: a scheme, why there can be none, or what makes a scheme for a base URL.
///
/// Provider crates wrap it by [`credentials!`](crate::credentials).
#[derive(Clone)]
pub struct AnyCredentials(Kind);

#[derive(Clone)]
enum Kind {
    Scheme(Arc<dyn Authenticate>),
    /// Told when the client is built, so that making credentials need not fail.
    Unusable(BuildError),
    At(Arc<MakeScheme>),
}

type MakeScheme = dyn Fn(&Url) -> Arc<dyn Authenticate> + Send + Sync;

impl AnyCredentials {
    /// Takes a scheme, or why it cannot be used.
    pub fn new<A: Authenticate>(scheme: Result<A, BuildError>) -> Self {
        Self(match scheme {
            Ok(scheme) => Kind::Scheme(Arc::new(scheme)),
            Err(error) => Kind::Unusable(error),
        })
    }

    /// Takes what makes a scheme for a base URL, for logins whose tokens must not go to another server.
    pub fn at(scheme: impl Fn(&Url) -> Arc<dyn Authenticate> + Send + Sync + 'static) -> Self {
        Self(Kind::At(Arc::new(scheme)))
    }

    /// Takes a whole `Authorization` value.
    pub fn authorization(value: impl Into<Secret>) -> Self {
        Self::new(FixedHeader::authorization(&value.into()))
    }
}

impl Credentials for AnyCredentials {
    fn into_authenticator(self, base_url: &Url) -> Result<Arc<dyn Authenticate>, BuildError> {
        match self.0 {
            Kind::Scheme(scheme) => Ok(scheme),
            Kind::Unusable(error) => Err(error),
            Kind::At(scheme) => Ok(scheme(base_url)),
        }
    }
}

debug_only!(AnyCredentials [] [], _this =>);

/// Defines a provider crate's `Credentials` type, with the ways to authenticate that all providers have.
///
/// The crate adds its own in an `impl` block, by `Self::of(scheme)`; the field is an
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

            /// Authenticates by a scheme of one's own.
            $vis fn custom(scheme: impl $crate::Authenticate) -> Self {
                Self::of(::std::result::Result::Ok(scheme))
            }

            fn of<A: $crate::Authenticate>(scheme: ::std::result::Result<A, $crate::BuildError>) -> Self {
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

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Bearer;

    crate::credentials! {
        /// An invented provider's.
        #[derive(Clone)]
        struct Acme;
    }

    #[test]
    fn a_mistake_is_told_when_the_client_is_built_to_every_clone() {
        let base = Url::parse("https://api.example.com").unwrap();
        let wrong = Acme::of(Bearer::new("pa55w0rd\n\nx"));
        for credentials in [wrong.clone(), wrong, Acme::authorization("pa55w0rd\r\n")] {
            assert_eq!(format!("{credentials:?}"), "Acme { .. }");
            let error = Credentials::into_authenticator(credentials, &base).map(drop).unwrap_err();
            assert!(matches!(error, BuildError::InvalidCredentials { .. }));
            assert!(!format!("{error} {error:?}").contains("pa55w0rd"));
        }
        let good = Acme::custom(Bearer::new("t0ken").unwrap());
        Credentials::into_authenticator(good, &base).map(drop).unwrap();
    }
}
