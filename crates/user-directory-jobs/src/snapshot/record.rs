//! One person in a snapshot: the id and the hashes.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use serde_json::Value;
use user_directory_core::{Field, User, UserId};

use super::SnapshotError;
use super::key::Key;

/// A hash, cut short: a change is missed once in 2^40 times.
pub(super) type Hash = [u8; 5];

/// The most fields that a record has a bit for.
pub(super) const MOST_FIELDS: usize = 32;

const _: () = assert!(Field::ALL.len() <= MOST_FIELDS);

/// The hashes of the fields that a person has, in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Record {
    pub(super) id: UserId,
    present: u32,
    hashes: Vec<Hash>,
}

impl Record {
    /// Hashes each field of a user, as it is written in JSON.
    pub(super) fn new(user: &User, key: &Key) -> Result<Self, SnapshotError> {
        let json = serde_json::to_value(user).map_err(|_| SnapshotError::User("it cannot be written as JSON"))?;
        let mut record = Self { id: user.id.clone(), present: 0, hashes: Vec::with_capacity(MOST_FIELDS) };
        for (bit, field) in Field::ALL.iter().enumerate() {
            if let Some(value) = value(&json, *field) {
                record.present |= 1 << bit;
                record.hashes.push(key.of_value(field.as_str(), &user.id, &canonical(&value)));
            }
        }
        record.hashes.shrink_to_fit();
        Ok(record)
    }

    /// Returns the hash of the field with this bit.
    pub(super) fn hash(&self, bit: usize) -> Option<&Hash> {
        let mask = 1_u32.checked_shl(u32::try_from(bit).ok()?)?;
        let before = usize::try_from((self.present & (mask - 1)).count_ones()).ok()?;
        (self.present & mask != 0).then(|| self.hashes.get(before)).flatten()
    }

    /// Writes the length of the id, the id, a bit for each field, and the hashes.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let id = self.id.as_str();
        let length = u16::try_from(id.len()).map_err(|_| io::Error::other("an id has more than 65,535 bytes"))?;
        to.write_all(&length.to_be_bytes())?;
        to.write_all(id.as_bytes())?;
        to.write_all(&self.present.to_be_bytes())?;
        self.hashes.iter().try_for_each(|hash| to.write_all(hash))
    }

    /// Reads what [`write`](Self::write) wrote. An id without length, which nobody has, is the end.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let length = u16::from_be_bytes(bytes(from)?);
        if length == 0 {
            return Ok(None);
        }
        let mut id = vec![0; length.into()];
        from.read_exact(&mut id)?;
        let id = String::from_utf8(id).ok().and_then(|id| UserId::new(id).ok());
        let id = id.ok_or(io::ErrorKind::InvalidData)?;
        let present = u32::from_be_bytes(bytes(from)?);
        let hashes = (0..present.count_ones()).map(|_| bytes(from)).collect::<io::Result<_>>()?;
        Ok(Some(Self { id, present, hashes }))
    }
}

/// Returns the value of a field. Both e-mail fields are in one property, the primary address first.
fn value(user: &Value, field: Field) -> Option<Cow<'_, Value>> {
    let emails = || user.get("emails")?.as_array()?.split_first();
    match field {
        Field::Email => emails().map(|(primary, _)| Cow::Borrowed(primary)),
        Field::OtherEmails => {
            emails().filter(|(_, others)| !others.is_empty()).map(|(_, others)| Cow::Owned(others.to_vec().into()))
        }
        // These change with every other field.
        Field::Modified | Field::Version => None,
        _ => user.get(field.as_str()).map(Cow::Borrowed),
    }
}

/// Writes JSON so that the order of lists and of properties makes no difference: a provider may change it from one answer to
/// the next.
fn canonical(value: &Value) -> String {
    let sorted = |mut parts: Vec<String>| {
        parts.sort_unstable();
        parts.join(",")
    };
    match value {
        Value::Array(items) => format!("[{}]", sorted(items.iter().map(canonical).collect())),
        Value::Object(properties) => {
            let property =
                |(name, value): (&String, &Value)| format!("{}:{}", Value::from(name.as_str()), canonical(value));
            format!("{{{}}}", sorted(properties.iter().map(property).collect()))
        }
        value => value.to_string(),
    }
}

/// Reads so many bytes.
pub(super) fn bytes<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use serde::de::value::Error as ValueError;
    use serde::de::{Deserialize, Deserializer, Error, Visitor};
    use serde::forward_to_deserialize_any;
    use user_directory_core::Status;

    use super::*;

    /// Reads nothing, and says in its error which properties a struct has.
    struct Properties;

    impl<'de> Deserializer<'de> for Properties {
        type Error = ValueError;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ValueError> {
            Err(ValueError::custom("it is no struct"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            properties: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, ValueError> {
            Err(ValueError::custom(properties.join(" ")))
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
            newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    #[test]
    fn every_property_of_a_user_is_a_field() {
        let properties = User::deserialize(Properties).unwrap_err().to_string();
        assert!(properties.starts_with("id "), "{properties}");
        for property in properties.split(' ').filter(|property| !["id", "emails"].contains(property)) {
            assert!(property.parse::<Field>().is_ok(), "no snapshot has {property}");
        }
    }

    #[test]
    fn hashes_show_neither_values_nor_who_has_the_same() {
        let key = Key::new(&"0123456789abcdef".into()).unwrap();
        let other_key = Key::new(&"0123456789abcdeg".into()).unwrap();
        let record = |id: &str, key: &Key| {
            let mut user = User::new(UserId::new(id).unwrap(), Status::Active);
            user.set_email("ada@example.com");
            Record::new(&user, key).unwrap()
        };
        let email = Field::ALL.iter().position(|field| *field == Field::Email).unwrap();
        let hash = |record: &Record| *record.hash(email).unwrap();
        let ada = record("1", &key);
        assert_eq!(hash(&ada), hash(&record("1", &key)));
        assert_ne!(hash(&ada), hash(&record("2", &key)));
        assert_ne!(hash(&ada), hash(&record("1", &other_key)));
        assert_eq!(ada.hashes.len(), 2);
        assert_eq!(ada.hash(MOST_FIELDS), None);
        let mut written = Vec::new();
        ada.write(&mut written).unwrap();
        assert_eq!(Record::read(&mut &*written).unwrap(), Some(ada));
    }
}
