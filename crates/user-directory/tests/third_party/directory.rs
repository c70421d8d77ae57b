//! The adapter.

use std::fmt;

use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};
use user_directory::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Field, ListQuery, NewUser, Outcome, Page,
    PageToken, Patch, Result, Secret, Status, User, UserDirectory, UserId, UserPatch, Verb, async_trait,
};

const NAME: &str = "small-scim";
const NAMES: &[Field] = &[Field::UserName, Field::Email, Field::GivenName, Field::FamilyName];

pub(crate) const CAPABILITIES: Capabilities = {
    let mut can = Capabilities::NONE.native(&[
        Verb::List,
        Verb::Get,
        Verb::FindByEmail,
        Verb::Create,
        Verb::Update,
        Verb::Delete,
        Verb::Enable,
        Verb::Disable,
    ]);
    can.read = &[Field::UserName, Field::Email, Field::GivenName, Field::FamilyName, Field::Status];
    can.create = &[Field::UserName, Field::Email, Field::GivenName, Field::FamilyName, Field::Password, Field::Status];
    can.create_needs = NAMES;
    can.update = NAMES;
    can.unique = &[Field::UserName];
    can.max_page_size = Some(200);
    can
};

pub(crate) struct Scim {
    http: reqwest::Client,
    users: Url,
    token: Secret,
}

impl fmt::Debug for Scim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scim").field("users", &self.users.as_str()).finish_non_exhaustive()
    }
}

impl Scim {
    pub(crate) fn new(base: &str, token: &str) -> Self {
        let users = Url::parse(base).and_then(|base| base.join("Users")).expect("the base URL is one");
        Self { http: reqwest::Client::new(), users, token: token.to_owned().into() }
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
    // Nobody is let in for what was not told.
    let status = if user["active"] == true { Status::Active } else { Status::Disabled };
    let mut read = User::new(id, status).with_record(user.clone());
    read.user_name = text("/userName");
    read.email = text("/emails/0/value");
    read.given_name = text("/name/givenName");
    read.family_name = text("/name/familyName");
    Ok(read)
}

#[async_trait]
impl UserDirectory for Scim {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        if query.deleted {
            return Err(Error::unsupported(NAME, Verb::ListDeleted));
        }
        let start = match at {
            None => 1,
            Some(token) => token.as_str().parse::<usize>().map_err(|_| {
                Error::new(ErrorKind::InvalidInput, NAME)
                    .with_verb(Verb::List)
                    .with_detail("the page token is not one of this directory")
            })?,
        };
        let mut url = self.users.clone();
        let count = query.page_size.unwrap_or(100).to_string();
        url.query_pairs_mut().append_pair("startIndex", &start.to_string()).append_pair("count", &count);
        let page = self.send(Verb::List, Method::GET, url, None).await?;
        let resources = page["Resources"].as_array().map_or(&[][..], Vec::as_slice);
        let users = resources.iter().map(|user| read(Verb::List, user)).collect::<Result<Vec<_>>>()?;
        let total = page["totalResults"].as_u64();
        let next = start + users.len();
        let more = !users.is_empty() && total.is_some_and(|total| next as u64 <= total);
        Ok(Page::new(users, more.then(|| PageToken::new(next.to_string())), total))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        read(Verb::Get, &self.send(Verb::Get, Method::GET, self.user(id), None).await?)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let mut url = self.users.clone();
        // A string of JSON is one of SCIM's filters.
        url.query_pairs_mut().append_pair("filter", &format!("emails.value eq {}", Value::from(email)));
        let page = self.send(Verb::FindByEmail, Method::GET, url, None).await?;
        let found = page["Resources"].as_array().map_or(&[][..], Vec::as_slice);
        found.iter().map(|user| read(Verb::FindByEmail, user)).collect()
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        if how == Enrol::Invite {
            return Err(Error::unsupported(NAME, Verb::Invite));
        }
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": user.user_name,
            "name": {"givenName": user.given_name, "familyName": user.family_name},
            "emails": [{"value": user.email, "type": "work", "primary": true}],
            "password": user.password.as_ref().map(Secret::expose),
            "active": user.enabled != Some(false),
        });
        let created = self.send(Verb::Create, Method::POST, self.users.clone(), Some(body)).await?;
        read(Verb::Create, &created).map(Enrolment::Created)
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
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
        self.replace(Verb::Update, id, set.collect()).await
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        if mode == DeleteMode::Purge {
            return Err(Error::unsupported(NAME, Verb::Purge));
        }
        self.send(Verb::Delete, Method::DELETE, self.user(id), None).await.map(drop)
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let active = match action {
            Action::Enable => true,
            Action::Disable => false,
            _ => return Err(Error::unsupported(NAME, action.verb())),
        };
        self.replace(action.verb(), id, vec![("active", active.into())]).await.map(|()| Outcome::Done)
    }
}
