// People whom no concern names share the decisions of their class. A person whom one names has decisions of their own.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRANDS } from "../../reference/strands.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { changedPolicy, policyText } from "../../test/helpers/policy-files.ts";
import { concernFacts } from "../../test/helpers/random-facts.ts";
import { TODAY } from "../../test/helpers/random-histories.ts";
import { cases } from "../../test/helpers/soak.ts";
import { assignmentOf } from "../../test/helpers/viewer.ts";
import { type ConcernFacts, NO_CONCERN, NO_FACTS, NO_ROLE, personToken, type Resource } from "./facts.ts";
import { loadPolicy } from "./policy.ts";
import { actionNames } from "./policy-schema.ts";
import type { PolicySet } from "./policy-set.ts";
import { rightsUnder } from "./rights.ts";

const COUNCIL = "X00000004";
const head = (id: string) => personFacts(id, [assignmentOf("chief-executive", { council: COUNCIL })], "2026-03-10");
const restrictedTo = (...namedReaders: string[]) => ({
  ...{
    ...NO_CONCERN,
    council: COUNCIL,
    councilStrand: `${COUNCIL}/adults`,
    strand: "adults",
    councilAware: true,
    evidenced: true,
  },
  ...{ restricted: true, namedReaders },
});

describe("The rights of a body's people", () => {
  const BODY = "cib-east-midlands";
  const lead = (id: string, seat: "director" | "lead-member") =>
    personFacts(id, [assignmentOf("cib-lead", { regions: ["E12000004"], seat })], "2026-03-10");
  const limitedTo = (...audience: string[]) => ({
    ...{ ...NO_CONCERN, strand: "childrens", councilAware: true, evidenced: true },
    ...{ headlineSharedWith: audience, summarySharedWith: audience },
  });
  const known = { tokens: new Set<string>() };
  const rights = rightsUnder(loadPolicy(), () => known.tokens);
  const [ada, ben] = [lead("ada", "director"), lead("ben", "lead-member")];

  it("are those of one class until a share is limited to one of them or to a seat", () => {
    expect(rights.classOf(ada)).toBe(rights.classOf(ben));
    for (const token of [`${BODY}#person:ada`, `${BODY}#seat:director`]) {
      known.tokens = new Set([token]);
      expect(rights.classOf(ada)).not.toBe(rights.classOf(ben));
      expect([...rights.parts(ada, limitedTo(token)).keys()]).toEqual(["headline", "summary"]);
      expect([...rights.parts(ben, limitedTo(token)).keys()]).toEqual([]);
      expect([...rights.parts(ben, limitedTo(token, BODY)).keys()]).toEqual(["headline", "summary"]);
    }
  });

  it("are one object for all who have equal rights, to whichever concerns", () => {
    const elsewhere = personFacts("eve", [assignmentOf("cib-lead", { regions: ["E12000005"] })], "2026-03-10");
    const there = { ...limitedTo("cib-west-midlands"), cause: "finance" };
    known.tokens = new Set();
    const parts = rights.parts(ada, limitedTo(BODY));
    expect([...parts.keys()]).toEqual(["headline", "summary"]);
    expect(rights.parts(ben, limitedTo(BODY))).toBe(parts);
    expect(rights.parts(elsewhere, there)).toBe(parts);
    expect(rights.parts(elsewhere, limitedTo(BODY))).not.toBe(parts);
  });

  it.each([
    `principal.bodies == ["${BODY}"]`,
    `["${BODY}"].containsAll(principal.bodies)`,
    `[["${BODY}"]].contains(principal.bodies)`,
    `!(if true then principal.councilPerson else ["x"]).isEmpty()`,
  ])("are each person's own where a policy compares a set of theirs as a whole: %s", (condition) => {
    const text = `permit (principal is Person, action == Action::"readPolicy", resource) when { ${condition} };`;
    const policy = changedPolicy({ "9-tried.cedar": policyText("tried", text) });
    const own = rightsUnder(policy, () => new Set());
    const resource = { type: "Policy", id: "policy", facts: {} } as const;
    const somebody = { ...NO_ROLE, id: "ada", bodies: [BODY] };
    const people = [somebody, { ...somebody, bodies: [BODY, personToken(BODY, "ada")], councilPerson: ["ada"] }];
    const permitted = people.map((facts) => {
      const principal = { type: "Person", facts } as const;
      const decision = policy.decide(principal, "readPolicy", resource);
      expect(own.decide(principal, "readPolicy", resource)).toEqual(decision);
      expect(own.permits(facts, "readPolicy", resource)).toBe(decision.allowed);
      expect(policy.decideCached(principal, "readPolicy", resource)).toEqual(decision);
      return decision.policies.some(({ id }) => id === "tried");
    });
    expect(new Set(permitted)).toEqual(new Set([true, false]));
  });

  it("share a decision on a resource that names none of them", () => {
    const policy = loadPolicy();
    const share = {
      type: "Share",
      id: "share",
      facts: {
        ...{ council: "X00000001", body: BODY, audience: [BODY] },
        ...{ live: true, awaitsAcceptance: false, endingShown: false, councilAware: true, evidenced: true },
      },
    } as const;
    const decide = (facts: typeof ada, audience: readonly string[]) =>
      policy.decideCached({ type: "Person", facts }, "readShareTerms", { ...share, facts: { ...share.facts, audience } });
    expect(decide(ada, [BODY])).toBe(decide(ben, [BODY]));
    expect([decide(ada, [`${BODY}#seat:director`]).allowed, decide(ben, [`${BODY}#seat:director`]).allowed]).toEqual([
      true,
      false,
    ]);
  });
});

describe("The rights of a council's people", () => {
  const named = { people: new Set<string>() };
  const rights = rightsUnder(loadPolicy(), () => named.people);
  const [ada, ben] = [head("ada"), head("ben")];
  const parts = (person: typeof ada) => [...rights.parts(person, restrictedTo("ada")).keys()];

  it("are those of one class while no concern names any of them", () => {
    expect(rights.classOf(ada)).toBe(rights.classOf(ben));
    expect(rights.of(ada, "readSummary")).toBe(rights.of(ben, "readSummary"));
  });

  it("are each person's own once a concern names them, and of one class again when it no longer does", () => {
    expect(parts(ben)).toEqual([]);
    named.people = new Set(["ada"]);
    expect(rights.classOf(ada)).not.toBe(rights.classOf(ben));
    expect(parts(ada)).toContain("sharingRecord");
    expect(parts(ben)).toEqual([]);
    named.people = new Set();
    expect(rights.classOf(ada)).toBe(rights.classOf(ben));
  });

  it("depend on each person's own id where it is not known whom concerns name", () => {
    const unknown = rightsUnder(loadPolicy(), () => undefined);
    expect(unknown.classOf(ada)).not.toBe(unknown.classOf(ben));
    expect(unknown.parts(ada, restrictedTo("ada")).has("summary")).toBe(true);
    expect(unknown.parts(ben, restrictedTo("ada")).size).toBe(0);
  });

  it("depend, under a former restriction, on whom it named", () => {
    named.people = new Set(["somebody"]);
    expect(parts(ada)).toContain("sharingRecord");
    expect(parts(ben)).toEqual([]);
    named.people = new Set();
  });

  it("depend, on records other than concerns, on whom the record names", () => {
    const own = `forbid (principal, action == Action::"readSupport", resource) unless { principal.councilPerson.contains(resource.provider) };`;
    const known = rightsUnder(changedPolicy({ "9-tried.cedar": policyText("provides", own) }), () => new Set());
    const { council, region, strand, scope, councilStrand } = restrictedTo();
    const facts = { ...NO_FACTS.Support, council, region, strand, scope, councilStrand, provider: "ada" };
    const allowed = [ada, ben].map((person) => known.allowsFor(person, "readSupport")(facts));
    expect(allowed).toEqual([true, false]);
    expect([ada, ben].map((person) => known.permits(person, "readSupport", { type: "Support", id: "support", facts }))).toEqual(
      allowed,
    );
  });

  it.each([
    ["asks whether there is an id of theirs", "!principal.councilPerson.isEmpty()"],
    ["compares their facts with each other", "principal.councilPerson.contains(principal.id)"],
  ])("depend on their ids where a policy %s", (_, condition) => {
    const forbid = (action: string) =>
      policyText(
        `no-${action.toLowerCase()}`,
        `forbid (principal, action == Action::"${action}", resource) when { ${condition} };`,
      );
    const policy = changedPolicy({ "9-tried.cedar": ["readSummary", "readShareTerms"].map(forbid).join("") });
    const known = rightsUnder(policy, () => new Set());
    expect([...known.parts(ada, { ...restrictedTo(), restricted: false }).keys()]).not.toContain("summary");
    const someoneElse = { ...ada, id: "ada", councilPerson: [], bodies: ["a-body"], interests: [] };
    const share = { ...NO_FACTS.Share, body: "a-body", audience: ["a-body"], live: true, councilAware: true, evidenced: true };
    const decide = (facts: typeof ada) =>
      policy.decideCached({ type: "Person", facts }, "readShareTerms", { type: "Share", id: "share", facts: share }).allowed;
    expect([someoneElse, { ...someoneElse, councilPerson: ["ada"] }].map(decide)).toEqual([true, false]);
  });
});

describe("A permission", () => {
  const REGION = "E12000004";
  const ADVISES = assignmentOf("principal-adviser", { regions: [REGION], strands: [...STRANDS] });
  const held = fc.subarray(
    [
      ...[ADVISES, assignmentOf("chief-executive", { council: COUNCIL }), assignmentOf("leader", { council: COUNCIL })],
      ...[assignmentOf("cib-lead", { regions: [REGION] }), assignmentOf("department", { body: "dfe" })],
      ...[assignmentOf("panel-member"), assignmentOf("governance-officer"), assignmentOf("member-peer", { regions: [REGION] })],
    ],
    { minLength: 1, maxLength: 2 },
  );
  const policy = loadPolicy();
  const TYPES = Object.keys(NO_FACTS) as (keyof typeof NO_FACTS)[];
  const actions = actionNames(policy.schema.actions).flatMap((action) => {
    const { principalTypes = [], resourceTypes = [] } = policy.schema.actions[action]?.appliesTo ?? {};
    const type = TYPES.find((one) => resourceTypes.includes(one));
    return type && principalTypes.includes("Person") ? [{ action, type }] : [];
  });
  /** A record at the concern's council, with its bodies. */
  const factsFor = (type: keyof typeof NO_FACTS, { headlineSharedWith: shownTo, ...concern }: ConcernFacts) => {
    const [body = "lga"] = shownTo;
    const ofPerson = { code: concern.council, person: concern.namedReaders[0] ?? "nobody" };
    const ofShare = { audience: shownTo, live: concern.restricted, endingShown: concern.wordsClosed };
    const ofSupport = { shownTo, provider: body, regionSees: concern.evidenced, regionSeesPurpose: concern.councilAware };
    const all: Readonly<Record<string, unknown>> = {
      ...concern,
      headlineSharedWith: shownTo,
      ...ofSupport,
      ...ofShare,
      ...ofPerson,
      body,
    };
    return Object.fromEntries(Object.entries(NO_FACTS[type]).map(([name, none]) => [name, all[name] ?? none]));
  };

  it(`is Cedar's, with the same policies, for each of ${actions.length} actions on records, and Cedar is asked only for what is refused`, () => {
    expect(actions.length).toBeGreaterThan(80);
    const asked = { cedar: 0, permitted: new Set<string>(), refused: new Set<string>() };
    const decide: PolicySet["decide"] = (...question) => {
      asked.cedar += 1;
      return policy.decide(...question);
    };
    const rights = rightsUnder({ ...policy, decide });
    for (let from = 0; from < actions.length; from += 20)
      fc.assert(
        fc.property(held, concernFacts, (roles, facts) => {
          const person = personFacts("viewer", roles, TODAY);
          for (const { action, type } of actions.slice(from, from + 20)) {
            const resource = { type, id: "record", facts: factsFor(type, facts) } as Resource;
            const principal = { type: "Person", facts: person } as const;
            const decision = policy.decide(principal, action, resource);
            const { allowed } = decision;
            const before = asked.cedar;
            expect([action, rights.permits(person, action, resource)]).toEqual([action, allowed]);
            expect(asked.cedar).toBe(before);
            expect([action, rights.decide(principal, action, resource)]).toEqual([action, decision]);
            expect(asked.cedar - before).toBe(allowed ? 0 : 1);
            asked[allowed ? "permitted" : "refused"].add(action);
          }
        }),
        { numRuns: cases(8, 400) },
      );
    expect(asked.permitted.union(asked.refused).size).toBe(actions.length);
    expect(asked.refused.size).toBeGreaterThan(80);
    expect(asked.permitted.size).toBeGreaterThan(20);
  });

  it("is Cedar's for everything that the hub does by itself", () => {
    const rights = rightsUnder(policy);
    const ofHub = actionNames(policy.schema.actions).filter((action) =>
      policy.schema.actions[action]?.appliesTo?.principalTypes.includes("Hub"),
    );
    const permitted = new Set<string>();
    fc.assert(
      fc.property(concernFacts, (facts) => {
        for (const action of ofHub)
          for (const type of policy.schema.actions[action]?.appliesTo?.resourceTypes ?? []) {
            const resource = { type, id: "record", facts: factsFor(type as keyof typeof NO_FACTS, facts) } as Resource;
            const decision = policy.decide({ type: "Hub" }, action, resource);
            expect([action, rights.decide({ type: "Hub" }, action, resource)]).toEqual([action, decision]);
            if (decision.allowed) permitted.add(action);
          }
      }),
      { numRuns: cases(20, 400) },
    );
    expect(permitted.size).toBeGreaterThan(5);
  });

  it("is Cedar's where a policy on the action compares in a way that has no residual", () => {
    const odd =
      '@id("odd")\n@reason("Odd.")\n@challenge("Ask.")\nforbid (principal is Person, action == Action::"addEvidence", resource) when { resource.council like "X*" };\n';
    const rights = rightsUnder(changedPolicy({ "9-odd.cedar": odd }));
    const place = { region: REGION, strand: "adults", scope: `${REGION}/adults`, councilAware: true, evidenced: true };
    const on = (council: string) => ({ type: "Concern", id: "one", facts: { ...NO_CONCERN, ...place, council } }) as const;
    const adviser = personFacts("adviser", [ADVISES], TODAY);
    expect(rights.permits(adviser, "addEvidence", on("E06000001"))).toBe(true);
    expect(rights.permits(adviser, "addEvidence", on(COUNCIL))).toBe(false);
  });
});
