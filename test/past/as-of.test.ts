// The past: the hub's response about a past instant equals its response at that instant, for the council and its advisers; for all others it is
// closed. Random lives of concerns are played over HTTP, under policies and assignments that change on the way; every answer is kept, and
// asked for again in the end.
import fc from "fast-check";
import { getNamedType, isCompositeType, isObjectType } from "graphql";
import { expect, it } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import { readPolicyFiles } from "../../policies/engine/policy.ts";
import * as examples from "../examples/api-inputs.ts";
import { answerDay } from "../helpers/fair-days.ts";
import { command, mutation } from "../helpers/send-command.ts";
import { cases } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const VIEWERS = ["adviser", "chief-executive", "cib-lead", "panel-member", "governance-officer"];
const BODIES = [examples.CIB, "member-peers-east-midlands", examples.PANEL, "dfe"];

/** Left out: what a concern refers to is as it is now, and pages have cursors of their own. */
const LEFT_OUT = [
  ...["Concern.council", "Evidence.submission", "Conclusion.supports", "PageInfo.endCursor"],
  // Sent as a separate query, because of the limits of one query.
  ...["Concern.audience", "Disclosure.person", "Disclosure.capacities", "Disclosure.parts"],
  // What would be read if the council agreed now: of the past there is none.
  "Share.preview",
  // They are in the sharing record and with the evidence.
  ...["Concern.share", "Concern.attachment"],
  // Tasks, cover, who may speak and what may be done are of today.
  ...["Concern.nextStep", "Concern.coveredBy", "Concern.speakingOffices"],
  ...[
    "Concern.commands",
    "Share.commands",
    "Evidence.commands",
    "ShareRequest.commands",
    "Escalation.commands",
    "Challenge.commands",
  ],
];
const schema = buildSchema();

function selection(typeName: string, depth = 0): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(typeName);
  const fields = Object.values(type.getFields()).flatMap((field): string[] => {
    if (LEFT_OUT.includes(`${typeName}.${field.name}`)) return [];
    const inner = getNamedType(field.type);
    if (!isCompositeType(inner)) return [field.name];
    if (inner.name === "Council" || depth > 6) return [];
    const page = field.args.some(({ name }) => name === "first") ? "(first: 50)" : "";
    return [`${field.name}${page} ${selection(inner.name, depth + 1)}`];
  });
  return `{ ${fields.join(" ")} }`;
}
const CONCERN = selection("Concern");
const LIVE = `query($id: ID!) { concern(id: $id) ${CONCERN} }`;
const PAST = `query($id: ID!, $at: DateTime!) { pastConcern(concern: $id, at: $at) { __typename
  ... on Refused { code } ... on PastConcern { policyVersion concern ${CONCERN} } } }`;

type Seen = Readonly<Record<string, unknown>> & { readonly withheld: readonly string[]; readonly version: number | null };
type Kept = {
  readonly viewer: string;
  readonly id: string;
  readonly at: string;
  readonly seen: Seen | null;
  readonly policy: string;
};

/** The possible next actions; actions that the rules refuse have no effect. */
const act = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("log" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("aware" as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("share" as const),
      body: fc.constantFrom(...BODIES),
      parts: fc.constantFrom(["HEADLINE"], ["SUMMARY"], ["EVIDENCE"]),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("say" as const), position: fc.constantFrom("AGREES", "OBJECTS") }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("make" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("override" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("withdraw" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("reply" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("correct" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("conclude" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("policy" as const),
      without: fc.constantFrom("cib-lead-reads-evidence", "panel-reads-summary", undefined),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("assign" as const),
      person: fc.constantFrom("cib-lead", "member-peer"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 30 }) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** A concern logged and shared with the CIB leads. */
const shareWith = (part: "EVIDENCE" | "HEADLINE"): readonly Act[] => [
  { do: "log" },
  { do: "aware" },
  { do: "share", body: examples.CIB, parts: [part] },
  { do: "say", position: "AGREES" },
  { do: "make" },
];

/** Every policy file, with one policy taken out where one is named. */
function filesWithout(id: string | undefined) {
  const without = (text: string) => text.replace(new RegExp(`@id\\("${id}"\\)[\\s\\S]*?;\\n`), "");
  return Object.entries(readPolicyFiles()).map(([name, text]) => ({ name, text: id ? without(text) : text }));
}

async function carryOut(test: TestHub, ids: string[], step: Act): Promise<void> {
  const ask = (person: string, name: string, input: object) => command(test, person, name, input);
  const id = ids.at(-1);
  const state = id === undefined ? undefined : test.hub.register.queries().findUnchecked(id)?.state();
  const concern = { concern: id ?? "none" };
  const share = { ...concern, share: state?.shares.at(-1)?.id ?? "none" };
  const day = (days: number) => new Date(test.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  switch (step.do) {
    case "log": {
      const logged = await ask("adviser", "logConcern", examples.concern);
      if (logged.id) ids.push(logged.id);
      return;
    }
    case "aware":
      return void (await ask("adviser", "recordAwareness", { ...examples.awareness, ...concern, bodies: BODIES }));
    case "share": {
      const terms = { body: step.body, parts: step.parts, until: day(40), answerBy: answerDay(day(0)) };
      return void (await ask("adviser", "proposeShare", { ...examples.proposal, ...concern, ...terms }));
    }
    case "say":
      return void (await ask("chief-executive", "statePosition", { ...share, position: step.position, statement: "Our word." }));
    case "make":
      return void (await ask("adviser", "makeShare", share));
    case "override":
      return void (await ask("second-adviser", "overrideObjection", { ...share, reason: "It cannot wait." }));
    case "withdraw":
      return void (await ask("adviser", "withdrawShare", { ...share, reason: "No longer needed." }));
    case "reply":
      return void (await ask("chief-executive", "reply", { ...concern, reply: "We have hired a manager." }));
    case "correct": {
      await ask("chief-executive", "requestCorrection", { ...concern, request: "There are six teams." });
      const correction =
        test.hub.register
          .queries()
          .findUnchecked(id ?? "")
          ?.state()
          .corrections.at(-1)?.correction ?? "none";
      const resolved = { correction, outcome: "ACCEPTED", reason: "So it is.", correctedSummary: "Late in two of six teams." };
      return void (await ask("adviser", "resolveCorrection", { ...concern, ...resolved }));
    }
    case "conclude":
      return void (await ask("adviser", "concludeConcern", {
        ...concern,
        ...examples.conclusions.underReview,
        reviewOn: day(60),
      }));
    case "reopen":
      return void (await ask("adviser", "reopenConcern", { ...concern, reason: "It is late again." }));
    case "policy": {
      const input = {
        idempotencyKey: `policy-${test.clock.now().getTime()}`,
        files: filesWithout(step.without),
        basedOn: test.hub.policy.version,
        reason: "Tried.",
      };
      await test.ask("governance-officer", mutation("publishPolicy"), { input });
      return;
    }
    case "assign": {
      const assignments = test.hub.people.queries().viewer(step.person)?.assignments ?? [];
      const [held] = assignments.filter(({ current }) => current);
      const role = assignments[0];
      if (held)
        return void (await ask("governance-officer", "endAssignment", { person: step.person, assignment: held.assignment }));
      const again = { role: role?.role.replaceAll("-", "_").toUpperCase(), regions: role?.regions, council: role?.council };
      const span = { from: day(0), until: day(300) };
      return void (await ask("governance-officer", "startAssignment", {
        person: step.person,
        ...again,
        ...span,
      }));
    }
    case "wait":
      test.clock.set(new Date(test.clock.now().getTime() + step.days * 86_400_000).toISOString());
  }
}

type Happened = { readonly number: number; readonly said: string | null };
/** The words of an event belong to a part of their own: what its history withholds now is withheld in the past. */
const asFarAsStillSaid = (then: readonly Happened[], now: readonly Happened[]): readonly Happened[] =>
  then.map((entry) => ({
    ...entry,
    said: now.some(({ number, said }) => number === entry.number && said === null) ? null : entry.said,
  }));

/** What the past may still show of what was seen: nothing to who may not read the sharing record, and no part that is withheld now. */
function asFarAsTheyMay(kept: Seen, now: Seen | null, parts: ReadonlyMap<string, string>): object | null {
  if (!now || now.withheld.includes("SHARING_RECORD")) return null;
  const gone = new Set(now.withheld);
  const withheld = [...new Set([...kept.withheld, ...now.withheld])].sort();
  const fields = Object.entries(kept).map(([name, value]) => {
    if (gone.has(parts.get(name) ?? "")) return [name, null];
    return [
      name,
      name === "history" ? asFarAsStillSaid(value as readonly Happened[], now.history as readonly Happened[]) : value,
    ];
  });
  return { ...Object.fromEntries(fields), withheld };
}

const sorted = (seen: Seen): object => ({ ...seen, withheld: [...seen.withheld].sort() });

it("A response about a past instant equals the response at that instant, for every person, as far as they may still see it", async () => {
  const runs = { compared: 0, nothing: 0, closed: 0, policies: new Set<string>() };
  const partOf = new Map<string, string>();
  const type = schema.getType("Concern");
  if (isObjectType(type))
    for (const field of Object.values(type.getFields())) {
      const directive = field.astNode?.directives?.find(({ name }) => name.value === "discloses")?.arguments?.[0]?.value;
      const part = directive?.kind === "StringValue" ? directive.value : "";
      partOf.set(field.name, part.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase());
    }

  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 16, maxLength: 28 }), async (steps) => {
      const test = await startHub();
      try {
        const ids: string[] = [];
        const kept: Kept[] = [];
        const tick = (ms: number) => test.clock.set(new Date(test.clock.now().getTime() + ms).toISOString());
        const another = { do: "policy", without: "panel-reads-summary" } as const;
        for (const [index, step] of [...shareWith("EVIDENCE"), another, ...steps].entries()) {
          tick(60_000);
          await carryOut(test, ids, step);
          if (index % 4 !== 3) continue;
          for (const viewer of VIEWERS) {
            tick(1_000);
            for (const id of ids.slice(-2)) {
              const { body } = await test.ask<{ concern: Seen | null }>(viewer, LIVE, { id });
              expect(body.errors).toBeUndefined();
              kept.push({
                viewer,
                id,
                at: test.clock.now().toISOString(),
                seen: body.data.concern,
                policy: test.hub.policy.version,
              });
            }
          }
        }
        // At the end a person may see less of the first concern than before.
        for (const step of [{ do: "policy", without: "cib-lead-reads-evidence" } as const, ...shareWith("HEADLINE").slice(2)]) {
          tick(60_000);
          await carryOut(test, ids.slice(0, 1), step);
        }
        tick(60_000);
        const seenNow = new Map<string, Seen | null>();
        for (const { viewer, id, at, seen, policy } of kept) {
          const key = `${viewer} ${id}`;
          if (!seenNow.has(key))
            seenNow.set(key, (await test.ask<{ concern: Seen | null }>(viewer, LIVE, { id })).body.data.concern);
          const now = seenNow.get(key) ?? null;
          // Just before the response: its disclosure was recorded at that very instant, and is not part of it.
          const before = new Date(Date.parse(at) - 1).toISOString();
          const { body } = await test.ask<{ pastConcern: { concern?: Seen; policyVersion?: string; code?: string } }>(
            viewer,
            PAST,
            {
              id,
              at: before,
            },
          );
          expect(body.errors).toBeUndefined();
          const expected = seen && asFarAsTheyMay(seen, now, partOf);
          runs.compared += 1;
          if (!expected) {
            runs.nothing += 1;
            if (seen && now) runs.closed += 1;
            expect(body.data.pastConcern.code).toBe("NOT_FOUND");
            continue;
          }
          const shares = new Set(((now?.sharedWithMe ?? []) as { id: string }[]).map((share) => share.id));
          const shared = (seen.sharedWithMe as { id: string }[]).filter((share) => shares.has(share.id));
          expect(sorted(body.data.pastConcern.concern as Seen)).toEqual({ ...expected, sharedWithMe: shared });
          expect(body.data.pastConcern.policyVersion).toBe(policy);
          runs.policies.add(policy);
        }
      } finally {
        await test.close();
      }
    }),
    {
      numRuns: Number(process.env.AS_OF_RUNS ?? cases(2, 20)),
      endOnFailure: true,
    },
  );
  expect(runs.compared).toBeGreaterThan(60);
  expect(runs.nothing).toBeGreaterThan(10);
  expect(runs.closed).toBeGreaterThan(0);
  expect(runs.policies.size).toBeGreaterThan(1);
});
