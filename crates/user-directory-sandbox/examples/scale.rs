//! Measures how the sandbox takes to more people: start-up, the first page in an order that nobody has asked for before,
//! and the time of one page, one get and one update over loopback. Run with
//! `cargo run --release -p user-directory-sandbox --example scale`.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

/// Calls that one time is the median of.
const CALLS: usize = 300;

struct Caller {
    http: reqwest::Client,
    base_url: String,
    authorization: String,
}

impl Caller {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base_url));
        request.header("authorization", &self.authorization)
    }

    async fn send(&self, request: RequestBuilder) -> anyhow::Result<Value> {
        let response = request.send().await?;
        anyhow::ensure!(response.status() == StatusCode::OK, "{}", response.status());
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }

    /// Returns the median time of a request.
    async fn time(&self, make: impl Fn() -> RequestBuilder) -> anyhow::Result<Duration> {
        self.send(make()).await?;
        let mut times = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let begin = Instant::now();
            self.send(make()).await?;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        Ok(times[CALLS / 2])
    }
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the table is what it is for")]
async fn main() -> anyhow::Result<()> {
    println!("  people      start    new list  first page   deep page         get      update");
    // Apart from the others, since nothing is warm yet; specifications are read by the first request for a provider.
    let begin = Instant::now();
    Sandbox::start().await?.stop().await;
    println!("first start of the process: {:.1?}", begin.elapsed());
    // All are started before one is dropped: taking a large one down would be counted with the start of the next.
    let mut sandboxes = Vec::new();
    for users in [25, 1_000, 12_500, 25_000, 50_000, 100_000] {
        let begin = Instant::now();
        let sandbox = Sandbox::builder().users(users).validate_responses(false).start().await?;
        sandboxes.push((users, sandbox, begin.elapsed()));
    }
    for (users, sandbox, start) in &sandboxes {
        let credentials = sandbox.sendauth().credentials();
        let pair = format!("{}:{}", credentials.username, credentials.password);
        // Other packages of the workspace turn on TLS.
        sendauth_users::runtime::install_cryptography();
        let caller = Caller {
            http: reqwest::Client::builder().no_proxy().build()?,
            base_url: sandbox.sendauth().base_url(),
            authorization: format!("Basic {}", STANDARD.encode(pair)),
        };
        let begin = Instant::now();
        let new = "/api/v1/users?perPage=25&sortBy=lastName";
        caller.send(caller.request(Method::GET, new)).await?;
        let new = begin.elapsed();
        let deep = format!("/api/v1/users?perPage=25&page={}&sortBy=email", users / 25);
        let page = caller.send(caller.request(Method::GET, deep.as_str())).await?;
        let id = page["rows"][0]["id"].as_str().unwrap_or_default();
        let user = format!("/api/v1/users/{id}");
        let body = json!({ "firstName": "Some", "lastName": "Body", "email": "some@example.org" });
        let body = body.to_string();
        let first = caller.time(|| caller.request(Method::GET, "/api/v1/users?perPage=25&sortBy=email")).await?;
        let deep = caller.time(|| caller.request(Method::GET, &deep)).await?;
        let get = caller.time(|| caller.request(Method::GET, &user)).await?;
        let update = caller
            .time(|| {
                let request = caller.request(Method::PUT, &user).body(body.clone());
                request.header("content-type", "application/json")
            })
            .await?;
        println!("{users:8} {start:>10.1?} {new:>11.1?} {first:>11.1?} {deep:>11.1?} {get:>11.1?} {update:>11.1?}");
    }
    Ok(())
}
