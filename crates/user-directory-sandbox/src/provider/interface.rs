//! What the sandbox needs to know of a provider.

use std::sync::LazyLock;

use http::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::context::{Common, Context};
use crate::fault::Change;
use crate::rng::Rng;
use crate::spec::{Operation, Path, Specification, Violation, check_request};
use crate::store::{Account, Directory, Facts, Person, PersonId};

pub(crate) use crate::context::Call;
pub(crate) use crate::message::{Outcome, Reply, Request, ensure};

/// Carries out an operation.
pub(crate) type Handler<S> = fn(&mut Context<'_, S>, &Call<'_>) -> Outcome;

/// Returns the person that the credentials stand for, if there is one.
type Authenticate<S> = fn(&Context<'_, S>, &Operation, &Request) -> Result<Option<PersonId>, Reply>;

type List<S> = <<S as Directory>::Account as Account>::List;

/// What a provider is, apart from its state.
pub(crate) struct About {
    /// Name in journal, faults and start line.
    pub(crate) name: &'static str,
    /// Path between host and the paths of the specification, without a final slash.
    pub(crate) prefix: &'static str,
    pub(crate) specification: &'static LazyLock<Specification>,
    /// Answers a request that the specification does not allow.
    pub(crate) invalid: fn(&Operation, &[Violation]) -> Reply,
    /// Answers with an error that no operation describes: 404, 405, 413, 415, 500, 501, and faults.
    pub(crate) refused: fn(StatusCode, &str) -> Reply,
    /// Adds the headers that every answer of the provider has.
    pub(crate) finish: fn(&Request, &mut Reply),
}

impl About {
    /// Returns the base URL to configure a client with, without a slash at its end.
    pub(crate) fn base_url(&self, origin: &str) -> String {
        format!("{origin}{}", self.prefix)
    }
}

/// What a provider does with its state.
pub(crate) struct Provider<S: Directory + 'static> {
    pub(crate) about: About,
    /// By `operationId`.
    pub(crate) handlers: &'static [(&'static str, Handler<S>)],
    /// Endpoints that the specification does not describe, such as a token endpoint. They are neither authenticated nor
    /// validated.
    pub(crate) routes: &'static [Route<S>],
    /// What happens outside of the API, below `/_sandbox/<name>`: somebody opens an e-mail and clicks.
    pub(crate) controls: &'static [Route<S>],
    /// The variables that clients and SDKs read: each is a field of the credentials, or a URL, given by its path.
    pub(crate) variables: &'static [(&'static str, &'static str)],
    /// Authenticates the caller; an `Err` is the answer.
    pub(crate) authenticate: Authenticate<S>,
    /// Sets the demo credentials, and the state that does not depend on people.
    pub(crate) prepare: fn(&mut S, &mut Rng),
    /// Creates the account of a person of the start; the demo credentials act as person 0.
    pub(crate) seed: fn(&mut S, &Person, u32, &mut Rng) -> S::Account,
    /// How many of the first people have demo credentials; no fault removes them.
    pub(crate) protected: u32,
    /// Creates the account of a person that a fault adds to a list.
    pub(crate) new_account: fn(&mut Context<'_, S>, &Facts) -> S::Account,
    /// Returns the list that the list operation shows by default.
    pub(crate) list: fn() -> List<S>,
    /// Removes a user from that list as the provider does.
    pub(crate) unlist: fn(&mut Context<'_, S>, PersonId),
}

/// Answers a request that is no operation; gets the parameters of the path.
type Answer<S> = fn(&mut Context<'_, S>, &[String], &Request) -> Outcome;

/// A path that the specification does not describe.
pub(crate) struct Route<S> {
    path: Path,
    answer: Answer<S>,
}

impl<S> Route<S> {
    pub(crate) const fn get(name: &'static str, template: &'static str, answer: Answer<S>) -> Self {
        Self { path: Path::new(name, Method::GET, template), answer }
    }

    pub(crate) const fn post(name: &'static str, template: &'static str, answer: Answer<S>) -> Self {
        Self { path: Path::new(name, Method::POST, template), answer }
    }
}

/// Why an action outside of the API failed.
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

impl From<ControlError> for Reply {
    fn from(error: ControlError) -> Self {
        let status = match error {
            ControlError::NotFound(_) => StatusCode::NOT_FOUND,
            ControlError::Conflict(_) => StatusCode::CONFLICT,
            ControlError::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            ControlError::Invalid(_) => StatusCode::BAD_REQUEST,
        };
        Self::error(status, &error.to_string())
    }
}

/// Answers a control that returns nothing.
pub(crate) fn done(result: Result<(), ControlError>) -> Outcome {
    result?;
    Reply::no_content()
}

/// The state of a provider, with the provider.
pub(crate) trait Provided: Directory + Default + Serialize + DeserializeOwned + Send + 'static {
    type Credentials: Clone + Serialize;

    const PROVIDER: &'static Provider<Self>;

    fn credentials(&self) -> &Self::Credentials;
}

/// What a request to a provider is for.
pub(crate) enum Target {
    /// An operation, with the parameters of the path.
    Operation(&'static Operation, Vec<String>),
    /// An endpoint that the specification does not describe, by its place in the table.
    Route(usize, &'static str, Vec<String>),
    /// Something outside of the API, by its place in the table.
    Control(usize, Vec<String>),
    /// Nothing; this is the answer.
    Nothing(Reply),
}

impl Target {
    /// Returns the name by which journal and faults know it.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Operation(operation, _) => Some(operation.id()),
            Self::Route(_, name, _) => Some(name),
            Self::Control(..) | Self::Nothing(_) => None,
        }
    }
}

/// A provider with its state, whichever it is.
pub(crate) trait AnyProvider {
    fn about(&self) -> &'static About;
    /// Returns the paths of the routes, and those of the controls.
    fn paths(&self) -> [Vec<&'static Path>; 2];
    #[cfg(test)]
    fn handled(&self) -> Vec<&'static str>;
    /// Returns what the start line says: base URL, credentials, and both as variables.
    fn announce(&self, origin: &str) -> Value;
    /// Creates the accounts of the people of the start.
    fn seed(&mut self, common: &mut Common, seed: u64);
    /// Adds a person to the provider's list, or removes the first who is not protected.
    fn change_list(&mut self, common: &mut Common, change: Change);
    /// Answers a request.
    fn answer(&mut self, common: &mut Common, base_url: &str, request: &Request, target: &Target) -> Outcome;
}

impl<S: Provided> AnyProvider for S {
    fn about(&self) -> &'static About {
        &S::PROVIDER.about
    }

    fn paths(&self) -> [Vec<&'static Path>; 2] {
        [S::PROVIDER.routes, S::PROVIDER.controls].map(|table| table.iter().map(|route| &route.path).collect())
    }

    #[cfg(test)]
    fn handled(&self) -> Vec<&'static str> {
        S::PROVIDER.handlers.iter().map(|(id, _)| *id).collect()
    }

    fn announce(&self, origin: &str) -> Value {
        let credentials = json!(self.credentials());
        let variables = S::PROVIDER.variables.iter().map(|(name, source)| {
            let url = || Value::from(format!("{origin}{source}"));
            ((*name).to_owned(), credentials.get(source).cloned().unwrap_or_else(url))
        });
        let variables: Map<_, _> = variables.collect();
        json!({ "base_url": self.about().base_url(origin), "credentials": credentials, "env": variables })
    }

    fn seed(&mut self, common: &mut Common, seed: u64) {
        let chance = |index| Rng::new(seed, S::PROVIDER.about.name, index);
        (S::PROVIDER.prepare)(self, &mut chance(u64::MAX));
        let people: Vec<_> = common.people.iter().map(|person| person.id).collect();
        for id in people {
            let Some(person) = common.people.get(id) else { continue };
            let account = (S::PROVIDER.seed)(self, person, id.0, &mut chance(id.0.into()));
            context(common, self, "").attach(id, account);
        }
    }

    fn change_list(&mut self, common: &mut Common, change: Change) {
        let (provider, mut context) = (S::PROVIDER, context(common, self, ""));
        match change {
            Change::Insert => {
                let facts = Facts {
                    // Sorts first by name and address.
                    given_name: "Aaron".to_owned(),
                    family_name: "Aadams".to_owned(),
                    email: Some(format!("aaron.{}@example.com", context.rng().alphanumeric(8).to_lowercase())),
                    ..Facts::default()
                };
                let account = (provider.new_account)(&mut context, &facts);
                context.create(facts, account);
            }
            Change::Remove => {
                let page = context.page(&(provider.list)(), false, 0, provider.protected as usize + 1);
                if let Some(first) = page.people.into_iter().find(|id| id.0 >= provider.protected) {
                    (provider.unlist)(&mut context, first);
                }
            }
        }
    }

    fn answer(&mut self, common: &mut Common, base_url: &str, request: &Request, target: &Target) -> Outcome {
        let (provider, mut context) = (S::PROVIDER, context(common, self, base_url));
        let about = &provider.about;
        let (operation, path) = match target {
            Target::Operation(operation, path) => (operation, path),
            Target::Route(index, _, path) => return (provider.routes[*index].answer)(&mut context, path, request),
            Target::Control(index, path) => return (provider.controls[*index].answer)(&mut context, path, request),
            Target::Nothing(reply) => return Err(reply.clone()),
        };
        context.caller = (provider.authenticate)(&context, operation, request)?;
        let (query, body) = (request.query(), request.body());
        let arguments = check_request(about.specification, operation, path.clone(), query, body)
            .map_err(|violations| (about.invalid)(operation, &violations))?;
        let (_, handler) = provider.handlers.iter().find(|(id, _)| *id == operation.id()).ok_or_else(|| {
            let message = format!("the sandbox has no handler for {}", operation.id());
            (about.refused)(StatusCode::NOT_IMPLEMENTED, &message)
        })?;
        handler(&mut context, &Call { request, operation, arguments, invalid: about.invalid })
    }
}

fn context<'a, S>(common: &'a mut Common, state: &'a mut S, base_url: &'a str) -> Context<'a, S> {
    Context { common, state, base_url, caller: None }
}
