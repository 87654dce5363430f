// Requests to identity providers: their answers are short, and what is longer is not read into memory.

const MAX_BYTES = 1_000_000;
/** Statuses whose answers have no body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

export class AnswerTooLarge extends Error {
  override name = "AnswerTooLarge";
}

/** As `fetch`, with the body read. The signal of the options bounds the time for the whole answer. Throws AnswerTooLarge, and what `fetch` throws. */
export async function fetchBounded(...[url, options]: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(url, options);
  const { status, statusText, headers } = answer;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop closes the connection.
    if (bytes > MAX_BYTES) throw new AnswerTooLarge("The provider's answer is too large.");
    parts.push(part);
  }
  return new Response(WITHOUT_BODY.has(status) ? null : Buffer.concat(parts), { status, statusText, headers });
}
