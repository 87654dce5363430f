// Recognises requests that a browser makes by itself, for a page that somebody may open next. Pages put on record what they show, and nobody is shown these.
import type { Request } from "express";

/** Browsers of today send the first; older ones, and those of other makers, the others. */
const HEADERS = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

export const isPrefetch = ({ headers }: Pick<Request, "headers">): boolean =>
  HEADERS.some((name) => /\b(?:prefetch|prerender|preview)\b/i.test(String(headers[name] ?? "")));
