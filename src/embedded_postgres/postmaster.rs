//! The server's parent process: recognised, started, signalled, waited for.

use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

use super::error::Error;
use super::prepare::Server;
use super::settings::PORT;

/// How long a server may take for its last checkpoint before it is stopped without one.
const FAST_STOP: Duration = Duration::from_secs(30);
/// How long it may take to end without a checkpoint. PostgreSQL itself kills its children after five seconds.
const IMMEDIATE_STOP: Duration = Duration::from_secs(10);
/// How often a process that is not our child is asked whether it lives. One system call each.
const POLL: Duration = Duration::from_millis(500);
/// A log that has grown over this is put aside at the next start.
const LOG_MAX_BYTES: u64 = 16 * 1024 * 1024;
/// How much of the log an error quotes.
const TAIL_BYTES: u64 = 4096;

/// A live postmaster. Dropped without [`stop`](Self::stop) or [`leave`](Self::leave) it is asked to shut down.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: Pid,
    /// `None` for one that another process started.
    child: Option<Child>,
    /// Whether it is still ours to stop.
    armed: bool,
    server: Server,
    log_start: u64,
}

impl Postmaster {
    /// The live postmaster of this cluster that an earlier service left behind, if it can be taken over. One that is on
    /// its way out, or has no PID file, is ended. Without one, the files a dead one left are removed.
    pub(super) async fn left_behind(server: &Server) -> Result<Option<Self>, Error> {
        let file = PidFile::read(&server.data);
        let known = file
            .as_ref()
            .and_then(|file| Pid::from_raw(file.pid))
            .filter(|&pid| is_postmaster(pid, server));
        // Without its PID file: its service was killed while it was coming up, or somebody removed the file.
        let Some(pid) = known.or_else(|| without_pid_file(server)) else {
            if let Some(file) = file {
                tracing::info!(pid = file.pid, "removing the files of a PostgreSQL server that is gone");
            }
            clear_stale(server)?;
            return Ok(None);
        };
        let log_start = fs::metadata(server.home.log()).map_or(0, |metadata| metadata.len());
        let mut found = Self {
            pid,
            child: None,
            armed: true,
            server: server.clone(),
            log_start,
        };
        if known.is_none() || file.is_some_and(|file| file.stopping) {
            tracing::info!(
                pid = found.pid(),
                "ending the PostgreSQL server left behind: it cannot be taken over"
            );
            found.end().await?;
            clear_stale(server)?;
            return Ok(None);
        }
        Ok(Some(found))
    }

    /// Starts a server. It takes connections later, see [`exited`](Self::exited) and the supervisor.
    pub(super) fn launch(server: &Server) -> Result<Self, Error> {
        clear_stale(server)?;
        server.write_settings()?;
        let log_path = server.home.log();
        if fs::metadata(&log_path).is_ok_and(|metadata| metadata.len() > LOG_MAX_BYTES) {
            let old = log_path.with_extension("log.1");
            fs::rename(&log_path, &old).map_err(Error::io("put aside", &log_path))?;
        }
        let log = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&log_path)
            .map_err(Error::io("open", &log_path))?;
        let log_start = log.metadata().map_or(0, |metadata| metadata.len());
        let log_too = log.try_clone().map_err(Error::io("open", &log_path))?;

        let mut command = Command::new(&server.postgres);
        server.account.prepare(&mut command);
        let mut config = std::ffi::OsString::from("config_file=");
        config.push(server.home.path().join("postgresql.conf"));
        command.arg("-D").arg(&server.data).arg("-c").arg(config);
        command.stdin(Stdio::null()).stdout(log).stderr(log_too);
        let child = tokio::process::Command::from(command)
            .spawn()
            .map_err(Error::io("run", &server.postgres))?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let pid = pid.expect("a child that was just spawned and not waited for has a process id");
        Ok(Self {
            pid,
            child: Some(child),
            armed: true,
            server: server.clone(),
            log_start,
        })
    }

    /// The process id.
    pub(super) fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Waits until the process is gone and says how it went. Can be dropped and called again.
    pub(super) async fn exited(&mut self) -> String {
        let how = match &mut self.child {
            Some(child) => match child.wait().await {
                Ok(status) => status.to_string(),
                Err(error) => format!("it cannot be waited for: {error}"),
            },
            None => {
                while is_postmaster(self.pid, &self.server) {
                    sleep(POLL).await;
                }
                "it is gone".to_owned()
            }
        };
        self.armed = false;
        how
    }

    /// Stops the server: connections are cut, then a checkpoint; if that takes too long, at once.
    pub(super) async fn stop(mut self) -> Result<(), Error> {
        self.end().await
    }

    /// [`stop`](Self::stop) in place. When dropped half-way it can be called again.
    pub(super) async fn end(&mut self) -> Result<(), Error> {
        if !self.armed {
            return Ok(());
        }
        for (signal, patience) in [
            (Signal::INT, FAST_STOP),
            (Signal::QUIT, IMMEDIATE_STOP),
            (Signal::KILL, POLL * 10),
        ] {
            self.signal(signal);
            let deadline = Instant::now() + patience;
            let gone = if self.child.is_some() {
                timeout(patience, self.exited()).await.is_ok()
            } else {
                // A stop is waited for by a person: look more often than while all is well.
                while is_postmaster(self.pid, &self.server) && Instant::now() < deadline {
                    sleep(Duration::from_millis(20)).await;
                }
                !is_postmaster(self.pid, &self.server)
            };
            if gone {
                self.armed = false;
                return Ok(());
            }
            tracing::warn!(
                pid = self.pid(),
                ?signal,
                ?patience,
                "PostgreSQL did not end after the signal"
            );
        }
        Err(Error::CannotStop {
            folder: self.server.data.clone(),
            pid: self.pid(),
        })
    }

    /// Lets the server live on without us.
    pub(super) fn leave(mut self) {
        self.armed = false;
    }

    fn signal(&self, signal: Signal) {
        // The only failure is that it has just ended, and the waiting that follows notices that.
        let _ = kill_process(self.pid, signal);
    }

    /// The failure to start, with what the server wrote since it was launched.
    pub(super) fn start_error(&self, why: String) -> Error {
        let log = self.server.home.log();
        Error::Start {
            folder: self.server.data.clone(),
            why,
            tail: tail(&log, self.log_start),
            log,
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        if self.armed {
            self.signal(Signal::INT);
        }
    }
}

/// What `postmaster.pid` says.
struct PidFile {
    pid: i32,
    stopping: bool,
}

impl PidFile {
    /// Reads it; `None` when it is missing or not written to its end.
    fn read(data: &Path) -> Option<Self> {
        let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        // The eighth line is the state (PostgreSQL's `miscinit.h`, LOCK_FILE_LINE_PM_STATUS).
        let stopping = lines.nth(6).is_some_and(|state| state.trim() == "stopping");
        Some(Self { pid, stopping })
    }
}

/// Whether `pid` is the postmaster of this cluster and lives. A number from a file may belong to anybody by now, and a
/// dead process may still have its number until somebody waits for it: so its user and its command line are looked at.
fn is_postmaster(pid: Pid, server: &Server) -> bool {
    let proc = Path::new("/proc").join(pid.as_raw_nonzero().to_string());
    let data = server.data.as_os_str().as_bytes();
    if Path::new("/proc/self/cmdline").exists() {
        let ours = |line: Vec<u8>| {
            let mut words = line.split(|&byte| byte == 0);
            words.next().is_some_and(|program| program.ends_with(b"/postgres")) && words.any(|word| word == data)
        };
        return fs::metadata(&proc).is_ok_and(|metadata| metadata.uid() == server.account.uid)
            && fs::read(proc.join("cmdline")).is_ok_and(ours);
    }
    // No /proc (macOS): ask `ps`.
    let pid = pid.as_raw_nonzero().to_string();
    Command::new("ps")
        .args(["-o", "uid=", "-o", "command=", "-p", &pid])
        .output()
        .is_ok_and(|output| {
            let uid = server.account.uid.to_string();
            let line = output.stdout.trim_ascii_start();
            line.starts_with(uid.as_bytes()) && line.windows(data.len()).any(|window| window == data)
        })
}

/// A live postmaster of this cluster among all processes. PostgreSQL would end it by itself, after a minute.
fn without_pid_file(server: &Server) -> Option<Pid> {
    let processes = fs::read_dir("/proc").ok()?;
    let numbers = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    // Its children look the same for an instant after their birth: the parent is the oldest.
    numbers
        .filter_map(Pid::from_raw)
        .filter(|&pid| is_postmaster(pid, server))
        .min_by_key(|pid| pid.as_raw_nonzero())
}

/// Removes what a dead postmaster left: its PID file and its socket. PostgreSQL would do so itself unless the number in
/// them belongs to another living program of the same account, and in a container it often does. Our lock on the folder
/// makes sure that nobody is just starting one; and processes of a dead postmaster that still hold its shared memory
/// stop the next one from starting whether the PID file is there or not.
fn clear_stale(server: &Server) -> Result<(), Error> {
    let socket = server.socket_dir.join(format!(".s.PGSQL.{PORT}"));
    let lock = server.socket_dir.join(format!(".s.PGSQL.{PORT}.lock"));
    for path in [server.data.join("postmaster.pid"), lock, socket] {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::Io {
                    action: "remove the stale",
                    path,
                    source: error,
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The end of the log, from `start` at the earliest.
fn tail(log: &Path, start: u64) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = fs::File::open(log)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(start.max(end.saturating_sub(TAIL_BYTES)).min(end)))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    read().unwrap_or_else(|error| format!("(it cannot be read: {error})"))
}
