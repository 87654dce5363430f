import { expect, it } from "vitest";
import { NO_CONCERN } from "../policies/engine/facts.ts";
import { rightsUnder } from "../policies/engine/rights.ts";
import type { Quarantined } from "../projections/runtime/quarantine.ts";
import { concernStream } from "../services/concern/events.ts";
import { shipped } from "../test/helpers/policy-files.ts";
import { assignmentOf, viewerOf } from "../test/helpers/viewer.ts";
import { countCannotBeRead, isUnreadableTo } from "./cannot-be-read.ts";

const COUNCIL = "X00000004";
const TODAY = "2026-03-02";

it("tells the named reader of a restricted concern that it cannot be read, and nobody else of the council that there is one", () => {
  const officer = (person: string) => viewerOf(person, [assignmentOf("chief-executive", { council: COUNCIL })], TODAY).facts;
  const facts = {
    ...NO_CONCERN,
    ...{ council: COUNCIL, strand: "corporate", councilStrand: `${COUNCIL}/corporate`, councilAware: true, evidenced: true },
    ...{ restricted: true, namedReaders: ["ada"] },
  };
  const quarantine = {
    of: () => [{ facts } as unknown as Quarantined],
    factsOf: (stream: string) => (stream === concernStream("unreadable") ? facts : undefined),
  };
  // The register has given up the concern, and no other names her.
  const deps = { rights: rightsUnder(shipped, () => new Set()), quarantine };
  const seenBy = (person: string, id: string) => [
    isUnreadableTo(deps, officer(person), "concern", id),
    countCannotBeRead(deps, officer(person), "concern"),
  ];
  expect(seenBy("ada", "unreadable")).toEqual([true, 1]);
  expect(seenBy("ben", "unreadable")).toEqual([false, 0]);
  expect(isUnreadableTo(deps, officer("ada"), "concern", "unknown")).toBe(false);
});
