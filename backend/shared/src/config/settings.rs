//! From variables to a struct of typed settings.

use serde::de::DeserializeOwned;

use super::{problems::Problems, variables::Variables};

/// Reads a struct of settings as the [module](super) describes it. What isn't set or has a problem keeps its default.
///
/// Variables are tried one by one, because `envy` stops at the first error and shows the value in it.
pub fn read<T: DeserializeOwned + Default>(variables: &Variables, problems: &mut Problems) -> T {
    let mut sound = Vec::new();
    for (name, value) in variables.iter().filter(|(name, _)| is_upper_case(name)) {
        let pair = (name.to_owned(), value.to_owned());
        match envy::from_iter::<_, T>([pair.clone()]) {
            Ok(_) => sound.push(pair),
            Err(error) => problems.add(name, without_value(&error)),
        }
    }
    envy::from_iter(sound).unwrap_or_default()
}

/// `envy` takes any case; two spellings of one variable would be ambiguous.
fn is_upper_case(name: &str) -> bool {
    !name.contains(|c: char| c.is_ascii_lowercase())
}

/// Only our own types say what a value must be; all other messages may show it.
fn without_value(error: &envy::Error) -> String {
    match error {
        envy::Error::Custom(message) if message.starts_with("must ") => message.clone(),
        _ => "isn't valid".to_owned(),
    }
}
