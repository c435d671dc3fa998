//! The caller, looked at again where he acts.
//!
//! The check that let a request in may be seconds old when its unit of work begins: the body came slowly, a password was
//! hashed. Whatever writes on a caller's behalf asks here first, inside the unit of work.

use shared::domain::{
    access::Identity,
    clock::Clock,
    ids::{SessionId, UserId},
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::{User, UserStatus},
};

/// The caller as he is now; `None` when his session is over or his account barred or gone.
pub(super) async fn acting_user(
    work: &mut dyn UnitOfWork,
    clock: &dyn Clock,
    caller: &Identity,
) -> Result<Option<User>, StoreError> {
    user_of_session(work, clock, &caller.user_id, &caller.session_id).await
}

/// The same for somebody who asked for something earlier, from this session.
pub(super) async fn user_of_session(
    work: &mut dyn UnitOfWork,
    clock: &dyn Clock,
    user: &UserId,
    session: &SessionId,
) -> Result<Option<User>, StoreError> {
    // Locked first: whoever ends sessions of his has the lock until that is committed, and the session is read after it.
    let Some(user) = work.users().lock(user).await?.filter(|user| user.status == UserStatus::Active) else {
        return Ok(None);
    };
    let session = work.sessions().find(session).await?.filter(|session| session.user_id == user.id);
    let is_live = session.is_some_and(|session| session.ended.is_none() && clock.now() < session.expires_at);
    Ok(is_live.then_some(user))
}
