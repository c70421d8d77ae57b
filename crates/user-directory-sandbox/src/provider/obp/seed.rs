//! The instance at the start: three banks, and a user, an account and a customer for each person.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::access::OWNER;
use super::account::{Account, Attribute};
use super::bank::BankAccount;
use super::customer::{self, Customer, Link};
use super::grants::{Access, Entitlement};
use super::roles;
use super::{LOCAL, State, jwt};
use crate::clock::rfc3339;
use crate::rng::Rng;
use crate::seed;
use crate::store::{Facts, Person};

const BANKS: [&str; 3] = ["elm.01.sb", "harbour.02.sb", "mill.03.sb"];

/// Where every eighth person logs in.
const ELSEWHERE: &str = "https://login.partner.example";

/// The view that accounts have in addition to those of the system.
const WORK: &str = "_work";

/// When the bearer token of the credentials expires: the start of the year 2100.
const FAR: i64 = 4_102_444_800;

pub(super) fn prepare(state: &mut State, rng: &mut Rng) {
    state.consumer = rng.id();
    state.credentials.consumer_key = rng.alphanumeric(40).to_lowercase();
    state.credentials.jwt_secret = rng.alphanumeric(40);
    for bank in BANKS {
        state.banks.insert(bank.to_owned(), BTreeMap::new());
    }
}

/// Returns the user name of a person: what is before the `@` of their address.
pub(super) fn username(facts: &Facts) -> String {
    let name = facts.email.as_deref().and_then(|email| email.split_once('@'));
    name.map_or_else(String::new, |(name, _)| name.to_owned())
}

pub(super) fn account(state: &mut State, person: &Person, index: u32, rng: &mut Rng) -> Account {
    let bank = BANKS[index as usize % BANKS.len()];
    let created = seed::created(index);
    let local = index % 8 != 7;
    let provider = if local { LOCAL } else { ELSEWHERE };
    let mut user = Account::new(rng.id(), provider, username(&person.facts), created);
    if rng.chance(30) {
        user.marketing = Some(created + TimeDelta::days(1));
    }
    if rng.chance(30) {
        user.attributes.push(Attribute {
            id: rng.id(),
            name: "FAVOURITE_BRANCH".to_owned(),
            kind: "STRING".to_owned(),
            value: "elm street".to_owned(),
            insert_date: rfc3339(created),
        });
    }
    // The first two have demo credentials, and must be able to log in.
    if index > 1 && local && rng.chance(8) {
        user.locked = Some(created + TimeDelta::days(2));
    }
    let password = format!("{}-Aa1", rng.alphanumeric(20));
    match index {
        0 => {
            user.set_password(Some(&password));
            user.entitlements = every_role(rng);
            demo(state, &user.username, password);
        }
        1 => {
            user.set_password(Some(&password));
            let credentials = &mut state.credentials;
            credentials.plain_username.clone_from(&user.username);
            credentials.plain_password = password;
        }
        _ => {}
    }

    let account = rng.id();
    user.customer = Some(customer(bank, index, rng));
    user.links.push(Link { id: rng.id(), customer: person.id, created });
    user.holds.push((bank.to_owned(), account.clone()));
    let (holder, users) = (user.id.clone(), [person.id].into());
    let bank_account = BankAccount { holder, users, views: vec![WORK.to_owned()] };
    state.banks.entry(bank.to_owned()).or_default().insert(account.clone(), bank_account);
    user.access.push(Access { bank: bank.to_owned(), account, view: OWNER.to_owned() });
    user
}

/// Returns each system role, and each role of a bank for each bank.
fn every_role(rng: &mut Rng) -> Vec<Entitlement> {
    let mut entitlements = Vec::new();
    for (role, at_bank) in roles::all() {
        let banks: &[&str] = if at_bank { &BANKS } else { &[""] };
        entitlements.extend(banks.iter().map(|bank| Entitlement::new(rng.id(), role, bank)));
    }
    entitlements
}

/// Sets the credentials of the user with all roles.
fn demo(state: &mut State, username: &str, password: String) {
    let credentials = &mut state.credentials;
    let secret = &credentials.jwt_secret;
    let gateway = json!({
        "login_user_name": username, "is_first": false, "app_id": "sandbox", "app_name": "sandbox",
        "time_stamp": rfc3339(seed::created(0)), "cbs_id": "", "session_id": "" });
    credentials.gateway_jwt = jwt::sign(&gateway, secret);
    let claims = json!({ "iss": LOCAL, "sub": username, "exp": FAR });
    credentials.bearer_token = jwt::sign(&claims, secret);
    username.clone_into(&mut credentials.username);
    credentials.password = password;
}

fn customer(bank: &str, index: u32, rng: &mut Rng) -> Customer {
    let title = ["", "Dr.", "Prof."];
    let dependants = rng.below(3);
    Customer {
        id: rng.id(),
        bank: bank.to_owned(),
        number: format!("{:07}", 5_000_000 + index),
        title: rng.pick(&title).to_owned(),
        branch: rng.pick(&["", "CENTRE1", "ELM6"]).to_owned(),
        date_of_birth: birth(1950, 50, rng),
        relationship: rng.pick(&["single", "married", "widowed"]).to_owned(),
        births_of_dependants: (0..dependants).map(|_| birth(2005, 20, rng)).collect(),
        education: rng.pick(&["Apprentice", "Bachelor", "Master"]).to_owned(),
        employment: rng.pick(&["employed", "self-employed", "retired"]).to_owned(),
        kyc: rng.chance(80),
        last_ok: seed::created(index),
        credit: rng.chance(60).then(|| u32::try_from(rng.below(20)).unwrap_or(0) * 500),
        attributes: if rng.chance(30) { vec![tax_number(rng)] } else { Vec::new() },
    }
}

fn tax_number(rng: &mut Rng) -> customer::Attribute {
    customer::Attribute { id: rng.id(), name: "TAX_NUMBER".into(), kind: "STRING".into(), value: rng.digits(9) }
}

/// Returns a day within so many years from the start of one.
fn birth(year: i32, years: usize, rng: &mut Rng) -> DateTime<Utc> {
    let start = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let start = start.and_time(chrono::NaiveTime::MIN).and_utc();
    start + TimeDelta::days(i64::try_from(rng.below(years * 365)).unwrap_or(0))
}
