//! The calls that are measured: a list and a get of every provider, with the credentials that it asks for.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::Failure;
use crate::http;
use crate::servers::Sandbox;

/// A request that is sent again and again.
pub(crate) struct Probe {
    pub(crate) name: &'static str,
    target: String,
    proof: Proof,
}

/// How a probe proves who sends it.
enum Proof {
    /// With this header.
    Header(String),
    /// With a signature of SaaSus, by these credentials.
    Signature(Value),
}

impl Probe {
    fn new(name: &'static str, target: impl Into<String>, authorization: &str) -> Self {
        Self { name, target: target.into(), proof: Proof::Header(authorization.to_owned()) }
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or(&self.target)
    }

    /// Writes the request. A spelling other than 0 encodes letters of the path that need no encoding, and adds parameters
    /// that are empty.
    pub(crate) fn bytes(&self, address: SocketAddr, spelling: usize) -> Result<Vec<u8>, Failure> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let (mut target, mut bits) = (Vec::new(), spelling % 32);
        for letter in path.bytes().rev() {
            if bits & 1 == 1 && letter.is_ascii_alphanumeric() {
                target.extend(format!("%{letter:02X}").bytes().rev());
            } else {
                target.push(letter);
            }
            if letter.is_ascii_alphanumeric() {
                bits >>= 1;
            }
        }
        target.reverse();
        let mut target = String::from_utf8(target)?;
        let empty = "&".repeat(spelling / 32);
        if !query.is_empty() || !empty.is_empty() {
            target = format!("{target}?{query}{empty}");
        }
        let authorization = match &self.proof {
            Proof::Header(header) => header.clone(),
            Proof::Signature(credentials) => signature(credentials, address, &target)?,
        };
        Ok(request("GET", address, &target, &authorization))
    }
}

fn request(method: &str, address: SocketAddr, target: &str, authorization: &str) -> Vec<u8> {
    let length = if method == "POST" { "content-length: 0\r\n" } else { "" };
    format!(
        "{method} {target} HTTP/1.1\r\nhost: {address}\r\naccept: application/json\r\n\
         {length}authorization: {authorization}\r\n\r\n"
    )
    .into_bytes()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn basic(user: &Value, password: &Value) -> String {
    let pair = format!("{}:{}", text(user), text(password));
    format!("Basic {}", STANDARD.encode(pair))
}

fn signature(credentials: &Value, address: SocketAddr, path: &str) -> Result<String, Failure> {
    let key = text(&credentials["api_key"]);
    let mut mac = Hmac::<Sha256>::new_from_slice(text(&credentials["secret_key"]).as_bytes())?;
    let minute = chrono::Utc::now().format("%Y%m%d%H%M");
    mac.update(format!("{minute}{key}GET{address}{path}").as_bytes());
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = text(&credentials["saas_id"]);
    Ok(format!("SAASUSSIGV1 Sig={hex}, SaaSID={id}, APIKey={key}"))
}

/// Returns a list and a get of every provider; the user is one of the list.
pub(crate) fn probes(sandbox: &Sandbox) -> Result<Vec<Probe>, Failure> {
    let address = sandbox.address;
    let credentials = |provider: &str| sandbox.known[provider]["credentials"].clone();
    let read = |probe: &Probe| -> Result<Value, Failure> {
        let answer = http::once(address, &probe.bytes(address, 0)?)?;
        Ok(serde_json::from_slice(&answer.body)?)
    };
    let mut probes = Vec::new();

    let own = credentials("sendauth");
    let proof = basic(&own["username"], &own["password"]);
    let path = "/sendauth/api/v1/users";
    let list = Probe::new("SendAuth list", format!("{path}?perPage=25&page=1"), &proof);
    let id = &read(&list)?["rows"][0]["id"];
    let target = format!("{path}/{}", text(id));
    probes.extend([list, Probe::new("SendAuth get", target, &proof)]);

    let proof = format!("Bearer {}", text(&credentials("finbourne")["token"]));
    let path = "/finbourne/identity/api/users";
    let list = Probe::new("FINBOURNE list", path, &proof);
    let id = &read(&list)?[1]["id"];
    let target = format!("{path}/{}", text(id));
    probes.extend([list, Probe::new("FINBOURNE get", target, &proof)]);

    let own = credentials("velo");
    let target = "/velo/v1/authenticate?grant_type=client_credentials";
    let login = request("POST", address, target, &basic(&own["key"], &own["secret"]));
    let token: Value = serde_json::from_slice(&http::once(address, &login)?.body)?;
    let proof = format!("Bearer {}", text(&token["access_token"]));
    let path = "/velo/v2/users";
    let list = Probe::new("Velo list", format!("{path}?pageSize=25&page=1"), &proof);
    let id = &read(&list)?["content"][0]["id"];
    let target = format!("{path}/{}", text(id));
    probes.extend([list, Probe::new("Velo get", target, &proof)]);

    let proof = format!("Bearer {}", text(&credentials("obp")["bearer_token"]));
    let path = "/obp/obp/v5.0.0/users";
    let list = Probe::new("Open Bank Project list", format!("{path}?limit=25&offset=0"), &proof);
    let id = &read(&list)?["users"][0]["user_id"];
    let target = format!("{path}/user_id/{}", text(id));
    probes.extend([list, Probe::new("Open Bank Project get", target, &proof)]);

    let signed = |name, target: String| Probe { name, target, proof: Proof::Signature(credentials("saasus")) };
    let path = "/saasus/v1/auth/users";
    let list = signed("SaaSus list", path.to_owned());
    let id = &read(&list)?["users"][0]["id"];
    let target = format!("{path}/{}", text(id));
    probes.extend([list, signed("SaaSus get", target)]);
    Ok(probes)
}
