//! Names as progenitor and typify spell them.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// Returns the name of an operation's method.
pub(crate) fn method(operation_id: &str) -> String {
    operation_id.to_snake_case()
}

/// Returns the name of an operation's builder.
pub(crate) fn builder(operation_id: &str) -> String {
    operation_id.to_pascal_case()
}

/// Returns the name of an operation's entry in the table of operations.
pub(crate) fn constant(operation_id: &str) -> String {
    operation_id.to_shouty_snake_case()
}

/// Returns the name of the type of a component schema.
pub(crate) fn schema_type(schema: &str) -> String {
    schema.to_pascal_case()
}

/// Returns the name of a parameter's setter, keywords included.
pub(crate) fn setter(parameter: &str) -> String {
    let name = parameter.to_snake_case();
    if syn::parse_str::<syn::Ident>(&name).is_ok() { name } else { format!("{name}_") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_and_keywords() {
        assert_eq!(method("unregisterMFAForSelf"), "unregister_mfa_for_self");
        assert_eq!(builder("unregisterMFAForSelf"), "UnregisterMfaForSelf");
        assert_eq!(constant("getUserByIdV2"), "GET_USER_BY_ID_V2");
        assert_eq!(setter("type"), "type_");
        assert_eq!(setter("orgID"), "org_id");
        assert_eq!(schema_type("SelfMFARequest"), "SelfMfaRequest");
    }
}
