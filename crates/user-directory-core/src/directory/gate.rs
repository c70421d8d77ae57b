//! What is checked before a directory is asked: nothing has been sent when one of these fails.

use super::Directory;
use crate::capabilities::{Extra, Field, Needed, Scopes, Verb};
use crate::request::Request;
use crate::{Error, ErrorKind, Grant, Key, NewUser, PhoneKind, Result, UserPatch};

impl Directory {
    /// Fails if the directory cannot do what a request asks for.
    pub(super) fn admit<R: Request>(&self, request: &R) -> Result<()> {
        let verb = request.verb();
        if !self.supports(verb) {
            return Err(Error::unsupported(self.provider(), verb).with_directory_name(self.shared_name()));
        }
        if request.if_match().is_some() && !self.capabilities().if_match {
            return Err(self.unsupported(verb, "it does not compare versions"));
        }
        self.require_extras(request)?;
        request.admit(self)
    }

    /// Fails if there is an extra that the directory does not know, or one is missing that it always needs.
    fn require_extras<R: Request>(&self, request: &R) -> Result<()> {
        let (verb, given) = (request.verb(), request.extras());
        let extras: Vec<&Extra> = self.capabilities().extras_of(verb).collect();
        // The name is not repeated: a secret stands there if name and value were swapped.
        if given.names().any(|name| extras.iter().all(|extra| extra.name != name)) {
            let names: Vec<_> = extras.iter().map(|extra| &*extra.name).collect();
            return Err(match names[..] {
                [] => self.unsupported(verb, "it takes no extras with this verb"),
                _ => self.unsupported(verb, format!("of extras it takes {} alone", names.join(", "))),
            });
        }
        let missing = extras.iter().find(|extra| extra.needed == Needed::Always && given.get(&extra.name).is_none());
        missing.map_or(Ok(()), |extra| Err(self.invalid(verb, format!("it needs the extra {}", extra.name))))
    }

    /// Fails if there is nothing to look for.
    pub(crate) fn require_key(&self, key: &Key) -> Result<()> {
        if key.value().is_empty() { Err(self.invalid(key.verb(), "what to look for is empty")) } else { Ok(()) }
    }

    /// Fails if a person has a field that the directory cannot take, or lacks one that it needs.
    pub(crate) fn require_fit(&self, verb: Verb, user: &NewUser) -> Result<()> {
        let capabilities = self.capabilities();
        let (supported, needed) = match verb {
            Verb::Invite => (&capabilities.invite, &capabilities.invite_needs),
            _ => (&capabilities.create, &capabilities.create_needs),
        };
        let mut given = user.fields();
        given.retain(|field| *field != Field::Enabled || !self.disables_afterwards(verb));
        self.require_supported(verb, &given, supported, "take")?;
        let missing: Vec<_> = needed.iter().filter(|field| !given.contains(field)).copied().collect();
        if !missing.is_empty() {
            return Err(self.invalid(verb, format!("it needs {}", names(&missing))));
        }
        self.require_phones(verb, user.phones.iter().map(|phone| &phone.kind))?;
        let has = |kind: &&PhoneKind| user.phones.iter().any(|phone| phone.kind == **kind);
        if let Some(kind) = capabilities.phones_needed.iter().find(|kind| !has(kind)) {
            return Err(self.invalid(verb, format!("it needs a {} phone number", kind.as_str())));
        }
        self.require_attributes(verb, user.attributes.keys())?;
        self.require_scope(verb, &user.roles)
    }

    /// Fails if a patch names a field that the directory cannot set or clear.
    pub(crate) fn require_change(&self, patch: &UserPatch) -> Result<()> {
        let capabilities = self.capabilities();
        self.require_supported(Verb::Update, &patch.set_fields(), &capabilities.update, "set")?;
        self.require_supported(Verb::Update, &patch.cleared_fields(), &capabilities.clear, "clear")?;
        self.require_phones(Verb::Update, patch.phones.keys())?;
        self.require_attributes(Verb::Update, patch.attributes.keys())
    }

    /// Fails if there is an attribute that the directory does not take.
    fn require_attributes<'a>(&self, verb: Verb, given: impl IntoIterator<Item = &'a String>) -> Result<()> {
        let attributes = &self.capabilities().attributes;
        let takes = |name: &&String| attributes.iter().any(|one| one.writable && one.name == **name);
        // The name is not repeated: it may be somebody's.
        if attributes.is_empty() || given.into_iter().all(|name| takes(&name)) {
            return Ok(());
        }
        let names: Vec<_> = attributes.iter().filter(|one| one.writable).map(|one| &*one.name).collect();
        Err(self.unsupported(verb, format!("of attributes it takes {} alone", names.join(", "))))
    }

    fn require_supported(&self, verb: Verb, given: &[Field], supported: &[Field], what: &str) -> Result<()> {
        let others: Vec<_> = given.iter().filter(|field| !supported.contains(field)).copied().collect();
        if others.is_empty() {
            return Ok(());
        }
        Err(self.unsupported(verb, format!("it does not {what} {}", names(&others))))
    }

    /// Fails if there is a phone number of a kind that the directory does not keep, or a second one of a kind.
    fn require_phones<'a>(&self, verb: Verb, given: impl IntoIterator<Item = &'a PhoneKind>) -> Result<()> {
        let kinds = &self.capabilities().phones;
        if kinds.is_empty() {
            return Ok(());
        }
        let mut seen = Vec::new();
        for kind in given {
            if !kinds.contains(kind) {
                let kinds: Vec<_> = kinds.iter().map(PhoneKind::as_str).collect();
                return Err(self.unsupported(verb, format!("of phone numbers it keeps {} alone", kinds.join(", "))));
            }
            if seen.contains(&kind) {
                return Err(self.unsupported(verb, "it keeps one phone number of each kind"));
            }
            seen.push(kind);
        }
        Ok(())
    }

    /// Fails if a grant has a scope where there are none, or has none where there must be one.
    pub(crate) fn require_scope<'a>(&self, verb: Verb, grants: impl IntoIterator<Item = &'a Grant>) -> Result<()> {
        let scopes = self.capabilities().scopes;
        for grant in grants {
            match (scopes, &grant.scope) {
                (Scopes::Never, Some(_)) => return Err(self.invalid(verb, "its roles have no scope")),
                (Scopes::Always, None) => return Err(self.invalid(verb, "its roles need a scope")),
                _ => {}
            }
        }
        Ok(())
    }

    fn unsupported(&self, verb: Verb, detail: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        self.error(ErrorKind::Unsupported, verb).with_detail(detail)
    }

    fn invalid(&self, verb: Verb, detail: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        self.error(ErrorKind::InvalidInput, verb).with_detail(detail)
    }
}

fn names(fields: &[Field]) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.as_str()).collect();
    names.join(", ")
}
