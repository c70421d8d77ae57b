//! What the sandbox has to know of a provider.

use std::sync::LazyLock;

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::context::{Call, Common, Context};
use crate::fault::Change;
use crate::message::{Outcome, Reply, Request};
use crate::rng::Rng;
use crate::spec::{Operation, Path, Specification, Violation, check_request};
use crate::store::{Account, Directory, Facts, Person, PersonId};

/// What a provider is, apart from its state.
pub(crate) struct About {
    /// Name in journal, faults and start line.
    pub(crate) name: &'static str,
    /// What stands between host and the paths of the specification; no slash at its end.
    pub(crate) prefix: &'static str,
    /// What the provider's own SDK takes as its base URL, if it is not host and prefix: the path that replaces the prefix.
    pub(crate) sdk_prefix: Option<&'static str>,
    pub(crate) specification: &'static LazyLock<Specification>,
    /// Answers a request that the specification does not allow.
    pub(crate) invalid: fn(&Operation, &[Violation]) -> Reply,
    /// Answers with an error that no operation describes: 404, 405, 413, 415, 500, 501, and faults.
    pub(crate) refused: fn(StatusCode, &str) -> Reply,
    /// Adds the headers that every answer of the provider has.
    pub(crate) finish: fn(&Request, &mut Reply),
    /// People of the start who stand for the credentials, and whom no fault removes.
    pub(crate) protected: u32,
}

/// Does what an operation does.
pub(crate) type Handler<S> = fn(&mut Context<'_, S>, &Call<'_>) -> Outcome;

/// An endpoint of the provider that its specification does not describe, such as a token endpoint. It is neither
/// authenticated nor validated.
pub(crate) struct Route<S> {
    pub(crate) path: Path,
    pub(crate) handler: fn(&mut Context<'_, S>, &Request) -> Outcome,
}

/// Something that happens outside of the API, below `/_sandbox/<name>`: somebody opens an e-mail and clicks.
pub(crate) struct Control<S> {
    pub(crate) path: Path,
    /// Gets the parameters of the path and the body; null is answered with 204.
    pub(crate) run: fn(&mut Context<'_, S>, &[String], &Bytes) -> Result<Value, ControlError>,
}

/// Why something outside of the API did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ControlError {
    /// Nothing has this identifier.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The state does not allow it.
    #[error("{0}")]
    Conflict(&'static str),
    /// The credentials are wrong.
    #[error("{0}")]
    Unauthorized(&'static str),
    /// The input cannot be used.
    #[error("{0}")]
    Invalid(String),
}

/// Reads the body of a control.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ControlError> {
    serde_json::from_slice(body).map_err(|error| ControlError::Invalid(format!("the body does not fit: {error}")))
}

/// Returns the answer of a control that has none.
pub(crate) fn done<T>(_: T) -> Value {
    Value::Null
}

/// One provider: its state, and what it does.
pub(crate) trait Provider: Directory + Default + Serialize + DeserializeOwned + Send + 'static {
    const ABOUT: &'static About;
    /// By `operationId`.
    const HANDLERS: &'static [(&'static str, Handler<Self>)];
    const ROUTES: &'static [Route<Self>];
    const CONTROLS: &'static [Control<Self>];

    type Credentials: Serialize + Clone;

    fn credentials(&self) -> &Self::Credentials;

    /// Returns what the start line says beside base URL and credentials.
    fn announce(&self, _base_url: &str) -> Value {
        json!({})
    }

    /// Finds out who calls; an `Err` is the answer.
    fn authenticate(
        context: &Context<'_, Self>,
        operation: &Operation,
        request: &Request,
    ) -> Result<Option<PersonId>, Reply>;

    /// Sets the demo credentials, and what there is beside people.
    fn prepare(&mut self, rng: &mut Rng);

    /// Makes the account of a person of the start; person 0 is who the demo credentials stand for.
    fn seed(&mut self, person: &Person, index: u32, rng: &mut Rng) -> Self::Account;

    /// Makes the account of a person whom a fault adds to a list.
    fn newcomer(context: &mut Context<'_, Self>, facts: &Facts) -> Self::Account;

    /// Names the list that its list operation shows by default.
    fn list() -> <Self::Account as Account>::List;

    /// Takes a user off the list as the provider does.
    fn take_off(context: &mut Context<'_, Self>, person: PersonId) {
        context.remove(person);
    }
}

/// A provider whose state is not named.
pub(crate) trait AnyProvider {
    fn about(&self) -> &'static About;
    fn routes(&self) -> Vec<&'static Path>;
    fn controls(&self) -> Vec<&'static Path>;
    fn announce(&self, base_url: &str) -> Value;
    fn prepare(&mut self, rng: &mut Rng);
    fn seed(&mut self, common: &mut Common, person: PersonId, index: u32, rng: &mut Rng);
    /// Adds somebody to the provider's list, or takes the first off it who is not protected.
    fn change_list(&mut self, common: &mut Common, change: Change);
    /// Authenticates, validates and does what the operation does.
    fn operate(
        &mut self,
        common: &mut Common,
        base_url: &str,
        request: &Request,
        operation: &Operation,
        path: Vec<String>,
    ) -> Outcome;
    fn route(&mut self, common: &mut Common, base_url: &str, request: &Request, index: usize) -> Outcome;
    fn control(
        &mut self,
        common: &mut Common,
        index: usize,
        path: &[String],
        body: &Bytes,
    ) -> Result<Value, ControlError>;
    #[cfg(test)]
    fn handled(&self) -> Vec<&'static str>;
}

impl<S: Provider> AnyProvider for S {
    fn about(&self) -> &'static About {
        S::ABOUT
    }

    fn routes(&self) -> Vec<&'static Path> {
        S::ROUTES.iter().map(|route| &route.path).collect()
    }

    fn controls(&self) -> Vec<&'static Path> {
        S::CONTROLS.iter().map(|control| &control.path).collect()
    }

    fn announce(&self, base_url: &str) -> Value {
        let mut line = json!({ "base_url": base_url });
        if let (Some(line), Value::Object(more)) = (line.as_object_mut(), Provider::announce(self, base_url)) {
            line.extend(more);
            line.insert("credentials".to_owned(), json!(self.credentials()));
        }
        line
    }

    fn prepare(&mut self, rng: &mut Rng) {
        Provider::prepare(self, rng);
    }

    fn seed(&mut self, common: &mut Common, person: PersonId, index: u32, rng: &mut Rng) {
        if let Some(known) = common.people.get(person) {
            let account = Provider::seed(self, known, index, rng);
            context(common, self, "").attach(person, account);
        }
    }

    fn change_list(&mut self, common: &mut Common, change: Change) {
        let mut context = context(common, self, "");
        match change {
            Change::Insert => {
                let facts = Facts {
                    // Sorts first by name and address.
                    given_name: "Aaron".to_owned(),
                    family_name: "Aadams".to_owned(),
                    email: Some(format!("aaron.{}@example.com", context.rng().alphanumeric(8).to_lowercase())),
                    ..Facts::default()
                };
                let account = S::newcomer(&mut context, &facts);
                context.create(facts, account);
            }
            Change::Remove => {
                let page = context.page(&S::list(), false, 0, S::ABOUT.protected as usize + 1);
                if let Some(first) = page.people.into_iter().find(|id| id.0 >= S::ABOUT.protected) {
                    S::take_off(&mut context, first);
                }
            }
        }
    }

    fn operate(
        &mut self,
        common: &mut Common,
        base_url: &str,
        request: &Request,
        operation: &Operation,
        path: Vec<String>,
    ) -> Outcome {
        let mut context = context(common, self, base_url);
        context.caller = S::authenticate(&context, operation, request)?;
        let (query, headers, body) = (request.query(), request.headers(), request.body());
        let arguments = check_request(S::ABOUT.specification, operation, path, query, headers, body)
            .map_err(|violations| (S::ABOUT.invalid)(operation, &violations))?;
        let handler = S::HANDLERS.iter().find(|(id, _)| *id == operation.id()).ok_or_else(|| {
            let message = format!("the sandbox has no handler for {}", operation.id());
            (S::ABOUT.refused)(StatusCode::NOT_IMPLEMENTED, &message)
        })?;
        (handler.1)(&mut context, &Call { request, operation, arguments })
    }

    fn route(&mut self, common: &mut Common, base_url: &str, request: &Request, index: usize) -> Outcome {
        match S::ROUTES.get(index) {
            Some(route) => (route.handler)(&mut context(common, self, base_url), request),
            None => Err((S::ABOUT.refused)(StatusCode::NOT_FOUND, "there is no such path")),
        }
    }

    fn control(
        &mut self,
        common: &mut Common,
        index: usize,
        path: &[String],
        body: &Bytes,
    ) -> Result<Value, ControlError> {
        let control = S::CONTROLS.get(index).ok_or(ControlError::NotFound("control"))?;
        (control.run)(&mut context(common, self, ""), path, body)
    }

    #[cfg(test)]
    fn handled(&self) -> Vec<&'static str> {
        S::HANDLERS.iter().map(|(id, _)| *id).collect()
    }
}

fn context<'a, S>(common: &'a mut Common, state: &'a mut S, base_url: &'a str) -> Context<'a, S> {
    Context { common, state, base_url, caller: None }
}
