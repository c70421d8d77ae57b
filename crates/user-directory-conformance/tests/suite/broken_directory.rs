//! The directory in memory with one thing wrong.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use user_directory::request::{ChangeGrants, Check, Delete, Enrol, Find, Get, Grants, Lifecycle, ListPage, Update};
use user_directory::{
    Action, Capabilities, Consistency, DeleteMode, EnrolMode, Enrolment, Error, ErrorKind, Field, Grant, GrantChange,
    InMemory, ListQuery, Mfa, Outcome, Page, Patch, PhoneKind, Requests, Result, Scopes, SortKey, Status, Support,
    User, UserDirectory, UserId, Verb, async_trait,
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
        let mut capabilities = inner.capabilities().clone();
        match fault {
            "fields_that_are_told_are_declared" => capabilities.read = Cow::default(),
            "create_with_a_field_it_cannot_take_fails" => capabilities.create = Cow::Borrowed(&[Field::Email]),
            "sorted_lists_are_in_order" => capabilities.sorts = Cow::Borrowed(SortKey::ALL),
            "filters_and_orders_of_what_is_not_told_fail" => {
                capabilities.read = Cow::Borrowed(&[Field::Email]);
                capabilities.filters = Cow::default();
            }
            "grants_keep_to_their_scopes" => capabilities.scopes = Scopes::Never,
            "unsupported_verbs_send_nothing" | "unsupported_verbs_fail_in_the_implementation" => {
                capabilities = capabilities.with(Verb::Lock, Support::Unsupported);
            }
            "a search costs more than its pages" => {
                capabilities = capabilities.emulated(Verb::FindByEmail, Requests::PerPage, false, "reads the list");
            }
            "lags, as its capabilities say" => {
                capabilities.consistency = Some(Consistency::Eventual { about: Some(LAG) });
            }
            "create_without_a_needed_field_fails" => {
                capabilities.phones_needed = Cow::Borrowed(&[PhoneKind::Mobile]);
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
            ("a search costs more than its pages", Verb::FindByEmail)
            | ("a refusal costs three requests", Verb::ResetPassword) => 2,
            ("requests_do_not_grow_with_others", Verb::Grants) => self.inner.len() as u64 / 100,
            _ => 0,
        };
        self.requests.fetch_add(1 + more, Ordering::SeqCst);
    }

    /// Leaves out who has just been enrolled, if the lists lag.
    fn late(&self, users: &mut Vec<User>) {
        if self.fault.starts_with("lags") {
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
        if is(&self.inner.get(Get::new(id)).await?) {
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

    async fn check(&self, request: Check) -> Result<Option<User>> {
        self.count(request.verb());
        match self.fault {
            "check_tells_a_user_who_exists" => Ok(Some(User::new(UserId::new("nobody").unwrap(), Status::Active))),
            _ => self.inner.check(request).await,
        }
    }

    async fn list_page(&self, mut request: ListPage) -> Result<Page<User>> {
        self.count(request.verb());
        request.at = request.at.filter(|_| !self.is("list_goes_on_from_a_token"));
        let (query, goes_on) = (request.query.clone(), request.at.is_some());
        if self.is("filters_leave_out_whoever_does_not_fit") {
            request.query = ListQuery::new();
        }
        let mut page = match self.inner.list_page(request).await {
            Err(_) if self.is("foreign_page_token_is_refused") => {
                self.inner.list_page(ListPage::new(query.clone())).await?
            }
            page => page?,
        };
        match self.fault {
            "list_has_the_person" => drop(page.items.pop()),
            "filters_keep_whoever_fits" if !query.filters().is_empty() => page.items.clear(),
            "small_pages_join_to_the_whole_list" if goes_on => drop(page.items.pop()),
            "list_survives_changes" if self.deleted_any.load(Ordering::SeqCst) => {
                page.items.clear();
            }
            "a list that changes has people twice" if self.deleted_any.load(Ordering::SeqCst) => {
                page.items.extend(page.items.clone());
            }
            "deleted_is_listed_with_the_deleted" if query.deleted => page.items.clear(),
            "deleted_is_not_listed" if !query.deleted => {
                let deleted = self.inner.list_page(ListPage::new(ListQuery::new().deleted())).await?;
                page.items.extend(deleted.items);
            }
            _ => {}
        }
        self.late(&mut page.items);
        Ok(page)
    }

    async fn get(&self, request: Get) -> Result<User> {
        self.count(Verb::Get);
        let made_up = User::new(request.id.clone(), Status::Active);
        let result = self.inner.get(request).await;
        let result = self.forgive("get_of_the_missing_fails", result, made_up);
        if self.is("errors_tell_provider_and_verb") && result.is_err() {
            return Err(Error::new(ErrorKind::NotFound, "another"));
        }
        if self.is("an error has no verb") && result.is_err() {
            return Err(Error::new(ErrorKind::NotFound, "in-memory"));
        }
        let mut user = result?;
        if self.is("get_returns_the_person") {
            user.set_email("somebody@example.com");
        }
        Ok(user)
    }

    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let value = request.key.value().to_owned();
        self.count(request.verb());
        let mut found = self.inner.find(request).await?;
        self.late(&mut found);
        match self.fault {
            "find_by_email_finds_the_person"
            | "find_by_user_name_finds_the_person"
            | "find_by_external_id_finds_the_person" => found.clear(),
            "find_sees_every_address" => found.retain(|user| user.email() == Some(&*value)),
            "find_by_email_ignores_letter_case" => {
                found.retain(|user| user.email() == Some(&*value));
            }
            "find_by_email_of_nobody_is_empty" if found.is_empty() => {
                return Err(Error::new(ErrorKind::NotFound, "in-memory"));
            }
            "a search finds others, too" => {
                found.extend(self.inner.list_page(ListPage::new(ListQuery::new())).await?.items);
            }
            "deleted_is_not_found_by_email" => {
                let request = ListPage::new(ListQuery::new().deleted());
                found.extend(self.inner.list_page(request).await?.items);
            }
            _ => {}
        }
        Ok(found)
    }

    async fn enrol(&self, request: Enrol) -> Result<Enrolment> {
        let Enrol { mut user, mode, .. } = request;
        self.count(mode.verb());
        self.emails.lock().unwrap().extend(user.emails.first().map(|email| email.address.clone()));
        if self.is("logs_show_no_personal_data") {
            tracing::info!(email = user.emails.first().map(|email| &*email.address), "a person is enrolled");
        }
        if self.is("create_keeps_what_is_given") {
            user.given_name = None;
        }
        if self.is("the other addresses are lost") {
            user.emails.truncate(1);
        }
        if self.is("create_of_the_disabled_lets_nobody_in") {
            user.enabled = None;
        }
        let enrolment = match self.inner.enrol(Enrol::new(user.clone(), mode)).await {
            Err(_) if self.is("create_of_the_taken_fails") => {
                user.emails.clear();
                let again = user.email("second@example.com").user_name("second");
                self.inner.enrol(Enrol::new(again, mode)).await?
            }
            Err(error) if self.is("errors_show_no_personal_data") => {
                return Err(error.with_detail(format!("{} is taken", user.string(Field::Email).unwrap_or_default())));
            }
            Err(error) if self.is("an error shows the name that is shown") => {
                return Err(error.with_detail(format!("{:?} is taken", user.display_name)));
            }
            Err(error) if self.is("an error shows the other address") => {
                return Err(error.with_detail(format!("{} is taken", user.emails.last().unwrap().address)));
            }
            Err(error) if self.is("an error shows the id elsewhere") => {
                return Err(error.with_detail(format!("{:?} is taken", user.external_id)));
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
                if mode == EnrolMode::Invite {
                    self.inner.edit(enrolment.id().unwrap(), |user| user.status = Status::Active)?;
                }
                Ok(enrolment)
            }
            (_, enrolment) => Ok(enrolment),
        }
    }

    async fn update(&self, mut request: Update) -> Result<()> {
        self.count(Verb::Update);
        if self.is("another_version_is_refused") {
            request.if_match = None;
        }
        if self.is("a refused update is made") && request.if_match.take().is_some() {
            self.inner.update(request).await?;
            return Err(Error::new(ErrorKind::Conflict, "in-memory"));
        }
        if self.is("an empty patch changes the person") && request.patch.is_empty() {
            request.patch.title = Patch::Value("Touched".to_owned());
        }
        let patch = &mut request.patch;
        let password = patch.password.as_ref().map(|password| password.expose().to_owned());
        match self.fault {
            "a log shows the password" => tracing::debug!(?password, "a person is changed"),
            "an error shows the password" => {
                let updated = self.inner.update(request).await;
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
                tokio::task::yield_now().await;
                self.busy.store(false, Ordering::SeqCst);
            }
            _ => {}
        }
        let result = self.inner.update(request).await;
        self.forgive("update_of_the_missing_fails", result, ())
    }

    async fn delete(&self, request: Delete) -> Result<()> {
        let id = request.id.clone();
        self.count(request.mode.verb());
        self.deleted_any.store(true, Ordering::SeqCst);
        if self.is("a span shows the id") {
            let _span = tracing::info_span!("delete", user = %id);
        }
        if self.is("an error shows the id") {
            let deleted = self.inner.delete(request).await;
            return deleted.map_err(|error| error.with_detail(format!("there is no {id}")));
        }
        if request.mode == DeleteMode::Purge {
            if self.is("purged_is_gone_for_good") {
                return self.inner.delete(Delete::new(id, DeleteMode::Default)).await;
            }
            if self.is("purge_takes_the_deleted_too") {
                let user = self.inner.get(Get::new(id)).await?;
                if user.status == Status::Deleted {
                    return Err(Error::new(ErrorKind::NotFound, "in-memory"));
                }
            }
            let result = self.inner.delete(request).await;
            return self.forgive("purge_of_the_missing_fails", result, ());
        }
        if self.is("deleted_is_gone") {
            return Ok(());
        }
        let result = self.inner.delete(request).await;
        let result = self.forgive("delete_of_the_deleted_fails", result, ());
        self.forgive("delete_of_the_missing_fails", result, ())
    }

    async fn lifecycle(&self, request: Lifecycle) -> Result<Outcome> {
        let (id, action) = (&request.id.clone(), request.action);
        self.count(action.verb());
        if self.is("a second step changes the person") {
            let before = self.inner.get(Get::new(id)).await?;
            let outcome = self.inner.lifecycle(request).await?;
            if self.inner.get(Get::new(id)).await? == before {
                self.inner.edit(id, |user| user.title = Some("Touched".to_owned()))?;
            }
            return Ok(outcome);
        }
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
            | ("reset_password_succeeds" | "a refusal costs three requests", Action::ResetPassword) => {
                return Err(Error::new(ErrorKind::Other, "in-memory"));
            }
            _ => {}
        }
        let result = self.inner.lifecycle(request).await;
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

    async fn grants(&self, request: Grants) -> Result<Vec<Grant>> {
        self.count(Verb::Grants);
        match self.fault {
            "a panic" => panic!("the server room is on fire"),
            "no answer" => std::future::pending().await,
            _ => {}
        }
        let result = self.inner.grants(request).await;
        self.forgive("grants_of_the_missing_fail", result, Vec::new())
    }

    async fn change_grants(&self, request: ChangeGrants) -> Result<()> {
        let id = &request.id;
        self.count(request.change.verb());
        match (self.fault, &request.change) {
            ("grant_adds_a_role", GrantChange::Add(_)) | ("revoke_takes_a_role_away", GrantChange::Remove(_)) => {
                return Ok(());
            }
            ("revoke_of_what_is_not_granted_succeeds", GrantChange::Remove(grant)) => {
                let grants = self.inner.grants(Grants::new(id)).await?;
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
                    self.inner.change_grants(ChangeGrants::new(id, change)).await?;
                }
                return Ok(());
            }
            _ => {}
        }
        let result = self.inner.change_grants(request).await;
        self.forgive("changes_of_grants_of_the_missing_fail", result, ())
    }
}
