//! Stands in for an adapter that is not written yet.

/// Defines an adapter that can do nothing: its capabilities say so, and every verb fails with `Unsupported`.
#[allow(unused_macros)]
macro_rules! unwritten {
    ($adapter:ident, $module:ident, $name:literal) => {
        use async_trait::async_trait;

        use crate::adapter::unsupported;
        use crate::{
            Action, Capabilities, DeleteMode, Enrol, Enrolment, Grant, GrantChange, ListQuery,
            NewUser, Outcome, Page, PageToken, Result, User, UserDirectory, UserId, UserPatch,
            Verb,
        };

        #[derive(Clone)]
        pub(crate) struct $adapter {
            client: crate::$module::Client,
        }

        impl $adapter {
            pub(crate) fn new(client: crate::$module::Client) -> Self {
                Self { client }
            }

            pub(crate) fn client(&self) -> &crate::$module::Client {
                &self.client
            }
        }

        impl std::fmt::Debug for $adapter {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($adapter)).finish_non_exhaustive()
            }
        }

        #[async_trait]
        impl UserDirectory for $adapter {
            fn provider(&self) -> &'static str {
                $name
            }

            fn capabilities(&self) -> &Capabilities {
                &Capabilities::NONE
            }

            async fn list_page(&self, _: &ListQuery, _: Option<&PageToken>) -> Result<Page<User>> {
                Err(unsupported($name, Verb::List))
            }

            async fn get(&self, _: &UserId) -> Result<User> {
                Err(unsupported($name, Verb::Get))
            }

            async fn find_by_email(&self, _: &str) -> Result<Vec<User>> {
                Err(unsupported($name, Verb::FindByEmail))
            }

            async fn enrol(&self, _: NewUser, how: Enrol) -> Result<Enrolment> {
                Err(unsupported($name, how.verb()))
            }

            async fn update(&self, _: &UserId, _: UserPatch) -> Result<()> {
                Err(unsupported($name, Verb::Update))
            }

            async fn delete(&self, _: &UserId, mode: DeleteMode) -> Result<()> {
                Err(unsupported($name, mode.verb()))
            }

            async fn lifecycle(&self, _: &UserId, action: Action) -> Result<Outcome> {
                Err(unsupported($name, action.verb()))
            }

            async fn grants(&self, _: &UserId) -> Result<Vec<Grant>> {
                Err(unsupported($name, Verb::Grants))
            }

            async fn change_grants(&self, _: &UserId, change: GrantChange) -> Result<()> {
                Err(unsupported($name, change.verb()))
            }
        }
    };
}

#[allow(unused_imports)]
pub(crate) use unwritten;
