//! Metrics for Prometheus, at an address of their own that is closed unless it is set.
//!
//! They count what the program does. No label holds anything that a person wrote, is or comes from.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use service::House;
use tokio::net::TcpListener;

use crate::config::Settings;
use crate::print;
use crate::server::{self, Pages};

/// How many may ask at once; one does.
const CONNECTIONS: u32 = 16;
/// Seconds that requests and commits are sorted by.
const SECONDS: [f64; 14] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0,
];
/// Jobs that batches are sorted by.
const JOBS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// Starts counting, if an address for metrics is set.
pub(crate) fn start(settings: &Settings) -> anyhow::Result<Option<PrometheusHandle>> {
    if settings.metrics_listen.is_none() {
        return Ok(None);
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Suffix("_jobs".to_owned()), &JOBS)?
        .install_recorder()?;
    describe();
    Ok(Some(handle))
}

/// Answers at the address for metrics until the program ends.
pub(crate) async fn serve(
    settings: &Settings,
    handle: PrometheusHandle,
    house: Arc<House>,
) -> anyhow::Result<()> {
    let Some(listen) = settings.metrics_listen else {
        return Ok(());
    };
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("metrics can't be answered at {listen}"))?;
    print::aside(format_args!(
        "Metrics are at http://{}/metrics",
        listener.local_addr()?
    ));
    let process = Collector::default();
    process.describe();
    let answer = move || {
        let (handle, house, process) = (handle.clone(), Arc::clone(&house), process.clone());
        async move {
            process.collect();
            match house.ledger_head().await {
                Ok((entries, head)) => {
                    gauge!("heard_ledger_entries").set(entries as f64);
                    gauge!("heard_ledger_signed_entries")
                        .set(head.map_or(0, |(size, _)| size) as f64);
                    gauge!("heard_store_answers").set(1.0);
                }
                Err(_) => gauge!("heard_store_answers").set(0.0),
            }
            handle.run_upkeep();
            let kind = "text/plain; version=0.0.4; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], handle.render())
        }
    };
    let pages = Pages::default();
    pages.open(Router::new().route("/metrics", get(answer)));
    let never = std::future::pending();
    tokio::spawn(server::serve(
        listener,
        pages,
        CONNECTIONS,
        never,
        Duration::ZERO,
    ));
    Ok(())
}

fn describe() {
    describe_counter!(
        "heard_requests_total",
        "Requests by route, method and status."
    );
    describe_histogram!(
        "heard_request_seconds",
        Unit::Seconds,
        "From a request's head to its answer's, by route."
    );
    describe_gauge!(
        "heard_requests_at_work",
        "Requests that hold a place in their lane."
    );
    describe_counter!(
        "heard_nothing_done_total",
        "Requests that nothing came of: no place, no answer in time, or the store failed."
    );
    describe_counter!(
        "heard_reports_total",
        "Reports that were sent, by what became of them."
    );
    describe_gauge!("heard_writer_waiting", "Jobs that wait for the one writer.");
    describe_histogram!(
        "heard_writer_batch_jobs",
        "Jobs that shared one transaction."
    );
    describe_histogram!(
        "heard_writer_commit_seconds",
        Unit::Seconds,
        "How long a commit took, with its wait for the disk."
    );
    describe_counter!(
        "heard_writer_transactions_total",
        "Transactions by how they ended."
    );
    describe_gauge!("heard_ledger_entries", "Entries in the ledger.");
    describe_gauge!(
        "heard_ledger_signed_entries",
        "Entries under the newest signed head."
    );
    describe_gauge!("heard_store_answers", "1 while the store answers, else 0.");
}
