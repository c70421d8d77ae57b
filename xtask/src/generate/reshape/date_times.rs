//! Lets the runtime decode points in time: chrono's own way costs a list of users a fifth of its time.

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{Field, File, Meta, Type, parse_quote};

use super::syntax::{module, option_of, type_name};

pub(super) fn run(file: &mut File) -> Result<()> {
    for item in module(file, "types")? {
        DateTimes.visit_item_mut(item);
    }
    Ok(())
}

struct DateTimes;

impl VisitMut for DateTimes {
    fn visit_field_mut(&mut self, field: &mut Field) {
        if is_date_time(&field.ty) {
            field.attrs.push(parse_quote!(#[serde(deserialize_with = "::progenitor_client::date_time")]));
        } else if option_of(&field.ty).is_some_and(is_date_time) && !replace(field) {
            // With a function of its own, an `Option` that is missing is no longer `None` by itself.
            field.attrs.push(parse_quote!(
                #[serde(default, deserialize_with = "::progenitor_client::optional_date_time")]
            ));
        }
        visit_mut::visit_field_mut(self, field);
    }
}

/// Replaces what typify lets decode a field that must be there and may be null. Returns whether there was such.
fn replace(field: &mut Field) -> bool {
    let mut replaced = false;
    for attribute in &mut field.attrs {
        let Meta::List(list) = &mut attribute.meta else {
            continue;
        };
        let code = list.tokens.to_string();
        let new = code.replace("\"::std::option::Option::deserialize\"", "\"::progenitor_client::optional_date_time\"");
        if new != code
            && let Ok(tokens) = new.parse()
        {
            list.tokens = tokens;
            replaced = true;
        }
    }
    replaced
}

fn is_date_time(ty: &Type) -> bool {
    type_name(ty).as_deref() == Some("DateTime")
}

#[cfg(test)]
mod tests {
    #[test]
    fn fields_are_decoded_by_the_runtime() {
        let mut file = syn::parse_str(
            "pub mod types {
                pub struct A {
                    pub at: ::chrono::DateTime<::chrono::offset::Utc>,
                    #[serde(rename = \"createdAt\")]
                    pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                    #[serde(rename = \"deletedAt\", deserialize_with = \"::std::option::Option::deserialize\")]
                    pub deleted_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                    pub name: ::std::option::Option<::std::string::String>,
                }
                pub mod builder { pub struct A {
                    at: ::std::result::Result<::chrono::DateTime<::chrono::offset::Utc>, ::std::string::String>,
                } }
            }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file), @r#"
        pub mod types {
            pub struct A {
                #[serde(deserialize_with = "::progenitor_client::date_time")]
                pub at: ::chrono::DateTime<::chrono::offset::Utc>,
                #[serde(rename = "createdAt")]
                #[serde(default, deserialize_with = "::progenitor_client::optional_date_time")]
                pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                #[serde(
                    rename = "deletedAt",
                    deserialize_with = "::progenitor_client::optional_date_time"
                )]
                pub deleted_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                pub name: ::std::option::Option<::std::string::String>,
            }
            pub mod builder {
                pub struct A {
                    at: ::std::result::Result<
                        ::chrono::DateTime<::chrono::offset::Utc>,
                        ::std::string::String,
                    >,
                }
            }
        }
        "#);
    }
}
