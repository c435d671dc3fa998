//! Names of variables, read out of Rust sources, `.env` files and compose files.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The variables that a source reads: the fields of its `struct Settings`, by which `envy` goes, and the names that stand
/// in it as text.
pub(crate) fn declared(source: &str) -> BTreeSet<String> {
    // Tests stand at the end.
    let shipped = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    let mut found = BTreeSet::new();
    collect(shipped.parse().expect("the source is Rust"), &mut found);
    found
}

fn collect(stream: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<_> = stream.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Brace && is_settings(&tokens[..index]) {
                    found.extend(fields(group));
                }
                collect(group.stream(), found);
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let name = text.trim_matches('"');
                if text.starts_with('"') && is_name(name) && name.contains('_') {
                    found.insert(name.to_owned());
                }
            }
            _ => {}
        }
    }
}

fn is_settings(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(keyword), TokenTree::Ident(name)] if keyword == "struct" && name == "Settings")
}

/// The names before a single colon.
fn fields(group: &Group) -> Vec<String> {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let named = tokens.iter().enumerate().filter_map(|(index, token)| {
        let TokenTree::Ident(name) = token else { return None };
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let single = is_colon(tokens.get(index + 1)) && !is_colon(tokens.get(index + 2)) && !is_colon(before);
        single.then(|| name.to_string().to_uppercase())
    });
    named.collect()
}

fn is_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|first: char| first.is_ascii_uppercase()) && text.bytes().all(is_part)
}

/// The variables of a `.env` file, those that are commented out too.
pub(crate) fn commented(file: &str) -> BTreeSet<String> {
    let lines = file.lines().map(|line| line.strip_prefix('#').unwrap_or(line));
    let names = lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name);
    names.filter(|name| is_name(name)).map(str::to_owned).collect()
}

/// The variables that a compose file puts in: `${NAME:-…}`, `${NAME:?…}`.
pub(crate) fn interpolated(file: &str) -> BTreeSet<String> {
    let after = file.split("${").skip(1);
    after.map(|rest| rest.split([':', '}']).next().unwrap_or_default().to_owned()).collect()
}

/// The variables that a compose file tells issuer and API: what stands below `x-variables` and its like, and below
/// their `environment`.
pub(crate) fn environment(file: &str) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    let (mut service, mut within) = (String::new(), None);
    for line in file.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let depth = line.len() - line.trim_start().len();
        let name = line.trim().split(':').next().unwrap_or_default();
        if within.is_some_and(|outer| depth <= outer) {
            within = None;
        }
        if within.is_some() && is_name(name) {
            told.insert(name.to_owned());
        }
        if depth <= 2 {
            name.clone_into(&mut service);
        }
        let is_ours = ["rust_issuer", "rust_api", "provider"].contains(&&*service) && name == "environment";
        if is_ours || ["x-variables", "x-issuer"].contains(&name) {
            within = Some(depth);
        }
    }
    told
}

#[test]
fn fields_and_texts_are_found_and_tests_are_not() {
    let source = r#"
        /// In words: "NOT_ONE".
        struct Settings { #[serde(default)] server_port: Option<shared::config::Whole<1, 9>>, tls: Switch }
        struct Other { not_this: u8 }
        const SECRET: &str = "SMTP_URL";
        fn f() { problems.add("DATA_KEY", "must be set, or NOT_THIS_ONE"); }
        #[cfg(test)]
mod tests { const A: &str = "OF_A_TEST"; }
    "#;
    let found: Vec<_> = declared(source).into_iter().collect();
    assert_eq!(found, ["DATA_KEY", "SERVER_PORT", "SMTP_URL", "TLS"]);
}

#[test]
fn names_are_read_out_of_files() {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(commented("# A = b\n#ONE=1\nTWO=\n# THREE=3\n#four=4\n"), set(&["ONE", "TWO"]));
    assert_eq!(
        interpolated("a: ${ONE:-${TWO:-x}}\nb: ${THREE}\nc: ${FOUR:?say}"),
        set(&["ONE", "TWO", "THREE", "FOUR"])
    );
    let compose = "x-variables: &v\n  ONE: 1\nservices:\n  mariadb:\n    environment:\n      NO: 1\n  rust_api:\n    environment:\n      TWO: 2\n    deploy:\n      NO: 1\n";
    assert_eq!(environment(compose), set(&["ONE", "TWO"]));
}
