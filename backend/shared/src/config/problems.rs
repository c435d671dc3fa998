//! What is wrong with the settings.

use std::fmt;

/// One variable that can't be used as it is. The message never shows a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the variable.
    pub variable: String,
    /// What is wrong, as the rest of a sentence that starts with the name.
    pub message: String,
}

/// Everything that is wrong with the settings. Prints one line for each problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem of `variable`: `message` is the rest of a sentence that starts with the name.
    pub fn add(&mut self, variable: impl Into<String>, message: impl Into<String>) {
        self.0.push(Problem { variable: variable.into(), message: message.into() });
    }

    /// Whether one of `variables` has a problem already, so that a rule over them has nothing sound to look at.
    pub fn concern(&self, variables: &[&str]) -> bool {
        self.0.iter().any(|problem| variables.contains(&problem.variable.as_str()))
    }

    /// In the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// `value`, if there is no problem.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Problem { variable, message }) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{variable} {message}")?;
        }
        Ok(())
    }
}
