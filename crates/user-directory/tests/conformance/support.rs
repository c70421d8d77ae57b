//! The suite for providers whose persons need no step of their own.

use user_directory::Directory;
use user_directory::conformance::Standard;
use user_directory_sandbox::Sandbox;

use crate::on_sandbox::{self, OnSandbox};

/// Runs the suite with the standard fixture; `skipped` as in [`on_sandbox::conforms`].
pub(crate) async fn conforms(directory: &Directory, sandbox: &Sandbox, standard: Standard, skipped: &[&str]) {
    let fixture = OnSandbox { sandbox, standard, then: |_, _| {} };
    let _ = on_sandbox::conforms(directory, &fixture, skipped).await;
}
