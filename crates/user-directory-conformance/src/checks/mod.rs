//! The checks, grouped by what they are about.

mod calls;
mod deletion;
mod enrolment;
mod grants;
mod honesty;
mod lifecycle;
mod list;
mod reading;
mod selection;
mod update;

use super::Check;

/// Makes the list of a group's checks: their functions, and the verbs they need.
macro_rules! checks {
    ($($name:ident[$($verb:ident),*];)+) => {
        pub(super) const CHECKS: &[$crate::Check] = &[
            $($crate::Check {
                name: stringify!($name),
                needs: &[$(user_directory_core::Verb::$verb),*],
                run: |context| Box::pin($name(context)),
            }),+
        ];
    };
}
use checks;

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
];
