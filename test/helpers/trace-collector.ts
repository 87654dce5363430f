// A minimal OpenTelemetry collector for tests: it accepts OTLP over HTTP in protobuf, and decodes it.
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export type CollectedSpan = {
  readonly trace: string;
  readonly id: string;
  /** Empty for the first of its trace. */
  readonly parent: string;
  readonly name: string;
  readonly nanoseconds: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Traces and spans it is linked to. */
  readonly links: readonly string[];
  readonly hasFailed: boolean;
  /** The status message, which the hub never sets. */
  readonly message: string;
};
export type Collector = {
  readonly url: string;
  readonly spans: CollectedSpan[];
  /** Everything received, as text. */
  readonly bodies: string[];
  readonly requests: { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[];
  readonly resource: Record<string, unknown>;
  /** Sets its responses from now on. */
  answer: RequestListener;
  close(): void;
};

const TAKEN: RequestListener = (_request, response) =>
  response.writeHead(200, { "content-type": "application/x-protobuf" }).end();

export async function startCollector(): Promise<Collector> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      collector.bodies.push(body.toString("latin1"));
      collector.requests.push({ url: request.url, headers: request.headers });
      const [spans, resource] = readExport(body);
      collector.spans.push(...spans);
      Object.assign(collector.resource, resource);
      collector.answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans: [], bodies: [], requests: [], resource: {}, answer: TAKEN },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return collector;
}

/** A message's fields by number. Numbers come as bigint, everything else as bytes. */
type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

function fieldsOf(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = () => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("The message is cut.");
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const kind = tag & 7;
    if (kind > 2 && kind !== 5) throw new RangeError(`The message has a field of kind ${kind}.`);
    const value = kind === 0 ? varint() : kind === 1 ? take(8) : kind === 5 ? take(4) : take(Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

const messages = (fields: Fields, number: number): readonly Fields[] =>
  (fields.get(number) ?? []).map((value) => fieldsOf(value as Buffer));
const bytesIn = (fields: Fields | undefined, number: number): Buffer => (fields?.get(number)?.[0] as Buffer) ?? Buffer.alloc(0);
const textIn = (fields: Fields | undefined, number: number): string => bytesIn(fields, number).toString("utf8");
const hexIn = (fields: Fields, number: number): string => bytesIn(fields, number).toString("hex");
const timeIn = (fields: Fields, number: number): bigint => bytesIn(fields, number).readBigUInt64LE();

function readValue(any: Fields | undefined): unknown {
  if (any?.has(1)) return textIn(any, 1);
  if (any?.has(2)) return any.get(2)?.[0] === 1n;
  if (any?.has(3)) return Number(any.get(3)?.[0]);
  if (any?.has(4)) return bytesIn(any, 4).readDoubleLE();
  return messages(messages(any ?? new Map(), 5)[0] ?? new Map(), 1).map(readValue);
}
const attributesIn = (fields: Fields | undefined, number: number): Record<string, unknown> =>
  Object.fromEntries(messages(fields ?? new Map(), number).map((pair) => [textIn(pair, 1), readValue(messages(pair, 2)[0])]));

function readExport(body: Buffer): readonly [CollectedSpan[], Record<string, unknown>] {
  const resources = messages(fieldsOf(body), 1);
  const spans = resources.flatMap((resource) => messages(resource, 2).flatMap((scope) => messages(scope, 2)));
  return [spans.map(spanOf), attributesIn(messages(resources[0] ?? new Map(), 1)[0], 1)];
}

function spanOf(span: Fields): CollectedSpan {
  const [status] = messages(span, 15);
  return {
    ...{ trace: hexIn(span, 1), id: hexIn(span, 2), parent: hexIn(span, 4), name: textIn(span, 5) },
    nanoseconds: timeIn(span, 8) - timeIn(span, 7),
    attributes: attributesIn(span, 9),
    links: messages(span, 13).map((link) => `${hexIn(link, 1)} ${hexIn(link, 2)}`),
    hasFailed: status?.get(3)?.[0] === 2n,
    message: textIn(status, 2),
  };
}
