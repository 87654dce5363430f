import { describe, expect, it } from "vitest";
import {
  councilStrandOf,
  NO_CONCERN,
  NO_ROLE,
  NO_SIGNAL,
  NO_SUBMISSION,
  NO_SUPPORT,
  scopeOf,
} from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { keysOf } from "../../reference/keys-of.ts";
import { TASK_KINDS, type TaskKind } from "../../services/tasks.ts";
import { assignmentOf, viewerOf } from "../../test/helpers/viewer.ts";
import { mayDo, TASK_ACTIONS } from "./task-actions.ts";

const policy = loadPolicy();
const rights = rightsUnder(policy);
const TODAY = "2026-03-02";
const [COUNCIL, REGION, STRAND] = ["X00000004", "E12000004", "childrens"] as const;
const PLACE = {
  ...{ council: COUNCIL, region: REGION, strand: STRAND },
  ...{ scope: scopeOf(REGION, STRAND), councilStrand: councilStrandOf(COUNCIL, STRAND) },
};
const RECORDS = {
  Concern: { type: "Concern", id: "concern", facts: { ...NO_CONCERN, ...PLACE, councilAware: true, evidenced: true } },
  Support: { type: "Support", id: "support", facts: { ...NO_SUPPORT, ...PLACE, provider: "lga" } },
  Submission: { type: "Submission", id: "submission", facts: { ...NO_SUBMISSION, ...PLACE, body: "dfe", councilAware: true } },
  Signal: { type: "Signal", id: "signal", facts: { ...NO_SIGNAL, ...PLACE } },
} as const;
const RESTRICTED = {
  ...RECORDS.Concern,
  facts: { ...RECORDS.Concern.facts, restricted: true, namedReaders: ["head", "speaker", "reader"] },
};

const viewer = (id: string, role: Parameters<typeof assignmentOf>[0], more: object, interests: readonly string[] = []) =>
  viewerOf(id, [assignmentOf(role, more)], TODAY, interests).facts;
const officer = { council: COUNCIL, strands: [STRAND] };
const PEOPLE = {
  head: viewer("head", "chief-executive", { council: COUNCIL }),
  speaker: viewer("speaker", "nominated-officer", { ...officer, speaks: true }),
  reader: viewer("reader", "nominated-officer", officer),
  adviser: viewer("adviser", "principal-adviser", { regions: [REGION], strands: [STRAND] }),
  interested: viewer("interested", "principal-adviser", { regions: [REGION], strands: [STRAND] }, [COUNCIL]),
};
const kinds = (person: keyof typeof PEOPLE, record: Parameters<typeof mayDo>[3]): readonly TaskKind[] =>
  keysOf(TASK_KINDS).filter((kind) => TASK_ACTIONS[kind] !== "read" && mayDo({ rights }, PEOPLE[person], kind, record));

const OF_COUNCIL: readonly TaskKind[] = [
  ...(["awareness-to-answer", "words-to-answer", "outcome-ahead", "reply-wanted"] as const),
  ...(["position-wanted", "share-overridden", "share-in-advance"] as const),
];

describe("A task", () => {
  it("is done by actions that some policy permits, and by nobody without a role", () => {
    for (const kind of keysOf(TASK_KINDS)) {
      const actions = TASK_ACTIONS[kind];
      if (actions === "read") continue;
      for (const type of keysOf(RECORDS)) {
        for (const action of actions[type] ?? []) {
          const effects = Object.keys(policy.policiesOn(action)).map((id) => policy.texts.get(id)?.effect);
          expect({ kind, action, effects }).toMatchObject({ effects: expect.arrayContaining(["permit"]) });
        }
        expect({ kind, may: mayDo({ rights }, NO_ROLE, kind, RECORDS[type]) }).toEqual({ kind, may: false });
      }
    }
  });

  it("of a concern that waits for the council is done by those who may speak for it, of a restricted one by the named among them", () => {
    for (const person of ["head", "speaker"] as const) {
      expect(kinds(person, RECORDS.Concern)).toEqual(expect.arrayContaining([...OF_COUNCIL]));
      expect(kinds(person, RESTRICTED)).toEqual(expect.arrayContaining([...OF_COUNCIL]));
    }
    for (const record of [RECORDS.Concern, RESTRICTED]) expect(kinds("reader", record)).toEqual([]);
    expect(kinds("speaker", { ...RESTRICTED, facts: { ...RESTRICTED.facts, namedReaders: ["head"] } })).toEqual([]);
    expect(kinds("head", RECORDS.Support)).toEqual([
      "awareness-to-answer",
      "offer-to-answer",
      "move-to-answer",
      "outcome-to-judge",
    ]);
    expect(kinds("reader", RECORDS.Support)).toEqual([]);
    expect(kinds("head", RECORDS.Submission)).toEqual(["awareness-to-answer"]);
  });

  it("that needs a second person is not done by an adviser who has an interest in the council", () => {
    const missing = (record: Parameters<typeof mayDo>[3]) =>
      kinds("adviser", record).filter((kind) => !kinds("interested", record).includes(kind));
    expect(missing(RECORDS.Concern)).toEqual(["awareness-disputed", "letter-to-confirm", "danger-to-confirm"]);
    for (const record of [RECORDS.Support, RECORDS.Submission]) expect(missing(record)).toEqual(["awareness-disputed"]);
  });

  it("of the advisers is done by every adviser of the region and strand", () => {
    expect(kinds("adviser", RECORDS.Signal)).toEqual(["signal-to-answer"]);
    expect(kinds("adviser", RECORDS.Submission)).toEqual(["awareness-disputed", "submission-to-consider"]);
    for (const kind of ["make-council-aware", "telling-overdue", "share-to-make", "objection-to-settle"] as const)
      expect(kinds("interested", RECORDS.Concern)).toContain(kind);
  });
});
