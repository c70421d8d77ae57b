//! The source of an added crate, once its client is generated.

use std::path::Path;

use anyhow::{Context, Result};
use syn::visit::{self, Visit};
use syn::{ImplItem, Item, ReturnType, Visibility};

/// The files of a crate.
pub(super) struct Code(Vec<syn::File>);

impl Code {
    /// Reads the Rust files below a directory.
    pub(super) fn read(dir: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
            let path = entry.with_context(|| format!("cannot list {}", dir.display()))?.path();
            if path.is_dir() {
                files.extend(Self::read(&path)?.0);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                files.push(syn::parse_file(&text).with_context(|| format!("{} is not Rust", path.display()))?);
            }
        }
        Ok(Self(files))
    }

    /// Tells whether a path in the code begins with the name of a crate.
    pub(super) fn names(&self, name: &str) -> bool {
        let mut found = Named { name, found: false };
        self.0.iter().for_each(|file| found.visit_file(file));
        found.found
    }

    /// Returns a method of the generated client that needs no argument, a list if there is one.
    pub(super) fn first_call(&self) -> Option<String> {
        let of_client = self.0.iter().flat_map(|file| &file.items).filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() => Some(item),
            _ => None,
        });
        let of_client = of_client
            .filter(|item| matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Client")))
            .flat_map(|item| &item.items);
        of_client
            .filter_map(|item| match item {
                ImplItem::Fn(function)
                    if matches!(function.vis, Visibility::Public(_))
                        && function.sig.receiver().is_some()
                        && function.sig.inputs.len() == 1
                        && is_a_call(&function.sig.output) =>
                {
                    Some(function.sig.ident.to_string())
                }
                _ => None,
            })
            .filter(|name| name.contains("list") || name.contains("get"))
            .min_by_key(|name| match () {
                () if name.contains("list") => 0,
                () if name.starts_with("get") => 1,
                () => 2,
            })
    }
}

/// Looks for paths that begin with a name.
struct Named<'a> {
    name: &'a str,
    found: bool,
}

impl<'ast> Visit<'ast> for Named<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found |= path.segments.len() > 1 && path.segments[0].ident == self.name;
        visit::visit_path(self, path);
    }

    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        self.found |= path.ident == self.name;
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        // `#[serde(with = "serde_json::value")]` and the like name crates in strings.
        self.found |= quote::quote!(#attribute).to_string().contains(&format!("\"{}::", self.name));
        visit::visit_attribute(self, attribute);
    }
}

/// Tells whether a function returns one of the generated calls: `calls::GetUser<'_>`.
fn is_a_call(output: &ReturnType) -> bool {
    let ReturnType::Type(_, ty) = output else { return false };
    matches!(&**ty, syn::Type::Path(path) if path.path.segments.iter().any(|segment| segment.ident == "calls"))
}
