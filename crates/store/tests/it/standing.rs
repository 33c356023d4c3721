//! What a reporter is told, and what a front door may know of the organisation: told by views.

use domain::fact::{Digest, SealedReference, SetAside};
use domain::incident::IncidentStage;
use domain::report::ReportStage;
use domain::{Fact, ObjectId, Subject, Timestamp};
use heard_store::{NewEntry, OrganisationRow, StandingRow, Store, Writing};

use crate::build::{
    at, bytes16, bytes32, incident, incident_id, incident_made, leaf, receipt, report, report_id,
    report_received,
};
use crate::database::{read_with, story, write_with};

async fn append_at(
    writing: &mut Writing,
    subject: Subject,
    number: u32,
    fact: &Fact,
    when: Timestamp,
) -> Result<(), heard_store::StoreError> {
    let new = NewEntry {
        subject,
        number,
        actor: None,
        at: when,
        fact,
        salt: [7; 32],
    };
    writing.append(new, leaf).await.map(drop)
}

async fn standing(store: &Store, number: u64) -> Option<StandingRow> {
    let locator = receipt(number).locator;
    read_with!(store, |reading| reading.standing(locator).await?).unwrap()
}

story!(a_report_stands_where_its_facts_brought_it, |database| {
    let store = database.open().await;
    let sealed = SealedReference {
        object: ObjectId::from_bytes(bytes16(9)),
        sha256: Digest([9; 32]),
    };
    write_with!(store, |writing| {
        append_at(writing, report_id(1).into(), 1, &report_received(), at(1)).await?;
        writing
            .add_reports(&[(report(1), receipt(1)), (report(2), receipt(2))])
            .await?;
    })
    .unwrap();
    let nothing_yet = StandingRow {
        received: at(1),
        set_aside: None,
        incident: None,
        decision: None,
        opened: None,
        returned: None,
        put_aside: None,
        attached: None,
        moved: None,
    };
    assert_eq!(standing(&store, 1).await.as_ref(), Some(&nothing_yet));
    assert_eq!(standing(&store, 3).await, None);

    // In the inbox: opened twice, set aside, put back.
    write_with!(store, |writing| {
        let subject = report_id(1).into();
        append_at(writing, subject, 2, &Fact::ReportOpened {}, at(10)).await?;
        append_at(writing, subject, 3, &Fact::ReportOpened {}, at(11)).await?;
        let reason = SetAside::NotForUs;
        append_at(
            writing,
            subject,
            4,
            &Fact::ReportSetAside { reason },
            at(12),
        )
        .await?;
        let mut aside = report(1);
        aside.stage = ReportStage::SetAside(reason);
        writing.update_report(&aside).await?;
    })
    .unwrap();
    let expected = StandingRow {
        set_aside: Some(SetAside::NotForUs),
        opened: Some(at(10)),
        put_aside: Some(at(12)),
        ..nothing_yet
    };
    assert_eq!(standing(&store, 1).await.as_ref(), Some(&expected));

    // Part of an incident, which goes its way.
    write_with!(store, |writing| {
        let subject = report_id(1).into();
        let attached = Fact::ReportAttached {
            incident: incident_id(1),
        };
        append_at(writing, subject, 5, &Fact::ReportReturned {}, at(13)).await?;
        append_at(writing, subject, 6, &attached, at(14)).await?;
        let mut report = report(1);
        report.stage = ReportStage::Attached(incident_id(1));
        writing.update_report(&report).await?;
        let of = incident_id(1).into();
        append_at(writing, of, 1, &incident_made(2026, 1), at(14)).await?;
        let mut made = incident(1, 6, incident_made(2026, 1));
        writing.add_incident(&made).await?;
        for (number, fact) in [
            Fact::SubmittedForCheck { note: None },
            Fact::ReturnedToCoder { reason: sealed },
            Fact::IncidentOpened { reports: vec![] },
        ]
        .iter()
        .enumerate()
        {
            let place = number as u32 + 2;
            append_at(writing, of, place, fact, at(20 + i64::from(place))).await?;
        }
        made.stage = IncidentStage::InCheck;
        writing.update_incident(&made).await?;
    })
    .unwrap();
    let expected = StandingRow {
        set_aside: None,
        incident: Some(IncidentStage::InCheck),
        returned: Some(at(13)),
        attached: Some(at(14)),
        // Being opened moves nothing.
        moved: Some(at(23)),
        ..expected
    };
    assert_eq!(standing(&store, 1).await.as_ref(), Some(&expected));
    let untouched = standing(&store, 2).await.unwrap();
    assert_eq!((untouched.opened, untouched.moved), (None, None));

    // One report waits in the inbox, one incident for a check.
    let waiting = read_with!(store, |reading| reading.waiting().await?).unwrap();
    assert_eq!(waiting, (1, 1));
    let (known, unknown) = (receipt(2).locator, receipt(3).locator);
    let before = read_with!(store, |reading| (
        reading.sent_before(known).await?,
        reading.sent_before(unknown).await?
    ));
    assert_eq!(
        before.unwrap(),
        (Some((report_id(2), receipt(2).content_mac)), None)
    );
    store.close().await;
});

story!(the_organisations_own_history_is_nobody_elses, |database| {
    let store = database.open().await;
    let organisation = domain::OrganisationId::from_bytes(bytes16(77));
    write_with!(store, |writing| {
        writing
            .found(&OrganisationRow {
                id: organisation,
                name: "Trial Reporting Centre".to_owned(),
                founded: at(0),
                recovery_public: vec![1; 1216],
                checkpoint_public: bytes32(3),
                origin: "heard/trial".to_owned(),
            })
            .await?;
        let founded = Fact::OrganisationFounded {
            team_key: Digest([1; 32]),
            recovery_key: Digest([2; 32]),
            checkpoint_key: Digest([3; 32]),
        };
        append_at(writing, organisation.into(), 1, &founded, at(0)).await?;
        append_at(writing, report_id(1).into(), 1, &report_received(), at(1)).await?;
    })
    .unwrap();
    let (own, others) = read_with!(store, |reading| (
        reading.organisation_history(organisation).await?,
        reading
            .organisation_history(domain::OrganisationId::from_bytes(bytes16(78)))
            .await?
    ))
    .unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!((own[0].index, own[0].number, own[0].at), (0, 1, at(0)));
    assert!(matches!(own[0].fact, Fact::OrganisationFounded { .. }));
    assert_eq!(others.len(), 0);

    // Released figures are kept in place of the last ones.
    let none = read_with!(store, |reading| reading.public_figures().await?).unwrap();
    assert_eq!(none, None);
    for number in 1..3 {
        let released = format!("{{\"edition\":{number}}}");
        write_with!(store, |writing| {
            writing.set_public_figures(at(number), &released).await?;
        })
        .unwrap();
    }
    let kept = read_with!(store, |reading| reading.public_figures().await?).unwrap();
    assert_eq!(kept, Some((at(2), "{\"edition\":2}".to_owned())));
    store.close().await;
});
