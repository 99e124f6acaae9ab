//! `/license` and its other addresses: read only, with the places counted as they are.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use super::data::now;
use super::list::{ListQuery, meets};
use super::{Pairs, Shared, World, render};

pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/license", get(list))
        .route("/products", get(list))
        .route("/customer/{id}/license", get(list))
        .route("/products/{id}/users", get(users))
}

async fn list(State(world): Shared, Query(pairs): Pairs) -> Response {
    world.read(|data, _| {
        let query = ListQuery::parse(pairs)?;
        let at = now();
        let ids: Vec<&str> = query.all(&["id"]).collect();
        let products: Vec<&str> = query.all(&["product"]).collect();
        let holders = query.ids(&["user.id"])?;
        let term = query.term();
        let rows = data.licenses.values().filter(|license| {
            let held = |user: &i64| {
                data.live_user(*user)
                    .is_some_and(|user| user.license.iter().any(|grant| grant.id == license.id))
            };
            (!query.flag("valid") || (!license.expired(at) && data.remaining(license) > 0))
                && (ids.is_empty() || ids.contains(&license.id.as_str()))
                && (products.is_empty() || products.contains(&license.product.as_str()))
                && holders.as_ref().is_none_or(|users| users.iter().any(held))
                && meets(term.as_ref(), &[&license.name, &license.product, &license.id])
        });
        query.page(
            rows,
            |license, field| render::license_sort_key(license, field),
            |license| render::license(data, license, &query.fields, at),
        )
    })
}

async fn users(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    world.read(|data, _| {
        let query = ListQuery::parse(pairs)?;
        // The path may name the serial or the product.
        let licenses: Vec<_> = data
            .licenses
            .values()
            .filter(|license| license.id == id || license.product == id)
            .collect();
        let rows = licenses
            .iter()
            .flat_map(|license| render::holders(data, &license.id).map(move |(user, at)| (*license, user, at)));
        query.page(
            rows,
            |(_, user, _), field| render::user_sort_key(user, field),
            |(license, user, at)| {
                json!({
                    "user": { "id": user.id.to_string(), "name": user.name },
                    "domain": { "id": "1", "name": "simulator" },
                    "issued_at": at.to_string(),
                    "expires_at": license.not_after.to_string(),
                    "sessions": u8::from(user.signed_in),
                })
            },
        )
    })
}
