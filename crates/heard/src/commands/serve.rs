//! `heard serve`

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use service::House;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use web::{LimitSettings, Site, SiteSettings};

use crate::config::{Door, Settings, UnderAttack};
use crate::server::{self, Pages};
use crate::{log, metrics, opening, print};

/// How often the ledger's head is signed and old sessions are wiped.
const TIDYING: Duration = Duration::from_secs(30);
/// How often the whole record is looked over.
const LOOKING_OVER: Duration = Duration::from_hours(24);

/// Serves the pages until stopped.
pub(crate) async fn run(settings: &Settings, demo: bool) -> anyhow::Result<bool> {
    log::start(settings);
    let counted = metrics::start(settings)?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("nobody can be answered at {}", settings.listen))?;
    let address = settings.address_at(listener.local_addr()?);
    let pages = Pages::default();
    let end = Stopping::watch()?;
    let stop_within = Duration::from_secs(settings.stop_within_seconds.into());
    // Whoever asks while the store is being opened is told that we are starting.
    let serving = tokio::spawn(server::serve(
        listener,
        pages.clone(),
        settings.connections,
        end.clone().asked(),
        stop_within,
    ));

    let town = if demo {
        Some(crate::demo::Town::build(settings).await?)
    } else {
        None
    };
    let house = match &town {
        Some(town) => Arc::clone(&town.house),
        None => opening::house(settings).await?,
    };
    let door = match settings.door {
        Door::Both => web::Door::Both,
        Door::Front => web::Door::Front,
        Door::Desk => web::Door::Desk,
    };
    let site = Site::new(Arc::clone(&house), site_settings(settings), door);
    pages.open(web::application(Arc::clone(&site)));
    print::aside(format_args!("Heard answers at {address}"));
    if let Some(town) = &town {
        town.introduce(&address);
    } else if !house.is_founded() {
        say_how_to_move_in(&house, &address, door);
    }

    if let Some(counted) = counted {
        metrics::serve(settings, counted, Arc::clone(&house)).await?;
    }

    let watching = tokio::spawn(watch_record(Arc::clone(&house)));
    let tidying = tokio::spawn(tidy(Arc::clone(&house)));
    end.asked().await;
    tracing::info!("program.stopping");
    site.drain();
    let finished = serving.await?;
    tidying.abort();
    watching.abort();
    // What was accepted is kept by now, or is in the writer's hands and kept before it closes.
    let closed = tokio::time::timeout(stop_within, async {
        let signed = house.publish_checkpoint().await;
        house.close().await;
        signed
    })
    .await;
    match closed {
        Ok(signed) => drop(signed?),
        Err(_) => anyhow::bail!(
            "the store did not close in {} seconds",
            stop_within.as_secs()
        ),
    }
    if !finished {
        tracing::warn!(
            seconds = stop_within.as_secs(),
            "program.stopped-with-requests-open"
        );
    }
    tracing::info!("program.stopped");
    Ok(finished)
}

/// What whoever started a new instance needs to know.
fn say_how_to_move_in(house: &House, address: &str, door: web::Door) {
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
            reports_at_once: settings.reports_at_once,
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
        // What another process did is learnt here: founding the organisation, a new key for the team.
        if let Err(error) = house.reload().await {
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

/// Looks over the whole record at the start and once a day. While something in it doesn't fit, no figure is shown.
async fn watch_record(house: Arc<House>) {
    let mut turn = tokio::time::interval(LOOKING_OVER);
    turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turn.tick().await;
        match house.look_over_record().await {
            Ok(None) => tracing::info!("record.fits"),
            Ok(Some(found)) => tracing::error!(found, "record.damaged"),
            Err(error) => tracing::error!(error = %error, "record.not-looked-over"),
        }
    }
}

/// Told when somebody wants the program to end. The second time it ends at once.
#[derive(Clone)]
struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Listens for the signals from now on.
    fn watch() -> anyhow::Result<Self> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            let mut next = async || {
                tokio::select! {
                    _ = interrupt.recv() => 130,
                    _ = terminate.recv() => 143,
                }
            };
            next().await;
            tell.send_replace(true);
            let code = next().await;
            // Nothing acknowledged is lost by it: an acknowledgement follows the commit.
            tracing::warn!("program.ended-at-once");
            std::process::exit(code);
        });
        Ok(Self(told))
    }

    /// Waits until somebody wants it.
    async fn asked(mut self) {
        if self.0.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
