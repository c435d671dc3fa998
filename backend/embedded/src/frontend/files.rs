//! Files of the app, in the form that suits the caller.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header::IF_NONE_MATCH};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::encoding::Encoding;

/// How many bytes of a file's hash tell it from all others.
const ETAG_BYTES: usize = 16;

/// Whether a file can be asked for by this name. The compressed forms can't: they are forms, not files.
pub(super) fn exists<App: RustEmbed>(name: &str) -> bool {
    !Encoding::ALL.iter().any(|encoding| name.ends_with(encoding.suffix())) && App::get(name).is_some()
}

/// One form of a file.
pub(super) struct Representation {
    form: EmbeddedFile,
    encoding: Option<Encoding>,
    media_type: String,
}

impl Representation {
    /// The smallest form of a file that the caller takes.
    pub(super) fn choose<App: RustEmbed>(name: &str, request: &HeaderMap) -> Option<Self> {
        let plain = App::get(name)?;
        let media_type = with_charset(plain.metadata.mimetype());
        let mut accepted = Encoding::ALL.into_iter().filter(|encoding| encoding.is_accepted(request));
        let compressed =
            accepted.find_map(|encoding| Some((App::get(&format!("{name}{}", encoding.suffix()))?, encoding)));
        Some(match compressed {
            Some((form, encoding)) => Self { form, encoding: Some(encoding), media_type },
            None => Self { form: plain, encoding: None, media_type },
        })
    }

    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    pub(super) fn media_type(&self) -> HeaderValue {
        HeaderValue::from_str(&self.media_type).expect("the names of media types are ASCII")
    }

    /// Whether a browser shows it as a page.
    pub(super) fn is_document(&self) -> bool {
        self.media_type.starts_with("text/html")
    }

    pub(super) fn length(&self) -> usize {
        self.form.data.len()
    }

    /// Made from the contents, since a page that changes keeps its length, and often its time too where builds are
    /// reproducible. Each form has its own, as a strong one must (RFC 9110, section 8.8.3.3).
    pub(super) fn etag(&self) -> HeaderValue {
        let hash = self.form.metadata.sha256_hash();
        let text = URL_SAFE_NO_PAD.encode(&hash[..ETAG_BYTES]);
        HeaderValue::from_str(&format!("\"{text}\"")).expect("base64 is ASCII")
    }

    /// Whether the caller says that it has this very form (RFC 9110, section 13.1.2).
    pub(super) fn is_known_to(&self, request: &HeaderMap) -> bool {
        let etag = self.etag();
        let lines = request.get_all(IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
        lines
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known).as_bytes() == etag.as_bytes())
    }

    pub(super) fn into_body(self) -> Body {
        match self.form.data {
            Cow::Borrowed(bytes) => Body::from(Bytes::from_static(bytes)),
            Cow::Owned(bytes) => Body::from(bytes),
        }
    }
}

/// Texts of the app are UTF-8.
fn with_charset(media_type: &str) -> String {
    if media_type.starts_with("text/") { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}
