//! Lets the runtime decode points in time: chrono's own way costs a list of users a fifth of its time.

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{Field, File, Type, parse_quote};

use super::syntax::{module, option_of, text, type_name};

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
            field
                .attrs
                .push(parse_quote!(#[serde(deserialize_with = "::progenitor_client::date_time")]));
        } else if option_of(&field.ty).is_some_and(is_date_time) {
            let with = "::progenitor_client::optional_date_time";
            // With a function of its own, an `Option` that is missing is no longer `None` by itself.
            field.attrs.push(if has_default(field) {
                parse_quote!(#[serde(deserialize_with = #with)])
            } else {
                parse_quote!(#[serde(default, deserialize_with = #with)])
            });
        }
        visit_mut::visit_field_mut(self, field);
    }
}

fn is_date_time(ty: &Type) -> bool {
    type_name(ty).as_deref() == Some("DateTime")
}

fn has_default(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| {
        attribute.path().is_ident("serde")
            && text(&attribute.meta)
                .split([',', '(', ')', '='])
                .any(|word| word.trim() == "default")
    })
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
                    #[serde(default)]
                    pub seen: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
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
                #[serde(default)]
                #[serde(deserialize_with = "::progenitor_client::optional_date_time")]
                pub seen: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
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
