//! Tests that every provider crate passes, whatever provider it is for.
//!
//! A provider crate calls [`contract!`](crate::contract!) in `tests/contract.rs`. What is known of a provider beyond its
//! specification lies in files of its name: recordings in `tests/wire`, an error body in `tests/problems`.

// What is here runs in tests alone, and may fail like them.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

pub mod client;
pub mod dispatch;
pub mod documented;
pub mod errors;
pub mod escape_hatch;
pub mod faults;
pub mod models;
pub mod path_guard;
pub mod recording;
pub mod retries;
pub mod round_trips;
pub mod sample;
pub mod server;
pub mod specs;
pub mod traces;
pub mod values;
pub mod wire;

/// Is in everything that must not be seen.
pub const PLANTED: &str = "planted";

/// Declares the tests for the client of a crate, whose support `cargo xtask generate` writes into `tests/generated/`.
#[macro_export]
macro_rules! contract {
    ($krate:ident::$provider:ident) => {
        use $crate::contract::dispatch::{
            Answer, CallError, answer, optional, printed, required, required_body, stream,
        };
        use $crate::contract::models::Model;
        use $crate::contract::recording;

        #[allow(missing_docs, unreachable_pub, reason = "generated")]
        #[path = "generated/dispatch.rs"]
        mod dispatch;
        #[allow(missing_docs, unreachable_pub, reason = "generated")]
        #[path = "generated/models.rs"]
        mod models;

        #[derive(Clone)]
        struct Subject($krate::Client);

        impl $crate::contract::client::Subject for Subject {
            type Provider = $krate::$provider;

            fn new(client: $krate::Client) -> Self {
                Self(client)
            }

            fn operations() -> &'static [&'static $krate::Operation] {
                $krate::operations::ALL
            }

            fn callable() -> &'static [&'static str] {
                dispatch::CALLABLE
            }

            fn models() -> &'static [Model] {
                models::MODELS
            }

            async fn call(&self, operation: &str, args: &recording::Arguments) -> Result<Answer, CallError> {
                dispatch::call(&self.0, operation, args).await
            }

            fn with_options(&self, options: $krate::CallOptions) -> Self {
                Self(self.0.with_options(options))
            }

            async fn request(&self, raw: $crate::contract::client::Raw<'_>) -> Result<$krate::Response, $krate::Error> {
                $crate::raw!(self, raw).send().await
            }

            fn printed(&self, raw: $crate::contract::client::Raw<'_>) -> Vec<String> {
                let request = $crate::raw!(self, raw);
                vec![format!("{:?} {:#?}", self.0, self.0), format!("{request:?} {request:#?}")]
            }
        }

        $crate::tests! {
            wire::every_operation_sends_the_expected_request,
            documented::every_operation_is_sent_as_documented,
            errors::every_documented_error_status_becomes_an_error,
            errors::an_error_without_a_documented_body_is_still_an_error,
            faults::faults_end_alike_for_all_providers,
            retries::only_what_may_be_repeated_is_repeated,
            path_guard::no_path_value_changes_the_path,
            escape_hatch::an_undocumented_path_is_called_like_the_others,
            traces::no_trace_holds_an_id_or_a_persons_data,
            values::nothing_prints_a_secret_or_a_persons_data,
            round_trips::every_model_survives,
            round_trips::unknown_properties_are_ignored,
            round_trips::debug_output_shows_no_values,
            round_trips::json_schemas_have_the_documented_properties_and_require_no_more,
        }
    };
}

/// Builds a request to a path that is not documented.
#[doc(hidden)]
#[macro_export]
macro_rules! raw {
    ($subject:expr, $raw:expr) => {{
        let raw = $raw;
        let mut request = $subject.0.request(raw.method, raw.path);
        if let Some((name, values)) = raw.query {
            request = request.query(name, values);
        }
        if let Some(body) = &raw.json {
            request = request.json(body);
        }
        request
    }};
}

/// Declares one test a name.
#[doc(hidden)]
#[macro_export]
macro_rules! tests {
    ($($module:ident::$name:ident,)*) => {
        $(
            #[test]
            fn $name() {
                $crate::contract::client::block_on($crate::contract::$module::$name::<Subject>());
            }
        )*
    };
}
