// Confidential values on their way into and out of events. Rules handle them closed: `decide` makes them plain, the service seals
// them before they are appended, `evolve` and the read models carry them sealed, and only a permitted read opens them.
import { z } from "zod";
import type { Json, JsonObject, NewEvent } from "../event-log/port.ts";
import { type KeyStore, type Sealed, sealedBytes } from "../event-log/sealing.ts";

export type Confidential<T> = { readonly plain: T } | Sealed;

export const plain = <T>(value: T): Confidential<T> => ({ plain: value });

/** The schema of a confidential field of an event: plain in rules and specs, sealed in the log. */
export const confidential = <T extends z.ZodType>(inner: T) =>
  z.union([z.object({ key: z.string(), box: z.string() }), z.object({ plain: inner })]) as z.ZodType<Confidential<z.infer<T>>>;

const isPlain = (value: unknown): value is { plain: Json } =>
  typeof value === "object" && value !== null && "plain" in value && Object.keys(value).length === 1;

/** The events with every confidential field sealed under one key, which is asked for when there is something to seal. */
export function sealEvents(keys: KeyStore, keyFor: () => string, events: readonly NewEvent[]): readonly NewEvent[] {
  if (!events.some(({ data }) => Object.values(data).some(isPlain))) return events;
  const key = keyFor();
  return events.map(({ type, data }) => ({ type, data: sealFields(keys, key, data) }));
}

function sealFields(keys: KeyStore, key: string, data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, isPlain(value) ? keys.seal(key, value.plain) : value]),
  );
}

/** What was said; undefined when its key has been destroyed (erased). */
export function reveal<T>(keys: KeyStore, value: Confidential<T>): T | undefined {
  return isPlain(value) ? (value.plain as T) : (keys.unseal(value as Sealed) as T | undefined);
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
