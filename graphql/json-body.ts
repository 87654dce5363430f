// Reads the body of a request: JSON in UTF-8, with limits on bytes, entries and nesting that are checked before it is parsed. Parsing a megabyte of short
// keys would take longer than any query.
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import express, { type RequestHandler } from "express";

export const BODY_LIMITS = {
  bytes: "1mb",
  /** The maximum number of entries of all objects and lists. A series of a metric with a thousand areas has 4,000. */
  entries: 10_000,
  /** The maximum nesting of objects and lists. */
  nesting: 20,
} as const;

export type BodyFault = "BYTES" | "ENTRIES" | "COMPRESSION" | "NOT_UTF8" | "NOT_JSON";

/** Stores the parsed body in the request, or calls `refuse`, which sends the error. */
export function jsonBody(refuse: (response: express.Response, fault: BodyFault) => void): RequestHandler {
  const raw = express.raw({ limit: BODY_LIMITS.bytes, type: () => true });
  return (request, response, next) => {
    const read = isPlain(request) ? readPlain : raw;
    read(request, response, (error?: unknown) => {
      if (error) return refuse(response, faultOf(error));
      const parsed = parseJson(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      if (typeof parsed === "string") return refuse(response, parsed);
      request.body = parsed.value;
      next();
    });
  };
}

/** Longer bodies are rare: Express reads them, and refuses those beyond the limit. */
const MAX_PLAIN_BYTES = 100_000;

/** Whether a body is uncompressed and short. Node reads no more of it than its header says. */
const isPlain = ({ headers }: IncomingMessage): boolean =>
  headers["content-encoding"] === undefined && Number(headers["content-length"] ?? Number.POSITIVE_INFINITY) <= MAX_PLAIN_BYTES;

/** Stores the bytes in the request, as Express does, in less time. */
const readPlain: RequestHandler = (request, _response, next) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.once("end", () => {
    request.body = Buffer.concat(chunks);
    next();
  });
  request.once("error", next);
};

function faultOf(error: unknown): BodyFault {
  const { status } = error as { readonly status?: unknown };
  return status === 413 ? "BYTES" : status === 415 ? "COMPRESSION" : "NOT_JSON";
}

/** Removes a byte order mark. */
const utf8 = new TextDecoder("utf-8");

/** Returns the value, or the problem with the bytes. */
function parseJson(bytes: Buffer): { readonly value: unknown } | BodyFault {
  if (!isWithinBounds(bytes)) return "ENTRIES";
  if (!isUtf8(bytes)) return "NOT_UTF8";
  try {
    return { value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return "NOT_JSON";
  }
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Counts in one pass over the bytes, and skips those within strings. */
function isWithinBounds(bytes: Uint8Array): boolean {
  let [entries, nesting, inString] = [0, 0, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COMMA) entries += 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      nesting += 1;
      entries += 1;
      if (nesting > BODY_LIMITS.nesting) return false;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) nesting -= 1;
    if (entries > BODY_LIMITS.entries) return false;
  }
  return true;
}
