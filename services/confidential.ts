// Confidential values on their way into and out of events. Rules handle them closed: `decide` makes them plain, the service seals
// them before they are appended, `evolve` and the read models carry them sealed, and only a permitted read opens them.
import { z } from "zod";
import { faultOf } from "../event-log/faults.ts";
import { sealedBytes } from "../event-log/keys/encryption.ts";
import type { KeyStore, Sealed } from "../event-log/keys/sealing.ts";
import type { EventData, Json, NewEvent, StoredEvent, StoredJson } from "../event-log/port.ts";

import { CannotBeRead } from "./stored-events.ts";

export type Confidential<T> = { readonly plain: T } | Sealed;

export const plain = <T>(value: T): Confidential<T> => ({ plain: value });

/** The schema of a confidential field of an event: plain in rules and specs, sealed in the log. */
export const confidential = <T extends z.ZodType>(inner: T) =>
  z.union([z.object({ key: z.string(), box: z.string() }), z.object({ plain: inner })]) as z.ZodType<Confidential<z.infer<T>>>;

const isPlain = (value: unknown): value is { plain: Json } =>
  typeof value === "object" && value !== null && "plain" in value && Object.keys(value).length === 1;

const isSealed = (value: unknown): value is Sealed =>
  typeof value === "object" && value !== null && "key" in value && "box" in value && typeof value.key === "string";

/** An event as rules decide it: confidential values are plain, at whatever depth. No log takes it. */
export type DecidedEvent = { readonly type: string; readonly data: object };

/** The events with every confidential value sealed under one key, wherever it is in the data. `keyFor` is called if there is one to seal. */
export function sealEvents(keys: KeyStore, keyFor: () => string, events: readonly DecidedEvent[]): readonly NewEvent[] {
  let key: string | undefined;
  const sealed = (value: unknown): StoredJson => {
    if (isPlain(value)) {
      key ??= keyFor();
      return keys.seal(key, value.plain);
    }
    if (Array.isArray(value)) return value.map(sealed);
    if (typeof value !== "object" || value === null) return value as StoredJson;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sealed(inner)]));
  };
  return events.map(({ type, data }) => ({ type, data: sealed(data) as EventData }));
}

/**
 * The key that a stream is sealed under: that of its first sealed value, wherever it is in the data, which was not lost with its keyring. Undefined
 * where there is none.
 */
export function sealingKey(keys: Pick<KeyStore, "isLost">, stored: readonly StoredEvent[]): string | undefined {
  for (const { data } of stored) for (const { key } of sealedIn(data)) if (!keys.isLost(key)) return key;
  return undefined;
}

/** Every sealed value of something, wherever it stands in it. */
export function* sealedIn(value: unknown): Generator<Sealed> {
  if (typeof value !== "object" || value === null) return;
  if (isSealed(value)) yield value;
  else for (const inner of Object.values(value)) yield* sealedIn(inner);
}

/** What was said; undefined when its key has been destroyed (erased). Throws CannotBeRead for what does not open. */
export function reveal<T>(keys: Pick<KeyStore, "unseal">, value: Confidential<T>): T | undefined {
  if (isPlain(value)) return value.plain as T;
  try {
    return keys.unseal(value as Sealed) as T | undefined;
  } catch (cause) {
    // The keys cannot be read at the moment; or this one value never can.
    if (faultOf(cause)) throw cause;
    throw new CannotBeRead("A sealed value does not open.");
  }
}

/** Bytes of text in all confidential values of something, wherever they stand in it: as many before they are sealed as after. */
export function textBytes(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (isPlain(value)) return Buffer.byteLength(JSON.stringify(value.plain));
  if ("box" in value && typeof value.box === "string") return sealedBytes(value.box);
  return Object.values(value).reduce((sum: number, part) => sum + textBytes(part), 0);
}

/** The key a confidential value is sealed under. Throws for one that is still plain: it never reached the log. */
export function keyOf(value: Confidential<unknown>): string {
  if (isPlain(value)) throw new TypeError("A value that was not sealed has no key.");
  return (value as Sealed).key;
}
