import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { readDocument } from "./documents.ts";

/** The names of what is in it, sorted. */
const namesIn = (document: string) =>
  parse(document)
    .definitions.map((one) => ("name" in one ? one.name?.value : undefined))
    .sort();

describe("A document of a page", () => {
  it("is sent with every shared fragment that it uses, directly or through another, and with no others", () => {
    expect(namesIn(readDocument("concern/concern-to-change.graphql"))).toEqual(["ConcernToChange"]);
    expect(namesIn(readDocument("add-evidence/choices.graphql"))).toEqual(["AddEvidenceChoices", "Choices", "EvidenceChoices"]);
  });

  it("keeps the fragments of its own", () => {
    expect(namesIn(readDocument("region-diary/diary.graphql"))).toEqual(["DiaryClashSide", "RegionDiaryPage", "VisitInClash"]);
  });
});
