//! The directory in memory with one thing wrong.

use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use user_directory::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Field, Grant, GrantChange, InMemory,
    ListQuery, Mfa, NewUser, Outcome, Page, PageToken, Patch, Result, Scopes, Status, Support, User, UserDirectory,
    UserId, UserPatch, Verb, async_trait,
};

/// Breaks what the check of the same name is there to find.
pub(crate) struct Broken {
    inner: InMemory,
    fault: &'static str,
    capabilities: Capabilities,
    emails: Mutex<Vec<String>>,
    busy: AtomicBool,
    deleted_any: AtomicBool,
}

impl Broken {
    pub(crate) fn new(fault: &'static str) -> Self {
        let inner = InMemory::new();
        let mut capabilities = *inner.capabilities();
        match fault {
            "fields_that_are_told_are_declared" => capabilities.read = &[],
            "create_with_a_field_it_cannot_take_fails" => capabilities.create = &[Field::Email],
            "grants_keep_to_their_scopes" => capabilities.scopes = Scopes::Never,
            "unsupported_verbs_send_nothing" | "unsupported_verbs_fail_in_the_implementation" => {
                capabilities = capabilities.with(Verb::Lock, Support::Unsupported);
            }
            _ => {}
        }
        Self {
            inner,
            fault,
            capabilities,
            emails: Mutex::default(),
            busy: AtomicBool::new(false),
            deleted_any: AtomicBool::new(false),
        }
    }

    fn is(&self, fault: &str) -> bool {
        self.fault == fault
    }

    /// Turns "not found" into this value, if that is the fault.
    fn forgive<T>(&self, fault: &str, result: Result<T>, value: T) -> Result<T> {
        match result {
            Err(error) if self.is(fault) && error.is_not_found() => Ok(value),
            result => result,
        }
    }

    async fn conflict_if(&self, id: &UserId, is: impl Fn(&User) -> bool) -> Result<()> {
        if is(&self.inner.get(id).await?) {
            return Err(Error::new(ErrorKind::Conflict, "in-memory"));
        }
        Ok(())
    }
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is("debug_shows_no_personal_data") {
            return self.emails.lock().unwrap().fmt(f);
        }
        f.write_str("Broken")
    }
}

async fn give_way() {
    let mut first = true;
    std::future::poll_fn(|cx| {
        if std::mem::take(&mut first) {
            cx.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    })
    .await;
}

#[async_trait]
impl UserDirectory for Broken {
    fn provider(&self) -> &'static str {
        if self.is("provider_has_a_plain_name") {
            return "In Memory";
        }
        "in-memory"
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let at = at.filter(|_| !self.is("list_goes_on_from_a_token"));
        let mut page = match self.inner.list_page(query, at).await {
            Err(_) if self.is("foreign_page_token_is_refused") => self.inner.list_page(query, None).await?,
            page => page?,
        };
        match self.fault {
            "list_has_the_person" => drop(page.items.pop()),
            "small_pages_join_to_the_whole_list" if at.is_some() => drop(page.items.pop()),
            "list_survives_changes" if self.deleted_any.load(Ordering::SeqCst) => {
                page.items.clear();
            }
            "deleted_is_listed_with_the_deleted" if query.deleted => page.items.clear(),
            "deleted_is_not_listed" if !query.deleted => {
                let deleted = self.inner.list_page(&ListQuery::new().deleted(), None).await?;
                page.items.extend(deleted.items);
            }
            _ => {}
        }
        Ok(page)
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        let result = self.inner.get(id).await;
        let made_up = User::new(id.clone(), Status::Active);
        let result = self.forgive("get_of_the_missing_fails", result, made_up);
        if self.is("errors_tell_provider_and_verb") && result.is_err() {
            return Err(Error::new(ErrorKind::NotFound, "another"));
        }
        let mut user = result?;
        if self.is("get_returns_the_person") {
            user.set_email("somebody@example.com");
        }
        Ok(user)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        let mut found = self.inner.find_by_email(email).await?;
        match self.fault {
            "find_by_email_finds_the_person" => found.clear(),
            "find_by_email_ignores_letter_case" => {
                found.retain(|user| user.email() == Some(email));
            }
            "find_by_email_of_nobody_is_empty" if found.is_empty() => {
                return Err(Error::new(ErrorKind::NotFound, "in-memory"));
            }
            "deleted_is_not_found_by_email" => {
                let query = ListQuery::new().deleted();
                found.extend(self.inner.list_page(&query, None).await?.items);
            }
            _ => {}
        }
        Ok(found)
    }

    async fn enrol(&self, mut user: NewUser, how: Enrol) -> Result<Enrolment> {
        self.emails.lock().unwrap().extend(user.emails.first().map(|email| email.address.clone()));
        if self.is("create_keeps_what_is_given") {
            user.given_name = None;
        }
        if self.is("create_of_the_disabled_lets_nobody_in") {
            user.enabled = None;
        }
        let enrolment = match self.inner.enrol(user.clone(), how).await {
            Err(_) if self.is("create_of_the_taken_fails") => {
                let again = user.email("second@example.com").user_name("second");
                self.inner.enrol(again, how).await?
            }
            enrolment => enrolment?,
        };
        match (self.fault, enrolment) {
            ("create_gives_each_person_an_id", Enrolment::Created(mut user)) => {
                user.id = UserId::new("user-1").unwrap();
                Ok(Enrolment::Created(user))
            }
            ("invite_leaves_a_person", enrolment) => {
                if how == Enrol::Invite {
                    self.inner.edit(enrolment.id().unwrap(), |user| user.status = Status::Active)?;
                }
                Ok(enrolment)
            }
            (_, enrolment) => Ok(enrolment),
        }
    }

    async fn update(&self, id: &UserId, mut patch: UserPatch) -> Result<()> {
        match self.fault {
            "update_sets_one_field_and_keeps_the_rest" => {
                patch.family_name = Patch::Value("Touched".to_owned());
            }
            "update_with_an_empty_patch_succeeds" if patch.is_empty() => {
                return Err(Error::new(ErrorKind::InvalidInput, "in-memory"));
            }
            "update_clears_a_field" => {
                for field in [&mut patch.given_name, &mut patch.family_name] {
                    if field.is_null() {
                        *field = Patch::Absent;
                    }
                }
            }
            "updates_that_race_both_count" => {
                if self.busy.swap(true, Ordering::SeqCst) {
                    return Ok(());
                }
                give_way().await;
                self.busy.store(false, Ordering::SeqCst);
            }
            _ => {}
        }
        let result = self.inner.update(id, patch).await;
        self.forgive("update_of_the_missing_fails", result, ())
    }

    async fn delete(&self, id: &UserId, mode: DeleteMode) -> Result<()> {
        self.deleted_any.store(true, Ordering::SeqCst);
        if mode == DeleteMode::Purge {
            if self.is("purged_is_gone_for_good") {
                return self.inner.delete(id, DeleteMode::Default).await;
            }
            if self.is("purge_takes_the_deleted_too") {
                let user = self.inner.get(id).await?;
                if user.status == Status::Deleted {
                    return Err(Error::new(ErrorKind::NotFound, "in-memory"));
                }
            }
            let result = self.inner.delete(id, mode).await;
            return self.forgive("purge_of_the_missing_fails", result, ());
        }
        if self.is("deleted_is_gone") {
            return Ok(());
        }
        let result = self.inner.delete(id, mode).await;
        let result = self.forgive("delete_of_the_deleted_fails", result, ());
        self.forgive("delete_of_the_missing_fails", result, ())
    }

    async fn lifecycle(&self, id: &UserId, action: Action) -> Result<Outcome> {
        let nothing = Ok(Outcome::Done);
        match (self.fault, action) {
            ("supported_verbs_are_carried_out", Action::Lock) => {
                return Err(Error::unsupported("in-memory", Verb::Lock));
            }
            ("disable_takes_out_of_use", Action::Disable)
            | ("enable_puts_into_use", Action::Enable)
            | ("lock_locks", Action::Lock)
            | ("unlock_unlocks", Action::Unlock) => return nothing,
            ("disable_of_the_disabled_succeeds", Action::Disable) => {
                self.conflict_if(id, |user| user.status == Status::Disabled).await?;
            }
            ("enable_of_the_enabled_succeeds", Action::Enable) => {
                self.conflict_if(id, |user| user.status == Status::Active).await?;
            }
            ("lock_of_the_locked_succeeds", Action::Lock) => {
                self.conflict_if(id, |user| user.locked == Some(true)).await?;
            }
            ("unlock_of_the_unlocked_succeeds", Action::Unlock) => {
                self.conflict_if(id, |user| user.locked == Some(false)).await?;
            }
            ("resend_invitation_to_the_invited_succeeds", Action::ResendInvitation)
            | ("reset_password_succeeds", Action::ResetPassword) => {
                return Err(Error::new(ErrorKind::Other, "in-memory"));
            }
            _ => {}
        }
        let result = self.inner.lifecycle(id, action).await;
        let outcome = self.forgive("actions_on_the_missing_fail", result, Outcome::Done)?;
        match (self.fault, action) {
            ("lock_is_not_disable", Action::Lock) | ("restore_brings_the_same_person_back", Action::Restore) => {
                self.inner.edit(id, |user| user.status = Status::Disabled)?;
            }
            ("enable_does_not_unlock", Action::Enable) => {
                self.inner.edit(id, |user| user.locked = Some(false))?;
            }
            ("reset_mfa_succeeds", Action::ResetMfa) => {
                self.inner.edit(id, |user| user.mfa = Some(Mfa::enrolled(None)))?;
            }
            _ => {}
        }
        Ok(outcome)
    }

    async fn grants(&self, id: &UserId) -> Result<Vec<Grant>> {
        let result = self.inner.grants(id).await;
        self.forgive("grants_of_the_missing_fail", result, Vec::new())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        match (self.fault, &change) {
            ("grant_adds_a_role", GrantChange::Add(_)) | ("revoke_takes_a_role_away", GrantChange::Remove(_)) => {
                return Ok(());
            }
            ("revoke_of_what_is_not_granted_succeeds", GrantChange::Remove(grant)) => {
                let grants = self.inner.grants(id).await?;
                if !grants.iter().any(|own| own.same_as(grant)) {
                    return Err(Error::new(ErrorKind::NotFound, "in-memory"));
                }
            }
            ("grant_of_the_granted_makes_no_second", GrantChange::Add(grant)) => {
                let again = grant.clone();
                self.inner.edit(id, |user| user.roles.get_or_insert_default().push(again))?;
                let second = grant.clone();
                return self.inner.edit(id, |user| user.roles.get_or_insert_default().push(second));
            }
            ("replace_grants_leaves_exactly_these", GrantChange::Replace(grants)) => {
                for grant in grants {
                    let change = GrantChange::Add(grant.clone());
                    self.inner.change_grants(id, change).await?;
                }
                return Ok(());
            }
            _ => {}
        }
        let result = self.inner.change_grants(id, change).await;
        self.forgive("changes_of_grants_of_the_missing_fail", result, ())
    }
}
