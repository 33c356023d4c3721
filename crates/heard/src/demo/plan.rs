//! What happens in the town, when, and what becomes of it: decided beforehand by dice, then played.

pub(super) mod cases;

use anyhow::Context as _;
use domain::coding::Facets;
use domain::fact::SetAside;
use domain::{Occurred, Precision};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::dice::Dice;
use super::scenes::Scene;

/// The march was so many days ago, at least.
const MARCH_DAYS_AGO: i32 = 205;
/// Reports rise for so many weeks after it, by so many incidents each.
const AFTER_MARCH: [f64; 6] = [13.0, 17.0, 11.0, 7.0, 4.0, 2.0];
/// In the last weeks the service went round schools and mosques, and more people wrote.
const OUTREACH: [f64; 3] = [6.0, 8.0, 8.0];
/// How many of the newest lie in the inbox, are being coded, wait for a check.
const IN_INBOX: usize = 20;
const IN_CODING: usize = 8;
const IN_CHECK: usize = 10;

/// One thing that somebody does.
pub(super) enum Step {
    /// A report comes in.
    Receive {
        /// How.
        channel: &'static str,
        /// In which language.
        language: &'static str,
        /// What was filled in.
        posted: Vec<(String, String)>,
    },
    /// A caseworker opens the first report and makes an incident of it.
    Make,
    /// A caseworker attaches the next report.
    Attach,
    /// A caseworker sets the report aside.
    SetAside(SetAside),
    /// A caseworker codes.
    Code(Coded, &'static str),
    /// A caseworker hands it to the senior.
    Submit,
    /// The senior gives it back.
    Return(&'static str),
    /// The senior decides.
    Check(&'static str, Option<Coded>, &'static str),
    /// A caseworker records what the police made of it.
    Police(&'static str, Option<Date>),
}

/// A coding without its codebook.
#[derive(Clone)]
pub(super) struct Coded {
    pub(super) occurred: Occurred,
    pub(super) persons: Option<u32>,
    pub(super) facets: Facets,
}

/// A step with its moment and the case that it belongs to.
pub(super) struct Moment {
    /// Seconds since the Unix epoch.
    pub(super) at: i64,
    pub(super) case: usize,
    pub(super) step: Step,
}

/// Everything, in the order of time.
pub(super) struct Plan {
    /// When the service was founded, in seconds since the Unix epoch.
    pub(super) founded: i64,
    /// The day of the march.
    pub(super) march: Date,
    pub(super) moments: Vec<Moment>,
    pub(super) cases: usize,
}

/// How far a case has come by now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Inbox,
    Coding,
    InCheck,
    Done,
}

/// Something that happened, with the reports that tell of it.
struct Happening<'a> {
    scene: &'a Scene,
    occurred: Occurred,
    area: &'static str,
    people: i64,
    platform: Option<&'a str>,
    age: Option<&'a str>,
    gender: Option<&'a str>,
    /// Told of before as another incident.
    duplicate: bool,
    reports: Vec<(i64, Step)>,
}

/// The dice with what they need to know of the calendar.
struct Planner<'a> {
    dice: Dice,
    scenes: &'a [Scene],
    zone: &'a TimeZone,
    now: i64,
    today: Date,
    march: Date,
}

impl Plan {
    /// Plans so many days up to now. The same seed on the same day gives the same stories.
    pub(super) fn new(
        scenes: &[Scene],
        seed: u64,
        now: i64,
        zone: &TimeZone,
        days: i32,
    ) -> anyhow::Result<Self> {
        let today = zone.to_datetime(jiff::Timestamp::from_second(now)?).date();
        let mut march = today
            .checked_sub(MARCH_DAYS_AGO.days())
            .context("the calendar's beginning")?;
        while march.weekday() != Weekday::Saturday {
            march = march.yesterday()?;
        }
        let mut planner = Planner {
            dice: Dice::new(seed),
            scenes,
            zone,
            now,
            today,
            march,
        };
        let first = today
            .checked_sub(days.days())
            .context("the calendar's beginning")?;
        let mut happenings = planner.happenings(first)?;
        happenings.sort_by_key(|happening| happening.reports.first().map(|(at, _)| *at));
        let cases = happenings.len();
        let mut moments = Vec::new();
        for (case, happening) in happenings.into_iter().enumerate() {
            let fate = planner.fate(cases - 1 - case);
            for (at, step) in planner.steps(happening, fate)? {
                moments.push(Moment { at, case, step });
            }
        }
        // Steps of one case keep their order where they share a moment.
        moments.sort_by_key(|moment| (moment.at, moment.case));
        Ok(Self {
            founded: planner.moment(first, 9 * 3600)? - 86_400,
            march,
            moments,
            cases,
        })
    }
}

impl<'a> Planner<'a> {
    /// Everything that happened since that day.
    fn happenings(&mut self, first: Date) -> anyhow::Result<Vec<Happening<'a>>> {
        let mut happenings = Vec::new();
        let mut week = first;
        while week < self.today {
            let weeks_left = week.until(self.today)?.get_days() / 7;
            // People come to know of the service little by little.
            let mut average = 1.6 + 0.9 * f64::from((156 - weeks_left).clamp(0, 156)) / 156.0;
            let since_march = self.march.until(week)?.get_days().div_euclid(7);
            let in_rise = usize::try_from(since_march)
                .ok()
                .and_then(|weeks| AFTER_MARCH.get(weeks));
            average += in_rise.copied().unwrap_or_default();
            average += usize::try_from(weeks_left)
                .ok()
                .and_then(|weeks| OUTREACH.get(weeks))
                .copied()
                .unwrap_or_default();
            for _ in 0..self.dice.times(average) {
                let day = week.checked_add(self.dice.between(0, 6).days())?;
                if day < self.today {
                    happenings.extend(self.happening(day, in_rise.is_some())?);
                }
            }
            week = week.checked_add(7.days())?;
        }
        Ok(happenings)
    }

    fn fate(&mut self, from_newest: usize) -> Fate {
        let waits_too_long = from_newest > IN_INBOX + IN_CODING + IN_CHECK
            && from_newest < 90
            && self.dice.chance(0.05);
        match from_newest {
            _ if waits_too_long => Fate::Coding,
            ..IN_INBOX => Fate::Inbox,
            from_newest if from_newest < IN_INBOX + IN_CODING => Fate::Coding,
            from_newest if from_newest < IN_INBOX + IN_CODING + IN_CHECK => Fate::InCheck,
            _ => Fate::Done,
        }
    }

    /// So many seconds after the beginning of a day in the town.
    fn moment(&self, day: Date, seconds: i64) -> anyhow::Result<i64> {
        Ok(self.zone.to_timestamp(day.at(0, 0, 0, 0))?.as_second() + seconds)
    }

    /// A moment in somebody's working hours, some days later, and not after now.
    fn at_work(&mut self, after: i64, [fewest, most]: [i64; 2]) -> anyhow::Result<i64> {
        let day = self
            .zone
            .to_datetime(jiff::Timestamp::from_second(after)?)
            .date();
        let mut day = day.checked_add(self.dice.between(fewest, most).days())?;
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.tomorrow()?;
        }
        let hour = self.dice.between(9 * 3_600, 17 * 3_600 - 1);
        let mut at = self.moment(day, hour)?;
        if at <= after {
            at = after + self.dice.between(300, 5_400);
        }
        // What would lie ahead was done in the last minutes instead.
        Ok(if at >= self.now {
            after.max(self.now - 3_600) + self.dice.between(20, 90)
        } else {
            at
        }
        .min(self.now))
    }

    /// The days that a caseworker codes for something that happened then.
    fn occurred(&mut self, day: Date, ongoing: bool) -> Occurred {
        let from = day
            .checked_sub(self.dice.between(2, 20).days())
            .unwrap_or(day);
        let exact = self.dice.fraction();
        match exact {
            _ if ongoing => Occurred::new(Precision::Between, Some(from), Some(day)),
            ..0.78 => Ok(Occurred::on(day)),
            0.78..0.97 => Occurred::new(Precision::About, Some(day), Some(day)),
            _ => Ok(Occurred::UNKNOWN),
        }
        .unwrap_or(Occurred::UNKNOWN)
    }
}
