type Flow = { id: string; from: string; to: string };

/**
 * Which flows of a diagram the other one lacks. Ids of flows and of end events are numbers that a step before moves on:
 * a flow is known by the steps it connects.
 */
export function flowsOnlyIn(own: readonly Flow[], other: readonly Flow[]): string[] {
  const known = new Set(other.map(nameOf));
  return own.filter((flow) => !known.has(nameOf(flow))).map(({ id }) => id);
}

function nameOf({ from, to }: Flow): string {
  return `${anyNumber(from)} > ${anyNumber(to)}`;
}

function anyNumber(element: string): string {
  return /^(End|LinkTo|LinkFrom)_/.test(element) ? element.replace(/_\d+$/, "") : element;
}
