//! Any verb, called by its value.

use user_directory_core::request::{
    ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update,
};
use user_directory_core::{
    Action, DeleteMode, Directory, EnrolMode, Error, ErrorKind, Grant, GrantChange, Key, ListQuery, NewUser, Result,
    UserDirectory, UserId, UserPatch, Verb,
};

/// Calls a verb through the handle, which looks at the capabilities first.
pub(super) async fn call(directory: &Directory, verb: Verb, id: &UserId, new: NewUser, grant: Grant) -> Result<()> {
    match verb {
        Verb::Check => directory.check().await.map(drop),
        Verb::List => directory.list_page(&ListQuery::new(), None).await.map(drop),
        Verb::ListDeleted => {
            let query = ListQuery::new().deleted();
            directory.list_page(&query, None).await.map(drop)
        }
        Verb::Get => directory.get(id).await.map(drop),
        Verb::FindByEmail => directory.find(Key::Email(NOBODY.to_owned())).await.map(drop),
        Verb::FindByUserName => directory.find(Key::UserName(NOBODY.to_owned())).await.map(drop),
        Verb::FindByExternalId => directory.find(Key::ExternalId(NOBODY.to_owned())).await.map(drop),
        Verb::Create => directory.create(new).await.map(drop),
        Verb::Invite => directory.invite(new).await.map(drop),
        Verb::Update => directory.update(id, UserPatch::new()).await,
        Verb::Delete => directory.delete(id).await,
        Verb::Purge => directory.purge(id).await,
        Verb::Restore => directory.restore(id).await,
        Verb::Enable => directory.enable(id).await,
        Verb::Disable => directory.disable(id).await,
        Verb::Lock => directory.lock(id).await,
        Verb::Unlock => directory.unlock(id).await,
        Verb::ResetMfa => directory.reset_mfa(id).await,
        Verb::ResetPassword => directory.reset_password(id).await.map(drop),
        Verb::ResendInvitation => directory.resend_invitation(id).await,
        Verb::Grants => directory.grants(id).await.map(drop),
        Verb::Grant => directory.grant(id, grant).await,
        Verb::Revoke => directory.revoke(id, grant).await,
        Verb::ReplaceGrants => directory.replace_grants(id, vec![grant]).await,
        _ => Err(unknown(directory.provider(), verb)),
    }
}

/// Calls a verb of the implementation itself, past the handle.
pub(super) async fn call_directly(
    directory: &dyn UserDirectory,
    verb: Verb,
    id: &UserId,
    new: NewUser,
    grant: Grant,
) -> Result<()> {
    match verb {
        Verb::Check => directory.check(Check::new()).await.map(drop),
        Verb::List => directory.list_page(ListPage::new(ListQuery::new())).await.map(drop),
        Verb::ListDeleted => directory.list_page(ListPage::new(ListQuery::new().deleted())).await.map(drop),
        Verb::Get => directory.get(Get::new(id)).await.map(drop),
        Verb::FindByEmail => directory.find(Find::new(Key::Email(NOBODY.to_owned()))).await.map(drop),
        Verb::FindByUserName => directory.find(Find::new(Key::UserName(NOBODY.to_owned()))).await.map(drop),
        Verb::FindByExternalId => directory.find(Find::new(Key::ExternalId(NOBODY.to_owned()))).await.map(drop),
        Verb::Create => directory.enrol(Enrol::new(new, EnrolMode::Create)).await.map(drop),
        Verb::Invite => directory.enrol(Enrol::new(new, EnrolMode::Invite)).await.map(drop),
        Verb::Update => directory.update(Update::new(id, UserPatch::new())).await,
        Verb::Delete => directory.delete(Delete::new(id, DeleteMode::Default)).await,
        Verb::Purge => directory.delete(Delete::new(id, DeleteMode::Purge)).await,
        Verb::Grants => directory.grants(Grants::new(id)).await.map(drop),
        Verb::Grant => directory.change_grants(ChangeGrants::new(id, GrantChange::Add(grant))).await,
        Verb::Revoke => directory.change_grants(ChangeGrants::new(id, GrantChange::Remove(grant))).await,
        Verb::ReplaceGrants => directory.change_grants(ChangeGrants::new(id, GrantChange::Replace(vec![grant]))).await,
        _ => match Action::ALL.iter().find(|action| action.verb() == verb) {
            Some(action) => directory.lifecycle(Lifecycle::new(id, *action)).await.map(drop),
            None => Err(unknown(directory.provider(), verb)),
        },
    }
}

/// Fails whatever check meets a verb that the suite does not know: it is to be added here.
fn unknown(provider: &'static str, verb: Verb) -> Error {
    Error::new(ErrorKind::Other, provider).with_verb(verb).with_detail("the suite does not know this verb")
}

/// An address that nobody has.
pub(super) const NOBODY: &str = "nobody@conformance.invalid";
