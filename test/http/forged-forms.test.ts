// Forms that no page has offered: values that are no choice, fields that are given twice or left out, names of an object's own properties, buttons that
// do not exist. No journey fails over them, and none does what was not answered.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownerMark } from "../../web/form-owner.ts";
import { JOURNEYS } from "../../web/pages.ts";
import { EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { askInProcess } from "../helpers/ask-in-process.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { startPages } from "../helpers/pages.ts";

const PEOPLE = ["adviser", "chief-executive", "governance-officer"];
const MARKUP = "<script>";
/** The fields of which a journey's steps could depend. */
const CHOICES = [
  ...["kind", "strand", "body", "parts", "purpose", "answer", "how", "regionSees", "role", "office", "channel", "position"],
  ...["outcome", "words", "supports", "causes", "judgement", "package", "choice", "council", "regions", "toldOffice", "grading"],
  ...["wants", "shown", "person", "by", "who", "strands", "speaks", "acting"],
];
const fieldsOf = (value: string) => CHOICES.map((name): readonly [string, string] => [name, value]);
type Fields = readonly (readonly [string, string])[];
const FORGED: readonly (readonly [string, Fields])[] = [
  ["values that are no choice", [["go", "next"], ...fieldsOf(MARKUP)]],
  ["names of an object's own properties", [["go", "next"], ["step", "constructor"], ...fieldsOf("__proto__")]],
  ["everything twice", [["go", "next"], ...fieldsOf("constructor"), ...fieldsOf(MARKUP), ["version", "1"], ["version", "x"]]],
  [
    "a step and a button that do not exist",
    [
      ["go", "change-constructor"],
      ["step", "__proto__"],
      ["changing", MARKUP],
    ],
  ],
  ["nothing at all", []],
];

let hub: Awaited<ReturnType<typeof startPages>>;
let dir: string;
/** A concern's page, or one of its records -> its ids. */
let names: readonly Readonly<Record<string, string>>[];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-forged-"));
  const full = await startFullHub(dir);
  const at = full.hub.clock.now().toISOString();
  await full.hub.close();
  hub = await startPages({ dir, seed: false, at });
  const ask = async <Data>(query: string) => (await askInProcess(hub.hub)("adviser", query)).data as Data;
  type Ids = readonly { readonly id: string }[];
  type Found = { readonly id: string; readonly sharingRecord: Ids; readonly awareness: Ids; readonly shareRequests: Ids };
  const { concerns, supports, signals } = await ask<{
    readonly concerns: { readonly nodes: readonly (Found & { readonly summary: { readonly corrections: Ids } | null })[] };
    readonly supports: { readonly nodes: Ids };
    readonly signals: { readonly nodes: Ids };
  }>(`{ supports(first: 100) { nodes { id } } signals(first: 1) { nodes { id } }
    concerns(first: 100) { nodes { id sharingRecord { id } awareness { id } shareRequests { id } summary { corrections { id } } } } }`);
  names = concerns.nodes.map(({ id, sharingRecord, awareness, shareRequests, summary }, index) => ({
    ...{ council: TARROWSHIRE, region: EAST_MIDLANDS, concern: id, person: "cib-lead" },
    share: sharingRecord[0]?.id ?? "none",
    record: awareness[0]?.id ?? "none",
    request: shareRequests[0]?.id ?? "none",
    correction: summary?.corrections[0]?.id ?? "none",
    support: supports.nodes[index % supports.nodes.length]?.id ?? "none",
    signal: signals.nodes[0]?.id ?? "none",
  }));
});
afterAll(async () => {
  await hub.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Who may open the journey, and at which address; undefined if nobody may on any record that there is. */
async function findOpen(path: string) {
  const addresses = names.map((of) => path.replace(/:(\w+)/g, (_, name: string) => of[name] ?? "none"));
  for (const address of new Set(addresses))
    for (const person of PEOPLE) if ((await hub.open(person, address)).status === 200) return { address, person };
  return undefined;
}

describe("A form that no page has offered", () => {
  it("comes back to be mended, or is refused, on every journey", async () => {
    let journeys = 0;
    for (const { path } of JOURNEYS) {
      const open = await findOpen(path);
      if (!open) continue;
      journeys += 1;
      const before = await hub.hub.log.head();
      for (const [what, fields] of FORGED) {
        const response = await fetch(`${hub.url}${open.address}`, {
          ...({ method: "POST", redirect: "manual" } as const),
          headers: { "x-test-person": open.person, "sec-fetch-site": "same-origin" },
          body: new URLSearchParams(
            [["owner", ownerMark(open.person)], ["key", what], ...fields].map(([name = "", value = ""]) => [name, value]),
          ),
        });
        expect([path, what, [200, 400, 404, 422].includes(response.status) ? "" : response.status]).toEqual([path, what, ""]);
        expect(await response.text(), `${path}: ${what}`).not.toContain(MARKUP);
      }
      expect(await hub.hub.log.head(), path).toBe(before);
    }
    expect(journeys).toBeGreaterThan(20);
    expect(hub.logged.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([]);
  });
});
