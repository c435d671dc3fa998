//! What holds for every input.

use proptest::{collection::vec, prelude::*};

use super::*;

/// Reads one little-endian number and as many bytes.
fn read_piece(encoded: &[u8]) -> (&[u8], &[u8]) {
    let (length, rest) = encoded.split_first_chunk::<8>().unwrap();
    rest.split_at(usize::try_from(u64::from_le_bytes(*length)).unwrap())
}

fn pieces_of(encoded: &[u8]) -> Vec<Vec<u8>> {
    let (count, mut rest) = encoded.split_first_chunk::<8>().unwrap();
    let mut pieces = Vec::new();
    for _ in 0..u64::from_le_bytes(*count) {
        let (piece, after) = read_piece(rest);
        pieces.push(piece.to_vec());
        rest = after;
    }
    assert!(rest.is_empty());
    pieces
}

fn pae_of(pieces: &[Vec<u8>]) -> Vec<u8> {
    paseto::pae(&pieces.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Few values, short lists: so that two of them are often nearly the same.
fn few_pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(vec(0..2_u8, 0..10), 0..4)
}

#[test]
fn pae_of_the_specification() {
    assert_eq!(paseto::pae(&[]), [0; 8]);
    assert_eq!(paseto::pae(&[b""]), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(paseto::pae(&[b"test"]), *b"\x01\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0test");
}

proptest! {
    #[test]
    fn pae_can_be_read_back(pieces in few_pieces()) {
        prop_assert_eq!(pieces_of(&pae_of(&pieces)), pieces);
    }

    #[test]
    fn pae_of_different_pieces_differs(one in few_pieces(), other in few_pieces()) {
        prop_assert_eq!(pae_of(&one) == pae_of(&other), one == other);
    }

    #[test]
    fn a_footer_names_the_key_it_was_written_for(seed in any::<[u8; 32]>().prop_filter("not zero", |seed| *seed != [0; 32])) {
        let id = PublicKey::try_from(KeyPair::from_seed(Seed::new(seed)).pk.as_slice()).unwrap().id();
        prop_assert_eq!(paseto::key_named_by(paseto::footer(&id).as_bytes()), Some(id));
    }

    #[test]
    fn what_is_issued_is_verified(
        by_user in any::<bool>(),
        scope in "[!#-\\[\\]-~]{1,20}( [!#-\\[\\]-~]{1,20}){0,8}",
        client in "[A-Za-z0-9._~-]{1,64}",
        amr in proptest::option::of(vec("[a-z]{1,8}", 0..5)),
        age in proptest::option::of(0..1_000_000_i64),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let client_id: ClientId = client.parse().unwrap();
            let user = UserId::new(&*world.clock, &*world.randomness);
            let auth_time = age.map(|age| Timestamp::from_second(world.clock.now().as_second() - age).unwrap());
            let grant = AccessGrant {
                subject: if by_user { Subject::User(user) } else { Subject::Client(client_id.clone()) },
                session: by_user.then(|| SessionId::new(&*world.randomness)),
                client_id: client_id.clone(),
                scope: scope.parse().unwrap(),
                auth_time,
                amr: amr.clone(),
            };
            let token = world.issuer.issue(grant.clone()).await.unwrap();
            let claims = world.verifier.verify(token.text().expose_secret()).await.unwrap();
            prop_assert_eq!(claims.sub.clone(), grant.subject.to_string());
            prop_assert_eq!(claims.user_id(), by_user.then_some(user));
            prop_assert_eq!(claims.jti, token.jti());
            prop_assert_eq!((claims.sid, claims.client_id, claims.scope), (grant.session, client_id, grant.scope));
            prop_assert_eq!((claims.auth_time, claims.amr), (auth_time, amr));
            Ok(())
        })?;
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "(v4\\.public\\.)?[A-Za-z0-9_.=+/-]{0,300}") {
        prop_assert!(paseto::UnverifiedToken::parse(&text).is_none_or(|token| token.payload().len() < text.len()));
    }
}
