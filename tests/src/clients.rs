//! The five clients behind one function, for tests that go over all of them.

use user_directory_runtime::Operation;

use crate::dispatch;
pub use crate::dispatch::{Answer, CallError};
use crate::models::{self, Model};
use crate::recording::Arguments;
use crate::sample::Spec;

/// The value of `Authorization` that every [`Client`] is given.
pub const AUTHORIZATION: &str = "Test one-fixed-value";

macro_rules! clients {
    ($($variant:ident $name:literal $module:ident $krate:ident;)*) => {
        /// A client of any provider, which neither logs in nor sends anything twice.
        #[allow(missing_docs, reason = "one a provider")]
        #[derive(Debug)]
        pub enum Client {
            $($variant($krate::Client),)*
        }

        impl Client {
            /// Builds the client of a provider whose server is at `base_url`.
            ///
            /// # Errors
            ///
            /// Fails if there is no such provider, or its client refuses the address.
            pub fn connect(provider: &str, base_url: &str) -> Result<Self, CallError> {
                match provider {
                    $($name => $krate::Client::builder()
                        .base_url(base_url)
                        .credentials($krate::Credentials::authorization(AUTHORIZATION))
                        .retry($krate::RetryPolicy::never())
                        .build()
                        .map(Self::$variant)
                        .map_err(|error| CallError::Arguments(error.to_string())),)*
                    other => Err(CallError::Arguments(format!("no provider {other}"))),
                }
            }

            /// Calls an operation.
            ///
            /// # Errors
            ///
            /// As the call.
            pub async fn call(&self, operation: &str, args: &Arguments) -> Result<Answer, CallError> {
                match self {
                    $(Self::$variant(client) => dispatch::$module::call(client, operation, args).await,)*
                }
            }
        }
    };
}

clients! {
    Finbourne "finbourne" finbourne finbourne_users;
    Obp "obp" obp obp_users;
    Saasus "saasus" saasus saasus_users;
    Sendauth "sendauth" sendauth sendauth_users;
    Velo "velo" velo velo_users;
}

/// Returns the table of operations of a provider.
pub fn operations(provider: &str) -> &'static [&'static Operation] {
    match provider {
        "finbourne" => finbourne_users::operations::ALL,
        "obp" => obp_users::operations::ALL,
        "saasus" => saasus_users::operations::ALL,
        "sendauth" => sendauth_users::operations::ALL,
        "velo" => velo_users::operations::ALL,
        _ => &[],
    }
}

/// Returns one operation of a provider.
///
/// # Panics
///
/// When the provider has no such operation.
#[allow(clippy::panic, reason = "a test that asks for an unknown operation is wrong")]
pub fn operation(provider: &str, id: &str) -> &'static Operation {
    operations(provider)
        .iter()
        .find(|operation| operation.id == id)
        .unwrap_or_else(|| panic!("{provider} has no operation {id}"))
}

/// Returns the models of a provider.
pub fn models(provider: &str) -> &'static [Model] {
    match provider {
        "finbourne" => models::finbourne::MODELS,
        "obp" => models::obp::MODELS,
        "saasus" => models::saasus::MODELS,
        "sendauth" => models::sendauth::MODELS,
        "velo" => models::velo::MODELS,
        _ => &[],
    }
}

/// Tells whether an operation takes a body that is required, as the specification says.
pub fn body_required(provider: &str, id: &str) -> bool {
    spec_operation(Spec::read(provider), id).and_then(|operation| operation.pointer("/requestBody/required").cloned())
        == Some(serde_json::Value::Bool(true))
}

/// Returns the name of an operation in the provider's Python SDK.
pub fn python_name(provider: &str, id: &str) -> Option<String> {
    let operation = spec_operation(Spec::read(provider), id)?;
    Some(operation.get("x-python-name")?.as_str()?.to_owned())
}

/// Tells whether an answer of this status has a documented body.
pub fn has_body(provider: &str, id: &str, status: u16) -> bool {
    spec_operation(Spec::read(provider), id)
        .is_some_and(|operation| operation.pointer(&format!("/responses/{status}/content")).is_some())
}

/// Tells whether a path parameter is a UUID, which no hostile text can be.
pub fn is_uuid(provider: &str, id: &str, parameter: &str) -> bool {
    let parameters =
        spec_operation(Spec::read(provider), id).and_then(|operation| operation.get("parameters")?.as_array().cloned());
    parameters.into_iter().flatten().any(|candidate| {
        candidate.get("name").and_then(|name| name.as_str()) == Some(parameter)
            && candidate.pointer("/schema/format").and_then(|format| format.as_str()) == Some("uuid")
    })
}

fn spec_operation<'a>(spec: &'a Spec, id: &str) -> Option<&'a serde_json::Value> {
    let paths = spec.document().get("paths")?.as_object()?;
    paths
        .values()
        .filter_map(|item| item.as_object())
        .flat_map(|item| item.values())
        .find(|operation| operation.get("operationId").and_then(|found| found.as_str()) == Some(id))
}
