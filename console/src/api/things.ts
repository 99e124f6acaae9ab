import type { components, paths } from "./schema";

/** Short names for what the API talks about. */
type Schemas = components["schemas"];

export type Run = Schemas["Run"];
export type RunSummary = Schemas["RunSummary"];
export type RunPage = Schemas["RunPage"];
/** Which runs: the query of every address that has one. */
export type RunFilter = NonNullable<paths["/api/v1/runs/counts"]["get"]["parameters"]["query"]>;
export type RunCause = Schemas["RunCause"];
export type RunProgress = Schemas["RunProgress"];
export type RunStatus = Schemas["RunStatus"];
export type RunEvent = Schemas["RunEvent"];
export type RunError = Schemas["RunError"];
export type Token = Schemas["Token"];
export type Progress = Schemas["Progress"];
export type Fact = Schemas["Fact"];
export type Activity = Schemas["Activity"];
export type FactKind = Schemas["FactKind"];
export type Definition = Schemas["Definition"];
export type DefinitionDetails = Schemas["DefinitionDetails"];
export type Diagnostic = Schemas["Diagnostic"];
export type SectionInfo = Schemas["SectionInfo"];
export type SectionStart = Schemas["SectionStart"];
export type SelectionStart = Schemas["SelectionStart"];
export type SelectionMenuItem = Schemas["SelectionMenuItem"];
export type ActionInfo = Schemas["ActionInfo"];
export type MenuItem = Schemas["MenuItem"];
export type Offer = Schemas["Offer"];
export type ColumnInfo = Schemas["ColumnInfo"];
export type DetailInfo = Schemas["DetailInfo"];
export type FieldInfo = Schemas["FieldInfo"];
export type FieldError = Schemas["FieldError"];
export type FilterOperator = Schemas["FilterOperator"];
export type FormCheck = Schemas["FormCheck"];
export type RecordInfo = Schemas["RecordInfo"];
export type RecordRow = Schemas["RecordRow"];
export type TableInfo = Schemas["TableInfo"];
export type Workplace = Schemas["Workplace"];
export type Schedule = Schemas["Schedule"];
export type Firing = Schemas["Firing"];
export type FiringOutcome = Schemas["FiringOutcome"];
export type User = Schemas["User"];
export type ApiToken = Schemas["ApiToken"];
export type ProcessGrant = Schemas["ProcessGrant"];
export type AuditEntry = Schemas["AuditEntry"];
