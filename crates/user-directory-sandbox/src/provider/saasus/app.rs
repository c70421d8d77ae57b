//! Codes of authenticator apps: RFC 6238 with its defaults, which are six digits, 30 s and SHA-1.

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::rng::Rng;
use crate::secrets::same;

const STEP: i64 = 30;

/// Returns a new secret of 160 bits, in base32.
pub(super) fn secret(rng: &mut Rng) -> String {
    let bytes = [rng.uuid().into_bytes(), rng.uuid().into_bytes()].concat();
    BASE32_NOPAD.encode(bytes.get(..20).unwrap_or(&bytes))
}

/// Returns the code that an app with the secret shows.
pub(super) fn code(secret: &str, now: DateTime<Utc>) -> Option<String> {
    at_step(secret, now.timestamp().div_euclid(STEP))
}

/// Returns whether a code is the current one, the one before or the one after.
pub(super) fn accepts(secret: &str, sent: &str, now: DateTime<Utc>) -> bool {
    let step = now.timestamp().div_euclid(STEP);
    (step - 1..=step + 1).any(|step| at_step(secret, step).is_some_and(|code| same(&code, sent)))
}

fn at_step(secret: &str, step: i64) -> Option<String> {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last()? & 0x0f);
    let four: [u8; 4] = hash.get(offset..offset + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000;
    Some(format!("{number:06}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        // The last six of the eight digits in appendix B.
        for (seconds, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(code(&secret, now).as_deref(), Some(expected));
            assert!(accepts(&secret, expected, now));
            let late = DateTime::from_timestamp(seconds + 90, 0).unwrap();
            assert!(!accepts(&secret, expected, late));
        }
    }

    #[test]
    fn secrets_are_long_enough() {
        let secret = secret(&mut Rng::new(1, "app", 0));
        assert_eq!(BASE32_NOPAD.decode(secret.as_bytes()).unwrap().len(), 20);
    }
}
