//! Looking whether a change is there, after a call whose outcome is unknown.

use user_directory_core::{
    Action, DeleteMode, Directory, Field, Grant, GrantChange, Patch, Result, Status, User, UserId, UserPatch, Verb,
};

use super::change::Change;

/// What the directory says of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is there.
    Done,
    /// It is not there, and to make it is harmless even if it is still on its way.
    NotDone,
    /// The directory does not tell.
    Unclear,
}

impl Seen {
    fn done_if(done: bool) -> Self {
        if done { Self::Done } else { Self::NotDone }
    }
}

/// Asks the directory. A failure leaves it open.
pub(super) async fn look(directory: &Directory, id: &UserId, change: &Change) -> Result<Seen> {
    if let Change::Grants(change) = change {
        if !directory.supports(Verb::Grants) {
            return Ok(Seen::Unclear);
        }
        return Ok(Seen::done_if(are_granted(&directory.grants(id).await?, change)));
    }
    let leaves_no_trace = matches!(change, Change::Act(Action::ResetPassword | Action::ResendInvitation));
    if leaves_no_trace || !directory.supports(Verb::Get) {
        return Ok(Seen::Unclear);
    }
    match directory.get(id).await {
        Ok(user) => Ok(of_user(directory, &user, change)),
        Err(error) if error.is_not_found() => Ok(of_nobody(directory, change)),
        Err(error) => Err(error),
    }
}

fn are_granted(held: &[Grant], change: &GrantChange) -> bool {
    match change {
        GrantChange::Add(grant) => grant.is_among(held),
        GrantChange::Remove(grant) => !grant.is_among(held),
        GrantChange::Replace(grants) => {
            grants.iter().all(|grant| grant.is_among(held)) && held.iter().all(|grant| grant.is_among(grants))
        }
        _ => false,
    }
}

fn of_nobody(directory: &Directory, change: &Change) -> Seen {
    match change {
        Change::Delete(DeleteMode::Default) => Seen::Done,
        // The deleted may only be out of sight.
        Change::Delete(_) => Seen::done_if(directory.capabilities().deleted_stay_readable),
        Change::Act(Action::ResetMfa) => Seen::Unclear,
        _ => Seen::NotDone,
    }
}

fn of_user(directory: &Directory, user: &User, change: &Change) -> Seen {
    let told = |state: Option<bool>, wanted: bool| match state {
        Some(state) => Seen::done_if(state == wanted),
        None => Seen::Unclear,
    };
    match change {
        Change::Update(patch) => of_fields(directory, user, patch),
        Change::Delete(DeleteMode::Default) => Seen::done_if(user.status == Status::Deleted),
        Change::Delete(_) => Seen::NotDone,
        Change::Act(Action::Restore) => Seen::done_if(user.status != Status::Deleted),
        Change::Act(Action::Enable) => Seen::done_if(user.status == Status::Active && !user.is_disabled()),
        Change::Act(Action::Disable) => Seen::done_if(user.is_disabled()),
        Change::Act(Action::Lock) => told(user.locked, true),
        Change::Act(Action::Unlock) => told(user.locked, false),
        // A factor that is there can be the one that the person has set up after the reset.
        Change::Act(Action::ResetMfa) if user.mfa.as_ref().is_some_and(|mfa| !mfa.enrolled) => Seen::Done,
        _ => Seen::Unclear,
    }
}

/// Compares what the patch names with what the directory can tell.
fn of_fields(directory: &Directory, user: &User, patch: &UserPatch) -> Seen {
    let fields = patch.set_fields().into_iter().chain(patch.cleared_fields());
    let readable = &directory.capabilities().read;
    let mut seen = Seen::Done;
    for field in fields {
        let same = match (field, patch.string(field)) {
            _ if !readable.contains(&field) => None,
            (_, Some(change)) => Some(fits(change, user.string(field))),
            (Field::Manager, _) => Some(fits(&patch.manager, user.manager.as_ref())),
            (Field::OtherEmails, _) => {
                let held = user.emails.get(1..).filter(|emails| !emails.is_empty());
                Some(match &patch.other_emails {
                    Patch::Value(emails) => held == Some(emails),
                    _ => held.is_none(),
                })
            }
            (Field::Phones, _) => Some(patch.phones.iter().all(|(kind, number)| {
                let held = user.phones.iter().find(|phone| phone.kind == *kind).map(|phone| phone.number.as_str());
                held == number.as_deref()
            })),
            _ => None,
        };
        match same {
            Some(true) => {}
            Some(false) => seen = Seen::NotDone,
            // Such as a password: the person may have changed it since.
            None => return Seen::Unclear,
        }
    }
    seen
}

fn fits<T, U: ?Sized + PartialEq<T>>(patch: &Patch<T>, held: Option<&U>) -> bool {
    match patch {
        Patch::Absent => true,
        Patch::Null => held.is_none(),
        Patch::Value(value) => held.is_some_and(|held| held == value),
    }
}
