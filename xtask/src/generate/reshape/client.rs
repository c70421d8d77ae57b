//! Takes the constructors from the generated client: hand-written builders set up TLS, limits and credentials.

use anyhow::{Result, ensure};
use syn::{File, ImplItem, Item, parse_quote};

use super::syntax::{document, inherent};

pub(super) fn run(file: &mut File) -> Result<()> {
    let mut removed = 0;
    for item in &mut file.items {
        match item {
            Item::Impl(item) if inherent(item).as_deref() == Some("Client") => {
                let before = item.items.len();
                item.items.retain(|item| !matches!(item, ImplItem::Fn(function) if function.sig.ident == "new"));
                removed += before - item.items.len();
                for item in &mut item.items {
                    if let ImplItem::Fn(function) = item
                        && function.sig.ident == "new_with_client"
                    {
                        function.vis = parse_quote!(pub(crate));
                        document(&mut function.attrs, "Puts a client together; `baseurl` has no slash at its end.");
                    }
                }
            }
            Item::Struct(item) if item.ident == "Client" => {
                document(&mut item.attrs, "Calls the operations of the API. Clones share connections and credentials.");
            }
            _ => {}
        }
    }
    ensure!(removed == 1, "expected one constructor `new`, found {removed}");
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_constructor_goes() {
        let mut file = syn::parse_str(
            "#[doc = \"x\"] pub struct Client; impl Client { pub fn new() -> Self {} pub fn new_with_client() -> Self {} }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file), @r"
        /// Calls the operations of the API. Clones share connections and credentials.
        pub struct Client;
        impl Client {
            /// Puts a client together; `baseurl` has no slash at its end.
            pub(crate) fn new_with_client() -> Self {}
        }
        ");
        assert!(super::run(&mut syn::parse_str("struct Client;").unwrap()).is_err());
    }
}
