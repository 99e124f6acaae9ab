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
export type Schedule = Schemas["Schedule"];
export type Firing = Schemas["Firing"];
export type FiringOutcome = Schemas["FiringOutcome"];
export type User = Schemas["User"];
export type ApiToken = Schemas["ApiToken"];
export type ProcessGrant = Schemas["ProcessGrant"];
export type AuditEntry = Schemas["AuditEntry"];
