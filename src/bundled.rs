//! The definitions that ship with the service.

/// File name and text of each, in the order of their names.
pub const PROCESSES: &[(&str, &str)] = &[
    ("AssignLicense.yaml", include_str!("../processes/AssignLicense.yaml")),
    ("AssignRole.yaml", include_str!("../processes/AssignRole.yaml")),
    ("CreateCrmUser.yaml", include_str!("../processes/CreateCrmUser.yaml")),
    (
        "CreateWebitelUser.yaml",
        include_str!("../processes/CreateWebitelUser.yaml"),
    ),
    (
        "DeleteWebitelUser.yaml",
        include_str!("../processes/DeleteWebitelUser.yaml"),
    ),
    ("DisableStun.yaml", include_str!("../processes/DisableStun.yaml")),
    ("EnableStun.yaml", include_str!("../processes/EnableStun.yaml")),
    (
        "GetWebitelUsers.yaml",
        include_str!("../processes/GetWebitelUsers.yaml"),
    ),
    ("RemoveLicense.yaml", include_str!("../processes/RemoveLicense.yaml")),
    ("RemoveRole.yaml", include_str!("../processes/RemoveRole.yaml")),
    (
        "SyncWebitelDirectory.yaml",
        include_str!("../processes/SyncWebitelDirectory.yaml"),
    ),
    (
        "UpdateWebitelUser.yaml",
        include_str!("../processes/UpdateWebitelUser.yaml"),
    ),
];

#[cfg(test)]
mod tests {
    use super::PROCESSES;

    #[test]
    fn every_definition_of_the_folder_ships() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/processes");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".yaml") && !name.ends_with(".test.yaml"))
            .collect();
        files.sort();
        assert_eq!(
            files,
            PROCESSES.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>()
        );
    }
}
