//! The part of an address after the `@`.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::InvalidEmail;
use crate::domain::users::unicode::caseless;

/// Checks the name and gives the form to compare: lower case, labels in Unicode.
///
/// The name must be valid for IDNA (Unicode Technical Standard 46, non-transitional), fit into the DNS and have at
/// least two labels. A label in Punycode is the same as the one it stands for. The mapping of UTS 46 must change
/// nothing but case, so full-width letters or other full stops are refused rather than repaired.
pub(super) fn comparable(domain: &str) -> Result<String, InvalidEmail> {
    let (deny, hyphens) = (AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), deny, hyphens, DnsLength::Verify).map_err(|_| InvalidEmail::Domain)?;
    let (unicode, result) = Uts46::new().to_unicode(ascii.as_bytes(), deny, hyphens);
    result.map_err(|_| InvalidEmail::Domain)?;
    let last = ascii.rsplit_once('.').ok_or(InvalidEmail::Domain)?.1;
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidEmail::Domain);
    }
    if is_plain(domain, &unicode) { Ok(unicode.into_owned()) } else { Err(InvalidEmail::LookAlike) }
}

/// Whether each label of `given` is the one of `mapped` but for case, or its Punycode.
fn is_plain(given: &str, mapped: &str) -> bool {
    given.split('.').count() == mapped.split('.').count()
        && given
            .split('.')
            .zip(mapped.split('.'))
            .all(|(given, mapped)| caseless(given) == caseless(mapped) || (given.is_ascii() && !mapped.is_ascii()))
}
