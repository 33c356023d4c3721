use domain::fact::SetAside;
use domain::report::ReportStage;
use heard_store::{InboxFilter, StoreError};

use crate::build::{at, incident_id, member_id, receipt, report, report_id};
use crate::database::{read_with, story, write_with};

story!(a_report_and_its_receipt_are_read_back, |database| {
    let store = database.open().await;
    let (mut kept, parts) = (report(1), receipt(1));
    let (given, given_parts) = (kept.clone(), parts.clone());
    write_with!(store, |writing| writing
        .add_reports(&[(given, given_parts)])
        .await?)
    .unwrap();
    for stage in [
        ReportStage::New,
        ReportStage::Attached(incident_id(5)),
        ReportStage::SetAside(SetAside::NotForUs),
    ] {
        kept.stage = stage;
        kept.opened += 1;
        kept.number += 1;
        let given = kept.clone();
        write_with!(store, |writing| writing.update_report(&given).await?).unwrap();
        let locator = parts.locator;
        let (by_id, by_locator, of) = read_with!(store, |reading| (
            reading.report(report_id(1)).await?,
            reading.report_by_locator(locator).await?,
            reading.receipt_of(report_id(1)).await?,
        ))
        .unwrap();
        assert_eq!(by_id.as_ref(), Some(&kept));
        assert_eq!(by_locator, Some((kept.clone(), parts.clone())));
        assert_eq!(of.as_ref(), Some(&parts));
    }
    let nothing = read_with!(store, |reading| (
        reading.report(report_id(2)).await?.is_none(),
        reading.report_by_locator([0; 16]).await?.is_none(),
        reading.receipt_of(report_id(2)).await?.is_none(),
    ));
    assert_eq!(nothing.unwrap(), (true, true, true));
    store.close().await;
});

story!(a_receipt_belongs_to_one_report, |database| {
    let store = database.open().await;
    write_with!(store, |writing| writing
        .add_reports(&[(report(1), receipt(1))])
        .await?)
    .unwrap();
    let refused = write_with!(store, |writing| writing
        .add_reports(&[(report(3), receipt(3)), (report(2), receipt(1))])
        .await?);
    assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
    let missing = write_with!(store, |writing| writing.update_report(&report(3)).await?);
    assert!(matches!(missing, Err(StoreError::Missing)), "{missing:?}");
    store.close().await;
});

story!(
    known_locators_are_told_apart_whatever_their_number,
    |database| {
        let store = database.open().await;
        let reports: Vec<_> = (0..20)
            .map(|number| (report(number), receipt(number)))
            .collect();
        write_with!(store, |writing| writing.add_reports(&reports).await?).unwrap();
        for count in [0, 1, 16, 17, 40] {
            let asked: Vec<_> = (0..count)
                .map(|number| receipt(number * 2).locator)
                .collect();
            let known = read_with!(store, |reading| reading.known_locators(&asked).await?).unwrap();
            let expected = (0..count.min(10))
                .map(|number| receipt(number * 2).locator)
                .collect();
            assert_eq!(known, expected);
        }
        store.close().await;
    }
);

story!(the_inbox_is_filtered_and_paged_oldest_first, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in (0..20).rev() {
            let mut report = report(number / 2 * 2); // two by two at the same moment
            report.id = report_id(number);
            if number % 5 == 0 {
                "phone".clone_into(&mut report.channel);
                report.entered_by = Some(member_id(1));
            }
            if number % 4 == 0 {
                "ar".clone_into(&mut report.language);
            }
            if number >= 18 {
                report.stage = ReportStage::Attached(incident_id(1));
            }
            writing.add_reports(&[(report, receipt(number))]).await?;
        }
    })
    .unwrap();
    let new = InboxFilter {
        stage: Some("new".to_owned()),
        ..InboxFilter::default()
    };
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let filter = new.clone();
        let page = read_with!(store, |reading| reading.inbox(&filter, 7, after).await?).unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.received, last.id));
        seen.extend(page);
    }
    assert_eq!(seen.len(), 18);
    assert!(seen.is_sorted_by_key(|report| (report.received, report.id)));

    let count = async |filter: InboxFilter| {
        let listed = filter.clone();
        let (count, list) = read_with!(store, |reading| (
            reading.count_reports(&listed).await?,
            reading.inbox(&listed, 100, None).await?.len() as u64,
        ))
        .unwrap();
        assert_eq!(count, list);
        count
    };
    let none = InboxFilter::default;
    assert_eq!(count(none()).await, 20);
    assert_eq!(count(new.clone()).await, 18);
    assert_eq!(
        count(InboxFilter {
            channel: Some("phone".to_owned()),
            ..none()
        })
        .await,
        4
    );
    assert_eq!(
        count(InboxFilter {
            language: Some("ar".to_owned()),
            ..none()
        })
        .await,
        5
    );
    assert_eq!(
        count(InboxFilter {
            entered_by_staff: Some(true),
            ..none()
        })
        .await,
        4
    );
    assert_eq!(
        count(InboxFilter {
            entered_by_staff: Some(false),
            ..none()
        })
        .await,
        16
    );
    assert_eq!(
        count(InboxFilter {
            received_from: Some(at(16)),
            ..none()
        })
        .await,
        4
    );
    assert_eq!(
        count(InboxFilter {
            received_to: Some(at(16)),
            ..none()
        })
        .await,
        16
    );
    assert_eq!(
        count(InboxFilter {
            received_from: Some(at(4)),
            received_to: Some(at(8)),
            ..new
        })
        .await,
        4
    );
    assert_eq!(
        count(InboxFilter {
            channel: Some("' or 1=1 --".to_owned()),
            ..none()
        })
        .await,
        0
    );

    let of = read_with!(store, |reading| reading.reports_of(incident_id(1)).await?).unwrap();
    assert_eq!(of.len(), 2);
    store.close().await;
});

story!(a_walk_meets_every_report_once, |database| {
    let store = database.open().await;
    write_with!(store, |writing| {
        for number in 0..25 {
            writing
                .add_reports(&[(report(number), receipt(number))])
                .await?;
        }
    })
    .unwrap();
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = read_with!(store, |reading| reading.reports_after(cursor, 10).await?).unwrap();
        let Some(last) = page.last() else { break };
        cursor = Some(last.id);
        seen.extend(page.into_iter().map(|report| report.id));
    }
    let mut expected: Vec<_> = (0..25).map(report_id).collect();
    expected.sort_unstable();
    assert_eq!(seen, expected);
    database
        .spoil("update report set sealed_at = 'nowhere' where received = 1767225607000000")
        .await;
    let refused = read_with!(store, |reading| reading.reports_after(None, 100).await?);
    match refused {
        Err(StoreError::UnreadableRow {
            table: "report",
            key,
        }) => assert_eq!(key, report_id(7).to_string()),
        other => panic!("{other:?}"),
    }
    store.close().await;
});
