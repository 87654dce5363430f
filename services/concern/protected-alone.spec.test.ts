// A concern that rests on protected sources alone is not shared beyond the council.
import { describe, expect, it } from "vitest";
import {
  BODY,
  evidenceAdded,
  evidenceWithdrawn,
  logged,
  MINISTRY,
  made,
  madeAware,
  makeShare,
  overrideObjection,
  proposed,
  proposeShare,
  raiseEscalation,
  stated,
} from "../../test/examples/concern.ts";
import { concernOf, given, TODAY } from "../../test/helpers/specification.ts";
import { certainDay } from "../decision-context.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";

const hidden = (evidence = "evidence-0") => evidenceAdded({ evidence, protectedSource: true });
const aware = (...evidence: ConcernEvent[]) => [logged(), ...evidence, madeAware([BODY, MINISTRY])];
const alone = aware(hidden());

describe("A concern that rests on protected sources alone", () => {
  it("is not proposed to anybody", () => {
    given(alone).when(proposeShare()).thenRefused("PROTECTED_SOURCES_ALONE");
    given(aware(hidden(), hidden("other")))
      .when(proposeShare())
      .thenRefused("PROTECTED_SOURCES_ALONE");
    given(alone)
      .when(raiseEscalation({ body: MINISTRY }))
      .thenRefused("PROTECTED_SOURCES_ALONE");
  });

  it("is shared once the council was told of evidence from another source", () => {
    const untold = [...alone, evidenceAdded({ evidence: "other" })];
    given(untold).when(proposeShare()).thenRefused("PROTECTED_SOURCES_ALONE");
    given([...untold, madeAware()])
      .when(proposeShare())
      .then([proposed()]);
    given(aware(hidden(), evidenceAdded({ evidence: "other" })))
      .when(proposeShare())
      .then([proposed()]);
  });
});

describe("A concern that loses its last evidence from another source", () => {
  const shared = [...aware(evidenceAdded(), hidden("other")), proposed(), stated("agrees")];
  const lost = [...shared, evidenceWithdrawn()];
  const evidencedBy = (events: readonly ConcernEvent[]) =>
    factsOf(concernOf(events), { ...certainDay(TODAY), blocked: new Set(), inForce: new Set() }).evidenced;

  it("is not shared any more, over no objection either", () => {
    given(lost).when(makeShare()).thenRefused("PROTECTED_SOURCES_ALONE");
    given([...aware(evidenceAdded(), hidden("other")), proposed(), stated("objects"), evidenceWithdrawn()], {
      actor: "second-adviser",
    })
      .when(overrideObjection())
      .thenRefused("PROTECTED_SOURCES_ALONE");
  });

  it("is for policy a concern without evidence, so that its recipients see nothing of it, until other evidence is told", () => {
    expect(evidencedBy([...shared, made()])).toBe(true);
    expect(evidencedBy([...shared, made(), evidenceWithdrawn()])).toBe(false);
    const again = [...shared, made(), evidenceWithdrawn(), evidenceAdded({ evidence: "third" })];
    expect(evidencedBy(again)).toBe(false);
    expect(evidencedBy([...again, madeAware()])).toBe(true);
  });

  it("keeps the evidence that the council supplied out of the count, as it always does", () => {
    expect(evidencedBy(alone)).toBe(false);
  });
});
