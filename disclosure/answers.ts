// Derives the leaves of an answers event, and their Merkle tree.
import { createHash } from "node:crypto";
import type { StoredEvent } from "../event-log/port.ts";
import { eventReader, UnreadableEvent } from "../services/stored-events.ts";
import { type AnswersDisclosed, answerEvents } from "./events.ts";
import { type HashedLeaf, hashOfLeaf, hashRequest, type Leaf, MAX_RECORDS, recordsIn, writeLeaf } from "./leaf.ts";
import { type Inclusion, treeOf } from "./merkle-tree.ts";

/** The minimum size of a tree, so that its size does not show how many leaves an event has. */
const MIN_PLACES = 16;
const HASH = 32;

/** A leaf with its text, its hash and its inclusion path in the event's tree. */
export type PlacedLeaf = Inclusion & HashedLeaf & { readonly text: string };

/**
 * The hashes at the bottom of an event's tree: its leaves, and filler hashes up to a power of two, sorted by value. So neither the tree's size nor a
 * leaf's index shows a council whether the event has other leaves than those it can see.
 */
export function placesOf(leaves: readonly Pick<HashedLeaf, "hash">[], fill: Buffer): readonly Buffer[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(leaves.length, MIN_PLACES)));
  const empty = size - leaves.length;
  const filling = createHash("shake256", { outputLength: Math.max(empty, 1) * HASH })
    .update(fill)
    .digest();
  const fillers = Array.from({ length: empty }, (_, n) => filling.subarray(n * HASH, (n + 1) * HASH));
  return [...leaves.map(({ hash }) => hash), ...fillers].sort(Buffer.compare);
}

const readAnswers = eventReader(answerEvents);

/** Reads only the event's data, without deriving the leaves. Throws UnreadableEvent. */
export const readAnswerData = (stored: StoredEvent): AnswersDisclosed => readAnswers(stored).data;

/** Throws RangeError if the data refers to a row that does not exist. */
function leavesOf(stream: string, { at, answers, rights, views, leaves }: AnswersDisclosed): readonly Leaf[] {
  const parts = rights.map((one) => Object.entries(one));
  const read = views.map(({ records, rights: number }) => ({ records, parts: entryOf(parts, number) }));
  return leaves.map(({ council, series, number, previous, salt, answer, assignments, views: seen }) => {
    const { person, surface, policy, request } = entryOf(answers, answer);
    return {
      ...{ stream, council, series, number, previous, salt, at, person, assignments, surface, policy },
      request: hashRequest(Buffer.from(salt, "base64url"), request),
      views: seen.map((one) => entryOf(read, one)),
    };
  });
}

function entryOf<T>(list: readonly T[], number: number): T {
  if (number >= list.length) throw new RangeError("An event of answers refers to what it does not hold.");
  return list[number] as T;
}

function placeLeaves(stored: StoredEvent): readonly PlacedLeaf[] {
  const data = readAnswerData(stored);
  const leaves = leavesOf(stored.stream, data);
  if (leaves.some(({ views }) => recordsIn(views) > MAX_RECORDS)) throw new RangeError("A leaf has too many records.");
  const hashed = leaves.map((leaf) => {
    const text = writeLeaf(leaf);
    return { leaf, text, hash: hashOfLeaf(text) };
  });
  const places = placesOf(hashed, Buffer.from(data.fill, "base64url"));
  const { root, paths } = treeOf(places);
  if (root.toString("base64url") !== data.root) throw new UnreadableEvent(stored, "CHANGED");
  const indexOf = new Map(places.map((place, index) => [place, index]));
  return hashed.map((one) => {
    const index = indexOf.get(one.hash) ?? 0;
    return { ...one, index, size: places.length, path: paths[index] ?? [] };
  });
}

function leafReader() {
  // Caches the last event, because a read model examines each event before it applies it.
  let last: { readonly stored: StoredEvent; readonly leaves: readonly PlacedLeaf[] } | undefined;
  return (stored: StoredEvent): readonly PlacedLeaf[] => {
    if (last?.stored === stored) return last.leaves;
    try {
      last = { stored, leaves: placeLeaves(stored) };
      return last.leaves;
    } catch (error) {
      throw error instanceof RangeError ? new UnreadableEvent(stored, "NOT_OF_ITS_FORM") : error;
    }
  };
}
/** Throws UnreadableEvent, also if the leaves do not match the root. */
export const readLeaves = leafReader();
