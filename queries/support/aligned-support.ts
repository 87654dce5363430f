// One picture of a council's support for a person who aligns it: figures and clashes of only the supports that they may see.
import { lazy } from "../../caching/cache.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Picture } from "../../projections/support/queries.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import { may, type ReadDeps } from "../deps.ts";
import { clashesSeenBy, type KnownClash } from "./clashes.ts";
import { sightsOf } from "./levels.ts";

type Deps = Pick<ReadDeps, "rights" | "support" | "today" | "clashDays">;

/** Figures of the supports of one strand that the person may see. The effect is counted only for supports whose purpose they may see. */
type StrandPicture = {
  readonly strand: Strand;
  readonly offered: number;
  readonly agreed: number;
  readonly declined: number;
  readonly running: number;
  readonly ended: number;
  readonly due: number;
  readonly overdue: number;
  readonly unmet: number;
  /** Undefined if the person may see the purpose of none. */
  readonly works: { readonly working: number; readonly partlyWorking: number; readonly notWorking: number } | undefined;
};
/** One council's support in all strands. */
export type AlignedSupport = {
  readonly council: Council;
  readonly strands: readonly StrandPicture[];
  /** Found when they are first read. */
  readonly clashes: () => readonly KnownClash[];
};

type SightOf = ReturnType<typeof sightsOf>;

/** The support of the councils whose aligned support the person may see. */
export function readAlignedSupport(deps: Deps, person: PersonFacts, councils: readonly Council[]): readonly AlignedSupport[] {
  const queries = deps.support.queries();
  const sightOf = sightsOf(deps, person);
  const clashesAt = clashesSeenBy(deps, person, sightOf);
  const visible = councils.filter(({ code, region }) =>
    may(deps, person, "readAlignedSupport", { type: "Council", id: "council", facts: { code, region } }),
  );
  const pictures = Map.groupBy(queries.pictures(visible.map(({ code }) => code)), ({ facts }) => facts.council);
  return visible.map((council) => {
    const strands = strandsOf(pictures.get(council.code) ?? [], sightOf);
    return { council, strands, clashes: lazy(() => clashesAt(council)) };
  });
}

/** The same without councils of which the person may see neither support nor a clash of approaches. */
export const readRegionalSupport = (deps: Deps, person: PersonFacts, councils: readonly Council[]): readonly AlignedSupport[] =>
  readAlignedSupport(deps, person, councils).filter(({ strands, clashes }) => strands.length > 0 || clashes().length > 0);

/** Adds up what the person sees of each. */
function strandsOf(pictures: readonly Picture[], sightOf: SightOf): readonly StrandPicture[] {
  const strands = new Map<Strand, Writable<StrandPicture>>();
  for (const picture of pictures) {
    const sight = sightOf(picture.facts);
    if (!sight) continue;
    const strand = picture.facts.strand as Strand;
    const sum = strands.get(strand) ?? { strand, ...NOTHING, works: undefined };
    strands.set(strand, sum);
    sum.offered += picture.offered;
    sum.agreed += picture.agreed;
    sum.declined += picture.declined;
    sum.running += picture.running;
    sum.ended += picture.ended;
    sum.unmet += picture.waiting;
    sum.due += sight.purpose ? picture.due : picture.day_due;
    sum.overdue += sight.purpose ? picture.overdue : picture.day_overdue;
    if (!sight.purpose) continue;
    const { working, partlyWorking, notWorking } = sum.works ?? { working: 0, partlyWorking: 0, notWorking: 0 };
    sum.works = {
      working: working + picture.working,
      partlyWorking: partlyWorking + picture.partly_working,
      notWorking: notWorking + picture.not_working,
    };
  }
  return [...strands.values()];
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
const NOTHING = { offered: 0, agreed: 0, declined: 0, running: 0, ended: 0, due: 0, overdue: 0, unmet: 0 };
