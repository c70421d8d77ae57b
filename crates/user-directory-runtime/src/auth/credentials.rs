//! What a provider crate's `Credentials` is made of.

/// Defines a provider crate's `Credentials` type, with the ways to authenticate that all providers have.
///
/// The crate adds its own in an `impl` block, by `Self::from_scheme(scheme)`. A scheme that cannot be used is reported when
/// the client is built: making credentials cannot fail.
#[macro_export]
macro_rules! credentials {
    ($(#[$attribute:meta])* $vis:vis struct $name:ident;) => {
        $(#[$attribute])*
        $vis struct $name(::std::result::Result<::std::sync::Arc<dyn $crate::Authenticate>, $crate::BuildError>);

        impl $name {
            /// Sends a whole `Authorization` value, scheme included, as it is given.
            $vis fn authorization(value: impl ::std::convert::Into<$crate::Secret>) -> Self {
                Self::from_scheme($crate::FixedHeader::authorization(&value.into()))
            }

            /// Authenticates by your own scheme.
            $vis fn custom(scheme: impl $crate::Authenticate) -> Self {
                Self::from_scheme(::std::result::Result::Ok(scheme))
            }

            fn from_scheme<A: $crate::Authenticate>(scheme: ::std::result::Result<A, $crate::BuildError>) -> Self {
                Self(scheme.map(|scheme| -> ::std::sync::Arc<dyn $crate::Authenticate> { ::std::sync::Arc::new(scheme) }))
            }
        }

        impl $crate::Credentials for $name {
            fn into_authenticator(
                self,
            ) -> ::std::result::Result<::std::sync::Arc<dyn $crate::Authenticate>, $crate::BuildError> {
                self.0
            }
        }

        $crate::opaque_debug!($name);
    };
}

#[cfg(test)]
mod tests {
    use crate::{BuildError, Credentials, FixedHeader};

    crate::credentials! {
        /// An invented provider's.
        #[derive(Clone)]
        struct Acme;
    }

    #[test]
    fn a_mistake_is_told_when_the_client_is_built_to_every_clone() {
        let wrong = Acme::from_scheme(FixedHeader::bearer("pa55w0rd\n\nx"));
        for credentials in [wrong.clone(), wrong, Acme::authorization("pa55w0rd\r\n")] {
            assert_eq!(format!("{credentials:?}"), "Acme { .. }");
            let error = Credentials::into_authenticator(credentials).map(drop).unwrap_err();
            assert!(matches!(error, BuildError::InvalidCredentials { .. }));
            assert!(!format!("{error} {error:?}").contains("pa55w0rd"));
        }
        let good = Acme::custom(FixedHeader::bearer("t0ken").unwrap());
        Credentials::into_authenticator(good).map(drop).unwrap();
    }
}
