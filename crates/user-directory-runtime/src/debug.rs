//! `Debug` that shows no secret.

/// Implements `Debug` that prints these fields and no others, since the rest may be secret or name a person.
///
/// `debug_only!(Name [generics] [arguments], this => field = value, …)`
#[macro_export]
macro_rules! debug_only {
    ($type:ident [$($generics:tt)*] [$($arguments:tt)*], $this:ident => $($field:ident = $value:expr),*) => {
        impl<$($generics)*> ::std::fmt::Debug for $type<$($arguments)*> {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let $this = self;
                f.debug_struct(stringify!($type))$(.field(stringify!($field), &$value))*.finish_non_exhaustive()
            }
        }
    };
}
