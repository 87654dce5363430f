// Texts are cached by selection and rights, and what resolves them reads nothing else.
import { defaultFieldResolver, type GraphQLResolveInfo, isObjectType } from "graphql";
import { describe, expect, it } from "vitest";
import { NO_CONCERN } from "../policies/engine/facts.ts";
import type { PartRights } from "../policies/engine/rights.ts";
import type { Part } from "../reference/concern-parts.ts";
import { createCouncils } from "../reference/councils.ts";
import { findRegion } from "../reference/regions.ts";
import { UNBOUNDED } from "./budget.ts";
import { type CacheTexts, isHeadlineField, openHeadlineCache } from "./headline-texts.ts";
import { buildSchema } from "./schema.ts";

type Run = Parameters<ReturnType<CacheTexts>>[0];
const run = { contextValue: { budget: UNBOUNDED } } as Partial<Run> as Run;

const reading = (part: Part): PartRights => new Map([[part, ["a-policy"]]]);

/** The object, of which nothing else may be read. */
const only = <T extends object>(object: T): T =>
  new Proxy(object, {
    get(of, name) {
      if (!(name in of)) throw new Error(`It reads ${String(name)}.`);
      return Reflect.get(of, name);
    },
  });

describe("The texts of headlines", () => {
  it("are never those of other rights or of another selection, however many were compiled before", () => {
    const cacheTexts = openHeadlineCache();
    const writer = (name: string) =>
      cacheTexts((_, concern) => `${name} ${[...(concern as { readonly parts: PartRights }).parts.keys()]}`);
    for (let compiled = 0; compiled < 2 ** 22; compiled += 1) writer("none");
    const writers = ["first", "second"].map((name) => [name, writer(name)] as const);
    const readers = (["headline", "summary", "evidence"] as const).map((part) => [part, reading(part)] as const);
    for (const [name, write] of [...writers, ...writers])
      for (const [part, parts] of readers) expect(write(run, { facts: NO_CONCERN, parts })).toBe(`${name} ${part}`);
  });

  it("follow from facts, rights and the reference data: what resolves them reads nothing else", () => {
    const councils = createCouncils();
    const [council = expect.fail("there are councils")] = councils.all("2026-03-02");
    const facts = { ...NO_CONCERN, council: council.code, region: council.region };
    const sources: Readonly<Record<string, object>> = {
      Concern: only({ facts: only(facts), parts: reading("headline") }),
      Council: council,
      Region: findRegion(council.region) ?? expect.fail("there are regions"),
    };
    const context = only({
      ...{ hub: only({ councils: only({ find: councils.find }) }), disclosing: only({ note() {} }) },
      ...{ budget: undefined, turns: undefined },
    });
    const resolved: string[] = [];
    for (const type of Object.values(buildSchema().getTypeMap()).filter(isObjectType))
      for (const { name, resolve = defaultFieldResolver } of Object.values(type.getFields())) {
        if (!isHeadlineField(type.name, name)) continue;
        const value = resolve(sources[type.name], only({}), context, only({ fieldName: name }) as GraphQLResolveInfo);
        expect(value, name).toBeDefined();
        resolved.push(`${type.name}.${name}`);
      }
    expect(resolved).toContain("Concern.withheld");
    expect(resolved.length).toBeGreaterThan(10);
  });
});
