//! Velo's verification code, which goes with each verb whose operation takes one.

use user_directory::request::{ChangeGrants, Enrol, Lifecycle, Update};
use user_directory::velo::{Client, Credentials, types};
use user_directory::{
    Action, Directory, EnrolMode, ErrorKind, Grant, GrantChange, MfaMethod, NewUser, Phone, PhoneKind, UserId,
    UserPatch, Verb,
};
use user_directory_sandbox::Sandbox;

const CODE: &str = "verificationCode";
const NUMBER: &str = "+12025550199";

fn directory(sandbox: &Sandbox) -> Directory {
    let login = sandbox.velo().credentials();
    let client = Client::builder()
        .base_url(sandbox.velo().base_url())
        .credentials(Credentials::client_credentials(login.key, login.secret));
    Directory::from(client.build().unwrap())
}

/// Has a code texted, as the back office does, and reads it aloud.
async fn code(sandbox: &Sandbox, directory: &Directory, number: &str) -> String {
    let body = types::RegisterSmsRequest::new(number);
    directory.velo().unwrap().register_sms(body).send().await.unwrap();
    sandbox.velo().texted_code(number).unwrap()
}

#[tokio::test]
async fn a_master_administrator_is_updated_with_a_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let directory = directory(&sandbox);
    let users = directory.list().collect().await.unwrap();
    let is_master = |grants: &Vec<Grant>| grants.iter().any(|grant| grant.role == "payor.master_admin");
    let master = users.iter().find(|user| user.roles.as_ref().is_some_and(is_master)).unwrap();
    let number = &master.phones.iter().find(|phone| phone.kind == PhoneKind::Mobile).unwrap().number;
    let request = || Update::new(&master.id, UserPatch::new().family_name("Lovelace"));

    let refused = directory.update_with(request()).await.unwrap_err();
    assert_eq!((refused.kind(), refused.status()), (ErrorKind::InvalidInput, Some(400)));
    assert!(refused.to_string().contains("needs the extra verificationCode"), "{refused}");
    let code = code(&sandbox, &directory, number).await;
    let request = request().with_extra(CODE, code.as_str());
    assert!(!format!("{request:?}").contains(&code));
    directory.update_with(request).await.unwrap();
    assert_eq!(directory.get(&master.id).await.unwrap().family_name.as_deref(), Some("Lovelace"));
}

fn invited(email: &str) -> Enrol {
    let user = NewUser::new(email)
        .phone(Phone::new(PhoneKind::Mobile, NUMBER))
        .phone(Phone::new(PhoneKind::Primary, NUMBER))
        .mfa(MfaMethod::Totp)
        .role(Grant::new("payor.admin"));
    Enrol::new(user, EnrolMode::Invite)
}

/// Sends a request of each verb with a code.
async fn send(
    sandbox: &Sandbox,
    directory: &Directory,
    id: &UserId,
    verb: &str,
    code: &str,
) -> user_directory::Result<()> {
    let grants = |change| ChangeGrants::new(id, change).with_extra(CODE, code);
    match verb {
        "invite" => directory.enrol_with(invited("other@example.com").with_extra(CODE, code)).await.map(drop),
        "resend_invitation" => {
            let request = Lifecycle::new(id, Action::ResendInvitation).with_extra(CODE, code);
            directory.lifecycle_with(request).await.map(drop)
        }
        "grant" => directory.change_grants_with(grants(GrantChange::Add(Grant::new("payor.support")))).await,
        "revoke" => directory.change_grants_with(grants(GrantChange::Remove(Grant::new("payor.support")))).await,
        "replace_grants" => {
            directory.change_grants_with(grants(GrantChange::Replace(vec![Grant::new("payor.support")]))).await
        }
        "reset_mfa" => {
            // Whose invitation is open has no factor yet.
            let _ = sandbox.velo().accept_invitation(id.as_str(), "correct horse battery staple");
            sandbox.velo().register_device(id.as_str()).unwrap();
            directory.lifecycle_with(Lifecycle::new(id, Action::ResetMfa).with_extra(CODE, code)).await.map(drop)
        }
        "update" => {
            directory.update_with(Update::new(id, UserPatch::new().given_name("Ada")).with_extra(CODE, code)).await
        }
        other => panic!("{other} takes no code here"),
    }
}

#[tokio::test]
async fn the_code_reaches_every_operation_that_takes_one() {
    let sandbox = Sandbox::start().await.unwrap();
    let directory = directory(&sandbox);
    directory.enrol_with(invited("ada@example.com")).await.unwrap();
    let id = directory.find_by_email("ada@example.com").await.unwrap().remove(0).id;
    let mut verbs: Vec<_> =
        directory.capabilities().extras.iter().flat_map(|extra| extra.verbs.iter().copied()).collect();
    assert_eq!(verbs.len(), 7);
    // The factor comes last: the invitation is gone then.
    verbs.sort_by_key(|verb| *verb == Verb::ResetMfa);
    for verb in verbs {
        let right = code(&sandbox, &directory, NUMBER).await;
        let wrong = if right == "000000" { "000001" } else { "000000" };
        let refused = send(&sandbox, &directory, &id, verb.as_str(), wrong).await.unwrap_err();
        assert_eq!((refused.kind(), refused.verb()), (ErrorKind::InvalidInput, Some(verb)), "{refused:?}");
        assert!(!format!("{refused} {refused:?}").contains(wrong));
        send(&sandbox, &directory, &id, verb.as_str(), &right).await.unwrap();
        // The server has taken the code: it is used up.
        assert_eq!(sandbox.velo().texted_code(NUMBER), None, "{verb}");
    }
}
