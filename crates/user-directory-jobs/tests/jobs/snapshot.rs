//! Snapshots and what became different.

use std::path::Path;

use futures_util::stream;
use user_directory::jobs::{Difference, Snapshot, SnapshotError};
use user_directory::{
    Directory, ErrorKind, Field, Grant, NewUser, Phone, PhoneKind, Secret, Status, User, UserId, UserPatch,
};

fn key() -> Secret {
    Secret::new("0123456789abcdef")
}

fn differences(before: &Snapshot, after: &Snapshot) -> Vec<Difference> {
    before.differences(after).unwrap().collect::<Result<_, _>>().unwrap()
}

fn user(id: &str, given_name: &str) -> User {
    let mut user = User::new(UserId::new(id).unwrap(), Status::Active);
    user.given_name = Some(given_name.to_owned());
    user
}

async fn snapshot(path: &Path, users: &[User]) -> Snapshot {
    let users = stream::iter(users.to_vec()).map(Ok);
    Snapshot::of("test", users, path, &key()).await.unwrap()
}

use futures_util::StreamExt;

#[tokio::test]
async fn tells_who_is_new_and_gone_and_which_fields_changed() {
    let folder = tempfile::tempdir().unwrap();
    let [before, after] = ["before", "after"].map(|name| folder.path().join(name));
    let directory = Directory::in_memory();
    let mut ids = Vec::new();
    for name in ["ada", "eva", "ida", "uma"] {
        let new = NewUser::new(format!("{name}@example.com")).given_name(name);
        ids.push(directory.create(new.phone(Phone::new(PhoneKind::Mobile, "+1"))).await.unwrap().id);
    }
    let before = Snapshot::take(&directory, before, &key()).await.unwrap();
    assert_eq!(differences(&before, &before), []);
    directory.update(&ids[0], UserPatch::new().given_name("Ada").phone(PhoneKind::Mobile, "+2")).await.unwrap();
    directory.update(&ids[1], UserPatch::new().clear_given_name()).await.unwrap();
    directory.disable(&ids[2]).await.unwrap();
    directory.grant(&ids[2], Grant::new("reader")).await.unwrap();
    directory.delete(&ids[3]).await.unwrap();
    let new = directory.create(NewUser::new("zoe@example.com")).await.unwrap();
    let after = Snapshot::take(&directory, after, &key()).await.unwrap();
    assert_eq!((before.len(), after.len()), (4, 4));
    let mut found = differences(&before, &after);
    for difference in &mut found {
        if let Difference::Changed(_, fields) = difference {
            fields.sort();
        }
    }
    assert_eq!(
        found,
        [
            Difference::Changed(ids[0].clone(), vec![Field::GivenName, Field::Phones]),
            Difference::Changed(ids[1].clone(), vec![Field::GivenName]),
            Difference::Changed(ids[2].clone(), vec![Field::Roles, Field::Status, Field::Enabled]),
            Difference::Gone(ids[3].clone()),
            Difference::Created(new.id),
        ]
    );
}

#[tokio::test]
async fn the_order_of_people_and_of_lists_says_nothing_and_the_last_time_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b, c) = (user("a", "Ada"), user("b", "Eva"), user("c", "Ida"));
    let mut with_roles = a.clone();
    with_roles.roles = Some(vec![Grant::new("x"), Grant::new("y").scoped("z")]);
    let mut turned = a.clone();
    turned.roles = Some(vec![Grant::new("y").scoped("z"), Grant::new("x")]);
    let one = snapshot(&folder.path().join("one"), &[user("b", "old"), with_roles, c.clone(), b.clone()]).await;
    let two = snapshot(&folder.path().join("two"), &[c, b, turned]).await;
    assert_eq!((one.len(), differences(&one, &two)), (3, vec![]));
}

#[tokio::test]
async fn a_file_holds_ids_and_nothing_else_about_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let directory = Directory::in_memory();
    let ada = directory.create(NewUser::new("ada@example.com").given_name("Augusta")).await.unwrap();
    Snapshot::take(&directory, &path, &key()).await.unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has(ada.id.as_str()));
    for text in ["ada@", "example.com", "Augusta", "active", "0123456789abcdef"] {
        assert!(!has(text), "{text}");
    }
    // Nothing is left next to it.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_list_that_fails_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    snapshot(&path, &[user("a", "Ada")]).await;
    let before = std::fs::read(&path).unwrap();
    let failing = stream::iter([Ok(user("b", "Eva")), Err(user_directory::Error::new(ErrorKind::Timeout, "test"))]);
    let error = Snapshot::of("test", failing, &path, &key()).await.unwrap_err();
    assert!(matches!(error, SnapshotError::Directory(error) if error.kind() == ErrorKind::Timeout));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn whatever_is_not_whole_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    snapshot(&path, &[user("a", "Ada"), user("b", "Eva")]).await;
    assert_eq!(Snapshot::open(&path, &key()).unwrap().len(), 2);
    let whole = std::fs::read(&path).unwrap();
    let open = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Snapshot::open(&path, &key()).unwrap_err()
    };
    for length in 0..whole.len() {
        let error = open(&whole[..length]);
        match length {
            0..8 => assert!(matches!(error, SnapshotError::Foreign(_)), "{length}: {error:?}"),
            _ => assert!(matches!(error, SnapshotError::Damaged(_)), "{length}: {error:?}"),
        }
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        let error = open(&changed);
        match at {
            0..8 => assert!(matches!(error, SnapshotError::Foreign(_)), "{at}: {error:?}"),
            8..10 => assert!(matches!(error, SnapshotError::Version { .. }), "{at}: {error:?}"),
            10..42 => assert!(matches!(error, SnapshotError::OtherKey(_)), "{at}: {error:?}"),
            _ => assert!(matches!(error, SnapshotError::Damaged(_)), "{at}: {error:?}"),
        }
    }
    assert!(matches!(open(&[&*whole, b"x"].concat()), SnapshotError::Damaged(_)));
    assert!(matches!(open(b"a text of somebody"), SnapshotError::Foreign(_)));
    std::fs::remove_file(&path).unwrap();
    let error = Snapshot::open(&path, &key()).unwrap_err();
    assert!(matches!(&error, SnapshotError::Io { .. }) && error.to_string().contains("file"), "{error}");
}

#[tokio::test]
async fn other_keys_and_directories_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let [mine, other_key, other_directory] = ["mine", "key", "directory"].map(|name| folder.path().join(name));
    let users = || stream::iter([Ok(user("a", "Ada"))]);
    let other = Secret::new("fedcba9876543210");
    let mine = Snapshot::of("test", users(), mine, &key()).await.unwrap();
    let theirs = Snapshot::of("test", users(), &other_key, &other).await.unwrap();
    assert!(matches!(Snapshot::open(&other_key, &key()).unwrap_err(), SnapshotError::OtherKey(_)));
    assert!(matches!(mine.differences(&theirs).unwrap_err(), SnapshotError::OtherKey(_)));
    let theirs = Snapshot::of("other", users(), other_directory, &key()).await.unwrap();
    assert!(matches!(mine.differences(&theirs).unwrap_err(), SnapshotError::OtherDirectory));
    let short = Secret::new("0123456789abcde");
    assert!(matches!(Snapshot::of("test", users(), "x", &short).await.unwrap_err(), SnapshotError::ShortKey));
    assert!(!format!("{mine:?}").contains("0123"));
}

#[tokio::test]
async fn a_file_that_is_changed_behind_its_back_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let users: Vec<_> = (0..1000).map(|number| user(&format!("{number:04}"), "Ada")).collect();
    let one = snapshot(&path, &users).await;
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 60;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let found: Vec<_> = one.differences(&one).unwrap().collect();
    assert!(matches!(found.last(), Some(Err(SnapshotError::Damaged(_)))), "{found:?}");
}

#[tokio::test]
async fn more_people_than_are_sorted_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let number = |number: u64| format!("{:08}", number.wrapping_mul(0x9e37_79b1) % 100_000_007);
    let users = (0..55_000).map(|n| Ok(user(&number(n), "Ada")));
    // The first thousand come again at the end, in another part.
    let again = (0..1000).map(|n| Ok(user(&number(n), "Eva")));
    let one = Snapshot::of("test", stream::iter(users.chain(again)), folder.path().join("one"), &key()).await.unwrap();
    let users = (0..55_000).rev().map(|n| Ok(user(&number(n), if n < 1000 { "Eva" } else { "Ada" })));
    let two = Snapshot::of("test", stream::iter(users), folder.path().join("two"), &key()).await.unwrap();
    assert_eq!(one.len(), two.len());
    assert_eq!(differences(&one, &two), []);
    assert_eq!(Snapshot::open(folder.path().join("one"), &key()).unwrap().len(), one.len());
}
