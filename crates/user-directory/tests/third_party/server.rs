//! A server with a part of SCIM 2.0, in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use test_support::{Received, Reply, Server};

pub(crate) const TOKEN: &str = "let me in";

/// What is wrong with the server.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    /// How long a list does without somebody who is new.
    pub(crate) lag: Duration,
    pub(crate) wrong_token: bool,
    pub(crate) ignores_active: bool,
}

pub(crate) async fn start(faults: Faults) -> Server {
    let store = Mutex::new(Store { faults, ..Store::default() });
    Server::start(move |request, _| store.lock().unwrap().answer(request)).await
}

#[derive(Default)]
struct Store {
    faults: Faults,
    last: u64,
    users: BTreeMap<u64, (Value, Option<Instant>)>,
}

fn problem(status: u16, detail: &str) -> Reply {
    Reply::json(status, json!({"status": status.to_string(), "detail": detail}).to_string())
}

impl Store {
    fn answer(&mut self, request: &Received) -> Reply {
        if request.authorization() != format!("Bearer {TOKEN}") || self.faults.wrong_token {
            return problem(401, "the token is not known");
        }
        let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
        let id = request.path().strip_prefix("/Users/").map(|id| id.parse::<u64>().unwrap_or_default());
        match (request.method.as_str(), id) {
            ("GET", None) => self.list(&request.target),
            ("POST", None) => self.create(body),
            (method, Some(id)) if self.users.contains_key(&id) => match method {
                "GET" => Reply::json(200, self.users[&id].0.to_string()),
                "PATCH" => self.patch(id, &body),
                "DELETE" => {
                    self.users.remove(&id);
                    Reply::status(204)
                }
                _ => problem(405, "no such method"),
            },
            _ => problem(404, "there is no such resource"),
        }
    }

    fn list(&self, target: &str) -> Reply {
        let url = reqwest::Url::parse(&format!("http://server{target}")).unwrap();
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        let number = |name: &str, default| query.get(name).and_then(|text| text.parse().ok()).unwrap_or(default);
        let address = query.get("filter").map(|filter| {
            let quoted = filter.strip_prefix("emails.value eq ").unwrap();
            serde_json::from_str::<String>(quoted).unwrap()
        });
        let mut found: Vec<_> = self.users.values().collect();
        found.retain(|(user, new)| {
            let late = new.is_some_and(|at| at.elapsed() < self.faults.lag);
            let own = user["emails"][0]["value"].as_str().unwrap();
            !late && address.as_ref().is_none_or(|address| own.eq_ignore_ascii_case(address))
        });
        let (start, count) = (number("startIndex", 1), number("count", 100).min(200));
        let page: Vec<_> = found.iter().skip(start - 1).take(count).map(|(user, _)| user).collect();
        Reply::json(200, json!({"totalResults": found.len(), "startIndex": start, "Resources": page}).to_string())
    }

    fn create(&mut self, mut user: Value) -> Reply {
        let name = user["userName"].as_str().unwrap().to_lowercase();
        if self.users.values().any(|(other, _)| other["userName"].as_str().unwrap().to_lowercase() == name) {
            return problem(409, &format!("{name} is taken"));
        }
        self.last += 1;
        user["id"] = format!("{}", 100_000 + self.last).into();
        user.as_object_mut().unwrap().remove("password");
        if self.faults.ignores_active {
            user["active"] = true.into();
        }
        let answer = user.to_string();
        self.users.insert(100_000 + self.last, (user, Some(Instant::now())));
        Reply::json(201, answer)
    }

    fn patch(&mut self, id: u64, body: &Value) -> Reply {
        let Some((user, _)) = self.users.get_mut(&id) else { return problem(404, "there is no such resource") };
        for operation in body["Operations"].as_array().unwrap() {
            match operation["path"].as_str().unwrap() {
                "active" if self.faults.ignores_active => {}
                path => {
                    let pointer = format!("/{}", path.replace('.', "/").replace("emails", "emails/0"));
                    *user.pointer_mut(&pointer).unwrap() = operation["value"].clone();
                }
            }
        }
        Reply::json(200, user.to_string())
    }
}
