import { describe, expect, it } from "vitest";
import { enumName } from "../text/enum-name.ts";
import { importJsonLines } from "./json-lines.ts";
import { keyOfText } from "./keys.ts";
import type { CommandAnswer } from "./outcome.ts";
import { preparePerson } from "./people.ts";

const dates = { from: "2026-01-01", until: "2027-12-31" };
type Input = Readonly<Record<string, unknown>>;
type Held = { readonly ended?: true } & Input;

async function importing(lines: readonly object[], held: readonly Held[] = []) {
  const starts: Input[] = [];
  const send = async (name: string, input: Input): Promise<CommandAnswer> => {
    if (name === "registerPerson") return { kind: "done", recorded: held.length === 0, result: {} };
    starts.push(input);
    const assignments = held.map(({ council, body, regions = [], strands = [], role, ended, ...rest }) => ({
      ...rest,
      role: enumName(String(role)),
      regions: (regions as string[]).map((code) => ({ code })),
      strands: (strands as string[]).map(enumName),
      council: council ? { code: council } : null,
      body: body ? { id: body } : null,
      seat: null,
      ended: ended ? { at: "2026-11-01T12:00:00Z" } : null,
    }));
    return { kind: "done", recorded: held.length === 0, result: { person: { assignments } } };
  };
  async function* bytes() {
    yield Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n"));
  }
  let key = 0;
  const report = await importJsonLines(
    bytes(),
    1,
    preparePerson(send, () => `key-${++key}`),
  );
  return { starts, outcomes: report.imported.map(({ outcome }) => outcome) };
}

const person = (...assignments: readonly object[]) => ({ person: "p", name: "P (invented)", assignments });

describe("A file of people", () => {
  it("says the same under a council's former and current code, and sends the keys of the former release along", async () => {
    const leader = (council: string) => ({ role: "leader", council, ...dates });
    const { starts, outcomes } = await importing([person(leader("E08000016")), person(leader("E08000038"))]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["new", "unchanged"]);
    const former = (council: string) =>
      keyOfText(JSON.stringify({ person: "p", role: "leader", regions: [], strands: [], council, ...dates }));
    expect(starts).toMatchObject([{ council: "E08000038", formerIdempotencyKeys: [former("E08000016"), former("E08000038")] }]);
  });

  it.each([
    ["council", { role: "nominated-officer" }, { council: "X00000004" }, { council: "X00000005" }],
    ["region", { role: "principal-adviser", strands: ["corporate"] }, { regions: ["E12000004"] }, { regions: ["E12000007"] }],
    ["strand", { role: "principal-adviser", regions: ["E12000004"] }, { strands: ["corporate"] }, { strands: ["adults"] }],
  ])("reports that an assignment was ended, while one of another %s continues", async (_, common, first, second) => {
    const both = [first, second].map((one) => ({ ...common, ...dates, ...one }));
    const { outcomes } = await importing([person(...both)], [{ ...both[0], ended: true }, { ...both[1] }]);
    expect(outcomes).toEqual([
      { kind: "unchanged", notes: [`assignment 1 (${common.role}) has been ended since and stays ended`] },
    ]);
  });
});
