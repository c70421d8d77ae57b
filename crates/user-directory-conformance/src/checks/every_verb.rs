//! Any verb, called by its value.

use user_directory_core::{
    Directory, Error, ErrorKind, Grant, Key, ListQuery, NewUser, Result, UserId, UserPatch, Verb,
};

use super::update::patch;
use crate::context::Context;
use crate::expect::Checked;

/// An address that nobody has.
pub(super) const NOBODY: &str = "nobody@conformance.invalid";

/// What a verb is called with.
pub(super) struct With {
    pub(super) id: UserId,
    pub(super) email: String,
    pub(super) user_name: String,
    pub(super) external_id: String,
    pub(super) new: NewUser,
    pub(super) patch: UserPatch,
    pub(super) grant: Grant,
}

impl With {
    /// Calls about somebody who does not exist.
    pub(super) fn nobody(context: &Context<'_>) -> Self {
        Self {
            id: context.missing(),
            email: NOBODY.to_owned(),
            user_name: NOBODY.to_owned(),
            external_id: NOBODY.to_owned(),
            new: NewUser::new(NOBODY),
            patch: patch(context, &context.capabilities().update),
            grant: context.grants().map_or_else(|_| Grant::new("r"), |[grant, _]| grant),
        }
    }
}

/// Calls a verb.
pub(super) async fn call(directory: &Directory, verb: Verb, with: With) -> Result<()> {
    let With { id, email, user_name, external_id, new, patch, grant } = &with;
    match verb {
        Verb::Check => directory.check().await.map(drop),
        Verb::List => directory.list_page(&ListQuery::new(), None).await.map(drop),
        Verb::ListDeleted => directory.list_page(&ListQuery::new().deleted(), None).await.map(drop),
        Verb::Get => directory.get(id).await.map(drop),
        Verb::FindByEmail => directory.find_by_email(email).await.map(drop),
        Verb::FindByUserName => directory.find(Key::UserName(user_name.clone())).await.map(drop),
        Verb::FindByExternalId => directory.find(Key::ExternalId(external_id.clone())).await.map(drop),
        Verb::Create => directory.create(new.clone()).await.map(drop),
        Verb::Invite => directory.invite(new.clone()).await.map(drop),
        Verb::Update => directory.update(id, patch.clone()).await,
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
        Verb::Grant => directory.grant(id, grant.clone()).await,
        Verb::Revoke => directory.revoke(id, grant.clone()).await,
        Verb::ReplaceGrants => directory.replace_grants(id, vec![grant.clone()]).await,
        // A verb that the suite does not know is to be added here, and fails until it is.
        _ => Err(Error::new(ErrorKind::Other, directory.provider())
            .with_verb(verb)
            .with_detail("the suite does not know this verb")),
    }
}

/// The outcome of a verb that was called where it has something to do.
pub(super) struct Exercised {
    pub(super) verb: Verb,
    pub(super) result: Result<()>,
    /// The requests that it took, if the server counts.
    pub(super) requests: Option<u64>,
    /// How many items it may have changed.
    pub(super) items: u64,
}

/// Calls each verb that the directory has and the fixture allows, each for a new person.
pub(super) async fn exercise_all(context: &Context<'_>) -> Checked<Vec<Exercised>> {
    let mut all = Vec::new();
    for verb in Verb::ALL.iter().copied().filter(|verb| context.may(*verb)) {
        let changes_grants = matches!(verb, Verb::Grant | Verb::Revoke | Verb::ReplaceGrants);
        if changes_grants && context.grants().is_err() {
            continue;
        }
        all.push(exercise(context, verb).await?);
    }
    Ok(all)
}

async fn exercise(context: &Context<'_>, verb: Verb) -> Checked<Exercised> {
    let directory = &context.directory;
    let mut with = With::nobody(context);
    let mut items = 1;
    match verb {
        Verb::Check | Verb::List | Verb::ListDeleted => {}
        Verb::Create => with.new = context.new_user(&context.capabilities().create),
        Verb::Invite => with.new = context.new_user(&context.capabilities().invite),
        Verb::ResendInvitation if context.may(Verb::Invite) => {
            with.id = context.invite(context.new_user(&context.capabilities().invite)).await?.1;
        }
        _ => {
            let person = context.person().await?;
            with.email = person.email().unwrap_or_default().to_owned();
            with.user_name = person.user_name.unwrap_or_default();
            with.external_id = person.external_id.unwrap_or_default();
            with.id = person.id;
        }
    }
    // Brings about the state in which the verb has something to do, where the directory can.
    match verb {
        Verb::Restore if context.may(Verb::Delete) => directory.delete(&with.id).await?,
        Verb::Enable if context.may(Verb::Disable) => directory.disable(&with.id).await?,
        Verb::Unlock if context.may(Verb::Lock) => directory.lock(&with.id).await?,
        Verb::Revoke if context.may(Verb::Grant) => directory.grant(&with.id, with.grant.clone()).await?,
        Verb::ReplaceGrants if context.may(Verb::Grants) => {
            items += u64::try_from(directory.grants(&with.id).await?.len()).unwrap_or(u64::MAX);
        }
        _ => {}
    }
    let calls = context.watch.calls().len();
    let result = match verb {
        Verb::Create => context.create(with.new).await.map(drop),
        // Somebody who is invited without an id is removed only if they can be found.
        Verb::Invite if context.capabilities().invitation_tells_id || directory.supports(Verb::FindByEmail) => {
            context.invite(with.new).await.map(|_| Ok(()))?
        }
        _ => call(directory, verb, with).await,
    };
    let requests = context.watch.calls().get(calls).and_then(|call| call.requests);
    Ok(Exercised { verb, result, requests, items })
}
