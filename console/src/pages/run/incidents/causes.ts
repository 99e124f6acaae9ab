import { causeOf, type Incident } from "~/runs/incidents";

/** Steps that stopped for one reason: the same step with the same code. */
export type Cause = { key: string; incidents: [Incident, ...Incident[]] };

/** Incidents by their cause, the commonest first. */
export function causesOf(incidents: readonly Incident[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const at of incidents) {
    const key = causeOf(at);
    const known = causes.get(key);
    if (known) known.incidents.push(at);
    else causes.set(key, { key, incidents: [at] });
  }
  return [...causes.values()].sort((a, b) => b.incidents.length - a.incidents.length);
}
