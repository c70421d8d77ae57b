//! A server that answers what a test says, and checks that are the same for all providers.

use std::sync::Mutex;

use httpmock::{Mock, MockServer};
use serde_json::Value;
use user_directory::request::Lifecycle;
use user_directory::{
    Action, Directory, ErrorKind, Grant, Key, ListQuery, NewUser, Requests, Result, Support, UserId, UserPatch, Verb,
};

/// A server with an answer for each request that a test expects. It answers others with 404.
pub(crate) struct Scene {
    server: MockServer,
    mocks: Mutex<Vec<usize>>,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        Self { server: MockServer::start_async().await, mocks: Mutex::default() }
    }

    pub(crate) fn url(&self) -> String {
        self.server.base_url()
    }

    /// Answers a request such as `GET /users?page=1`; more parameters than these may come. `null` is no body.
    pub(crate) async fn on(&self, request: &str, status: u16, answer: Value) {
        self.answer(request, None, status, answer).await;
    }

    /// Answers a request with exactly this body.
    pub(crate) async fn on_body(&self, request: &str, body: Value, status: u16, answer: Value) {
        self.answer(request, Some(body), status, answer).await;
    }

    async fn answer(&self, request: &str, body: Option<Value>, status: u16, answer: Value) {
        let (method, target) = request.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mock = self
            .server
            .mock_async(|mut when, then| {
                when = when.method(method).path(path);
                for pair in query.split('&').filter(|pair| !pair.is_empty()) {
                    let (name, value) = pair.split_once('=').unwrap();
                    when = when.query_param(name, value);
                }
                if let Some(body) = body {
                    when.json_body(body);
                }
                let then = then.status(status).header("x-request-id", "r-1");
                if status == 429 {
                    then.header("retry-after", "7").json_body(answer);
                } else if !answer.is_null() {
                    then.json_body(answer);
                }
            })
            .await;
        self.mocks.lock().unwrap().push(mock.id());
    }

    /// Returns how many requests were answered as the test says.
    pub(crate) async fn calls(&self) -> usize {
        let ids = self.mocks.lock().unwrap().clone();
        let mut calls = 0;
        for id in ids {
            calls += Mock::new(id, &self.server).calls_async().await;
        }
        calls
    }

    /// Forgets all answers.
    pub(crate) async fn clear(&self) {
        self.mocks.lock().unwrap().clear();
        self.server.reset_async().await;
    }
}

/// What verbs are called with.
pub(crate) struct With {
    pub(crate) id: UserId,
    pub(crate) email: &'static str,
    pub(crate) new: NewUser,
    pub(crate) patch: UserPatch,
    pub(crate) grant: Grant,
}

/// Calls a verb by its value.
pub(crate) async fn call(directory: &Directory, verb: Verb, with: &With) -> Result<()> {
    let (id, grant) = (&with.id, with.grant.clone());
    match verb {
        Verb::Check => directory.check().await.map(drop),
        Verb::List => directory.list().collect().await.map(drop),
        Verb::ListDeleted => directory.list_deleted().collect().await.map(drop),
        Verb::Get => directory.get(id).await.map(drop),
        Verb::FindByEmail => directory.find_by_email(with.email).await.map(drop),
        Verb::FindByUserName => directory.find(Key::UserName("ada".to_owned())).await.map(drop),
        Verb::FindByExternalId => directory.find(Key::ExternalId("ada".to_owned())).await.map(drop),
        Verb::Create => directory.create(with.new.clone()).await.map(drop),
        Verb::Invite => {
            let mut new = with.new.clone();
            // Some take a password for a creation, and none for an invitation.
            new.keep_only(&directory.capabilities().invite);
            directory.invite(new).await.map(drop)
        }
        Verb::Update => directory.update(id, with.patch.clone()).await,
        Verb::Delete => directory.delete(id).await,
        Verb::Purge => directory.purge(id).await,
        Verb::Grants => directory.grants(id).await.map(drop),
        Verb::Grant => directory.grant(id, grant).await,
        Verb::Revoke => directory.revoke(id, grant).await,
        Verb::ReplaceGrants => directory.replace_grants(id, vec![grant]).await,
        verb => {
            let mut actions = Action::ALL.iter();
            let action = actions.find(|action| action.verb() == verb).unwrap();
            let done = directory.as_dyn().lifecycle(Lifecycle::new(id, *action)).await;
            done.map(drop)
        }
    }
}

/// Checks that each verb makes as many requests as the test says and the table allows, and that the test has every
/// supported verb.
pub(crate) async fn costs(directory: &Directory, scene: &Scene, with: &With, cases: &[(Verb, usize)]) {
    for (verb, support) in directory.capabilities().verbs() {
        let case = cases.iter().find(|(known, _)| *known == verb);
        assert_eq!(support.is_supported(), case.is_some(), "{verb}");
        let Some((_, wanted)) = case else { continue };
        let before = scene.calls().await;
        call(directory, verb, with).await.unwrap_or_else(|error| panic!("{error:?}"));
        let made = scene.calls().await - before;
        assert_eq!(made, *wanted, "{verb}");
        match support {
            Support::Native { .. } => assert_eq!(made, 1, "{verb}"),
            Support::Emulated { requests, .. } => match requests {
                Requests::Exactly(n) => assert_eq!(made, usize::from(*n), "{verb}"),
                Requests::UpTo(n) => assert!(made <= usize::from(*n), "{verb}"),
                // The lists of these tests have one page.
                Requests::PerPage => assert!(made <= 2, "{verb}"),
                // How many items change, the test knows.
                Requests::PerItem => assert!(made >= 1, "{verb}"),
                other => panic!("{verb} has {other:?}"),
            },
            other => panic!("{verb} has {other:?}"),
        }
    }
}

/// Checks what a status means, for a verb whose request is `request`.
pub(crate) async fn means(
    scene: &Scene,
    directory: &Directory,
    (verb, request): (Verb, &str),
    with: &With,
    cases: &[(u16, Value, ErrorKind)],
) {
    for (status, answer, kind) in cases {
        scene.clear().await;
        scene.on(request, *status, answer.clone()).await;
        let error = call(directory, verb, with).await.unwrap_err();
        assert_eq!(error.kind(), *kind, "{verb} {status} {answer}: {error:?}");
        assert_eq!(error.provider(), directory.provider());
        assert_eq!(error.verb(), Some(verb));
        if *kind != ErrorKind::Decode {
            assert_eq!(error.status(), Some(*status));
        }
        assert!(error.operation().is_some());
        assert_eq!(error.request_id(), Some("r-1"));
        let wait = error.retry_after().map(|wait| wait.as_secs());
        assert_eq!(wait, (*status == 429).then_some(7));
        assert!(std::error::Error::source(&error).is_some());
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("secret"), "{shown}");
        }
    }
}

/// Checks that an id of another form belongs to nobody, and that nothing is sent for it.
pub(crate) async fn refuses_ids(scene: &Scene, directory: &Directory, with: &With, ids: &[&str]) {
    scene.clear().await;
    for method in ["GET", "POST", "PUT", "DELETE"] {
        // Any path: a request that is sent is counted.
        let any = scene.server.mock_async(|when, then| {
            when.method(method);
            then.status(200);
        });
        let id = any.await.id();
        scene.mocks.lock().unwrap().push(id);
    }
    for id in ids {
        let with = With {
            id: UserId::new(*id).unwrap(),
            new: with.new.clone(),
            patch: with.patch.clone(),
            grant: with.grant.clone(),
            email: with.email,
        };
        for verb in Verb::ALL.iter().filter(|verb| directory.supports(**verb)) {
            let of_a_user = !matches!(
                verb,
                Verb::Check
                    | Verb::List
                    | Verb::ListDeleted
                    | Verb::FindByEmail
                    | Verb::FindByUserName
                    | Verb::FindByExternalId
                    | Verb::Create
                    | Verb::Invite
            );
            if of_a_user {
                let error = call(directory, *verb, &with).await.unwrap_err();
                assert!(error.is_not_found(), "{verb} {id}: {error:?}");
            }
        }
    }
    assert_eq!(scene.calls().await, 0);
}

/// Fetches the first two pages.
pub(crate) async fn two_pages(directory: &Directory, query: ListQuery) -> Vec<Vec<String>> {
    let mut pages = directory.pages(query);
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        let items = page.unwrap().items;
        ids.push(items.iter().map(|user| user.id.to_string()).collect());
    }
    ids
}
