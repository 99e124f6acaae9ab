//! Enums of the kernel as enums of Postgres, through newtypes of the store: the kernel must not know of sqlx.

/// Implements sqlx's traits for the newtype `$wrapper`: its words are given by `$word`, its Postgres type is `$name`.
macro_rules! pg_enum {
    ($wrapper:ident, $name:literal, $all:expr, $word:expr) => {
        impl sqlx::Type<sqlx::Postgres> for $wrapper {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                sqlx::postgres::PgTypeInfo::with_name($name)
            }

            /// Its words as text are read as well: a statement that is planned anew each time selects them so, because
            /// an unnamed statement is gone by the time the driver has asked what an enum is.
            fn compatible(given: &sqlx::postgres::PgTypeInfo) -> bool {
                *given == Self::type_info() || *given == <str as sqlx::Type<sqlx::Postgres>>::type_info()
            }
        }

        impl sqlx::postgres::PgHasArrayType for $wrapper {
            fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                sqlx::postgres::PgTypeInfo::array_of($name)
            }
        }

        impl sqlx::Encode<'_, sqlx::Postgres> for $wrapper {
            fn encode_by_ref(
                &self,
                buffer: &mut sqlx::postgres::PgArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <&str as sqlx::Encode<sqlx::Postgres>>::encode($word(self.0), buffer)
            }
        }

        impl<'r> sqlx::Decode<'r, sqlx::Postgres> for $wrapper {
            fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let word = <&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?;
                $all.into_iter()
                    .find(|known| $word(*known) == word)
                    .map(Self)
                    .ok_or_else(|| format!("`{word}` is no {} this version knows", $name).into())
            }
        }
    };
}
