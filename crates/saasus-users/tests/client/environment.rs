//! Settings from environment variables.

use saasus_users::{BuildError, Client, Environment};

use test_support::{Reply, Server};

const ALL: [(&str, &str); 3] =
    [("SAASUS_SAAS_ID", "saas-id-0001"), ("SAASUS_API_KEY", "api-key-0001"), ("SAASUS_SECRET_KEY", "s3cret-0001")];

#[tokio::test]
async fn the_auth_module_is_below_the_base_url() {
    for slash in ["", "/"] {
        let server = Server::start(|_, _| Reply::json(200, r#"{"users":[]}"#)).await;
        let base_url = format!("{}/v1{slash}", server.url);
        let pairs = ALL.into_iter().chain([("SAASUS_BASE_URL", base_url.as_str())]);
        let client = Client::builder_from(&Environment::from_pairs(pairs)).unwrap().build().unwrap();
        client.get_saas_users().send().await.unwrap();
        let [call] = server.received().try_into().unwrap();
        assert_eq!(call.target, "/v1/auth/users");
        let authorization = call.header("authorization").unwrap();
        assert!(authorization.starts_with("SAASUSSIGV1 Sig="), "{authorization}");
        assert!(authorization.ends_with(", SaaSID=saas-id-0001, APIKey=api-key-0001"), "{authorization}");
    }
}

#[test]
fn an_error_names_the_missing_variable() {
    for (missing, _) in ALL {
        let pairs = ALL.into_iter().filter(|(name, _)| *name != missing);
        let error = Client::builder_from(&Environment::from_pairs(pairs)).unwrap_err();
        assert!(matches!(error, BuildError::MissingVariable { name } if name == missing), "{error}");
        assert!(error.to_string().contains(missing));
        assert!(!format!("{error:?}").contains("0001"));
    }
}
