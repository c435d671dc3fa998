//! Where settings come from: the environment, a `.env` file, and files that hold secrets.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    io::Read,
};

use super::problems::Problems;

/// A file that holds a secret is never longer; whatever is, is the wrong file.
const MAX_SECRET_FILE_BYTES: u64 = 64 * 1024;

/// The variables a program was started with. An empty one counts as not set.
#[derive(Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, String>,
    present: BTreeSet<String>,
}

impl Variables {
    /// The process environment, and below it the `.env` file of the working folder or of one above it.
    ///
    /// Text that isn't UTF-8 is taken with replacement characters, which no setting accepts where it matters.
    pub fn from_process() -> Result<Self, Problems> {
        let environment = std::env::vars_os();
        let lossy = environment.map(|(k, v)| (k.to_string_lossy().into_owned(), v.to_string_lossy().into_owned()));
        let variables = Self::from_pairs(lossy);
        match dotenvy::dotenv_iter() {
            Ok(lines) => variables.with_defaults(lines),
            Err(error) if error.not_found() => Ok(variables),
            Err(_) => Err(unreadable_dotenv()),
        }
    }

    /// These variables and no others.
    pub fn from_pairs<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut variables = Self::default();
        for (name, value) in pairs {
            variables.set(name, value);
        }
        variables
    }

    /// Adds what a `.env` file says about variables that aren't there yet.
    pub fn with_dotenv(self, file: impl Read) -> Result<Self, Problems> {
        self.with_defaults(dotenvy::from_read_iter(file))
    }

    fn with_defaults(
        mut self,
        lines: impl Iterator<Item = Result<(String, String), dotenvy::Error>>,
    ) -> Result<Self, Problems> {
        for line in lines {
            // The error would show the line, and with it perhaps a secret.
            let (name, value) = line.map_err(|_| unreadable_dotenv())?;
            if !self.values.contains_key(&name) {
                self.set(name, value);
            }
        }
        Ok(self)
    }

    /// Sets a variable, for instance from the command line.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        self.present.insert(name.clone());
        if value.is_empty() {
            self.values.remove(&name);
        } else {
            self.values.insert(name, value);
        }
    }

    /// The value of a variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether the variable is there at all, even empty.
    pub fn is_present(&self, name: &str) -> bool {
        self.present.contains(name)
    }

    /// Refuses `VAULT_SKIP_VERIFY`, even an empty one: whoever sets it means to do without the check of certificates.
    pub fn refuse_vault_skip_verify(&self, problems: &mut Problems) {
        if self.is_present("VAULT_SKIP_VERIFY") && !problems.concern(&["VAULT_SKIP_VERIFY"]) {
            let message = "must not be in the environment: it turns off the check of certificates";
            problems.add("VAULT_SKIP_VERIFY", message);
        }
    }

    /// All variables that are set and not empty.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Reads each secret `X` that is given as `X_FILE`. Line ends at the end of the file don't belong to the secret.
    /// Both at once, a file that can't be read and an empty file are problems.
    pub fn read_secret_files(&mut self, secrets: &[&str], problems: &mut Problems) {
        for name in secrets {
            let variable = format!("{name}_FILE");
            let Some(path) = self.get(&variable) else { continue };
            if self.get(name).is_some() {
                problems.add(*name, format!("and {variable} are both set; keep one"));
                continue;
            }
            match read_secret(path) {
                Ok(secret) => self.set(*name, secret),
                Err(message) => problems.add(variable, message),
            }
        }
    }
}

fn read_secret(path: &str) -> Result<String, String> {
    let mut text = String::new();
    // The path isn't shown: it could be the secret itself, in the wrong variable.
    let unreadable = |error: std::io::Error| format!("names a file that can't be read: {}", error.kind());
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_SECRET_FILE_BYTES + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > MAX_SECRET_FILE_BYTES {
        return Err(format!("names a file of more than {MAX_SECRET_FILE_BYTES} bytes"));
    }
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() { Err("names an empty file".to_owned()) } else { Ok(secret.to_owned()) }
}

fn unreadable_dotenv() -> Problems {
    let mut problems = Problems::default();
    problems.add(".env", "can't be read: each line must be NAME=value");
    problems
}

impl fmt::Debug for Variables {
    /// Shows names only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Variables").field(&self.present).finish()
    }
}
