use domain::Role;
use domain::fact::Digest;
use domain::member::MemberState;
use heard_store::{Invitation, SessionRow, SlotRow, StoreError};

use crate::build::{at, bytes16, bytes32, member, member_id};
use crate::database::{read_with, story, write_with};

story!(members_are_found_by_id_and_name, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        writing.add_member(&member(1, "Zofia")).await?;
        writing.add_member(&member(2, "Yusuf")).await?;
    })
    .unwrap();
    let taken = write_with!(store, |writing| writing
        .add_member(&member(3, "yusuf"))
        .await?);
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
    let mut changed = member(1, "Zofia");
    changed.member.role = Role::Senior;
    changed.member.state = MemberState::Suspended;
    changed.member.keys = Some(Digest([8; 32]));
    changed.member.team_epoch = Some(2);
    changed.member.number = 4;
    changed.public_keys = vec![1, 2, 3];
    "نور".clone_into(&mut changed.name);
    let given = changed.clone();
    write_with!(store, |writing| writing.update_member(&given).await?).unwrap();
    let (by_id, by_name, none, all) = read_with!(store, |reading| (
        reading.member(member_id(1)).await?,
        reading.member_by_name("yusuf").await?,
        reading.member_by_name("Yusuf").await?,
        reading.members().await?,
    ))
    .unwrap();
    assert_eq!(by_id, Some(changed.clone()));
    assert_eq!(by_name, Some(member(2, "Yusuf")));
    assert_eq!(none, None);
    assert_eq!(all, [member(2, "Yusuf"), changed]);
    let clash = write_with!(store, |writing| {
        let mut clash = member(1, "x");
        "yusuf".clone_into(&mut clash.name_key);
        writing.update_member(&clash).await?;
    });
    assert!(matches!(clash, Err(StoreError::Conflict)), "{clash:?}");
    let missing = write_with!(store, |writing| writing
        .update_member(&member(7, "Nobody"))
        .await?);
    assert!(matches!(missing, Err(StoreError::Missing)), "{missing:?}");
    store.close().await;
});

story!(slots_and_team_wraps_belong_to_a_member, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        writing.add_member(&member(1, "Ana")).await?;
        writing
            .add_slot(member_id(1), "passphrase", vec![1])
            .await?;
        writing
            .replace_slot(member_id(1), "passphrase", vec![2])
            .await?;
        writing.replace_slot(member_id(1), "card", vec![3]).await?;
        writing.add_team_wrap(member_id(1), 2, vec![5]).await?;
        writing.add_team_wrap(member_id(1), 1, vec![4]).await?;
    })
    .unwrap();
    let again = write_with!(store, |writing| writing
        .add_slot(member_id(1), "card", vec![9])
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let again = write_with!(store, |writing| writing
        .add_team_wrap(member_id(1), 1, vec![9])
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let nobodys = write_with!(store, |writing| writing
        .add_slot(member_id(2), "card", vec![9])
        .await?);
    assert!(matches!(nobodys, Err(StoreError::Engine(_))), "{nobodys:?}");
    let (slots, wraps, none) = read_with!(store, |reading| (
        reading.slots(member_id(1)).await?,
        reading.team_wraps(member_id(1)).await?,
        reading.team_wraps(member_id(2)).await?,
    ))
    .unwrap();
    let slot = |kind: &str, byte| SlotRow {
        kind: kind.to_owned(),
        bytes: vec![byte],
    };
    assert_eq!(slots, [slot("card", 3), slot("passphrase", 2)]);
    assert_eq!(wraps, [(1, vec![4]), (2, vec![5])]);
    assert!(none.is_empty());
    store.close().await;
});

story!(an_invitation_is_taken_once, |database| {
    let store = database.open().await;
    let invitation = |number, seconds| Invitation {
        token_hash: bytes32(number),
        member: member_id(1),
        expires: at(seconds),
        key: Some(vec![5]),
    };
    let without_key = Invitation {
        key: None,
        ..invitation(3, 30)
    };
    let given = without_key.clone();
    write_with!(store, |writing| {
        writing.add_member(&member(1, "Ana")).await?;
        writing.add_invitation(&invitation(1, 10)).await?;
        writing.add_invitation(&invitation(2, 20)).await?;
        writing.add_invitation(&given).await?;
    })
    .unwrap();
    let again = write_with!(store, |writing| writing
        .add_invitation(&invitation(1, 10))
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let emptied = write_with!(store, |writing| (
        writing.empty_invitations().await?,
        writing.empty_invitations().await?,
    ))
    .unwrap();
    assert_eq!(emptied, (2, 0), "a link is good for one key of the team");
    let first = read_with!(store, |reading| reading.invitation(bytes32(1)).await?).unwrap();
    assert_eq!(first.and_then(|invitation| invitation.key), None);
    assert_eq!(
        read_with!(store, |reading| reading.invitation(bytes32(3)).await?).unwrap(),
        Some(without_key.clone())
    );
    let taken = write_with!(store, |writing| (
        writing.take_invitation(bytes32(3)).await?,
        writing.take_invitation(bytes32(3)).await?
    ));
    assert_eq!(taken.unwrap(), (Some(without_key), None));
    assert_eq!(
        write_with!(store, |writing| writing
            .drop_expired_invitations(at(10))
            .await?)
        .unwrap(),
        1
    );
    let left = read_with!(store, |reading| (
        reading.invitation(bytes32(1)).await?,
        reading.invitation(bytes32(2)).await?
    ));
    let second = Invitation {
        key: None,
        ..invitation(2, 20)
    };
    assert_eq!(left.unwrap(), (None, Some(second)));
    store.close().await;
});

story!(sessions_are_touched_listed_and_closed, |database| {
    let store = database.open().await;
    let session = |number, member, expires| SessionRow {
        token_hash: bytes32(number),
        id: bytes16(number),
        member: member_id(member),
        opened: at(number.cast_signed()),
        seen: at(number.cast_signed()),
        expires: at(expires),
        door: "desk".to_owned(),
    };
    write_with!(store, |writing| {
        writing.add_member(&member(1, "Ana")).await?;
        writing.add_member(&member(2, "Ben")).await?;
        for (number, member, expires) in [(1, 1, 50), (2, 1, 60), (3, 2, 70), (4, 2, 80)] {
            writing
                .add_session(&session(number, member, expires))
                .await?;
        }
    })
    .unwrap();
    let again = write_with!(store, |writing| writing
        .add_session(&session(1, 1, 50))
        .await?);
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let touched = write_with!(store, |writing| (
        writing.touch_session(bytes32(1), at(40), at(90)).await?,
        writing.touch_session(bytes32(9), at(40), at(90)).await?
    ));
    assert_eq!(touched.unwrap(), (true, false));
    let expected = SessionRow {
        seen: at(40),
        expires: at(90),
        ..session(1, 1, 50)
    };
    let (found, of) = read_with!(store, |reading| (
        reading.find_session(bytes32(1)).await?,
        reading.sessions_of(member_id(1)).await?
    ))
    .unwrap();
    assert_eq!(found, Some(expected.clone()));
    let (signed_in, nobody) = read_with!(store, |reading| (
        reading.signed_in(bytes32(1)).await?,
        reading.signed_in(bytes32(9)).await?
    ))
    .unwrap();
    assert_eq!(signed_in, Some((expected.clone(), member(1, "Ana"))));
    assert_eq!(nobody, None);
    assert_eq!(of, [expected.clone(), session(2, 1, 60)]);
    let dropped = write_with!(store, |writing| (
        writing.drop_expired_sessions(at(60)).await?,
        writing.close_session(bytes16(3)).await?,
        writing.close_session(bytes16(3)).await?,
        writing.close_all_sessions(member_id(2)).await?,
    ));
    assert_eq!(dropped.unwrap(), (1, true, false, 1));
    let left = read_with!(store, |reading| (
        reading.sessions_of(member_id(1)).await?,
        reading.sessions_of(member_id(2)).await?
    ));
    assert_eq!(left.unwrap(), (vec![expected], vec![]));
    store.close().await;
});
