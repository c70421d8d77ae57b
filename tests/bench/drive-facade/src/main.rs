//! The benchmarks over the facade: the clients of `drive-provider`, each as a `Directory`.

use std::process::ExitCode;

use harness::{ACCOUNT, Failure, Subject, USER};
use user_directory::{Directory, ListQuery, UserId, finbourne, sendauth};

struct Facade {
    sendauth: Directory,
    finbourne: Directory,
    user: UserId,
    account: UserId,
}

impl Subject for Facade {
    fn connect(base_url: &str) -> Result<Self, Failure> {
        let sendauth = sendauth::Client::builder()
            .base_url(base_url)
            .credentials(sendauth::Credentials::basic("bench", "not-a-secret"))
            .build()?;
        let finbourne = finbourne::Client::builder()
            .base_url(format!("{base_url}/identity"))
            .credentials(finbourne::Credentials::bearer("not-a-secret"))
            .build()?;
        Ok(Self {
            sendauth: Directory::from(sendauth),
            finbourne: Directory::from(finbourne),
            user: UserId::new(USER.to_string())?,
            account: UserId::new(ACCOUNT)?,
        })
    }

    async fn get_user(&self) -> Result<(), Failure> {
        std::hint::black_box(self.sendauth.get(&self.user).await?);
        Ok(())
    }

    async fn get_account(&self) -> Result<(), Failure> {
        std::hint::black_box(self.finbourne.get(&self.account).await?);
        Ok(())
    }

    async fn list(&self) -> Result<usize, Failure> {
        Err("the facade asks for no more than a page of 100, as documented".into())
    }

    async fn stream(&self, first_page: impl FnOnce() + Send) -> Result<usize, Failure> {
        let mut pages = self.sendauth.pages(ListQuery::default());
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
}

fn main() -> ExitCode {
    harness::main::<Facade>()
}
