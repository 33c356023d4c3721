//! `heard serve`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use service::counting::StatsError;
use service::{House, ServiceError};
use store::StoreError;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::{Instant, Interval};
use web::{LimitSettings, Site, SiteSettings};

use crate::config::{Door, Settings, UnderAttack};
use crate::server::{self, Pages};
use crate::{log, metrics, opening, print};

/// How often this process looks what others over the same store did, and says that it lives.
const KEEPING_UP: Duration = Duration::from_secs(1);
/// How often the whole record is looked over.
const LOOKING_OVER: Duration = Duration::from_hours(24);

/// Serves the pages until stopped.
pub(crate) async fn run(settings: &Settings, demo: bool) -> anyhow::Result<bool> {
    log::start(settings);
    if seal::locking() == seal::Locking::Refused {
        tracing::warn!(
            mend = "raise the limit of locked memory (ulimit -l; LimitMEMLOCK in a systemd unit) to 1 MiB or more",
            "memory.not-locked: keys could be written to swap"
        );
    }
    let counted = metrics::start(settings)?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("nobody can be answered at {}", settings.listen))?;
    let address = settings.address_at(listener.local_addr()?);
    let pages = Pages::default();
    let end = Stopping::watch()?;
    let stop_within = Duration::from_secs(settings.stop_within_seconds.into());
    let stop_after = Duration::from_secs(settings.stop_after_seconds.into());
    // Whoever asks while the store is being opened is told that we are starting.
    let serving = tokio::spawn(server::serve(
        listener,
        pages.clone(),
        settings.connections,
        {
            let end = end.clone();
            async move {
                end.asked().await;
                tokio::time::sleep(stop_after).await;
            }
        },
        stop_within,
    ));

    let town = if demo {
        Some(crate::demo::Town::build(settings).await?)
    } else {
        None
    };
    let house = match (&town, settings.door) {
        (Some(town), _) => Arc::clone(&town.house),
        (None, Door::Front) => opening::front(settings).await?,
        (None, Door::Both | Door::Desk) => opening::house(settings).await?,
    };
    let door = match settings.door {
        Door::Both => web::Door::Both,
        Door::Front => web::Door::Front,
        Door::Desk => web::Door::Desk,
    };
    if door.has_front() {
        house.note_page_program(&web::browser_program()).await?;
    }
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

    let at_work = [
        tokio::spawn(keep_up(Arc::clone(&site))),
        tokio::spawn(watch_record(Arc::clone(&house))),
        tokio::spawn(tidy(
            Arc::clone(&house),
            Duration::from_secs(settings.sign_every_seconds.into()),
        )),
    ];
    end.clone().asked().await;
    tracing::info!("program.stopping");
    site.drain();
    let finished = serving.await?;
    for work in at_work {
        work.abort();
    }
    // What was accepted is kept by now, or is in the writer's hands and kept before it closes.
    let closed = tokio::time::timeout(stop_within, async {
        let signed = match house.on_ledger_duty() {
            Some(duty) => house.publish_checkpoint_on(duty).await.map(drop),
            None => Ok(()),
        };
        // Another process takes over at once; where it can't be told so, in a few seconds.
        if let Err(error) = house.leave_duties().await {
            tracing::warn!(%error, "duties.not-left");
        }
        house.close().await;
        signed
    })
    .await;
    match closed {
        Ok(Err(error)) if is_off_duty(&error) => {}
        Ok(signed) => signed?,
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

/// Turns that come every so often, from now on.
fn turns(period: Duration) -> Interval {
    let mut turns = tokio::time::interval(period);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    turns
}

/// Says once what has begun to fail, and not each second again.
#[derive(Default)]
struct Failing(AtomicBool);

impl Failing {
    fn note(&self, outcome: Result<(), ServiceError>, tell: impl FnOnce(&ServiceError)) {
        match outcome {
            Ok(()) => self.0.store(false, Ordering::Relaxed),
            Err(error) => {
                if !self.0.swap(true, Ordering::Relaxed) {
                    tell(&error);
                }
            }
        }
    }
}

/// Keeps up with the other processes over the store: what they did, what they counted, and who does what for all.
async fn keep_up(site: Arc<Site>) {
    let [following, duties, counts]: [Failing; 3] = Default::default();
    let mut turns = turns(KEEPING_UP);
    loop {
        turns.tick().await;
        following.note(site.house.follow().await, |error| {
            tracing::error!(%error, "processes.not-followed");
        });
        duties.note(site.house.take_duties().await, |error| {
            tracing::error!(%error, "duties.not-taken");
        });
        counts.note(site.exchange_counts().await, |error| {
            tracing::error!(%error, "limits.not-shared");
        });
    }
}

/// Signs the ledger's head and forgets what ran out, now and then: the one process that is on duty, for all.
async fn tidy(house: Arc<House>, period: Duration) {
    let mut turns = turns(period);
    loop {
        turns.tick().await;
        if let Some(duty) = house.on_ledger_duty() {
            match house.publish_checkpoint_on(duty).await {
                Ok(_) => {}
                Err(error) if is_off_duty(&error) => {}
                Err(error) => tracing::error!(%error, "ledger.checkpoint-failed"),
            }
        }
        if let Some(duty) = house.on_upkeep_duty() {
            match house.forget_what_ran_out(duty).await {
                Ok(()) => {}
                Err(error) if is_off_duty(&error) => {}
                Err(error) => tracing::error!(%error, "session.tidying-failed"),
            }
            // A front door of its own shows these: it may not count.
            match house.keep_public_figures(duty).await {
                Ok(()) => {}
                Err(StatsError::Service(error)) if is_off_duty(&error) => {}
                Err(error) => tracing::error!(%error, "figures.not-released"),
            }
        }
        house.let_go_of_old_drafts();
        if let Err(error) = house.forget_ended_sessions().await {
            tracing::error!(%error, "session.tidying-failed");
        }
    }
}

/// Whether another process has taken over: it does the work.
fn is_off_duty(error: &ServiceError) -> bool {
    matches!(error, ServiceError::Store(StoreError::NotOnDuty(_)))
}

/// Looks over the whole record when this process comes on duty, and once a day. While something in it doesn't fit, no
/// process shows a figure.
async fn watch_record(house: Arc<House>) {
    let mut last = None::<Instant>;
    let mut turns = turns(KEEPING_UP);
    loop {
        turns.tick().await;
        let Some(duty) = house.on_upkeep_duty() else {
            last = None;
            continue;
        };
        if last.is_some_and(|last| last.elapsed() < LOOKING_OVER) {
            continue;
        }
        match house.look_over_record(Some(duty)).await {
            Ok(None) => tracing::info!("record.fits"),
            Ok(Some(found)) => tracing::error!(found, "record.damaged"),
            Err(error) if is_off_duty(&error) => continue,
            Err(error) => tracing::error!(%error, "record.not-looked-over"),
        }
        last = Some(Instant::now());
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
