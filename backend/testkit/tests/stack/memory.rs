//! Looking for bytes wherever they could be: in the memory of processes and in files.

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::Path,
};

use aho_corasick::AhoCorasick;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha512};

/// Read at once.
const PIECE: usize = 1 << 20;

/// Bytes that must not be found, each by a name.
#[derive(Debug)]
pub(crate) struct Wanted {
    names: Vec<String>,
    automaton: AhoCorasick,
    longest: usize,
}

impl Wanted {
    pub(crate) fn new(wanted: Vec<(String, Vec<u8>)>) -> Self {
        assert!(wanted.iter().all(|(name, bytes)| bytes.len() >= 12 || panic!("{name} is found everywhere")));
        let longest = wanted.iter().map(|(_, bytes)| bytes.len()).max().unwrap();
        let (names, bytes): (_, Vec<_>) = wanted.into_iter().unzip();
        Self { names, automaton: AhoCorasick::new(bytes).unwrap(), longest }
    }

    /// An Ed25519 private key (RFC 8032, section 5.1.5) in every form that a program holds or writes it in.
    pub(crate) fn private_key(seed: &[u8; 32]) -> Self {
        let digest = Sha512::digest(seed);
        let mut scalar: [u8; 32] = digest[..32].try_into().unwrap();
        let unclamped = scalar;
        scalar[0] &= 0b1111_1000;
        scalar[31] = scalar[31] & 0b0111_1111 | 0b0100_0000;
        let mut wanted = Vec::new();
        for (name, bytes) in [("seed", *seed), ("scalar", scalar), ("digest", unclamped)] {
            let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
            let hex = hex(&bytes);
            wanted.extend([
                (format!("{name}, raw"), bytes.to_vec()),
                (format!("{name}, as a big number"), reversed),
                (format!("{name}, hex"), hex.clone().into_bytes()),
                (format!("{name}, HEX"), hex.to_uppercase().into_bytes()),
            ]);
            // In base64 the same bytes look different after 0, 1 and 2 others, as within PKCS #8.
            for before in 0..3 {
                let text = STANDARD_NO_PAD.encode([&vec![0; before][..], &bytes].concat());
                let whole = &text[(before * 4).div_ceil(3)..text.len() - 1];
                let url_safe = whole.replace('+', "-").replace('/', "_");
                wanted.push((format!("{name}, base64 after {before}"), whole.as_bytes().to_vec()));
                wanted.push((format!("{name}, base64url after {before}"), url_safe.into_bytes()));
            }
        }
        Self::new(wanted)
    }

    /// What of it stands in this file; nothing if the file went away.
    pub(crate) fn in_file(&self, file: &Path) -> Vec<String> {
        fs::read(file).map(|bytes| self.in_bytes(&bytes)).unwrap_or_default()
    }

    /// What of it stands in these bytes.
    pub(crate) fn in_bytes(&self, bytes: &[u8]) -> Vec<String> {
        let found = self.automaton.find_iter(bytes);
        let mut found: Vec<_> = found.map(|found| found.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|index| self.names[index].clone()).collect()
    }

    /// What of it stands in any memory of this process that can be read: heap, stacks, files that are mapped. What a core
    /// dump would hold.
    pub(crate) fn in_process(&self, id: u32) -> Memory {
        let maps = fs::read_to_string(format!("/proc/{id}/maps")).unwrap();
        let memory = File::open(format!("/proc/{id}/mem")).unwrap();
        let mut seen = Memory::default();
        for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|mode| mode.starts_with('r'))) {
            let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
            self.look_through(&memory, from, to, &mut seen);
        }
        seen.found.sort_unstable();
        seen.found.dedup();
        seen
    }

    fn look_through(&self, memory: &File, from: u64, to: u64, seen: &mut Memory) {
        let mut piece = vec![0; PIECE + self.longest];
        let mut at = from;
        while at < to {
            // Over the end of the piece, so that nothing hides on the edge.
            let length = piece.len().min(usize::try_from(to - at).unwrap());
            // Some regions are the kernel's and can't be read.
            let Ok(read) = memory.read_at(&mut piece[..length], at) else { return };
            seen.bytes += read.min(PIECE);
            seen.found.extend(self.in_bytes(&piece[..read]));
            at += PIECE as u64;
        }
    }
}

/// What was seen of a process.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) bytes: usize,
    pub(crate) found: Vec<String>,
}

/// The process and all that it started.
pub(crate) fn family(id: u32) -> Vec<u32> {
    let mut family = vec![id];
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Some(child) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)?.parse().ok());
        if parent == Some(id) {
            family.push(child);
        }
    }
    family
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(digit.into(), 16).unwrap()).collect()
}

#[test]
fn a_private_key_is_found_in_every_form() {
    let seed: [u8; 32] = std::array::from_fn(|n| u8::try_from(n * 7 + 3).unwrap());
    let wanted = Wanted::private_key(&seed);
    let pkcs8 = [&[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20][..], &seed].concat();
    let hex = hex(&seed);
    for text in [
        &seed[..],
        &pkcs8,
        STANDARD.encode(seed).as_bytes(),
        STANDARD.encode(&pkcs8).as_bytes(),
        URL_SAFE_NO_PAD.encode([&[1], &seed[..]].concat()).as_bytes(),
        hex.as_bytes(),
        hex.to_uppercase().as_bytes(),
    ] {
        let haystack = [b"before", text, b"after"].concat();
        assert!(!wanted.in_bytes(&haystack).is_empty(), "{:?}", String::from_utf8_lossy(text));
    }
    assert!(wanted.in_bytes(&seed[1..]).is_empty());
}
