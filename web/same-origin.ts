// Recognises forms that another site's page sends with a signed-in person's cookie.
import type { Request } from "express";

/** Browsers say where a request comes from; `none` is an address that a person entered. Older browsers send the origin of the page alone. */
export function isSameOrigin({ headers }: Pick<Request, "headers">): boolean {
  const site = headers["sec-fetch-site"];
  if (typeof site === "string") return site === "same-origin" || site === "none";
  const { origin = "", host } = headers;
  return URL.canParse(origin) && new URL(origin).host === host;
}
