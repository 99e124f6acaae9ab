import type { Run, Token } from "~/api";

/** A token that stands at an incident. */
export type Incident = Extract<Token, { doing: "incident" }>;

export function incidentsOf({ tokens }: Pick<Run, "tokens">): Incident[] {
  return (tokens ?? []).filter((token): token is Incident => token.doing === "incident");
}

/** Steps that stopped at the same step with the same code stopped for one reason. */
export function causeOf({ step, error }: Incident): string {
  return `${step} ${error.code}`;
}
