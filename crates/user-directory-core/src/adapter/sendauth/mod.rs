//! SendAuth.

mod convert;

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    SendAuth, attributes, changed, failed, fetched, listed, missing, numbered, numbered_at, page_size, parse_id,
    require, undecodable, uuid_id, with_attributes,
};
use crate::capabilities::SENDAUTH;
use crate::sendauth::{Error as Theirs, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, Grant, GrantChange, ListQuery, NewUser, Outcome, Page,
    PageToken, Result, Status, User, UserDirectory, UserId, UserPatch, Verb, scan_by_email,
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

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let verb = query.verb();
        // The size is always sent, since the default is not documented.
        let (page, size) = (numbered_at(NAME, at)?, page_size(query, PAGE));
        let answer = if query.deleted {
            self.call(verb, self.client.list_deleted_users().page(page).per_page(size.into()).send()).await?
        } else {
            self.call(verb, self.client.list_users().page(page).per_page(size.into()).send()).await?
        };
        let answer = answer.into_inner();
        let mut users = listed(verb, answer.rows.unwrap_or_default())?;
        if query.deleted {
            users.iter_mut().for_each(|user| user.status = Status::Deleted);
        }
        Ok(numbered(users, page, size, answer.total))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let id = parse_id(NAME, Verb::Get, id)?;
        fetched(Verb::Get, self.call(Verb::Get, self.client.get_user(id).send()).await?)
    }

    /// What a search looks at is not published: whom it finds is found, but if it finds nobody there may still be
    /// somebody.
    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        match self.search(email).await? {
            Some(found) if !found.is_empty() => Ok(found),
            _ => scan_by_email(self, email).await.map_err(|error| error.with_verb(Verb::FindByEmail)),
        }
    }

    async fn enrol(&self, user: NewUser, how: Enrol) -> Result<Enrolment> {
        let verb = how.verb();
        require(self, verb)?;
        let create = self.client.create_user(convert::new_user(user)?);
        Ok(Enrolment::Created(fetched(verb, self.call(verb, create.send()).await?)?))
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let id = parse_id(NAME, Verb::Update, id)?;
        let before = types::UserRequest::from(self.read(id, Verb::Update).await?);
        let after = convert::patched(before.clone(), patch)?;
        if after == before {
            return Ok(());
        }
        self.store(id, after, Verb::Update).await
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        let id = parse_id(NAME, mode.verb(), id)?;
        match mode {
            DeleteMode::Default => self.call(Verb::Delete, self.client.delete_user(id).send()).await.map(drop),
            DeleteMode::Purge => self.purge(id).await,
        }
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        let id = parse_id(NAME, verb, id)?;
        match action {
            Action::Restore => self.call(verb, self.client.restore_user(id).send()).await?,
            Action::ResetMfa => self.call(verb, self.client.remove_user_passkey(id).send()).await?,
            _ => return Err(Error::unsupported(NAME, verb)),
        };
        Ok(Outcome::Done)
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let user = self.read(parse_id(NAME, Verb::Grants, id)?, Verb::Grants).await?;
        Ok(user.permissions.into_iter().flatten().map(Grant::new).collect())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        let id = parse_id(NAME, verb, id)?;
        let mut user = types::UserRequest::from(self.read(id, verb).await?);
        let held = user.permissions.as_deref().unwrap_or_default();
        let Some(permissions) = changed(held, change) else {
            return Ok(());
        };
        user.permissions = Some(permissions);
        self.store(id, user, verb).await
    }
}
