import { LOCAL_ZONE } from "~/components/time/format";

/** Zones to choose from: UTC and the browser's first. The browser's database may know Kyiv by its old spelling only. */
export function zones(chosen: string): string[] {
  const all = Intl.supportedValuesOf("timeZone").map((zone) =>
    zone === "Europe/Kiev" ? "Europe/Kyiv" : zone,
  );
  return [...new Set([chosen, LOCAL_ZONE, "UTC", ...all])];
}
