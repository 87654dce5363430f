// The result of a command names the created record; and all faults of an input are reported at once.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seedDemonstration } from "../../demonstration/seed.ts";
import type { StoredEvent } from "../../event-log/port.ts";
import { councilStream } from "../../services/council/events.ts";
import { foldCouncil } from "../../services/council/stream.ts";
import type { Outcome } from "../../services/pipeline/execute-command.ts";
import { awareness, CIB, concern, councilEvidence, evidence, offer, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { EVERY_COMMAND } from "../helpers/every-command.ts";
import { playEveryEvent } from "../helpers/play-every-event.ts";
import { command, done, mutation } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
/** Every command of the demonstration and of a long life of everything, with what came of it. */
const calls: { readonly name: string; readonly outcome: Outcome }[] = [];
let log: readonly StoredEvent[];
beforeAll(async () => {
  hub = await startHub({ seed: false });
  const { services } = hub.hub;
  const spied = [
    services.concern,
    services.support,
    services.submission,
    services.signal,
    services.council,
    services.people,
    services.invitation,
  ];
  for (const service of spied as { execute: unknown }[]) {
    const execute = service.execute as (name: string, ...more: unknown[]) => Promise<Outcome>;
    vi.spyOn(service as { execute: typeof execute }, "execute").mockImplementation(async (name, ...more) => {
      const outcome = await execute(name, ...more);
      calls.push({ name, outcome });
      return outcome;
    });
  }
  await seedDemonstration(hub.hub);
  await playEveryEvent(hub);
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "addEvidence", { concern: id, evidence });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, toldOn: "2026-03-02" });
  await done(hub, "adviser", "arrangeCover", {
    ...{ person: "adviser", by: "second-adviser", from: "2026-11-02", until: "2026-11-13" },
  });
  const leadership = await done(hub, "adviser", "logConcern", { ...concern, cause: "LEADERSHIP" });
  const restriction = { aboutOffices: ["CHIEF_EXECUTIVE"], named: ["leader", "monitoring-officer"], reason: "Who leads it." };
  await done(hub, "adviser", "restrictConcern", { concern: leadership, ...restriction });
  await done(hub, "chief-executive", "supplyEvidence", { concern: id, evidence: councilEvidence });
  await done(hub, "chief-executive", "requestCorrection", { concern: id, request: "It is five teams." });
  const agreement = { council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", parts: ["SUMMARY"], strand: "CHILDRENS" };
  await done(hub, "chief-executive", "giveStandingAgreement", agreement);
  vi.restoreAllMocks();
  log = await hub.hub.log.readAll("", 10_000);
  // Its clock has advanced to June.
  await hub.close();
  hub = await startHub();
});
afterAll(() => hub.close());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const idsIn = (value: unknown): readonly string[] =>
  typeof value === "string" && UUID.test(value)
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(idsIn)
      : [];
const RECORDS = /^(concern|support|submission|signal|invitation)-/;

describe("A command that creates a record", () => {
  it("returns the id of the record, and any other command returns none", () => {
    const told = new Set<string>();
    for (const { name, outcome } of calls) {
      if (outcome.kind === "refused") continue;
      // A command with an awareness record also records the council's awareness.
      const isFor = (type: string) => name === "recordAwareness" || !type.startsWith("CouncilMadeAware.");
      const own = log.filter(({ type, metadata }) => metadata.commandId === outcome.commandId && isFor(type));
      const [first] = own;
      const earlier = log.filter(({ position }) => position < (first?.position ?? ""));
      const before = new Set(earlier.flatMap(({ stream, data }) => [stream.replace(RECORDS, ""), ...idsIn(data)]));
      const begun = first?.version === 1 && RECORDS.test(first.stream) ? first.stream.replace(RECORDS, "") : undefined;
      const made = begun === undefined ? own.flatMap(({ data }) => idsIn(data)).filter((id) => !before.has(id)) : [begun];
      // A peer challenge begins with milestones, several at once.
      if (name === "beginSupport") expect(outcome.created).toBeUndefined();
      else if (made.length === 0) expect(outcome.created, name).toBe(name === "recordProgress" ? outcome.created : undefined);
      else expect(made, name).toContain(outcome.created);
      if (outcome.created !== undefined) told.add(name);
    }
    const makers = Object.entries(EVERY_COMMAND).flatMap(([name, { creates }]) => (creates === "nothing" ? [] : [name]));
    expect(makers.filter((name) => !told.has(name))).toEqual([]);
  });

  it("returns the agreement that was given, not wider ones that it takes back", async () => {
    const agreement = { council: TARROWSHIRE, body: CIB, purpose: "ALIGN_SUPPORT", strand: "CHILDRENS" };
    const wide = await command(hub, "chief-executive", "giveStandingAgreement", { ...agreement, parts: ["EVIDENCE"] });
    const input = { ...agreement, parts: ["SUMMARY"], idempotencyKey: "narrower" };
    const narrow = await command(hub, "chief-executive", "giveStandingAgreement", input);
    expect(narrow.created).not.toBe(wide.created);
    expect(await command(hub, "chief-executive", "giveStandingAgreement", input)).toMatchObject({ created: narrow.created });
    const inForce = foldCouncil(await hub.hub.log.readStream(councilStream(TARROWSHIRE))).agreements.filter(
      (one) => !one.takenBack,
    );
    expect(inForce.map((one) => one.agreement)).toContain(narrow.created);
  });

  it("returns the id over HTTP, and the same one when it is repeated", async () => {
    const logged = await command(hub, "adviser", "logConcern", concern);
    expect(logged.created).toBe(logged.id);
    const input = { concern: logged.id, evidence, idempotencyKey: "evidence once" };
    const added = await command(hub, "adviser", "addEvidence", input);
    expect(added.created).toMatch(UUID);
    expect(await command(hub, "adviser", "addEvidence", input)).toMatchObject({ id: logged.id, created: added.created });
    await done(hub, "adviser", "withdrawEvidence", { concern: logged.id, evidence: added.created, reason: "Added twice." });
    const withdrawn = await command(hub, "adviser", "makeShare", { concern: logged.id, share: added.created });
    expect(withdrawn).toMatchObject({ code: "UNKNOWN_SHARE" });
  });
});

type Refused = {
  code: string;
  field: string | null;
  message: string;
  faults: { code: string; field: string; message: string }[];
};
async function faultsOf(person: string, name: string, input: object): Promise<readonly (readonly string[])[]> {
  const document = mutation(name).replace("{ code field message }", "{ code field message faults { code field message } }");
  const { body } = await hub.ask<{ result: Refused }>(person, document, { input: { idempotencyKey: "faults", ...input } });
  const { code, field, message, faults } = body.data.result;
  expect(faults[0]).toEqual({ code, field, message });
  return faults.map((fault) => [fault.code, fault.field]);
}

describe("An input with several faults", () => {
  it.each([
    [
      "of form",
      "adviser",
      "logConcern",
      { ...concern, summary: " ", observed: "", evidence: [{ ...evidence, account: " " }] },
      [
        ["INVALID_INPUT", "summary"],
        ["VAGUE_CONCERN", "observed"],
        ["INVALID_INPUT", "evidence.0.account"],
      ],
    ],
    [
      "against the rules of a concern",
      "adviser",
      "logConcern",
      {
        ...{ ...concern, strand: "CORPORATE", period: { from: "2026-01-02", to: "2026-01-01" } },
        evidence: [evidence, { ...evidence, handling: "C", period: { from: "2026-01-01", to: "2026-12-31" } }],
      },
      [
        ["CAUSE_NOT_FOR_STRAND", "cause"],
        ["PERIOD_REVERSED", "period"],
        ["FUTURE_DATE", "evidence.1.period.to"],
        ["CONDITIONS_REQUIRED", "evidence.1.handlingConditions"],
      ],
    ],
    [
      "against the rules of support",
      "adviser",
      "offerSupport",
      { ...offer, provider: "nobody", offeredOn: "2026-03-03", until: "2026-03-09", answerBy: "2026-03-02" },
      [
        ["UNKNOWN_PROVIDER", "provider"],
        ["FUTURE_DATE", "offeredOn"],
        ["SUPPORT_DATES_REVERSED", "until"],
        ["ANSWER_DATE_TOO_EARLY", "answerBy"],
      ],
    ],
    [
      "of an assignment",
      "administrator",
      "startAssignment",
      {
        person: "adviser",
        role: "SENIOR_ADVISER",
        regions: ["E1", "E2"],
        council: TARROWSHIRE,
        from: "2026-03-02",
        until: "2026-03-01",
      },
      [
        ["ASSIGNMENT_INCOMPLETE", "strands"],
        ["ASSIGNMENT_EXCESS", "council"],
        ["UNKNOWN_REGION", "regions.0"],
        ["UNKNOWN_REGION", "regions.1"],
        ["ASSIGNMENT_REVERSED", "until"],
      ],
    ],
  ])("%s is refused with each of them", async (_, person, name, input, expected) => {
    expect(await faultsOf(person, name, input)).toEqual(expected);
  });

  it("of awareness and of a share is refused with each of them", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    const told = { ...awareness, concern: id, toldOn: "2026-03-03", bodies: ["nobody", "cib-london"] };
    expect(await faultsOf("adviser", "recordAwareness", told)).toEqual([
      ["FUTURE_DATE", "toldOn"],
      ["UNKNOWN_BODY", "bodies.0"],
      ["BODY_OUT_OF_SCOPE", "bodies.1"],
    ]);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const proposed = { ...proposal, concern: id, body: "nobody", answerBy: "2026-03-02", until: "2026-03-01" };
    expect(await faultsOf("adviser", "proposeShare", proposed)).toEqual([
      ["UNKNOWN_BODY", "body"],
      ["ANSWER_DATE_TOO_EARLY", "answerBy"],
      ["SHARE_ENDS_TOO_EARLY", "until"],
    ]);
  });

  it("is refused with only one if it has only one", async () => {
    expect(await faultsOf("adviser", "logConcern", { ...concern, council: "X99999999" })).toEqual([
      ["UNKNOWN_COUNCIL", "council"],
    ]);
  });
});
