//! Keeps a simulator's data in one JSON file across restarts.
//!
//! A change is written about 200 ms later, together with everything else changed by then, and always at shutdown. The
//! file is replaced by rename, so it is the old state or the new one, never half of one. A simulator that is itself
//! killed may lose that last moment; the service under test may be killed at any time without loss here.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::server::SimulatorError;

const DEBOUNCE: Duration = Duration::from_millis(200);

/// Gives the bytes to write; called outside the request path.
pub(crate) type Snapshot = Arc<dyn Fn() -> serde_json::Result<Vec<u8>> + Send + Sync>;

/// Notes that data changed. Cheap; does nothing where no file was asked for.
#[derive(Clone, Default)]
pub(crate) struct Dirty(Arc<DirtyInner>);

#[derive(Default)]
struct DirtyInner {
    changed: AtomicBool,
    wake: Notify,
}

impl Dirty {
    pub(crate) fn mark(&self) {
        self.0.changed.store(true, Ordering::Release);
        self.0.wake.notify_one();
    }
}

/// Reads the file; `None` where there is none yet.
pub(crate) fn load<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, SimulatorError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(SimulatorError::Data {
                path: path.to_owned(),
                source,
            });
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(data) => Ok(Some(data)),
        Err(source) => Err(SimulatorError::DataFormat {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Starts the task that saves after changes; it ends, with a last save, when `stop` changes or its sender is gone.
pub(crate) fn spawn(
    path: PathBuf,
    dirty: Dirty,
    snapshot: Snapshot,
    mut stop: watch::Receiver<bool>,
) -> JoinHandle<Result<(), SimulatorError>> {
    tokio::spawn(async move {
        let mut pause = DEBOUNCE;
        loop {
            let stopping = tokio::select! {
                () = dirty.0.wake.notified() => tokio::select! {
                    () = tokio::time::sleep(pause) => false,
                    _ = stop.changed() => true,
                },
                _ = stop.changed() => true,
            };
            if !dirty.0.changed.swap(false, Ordering::AcqRel) {
                if stopping {
                    return Ok(());
                }
                continue;
            }
            let started = Instant::now();
            let saved = save_in_background(path.clone(), Arc::clone(&snapshot)).await;
            // Saving a large state takes a tenth of the time at most, however fast it changes.
            pause = DEBOUNCE.max(started.elapsed() * 9);
            match saved {
                Err(error) if stopping => return Err(error),
                Err(error) => {
                    eprintln!("simulator data is not saved and will be tried again after the next change: {error}");
                    dirty.0.changed.store(true, Ordering::Release);
                }
                Ok(()) if stopping => return Ok(()),
                Ok(()) => {}
            }
        }
    })
}

async fn save_in_background(path: PathBuf, snapshot: Snapshot) -> Result<(), SimulatorError> {
    let saving = tokio::task::spawn_blocking(move || {
        let bytes = snapshot().map_err(|source| SimulatorError::DataFormat {
            path: path.clone(),
            source,
        })?;
        replace(&path, &bytes).map_err(|source| SimulatorError::Data { path, source })
    });
    saving.await.map_err(|_| SimulatorError::Task("saving the data"))?
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let temporary = PathBuf::from(name);
    // Simulated passwords are in there: for the owner's eyes.
    let _ = std::fs::remove_file(&temporary);
    let mut file = std::fs::File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&temporary, path)
}
