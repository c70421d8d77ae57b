//! A server that does not answer: what may be called again, and what a dropped call leaves behind.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, join_all, select};
use test_support::{Reply, Server};
use user_directory::{Directory, ErrorKind, Verb};

use crate::all::{ALL, Provider};
use crate::support::call;

async fn times_out(provider: &Provider, directory: &Directory, verb: Verb) {
    let place = format!("{} {verb}", provider.name);
    let error = call(directory, verb, &(provider.with)()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{place}: {error:?}");
    let mut operations = (provider.operations)().into_iter();
    let operation = operations.find(|(id, _, _)| Some(*id) == error.operation());
    // What begins by reading has done nothing yet.
    let unknown = operation.unwrap().1 != "GET";
    assert_eq!(error.outcome_unknown(), unknown, "{place}");
    assert!(verb.changes() || !unknown, "{place}");
    assert_eq!(error.is_retryable(), !unknown, "{place}");
    if matches!(verb, Verb::Create | Verb::Invite) {
        assert!(unknown, "{place}");
    }
}

#[tokio::test]
async fn only_what_does_no_harm_may_be_called_again() {
    // All clients first: that takes longer than a server has.
    let mut scenes = Vec::new();
    for provider in &ALL {
        let server = Server::start(|_, _| Reply::stall()).await;
        let directory = (provider.at)(&server.url);
        scenes.push((provider, server, directory));
    }
    let calls = scenes.iter().flat_map(|(provider, _, directory)| {
        let verbs = Verb::ALL.iter().filter(|verb| directory.supports(**verb));
        verbs.map(|verb| times_out(provider, directory, *verb))
    });
    join_all(calls).await;
    for (provider, server, directory) in &scenes {
        let verbs = Verb::ALL.iter().filter(|verb| directory.supports(**verb));
        // Each once: nothing is repeated here.
        assert_eq!(server.count(), verbs.count(), "{}", provider.name);
    }
}

#[tokio::test]
async fn a_dropped_call_leaves_the_directory_usable() {
    for provider in &ALL {
        let server = Server::sequence([Reply::stall, || Reply::status(404)]).await;
        let directory = (provider.at)(&server.url);
        let with = (provider.with)();
        let sent = async {
            while server.count() == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        // Dropped when the server has the request, and not before.
        let first = Box::pin(directory.get(&with.id));
        match select(first, pin!(sent)).await {
            Either::Left(_) => panic!("{} was answered", provider.name),
            Either::Right(((), first)) => drop(first),
        }
        // The connection of the first call may still be waiting for its answer.
        for verb in Verb::ALL.iter().filter(|verb| directory.supports(**verb)) {
            let error = call(&directory, *verb, &with).await.unwrap_err();
            assert_ne!(error.kind(), ErrorKind::Timeout, "{} {verb}", provider.name);
        }
    }
}
