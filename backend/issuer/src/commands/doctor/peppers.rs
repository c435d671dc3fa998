//! Peppers that what is kept was made with, against those that are set.

use shared::domain::{
    clock::Timestamp,
    peppers::{PepperId, PepperRing},
    store::StoreError,
    unit_of_work::Store,
};

use super::{Code, Finding, Report, accounts::unreadable};

/// Prints the id of the pepper in a file.
const PRINT_ID: &str = r#"{ printf paseport.pepper-id.v1; printf %s "$(cat FILE)"; } | sha256sum | cut -c1-8"#;

/// The peppers of one purpose.
#[derive(Clone, Debug)]
pub struct PeppersInUse {
    /// The variable. Its name and `_PREVIOUS` is that of the one before.
    pub variable: &'static str,
    /// Where the current one comes from: the variable, or the file that stands in for it.
    pub source: String,
    pub ring: PepperRing,
}

impl PeppersInUse {
    /// Those that are set by variables.
    pub fn of_variable(variable: &'static str, ring: PepperRing) -> Self {
        Self { variable, source: variable.to_owned(), ring }
    }

    fn previous(&self) -> Option<PepperId> {
        let previous = self.ring.iter().nth(1)?.id();
        // Otherwise nothing was rotated, which is told elsewhere.
        (previous != self.ring.current().id()).then_some(previous)
    }

    fn listed(&self) -> String {
        let current = format!("{} ({})", self.source, self.ring.current().id());
        match self.previous() {
            Some(previous) => format!("{current} and {}_PREVIOUS ({previous})", self.variable),
            None => current,
        }
    }
}

/// Counts passwords and live sessions by their pepper, and tells of those that none is there for. `None`: it can't be read.
pub async fn check(
    report: &mut Report,
    store: &dyn Store,
    password: Option<&PeppersInUse>,
    refresh_token: Option<&PeppersInUse>,
    now: Timestamp,
) {
    let (passwords, sessions) = match count(store, now).await {
        Ok(counts) => counts,
        Err(error) => {
            report.check([unreadable(&error)]);
            return;
        }
    };
    for (peppers, kept) in [(password, Kept::passwords(passwords)), (refresh_token, Kept::sessions(sessions))] {
        let Some(peppers) = peppers else { continue };
        report.check(kept.missing(peppers));
        report.check(kept.unused(peppers));
    }
}

type Counts = Vec<(PepperId, u64)>;

async fn count(store: &dyn Store, now: Timestamp) -> Result<(Counts, Counts), StoreError> {
    let mut work = store.read().await?;
    Ok((work.users().count_by_pepper().await?, work.sessions().count_live_by_pepper(now).await?))
}

/// What is made with peppers.
struct Kept {
    code: Code,
    /// What it is called, of one and of many.
    names: [&'static str; 2],
    counts: Counts,
}

impl Kept {
    fn passwords(counts: Counts) -> Self {
        Self { code: Code::PasswordPepperMissing, names: ["password", "passwords in the database"], counts }
    }

    fn sessions(counts: Counts) -> Self {
        Self { code: Code::SessionPepperMissing, names: ["session", "live sessions"], counts }
    }

    fn missing(&self, peppers: &PeppersInUse) -> Option<Finding> {
        let all: u64 = self.counts.iter().map(|(_, count)| count).sum();
        let missing: Vec<_> = self.counts.iter().filter(|(id, _)| peppers.ring.find(id).is_none()).collect();
        let lost: u64 = missing.iter().map(|(_, count)| count).sum();
        if lost == 0 {
            return None;
        }
        let [one, many] = self.names;
        let share =
            if lost == all { format!("any of the {many} ({all})") } else { format!("{lost} of the {all} {many}") };
        let consequence = match self.code {
            Code::PasswordPepperMissing if lost == all => {
                "nobody can sign in with a password, and a start of the service is refused"
            }
            Code::PasswordPepperMissing => {
                "whoever these belong to can't sign in with a password until the right pepper is back"
            }
            _ => "each of these ends at its next refresh, and its owner has to sign in again",
        };
        let ids = missing.iter().map(|(id, count)| {
            let name = if *count == 1 { one.to_owned() } else { format!("{one}s") };
            format!("{id} ({count} {name})")
        });
        let ids = ids.collect::<Vec<_>>().join(", ");
        let problem = format!(
            "No pepper that is set fits {share}: {consequence}. Missing is the pepper of the id {ids}; set is {}.",
            peppers.listed()
        );
        Some(Finding::new(self.code, problem, self.remedy(peppers.variable)))
    }

    fn remedy(&self, variable: &str) -> String {
        let otherwise = match self.code {
            Code::PasswordPepperMissing => {
                "If it is lost for good, give these people new passwords (documents/operations.md, \"peppers of the \
                 stack\")."
            }
            _ => {
                "If it was left out on purpose, because it was stolen, nothing is to be done: after \
                 REDIS_REFRESH_TOKEN_TTL none of these sessions is left."
            }
        };
        format!(
            "Find the pepper among your files of secrets; this prints a file's id: `{PRINT_ID}`. Set {variable}_PREVIOUS to \
             it (or {variable}, if no new one was meant to be in use), alike wherever an issuer runs, and start the service \
             again. {otherwise}"
        )
    }

    /// Nothing needs the previous one any more; or nothing does yet, which looks the same.
    fn unused(&self, peppers: &PeppersInUse) -> Option<Finding> {
        let previous = peppers.previous()?;
        let current = peppers.ring.current().id();
        let is_over = !self.counts.is_empty() && self.counts.iter().all(|(id, _)| *id == current);
        let (variable, [_, many]) = (peppers.variable, self.names);
        is_over.then(|| {
            Finding::new(
                Code::PreviousPepperUnused,
                format!(
                    "{variable}_PREVIOUS ({previous}) fits none of the {many}, all of which were made with {} ({current}): \
                     whoever learned the old pepper could still use it, and a new rotation has no room.",
                    peppers.source
                ),
                format!(
                    "If a rotation has just begun, go on with its second step (documents/operations.md). If it is over, take \
                     {variable}_PREVIOUS out of the settings and start the service again; keep the pepper as long as a \
                     backup that needs it."
                ),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, process::Command};

    use shared::domain::peppers::Pepper;

    use super::*;

    fn pepper(byte: u8) -> Pepper {
        Pepper::new(vec![byte; 32]).unwrap()
    }

    fn set(previous: Option<u8>) -> PeppersInUse {
        PeppersInUse::of_variable("PASSWORD_PEPPER", PepperRing::new(pepper(b'a'), previous.map(pepper)))
    }

    fn found(peppers: &PeppersInUse, counts: &[(u8, u64)]) -> Vec<Finding> {
        let kept = Kept::passwords(counts.iter().map(|(byte, count)| (pepper(*byte).id(), *count)).collect());
        kept.missing(peppers).into_iter().chain(kept.unused(peppers)).collect()
    }

    #[test]
    fn peppers_that_fit_and_are_needed_are_fine() {
        for (previous, counts) in [
            (None, &[][..]),
            (Some(b'b'), &[]),
            (None, &[(b'a', 3)]),
            (Some(b'b'), &[(b'a', 3), (b'b', 1)]),
            (Some(b'b'), &[(b'b', 2)]),
        ] {
            assert_eq!(found(&set(previous), counts), [], "{previous:?} {counts:?}");
        }
        assert_eq!(found(&set(Some(b'a')), &[(b'a', 3)]), [], "it is told as a rotation that was none");
    }

    #[test]
    fn who_can_not_be_checked_is_counted_by_the_missing_pepper() {
        let some = found(&set(Some(b'b')), &[(b'a', 3), (b'c', 1), (b'd', 2)]);
        let [(missing, one), (also, two)] =
            [(b'c', "1 password"), (b'd', "2 passwords")].map(|(byte, n)| (pepper(byte).id(), n));
        assert_eq!(some.len(), 1, "{some:?}");
        assert_eq!(some[0].code, Code::PasswordPepperMissing);
        for words in [
            "fits 3 of the 6 passwords".to_owned(),
            format!("of the id {missing} ({one}), {also} ({two});"),
            format!("PASSWORD_PEPPER_PREVIOUS ({})", pepper(b'b').id()),
        ] {
            assert!(some[0].problem.contains(&words), "{words}: {some:?}");
        }
        let all = found(&set(None), &[(b'c', 4)]);
        assert!(
            all[0].problem.contains("any of the passwords in the database (4)") && all[0].problem.contains("refused"),
            "{all:?}"
        );
    }

    #[test]
    fn a_previous_pepper_that_nothing_was_made_with_is_told() {
        let found = found(&set(Some(b'b')), &[(b'a', 3)]);
        assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::PreviousPepperUnused]);
    }

    /// It is printed to be copied.
    #[test]
    fn the_command_prints_the_id_of_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA\n").unwrap();
        let command = PRINT_ID.replace("FILE", file.path().to_str().unwrap());
        let output = Command::new("sh").args(["-c", &command]).output().unwrap();
        let expected = Pepper::new(b"q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA".to_vec()).unwrap().id();
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), expected.to_string());
    }
}
