//! `throughline bulk …` by the real binary: it says what it would do, and does that with `--yes`.

use serde_json::Value;
use throughline_engine::kernel::RunStatus;

use super::{runs, sleepers, standing, until_standing};
use crate::api_support::{FAIL, TestService};
use crate::cli_commands::{Printed, command};

async fn bulk(service: &TestService, arguments: &[&str]) -> Printed {
    let mut command = command(arguments);
    command
        .env("THROUGHLINE_URL", &service.url)
        .env("THROUGHLINE_TOKEN", &service.token);
    Printed::of(command.output().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_says_what_it_would_do_and_does_it_only_with_yes() {
    let service = TestService::start().await;
    sleepers(&service, 3).await;
    let stopped = runs(&service, FAIL, 2, RunStatus::Incident).await;
    let cancel = ["bulk", "cancel", "--where", "process=Sleep,status=waiting+suspended"];
    let said = bulk(&service, &cancel).await;
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("3 runs") && said.out.contains("Nothing was done"),
        "{}",
        said.out
    );
    assert_eq!(standing(&service, "waiting").await.len(), 3);
    let yes: Vec<&str> = cancel.into_iter().chain(["--yes"]).collect();
    let said = bulk(&service, &yes).await;
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("3 done, 0 skipped, 0 failed"), "{}", said.out);
    until_standing(&service, "cancelled", 3).await;
    assert_eq!(standing(&service, "incident").await.len(), 2);

    // By their ids, for programs.
    let (one, other) = (stopped[0].to_string(), stopped[1].to_string());
    let said = bulk(&service, &["bulk", "retry", &one, &other, "--yes", "--output", "json"]).await;
    assert_eq!(said.code, 0, "{}", said.err);
    let over: Value = said.json();
    assert_eq!(
        (&over["state"], &over["counts"]["done"]),
        (&"finished".into(), &2.into()),
        "{over}"
    );
    let listed = bulk(&service, &["bulk", "list"]).await;
    assert!(
        listed.out.contains("retry") && listed.out.contains("cancel"),
        "{}",
        listed.out
    );
    let shown = bulk(
        &service,
        &["bulk", "show", over["id"].as_str().unwrap(), "--runs", "done"],
    )
    .await;
    assert!(shown.out.contains(&one), "{}", shown.out);

    // Nothing at all is asked for with nothing said, and a filter that is mistyped is not "all".
    for wrong in [
        &["bulk", "cancel"][..],
        &["bulk", "cancel", "--where", "stauts=waiting", "--yes"],
        &["bulk", "cancel", "--where", "process=Sleep", &one],
    ] {
        assert_eq!(bulk(&service, wrong).await.code, 2, "{wrong:?}");
    }
    let none = bulk(&service, &["bulk", "resume", "--where", "all", "--yes"]).await;
    assert_eq!(none.code, 0, "{}", none.err);
    assert!(none.out.contains("No run to resume"), "{}", none.out);
    service.stop().await;
}
