// The position of a council on a share, of the positions that its offices hold (docs/decisions/0034-the-voice-of-a-council.md). Pure.
//
// The chief executive and the leader each hold one, which only that office or its acting holder changes. One alone counts; two that agree give
// the narrower terms; where one of two objects, the council is divided, which is an objection. Other officers hold one together, which counts
// only while neither head holds one, as does a position that an earlier release recorded without an office. Answers to support follow the same rules.
import type { SharedPart } from "../../reference/concern-parts.ts";
import { HEADS, isHead } from "../../reference/concern-terms.ts";

const HOLDERS = [...HEADS, "others", "unrecorded"] as const;
/** Who holds a position: a head, the other officers together, or somebody whose office was not recorded. */
export type Holder = (typeof HOLDERS)[number];

/** The holder of a position that is stated in an office. */
export const holderOf = (office: string | undefined): Holder =>
  office === undefined ? "unrecorded" : isHead(office) ? office : "others";

/** What conditions leave of a proposal. */
export type Terms = { readonly parts: readonly SharedPart[]; readonly until: string };

type Held = { readonly holder: Holder; readonly kind: "agrees" | "agrees-with-conditions" | "objects" };

/** The last of each holder, in the order in which they were said. */
export const lastOfEach = <Said extends { readonly holder: Holder }>(said: readonly Said[]): readonly Said[] =>
  said.filter(({ holder }, index) => said.findLastIndex((other) => other.holder === holder) === index);

/** What counts of the last of each holder, first to last: what the heads said, or the last that others did. */
export function countedPositions<Said extends { readonly holder: Holder }>(last: readonly Said[]): readonly Said[] {
  const ofHeads = last.filter(({ holder }) => isHead(holder));
  return ofHeads.length > 0 ? ofHeads : last.slice(-1);
}

/** Whether one head objects and the other does not. */
export function isDivided(positions: readonly Held[]): boolean {
  const counted = countedPositions(positions);
  const objecting = counted.filter(({ kind }) => kind === "objects");
  return objecting.length > 0 && objecting.length < counted.length;
}

/** The kind of the council's position: the most restrictive of those that count. Undefined where none is held. */
export function effectiveKind(positions: readonly Held[]): Held["kind"] | undefined {
  const kinds = countedPositions(positions).map(({ kind }) => kind);
  return (["objects", "agrees-with-conditions", "agrees"] as const).find((kind) => kinds.includes(kind));
}

/** Whether a head holds a position, so that other officers cannot state one. */
export const hasHeadSpoken = (positions: readonly Pick<Held, "holder">[]): boolean =>
  positions.some(({ holder }) => isHead(holder));

/** The terms that are left by both: the parts in common and the earlier day. Parts nest, so that one list holds the other. */
export const narrower = (one: Terms, other: Terms): Terms => ({
  parts: one.parts.filter((part) => other.parts.includes(part)),
  until: one.until < other.until ? one.until : other.until,
});
