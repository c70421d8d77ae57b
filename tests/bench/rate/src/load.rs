//! The load: one thread over some kept connections, each with one request under way.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::Failure;
use crate::http::Connection;
use crate::servers::cpu;

const CONNECTIONS: usize = 16;

/// What came of a round.
pub(crate) struct Load {
    /// Requests answered in a second.
    pub(crate) rate: f64,
    /// Seconds of CPU time that the server took for a request, where the system tells.
    pub(crate) server_cpu: Option<f64>,
}

/// Sends these requests, one after the other and from the first again, for so long.
pub(crate) fn load(address: SocketAddr, server: u32, requests: &[Vec<u8>], milliseconds: u64) -> Result<Load, Failure> {
    let mut next = requests.iter().cycle();
    let mut send = |connection: &mut Connection| match next.next() {
        Some(request) => connection.send(request),
        None => Err("there are no requests".into()),
    };
    let connections = (0..CONNECTIONS).map(|_| Connection::open(address));
    let mut connections = connections.collect::<Result<Vec<_>, _>>()?;
    for connection in &mut connections {
        send(connection)?;
    }
    let (begin, before) = (Instant::now(), cpu(server));
    let length = Duration::from_millis(milliseconds);
    let mut answered = 0_u32;
    while begin.elapsed() < length {
        // Going round blocks on the slowest only, and costs no more than two calls of the system for a request.
        for connection in &mut connections {
            connection.receive()?;
            answered += 1;
            send(connection)?;
        }
    }
    let (took, after) = (begin.elapsed(), cpu(server));
    for connection in &mut connections {
        connection.receive()?;
    }
    let answered = f64::from(answered);
    let server_cpu = before.zip(after).map(|(before, after)| after - before);
    Ok(Load { rate: answered / took.as_secs_f64(), server_cpu: server_cpu.map(|cpu| cpu / answered) })
}
