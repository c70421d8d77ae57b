//! What is checked before a directory is asked: nothing has been sent when one of these fails.

use super::Directory;
use crate::capabilities::{Field, Scopes, Verb};
use crate::{Error, ErrorKind, Grant, PhoneKind, Result};

impl Directory {
    /// Fails if the directory cannot do this.
    pub(super) fn require(&self, verb: Verb) -> Result<()> {
        if self.supports(verb) {
            return Ok(());
        }
        Err(Error::unsupported(self.provider(), verb))
    }

    /// Fails if there is a field that the directory cannot take.
    pub(super) fn require_known(&self, verb: Verb, given: &[Field], known: &[Field], what: &str) -> Result<()> {
        let unknown: Vec<_> = given.iter().filter(|field| !known.contains(field)).copied().collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let detail = format!("it does not {what} {}", names(&unknown));
        Err(Error::unsupported(self.provider(), verb).with_detail(detail))
    }

    /// Fails if a field is missing that the directory must have.
    pub(super) fn require_present(&self, verb: Verb, given: &[Field], needed: &[Field]) -> Result<()> {
        let missing: Vec<_> = needed.iter().filter(|field| !given.contains(field)).copied().collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::InvalidInput, self.provider())
            .with_verb(verb)
            .with_detail(format!("it needs {}", names(&missing))))
    }

    /// Fails if there is a telephone number of a kind that the directory does not keep, or a second one of a kind.
    pub(super) fn require_phones<'a>(&self, verb: Verb, given: impl IntoIterator<Item = &'a PhoneKind>) -> Result<()> {
        let known = self.capabilities().phones;
        if known.is_empty() {
            return Ok(());
        }
        let mut seen = Vec::new();
        for kind in given {
            if !known.contains(kind) {
                let known: Vec<_> = known.iter().map(PhoneKind::as_str).collect();
                let detail = format!("of telephone numbers it keeps {} alone", known.join(", "));
                return Err(Error::unsupported(self.provider(), verb).with_detail(detail));
            }
            if seen.contains(&kind) {
                let detail = "it keeps one telephone number of each kind";
                return Err(Error::unsupported(self.provider(), verb).with_detail(detail));
            }
            seen.push(kind);
        }
        Ok(())
    }

    /// Fails if a grant has a scope where there are none, or has none where there must be one.
    pub(super) fn require_scope<'a>(&self, verb: Verb, grants: impl IntoIterator<Item = &'a Grant>) -> Result<()> {
        let scopes = self.capabilities().scopes;
        for grant in grants {
            let detail = match (scopes, &grant.scope) {
                (Scopes::Never, Some(_)) => "its roles have no scope",
                (Scopes::Always, None) => "its roles need a scope",
                _ => continue,
            };
            return Err(Error::new(ErrorKind::InvalidInput, self.provider()).with_verb(verb).with_detail(detail));
        }
        Ok(())
    }
}

fn names(fields: &[Field]) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.as_str()).collect();
    names.join(", ")
}
