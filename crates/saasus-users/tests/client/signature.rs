//! The signature itself: the published test vectors, and every signed request that was recorded from the vendor's own
//! client. It is not public, so its file is compiled again.

use serde_json::Value;

#[path = "../../src/auth/signature.rs"]
mod source;

use source::Covered;

#[test]
fn the_published_vectors() {
    for (method, body, signature) in [
        ("GET", "", "a041e74fb58621f9e2e25453573b6009a93f457a33df970a7d8a5637a593708b"),
        ("POST", "hello world", "a23ee22c670a2e7756a7bad8bc2847196783e1e2576b0d999f6d1b6ccbf5e3fa"),
    ] {
        let covered = Covered {
            time: "202109011234",
            method,
            host: "api.saasus.io",
            target: "/v1/auth/userinfo",
            body: body.as_bytes(),
        };
        assert_eq!(covered.sign(&"secret".into(), &"apiKey".into()).unwrap(), signature, "{method}");
    }
}

fn recording(set: &str) -> Value {
    let path = format!("{}/../../tests/wire/{set}/saasus.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

#[test]
fn every_recorded_request() {
    for (set, count) in [("basic", 35), ("full", 20)] {
        let recording = recording(set);
        let time = text(&recording, "/sign_time").unwrap();
        let calls = recording["calls"].as_array().unwrap();
        assert_eq!(calls.len(), count);
        for call in calls {
            let sent = &call["sent"];
            let mut target = text(sent, "/path").unwrap().to_owned();
            if let Some(query) = text(sent, "/query") {
                target = format!("{target}?{query}");
            }
            let covered = Covered {
                time,
                method: text(sent, "/method").unwrap(),
                host: text(sent, "/host").unwrap(),
                target: &target,
                body: text(sent, "/body").unwrap_or_default().as_bytes(),
            };
            let signature = covered.sign(&"secret-0001".into(), &"api-key-0001".into()).unwrap();
            assert_eq!(
                text(sent, "/headers/authorization").unwrap(),
                format!("SAASUSSIGV1 Sig={signature}, SaaSID=saas-id-0001, APIKey=api-key-0001"),
                "{set} {} {}",
                call["operationId"],
                call["case"],
            );
        }
    }
}

#[test]
fn every_part_counts() {
    let sign = |covered: Covered<'_>| covered.sign(&"s".into(), &"k".into()).unwrap();
    let plain = || Covered { time: "202109011234", method: "GET", host: "h:1", target: "/a?b", body: b"c" };
    let signature = sign(plain());
    for changed in [
        Covered { time: "202109011235", ..plain() },
        Covered { method: "PUT", ..plain() },
        Covered { host: "h:2", ..plain() },
        Covered { target: "/a?c", ..plain() },
        Covered { body: b"", ..plain() },
    ] {
        assert_ne!(sign(changed), signature);
    }
    assert_ne!(plain().sign(&"S".into(), &"k".into()).unwrap(), signature);
    assert_ne!(plain().sign(&"s".into(), &"K".into()).unwrap(), signature);
}
