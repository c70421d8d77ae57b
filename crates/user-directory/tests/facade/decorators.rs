//! Read-only directories and audit logs.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex};

use user_directory::conformance::{Fixture as _, Standard, Suite};
use user_directory::request::Update;
use user_directory::{
    AuditEntry, AuditPhase, AuditSink, Audited, Directory, ErrorKind, Field, InMemory, Narrowed, NewUser, UserId,
    UserPatch, Verb, async_trait,
};

use crate::block_on;

#[test]
fn read_only_conforms_and_changes_nothing() {
    let under = Directory::in_memory();
    let directory = Directory::new(Narrowed::read_only(under.clone()));
    let fixture = Standard::new().arranged_by(under);
    let report = block_on(Suite::new().run(&directory, &fixture));
    report.assert_ok();
    report.assert_ran(&[
        "unsupported_verbs_send_nothing",
        "unsupported_verbs_fail_in_the_implementation",
        "get_returns_the_person",
        "small_pages_join_to_the_whole_list",
        "find_by_email_finds_the_person",
        "grants_of_the_missing_fail",
    ]);
    for verb in Verb::ALL {
        assert_eq!(directory.supports(*verb), !verb.changes(), "{verb}");
    }
}

#[test]
fn narrowed_conforms_without_what_was_taken_away() {
    let memory = InMemory::new();
    let taken = [Verb::Invite, Verb::Lock, Verb::Update];
    let directory = Directory::new(Narrowed::without(memory.clone().into(), &taken));
    let fixture = Standard::new().arranged_by(memory.into());
    block_on(Suite::new().run(&directory, &fixture)).assert_ok();
    for (verb, support) in directory.capabilities().verbs() {
        assert_eq!(support.is_supported(), !taken.contains(&verb), "{verb}");
    }
    let error =
        block_on(directory.as_dyn().update(Update::new(UserId::new("1").unwrap(), UserPatch::new()))).unwrap_err();
    assert!(error.is_unsupported());
}

#[test]
fn read_only_hides_what_could_change_things() {
    let directory = Directory::new(Narrowed::read_only(Directory::in_memory()));
    assert!(directory.downcast_ref::<InMemory>().is_none());
    assert!(directory.downcast_ref::<Narrowed>().is_some());
}

/// Keeps the entries; refuses those after the given number.
#[derive(Clone, Default)]
pub(crate) struct Log(pub(crate) Arc<Mutex<Vec<AuditEntry>>>, Option<usize>);

#[async_trait]
impl AuditSink for Log {
    async fn record(&self, entry: AuditEntry) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let mut entries = self.0.lock().unwrap();
        if self.1.is_some_and(|limit| entries.len() >= limit) {
            return Err("the disk is full".into());
        }
        entries.push(entry);
        Ok(())
    }
}

#[test]
fn audited_conforms() {
    let log = Log::default();
    let audited = Audited::new(Directory::in_memory(), log.clone(), "admin-1").including_reads();
    let (fixture, directory) = (Standard::new(), Directory::new(audited));
    let report = block_on(Suite::new().run(&directory, &fixture));
    report.assert_ok();
    report.assert_ran(&["create_keeps_what_is_given", "actions_on_the_missing_fail"]);
    let entries = log.0.lock().unwrap();
    for verb in Verb::ALL {
        assert!(entries.iter().any(|entry| entry.verb == *verb), "{verb} is not in the log");
    }
    let json = serde_json::to_string(&*entries).unwrap();
    // What all people of the fixture have alike.
    let person = fixture.new_user(&directory, Field::ALL);
    let names = [Field::GivenName, Field::FamilyName].map(|field| person.string(field).unwrap());
    let numbers = person.phones.iter().map(|phone| &*phone.number);
    // And what the suite's changes plant.
    for personal in names.into_iter().chain(numbers).chain(["@", "+1202", "Perpetua", "Winterbourne"]) {
        assert!(!json.contains(personal), "{personal}");
    }
}

#[test]
fn audited_tells_who_did_what_to_whom() {
    let log = Log::default();
    let audited = Audited::new(Directory::in_memory(), log.clone(), "admin-1");
    let second = Directory::new(audited.acting_as("admin-2"));
    let directory = Directory::new(audited);
    block_on(async {
        let id = directory.create(NewUser::new("ada@example.com")).await.unwrap().id;
        directory.get(&id).await.unwrap();
        second.lock(&UserId::new("nobody").unwrap()).await.unwrap_err();
        let entries = log.0.lock().unwrap();
        let told: Vec<_> = entries
            .iter()
            .map(|entry| (entry.call, &*entry.actor, entry.verb, entry.id.clone(), entry.phase))
            .collect();
        let nobody = UserId::new("nobody").unwrap();
        let missing = AuditPhase::Failed(ErrorKind::NotFound);
        assert_eq!(
            told,
            [
                (0, "admin-1", Verb::Create, None, AuditPhase::Started),
                (0, "admin-1", Verb::Create, Some(id), AuditPhase::Succeeded),
                (1, "admin-2", Verb::Lock, Some(nobody.clone()), AuditPhase::Started),
                (1, "admin-2", Verb::Lock, Some(nobody), missing),
            ]
        );
    });
}

#[test]
fn nothing_is_done_that_was_not_entered_first() {
    let memory = InMemory::new();
    let log = Log(Arc::default(), Some(0));
    let directory = Directory::new(Audited::new(memory.clone().into(), log, "admin-1"));
    let error = block_on(directory.create(NewUser::new("ada@example.com"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(memory.is_empty());
    // What could not be entered afterwards is done all the same.
    let log = Log(Arc::default(), Some(1));
    let directory = Directory::new(Audited::new(memory.clone().into(), log, "admin-1"));
    block_on(directory.create(NewUser::new("ada@example.com"))).unwrap();
    assert_eq!(memory.len(), 1);
    assert!(directory.downcast_ref::<InMemory>().is_some());
}
