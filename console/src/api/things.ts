import type { components } from "./schema";

/** Short names for what the API talks about. */
type Schemas = components["schemas"];

export type Run = Schemas["Run"];
export type RunSummary = Schemas["RunSummary"];
export type RunStatus = Schemas["RunStatus"];
export type RunEvent = Schemas["RunEvent"];
export type RunError = Schemas["RunError"];
export type Token = Schemas["Token"];
export type Progress = Schemas["Progress"];
export type Fact = Schemas["Fact"];
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
