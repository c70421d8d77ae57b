//! The span of a verb.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber as _;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use user_directory::request::Find;
use user_directory::{Directory, Key, Narrowed};

use crate::block_on;

/// Keeps the fields of every span as one line.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Visit for Recorder {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut lines = self.0.lock().unwrap();
        let line = lines.last_mut().unwrap();
        line.push_str(&format!(" {}={value:?}", field.name()));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.0.lock().unwrap().push(attributes.metadata().name().to_owned());
        attributes.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_verb_has_one_span_with_the_name() {
    let directory = Directory::new(Narrowed::read_only(Directory::in_memory().named("okta-emea")));
    let recorder = Recorder::default();
    let calls = async {
        directory.find_with(Find::new(Key::Email("ada@example.com".to_owned()))).await.unwrap();
        Directory::in_memory().check().await.unwrap();
    };
    block_on(calls.with_subscriber(recorder.clone()));
    let verb = "user_directory.verb user_directory.provider=\"in-memory\"";
    let named = format!("{verb} user_directory.name=\"okta-emea\" user_directory.verb=\"find_by_email\"");
    assert_eq!(*recorder.0.lock().unwrap(), [named, format!("{verb} user_directory.verb=\"check\"")]);
}
