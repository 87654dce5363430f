import announcedJson from "./announced.json" with { type: "json" };
import councilsJson from "./councils.json" with { type: "json" };
import demonstrationJson from "./demonstration-councils.json" with { type: "json" };
import regionJson from "./demonstration-region.json" with { type: "json" };

export const COUNCIL_TYPES = ["county", "district", "metropolitan", "london-borough", "unitary"] as const;

type CouncilType = (typeof COUNCIL_TYPES)[number];

/**
 * A principal council. `code` is its current GSS code, `region` its region's; days are ISO `yyyy-mm-dd`. `from` is the first day
 * (absent: in force since before the register's records), `until` the last day (absent: none known), `successors` their codes
 * (absent while none has an official code). `county` is the code of the county council of a district's area. `invented` marks a demonstration council
 * that exists nowhere.
 */
export type Council = Readonly<{
  code: string;
  formerCodes?: readonly string[];
  name: string;
  shortName: string;
  type: CouncilType;
  region: string;
  from?: string;
  until?: string;
  successors?: readonly string[];
  county?: string;
  invented?: true;
}>;

/** A council that is announced but has no official code yet, so nothing can be recorded about it; `predecessors` are codes. */
type AnnouncedCouncil = Readonly<{
  name: string;
  type: CouncilType;
  region: string;
  from: string;
  predecessors: readonly string[];
}>;

/** The status of a code on a day. `from` and `until` are ISO days, the first and the last. `county` is that of a district's area. */
export type CouncilStatus =
  | Readonly<{ kind: "unknown" }>
  | Readonly<{ kind: "not-yet"; from: string; council: Council }>
  | Readonly<{ kind: "abolished"; until: string; successors: readonly Council[]; council: Council }>
  | Readonly<{ kind: "in-force"; council: Council; county?: Council }>;

/**
 * A register of councils. A code may be current or former: sources mix both. Days are ISO `yyyy-mm-dd`; any other form throws a
 * RangeError, as a time of day would silently lose a council's last day.
 */
export interface Councils {
  /** The council with this current or former code, in force or not; undefined when there is none. */
  find(code: string): Council | undefined;
  /** The current code of the council that a code names; other codes as they are. Stored codes and codes of queries have this form. */
  currentCode(code: string): string;
  /** Every code by which sources name the council of a code, the current one first; any other code alone. */
  codesOf(code: string): readonly string[];
  /**
   * Every code of the council, of the councils that succeeded it by that day, and of those that any of these succeeded; any other code alone.
   * Symmetric: each of the councils names this one too.
   */
  linkedCodes(code: string, date: string): readonly string[];
  /** The council with this code when it is in force on that day, else undefined. */
  inForce(code: string, date: string): Council | undefined;
  /** The status of the code on that day. An abolished council names its direct successors, in force or not. */
  status(code: string, date: string): CouncilStatus;
  /** Councils in force on that day, or without a day every one; by code. Complete for days from 1 April 2009. */
  all(date?: string): readonly Council[];
  /** Councils of the region (GSS code) in force on that day, by code; none for an unknown region. */
  inRegion(region: string, date: string): readonly Council[];
}

/** Invented councils for demonstrations and tests, one or two a region; pass them to `createCouncils`. */
export const demonstrationCouncils = demonstrationJson as readonly Council[];
/** More invented councils, of one region: `CANDOUR_DEMONSTRATION=region`. */
export const demonstrationRegionCouncils = regionJson as readonly Council[];

/** Reorganisations that are decided but not yet in force. Once a council has its code, it moves to councils.json. */
export const announcedCouncils = announcedJson as readonly AnnouncedCouncil[];

/**
 * The register of English principal councils, with `extra` councils beside them. Throws an Error when two councils share a code,
 * current or former, and when a successor is not in the register.
 */
export function createCouncils(extra: readonly Council[] = []): Councils {
  const everyone = [...(councilsJson as readonly Council[]), ...extra].sort((a, b) => (a.code < b.code ? -1 : 1));
  const byCode = new Map<string, Council>();
  for (const council of everyone) {
    for (const code of [council.code, ...(council.formerCodes ?? [])]) {
      const other = byCode.get(code);
      if (other) throw new Error(`Council code ${code} belongs to both ${other.name} and ${council.name}`);
      byCode.set(code, council);
    }
  }
  const successorsOf = new Map(
    everyone.map((council) => [council, (council.successors ?? []).map((code) => known(code, council))]),
  );
  const predecessorsOf = new Map<Council, Council[]>();
  for (const [council, successors] of successorsOf)
    for (const successor of successors) predecessorsOf.set(successor, [...(predecessorsOf.get(successor) ?? []), council]);
  const byRegion = Map.groupBy(everyone, (council) => council.region);

  function known(code: string, predecessor: Council): Council {
    const council = byCode.get(code);
    if (!council) throw new Error(`${predecessor.name} names a successor ${code} that is not in the register`);
    return council;
  }

  function status(code: string, date: string): CouncilStatus {
    const day = isoDay(date);
    const council = byCode.get(code);
    if (!council) return { kind: "unknown" };
    const { from, until } = council;
    if (from && day < from) return { kind: "not-yet", from, council };
    if (until && day > until) return { kind: "abolished", until, successors: successorsOf.get(council) ?? [], council };
    const county = council.county === undefined ? undefined : byCode.get(council.county);
    return { kind: "in-force", council, ...(county && { county }) };
  }

  return {
    find: (code) => byCode.get(code),
    currentCode: (code) => byCode.get(code)?.code ?? code,
    codesOf(code) {
      const council = byCode.get(code);
      return council ? allCodes(council) : [code];
    },
    linkedCodes(code, date) {
      const day = isoDay(date);
      const council = byCode.get(code);
      if (!council) return [code];
      const isOver = ({ until }: Council) => until !== undefined && day > until;
      const withSuccessors = closure([council], (one) => (isOver(one) ? (successorsOf.get(one) ?? []) : []));
      const linked = closure(withSuccessors, (one) => (predecessorsOf.get(one) ?? []).filter(isOver));
      return [...linked].flatMap(allCodes);
    },
    inForce: (code, date) => {
      const found = status(code, date);
      return found.kind === "in-force" ? found.council : undefined;
    },
    status,
    all: (date) => (date === undefined ? everyone : onDay(everyone, date)),
    inRegion: (region, date) => onDay(byRegion.get(region) ?? [], date),
  };
}

const allCodes = ({ code, formerCodes = [] }: Council): readonly string[] => [code, ...formerCodes];

/** The councils and all that `next` names of them, of these, and so on. */
function closure(of: Iterable<Council>, next: (council: Council) => readonly Council[]): ReadonlySet<Council> {
  const found = new Set(of);
  // A set visits what is added to it during the visit.
  for (const council of found) for (const one of next(council)) found.add(one);
  return found;
}

function onDay(councils: readonly Council[], date: string): readonly Council[] {
  const day = isoDay(date);
  return councils.filter(({ from, until }) => (!from || from <= day) && (!until || day <= until));
}

function isoDay(date: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new RangeError(`Not a day as yyyy-mm-dd: ${date}`);
  return date;
}
