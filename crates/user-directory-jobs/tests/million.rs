//! A million people take less than 100 MB of memory and of disk. Without optimisation that takes minutes, so there are fewer
//! then: `cargo test --release -p user-directory-jobs --test million`.

// It is a test, which clippy does not see.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use futures_util::stream;
use peak_alloc::PeakAlloc;
use user_directory::jobs::{Difference, Snapshot};
use user_directory::{Grant, Mfa, MfaMethod, Phone, PhoneKind, Secret, Status, User, UserId};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const PEOPLE: u64 = if cfg!(debug_assertions) { 60_000 } else { 1_000_000 };
/// Who changes between the snapshots.
const CHANGED: u64 = PEOPLE / 3;
/// Bytes of memory at most.
const MEMORY_LIMIT: u64 = 100_000_000;
/// Bytes of the file for each person at most.
const SIZE_LIMIT: u64 = 100;

/// Makes somebody with ten fields and an id as long as a UUID. The order of ids is not that of numbers.
fn user(number: u64, given_name: &str) -> User {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let id = format!("{:08x}-0000-4000-8000-{number:012x}", mixed >> 32);
    let mut user = User::new(UserId::new(id).unwrap(), Status::Active);
    user.user_name = Some(format!("user-{number}"));
    user.set_email(format!("user-{number}@example.com"));
    user.given_name = Some(given_name.to_owned());
    user.family_name = Some("Lovelace".to_owned());
    user.phones = vec![Phone::new(PhoneKind::Mobile, "+12025550142")];
    user.locked = Some(false);
    user.mfa = Some(Mfa::enrolled(Some(MfaMethod::Sms)));
    user.created = "2026-01-01T00:00:00Z".parse().ok();
    user.roles = Some(vec![Grant::new("reader"), Grant::new("writer")]);
    user
}

#[test]
fn many_people_take_little() {
    let folder = tempfile::tempdir().unwrap();
    let key = Secret::new("0123456789abcdef0123456789abcdef");
    let take = |name: &str, changed: u64| {
        // The first comes twice, in two parts of the file: the last time counts.
        let first = std::iter::once(Ok(user(0, "Old")));
        let all = (0..PEOPLE).map(move |n| Ok(user(n, if n == changed { "Eva" } else { "Ada" })));
        let users = stream::iter(first.take(usize::from(name == "after")).chain(all));
        let path = folder.path().join(name);
        let snapshot = Snapshot::of("test", users, &path, &key);
        (tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(snapshot).unwrap(), path)
    };
    MEMORY.reset_peak_usage();
    let (before, path) = take("before", PEOPLE);
    let (after, _) = take("after", CHANGED);
    let found: Vec<_> = before.differences(&after).unwrap().collect::<Result<_, _>>().unwrap();
    assert!(matches!(&*found, [Difference::Changed(id, _)] if *id == user(CHANGED, "").id), "{found:?}");
    let (peak, size) = (MEMORY.peak_usage() as u64, std::fs::metadata(path).unwrap().len());
    println!("{PEOPLE} people: {peak} bytes of memory at most, {size} bytes in the file");
    assert!(peak < MEMORY_LIMIT && size < PEOPLE * SIZE_LIMIT);
}
