//! The server itself.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{Reply, Step};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Received {
    /// Returns the value of a header.
    ///
    /// # Panics
    ///
    /// Panics if the header was sent twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        let first = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} is sent twice");
        first
    }

    /// Returns the value of `Authorization`, or nothing.
    pub fn authorization(&self) -> &str {
        self.header("authorization").unwrap_or_default()
    }

    /// Returns the path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }
}

type Script = dyn Fn(&Received, usize) -> Reply + Send + Sync;

/// The server, which ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    /// The base URL.
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Starts a server. The script gets each request, and how many came before it.
    pub async fn start(script: impl Fn(&Received, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<Script> = Arc::new(script);
        let log = Arc::clone(&received);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&log)));
            }
        });
        Self { url, received, accepting }
    }

    /// Starts a server whose script gets each request, and how many came to the same path before it.
    pub async fn by_path(script: impl Fn(&Received, usize) -> Reply + Send + Sync + 'static) -> Self {
        let counts = Mutex::new(BTreeMap::<String, usize>::new());
        Self::start(move |request, _| {
            let mut counts = counts.lock().unwrap();
            let count = counts.entry(request.path().to_owned()).or_default();
            *count += 1;
            let before = *count - 1;
            drop(counts);
            script(request, before)
        })
        .await
    }

    /// Starts a server that gives these answers in turn, and the last one for ever.
    pub async fn sequence<const N: usize>(replies: [fn() -> Reply; N]) -> Self {
        Self::start(move |_, index| replies[index.min(N - 1)]()).await
    }

    /// Returns the requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Returns method and target of each request since the last time, such as `GET /users/1`.
    pub fn take_lines(&self) -> Vec<String> {
        let taken = std::mem::take(&mut *self.received.lock().unwrap());
        taken.iter().map(|request| format!("{} {}", request.method, request.target)).collect()
    }

    /// Returns the number of requests so far.
    pub fn count(&self) -> usize {
        self.received.lock().unwrap().len()
    }

    /// Returns the requests for this path so far.
    pub fn at(&self, path: &str) -> Vec<Received> {
        self.received().into_iter().filter(|request| request.path() == path).collect()
    }

    /// Returns the number of requests for this path so far.
    pub fn count_path(&self, path: &str) -> usize {
        self.at(path).len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Script>, log: Arc<Mutex<Vec<Received>>>) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer).await {
        let reply = {
            let mut log = log.lock().unwrap();
            log.push(request.clone());
            script(&request, log.len() - 1)
        };
        for step in reply.0 {
            match step {
                Step::Send(bytes) => {
                    if stream.write_all(&bytes).await.is_err() {
                        return;
                    }
                }
                Step::Repeat(bytes, times) => {
                    for _ in 0..times {
                        if stream.write_all(bytes).await.is_err() {
                            return;
                        }
                    }
                }
                Step::Sleep(wait) => tokio::time::sleep(wait).await,
                Step::Close => return,
                Step::Reset => {
                    stream.set_zero_linger().unwrap();
                    return;
                }
                Step::Stall => std::future::pending().await,
            }
        }
    }
}

async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Received> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        fill(stream, buffer).await?;
    };
    let head = String::from_utf8(buffer.drain(..end + 4).collect()).unwrap();
    let mut lines = head.trim_end().split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    while buffer.len() < length {
        fill(stream, buffer).await?;
    }
    Some(Received {
        method: first.next().unwrap().to_owned(),
        target: first.next().unwrap().to_owned(),
        headers,
        body: String::from_utf8(buffer.drain(..length).collect()).unwrap(),
    })
}

async fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(buffer).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(()),
    }
}
