//! What `check` says of a server that does not answer as it should.

use test_support::{Reply, Server};
use user_directory::ErrorKind;

use crate::all::ALL;

#[tokio::test]
async fn a_refusal_says_whether_the_credentials_are_good() {
    for provider in &ALL {
        for (status, kind) in [
            (401, ErrorKind::Unauthenticated),
            (403, ErrorKind::PermissionDenied),
            (404, ErrorKind::NotFound),
            (500, ErrorKind::Unavailable),
            (200, ErrorKind::Decode),
        ] {
            let server = Server::start(move |_, _| Reply::with(status, &[], "a page of a proxy")).await;
            let checked = (provider.at)(&server.url).check().await;
            // Velo's answer to an API key that stands for no user.
            let accepted = provider.name == "velo" && status == 403;
            let wanted = if accepted { None } else { Some(kind) };
            assert_eq!(checked.err().map(|error| error.kind()), wanted, "{} {status}", provider.name);
            assert_eq!(server.count(), 1, "{}", provider.name);
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    for provider in &ALL {
        let error = (provider.at)("http://127.0.0.1:9").check().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{}: {error:?}", provider.name);
    }
}
