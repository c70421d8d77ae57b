//! What is written is read again.

use proptest::prelude::*;
use scim_v2::{Context, Validate};
use user_directory::scim::{Resource, SCHEMA, scim_v2};
use user_directory::{NewUser, Status, User};

use crate::people;

/// Whoever was invited can come in.
fn may_come_in(user: &User) -> bool {
    let mut come = user.clone();
    if come.status == Status::Pending {
        come.status = Status::Active;
    }
    come.is_active()
}

proptest! {
    #[test]
    fn nothing_is_lost(user in people::user()) {
        let json = serde_json::to_string(&Resource::from(&user)).unwrap();
        let read = serde_json::from_str::<Resource>(&json).unwrap().to_user().unwrap();
        prop_assert!(read.left.is_empty());
        // As JSON, since `Debug` of a user would show nothing of the difference.
        prop_assert_eq!(
            serde_json::to_value(&read.value).unwrap(),
            serde_json::to_value(&user).unwrap()
        );
    }

    #[test]
    fn what_is_written_is_valid(user in people::user()) {
        let resource = Resource::from(&user);
        prop_assert!(resource.core.validate().is_ok());
        prop_assert!(resource.core.validate_context(Context::Response).is_ok());
        prop_assert_eq!(resource.core.active.as_option(), Some(&may_come_in(&user)));
        for phone in resource.core.phone_numbers.iter() {
            let canonical = ["work", "home", "mobile", "fax", "pager", "other"];
            prop_assert!(phone.r#type.as_deref().is_none_or(|name| canonical.contains(&name)));
        }
        let written = serde_json::to_value(&resource).unwrap();
        prop_assert!(written.get("groups").is_none());
        prop_assert!(resource.core.emails.iter().all(|email| email.r#type.is_some()));
        let core = Resource::from(&user).into_core();
        prop_assert!(!core.schemas.iter().any(|schema| schema == SCHEMA));
        prop_assert!(core.validate().is_ok());
    }

    /// The extension carries what SCIM cannot; without it the rest is still read.
    #[test]
    fn without_the_extension_the_rest_is_read(user in people::user()) {
        let read = Resource::from(Resource::from(&user).into_core()).to_user().unwrap().value;
        prop_assert_eq!(read.is_active(), may_come_in(&user));
        prop_assert_eq!(&read.id, &user.id);
        let numbers = |user: &User| user.phones.iter().map(|phone| phone.number.clone()).collect::<Vec<_>>();
        let addresses = |user: &User| user.emails.iter().map(|email| email.address.clone()).collect::<Vec<_>>();
        prop_assert!(addresses(&read) == addresses(&user) && numbers(&read) == numbers(&user));
        prop_assert!(read.given_name == user.given_name && read.family_name == user.family_name);
        prop_assert!(read.locked.is_none() && read.mfa.is_none());
    }

    #[test]
    fn a_new_user_is_the_same_by_both_ways(user in people::user()) {
        let new = Resource::from(&user).to_new_user().unwrap();
        prop_assert!(new.left.is_empty());
        let mut new = new.value;
        // Ids of grants mean nothing elsewhere, and a user does not bring them along.
        for role in &mut new.roles {
            role.grant_id = None;
        }
        let mut direct = NewUser::from(&user);
        // Nor the rest that means something in their directory alone.
        (direct.manager, direct.attributes) = (user.manager.clone(), user.attributes.clone());
        // SCIM says of everybody whether they are active; a user says it of the disabled alone.
        prop_assert_eq!(new.enabled, Some(may_come_in(&user)));
        new.enabled = direct.enabled;
        prop_assert!(new == direct);
    }

    #[test]
    fn a_new_user_is_written_and_read(user in people::user()) {
        let mut new = NewUser::from(&user).password("Pa55");
        (new.manager, new.attributes) = (user.manager.clone(), user.attributes.clone());
        // SCIM has no user without a name.
        new.user_name = Some("name".into());
        let json = serde_json::to_string(&Resource::from(&new)).unwrap();
        let read = serde_json::from_str::<Resource>(&json).unwrap().to_new_user().unwrap();
        prop_assert!(read.left.is_empty());
        prop_assert!(read.value == new);
    }
}
