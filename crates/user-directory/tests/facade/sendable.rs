//! Futures, streams and types can be sent to other threads, and a future that is dropped leaves nothing locked.

use std::future::Future;
use std::task::{Context, Poll, Waker};

use user_directory::{
    Audited, Directory, DirectorySet, Error, Grant, InMemory, ListQuery, Narrowed, NewUser, Page, Pages, User, UserId,
    UserPatch, Users,
};

use crate::block_on;

fn sendable<T: Send>(value: T) -> T {
    value
}

fn shareable<T: Send + Sync + 'static>() {}

#[test]
fn types_are_send_and_sync() {
    shareable::<Directory>();
    shareable::<DirectorySet>();
    shareable::<InMemory>();
    shareable::<Audited>();
    shareable::<Narrowed>();
    shareable::<User>();
    shareable::<Page<User>>();
    shareable::<Error>();
    drop(sendable::<Users>(Directory::in_memory().list()));
    drop(sendable::<Pages>(Directory::in_memory().pages(ListQuery::new())));
}

/// Polls a future once and drops it, ready or not.
fn dropped(future: impl Future + Send) {
    let future = std::pin::pin!(future);
    let _: Poll<_> = future.poll(&mut Context::from_waker(Waker::noop()));
}

#[test]
fn futures_can_be_sent_and_dropped() {
    let directory = Directory::in_memory();
    let ada = block_on(directory.create(NewUser::new("ada@example.com"))).unwrap();
    let id = UserId::new(ada.id.as_str()).unwrap();
    let new = || NewUser::new("eva@example.com");
    let grant = || Grant::new("r");
    // Never polled, and polled once: neither may keep the directory locked.
    drop(sendable(directory.create(new())));
    dropped(directory.check());
    dropped(directory.get(&id));
    dropped(directory.find_by_email("ada@example.com"));
    dropped(directory.list().collect());
    dropped(directory.list_deleted().collect());
    dropped(directory.list_page(&ListQuery::new(), None));
    dropped(directory.create(new()));
    dropped(directory.invite(NewUser::new("ida@example.com")));
    dropped(directory.update(&id, UserPatch::new().given_name("Ada")));
    dropped(directory.enable(&id));
    dropped(directory.disable(&id));
    dropped(directory.lock(&id));
    dropped(directory.unlock(&id));
    dropped(directory.reset_mfa(&id));
    dropped(directory.reset_password(&id));
    dropped(directory.resend_invitation(&id));
    dropped(directory.grants(&id));
    dropped(directory.grant(&id, grant()));
    dropped(directory.revoke(&id, grant()));
    dropped(directory.replace_grants(&id, vec![grant()]));
    dropped(directory.delete(&id));
    dropped(directory.restore(&id));
    dropped(directory.purge(&id));
    dropped(DirectorySet::new().with("one", directory.clone()).find_by_email("a@example.com"));
    let left = block_on(directory.list().collect()).unwrap();
    assert_eq!(left.len(), 2);
}
