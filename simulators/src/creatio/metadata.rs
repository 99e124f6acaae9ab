//! `$metadata`: the schema as CSDL 4.0 XML.

use std::fmt::Write;

use super::schema::{self, Kind};

const NAMESPACE: &str = "Terrasoft.Configuration.OData";

pub(crate) fn xml() -> String {
    let mut types = String::new();
    let mut sets = String::new();
    for entity in schema::entities() {
        let mut body = String::new();
        for column in &entity.columns {
            let kind = match column.kind {
                Kind::Guid | Kind::Lookup(_) => "Edm.Guid",
                Kind::Text => "Edm.String",
                Kind::Int => "Edm.Int32",
                Kind::Bool => "Edm.Boolean",
                Kind::Date => "Edm.DateTimeOffset",
            };
            // Writing to a String cannot fail.
            let _ = write!(body, "<Property Name=\"{}\" Type=\"{kind}\"/>", column.name);
            if let (Kind::Lookup(target), Some(name)) = (column.kind, column.navigation()) {
                let _ = write!(
                    body,
                    "<NavigationProperty Name=\"{name}\" Type=\"{NAMESPACE}.{target}\"/>"
                );
            }
        }
        let name = entity.name;
        let _ = write!(
            types,
            "<EntityType Name=\"{name}\"><Key><PropertyRef Name=\"Id\"/></Key>{body}</EntityType>"
        );
        let _ = write!(sets, "<EntitySet Name=\"{name}\" EntityType=\"{NAMESPACE}.{name}\"/>");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><edmx:Edmx Version=\"4.0\" \
         xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices><Schema Namespace=\"{NAMESPACE}\" \
         xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">{types}<EntityContainer Name=\"Container\">{sets}\
         </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
    )
}
