//! Finding by e-mail address in a list that is sorted by it.

use super::{NAME, PAGE, convert, refused};
use crate::seen::Seen;
use crate::velo::Client;
use crate::{Error, ErrorKind, Result, User, Verb};

/// Reads the list until the address has been passed. How the server orders letters is not documented, so that nobody
/// can be skipped by comparing; but the same addresses stand next to each other.
pub(super) async fn by_email(client: &Client, email: &str) -> Result<Vec<User>> {
    let verb = Verb::FindByEmail;
    let (mut found, mut seen_pages) = (Vec::<User>::new(), Seen::default());
    for page in 1..=i32::MAX {
        let list = client.list_users().sort("email:asc");
        let answer = list.page(page).page_size(PAGE.into()).send().await;
        let answer = answer.map_err(|error| refused(verb, error))?.into_inner();
        let rows = answer.content.unwrap_or_default();
        seen_pages.check_ids(NAME, verb, rows.iter().map(|row| row.id))?;
        let seen = i64::from(page).saturating_mul(i64::from(PAGE));
        let last = match answer.page.and_then(|page| page.total_elements) {
            Some(total) => rows.is_empty() || seen >= total,
            None => rows.len() < PAGE.into(),
        };
        let mut passed = true;
        for row in rows {
            let own = row.email.as_deref();
            passed = !own.is_some_and(|own| own.eq_ignore_ascii_case(email));
            if passed {
                continue;
            }
            let user = convert::user(row, verb)?;
            // Where pages shift, somebody can come twice.
            if !found.iter().any(|known| known.id == user.id) {
                found.push(user);
            }
        }
        if last || (passed && !found.is_empty()) {
            return Ok(found);
        }
    }
    Err(Error::new(ErrorKind::Decode, NAME).with_verb(verb).with_detail("the list does not end"))
}
