// Random histories of concerns, made by the rules themselves: scripts of what people try, turned into stored events by `decide`. What the
// rules refuse simply does not happen. Dates run over six days around TODAY, so that shares end, answers fall silent and assignments lapse.
import fc from "fast-check";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { scopeOf } from "../../policies/engine/facts.ts";
import { BODIES, bodiesOfKind } from "../../reference/bodies.ts";
import { CAUSES, causeAllowedIn } from "../../reference/causes.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { SEATS } from "../../reference/concern-terms.ts";
import { createCouncils, demonstrationCouncils } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { ConcernCommand } from "../../services/concern/commands.ts";
import { deadlinesOf } from "../../services/concern/deadlines.ts";
import { decide } from "../../services/concern/decide.ts";
import { concernStream } from "../../services/concern/events.ts";
import { sharingPosition } from "../../services/concern/latest-position.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { sealUnder } from "../../services/confidential.ts";
import { decideCouncil } from "../../services/council/decide.ts";
import { type CouncilEvent, councilStream } from "../../services/council/events.ts";
import { agreementsInForce, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { workingDaysAfter } from "../../services/dates.ts";
import type { HeldOffice } from "../../services/people/assignments.ts";
import { ROLE_NAMES, type RoleName, roleOf } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { anyKey } from "./memory-keys.ts";
import { responsibleStrand } from "./responsible-strand.ts";
import { storedEvent } from "./stored-event.ts";
import { assignmentOf } from "./viewer.ts";

/** The day everything is read on. */
export const TODAY = "2026-03-10";
/** So far apart that each is a fair last day to answer on the one before (test/helpers/fair-days.ts). */
export const DAYS = ["2025-12-16", "2026-01-06", "2026-01-27", "2026-02-17", TODAY, "2026-03-31", "2026-04-22"];
export const FIRST_DAY = "2025-12-16";
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
/** The conclusions that need no recorded support. */
const KINDS = ["satisfactory-explanation", "under-review", "light-support", "not-accepted", "not-accepted"] as const;
const BASES = ["agreed", "agreed", "standing", "silence"] as const;
const DEPARTMENTS = ["mhclg", "dfe", "dhsc"];
const GOVERNMENT = [...DEPARTMENTS, "ofsted", "cqc"];

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
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("conclude" as const), kind: fc.constantFrom(...KINDS), review: anyDay, on: day }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(...(["close", "reopen", "challenge", "answer", "confirm", "converse", "reviewDue"] as const)),
      on: day,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("escalate" as const), body, until: anyDay, on: day }) },
);
/**
 * Proposes a share that the council agrees to, has agreed to in advance or does not answer, and makes it, because random single steps seldom
 * combine to that. `share: -1` is the last share.
 */
const sharing = (to: fc.Arbitrary<number>) =>
  fc
    .record({
      body: to,
      parts,
      until: fc.constantFrom(...DAYS.slice(4)),
      on: fc.constantFrom(...PAST.slice(0, 3)),
      basis: fc.constantFrom(...BASES),
    })
    .map(({ body, parts, until, on, basis }): readonly Step[] => [
      { do: "share", body, parts, until, on, standing: basis === "standing" },
      ...(basis === "agreed" ? [{ do: "position" as const, share: -1, say: "agrees" as const, parts, until, on }] : []),
      { do: "make", share: -1, on: basis === "silence" ? (DAYS[DAYS.indexOf(on) + 2] ?? on) : on },
    ]);
/** A concern that is not accepted, reported to the panel and challenged. (The panel comes third among the bodies for a concern.) */
const disputed = fc
  .tuple(sharing(fc.constant(2)), day)
  .map(([shared, on]): readonly Step[] => [
    { do: "conclude", kind: "not-accepted", review: TODAY, on: PAST[0] ?? TODAY },
    ...shared,
    { do: "challenge", on },
  ]);
/** Concludes and closes a concern. */
const over = day.map((on): readonly Step[] => [
  { do: "conclude", kind: "satisfactory-explanation", review: TODAY, on },
  { do: "close", on },
]);
/** The viewers of a test are called like this, by their number. */
export const viewerId = (index: number): string => `viewer-${index}`;
/** Restricts a concern to some of the viewers, of whom those with even numbers pass for chief executives and the others for leaders. */
const restriction = fc
  .record({ named: fc.uniqueArray(fc.nat(29), { minLength: 6, maxLength: 12 }), on: day })
  .map(({ named, on }): readonly Step[] => [{ do: "restrict", named: named.map(viewerId), on }]);
/** Half of the viewers, and a seat of the body if it has any. */
const limitOf = (body: string, n: number) => ({
  people: Array.from({ length: 15 }, (_, index) => viewerId(2 * index + (n % 2))),
  seats: body.startsWith("cib-") ? [SEATS[n % SEATS.length] ?? "director"] : [],
});
const heldBy = (person: string): readonly HeldOffice[] => {
  const number = /^viewer-(\d+)$/.exec(person)?.[1];
  return number === undefined ? [] : [{ office: Number(number) % 2 === 0 ? "chief-executive" : "leader", reads: true }];
};
type Step = StepOf<typeof step> | { readonly do: "restrict"; readonly named: readonly string[]; readonly on: string };
export type Script = {
  readonly council: string;
  readonly strand: (typeof STRANDS)[number];
  readonly cause: (typeof CAUSES)[number];
  readonly aware: boolean;
  /** Its last day to tell the council is that of an earlier concern, and passes at once. */
  readonly isLate?: boolean;
  readonly steps: readonly Step[];
};
type StepOf<A> = A extends fc.Arbitrary<infer S> ? S : never;

export const script: fc.Arbitrary<Script> = fc.record({
  council: fc.constantFrom(...COUNCILS),
  strand: fc.constantFrom(...STRANDS),
  cause: fc.constantFrom(...CAUSES.filter((cause) => STRANDS.every((strand) => causeAllowedIn(cause, strand)))),
  aware: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  isLate: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  // Sorted by day, so that actions are in order of time.
  steps: fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: step.map((one): readonly Step[] => [one]) },
        { weight: 2, arbitrary: sharing(body) },
        { weight: 1, arbitrary: disputed },
        { weight: 1, arbitrary: over },
        { weight: 1, arbitrary: restriction },
      ),
      { maxLength: 9, size: "max" },
    )
    .map((steps) => steps.flat().sort((a, b) => a.on.localeCompare(b.on))),
});

/** A conclusion of a kind, with the content that the kind needs. */
function conclusion(concern: string, kind: (typeof KINDS)[number], reviewOn: string) {
  const content = {
    "satisfactory-explanation": { explanation: "e", appearance: "a" },
    "under-review": { acting: "a", reviewOn },
    "light-support": { causalFactors: "c", solutions: "s", supports: [] },
    "not-accepted": { whyViewsDiffer: "w", choice: "refusal" },
  }[kind];
  return { concern, kind, ...content } as Extract<ConcernCommand, { name: "concludeConcern" }>["input"];
}

/** A body is shown the summary and opens it, and the council is cleared: until its outcome, and of some after the closing. Random steps seldom make that. */
function clearing(number: number): readonly Step[] {
  const [shared = TODAY, , cleared = TODAY, over = TODAY] = PAST;
  const terms = { parts: ["summary"] as Extract<Step, { do: "share" }>["parts"], until: DAYS.at(-1) ?? TODAY, on: shared };
  const isClosed = number % 5 < 2;
  return [
    { do: "share", body: number, standing: false, ...terms },
    { do: "position", share: -1, say: "agrees", ...terms },
    { do: "make", share: -1, on: shared },
    { do: "conclude", kind: "satisfactory-explanation", review: TODAY, on: isClosed ? cleared : over },
    ...(isClosed ? [{ do: "close" as const, on: over }] : []),
  ];
}

type History = { readonly id: string; readonly events: readonly StoredEvent[] };

/** Words that occur in only one part of a concern, for searches. */
export const WORD = { summary: "zucchini", evidence: "quixotry", source: "xylography" } as const;

/** A writer of stored events in log order, sealed under `keys`. */
export function historyWriter(keys: KeyStore, newKey: () => string = anyKey) {
  const events: StoredEvent[] = [];
  let position = 0;
  const append = (stream: string, key: string, at: string, made: readonly { type: string; data: object }[]) => {
    for (const event of sealUnder(keys, key, made as never)) {
      position += 1;
      const version = events.filter((e) => e.stream === stream).length + 1;
      const metadata = { actor: "adviser", commandId: `c${position}` };
      events.push(storedEvent(position, event, { stream, version, at: `${at}T10:00:00.000Z`, metadata }));
    }
  };

  return {
    events,
    write(script: Script, index: number): History {
      const id = `concern-${index}`;
      const isCleared = index % 3 === 2;
      const stream = concernStream(id);
      const key = newKey();
      let state: ConcernState | undefined;
      let council = EMPTY_COUNCIL;
      let asked = 0;
      const councilKey = newKey();
      // Each concern has a council stream of its own making, so that what one takes back does not touch another's.
      const region = councils.find(script.council)?.region ?? "";
      const run = (on: string, command: ConcernCommand, actor = "adviser") => {
        asked += 1;
        const made = decide(state, command, {
          today: on,
          certainToday: on,
          actor,
          interests: [],
          newId: (...words) => `${id}-${asked}-${words.join("-")}`,
          council: councils.status,
          agreements: council.agreements,
          positions: council.positions,
          readsSharingRecord: () => true,
          untoldMatters: script.isLate ? [{ tellBy: PAST[0] ?? TODAY, isExtended: false }] : [],
          citation: () => undefined,
          bodies: [],
          offices: [{ office: "chief-executive" }],
          officesOf: heldBy,
          scopesOf: () => [scopeOf(region, script.strand)],
          isOfBody: () => true,
          support: () => undefined,
          upload: () => undefined,
          submission: () => undefined,
          // Every other body has opened a concern that was shared with it, and of one that is cleared, each.
          disclosures:
            command.name === "recordOutcomeOpened"
              ? bodies.filter((_, number) => isCleared || number % 2 === 0).map((body) => ({ body, at: `${on}T09:00:00.000Z` }))
              : undefined,
        });
        if ("kind" in made) return;
        append(stream, key, on, made);
        for (const event of events.slice(events.length - made.length))
          state = evolve(id, state, { type: event.type, data: event.data } as never, { actor, at: event.at });
        const said =
          command.name === "statePosition" ? state?.shares.find((share) => share.id === command.input.share) : undefined;
        if (state && said) say(on, [sharingPosition(state, said, ["chief-executive"])], "hub");
      };
      const runCouncil = (on: string, input: object, name: "giveStandingAgreement" | "takeBackStandingAgreement") => {
        asked += 1;
        const made = decideCouncil(council, { name, input } as never, {
          today: on,
          certainToday: on,
          actor: "chief",
          interests: [],
          advisesHere: () => false,
          leadName: undefined,
          ...{ visibleClash: undefined, settlementNote: undefined },
          officesFor: () => [{ office: "chief-executive" }],
          council: councils.status(script.council, on),
          newId: () => `${id}-agreement-${asked}`,
        });
        if ("kind" in made) return;
        say(on, made, "chief");
      };
      const say = (on: string, made: readonly CouncilEvent[], actor: string) => {
        append(councilStream(script.council), councilKey, on, made);
        for (const event of made) council = evolveCouncil(council, event, { actor, at: on });
      };

      // Only a concern about leadership can be restricted.
      const cause = script.steps.some((one) => one.do === "restrict") ? "leadership" : script.cause;
      const strand = responsibleStrand(script.council, script.strand);
      const period = { from: "2025-01-01", to: "2025-11-30" };
      const evidence = {
        kind: "conversation",
        account: WORD.evidence,
        source: WORD.source,
        period,
        handling: "P",
        grading: { source: "1", content: "A" },
        protectedSource: true,
        attachments: [] as string[],
      } as const;
      // Once the first piece is withdrawn, the concern rests on a protected source alone.
      const open = { ...evidence, source: "An open source", protectedSource: false } as const;
      // The time to tell the council of one that it is not told of has not passed today, unless it is late.
      const loggedOn = (script.aware ? PAST[0] : PAST[3]) ?? TODAY;
      run(loggedOn, {
        name: "logConcern",
        input: {
          council: script.council,
          strand,
          cause,
          period,
          summary: "s",
          observed: WORD.summary,
          evidence: [open, evidence],
        },
      });
      // Of concerns about finance, the council lets one department know beyond its remit.
      const agreedBeyondRemit = cause === "finance" ? DEPARTMENTS.find((name) => BODIES.get(name)?.remit !== strand) : undefined;
      const bodies = bodiesFor(region).filter((name) => {
        const { strand: only, remit } = BODIES.get(name) ?? {};
        const mayReceive = only === undefined || only === strand;
        return mayReceive && (remit === undefined || remit === strand || name === agreedBeyondRemit);
      });
      if (agreedBeyondRemit && script.aware)
        runCouncil(
          PAST[0] ?? TODAY,
          { council: script.council, body: agreedBeyondRemit, purpose: "offer-support", parts: ["headline"], strand },
          "giveStandingAgreement",
        );
      const government = bodies.filter((name) => GOVERNMENT.includes(name));
      const tell = (on: string, of: readonly string[] = []) => {
        const told = { toldName: "n", toldOffice: "leader", channel: "email", toldOn: on, about: "a" } as const;
        run(on, { name: "recordAwareness", input: { concern: id, ...told, bodies: [...of] } });
      };
      const showOutcomes = (on: string) => {
        for (const { command } of state ? deadlinesOf(state).filter((due) => due.on <= on) : [])
          if (command.name === "recordOutcomeOpened") run(on, command, "hub");
      };
      if (script.aware) tell(PAST[0] ?? TODAY, bodies);
      const cleared = isCleared ? clearing(Math.floor(index / 3)) : [];
      const steps = [...cleared, ...script.steps].filter(({ on }) => on >= loggedOn).sort((a, b) => a.on.localeCompare(b.on));
      for (const s of steps) {
        showOutcomes(s.on);
        const share = "share" in s ? (state?.shares.at(s.share)?.id ?? "none") : "none";
        const on = { concern: id, share };
        const onConcern = { concern: id };
        const answerBy = DAYS[DAYS.indexOf(s.on) + 1] ?? TODAY;
        if (s.do === "share") {
          const to = bodies[s.body % Math.max(bodies.length, 1)] ?? "dfe";
          if (s.standing)
            runCouncil(
              s.on,
              { council: script.council, body: to, purpose: "align-support", parts: [...SHARED_PARTS], strand },
              "giveStandingAgreement",
            );
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
              ...(s.body % 3 === 2 && { limitedTo: limitOf(to, s.body) }),
            },
          });
          // Of some the council is told by letter, so that its silence can open them.
          const letter = { concern: id, share: state?.shares.at(-1)?.id ?? "none" };
          const sent = { reference: "r", sentOn: s.on, chiefExecutive: "c", monitoringOfficer: "m" };
          if (s.body % 2 === 1) {
            run(s.on, { name: "recordLetter", input: { ...letter, ...sent } });
            run(s.on, { name: "confirmLetter", input: letter }, "second");
          }
        } else if (s.do === "position") {
          const conditions = s.say === "conditions" ? { parts: s.parts, until: s.until } : {};
          const position = s.say === "conditions" ? "agrees-with-conditions" : (s.say as "agrees" | "objects");
          run(s.on, { name: "statePosition", input: { ...on, position, ...conditions } }, "chief");
        } else if (s.do === "restrict") {
          const restricted = { ...onConcern, aboutOffices: ["monitoring-officer" as const], named: [...s.named], reason: "r" };
          run(s.on, { name: "restrictConcern", input: restricted });
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
        else if (s.do === "conclude") run(s.on, { name: "concludeConcern", input: conclusion(id, s.kind, s.review) });
        else if (s.do === "close") run(s.on, { name: "closeConcern", input: { ...onConcern, reason: "r" } });
        else if (s.do === "reopen") run(s.on, { name: "reopenConcern", input: { ...onConcern, reason: "r" } });
        else if (s.do === "reviewDue")
          run(s.on, { name: "recordReviewDue", input: { ...onConcern, conclusion: state?.conclusions.at(-1)?.id ?? "" } }, "hub");
        else if (s.do === "challenge")
          run(
            s.on,
            {
              name: "challengeConcern",
              input: { ...onConcern, about: "disputed-concern", challenge: "c", answerBy: workingDaysAfter(s.on, 5) },
            },
            "panel",
          );
        else if (s.do === "answer")
          run(s.on, {
            name: "answerChallenge",
            input: { ...onConcern, challenge: state?.challenges.at(-1)?.id ?? "", answer: "a" },
          });
        else if (s.do === "escalate")
          run(s.on, {
            name: "raiseEscalation",
            input: {
              ...onConcern,
              body: government[s.body % government.length] ?? "mhclg",
              parts: ["summary"],
              explanation: "e",
              until: s.until,
              answerBy,
              grounds: ["denial"],
              reason: "r",
            },
          });
        else if (s.do === "confirm")
          run(
            s.on,
            {
              name: "confirmEscalation",
              input: { ...onConcern, escalation: state?.escalations.at(-1)?.id ?? "", reason: "r" },
            },
            "second",
          );
        else if (s.do === "converse")
          run(s.on, {
            name: "recordConversation",
            input: {
              ...onConcern,
              heldOn: s.on,
              channel: "telephone",
              offices: ["leader"],
              liaison: [],
              people: "p",
              discussed: "d",
              agreed: "a",
              nextStep: "n",
              nextStepBy: TODAY,
            },
          });
        else
          for (const { agreement } of agreementsInForce(council))
            runCouncil(s.on, { council: script.council, agreement }, "takeBackStandingAgreement");
        // Of many concerns the council is told at once how they ended.
        if (script.aware && (isCleared || index % 2 === 0) && (s.do === "conclude" || s.do === "close")) tell(s.on);
      }
      showOutcomes(TODAY);
      if (index % 16 === 14) run(TODAY, { name: "refuseOutcome", input: { concern: id } }, "chief");
      return { id, events: events.filter((event) => event.stream === stream) };
    },
  };
}

const pick = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

/** Random assignments of one person: any roles, current or not. */
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
      const { needs, strand } = roleOf(role);
      const of = needs.body ? bodiesOfKind(needs.body) : [];
      const chosen = of[body % Math.max(of.length, 1)];
      return assignmentOf(role, {
        regions: needs.regions ? regions : [],
        strands: strand ? [strand] : needs.strands ? strands : [],
        ...(needs.council && { council }),
        ...(chosen && { body: chosen.id }),
        ...(role === "cib-lead" && { seat: SEATS[of.length + strands.length] ?? "director" }),
        from: span[0] ?? TODAY,
        until: span[1] ?? TODAY,
      });
    }),
  { maxLength: 3 },
);

/** The councils in which a random person has declared an interest, mostly none. */
export const declared: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc.constant([]),
  fc.uniqueArray(fc.constantFrom(...COUNCILS), { minLength: 1, maxLength: 2 }),
);
