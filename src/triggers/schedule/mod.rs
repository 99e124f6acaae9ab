//! Schedules: what is due is decided once, then started once, whichever node does it.
//!
//! * `timing`: the planned times of one schedule;
//! * `decide`: what becomes of those that are due (pure);
//! * `scheduler`: the task of every node that decides, starts and sleeps;
//! * `calendar`: many schedules at once, over days;
//! * `manage`: what people do with schedules;
//! * `why`: why one was left out or waits, in words and in parts;
//! * `clock`: which time it is.
//!
//! A firing goes through three durable steps: its row is inserted (the unique key of schedule and planned time lets one
//! node win), its run is started under a key that names both, and the run is written into the row. Whoever dies between
//! two of them leaves a row that another node finishes after half a minute, and the key makes that the same run.

mod calendar;
mod clock;
mod decide;
mod manage;
mod scheduler;
mod timing;
mod why;

pub use calendar::{Calendar, CalendarFilter, Cell, CellTime, Coming, Cut, Day, MAX_DAYS};
pub use clock::{Clock, DatabaseClock};
pub use decide::MOST_RUN_ALL;
pub use manage::{Backfill, MAX_BACKFILL, NewSchedule, ScheduleError, Schedules};
pub use scheduler::Scheduler;
pub use timing::{Timing, TimingError};
pub use why::Why;
