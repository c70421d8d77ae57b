//! What a failure says about the server: whether the call may have been carried out, and whether another may succeed.

use http::StatusCode;

use super::ErrorKind;

/// Returns whether the server may have carried out a request that was sent and failed in this way.
///
/// A 4xx refuses the request. 408 does not: the whole request was sent, so the delay was elsewhere.
pub(crate) fn may_be_done(kind: ErrorKind, status: Option<StatusCode>) -> bool {
    match (kind, status) {
        (ErrorKind::Request | ErrorKind::Auth | ErrorKind::Connect | ErrorKind::Tls, _) => false,
        (ErrorKind::Api, Some(status)) => !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT,
        _ => true,
    }
}

/// Returns whether the cause of a failure passes, so that the same call may succeed later.
pub(super) fn passes(kind: ErrorKind, status: Option<StatusCode>) -> bool {
    match (kind, status) {
        (ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport, _) => true,
        (ErrorKind::Api | ErrorKind::Auth, Some(status)) => {
            status.is_server_error() || matches!(status.as_u16(), 408 | 429)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_operations::GET_USER;
    use crate::{Error, NoProblem, Operation};

    static CHANGE: Operation = Operation { id: "deleteUser", method: "DELETE", safe: false, ..GET_USER };

    /// Writes the table of the README, from the functions that decide.
    fn table() -> String {
        let mut table = String::from(
            "| operation | attempts before | the last one | kind | outcome unknown | retryable |\n|---|---|---|---|---|---|\n",
        );
        let lasts = [
            ("no token to be had", ErrorKind::Auth, None),
            ("no connection", ErrorKind::Connect, None),
            ("TLS handshake failed", ErrorKind::Tls, None),
            ("no answer in time", ErrorKind::Timeout, None),
            ("connection broken", ErrorKind::Transport, None),
            ("success cut off", ErrorKind::Transport, Some(200)),
            ("success not as specified", ErrorKind::Decode, Some(201)),
            ("success too long", ErrorKind::Policy, Some(200)),
            ("302", ErrorKind::Api, Some(302)),
            ("401", ErrorKind::Api, Some(401)),
            ("404", ErrorKind::Api, Some(404)),
            ("408", ErrorKind::Api, Some(408)),
            ("409", ErrorKind::Api, Some(409)),
            ("429", ErrorKind::Api, Some(429)),
            ("500", ErrorKind::Api, Some(500)),
            ("503", ErrorKind::Api, Some(503)),
        ];
        for (operation, before) in
            [("reads", ""), ("changes", "none that was carried out"), ("changes", "one may have been")]
        {
            for (last, kind, status) in lasts {
                let status = status.map(|code| StatusCode::from_u16(code).unwrap());
                let (safe, unknown) = (operation == "reads", before == "one may have been");
                let asked: &Operation = if safe { &GET_USER } else { &CHANGE };
                let mut error = Error::<NoProblem>::new(kind, asked);
                error.inner.status = status;
                let error = error.with_outcome_unknown(!safe && (unknown || may_be_done(kind, status)));
                let before = if safe { "any" } else { before };
                let word = |yes| if yes { "**yes**" } else { "no" };
                table.push_str(&format!(
                    "| {operation} | {before} | {last} | `{kind:?}` | {} | {} |\n",
                    word(error.outcome_unknown()),
                    word(error.is_retryable()),
                ));
            }
        }
        table
    }

    #[test]
    fn the_readme_has_the_table_that_this_code_makes() {
        let (readme, table) = (include_str!("../../README.md"), table());
        assert!(readme.contains(&table), "README.md is to have this table:\n\n{table}");
    }
}
