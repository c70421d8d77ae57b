//! The adapter.

use std::fmt;

use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};
use user_directory::request::{Delete, Enrol, Find, Get, Lifecycle, ListPage, Update};
use user_directory::{
    Action, Capabilities, Consistency, DeleteMode, Email, EnrolMode, Enrolment, Error, ErrorKind, Field, Outcome, Page,
    PageToken, Patch, Result, Secret, Status, User, UserDirectory, UserId, Verb, async_trait,
};

const NAME: &str = "small-scim";
const NAMES: [Field; 4] = [Field::UserName, Field::Email, Field::GivenName, Field::FamilyName];

pub(crate) struct Scim {
    http: reqwest::Client,
    users: Url,
    token: Secret,
    capabilities: Capabilities,
}

impl fmt::Debug for Scim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scim").field("users", &self.users.as_str()).finish_non_exhaustive()
    }
}

impl Scim {
    pub(crate) fn new(base: &str, token: &str, consistency: Consistency) -> Self {
        let users = Url::parse(base).and_then(|base| base.join("Users")).expect("the base URL is one");
        let capabilities = Capabilities::NONE
            .native(&[Verb::List, Verb::Get, Verb::FindByEmail, Verb::Create, Verb::Update, Verb::Delete])
            .native(&[Verb::Enable, Verb::Disable])
            .with_read([&NAMES[..], &[Field::Status]].concat())
            .with_create([&NAMES[..], &[Field::Password, Field::Enabled]].concat())
            .with_create_needs(NAMES.to_vec())
            .with_update(NAMES.to_vec())
            .with_unique(vec![Field::UserName])
            .with_max_page_size(200)
            .with_consistency(consistency);
        Self { http: reqwest::Client::new(), users, token: token.to_owned().into(), capabilities }
    }

    /// Returns the URL of a user, whose id is one segment whatever it contains.
    fn user(&self, id: &UserId) -> Url {
        let mut url = self.users.clone();
        url.path_segments_mut().expect("it is http").push(id.as_str());
        url
    }

    async fn send(&self, verb: Verb, method: Method, url: Url, body: Option<Value>) -> Result<Value> {
        let error = |kind| Error::new(kind, NAME).with_verb(verb);
        let mut request = self.http.request(method, url).bearer_auth(self.token.expose());
        if let Some(body) = body {
            request = request.header("content-type", "application/scim+json").body(body.to_string());
        }
        // The URL of a search has the address in it.
        let lost = |cause: reqwest::Error| {
            error(ErrorKind::Unavailable)
                .with_outcome_unknown(verb.changes() && !cause.is_connect())
                .with_source(cause.without_url())
        };
        let answer = request.send().await.map_err(lost)?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(lost)?;
        let body = match body.is_empty() {
            true => Ok(Value::Null),
            false => serde_json::from_slice::<Value>(&body),
        };
        if status.is_success() {
            return body
                .map_err(|cause| error(ErrorKind::Decode).with_outcome_unknown(verb.changes()).with_source(cause));
        }
        let kind = match status {
            StatusCode::BAD_REQUEST => ErrorKind::InvalidInput,
            StatusCode::UNAUTHORIZED => ErrorKind::Unauthenticated,
            StatusCode::FORBIDDEN => ErrorKind::PermissionDenied,
            StatusCode::NOT_FOUND => ErrorKind::NotFound,
            StatusCode::CONFLICT => ErrorKind::AlreadyExists,
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
            _ => ErrorKind::Unavailable,
        };
        let mut error =
            error(kind).with_status(status.as_u16()).with_outcome_unknown(verb.changes() && status.is_server_error());
        if let Some(detail) = body.ok().as_ref().and_then(|body| body["detail"].as_str()) {
            error = error.with_message(detail);
        }
        Err(error)
    }

    async fn replace(&self, verb: Verb, id: &UserId, values: Vec<(&str, Value)>) -> Result<()> {
        let operations: Vec<_> =
            values.into_iter().map(|(path, value)| json!({"op": "replace", "path": path, "value": value})).collect();
        let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
        self.send(verb, Method::PATCH, self.user(id), Some(body)).await.map(drop)
    }
}

fn read(verb: Verb, user: &Value) -> Result<User> {
    let text = |pointer| user.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let id = text("/id").and_then(|id| UserId::new(id).ok());
    let id =
        id.ok_or_else(|| Error::new(ErrorKind::Decode, NAME).with_verb(verb).with_detail("a user without an id"))?;
    // Nobody is let in for what was not returned.
    let status = if user["active"] == true { Status::Active } else { Status::Disabled };
    let mut read = User::new(id, status).with_record(user.clone());
    read.user_name = text("/userName");
    read.emails.extend(text("/emails/0/value").map(Email::new));
    read.given_name = text("/name/givenName");
    read.family_name = text("/name/familyName");
    Ok(read)
}

fn resources(verb: Verb, page: &Value) -> Result<Vec<User>> {
    page["Resources"].as_array().into_iter().flatten().map(|user| read(verb, user)).collect()
}

#[async_trait]
impl UserDirectory for Scim {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let verb = request.verb();
        if request.query.deleted {
            return Err(Error::unsupported(NAME, verb));
        }
        let foreign = |_| Error::new(ErrorKind::InvalidInput, NAME).with_verb(verb).with_detail("a foreign page token");
        let start = match &request.at {
            None => 1,
            Some(token) => token.as_str().parse::<usize>().map_err(foreign)?,
        };
        let count = request.query.page_size.unwrap_or(100).to_string();
        let mut url = self.users.clone();
        url.query_pairs_mut().append_pair("startIndex", &start.to_string()).append_pair("count", &count);
        let page = self.send(verb, Method::GET, url, None).await?;
        let users = resources(verb, &page)?;
        let (next, total) = (start + users.len(), page["totalResults"].as_u64());
        let more = !users.is_empty() && total.is_some_and(|total| next as u64 <= total);
        Ok(Page::new(users, more.then(|| PageToken::new(next.to_string())), total))
    }

    async fn get(&self, request: Get) -> Result<User> {
        let verb = request.verb();
        read(verb, &self.send(verb, Method::GET, self.user(&request.id), None).await?)
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let verb = request.verb();
        if verb != Verb::FindByEmail {
            return Err(Error::unsupported(NAME, verb));
        }
        let mut url = self.users.clone();
        // A string of JSON is one of SCIM's filters.
        url.query_pairs_mut().append_pair("filter", &format!("emails.value eq {}", Value::from(request.key.value())));
        resources(verb, &self.send(verb, Method::GET, url, None).await?)
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let (verb, user) = (request.verb(), &request.user);
        if request.mode == EnrolMode::Invite {
            return Err(Error::unsupported(NAME, verb));
        }
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": user.user_name,
            "name": {"givenName": user.given_name, "familyName": user.family_name},
            "emails": [{"value": user.string(Field::Email), "type": "work", "primary": true}],
            "password": user.password.as_ref().map(Secret::expose),
            "active": user.enabled != Some(false),
        });
        let created = self.send(verb, Method::POST, self.users.clone(), Some(body)).await?;
        read(verb, &created).map(Enrolment::Created)
    }

    async fn update(&self, request: Update) -> Result<()> {
        let (verb, patch) = (request.verb(), request.patch);
        let values = [
            ("userName", patch.user_name),
            ("emails.value", patch.email),
            ("name.givenName", patch.given_name),
            ("name.familyName", patch.family_name),
        ];
        let set = values.into_iter().filter_map(|(path, value)| match value {
            Patch::Value(value) => Some((path, value.into())),
            _ => None,
        });
        self.replace(verb, &request.id, set.collect()).await
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let verb = request.verb();
        if request.mode == DeleteMode::Purge {
            return Err(Error::unsupported(NAME, verb));
        }
        self.send(verb, Method::DELETE, self.user(&request.id), None).await.map(drop)
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let verb = request.verb();
        let active = match request.action {
            Action::Enable => true,
            Action::Disable => false,
            _ => return Err(Error::unsupported(NAME, verb)),
        };
        self.replace(verb, &request.id, vec![("active", active.into())]).await.map(|()| Outcome::Done)
    }
}
