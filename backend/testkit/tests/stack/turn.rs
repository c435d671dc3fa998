//! Whose turn it is. Every test starts a whole stack, and a figure would say nothing while another one takes the machine's
//! time.

use tokio::sync::{Semaphore, SemaphorePermit};

/// How many tests that wait most of their time go side by side.
const SHARES: u32 = 2;

static MACHINE: Semaphore = Semaphore::const_new(SHARES as usize);

/// The turn ends when this is dropped.
pub(crate) type Turn = SemaphorePermit<'static>;

/// For a test that needs both cores, or whose figures are promised to the second.
pub(crate) async fn alone() -> Turn {
    MACHINE.acquire_many(SHARES).await.unwrap()
}

/// For a test that waits most of the time.
pub(crate) async fn beside_another() -> Turn {
    MACHINE.acquire().await.unwrap()
}
