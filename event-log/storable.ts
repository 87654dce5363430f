// The texts that an append stores, checked here for every store.
import { type Append, holdsPlainText } from "./port.ts";

/** An append as it will be stored, without the parts that depend on earlier events. */
export type StorableAppend = Pick<Append, "stream" | "expected" | "bodyDigest" | "at"> & {
  readonly commandId: string;
  readonly metadata: string;
  readonly events: readonly { readonly type: string; readonly data: string }[];
};

/** Throws if the command cannot be stored. */
export function toStorable({ stream, expected, events, metadata, bodyDigest, at }: Append): StorableAppend {
  if (events.length === 0) throw new RangeError("An append holds at least one event.");
  return {
    expected,
    commandId: storable(metadata.commandId),
    stream: storable(stream),
    bodyDigest: storable(bodyDigest),
    at: storable(at),
    metadata: JSON.stringify(metadata),
    events: events.map(({ type, data }) => ({ type: storable(type), data: sealed(storable(JSON.stringify(data))) })),
  };
}

/** The last check before storage: plain text that passes it stays in every copy of the log permanently. */
function sealed(data: string): string {
  if (holdsPlainText(data)) throw new TypeError("An append holds confidential text that was not sealed.");
  return data;
}

/** A value that is not text would make a group commit fail; half of a surrogate pair would be read back as another character and break the hash chain. */
function storable(text: string): string {
  if (typeof text !== "string" || !text.isWellFormed()) throw new TypeError("An append holds something that cannot be stored.");
  return text;
}

/** The stream version at which an append with this expectation succeeds. `actual` is the stream's current version. */
export const requiredVersion = (expected: Append["expected"], actual: number): number =>
  expected === "any" ? actual : expected === "new" ? 0 : expected.version;
