//! What is wrong with peppers: passwords and sessions that were made with another than is set.

use testkit::{app::TestApp, stack::Browser};

use crate::{
    fault::{Fault, changes},
    world::{Changes, World},
};

/// Random, and of nobody.
const PEPPER: &str = "Wd7Rk2Vq9Zs4Xn1Tb6Yp3Mh8Lc5Jf0GaEuIoQrStUvB";

pub(crate) fn faults() -> Vec<Fault> {
    [passwords(), sessions()].into_iter().flatten().collect()
}

fn passwords() -> Vec<Fault> {
    vec![
        Fault::of_settings("the password pepper is another", &["password-pepper-missing"], |_| {
            changes([("PASSWORD_PEPPER", PEPPER)])
        })
        .saying(&["any of the passwords in the database (2)", "a start of the service is refused", "(2 passwords)"]),
        Fault::new(
            "the pepper of one password was taken out too early",
            &["password-pepper-missing"],
            |world| {
                world.sql(
                    "UPDATE users SET password_hash = CONCAT('b1$89abcdef', SUBSTR(password_hash, 12))
                     WHERE roles = 'User'",
                );
                Changes::new()
            },
            |world| {
                world.sql(
                    "UPDATE users SET password_hash = CONCAT(
                         (SELECT SUBSTR(password_hash, 1, 11) FROM users WHERE roles <> 'User'), SUBSTR(password_hash, 12))
                     WHERE roles = 'User'",
                );
            },
        )
        .saying(&["1 of the 2 passwords in the database", "89abcdef (1 password)"]),
        Fault::of_settings("the previous password pepper is of no use", &["previous-pepper-unused"], |_| {
            changes([("PASSWORD_PEPPER_PREVIOUS", PEPPER)])
        })
        .saying(&["PASSWORD_PEPPER_PREVIOUS (", "take PASSWORD_PEPPER_PREVIOUS out"]),
    ]
}

fn sessions() -> Vec<Fault> {
    let fault = |name, expected, change: fn() -> Changes| {
        Fault::new(
            name,
            expected,
            move |world| {
                sign_in(&world.address());
                change()
            },
            |world| {
                world.sql("DELETE FROM sessions");
            },
        )
    };
    vec![
        fault("the refresh pepper is another", &["session-pepper-missing"], || {
            changes([("REFRESH_TOKEN_PEPPER", PEPPER)])
        })
        .saying(&["any of the live sessions (1)", "(1 session)", "REFRESH_TOKEN_PEPPER_PREVIOUS"]),
        fault("the previous refresh pepper is of no use", &["previous-pepper-unused"], || {
            changes([("REFRESH_TOKEN_PEPPER_PREVIOUS", PEPPER)])
        })
        .saying(&["REFRESH_TOKEN_PEPPER_PREVIOUS ("]),
    ]
}

/// In the middle of a rotation of both, as its second step leaves it, nothing is wrong.
pub(crate) fn a_rotation_is_no_fault(world: &World) {
    sign_in(&world.address());
    let own = world.stack.issuers[0].variables();
    let next = [("PASSWORD_PEPPER", PEPPER), ("REFRESH_TOKEN_PEPPER", "mR4tYc8WzQ1nVb6Kx3Jp9Hs5Lf7Gd2DaEuOiTwZkSvB")];
    let rotated =
        next.into_iter().flat_map(|(name, next)| changes([(name, next), (&format!("{name}_PREVIOUS"), &own[name])]));
    let told = world.asked(&rotated.collect(), &[]);
    assert_eq!((told.codes(), told.status), (vec![], Some(0)), "{}", told.text);
    world.sql("DELETE FROM sessions");
}

/// Leaves a live session behind.
pub(crate) fn sign_in(address: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (email, password) = TestApp::ADMIN;
    let reply = runtime.block_on(Browser::new(address).sign_in(email, password)).unwrap();
    assert_eq!(reply.status, 200, "{reply:?}");
}
