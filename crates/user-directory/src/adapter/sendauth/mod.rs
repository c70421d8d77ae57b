//! SendAuth.

mod convert;

use async_trait::async_trait;
use uuid::Uuid;

use super::{by_status, changed, failed, numbered, numbered_at, page_size, parse_id, table, unsupported};
use crate::sendauth::{Client, Error as Theirs, types};
use crate::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, Grant, GrantChange, ListQuery, NewUser, Outcome, Page,
    PageToken, Result, Status, User, UserDirectory, UserId, UserPatch, Verb, scan_by_email,
};

const NAME: &str = "sendauth";

/// The largest page that is documented.
const PAGE: u8 = 100;

#[derive(Clone)]
pub(crate) struct SendAuth {
    client: Client,
}

impl SendAuth {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Reads a user in order to store it again, with changes.
    async fn read(&self, id: Uuid, verb: Verb) -> Result<types::User> {
        let answer = self.client.get_user(id).send().await;
        Ok(answer.map_err(|error| refused(verb, error))?.into_inner())
    }

    async fn store(&self, id: Uuid, user: types::UserRequest, verb: Verb) -> Result<()> {
        let answer = self.client.update_user(id, user).send().await;
        answer.map(drop).map_err(|error| refused(verb, error))
    }

    /// Searches for an address. `None` if there is more than one page of hits: then reading the whole list is no dearer.
    async fn search(&self, email: &str) -> Result<Option<Vec<User>>> {
        let verb = Verb::FindByEmail;
        let answer = self.client.list_users().q(email).page(1).per_page(PAGE.into()).send();
        let page = answer.await.map_err(|error| refused(verb, error))?.into_inner();
        let rows = page.rows.unwrap_or_default();
        let all = usize::try_from(page.total.unwrap_or_default()).unwrap_or(usize::MAX);
        if rows.len() < all || rows.len() >= PAGE.into() {
            return Ok(None);
        }
        let users = rows.into_iter().map(|row| convert::user(row, Status::Active, verb));
        let mut users = users.collect::<Result<Vec<_>>>()?;
        users.retain(|user| user.has_email(email));
        Ok(Some(users))
    }
}

/// SendAuth documents no codes, so statuses say all there is.
fn refused(verb: Verb, error: Theirs) -> Error {
    failed(NAME, verb, error, by_status)
}

impl std::fmt::Debug for SendAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SendAuth").finish_non_exhaustive()
    }
}

#[async_trait]
impl UserDirectory for SendAuth {
    fn provider(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> &Capabilities {
        table(NAME)
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let page = numbered_at(NAME, at)?;
        // Always sent, since the default is not documented.
        let size = page_size(query, PAGE);
        let (verb, status, answer) = if query.deleted {
            let list = self.client.list_deleted_users().page(page).per_page(size.into());
            (Verb::ListDeleted, Status::Deleted, list.send().await)
        } else {
            let list = self.client.list_users().page(page).per_page(size.into());
            (Verb::List, Status::Active, list.send().await)
        };
        let answer = answer.map_err(|error| refused(verb, error))?.into_inner();
        let rows = answer.rows.unwrap_or_default();
        let users = rows.into_iter().map(|row| convert::user(row, status.clone(), verb));
        Ok(numbered(users.collect::<Result<_>>()?, page, size, answer.total))
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let id = parse_id::<Uuid>(NAME, Verb::Get, id)?;
        let answer = self.client.get_user(id).send().await;
        let answer = answer.map_err(|error| refused(Verb::Get, error))?;
        let (record, answer) = answer.into_parts();
        convert::fetched(record, answer.into_bytes(), Verb::Get)
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
        match how {
            Enrol::Create => {
                let user = convert::new_user(user)?;
                let answer = self.client.create_user(user).send().await;
                let answer = answer.map_err(|error| refused(Verb::Create, error))?;
                let (record, answer) = answer.into_parts();
                let user = convert::fetched(record, answer.into_bytes(), Verb::Create)?;
                Ok(Enrolment::Created(user))
            }
            Enrol::Invite => Err(unsupported(NAME, Verb::Invite)),
        }
    }

    async fn update(&self, id: &UserId, patch: UserPatch) -> Result<()> {
        let id = parse_id::<Uuid>(NAME, Verb::Update, id)?;
        let before = types::UserRequest::from(self.read(id, Verb::Update).await?);
        let after = convert::patched(before.clone(), patch);
        if after == before {
            return Ok(());
        }
        self.store(id, after, Verb::Update).await
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        let verb = mode.verb();
        let id = parse_id::<Uuid>(NAME, verb, id)?;
        let deleted = self.client.delete_user(id).send().await;
        match mode {
            DeleteMode::Default => deleted.map(drop).map_err(|error| refused(verb, error)),
            DeleteMode::Purge => {
                // Whoever is not there can be among the deleted.
                let done = match deleted {
                    Ok(_) => true,
                    Err(error) if error.is_not_found() => error.outcome_unknown(),
                    Err(error) => return Err(refused(verb, error)),
                };
                match self.client.destroy_user(id).send().await {
                    Ok(_) => Ok(()),
                    Err(error) => {
                        let unknown = done || error.outcome_unknown();
                        Err(refused(verb, error).with_outcome_unknown(unknown))
                    }
                }
            }
        }
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let verb = action.verb();
        if !matches!(action, Action::Restore | Action::ResetMfa) {
            return Err(unsupported(NAME, verb));
        }
        let id = parse_id::<Uuid>(NAME, verb, id)?;
        let done = match action {
            Action::Restore => self.client.restore_user(id).send().await,
            _ => self.client.remove_user_passkey(id).send().await,
        };
        done.map(|_| Outcome::Done).map_err(|error| refused(verb, error))
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let id = parse_id::<Uuid>(NAME, Verb::Grants, id)?;
        let user = self.read(id, Verb::Grants).await?;
        let permissions = user.permissions.unwrap_or_default();
        Ok(permissions.into_iter().map(Grant::new).collect())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        let verb = change.verb();
        let id = parse_id::<Uuid>(NAME, verb, id)?;
        let mut user = types::UserRequest::from(self.read(id, verb).await?);
        let held = user.permissions.as_deref().unwrap_or_default();
        match changed(held, change) {
            Some(permissions) => {
                user.permissions = Some(permissions);
                self.store(id, user, verb).await
            }
            None => Ok(()),
        }
    }
}
