//! Tokens that a provider has issued.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::message::Request;
use crate::secrets::bearer;
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
    /// When it expires.
    #[serde(deserialize_with = "crate::clock::stored")]
    expires: DateTime<Utc>,
}

/// All tokens of one provider.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tokens(BTreeMap<String, Token>);

impl Tokens {
    /// Issues a token for a person, and removes tokens that expired more than a day ago.
    pub(crate) fn issue(
        &mut self,
        value: String,
        usage: Use,
        person: PersonId,
        (now, lifetime): (DateTime<Utc>, TimeDelta),
    ) -> String {
        self.0.retain(|_, old| old.expires > now - TimeDelta::days(1));
        self.0.insert(value.clone(), Token { usage, person, expires: now + lifetime });
        value
    }

    /// Returns the person of a token that is valid for this use now, or what is wrong with it.
    pub(crate) fn check(&self, value: &str, usage: Use, now: DateTime<Utc>) -> Result<PersonId, &'static str> {
        let token = self.0.get(value).filter(|token| token.usage == usage);
        let token = token.ok_or("the token was never issued, or has been revoked")?;
        if now < token.expires { Ok(token.person) } else { Err("the token has expired") }
    }

    /// Returns the person of the bearer token of a request, or what is wrong with it.
    pub(crate) fn bearer(&self, request: &Request, now: DateTime<Utc>) -> Result<PersonId, &'static str> {
        self.check(bearer(request).ok_or("there is no bearer token")?, Use::Access, now)
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
        tokens.issue("t".to_owned(), Use::Access, PersonId(3), (start, TimeDelta::seconds(1799)));
        assert_eq!(tokens.check("t", Use::Access, start), Ok(PersonId(3)));
        let at = |usage, seconds| tokens.check("t", usage, start + TimeDelta::seconds(seconds)).err();
        assert!(at(Use::Refresh, 0).unwrap().contains("never issued"));
        assert_eq!(at(Use::Access, 1798), None);
        assert_eq!(at(Use::Access, 1799), Some("the token has expired"));
        tokens.revoke(PersonId(3));
        assert!(tokens.check("t", Use::Access, start).is_err());
    }
}
