//! JSON Web Tokens with HS256: as much of them as a sandbox needs.

use std::cell::RefCell;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It is no JWT, or one of another algorithm.
    Shape,
    /// Somebody else has signed it, or it was changed since.
    Signature,
    /// It is too late or too early for it.
    Time,
}

fn mac(text: &str, secret: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac)
}

/// Makes a token for these claims.
pub(super) fn sign(claims: &Value, secret: &str) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let text = format!("{}.{}", part(&header), part(claims));
    let signature =
        mac(&text, secret).map_or_else(String::new, |mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
    format!("{text}.{signature}")
}

/// A token whose signature is right, whatever the time.
struct Verified {
    token: String,
    secret: String,
    claims: Rc<Value>,
    /// Seconds, from `nbf` and `exp`.
    start: Option<i64>,
    end: Option<i64>,
}

thread_local! {
    /// The last token that was right: most clients send the same one in all their requests.
    static LAST: RefCell<Option<Verified>> = const { RefCell::new(None) };
}

/// Returns the claims of a token that is good now.
pub(super) fn verify(token: &str, secret: &str, now: DateTime<Utc>) -> Result<Rc<Value>, Flaw> {
    LAST.with_borrow_mut(|last| {
        let known = last.take().filter(|known| known.token == token && known.secret == secret);
        let known = last.insert(match known {
            Some(known) => known,
            None => read(token, secret)?,
        });
        let now = now.timestamp();
        let late = known.end.is_some_and(|end| now >= end);
        let early = known.start.is_some_and(|start| now < start);
        if late || early {
            return Err(Flaw::Time);
        }
        Ok(Rc::clone(&known.claims))
    })
}

/// Reads a token and verifies its signature.
fn read(token: &str, secret: &str) -> Result<Verified, Flaw> {
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Flaw::Shape);
    let parse =
        |part: &str| serde_json::from_slice::<Value>(&decode(part)?).ok().filter(Value::is_object).ok_or(Flaw::Shape);
    let (text, signature) = token.rsplit_once('.').ok_or(Flaw::Shape)?;
    let (header, claims) = text.split_once('.').ok_or(Flaw::Shape)?;
    // The algorithm is ours to choose, never the token's.
    if parse(header)?.get("alg").and_then(Value::as_str) != Some("HS256") {
        return Err(Flaw::Shape);
    }
    let claims = parse(claims)?;
    mac(text, secret).ok_or(Flaw::Signature)?.verify_slice(&decode(signature)?).map_err(|_| Flaw::Signature)?;
    let seconds = |claim| match claims.get(claim) {
        None => Ok(None),
        Some(value) => value.as_i64().map(Some).ok_or(Flaw::Shape),
    };
    Ok(Verified {
        token: token.to_owned(),
        secret: secret.to_owned(),
        start: seconds("nbf")?,
        end: seconds("exp")?,
        claims: Rc::new(claims),
    })
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
        assert_eq!(good, Ok(Rc::new(claims)));
        assert_eq!(verify(&token, "secret", at(100)), Err(Flaw::Time));
        assert_eq!(verify(&token, "other", at(99)), Err(Flaw::Signature));
        // Known or not, the time counts, and every letter of the token.
        assert!(verify(&token, "secret", at(99)).is_ok());
        assert_eq!(verify(&token, "secret", at(100)), Err(Flaw::Time));
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
