//! A loopback server for the benchmarks: a separate process, so that its work is not counted with the client's.
//!
//! Prints its base URL, then answers until its standard input ends. Bodies are made once and kept, so an answer costs
//! one write.

mod bodies;
mod http;
mod tokens;

use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use bodies::Bodies;
use http::{Request, read_request, respond};
use tokens::Tokens;

fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    println!("http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let bodies = Arc::new(Bodies::default());
    let tokens = Arc::new(Tokens::default());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (bodies, tokens) = (Arc::clone(&bodies), Arc::clone(&tokens));
            // A connection that breaks is the client's affair.
            std::thread::spawn(move || drop(serve(stream, &bodies, &tokens)));
        }
    });
    // Whoever started this program ends it by closing its input, or by ending itself.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn serve(stream: TcpStream, bodies: &Bodies, tokens: &Tokens) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        answer(&request, &mut writer, bodies, tokens)?;
    }
    Ok(())
}

fn answer(request: &Request, writer: &mut impl Write, bodies: &Bodies, tokens: &Tokens) -> std::io::Result<()> {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let number = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .and_then(|(_, value)| value.parse::<usize>().ok())
    };
    match (request.method.as_str(), path) {
        ("GET", "/api/v1/users") => {
            let (page, size) = (number("page").unwrap_or(1), number("perPage").unwrap_or(100));
            respond(writer, 200, &bodies.page(page, size))
        }
        ("GET", "/identity/api/users") => respond(writer, 200, bodies.accounts()),
        ("POST", "/oauth2/token") => respond(writer, 200, tokens.issue().as_bytes()),
        ("POST", "/control/revoke") => {
            tokens.revoke();
            respond(writer, 204, b"")
        }
        ("GET", "/control/tokens") => respond(writer, 200, tokens.issued().to_string().as_bytes()),
        ("GET", path) if path.starts_with("/guarded/") => {
            // Long enough that callers pile up, as they do behind a real network.
            std::thread::sleep(std::time::Duration::from_millis(5));
            if tokens.accepts(request.authorization.as_deref()) {
                respond(writer, 200, bodies.account())
            } else {
                respond(writer, 401, b"{}")
            }
        }
        ("GET", path) if path.starts_with("/api/v1/users/") => respond(writer, 200, bodies.user()),
        ("GET", path) if path.starts_with("/identity/api/users/") => respond(writer, 200, bodies.account()),
        _ => respond(writer, 404, b"{}"),
    }
}
