// Random histories of concerns, made by the rules themselves: scripts of what people try, turned into stored events by `decide`. What the
// rules refuse simply does not happen. Dates run over six days around TODAY, so that shares end, answers fall silent and assignments lapse.
import fc from "fast-check";
import type { StoredEvent } from "../../event-log/port.ts";
import type { KeyStore } from "../../event-log/sealing.ts";
import { SHARED_PARTS } from "../../policies/facts.ts";
import { BODIES, bodiesOfKind } from "../../reference/bodies.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { createCouncils, demonstrationCouncils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { ConcernCommand } from "../../services/concern/commands.ts";
import { decide } from "../../services/concern/decide.ts";
import { concernStream } from "../../services/concern/events.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { sealEvents } from "../../services/confidential.ts";
import { decideCouncil } from "../../services/council/decide.ts";
import { councilStream } from "../../services/council/events.ts";
import { evolveCouncil, NO_AGREEMENTS, standingNow } from "../../services/council/state.ts";
import { ROLE_NAMES, type RoleName, roleOf } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";

/** The day everything is read on. */
export const TODAY = "2026-03-10";
const DAYS = ["2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09", TODAY, "2026-03-11", "2026-03-12"];
const PAST = DAYS.slice(0, 5);

const councils = createCouncils(demonstrationCouncils);
// Few councils, regions and bodies, so that viewers and concerns meet.
const COUNCILS = ["X00000004", "X00000005", "X00000009", "X00000010"];
const REGIONS = ["E12000004", "E12000007", "E12000008"];
const bodiesFor = (region: string): readonly string[] =>
  [...BODIES.values()].filter((body) => body.region === undefined || body.region === region).map(({ id }) => id);

const day = fc.constantFrom(...PAST);
const anyDay = fc.constantFrom(...DAYS);
const parts = fc.uniqueArray(fc.constantFrom(...SHARED_PARTS), { minLength: 1 });
const body = fc.nat(11);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("share" as const), body, parts, until: anyDay, on: day, standing: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("position" as const),
      share: fc.nat(3),
      say: fc.constantFrom("agrees", "agrees", "objects", "conditions"),
      parts,
      until: anyDay,
      on: day,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("make" as const), share: fc.nat(3), on: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("override" as const), share: fc.nat(3), on: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("withdraw" as const), share: fc.nat(3), on: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const), share: fc.nat(3), on: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("withdrawEvidence" as const), on: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reply" as const), on: day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("takeBack" as const), on: day }) },
);
export type Script = {
  readonly council: string;
  readonly strand: (typeof STRANDS)[number];
  readonly cause: (typeof CAUSES)[number];
  readonly aware: boolean;
  readonly steps: readonly StepOf<typeof step>[];
};
type StepOf<A> = A extends fc.Arbitrary<infer S> ? S : never;

export const script: fc.Arbitrary<Script> = fc.record({
  council: fc.constantFrom(...COUNCILS),
  strand: fc.constantFrom(...STRANDS),
  cause: fc.constantFrom(...CAUSES.filter((cause) => STRANDS.every((strand) => causeAllowedIn(cause, strand)))),
  aware: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  // By day: what people try comes in order of time.
  steps: fc.array(step, { maxLength: 9 }).map((steps) => [...steps].sort((a, b) => a.on.localeCompare(b.on))),
});

export type History = { readonly id: string; readonly events: readonly StoredEvent[] };

/** Words that stand in one part of a concern alone, for searches. */
export const WORD = { summary: "zucchini", evidence: "quixotry", source: "xylography" } as const;

/** A writer of stored events in log order, sealed under `keys`. */
export function historyWriter(keys: KeyStore) {
  const events: StoredEvent[] = [];
  let position = 0;
  const append = (stream: string, key: string, at: string, made: readonly { type: string; data: object }[]) => {
    for (const event of sealEvents(keys, () => key, made as never)) {
      position += 1;
      const version = events.filter((e) => e.stream === stream).length + 1;
      const metadata = {
        actor: "adviser",
        commandId: `c${position}`,
        correlation: "x",
        causation: "x",
        policyVersion: "p",
        permittedBy: [],
      };
      events.push({
        ...event,
        id: `e${position}`,
        stream,
        version,
        at: `${at}T10:00:00.000Z`,
        metadata,
        previousHash: "",
        position: String(position).padStart(16, "0"),
      });
    }
  };

  return {
    events,
    write(script: Script, index: number): History {
      const id = `concern-${index}`;
      const stream = concernStream(id);
      const key = keys.newKey();
      let state: ConcernState | undefined;
      let council = NO_AGREEMENTS;
      let asked = 0;
      const councilKey = keys.newKey();
      // Each concern has a council stream of its own making, so that what one takes back does not touch another's.
      const region = councils.find(script.council)?.region ?? "";
      const run = (on: string, command: ConcernCommand, actor = "adviser") => {
        asked += 1;
        const made = decide(state, command, {
          today: on,
          actor,
          newId: (...words) => `${id}-${asked}-${words.join("-")}`,
          council: councils.status,
          agreements: council.agreements,
          citation: () => undefined,
        });
        if ("kind" in made) return;
        append(stream, key, on, made);
        for (const event of events.slice(events.length - made.length))
          state = evolve(id, state, { type: event.type, data: event.data } as never, { actor, at: event.at });
      };
      const runCouncil = (on: string, input: object, name: "giveStandingAgreement" | "takeBackStandingAgreement") => {
        asked += 1;
        const made = decideCouncil(council, { name, input } as never, {
          council: councils.status(script.council, on),
          newId: () => `${id}-agreement-${asked}`,
        });
        if ("kind" in made) return;
        append(councilStream(script.council), councilKey, on, made);
        for (const event of made) council = evolveCouncil(council, event, { actor: "chief", at: on });
      };

      const { strand, cause } = script;
      const period = { from: "2026-01-01", to: "2026-02-01" };
      const evidence = {
        kind: "conversation",
        account: WORD.evidence,
        source: WORD.source,
        period,
        handling: "P",
        grading: { source: "1", content: "A" },
        protectedSource: true,
      } as const;
      run(PAST[0] ?? TODAY, {
        name: "logConcern",
        input: { council: script.council, strand, cause, period, summary: "s", observed: WORD.summary, evidence: [evidence] },
      });
      const bodies = bodiesFor(region).filter((name) => {
        const { strand: only } = BODIES.get(name) ?? {};
        return only === undefined || only === strand;
      });
      if (script.aware)
        run(PAST[0] ?? TODAY, {
          name: "recordAwareness",
          input: {
            concern: id,
            toldName: "n",
            toldOffice: "leader",
            channel: "email",
            toldOn: PAST[0] ?? TODAY,
            about: "a",
            bodies: [...bodies],
          },
        });
      for (const s of script.steps) {
        const share = "share" in s ? (state?.shares[s.share]?.id ?? "none") : "none";
        const on = { concern: id, share };
        if (s.do === "share") {
          const to = bodies[s.body % Math.max(bodies.length, 1)] ?? "dfe";
          if (s.standing)
            runCouncil(
              s.on,
              { council: script.council, body: to, purpose: "align-support", parts: [...SHARED_PARTS], strand },
              "giveStandingAgreement",
            );
          const answerBy = DAYS[DAYS.indexOf(s.on) + 1] ?? TODAY;
          run(s.on, {
            name: "proposeShare",
            input: {
              concern: id,
              body: to,
              parts: s.parts,
              purpose: "align-support",
              explanation: "e",
              until: s.until,
              answerBy,
            },
          });
        } else if (s.do === "position") {
          const conditions = s.say === "conditions" ? { parts: s.parts, until: s.until } : {};
          const position = s.say === "conditions" ? "agrees-with-conditions" : (s.say as "agrees" | "objects");
          run(s.on, { name: "statePosition", input: { ...on, position, ...conditions } }, "chief");
        } else if (s.do === "make") run(s.on, { name: "makeShare", input: on });
        else if (s.do === "override") run(s.on, { name: "overrideObjection", input: { ...on, reason: "r" } }, "second");
        else if (s.do === "withdraw") run(s.on, { name: "withdrawShare", input: { ...on, reason: "r" } });
        else if (s.do === "expire") run(s.on, { name: "expireShare", input: on }, "hub");
        else if (s.do === "withdrawEvidence")
          run(s.on, {
            name: "withdrawEvidence",
            input: { concern: id, evidence: state?.evidence[0]?.evidence ?? "", reason: "r" },
          });
        else if (s.do === "reply") run(s.on, { name: "reply", input: { concern: id, reply: "r" } }, "chief");
        else
          for (const { agreement } of standingNow(council))
            runCouncil(s.on, { council: script.council, agreement }, "takeBackStandingAgreement");
      }
      return { id, events: events.filter((event) => event.stream === stream) };
    },
  };
}

const pick = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

/** Assignments of one person: any roles, current or not. */
export const assignments: fc.Arbitrary<readonly Assignment[]> = fc.array(
  fc
    .record({
      role: fc.constantFrom<RoleName>(...ROLE_NAMES),
      regions: pick(REGIONS),
      strands: pick(STRANDS),
      council: fc.constantFrom(...COUNCILS),
      body: fc.nat(5),
      span: fc.constantFrom(
        ["2026-01-01", "2026-12-31"],
        ["2026-01-01", "2026-12-31"],
        ["2026-01-01", TODAY],
        ["2026-01-01", "2026-03-09"],
        ["2026-03-11", "2026-12-31"],
      ),
    })
    .map(({ role, regions, strands, council, body, span }): Assignment => {
      const { needs } = roleOf(role);
      const of = needs.body ? bodiesOfKind(needs.body) : [];
      const chosen = of[body % Math.max(of.length, 1)];
      return {
        assignment: "a",
        role,
        regions: needs.regions ? regions : [],
        strands: needs.strands ? strands : [],
        ...(needs.council && { council }),
        ...(chosen && { body: chosen.id }),
        from: span[0] ?? TODAY,
        until: span[1] ?? TODAY,
        started: { actor: "hub", at: "2026-01-01T00:00:00.000Z" },
      };
    }),
  { maxLength: 3 },
);
