// Sample resources for the checks of policies: samples of one type, whose facts have each value that the conditions distinguish, with the dependencies of real facts.
import { BODIES, BODY_KINDS, type BodyKind, bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { CAUSES } from "../../reference/causes.ts";
import { STAGES } from "../../reference/concern-parts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import { alignsSupportIn, LGA } from "../../reference/support-kinds.ts";
import type { Condition, FactValues } from "../engine/condition.ts";
import { councilStrandOf, type Principal, scopeOf } from "../engine/facts.ts";

/** The maximum number of samples for one condition, because more would take too long. */
export const MAX_SAMPLES = 50_000;
export class TooWide extends Error {}

/** The kinds of bodies that submit information. */
const SENDERS: readonly BodyKind[] = BODY_KINDS.filter((kind) => kind !== "panel");

/** Two regions that represent all. */
export const [HERE = "", THERE = ""] = REGIONS.map(({ code }) => code);

export const isRegion = (text: string): boolean => REGIONS.some(({ code }) => code === text);
const isStrand = (text: string): boolean => STRANDS.some((strand) => strand === text);
export const isScope = (text: string): boolean => {
  const [region = "", strand = "", ...more] = text.split("/");
  return isRegion(region) && isStrand(strand) && more.length === 0;
};

/** Returns the resources of one type that the conditions distinguish, without values that no such resource can have. */
export function sampleResources(resource: string, principal: Principal, conditions: readonly Condition[]): readonly FactValues[] {
  const read = factsIn(conditions);
  const values = (fact: string, can: (value: string) => boolean, other: readonly string[]): readonly string[] => {
    const named = (read.get(fact) ?? []).filter(can);
    return read.has(fact) ? [...new Set([...named, ...other])] : other.slice(0, 1);
  };
  const flags = (fact: string): readonly boolean[] => (read.has(fact) ? BOTH : [true]);
  const each = <T>(fact: string, of: readonly T[]): readonly FactValues[] => of.map((value) => ({ [fact]: value }) as FactValues);
  const among = (all: readonly string[]) => (value: string) => all.includes(value);
  /** Values that the policy does not name are equivalent, so one represents them. */
  const unnamed = (fact: string, all: readonly string[]) => all.filter((value) => !read.get(fact)?.includes(value)).slice(0, 1);

  const place = () => {
    const scopes = (read.get("scope") ?? []).filter(isScope);
    const regions = new Set([
      ...values("region", isRegion, [HERE, THERE]),
      ...scopes.map((scope) => scope.split("/")[0] ?? ""),
      HERE,
    ]);
    if (read.has("scope")) regions.add(THERE);
    return [...regions].flatMap((region) => STRANDS.map((strand) => ({ region, strand, scope: scopeOf(region, strand) })));
  };
  const anything = () => true;
  const limited = () => (read.has("audience") ? BOTH : [false]);
  const council = () => {
    const ofStrands = (read.get("councilStrand") ?? []).map((value) => value.split("/")[0] ?? "");
    return each("council", [...new Set([...values("council", anything, ["another-council"]), ...ofStrands])]);
  };
  const placeAndCouncil = () =>
    product(place(), council()).map((facts) => ({
      ...facts,
      councilStrand: councilStrandOf(String(facts.council), String(facts.strand)),
    }));
  const body = (fact: string, ...kinds: readonly BodyKind[]) => {
    const all = [...BODIES.values()].filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(({ id }) => id);
    return each(fact, values(fact, among(kinds.length === 0 ? [...all, LGA] : all), all.slice(0, 1)));
  };
  const region = () => each("region", values("region", isRegion, [HERE, THERE]));
  const aware = () => each("councilAware", flags("councilAware"));
  const evidenced = () => each("evidenced", flags("evidenced"));
  // Words are closed of a concern alone that the council is not aware of.
  const awareOrClosed = () => (read.has("wordsClosed") ? each("councilAware", BOTH) : aware());
  /** Restricted to nobody, or to each of the named people. */
  const restricted = (): readonly FactValues[] => {
    const named = [...new Set(read.get("namedReaders") ?? [])].map((person) => ({ restricted: true, namedReaders: [person] }));
    const open = { restricted: false, namedReaders: [] };
    return read.has("restricted") || read.has("namedReaders") ? [open, { restricted: true, namedReaders: [] }, ...named] : [open];
  };
  const outcomes = () => {
    const shown = [...new Set(read.get("outcomeFor") ?? [])].filter((id) => BODIES.has(id));
    return each<readonly string[]>("outcomeFor", [[], ...shown.map((id) => [id])]);
  };
  const closed = () => each("wordsClosed", read.has("wordsClosed") ? BOTH : [false]);

  switch (resource) {
    case "Concern":
      return product(
        placeAndCouncil(),
        evidenced(),
        restricted(),
        each("cause", values("cause", among(CAUSES), unnamed("cause", CAUSES))),
        each("stage", values("stage", among(STAGES), unnamed("stage", STAGES))),
        product(shares(read), outcomes(), awareOrClosed(), closed()).filter(
          ({ headlineSharedWith, outcomeFor, councilAware, wordsClosed }) =>
            councilAware ? !wordsClosed : !some(headlineSharedWith) && !some(outcomeFor),
        ),
      ).filter(canBe);
    case "Share":
      return product(
        ...[council(), body("body"), each("live", BOTH), each("awaitsAcceptance", read.has("awaitsAcceptance") ? BOTH : [false])],
        each("endingShown", read.has("endingShown") ? BOTH : [false]),
        ...[each("councilAware", BOTH), evidenced(), each("isLimited", limited())],
      )
        .filter(
          ({ live, awaitsAcceptance, endingShown, councilAware }) =>
            (live || awaitsAcceptance || endingShown ? councilAware : true) &&
            [live, awaitsAcceptance, endingShown].filter(Boolean).length <= 1,
        )
        .map(({ isLimited, ...share }) => ({ ...share, audience: isLimited ? ["a-body#seat:another"] : [String(share.body)] }));
    case "Council":
      return product(each("code", values("code", anything, ["another-council"])), region());
    case "Support":
      return product(placeAndCouncil(), body("provider"), consents(read)).filter(isShownInItsRegion);
    case "Submission":
      return product(placeAndCouncil(), body("body", ...SENDERS), aware(), each("protectedSource", flags("protectedSource")));
    case "Signal":
    case "RoutineContact":
      return placeAndCouncil();
    case "Approach":
      return product(council(), region(), body("body"));
    case "PersonRecord": {
      const ownId = principal.type === "Person" ? [principal.facts.id] : [];
      return product(each("person", values("person", anything, ["another-person", ...ownId])));
    }
    default:
      return [{}];
  }
}

const BOTH = [true, false] as const;

/** Fact that conditions read -> the values that they name. */
export function factsIn(conditions: readonly Condition[]): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, string[]>();
  const look = (condition: Condition): void => {
    if ("fact" in condition) {
      const named = read.get(condition.fact) ?? [];
      read.set(condition.fact, "values" in condition ? [...named, ...condition.values] : named);
    } else if (condition.kind === "not") look(condition.of);
    else if ("of" in condition) condition.of.forEach(look);
  };
  conditions.forEach(look);
  return read;
}

const SHARED = ["headlineSharedWith", "summarySharedWith", "evidenceSharedWith"] as const;

/** Returns no share, one share, or two, with any depth, because the parts nest. */
function shares(read: ReadonlyMap<string, readonly string[]>): readonly FactValues[] {
  const bodies = [...new Set(SHARED.flatMap((fact) => read.get(fact) ?? []))].filter((id) => BODIES.has(id));
  const one = bodies.flatMap((body) => SHARED.map((_, depth) => [{ body, depth }]));
  const two = one.flatMap((first) =>
    one.filter((second) => second[0] && first[0] && first[0].body < second[0].body).map((second) => [...first, ...second]),
  );
  return [[], ...one, ...two].map(
    (made) =>
      Object.fromEntries(
        SHARED.map((fact, part) => [fact, made.filter(({ depth }) => depth >= part).map(({ body }) => body)]),
      ) as FactValues,
  );
}

const CONSENT_FACTS = ["shownTo", "regionSees", "regionSeesPurpose"] as const;

/** Support that the council has not answered, shown to nobody or to one body; and agreed support, of which the region sees more and more. */
function consents(read: ReadonlyMap<string, readonly string[]>): readonly FactValues[] {
  const none = { shownTo: [], regionSees: false, regionSeesPurpose: false };
  const shown = [...new Set(read.get("shownTo") ?? [])].filter((id) => BODIES.has(id)).map((id) => ({ ...none, shownTo: [id] }));
  const all = [none, ...shown, { ...none, regionSees: true }, { ...none, regionSees: true, regionSeesPurpose: true }];
  return CONSENT_FACTS.some((fact) => read.has(fact)) ? all : all.slice(0, 1);
}

/** An offer is shown to bodies that align support in the council's region. */
const isShownInItsRegion = ({ shownTo, region }: FactValues): boolean =>
  (shownTo as readonly string[]).every((id) => {
    const body = findBody(id);
    return body !== undefined && alignsSupportIn(body, String(region));
  });

const some = (set: FactValues[string] | undefined): boolean => Array.isArray(set) && set.length > 0;

/** A concern is shared only with bodies that may receive it, and its outcome is shown to bodies that it was shared with. */
function canBe({ headlineSharedWith, outcomeFor, region, strand }: FactValues): boolean {
  const bodies = [headlineSharedWith, outcomeFor].flat() as readonly string[];
  return bodies.every((id) => {
    const body = findBody(id);
    return (
      body !== undefined && bodyMayReceive(body, { region: String(region), strand: String(strand) as (typeof STRANDS)[number] })
    );
  });
}

/** Counts the samples before any is created. Throws TooWide. */
function product(...of: readonly (readonly FactValues[])[]): readonly FactValues[] {
  if (of.reduce((count, choices) => count * choices.length, 1) > MAX_SAMPLES) throw new TooWide();
  return of.reduce<readonly FactValues[]>(
    (samples, choices) => samples.flatMap((sample) => choices.map((choice) => ({ ...sample, ...choice }))),
    [{}],
  );
}
