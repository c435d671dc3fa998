//! Ports for servers that are told theirs before they bind it.
//!
//! Between the choice and the bind lie seconds, in which nobody else may take the port: no other test program on this
//! machine, no other test of this one, and no connection that goes out from it.

use std::{
    fs,
    fs::File,
    net::{Ipv4Addr, TcpListener},
    ops::Range,
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process,
    sync::Mutex,
};

/// Below the range that the system gives to connections that go out (32,768 and up), above the well-known ones.
const PORTS: Range<u16> = 16_000..32_000;

/// The port to try next, and the locks on those given out. They are let go when the program ends, however it does.
static GIVEN: Mutex<Option<(u16, Vec<File>)>> = Mutex::new(None);

/// Ports on which nobody listens, all different, and this program's until it ends.
///
/// # Panics
/// When all are taken.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let mut given = GIVEN.lock().unwrap();
    // Programs that run side by side begin at different places.
    let (next, locks) = given.get_or_insert_with(|| (place_of(process::id()), Vec::new()));
    [(); N].map(|()| {
        for _ in PORTS {
            let port = *next;
            *next = if port + 1 == PORTS.end { PORTS.start } else { port + 1 };
            if let Some(lock) = reserve(port) {
                locks.push(lock);
                return port;
            }
        }
        panic!("no port is free")
    })
}

fn place_of(program: u32) -> u16 {
    let size = u32::from(PORTS.end - PORTS.start);
    // A prime far from the distance of ids of neighbours, so that their ports are far apart.
    let offset = program.wrapping_mul(7_919) % size;
    PORTS.start + u16::try_from(offset).expect("less than the size of the range")
}

/// The lock on a port that is nobody's, held in a file that all programs know.
fn reserve(port: u16) -> Option<File> {
    let folder = folder();
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join(port.to_string())).unwrap();
    lock.try_lock().ok()?;
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?;
    Some(lock)
}

/// One for each user of the machine, wherever his programs keep what is temporary: a test may tell them of another place.
fn folder() -> PathBuf {
    let user = fs::metadata("/proc/self").expect("Linux tells of a process").uid();
    PathBuf::from(format!("/tmp/paseport-test-ports-{user}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_twice() {
        let first: [u16; 40] = free_ports();
        let second: [u16; 40] = free_ports();
        assert!(first.iter().all(|port| !second.contains(port)));
        assert!(first.iter().all(|port| reserve(*port).is_none()), "other programs can't have it");
    }

    #[test]
    fn a_port_in_use_is_passed_over() {
        let listener = PORTS.rev().find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()).unwrap();
        assert!(reserve(listener.local_addr().unwrap().port()).is_none());
    }
}
