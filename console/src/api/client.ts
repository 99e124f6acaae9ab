import { queryOptions } from "@tanstack/react-query";
import createClient, { type MaybeOptionalInit } from "openapi-fetch";
import type { HttpMethod, PathsWithMethod } from "openapi-typescript-helpers";
import { serverClock } from "./clock";
import { answered } from "./connection";
import { takeEarly } from "./early";
import { parseJson, writeJson } from "./json";
import { ApiError, type ProblemBody } from "./problem";
import type { paths } from "./schema";
import { csrfToken, signedOut } from "./session";

const client = createClient<paths>({
  baseUrl: "/",
  fetch: call,
  // Text is sent as it is: a definition file, with the header `Content-Type` at the call.
  bodySerializer: (body: unknown) => (typeof body === "string" ? body : writeJson(body)),
});

/** The one door to the service: headers, clock, and every failure as an {@link ApiError}. */
export async function call(request: Request): Promise<Response> {
  if (request.method !== "GET") {
    const token = csrfToken();
    if (token) request.headers.set("x-csrf-token", token);
  }
  const early = takeEarly(request);
  const sent = early?.sent ?? Date.now();
  let response: Response;
  try {
    response = await (early?.answer ?? fetch(request));
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    answered(false);
    throw new ApiError(0, undefined, undefined, cause);
  }
  answered(true);
  const date = Date.parse(response.headers.get("date") ?? "");
  if (!Number.isNaN(date)) serverClock.learn(date, sent, Date.now());
  if (response.ok) return response;
  throw await problem(response);
}

/** What the service says went wrong. A session that ended leads to the sign-in page, wherever it was noticed. */
async function problem(response: Response): Promise<ApiError> {
  let body: ProblemBody | undefined;
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    body = parseJson(await response.text()) as ProblemBody;
  }
  const error = new ApiError(response.status, body, response.headers.get("x-request-id") ?? undefined);
  if (error.status === 401) signedOut();
  return error;
}

/** Paths of the API that can be called with a method. */
export type PathOf<M extends HttpMethod> = PathsWithMethod<paths, M>;
type Init<P, M extends HttpMethod> = P extends keyof paths ? MaybeOptionalInit<paths[P], M> : never;
/** `init` may be left out where nothing in it is needed. */
type InitArgument<I> = undefined extends I ? [init?: I] : [init: I];

type Success = 200 | 201 | 202 | 204;
type Content<R> = R extends { content: { "application/json": infer Body } } ? Body : never;
type Responses<P, M extends HttpMethod> = P extends keyof paths
  ? paths[P][M] extends { responses: infer R }
    ? R
    : never
  : never;
/** What a successful call answers. */
export type Answer<P, M extends HttpMethod> = {
  [S in keyof Responses<P, M> & Success]: Content<Responses<P, M>[S]>;
}[keyof Responses<P, M> & Success];

async function request<P, M extends HttpMethod>(method: M, path: P, init: unknown): Promise<Answer<P, M>> {
  // The types of path and init were checked at the caller; here they are too general for the library's signature.
  const any = client.request as (method: string, path: P, init: unknown) => Promise<{ data?: string }>;
  const { data } = await any(method, path, { ...(init as object), parseAs: "text" });
  return (data ? parseJson(data) : undefined) as Answer<P, M>;
}

/**
 * A reading of the API, for every hook and function of TanStack Query.
 *
 * ```ts
 * const run = useQuery(read("/api/v1/runs/{id}", { params: { path: { id } } }));
 * ```
 */
export function read<P extends PathOf<"get">>(path: P, ...[init]: InitArgument<Init<P, "get">>) {
  return queryOptions<Answer<P, "get">, ApiError>({
    queryKey: [path, init ?? {}],
    queryFn: ({ signal }) => request("get", path, { ...(init as object | undefined), signal }),
  });
}

/** A reading of what is text and no JSON: a diagram, a file. */
export function readText<P extends PathOf<"get">>(path: P, ...[init]: InitArgument<Init<P, "get">>) {
  return queryOptions<string, ApiError>({
    queryKey: [path, init ?? {}],
    queryFn: async ({ signal }) => {
      const any = client.request as (method: string, path: P, init: unknown) => Promise<{ data?: string }>;
      const { data } = await any("get", path, { ...(init as object | undefined), signal, parseAs: "text" });
      return data ?? "";
    },
  });
}

/** A reading past TanStack Query; for what is no page's data. */
export function get<P extends PathOf<"get">>(
  path: P,
  ...[init]: InitArgument<Init<P, "get">>
): Promise<Answer<P, "get">> {
  return request("get", path, init);
}

/**
 * A change through the API; use it as the `mutationFn` of {@link useChange}.
 *
 * ```ts
 * const cancel = useChange((id: string) => send("post", "/api/v1/runs/{id}/cancel", { params: { path: { id } } }));
 * ```
 */
export function send<M extends "post" | "put" | "patch" | "delete", P extends PathOf<M>>(
  method: M,
  path: P,
  ...[init]: InitArgument<Init<P, M>>
): Promise<Answer<P, M>> {
  return request(method, path, init);
}
