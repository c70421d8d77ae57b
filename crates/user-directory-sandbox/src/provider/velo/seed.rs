//! Velo at the start: one payor, its staff, the back office, and payees.

use super::State;
use super::account::{Account, Factor, Kind, MASTER, MailedToken, Status};
use crate::rng::Rng;
use crate::seed;
use crate::store::Person;

pub(super) fn prepare(state: &mut State, rng: &mut Rng) {
    state.credentials.key = rng.id();
    state.credentials.secret = rng.id();
    state.credentials.password = rng.alphanumeric(16);
    state.payor = rng.id();
}

/// Creates an account. Kinds repeat every ten people and states every seven, so that any seed has each of them, and seventy
/// people have every pair.
pub(super) fn account(state: &mut State, _: &Person, index: u32, rng: &mut Rng) -> Account {
    let (kind, role) = match index % 10 {
        0 => (Kind::BackOffice, "backoffice.admin"),
        1 if index == 1 => (Kind::Payor, MASTER),
        1..=5 => (Kind::Payor, rng.pick(&["payor.admin", "payor.support"])),
        _ => (Kind::Payee, "payee.admin"),
    };
    let mut account = Account::invited(rng.id(), kind, vec![role.to_owned()]);
    account.entity = match kind {
        Kind::BackOffice => None,
        Kind::Payor => Some(state.payor.clone()),
        Kind::Payee => {
            let payee = rng.id();
            state.payees.insert(payee.clone());
            Some(payee)
        }
    };
    account.factor = Some(match index % 3 {
        0 => Factor::Sms,
        1 => Factor::Totp,
        _ => Factor::Yubikey,
    });
    if index % 7 == 3 {
        account.mailed.insert(MailedToken::Invitation, rng.id());
    } else {
        account.enrolled = true;
        account.registered = true;
        account.status = Status::Enabled;
        match index % 7 {
            4 => account.status = Status::Disabled,
            5 => account.locked = Some(seed::created(index) + chrono::TimeDelta::hours(2)),
            _ => {}
        }
    }
    account
}
