//! What was found, and how it is told.

use std::fmt;

use serde_json::json;
use shared::figures::Kind;

use super::Code;

/// Something that is wrong, in plain words. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    /// What is wrong and what follows from it.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    pub fn new(code: Code, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, problem: problem.into(), remedy: remedy.into() }
    }
}

/// What was looked at and found. Prints a paragraph for each finding, or one line when there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
    checks: usize,
    skipped: Vec<String>,
}

impl Report {
    /// Notes that something was looked at, and what was found if anything.
    pub fn check(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.checks += 1;
        self.findings.extend(findings);
    }

    /// Notes what could not be looked at from here, and why; nothing need be wrong.
    pub fn skip(&mut self, what: impl Into<String>) {
        self.skipped.push(what.into());
    }

    /// Takes in what another has found.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.checks += other.checks;
        self.skipped.extend(other.skipped);
    }

    /// In the order in which they were found.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The same for programs.
    pub fn to_json(&self) -> String {
        let finding = |Finding { code, problem, remedy }: &Finding| json!({ "code": code.word(), "problem": problem, "remedy": remedy });
        let findings: Vec<_> = self.findings.iter().map(finding).collect();
        format!("{:#}", json!({ "findings": findings, "checks": self.checks, "skipped": self.skipped }))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { code, problem, remedy } in &self.findings {
            writeln!(f, "{}: {problem}\n  Remedy: {remedy}\n", code.word())?;
        }
        for skipped in &self.skipped {
            writeln!(f, "Not looked at: {skipped}")?;
        }
        match self.findings.len() {
            0 => write!(f, "Nothing to report: {} checks ran.", self.checks),
            1 => write!(f, "1 finding, {} checks ran.", self.checks),
            many => write!(f, "{many} findings, {} checks ran.", self.checks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_finding_is_one_line_and_each_finding_a_paragraph() {
        let mut report = Report::default();
        report.check(None);
        report.check(None);
        assert_eq!(report.to_string(), "Nothing to report: 2 checks ran.");
        report.check([Finding::new(Code::VaultSealed, "Vault is sealed.", "Unseal it.")]);
        assert_eq!(
            report.to_string(),
            "vault-sealed: Vault is sealed.\n  Remedy: Unseal it.\n\n1 finding, 3 checks ran."
        );
        let told: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
        let finding = json!({ "code": "vault-sealed", "problem": "Vault is sealed.", "remedy": "Unseal it." });
        assert_eq!(told, json!({ "findings": [finding], "checks": 3, "skipped": [] }));
    }
}
