//! Which compressed form a client takes (RFC 9110, section 12.5.3).

use http::{HeaderMap, HeaderValue, header::ACCEPT_ENCODING};

/// A form that the app's build leaves beside each file worth compressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// All of them, the smallest first.
    pub(super) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// What the name of the compressed file ends with.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// Its name in headers.
    pub(super) fn name(self) -> HeaderValue {
        HeaderValue::from_static(self.token())
    }

    fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Whether the request says that its sender can read it. Who names none gets the file as it is.
    pub(super) fn is_accepted(self, request: &HeaderMap) -> bool {
        let lines = request.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(',')).any(|item| {
            let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
            coding.trim().eq_ignore_ascii_case(self.token()) && !is_zero(weight)
        })
    }
}

/// Whether a weight such as `q=0.000` forbids what it stands beside.
fn is_zero(weight: &str) -> bool {
    let value = weight.trim().strip_prefix(['q', 'Q']).and_then(|rest| rest.trim_start().strip_prefix('='));
    value.and_then(|value| value.trim().parse::<f32>().ok()).is_some_and(|value| value <= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(lines: &[&'static str]) -> Vec<Encoding> {
        let mut request = HeaderMap::new();
        for line in lines {
            request.append(ACCEPT_ENCODING, HeaderValue::from_static(line));
        }
        Encoding::ALL.into_iter().filter(|encoding| encoding.is_accepted(&request)).collect()
    }

    #[test]
    fn what_is_named_is_taken_and_the_smallest_comes_first() {
        assert_eq!(accepted(&["gzip, deflate, br, zstd"]), [Encoding::Brotli, Encoding::Gzip]);
        assert_eq!(accepted(&["deflate", "GZIP;q=0.5"]), [Encoding::Gzip]);
        assert_eq!(accepted(&["br ; q=1"]), [Encoding::Brotli]);
    }

    #[test]
    fn what_is_refused_or_not_named_is_not_taken() {
        for line in ["", "identity", "br;q=0, gzip; q=0.000", "brotli, x-gzip", "*;q=0"] {
            assert_eq!(accepted(&[line]), [], "{line}");
        }
        assert_eq!(accepted(&[]), []);
    }
}
