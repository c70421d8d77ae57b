//! What is between the roles that somebody has and those that are wanted.

use std::fmt;

use user_directory::{Directory, Grant, Result, UserId, Verb};

/// What has to be granted and what taken away.
pub(crate) struct Difference {
    grant: Vec<Grant>,
    revoke: Vec<Grant>,
}

pub(crate) fn of(present: &[Grant], wanted: &[Grant]) -> Difference {
    let without = |some: &[Grant], others: &[Grant]| -> Vec<Grant> {
        some.iter().filter(|grant| !grant.is_among(others)).cloned().collect()
    };
    Difference { grant: without(wanted, present), revoke: without(present, wanted) }
}

impl Difference {
    pub(crate) fn is_empty(&self) -> bool {
        self.grant.is_empty() && self.revoke.is_empty()
    }

    /// Makes it good: one by one if the directory can, since that touches no other role; as a whole otherwise. What is
    /// new comes first, so that no one is without roles in between.
    pub(crate) async fn apply(self, directory: &Directory, id: &UserId, wanted: &[Grant]) -> Result<()> {
        if !(directory.supports(Verb::Grant) && directory.supports(Verb::Revoke)) {
            return directory.replace_grants(id, wanted.to_vec()).await;
        }
        for grant in self.grant {
            directory.grant(id, grant).await?;
        }
        for grant in self.revoke {
            directory.revoke(id, grant).await?;
        }
        Ok(())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signed = [("+", &self.grant), ("-", &self.revoke)];
        let signed = signed.into_iter().flat_map(|(sign, grants)| grants.iter().map(move |grant| (sign, grant)));
        for (i, (sign, grant)) in signed.enumerate() {
            let space = if i == 0 { "" } else { " " };
            write!(f, "{space}{sign}{}", grant.role)?;
            if let Some(scope) = &grant.scope {
                write!(f, "@{scope}")?;
            }
        }
        Ok(())
    }
}
