// What every way in has in common before its own work begins: POST and nothing else, somebody signed in, JSON of a bounded size, and one
// form of error.
import { isUtf8 } from "node:buffer";
import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from "express";
import { IssuerUnavailable, TokenRefused, type TokenVerifier } from "../hub/tokens.ts";
import { once } from "../projections/statements.ts";
import type { Connection } from "./context.ts";
import { LIMITS } from "./limits.ts";

export const INTERNAL = ["INTERNAL", "Something went wrong here. It has been recorded; try again."] as const;

/** A question, as the body of one. */
export const QUESTION_FORM = '{ "query": "…", "variables": { … } }';

/** Who asks, by the time that a way in gets a request. */
type Locals = { person: string; expires: number; form?: string };

/** A way in, at its own path and none beneath it, whose body is of a form, told as an example. */
export function wayIn(verify: TokenVerifier, form: string, ...handlers: readonly RequestHandler[]): Router {
  const router = express.Router();
  router.all(
    "/",
    postOnly,
    signedIn(verify),
    jsonOnly(form),
    express.json({ limit: LIMITS.body, verify: utf8Only }),
    ...handlers,
  );
  return router;
}

/** A body whose bytes are not UTF-8: decoded leniently, letters of it would be lost for good. */
export class NotUtf8 extends Error {
  override name = "NotUtf8";
  readonly status = 400;
}

function utf8Only(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset.toLowerCase() !== "utf-8") throw Object.assign(new Error("another charset"), { status: 415 });
  if (!isUtf8(body)) throw new NotUtf8("The request is not in UTF-8, and letters of it would be lost. Send it in UTF-8.");
}

/** Errors outside GraphQL have its form too, so that a caller reads one form. */
export function answer(response: Response, status: number, code: string, message: string, more: object = {}): void {
  response.status(status).json({ errors: [{ message, extensions: { code, ...more } }] });
}

/** A body that is not of the way in's form. */
export const malformed = (response: Response, status: number): void =>
  answer(
    response,
    status,
    "BAD_REQUEST",
    `The request cannot be read. Wanted is JSON: ${(response.locals as Locals).form ?? QUESTION_FORM}.`,
  );

export const connectionOf = (response: Response): Connection => ({
  expires: (response.locals as Locals).expires,
  closed: once(() => {
    const closed = new AbortController();
    response.once("close", () => closed.abort());
    if (response.closed) closed.abort();
    return closed.signal;
  }),
});

// A question in a URL would stand in logs and histories.
function postOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.method === "POST") next();
  else {
    response.setHeader("allow", "POST");
    answer(response, 405, "METHOD_NOT_ALLOWED", "Questions and commands are sent with POST.");
  }
}

// Yoga would read other forms too, past the bound on the body.
const jsonOnly =
  (form: string) =>
  (request: Request, response: Response, next: NextFunction): void => {
    response.locals.form = form;
    if (request.is("application/json")) next();
    else malformed(response, 415);
  };

/** Puts who asks on the response's locals, or ends the request with 401. What they may is looked up when it is used. */
function signedIn(verify: TokenVerifier) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [, token] = request.headers.authorization?.match(/^Bearer ([\w.~+/=-]+)$/i) ?? [];
    if (!token) return unauthenticated(response, "Send a bearer token in the Authorization header.");
    try {
      const { person, expires } = await verify(token);
      Object.assign(response.locals, { person, expires });
      next();
    } catch (error) {
      if (error instanceof TokenRefused) unauthenticated(response, error.message);
      else if (error instanceof IssuerUnavailable) answer(response, 503, "UNAVAILABLE", error.message);
      else next(error);
    }
  };
}

function unauthenticated(response: Response, message: string): void {
  response.setHeader("www-authenticate", "Bearer");
  answer(response, 401, "UNAUTHENTICATED", message);
}
