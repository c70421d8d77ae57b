//! The five providers side by side, for tests that are the same for all of them.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use crate::raw::{Answer, Raw};
use crate::{finbourne, obp, saasus, sendauth, velo};

/// One provider, with credentials that work.
pub(crate) struct Api<'a> {
    pub(crate) name: &'static str,
    /// `operationId` and target of a list.
    pub(crate) list: (&'static str, &'static str),
    /// `operationId` and path that make a user.
    pub(crate) create: (&'static str, &'static str),
    pub(crate) raw: Raw,
    sandbox: &'a Sandbox,
}

/// Returns all of them.
pub(crate) async fn apis(sandbox: &Sandbox) -> [Api<'_>; 5] {
    let api = |name, list, create, raw| Api { name, list, create, raw, sandbox };
    [
        api(
            "velo",
            ("listUsers", "/v2/users?pageSize=5&page="),
            ("inviteUser", "/v2/users/invite"),
            velo::raw(sandbox).await,
        ),
        api(
            "sendauth",
            ("listUsers", "/api/v1/users?perPage=5&page="),
            ("createUser", "/api/v1/users"),
            sendauth::raw(sandbox),
        ),
        api("finbourne", ("ListUsers", "/api/users"), ("CreateUser", "/api/users"), finbourne::raw(sandbox)),
        api(
            "obp",
            ("getUsers", "/obp/v5.0.0/users?limit=5&offset="),
            ("createUser", "/obp/v5.0.0/users"),
            obp::raw(sandbox),
        ),
        api("saasus", ("GetSaasUsers", "/users"), ("CreateSaasUser", "/users"), Raw::new(sandbox.saasus().base_url())),
    ]
}

impl Api<'_> {
    /// Returns the target of the first or of the second page; where there are no pages it is the same.
    pub(crate) fn page(&self, second: bool) -> String {
        let number = match (self.name, second) {
            ("obp", true) => "5",
            ("obp", false) => "0",
            ("finbourne" | "saasus", _) => "",
            (_, true) => "2",
            (_, false) => "1",
        };
        format!("{}{number}", self.list.1)
    }

    /// Returns the list.
    pub(crate) async fn list(&self) -> Answer {
        self.send(self.raw.request(Method::GET, &self.page(false))).await
    }

    /// Adds what a signature needs, if the provider has one.
    pub(crate) fn finish(&self, request: RequestBuilder) -> RequestBuilder {
        if self.name == "saasus" { saasus::sign(self.sandbox, request, self.sandbox.now()) } else { request }
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        self.raw.send(self.finish(request)).await
    }

    /// Sends a body that makes a user, or should.
    pub(crate) fn creation(&self, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.raw.request(Method::POST, self.create.1);
        self.finish(request.header("content-type", "application/json").body(body))
    }

    /// Returns a body that makes a user.
    pub(crate) fn newcomer(&self) -> Value {
        let email = "newcomer@example.org";
        match self.name {
            "velo" => json!({ "email": email, "mfaType": "TOTP", "smsNumber": "+12025550123",
                "primaryContactNumber": "11235555555", "roles": ["payor.admin"],
                "firstName": "Ada", "lastName": "Byron" }),
            "sendauth" => json!({ "email": email, "firstName": "Ada", "lastName": "Byron" }),
            "finbourne" => json!({ "emailAddress": email, "login": email, "type": "Personal",
                "firstName": "Ada", "lastName": "Byron" }),
            "obp" => {
                json!({ "email": email, "username": "newcomer", "password": "Long-enough-1-pass",
                "first_name": "Ada", "last_name": "Byron" })
            }
            _ => json!({ "email": email, "password": "Long-enough-1-pass" }),
        }
    }

    /// Returns whether a body is an error as the provider shapes it.
    pub(crate) fn is_error(&self, body: &Value) -> bool {
        match self.name {
            "velo" => body["errors"][0]["errorMessage"].is_string(),
            "sendauth" => body["error"].is_string(),
            "finbourne" => body["code"].is_i64() && body["name"].is_string(),
            "obp" => body["code"].is_i64() && body["message"].is_string(),
            _ => body["type"].is_string() && body["message"].is_string(),
        }
    }
}
