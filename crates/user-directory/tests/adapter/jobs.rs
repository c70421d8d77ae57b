//! Bulk changes at servers that lose requests and answers.

use test_support::{Reply, Server};
use user_directory::jobs::{Ended, MemoryJournal, many};
use user_directory::{Directory, DirectoryConfig, Status, User, UserId};
use user_directory_sandbox::{Fault, FaultKind, ResetAt, Sandbox};

#[path = "../../examples/support/directories.rs"]
mod directories;

const DELETE: [(&str, &str); 5] = [
    ("velo", "deleteUserByIdV2"),
    ("sendauth", "deleteUser"),
    ("finbourne", "DeleteUser"),
    ("obp", "deleteUser"),
    ("saasus", "DeleteSaasUser"),
];

async fn ids(directory: &Directory) -> Vec<UserId> {
    let users = directory.list().collect().await.unwrap();
    // The first ones have the sandbox's own credentials.
    users.into_iter().rev().filter(User::is_active).map(|user| user.id).take(6).collect()
}

async fn is_gone(directory: &Directory, id: &UserId) -> bool {
    match directory.get(id).await {
        Ok(user) => user.status == Status::Deleted,
        Err(error) => error.is_not_found(),
    }
}

#[tokio::test]
async fn everybody_is_deleted_although_requests_and_answers_are_lost() {
    for lost in [ResetAt::BeforeHandling, ResetAt::BeforeAnswer, ResetAt::InBody] {
        let (sandbox, set) = directories::sandbox(Sandbox::builder(), "").await.unwrap();
        for (provider, operation) in DELETE {
            let directory = set.get(provider).unwrap();
            let ids = ids(directory).await;
            let fault = Fault::new(FaultKind::Reset(lost)).provider(provider).operation(operation).times(3);
            sandbox.fault(fault).unwrap();
            let mut run = many(directory, ids.clone()).journal("job", MemoryJournal::new()).delete();
            while let Some(item) = run.next().await {
                assert!(matches!(item.ended, Ended::Done(_) | Ended::FoundDone), "{provider} {lost:?}: {item:?}");
            }
            assert!(sandbox.faults().is_empty(), "{provider}: nothing was lost");
            assert_eq!(run.progress().ended(), 6);
            for id in &ids {
                assert!(is_gone(directory, id).await, "{provider} {lost:?}");
            }
        }
    }
}

#[tokio::test]
async fn no_password_is_reset_twice() {
    let (sandbox, set) = directories::sandbox(Sandbox::builder(), "").await.unwrap();
    let directory = set.get("finbourne").unwrap();
    let ids = ids(directory).await;
    let fault = Fault::new(FaultKind::Reset(ResetAt::BeforeAnswer)).provider("finbourne").operation("ResetPassword");
    sandbox.fault(fault.times(3)).unwrap();
    let journal = MemoryJournal::new();
    for (done, done_before) in [(3, 0), (0, 3)] {
        let mut run = many(directory, ids.clone()).journal("job", journal.clone()).reset_password();
        while run.next().await.is_some() {}
        let progress = run.progress();
        assert_eq!((progress.done, progress.done_before, progress.unknown), (done, done_before, 3));
        assert_eq!(sandbox.count("finbourne", "ResetPassword"), 6);
    }
}

#[tokio::test]
async fn a_server_that_answers_nothing_gets_each_request_once() {
    let server = Server::start(|_, _| Reply::reset()).await;
    let config = DirectoryConfig::new("finbourne")
        .set("identity_url", format!("{}/identity", server.url))
        .set("access_token", "not-a-secret");
    let directory = Directory::from_config(&config).unwrap();
    let ids: Vec<_> = (1..=5).map(|n| UserId::new(format!("00u00000000{n}")).unwrap()).collect();
    let mut run = many(&directory, ids.clone()).journal("job", MemoryJournal::new()).reset_password();
    while let Some(item) = run.next().await {
        assert!(matches!(&item.ended, Ended::Unknown(error) if error.outcome_unknown()), "{item:?}");
    }
    assert_eq!(server.count(), 5);
}
