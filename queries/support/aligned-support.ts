// One picture of a council's support for a person who aligns it: figures and clashes of only the supports that they may see.
import { lazy } from "../../caching/cache.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { Picture } from "../../projections/support/queries.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import type { Sight } from "../../services/support/sight.ts";
import { may, type ReadDeps } from "../deps.ts";
import { clashesSeenBy, type KnownClash } from "./clashes.ts";
import { sightsOf } from "./levels.ts";

type Deps = Pick<ReadDeps, "policy" | "rights" | "support" | "today" | "clashDays">;

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

function strandsOf(pictures: readonly Picture[], sightOf: SightOf): readonly StrandPicture[] {
  const strands = new Map<Strand, StrandPicture>();
  for (const picture of pictures) {
    const sight = sightOf(picture.facts);
    const strand = picture.facts.strand as Strand;
    if (sight) strands.set(strand, added(strands.get(strand), figuresOf(strand, picture, sight)));
  }
  return [...strands.values()];
}

function figuresOf(strand: Strand, picture: Picture, { purpose }: Sight): StrandPicture {
  const { offered, agreed, declined, running, ended, waiting: unmet } = picture;
  return {
    ...{ strand, offered, agreed, declined, running, ended, unmet },
    due: purpose ? picture.due : picture.day_due,
    overdue: purpose ? picture.overdue : picture.day_overdue,
    works: purpose
      ? { working: picture.working, partlyWorking: picture.partly_working, notWorking: picture.not_working }
      : undefined,
  };
}

function added(one: StrandPicture | undefined, other: StrandPicture): StrandPicture {
  if (!one) return other;
  const { strand, works, ...figures } = other;
  const sum = <Figures extends object>(a: Figures, b: Figures): Figures =>
    Object.fromEntries(Object.entries(b).map(([name, count]) => [name, count + (a as Record<string, number>)[name]])) as Figures;
  const { strand: _, works: worksOfOne, ...figuresOfOne } = one;
  return { strand, ...sum(figuresOfOne, figures), works: works && worksOfOne ? sum(worksOfOne, works) : (works ?? worksOfOne) };
}
