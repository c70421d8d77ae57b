//! Starting and stopping.

use tokio::net::TcpStream;
use user_directory_sandbox::{Sandbox, StartError};

use crate::sendauth::raw;

#[tokio::test]
async fn instances_know_nothing_of_each_other() {
    let (first, second) = (Sandbox::start().await.unwrap(), Sandbox::builder().seed(2).start().await.unwrap());
    assert_ne!(first.address(), second.address());
    assert_ne!(first.sendauth().credentials(), second.sendauth().credentials());
    raw(&first).get("/api/v1/users").await;
    assert_eq!((first.count("sendauth", "listUsers"), second.count("sendauth", "listUsers")), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_when_dropped() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = sandbox.address();
    assert_eq!(raw(&sandbox).get("/api/v1/users").await.status, 200);
    drop(sandbox);
    for _ in 0..200 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{address} still answers");
}

#[tokio::test]
async fn it_can_be_waited_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = sandbox.address();
    sandbox.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_taken_port_and_senseless_numbers_are_errors() {
    let sandbox = Sandbox::start().await.unwrap();
    let port = sandbox.address().port();
    let taken = Sandbox::builder().port(port).start().await.unwrap_err();
    assert!(matches!(taken, StartError::Listen { port: named, .. } if named == port));
    for users in [0, 100_001] {
        let error = Sandbox::builder().users(users).start().await.unwrap_err();
        assert!(matches!(error, StartError::Users(named) if named == users));
    }
}
