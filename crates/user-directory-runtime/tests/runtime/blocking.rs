use user_directory_runtime::{Blocking, BlockingError};

use crate::support::{Reply, Server, builder};

/// A server on a thread of its own, since the caller's has no runtime.
fn server() -> (String, std::sync::mpsc::Sender<()>) {
    let (tell_url, url) = std::sync::mpsc::channel();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(Server::start(|request, _| match request.target.as_str() {
            "/users?page=1" => Reply::json(200, r#"[{"id":"1","name":"Ada"}]"#),
            "/users?page=2" => Reply::json(200, r#"[{"id":"2","name":"Bob"}]"#),
            "/users?page=3" => Reply::json(200, "[]"),
            _ => Reply::ok(),
        }));
        tell_url.send(server.url.clone()).unwrap();
        let _ = stopped.recv();
    });
    (url.recv().unwrap(), stop)
}

#[test]
fn calls_and_lists_from_synchronous_code() {
    let (url, _stop) = server();
    let client = builder(&url).build().unwrap();
    let blocking = Blocking::new().unwrap();
    for _ in 0..3 {
        let user = blocking.run(client.get_user("1")).unwrap().unwrap();
        assert_eq!(user.name, "Ada");
    }
    let names: Vec<_> = blocking.iter(client.pages(None).items()).map(|user| user.unwrap().unwrap().name).collect();
    assert_eq!(names, ["Ada", "Bob"]);
}

#[tokio::test]
async fn within_async_code_it_is_an_error() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let client = builder(&server.url).build().unwrap();
    let blocking = Blocking::new().unwrap();
    let result = blocking.run(client.get_user("1"));
    assert!(matches!(result, Err(BlockingError::WithinAsync)));
    assert_eq!(server.count(), 0);
}
