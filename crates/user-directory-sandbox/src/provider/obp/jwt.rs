//! JSON Web Tokens with HS256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Flaw {
    #[error("the token is not a JWT signed by HS256")]
    Shape,
    #[error("the signature of the token is wrong")]
    Signature,
    #[error("the token has expired, or is not valid yet")]
    Time,
}

fn mac(text: &str, secret: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac)
}

/// Signs a token with these claims.
pub(super) fn sign(claims: &Value, secret: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let text = format!("{}.{}", part(&header), part(claims));
    let signature = mac(&text, secret).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Returns the claims of a token that is valid now.
pub(super) fn verify(token: &str, secret: &str, now: DateTime<Utc>) -> Result<Value, Flaw> {
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Flaw::Shape);
    let parse =
        |part: &str| serde_json::from_slice::<Value>(&decode(part)?).ok().filter(Value::is_object).ok_or(Flaw::Shape);
    let (text, signature) = token.rsplit_once('.').ok_or(Flaw::Shape)?;
    let (header, claims) = text.split_once('.').ok_or(Flaw::Shape)?;
    // The server chooses the algorithm, never the token.
    if parse(header)?.get("alg").and_then(Value::as_str) != Some("HS256") {
        return Err(Flaw::Shape);
    }
    let claims = parse(claims)?;
    mac(text, secret).ok_or(Flaw::Signature)?.verify_slice(&decode(signature)?).map_err(|_| Flaw::Signature)?;
    let seconds = |claim, default| match claims.get(claim) {
        None => Ok(default),
        Some(value) => value.as_i64().ok_or(Flaw::Shape),
    };
    let valid = seconds("nbf", i64::MIN)?..seconds("exp", i64::MAX)?;
    if valid.contains(&now.timestamp()) { Ok(claims) } else { Err(Flaw::Time) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_bound_to_secret_and_time() {
        let claims = json!({ "sub": "ada", "exp": 100 });
        let token = sign(&claims, "secret");
        assert!(token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let good = verify(&token, "secret", at(99));
        assert_eq!(good, Ok(claims));
        assert_eq!(verify(&token, "secret", at(100)), Err(Flaw::Time));
        assert_eq!(verify(&token, "other", at(99)), Err(Flaw::Signature));
        assert!(verify(&token[..token.len() - 1], "secret", at(99)).is_err());
        let early = sign(&json!({ "nbf": 50 }), "secret");
        assert_eq!(verify(&early, "secret", at(49)), Err(Flaw::Time));
        assert!(verify(&early, "secret", at(50)).is_ok());
    }

    #[test]
    fn what_jwt_io_signs_is_verified() {
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0Ijox\
                     NTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
        let claims = verify(token, "your-256-bit-secret", DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(claims["iat"], 1_516_239_022);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let none = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode("{}"));
        let text = sign(&json!({ "exp": "soon" }), "secret");
        for bad in ["", ".", "..", "a.b.c", "e30.e30.", &none, &text] {
            assert_eq!(verify(bad, "secret", DateTime::UNIX_EPOCH), Err(Flaw::Shape), "{bad}");
        }
    }
}
