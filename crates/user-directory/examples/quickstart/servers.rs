//! One loopback server a provider, answering in that provider's own format.

use httpmock::MockServer;
use serde_json::{Value, json};

/// The five servers.
pub(crate) struct Servers {
    velo: MockServer,
    sendauth: MockServer,
    finbourne: MockServer,
    obp: MockServer,
    saasus: MockServer,
}

impl Servers {
    /// Starts the servers and fills them with people.
    pub(crate) async fn start() -> Self {
        let servers = Self {
            velo: MockServer::start_async().await,
            sendauth: MockServer::start_async().await,
            finbourne: MockServer::start_async().await,
            obp: MockServer::start_async().await,
            saasus: MockServer::start_async().await,
        };
        servers.fill_velo().await;
        servers.fill_sendauth().await;
        servers.fill_finbourne().await;
        servers.fill_obp().await;
        servers.fill_saasus().await;
        servers
    }

    pub(crate) fn velo(&self) -> String {
        self.velo.base_url()
    }

    pub(crate) fn sendauth(&self) -> String {
        self.sendauth.base_url()
    }

    pub(crate) fn finbourne(&self) -> String {
        self.finbourne.url("/identity")
    }

    pub(crate) fn obp(&self) -> String {
        self.obp.base_url()
    }

    pub(crate) fn saasus(&self) -> String {
        self.saasus.url("/v1/auth")
    }

    async fn fill_velo(&self) {
        let users = [
            json!({"id": "8a6c1a52-6c9f-4bd5-9a57-0d1c3f2a7b10", "status": "ENABLED", "email": "ana.sousa@example.com",
                "firstName": "Ana", "lastName": "Sousa", "roles": [{"name": "payor.admin"}], "lockedOut": false}),
            json!({"id": "0f0b6a5e-98b5-4f0e-a2c9-4d6f5f1f9a33", "status": "PENDING", "email": "ben.ofori@example.com",
                "firstName": "Ben", "lastName": "Ofori", "roles": [], "lockedOut": true}),
        ];
        let list = json!({
            "page": {"numberOfElements": 2, "totalElements": 2, "totalPages": 1, "page": 1, "pageSize": 25},
            "links": [], "content": users,
        });
        get(&self.velo, "/v2/users", list).await;
        for user in users {
            get_one(&self.velo, "/v2/users", &user, "id").await;
        }
    }

    async fn fill_sendauth(&self) {
        let users = [
            json!({"id": "5f9b0c1e-3f0a-4c55-8a41-6b1c0de7f201", "role": "admin", "username": "chen",
                "firstName": "Chen", "lastName": "Li", "email": "chen.li@example.com", "hasPasskeys": true}),
            json!({"id": "b7a4c7de-52a3-4e61-8f8c-2e8ab5d5a702", "role": "user", "username": "dana",
                "firstName": "Dana", "lastName": "Novak", "email": "dana.novak@example.com", "hasPasskeys": false}),
        ];
        get(
            &self.sendauth,
            "/api/v1/users",
            json!({"rows": users, "total": 2}),
        )
        .await;
        for user in users {
            get_one(&self.sendauth, "/api/v1/users", &user, "id").await;
        }
    }

    async fn fill_finbourne(&self) {
        let users = [
            json!({"id": "00u1", "emailAddress": "emil.berg@example.com", "login": "emil.berg@example.com",
                "firstName": "Emil", "lastName": "Berg", "type": "Personal", "status": "ACTIVE", "external": false}),
            json!({"id": "00u2", "emailAddress": "robot@example.com", "login": "robot@example.com",
                "firstName": "Night", "lastName": "Robot", "type": "Service", "status": "SUSPENDED", "external": false}),
        ];
        get(&self.finbourne, "/identity/api/users", json!(users)).await;
        for user in users {
            get_one(&self.finbourne, "/identity/api/users", &user, "id").await;
        }
    }

    async fn fill_obp(&self) {
        let users = [
            json!({"user_id": "9c3f0d4e-1111-4d52-b6a7-3f1a4d5b6c01", "email": "fatima@example.com", "provider_id": "fatima",
                "provider": "https://bank.example", "username": "fatima", "entitlements": {"list": []},
                "is_deleted": false, "is_locked": false}),
            json!({"user_id": "9c3f0d4e-2222-4d52-b6a7-3f1a4d5b6c02", "email": "george@example.com", "provider_id": "george",
                "provider": "https://bank.example", "username": "george", "entitlements": {"list": []},
                "is_deleted": false, "is_locked": true}),
        ];
        get(&self.obp, "/obp/v5.0.0/users", json!({"users": users})).await;
        for user in users {
            get_one(&self.obp, "/obp/v5.0.0/users/user_id", &user, "user_id").await;
        }
    }

    async fn fill_saasus(&self) {
        let users = [
            json!({"id": "b0a7c3a4-8be2-11ec-a8a3-0242ac120002", "email": "hana@example.com"}),
            json!({"id": "c1b8d4b5-8be2-11ec-a8a3-0242ac120002", "email": "ivan@example.com"}),
        ];
        get(&self.saasus, "/v1/auth/users", json!({"users": users})).await;
        for user in users {
            get_one(&self.saasus, "/v1/auth/users", &user, "id").await;
        }
    }
}

/// Serves one user of a list under its id.
async fn get_one(server: &MockServer, collection: &str, user: &Value, key: &str) {
    let id = user[key].as_str().unwrap_or_default();
    get(server, &format!("{collection}/{id}"), user.clone()).await;
}

/// Answers `GET path`, but only to callers who authenticate.
async fn get(server: &MockServer, path: &str, body: Value) {
    server
        .mock_async(|when, then| {
            when.method("GET").path(path).header_exists("authorization");
            then.status(200).json_body(body);
        })
        .await;
}
