//! Calling from synchronous code.

use std::future::Future;

use futures_util::{Stream, StreamExt};
use tokio::runtime::{Builder, Handle, Runtime};

/// Runs calls to their end on the calling thread.
///
/// It owns a tokio runtime of one thread, the caller's: between two calls nothing happens. Keep one for as long as
/// the client, since the client's connections live in it.
///
/// It is not for use within asynchronous code, where it would hold up the executor: there it returns an error.
pub struct Blocking {
    runtime: Option<Runtime>,
}

/// Why a call could not be run on the calling thread.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlockingError {
    /// The calling thread belongs to an async runtime. Await the call instead.
    #[error("a blocking call within asynchronous code; await it instead")]
    WithinAsync,
    /// The runtime could not be started.
    #[error("the runtime could not be started")]
    Runtime(#[source] std::io::Error),
}

impl Blocking {
    /// Starts a runtime.
    ///
    /// # Errors
    ///
    /// Fails if the operating system refuses what a runtime needs.
    pub fn new() -> Result<Self, BlockingError> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(BlockingError::Runtime)?;
        Ok(Self { runtime: Some(runtime) })
    }

    /// Runs a future to its end, and returns its result.
    ///
    /// # Errors
    ///
    /// Fails with [`BlockingError::WithinAsync`] if called from asynchronous code.
    pub fn run<F: Future>(&self, future: F) -> Result<F::Output, BlockingError> {
        match &self.runtime {
            Some(runtime) if Handle::try_current().is_err() => Ok(runtime.block_on(future)),
            _ => Err(BlockingError::WithinAsync),
        }
    }

    /// Turns a stream into an iterator. Each step waits for an item, and fails as [`run`](Self::run) does.
    pub fn iter<S: Stream + Unpin>(&self, stream: S) -> BlockingIter<'_, S> {
        BlockingIter { blocking: self, stream }
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        // A plain drop waits for blocking tasks, and panics within asynchronous code.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

debug_only!(Blocking [] [], _this =>);

/// The items of a stream, each waited for on the calling thread.
#[derive(Debug)]
pub struct BlockingIter<'a, S> {
    blocking: &'a Blocking,
    stream: S,
}

impl<S: Stream + Unpin> Iterator for BlockingIter<'_, S> {
    type Item = Result<S::Item, BlockingError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.blocking.run(self.stream.next()).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn runs_futures_and_streams() {
        let blocking = Blocking::new().unwrap();
        let slept = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            7
        };
        assert_eq!(blocking.run(slept).unwrap(), 7);
        let stream = futures_util::stream::iter([1, 2, 3]);
        let items: Vec<i32> = blocking.iter(stream).map(Result::unwrap).collect();
        assert_eq!(items, [1, 2, 3]);
    }

    #[tokio::test]
    async fn refuses_within_async_code() {
        let blocking = Blocking::new().unwrap();
        assert!(matches!(blocking.run(async {}), Err(BlockingError::WithinAsync)));
        drop(blocking);
    }

    #[test]
    fn is_shared_between_threads() {
        let blocking = Blocking::new().unwrap();
        std::thread::scope(|scope| {
            let run = || {
                blocking.run(async { tokio::time::sleep(Duration::from_millis(1)).await }).unwrap();
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        });
    }
}
