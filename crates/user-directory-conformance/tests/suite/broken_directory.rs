//! The directory in memory with one thing wrong.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use user_directory::{
    Action, Capabilities, DeleteMode, Enrol, Enrolment, Error, ErrorKind, Field, Grant, GrantChange, InMemory,
    ListQuery, Mfa, NewUser, Outcome, Page, PageToken, Patch, Requests, Result, Scopes, Status, Support, User,
    UserDirectory, UserId, UserPatch, Verb, async_trait,
};

/// How long a list lags.
const LAG: Duration = Duration::from_millis(60);

/// Breaks what a check is there to find.
pub(crate) struct Broken {
    inner: InMemory,
    fault: &'static str,
    capabilities: Capabilities,
    /// The calls so far, as a server would count requests.
    requests: Arc<AtomicU64>,
    emails: Mutex<Vec<String>>,
    enrolled: Mutex<Vec<(UserId, Instant)>>,
    busy: AtomicBool,
    deleted_any: AtomicBool,
}

impl Broken {
    pub(crate) fn new(fault: &'static str) -> Self {
        Self::around(InMemory::new(), fault)
    }

    pub(crate) fn around(inner: InMemory, fault: &'static str) -> Self {
        let mut capabilities = *inner.capabilities();
        match fault {
            "fields_that_are_told_are_declared" => capabilities.read = &[],
            "create_with_a_field_it_cannot_take_fails" => capabilities.create = &[Field::Email],
            "grants_keep_to_their_scopes" => capabilities.scopes = Scopes::Never,
            "unsupported_verbs_send_nothing" | "unsupported_verbs_fail_in_the_implementation" => {
                capabilities = capabilities.with(Verb::Lock, Support::Unsupported);
            }
            "a search costs more than its pages" => {
                capabilities = capabilities.emulated(Verb::FindByEmail, Requests::PerPage, false, "reads the list");
            }
            _ => {}
        }
        Self {
            inner,
            fault,
            capabilities,
            requests: Arc::default(),
            enrolled: Mutex::default(),
            emails: Mutex::default(),
            busy: AtomicBool::new(false),
            deleted_any: AtomicBool::new(false),
        }
    }

    pub(crate) fn requests(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.requests)
    }

    /// Counts a request, or as many as the fault makes of it.
    fn count(&self, verb: Verb) {
        let more = match (self.fault, verb) {
            ("verbs_cost_what_they_say", Verb::Disable) => 1,
            ("a search costs more than its pages", Verb::FindByEmail) => 2,
            ("requests_do_not_grow_with_others", Verb::Grants) => self.inner.len() as u64 / 100,
            _ => 0,
        };
        self.requests.fetch_add(1 + more, Ordering::SeqCst);
    }

    /// Leaves out who has just been enrolled, if the lists lag.
    fn late(&self, users: &mut Vec<User>) {
        if self.is("lags") {
            let enrolled = self.enrolled.lock().unwrap();
            users.retain(|user| !enrolled.iter().any(|(id, at)| *id == user.id && at.elapsed() < LAG));
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
        self.count(query.verb());
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
        self.late(&mut page.items);
        Ok(page)
    }

    async fn get(&self, id: &UserId) -> Result<User> {
        self.count(Verb::Get);
        let result = self.inner.get(id).await;
        let made_up = User::new(id.clone(), Status::Active);
        let result = self.forgive("get_of_the_missing_fails", result, made_up);
        if self.is("errors_tell_provider_and_verb") && result.is_err() {
            return Err(Error::new(ErrorKind::NotFound, "another"));
        }
        if self.is("an error has no verb") && result.is_err() {
            return Err(Error::new(ErrorKind::NotFound, "in-memory"));
        }
        let mut user = result?;
        if self.is("get_returns_the_person") {
            user.email = Some("somebody@example.com".to_owned());
        }
        Ok(user)
    }

    async fn find_by_email(&self, email: &str) -> Result<Vec<User>> {
        self.count(Verb::FindByEmail);
        let mut found = self.inner.find_by_email(email).await?;
        self.late(&mut found);
        match self.fault {
            "find_by_email_finds_the_person" => found.clear(),
            "find_by_email_ignores_letter_case" => {
                found.retain(|user| user.email.as_deref() == Some(email));
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
        self.count(how.verb());
        self.emails.lock().unwrap().extend(user.email.clone());
        if self.is("logs_show_no_personal_data") {
            tracing::info!(email = user.email, "a person is enrolled");
        }
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
            Err(error) if self.is("errors_show_no_personal_data") => {
                return Err(error.with_detail(format!("{} is taken", user.email.unwrap_or_default())));
            }
            Err(error) if self.is("the source of an error shows the name") => {
                return Err(error.with_source(format!("{:?} is taken", user.family_name)));
            }
            enrolment => enrolment?,
        };
        self.enrolled.lock().unwrap().extend(enrolment.id().map(|id| (id.clone(), Instant::now())));
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
        self.count(Verb::Update);
        let password = patch.password.as_ref().map(|password| password.expose().to_owned());
        match self.fault {
            "a log shows the password" => tracing::debug!(?password, "a person is changed"),
            "an error shows the password" => {
                let updated = self.inner.update(id, patch).await;
                return updated.map_err(|error| error.with_detail(format!("{password:?} is not set")));
            }
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
        self.count(mode.verb());
        self.deleted_any.store(true, Ordering::SeqCst);
        if self.is("a span shows the id") {
            let _span = tracing::info_span!("delete", user = %id);
        }
        if self.is("an error shows the id") {
            let deleted = self.inner.delete(id, mode).await;
            return deleted.map_err(|error| error.with_detail(format!("there is no {id}")));
        }
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
        self.count(action.verb());
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
        self.count(Verb::Grants);
        match self.fault {
            "a panic" => panic!("the server room is on fire"),
            "no answer" => std::future::pending().await,
            _ => {}
        }
        let result = self.inner.grants(id).await;
        self.forgive("grants_of_the_missing_fail", result, Vec::new())
    }

    async fn change_grants(&self, id: &UserId, change: GrantChange) -> Result<()> {
        self.count(change.verb());
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
