// The two cookies of sign-in. Each holds an opaque id and nothing else.
import type { CookieOptions, Request, Response } from "express";

export type IdCookie = ReturnType<typeof idCookie>;

const ID = /^[\w-]{43}$/;

/** `isSecure`: whether people use https. Browsers accept a cookie named `__Host-` only over https, from the host itself and for all of it. */
export function signInCookies(isSecure: boolean) {
  const prefix = isSecure ? "__Host-" : "";
  const options: CookieOptions = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure };
  return {
    /** Gone when the browser is closed. */
    session: idCookie(`${prefix}candour-session`, options),
    signIn: idCookie(`${prefix}candour-sign-in`, { ...options, maxAge: 600_000 }),
  };
}

function idCookie(name: string, options: CookieOptions) {
  const { maxAge: _, ...lasting } = options;
  return {
    read({ headers }: Pick<Request, "headers">): string | undefined {
      const pairs = headers.cookie?.split(";").map((pair) => pair.trim()) ?? [];
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value !== undefined && ID.test(value) ? value : undefined;
    },
    set: (response: Response, id: string) => response.cookie(name, id, options),
    clear: (response: Response) => response.clearCookie(name, lasting),
  };
}
