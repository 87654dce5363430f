import { describe, expect, it } from "vitest";
import { presentEvidence } from "../../queries/concerns/present.ts";
import {
  addEvidence,
  adviserEvidence,
  aware,
  councilSupplied,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  logConcern,
  logged,
  madeAware,
  period,
  recoded,
  supplyEvidence,
  withdrawEvidence,
} from "../../test/examples/concern.ts";
import { concernOf, given, noKeys, seesAllWords, seesToldWords, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { UploadedFile } from "./attachments.ts";
import type { Citation, ConcernEvent } from "./events.ts";
import { currentEvidence, isEvidenced } from "./state.ts";

const tomorrow = "2026-03-03";

const UPLOADED: UploadedFile = { id: "upload", name: "Letter.pdf", type: "pdf", bytes: 1_200, sha256: "ab", scan: "clean" };
const withUpload = { upload: (id: string) => (id === "upload" ? UPLOADED : undefined) };

describe("Evidence with files", () => {
  it("names each with its kind, size and scan in the open, and with its name and hash sealed", () => {
    const attachment = { attachment: "attachment-upload", type: "pdf", bytes: 1_200, scan: "clean" } as const;
    const attachments = [{ ...attachment, text: plain({ name: "Letter.pdf", sha256: "ab" }) }];
    given(evidenced, withUpload)
      .when(addEvidence({ attachments: ["upload"] }))
      .then([evidenceAdded({ attachments })]);
  });

  it("is refused if one of them was not uploaded by its sender", () => {
    given(evidenced, withUpload)
      .when(addEvidence({ attachments: ["upload", "other"] }))
      .thenRefused("UNKNOWN_UPLOAD", "evidence.attachments.1");
    given([], withUpload)
      .when(logConcern({ evidence: [adviserEvidence, { ...adviserEvidence, attachments: ["other"] }] }))
      .thenRefused("UNKNOWN_UPLOAD", "evidence.1.attachments.0");
  });

  it("keeps its files from everybody but the advisers if its source is protected", () => {
    const attachments = [
      { attachment: "a", type: "pdf", bytes: 1, scan: "clean", text: plain({ name: "n", sha256: "s" }) },
    ] as const;
    const concern = concernOf([
      ...evidenced,
      evidenceAdded({ evidence: "secret", protectedSource: true, attachments: [...attachments] }),
    ]);
    const namesFor = (protectedSource: boolean) =>
      presentEvidence(noKeys, concern, { protectedSource, unsharedEvidence: true }, seesAllWords).map(({ attachments: files }) =>
        files?.map(({ name }) => name),
      );
    expect([namesFor(true), namesFor(false)]).toEqual([
      [[], ["n"]],
      [[], undefined],
    ]);
  });
});

describe("Evidence added by an adviser", () => {
  it("joins the concern with its grading", () => {
    given(evidenced).when(addEvidence()).then([evidenceAdded()]);
  });

  it("from a protected source stores the source and its reference separately sealed, and shows only the sanitised account", () => {
    given(evidenced)
      .when(addEvidence({ protectedSource: true, handling: "C", handlingConditions: "Not outside the region." }))
      .then([
        evidenceAdded({
          protectedSource: true,
          handling: "C",
          text: plain({ account: adviserEvidence.account, handlingConditions: "Not outside the region." }),
          protectedText: plain({ source: "External auditor", reference: "Annual report, page 12" }),
        }),
      ]);
  });

  it("from a protected source without a reference stores the source sealed", () => {
    given(evidenced)
      .when(addEvidence({ protectedSource: true, reference: undefined }))
      .then([
        evidenceAdded({
          protectedSource: true,
          text: plain({ account: adviserEvidence.account }),
          protectedText: plain({ source: "External auditor" }),
        }),
      ]);
  });

  it("that may be shared only with conditions names the conditions", () => {
    given(evidenced)
      .when(addEvidence({ handling: "C" }))
      .thenRefused("CONDITIONS_REQUIRED", "evidence.handlingConditions");
    given([])
      .when(logConcern({ evidence: [adviserEvidence, { ...adviserEvidence, handling: "C" }] }))
      .thenRefused("CONDITIONS_REQUIRED", "evidence.1.handlingConditions");
  });

  it("for a future or reversed period is refused", () => {
    given(evidenced)
      .when(addEvidence({ period: { from: period.from, to: tomorrow } }))
      .thenRefused("FUTURE_DATE", "evidence.period.to");
    given(evidenced)
      .when(addEvidence({ period: { from: TODAY, to: "2026-03-01" } }))
      .thenRefused("PERIOD_REVERSED", "evidence.period");
  });

  it("still joins a concern about a council that has since been abolished", () => {
    given([logged({ council: "X00000007", region: "E12000006" })])
      .when(addEvidence())
      .then([evidenceAdded()]);
  });
});

describe("Evidence supplied by the council", () => {
  it("joins the concern as the council's, ungraded and never from a protected source", () => {
    given(aware)
      .when(supplyEvidence())
      .then([councilSupplied("evidence-0")]);
  });

  it("follows the same rules on periods and handling", () => {
    given(aware)
      .when(supplyEvidence({ handling: "C" }))
      .thenRefused("CONDITIONS_REQUIRED", "evidence.handlingConditions");
    given(aware)
      .when(supplyEvidence({ period: { from: period.from, to: tomorrow } }))
      .thenRefused("FUTURE_DATE", "evidence.period.to");
  });

  it("does not count as evidence on which a concern can rest", () => {
    const state = concernOf([...evidenced, councilSupplied(), evidenceWithdrawn()]);
    expect(currentEvidence(state)).toEqual([]);
  });
});

describe("Evidence that the council has not been told of", () => {
  const untold = evidenceAdded({ evidence: "untold" });
  const told = (events: readonly ConcernEvent[]) => concernOf(events).evidence.map((item) => item.told);

  it("is visible only to advisers until a later awareness record; the council's own evidence is known to it at once", () => {
    expect(told(evidenced)).toEqual([false]);
    expect(told([...evidenced, councilSupplied()])).toEqual([false, true]);
    expect(told(aware)).toEqual([true]);
    expect(told([...aware, untold])).toEqual([true, false]);
    expect(told([...aware, untold, madeAware([], "second")])).toEqual([true, true]);
  });

  it("does not count as evidence on which a concern rests once the council is aware of the concern", () => {
    const rests = (...events: ConcernEvent[]) => isEvidenced(concernOf(events));
    expect(rests(...evidenced)).toBe(true);
    expect(rests(...aware, untold)).toBe(true);
    expect(rests(...aware, untold, evidenceWithdrawn())).toBe(false);
    expect(rests(...aware, untold, councilSupplied(), evidenceWithdrawn())).toBe(false);
    expect(rests(...aware, untold, evidenceWithdrawn(), madeAware([], "second"))).toBe(true);
    expect(rests(logged(), madeAware(), untold)).toBe(false);
  });

  it("still counts as evidence of the adviser's that was not withdrawn", () => {
    expect(currentEvidence(concernOf([...aware, untold]))).toHaveLength(2);
  });

  it("is not shown to a recipient, and is shown, as untold, to those who may see unshared evidence", () => {
    const shown = (events: readonly ConcernEvent[], unsharedEvidence: boolean) =>
      presentEvidence(
        noKeys,
        concernOf(events),
        { protectedSource: false, unsharedEvidence },
        unsharedEvidence ? seesAllWords : seesToldWords(concernOf(events)),
      ).map((item) => [item.id, item.told]);
    const events = [...aware, untold, councilSupplied()];
    expect(shown(events, false)).toEqual([
      ["evidence-0", true],
      ["supplied", true],
    ]);
    expect(shown(events, true)).toEqual([
      ["evidence-0", true],
      ["untold", false],
      ["supplied", true],
    ]);
    expect(shown([...events, evidenceWithdrawn("untold")], false)).toHaveLength(2);
    expect(shown([...events, madeAware([], "second")], false)).toHaveLength(3);
  });
});

describe("A published metric", () => {
  const cites = { metric: "4274", area: "X00000001", period: "tax_2024_25" };
  const value = {
    label: "Council tax base",
    unit: "Dwellings",
    periodLabel: "2024/25",
    value: 41_200.5,
    region: null,
    england: 62_000,
  };
  const published = (metric: string, area: string, at: string): Citation | undefined =>
    metric === "4274" && at === "tax_2024_25" ? { metric, area, period: at, ...value } : undefined;

  it("is cited with the value that the hub has stored", () => {
    given(evidenced, { citation: published })
      .when(addEvidence({ kind: "published-metric", cites }))
      .then([evidenceAdded({ kind: "published-metric", citation: { ...cites, ...value } })]);
  });

  it("can be cited by the council too, and by evidence of another kind", () => {
    given(aware, { citation: published })
      .when(supplyEvidence({ cites }))
      .then([councilSupplied("evidence-0", { citation: { ...cites, ...value } })]);
  });

  it("must be cited by evidence of the kind published metric", () => {
    given(evidenced)
      .when(addEvidence({ kind: "published-metric" }))
      .thenRefused("METRIC_REQUIRED", "evidence.cites");
  });

  it("that the hub does not have is refused", () => {
    for (const unknown of [
      { ...cites, metric: "1" },
      { ...cites, period: "tax_2030_31" },
    ]) {
      given(evidenced, { citation: published })
        .when(addEvidence({ cites: unknown }))
        .thenRefused("METRIC_NOT_FOUND", "evidence.cites");
    }
  });

  it("of another council is refused, whether the hub has it or not", () => {
    given([], { citation: published })
      .when(logConcern({ evidence: [{ ...adviserEvidence, cites: { ...cites, area: "X00000002" } }] }))
      .thenRefused("METRIC_OF_ANOTHER_AREA", "evidence.0.cites.area");
  });

  it("under the council's former code is accepted and keeps that code", () => {
    const former = { ...cites, area: "X00000098" };
    given([logged({ council: "X00000099" })], { citation: published, council: recoded.status })
      .when(addEvidence({ cites: former }))
      .then([evidenceAdded({ citation: { ...former, ...value } })]);
  });
});

describe("Withdrawing evidence", () => {
  it("removes it from the concern's grounds and keeps it in the log", () => {
    given(evidenced).when(withdrawEvidence()).then([evidenceWithdrawn()]);
    const state = concernOf([...evidenced, evidenceWithdrawn()]);
    expect(currentEvidence(state)).toEqual([]);
    expect(state.evidence).toMatchObject([{ evidence: "evidence-0", withdrawn: { text: { plain: {} } } }]);
  });

  it("does not affect the other pieces", () => {
    const state = concernOf([...evidenced, evidenceAdded({ evidence: "other" }), evidenceWithdrawn()]);
    expect(currentEvidence(state).map(({ evidence }) => evidence)).toEqual(["other"]);
  });

  it("is possible for the council's own evidence", () => {
    given([...aware, councilSupplied()])
      .when(withdrawEvidence("supplied"))
      .then([evidenceWithdrawn("supplied")]);
  });

  it("is refused for a piece that the concern does not have, or that is already withdrawn", () => {
    given(evidenced).when(withdrawEvidence("other")).thenRefused("UNKNOWN_EVIDENCE", "evidence");
    given([...evidenced, evidenceWithdrawn()])
      .when(withdrawEvidence())
      .thenRefused("EVIDENCE_ALREADY_WITHDRAWN", "evidence");
  });
});
