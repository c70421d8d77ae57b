//! Replaces progenitor's imports by what the reshaped code names.

use anyhow::{Result, ensure};
use syn::{File, Item, parse_quote};

use super::syntax::{module, text};

pub(super) fn run(file: &mut File) -> Result<()> {
    let is_import = |item: &Item| matches!(item, Item::Use(item) if text(item).contains("progenitor_client"));
    let before = file.items.len();
    file.items.retain(|item| !is_import(item));
    ensure!(file.items.len() + 2 == before, "expected two imports of progenitor_client");
    file.items.splice(
        0..0,
        [
            parse_quote!(
                use progenitor_client::ClientHooks;
            ),
            parse_quote!(
                use progenitor_client::ClientInfo;
            ),
        ],
    );
    // Our crates name the client at their root.
    file.items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "prelude"));
    let builder = module(file, "builder")?;
    builder.retain(|item| !matches!(item, Item::Use(_)));
    builder.splice(
        0..0,
        [
            parse_quote!(
                use super::types;
            ),
            parse_quote!(
                use crate::Error;
            ),
            parse_quote!(
                #[allow(unused_imports)]
                use progenitor_client::{ClientHooks, ResponseValue};
            ),
        ],
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_levels_get_our_imports() {
        let mut file = syn::parse_str(
            "use progenitor_client::{encode_path}; pub use progenitor_client::{Error}; pub mod prelude { pub use self::super::Client; } pub mod builder { use super::{encode_path, Error}; struct A; }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file), @r"
        use progenitor_client::ClientHooks;
        use progenitor_client::ClientInfo;
        pub mod builder {
            use super::types;
            use crate::Error;
            #[allow(unused_imports)]
            use progenitor_client::{ClientHooks, ResponseValue};
            struct A;
        }
        ");
        assert!(super::run(&mut syn::parse_str("pub mod builder {}").unwrap()).is_err());
    }
}
