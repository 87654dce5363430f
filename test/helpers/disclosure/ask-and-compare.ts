// Asks a hub's questions over HTTP, as somebody: what each answer carries, beside what was put on record of it before it left.
import { expect } from "vitest";
import type { PresentedAs } from "../../../graphql/context.ts";
import { PARTS } from "../../../reference/concern-parts.ts";
import { conversation, evidence, told as submissionTold } from "../../examples/api-inputs.ts";
import { askInProcess } from "../ask-in-process.ts";
import { subscribe } from "../sse.ts";
import { decidedBy, otherRecord, type RandomHub, readerFacts, recordedAfter, STEP, versionAt } from "./random-hub.ts";
import {
  type Action,
  alignedSelection,
  countedOf,
  type Field,
  fieldOf,
  identityOf,
  idOf,
  type Question,
  type QuestionContext,
  readAligned,
  readDisclosures,
  readField,
  withSides,
} from "./random-questions.ts";
import {
  type Carried,
  IDENTITY,
  type Identity,
  type OtherPicks,
  type OtherType,
  OUTERMOST,
  otherSelection,
  readConcern,
  readExported,
  readOther,
  readOtherExported,
  selectionOf,
} from "./read-answer.ts";

type Recorded = Awaited<ReturnType<typeof recordedAfter>>;
/** One answer, or one message of a subscription. `at`: the past moments that it is of. `asCouncil`: only read in an office of the council. */
export type Answer = {
  readonly person: string;
  readonly text: string;
  readonly carried: readonly string[];
  readonly recorded: Recorded;
  readonly at: readonly string[];
  readonly asCouncil?: boolean;
};
type Data = Readonly<Record<string, unknown>>;

const askerOf = (world: RandomHub, person: string): QuestionContext => ({
  parts: (id) =>
    [...PARTS, "shareTerms"].filter((part) => decidedBy(world, readerFacts(world, person).facts, id, part).length > 0),
  isOfOwnBody(id, about) {
    const share = world.hub.register
      .queries()
      .findUnchecked(id)
      ?.state()
      .shares.find((one) => one.id === about);
    return share !== undefined && readerFacts(world, person).facts.bodies.includes(share.body);
  },
});

/**
 * Asks what a question asks, or does what it does, more than an hour after whatever was asked before. A subscription gives its next message
 * when the last has been looked at.
 */
export async function* answersTo(
  world: RandomHub,
  instant: number,
  { who, fields, deed }: Question,
): AsyncGenerator<Answer, void> {
  world.test.clock.set(new Date(instant).toISOString());
  const person = world.people[who % world.people.length] ?? "";
  if (!deed) return yield await toFields(world, instant, person, fields);
  if (deed.do === "page" || deed.do === "print" || deed.do === "download")
    return yield forPage(await toFields(world, instant, person, fields, { presentation: deed.do }), deed.do);
  world.test.clock.set(new Date(instant + STEP).toISOString());
  const [{ wanted, other }] = fields as [Field];
  if (deed.do === "command") yield await toCommand(world, person, deed, wanted);
  if (deed.do === "change") yield await toChange(world, person, deed, other);
  if (deed.do === "live") yield* toLive(world, person, deed, wanted);
  if (deed.do === "follow support") yield await toSupport(world, person, deed, other);
  if (deed.do === "follow one support") yield await toOneSupport(world, person, deed, other);
  if (deed.do === "export") yield await toExport(world, person, deed);
}

/** On a page a read of one record is on record as that of its page. What is printed of a ledger is a print too. */
const forPage = ({ carried, ...answer }: Answer, surface: "page" | "print" | "download"): Answer => ({
  ...answer,
  asCouncil: surface === "print" && carried.some((entry) => entry.startsWith("ledger ")),
  carried: carried.map((entry) => entry.replace(surface === "print" ? /^(?:read|ledger) / : /^read /, `${surface} `)).sort(),
});

async function toFields(
  world: RandomHub,
  instant: number,
  person: string,
  fields: readonly Field[],
  presented?: PresentedAs,
): Promise<Answer> {
  const { test, hub } = world;
  // Where a second page is wanted: the place where the first ends.
  const after: (string | undefined)[] = [];
  for (const { kind } of fields)
    after.push(kind.ask === "list" && kind.page === 2 ? await endOfFirst(world, person, kind) : undefined);
  // Past the hour again: what was just asked for the first page's end covers nothing of what follows.
  test.clock.set(new Date(instant + STEP).toISOString());
  const position = await hub.disclosures.head();
  const text = `{ ${fields.map(({ kind, wanted, other }, q) => `q${q}: ${fieldOf(kind, world, after[q], selectionOf(wanted), (type) => otherSelection(type, other))}`).join(" ")} }`;
  const body = presented ? await askForPage(world, presented, person, text) : (await test.ask<Data>(person, text)).body;
  const recorded = await recordedAfter(world, position);
  const at = fields.flatMap(({ kind }) => ("at" in kind && kind.at !== undefined ? [kind.at] : []));
  if (body.errors) {
    // What is too large to answer carries nothing.
    expect([body.data, ...body.errors.map(({ extensions }) => extensions?.code)], text).toEqual([undefined, "TOO_LARGE"]);
    return { ...{ person, text, recorded, at }, carried: [] };
  }
  const identities = fields.map(({ kind }, q) => `q${q}: ${identityOf(kind, world, after[q])} c${q}: ${countedOf(kind)}`);
  const beside = await test.ask<Data>(person, `{ ${identities.join(" ")} }`);
  expect(beside.body.errors).toBeUndefined();
  const carried: Carried = new Set();
  for (const [q, field] of fields.entries()) {
    const answered = { value: body.data[`q${q}`], beside: beside.body.data[`q${q}`], counted: beside.body.data[`c${q}`] };
    readField(carried, field, answered, askerOf(world, person), world);
  }
  return { ...{ person, text, recorded, at }, carried: [...carried].sort() };
}

async function askForPage(world: RandomHub, presented: PresentedAs, person: string, text: string) {
  const answer = await askInProcess(world.hub, presented)(person, text);
  return JSON.parse(JSON.stringify(answer)) as Awaited<ReturnType<typeof world.test.ask<Data>>>["body"];
}

async function endOfFirst(world: RandomHub, person: string, kind: Field["kind"]): Promise<string | undefined> {
  const query = `{ q: ${identityOf(kind, world, undefined)} }`;
  const { body } = await world.test.ask<{ q: { pageInfo: { endCursor: string | null } } }>(person, query);
  return body.data.q.pageInfo.endCursor ?? undefined;
}

let keys = 0;
/** A mutation that asks for nothing but what is selected, with its variables. */
function mutationOf(world: RandomHub, name: string, id: string) {
  keys += 1;
  const item = world.hub.register.queries().findUnchecked(id)?.state().evidence[0]?.evidence ?? "none";
  const more = {
    recordConversation: { ...conversation, heldOn: "2026-03-01" },
    addEvidence: { evidence },
    reply: { reply: "A reply." },
    withdrawEvidence: { evidence: item, reason: "A reason." },
  }[name];
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return {
    text: (selection: string) =>
      `mutation($input: ${type}!) { q: ${name}(input: $input) { ... on ConcernChanged { ${selection} } ... on Refused { code } } }`,
    variables: { input: { idempotencyKey: `command-${keys}`, concern: id, ...more } },
  };
}

async function toCommand(
  world: RandomHub,
  person: string,
  deed: Action & { do: "command" },
  wanted: Field["wanted"],
): Promise<Answer> {
  const { test, hub, ids } = world;
  const { text: mutation, variables } = mutationOf(world, deed.name, ids[deed.of] ?? "");
  const position = await hub.disclosures.head();
  const text = mutation(`concern ${selectionOf(wanted)}`);
  const { body } = await test.ask<{ q: { concern?: Data } }>(person, text, variables);
  expect(body.errors, text).toBeUndefined();
  const recorded = await recordedAfter(world, position);
  const beside = await test.ask<{ q: { concern?: Identity } }>(person, mutation(`concern ${IDENTITY}`), variables);
  const identity = beside.body.data.q.concern;
  const carried: Carried = new Set();
  if (body.data.q.concern && identity) readConcern(carried, "command", body.data.q.concern, identity, wanted);
  return { ...{ person, text, recorded, at: [] }, carried: [...carried].sort() };
}

/** Subscribes to a concern. Gives the first message, and another once the council has replied, if the person may read the reply. */
async function* toLive(
  world: RandomHub,
  person: string,
  { of }: Action & { do: "live" },
  wanted: Field["wanted"],
): AsyncGenerator<Answer, void> {
  const { test, hub, ids } = world;
  const id = ids[of] ?? "";
  const text = `subscription { q: concernChanged(concern: "${id}") { ... on Refused { code } ... on ConcernUpdate { position concern ${selectionOf(wanted)} } } }`;
  let position = await hub.disclosures.head();
  const live = await subscribe<{ concern?: Data }>(test, person, text);
  const message = async (): Promise<Answer> => {
    const told = await live.next();
    const recorded = await recordedAfter(world, position);
    const beside = await test.ask<{ q: Identity | null }>(person, `{ q: concern(id: "${id}") ${IDENTITY} }`);
    const carried: Carried = new Set();
    if (told?.concern) readConcern(carried, "live", told.concern, beside.body.data.q as Identity, wanted);
    return { ...{ person, text, recorded, at: [] }, carried: [...carried].sort() };
  };
  try {
    const first = await message();
    yield first;
    const { text: mutation, variables } = mutationOf(world, "reply", id);
    const isTold = askerOf(world, person).parts(id).includes("summary");
    position = await hub.disclosures.head();
    const { body } = await test.ask<{ q: { id?: string } }>("chief-executive", mutation("id"), variables);
    if (!body.data.q.id || !isTold) return;
    const second = await message();
    // Of the other records that the first message carried, nothing has changed, so that a second read within the hour is not recorded.
    yield { ...second, carried: second.carried.filter((entry) => entry.includes(id) || !first.carried.includes(entry)) };
  } finally {
    await live.leave();
  }
}

/** A command on a record other than a concern, whose answer carries it. */
async function toChange(
  world: RandomHub,
  person: string,
  { type, of }: Action & { do: "change" },
  wanted: OtherPicks,
): Promise<Answer> {
  const { test, hub } = world;
  keys += 1;
  const id = idOf(world, type, of);
  const [name, input] = {
    Support: ["setMilestone", { support: id, kind: "OTHER", due: "2026-12-01" }] as const,
    Submission: ["tellCouncilOfSubmission", { submission: id, ...submissionTold }] as const,
    Signal: ["answerSignal", { signal: id, answer: "An answer." }] as const,
  }[type];
  const field = type.toLowerCase();
  const mutation = (selection: string) =>
    `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { q: ${name}(input: $input) { ... on ${type}Changed { ${field} ${selection} } ... on Refused { code } } }`;
  const variables = { input: { idempotencyKey: `command-${keys}`, ...input } };
  const position = await hub.disclosures.head();
  const text = mutation(otherSelection(type, wanted));
  const { body } = await test.ask<{ q: Readonly<Record<string, Data | undefined>> }>(person, text, variables);
  expect(body.errors, text).toBeUndefined();
  const recorded = await recordedAfter(world, position);
  const carried: Carried = new Set();
  const node = body.data.q[field];
  if (node) readOther(carried, "command", type, node, id, wanted);
  return { ...{ person, text, recorded, at: [] }, carried: [...carried].sort() };
}

/** Follows a council's support: how it stands. */
async function toSupport(
  world: RandomHub,
  person: string,
  { council, clashes }: Action & { do: "follow support" },
  other: OtherPicks,
): Promise<Answer> {
  const { test, hub } = world;
  const question = (fields: string, of: (type: OtherType) => string) => alignedSelection(fields, clashes, 20, of);
  const asked = question("", (type) => otherSelection(type, other));
  const text = `subscription { q: supportChanged(council: "${council}") { ... on Refused { code } ... on SupportUpdate { position support ${asked} } } }`;
  const position = await hub.disclosures.head();
  const live = await subscribe<{ support?: Data }>(test, person, text);
  const told = await live.next();
  const recorded = await recordedAfter(world, position);
  await live.leave();
  const identity = withSides(question("council { code } strands { strand }", () => "{ id }"));
  const beside = await test.ask<{ q: { alignedSupport: Parameters<typeof readAligned>[3] | null } }>(
    person,
    `{ q: council(code: "${council}") { alignedSupport ${identity} } }`,
  );
  const { alignedSupport } = beside.body.data.q;
  const carried: Carried = new Set();
  if (told?.support && alignedSupport) readAligned(carried, "live", told.support, alignedSupport, other);
  return { ...{ person, text, recorded, at: [] }, carried: [...carried].sort() };
}

/** Follows one support: how it stands. */
async function toOneSupport(
  world: RandomHub,
  person: string,
  { of }: Action & { do: "follow one support" },
  other: OtherPicks,
): Promise<Answer> {
  const { test, hub } = world;
  const id = idOf(world, "Support", of);
  const text = `subscription { q: oneSupportChanged(support: "${id}") { ... on Refused { code } ... on OneSupportUpdate { position support ${otherSelection("Support", other)} } } }`;
  const position = await hub.disclosures.head();
  const live = await subscribe<{ support?: Data }>(test, person, text);
  const told = await live.next();
  const recorded = await recordedAfter(world, position);
  await live.leave();
  const carried: Carried = new Set();
  if (told?.support) readOther(carried, "live", "Support", told.support, id, other);
  return { ...{ person, text, recorded, at: [] }, carried: [...carried].sort() };
}

type Exported = {
  readonly disclosures: Parameters<typeof readDisclosures>[2];
  readonly concerns: readonly Data[];
  readonly ofCouncil: Readonly<Record<"supports" | "submissions" | "signals", readonly Data[]>> | null;
};
async function toExport(world: RandomHub, person: string, { council, at }: Action & { do: "export" }): Promise<Answer> {
  const { test, hub } = world;
  const position = await hub.disclosures.head();
  const headers = { "content-type": "application/json", authorization: `Bearer ${await test.token(person)}` };
  const text = JSON.stringify({ council, format: "json", ...(at && { at }) });
  const response = await fetch(`${test.url}/ledger`, { method: "POST", headers, body: text });
  const file = await response.text();
  const recorded = await recordedAfter(world, position);
  const carried: Carried = new Set();
  if (response.status === 200) {
    const { concerns, ofCouncil, disclosures } = JSON.parse(file) as Exported;
    readDisclosures(carried, "export", disclosures);
    for (const concern of concerns) readExported(carried, concern);
    for (const support of ofCouncil?.supports ?? []) readOtherExported(carried, "Support", support);
    for (const submission of ofCouncil?.submissions ?? []) readOtherExported(carried, "Submission", submission);
    for (const signal of ofCouncil?.signals ?? []) readOtherExported(carried, "Signal", signal);
  } else expect([400, 404], file).toContain(response.status);
  return { ...{ person, recorded, at: at ? [at] : [] }, text: `POST /ledger ${text}`, carried: [...carried].sort() };
}

/** In which council's office somebody reads its ledger; anywhere else, in all that they hold. */
const officeOf = (surface: string, council: string, asCouncil = false) =>
  surface === "ledger" || surface === "export" || asCouncil ? council : undefined;

const OUTERMOST_OF: Readonly<Record<string, string>> = {
  ...{ concern: "headline", support: OUTERMOST.Support, submission: OUTERMOST.Submission, signal: OUTERMOST.Signal },
};
const isAware = ({ hub }: RandomHub, id: string) => hub.register.queries().findUnchecked(id)?.facts.councilAware;
function isKnownOther(held: RandomHub, id: string): boolean {
  const found = otherRecord(held, id);
  return found?.type !== "Submission" || found.facts.councilAware;
}

/** Each entry has the version of the concern, the policies by which its reader has each part, and their capacities. */
export async function expectRightEntries(
  held: RandomHub,
  { person, text, recorded, at, asCouncil }: Answer,
  meet: (what: string) => void = () => {},
): Promise<void> {
  for (const { council, series, person: whom, assignments, views, surface } of recorded) {
    meet(surface);
    expect(whom).toBe(person);
    expect(new Set(recorded.map(({ request }) => request)).size).toBe(1);
    const isOfThePast = at.length > 0 && ["past", "ledger", "export"].includes(surface);
    const { facts, current } = readerFacts(held, person, officeOf(surface, council, asCouncil));
    for (const { kind, records, parts } of views)
      for (const { id, version } of records) {
        const state = kind === "concern" ? held.hub.register.queries().findUnchecked(id)?.state() : otherRecord(held, id)?.state;
        const then = isOfThePast && kind === "concern" ? await Promise.all(at.map((moment) => versionAt(held, id, moment))) : [];
        expect(state?.council).toBe(council);
        expect([state?.version, ...then], `${surface} in ${text}`).toContain(version);
        // What a council has not been told of is in a series of its own.
        const isKnown = kind === "concern" ? isAware(held, id) : isKnownOther(held, id);
        expect(series, `${kind} ${surface} in ${text}`).toBe(isKnown ? "" : id);
        for (const [part, policies] of Object.entries(parts)) {
          for (const met of [part, ...policies]) meet(met);
          const decided = decidedBy(held, facts, id, part);
          // A past record has the terms of the shares of that time, which are some of the shares that the reader has today.
          const expected = isOfThePast && part === "shareTerms" ? policies.filter((one) => decided.includes(one)) : decided;
          expect(policies.toSorted(), `${person}: ${part} in ${text}`).toEqual(expected.toSorted());
          expect(policies.length).toBeGreaterThan(0);
        }
        // A reader of an outcome need not see the headline. Neither need somebody who is asked to accept a share's conditions.
        const seesNoHeadline = kind === "concern" && decidedBy(held, facts, id, "headline").length === 0;
        const outermost =
          "outcome" in parts
            ? "outcome"
            : "shareEnding" in parts
              ? "shareEnding"
              : seesNoHeadline
                ? "shareTerms"
                : OUTERMOST_OF[kind];
        const alone = current.filter(({ facts }) => decidedBy(held, facts, id, outermost ?? "").length > 0);
        const through = (alone.length > 0 ? alone : current).map(({ id }) => id);
        // The reader may have seen a past record by another of their assignments than today's.
        if (isOfThePast)
          expect(
            held.hub.people
              .queries()
              .viewer(person)
              ?.assignments.map(({ assignment }) => assignment),
          ).toEqual(expect.arrayContaining([...assignments]));
        // A ledger names the offices in its council alone: rules.test.ts holds it to that.
        else if (surface === "ledger" || asCouncil) expect(through).toEqual(expect.arrayContaining([...assignments]));
        else expect(assignments, `${person}: ${surface} in ${text}`).toEqual(through);
        if (through.length < current.length) meet("through some of several assignments");
      }
  }
  if (recorded.length === 0) meet("nothing");
}
