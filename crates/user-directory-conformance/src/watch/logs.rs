//! What is logged while the suite looks.

use std::fmt::{self, Write};
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Runs a future, and returns each event and span of its task from `DEBUG` upwards as a line. What is below is a dump of the
/// traffic in many HTTP stacks.
pub(crate) async fn logs_of<T>(future: impl Future<Output = T>) -> (T, Vec<String>) {
    let lines = Arc::<Mutex<Vec<String>>>::default();
    let output = future.with_subscriber(Logs { lines: Arc::clone(&lines), spans: AtomicU64::new(0) }).await;
    let lines = std::mem::take(&mut *lines.lock().unwrap_or_else(PoisonError::into_inner));
    (output, lines)
}

struct Logs {
    lines: Arc<Mutex<Vec<String>>>,
    spans: AtomicU64,
}

impl Logs {
    fn keep(&self, of: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(of.to_owned());
        record(&mut line);
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line.0);
    }
}

impl Subscriber for Logs {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::DEBUG
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.keep(&format!("span {}", span.metadata().name()), |line| span.record(line));
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.keep("span", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.keep(&format!("event of {}", event.metadata().target()), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}
