//! Declarations: those that ship are right, a folder of one's own replaces them, and mistakes are named with their place.

use std::collections::BTreeMap;
use std::sync::Arc;

use throughline::connectors::{Catalogue, Connectors};
use throughline::sections::{Sections, SectionsError};
use throughline_engine::script::{Limits, ScriptEngine};

fn connectors() -> Arc<Connectors> {
    crate::api_support::install_crypto();
    let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), None).unwrap();
    Arc::new(Connectors::new(catalogue, BTreeMap::new()).unwrap())
}

fn problems(text: &str) -> SectionsError {
    Sections::check(&connectors(), "bad.yaml", text).unwrap_err()
}

const SMALL: &str = "
section: crm_users
title: Mine
source: { operation: creatio.sys_admin_units.list, id: =record.Id, page: { skip: skip, size: size } }
read: { operation: creatio.sys_admin_units.show, with: { Id: =id } }
columns: [{ key: Name, title: Login }]
";

#[test]
fn what_ships_is_right_and_a_folder_of_ones_own_comes_before() {
    let shipped = Sections::load(connectors(), None).unwrap();
    assert_eq!(shipped.get("crm_users").unwrap().title.en, "System Users");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.yaml"), SMALL).unwrap();
    std::fs::write(folder.path().join("notes.txt"), "no section").unwrap();
    let own = Sections::load(connectors(), Some(folder.path())).unwrap();
    assert_eq!(own.get("crm_users").unwrap().title.en, "Mine");
    assert_eq!(own.iter().count(), shipped.iter().count());
    std::fs::write(folder.path().join("again.yaml"), SMALL).unwrap();
    let error = Sections::load(connectors(), Some(folder.path())).unwrap_err();
    assert!(
        error.to_string().contains("declares the section crm_users too"),
        "{error}"
    );
}

#[test]
fn every_mistake_has_its_place() {
    let text = "
section: Bad Key
title: Bad
record_title: record.Name
source:
  operation: creatio.webitel_users.serch
  id: =recrod.Id
read:
  operation: creatio.webitel_users.delete
  with: { Nmae: =id }
columns:
  - { key: Name, title: Name, search: true, sort: Name, filter: { from: Name } }
  - { key: Name, title: Twice, type: lookup }
form:
  - { key: a b, title: No key, required: true, add: read, edit: read }
  - { key: pick, title: No lookup, type: lookup }
  - { key: kind, title: No choices, type: choice }
  - { key: size, title: Wrong rule, type: integer, rules: { minimum: many } }
  - key: ext
    title: Unique
    unique:
      - operation: webitel.users.search
        with: { extention: =value }
        clash: =row.extension == valeu
        message: Taken
add: { process: no such, input: { a: =record.Id } }
actions:
  - { key: Both, title: Both, for: [section, record], process: P }
  - { key: Nowhere, title: Nowhere, for: [], process: P }
  - { key: Odd, title: Odd, for: [section], process: P, when: =record.Name == 1, confirm_selection: Really? }
";
    insta::assert_snapshot!(problems(text).to_string());
}

#[test]
fn what_is_no_declaration_at_all() {
    let texts = [
        "section: x
titel: X
",
        "section: x
	title: X
",
        "section: x
title: A
title: B
",
        "",
    ];
    let told: Vec<String> = texts.iter().map(|text| problems(text).to_string()).collect();
    insta::assert_snapshot!(told.join("\n"));
}
