// Which support and approaches at one council clash: different providers there within some days of each other, or two open supports of one strand
// for one cause. Parts of one package never clash (docs/decisions/0046-diary-and-clashes.md).
import { hash } from "node:crypto";
import type { Cause } from "../../reference/causes.ts";
import type { Strand } from "../../reference/strands.ts";
import { daysAfter } from "../dates.ts";

/** Two providers within this many days of each other clash. */
export const USUAL_CLASH_DAYS = 7;

export const VISIT_KINDS = ["presence", "approach", "review"] as const;
/** What can clash: days, or the whole of an open support. */
export const CLASH_SIDES = [...VISIT_KINDS, "support"] as const;
export const CLASH_KINDS = ["days", "purpose"] as const;

/** `support` is the id of the support whose days or purpose it is; undefined for an approach. */
export type ClashSide = {
  readonly kind: (typeof CLASH_SIDES)[number];
  readonly id: string;
  readonly provider: string;
  readonly from: string;
  readonly to: string;
  readonly support: string | undefined;
};
export type Clash = {
  readonly id: string;
  readonly kind: (typeof CLASH_KINDS)[number];
  readonly first: ClashSide;
  readonly second: ClashSide;
};

type Dates = { readonly from: string; readonly to: string };
/** Days on which a provider is at a council: presence, a planned review of support, or an approach. */
export type Visit = Dates & {
  readonly kind: (typeof VISIT_KINDS)[number];
  readonly id: string;
  readonly provider: string;
  /** The package of its support, or the support itself if it is a part of none. Undefined for an approach. */
  readonly group?: string | undefined;
};
/** A support that is planned or running. */
export type OpenOffer = Dates & {
  readonly id: string;
  readonly strand: Strand;
  readonly causes: readonly Cause[];
  /** The package that it is a part of, or the support itself. */
  readonly group: string;
};

/** Derived from both things and their dates, so that a clash that was settled is open again when a date changes. */
type Identified = { readonly id: string };
export type VisitClash<One extends Visit = Visit> = Identified & {
  readonly kind: "days";
  readonly first: One;
  readonly second: One;
};
export type PurposeClash<One extends OpenOffer = OpenOffer> = Identified & {
  readonly kind: "purpose";
  readonly first: One;
  readonly second: One;
};

/** Clashes of one council's visits, the earliest first. */
export function findVisitClashes<One extends Visit>(visits: readonly One[], withinDays: number): readonly VisitClash<One>[] {
  const sorted = [...visits].sort(byDate);
  return sorted.flatMap((first, index) => {
    const clashes: VisitClash<One>[] = [];
    // The longest visit has a limit, so few of the later ones begin before this one is over.
    const until = daysAfter(first.to, withinDays);
    for (let next = index + 1; next < sorted.length; next += 1) {
      const second = sorted[next];
      if (!second || second.from > until) break;
      if (first.provider === second.provider || (first.group !== undefined && first.group === second.group)) continue;
      clashes.push({ id: clashId("days", first, second), kind: "days", first, second });
    }
    return clashes;
  });
}

/** Clashes of one council's open supports in purpose. */
export function findPurposeClashes<One extends OpenOffer>(offers: readonly One[]): readonly PurposeClash<One>[] {
  const sorted = [...offers].sort(byDate);
  return sorted.flatMap((first, index) =>
    sorted.slice(index + 1).flatMap((second): readonly PurposeClash<One>[] => {
      const isSamePurpose = first.strand === second.strand && first.causes.some((cause) => second.causes.includes(cause));
      if (!isSamePurpose || first.group === second.group) return [];
      return [{ id: clashId("purpose", first, second), kind: "purpose", first, second }];
    }),
  );
}

type Dated = Dates & { readonly id: string };
const byDate = (a: Dated, b: Dated): number =>
  a.from.localeCompare(b.from) || a.to.localeCompare(b.to) || a.id.localeCompare(b.id);

const clashId = (kind: string, ...both: readonly [Dated, Dated]): string =>
  hash("sha256", JSON.stringify([kind, ...both.map(({ id, from, to }) => `${id} ${from} ${to}`).sort()])).slice(0, 32);
