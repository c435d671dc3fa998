//! Something that is broken, and what the doctor must say of it.

use std::fmt::Debug;

use crate::world::{Changes, World};

type Inject = Box<dyn Fn(&mut World) -> Changes>;
type Mend = Box<dyn Fn(&mut World)>;

/// One thing that is wrong. The doctor must name it by these codes, in this order, and say nothing else.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) expected: &'static [&'static str],
    inject: Inject,
    mend: Mend,
    /// What must stand in the words too.
    words: &'static [&'static str],
}

impl Fault {
    /// Something that is broken by `inject`, which also says what changes in the settings, and mended by `mend`.
    pub(crate) fn new(
        name: &'static str,
        expected: &'static [&'static str],
        inject: impl Fn(&mut World) -> Changes + 'static,
        mend: impl Fn(&mut World) + 'static,
    ) -> Self {
        Self { name, expected, inject: Box::new(inject), mend: Box::new(mend), words: &[] }
    }

    /// Something that is wrong with the settings alone.
    pub(crate) fn of_settings(
        name: &'static str,
        expected: &'static [&'static str],
        changes: impl Fn(&mut World) -> Changes + 'static,
    ) -> Self {
        Self::new(name, expected, changes, |_| {})
    }

    /// And these words must be said.
    pub(crate) fn saying(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    /// Breaks it, asks the doctor, mends it.
    pub(crate) fn is_named(&self, world: &mut World) -> Result<(), String> {
        let changes = (self.inject)(world);
        let told = world.asked(&changes, self.expected);
        (self.mend)(world);
        eprintln!("{:>5} ms  {}: {:?}", told.took.as_millis(), self.name, told.codes());
        let missing: Vec<_> = self.words.iter().filter(|words| !told.text.contains(**words)).collect();
        if told.codes() == self.expected && told.status == Some(1) && missing.is_empty() {
            Ok(())
        } else {
            let Self { name, expected, .. } = self;
            Err(format!(
                "{name}: {expected:?} was to be said, ending with 1, but it said {:?}, without {missing:?}, ending with \
                 {:?}: {}",
                told.codes(),
                told.status,
                told.text
            ))
        }
    }
}

impl Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Changes of settings; an empty value takes one away.
pub(crate) fn changes<const N: usize>(pairs: [(&str, &str); N]) -> Changes {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
