// Where to go after sign-in: only to a page of the hub.

const MAX_LENGTH = 2_000;
const HOME = "/";
/** Paths that are no page to come back to. */
const OF_SIGN_IN = /^\/(?:sign-in|sign-out|join|signed-out|session|dev-idp)(?:[/?#]|$)/;
/** Any host: only whether the path stays on it counts. */
const HOST = "http://hub.invalid";

/** Returns the path as it is if it leads to a page of the hub, and the home page otherwise. */
export function localPath(given: unknown): string {
  if (typeof given !== "string" || given.length > MAX_LENGTH) return HOME;
  // Browsers read a backslash as a slash and drop control characters, and two slashes begin the name of a host.
  if (!/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(given) || !URL.canParse(given, HOST)) return HOME;
  const url = new URL(given, HOST);
  return url.origin === HOST && !OF_SIGN_IN.test(url.pathname) ? given : HOME;
}
