//! The ways in which a field can be wrong.

use serde_json::{Value, json};

/// Longer than anything a field takes.
fn very_long() -> String {
    "x".repeat(10_000)
}

/// Values that the field `name` of the operation `id` refuses: other types first, then its own rules.
pub(super) fn of(id: &str, name: &str) -> Vec<Value> {
    match (id, name) {
        (_, "email") => texts(&emails()),
        (_, "display_name") => texts(&display_names()),
        ("login_local" | "link_identity", "password") | (_, "current_password") => {
            texts(&[String::new(), very_long(), "é".repeat(513)])
        }
        (_, "password" | "new_password") => texts(&new_passwords(id)),
        (_, "token" | "ticket") => texts(&[String::new(), very_long()]),
        (_, "status") => texts(&["", "Active", "ACTIVE", "active ", "deleted", "0"].map(str::to_owned)),
        (_, "roles") => roles(),
        (_, "default_roles") => roles().into_iter().chain([json!(["Admin"]), json!(["Admin", "User"])]).collect(),
        (_, "email_verified" | "allow_signup" | "trust_email" | "enabled") => {
            [Value::Null, json!("true"), json!(1), json!([true]), json!({})].into()
        }
        (_, "slug" | "provider") => texts(&slugs()),
        (_, "issuer") => texts(&issuers(id)),
        (_, "client_id") => texts(&[String::new(), very_long(), "é".to_owned(), "line\nbreak".to_owned()]),
        ("update_provider", "client_secret") => texts(&[very_long(), "é".to_owned(), "line\nbreak".to_owned()]),
        (_, "client_secret") => texts(&[String::new(), very_long(), "é".to_owned()]),
        (_, "scopes") => scopes(),
        _ => panic!("{id} has a field {name}, and no spec knows how it can be wrong"),
    }
}

fn texts(bad: &[String]) -> Vec<Value> {
    let other_types = [Value::Null, json!(7), json!(true), json!({}), json!([]), json!(["text"])];
    other_types.into_iter().chain(bad.iter().map(|text| json!(text))).collect()
}

fn emails() -> Vec<String> {
    let longest_host = vec!["a".repeat(63); 4].join(".");
    let bad = [
        "",
        " ",
        "plain",
        "@example.com",
        "somebody@",
        "a@b@example.com",
        "somebody@exam ple.com",
        " somebody@example.com",
        "somebody@example.com ",
        "somebody@example.com, other@example.com",
        "somebody@example.com\r\nBcc: other@example.com",
        "somebody\u{0}@example.com",
        "somebody@example.com\u{7}",
        "some\u{202e}body@example.com",
        "Somebody <somebody@example.com>",
    ];
    let mut bad: Vec<_> = bad.map(str::to_owned).into();
    bad.extend([very_long(), format!("{}@example.com", "a".repeat(65)), format!("somebody@{longest_host}")]);
    bad
}

fn display_names() -> Vec<String> {
    let bad = ["", "   ", "\u{0}", "two\nlines", "a\u{7}bell", "\u{1b}[31mred", "one\ttab", "del\u{7f}"];
    let mut bad: Vec<_> = bad.map(str::to_owned).into();
    bad.push(very_long());
    bad
}

/// Too short, too long, too common, and with the address that the scene's body has.
fn new_passwords(id: &str) -> Vec<String> {
    let address = match id {
        "complete_setup" => "first@example.com",
        "create_user" => "grace@example.com",
        "update_user" => "ulla@example.com",
        _ => "admin@example.com",
    };
    let mut bad: Vec<_> = ["", "fourteen chars", "000000-iloveyou", "000000-ILOVEYOU"].map(str::to_owned).into();
    bad.extend([
        very_long(),
        "é".repeat(513),
        format!("my {address} it is"),
        format!("{} it is", address.to_uppercase()),
    ]);
    bad
}

fn roles() -> Vec<Value> {
    vec![
        Value::Null,
        json!("Admin"),
        json!(7),
        json!({}),
        json!([]),
        json!([7]),
        json!([null]),
        json!([["User"]]),
        json!(["Root"]),
        json!(["user"]),
        json!(["User", "User"]),
        json!(["User", ""]),
        json!(["User", "Admin", "Root"]),
        json!(["User,Admin"]),
        json!(vec!["User"; 1_000]),
    ]
}

fn slugs() -> Vec<String> {
    let bad = ["", "-a", "a-", "Rauthy", "two words", "a/b", "a.b", "..", "ä", "a\nb", "a%20b"];
    bad.map(str::to_owned).into_iter().chain([very_long(), "a".repeat(33)]).collect()
}

/// What is no issuer, and, for a provider that exists, what is another one.
fn issuers(id: &str) -> Vec<String> {
    let bad = [
        "",
        "id.example.com",
        "ftp://id.example.com",
        "javascript:alert(1)",
        "https://user@id.example.com",
        "https://id.example.com?a=b",
        "https://id.example.com#a",
        "https://ID.example.com",
        "https://id.example.com/a/../b",
    ];
    let other = (id == "update_provider").then(|| "https://elsewhere.example.com".to_owned());
    bad.map(str::to_owned)
        .into_iter()
        .chain([format!("https://id.example.com/{}", "a".repeat(255))])
        .chain(other)
        .collect()
}

fn scopes() -> Vec<Value> {
    vec![
        Value::Null,
        json!("openid email"),
        json!(7),
        json!({}),
        json!([]),
        json!([7]),
        json!(["email"]),
        json!(["openid", "openid"]),
        json!(["openid", ""]),
        json!(["openid email"]),
        json!(["openid", "é"]),
        json!(["openid", "x".repeat(400)]),
    ]
}
