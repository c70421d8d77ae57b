//! Phone numbers, which have more kinds than SCIM has types.

use scim_v2::models::user::PhoneNumber;
use user_directory_core::{Phone, PhoneKind};

use super::error::ReadError;

/// The types that RFC 7643, 4.1.2 has for phone numbers.
const TYPES: [&str; 6] = ["work", "home", "mobile", "fax", "pager", "other"];

/// Returns the type of a kind; the number to call first has none, it is the primary one.
pub(super) fn type_of(kind: &PhoneKind) -> Option<&str> {
    match kind {
        PhoneKind::Primary => None,
        kind => Some(TYPES.into_iter().find(|name| *name == kind.as_str()).unwrap_or("other")),
    }
}

/// Writes numbers. The first of the kind `primary` is the primary one; there can be no other.
pub(super) fn written(phones: &[Phone]) -> impl Iterator<Item = PhoneNumber> {
    let first = phones.iter().position(|phone| phone.kind == PhoneKind::Primary);
    phones.iter().enumerate().map(move |(i, phone)| PhoneNumber {
        value: Some(phone.number.clone()),
        r#type: type_of(&phone.kind).map(str::to_owned),
        primary: (Some(i) == first).then_some(true),
        ..PhoneNumber::default()
    })
}

/// Returns what the type of a number says by itself.
fn plain_kind(r#type: Option<&str>, primary: bool) -> PhoneKind {
    match r#type {
        Some(text) => PhoneKind::from(text.to_ascii_lowercase().as_str()),
        None if primary => PhoneKind::Primary,
        None => PhoneKind::from("other"),
    }
}

/// Returns the numbers whose kind their type does not say.
pub(super) fn unsaid(phones: &[Phone]) -> Vec<Phone> {
    let said = |phone: &PhoneNumber| plain_kind(phone.r#type.as_deref(), phone.primary == Some(true));
    let all = phones.iter().zip(written(phones));
    all.filter(|(phone, number)| said(number) != phone.kind).map(|(phone, _)| phone.clone()).collect()
}

/// Reads numbers. Their kinds are those of the originals: of the same number of the same type or, if there is none, of
/// the only other one of this type.
pub(super) fn read(numbers: &[PhoneNumber], originals: &[Phone]) -> Result<Vec<Phone>, ReadError> {
    let mut originals: Vec<_> = originals.iter().collect();
    let mut read = Vec::with_capacity(numbers.len());
    for number in numbers {
        let value = number.value.as_deref().ok_or_else(|| ReadError::invalid("phoneNumbers.value"))?;
        let value = value.strip_prefix("tel:").unwrap_or(value);
        let alike = |phone: &&Phone| type_of(&phone.kind) == number.r#type.as_deref();
        let same = originals.iter().position(|phone| alike(phone) && phone.number == value);
        // Each is for one number.
        read.push((number, value, same.map(|same| originals.remove(same).kind.clone())));
    }
    let kinds = read.into_iter().map(|(number, value, kind)| {
        let mut others = originals.iter().filter(|phone| type_of(&phone.kind) == number.r#type.as_deref());
        let only = others.next().filter(|_| others.next().is_none()).map(|phone| phone.kind.clone());
        let plain = || plain_kind(number.r#type.as_deref(), number.primary == Some(true));
        Phone::new(kind.or(only).unwrap_or_else(plain), value)
    });
    Ok(kinds.collect())
}
