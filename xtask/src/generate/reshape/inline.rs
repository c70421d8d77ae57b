//! Leaves the compiling of calls and models to the programs that use them.
//!
//! What is not generic is otherwise compiled with the crate, used or not, and takes along what it calls: a list that
//! comes in pages the decoding of all its entries.

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{File, ImplItemFn, Item, parse_quote};

use super::syntax::module;

pub(super) fn run(file: &mut File) -> Result<()> {
    for name in ["types", "builder"] {
        for item in module(file, name)? {
            Inline.visit_item_mut(item);
        }
    }
    Ok(())
}

struct Inline;

impl VisitMut for Inline {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        // A generic function waits for its types, an asynchronous one for whoever polls it.
        if function.sig.asyncness.is_none() && function.sig.generics.params.is_empty() {
            function.attrs.push(parse_quote!(#[inline]));
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        if matches!(item, Item::Impl(_) | Item::Mod(_)) {
            visit_mut::visit_item_mut(self, item);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_waits_for_nothing_else_is_left_to_the_user() {
        let mut file = syn::parse_str(
            "mod types { impl A { fn a(&self) {} } mod builder { impl B { fn b<V>(self, value: V) {} } } }
             mod builder { impl C { fn c(&self) {} async fn send(self) {} } }",
        )
        .unwrap();
        super::run(&mut file).unwrap();
        insta::assert_snapshot!(prettyplease::unparse(&file));
    }
}
