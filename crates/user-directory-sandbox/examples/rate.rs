//! Measures how many requests the sandbox answers in a second, beside a bare axum route that sends the same bytes.
//!
//! Both servers run on one thread of this process, the clients on another; they take turns, and what counts is the median
//! of the ratios of the rounds. `again` is one request over and over, whose answer the sandbox keeps until something
//! changes; `anew` is one that it has to make an answer for every time, because each is spelled differently.
//!
//! Run with `cargo run --release -p user-directory-sandbox --example rate -- [CALL] [PEOPLE]`.

use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use user_directory_sandbox::Sandbox;

const CONNECTIONS: usize = 16;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(500);

/// Spellings of a request: more than the sandbox keeps answers.
const SPELLINGS: usize = 1024;

/// How a probe proves who sends it.
enum Proof {
    /// With this header.
    Header(String),
    /// With a signature of SaaSus, by these credentials.
    Signature(Value),
}

/// A request that is sent again and again.
struct Probe {
    name: &'static str,
    target: String,
    proof: Proof,
}

impl Probe {
    fn new(name: &'static str, target: impl Into<String>, authorization: &str) -> Self {
        Self {
            name,
            target: target.into(),
            proof: Proof::Header(authorization.to_owned()),
        }
    }

    /// Writes the request. A spelling other than 0 encodes letters of the path that need no encoding, and adds parameters
    /// that are empty.
    fn bytes(&self, address: SocketAddr, spelling: usize) -> anyhow::Result<Vec<u8>> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let (mut target, mut bits) = (Vec::new(), spelling % 32);
        for letter in path.bytes().rev() {
            if bits & 1 == 1 && letter.is_ascii_alphanumeric() {
                target.extend(format!("%{letter:02X}").bytes().rev());
            } else {
                target.push(letter);
            }
            if letter.is_ascii_alphanumeric() {
                bits >>= 1;
            }
        }
        target.reverse();
        let mut target = String::from_utf8(target)?;
        let empty = "&".repeat(spelling / 32);
        if !query.is_empty() || !empty.is_empty() {
            target = format!("{target}?{query}{empty}");
        }
        let authorization = match &self.proof {
            Proof::Header(header) => header.clone(),
            Proof::Signature(credentials) => signature(credentials, address, &target)?,
        };
        let head = format!(
            "GET {target} HTTP/1.1\r\nhost: {address}\r\naccept: application/json\r\n\
             authorization: {authorization}\r\n\r\n"
        );
        Ok(head.into_bytes())
    }
}

/// Sends a request and reads the answer into `buffer`; returns where its body begins and ends.
async fn exchange(
    stream: &mut TcpStream,
    request: &[u8],
    buffer: &mut Vec<u8>,
) -> anyhow::Result<(usize, usize)> {
    stream.write_all(request).await?;
    buffer.clear();
    loop {
        anyhow::ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&buffer[..end])?;
        anyhow::ensure!(head.starts_with("HTTP/1.1 2"), "{head}");
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .context("no length")?;
        let (begin, end) = (end + 4, end + 4 + length.parse::<usize>()?);
        while buffer.len() < end {
            anyhow::ensure!(stream.read_buf(buffer).await? > 0, "the body broke off");
        }
        return Ok((begin, end));
    }
}

async fn body(address: SocketAddr, probe: &Probe) -> anyhow::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    let mut buffer = Vec::new();
    let (begin, end) = exchange(&mut stream, &probe.bytes(address, 0)?, &mut buffer).await?;
    Ok(buffer[begin..end].to_vec())
}

/// Returns the requests that are answered in a second.
async fn rate(address: SocketAddr, requests: &Arc<[Vec<u8>]>) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for first in 0..CONNECTIONS {
        let requests = Arc::clone(requests);
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let (mut buffer, mut count) = (Vec::with_capacity(1 << 16), 0);
            let step = requests.len() / CONNECTIONS;
            while begin.elapsed() < ROUND {
                let request = &requests[(first * step + count) % requests.len()];
                exchange(&mut stream, request, &mut buffer).await?;
                count += 1;
            }
            anyhow::Ok(count)
        }));
    }
    let mut total = 0_u32;
    for task in tasks {
        total += u32::try_from(task.await??)?;
    }
    Ok(f64::from(total) / begin.elapsed().as_secs_f64())
}

/// Serves `body` on a thread of its own.
fn bare(target: &str, body: Bytes) -> anyhow::Result<SocketAddr> {
    let path = target.split('?').next().unwrap_or(target).to_owned();
    on_thread(async move {
        let route = get(move || async move { ([("content-type", "application/json")], body) });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let server = axum::serve(listener, Router::new().route(&path, route));
        Ok((address, async move { server.await.map_err(Into::into) }))
    })
}

/// Starts a server on a runtime of one thread.
fn on_thread<T, S>(
    start: impl Future<Output = anyhow::Result<(T, S)>> + Send + 'static,
) -> anyhow::Result<T>
where
    T: Send + 'static,
    S: Future<Output = anyhow::Result<()>> + Send,
{
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let (started, serving) = start.await?;
            anyhow::ensure!(sender.send(started).is_ok(), "nobody waits for the server");
            serving.await
        })
    });
    receiver.recv().context("the server did not start")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn signature(credentials: &Value, address: SocketAddr, path: &str) -> anyhow::Result<String> {
    let key = text(&credentials["api_key"]);
    let mut mac = Hmac::<Sha256>::new_from_slice(text(&credentials["secret_key"]).as_bytes())?;
    let minute = chrono::Utc::now().format("%Y%m%d%H%M");
    mac.update(format!("{minute}{key}GET{address}{path}").as_bytes());
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = text(&credentials["saas_id"]);
    Ok(format!("SAASUSSIGV1 Sig={hex}, SaaSID={id}, APIKey={key}"))
}

/// Returns a list and a get of every provider.
async fn probes(address: SocketAddr, known: &Value) -> anyhow::Result<Vec<Probe>> {
    let credentials = |provider: &str| known[provider]["credentials"].clone();
    let pair =
        |left: &Value, right: &Value| STANDARD.encode(format!("{}:{}", text(left), text(right)));
    let mut probes = Vec::new();

    let own = credentials("sendauth");
    let basic = format!("Basic {}", pair(&own["username"], &own["password"]));
    let list = Probe::new(
        "sendauth list",
        "/sendauth/api/v1/users?perPage=25&page=1",
        &basic,
    );
    let page: Value = serde_json::from_slice(&body(address, &list).await?)?;
    let path = format!("/sendauth/api/v1/users/{}", text(&page["rows"][0]["id"]));
    probes.extend([list, Probe::new("sendauth get", path, &basic)]);

    let bearer = format!("Bearer {}", text(&credentials("finbourne")["token"]));
    let list = Probe::new("finbourne list", "/finbourne/identity/api/users", &bearer);
    let page: Value = serde_json::from_slice(&body(address, &list).await?)?;
    let path = format!("/finbourne/identity/api/users/{}", text(&page[1]["id"]));
    probes.extend([list, Probe::new("finbourne get", path, &bearer)]);

    let own = credentials("velo");
    // Other packages of the workspace turn on TLS.
    sendauth_users::runtime::install_cryptography();
    let login = reqwest::Client::builder().no_proxy().build()?;
    let login = login
        .post(format!(
            "http://{address}/velo/v1/authenticate?grant_type=client_credentials"
        ))
        .header(
            "authorization",
            format!("Basic {}", pair(&own["key"], &own["secret"])),
        );
    let token: Value = login.send().await?.error_for_status()?.json().await?;
    let bearer = format!("Bearer {}", text(&token["access_token"]));
    let list = Probe::new("velo list", "/velo/v2/users?pageSize=25&page=1", &bearer);
    let page: Value = serde_json::from_slice(&body(address, &list).await?)?;
    let path = format!("/velo/v2/users/{}", text(&page["content"][0]["id"]));
    probes.extend([list, Probe::new("velo get", path, &bearer)]);

    let bearer = format!("Bearer {}", text(&credentials("obp")["bearer_token"]));
    let list = Probe::new(
        "obp list",
        "/obp/obp/v5.0.0/users?limit=25&offset=0",
        &bearer,
    );
    let page: Value = serde_json::from_slice(&body(address, &list).await?)?;
    let id = text(&page["users"][0]["user_id"]);
    let path = format!("/obp/obp/v5.0.0/users/user_id/{id}");
    probes.extend([list, Probe::new("obp get", path, &bearer)]);

    let signed = |name, target: String| Probe {
        name,
        target,
        proof: Proof::Signature(credentials("saasus")),
    };
    let list = signed("saasus list", "/saasus/v1/auth/users".to_owned());
    let page: Value = serde_json::from_slice(&body(address, &list).await?)?;
    let target = format!("/saasus/v1/auth/users/{}", text(&page["users"][0]["id"]));
    probes.extend([list, signed("saasus get", target)]);
    Ok(probes)
}

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "the table is what it is for")]
async fn main() -> anyhow::Result<()> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let people = std::env::args()
        .nth(2)
        .map_or(Ok(25), |text| text.parse())?;
    let started = on_thread(async move {
        let builder = Sandbox::builder().users(people).validate_responses(false);
        let sandbox = builder.start().await?;
        let told = (sandbox.address(), sandbox.announcement());
        Ok((told, async move {
            let _sandbox = sandbox;
            std::future::pending().await
        }))
    });
    let (address, known) = started?;
    println!("call             bytes    bare/s   again/s ratio    anew/s ratio");
    for probe in probes(address, &known).await? {
        if !probe.name.contains(&wanted) {
            continue;
        }
        let answer = Bytes::from(body(address, &probe).await?);
        let length = answer.len();
        let plain = bare(&probe.target, answer)?;
        let again: Arc<[_]> = [probe.bytes(address, 0)?].into();
        let anew = (1..=SPELLINGS).map(|spelling| probe.bytes(address, spelling));
        let anew: Arc<[_]> = anew.collect::<anyhow::Result<_>>()?;
        let mut rounds = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for (rounds, requests) in rounds.iter_mut().zip([&again, &anew]) {
                let (bare, ours) = (rate(plain, &again).await?, rate(address, requests).await?);
                rounds.push((ours / bare, bare, ours));
            }
        }
        let [(first, bare, again), (second, _, anew)] = rounds.map(|mut rounds| {
            rounds.sort_by(|left, right| left.0.total_cmp(&right.0));
            rounds[ROUNDS / 2]
        });
        println!(
            "{:15} {length:6} {bare:9.0} {again:9.0}  {first:.2} {anew:9.0}  {second:.2}",
            probe.name
        );
    }
    Ok(())
}
