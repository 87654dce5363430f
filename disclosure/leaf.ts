// A leaf records to whom, when, how and under which policies records of one council were disclosed. docs/decisions/0029-answers-in-one-append.md
// defines its bytes, because councils keep leaves and check them with their own programs.
import { hash } from "node:crypto";
import type { LeafRecordKind, View } from "./events.ts";
import { hashLeaf } from "./merkle-tree.ts";

const FORM = "candour leaf 1";

/** Records by kind, id and version, and each part of them that was disclosed, with the policies that permitted it. */
export type LeafView = {
  readonly records: readonly (readonly [kind: LeafRecordKind, id: string, version: number])[];
  readonly parts: readonly (readonly [part: string, policies: readonly string[]])[];
};

export type Leaf = {
  readonly stream: string;
  readonly council: string;
  readonly series: string;
  /** The leaf's number in its series within the stream, from 1. */
  readonly number: number;
  /** The hash of the preceding leaf in the series; empty for the first. */
  readonly previous: string;
  readonly salt: string;
  readonly at: string;
  /** See `hashRequest`. */
  readonly request: string;
  readonly person: string;
  readonly assignments: readonly string[];
  readonly surface: string;
  readonly policy: string;
  /** Empty if records were only counted. */
  readonly views: readonly LeafView[];
};

export function writeLeaf(leaf: Leaf): string {
  const { stream, council, series, number, previous, salt, at, request, person, assignments, surface, policy, views } = leaf;
  const read = views.map(({ records, parts }) => [records, parts]);
  return JSON.stringify([
    ...[FORM, stream, council, series, number, previous, salt, at],
    ...[request, person, assignments, surface, policy, read],
  ]);
}

type Written = [
  ...[form: string, stream: string, council: string, series: string, number: number, previous: string, salt: string, at: string],
  ...[request: string, person: string, assignments: string[], surface: string, policy: string],
  read: [LeafView["records"], LeafView["parts"]][],
];

/** Parses a text written by `writeLeaf`. */
export function parseLeaf(text: string): Leaf {
  const [, stream, council, series, number, previous, salt, at, request, person, assignments, surface, policy, read] = JSON.parse(
    text,
  ) as Written;
  const views = read.map(([records, parts]) => ({ records, parts }));
  return { stream, council, series, number, previous, salt, at, request, person, assignments, surface, policy, views };
}

export const hashOfLeaf = (text: string): Buffer => hashLeaf(Buffer.from(text));

/** Hashes a request with the leaf's salt, so that equal requests cannot be matched across councils. */
export const hashRequest = (salt: Buffer, request: string): string =>
  hash("sha256", Buffer.concat([salt, Buffer.from(request)]), "base64url");

/** A leaf with its hash in the tree. */
export type HashedLeaf = { readonly leaf: Leaf; readonly hash: Buffer };

/** The maximum number of records in one leaf. */
export const MAX_RECORDS = 2_000;

/** Makes the views of leaves. Views with equal parts share one `parts` object. */
export function leafViews(): (view: View) => LeafView {
  const known = new Map<View["parts"], LeafView["parts"]>();
  return ({ kind, records, parts }) => {
    const entries = known.get(parts) ?? Object.entries(parts);
    known.set(parts, entries);
    return { records: records.map(({ id, version }) => [kind, id, version]), parts: entries };
  };
}

export const recordsIn = (views: readonly LeafView[]): number => views.reduce((sum, { records }) => sum + records.length, 0);
