//! Changing a set of roles that the provider can only replace.

use crate::GrantChange;

/// Returns the roles that a person has after a change, each once; `None` if they have exactly those already.
pub(super) fn changed(held: &[String], change: GrantChange) -> Option<Vec<String>> {
    let has = |role: &String| held.contains(role);
    match change {
        GrantChange::Add(grant) if has(&grant.role) => None,
        GrantChange::Add(grant) => {
            let mut roles = held.to_vec();
            roles.push(grant.role);
            Some(roles)
        }
        GrantChange::Remove(grant) if !has(&grant.role) => None,
        GrantChange::Remove(grant) => {
            let others = held.iter().filter(|role| **role != grant.role);
            Some(others.cloned().collect())
        }
        GrantChange::Replace(grants) => {
            let mut roles = Vec::with_capacity(grants.len());
            for grant in grants {
                if !roles.contains(&grant.role) {
                    roles.push(grant.role);
                }
            }
            let same = roles.iter().all(has) && held.iter().all(|role| roles.contains(role));
            (!same).then_some(roles)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grant;

    #[test]
    fn nothing_is_replaced_where_nothing_changes() {
        let grants = |roles: &[&str]| roles.iter().map(|role| Grant::new(*role)).collect();
        for (change, after) in [
            (GrantChange::Add(Grant::new("a")), None),
            (GrantChange::Add(Grant::new("c")), Some(vec!["a", "b", "c"])),
            (GrantChange::Remove(Grant::new("c")), None),
            (GrantChange::Remove(Grant::new("a")), Some(vec!["b"])),
            (GrantChange::Replace(grants(&["b", "a"])), None),
            (GrantChange::Replace(grants(&["c", "c"])), Some(vec!["c"])),
            (GrantChange::Replace(grants(&["a"])), Some(vec!["a"])),
            (GrantChange::Replace(Vec::new()), Some(vec![])),
        ] {
            let held = ["a".to_owned(), "b".to_owned()];
            let after = after.map(|roles| roles.into_iter().map(str::to_owned).collect());
            assert_eq!(changed(&held, change.clone()), after, "{change:?}");
        }
    }
}
