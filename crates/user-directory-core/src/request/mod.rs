//! What is asked of a directory: one struct for each method of [`UserDirectory`].
//!
//! [`Directory`] has a short form of each verb, and `…_with` for what the short form leaves out: the version that a person
//! must still have, and what one provider needs beyond the common fields.
//!
//! ```
//! use user_directory::request::Update;
//! use user_directory::{UserId, UserPatch};
//!
//! let id = UserId::new("0b7b8ab0-9a3e-4b2c-8f8e-2f1f6a0c7c11")?;
//! let request = Update::new(id, UserPatch::new().given_name("Ada")).with_extra("verificationCode", "123456");
//! assert!(!format!("{request:?}").contains("123456"));
//! # Ok::<(), user_directory::InvalidUserId>(())
//! ```

mod extras;

use std::borrow::Cow;
use std::fmt;

use futures_util::future::BoxFuture;
use user_directory_values::Secret;

pub use self::extras::Extras;
use crate::{
    Action, DeleteMode, Directory, EnrolMode, Enrolment, Grant, GrantChange, Key, ListQuery, NewUser, Outcome, Page,
    PageToken, Result, User, UserDirectory, UserId, UserPatch, Verb,
};

/// What all requests have in common.
pub(crate) trait Request: Clone + Send + Sync + 'static {
    /// What the directory answers.
    type Answer: Send;

    fn verb(&self) -> Verb;

    fn extras(&self) -> &Extras;

    /// Returns the person that the request is about.
    fn id(&self) -> Option<&UserId> {
        None
    }

    /// Returns the version that the person must have.
    fn if_match(&self) -> Option<&str> {
        None
    }

    /// Fails if the request does not fit the directory's capabilities.
    fn admit(&self, _: &Directory) -> Result<()> {
        Ok(())
    }

    /// Returns the answer of a directory that has found the work done; `None` if a refusal never says so.
    fn done(&self) -> Option<Self::Answer> {
        None
    }

    /// Returns the id of the person that the answer has.
    fn id_of(_: &Self::Answer) -> Option<UserId> {
        None
    }

    /// Asks the directory.
    fn send(self, directory: &dyn UserDirectory) -> BoxFuture<'_, Result<Self::Answer>>;
}

/// Defines the requests: the fields that `new` takes, those that follow, and what else [`Request`] is to know.
macro_rules! requests {
    ($(
        $(#[$meta:meta])*
        $name:ident => $method:ident() -> $answer:ty {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
        }
        with {
            $($(#[$with_meta:meta])* $with:ident, $optional:ident: $optional_type:ty,)*
        }
        $request:tt
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            $($(#[$with_meta])* pub $optional: Option<$optional_type>,)*
            /// What this provider takes beyond the common fields.
            pub extras: Extras,
        }

        impl $name {
            /// Makes a request.
            #[allow(clippy::new_without_default)]
            pub fn new($($field: impl Into<$type>),*) -> Self {
                Self {
                    $($field: $field.into(),)*
                    $($optional: None,)*
                    extras: Extras::default(),
                }
            }

            $(
                $(#[$with_meta])*
                #[must_use]
                pub fn $with(mut self, value: impl Into<$optional_type>) -> Self {
                    self.$optional = Some(value.into());
                    self
                }
            )*

            /// Adds what one provider needs: see [`Extras`].
            #[must_use]
            pub fn with_extra(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Secret>) -> Self {
                self.extras.insert(name.into(), value.into());
                self
            }

            /// Returns the verb that the request is about.
            pub fn verb(&self) -> Verb {
                Request::verb(self)
            }
        }

        requests!(@request $name $method $answer $request);

        /// Shows nothing of the person but the id.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("verb", &Request::verb(self))
                    .field("id", &Request::id(self))
                    .field("extras", &self.extras)
                    .finish_non_exhaustive()
            }
        }
    )+};
    (@request $name:ident $method:ident $answer:ty { $($item:item)+ }) => {
        impl Request for $name {
            type Answer = $answer;

            fn extras(&self) -> &Extras {
                &self.extras
            }

            fn send(self, directory: &dyn UserDirectory) -> BoxFuture<'_, Result<$answer>> {
                directory.$method(self)
            }

            $($item)+
        }
    };
}

requests! {
    /// Asks whether the directory answers and accepts the credentials.
    Check => check() -> Option<User> {}
    with {}
    {
        fn verb(&self) -> Verb {
            Verb::Check
        }
    }

    /// Asks for one page of a list.
    ListPage => list_page() -> Page<User> {
        /// Which users to list, and how.
        query: ListQuery,
    }
    with {
        /// Where the list goes on; the first page without it.
        with_at, at: PageToken,
    }
    {
        fn verb(&self) -> Verb {
            self.query.verb()
        }

        fn admit(&self, directory: &Directory) -> Result<()> {
            directory.require_selectable(&self.query)
        }
    }

    /// Asks for a person by id.
    Get => get() -> User {
        /// The person.
        id: UserId,
    }
    with {
        /// The version that the person must have.
        with_if_match, if_match: String,
    }
    {
        fn verb(&self) -> Verb {
            Verb::Get
        }

        fn id(&self) -> Option<&UserId> {
            Some(&self.id)
        }

        fn if_match(&self) -> Option<&str> {
            self.if_match.as_deref()
        }
    }

    /// Asks for the persons with an e-mail address, a user name or an id in another system.
    Find => find() -> Vec<User> {
        /// What to look for.
        key: Key,
    }
    with {}
    {
        fn verb(&self) -> Verb {
            self.key.verb()
        }

        fn admit(&self, directory: &Directory) -> Result<()> {
            directory.require_key(&self.key)
        }
    }

    /// Creates or invites a person.
    Enrol => enrol() -> Enrolment {
        /// The person.
        user: NewUser,
        /// Whether to create or to invite.
        mode: EnrolMode,
    }
    with {}
    {
        fn verb(&self) -> Verb {
            self.mode.verb()
        }

        fn admit(&self, directory: &Directory) -> Result<()> {
            directory.require_fit(self.verb(), &self.user)
        }

        fn id_of(enrolment: &Enrolment) -> Option<UserId> {
            enrolment.id().cloned()
        }
    }

    /// Changes fields of a person.
    Update => update() -> () {
        /// The person.
        id: UserId,
        /// What to change.
        patch: UserPatch,
    }
    with {
        /// The version that the person must have.
        with_if_match, if_match: String,
    }
    {
        fn verb(&self) -> Verb {
            Verb::Update
        }

        fn id(&self) -> Option<&UserId> {
            Some(&self.id)
        }

        fn if_match(&self) -> Option<&str> {
            self.if_match.as_deref()
        }

        fn admit(&self, directory: &Directory) -> Result<()> {
            directory.require_change(&self.patch)
        }
    }

    /// Deletes a person.
    Delete => delete() -> () {
        /// The person.
        id: UserId,
        /// Whether permanently.
        mode: DeleteMode,
    }
    with {
        /// The version that the person must have.
        with_if_match, if_match: String,
    }
    {
        fn verb(&self) -> Verb {
            self.mode.verb()
        }

        fn id(&self) -> Option<&UserId> {
            Some(&self.id)
        }

        fn if_match(&self) -> Option<&str> {
            self.if_match.as_deref()
        }

        fn done(&self) -> Option<()> {
            Some(())
        }
    }

    /// Takes a step in the life of an account.
    Lifecycle => lifecycle() -> Outcome {
        /// The person.
        id: UserId,
        /// The step.
        action: Action,
    }
    with {}
    {
        fn verb(&self) -> Verb {
            self.action.verb()
        }

        fn id(&self) -> Option<&UserId> {
            Some(&self.id)
        }

        fn done(&self) -> Option<Outcome> {
            Some(Outcome::Done)
        }
    }

    /// Asks for the grants of a person.
    Grants => grants() -> Vec<Grant> {
        /// The person.
        id: UserId,
    }
    with {}
    {
        fn verb(&self) -> Verb {
            Verb::Grants
        }

        fn id(&self) -> Option<&UserId> {
            Some(&self.id)
        }
    }

    /// Changes the grants of a person.
    ChangeGrants => change_grants() -> () {
        /// The person.
        id: UserId,
        /// The change.
        change: GrantChange,
    }
    with {}
    {
        fn verb(&self) -> Verb {
            self.change.verb()
        }

        fn id(&self) -> Option<&UserId> {
            Some(&self.id)
        }

        fn admit(&self, directory: &Directory) -> Result<()> {
            directory.require_scope(self.verb(), self.change.grants())
        }

        fn done(&self) -> Option<()> {
            Some(())
        }
    }
}
