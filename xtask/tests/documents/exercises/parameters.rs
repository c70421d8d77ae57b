//! Parameters.

use chrono::{DateTime, NaiveDate};
use parameters_document::{Client, Error, ErrorKind, types};
use serde_json::json;

use super::{answering, client, last, line};

#[tokio::test]
async fn paths_share_parameters_with_their_operations() {
    let server = answering("{}").await;
    let client = client!(parameters_document, server);
    client.get_crew("b1", 7).lang("en").full(true).send().await.unwrap();
    assert_eq!(line(&server), "GET /boats/b1/crew/7?lang=en&full=true");
    client.get_crew("b1", 7).x_trace("t").send().await.unwrap();
    assert_eq!((line(&server).as_str(), last(&server).header("x-trace")), ("GET /boats/b1/crew/7", Some("t")));
    // An operation's own stand for those of the path, and headers are equal in any letter case.
    client.dismiss_crew("b1", 7, 3, "t").send().await.unwrap();
    assert_eq!(
        (line(&server).as_str(), last(&server).header("x-trace")),
        ("DELETE /boats/b1/crew/7?lang=3", Some("t"))
    );
    client.get_shared().csv(["a"]).send().await.unwrap();
    assert_eq!(line(&server), "GET /shared?csv=a");
}

#[tokio::test]
async fn headers_and_cookies() {
    let server = answering("{}").await;
    let client = client!(parameters_document, server);
    let when = DateTime::parse_from_rfc3339("2026-01-02T03:04:05Z").unwrap().to_utc();
    let call = client.list_fleet("f1", "s1").x_tags(["a", "b"]).x_point(types::Point::new(required(1, 2)));
    let call = call.x_spot(types::Point::new(required(3, 4))).x_when(when).theme("dark");
    call.send().await.unwrap();
    let sent = last(&server);
    for (name, value) in [
        ("x-fleet", "f1"),
        ("x-tags", "a,b"),
        ("x-point", "x,1,y,2"),
        ("x-spot", "x=3,y=4"),
        ("x-when", "2026-01-02T03:04:05Z"),
        ("cookie", "session=s1; theme=dark"),
        ("accept", "application/json"),
    ] {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
    for hostile in ["a; admin=1", "a\r\nX-Admin: 1", "a,b"] {
        refused(client.list_fleet("f1", hostile).send().await);
    }
    refused(client.list_fleet("a\r\nX-Admin: 1", "s1").send().await);
    assert_eq!(server.count(), 1);
}

fn required(x: i64, y: i64) -> types::PointRequired {
    types::PointRequired { x, y }
}

fn refused<T>(outcome: Result<T, Error>) {
    assert_eq!(outcome.err().unwrap().kind(), ErrorKind::Request);
}

#[tokio::test]
async fn names_that_generated_code_has_are_sent_as_they_are() {
    let server = answering("{}").await;
    let client = client!(parameters_document, server);
    let call = client.clashes("me", "p", "q").id_header("h").id_cookie("c").client("1").api_client("2").url("3");
    let call = call.request("4").response("5").operation("6").operations("7").types("8").calls("9").crate_("10");
    let call = call.send_query("11").stream_query("12").pages_query("13").new_query("14").clone("15").into("16");
    let call = call.type_("17").r_type("18").body("19").core("20").value("21").user_id("22").user_id_query("23");
    let call = call.user_id_query_2("24").filter_name("25").filter_name_query("26").n2fa(true).top(27).größe("28");
    call.m("29").unnamed("30").unnamed_query("31").send().await.unwrap();
    assert_eq!(
        line(&server),
        "GET /clashes/me/p?id=q&client=1&api_client=2&url=3&request=4&response=5&operation=6&operations=7&types=8&calls=9\
         &crate=10&send=11&stream=12&pages=13&new=14&clone=15&into=16&type=17&r%23type=18&body=19&core=20&value=21\
         &userId=22&userID=23&user_id=24&filter%5Bname%5D=25&filter.name=26&2fa=true&%24top=27&gr%C3%B6%C3%9Fe=28\
         &m%C2%B2=29&%E2%9A%93=30&_=31"
    );
    assert_eq!((last(&server).header("id"), last(&server).header("cookie")), (Some("h"), Some("id=c")));
    let body: types::ClashesWithBodyBody = serde_json::from_value(json!({"body": "b"})).unwrap();
    client.clashes_with_body("me", "p", "q", "h", body).send().await.unwrap();
    let sent = last(&server);
    assert_eq!(sent.target, "/clashes/me/p?body=q");
    assert_eq!((sent.header("client"), sent.body.as_str()), (Some("h"), r#"{"body":"b"}"#));
}

#[tokio::test]
async fn queries_in_every_style() {
    let server = answering("{}").await;
    let client = client!(parameters_document, server);
    let filter = types::Filter::new().name("a&b").tags(["x", "y"]).near(types::Point::new(required(1, 2)));
    let day = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
    let styles = |set: fn(parameters_document::calls::Styles<'_>) -> parameters_document::calls::Styles<'_>| {
        let client = &client;
        let server = &server;
        async move {
            set(client.styles()).send().await.unwrap();
            line(server)
        }
    };
    assert_eq!(styles(|call| call).await, "GET /styles");
    assert_eq!(styles(|call| call.form(["a b", "c"])).await, "GET /styles?form=a+b&form=c");
    assert_eq!(styles(|call| call.form([""; 0])).await, "GET /styles");
    assert_eq!(styles(|call| call.csv(["a", "b"])).await, "GET /styles?csv=a%2Cb");
    assert_eq!(styles(|call| call.space(["a", "b"])).await, "GET /styles?space=a+b");
    assert_eq!(styles(|call| call.pipe([1, 2])).await, "GET /styles?pipe=1%7C2");
    assert_eq!(styles(|call| call.exploded([1, 2])).await, "GET /styles?exploded=1&exploded=2");
    assert_eq!(styles(|call| call.point(types::Point::new(required(1, 2)))).await, "GET /styles?x=1&y=2");
    assert_eq!(styles(|call| call.flat(types::Point::new(required(1, 2)))).await, "GET /styles?flat=x%2C1%2Cy%2C2");
    assert_eq!(styles(|call| call.text("plain")).await, "GET /styles?text=plain");
    assert_eq!(styles(|call| call.sort(["name", "-name"])).await, "GET /styles?sort=name&sort=-name");
    assert_eq!(styles(|call| call.anything("a").nothing(3)).await, "GET /styles?anything=a&nothing=3");
    assert_eq!(styles(|call| call.null_too("a")).await, "GET /styles?null_too=a");
    assert_eq!(styles(|call| call.either(7)).await, "GET /styles?either=7");
    assert_eq!(
        styles(|call| call.either(uuid::Uuid::nil())).await,
        "GET /styles?either=00000000-0000-0000-0000-000000000000"
    );
    client.styles().day(day).send().await.unwrap();
    assert_eq!(line(&server), "GET /styles?day=2026-01-02");
    client.styles().deep(filter.clone()).send().await.unwrap();
    assert_eq!(
        line(&server),
        "GET /styles?deep%5Bname%5D=a%26b&deep%5Bnear%5D%5Bx%5D=1&deep%5Bnear%5D%5By%5D=2&deep%5Btags%5D=x&deep%5Btags%5D=y"
    );
    client.styles().json(filter).send().await.unwrap();
    assert_eq!(
        line(&server),
        "GET /styles?json=%7B%22name%22%3A%22a%26b%22%2C%22near%22%3A%7B%22x%22%3A1%2C%22y%22%3A2%7D%2C%22tags%22%3A%5B%22x%22%2C%22y%22%5D%7D"
    );
}

#[tokio::test]
async fn paths_in_every_style() {
    let server = answering("{}").await;
    let client = client!(parameters_document, server);
    let point = || types::Point::new(required(1, 2));
    client.path_styles(["a", "b/c"], point(), ["d", "e"], ["f", "g"], point()).send().await.unwrap();
    assert_eq!(line(&server), "GET /paths/a,b%2Fc/x=1,y=2/.d,e/;matrix=f;matrix=g/;point=x,1,y,2");
    client.twice("a").send().await.unwrap();
    assert_eq!(line(&server), "GET /twice/a/and/a");
    client.dotted(2026, 1, "pdf").send().await.unwrap();
    assert_eq!(line(&server), "GET /reports/2026-1.pdf");
}

#[tokio::test]
async fn no_value_of_a_path_reaches_another_operation() {
    let server = answering("{}").await;
    let client: Client = client!(parameters_document, server);
    for hostile in ["closed", "Closed", "CLOSED", "", ".", "..", "%2e%2e", "a/../b", "a\\..\\b", "a\nb"] {
        refused(client.get_port(hostile).send().await);
    }
    // The literal of a path without an operation is the server's all the same.
    for hostile in ["free", "Free"] {
        refused(client.get_berth("p", hostile).send().await);
    }
    assert_eq!(server.count(), 0);
    for (value, sent) in [("CORP\\jane", "CORP%5Cjane"), ("a/b", "a%2Fb"), ("{id}", "%7Bid%7D"), ("closed2", "closed2")]
    {
        client.get_port(value).send().await.unwrap();
        assert_eq!(line(&server), format!("GET /ports/{sent}"));
    }
    client.get_berth("{berth}", "inner").send().await.unwrap();
    assert_eq!(line(&server), "GET /ports/%7Bberth%7D/berths/inner");
}
