//! Limits on the client side: attempts at a time, and attempts per second.

use tokio::sync::{Semaphore, SemaphorePermit};

/// The limits of a client; all of its clones share them.
#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) concurrency: Option<Semaphore>,
    #[cfg(feature = "rate-limit")]
    pub(crate) rate: Option<governor::DefaultDirectRateLimiter>,
}

impl Limits {
    /// Waits until an attempt may be sent. The permit is to be held until the end of the attempt.
    pub(crate) async fn admit(&self) -> Option<SemaphorePermit<'_>> {
        let permit = match &self.concurrency {
            // Never closed, so there is always a permit in the end.
            Some(semaphore) => semaphore.acquire().await.ok(),
            None => None,
        };
        #[cfg(feature = "rate-limit")]
        if let Some(rate) = &self.rate {
            use governor::clock::{Clock, DefaultClock};
            while let Err(refused) = rate.check() {
                tokio::time::sleep(refused.wait_time_from(DefaultClock::default().now())).await;
            }
        }
        permit
    }
}
