//! Enums of the kernel as enums of Postgres, through newtypes of the store: the kernel must not know of sqlx.

/// Implements sqlx's traits for the newtype `$wrapper`: its words are given by `$word`, its Postgres type is `$name`.
macro_rules! pg_enum {
    ($wrapper:ident, $name:literal, $all:expr, $word:expr) => {
        impl sqlx::Type<sqlx::Postgres> for $wrapper {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                sqlx::postgres::PgTypeInfo::with_name($name)
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
