//! The conformance suite on the account that the environment names. The sandbox plays the real account: the program
//! knows of it nothing but what the variables say.

use std::process::{Command, Output};

use user_directory_sandbox::Sandbox;

/// Holds the program's arguments where a test plays the program, since the process's own are those of the test.
const ARGUMENTS: &str = "USER_DIRECTORY_TEST_ARGUMENTS";

/// Is the program, if the test below starts it in a process of its own: variables are the process's.
#[test]
fn program() {
    if let Ok(arguments) = std::env::var(ARGUMENTS) {
        let arguments = arguments.split_whitespace().map(str::to_owned);
        std::process::exit(i32::from(crate::conformance::ended(arguments)));
    }
}

async fn run(arguments: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program
        .args(["--exact", "real_account::program", "--nocapture"])
        .env(ARGUMENTS, arguments)
        .envs(variables.iter().copied());
    let ended = tokio::task::spawn_blocking(move || program.output()).await;
    let Output { status, stdout, stderr } = ended.unwrap().unwrap();
    let text = [stdout, stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    (status.code(), text)
}

#[tokio::test]
async fn the_account_of_the_environment_conforms() {
    let sandbox = Sandbox::start().await.unwrap();
    let sendauth = sandbox.sendauth();
    let login = sendauth.credentials();
    let url = sendauth.base_url();
    let mut variables = [
        ("USER_DIRECTORY_PROVIDER", "sendauth"),
        ("SENDAUTH_USERNAME", login.username.as_str()),
        ("SENDAUTH_PASSWORD", login.password.as_str()),
        ("SENDAUTH_BASE_URL", url.as_str()),
    ];
    let (code, text) = run("--domain example.org", &variables).await;
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("supported_verbs_are_carried_out"), "{text}");
    assert!(sandbox.count("sendauth", "createUser") > 10);
    // And it fails where it has to.
    variables[2].1 = "sesame-4711";
    let (code, text) = run("", &variables).await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("not authenticated") && !text.contains("sesame-4711"), "{text}");
}

#[tokio::test]
async fn other_providers_accounts_conform_too() {
    let sandbox = Sandbox::start().await.unwrap();
    let (obp, saasus) = (sandbox.obp(), sandbox.saasus());
    let (bank, shop) = (obp.credentials(), saasus.credentials());
    let (bank_url, shop_url) = (obp.base_url(), saasus.base_url());
    let bank = [
        ("USER_DIRECTORY_PROVIDER", "obp"),
        ("OBP_BASE_URL", bank_url.as_str()),
        ("OBP_USERNAME", bank.username.as_str()),
        ("OBP_PASSWORD", bank.password.as_str()),
        ("OBP_CONSUMER_KEY", bank.consumer_key.as_str()),
    ];
    let (code, text) = run("--roles CanGetAnyUser CanLockUser", &bank).await;
    assert_eq!(code, Some(0), "{text}");
    let shop = [
        ("USER_DIRECTORY_PROVIDER", "saasus"),
        ("SAASUS_SAAS_ID", shop.saas_id.as_str()),
        ("SAASUS_API_KEY", shop.api_key.as_str()),
        ("SAASUS_SECRET_KEY", shop.secret_key.as_str()),
        ("SAASUS_BASE_URL", shop_url.trim_end_matches("/auth")),
    ];
    let (code, text) = run("", &shop).await;
    assert_eq!(code, Some(0), "{text}");
}

#[tokio::test]
async fn what_is_not_set_is_named() {
    for (arguments, variables, code, named) in [
        ("", &[][..], 1, "USER_DIRECTORY_PROVIDER"),
        ("", &[("USER_DIRECTORY_PROVIDER", "velo")], 1, "VELO_API_KEY"),
        ("--without flying", &[], 2, "flying"),
        ("--help", &[], 0, "--domain"),
    ] {
        let (ended, text) = run(arguments, variables).await;
        assert_eq!(ended, Some(code), "{text}");
        assert!(text.contains(named), "{text}");
    }
}

/// Whoever has just been enrolled there has not signed in yet, and some verbs are not meant for them.
#[tokio::test]
async fn accounts_whose_people_have_a_step_of_their_own_leave_verbs_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let (velo, finbourne) = (sandbox.velo(), sandbox.finbourne());
    let (payor, domain) = (velo.credentials(), finbourne.credentials());
    let (payor_url, domain_url) = (velo.base_url(), finbourne.base_url());
    let payor = [
        ("USER_DIRECTORY_PROVIDER", "velo"),
        ("VELO_API_KEY", payor.key.as_str()),
        ("VELO_API_SECRET", payor.secret.as_str()),
        ("VELO_BASE_URL", payor_url.as_str()),
    ];
    let domain = [
        ("USER_DIRECTORY_PROVIDER", "finbourne"),
        ("FBN_ACCESS_TOKEN", domain.token.as_str()),
        ("FBN_IDENTITY_URL", domain_url.as_str()),
    ];
    for (variables, roles, without) in [
        (&payor[..], "--roles payor.admin payor.support", "--without enable"),
        (&domain[..], "", "--without reset_mfa --without reset_password"),
    ] {
        let (code, text) = run(&format!("{roles} {without}"), variables).await;
        assert_eq!(code, Some(0), "{text}");
        assert!(text.contains("the fixture does not allow"), "{text}");
        // Without those options the suite says what fails, instead of passing over it.
        let (code, text) = run(roles, variables).await;
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains("FAILED"), "{text}");
    }
}
