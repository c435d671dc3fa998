//! The record of users.

use std::time::Duration;

use shared::domain::{
    clock::Clock,
    passwords::PasswordHash,
    store::StoreError,
    users::{Registration, Role, Roles, User, UserCounts, UserFilter, UserStatus},
};

use tokio::time::timeout;

use super::World;

/// Time enough to count what nobody holds.
const COUNTED: Duration = Duration::from_millis(200);

pub async fn a_user_is_read_as_written(world: &World) {
    let mut user = world.samples.user("Anna@Example.com");
    user.password = Some(crate::samples::password_hash());
    user.last_login_at = Some(world.clock.now());
    user.status = UserStatus::Locked;
    user.authz_version = 7;
    user.credential_version = 3;
    world.record_users([&user]).await;

    let mut unit = world.begin().await;
    assert_same(&unit.users().find(&user.id).await.unwrap().unwrap(), &user);
    assert_same(&unit.users().lock(&user.id).await.unwrap().unwrap(), &user);
    let other_spelling = "anna@EXAMPLE.com".parse().unwrap();
    assert_same(&unit.users().find_by_email(&other_spelling).await.unwrap().unwrap(), &user);

    let stranger = world.samples.user("stranger@example.com");
    assert!(unit.users().find(&stranger.id).await.unwrap().is_none());
    assert!(unit.users().lock(&stranger.id).await.unwrap().is_none());
    assert!(unit.users().find_by_email(&stranger.email).await.unwrap().is_none());
}

pub async fn passwords_are_counted_by_their_pepper(world: &World) {
    let with = |email: &str, hash: Option<String>| User {
        password: hash.map(|hash| hash.parse().unwrap()),
        ..world.samples.user(email)
    };
    let hash = crate::samples::password_hash().as_str().to_owned();
    let other = format!("b1$89abcdef{}", &hash[11..]);
    let users = [
        with("anna@example.com", Some(hash.clone())),
        with("bert@example.com", Some(other.clone())),
        with("carl@example.com", Some(other)),
        with("external@example.com", None),
    ];
    world.record_users(&users).await;
    let mut counted = world.begin().await.users().count_by_pepper().await.unwrap();
    counted.sort_by_key(|(_, count)| *count);
    assert_eq!(counted, [(hash[3..11].parse().unwrap(), 1), ("89abcdef".parse().unwrap(), 2)]);
}

pub async fn an_email_is_taken_in_every_spelling(world: &World) {
    let anna = world.samples.user("anna@example.com");
    let zoe = world.samples.user("zo\u{e9}@example.com");
    world.record_users([&anna, &zoe]).await;

    let mut unit = world.begin().await;
    for twin in ["anna@example.com", "ANNA@Example.COM", "zoe\u{301}@example.com", "ZOE\u{301}@example.com"] {
        let refused = unit.users().insert(&world.samples.user(twin)).await;
        assert!(matches!(refused, Err(StoreError::Duplicate)), "{twin}: {refused:?}");
    }
    let taken = User { email: "Anna@example.com".parse().unwrap(), ..zoe.clone() };
    let refused = unit.users().update(&taken).await;
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
    let respelled = User { email: "Anna@example.com".parse().unwrap(), ..anna };
    assert!(unit.users().update(&respelled).await.unwrap(), "an address may be spelled anew by its owner");
}

pub async fn an_update_keeps_how_and_when_a_user_came(world: &World) {
    let before = world.samples.user("anna@example.com");
    world.record_users([&before]).await;
    world.clock.advance(Duration::from_mins(1));
    let now = world.clock.now();
    let after = User {
        email: "anne@example.com".parse().unwrap(),
        display_name: "Anne".parse().unwrap(),
        roles: Roles::ADMIN_AND_USER,
        status: UserStatus::Disabled,
        email_verified: false,
        registration: Registration::Seeded,
        password: Some(crate::samples::password_hash()),
        authz_version: 2,
        credential_version: 2,
        created_at: now,
        updated_at: now,
        last_login_at: Some(now),
        ..before.clone()
    };

    let mut unit = world.begin().await;
    assert!(unit.users().update(&after).await.unwrap());
    let stored = unit.users().find(&before.id).await.unwrap().unwrap();
    assert_same(&stored, &User { registration: before.registration, created_at: before.created_at, ..after });
    assert!(!unit.users().update(&world.samples.user("stranger@example.com")).await.unwrap());
}

pub async fn a_list_is_walked_in_the_order_of_making(world: &World) {
    let mut users = Vec::new();
    for email in ["e@example.com", "d@example.com", "c@example.com", "b@example.com", "a@example.com"] {
        users.push(world.samples.user(email));
        world.clock.advance(Duration::from_millis(1));
    }
    world.record_users(users.iter().rev()).await;

    let mut unit = world.read().await;
    let mut seen = Vec::new();
    let mut filter = UserFilter { limit: 2, ..UserFilter::default() };
    loop {
        let page = unit.users().list(&filter).await.unwrap();
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        filter.after = Some(last.id);
        seen.extend(page.iter().map(|user| user.id));
    }
    assert_eq!(seen, users.iter().map(|user| user.id).collect::<Vec<_>>());
}

pub async fn a_search_takes_every_character_as_itself(world: &World) {
    let named = |email: &str, name: &str| User { display_name: name.parse().unwrap(), ..world.samples.user(email) };
    let users = [
        named("percent@example.com", "100 % Anna"),
        named("under_score@example.com", "Bert"),
        named("bang@example.com", "Wow! \\o/"),
        named("umlaut@example.com", "\u{c4}nne"),
    ];
    world.record_users(&users).await;

    let mut unit = world.read().await;
    for (q, expected) in [
        ("", vec![0, 1, 2, 3]),
        ("EXAMPLE.com", vec![0, 1, 2, 3]),
        ("anna", vec![0]),
        ("com 100", vec![0]),
        ("%", vec![0]),
        ("0%A", vec![]),
        ("_", vec![1]),
        ("UNDER_SCORE@", vec![1]),
        ("underXscore", vec![]),
        ("!", vec![2]),
        ("\\", vec![2]),
        ("\u{e4}NN", vec![3]),
        ("\u{c4}nn", vec![3]),
        ("' OR '1'='1", vec![]),
    ] {
        let filter = UserFilter { q: Some(q.into()), limit: 10, ..UserFilter::default() };
        let mut found: Vec<_> = unit.users().list(&filter).await.unwrap().iter().map(|user| user.id).collect();
        found.sort();
        let mut expected: Vec<_> = expected.into_iter().map(|index: usize| users[index].id).collect();
        expected.sort();
        assert_eq!(found, expected, "{q:?}");
    }
}

pub async fn a_deleted_user_takes_his_sessions_along(world: &World) {
    let (anna, bert) = (world.samples.user("anna@example.com"), world.samples.user("bert@example.com"));
    let (hers, his) = (world.samples.session(&anna), world.samples.session(&bert));
    world.record_users([&anna, &bert]).await;
    world.record_sessions([&hers, &his]).await;

    let mut unit = world.begin().await;
    assert!(unit.users().delete(&anna.id).await.unwrap());
    assert!(!unit.users().delete(&anna.id).await.unwrap());
    unit.commit().await.unwrap();

    let mut unit = world.read().await;
    assert!(unit.users().find(&anna.id).await.unwrap().is_none());
    assert_eq!(unit.sessions().find(&hers.id).await.unwrap(), None);
    assert_eq!(unit.sessions().find(&his.id).await.unwrap(), Some(his));
}

pub async fn only_active_admins_are_counted(world: &World) {
    let only_admin = User { roles: Roles::new([Role::Admin]).unwrap(), ..world.samples.user("a@example.com") };
    let both = world.samples.admin("b@example.com");
    let locked = User { status: UserStatus::Locked, ..world.samples.admin("c@example.com") };
    let disabled = User { status: UserStatus::Disabled, ..world.samples.admin("d@example.com") };
    let no_admin = world.samples.user("admin@example.com");
    world.record_users([&only_admin, &both, &locked, &disabled, &no_admin]).await;
    assert_eq!(world.begin().await.users().lock_active_admins().await.unwrap(), 2);
}

pub async fn r4_two_admins_do_not_remove_each_other(world: &World) {
    let (anna, bert) = (world.samples.admin("anna@example.com"), world.samples.admin("bert@example.com"));
    world.record_users([&anna, &bert]).await;

    let mut first = world.begin().await;
    assert_eq!(first.users().lock_active_admins().await.unwrap(), 2);
    assert!(first.users().delete(&bert.id).await.unwrap());
    let store = world.stores.store.clone();
    let mut second = tokio::spawn(async move {
        let mut unit = store.begin().await.unwrap();
        unit.users().lock_active_admins().await.unwrap()
    });
    // A count that does not wait for the first's commit is here by then, and wrong.
    timeout(COUNTED, &mut second).await.expect_err("the second counted what the first had deleted");
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), 1);
}

pub async fn an_active_seeded_account_is_seen(world: &World) {
    let mut seeded = User { registration: Registration::Seeded, ..world.samples.user("dev@example.com") };
    world.record_users([&world.samples.user("anna@example.com")]).await;
    assert!(!world.read().await.users().seeded_active().await.unwrap());
    world.record_users([&seeded]).await;
    assert!(world.read().await.users().seeded_active().await.unwrap());

    seeded.status = UserStatus::Disabled;
    let mut unit = world.begin().await;
    assert!(unit.users().update(&seeded).await.unwrap());
    assert!(!unit.users().seeded_active().await.unwrap());
}

/// Equal in everything, the hash included, which `Debug` does not show.
pub async fn users_are_counted_by_status(world: &World) {
    assert_eq!(world.read().await.users().count().await.unwrap(), UserCounts::default());
    for (name, status) in [
        ("anna", UserStatus::Active),
        ("bert", UserStatus::Locked),
        ("cleo", UserStatus::Active),
        ("dana", UserStatus::Active),
        ("emil", UserStatus::Disabled),
        ("fred", UserStatus::Disabled),
    ] {
        world.record_users([&User { status, ..world.samples.user(&format!("{name}@example.com")) }]).await;
    }
    let expected = UserCounts { active: 3, locked: 1, disabled: 2 };
    assert_eq!(world.read().await.users().count().await.unwrap(), expected);
}

fn assert_same(left: &User, right: &User) {
    assert_eq!(format!("{left:?}"), format!("{right:?}"));
    assert_eq!(left.password.as_ref().map(PasswordHash::as_str), right.password.as_ref().map(PasswordHash::as_str));
}
