//! Tokens that the sandbox has issued.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::store::PersonId;

/// What a token stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Token {
    /// Provider that takes it.
    pub(crate) provider: String,
    /// What it may be used for, in words of the provider: `access`, `refresh`.
    pub(crate) kind: String,
    /// Who acts with it, if it is a person.
    pub(crate) person: Option<PersonId>,
    /// From when on it is refused.
    pub(crate) expires: DateTime<Utc>,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It was never issued to this provider for this use, or has been revoked.
    Unknown,
    /// Its time is over.
    Expired,
}

/// All tokens of all providers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tokens(BTreeMap<String, Token>);

impl Tokens {
    /// Remembers a token, and forgets those that ended more than a day ago.
    pub(crate) fn issue(&mut self, value: String, token: Token, now: DateTime<Utc>) {
        if let Some(limit) = now.checked_sub_signed(TimeDelta::days(1)) {
            self.0.retain(|_, old| old.expires > limit);
        }
        self.0.insert(value, token);
    }

    /// Returns the token with this value, if the provider takes it for this use now.
    pub(crate) fn check(&self, value: &str, provider: &str, kind: &str, now: DateTime<Utc>) -> Result<&Token, Refused> {
        let token = self.0.get(value).ok_or(Refused::Unknown)?;
        if token.provider != provider || token.kind != kind {
            return Err(Refused::Unknown);
        }
        if now >= token.expires {
            return Err(Refused::Expired);
        }
        Ok(token)
    }

    /// Revokes the tokens that `which` selects.
    pub(crate) fn revoke(&mut self, mut which: impl FnMut(&str, &Token) -> bool) {
        self.0.retain(|value, token| !which(value, token));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_bound_to_provider_use_and_time() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let mut tokens = Tokens::default();
        let token = Token {
            provider: "velo".to_owned(),
            kind: "access".to_owned(),
            person: None,
            expires: start + TimeDelta::seconds(1799),
        };
        tokens.issue("t".to_owned(), token, start);
        assert!(tokens.check("t", "velo", "access", start).is_ok());
        let at = |provider, kind, seconds| tokens.check("t", provider, kind, start + TimeDelta::seconds(seconds)).err();
        assert_eq!(at("obp", "access", 0), Some(Refused::Unknown));
        assert_eq!(at("velo", "refresh", 0), Some(Refused::Unknown));
        assert_eq!(at("velo", "access", 1798), None);
        assert_eq!(at("velo", "access", 1799), Some(Refused::Expired));
        tokens.revoke(|value, _| value == "t");
        assert_eq!(tokens.check("t", "velo", "access", start).err(), Some(Refused::Unknown));
    }
}
