//! FINBOURNE Identity.

use user_directory_sandbox::Sandbox;

use crate::raw::Raw;

/// Only the frame is there; goes with the first handlers.
#[tokio::test]
async fn what_has_no_handler_says_so() {
    let sandbox = Sandbox::start().await.unwrap();
    let answer = Raw::new(sandbox.finbourne().base_url())
        .get("/api/users")
        .await;
    assert_eq!(answer.status, 501, "{}", answer.body);
}
