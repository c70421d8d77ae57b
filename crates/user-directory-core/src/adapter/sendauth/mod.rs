//! SendAuth.

mod convert;

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    SendAuth, attributes, changed, failed, fetched, listed, missing, numbered, numbered_at, page_size, parse_id,
    require, undecodable, uuid_id, with_attributes,
};
use crate::capabilities::SENDAUTH;
use crate::request::{ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use crate::sendauth::{Error as Theirs, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrolment, Error, Grant, Outcome, Page, Result, Status, User, UserDirectory,
    Verb, scan,
};

const NAME: &str = "sendauth";

/// The largest page that is documented.
const PAGE: u8 = 100;

impl SendAuth {
    async fn read(&self, id: Uuid, verb: Verb) -> Result<types::User> {
        Ok(self.call(verb, self.client.get_user(id).send()).await?.into_inner())
    }

    async fn store(&self, id: Uuid, user: types::UserRequest, verb: Verb) -> Result<()> {
        self.call(verb, self.client.update_user(id, user).send()).await.map(drop)
    }

    /// Searches for an address. `None` if there is more than one page of hits: then reading the whole list is no dearer.
    async fn search(&self, email: &str) -> Result<Option<Vec<User>>> {
        let verb = Verb::FindByEmail;
        let list = self.client.list_users().q(email).page(1).per_page(PAGE.into());
        let page = self.call(verb, list.send()).await?.into_inner();
        let rows = page.rows.unwrap_or_default();
        let all = usize::try_from(page.total.unwrap_or_default()).unwrap_or(usize::MAX);
        if rows.len() < all || rows.len() >= PAGE.into() {
            return Ok(None);
        }
        let mut users = listed(verb, rows)?;
        users.retain(|user| user.has_email(email));
        Ok(Some(users))
    }

    /// Destroys a user, who is deleted first unless that has been done.
    async fn purge(&self, id: Uuid) -> Result<()> {
        let deleted = match self.client.delete_user(id).send().await {
            Ok(_) => true,
            // Whoever is not there can be among the deleted.
            Err(error) if error.is_not_found() => error.outcome_unknown(),
            Err(error) => return Err(refused(Verb::Purge, error)),
        };
        self.call(Verb::Purge, self.client.destroy_user(id).send()).await.map(drop).map_err(|error| {
            let unknown = deleted || error.outcome_unknown();
            error.with_outcome_unknown(unknown)
        })
    }
}

/// SendAuth documents no codes, so statuses say all there is.
pub(super) fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, |_| None)
}

#[async_trait]
impl UserDirectory for SendAuth {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        &SENDAUTH
    }

    async fn check(&self, request: Check) -> Result<Option<User>> {
        let one = self.client.list_users().page(1).per_page(1);
        self.call(request.verb(), one.send()).await.map(|_| None)
    }

    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let verb = request.verb();
        // The size is always sent, since the default is not documented.
        let (page, size) = (numbered_at(NAME, request.at.as_ref())?, page_size(&request.query, PAGE));
        let answer = if request.query.deleted {
            self.call(verb, self.client.list_deleted_users().page(page).per_page(size.into()).send()).await?
        } else {
            self.call(verb, self.client.list_users().page(page).per_page(size.into()).send()).await?
        };
        let answer = answer.into_inner();
        let mut users = listed(verb, answer.rows.unwrap_or_default())?;
        if request.query.deleted {
            users.iter_mut().for_each(|user| user.status = Status::Deleted);
        }
        Ok(numbered(users, page, size, answer.total))
    }

    async fn get(&self, request: Get) -> Result<User> {
        let id = parse_id(NAME, Verb::Get, &request.id)?;
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user(id).send()).await?)
    }

    /// What a search looks at is not published: whom it finds is found, but if it finds nobody there may still be
    /// somebody.
    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let (verb, key) = (request.verb(), request.key);
        require(self, verb)?;
        match self.search(key.value()).await? {
            Some(found) if !found.is_empty() => Ok(found),
            _ => scan(self, &key).await.map_err(|error| error.with_verb(verb)),
        }
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let verb = request.verb();
        require(self, verb)?;
        let create = self.client.create_user(convert::new_user(request.user)?);
        Ok(Enrolment::Created(fetched(verb, self.call(verb, create.send()).await?)?))
    }

    async fn update(&self, request: Update) -> Result<()> {
        let id = parse_id(NAME, Verb::Update, &request.id)?;
        let before = types::UserRequest::from(self.read(id, Verb::Update).await?);
        let after = convert::patched(before.clone(), request.patch)?;
        if after == before {
            return Ok(());
        }
        self.store(id, after, Verb::Update).await
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let id = parse_id(NAME, request.verb(), &request.id)?;
        match request.mode {
            DeleteMode::Default => self.call(Verb::Delete, self.client.delete_user(id).send()).await.map(drop),
            DeleteMode::Purge => self.purge(id).await,
        }
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let verb = request.verb();
        let id = parse_id(NAME, verb, &request.id)?;
        match request.action {
            Action::Restore => self.call(verb, self.client.restore_user(id).send()).await?,
            Action::ResetMfa => self.call(verb, self.client.remove_user_passkey(id).send()).await?,
            _ => return Err(Error::unsupported(NAME, verb)),
        };
        Ok(Outcome::Done)
    }

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        let user = self.read(parse_id(NAME, Verb::Grants, &request.id)?, Verb::Grants).await?;
        Ok(user.permissions.into_iter().flatten().map(Grant::new).collect())
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        let verb = request.verb();
        let id = parse_id(NAME, verb, &request.id)?;
        let mut user = types::UserRequest::from(self.read(id, verb).await?);
        let held = user.permissions.as_deref().unwrap_or_default();
        let Some(permissions) = changed(held, request.change) else {
            return Ok(());
        };
        user.permissions = Some(permissions);
        self.store(id, user, verb).await
    }
}
