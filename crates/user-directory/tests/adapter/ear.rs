//! A server on a plain socket. It keeps request lines as they come: a server's library would tidy them up.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Status and body for a request, such as `GET /users/1`; `None` leaves the caller waiting.
pub(crate) type Answer = dyn Fn(&str) -> Option<(u16, String)> + Send + Sync;

pub(crate) struct Ear {
    address: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Ear {
    pub(crate) fn answering(answer: impl Fn(&str) -> Option<(u16, String)> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (lines, answer) = (Arc::<Mutex<Vec<String>>>::default(), Arc::new(answer));
        let heard = Arc::clone(&lines);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (heard, answer) = (Arc::clone(&heard), Arc::clone(&answer));
                // A caller that has gone is no matter.
                std::thread::spawn(move || drop(serve(stream, &heard, &*answer)));
            }
        });
        Self { address, lines }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns method and target of what has come, and forgets it.
    pub(crate) fn heard(&self) -> Vec<String> {
        std::mem::take(&mut self.lines.lock().unwrap())
    }
}

fn serve(stream: TcpStream, heard: &Mutex<Vec<String>>, answer: &Answer) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    reader.read_exact(&mut vec![0; length])?;
    let request = first.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    heard.lock().unwrap().push(request.clone());
    let Some((status, body)) = answer(&request) else {
        loop {
            std::thread::park();
        }
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Told\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let stream = reader.get_mut();
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}
