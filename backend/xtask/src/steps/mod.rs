//! A list of named steps: all that can run do run, and a table at the end tells how each went.

mod limit;

use std::fmt::{self, Display};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::process::{Elapsed, Stopwatch};

/// Several times as long as a step takes that compiles little.
const LIMIT: Duration = Duration::from_mins(20);

/// Several times as long as compiling everything takes on two cores.
const LIMIT_OF_BUILDS: Duration = Duration::from_mins(45);

/// One step. It is skipped when a step that it needs did not pass, and killed when it takes too long.
pub(crate) struct Step<'a> {
    /// Unique in its list.
    pub(crate) name: &'static str,
    /// Names of earlier steps.
    needs: &'static [&'static str],
    /// What the step does; its output goes to the terminal as it comes.
    work: Box<dyn Fn() -> Result<()> + 'a>,
    limit: Duration,
}

impl<'a> Step<'a> {
    /// A step that must be over in some minutes.
    pub(crate) fn new(name: &'static str, needs: &'static [&'static str], work: impl Fn() -> Result<()> + 'a) -> Self {
        Self { name, needs, work: Box::new(work), limit: LIMIT }
    }

    /// The same, but it compiles a lot.
    pub(crate) fn build(
        name: &'static str,
        needs: &'static [&'static str],
        work: impl Fn() -> Result<()> + 'a,
    ) -> Self {
        Self { limit: LIMIT_OF_BUILDS, ..Self::new(name, needs, work) }
    }
}

/// How a step went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it should.
    Passed,
    /// It failed for the reason given.
    Failed(String),
    /// It did not run, because the step named did not pass.
    Skipped(&'static str),
}

/// What became of every step, in order.
#[derive(Debug)]
pub(crate) struct Report(Vec<(&'static str, Outcome, Elapsed)>);

/// Runs the steps in order, each under its heading. A failure stops only the steps that need it.
pub(crate) fn run(steps: &[Step<'_>]) -> Report {
    let mut report = Report(Vec::with_capacity(steps.len()));
    for (number, step) in steps.iter().enumerate() {
        println!("\n==> [{}/{}] {}", number + 1, steps.len(), step.name);
        let watch = Stopwatch::start();
        let outcome = report.outcome_of(step);
        let elapsed = watch.elapsed();
        match &outcome {
            Outcome::Passed => println!("    {}: passed in {elapsed}", step.name),
            Outcome::Failed(reason) => println!("    {}: FAILED after {elapsed}: {reason}", step.name),
            Outcome::Skipped(needed) => println!("    {}: skipped, it needs: {needed}", step.name),
        }
        report.0.push((step.name, outcome, elapsed));
    }
    report
}

impl Report {
    fn outcome_of(&self, step: &Step<'_>) -> Outcome {
        if let Some(needed) = step.needs.iter().find(|needed| !self.passed(needed)) {
            return Outcome::Skipped(needed);
        }
        match limit::within(step.limit, &step.work) {
            Ok(()) => Outcome::Passed,
            Err(error) => Outcome::Failed(format!("{error:#}")),
        }
    }

    fn passed(&self, name: &str) -> bool {
        self.0.iter().any(|(step, outcome, _)| *step == name && *outcome == Outcome::Passed)
    }

    /// Fails unless every step passed.
    pub(crate) fn into_result(self) -> Result<()> {
        let failed = self.0.iter().filter(|(_, outcome, _)| *outcome != Outcome::Passed).map(|(name, ..)| *name);
        let failed = failed.collect::<Vec<_>>();
        if !failed.is_empty() {
            bail!("not passed: {}", failed.join(", "));
        }
        Ok(())
    }
}

impl Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|(name, ..)| name.len()).max().unwrap_or(0);
        for (name, outcome, elapsed) in &self.0 {
            let (outcome, elapsed, remark) = match outcome {
                Outcome::Passed => ("passed", elapsed.to_string(), String::new()),
                Outcome::Failed(reason) => ("FAILED", elapsed.to_string(), reason.clone()),
                Outcome::Skipped(needed) => ("skipped", String::new(), format!("needs: {needed}")),
            };
            let line = format!("  {name:width$}  {outcome:7}  {elapsed:>12}  {remark}");
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_failure_stops_only_what_needs_it() {
        let ran = RefCell::new(Vec::new());
        let note = |name| {
            ran.borrow_mut().push(name);
            Ok(())
        };
        let report = run(&[
            Step::new("build", &[], || bail!("no compiler")),
            Step::new("tests", &["build"], || note("tests")),
            Step::new("report of tests", &["tests"], || note("report of tests")),
            Step::new("format", &[], || note("format")),
        ]);
        assert_eq!(*ran.borrow(), ["format"]);
        let table = report.to_string();
        assert!(table.contains("no compiler") && table.contains("needs: build"), "{table}");
        let error = report.into_result().unwrap_err();
        assert_eq!(error.to_string(), "not passed: build, tests, report of tests");
    }

    #[test]
    fn all_passed_is_success() {
        let report = run(&[Step::new("one", &[], || Ok(())), Step::new("two", &["one"], || Ok(()))]);
        assert!(report.into_result().is_ok());
    }
}
