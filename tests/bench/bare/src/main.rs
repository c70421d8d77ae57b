//! A bare axum route: what the sandbox's answers cost when nothing stands between the framework and the bytes.
//!
//! Usage: bare <path>. Reads an answer as it was on the wire, serves its status, headers and body at that path, prints
//! its address, and ends when its input does.

use std::error::Error;
use std::io::{BufRead, Read, Write};

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::get;
use axum::serve::ListenerExt;
use bytes::Bytes;

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let path = std::env::args().nth(1).ok_or("which path?")?;
    let (status, headers, body) = answer(&mut std::io::stdin().lock())?;
    let route = get(move || async move { (status, headers, body) });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    std::thread::spawn(|| {
        // Whatever ends the input ends the program.
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        std::process::exit(0);
    });
    // As the sandbox does: without it small answers can wait for an acknowledgement.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().route(&path, route)).await?;
    Ok(())
}

/// Reads an answer. `Date` and `Content-Length` are left to the framework, which writes its own.
fn answer(input: &mut impl BufRead) -> Result<(StatusCode, HeaderMap, Bytes), Failure> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let status = line.split(' ').nth(1).ok_or("there is no status line")?;
    let status = status.parse()?;
    let (mut headers, mut length) = (HeaderMap::new(), 0);
    loop {
        line.clear();
        input.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        match name {
            "date" => {}
            "content-length" => length = value.parse()?,
            _ => {
                let name = HeaderName::from_bytes(name.as_bytes())?;
                headers.append(name, HeaderValue::from_str(value)?);
            }
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok((status, headers, body.into()))
}
