// The input of a concern's commands, which is checked before any rule.
import { describe, expect, it } from "vitest";
import {
  adviserEvidence,
  BODY,
  councilEvidence,
  logConcern,
  proposeShare,
  recordAwareness,
} from "../../test/examples/concern.ts";
import { isRefusal } from "../refusals.ts";
import { type ConcernCommandName, parseConcernCommand } from "./commands.ts";

const concern: Record<string, unknown> = logConcern().input;
const without = (input: Record<string, unknown>, field: string) =>
  Object.fromEntries(Object.entries(input).filter(([name]) => name !== field));

/** The field for which a form is refused; undefined if the form is valid. */
function fieldRefused(name: ConcernCommandName, input: unknown): string | undefined {
  const outcome = parseConcernCommand(name, input);
  return isRefusal(outcome) ? outcome.field : undefined;
}

const logging = (input: unknown) => parseConcernCommand("logConcern", input);
const SPECIFIC_FIELDS = ["council", "strand", "cause", "period", "observed", "evidence"];

describe("A concern that is vague", () => {
  it.each(SPECIFIC_FIELDS)("without its %s is refused as vague", (field) => {
    expect(logging(without(concern, field))).toMatchObject({ kind: "refused", code: "VAGUE_CONCERN", field });
    expect(logging({ ...concern, [field]: null })).toMatchObject({ code: "VAGUE_CONCERN", field });
  });

  it.each(["council", "strand", "cause", "observed"])("with an empty %s is refused as vague", (field) => {
    expect(logging({ ...concern, [field]: "" })).toMatchObject({ code: "VAGUE_CONCERN", field });
  });

  it("with an empty list of evidence is refused as vague", () => {
    expect(logging({ ...concern, evidence: [] })).toMatchObject({ code: "VAGUE_CONCERN", field: "evidence" });
  });

  it("whose observation is only blank space is refused as vague", () => {
    for (const observed of ["  ", " \n\t "])
      expect(logging({ ...concern, observed })).toMatchObject({ code: "VAGUE_CONCERN", field: "observed" });
  });

  it("with a field filled in wrongly is refused as a wrong form, not as vague", () => {
    expect(logging({ ...concern, strand: "highways" })).toMatchObject({ code: "INVALID_INPUT", field: "strand" });
    expect(logging({ ...concern, cause: "they seem to be struggling" })).toMatchObject({ field: "cause" });
    expect(logging(without(concern, "summary"))).toMatchObject({ code: "INVALID_INPUT", field: "summary" });
    expect(logging(undefined)).toMatchObject({ code: "INVALID_INPUT", field: "" });
  });

  it("with half a period is refused, and names the missing half", () => {
    expect(fieldRefused("logConcern", { ...concern, period: { from: "2025-04-01" } })).toBe("period.to");
    expect(fieldRefused("logConcern", { ...concern, period: { from: "2025-02-30", to: "2025-04-01" } })).toBe("period.from");
  });
});

describe("Evidence", () => {
  const evidence: Record<string, unknown> = adviserEvidence;
  it.each(["kind", "account", "source", "period", "handling", "grading"])("without its %s is refused", (field) => {
    expect(fieldRefused("addEvidence", { concern: "concern", evidence: without(evidence, field) })).toBe(`evidence.${field}`);
    expect(fieldRefused("logConcern", { ...concern, evidence: [adviserEvidence, without(evidence, field)] })).toBe(
      `evidence.1.${field}`,
    );
  });

  it("is graded on both source and content", () => {
    for (const field of ["source", "content"]) {
      const grading = without(adviserEvidence.grading, field);
      expect(fieldRefused("addEvidence", { concern: "concern", evidence: { ...evidence, grading } })).toBe(
        `evidence.grading.${field}`,
      );
    }
  });

  it("has no protected source unless it says so", () => {
    const parsed = parseConcernCommand("addEvidence", { concern: "concern", evidence: without(evidence, "protectedSource") });
    expect(parsed).toMatchObject({ input: { evidence: { protectedSource: false } } });
  });

  it.each(["metric", "area", "period"])("that cites a metric names its %s", (field) => {
    const cites = without({ metric: "4274", area: "X00000001", period: "tax_2024_25" }, field);
    expect(fieldRefused("addEvidence", { concern: "concern", evidence: { ...evidence, cites } })).toBe(`evidence.cites.${field}`);
  });

  it("of the council cannot be graded by the council, or attributed to a protected source", () => {
    const supplied = (more: object) => ({ concern: "concern", evidence: { ...councilEvidence, ...more } });
    expect(fieldRefused("supplyEvidence", supplied({}))).toBeUndefined();
    expect(parseConcernCommand("supplyEvidence", supplied({ grading: adviserEvidence.grading })).kind).toBe("refused");
    expect(parseConcernCommand("supplyEvidence", supplied({ protectedSource: true })).kind).toBe("refused");
  });

  it("consists of at most twenty pieces in one command", () => {
    const pieces = (count: number) => ({ ...concern, evidence: Array.from({ length: count }, () => adviserEvidence) });
    expect(fieldRefused("logConcern", pieces(20))).toBeUndefined();
    expect(fieldRefused("logConcern", pieces(21))).toBe("evidence");
  });
});

describe("Awareness", () => {
  const told: Record<string, unknown> = recordAwareness().input;
  it.each(["toldName", "toldOffice", "channel", "toldOn", "about", "bodies"])("without its %s is refused", (field) => {
    expect(fieldRefused("recordAwareness", told)).toBeUndefined();
    expect(fieldRefused("recordAwareness", without(told, field))).toBe(field);
  });

  it("is of someone in the council", () => {
    expect(fieldRefused("recordAwareness", { ...told, toldOffice: "journalist" })).toBe("toldOffice");
  });
});

describe("A share", () => {
  const share: Record<string, unknown> = proposeShare().input;
  it.each(["body", "parts", "purpose", "explanation", "until", "answerBy"])("without its %s is refused", (field) => {
    expect(fieldRefused("proposeShare", share)).toBeUndefined();
    expect(fieldRefused("proposeShare", without(share, field))).toBe(field);
  });

  it("covers at least one part, and only parts that can be shared", () => {
    expect(fieldRefused("proposeShare", { ...share, parts: [] })).toBe("parts");
    expect(fieldRefused("proposeShare", { ...share, parts: ["headline", "protectedSource"] })).toBe("parts.1");
  });

  it("has a purpose from the list: there is no other", () => {
    expect(fieldRefused("proposeShare", { ...share, purpose: "other" })).toBe("purpose");
  });

  it("has days, not instants", () => {
    expect(fieldRefused("proposeShare", { ...share, until: "2026-06-30T12:00:00Z" })).toBe("until");
  });
});

describe("The text about a share, evidence or a correction", () => {
  const onShare = { concern: "concern", share: "share" };
  it.each([
    ["overrideObjection", onShare, "reason"],
    ["withdrawShare", onShare, "reason"],
    ["statePosition", onShare, "position"],
    ["withdrawEvidence", { concern: "concern", evidence: "evidence" }, "reason"],
    ["resolveCorrection", { concern: "concern", correction: "correction", outcome: "refused" }, "reason"],
    ["requestCorrection", { concern: "concern" }, "request"],
    ["reply", { concern: "concern" }, "reply"],
  ] as const)("%s cannot be left out", (name, input, field) => {
    expect(fieldRefused(name, input)).toBe(field);
    expect(fieldRefused(name, { ...input, [field]: "  " })).toBe(field);
  });

  it("a position is one of three that a council can state: silence is not stated", () => {
    for (const position of ["awaited", "no-answer"])
      expect(fieldRefused("statePosition", { ...onShare, position })).toBe("position");
    expect(fieldRefused("statePosition", { ...onShare, position: "agrees-with-conditions", parts: [] })).toBe("parts");
  });
});

describe("A correction", () => {
  const resolution = { concern: "concern", correction: "correction", outcome: "accepted", reason: "It was so." };

  it("can contain the correct text, but no blank text", () => {
    const corrected = { correctedSummary: " A late budget. ", correctedObserved: "One budget was voted down." };
    expect(parseConcernCommand("resolveCorrection", { ...resolution, ...corrected })).toMatchObject({
      input: { correctedSummary: "A late budget.", correctedObserved: "One budget was voted down." },
    });
    expect(parseConcernCommand("resolveCorrection", resolution)).toEqual({ kind: "parsed", input: resolution });
    for (const field of ["correctedSummary", "correctedObserved"])
      expect(fieldRefused("resolveCorrection", { ...resolution, [field]: " " })).toBe(field);
  });

  it("can correct the summary and the observation, and no other fact", () => {
    expect(fieldRefused("resolveCorrection", { ...resolution, correctedCause: "finance" })).toBe("correctedCause");
  });
});

describe("A form with unknown fields", () => {
  it("is refused with the name of the unknown field", () => {
    expect(fieldRefused("makeShare", { concern: "concern", share: "share", force: true })).toBe("force");
    expect(fieldRefused("proposeShare", { ...proposeShare({ body: BODY }).input, parties: ["x"] })).toBe("parties");
  });

  it("is refused with the whole path of a nested unknown field", () => {
    const evidence = [adviserEvidence, { ...adviserEvidence, origin: "Overheard" }];
    expect(fieldRefused("logConcern", { ...concern, evidence })).toBe("evidence.1.origin");
  });

  it("is also refused if the field is in a period, a grading or a citation, because it would be lost", () => {
    const cites = { metric: "4274", area: "X00000001", period: "tax_2024_25" };
    const whole = { ...adviserEvidence, cites };
    for (const field of ["period", "grading", "cites"] as const) {
      const evidence = { ...whole, [field]: { ...whole[field], about: "the second quarter" } };
      expect(fieldRefused("addEvidence", { concern: "concern", evidence })).toBe(`evidence.${field}.about`);
      expect(fieldRefused("logConcern", { ...concern, evidence: [adviserEvidence, evidence] })).toBe(`evidence.1.${field}.about`);
    }
    const period = { ...adviserEvidence.period, about: "the second quarter" };
    expect(logging({ ...concern, period })).toMatchObject({ code: "INVALID_INPUT", field: "period.about" });
  });
});
