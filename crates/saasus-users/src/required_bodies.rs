//! A call that lacks a required body does not compile.
//!
//! The SaaSus pages print every body as optional; the API refuses a request without one, so the
//! specification requires it and the client takes it as an argument. Each entry below is compiled twice as
//! a documentation test: with the body, which must work, and without it, which must not.

/// Declares one pair of documentation tests an operation.
macro_rules! requires_body {
    ($($method:ident($($id:literal),*) $body:ident;)*) => {
        /// Names the operations that are held to it.
        pub const METHODS: &[&str] = &[$(stringify!($method)),*];
        $(
            /// With the body it compiles:
            ///
            /// ```
            #[doc = concat!("fn call(client: &saasus_users::Client, body: saasus_users::types::", stringify!($body), ") {")]
            #[doc = concat!("    let _ = client.", stringify!($method), "(", $($id, ", ",)* "body);")]
            /// }
            /// ```
            ///
            /// Without it, it does not:
            ///
            /// ```compile_fail
            /// fn call(client: &saasus_users::Client) {
            #[doc = concat!("    let _ = client.", stringify!($method), "(", $($id, ", ",)* ");")]
            /// }
            /// ```
            #[allow(non_camel_case_types, missing_debug_implementations)]
            pub struct $method;
        )*
    };
}

requires_body! {
    confirm_email_update("\"id\"") ConfirmEmailUpdateParam;
    confirm_external_user_link() ConfirmExternalUserLinkParam;
    confirm_sign_up_with_aws_marketplace() ConfirmSignUpWithAwsMarketplaceParam;
    create_saas_user() CreateSaasUserParam;
    create_secret_code("\"id\"") CreateSecretCodeParam;
    link_aws_marketplace() LinkAwsMarketplaceParam;
    request_email_update("\"id\"") RequestEmailUpdateParam;
    request_external_user_link() RequestExternalUserLinkParam;
    resend_sign_up_confirmation_email() ResendSignUpConfirmationEmailParam;
    sign_up() SignUpParam;
    sign_up_with_aws_marketplace() SignUpWithAwsMarketplaceParam;
    update_saas_user_email("\"id\"") UpdateSaasUserEmailParam;
    update_saas_user_password("\"id\"") UpdateSaasUserPasswordParam;
    update_software_token("\"id\"") UpdateSoftwareTokenParam;
    update_user_mfa_preference("\"id\"") MfaPreference;
}
