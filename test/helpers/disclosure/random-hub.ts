// A hub for the tests of disclosures: people of every kind, concerns with random histories, and one concern with everything in it. Also functions
// that read what the hub has on record, and that ask policy who may see what.

import { NO_ROLE, type Principal, READ_ACTIONS, READ_OUTCOME } from "../../../policies/engine/facts.ts";
import type { Part } from "../../../reference/concern-parts.ts";
import { concernStream } from "../../../services/concern/events.ts";
import { shareFacts } from "../../../services/concern/facts.ts";
import { isCurrent, personFacts } from "../../../services/people/assignments.ts";
import { interestsOf } from "../../../services/people/interests.ts";
import { roleOf } from "../../../services/people/roles.ts";
import type { Assignment } from "../../../services/people/state.ts";
import { signalFacts } from "../../../services/signal/service.ts";
import { submissionFacts } from "../../../services/submission/service.ts";
import { supportFacts } from "../../../services/support/facts.ts";
import {
  awareness,
  CIB,
  concern,
  evidence,
  offer,
  proposal,
  signal,
  submission,
  told as submissionTold,
  TARROWSHIRE,
} from "../../examples/api-inputs.ts";
import { answerDay } from "../fair-days.ts";
import { historyWriter, type Script } from "../random-histories.ts";
import { done } from "../send-command.ts";
import { startHub } from "../test-hub.ts";
import { disclosuresIn, type RecordedDisclosure } from "./recorded-disclosures.ts";

/** When the first question is asked; each comes more than an hour after the one before, so that nothing is covered by it. */
export const BEGIN = Date.parse("2026-03-10T00:30:00.000Z");
export const STEP = 61 * 60_000;
/** Since when people have been assigned: before anything happened. */
const ASSIGNED = "2025-12-15T12:00:00.000Z";

export const COUNCILS = ["X00000004", "X00000005", "X00000009", "X00000010"];
const ALL_STRANDS = ["corporate", "childrens", "adults"] as const;
export const REGIONS = ["E12000004", "E12000007", "E12000008"];
/** People that every hub has beside generated ones, so that each kind of reader asks; some through several assignments. */
const REGULARS: Readonly<Record<string, readonly object[]>> = {
  adviser: [{ role: "principal-adviser", regions: REGIONS, strands: ALL_STRANDS }],
  "second-adviser": [
    { role: "senior-adviser", regions: ["E12000004"], strands: ["childrens"] },
    { role: "senior-adviser", regions: ["E12000004", "E12000007"], strands: ALL_STRANDS },
    { role: "member-peer", regions: ["E12000004"] },
  ],
  "chief-executive": [{ role: "chief-executive", council: TARROWSHIRE }],
  officer: [
    { role: "nominated-officer", council: TARROWSHIRE, strands: ALL_STRANDS },
    { role: "cib-lead", regions: ["E12000004"] },
  ],
  leads: [
    { role: "cib-lead", regions: REGIONS },
    { role: "adass-lead", regions: REGIONS },
    { role: "member-peer", regions: REGIONS },
  ],
  panel: [{ role: "panel-member" }],
  department: [{ role: "department", body: "dfe" }],
  "adviser-and-officer": [
    { role: "principal-adviser", regions: ["E12000004"], strands: ALL_STRANDS },
    { role: "nominated-officer", council: TARROWSHIRE, strands: ALL_STRANDS },
  ],
  improvement: [{ role: "regional-improvement", regions: REGIONS }],
  administrator: [{ role: "administrator" }],
};

/** Person -> the councils in which they have declared an interest. Everybody else declares that they have none. */
const INTERESTS: Readonly<Record<string, readonly string[]>> = { improvement: ["X00000004"], panel: ["X00000009"] };

type Act = (person: string, name: string, input: object) => Promise<string>;

/** Supports, submissions and requests for support in several states, of two councils; the last id of each kind does not exist. */
async function otherRecords(act: Act, cited: string) {
  const running = await act("adviser", "offerSupport", { ...offer, shownTo: [CIB] });
  await act("chief-executive", "answerSupport", { support: running, answer: "AGREED", regionSees: "PURPOSE" });
  await act("adviser", "beginSupport", { support: running, begunOn: "2026-03-10" });
  await act("adviser", "setMilestone", { support: running, kind: "OTHER", due: "2026-03-20", about: "Two teams." });
  await act("adviser", "recordProgress", {
    support: running,
    reviewedOn: "2026-03-10",
    progress: "WORKING",
    finding: "Two of six.",
  });
  const offered = await act("leads", "offerSupport", { ...offer, provider: CIB });
  const dates = await act("adviser", "offerSupport", { ...offer, kind: "MENTORING" });
  await act("chief-executive", "answerSupport", { support: dates, answer: "AGREED", regionSees: "DATES" });
  const declined = await act("adviser", "offerSupport", {
    ...offer,
    strand: "CORPORATE",
    causes: ["FINANCE"],
    kind: "MENTORING",
  });
  await act("chief-executive", "answerSupport", { support: declined, answer: "DECLINED", statement: "Not now." });
  const elsewhere = await act("adviser", "offerSupport", {
    ...offer,
    council: "X00000009",
    strand: "CORPORATE",
    causes: ["FINANCE"],
  });
  const untold = await act("department", "submitInformation", { ...submission, reference: "R-7 (invented)" });
  const told = await act("department", "submitInformation", { ...submission, reference: "R-8 (invented)" });
  await act("adviser", "tellCouncilOfSubmission", { submission: told, ...submissionTold });
  const answered = await act("chief-executive", "requestSupport", signal);
  await act("adviser", "answerSignal", { signal: answered, answer: "It runs.", supports: [running, offered] });
  const open = await act("chief-executive", "requestSupport", { ...signal, strand: "CORPORATE", causes: ["FINANCE"] });
  const none = "no-such-record";
  return {
    supports: [running, offered, dates, declined, elsewhere, none],
    submissions: [cited, untold, told, none],
    signals: [answered, open, none],
  };
}

/** Starts a hub with the concerns that the scripts create, the other records that they cite, and people who query it. */
export async function startRandomHub(
  scripts: readonly Script[],
  generated: readonly (readonly [assignments: readonly Assignment[], declared: readonly string[]])[],
) {
  const test = await startHub({ seed: false, at: ASSIGNED });
  const { hub } = test;
  const people: Readonly<Record<string, readonly [held: readonly object[], declared: readonly string[]]>> = {
    ...Object.fromEntries(Object.entries(REGULARS).map(([person, held]) => [person, [held, INTERESTS[person] ?? []]])),
    ...Object.fromEntries(generated.map((one, n) => [`generated-${n}`, one])),
  };
  for (const [person, [held]] of Object.entries(people)) {
    const name = `${person} (invented)`;
    await hub.services.people.execute("registerPerson", { person, name }, hub.asHub(`register-${person}`));
    for (const [n, given] of held.entries()) {
      const {
        assignment: _,
        started: __,
        strands,
        ...wanted
      } = {
        ...{ from: "2025-01-01", until: "2026-12-31" },
        ...given,
      } as Assignment;
      // Some roles have a strand of their own, which the command does not take.
      const input = { person, ...wanted, ...(roleOf(wanted.role).strand === undefined && { strands }) };
      const outcome = await hub.services.people.execute("startAssignment", input, hub.asHub(`${person}-${n}`));
      // A generated person may have been dealt roles that do not mix. They keep the first of these.
      if (outcome.kind === "refused" && outcome.code !== "ROLES_DO_NOT_MIX") throw new Error(`${person}: ${outcome.message}`);
    }
  }
  for (const [person, [, councils]] of Object.entries(people)) {
    const declaring: Principal = { type: "Person", facts: { ...NO_ROLE, id: person } };
    const context = { ...hub.asHub(`declare-${person}`), principal: declaring };
    const outcome = await hub.services.people.execute("declareInterests", { person, councils }, context);
    if (outcome.kind === "refused") throw new Error(`${person}: ${outcome.message}`);
  }
  test.clock.set(new Date(BEGIN).toISOString());
  const made = await Promise.all(Array.from({ length: 2 * scripts.length }, hub.keys.newKey));
  const writer = historyWriter(hub.keys, () => made.pop() ?? "");
  for (const [index, one] of scripts.entries()) writer.write(one, index);
  let last = "";
  for (const { stream, type, data, at, metadata } of writer.events) {
    const appended = await hub.log.append({ stream, expected: "any", events: [{ type, data }], metadata, bodyDigest: "", at });
    if (appended.kind !== "appended") throw new Error(`Not appended: ${appended.kind}`);
    last = appended.position;
  }
  await hub.caughtUp(last);

  let keys = 0;
  const act = async (person: string, name: string, input: object): Promise<string> => {
    keys += 1;
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const id = "... on ConcernChanged { id } ... on SubmissionChanged { id } ... on Refused { message }";
    const result =
      name === "submitInformation"
        ? id.replace("... on ConcernChanged { id }", "")
        : id.replace("... on SubmissionChanged { id }", "");
    const query = `mutation($input: ${type}!) { done: ${name}(input: $input) { ${result} } }`;
    const { body } = await test.ask<{ done: { id?: string } }>(person, query, {
      input: { idempotencyKey: `w-${keys}`, ...input },
    });
    if (!body.data?.done.id) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return body.data.done.id;
  };
  // One that rests on a department's submission, of which the council and the department know; with evidence that nobody was told of yet,
  // one piece that was withdrawn, and a protected source. And one that the same submission is evidence of, and no council knows of.
  const cited = await act("department", "submitInformation", submission);
  const restingOn = { ...concern, evidence: [evidence, { ...evidence, submission: cited, reference: "R-1" }] };
  const told = { ...awareness, toldOn: "2026-03-01", bodies: ["cib-east-midlands", "dfe"] };
  const known = await act("adviser", "logConcern", restingOn);
  await act("adviser", "recordAwareness", { concern: known, ...told });
  for (const body of ["cib-east-midlands", "dfe"]) {
    const answerBy = answerDay(hub.today());
    await act("adviser", "proposeShare", { concern: known, ...proposal, body, parts: ["SUMMARY", "EVIDENCE"], answerBy });
    const share = hub.register.queries().findUnchecked(known)?.state().shares.at(-1)?.id;
    await act("chief-executive", "statePosition", { concern: known, share, position: "AGREES" });
    await act("adviser", "makeShare", { concern: known, share });
  }
  await act("adviser", "addEvidence", { concern: known, evidence: { ...evidence, protectedSource: true, reference: "R-2" } });
  const withdrawn = hub.register.queries().findUnchecked(known)?.state().evidence[1]?.evidence;
  await act("adviser", "withdrawEvidence", { concern: known, evidence: withdrawn, reason: "It was about another team." });
  const unknown = await act("adviser", "logConcern", restingOn);
  const ids = [...scripts.map((_, n) => `concern-${n}`), known, unknown, "no-such-concern"];
  const others = await otherRecords((person, name, input) => done(test, person, name, input), cited);
  return { test, hub, ids, cited, ...others, people: Object.keys(people) };
}
export type RandomHub = Awaited<ReturnType<typeof startRandomHub>>;

/** Logs a concern that is shared with the CIB leads on conditions in words, which they have not accepted yet. */
export async function addShareToAccept({ test, hub, ids }: RandomHub): Promise<void> {
  const id = await done(test, "adviser", "logConcern", { ...concern, cause: "FINANCE" });
  await done(test, "adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-03-01" });
  await done(test, "adviser", "proposeShare", { concern: id, ...proposal, answerBy: answerDay(hub.today()) });
  const share = hub.register.queries().findUnchecked(id)?.state().shares[0]?.id;
  const conditions = { position: "AGREES_WITH_CONDITIONS", parts: ["HEADLINE"], statement: "For the leads alone." };
  await done(test, "chief-executive", "statePosition", { concern: id, share, ...conditions });
  await done(test, "adviser", "makeShare", { concern: id, share });
  ids.push(id);
}

/** A share with the regional leads that has ended, of which they are told that alone. */
export async function addEndedShare({ test, hub, ids }: RandomHub): Promise<void> {
  const id = await done(test, "adviser", "logConcern", { ...concern, cause: "DISENGAGEMENT" });
  await done(test, "adviser", "recordAwareness", { concern: id, ...awareness, toldOn: "2026-03-01" });
  await done(test, "adviser", "proposeShare", { concern: id, ...proposal, answerBy: answerDay(hub.today()) });
  const share = hub.register.queries().findUnchecked(id)?.state().shares[0]?.id;
  await done(test, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  await done(test, "adviser", "makeShare", { concern: id, share });
  await done(test, "adviser", "withdrawShare", { concern: id, share, reason: "It is over." });
  ids.push(id);
}

/** What was put on record after a position. */
export const recordedAfter = async ({ hub }: RandomHub, position: string): Promise<readonly RecordedDisclosure[]> =>
  (await hub.disclosures.readAll(position, 10_000)).flatMap(disclosuresIn);
export const entriesOf = (recorded: readonly RecordedDisclosure[]): readonly string[] =>
  [
    ...new Set(
      recorded.flatMap(({ surface, council, views }) =>
        views.length === 0
          ? [`${surface} ${council}`]
          : views.flatMap(({ records, parts }) =>
              records.flatMap(({ id }) => Object.keys(parts).map((part) => `${surface} ${id} ${part}`)),
            ),
      ),
    ),
  ].sort();

/** Who the person is to policy today, in all and by each current assignment alone; where a council is named, as one of its own. */
export function readerFacts({ hub }: RandomHub, person: string, council?: string) {
  const viewer = hub.people.queries().viewer(person);
  const held = (viewer?.assignments ?? []).filter((one) => isCurrent(one, hub.today()));
  const current = held.filter((one) => council === undefined || one.council === council);
  const declaring = { assignments: current, declarations: viewer?.declarations ?? [] };
  const facts = personFacts(person, current, hub.today(), interestsOf(declaring, hub.today(), hub.councils.linkedCodes));
  const interests = [...facts.interests, ...(viewer?.facts.interests ?? [])];
  return {
    facts,
    current: current.map((one) => ({ id: one.assignment, facts: personFacts(person, [one], hub.today(), interests) })),
  };
}

/** A record other than a concern, as the hub holds it. */
export function otherRecord({ hub }: RandomHub, id: string) {
  const support = hub.support.queries().findUnchecked(id);
  if (support) return { type: "Support", state: support, facts: supportFacts(support) } as const;
  const submission = hub.intake.queries().findSubmissionUnchecked(id);
  if (submission) {
    const facts = submissionFacts(submission.state, submission.councilAware);
    return { type: "Submission", state: submission.state, facts } as const;
  }
  const signal = hub.intake.queries().findSignalUnchecked(id);
  return signal && ({ type: "Signal", state: signal, facts: signalFacts(signal) } as const);
}

/** Part of a record other than a concern -> the action that reads it. */
const ACTION_OF: Readonly<Record<string, string>> = {
  ...{ engagement: "readSupport", purpose: "readSupportPurpose", supportDetail: "readSupportDetail" },
  ...{ submission: "readSubmission", handling: "readSubmissionHandling", signal: "readSignal" },
};

/** How many events a concern held at a moment: its version then. */
export async function versionAt({ hub }: RandomHub, id: string, at: string): Promise<number> {
  const events = await hub.log.readStream(concernStream(id));
  return events.filter((event) => event.at <= at).length;
}

/** The policies by which Cedar lets somebody see a part; none where it does not. */
export function decidedBy(world: RandomHub, facts: ReturnType<typeof personFacts>, id: string, part: string): readonly string[] {
  const { hub } = world;
  const decide = (action: string, resource: Parameters<typeof hub.policy.decide>[2]) => {
    const { allowed, policies } = hub.policy.decide({ type: "Person", facts }, action, resource);
    return allowed ? policies.map((one) => one.id) : [];
  };
  const action = ACTION_OF[part];
  const other = action && otherRecord(world, id);
  if (action) {
    if (!other) return [];
    const decided = (name: string) => decide(name, { type: other.type, id, facts: other.facts } as never).toSorted();
    // Whoever may read the detail may read the purpose.
    return part === "purpose" && decided(action).length === 0 ? decided("readSupportDetail") : decided(action);
  }
  const found = hub.register.queries().findUnchecked(id);
  if (!found) return [];
  if (part === "outcome") return decide(READ_OUTCOME, { type: "Concern", id, facts: found.facts }).toSorted();
  if (part !== "shareTerms" && part !== "shareEnding")
    return decide(READ_ACTIONS[part as Part], { type: "Concern", id, facts: found.facts }).toSorted();
  const shares = found.state().shares.flatMap((share) => {
    const resource = { type: "Share", id: share.id, facts: shareFacts(share, found.facts, found.day) } as const;
    if (part === "shareEnding") return decide("readShareEnding", resource);
    return [...decide("readShareTerms", resource), ...decide("readShareConditions", resource)];
  });
  return [...new Set(shares)].sort();
}
