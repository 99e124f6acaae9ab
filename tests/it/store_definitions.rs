//! Deploying and reading definitions.

use throughline::store::{NewDefinition, StoreError};

use crate::store_support::*;

fn definition<'a>(key: &'a str, source: &'a str) -> NewDefinition<'a> {
    let mut digest = [0; 32];
    digest[..source.len()].copy_from_slice(source.as_bytes());
    NewDefinition {
        key,
        name: "Import",
        source,
        digest,
        deployed_by: "test",
    }
}

#[tokio::test]
async fn the_same_content_is_the_same_version_and_other_content_the_next() {
    let store = store().await;
    let first = store.deploy(&definition("Import", "a")).await.unwrap();
    let again = store.deploy(&definition("Import", "a")).await.unwrap();
    assert!(first.is_new && !again.is_new);
    assert_eq!(first.definition, again.definition);
    let second = store.deploy(&definition("Import", "b")).await.unwrap();
    // Back to what it was: what counts is the latest.
    let third = store.deploy(&definition("Import", "a")).await.unwrap();
    assert_eq!(
        (
            first.definition.version,
            second.definition.version,
            third.definition.version
        ),
        (1, 2, 3)
    );

    let latest = store.definition("Import", None).await.unwrap().unwrap();
    assert_eq!((latest.definition, latest.source), (third.definition, "a".to_owned()));
    assert_eq!(store.definition("Import", Some(2)).await.unwrap().unwrap().source, "b");
    assert_eq!(
        store
            .definition_by_id(second.definition.id)
            .await
            .unwrap()
            .unwrap()
            .definition,
        second.definition
    );
    assert_eq!(store.definition("import", None).await.unwrap(), None);
}

#[tokio::test]
async fn deploys_at_once_make_one_version_of_each_content() {
    let store = store().await;
    let deploys: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.deploy(&definition("Import", "a")).await.unwrap() })
        })
        .collect();
    let mut new = 0;
    for deploy in deploys {
        let deployed = deploy.await.unwrap();
        assert_eq!(deployed.definition.version, 1);
        new += usize::from(deployed.is_new);
    }
    assert_eq!(new, 1);
}

#[tokio::test]
async fn lists_have_the_latest_of_each_and_the_versions_of_one() {
    let store = store().await;
    for (key, source) in [("B", "1"), ("A", "1"), ("A", "2"), ("C", "1")] {
        store.deploy(&definition(key, source)).await.unwrap();
    }
    let names = |page: &[throughline::store::Definition]| {
        page.iter()
            .map(|found| (found.key.clone(), found.version))
            .collect::<Vec<_>>()
    };
    let first = store.definitions(None, None, &[], 2).await.unwrap();
    assert_eq!(names(&first), [("A".into(), 2), ("B".into(), 1)]);
    let rest = store.definitions(None, Some("B"), &[], 2).await.unwrap();
    assert_eq!(names(&rest), [("C".into(), 1)]);
    assert_eq!(
        names(&store.definition_versions("A", None, 10).await.unwrap()),
        [("A".into(), 2), ("A".into(), 1)]
    );
    assert_eq!(
        names(&store.definition_versions("A", Some(2), 10).await.unwrap()),
        [("A".into(), 1)]
    );
}

#[tokio::test]
async fn what_postgres_cannot_keep_is_refused_in_words() {
    let store = store().await;
    let error = store.deploy(&definition("Import", "a\0")).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused { .. }), "{error}");
}
