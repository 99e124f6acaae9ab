//! What was read about a token or a session, for a few seconds.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{FRESH, TOUCH};

/// Entries kept at most. Whoever shows strangers' tokens in great number fills it and no more: what does not fit is
/// looked up again.
const MOST: usize = 10_000;

type Digest = [u8; 32];

/// Values by digest, each for a short time.
pub(super) struct Cache<T> {
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    /// Counts what was forgotten, so that a value read before is not kept after.
    generation: u64,
    entries: HashMap<Digest, Entry<T>>,
}

struct Entry<T> {
    value: T,
    fresh_until: Instant,
    touched: Instant,
}

/// A value, and whether its use should be noted now.
#[derive(Debug)]
pub(super) struct Kept<T> {
    pub(super) value: T,
    pub(super) touch: bool,
}

impl<T> Default for Cache<T> {
    fn default() -> Self {
        let inner = Inner {
            generation: 0,
            entries: HashMap::new(),
        };
        Self {
            inner: Mutex::new(inner),
        }
    }
}

impl<T: Clone> Cache<T> {
    /// The value of this digest; read where none is fresh. What is read comes with how long it is good for, if that may
    /// be less than the cache would keep it.
    pub(super) async fn get_or<E>(
        &self,
        digest: Digest,
        read: impl Future<Output = Result<(T, Option<Duration>), E>>,
    ) -> Result<Kept<T>, E> {
        let now = Instant::now();
        let generation = {
            let mut inner = self.lock();
            let generation = inner.generation;
            if let Some(entry) = inner.entries.get_mut(&digest).filter(|entry| entry.fresh_until > now) {
                let touch = now.duration_since(entry.touched) >= TOUCH;
                if touch {
                    entry.touched = now;
                }
                return Ok(Kept {
                    value: entry.value.clone(),
                    touch,
                });
            }
            generation
        };
        let (value, good_for) = read.await?;
        let mut inner = self.lock();
        // An entry that is stale still tells when its use was noted.
        let touched = inner.entries.get(&digest).map(|entry| entry.touched);
        let touch = touched.is_none_or(|touched| now.duration_since(touched) >= TOUCH);
        if inner.generation == generation {
            if inner.entries.len() >= MOST {
                inner
                    .entries
                    .retain(|_, entry| now.duration_since(entry.touched) < TOUCH && entry.fresh_until > now);
            }
            if inner.entries.len() < MOST {
                let entry = Entry {
                    value: value.clone(),
                    fresh_until: now + good_for.map_or(FRESH, |good| good.min(FRESH)),
                    touched: touched.filter(|_| !touch).unwrap_or(now),
                };
                inner.entries.insert(digest, entry);
            }
        }
        Ok(Kept { value, touch })
    }

    /// Forgets everything. When uses were noted is forgotten too, which costs one note more.
    pub(super) fn clear(&self) {
        let mut inner = self.lock();
        inner.generation += 1;
        inner.entries.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    async fn read(value: u32) -> Result<(u32, Option<Duration>), Infallible> {
        Ok((value, None))
    }

    #[tokio::test]
    async fn a_value_is_read_once_until_it_is_forgotten() {
        let cache = Cache::default();
        let first = cache.get_or([1; 32], read(1)).await.unwrap();
        assert!(first.touch && first.value == 1);
        let second = cache.get_or([1; 32], read(2)).await.unwrap();
        assert!(!second.touch && second.value == 1);
        assert_eq!(cache.get_or([2; 32], read(3)).await.unwrap().value, 3);
        cache.clear();
        assert_eq!(cache.get_or([1; 32], read(4)).await.unwrap().value, 4);
    }

    #[tokio::test]
    async fn what_was_read_before_it_was_forgotten_is_not_kept() {
        let cache = Cache::default();
        let stale = async {
            cache.clear();
            Ok::<_, Infallible>((1, None))
        };
        assert_eq!(cache.get_or([1; 32], stale).await.unwrap().value, 1);
        assert_eq!(cache.get_or([1; 32], read(2)).await.unwrap().value, 2);
    }

    #[tokio::test]
    async fn what_ends_sooner_is_kept_shorter() {
        let cache = Cache::default();
        let ending = async { Ok::<_, Infallible>((1, Some(Duration::ZERO))) };
        cache.get_or([1; 32], ending).await.unwrap();
        assert_eq!(cache.get_or([1; 32], read(2)).await.unwrap().value, 2);
    }

    #[tokio::test]
    async fn a_flood_of_strangers_fills_it_and_no_more() {
        let cache = Cache::default();
        for number in 0..MOST as u32 + 100 {
            let mut digest = [0; 32];
            digest[..4].copy_from_slice(&number.to_be_bytes());
            cache.get_or(digest, read(number)).await.unwrap();
        }
        assert_eq!(cache.lock().entries.len(), MOST);
    }
}
