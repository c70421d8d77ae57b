//! What `check` says of a server that does not answer as it should.

use user_directory::ErrorKind;

use crate::all::ALL;
use crate::ear::Ear;

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
            let ear = Ear::answering(move |_| Some((status, "a page of a proxy".to_owned())));
            let checked = (provider.at)(&ear.url()).check().await;
            // Velo's answer to an API key that stands for no user.
            let accepted = provider.name == "velo" && status == 403;
            let wanted = if accepted { None } else { Some(kind) };
            assert_eq!(checked.err().map(|error| error.kind()), wanted, "{} {status}", provider.name);
            assert_eq!(ear.heard().len(), 1, "{}", provider.name);
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
