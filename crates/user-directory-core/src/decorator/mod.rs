//! Directories around a directory.

/// Makes a decorator, which has a `directory` and a `capabilities()`, of a method that each request goes through.
macro_rules! decorator {
    ($decorator:ty, $through:ident, inner: $inner:expr) => {
        decorator! {
            $decorator, $through, $inner,
            check(Check) -> Option<$crate::User>;
            list_page(ListPage) -> $crate::Page<$crate::User>;
            get(Get) -> $crate::User;
            find(Find) -> Vec<$crate::User>;
            enrol(Enrol) -> $crate::Enrolment;
            update(Update) -> ();
            delete(Delete) -> ();
            lifecycle(Lifecycle) -> $crate::Outcome;
            grants(Grants) -> Vec<$crate::Grant>;
            change_grants(ChangeGrants) -> ();
        }
    };
    ($decorator:ty, $through:ident, $inner:expr, $($method:ident($request:ident) -> $answer:ty;)+) => {
        #[deny(clippy::missing_trait_methods)]
        #[async_trait::async_trait]
        impl $crate::UserDirectory for $decorator {
            fn provider(&self) -> &'static str {
                self.directory.provider()
            }

            fn name(&self) -> Option<&str> {
                self.directory.name()
            }

            fn capabilities(&self) -> &$crate::Capabilities {
                self.capabilities()
            }

            $(
                async fn $method(&self, request: $crate::request::$request) -> $crate::Result<$answer> {
                    self.$through(request).await
                }
            )+

            fn inner(&self) -> Option<&$crate::Directory> {
                let inner: fn(&Self) -> Option<&$crate::Directory> = $inner;
                inner(self)
            }
        }
    };
}

mod audit;
mod narrowed;

pub use audit::{AuditEntry, AuditPhase, AuditSink, Audited};
pub use narrowed::Narrowed;
