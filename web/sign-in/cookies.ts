// The cookies of sign-in. Each holds an opaque id and nothing else.
import type { CookieOptions, Request, Response } from "express";

export type SessionCookie = ReturnType<typeof signInCookies>["session"];

const ID = /^[\w-]{43}$/;
/** Tabs in which one browser can sign in at the same time. More cookies would fill the headers of its requests. */
const MAX_SIGN_INS = 5;
/** Enough to tell the tabs of one browser apart. */
const STATE_LENGTH = 8;

/** `isSecure`: whether people use https. Browsers accept a cookie named `__Host-` only over https, from the host itself and for all of it. */
export function signInCookies(isSecure: boolean) {
  const prefix = isSecure ? "__Host-" : "";
  const options: CookieOptions = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure };
  const read = (request: Pick<Request, "headers">, name: string): string | undefined => {
    const value = cookiesOf(request).get(name);
    return value !== undefined && ID.test(value) ? value : undefined;
  };
  const [sessionName, signInPrefix] = [`${prefix}candour-session`, `${prefix}candour-sign-in-`];
  /** A state from elsewhere can have characters that no cookie has. */
  const signInName = (state: unknown): string =>
    signInPrefix +
    String(state)
      .replace(/[^\w-]/g, "")
      .slice(0, STATE_LENGTH);
  const isSignIn = (name: string): boolean => name.startsWith(signInPrefix) && /^[\w-]*$/.test(name);

  return {
    /** Gone when the browser is closed. */
    session: {
      read: (request: Pick<Request, "headers">) => read(request, sessionName),
      set: (response: Response, id: string) => response.cookie(sessionName, id, options),
      clear: (response: Response) => response.clearCookie(sessionName, options),
    },
    /** One for each sign-in under way, told apart by its state, because a browser may open several pages at once. */
    signIn: {
      read: (request: Pick<Request, "headers">, state: unknown) => read(request, signInName(state)),
      set(request: Pick<Request, "headers">, response: Response, state: string, id: string): void {
        const others = [...cookiesOf(request).keys()].filter(isSignIn);
        if (others.length >= MAX_SIGN_INS) for (const name of others) response.clearCookie(name, options);
        response.cookie(signInName(state), id, { ...options, maxAge: 600_000 });
      },
      clear(request: Pick<Request, "headers">, response: Response, state: unknown): void {
        if (read(request, signInName(state)) !== undefined) response.clearCookie(signInName(state), options);
      },
    },
  };
}

/** Name -> value. */
function cookiesOf({ headers }: Pick<Request, "headers">): ReadonlyMap<string, string> {
  const pairs = headers.cookie?.split(";") ?? [];
  return new Map(
    pairs.map((pair) => {
      const [name = "", ...value] = pair.trim().split("=");
      return [name, value.join("=")];
    }),
  );
}
