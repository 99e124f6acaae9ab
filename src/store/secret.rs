//! Named secrets and the ids of the keys they are sealed with. What is kept here was encrypted before it came.
//!
//! Few rows, read at sign-ins: the primary keys are all the indexes it takes.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, Row as _};

use super::{Store, StoreError};

/// A secret without its value.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SecretRow {
    /// Its name.
    pub name: String,
    /// How often it was set, from 1.
    pub version: i32,
    /// When it was first set.
    pub created_at: DateTime<Utc>,
    /// Who set it first.
    pub created_by: String,
    /// When it was last set.
    pub updated_at: DateTime<Utc>,
    /// Who set it last.
    pub updated_by: String,
    /// When a connection last read it, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The value of a secret as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretCipher {
    /// Which key.
    pub key_id: [u8; 8],
    /// The nonce.
    pub nonce: [u8; 12],
    /// The ciphertext with its tag.
    pub ciphertext: Vec<u8>,
}

/// The columns of [`SecretRow`].
macro_rules! columns {
    () => {
        "name, version, created_at, created_by, updated_at, updated_by, last_used_at"
    };
}

impl Store {
    /// Notes that this key seals here, if it may: in a database no key was noted for, or where `has` knows one of those
    /// noted. Answers the keys noted before.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn register_secret_key(
        &self,
        first: [u8; 8],
        has: &(dyn Fn([u8; 8]) -> bool + Sync),
    ) -> Result<Vec<[u8; 8]>, StoreError> {
        let doing = || StoreError::doing("note the key of secrets");
        let mut transaction = self.pool().begin().await.map_err(doing())?;
        // Two nodes that start on an empty database with two keys: one of them must see the other's.
        sqlx::query("LOCK TABLE secret_key IN SHARE ROW EXCLUSIVE MODE")
            .execute(&mut *transaction)
            .await
            .map_err(doing())?;
        let rows: Vec<Vec<u8>> = sqlx::query_scalar("SELECT id FROM secret_key ORDER BY first_used_at")
            .fetch_all(&mut *transaction)
            .await
            .map_err(doing())?;
        let mut known: Vec<[u8; 8]> = rows.into_iter().filter_map(|id| id.try_into().ok()).collect();
        if known.is_empty() || known.iter().any(|id| has(*id)) {
            sqlx::query("INSERT INTO secret_key (id) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(&first[..])
                .execute(&mut *transaction)
                .await
                .map_err(doing())?;
            if !known.contains(&first) {
                known.push(first);
            }
        }
        transaction.commit().await.map_err(doing())?;
        Ok(known)
    }

    /// The secrets there are, by name.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn secrets(&self) -> Result<Vec<SecretRow>, StoreError> {
        sqlx::query_as(concat!("SELECT ", columns!(), " FROM secret ORDER BY name"))
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("list secrets"))
    }

    /// Keeps a secret; `encrypt` is given the version it will have. One at a time for each name, so that versions are
    /// counted without gaps.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn put_secret(
        &self,
        name: &str,
        by: &str,
        encrypt: &(dyn Fn(i32) -> SecretCipher + Sync),
    ) -> Result<SecretRow, StoreError> {
        let doing = || StoreError::doing("keep a secret");
        let mut transaction = self.pool().begin().await.map_err(doing())?;
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('secret ' || $1, 0))")
            .bind(name)
            .execute(&mut *transaction)
            .await
            .map_err(doing())?;
        let before: Option<i32> = sqlx::query_scalar("SELECT version FROM secret WHERE name = $1")
            .bind(name)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(doing())?;
        let version = before.unwrap_or(0) + 1;
        let cipher = encrypt(version);
        let row = sqlx::query_as(concat!(
            "INSERT INTO secret (name, version, key_id, nonce, ciphertext, created_by, updated_by)
             VALUES ($1, $2, $3, $4, $5, $6, $6)
             ON CONFLICT (name) DO UPDATE SET version = excluded.version, key_id = excluded.key_id,
                 nonce = excluded.nonce, ciphertext = excluded.ciphertext, updated_at = now(),
                 updated_by = excluded.updated_by
             RETURNING ",
            columns!()
        ))
        .bind(name)
        .bind(version)
        .bind(&cipher.key_id[..])
        .bind(&cipher.nonce[..])
        .bind(cipher.ciphertext)
        .bind(by)
        .fetch_one(&mut *transaction)
        .await
        .map_err(doing())?;
        transaction.commit().await.map_err(doing())?;
        Ok(row)
    }

    /// Forgets a secret; `false` where there is none of this name.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn delete_secret(&self, name: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM secret WHERE name = $1")
            .bind(name)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("forget a secret"))?;
        Ok(done.rows_affected() > 0)
    }

    /// A secret to be used: its version and value, and the minute of the use noted.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn use_secret(&self, name: &str) -> Result<Option<(i32, SecretCipher)>, StoreError> {
        let found = self.secret_cipher(name).await?;
        if found.is_some() {
            // Not at every sign-in of every connection: a minute is exact enough, and the row is written the less.
            sqlx::query(
                "UPDATE secret SET last_used_at = now()
                 WHERE name = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')",
            )
            .bind(name)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("note the use of a secret"))?;
        }
        Ok(found)
    }

    /// Version and value of a secret.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn secret_cipher(&self, name: &str) -> Result<Option<(i32, SecretCipher)>, StoreError> {
        let row = sqlx::query("SELECT version, key_id, nonce, ciphertext FROM secret WHERE name = $1")
            .bind(name)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a secret"))?;
        Ok(row.map(|row| {
            let cipher = SecretCipher {
                // What has another length opens with no key, which is what is said of it then.
                key_id: row.get::<Vec<u8>, _>("key_id").try_into().unwrap_or_default(),
                nonce: row.get::<Vec<u8>, _>("nonce").try_into().unwrap_or_default(),
                ciphertext: row.get("ciphertext"),
            };
            (row.get("version"), cipher)
        }))
    }

    /// The same value sealed anew; nothing happens where it was set to another one meanwhile.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn renew_secret(&self, name: &str, version: i32, cipher: &SecretCipher) -> Result<(), StoreError> {
        sqlx::query("UPDATE secret SET key_id = $3, nonce = $4, ciphertext = $5 WHERE name = $1 AND version = $2")
            .bind(name)
            .bind(version)
            .bind(&cipher.key_id[..])
            .bind(&cipher.nonce[..])
            .bind(&cipher.ciphertext)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("seal a secret anew"))?;
        Ok(())
    }
}
