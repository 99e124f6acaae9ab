/** What `early.js` asked for before this code was there. */
type Early = { sent: number; answer: Promise<Response> };

/**
 * The answer to who is signed in, where it was asked for already: taken once, as it is of that moment. Nothing for any
 * other request.
 */
export function takeEarly({ method, url }: Request): Early | undefined {
  if (method !== "GET" || new URL(url).pathname !== "/api/v1/session") return undefined;
  const holder = globalThis as { early?: Early };
  const { early } = holder;
  delete holder.early;
  return early;
}
