// Composes events from answers that are recorded together: values that many leaves share are written once, and no leaf or event exceeds its limit.
import type { EventData, NewEvent } from "../event-log/port.ts";
import { eventTrees, treeOfPlaces } from "./event-trees.ts";
import type { AnswersDisclosed, Disclosure } from "./events.ts";
import {
  type HashedLeaf,
  hashOfLeaf,
  hashRequest,
  type Leaf,
  type LeafView,
  leafViews,
  MAX_RECORDS,
  recordsIn,
  writeLeaf,
} from "./leaf.ts";
import { openSeries, type StreamSeries } from "./series.ts";

/** Maximum bytes of an event's leaves as text. The event's data is no larger, and reading it takes no more memory. */
const MAX_EVENT = 500 * 1024;
const MAX_LEAF = 200 * 1024;
/** Bytes that an event needs for a leaf in addition to the leaf's text. */
const BESIDE = 200;

type Composing = {
  readonly stream: string;
  readonly at: string;
  /** The series up to the last event on record. */
  readonly series: StreamSeries;
  /** Returns 16 random bytes. */
  readonly salt: () => Buffer;
};

export type ComposedEvent = { readonly event: NewEvent; readonly leaves: readonly HashedLeaf[] };

/** Returns the events that record the disclosures, in order. */
export function composeAnswers(
  disclosures: readonly Disclosure[],
  { stream, at, series, salt }: Composing,
): readonly ComposedEvent[] {
  const ahead = openSeries({ version: 0, at, heads: [] }, series);
  const events: ComposedEvent[] = [];
  let open = openEvent(at);

  function add(disclosure: Disclosure, views: readonly LeafView[]): void {
    const { council, person, assignments, surface, policyVersion: policy } = disclosure;
    const drawn = salt();
    const leaf: Leaf = {
      ...{ stream, council, series: disclosure.series, ...ahead.next(disclosure), salt: drawn.toString("base64url"), at },
      request: hashRequest(drawn, disclosure.request),
      ...{ person, assignments, surface, policy, views },
    };
    const text = writeLeaf(leaf);
    const bytes = Buffer.byteLength(text);
    const halves = bytes > MAX_LEAF || recordsIn(views) > MAX_RECORDS ? halvesOf(views) : [];
    for (const half of halves) add(disclosure, half);
    if (halves.length > 0) return;
    const inEvent = bytes + Buffer.byteLength(disclosure.request) + BESIDE;
    if (open.isFull(inEvent)) {
      events.push(open.close(salt()));
      open = openEvent(at);
    }
    const hashed = { leaf, hash: hashOfLeaf(text) };
    ahead.add(0, [hashed]);
    open.add(hashed, disclosure.request, inEvent);
  }

  const leafView = leafViews();
  for (const disclosure of disclosures) add(disclosure, disclosure.views.map(leafView));
  return [...events, open.close(salt())];
}

/** Builds one event while leaves are added to it. */
function openEvent(at: string) {
  const [answers, rights, views] = [openTable<Answer>(), openTable<Rights>(), openTable<AnswersDisclosed["views"][number]>()];
  const numbersOfRights = new Map<LeafView["parts"], number>();
  /** Views of the same answer have the same `parts` object, so it serves as a key. */
  function rightsOf(parts: LeafView["parts"]): number {
    const number = numbersOfRights.get(parts) ?? rights.numberOf(Object.fromEntries(parts) as Rights);
    numbersOfRights.set(parts, number);
    return number;
  }
  const leaves: AnswersDisclosed["leaves"] = [];
  const added: HashedLeaf[] = [];
  let bytes = 0;
  return {
    /** Whether a leaf of `more` bytes must go into the next event. */
    isFull: (more: number) => leaves.length > 0 && bytes + more > MAX_EVENT,
    add(hashed: HashedLeaf, request: string, size: number): void {
      const { leaf } = hashed;
      const { council, series, number, previous, salt, person, surface, policy, assignments } = leaf;
      bytes += size;
      added.push(hashed);
      leaves.push({
        ...{ council, series, number, previous, salt },
        answer: answers.numberOf({ person, surface: surface as Answer["surface"], policy, request }),
        assignments: [...assignments],
        views: leaf.views.map(({ records, parts }) => views.numberOf({ records: records as Records, rights: rightsOf(parts) })),
      });
    },
    close(fill: Buffer): ComposedEvent {
      const { own, untold } = eventTrees(added, fill);
      const data: AnswersDisclosed = {
        ...{ at, root: rootText(own), ...(untold && { untoldRoot: rootText(untold) }), fill: fill.toString("base64url") },
        ...{ answers: answers.rows, rights: rights.rows, views: views.rows, leaves },
      };
      return { event: { type: "AnswersDisclosed.v1", data: data as EventData }, leaves: added };
    },
  };
}
const rootText = (places: readonly string[]): string => treeOfPlaces(places).root.toString("base64url");
type Answer = AnswersDisclosed["answers"][number];
type Rights = AnswersDisclosed["rights"][number];
type Records = AnswersDisclosed["views"][number]["records"];

/** A table of distinct rows, each with its number. */
function openTable<T>() {
  const numbers = new Map<string, number>();
  const rows: T[] = [];
  return {
    rows,
    numberOf(row: T): number {
      const key = JSON.stringify(row);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, rows.length);
      return rows.push(row) - 1;
    },
  };
}

/** Divides views that exceed one leaf into two halves; returns an empty list if they cannot be divided. */
function halvesOf(views: readonly LeafView[]): readonly (readonly LeafView[])[] {
  const [only] = views;
  if (!only) return [];
  const divided = views.length > 1 ? views : only.records.map((record) => ({ ...only, records: [record] }));
  if (divided.length === 1) return [];
  const middle = Math.ceil(divided.length / 2);
  const [first, second] = [divided.slice(0, middle), divided.slice(middle)];
  return views.length > 1
    ? [first, second]
    : [first, second].map((half) => [{ ...only, records: half.flatMap(({ records }) => records) }]);
}
