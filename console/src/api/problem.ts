import type { components } from "./schema";

export type ProblemBody = components["schemas"]["ProblemBody"];

/** What can go wrong, by the last part of the problem's `type`; `offline` is ours: there was no answer at all. */
export type ProblemKind =
  | "bad-request"
  | "unauthorized"
  | "forbidden"
  | "no-such-route"
  | "not-found"
  | "method-not-allowed"
  | "conflict"
  | "too-large"
  | "wrong-media-type"
  | "invalid-definition"
  | "invalid-input"
  | "unprocessable"
  | "internal"
  | "unavailable"
  | "outcome-unknown"
  | "timed-out"
  | "offline"
  // The service may learn new ones before this console does.
  | (string & {});

/** One field that is wrong: JSON pointer and message. */
export type FieldProblem = { pointer: string; message: string };

/** Every failed call of the API is one of these, and so is every error of a query. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly kind: ProblemKind;
  readonly status: number;
  /** What the service says happened, why, and what to do. */
  readonly detail: string;
  readonly requestId: string | undefined;
  /** The fields that are wrong, where that is what is wrong. */
  readonly problems: FieldProblem[];
  readonly body: ProblemBody | undefined;

  constructor(status: number, body: ProblemBody | undefined, requestId: string | undefined, cause?: unknown) {
    super(body?.detail ?? (status === 0 ? "The service does not answer." : `HTTP ${status}`), { cause });
    this.kind = status === 0 ? "offline" : (body?.type.split(":").at(-1) ?? "internal");
    this.status = status;
    this.detail = this.message;
    this.requestId = body?.request_id ?? requestId;
    this.problems = fieldProblems(body);
    this.body = body;
  }

  /** Whether the same call may go well in a moment without anybody doing anything. */
  get mayPass(): boolean {
    return this.kind === "offline" || this.kind === "unavailable" || this.kind === "timed-out";
  }
}

function fieldProblems(body: ProblemBody | undefined): FieldProblem[] {
  const problems = (body as { problems?: unknown } | undefined)?.problems;
  return Array.isArray(problems) ? (problems as FieldProblem[]) : [];
}
