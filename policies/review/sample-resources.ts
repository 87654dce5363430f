// What policies might be asked about: small worlds of things of one type, with facts that take each value that matters to some conditions,
// related as real facts are. Values that no such thing can have are left out.
import { BODIES, type BodyKind, bodyMayReceive, findBody } from "../../reference/bodies.ts";
import { CAUSES } from "../../reference/causes.ts";
import { STAGES } from "../../reference/concern-parts.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { Condition, FactValues } from "../engine/condition.ts";
import { type Principal, scopeOf } from "../engine/facts.ts";

/** More worlds than this for one question would freeze the hub over it. */
export const MAX_SAMPLES = 50_000;
export class TooWide extends Error {}

/** Two regions that stand for any. */
export const [HERE = "", THERE = ""] = REGIONS.map(({ code }) => code);

export const isRegion = (text: string): boolean => REGIONS.some(({ code }) => code === text);
const isStrand = (text: string): boolean => STRANDS.some((strand) => strand === text);
export const isScope = (text: string): boolean => {
  const [region = "", strand = "", ...more] = text.split("/");
  return isRegion(region) && isStrand(strand) && more.length === 0;
};

type Choice = FactValues;

/** Things of one type, as many as the conditions tell apart. Values that no such thing can have are left out. */
export function sampleResources(resource: string, principal: Principal, conditions: readonly Condition[]): readonly FactValues[] {
  const spoken = factsIn(conditions);
  const values = (fact: string, can: (value: string) => boolean, other: readonly string[]): readonly string[] => {
    const named = (spoken.get(fact) ?? []).filter(can);
    return spoken.has(fact) ? [...new Set([...named, ...other])] : other.slice(0, 1);
  };
  const flags = (fact: string): readonly boolean[] => (spoken.has(fact) ? BOTH : [true]);
  const each = <T>(fact: string, of: readonly T[]): readonly Choice[] => of.map((value) => ({ [fact]: value }) as Choice);
  const among = (all: readonly string[]) => (value: string) => all.includes(value);
  /** Those that are not named are all alike: one stands for them. */
  const unnamed = (fact: string, all: readonly string[]) => all.filter((value) => !spoken.get(fact)?.includes(value)).slice(0, 1);

  const place = () => {
    const scopes = (spoken.get("scope") ?? []).filter(isScope);
    const regions = new Set([
      ...values("region", isRegion, [HERE, THERE]),
      ...scopes.map((scope) => scope.split("/")[0] ?? ""),
      HERE,
    ]);
    if (spoken.has("scope")) regions.add(THERE);
    return [...regions].flatMap((region) => STRANDS.map((strand) => ({ region, strand, scope: scopeOf(region, strand) })));
  };
  const anything = () => true;
  const council = () => each("council", values("council", anything, ["another-council"]));
  const body = (fact: string, ...kinds: readonly BodyKind[]) => {
    const all = [...BODIES.values()].filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(({ id }) => id);
    return each(fact, values(fact, among(kinds.length === 0 ? [...all, LGA] : all), all.slice(0, 1)));
  };
  const region = () => each("region", values("region", isRegion, [HERE, THERE]));
  const aware = () => each("councilAware", flags("councilAware"));
  const evidenced = () => each("evidenced", flags("evidenced"));

  switch (resource) {
    case "Concern":
      return product(
        place(),
        council(),
        evidenced(),
        each("cause", values("cause", among(CAUSES), unnamed("cause", CAUSES))),
        each("stage", values("stage", among(STAGES), unnamed("stage", STAGES))),
        product(shares(spoken), aware()).filter(
          ({ headlineSharedWith, councilAware }) => councilAware || !some(headlineSharedWith),
        ),
      ).filter(canBe);
    case "Share":
      return product(body("body"), each("live", BOTH), each("councilAware", BOTH), evidenced()).filter(
        ({ live, councilAware }) => !live || councilAware,
      );
    case "Council":
      return product(each("code", values("code", anything, ["another-council"])), region());
    case "Support":
      return product(place(), council(), body("provider"));
    case "Submission":
      return product(place(), council(), body("body", "department", "inspectorate"), aware());
    case "Signal":
      return product(place(), council());
    case "Approach":
      return product(council(), region(), body("body"));
    case "PersonRecord": {
      const asker = principal.type === "Person" ? [principal.facts.id] : [];
      return product(each("person", values("person", anything, ["another-person", ...asker])));
    }
    default:
      return [{}];
  }
}

const BOTH = [true, false] as const;
/** Who provides or approaches, where it is no body but the Local Government Association's own advisers. */
const LGA = "lga";

/** Each fact that conditions speak of, with the values they name. */
export function factsIn(conditions: readonly Condition[]): ReadonlyMap<string, readonly string[]> {
  const spoken = new Map<string, string[]>();
  const look = (condition: Condition): void => {
    if ("fact" in condition) {
      const named = spoken.get(condition.fact) ?? [];
      spoken.set(condition.fact, "values" in condition ? [...named, ...condition.values] : named);
    } else if (condition.kind === "not") look(condition.of);
    else if ("of" in condition) condition.of.forEach(look);
  };
  conditions.forEach(look);
  return spoken;
}

const SHARED = ["headlineSharedWith", "summarySharedWith", "evidenceSharedWith"] as const;

/** No share, one, or two at a time, of any depth: the parts nest. */
function shares(spoken: ReadonlyMap<string, readonly string[]>): readonly Choice[] {
  const bodies = [...new Set(SHARED.flatMap((fact) => spoken.get(fact) ?? []))].filter((id) => BODIES.has(id));
  const one = bodies.flatMap((body) => SHARED.map((_, depth) => [{ body, depth }]));
  const two = one.flatMap((first) =>
    one.filter((second) => second[0] && first[0] && first[0].body < second[0].body).map((second) => [...first, ...second]),
  );
  return [[], ...one, ...two].map(
    (made) =>
      Object.fromEntries(
        SHARED.map((fact, part) => [fact, made.filter(({ depth }) => depth >= part).map(({ body }) => body)]),
      ) as Choice,
  );
}

const some = (set: FactValues[string] | undefined): boolean => Array.isArray(set) && set.length > 0;

/** A concern that can be: shared with a body is only what it takes. */
function canBe({ headlineSharedWith, region, strand }: FactValues): boolean {
  const bodies = headlineSharedWith as readonly string[];
  return bodies.every((id) => {
    const body = findBody(id);
    return (
      body !== undefined && bodyMayReceive(body, { region: String(region), strand: String(strand) as (typeof STRANDS)[number] })
    );
  });
}

/** Counted before any is made. Throws TooWide. */
function product(...of: readonly (readonly Choice[])[]): readonly FactValues[] {
  if (of.reduce((count, choices) => count * choices.length, 1) > MAX_SAMPLES) throw new TooWide();
  return of.reduce<readonly FactValues[]>(
    (worlds, choices) => worlds.flatMap((world) => choices.map((choice) => ({ ...world, ...choice }))),
    [{}],
  );
}
