//! `heard serve`

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use service::House;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use web::{LimitSettings, Site, SiteSettings};

use crate::config::{Door, LogFormat, Settings, UnderAttack};
use crate::{opening, print};

/// How often the ledger's head is signed and old sessions are wiped.
const TIDYING: Duration = Duration::from_secs(30);

/// Serves the pages until stopped.
pub(crate) async fn run(settings: &Settings, demo: bool) -> anyhow::Result<bool> {
    start_log(settings);
    let town = if demo {
        Some(crate::demo::Town::build(settings).await?)
    } else {
        None
    };
    let house = match &town {
        Some(town) => Arc::clone(&town.house),
        None => opening::house(settings).await?,
    };
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("nobody can be answered at {}", settings.listen))?;
    let address = settings.address_at(listener.local_addr()?);

    let door = match settings.door {
        Door::Both => web::Door::Both,
        Door::Front => web::Door::Front,
        Door::Desk => web::Door::Desk,
    };
    print::aside(format_args!("Heard answers at {address}"));
    if let Some(town) = &town {
        town.introduce(&address);
    } else if !house.is_founded() {
        if door.has_desk() {
            print::aside("Nobody has moved in yet. Open this link once, and keep it to yourself:");
            print::aside(format_args!(
                "{address}/en/first-run/{}",
                house.first_run_token()
            ));
        } else {
            print::aside(
                "Nobody has moved in yet. Start the desk (`heard serve --door desk`) and open its link.",
            );
        }
    }

    let site = Site::new(Arc::clone(&house), site_settings(settings), door);
    let tidying = tokio::spawn(tidy(Arc::clone(&house)));
    axum::serve(
        listener,
        web::application(site).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stopped())
    .await?;
    tidying.abort();
    house.publish_checkpoint().await?;
    house.close().await;
    Ok(true)
}

fn site_settings(settings: &Settings) -> SiteSettings {
    SiteSettings {
        secure: settings
            .public_url
            .as_ref()
            .is_some_and(crate::config::PublicUrl::is_encrypted),
        trust_forwarded_for: settings.trust_forwarded_for,
        leave_to: None,
        limits: LimitSettings {
            reports_per_hour: settings.reports_per_address_per_hour,
            status_tries_per_minute: settings.status_tries_per_minute,
            under_attack: match settings.under_attack {
                UnderAttack::Auto => web::UnderAttack::Auto,
                UnderAttack::Always => web::UnderAttack::Always,
                UnderAttack::Never => web::UnderAttack::Never,
            },
            ..LimitSettings::default()
        },
    }
}

/// Signs the ledger's head and wipes the keys of sessions that ended, now and then.
async fn tidy(house: Arc<House>) {
    let mut turn = tokio::time::interval(TIDYING);
    turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turn.tick().await;
        // A front door that was opened first learns here that the desk has founded the organisation.
        if !house.is_founded()
            && let Err(error) = house.reload().await
        {
            tracing::error!(error = %error, "organisation.not-read");
        }
        if let Err(error) = house.publish_checkpoint().await {
            tracing::error!(error = %error, "ledger.checkpoint-failed");
        }
        if let Err(error) = house.tidy_sessions().await {
            tracing::error!(error = %error, "session.tidying-failed");
        }
    }
}

/// Waits until somebody wants the program to end.
async fn stopped() {
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

/// The log goes to standard error. It names events, never what people wrote.
fn start_log(settings: &Settings) {
    let filter = EnvFilter::new(settings.log_level.to_string());
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    if started.is_err() {
        print::aside("the log was started twice");
    }
}
