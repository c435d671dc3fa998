//! What a Rust source names: its paths with imports resolved, as far as a reader of one file can tell.

use std::collections::HashMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The paths that a source names, such as `axum::Router`, each once and in order.
///
/// Comments and strings name nothing. An imported name is written out in full: after `use std::net;` the source
/// `net::TcpStream` names `std::net::TcpStream`. Modules under `#[cfg(test)]` are left out, because they never ship.
pub(crate) fn paths(source: &str) -> Vec<String> {
    let mut reader = Reader::default();
    let tokens = parse(source);
    reader.imports_of(&tokens);
    reader.read(&tokens);
    let mut paths = reader.found.iter().map(|path| path.join("::")).collect::<Vec<_>>();
    paths.sort();
    paths.dedup();
    paths
}

/// Whether the source uses the keyword or name `word` anywhere outside of comments and strings.
pub(crate) fn has_word(source: &str, word: &str) -> bool {
    fn within(tokens: &[TokenTree], word: &str) -> bool {
        tokens.iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == word,
            TokenTree::Group(group) => within(&trees(group.stream()), word),
            _ => false,
        })
    }
    within(&trees(source.parse().expect("the source is Rust")), word)
}

fn parse(source: &str) -> Vec<TokenTree> {
    shipped(source.parse().expect("the source is Rust"))
}

fn trees(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

/// The tokens without `#[cfg(test)] mod name { … }`.
fn shipped(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut under_test = false;
    for token in stream {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                under_test |= group.stream().to_string().replace(' ', "") == "cfg(test)";
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let is_module =
                    matches!(kept.as_slice(), [.., TokenTree::Ident(keyword), TokenTree::Ident(_)] if keyword == "mod");
                if std::mem::take(&mut under_test) && is_module {
                    continue;
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => under_test = false,
            _ => {}
        }
        kept.push(token);
    }
    kept
}

#[derive(Default)]
struct Reader {
    /// What a name that `use` brought stands for.
    imports: HashMap<String, Vec<String>>,
    found: Vec<Vec<String>>,
}

impl Reader {
    /// Collects the imports of all scopes first, as items may come before their `use`.
    fn imports_of(&mut self, tokens: &[TokenTree]) {
        for (index, token) in tokens.iter().enumerate() {
            match token {
                // `use<'a>` in a return type captures lifetimes and imports nothing.
                TokenTree::Ident(keyword) if keyword == "use" && !is_mark(tokens.get(index + 1), '<') => {
                    self.import(&tokens[index + 1..]);
                }
                TokenTree::Ident(keyword) if keyword == "extern" && is_word(tokens.get(index + 1), "crate") => {
                    self.import(&tokens[index + 2..]);
                }
                TokenTree::Group(group) => self.imports_of(&shipped(group.stream())),
                _ => {}
            }
        }
    }

    fn import(&mut self, tokens: &[TokenTree]) {
        let end = tokens.iter().position(|token| is_mark(Some(token), ';')).unwrap_or(tokens.len());
        for tree in tokens[..end].split(|token| is_mark(Some(token), ',')) {
            self.import_tree(&[], tree);
        }
    }

    /// One tree of a `use` below `prefix`: `name`, `name as other`, `name::{…}`, `name::*`, `{…}`, `self`.
    fn import_tree(&mut self, prefix: &[String], tree: &[TokenTree]) {
        let mut path = prefix.to_vec();
        let mut alias = None;
        let mut tokens = tree.iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "as" => alias = tokens.next().map(ToString::to_string),
                TokenTree::Ident(word) if word == "self" && !prefix.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Punct(mark) if mark.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Group(group) => {
                    let inner = trees(group.stream());
                    for tree in inner.split(|token| is_mark(Some(token), ',')) {
                        self.import_tree(&path, tree);
                    }
                    return;
                }
                _ => {}
            }
        }
        if let Some(last) = path.last() {
            self.imports.insert(alias.unwrap_or_else(|| last.clone()), path.clone());
            self.found.push(path);
        }
    }

    /// Collects the paths of two and more segments. A single name is a path only in a `use`.
    fn read(&mut self, tokens: &[TokenTree]) {
        let mut rest = tokens;
        while let Some(token) = rest.first() {
            let mut length = 1;
            match token {
                TokenTree::Group(group) => self.read(&shipped(group.stream())),
                TokenTree::Ident(_) => {
                    let path = path_at(rest);
                    length = path.len() * 3 - 2;
                    if path.len() > 1 {
                        self.found.push(self.resolved(path));
                    }
                }
                _ => {}
            }
            rest = &rest[length..];
        }
    }

    fn resolved(&self, path: Vec<String>) -> Vec<String> {
        match self.imports.get(&path[0]) {
            Some(import) => import.iter().chain(&path[1..]).cloned().collect(),
            None => path,
        }
    }
}

/// The longest `a::b::c` at the start of the tokens; each `::` is two of them.
fn path_at(tokens: &[TokenTree]) -> Vec<String> {
    let mut path = vec![tokens[0].to_string()];
    let mut rest = &tokens[1..];
    while let [colon, second, TokenTree::Ident(name), ..] = rest
        && is_mark(Some(colon), ':')
        && is_mark(Some(second), ':')
    {
        path.push(name.to_string());
        rest = &rest[3..];
    }
    path
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn names(source: &str, path: &str) {
        assert!(paths(source).iter().any(|found| found == path), "{path} not in {:?}", paths(source));
    }

    #[test]
    fn imports_are_caught_in_every_form() {
        names("use axum::Router;", "axum::Router");
        names("pub(crate) use axum;", "axum");
        names("use axum as web; fn f() -> web::Router {}", "axum::Router");
        names("use ::axum::Router;", "axum::Router");
        names("use {serde::Serialize, axum::{self, extract::State}};", "axum");
        names("use {serde::Serialize, axum::{self, extract::State}};", "axum::extract::State");
        names("use std::{fmt, net::{IpAddr, TcpStream as Stream}};", "std::net::TcpStream");
        names("use std::net::*;", "std::net::*");
        names("extern crate axum;", "axum");
        names("fn f() { use axum::Json; }", "axum::Json");
    }

    #[test]
    fn paths_without_an_import_are_caught() {
        names("fn router() -> axum::Router { todo() }", "axum::Router");
        names("fn f() { let x = ::sqlx::query(text); }", "sqlx::query");
        names("fn f() { sqlx::query!(\"SELECT 1\"); }", "sqlx::query");
        names("#[derive(utoipa::ToSchema)] struct User;", "utoipa::ToSchema");
        names("fn f() -> Result<Vec<http::Uri>, Error> { g() }", "http::Uri");
        names("fn f() { vec![std::env::var(name)] }", "std::env::var");
    }

    #[test]
    fn a_path_through_an_imported_module_is_written_out() {
        names("use std::net; fn f(peer: net::TcpStream) {}", "std::net::TcpStream");
        names("fn f(peer: net::TcpStream) {} use std::{net};", "std::net::TcpStream");
    }

    #[test]
    fn comments_strings_fields_and_own_modules_name_nothing() {
        let source = r##"
            //! Knows nothing of axum::Router.
            /// Unlike [`axum::Router`].
            // use axum::Router;
            /* use axum::Router; /* axum::Json */ */
            const TEXT: &str = "use axum::Router;";
            const RAW: &str = r#"axum::Router"#;
            struct Address { http: String, axum: u8 }
            fn f<'axum>(x: &'axum str) -> impl Get + use<'axum> { self.axum.get(crate::axum::thing) }
        "##;
        assert_eq!(paths(source), ["crate::axum::thing"]);
    }

    #[test]
    fn test_modules_are_left_out_and_nothing_else_is() {
        let source = "#[cfg(test)] #[path = \"t\"] mod tests { use axum::A; } mod other { use axum::B; }";
        assert_eq!(paths(source), ["axum::B"]);
        assert_eq!(paths("#[cfg(test)] mod tests; mod other { use axum::B; }"), ["axum::B"]);
        assert_eq!(paths("#[cfg(test)] fn f() { axum::c() }"), ["axum::c"]);
    }

    #[test]
    fn a_word_counts_only_in_code() {
        assert!(has_word("fn f() { unsafe { g() } }", "unsafe"));
        assert!(!has_word("// unsafe\nconst A: &str = \"unsafe\";", "unsafe"));
    }
}
