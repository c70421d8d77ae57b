//! The security schemes of a document, as ways to make `Credentials`.

use heck::{ToShoutySnakeCase, ToSnakeCase};
use serde_json::Value;

use crate::reconstruct::validate;

/// One way to authenticate.
pub(super) struct Way {
    /// The name of the function.
    pub(super) name: String,
    /// The arguments, which are also the ends of the variables' names. The first may be public, the last is secret.
    pub(super) arguments: Vec<&'static str>,
    /// What it does, in the third person.
    pub(super) what: String,
    /// The scheme of the runtime, and the expression that makes it from the arguments.
    pub(super) scheme: &'static str,
    pub(super) make: String,
    /// The request header that tells it, with its value for arguments that are each called like themselves.
    pub(super) header: Option<(String, String)>,
}

/// Returns the ways to authenticate, and the schemes that nothing is known to do about.
pub(super) fn read(document: &Value) -> (Vec<Way>, Vec<String>) {
    let schemes = document.pointer("/components/securitySchemes").or_else(|| document.get("securityDefinitions"));
    let (mut ways, mut open) = (Vec::<Way>::new(), Vec::new());
    for (name, scheme) in schemes.and_then(Value::as_object).into_iter().flatten() {
        let found = ways_of(name, scheme);
        if found.is_empty() {
            open.push(format!(
                "the security scheme `{name}` needs a hand-written `Authenticate`; see the runtime's README"
            ));
        }
        for mut way in found {
            if ways.iter().any(|other| other.make == way.make && other.scheme == way.scheme) {
                continue;
            }
            if ways.iter().any(|other| other.name == way.name) {
                way.name = format!("{}_{}", way.name, name.to_snake_case());
            }
            ways.push(way);
        }
    }
    let undescribed = validate::undescribed_schemes(document);
    if !undescribed.is_empty() {
        ways.push(header(&undescribed.into_keys().collect::<Vec<_>>()));
    }
    (ways, open)
}

fn ways_of(name: &str, scheme: &Value) -> Vec<Way> {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    match (text("type"), text("scheme").to_lowercase().as_str(), text("in")) {
        ("basic", ..) | ("http", "basic", _) => vec![basic()],
        ("http", "bearer", _) | ("openIdConnect", ..) => vec![bearer()],
        ("oauth2", ..) => client_credentials(scheme).into_iter().chain([bearer()]).collect(),
        // Named so, it is mostly a bearer token; `Credentials::authorization` has the value as it is.
        ("apiKey", _, "header") if text("name").eq_ignore_ascii_case("authorization") => vec![bearer()],
        ("apiKey", _, "header") => key(name, text("name"), text("name"), "{}").into_iter().collect(),
        ("apiKey", _, "cookie") => {
            key(name, text("name"), "cookie", &format!("{}={{}}", text("name"))).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn basic() -> Way {
    Way {
        name: "basic".to_owned(),
        arguments: vec!["username", "password"],
        what: "Sends a user name and a password by HTTP Basic.".to_owned(),
        scheme: "FixedHeader",
        make: "FixedHeader::basic(username.into().expose(), password)".to_owned(),
        // base64 of `username:password`
        header: Some(("authorization".to_owned(), "Basic dXNlcm5hbWU6cGFzc3dvcmQ=".to_owned())),
    }
}

fn bearer() -> Way {
    Way {
        name: "bearer".to_owned(),
        arguments: vec!["token"],
        what: "Sends a token as `Authorization: Bearer …`.".to_owned(),
        scheme: "FixedHeader",
        make: "FixedHeader::bearer(token)".to_owned(),
        header: Some(("authorization".to_owned(), "Bearer token".to_owned())),
    }
}

/// Takes a header by name, for schemes of which the name is all that is known.
fn header(schemes: &[String]) -> Way {
    let schemes: Vec<String> = schemes.iter().map(|scheme| format!("`{scheme}`")).collect();
    Way {
        name: "header".to_owned(),
        arguments: vec!["header", "header_value"],
        what: format!("Sends a header for {}, which the documentation does not describe.", schemes.join(", ")),
        scheme: "FixedHeader",
        make: "HeaderName::try_from(header.into().expose())\n\
               .map_err(|_| BuildError::InvalidCredentials { reason: \"the header has an invalid name\".to_owned() })\n\
               .and_then(|header| FixedHeader::new(header, &header_value.into()))"
            .to_owned(),
        header: Some(("header".to_owned(), "header_value".to_owned())),
    }
}

fn client_credentials(scheme: &Value) -> Option<Way> {
    let flow = match scheme.get("flow").and_then(Value::as_str) {
        Some("application") => Some(scheme),
        _ => scheme.pointer("/flows/clientCredentials"),
    };
    let url =
        flow?.get("tokenUrl")?.as_str().filter(|url| url.starts_with("https://") && !url.contains(['"', '\\', '{']))?;
    Some(Way {
        name: "client_credentials".to_owned(),
        arguments: vec!["client_id", "client_secret"],
        what: format!("Obtains tokens from `{url}` by the client credentials grant, and renews them."),
        scheme: "OAuth2",
        make: format!(
            "OAuth2::client_credentials({url:?}, client_id.into().expose(), client_secret).map(TokenAuth::new)"
        ),
        header: None,
    })
}

/// Takes a key that a header carries, with `{}` for it in the header's value.
fn key(scheme: &str, documented: &str, header: &str, value: &str) -> Option<Way> {
    let header = header.to_lowercase();
    let token =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !token(&header) || !token(documented) {
        return None;
    }
    let secret = match value {
        "{}" => "&key.into()".to_owned(),
        value => format!("&Secret::new(format!({value:?}, key.into().expose()))"),
    };
    Some(Way {
        name: match scheme.to_snake_case() {
            name if name.contains("key") || name.contains("token") => name,
            _ => "api_key".to_owned(),
        },
        arguments: vec!["key"],
        what: format!("Sends a key in the header `{header}`."),
        scheme: "FixedHeader",
        make: format!("FixedHeader::new(HeaderName::from_static({header:?}), {secret})"),
        header: Some((header, value.replace("{}", "key"))),
    })
}

impl Way {
    /// Returns the variables that `from_env` takes the arguments from.
    pub(super) fn variables(&self, prefix: &str) -> Vec<String> {
        let name = |argument: &&str| match *argument {
            "key" => format!("{prefix}_{}", self.name.to_shouty_snake_case()),
            argument => format!("{prefix}_{}", argument.to_uppercase()),
        };
        self.arguments.iter().map(name).collect()
    }

    /// Returns the call with the arguments' names as their values.
    pub(super) fn example(&self) -> String {
        let arguments: Vec<_> = self.arguments.iter().map(|argument| format!("{argument:?}")).collect();
        format!("Credentials::{}({})", self.name, arguments.join(", "))
    }

    /// Returns the function.
    pub(super) fn function(&self) -> String {
        let parameters: Vec<_> = self.arguments.iter().map(|name| format!("{name}: impl Into<Secret>")).collect();
        format!(
            "    /// {}\n    pub fn {}({}) -> Self {{\n        Self::from_scheme({})\n    }}\n",
            self.what,
            self.name,
            parameters.join(", "),
            self.make
        )
    }

    /// Returns the statement that takes it from the environment, if its last variable is set.
    pub(super) fn environment_statement(&self, prefix: &str) -> String {
        let variables = self.variables(prefix);
        let (last, others) = match variables.split_last() {
            Some(split) => split,
            None => return String::new(),
        };
        let others = others.iter().map(|name| format!("environment.required({name:?})?, ")).collect::<String>();
        format!(
            "    if let Some(secret) = environment.optional({last:?})? {{\n\
             \x20       return Ok(builder.credentials(Credentials::{}({others}secret)));\n    }}\n",
            self.name
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_kind_of_scheme_is_a_way_or_is_named() {
        let (ways, open) = read(&json!({"components": {"securitySchemes": {
            "login": {"type": "http", "scheme": "Basic"},
            "token": {"type": "http", "scheme": "bearer"},
            "sso": {"type": "openIdConnect", "openIdConnectUrl": "https://id.example/"},
            "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://id.example/token", "scopes": {}}}},
            "app": {"type": "apiKey", "in": "header", "name": "X-Acme-Key"},
            "appToken": {"type": "apiKey", "in": "header", "name": "X-Acme-Token"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
            "inUrl": {"type": "apiKey", "in": "query", "name": "key"},
            "odd": {"type": "apiKey", "in": "header", "name": "X-Odd\r\nX: y"},
            "certificate": {"type": "mutualTLS"},
        }}}));
        let names: Vec<_> = ways.iter().map(|way| way.name.as_str()).collect();
        assert_eq!(names, ["basic", "bearer", "client_credentials", "api_key", "app_token", "api_key_session"]);
        assert_eq!(ways[5].header, Some(("cookie".to_owned(), "sid=key".to_owned())));
        assert_eq!(ways[0].variables("ACME"), ["ACME_USERNAME", "ACME_PASSWORD"]);
        assert_eq!(ways[4].variables("ACME"), ["ACME_APP_TOKEN"]);
        let open = open.join("\n");
        for name in ["inUrl", "odd", "certificate"] {
            assert!(open.contains(&format!("`{name}`")), "{open}");
        }
    }

    #[test]
    fn what_is_not_described_can_be_sent_as_a_header() {
        let operation = |names: Value| json!({"x-unresolved-security": names});
        let (ways, open) = read(&json!({"paths": {
            "/a": {"get": operation(json!(["Signed"])), "put": operation(json!(["Signed", "token"]))},
        }, "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}}));
        let names: Vec<_> = ways.iter().map(|way| way.name.as_str()).collect();
        assert_eq!((names, open), (vec!["bearer", "header"], vec![]));
        assert!(ways[1].what.contains("`Signed`") && !ways[1].what.contains("`token`"), "{}", ways[1].what);
        assert_eq!(ways[1].variables("ACME"), ["ACME_HEADER", "ACME_HEADER_VALUE"]);
    }

    #[test]
    fn swagger_2_has_them_elsewhere() {
        let (ways, open) = read(&json!({"securityDefinitions": {
            "a": {"type": "basic"},
            "b": {"type": "oauth2", "flow": "application", "tokenUrl": "https://id.example/token"},
        }}));
        let names: Vec<_> = ways.iter().map(|way| way.name.as_str()).collect();
        assert_eq!((names, open), (vec!["basic", "client_credentials", "bearer"], vec![]));
    }
}
