// Confidential values of events. `decide` makes them plain, the pipeline seals them before they are appended, folds and read models keep them sealed,
// and only a permitted read unseals them.
import { z } from "zod";
import { faultOf } from "../event-log/faults.ts";
import { sealedBytes } from "../event-log/keys/encryption.ts";
import type { KeyStore, Sealed } from "../event-log/keys/port.ts";
import { withKeys } from "../event-log/keys/with-keys.ts";
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

/** An event as it was decided, with confidential values still plain. */
export type DecidedEvent = { readonly type: string; readonly data: object };

/** Seals every confidential value in the events under one key. `keyFor` is called only if there is such a value. */
export async function sealEvents(
  keys: Pick<KeyStore, "fetch" | "seal">,
  keyFor: () => string | Promise<string>,
  events: readonly DecidedEvent[],
): Promise<readonly NewEvent[]> {
  if (!hasPlain(events)) return events.map(({ type, data }) => ({ type, data: data as EventData }));
  const key = await keyFor();
  return withKeys(keys, () => sealUnder(keys, key, events), [key]);
}

/** The same with a local key. Throws KeyNotFetched. */
export function sealUnder(keys: Pick<KeyStore, "seal">, key: string, events: readonly DecidedEvent[]): readonly NewEvent[] {
  const sealed = (value: unknown): StoredJson => {
    if (isPlain(value)) return keys.seal(key, value.plain);
    if (Array.isArray(value)) return value.map(sealed);
    if (typeof value !== "object" || value === null) return value as StoredJson;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sealed(inner)]));
  };
  return events.map(({ type, data }) => ({ type, data: sealed(data) as EventData }));
}

/** Returns the key of a stream: the key of its first sealed value whose keyring is not lost, or a new one. */
export async function keyOfStream(
  keys: Pick<KeyStore, "fetch" | "isLost" | "newKey">,
  stored: readonly StoredEvent[],
): Promise<string> {
  const inUse = await withKeys(keys, () => keysIn(stored).find((key) => !keys.isLost(key)));
  return inUse ?? keys.newKey();
}

const hasPlain = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (isPlain(value) || Object.values(value).some(hasPlain));

/** Returns the key of every sealed value in a structure, for prefetching: events of a page, states of a list. */
export function* keysIn(value: unknown): Generator<string> {
  for (const { key } of sealedIn(value)) yield key;
}

/** Destroys the keys of every sealed value in a structure. Returns whether one was still there. */
export async function destroyKeys(keys: Pick<KeyStore, "destroy">, value: unknown): Promise<boolean> {
  let wasThere = false;
  for (const key of new Set(keysIn(value))) wasThere = (await keys.destroy(key)) || wasThere;
  return wasThere;
}

/** Yields every sealed value in a structure, at any depth. */
export function* sealedIn(value: unknown): Generator<Sealed> {
  if (typeof value !== "object" || value === null) return;
  if (isSealed(value)) yield value;
  else for (const inner of Object.values(value)) yield* sealedIn(inner);
}

/** Returns the plain value; undefined if its key was destroyed (erased). Throws CannotBeRead if it cannot be unsealed. */
export function reveal<T>(keys: Pick<KeyStore, "unseal">, value: Confidential<T>): T | undefined {
  if (isPlain(value)) return value.plain as T;
  try {
    return keys.unseal(value as Sealed) as T | undefined;
  } catch (cause) {
    // Either the keys are temporarily unreadable, or this value can never be unsealed.
    if (faultOf(cause)) throw cause;
    throw new CannotBeRead("A sealed value does not open.");
  }
}

/** The number of bytes of text in all confidential values in a structure: the same before and after sealing. */
export function textBytes(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (isPlain(value)) return Buffer.byteLength(JSON.stringify(value.plain));
  if ("box" in value && typeof value.box === "string") return sealedBytes(value.box);
  return Object.values(value).reduce((sum: number, part) => sum + textBytes(part), 0);
}

/** Returns the key of a sealed value. Throws if the value is plain. */
export function keyOf(value: Confidential<unknown>): string {
  if (isPlain(value)) throw new TypeError("A value that was not sealed has no key.");
  return (value as Sealed).key;
}
