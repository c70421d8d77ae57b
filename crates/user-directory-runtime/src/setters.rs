//! Setters that return what they change.

/// Defines them: `/// Doc. pub name(value: Type) => field = expression;`
macro_rules! setters {
    ($($(#[$attribute:meta])* $vis:vis $name:ident($value:ident: $type:ty) => $($field:ident).+ = $to:expr;)*) => {$(
        $(#[$attribute])*
        $vis fn $name(mut self, $value: $type) -> Self {
            self.$($field).+ = $to;
            self
        }
    )*};
}
