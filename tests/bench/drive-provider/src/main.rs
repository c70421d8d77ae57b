//! The benchmarks over the provider crates, everything at its defaults: authentication, retries, limits, and spans
//! that nobody listens to.

mod renew;

use std::process::ExitCode;

use harness::{ACCOUNT, Failure, Subject, USER};

struct Provider {
    sendauth: sendauth_users::Client,
    finbourne: finbourne_users::Client,
}

impl Subject for Provider {
    fn connect(base_url: &str) -> Result<Self, Failure> {
        use {finbourne_users as finbourne, sendauth_users as sendauth};
        Ok(Self {
            sendauth: sendauth::Client::builder()
                .base_url(base_url)
                .credentials(sendauth::Credentials::basic("bench", "not-a-secret"))
                .build()?,
            finbourne: finbourne::Client::builder()
                .base_url(format!("{base_url}/identity"))
                .credentials(finbourne::Credentials::bearer("not-a-secret"))
                .build()?,
        })
    }

    async fn get_user(&self) -> Result<(), Failure> {
        std::hint::black_box(self.sendauth.get_user(USER).send().await?);
        Ok(())
    }

    async fn get_account(&self) -> Result<(), Failure> {
        let call = self.finbourne.get_user(ACCOUNT).include_roles(true);
        std::hint::black_box(call.send().await?);
        Ok(())
    }

    async fn list(&self) -> Result<usize, Failure> {
        let call = self.sendauth.list_users().page(1).per_page(10_000);
        Ok(call.send().await?.into_inner().rows.map_or(0, |rows| rows.len()))
    }

    async fn stream(&self, first_page: impl FnOnce() + Send) -> Result<usize, Failure> {
        let mut pages = self.sendauth.list_users().pages();
        let mut users = 0;
        let mut first_page = Some(first_page);
        while let Some(page) = pages.next().await {
            users += std::hint::black_box(page?).items.len();
            if let Some(first_page) = first_page.take() {
                first_page();
            }
        }
        Ok(users)
    }

    async fn renew(base_url: &str, callers: usize) -> Result<(u64, u64), Failure> {
        renew::renew(base_url, callers).await
    }
}

fn main() -> ExitCode {
    harness::main::<Provider>()
}
