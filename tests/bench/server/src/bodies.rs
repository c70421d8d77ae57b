//! Bodies in the shape of the recorded ones, about 590 bytes a user.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How many users the directory has over all pages.
const TOTAL: usize = 1_000_000;

/// Where the last group of the first user's id begins in a page.
const FIRST_ID: usize = r#"{"rows":[{"id":"69e150a0-268e-55df-b8e2-"#.len();

/// Makes each body once.
#[derive(Default)]
pub(crate) struct Bodies {
    /// Pages by their length. All full pages are alike but for the first user, which tells a client that a page
    /// is not the one before.
    pages: Mutex<HashMap<usize, Arc<Vec<u8>>>>,
    user: OnceLock<Vec<u8>>,
    account: OnceLock<Vec<u8>>,
    accounts: OnceLock<Vec<u8>>,
}

impl Bodies {
    pub(crate) fn page(&self, page: usize, size: usize) -> Vec<u8> {
        let before = page.saturating_sub(1).saturating_mul(size);
        let rows = size.min(TOTAL.saturating_sub(before));
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let body = pages.entry(rows).or_insert_with(|| {
            let rows: Vec<_> = (0..rows).map(user).collect();
            Arc::new(format!(r#"{{"rows":[{}],"total":{TOTAL}}}"#, rows.join(",")).into_bytes())
        });
        let body = Arc::clone(body);
        drop(pages);
        let mut body = body.to_vec();
        if rows > 0 {
            let id = format!("{before:012x}");
            body[FIRST_ID..FIRST_ID + id.len()].copy_from_slice(id.as_bytes());
        }
        body
    }

    pub(crate) fn user(&self) -> &[u8] {
        self.user.get_or_init(|| user(1).into_bytes())
    }

    pub(crate) fn account(&self) -> &[u8] {
        self.account.get_or_init(|| account(1).into_bytes())
    }

    pub(crate) fn accounts(&self) -> &[u8] {
        self.accounts.get_or_init(|| {
            let accounts: Vec<_> = (0..10_000).map(account).collect();
            format!("[{}]", accounts.join(",")).into_bytes()
        })
    }
}

fn user(number: usize) -> String {
    let mut body = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        body,
        concat!(
            r#"{{"id":"69e150a0-268e-55df-b8e2-{:012x}","role":"admin","username":"ada.lovelace.{}","#,
            r#""firstName":"Ada","lastName":"Lovelace","email":"ada.{}@example.com","phone":"+44 20 7946 0000","#,
            r#""company":{{"id":"69e150a0-268e-55df-b8e2-6f29c0fbd6be","orgID":"649c8db4-a47b-5ece-932e-342436fbf7f1","#,
            r#""name":"Analytical Engines","createdAt":"2024-05-06T07:08:09Z"}},"permissions":["users.read"],"#,
            r#""groupPermissions":["transactions.read"],"permissionGroups":["b9c2cb54-417b-5488-9912-68d67ff69a6c"],"#,
            r#""messagingPreference":"email","hasPasskeys":true,"createdAt":"2024-05-06T07:08:09Z","#,
            r#""lastAuthenticated":"2024-05-06T07:08:09Z"}}"#
        ),
        number, number, number
    );
    body
}

fn account(number: usize) -> String {
    format!(
        concat!(
            r#"{{"id":"00u{:09}","alternativeUserIds":{{"hr":"hr-{}"}},"emailAddress":"ada.{}@example.com","#,
            r#""secondEmailAddress":null,"login":"ada.{}@example.com","firstName":"Ada","lastName":"Lovelace","#,
            r#""roles":[{{"id":"role-1","roleId":{{"scope":"default","code":"viewer"}},"source":"LUSID","name":"viewer","#,
            r#""description":"May look","samlName":"viewer"}}],"type":"Personal","status":"ACTIVE","external":false,"#,
            r#""links":[{{"relation":"EntitySchema","href":"https://example.com/api/schema","description":"Schema","method":"GET"}}]}}"#
        ),
        number, number, number, number
    )
}
