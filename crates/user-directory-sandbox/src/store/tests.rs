use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::*;
use crate::clock::{Clock, Time};
use crate::context::{Common, Context};
use crate::rng::Rng;

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// An account that has a login, and is listed by e-mail address.
#[derive(Serialize, Deserialize)]
struct Plain {
    id: String,
    login: String,
}

impl Account for Plain {
    type List = ();

    fn id(&self) -> &str {
        &self.id
    }

    fn name(&self) -> Option<String> {
        Some(self.login.clone())
    }

    fn place(&self, person: &Person, (): &()) -> Option<String> {
        Some(person.facts.email.clone().unwrap_or_default())
    }
}

#[derive(Default)]
struct State {
    accounts: Accounts<Plain>,
}

impl Directory for State {
    type Account = Plain;

    fn accounts(&self) -> &Accounts<Plain> {
        &self.accounts
    }

    fn accounts_mut(&mut self) -> &mut Accounts<Plain> {
        &mut self.accounts
    }
}

fn common() -> Common {
    Common { time: Time::from(Clock::Fixed(NOW)), rng: Rng::new(1, "test", 0), people: People::default() }
}

fn at<'a>(common: &'a mut Common, state: &'a mut State) -> Context<'a, State> {
    Context { common, state, base_url: "", caller: None }
}

fn facts(name: &str, email: Option<&str>) -> Facts {
    Facts { given_name: name.to_owned(), email: email.map(str::to_owned), ..Facts::default() }
}

fn account(id: &str) -> Plain {
    Plain { id: id.to_owned(), login: format!("{id}-login") }
}

fn ids(context: &mut Context<'_, State>, offset: usize, limit: usize) -> Vec<String> {
    let page = context.page(&(), false, offset, limit);
    context.show(&page.people, |_, account| account.id.clone())
}

#[test]
fn accounts_with_one_address_belong_to_one_person() {
    let (mut common, mut here, mut there) = (common(), State::default(), State::default());
    let first = at(&mut common, &mut here).create(facts("Jo", Some("jo@example.org")), account("h1"));
    let second = at(&mut common, &mut there).create(facts("Joanna", Some("JO@example.org")), account("t1"));
    assert_eq!(first, second);
    let mut context = at(&mut common, &mut here);
    assert_eq!(context.person(first).unwrap().facts.given_name, "Joanna");
    assert_eq!(context.user_by_email("Jo@Example.org").unwrap().1.id, "h1");
    // A second account at the same provider is another person's, who is not found by the address.
    let third = context.create(facts("Jo", Some("jo@example.org")), account("h2"));
    assert_ne!(first, third);
    assert_eq!(context.common.people.holder("jo@example.org"), Some(first));
    assert!(context.is_taken("jo@example.org", None) && context.is_taken("jo@example.org", Some(third)));
    assert!(!context.is_taken("jo@example.org", Some(first)));
}

#[test]
fn a_person_lives_as_long_as_an_account() {
    let (mut common, mut here, mut there) = (common(), State::default(), State::default());
    let id = at(&mut common, &mut here).create(facts("Jo", Some("jo@example.org")), account("h1"));
    at(&mut common, &mut there).create(facts("Jo", Some("jo@example.org")), account("t1"));
    let mut context = at(&mut common, &mut here);
    assert_eq!(context.remove(id).unwrap().id, "h1");
    assert!(context.user_by_id("h1").is_none() && context.user_by_name("h1-login").is_none());
    assert_eq!(context.common.people.holder("jo@example.org"), Some(id));
    let mut context = at(&mut common, &mut there);
    context.remove(id).unwrap();
    assert!(context.person(id).is_none() && context.remove(id).is_none());
    assert_eq!(context.common.people.holder("jo@example.org"), None);
}

#[test]
fn lists_and_names_follow_every_change_whoever_makes_it() {
    let (mut common, mut state) = (common(), State::default());
    let mut context = at(&mut common, &mut state);
    for (id, email) in [("c", "c@x.org"), ("a", "a@x.org"), ("b", "b@x.org")] {
        context.create(facts("Jo", Some(email)), account(id));
    }
    assert_eq!(ids(&mut context, 0, 10), ["a", "b", "c"]);
    assert_eq!(ids(&mut context, 1, 1), ["b"]);
    assert_eq!(ids(&mut context, 3, usize::MAX), [""; 0]);
    let person = context.user_by_id("a").unwrap().0.id;
    context.edit_facts(person, |facts| facts.email = Some("z@x.org".to_owned())).unwrap();
    assert_eq!(ids(&mut context, 0, 10), ["b", "c", "a"]);
    assert_eq!(
        (context.common.people.holder("a@x.org"), context.common.people.holder("z@x.org")),
        (None, Some(person))
    );
    context.edit(person, |account| account.login = "new".to_owned()).unwrap();
    assert!(context.user_by_name("a-login").is_none() && context.user_by_name("new").is_some());
    let person = context.user_by_id("b").unwrap().0.id;
    context.remove(person);
    context.create(facts("New", Some("bb@x.org")), account("bb"));
    assert_eq!(ids(&mut context, 0, 10), ["bb", "c", "a"]);
    // More changes than are remembered.
    let person = context.user_by_id("c").unwrap().0.id;
    for number in 0..25_000 {
        context.edit_facts(person, |facts| facts.email = Some(format!("{number}@x.org")));
    }
    assert_eq!(ids(&mut context, 0, 10), ["c", "bb", "a"]);
    assert_eq!(context.with_key(&(), "24999@x.org"), [person]);
}

#[test]
fn what_was_stored_is_found_again() {
    let (mut common, mut state) = (common(), State::default());
    let mut context = at(&mut common, &mut state);
    let gone = context.create(facts("Gone", Some("gone@x.org")), account("gone"));
    context.create(facts("Jo", Some("jo@x.org")), account("s"));
    context.remove(gone);
    let text = |common: &Common, state: &State| serde_json::to_string(&(&common.people, &state.accounts)).unwrap();
    let written = text(&common, &state);
    (common.people, state.accounts) = serde_json::from_str(&written).unwrap();
    assert_eq!(text(&common, &state), written);
    let mut context = at(&mut common, &mut state);
    assert_eq!(context.user_by_id("s").unwrap().0.facts.given_name, "Jo");
    assert!(context.user_by_email("JO@x.org").is_some() && context.user_by_name("s-login").is_some());
    assert_eq!(ids(&mut context, 0, 9), ["s"]);
}
