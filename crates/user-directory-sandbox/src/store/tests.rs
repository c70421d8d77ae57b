use chrono::DateTime;

use super::*;
use crate::provider::sendauth::Account as Sa;
use crate::provider::velo::Account as Velo;

/// An account of SendAuth needs no more than this to be told apart.
fn sendauth(id: &str) -> Sa {
    Sa::new(id.to_owned(), DateTime::UNIX_EPOCH)
}

fn velo(id: &str) -> Velo {
    Velo::plain(id.to_owned())
}

fn facts(name: &str, email: Option<&str>) -> Facts {
    Facts {
        given_name: name.to_owned(),
        family_name: "Doe".to_owned(),
        email: email.map(str::to_owned),
        ..Facts::default()
    }
}

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn ids(store: &mut Store, offset: usize, limit: usize) -> Vec<String> {
    let list = Sa::by_email();
    let page = store.page::<Sa>(&list, false, offset, limit);
    page.items.iter().map(|(_, account)| Account::id(*account).to_owned()).collect()
}

#[test]
fn accounts_with_one_address_belong_to_one_person() {
    let mut store = Store::default();
    let first = store.create(facts("Jo", Some("jo@example.org")), sendauth("s1"), NOW);
    let second = store.create(facts("Joanna", Some("JO@example.org")), velo("v1"), NOW);
    assert_eq!(first, second);
    assert_eq!(store.person(first).unwrap().facts.given_name, "Joanna");
    assert_eq!(store.by_email::<Velo>("Jo@Example.org").unwrap().1.id(), "v1");
    // A second account at the same provider is another person's, who is not found by the address.
    let third = store.create(facts("Jo", Some("jo@example.org")), sendauth("s2"), NOW);
    assert_ne!(first, third);
    assert_eq!(store.holder("jo@example.org"), Some(first));
    assert_eq!(store.count::<Sa>(), 2);
}

#[test]
fn a_person_lives_as_long_as_an_account() {
    let mut store = Store::default();
    let id = store.create(facts("Jo", Some("jo@example.org")), sendauth("s1"), NOW);
    store.create(facts("Jo", Some("jo@example.org")), velo("v1"), NOW);
    assert_eq!(store.detach::<Sa>(id).unwrap().id(), "s1");
    assert!(store.get::<Sa>("s1").is_none());
    assert_eq!(store.holder("jo@example.org"), Some(id));
    store.detach::<Velo>(id).unwrap();
    assert!(store.person(id).is_none());
    assert_eq!(store.holder("jo@example.org"), None);
    assert!(store.detach::<Velo>(id).is_none());
}

#[test]
fn lists_follow_every_change_whoever_makes_it() {
    let mut store = Store::default();
    for (id, email) in [("c", "c@x.org"), ("a", "a@x.org"), ("b", "b@x.org")] {
        store.create(facts("Jo", Some(email)), sendauth(id), NOW);
    }
    assert_eq!(ids(&mut store, 0, 10), ["a", "b", "c"]);
    assert_eq!(ids(&mut store, 1, 1), ["b"]);
    assert_eq!(ids(&mut store, 3, usize::MAX), [""; 0]);
    let person = store.get::<Sa>("a").unwrap().0.id;
    // Through another provider.
    store.attach(person, velo("v"));
    store.edit(person, |facts, _: &mut Velo| facts.email = Some("z@x.org".to_owned())).unwrap();
    assert_eq!(ids(&mut store, 0, 10), ["b", "c", "a"]);
    assert_eq!((store.holder("a@x.org"), store.holder("z@x.org")), (None, Some(person)));
    store.edit_person(person, |person| person.facts.email = None).unwrap();
    assert_eq!(ids(&mut store, 0, 10), ["a", "b", "c"]);
    let person = store.get::<Sa>("b").unwrap().0.id;
    store.detach::<Sa>(person);
    store.create(facts("New", Some("bb@x.org")), sendauth("bb"), NOW);
    assert_eq!(ids(&mut store, 0, 10), ["a", "bb", "c"]);
}

#[test]
fn a_stored_store_finds_everything_again() {
    let mut store = Store::default();
    let gone = store.create(facts("Gone", Some("gone@x.org")), sendauth("gone"), NOW);
    store.create(facts("Jo", Some("jo@x.org")), sendauth("s"), NOW);
    store.detach::<Sa>(gone);
    let text = serde_json::to_string(&store).unwrap();
    let mut again: Store = serde_json::from_str(&text).unwrap();
    assert_eq!(again.get::<Sa>("s").unwrap().0.facts.given_name, "Jo");
    assert!(again.by_email::<Sa>("JO@x.org").is_some());
    assert_eq!(ids(&mut again, 0, 9), ["s"]);
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}

#[test]
fn a_search_counts_all_and_returns_a_part() {
    let mut store = Store::default();
    for number in 0..10 {
        store.create(facts(if number % 2 == 0 { "Even" } else { "Odd" }, None), sendauth(&number.to_string()), NOW);
    }
    let list = Sa::by_email();
    let page = store.search::<Sa>(&list, true, 1, 2, |person, _| person.facts.given_name == "Odd");
    let found: Vec<_> = page.items.iter().map(|(_, account)| Account::id(*account)).collect();
    assert_eq!((page.total, found), (5, vec!["7", "5"]));
}
