// The headers that every response has, whatever the request is.
import type { RequestHandler } from "express";
import helmet from "helmet";

/** Helmet is called once, because its headers depend on no request. */
export function commonHeaders(): RequestHandler {
  const headers = new Map<string, string>([["cache-control", "no-store"]]);
  // The hub does not set policies for other services on its subdomains.
  const setHeaders = helmet({ strictTransportSecurity: { includeSubDomains: false } });
  const recorder = { setHeader: (name: string, value: string) => headers.set(name.toLowerCase(), value), removeHeader() {} };
  setHeaders({} as never, recorder as never, (error?: unknown) => {
    if (error) throw error;
  });
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
