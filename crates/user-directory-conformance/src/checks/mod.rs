//! The checks, grouped by what they are about.

mod deletion;
mod enrolment;
mod every_verb;
mod grants;
mod honesty;
mod lifecycle;
mod list;
mod price;
mod privacy;
mod reading;
mod selection;
mod update;

use user_directory_core::{User, UserId};

use crate::Check;

/// Makes the list of a group's checks: their functions, the verbs they need, and the sentence of the contract.
macro_rules! checks {
    ($($name:ident[$($verb:ident),*]: $contract:expr;)+) => {
        pub(super) const CHECKS: &[$crate::Check] = &[
            $($crate::Check {
                name: stringify!($name),
                needs: &[$(user_directory_core::Verb::$verb),*],
                contract: $contract,
                run: |context| Box::pin($name(context)),
            }),+
        ];
    };
}
use checks;

/// The last ones look back at what was seen during all.
pub(super) const ALL: &[&[Check]] = &[
    honesty::CHECKS,
    reading::CHECKS,
    list::CHECKS,
    selection::CHECKS,
    enrolment::CHECKS,
    update::CHECKS,
    deletion::CHECKS,
    lifecycle::CHECKS,
    grants::CHECKS,
    price::CHECKS,
    privacy::CHECKS,
];

// Sentences of the contract that several groups quote.
const MISSING: &str = "A person who does not exist fails every verb with `NotFound`, deletion included.";
const UNSUPPORTED: &str = "A verb, a field, a scope, a version or an extra that the capabilities do not name is refused, and nothing is sent.";
const NEEDED: &str = "An enrolment without a needed field is refused, and nothing is sent.";

/// Returns how often a list has a person.
fn times(people: &[User], id: &UserId) -> usize {
    people.iter().filter(|user| user.id == *id).count()
}
