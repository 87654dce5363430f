// Derives the leaves of an answers event, and their Merkle trees.
import type { StoredEvent } from "../event-log/port.ts";
import { eventReader, UnreadableEvent } from "../services/stored-events.ts";
import { eventTrees, isOwn, placeOf, treeOfPlaces, undividedTree } from "./event-trees.ts";
import { type AnswersDisclosed, answerEvents } from "./events.ts";
import { type HashedLeaf, hashOfLeaf, hashRequest, type Leaf, MAX_RECORDS, recordsIn, writeLeaf } from "./leaf.ts";
import type { Inclusion } from "./merkle-tree.ts";

/** A leaf with its text and hash, and its inclusion path in its tree. */
export type PlacedLeaf = Inclusion & HashedLeaf & { readonly text: string; readonly root: Buffer };

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
  const fill = Buffer.from(data.fill, "base64url");
  const places = data.untoldRoot === undefined ? undividedTree(hashed, fill) : eventTrees(hashed, fill);
  const own = treeWithRoot(stored, places.own, data.root);
  const untold = places.untold ? treeWithRoot(stored, places.untold, data.untoldRoot) : own;
  return hashed.map((one) => {
    const { root, size, pathOf, indexOf } = isOwn(one) ? own : untold;
    const index = indexOf.get(placeOf(one)) ?? 0;
    return { ...one, index, size, path: pathOf(index), root };
  });
}

/** Throws UnreadableEvent if its root is another. */
function treeWithRoot(stored: StoredEvent, places: readonly string[], root: string | undefined) {
  const tree = treeOfPlaces(places);
  if (tree.root.toString("base64url") !== root) throw new UnreadableEvent(stored, "CHANGED");
  return { ...tree, indexOf: new Map(places.map((place, index) => [place, index])) };
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
/** Throws UnreadableEvent, also if the leaves do not match the roots. */
export const readLeaves = leafReader();
