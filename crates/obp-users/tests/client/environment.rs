//! Clients from environment variables.

use obp_users::{BuildError, Client, Environment, Method};

use test_support::{Reply, Server};

const LOGIN: [(&str, &str); 3] = [("OBP_USERNAME", "jo"), ("OBP_PASSWORD", "pa55word"), ("OBP_CONSUMER_KEY", "k3y")];

#[test]
fn the_missing_variable_is_named() {
    let base = ("OBP_BASE_URL", "https://bank.example");
    let [username, password, key] = LOGIN;
    for (variables, missing) in [
        (vec![], "OBP_BASE_URL"),
        (vec![username, password, key], "OBP_BASE_URL"),
        (vec![base], "OBP_TOKEN"),
        (vec![base, ("OBP_TOKEN", " ")], "OBP_TOKEN"),
        (vec![base, password, key], "OBP_USERNAME"),
        (vec![base, username, key], "OBP_PASSWORD"),
        (vec![base, username, password], "OBP_CONSUMER_KEY"),
    ] {
        let environment = Environment::from_pairs(variables);
        let error = Client::builder_from(&environment).err().unwrap();
        assert!(matches!(error, BuildError::MissingVariable { name } if name == missing), "{error}");
        assert!(error.to_string().contains(missing));
    }
}

#[tokio::test]
async fn the_first_way_to_authenticate_counts() {
    let tokens = [("OBP_BEARER_TOKEN", "b\n"), ("OBP_TOKEN", "t\n")];
    for (from, authorization) in [(0, "Bearer b"), (1, "DirectLogin token=t"), (2, "DirectLogin token=issued")] {
        let server = Server::by_path(|_, _| Reply::json(201, r#"{"token":"issued"}"#)).await;
        let mut variables = vec![("OBP_BASE_URL", server.url.as_str())];
        variables.extend(&tokens[from..]);
        variables.extend(LOGIN);
        let environment = Environment::from_pairs(variables);
        let client = Client::builder_from(&environment).unwrap().build().unwrap();
        client.request(Method::GET, "/obp/v5.0.0/users/current").send().await.unwrap();
        let last = server.received().pop().unwrap();
        assert_eq!(last.authorization(), authorization);
    }
}

#[test]
fn values_that_cannot_be_used_are_not_printed() {
    for (name, value) in [("OBP_BASE_URL", "pa55://x"), ("OBP_TOKEN", "pa55, x")] {
        let mut variables = vec![("OBP_BASE_URL", "https://bank.example"), ("OBP_TOKEN", "t")];
        variables.push((name, value));
        let environment = Environment::from_pairs(variables);
        let error = Client::builder_from(&environment).unwrap().build().err().unwrap();
        assert!(!format!("{error} {error:?}").contains("pa55"), "{error:?}");
    }
}
