//! E-mail addresses, the primary one first.

use scim_v2::models::user::Email as ScimEmail;
use user_directory_core::{Email, EmailKind};

use super::error::ReadError;

/// The type of an address whose kind is not known, so that a client can name the address.
const WORK: &str = "work";

/// The types that RFC 7643, 4.1.2 has for e-mail addresses.
const TYPES: [&str; 3] = [WORK, "home", "other"];

/// Returns what the type of an address says by itself.
fn plain_kind(r#type: Option<&str>) -> Option<EmailKind> {
    r#type.map(|text| EmailKind::from(text.to_ascii_lowercase().as_str()))
}

/// Returns the type with which an address is written.
fn written_type(email: &Email) -> &'static str {
    let kind = email.kind.as_ref().map_or(WORK, EmailKind::as_str);
    TYPES.into_iter().find(|name| *name == kind).unwrap_or("other")
}

/// Writes addresses, the first one as the primary one.
pub(super) fn written(emails: &[Email]) -> impl Iterator<Item = ScimEmail> {
    emails.iter().enumerate().map(|(i, email)| ScimEmail {
        value: Some(email.address.clone()),
        r#type: Some(written_type(email).to_owned()),
        primary: (i == 0).then_some(true),
        ..ScimEmail::default()
    })
}

/// Returns the addresses whose kind their type does not say.
pub(super) fn unsaid(emails: &[Email]) -> Vec<Email> {
    let all = emails.iter().zip(written(emails));
    all.filter(|(email, written)| plain_kind(written.r#type.as_deref()) != email.kind)
        .map(|(email, _)| email.clone())
        .collect()
}

/// Reads addresses, the primary one first; if none is, the first one at work. Their kinds are those of the same
/// addresses among the originals, unless the sender gives another type.
pub(super) fn read(emails: &[ScimEmail], originals: &[Email]) -> Result<Vec<Email>, ReadError> {
    let is_primary = |email: &&ScimEmail| email.primary == Some(true);
    if emails.iter().filter(is_primary).count() > 1 {
        return Err(ReadError::TwoPrimaries { attribute: "emails" });
    }
    let at_work = |email: &ScimEmail| email.r#type.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(WORK));
    let primary = emails.iter().position(|email| is_primary(&email)).or_else(|| emails.iter().position(at_work));
    let mut emails: Vec<_> = emails.iter().collect();
    if let Some(primary) = primary {
        emails[..=primary].rotate_right(1);
    }
    let mut originals: Vec<_> = originals.iter().collect();
    let emails = emails.into_iter().map(|email| {
        let address = email.value.clone().ok_or_else(|| ReadError::invalid("emails.value"))?;
        let given = email.r#type.as_deref();
        let as_written = |other: &Email| given.is_none_or(|given| given.eq_ignore_ascii_case(written_type(other)));
        let kind = match originals.iter().position(|other| other.address == address && as_written(other)) {
            // Each is for one address.
            Some(at) => originals.remove(at).kind.clone(),
            None => plain_kind(given),
        };
        let email = Email::new(address);
        Ok(kind.into_iter().fold(email, Email::kind))
    });
    emails.collect()
}
