//! Access to bank accounts.

use obp_users::types::{PostAccountAccess, PostCreateUserAccountAccess, PostRevokeGrantAccountAccess};
use serde_json::json;
use user_directory_sandbox::Sandbox;

use super::{account, body, client, failure, plain_client, text, users};

fn access(user: &str, view: &str, system: bool) -> PostAccountAccess {
    body(json!({ "user_id": user, "view": { "view_id": view, "is_system": system } }))
}

#[tokio::test]
async fn a_view_is_granted_seen_and_withdrawn() {
    let sandbox = Sandbox::start().await.unwrap();
    let (admin, other) = (client(&sandbox), plain_client(&sandbox));
    let (bank, account) = account(&sandbox).await;
    let id = other.get_current_user_id().send().await.unwrap().user_id.clone();

    let before = admin.get_permissions_for_bank_account(&bank, &account).send().await.unwrap();
    assert_eq!(before.permissions.len(), 1);
    assert!(before.permissions[0].views[0].can_edit_owner_comment);

    for (view, system) in [("auditor", true), ("_work", false)] {
        let granted = admin.grant_user_access_to_view(&bank, &account, access(&id, view, system)).send().await.unwrap();
        assert_eq!((granted.id.as_str(), granted.is_system), (view, system));
        assert!(granted.can_see_transaction_amount && !granted.can_add_counterparty);
    }
    let name = sandbox.obp().credentials().plain_username;
    let seen = admin
        .get_permission_for_user_for_bank_account(&bank, &account, "https://obp.example.com", &name)
        .send()
        .await
        .unwrap();
    let ids: Vec<_> = seen.views.iter().map(|view| view.id.as_str()).collect();
    assert_eq!(ids, ["auditor", "_work"]);
    let current = other.get_current_user().send().await.unwrap();
    let views = current.views.as_ref().unwrap();
    assert!(views.list.iter().any(|view| view.account_id == account && view.view_id == "auditor"));

    // An auditor sees, and manages nothing.
    let denied = (400, "OBP-20047".to_owned());
    let listed = other.get_permissions_for_bank_account(&bank, &account).send().await;
    assert_eq!(failure(listed), denied);
    let granted = other.grant_user_access_to_view(&bank, &account, access(&id, "owner", true)).send().await;
    assert_eq!(failure(granted), denied);

    for (view, system) in [("auditor", true), ("_work", false)] {
        let revoked =
            admin.revoke_user_access_to_view(&bank, &account, access(&id, view, system)).send().await.unwrap();
        assert!(revoked.revoked);
    }
    let gone = admin.revoke_user_access_to_view(&bank, &account, access(&id, "auditor", true)).send().await;
    assert_eq!(failure(gone), (400, "OBP-30065".to_owned()));
    let after = admin.get_permissions_for_bank_account(&bank, &account).send().await.unwrap();
    assert_eq!(after.permissions.len(), 1);
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    let (bank, account) = account(&sandbox).await;
    let own = admin.get_current_user_id().send().await.unwrap().user_id.clone();
    for (bank, account, user, view, system, expected) in [
        ("none", &*account, &*own, "owner", true, (400, "OBP-20047")),
        (&bank, "none", &own, "owner", true, (400, "OBP-20047")),
        (&bank, &account, "none", "owner", true, (404, "OBP-20005")),
        (&bank, &account, &own, "none", true, (400, "OBP-30252")),
        (&bank, &account, &own, "owner", false, (400, "OBP-30005")),
    ] {
        let expected = (expected.0, expected.1.to_owned());
        let sent = access(user, view, system);
        let granted = admin.grant_user_access_to_view(bank, account, sent.clone()).send().await;
        assert_eq!(failure(granted), expected);
        let revoked = admin.revoke_user_access_to_view(bank, account, sent).send().await;
        assert_eq!(failure(revoked), expected);
    }
    for (bank, account, expected) in [("none", &*account, "OBP-30001"), (&bank, "none", "OBP-30018")] {
        let permissions = admin.get_permissions_for_bank_account(bank, account).send().await;
        assert_eq!(failure(permissions), (404, expected.to_owned()));
    }
    let kept = admin.revoke_user_access_to_view(&bank, &account, access(&own, "owner", true)).send().await;
    assert_eq!(failure(kept), (400, "OBP-30064".to_owned()));
    let nobody =
        admin.get_permission_for_user_for_bank_account(&bank, &account, "https://x.example", "me").send().await;
    assert_eq!(failure(nobody), (400, "OBP-20019".to_owned()));
    let deleted = text(&users(&sandbox).await[2]["user_id"]);
    admin.delete_user(&deleted).send().await.unwrap();
    let granted = admin.grant_user_access_to_view(&bank, &account, access(&deleted, "owner", true)).send().await;
    assert_eq!(failure(granted), (400, "OBP-30063".to_owned()));
}

#[tokio::test]
async fn holders_replace_their_own_views_and_get_them_back() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    let (bank, account) = account(&sandbox).await;
    let replace = |views: &[&str]| {
        let sent = body::<PostRevokeGrantAccountAccess>(json!({ "views": views }));
        admin.revoke_grant_user_access_to_views(&bank, &account, sent)
    };
    let views = || async {
        let user = admin.get_current_user().send().await.unwrap();
        let list = user.views.as_ref().map(|views| views.list.clone());
        let ids = list.into_iter().flatten().map(|view| view.view_id);
        ids.collect::<Vec<_>>()
    };
    assert_eq!(failure(replace(&["owner", "none"]).send().await), (400, "OBP-30252".to_owned()));
    assert_eq!(failure(replace(&["_none"]).send().await), (400, "OBP-30005".to_owned()));
    assert_eq!(views().await, ["owner"]);
    let replaced = replace(&["_work", "standard"]).send().await.unwrap();
    assert_eq!((replaced.status().as_u16(), replaced.revoked), (201, true));
    assert_eq!(views().await, ["_work", "standard"]);
    // They hold the account still, and may therefore go on; a refresh gives the owner view back.
    replace(&[]).send().await.unwrap();
    assert!(views().await.is_empty());
    let own = admin.get_current_user_id().send().await.unwrap().user_id.clone();
    admin.refresh_user(&own).send().await.unwrap();
    assert_eq!(views().await, ["owner"]);
}

#[tokio::test]
async fn a_contract_is_made_a_user_by_its_first_view() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    let (bank, account) = account(&sandbox).await;
    let sent = |provider: &str, view: &str| {
        let views = json!([{ "view_id": view, "is_system": true }, { "view_id": "_work", "is_system": false }]);
        body::<PostCreateUserAccountAccess>(json!({ "username": "0xabc", "provider": provider, "views": views }))
    };
    for (provider, view, code) in [("eth", "auditor", "OBP-20103"), ("dauth.eth", "none", "OBP-30252")] {
        let refused = admin.create_user_with_account_access(&bank, &account, sent(provider, view)).send().await;
        assert_eq!(failure(refused), (400, code.to_owned()));
    }
    for _ in 0..2 {
        let views =
            admin.create_user_with_account_access(&bank, &account, sent("dauth.eth", "auditor")).send().await.unwrap();
        assert_eq!(views.len(), 2);
    }
    let seen = admin.get_permissions_for_bank_account(&bank, &account).send().await.unwrap();
    assert_eq!(seen.permissions.len(), 2);
    assert_eq!(seen.permissions[1].user.provider.as_deref(), Some("dauth.eth"));
}
