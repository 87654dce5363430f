// Commands on invisible records: nothing of the record is read, and the response and its time are those for a record that does not exist.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { awareness, concern, conclusions, evidence, offer, signal, submission, told } from "../examples/api-inputs.ts";
import { type AskInProcess, askInProcess } from "../helpers/ask-in-process.ts";
import { expectSameCpu } from "../helpers/compare-processor-time.ts";
import { command, done, mutation } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const NOTHING = "00000000-0000-8000-8000-000000000000";
const OUTSIDER = "adviser-london";
const reason = "It was asked for.";
/** One of each way into a stream: what is named, and the rest of the input. */
const COMMANDS: Readonly<Record<string, readonly [kind: "concern" | "support" | "submission" | "signal", input: object]>> = {
  reply: ["concern", { reply: reason }],
  withdrawEvidence: ["concern", { evidence: NOTHING, reason }],
  makeShare: ["concern", { share: NOTHING }],
  closeConcern: ["concern", { reason, expectedVersion: 3 }],
  endSupport: ["support", { how: "STOPPED", endedOn: "2026-03-02", reason }],
  judgeOutcome: ["support", { by: "COUNCIL", judgement: "EFFECTIVE", why: reason }],
  tellCouncilOfSubmission: ["submission", told],
  answerSignal: ["signal", { answer: reason, supports: [] }],
};

let hub: TestHub;
let ask: AskInProcess;
let ids: Readonly<Record<"concern" | "support" | "submission" | "signal", string>>;
beforeAll(async () => {
  hub = await startHub();
  ask = askInProcess(hub.hub);
  const long = "Words that were observed, at some length. ".repeat(200);
  const id = await done(hub, "adviser", "logConcern", { ...concern, observed: long });
  for (let n = 0; n < 40; n += 1)
    await done(hub, "adviser", "addEvidence", { concern: id, evidence: { ...evidence, account: `${n} ${long}` } });
  const support = await done(hub, "adviser", "offerSupport", { ...offer, aim: long });
  ids = {
    ...{ concern: id, support },
    submission: await done(hub, "department", "submitInformation", { ...submission, account: long }),
    signal: await done(hub, "chief-executive", "requestSupport", { ...signal, wanted: long }),
  };
});
afterAll(() => hub.close());

let keys = 0;
const asked = async (name: string, person: string, named: string) => {
  const [kind, input] = COMMANDS[name] ?? expect.fail(name);
  keys += 1;
  const variables = { input: { idempotencyKey: `unseen-${keys}`, [kind]: named, ...input } };
  const { data, errors } = await ask(person, mutation(name), variables);
  return errors ?? data?.result;
};

describe("A command on a record that the person may not see", () => {
  it.each(Object.keys(COMMANDS))("%s is refused like a command on no record, and no stream is read", async (name) => {
    const [kind] = COMMANDS[name] ?? expect.fail(name);
    const read = vi.spyOn(hub.hub.log, "readStream");
    try {
      const invisible = await asked(name, OUTSIDER, ids[kind]);
      expect(invisible).toMatchObject({ __typename: "Refused", code: "NOT_FOUND" });
      expect(await asked(name, OUTSIDER, NOTHING)).toEqual(invisible);
      expect(read.mock.calls).toEqual([]);
    } finally {
      read.mockRestore();
    }
  });

  it("is refused at once while other commands on the record run", async () => {
    let free = () => {};
    const busy = new Promise<void>((resolve) => {
      free = resolve;
    });
    const append = vi.spyOn(hub.hub.log, "append");
    const original = append.getMockImplementation();
    expect(original).toBeUndefined();
    append.mockImplementationOnce(async () => {
      await busy;
      return { kind: "key-reused" };
    });
    const working = command(hub, "adviser", "addEvidence", { concern: ids.concern, evidence });
    await vi.waitFor(() => expect(append).toHaveBeenCalled());
    expect(await asked("reply", OUTSIDER, ids.concern)).toMatchObject({ code: "NOT_FOUND" });
    free();
    await working;
    append.mockRestore();
  });

  it.each(["closeConcern", "endSupport"])("%s takes as long as on no record", async (name) => {
    const [kind] = COMMANDS[name] ?? expect.fail(name);
    await expectSameCpu(
      name,
      () => asked(name, OUTSIDER, ids[kind]),
      () => asked(name, OUTSIDER, NOTHING),
    );
  });

  it("is found by a person who may see it", async () => {
    for (const [name, [kind]] of Object.entries(COMMANDS))
      expect(await asked(name, "adviser", ids[kind]), name).not.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("A support that a command names", () => {
  it("and that the person may not see is refused like an unknown one, and is not read", async () => {
    const elsewhere = await done(hub, "adviser", "offerSupport", {
      ...offer,
      strand: "CORPORATE",
      causes: ["FINANCE"],
      kind: "MENTORING",
    });
    const logged = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { concern: logged, ...awareness });
    const read = vi.spyOn(hub.hub.log, "readStream");
    const named = (support: string) =>
      command(hub, "adviser", "concludeConcern", { concern: logged, ...conclusions.lightSupport, supports: [support] });
    const unknown = await named(NOTHING);
    expect(unknown).toMatchObject({ code: "UNKNOWN_SUPPORT" });
    expect(read.mock.calls.flat()).not.toContain(`support-${NOTHING}`);
    // The adviser of both strands sees this one: it is read, and refused for what it is.
    expect(await named(elsewhere)).toMatchObject({ code: "SUPPORT_OF_ANOTHER_STRAND" });
    read.mockRestore();
  });
});

describe("A person whom a command names", () => {
  it("and who is no adviser there is refused like an unknown person, and no stream of theirs is read", async () => {
    const read = vi.spyOn(hub.hub.log, "readStream");
    const named = (person: string) => command(hub, "adviser", "nameLead", { council: "X00000005", person });
    const known = await named("adviser-london");
    expect(known).toMatchObject({ code: "NOT_AN_ADVISER_THERE" });
    expect(await named("nobody-at-all")).toEqual(known);
    expect(read.mock.calls.map(([stream]) => stream).filter((stream) => stream.startsWith("person-"))).toEqual([]);
    read.mockRestore();
  });
});

describe("A position", () => {
  it("of a command without effect is never twice the same, nor longer or shorter than another", async () => {
    const address = { person: "cib-lead", address: "ann@candour.test" };
    const first = await command(hub, "cib-lead", "setMailAddress", address);
    const again = [
      await command(hub, "cib-lead", "setMailAddress", address),
      await command(hub, "cib-lead", "setMailAddress", address),
    ];
    const positions = [first, ...again].map(({ position }) => position ?? "");
    expect(new Set(positions).size).toBe(3);
    expect(new Set(positions.map((position) => position.length)).size).toBe(1);
    for (const position of positions) {
      const { errors } = await ask("cib-lead", "query($p: String) { inbox(first: 1, afterPosition: $p) { nodes { kind } } }", {
        p: position,
      });
      expect(errors).toBeUndefined();
    }
  });

  it.each([
    ["of another person", /given to another person/],
    ["that is none", /is not a position/],
  ])("%s is refused with a message that says so", async (what, sentence) => {
    const { position } = await command(hub, "cib-lead", "setMailAddress", { person: "cib-lead", address: "bea@candour.test" });
    const given = what === "that is none" ? `${position?.slice(0, -4)}AAAA` : position;
    const { errors } = await ask("adviser", "query($p: String) { inbox(first: 1, afterPosition: $p) { nodes { kind } } }", {
      p: given,
    });
    expect(errors?.[0]?.message).toMatch(sentence);
    expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });
});
