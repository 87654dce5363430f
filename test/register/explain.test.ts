// Whatever has happened and whoever asks: an explanation says what the policies decide, by what they look at, and tells nobody what is not
// theirs to know.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import { attributeReferences } from "../../policies/engine/attribute-references.ts";
import { type ConcernFacts, type PersonFacts, READ_OUTCOME } from "../../policies/engine/facts.ts";
import { compilePolicy, loadPolicy } from "../../policies/engine/policy.ts";
import { readForm } from "../../policies/engine/policy-form.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { AuthorisedConcern, Reader } from "../../queries/concerns/authorised-concern.ts";
import { authoriseConcern } from "../../queries/concerns/authorised-concern.ts";
import { type Explanation, explain } from "../../queries/concerns/explain.ts";
import { CONCERN_FACT_WORDS, PERSON_FACT_WORDS } from "../../queries/concerns/fact-words.ts";
import { provenanceOf } from "../../queries/concerns/provenance.ts";
import type { RegisterQueries } from "../../queries/concerns/register-queries.ts";
import { BODIES, findBody } from "../../reference/bodies.ts";
import { type ExplainedPart, PARTS, type Part } from "../../reference/concern-parts.ts";
import { createCouncils, demonstrationCouncils } from "../../reference/councils.ts";
import { concernStream } from "../../services/concern/events.ts";
import { COUNCIL_CATEGORY, councilStream } from "../../services/council/events.ts";
import { certainDay } from "../../services/decision-context.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { partsByCedar } from "../helpers/decide.ts";
import { memoryKeys } from "../helpers/memory-keys.ts";
import { assignments, FIRST_DAY, historyWriter, TODAY } from "../helpers/random-histories.ts";
import { histories } from "../helpers/random-shared-histories.ts";
import { cases } from "../helpers/soak.ts";
import { assignmentOf, viewerOf } from "../helpers/viewer.ts";

const shipped = loadPolicy();
const rightsOfShipped = rightsUnder(shipped);

/** A hub with only these events and people; `read` contains the streams that were read from its log. */
function hubOf(events: readonly StoredEvent[], people: readonly Viewer[], policy: PolicySet = shipped) {
  const read: string[] = [];
  const queries = {
    viewer: (id: string) => people.find(({ person }) => person === id),
    stranger: (id: string) => viewerOf(id, [], TODAY),
  } as PeopleQueries;
  const log = {
    readStream: async (stream: string) => {
      read.push(stream);
      return events.filter((event) => event.stream === stream);
    },
  } as Partial<EventLog> as EventLog;
  const rights = policy === shipped ? rightsOfShipped : rightsUnder(policy);
  // The register holds what the events come to, and says what a reader may see of it.
  const one = (reader: Reader, id: string): AuthorisedConcern | undefined => {
    const listed = found(reader, id);
    return listed?.parts.has("headline") ? listed : undefined;
  };
  const outcome = (reader: Reader, id: string): AuthorisedConcern | undefined => {
    const listed = found(reader, id);
    return listed && showsOutcome(policy, reader.person, listed.facts) ? listed : undefined;
  };
  const found = ({ person }: Reader, id: string): AuthorisedConcern | undefined => {
    const council = events.find(({ category }) => category === COUNCIL_CATEGORY);
    const ofCouncil = events.filter(({ stream }) => stream === council?.stream);
    const found = provenanceOf(id, ofConcern(id), ofCouncil, certainDay(TODAY));
    return found && authoriseConcern({ person, rights }, found);
  };
  const ofConcern = (id: string) => events.filter(({ stream }) => stream === concernStream(id));
  const inside = {
    ...{ log, policy, rights },
    people: { queries: () => queries } as Follower<PeopleQueries>,
    register: { queries: () => ({ one, outcome }) as Partial<RegisterQueries> as RegisterQueries } as Follower<RegisterQueries>,
    councils: createCouncils(demonstrationCouncils),
    today: () => TODAY,
    certainToday: () => TODAY,
  };
  return {
    read,
    explain: (asker: Viewer, part: ExplainedPart, person?: string, concern = "concern-0") =>
      explain(inside, () => asker, { concern, part, person }),
  };
}

const showsOutcome = (policy: PolicySet, person: PersonFacts, facts: ConcernFacts): boolean =>
  policy.decide({ type: "Person", facts: person }, READ_OUTCOME, { type: "Concern", id: "concern", facts }).allowed;

const told = (explanation: Explanation | null): Explanation => explanation ?? expect.fail("Nothing is explained.");
const REGIONS = ["E12000004", "E12000007", "E12000008"];
/** Bodies with which many concerns are shared. */
const RECIPIENTS = [
  viewerOf(
    "leads",
    (["cib-lead", "adass-lead", "regional-improvement"] as const).map((role) => assignmentOf(role, { regions: REGIONS })),
    TODAY,
  ),
  viewerOf("peers", [assignmentOf("member-peer", { regions: REGIONS })], TODAY),
  viewerOf("panel", [assignmentOf("panel-member")], TODAY),
];
const names = ({ facts }: Explanation) => facts.map(({ name }) => name);

describe("An explanation", () => {
  it("contains the decision, and the facts that the deciding policies use, for people who may see them", async () => {
    const met = { own: 0, other: 0, refused: 0, allowed: 0, forbidden: 0, recipient: 0, outcome: 0 };
    let round = 0;
    let written = 0;
    await fc.assert(
      fc.asyncProperty(histories, fc.array(assignments, { minLength: 2, maxLength: 2 }), async (what, held) => {
        const keys = memoryKeys();
        const writer = historyWriter(keys);
        // Of most concerns an outcome is shown, by the rule of the generated histories.
        written += 1;
        const { id, events } = writer.write(what, written % 4 === 0 ? 0 : 2 + 3 * written);
        keys.close();
        const council = councilStream(what.council);
        const found = provenanceOf(
          id,
          events,
          writer.events.filter(({ stream }) => stream === council),
          certainDay(TODAY),
        );
        const adviser = { regions: REGIONS, strands: [what.strand] };
        const people = [
          viewerOf("chief", [assignmentOf("chief-executive", { council: what.council })], TODAY),
          viewerOf("adviser", [assignmentOf("senior-adviser", adviser)], TODAY),
          ...RECIPIENTS,
          ...held.map((one, n) => viewerOf(`viewer-${n}`, one, TODAY)),
        ];
        const hub = hubOf(writer.events, people);

        const rightsOf = new Map(people.map((one) => [one, partsByCedar(shipped, one.facts, found)]));
        for (const asker of people) {
          const seen = rightsOf.get(asker);
          const whole = seen?.has("sharingRecord") ?? false;
          const isShown = found !== undefined && showsOutcome(shipped, asker.facts, found.facts);
          const ofOutcome = await hub.explain(asker, "outcome", undefined, id);
          expect(ofOutcome !== null).toBe(seen !== undefined || isShown);
          if (ofOutcome) {
            met.outcome += Number(isShown);
            expect(ofOutcome).toMatchObject({ allowed: isShown, carriesOutcome: isShown });
            expect(ofOutcome.carries.includes("headline")).toBe(seen !== undefined);
            expect(ofOutcome.sentence).toMatch(isShown ? /^You may see the outcome: / : /^You may not see the outcome\. /);
            if (!whole) tellsNothingOfOthers(ofOutcome, asker, seen?.has("summary") ?? false);
          }
          for (const subject of people) {
            const own = subject === asker;
            round += 1;
            // Of others one part each time: everybody's own questions go through all of them.
            for (const part of own ? PARTS : PARTS.filter((_, n) => n === round % PARTS.length)) {
              const explanation = await hub.explain(asker, part, own && part === "headline" ? undefined : subject.person, id);
              if (!seen || !(own || whole)) {
                expect(explanation).toBeNull();
                met.refused += 1;
                continue;
              }
              const said = told(explanation);
              met[own ? "own" : "other"] += 1;
              decides(said, subject, part);
              if (!whole) tellsNothingOfOthers(said, asker, seen.has("summary"));
            }
          }
        }
        expect(new Set(hub.read).isSubsetOf(new Set([concernStream(id), council]))).toBe(true);

        function decides(said: Explanation, subject: Viewer, part: Part): void {
          const allowed = rightsOf.get(subject)?.get(part);
          expect(said.allowed).toBe(allowed !== undefined);
          if (allowed) expect(said.policies.map(({ id }) => id)).toEqual(allowed);
          met[said.allowed ? "allowed" : "forbidden"] += 1;
          expect(said.policyVersion).toBe(shipped.version);
          expect(said.challenges).toEqual([...new Set(said.policies.map(({ challenge }) => challenge))]);
          const looks = said.policies.flatMap(({ id }) => attributeReferences(shipped.forms[id] ?? expect.fail(id)));
          const looked = looks.flatMap(({ resource, principal }) => [
            ...(resource ? [CONCERN_FACT_WORDS[resource as "scope"]] : []),
            ...(principal ? [PERSON_FACT_WORDS[principal as "bodies"]] : []),
          ]);
          expect(new Set(names(said))).toEqual(new Set(looked));
          for (const { reason } of said.policies) expect(said.sentence).toContain(reason);
          expect(said.sentence).toMatch(
            said.allowed
              ? /^(You|They) may see/
              : /^(You|They) may not see .* No policy permits it|^(You|They) may not see this part\. [A-Z]/,
          );
          // A yes of the person's and a body that it is shared with have events behind them.
          for (const { value, because } of said.facts) if (value.includes("leads")) expect(because.length).toBeGreaterThan(0);
        }

        /** Nor when anything happened that their own parts do not tell of. */
        function tellsNothingOfOthers({ facts }: Explanation, asker: Viewer, summary: boolean): void {
          met.recipient += 1;
          const told = facts
            .flatMap(({ because }) => because.map(({ what }) => what))
            .filter((what) => !what.startsWith("Assigned"));
          const own = /^(A share was made|The last day of the (share|outcome)) \(/;
          const ofSummary = /^The concern was (logged|concluded|reopened|closed)/;
          for (const what of told) expect(own.test(what) || (summary && ofSummary.test(what)), what).toBe(true);
          for (const { because, datedBy } of facts)
            if (because.some(({ what }) => ofSummary.test(what))) expect(datedBy).toContain("summary");
          const values = JSON.stringify(facts.map(({ value, because }) => [value, because]));
          for (const body of BODIES.values())
            if (!asker.facts.bodies.includes(body.id)) expect(values).not.toContain(JSON.stringify(body.name).slice(1, -1));
          for (const { what, by } of facts.flatMap(({ because }) => because)) {
            expect(what).not.toMatch(/objected|agreed|overridden|standing agreement/);
            if (!what.startsWith("Assigned")) expect(by).toBeUndefined();
          }
        }
      }),
      { numRuns: cases(12, 60), endOnFailure: true },
    );
    const { outcome, ...others } = met;
    expect(outcome).toBeGreaterThan(0);
    for (const [which, times] of Object.entries(others)) expect(times, which).toBeGreaterThan(20);
  });

  const shared = () => {
    const keys = memoryKeys();
    const writer = historyWriter(keys);
    const on = { on: FIRST_DAY, share: -1 };
    const until = TODAY;
    writer.write(
      {
        ...{ council: "X00000004", strand: "childrens", cause: "leadership", aware: true },
        steps: [
          { do: "share", body: 0, parts: ["summary"], until, on: on.on, standing: false },
          { do: "position", say: "agrees", parts: [], until, ...on },
          { do: "make", ...on },
        ],
      },
      0,
    );
    keys.close();
    return writer.events;
  };
  const CIB = "cib-east-midlands";
  const adviser = viewerOf(
    "adviser",
    [assignmentOf("senior-adviser", { regions: ["E12000004"], strands: ["childrens"] })],
    TODAY,
  );
  const lead = viewerOf("lead", [assignmentOf("cib-lead", { regions: ["E12000004"] })], TODAY);

  it("of an action that no policy permits or forbids names the facts that policies on it read, and whom to ask", async () => {
    const files = Object.fromEntries(
      Object.entries(shipped.files).filter(([name]) => name !== "1-principles.cedar" && name !== "4-recipients.cedar"),
    );
    const hub = hubOf(shared(), [], compilePolicy(files, shipped));
    const said = told(await hub.explain(adviser, "summary", "somebody"));
    expect(said).toMatchObject({ allowed: false, policies: [] });
    expect(said.sentence).toBe(
      "They may not see this part. No policy permits it: it is not in a region and strand of theirs as an adviser, it is not about a council of theirs.",
    );
    expect(names(said)).toEqual([
      CONCERN_FACT_WORDS.scope,
      CONCERN_FACT_WORDS.council,
      CONCERN_FACT_WORDS.wordsClosed,
      CONCERN_FACT_WORDS.councilStrand,
      CONCERN_FACT_WORDS.restricted,
      CONCERN_FACT_WORDS.namedReaders,
      PERSON_FACT_WORDS.adviserScopes,
      PERSON_FACT_WORDS.councils,
      PERSON_FACT_WORDS.councilStrands,
      PERSON_FACT_WORDS.interests,
      PERSON_FACT_WORDS.councilPerson,
    ]);
    expect(said.challenges).toEqual([expect.stringContaining("Ask the information governance officer")]);
  });

  it("says what is missing if a person's facts are not sufficient", async () => {
    const stricter = (shipped.files["4-recipients.cedar"] ?? "").replaceAll(
      'resource.strand == "childrens"',
      'resource.strand == "adults"',
    );
    const hub = hubOf(shared(), [lead], compilePolicy({ ...shipped.files, "4-recipients.cedar": stricter }, shipped));
    const said = told(await hub.explain(adviser, "summary", "lead"));
    expect(said.allowed).toBe(false);
    expect(said.sentence).toContain(`A policy that nearly applies says: ${shipped.texts.get("cib-lead-reads-summary")?.reason}`);
    expect(said.sentence).not.toContain("its summary is not shared with any body of theirs");
  });

  const without =
    (...ids: readonly string[]) =>
    (text: string) =>
      ids.reduce((left, id) => left.replace(new RegExp(`@id\\("${id}"\\)[^;]*;\\n`), ""), text);

  it("of a part that is shared with the person's body says if no policy lets their role read it, and not that it is not shared", async () => {
    const unread = without("cib-lead-reads-summary")(shipped.files["4-recipients.cedar"] ?? "");
    const hub = hubOf(shared(), [lead], compilePolicy({ ...shipped.files, "4-recipients.cedar": unread }, shipped));
    const said = told(await hub.explain(adviser, "summary", "lead"));
    expect(said).toMatchObject({ allowed: false, policies: [] });
    expect(said.sentence).toContain(
      "Its summary is shared with a body of theirs, but no policy in force lets that role read this part.",
    );
    expect(said.sentence).not.toContain("not shared with any body");
    const own = told(await hub.explain(lead, "summary"));
    expect(own.sentence).toContain(
      "Its summary is shared with a body of yours, but no policy in force lets that role read this part.",
    );
    // For a person without such a body the other explanation applies.
    const other = told(await hub.explain(adviser, "summary", "somebody"));
    expect(other.sentence).not.toContain("is shared with a body of theirs");
  });

  it("says the same if there is no policy about recipients", async () => {
    const { "4-recipients.cedar": _, ...files } = shipped.files;
    const said = told(await hubOf(shared(), [lead], compilePolicy(files, shipped)).explain(adviser, "summary", "lead"));
    expect(said.sentence).toContain("Its summary is shared with a body of theirs, but no policy in force");
  });

  it("of a part that would be allowed without its denied headline is about the headline", async () => {
    const headless =
      '@id("no-headline")\n@reason("No headlines.")\n@challenge("Ask.")\nforbid (principal is Person, action == Action::"readHeadline", resource) when { principal.leadRegions.contains(resource.region) };\n';
    const hub = hubOf(shared(), [lead], compilePolicy({ ...shipped.files, "9-more.cedar": headless }, shipped));
    const said = told(await hub.explain(adviser, "summary", "lead"));
    expect(said).toMatchObject({ allowed: false, policies: [{ id: "no-headline" }] });
  });

  it("names the body of each event, and the future last day", async () => {
    const said = told(await hubOf(shared(), [lead]).explain(adviser, "summary", "lead"));
    const of = ` (${findBody(CIB)?.name})`;
    expect(said.facts[0]?.because.map(({ what, on, by }) => [what, on, by])).toEqual([
      [`A share was proposed${of}`, FIRST_DAY, "adviser"],
      [`The council agreed to a share${of}`, FIRST_DAY, "adviser"],
      [`A share was made${of}`, FIRST_DAY, "adviser"],
      [`The last day of the share${of}`, TODAY, undefined],
    ]);
  });

  it("of an unknown concern is null, and no stream is read for it or for a person who may not see the concern", async () => {
    const hub = hubOf(shared(), [viewerOf("stranger", [], TODAY)]);
    expect(await hub.explain(adviser, "headline", undefined, "no-such-concern")).toBeNull();
    expect(await hub.explain(viewerOf("stranger", [], TODAY), "headline")).toBeNull();
    expect(await hub.explain(lead, "headline", "somebody-else")).toBeNull();
    expect(hub.read).toEqual([]);
  });
});

describe("The facts that a policy reads", () => {
  const looks = (condition: string) =>
    attributeReferences(readForm(`@id("x") @reason("x") permit (principal is Person, action, resource) ${condition};`));

  it("are each fact of either side, with those that are compared with each other", () => {
    expect(looks("when { resource.councilAware }")).toEqual([{ resource: "councilAware" }]);
    expect(looks("when { principal.bodies.contains(resource.body) && resource.live }")).toEqual([
      { principal: "bodies", resource: "body" },
      { resource: "live" },
    ]);
    expect(looks("unless { resource.headlineSharedWith.containsAny(principal.bodies) }")).toEqual([
      { resource: "headlineSharedWith", principal: "bodies" },
    ]);
    expect(looks("when { if principal.administrator then resource.live else !principal.councils.isEmpty() }")).toEqual(
      expect.arrayContaining([{ principal: "administrator" }, { resource: "live" }, { principal: "councils" }]),
    );
  });

  it("are no pair if two facts are only listed together", () => {
    expect(looks("when { principal.governanceOfficer && resource.live }")).toEqual([
      { principal: "governanceOfficer" },
      { resource: "live" },
    ]);
  });

  it("are none if it has no conditions, and each is listed once", () => {
    expect(looks("")).toEqual([]);
    expect(looks('when { resource.strand == "adults" } unless { resource.strand == "childrens" }')).toEqual([
      { resource: "strand" },
    ]);
    expect(() => looks("when { no policy }")).toThrow(PolicyInvalid);
  });
});
