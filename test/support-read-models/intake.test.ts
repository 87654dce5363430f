// What came in from others: lists for any viewer agree with Cedar, and a submission is its council's to see exactly from the moment that
// it was told of it or is aware of a concern that cites it.
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { NO_CONCERN } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { FIRST_PLACE, placeOf, type Waiting } from "../../projections/inbox/waiting-task.ts";
import { intakeModel } from "../../projections/intake/intake.ts";
import type { IntakeQueries } from "../../projections/intake/queries.ts";
import { openStore } from "../../projections/runtime/store.ts";
import type { Reader } from "../../queries/concerns/authorised-concern.ts";
import type { ReadDeps } from "../../queries/deps.ts";
import { listSignals, listSubmissions, type SubmissionFilter } from "../../queries/intake/read-intake.ts";
import { BODY_KINDS, bodiesOfKind } from "../../reference/bodies.ts";
import { STRANDS } from "../../reference/strands.ts";
import { concernStream } from "../../services/concern/events.ts";
import { daysAfter } from "../../services/dates.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { signalStream } from "../../services/signal/events.ts";
import { signalFacts } from "../../services/signal/service.ts";
import { submissionStream } from "../../services/submission/events.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import { audiencesOf } from "../../services/tasks.ts";
import { evidenceAdded, evidenceWithdrawn, logged, madeAware, submissionCited } from "../examples/concern.ts";
import { answered, requested, setAside, signalWithdrawn, submitted, toldOfSubmission } from "../examples/support.ts";
import { assignments, declared, TODAY } from "../helpers/random-histories.ts";
import { COUNCILS, logWriter } from "../helpers/random-supports.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";
import { councils, noKeys } from "../helpers/specification.ts";
import { readerOf } from "../helpers/viewer.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});
const opened = () => {
  const store = openStore(intakeModel, ":memory:", { keys: noKeys, today: () => TODAY });
  cleanups.push(() => store.db.isOpen && store.close());
  return store;
};

const policy = loadPolicy();
const rights = rightsUnder(policy);
const SENDERS = BODY_KINDS.filter((kind) => kind !== "panel").map((kind) => bodiesOfKind(kind)[1]?.id ?? expect.fail());

// What comes in, and what is done with it: for a concern, submissions are cited as evidence, evidence is withdrawn, the council is told.
const [COMING, CONCERNS] = [8, 4];
const nth = fc.nat(COMING - 1);
const concern = fc.nat(CONCERNS - 1);
const of = { council: fc.constantFrom(...COUNCILS), strand: fc.constantFrom(...STRANDS), body: fc.constantFrom(...SENDERS) };
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("submit" as const), ...of, protectedSource: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("signal" as const), ...of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("tell" as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("setAside" as const), nth }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("cite" as const), nth, concern }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("withdraw" as const), nth, concern }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("aware" as const), concern }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("answer" as const), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("withdrawSignal" as const), nth }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Came = { readonly id: string; readonly council: string; readonly region: string; readonly strand: string };
type Submission = Came & { readonly body: string; readonly protectedSource: boolean; told: boolean; aside: boolean };
type Signal = Came & { over: boolean };
type Citation = { readonly concern: string; readonly submission: string; readonly evidence: string; standing: boolean };

/** The steps as events, and beside them, kept as plainly as can be, what they came to. */
function happening() {
  const writer = logWriter();
  const submissions: Submission[] = [];
  const signals: Signal[] = [];
  const cites: Citation[] = [];
  const aware = new Set<string>();
  const append = (stream: string, ...events: readonly { type: string; data: object }[]) =>
    writer.append(stream, `${daysAfter("2026-02-20", writer.events.length % 15)}T10:00:00.000Z`, events);

  function take(step: Step): void {
    const came = (what: string, n: number) => {
      const { council, strand } = step as Extract<Step, { do: "submit" }>;
      return { id: `${what}-${n}`, council, region: councils.find(council)?.region ?? "", strand };
    };
    const submission = "nth" in step ? submissions[step.nth] : undefined;
    const signal = "nth" in step ? signals[step.nth] : undefined;
    const id = "concern" in step ? `concern-${step.concern}` : "";
    if (step.do === "submit") {
      const made = came("submission", submissions.length);
      submissions.push({ ...made, body: step.body, protectedSource: step.protectedSource, told: false, aside: false });
      const { council, region } = made;
      append(
        submissionStream(made.id),
        submitted({ council, region, strand: step.strand, body: step.body, protectedSource: step.protectedSource }),
      );
    } else if (step.do === "signal") {
      const made = came("signal", signals.length);
      signals.push({ ...made, over: false });
      append(signalStream(made.id), requested({ council: made.council, region: made.region, strand: step.strand }));
    } else if (step.do === "tell" && submission) {
      submission.told = true;
      append(submissionStream(submission.id), toldOfSubmission());
    } else if (step.do === "setAside" && submission?.told && !submission.aside) {
      submission.aside = true;
      append(submissionStream(submission.id), setAside());
    } else if (step.do === "cite" && submission) {
      const evidence = `evidence-${writer.events.length}`;
      cites.push({ concern: id, submission: submission.id, evidence, standing: true });
      append(concernStream(id), evidenceAdded({ evidence }), submissionCited(evidence, submission.id));
    } else if (step.do === "withdraw") {
      const cited = cites.find(({ concern, submission: s, standing }) => concern === id && s === submission?.id && standing);
      if (cited) cited.standing = false;
      append(concernStream(id), evidenceWithdrawn(cited?.evidence ?? "that cites nothing"));
    } else if (step.do === "aware") {
      aware.add(id);
      append(concernStream(id), madeAware());
    } else if ((step.do === "answer" || step.do === "withdrawSignal") && signal && !signal.over) {
      signal.over = true;
      append(signalStream(signal.id), step.do === "answer" ? answered() : signalWithdrawn());
    }
  }
  for (let n = 0; n < CONCERNS; n += 1) append(concernStream(`concern-${n}`), logged());
  return {
    events: writer.events as readonly StoredEvent[],
    ...{ take, submissions, signals },
    councilAware: ({ id, told }: Submission) => told || cites.some((c) => c.submission === id && aware.has(c.concern)),
    considered: ({ id, aside }: Submission) => aside || cites.some((c) => c.submission === id),
    waits: ({ id, aside }: Submission) => !aside && !cites.some((c) => c.submission === id && c.standing),
    concernsOf: ({ id }: Submission) =>
      [...new Set(cites.filter((c) => c.submission === id && c.standing).map(({ concern }) => concern))].sort(),
  };
}
const steps = fc.array(step, { minLength: 20, maxLength: 60 });
const manySteps = fc.array(step, { minLength: 100, maxLength: 100 });

/** A whole list, page by page. */
function whole(list: (after: string | undefined, limit: number) => readonly string[] | undefined, size: number): string[] {
  const seen: string[] = [];
  for (;;) {
    const page = list(seen.at(-1), size) ?? expect.fail("There is nothing to go on from.");
    seen.push(...page);
    if (page.length < size) return seen;
  }
}
const readingOf = (queries: IntakeQueries, today = TODAY) => ({
  ...{ rights, policy, certainToday: () => today },
  intake: { queries: () => queries },
  // The council was told of every second concern.
  register: {
    queries: () => ({
      findUnchecked: (id: string) => ({ id, facts: { ...NO_CONCERN, ...OF_CONCERN, councilAware: /[02468]$/.test(id) } }),
    }),
  } as unknown as Pick<ReadDeps, "register">["register"],
});
const OF_CONCERN = { council: COUNCILS[0], region: "E12000004", strand: "childrens", evidenced: true };
const lists = (queries: IntakeQueries, reader: Reader, filter: SubmissionFilter = {}, today = TODAY) => ({
  submissions: (after: string | undefined, limit: number) =>
    listSubmissions(readingOf(queries, today), reader.person, filter, after, limit)?.map(({ record }) => record.state.id),
  signals: (after: string | undefined, limit: number) =>
    listSignals(readingOf(queries), reader.person, after, limit)?.map(({ id }) => id),
});

describe("A submission", () => {
  it("is visible to its council from when the council was told of it or aware of a concern that cites it, whichever was first", () => {
    const seen = { told: 0, cited: 0, citedLate: 0 };
    fc.assert(
      fc.property(steps, (all) => {
        const { queries, applyPage } = opened();
        const { events, take, submissions, councilAware, waits, concernsOf, considered } = happening();
        let at = 0;
        for (const step of all) {
          const before = submissions.map(councilAware);
          take(step);
          applyPage(events.slice(at));
          at = events.length;
          for (const [n, submission] of submissions.entries()) {
            const held = queries.findSubmissionUnchecked(submission.id);
            expect(held).toMatchObject({ councilAware: councilAware(submission), concerns: concernsOf(submission) });
            expect(held?.considered).toBe(considered(submission));
            if (councilAware(submission) && !before[n])
              seen[step.do === "tell" ? "told" : step.do === "cite" ? "citedLate" : "cited"] += 1;
          }
          const waiting = STRANDS.flatMap((strand) =>
            ["E12000004", "E12000007", "E12000008"].flatMap((region) =>
              queries.tasks.waiting([`scope:${region}/${strand}`], "somebody", "2026-12-31", FIRST_PLACE, 100),
            ),
          ).filter(({ kind }) => kind === "submission-to-consider");
          expect(new Set(waiting.map(({ subject }) => subject))).toEqual(new Set(submissions.filter(waits).map(({ id }) => id)));
        }
      }),
      { numRuns: cases(25, 200), endOnFailure: true },
    );
    for (const [how, times] of Object.entries(seen)) expect(times, how).toBeGreaterThan(0);
  });

  it("stays visible to its council after the evidence that cites it is withdrawn, and waits to be considered again", () => {
    const { queries, applyPage } = opened();
    const { events, take } = happening();
    const [council, strand, body] = ["X00000004", "adults", "cqc"] as const;
    const scope = ["scope:E12000004/adults"] as const;
    const waiting = () => queries.tasks.waiting(scope, "adviser", TODAY, FIRST_PLACE, 10).map(({ kind, due }) => [kind, due]);
    take({ do: "submit", council, strand, body, protectedSource: false });
    applyPage(events);
    const due = [["submission-to-consider", "2026-03-03"]];
    expect(waiting()).toEqual(due);
    for (const step of [
      { do: "cite", nth: 0, concern: 1 },
      { do: "aware", concern: 1 },
    ] as const)
      take(step);
    applyPage(events.slice(5));
    expect(waiting()).toEqual([]);
    take({ do: "withdraw", nth: 0, concern: 1 });
    applyPage(events.slice(-1));
    expect(waiting()).toEqual(due);
    expect(queries.findSubmissionUnchecked("submission-0")).toMatchObject({ councilAware: true, concerns: [] });
  });
});

describe("Lists of submissions and requests for support", () => {
  it("have the entries that Cedar lets the viewer see, newest first, page by page without gaps or repeats", () => {
    const seen = { submissions: 0, signals: 0, hidden: 0, council: 0 };
    fc.assert(
      fc.property(manySteps, fc.array(fc.tuple(assignments, declared), { minLength: 20, maxLength: 20 }), (all, viewers) => {
        const { queries, applyPage } = opened();
        const { events, take, submissions, signals, councilAware } = happening();
        for (const step of all) take(step);
        applyPage(events);
        for (const [n, [held, councils]] of viewers.entries()) {
          const reader = readerOf(held, rights, TODAY, `viewer-${n}`, councils);
          const principal = { type: "Person", facts: reader.person } as const;
          const maySubmission = (s: Submission) => {
            const facts = submissionFacts(s as Parameters<typeof submissionFacts>[0], councilAware(s));
            return policy.decideCached(principal, "readSubmission", { type: "Submission", id: "s", facts }).allowed;
          };
          const maySignal = (s: Signal) => {
            const facts = signalFacts(s as Parameters<typeof signalFacts>[0]);
            return policy.decideCached(principal, "readSignal", { type: "Signal", id: "s", facts }).allowed;
          };
          const expected = {
            submissions: submissions.filter(maySubmission).map(({ id }) => id),
            signals: signals.filter(maySignal).map(({ id }) => id),
          };
          seen.submissions += expected.submissions.length;
          seen.signals += expected.signals.length;
          seen.hidden += submissions.length - expected.submissions.length;
          seen.council += submissions.filter((s) => reader.person.councils.includes(s.council) && maySubmission(s)).length;
          const found = lists(queries, reader);
          for (const size of [1, 3, 100]) {
            expect(whole(found.submissions, size)).toEqual(expected.submissions.toReversed());
            expect(whole(found.signals, size)).toEqual(expected.signals.toReversed());
          }
        }
      }),
      { numRuns: cases(3, 12), endOnFailure: true },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });

  it("have by a filter those of which the viewer is shown that they match", () => {
    const seen = { matching: 0, other: 0, waiting: 0, considered: 0, hidden: 0 };
    const filters: readonly SubmissionFilter[] = [
      ...COUNCILS.map((council) => ({ council })),
      ...STRANDS.map((strand) => ({ strand })),
      ...[true, false].map((isWaiting) => ({ isWaiting })),
      ...[true, false].map((isWaiting) => ({ isWaiting, strand: "childrens" as const })),
    ];
    fc.assert(
      fc.property(manySteps, fc.array(assignments, { minLength: 10, maxLength: 10 }), fc.nat(30), (all, viewers, days) => {
        const { queries, applyPage } = opened();
        const { events, take } = happening();
        for (const step of all) take(step);
        applyPage(events);
        const today = daysAfter(TODAY, days);
        for (const held of viewers) {
          const reader = readerOf(held, rights, TODAY);
          const shown = listSubmissions(readingOf(queries, today), reader.person, {}, undefined, 1_000) ?? expect.fail();
          for (const filter of filters) {
            const { council, strand, isWaiting } = filter;
            const expected = shown.filter(({ record: { state, concerns: resting }, handling, concerns, considered }) => {
              if (handling && resting.length > concerns.length) seen.hidden += 1;
              const waits = handling ? !state.setAside && concerns.length === 0 : !considered;
              if (isWaiting !== undefined) seen[waits ? "waiting" : "considered"] += 1;
              return [council ?? state.council, strand ?? state.strand, isWaiting ?? waits].every(
                (value, index) => value === [state.council, state.strand, waits][index],
              );
            });
            seen.matching += expected.length;
            seen.other += shown.length - expected.length;
            for (const size of [1, 4])
              expect(whole(lists(queries, reader, filter, today).submissions, size)).toEqual(
                expected.map(({ record }) => record.state.id),
              );
          }
        }
      }),
      { numRuns: cases(3, 12), endOnFailure: true },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });

  it("are undefined after an unknown entry", () => {
    const { queries } = opened();
    const { submissions, signals } = lists(queries, readerOf([], rights, TODAY));
    expect(submissions("none", 5)).toBeUndefined();
    expect(signals("none", 5)).toBeUndefined();
    expect([submissions(undefined, 5), signals(undefined, 5)]).toEqual([[], []]);
    expect([queries.findSubmissionUnchecked("none"), queries.findSignalUnchecked("none")]).toEqual([undefined, undefined]);
  });
});

describe("The read model of submissions and requests for support", () => {
  it("is the same for events one by one, in pages, or all at once", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 7 }), (all, size) => {
        const { events, take } = happening();
        for (const step of all) take(step);
        const [atOnce, inPages] = [opened(), opened()];
        atOnce.applyPage(events);
        for (let at = 0; at < events.length; at += size) inPages.applyPage(events.slice(at, at + size));
        expect(contentsOf(inPages.db)).toEqual(contentsOf(atOnce.db));
        atOnce.close();
        inPages.close();
      }),
      { numRuns: cases(12, 120), endOnFailure: true },
    );
  });

  it("has the advisers' tasks in order of their due dates, page by page without gaps or repeats", () => {
    fc.assert(
      fc.property(steps, assignments, (all, held) => {
        const { queries, applyPage } = opened();
        const { events, take, submissions, signals, waits } = happening();
        for (const step of all) take(step);
        applyPage(events);
        const person = personFacts("viewer", held, TODAY);
        const audiences = audiencesOf(person);
        const found: Waiting[] = [];
        for (;;) {
          const last = found.at(-1);
          const page = queries.tasks.waiting(audiences, person.id, "2026-12-31", last ? placeOf(last) : FIRST_PLACE, 2);
          found.push(...page);
          if (page.length < 2) break;
        }
        const places = found.map((task) => JSON.stringify(placeOf(task)));
        expect(places).toEqual([...new Set(places)].sort());
        const mine = ({ region, strand }: Came) => person.adviserScopes.includes(`${region}/${strand}`);
        const waiting = [...submissions.filter(waits), ...signals.filter(({ over }) => !over)].filter(mine);
        expect(found.map(({ subject }) => subject).sort()).toEqual(waiting.map(({ id }) => id).sort());
      }),
      { numRuns: cases(25, 200), endOnFailure: true },
    );
  });
});
