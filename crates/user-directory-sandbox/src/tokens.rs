//! Tokens that a provider has issued.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::store::PersonId;

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Use {
    Access,
    Refresh,
}

#[derive(Serialize, Deserialize)]
struct Token {
    usage: Use,
    person: PersonId,
    /// From then on it is refused.
    expires: DateTime<Utc>,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It was never issued for this use, or has been revoked.
    Unknown,
    Expired,
}

/// All tokens of one provider.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tokens(BTreeMap<String, Token>);

impl Tokens {
    /// Issues a token with which a person acts, and forgets those that expired more than a day ago.
    pub(crate) fn issue(
        &mut self,
        value: String,
        usage: Use,
        person: PersonId,
        (now, expires): (DateTime<Utc>, DateTime<Utc>),
    ) {
        self.0.retain(|_, old| old.expires > now - TimeDelta::days(1));
        self.0.insert(value, Token { usage, person, expires });
    }

    /// Returns who acts with the token with this value, if it is valid for this use now.
    pub(crate) fn check(&self, value: &str, usage: Use, now: DateTime<Utc>) -> Result<PersonId, Refused> {
        let token = self.0.get(value).filter(|token| token.usage == usage).ok_or(Refused::Unknown)?;
        if now < token.expires { Ok(token.person) } else { Err(Refused::Expired) }
    }

    /// Revokes the tokens of a person.
    pub(crate) fn revoke(&mut self, person: PersonId) {
        self.0.retain(|_, token| token.person != person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_bound_to_use_and_time() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let mut tokens = Tokens::default();
        tokens.issue("t".to_owned(), Use::Access, PersonId(3), (start, start + TimeDelta::seconds(1799)));
        assert_eq!(tokens.check("t", Use::Access, start), Ok(PersonId(3)));
        let at = |usage, seconds| tokens.check("t", usage, start + TimeDelta::seconds(seconds)).err();
        assert_eq!(at(Use::Refresh, 0), Some(Refused::Unknown));
        assert_eq!(at(Use::Access, 1798), None);
        assert_eq!(at(Use::Access, 1799), Some(Refused::Expired));
        tokens.revoke(PersonId(3));
        assert_eq!(tokens.check("t", Use::Access, start), Err(Refused::Unknown));
    }
}
