//! The benchmarks over the hand-written client.

use std::process::ExitCode;

use handwritten::{finbourne, sendauth};
use harness::{ACCOUNT, Failure, Subject, USER};

struct Handwritten {
    sendauth: sendauth::Client,
    finbourne: finbourne::Client,
}

impl Subject for Handwritten {
    fn connect(base_url: &str) -> Result<Self, Failure> {
        Ok(Self {
            sendauth: sendauth::Client::new(base_url, "bench", "not-a-secret")?,
            finbourne: finbourne::Client::new(format!("{base_url}/identity"), "not-a-secret")?,
        })
    }

    async fn get_user(&self) -> Result<(), Failure> {
        std::hint::black_box(self.sendauth.get_user(USER).await?);
        Ok(())
    }

    async fn get_account(&self) -> Result<(), Failure> {
        std::hint::black_box(self.finbourne.get_user(ACCOUNT).await?);
        Ok(())
    }

    async fn list(&self) -> Result<usize, Failure> {
        Ok(self.sendauth.list_users(1, 10_000).await?.rows.len())
    }
}

fn main() -> ExitCode {
    harness::main::<Handwritten>()
}
