// Shared by all routes with a body: only POST, a signed-in person, bounded JSON, and one error format.
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { GraphQLError } from "graphql";
import { lazy } from "../caching/cache.ts";
import { IssuerUnavailable, TokenRefused, type TokenVerifier } from "../hub/sign-in/tokens.ts";
import type { Connection } from "./context.ts";
import { setRetryAfter, statusOf } from "./errors.ts";
import { inRequest, noteCode, requestIdOf } from "./exchange.ts";
import { BODY_LIMITS, type BodyFault, jsonBody } from "./json-body.ts";

export const QUESTION_FORM = '{ "query": "…", "variables": { … } }';

type Locals = { person: string; expires: number; form?: string };

/** The handlers of an address where people who are signed in send JSON. `form` is an example of the body, for errors. */
export const authenticatedJson = (
  verify: TokenVerifier,
  form: string,
  ...handlers: readonly RequestHandler[]
): readonly RequestHandler[] => [postOnly, signedIn(verify), ...jsonRequest(form), ...handlers];

/** Reads the JSON of a request of a person who is signed in. */
export const jsonRequest = (form: string): readonly RequestHandler[] => [jsonOnly(form), jsonBody(refuseBody), inRequest];

/** Sends an error outside GraphQL in the format of GraphQL errors. */
export function answer(response: Response, status: number, code: string, message: string, more: object = {}): void {
  noteCode(response, code);
  const quoted = code === "INTERNAL" ? { requestId: requestIdOf(response) } : {};
  response.status(status).json({ errors: [{ message, extensions: { code, ...more, ...quoted } }] });
}

/** The same for an error that may be shown. Throws any other. A client that has disconnected gets no response. */
export function answerError(response: Response, error: unknown): void {
  if (!(error instanceof GraphQLError)) throw error;
  if (response.destroyed) return;
  const { code, ...more } = error.extensions;
  setRetryAfter(response, error);
  answer(response, statusOf(code), String(code), error.message, more);
}

export function malformed(response: Response, status: number): void {
  const { form = QUESTION_FORM } = response.locals as Locals;
  answer(response, status, "BAD_REQUEST", `The request cannot be read. Send JSON: ${form}.`);
}

/** Sends JSON although the client does not accept it; the client still gets the status. */
export const notAcceptable = (response: Response): void => answer(response, 406, "NOT_ACCEPTABLE", NOT_ACCEPTABLE);
const NOT_ACCEPTABLE =
  "The answer is not available in a format that you accept. Accept application/json or application/graphql-response+json, and " +
  "text/event-stream for a subscription.";

const { bytes, entries, nesting } = BODY_LIMITS;
const TOO_LARGE: Readonly<Partial<Record<BodyFault, string>>> = {
  BYTES: `Send at most ${bytes}`,
  ENTRIES: `Send at most ${entries} entries of objects and lists, nested at most ${nesting} deep`,
};

const NOT_UTF8 = "The request is not in UTF-8, so letters would be lost. Send it in UTF-8.";

function refuseBody(response: Response, fault: BodyFault): void {
  const bound = TOO_LARGE[fault];
  if (bound) answer(response, 413, "TOO_LARGE", `The request is too large. ${bound}.`);
  else if (fault === "NOT_UTF8") answer(response, 400, "BAD_REQUEST", NOT_UTF8);
  else malformed(response, fault === "COMPRESSION" ? 415 : 400);
}

export const connectionOf = (response: Response): Connection => ({
  expires: (response.locals as Locals).expires,
  closed: lazy(() => {
    const closed = new AbortController();
    response.once("close", () => closed.abort());
    if (response.closed) closed.abort();
    return closed.signal;
  }),
});

// A query in a URL would appear in logs and browser histories.
function postOnly(request: Request, response: Response, next: NextFunction): void {
  if (request.method === "POST") next();
  else {
    response.setHeader("allow", "POST");
    answer(response, 405, "METHOD_NOT_ALLOWED", "Send queries and commands with POST.");
  }
}

const jsonOnly =
  (form: string) =>
  (request: Request, response: Response, next: NextFunction): void => {
    response.locals.form = form;
    if (request.is("application/json") && namesUtf8(request.headers["content-type"])) next();
    else malformed(response, 415);
  };

/** A content type without a character set is UTF-8. */
const namesUtf8 = (contentType = ""): boolean =>
  /^(?:utf-?8)?$/i.test(/;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType)?.[1] ?? "");

/** Stores the person in the response's locals, or sends 401. The person's rights are looked up at each use. */
export function signedIn(verify: TokenVerifier): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [, token] = request.headers.authorization?.match(/^Bearer ([\w.~+/=-]+)$/i) ?? [];
    if (!token) return unauthenticated(response, "Send a bearer token in the Authorization header.");
    try {
      const { person, expires } = await verify(token);
      Object.assign(response.locals, { person, expires });
      next();
    } catch (error) {
      if (error instanceof TokenRefused) unauthenticated(response, error.message, "invalid_token");
      else if (error instanceof IssuerUnavailable) answer(response, 503, "UNAVAILABLE", error.message);
      else next(error);
    }
  };
}

/** According to RFC 6750 the challenge names an error only if the request had a token. */
function unauthenticated(response: Response, message: string, error?: "invalid_token"): void {
  const challenge = ['realm="candour"', ...(error ? [`error="${error}"`, `error_description="${message}"`] : [])];
  response.setHeader("www-authenticate", `Bearer ${challenge.join(", ")}`);
  answer(response, 401, "UNAUTHENTICATED", message);
}
