/** Everything a page needs of the service. */
export { useChange } from "./change";
export { type Answer, read, readText, send } from "./client";
export { serverClock } from "./clock";
export { useConnectionLost } from "./connection";
export { parseJson, writeJson } from "./json";
export { usePress } from "./press";
export { ApiError, type FieldProblem } from "./problem";
export { type Role, ROLES, useMay, useSession } from "./session";
export { follow, type StreamEvent, type StreamState } from "./stream";
export { useStream } from "./useStream";
export type * from "./things";
