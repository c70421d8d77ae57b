//! Random people.

use chrono::{DateTime, Utc};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};
use user_directory::{Email, EmailKind, Grant, Mfa, MfaMethod, Phone, PhoneKind, Status, User, UserId};

fn word() -> impl Strategy<Value = String> {
    "[A-Za-zÀ-ÿ][a-z' -]{0,8}"
}

fn phone() -> impl Strategy<Value = Phone> {
    const KINDS: &[&str] = &["mobile", "primary", "secondary", "fax", "work"];
    (prop::sample::select(KINDS), r"\+?[0-9]{3,12}")
        .prop_map(|(kind, number)| Phone::new(PhoneKind::from(kind), number))
}

fn email() -> impl Strategy<Value = Email> {
    const KINDS: &[&str] = &["work", "home", "other", "school"];
    ("[a-z]{1,8}@[a-z]{1,8}\\.example", option::of(prop::sample::select(KINDS))).prop_map(|(address, kind)| {
        let email = Email::new(address);
        match kind {
            Some(kind) => email.kind(EmailKind::from(kind)),
            None => email,
        }
    })
}

/// Somebody of whom a directory knows what few do: strings, times, and what one provider alone has.
fn detailed() -> impl Strategy<Value = User> {
    let strings = prop::collection::vec(option::of(word()), 5);
    let times = (option::of(time()), option::of(time()));
    let rest = (option::of("[a-z]{1,5}"), option::of(any::<bool>()), option::of("W/\"[0-9]{1,3}\""));
    let attributes = prop::collection::btree_map("[A-Za-z_]{1,8}", value(), 0..3);
    (strings, times, rest, attributes).prop_map(|(strings, times, (manager, enabled, version), attributes)| {
        let mut user = User::new(UserId::new("0").unwrap(), Status::Active);
        [user.external_id, user.display_name, user.title, user.department, user.locale] = strings.try_into().unwrap();
        (user.modified, user.last_login) = times;
        user.manager = manager.map(|id| UserId::new(id).unwrap());
        (user.enabled, user.version, user.attributes) = (enabled, version, attributes);
        user
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        word().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        prop::collection::vec(word(), 0..3).prop_map(Value::from),
        Just(json!({"Name": "", "id": 7})),
    ]
}

fn grant() -> impl Strategy<Value = Grant> {
    let part = || "[a-c]{1,2}";
    (part(), option::of(part()), option::of("[0-9]{1,4}")).prop_map(|(role, scope, id)| Grant {
        role,
        scope,
        grant_id: id,
    })
}

fn mfa() -> impl Strategy<Value = Mfa> {
    let method = option::of(prop::sample::select(&["sms", "totp", "yubikey", "passkey", "pigeon"][..]));
    (any::<bool>(), method).prop_map(|(enrolled, method)| {
        let method = method.map(MfaMethod::from);
        match enrolled {
            true => Mfa::enrolled(method),
            false => Mfa::missing(method),
        }
    })
}

fn time() -> impl Strategy<Value = DateTime<Utc>> {
    // Within the four digits of a year.
    (0_i64..253_402_300_799, 0_u32..1_000_000_000)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

/// A user with any of the fields.
pub(crate) fn user() -> impl Strategy<Value = User> {
    const STATUSES: &[&str] = &["active", "pending", "disabled", "deleted", "SUSPENDED"];
    let who = (
        "[a-z0-9-]{1,12}",
        option::of(word()),
        prop::collection::vec(email(), 0..3),
        option::of(word()),
        option::of(word()),
    );
    let rest = (
        prop::collection::vec(phone(), 0..4),
        prop::sample::select(STATUSES),
        option::of(any::<bool>()),
        option::of(mfa()),
        option::of(time()),
        option::of(prop::collection::vec(grant(), 0..4)),
    );
    (who, rest, detailed()).prop_map(|(who, rest, mut user)| {
        (user.id, user.status) = (UserId::new(who.0).unwrap(), Status::from(rest.1));
        (user.user_name, user.emails) = (who.1, who.2);
        (user.given_name, user.family_name) = (who.3, who.4);
        user.phones = rest.0;
        (user.locked, user.mfa, user.created) = (rest.2, rest.3, rest.4);
        user.roles = rest.5;
        user
    })
}
