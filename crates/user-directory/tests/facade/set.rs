//! Sets of directories.

use std::collections::BTreeMap;

use user_directory::request::Find;
use user_directory::{
    Capabilities, Directory, DirectoryConfig, DirectorySet, Error, ErrorKind, NewUser, Result, User, UserDirectory,
    async_trait,
};

use crate::block_on;

/// A directory that is down, for which nothing but the search is called here.
#[derive(Debug)]
struct Down(Capabilities);

#[async_trait]
impl UserDirectory for Down {
    fn provider(&self) -> &'static str {
        "down"
    }
    fn capabilities(&self) -> &Capabilities {
        &self.0
    }
    async fn find(&self, _: Find) -> Result<Vec<User>> {
        Err(Error::new(ErrorKind::Unavailable, "down"))
    }
}

#[test]
fn one_that_fails_does_not_keep_the_others_from_answering() {
    block_on(async {
        let (one, two) = (Directory::in_memory(), Directory::in_memory());
        two.create(NewUser::new("ada@example.com")).await.unwrap();
        let all = one.capabilities();
        for limit in [0, 1, 8] {
            let set = DirectorySet::new()
                .with("one", one.clone())
                .with("down", Directory::new(Down(all.clone())))
                .with("blind", Directory::new(Down(Capabilities::NONE)))
                .with("two", two.clone())
                .concurrency(limit);
            let lookup = set.find_by_email("Ada@example.com").await;
            let names: Vec<_> = lookup.iter().map(|(name, _)| name).collect();
            assert_eq!(names, ["one", "down", "blind", "two"]);
            let found: Vec<_> = lookup.found().map(|(name, _)| name).collect();
            assert_eq!(found, ["two"]);
            let failed: Vec<_> = lookup.failed().map(|(name, error)| (name, error.kind())).collect();
            assert_eq!(failed, [("down", ErrorKind::Unavailable), ("blind", ErrorKind::Unsupported)]);
            assert!(!lookup.is_complete());
        }
    });
}

#[test]
fn is_made_of_a_configuration() {
    let json = r#"{"staff": {"provider": "in-memory"}, "partners": {"provider": "in-memory"}}"#;
    let config: BTreeMap<String, DirectoryConfig> = serde_json::from_str(json).unwrap();
    let set = DirectorySet::from_config(&config).unwrap();
    assert_eq!(set.iter().count(), 2);
    assert!(set.get("staff").is_some() && set.get("guests").is_none());
    assert_eq!(set.with("staff", Directory::in_memory()).iter().count(), 2);
}
