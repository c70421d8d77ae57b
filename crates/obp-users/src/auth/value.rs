//! What the server's parser of credentials can take.

use user_directory_runtime::{BuildError, Secret};

/// The longest value the server accepts.
const LONGEST: usize = 512;

/// Checks a value for a comma-separated list of credentials, and returns it.
///
/// The server splits such a list at commas, drops double quotes around a value, and has no way to escape either.
/// `allowed` says which characters it takes in this field; all must be ASCII that a header can carry in any case.
pub(super) fn check<'a>(
    field: &'static str,
    value: &'a Secret,
    allowed: fn(char) -> bool,
) -> Result<&'a str, BuildError> {
    let text = value.expose();
    let refused = |reason: &str| Err(BuildError::credentials(format!("the {field} {reason}")));
    if text.is_empty() {
        return refused("is empty");
    }
    if text.len() > LONGEST {
        return refused("is longer than 512 bytes");
    }
    if text.contains(',') {
        return refused("has a comma, at which the server would cut it off");
    }
    if text.contains('"') {
        return refused("has a double quote, which the server would drop");
    }
    if text.trim().len() != text.len() {
        return refused("has white space around it, which the server would drop");
    }
    let printable = |character: char| character == ' ' || character.is_ascii_graphic();
    if !text.chars().all(|character| printable(character) && allowed(character)) {
        return refused("has characters that the server does not accept");
    }
    Ok(text)
}

/// Checks a token and drops the white space around it, which files and variables often have.
pub(super) fn check_token(field: &'static str, token: &Secret) -> Result<Secret, BuildError> {
    let token = token.expose().trim();
    let printed = |character: char| character.is_ascii_graphic() && !matches!(character, ',' | '"' | '\\');
    if token.is_empty() || !token.chars().all(printed) {
        return Err(BuildError::credentials(format!("the {field} is empty or has characters that no token has")));
    }
    Ok(Secret::from(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_field_and_the_reason() {
        for (value, reason) in [
            ("", "is empty"),
            ("pa55,word", "has a comma"),
            ("\"pa55word\"", "has a double quote"),
            (" pa55word", "has white space around it"),
            ("pa55word\n", "has white space around it"),
            ("pa55\r\nX: y", "has characters"),
            ("pä55word", "has characters"),
            ("pa55\u{0}word", "has characters"),
        ] {
            let error = check("password", &Secret::from(value), |_| true).unwrap_err();
            let text = error.to_string();
            assert!(text.contains(&format!("the password {reason}")), "{text}");
            assert!(!format!("{text}{error:?}").contains("55"), "{text}");
        }
        let long = Secret::new("x".repeat(513));
        assert!(check("password", &long, |_| true).is_err());
        let punctuated = Secret::from(r"a b=c;d'e\f&g%h!");
        assert!(check("password", &punctuated, |_| true).is_ok());
    }

    #[test]
    fn tokens_are_trimmed_and_checked() {
        let token = check_token("token", &Secret::from(" ey.J_0-x=\n")).unwrap();
        assert_eq!(token.expose(), "ey.J_0-x=");
        for token in ["", " ", "a b", "a,b", "a\"b", "a\\b", "\u{e9}", "a\u{0}b"] {
            assert!(check_token("token", &Secret::from(token)).is_err(), "{token:?}");
        }
    }
}
