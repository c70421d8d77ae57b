//! Each check finds the directory that is broken in what it checks, and says what is broken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use user_directory::conformance::{self, Report, Standard, Suite};
use user_directory::{Directory, Field, Narrowed, Verb};

use crate::block_on;
use crate::broken_directory::Broken;

/// A fault of [`Broken`], the check that must find it, and the verb and the field that it must name.
type Fault = (&'static str, &'static str, Option<Verb>, Option<Field>);

/// Most faults have the name of the check.
const fn of(check: &'static str, verb: Verb) -> Fault {
    (check, check, Some(verb), None)
}

const fn of_field(check: &'static str, verb: Verb, field: Field) -> Fault {
    (check, check, Some(verb), Some(field))
}

const FAULTS: &[Fault] = &[
    ("provider_has_a_plain_name", "provider_has_a_plain_name", None, None),
    of("unsupported_verbs_send_nothing", Verb::Lock),
    of("unsupported_verbs_fail_in_the_implementation", Verb::Lock),
    of("supported_verbs_are_carried_out", Verb::Lock),
    of("errors_tell_provider_and_verb", Verb::Get),
    ("an error has no verb", "errors_tell_provider_and_verb", Some(Verb::Get), None),
    of("check_tells_a_user_who_exists", Verb::Get),
    of_field("get_returns_the_person", Verb::Get, Field::Email),
    of("get_of_the_missing_fails", Verb::Get),
    of_field("fields_that_are_told_are_declared", Verb::Get, Field::ExternalId),
    of("find_by_email_finds_the_person", Verb::FindByEmail),
    ("a search finds others, too", "find_by_email_finds_the_person", Some(Verb::FindByEmail), None),
    of("find_by_email_ignores_letter_case", Verb::FindByEmail),
    of("find_by_email_of_nobody_is_empty", Verb::FindByEmail),
    of("find_by_user_name_finds_the_person", Verb::FindByUserName),
    of("find_by_external_id_finds_the_person", Verb::FindByExternalId),
    of("find_sees_every_address", Verb::FindByEmail),
    of("filters_leave_out_whoever_does_not_fit", Verb::List),
    of("filters_keep_whoever_fits", Verb::List),
    of("sorted_lists_are_in_order", Verb::List),
    of("filters_and_orders_of_what_is_not_told_fail", Verb::List),
    of("list_has_the_person", Verb::List),
    of("small_pages_join_to_the_whole_list", Verb::List),
    of("list_goes_on_from_a_token", Verb::List),
    of("foreign_page_token_is_refused", Verb::List),
    of("list_survives_changes", Verb::List),
    ("a list that changes has people twice", "list_survives_changes", Some(Verb::List), None),
    of_field("create_keeps_what_is_given", Verb::Create, Field::GivenName),
    ("the other addresses are lost", "create_keeps_what_is_given", Some(Verb::Create), Some(Field::OtherEmails)),
    of("create_gives_each_person_an_id", Verb::Create),
    of("create_of_the_taken_fails", Verb::Create),
    of_field("create_without_a_needed_field_fails", Verb::Create, Field::Email),
    of_field("create_with_a_field_it_cannot_take_fails", Verb::Create, Field::ExternalId),
    of_field("create_of_the_disabled_lets_nobody_in", Verb::Create, Field::Status),
    of_field("invite_leaves_a_person", Verb::Invite, Field::Status),
    of_field("invite_without_a_needed_field_fails", Verb::Invite, Field::Email),
    of("resend_invitation_to_the_invited_succeeds", Verb::ResendInvitation),
    of_field("update_sets_one_field_and_keeps_the_rest", Verb::Update, Field::FamilyName),
    of_field("update_clears_a_field", Verb::Update, Field::GivenName),
    of("update_with_an_empty_patch_succeeds", Verb::Update),
    ("an empty patch changes the person", "update_with_an_empty_patch_succeeds", Some(Verb::Update), None),
    of("update_of_the_missing_fails", Verb::Update),
    of_field("update_of_what_cannot_be_changed_fails", Verb::Update, Field::Email),
    of("unknown_extra_is_refused", Verb::Update),
    of("another_version_is_refused", Verb::Update),
    ("a refused update is made", "another_version_is_refused", Some(Verb::Update), None),
    of_field("updates_that_race_both_count", Verb::Update, Field::Phones),
    of_field("deleted_is_gone", Verb::Delete, Field::Status),
    of("deleted_is_not_listed", Verb::Delete),
    of("deleted_is_not_found_by_email", Verb::Delete),
    of("delete_of_the_missing_fails", Verb::Delete),
    of("delete_of_the_deleted_fails", Verb::Delete),
    of("deleted_is_listed_with_the_deleted", Verb::ListDeleted),
    of_field("restore_brings_the_same_person_back", Verb::Restore, Field::Status),
    of("purged_is_gone_for_good", Verb::Purge),
    of("purge_takes_the_deleted_too", Verb::Purge),
    of("purge_of_the_missing_fails", Verb::Purge),
    of_field("disable_takes_out_of_use", Verb::Disable, Field::Status),
    of("disable_of_the_disabled_succeeds", Verb::Disable),
    of_field("enable_puts_into_use", Verb::Enable, Field::Status),
    of("enable_of_the_enabled_succeeds", Verb::Enable),
    of_field("lock_locks", Verb::Lock, Field::Locked),
    of("lock_of_the_locked_succeeds", Verb::Lock),
    of_field("lock_is_not_disable", Verb::Lock, Field::Status),
    of_field("unlock_unlocks", Verb::Unlock, Field::Locked),
    of("unlock_of_the_unlocked_succeeds", Verb::Unlock),
    ("a second step changes the person", "disable_of_the_disabled_succeeds", Some(Verb::Disable), None),
    ("a second step changes the person", "enable_of_the_enabled_succeeds", Some(Verb::Enable), None),
    ("a second step changes the person", "lock_of_the_locked_succeeds", Some(Verb::Lock), None),
    ("a second step changes the person", "unlock_of_the_unlocked_succeeds", Some(Verb::Unlock), None),
    of_field("enable_does_not_unlock", Verb::Enable, Field::Locked),
    of_field("reset_mfa_succeeds", Verb::ResetMfa, Field::Mfa),
    of("reset_password_succeeds", Verb::ResetPassword),
    of("actions_on_the_missing_fail", Verb::Restore),
    of("grants_of_the_missing_fail", Verb::Grants),
    of_field("grant_adds_a_role", Verb::Grant, Field::Roles),
    of_field("grant_of_the_granted_makes_no_second", Verb::Grant, Field::Roles),
    of_field("revoke_takes_a_role_away", Verb::Revoke, Field::Roles),
    of("revoke_of_what_is_not_granted_succeeds", Verb::Revoke),
    of_field("replace_grants_leaves_exactly_these", Verb::ReplaceGrants, Field::Roles),
    of("changes_of_grants_of_the_missing_fail", Verb::Grant),
    of("grants_keep_to_their_scopes", Verb::Grant),
    of("verbs_cost_what_they_say", Verb::Disable),
    ("a search costs more than its pages", "verbs_cost_what_they_say", Some(Verb::FindByEmail), None),
    ("a refusal costs three requests", "verbs_cost_what_they_say", Some(Verb::ResetPassword), None),
    of("requests_do_not_grow_with_others", Verb::Grants),
    of_field("debug_shows_no_personal_data", Verb::Get, Field::Email),
    of_field("errors_show_no_personal_data", Verb::Create, Field::Email),
    ("an error shows the password", "errors_show_no_personal_data", Some(Verb::Update), Some(Field::Password)),
    (
        "an error shows the name that is shown",
        "errors_show_no_personal_data",
        Some(Verb::Create),
        Some(Field::DisplayName),
    ),
    ("an error shows the other address", "errors_show_no_personal_data", Some(Verb::Create), Some(Field::OtherEmails)),
    ("an error shows the id elsewhere", "errors_show_no_personal_data", Some(Verb::Create), Some(Field::ExternalId)),
    ("an error shows the id", "errors_show_no_personal_data", Some(Verb::Delete), None),
    (
        "the source of an error shows the name",
        "errors_show_no_personal_data",
        Some(Verb::Create),
        Some(Field::FamilyName),
    ),
    ("logs_show_no_personal_data", "logs_show_no_personal_data", None, Some(Field::Email)),
    ("a log shows the password", "logs_show_no_personal_data", None, Some(Field::Password)),
    ("a span shows the id", "logs_show_no_personal_data", None, None),
];

/// What the handle refuses cannot be broken in an implementation. Here a server counts a request whenever it is asked.
const REFUSED_BY_THE_HANDLE: [&str; 8] = [
    "filters_and_orders_of_what_is_not_told_fail",
    "unknown_extra_is_refused",
    "unsupported_verbs_send_nothing",
    "create_without_a_needed_field_fails",
    "create_with_a_field_it_cannot_take_fails",
    "invite_without_a_needed_field_fails",
    "update_of_what_cannot_be_changed_fails",
    "grants_keep_to_their_scopes",
];

fn run(check: &str, broken: Broken, suite: Suite) -> Report {
    let requests = broken.requests();
    let suite = suite.only([check]).others(300).requests(move || requests.load(Ordering::SeqCst));
    block_on(suite.run(&Directory::new(broken), &Standard::new()))
}

#[test]
fn every_check_finds_its_fault() {
    let never = Arc::new(AtomicU64::new(0));
    for (fault, check, verb, field) in FAULTS {
        let report = if REFUSED_BY_THE_HANDLE.contains(check) {
            let asked = Arc::clone(&never);
            let suite = Suite::new().only([*check]).requests(move || asked.fetch_add(1, Ordering::SeqCst));
            block_on(suite.run(&Directory::new(Broken::new(fault)), &Standard::new()))
        } else {
            run(check, Broken::new(fault), Suite::new())
        };
        let failure = report.failure(check).unwrap_or_else(|| panic!("{fault} is not noticed\n{report}"));
        assert_eq!((failure.verb, failure.field), (*verb, *field), "{fault}\n{report}");
        assert!(
            !failure.expected.is_empty() && !failure.seen.is_empty() && failure.expected != failure.seen,
            "{report}"
        );
        let text = report.to_string();
        let named = [Some(*check), verb.map(Verb::as_str), field.map(Field::as_str), Some(&failure.contract)];
        assert!(named.into_iter().flatten().all(|name| text.contains(name)), "{text}");
    }
}

#[test]
fn every_check_has_a_fault() {
    for check in conformance::checks() {
        assert!(FAULTS.iter().any(|(_, found_by, ..)| *found_by == check.name), "{}", check.name);
    }
}

#[test]
fn without_a_fault_every_check_passes() {
    let read_only =
        |check| matches!(check, "unsupported_verbs_send_nothing" | "unsupported_verbs_fail_in_the_implementation");
    for check in conformance::checks() {
        let report = if read_only(check.name) {
            // Checks of what cannot be done need a directory that cannot do it.
            let directory = Directory::new(Narrowed::read_only(Directory::in_memory()));
            block_on(Suite::new().only([check.name]).run(&directory, &Standard::new()))
        } else if REFUSED_BY_THE_HANDLE.contains(&check.name) {
            run(check.name, Broken::new(check.name), Suite::new())
        } else {
            run(check.name, Broken::new("none"), Suite::new())
        };
        assert_eq!(report.passed(), [check.name], "{report}");
    }
}
