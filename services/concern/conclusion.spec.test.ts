import { describe, expect, it } from "vitest";
import { CONCLUSIONS, type ConclusionKind } from "../../reference/concern-terms.ts";
import {
  aware,
  COUNCIL,
  closeConcern,
  concludeConcern,
  evidenced,
  explained,
  lightSupport,
  made,
  notAccepted,
  packaged,
  proposed,
  REVIEW_ON,
  recordReviewDue,
  reopenConcern,
  reopened,
  reviewFellDue,
  stated,
  underReview,
} from "../../test/examples/concern.ts";
import { by, concernOf, given, supportOf, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { certainDay } from "../decision-context.ts";
import type { SupportEvent } from "../support/events.ts";
import { parseConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { CONCLUDES, currentConclusion } from "./life.ts";

type Offer = Extract<SupportEvent, { type: "SupportOffered.v2" }>["data"];
const offered = (differing: Partial<Offer> = {}): SupportEvent => ({
  type: "SupportOffered.v2",
  data: {
    council: COUNCIL,
    region: "E12000001",
    strand: "corporate",
    kind: "package",
    provider: "lga",
    causes: ["finance"],
    offeredTo: "chief-executive",
    channel: "in-person",
    offeredOn: "2026-02-20",
    from: "2026-03-01",
    until: "2026-12-31",
    answerBy: "2026-03-01",
    shownTo: [],
    text: plain({ aim: "A balanced budget.", lead: "A mentor", toldName: "Ines Hollowell" }),
    ...differing,
  },
});
const agreed: SupportEvent = { type: "SupportAgreed.v2", data: { regionSees: "dates" } };
const declined: SupportEvent = { type: "SupportDeclined.v2", data: {} };
const ended: SupportEvent = {
  type: "SupportEnded.v1",
  data: { how: "stopped", endedOn: TODAY, text: plain({ reason: "The budget was agreed." }) },
};
/** The support with the id `support`. */
const holding = (...events: SupportEvent[]) => ({
  support: (id: string) => (id === "support" ? supportOf(events) : undefined),
});
const agreedPackage = holding(offered(), agreed);
const mentoring = holding(offered({ kind: "mentoring" }));

const CONCLUDED: Readonly<Record<ConclusionKind, ConcernEvent>> = {
  "satisfactory-explanation": explained(),
  "under-review": underReview(),
  "light-support": lightSupport(),
  "support-package": packaged(),
  "not-accepted": notAccepted(),
};
const FINAL = CONCLUSIONS.filter((kind) => kind !== "under-review");

describe("Concluding a concern", () => {
  it.each(CONCLUSIONS)("in the way %s is a separate event", (kind) => {
    given(aware, agreedPackage).when(concludeConcern(kind)).then([CONCLUDED[kind]]);
    expect(currentConclusion(concernOf([...aware, CONCLUDED[kind]]))).toMatchObject({ kind, id: "conclusion" });
  });

  it("has one event for each of the five ways", () => {
    expect(Object.values(CONCLUDES).sort()).toEqual([...CONCLUSIONS].sort());
  });

  it.each(CONCLUSIONS)("in the way %s is refused before the council is aware", (kind) => {
    given(evidenced, agreedPackage).when(concludeConcern(kind)).thenRefused("COUNCIL_NOT_AWARE");
  });

  it("keeps what each way is about: the day of review, the supports, the council's choice, and who concluded", () => {
    const standing = (event: ConcernEvent) => currentConclusion(concernOf([...aware, event]));
    expect(standing(underReview())).toMatchObject({ reviewOn: REVIEW_ON, supports: [], concluded: { ...by, version: 4 } });
    expect(standing(lightSupport("one", "two"))).toMatchObject({ supports: ["one", "two"] });
    expect(standing(packaged())).toMatchObject({ supports: ["support"] });
    expect(standing(notAccepted("justified-local-choice"))).toMatchObject({ choice: "justified-local-choice", supports: [] });
    expect(standing(explained())).not.toHaveProperty("reviewOn");
  });

  it("is the stage of a concern, whether it was shared or not, until it is reopened", () => {
    const stage = (...events: ConcernEvent[]) =>
      factsOf(concernOf([...aware, ...events]), { ...certainDay(TODAY), blocked: new Set<string>(), inForce: new Set() }).stage;
    const shared = [proposed(), stated("agrees"), made()];
    expect(stage(explained())).toBe("concluded");
    expect(stage(...shared, explained())).toBe("concluded");
    expect(stage(explained(), reopened())).toBe("aware");
    expect(stage(...shared, explained(), reopened())).toBe("shared");
  });
});

describe("A conclusion with missing or invalid content", () => {
  it.each([
    ["satisfactory-explanation", "explanation"],
    ["satisfactory-explanation", "appearance"],
    ["under-review", "acting"],
    ["light-support", "causalFactors"],
    ["light-support", "solutions"],
    ["support-package", "causalFactors"],
    ["support-package", "solutions"],
    ["not-accepted", "whyViewsDiffer"],
  ] as const)("%s with a blank %s is refused as incomplete", (kind, field) => {
    expect(parseConcernCommand("concludeConcern", { ...concludeConcern(kind).input, [field]: " \n" })).toMatchObject({
      code: "CONCLUSION_INCOMPLETE",
      field,
    });
  });

  it.each([
    ["satisfactory-explanation", "explanation"],
    ["satisfactory-explanation", "appearance"],
    ["under-review", "acting"],
    ["under-review", "reviewOn"],
    ["light-support", "causalFactors"],
    ["light-support", "solutions"],
    ["support-package", "causalFactors"],
    ["support-package", "solutions"],
    ["support-package", "package"],
    ["not-accepted", "whyViewsDiffer"],
    ["not-accepted", "choice"],
  ] as const)("%s without its %s is refused as incomplete", (kind, field) => {
    const whole: Record<string, unknown> = concludeConcern(kind).input;
    expect(parseConcernCommand("concludeConcern", whole)).toMatchObject({ kind: "parsed" });
    const without = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field));
    for (const input of [without, { ...whole, [field]: null }, { ...whole, [field]: "" }])
      expect(parseConcernCommand("concludeConcern", input)).toMatchObject({ code: "CONCLUSION_INCOMPLETE", field });
  });

  it("is refused as incomplete without a kind, and as a wrong form with an unknown kind", () => {
    const { kind: _, ...kindless } = concludeConcern("not-accepted").input as { kind: string };
    expect(parseConcernCommand("concludeConcern", kindless)).toMatchObject({ code: "CONCLUSION_INCOMPLETE", field: "kind" });
    expect(parseConcernCommand("concludeConcern", { ...kindless, kind: "no-action" })).toMatchObject({
      code: "INVALID_INPUT",
      field: "kind",
    });
  });

  it("is refused as a wrong form if a field is not valid, belongs to another kind, or the concern is not named", () => {
    const input = concludeConcern("not-accepted").input;
    for (const [more, field] of [
      [{ choice: "no idea" }, "choice"],
      [{ reviewOn: REVIEW_ON }, "reviewOn"],
      [{ concern: "" }, "concern"],
    ] as const)
      expect(parseConcernCommand("concludeConcern", { ...input, ...more })).toMatchObject({ code: "INVALID_INPUT", field });
  });

  it("is accepted for light support that names no support, because the hub may have no record of it", () => {
    const { supports: _, ...input } = concludeConcern("light-support").input as { supports: unknown };
    expect(parseConcernCommand("concludeConcern", input)).toMatchObject({ input: { supports: [] } });
  });
});

describe("A conclusion of a concern", () => {
  it.each(FINAL)("stays in force: after %s no other conclusion of any kind is accepted", (kind) => {
    for (const other of CONCLUSIONS)
      given([...aware, CONCLUDED[kind]], agreedPackage)
        .when(concludeConcern(other))
        .thenRefused("ALREADY_CONCLUDED");
  });

  it.each(FINAL)("replaces a review at any time: %s", (kind) => {
    for (const today of [TODAY, REVIEW_ON])
      given([...aware, underReview()], { ...agreedPackage, today })
        .when(concludeConcern(kind))
        .then([CONCLUDED[kind]]);
  });

  it("can be reopened with a reason, and the concern concluded again in any way", () => {
    for (const event of Object.values(CONCLUDED)) {
      given([...aware, event])
        .when(reopenConcern())
        .then([reopened()]);
      for (const kind of CONCLUSIONS)
        given([...aware, event, reopened()], agreedPackage)
          .when(concludeConcern(kind))
          .then([CONCLUDED[kind]]);
    }
    expect(parseConcernCommand("reopenConcern", { concern: "concern", reason: " " })).toMatchObject({ field: "reason" });
  });

  it("can be reopened only if it exists, and only once", () => {
    given(aware).when(reopenConcern()).thenRefused("NOT_CONCLUDED");
    given([...aware, explained(), reopened()])
      .when(reopenConcern())
      .thenRefused("NOT_CONCLUDED");
  });

  it("stays on record when it is reopened, with the person and the reason", () => {
    const { conclusions } = concernOf([...aware, explained("first"), reopened(), packaged("second")]);
    expect(conclusions).toMatchObject([{ id: "first", reopened: { ...by, text: expect.anything() } }, { id: "second" }]);
    expect(conclusions[1]).not.toHaveProperty("reopened");
  });
});

describe("A review of a concern", () => {
  it("is for a future day", () => {
    for (const reviewOn of ["2026-03-01", TODAY])
      given(aware).when(concludeConcern("under-review", { reviewOn })).thenRefused("REVIEW_TOO_EARLY", "reviewOn");
    given(aware)
      .when(concludeConcern("under-review", { reviewOn: "2026-03-03" }))
      .then([underReview("2026-03-03")]);
  });

  it("is refused for dates that another review already covers", () => {
    for (const reviewOn of ["2026-04-30", REVIEW_ON, "2026-09-30"])
      given([...aware, underReview()])
        .when(concludeConcern("under-review", { reviewOn }))
        .thenRefused(
          "REVIEW_DATES_OVERLAP",
          "reviewOn",
          `This concern is under review until ${dateInWords(REVIEW_ON)}. Conclude it in another way, or wait for that day.`,
        );
    given([...aware, underReview()], { today: "2026-05-28" })
      .when(concludeConcern("under-review", { reviewOn: "2026-09-30" }))
      .thenRefused("REVIEW_DATES_OVERLAP", "reviewOn");
  });

  it("can be renewed from the day on which it fell due, whether or not that is on record", () => {
    const renewed = concludeConcern("under-review", { reviewOn: "2026-09-30" });
    for (const events of [
      [...aware, underReview(REVIEW_ON, "first")],
      [...aware, underReview(REVIEW_ON, "first"), reviewFellDue("first")],
    ])
      for (const today of [REVIEW_ON, "2026-06-01"])
        given(events, { today })
          .when(renewed)
          .then([underReview("2026-09-30")]);
  });

  it("is possible again for the dates of a review that was reopened", () => {
    given([...aware, underReview(REVIEW_ON, "first"), reopened()])
      .when(concludeConcern("under-review"))
      .then([underReview()]);
  });

  it("falls due on its day, once, and not before", () => {
    const reviewed = [...aware, underReview()];
    given(reviewed, { today: "2026-05-28" }).when(recordReviewDue()).thenRefused("NOT_DUE", "conclusion");
    for (const today of [REVIEW_ON, "2026-06-30"]) given(reviewed, { today }).when(recordReviewDue()).then([reviewFellDue()]);
    given([...reviewed, reviewFellDue()], { today: REVIEW_ON })
      .when(recordReviewDue())
      .thenNothing();
  });

  it("does not fall due after it was replaced by another conclusion, renewed or reopened", () => {
    const first = [...aware, underReview(REVIEW_ON, "first")];
    for (const events of [
      [...first, explained()],
      [...first, underReview("2026-09-30")],
      [...first, reopened()],
    ])
      given(events, { today: "2026-12-31" }).when(recordReviewDue("first")).thenNothing();
  });

  it("is the only kind of conclusion that falls due; an unknown review is refused", () => {
    given([...aware, explained()])
      .when(recordReviewDue())
      .thenRefused("NOT_CONCLUDED", "conclusion");
    given([...aware, underReview()])
      .when(recordReviewDue("other"))
      .thenRefused("NOT_CONCLUDED", "conclusion");
  });

  it("stays in force after it fell due, until the concern is concluded in another way, renewed, reopened or closed", () => {
    const due = [...aware, underReview(), reviewFellDue()];
    expect(currentConclusion(concernOf(due))).toMatchObject({ fellDue: by });
    given(due, { today: REVIEW_ON }).when(reopenConcern()).then([reopened()]);
    given(due, { today: REVIEW_ON })
      .when(closeConcern())
      .then([{ type: "ConcernClosed.v2", data: { awaitsTelling: true, text: plain({ reason: "Nothing is left to do." }) } }]);
  });
});

describe("A conclusion that names support", () => {
  it("can name light support of this council, each once", () => {
    given(aware, mentoring)
      .when(concludeConcern("light-support", { supports: ["support", "support"] }))
      .then([lightSupport("support")]);
  });

  it("is refused if the support is of another council, or does not exist", () => {
    for (const on of [holding(offered({ kind: "mentoring", council: "X00000002" })), {}])
      given(aware, on)
        .when(concludeConcern("light-support", { supports: ["support"] }))
        .thenRefused("UNKNOWN_SUPPORT", "supports.0");
    given(aware, mentoring)
      .when(concludeConcern("light-support", { supports: ["support", "other"] }))
      .thenRefused("UNKNOWN_SUPPORT", "supports.1");
    for (const on of [holding(offered({ council: "X00000002" }), agreed), {}])
      given(aware, on).when(concludeConcern("support-package")).thenRefused("UNKNOWN_SUPPORT", "package");
  });

  it("is refused if the support is of another strand, whether it is light or a package", () => {
    given(aware, holding(offered({ kind: "mentoring", strand: "childrens" })))
      .when(concludeConcern("light-support", { supports: ["support"] }))
      .thenRefused("SUPPORT_OF_ANOTHER_STRAND", "supports.0");
    given(aware, holding(offered({ strand: "adults" }), agreed))
      .when(concludeConcern("support-package"))
      .thenRefused("SUPPORT_OF_ANOTHER_STRAND", "package");
  });

  it("accepts light support that is not agreed yet, and refuses light support that the council has declined", () => {
    const [light, named] = [offered({ kind: "mentoring" }), concludeConcern("light-support", { supports: ["support"] })];
    for (const events of [[light], [light, agreed], [light, declined, agreed]])
      given(aware, holding(...events))
        .when(named)
        .then([lightSupport("support")]);
    for (const events of [
      [light, declined],
      [light, agreed, declined],
    ])
      given(aware, holding(...events))
        .when(named)
        .thenRefused("SUPPORT_NOT_AGREED", "supports.0");
  });

  it("accepts light support that has ended, and refuses light support whose offer was withdrawn", () => {
    const [light, named] = [offered({ kind: "mentoring" }), concludeConcern("light-support", { supports: ["support"] })];
    const over = (how: "completed" | "stopped" | "offer-withdrawn"): SupportEvent => ({
      type: "SupportEnded.v1",
      data: { how, endedOn: TODAY, text: plain({ reason: "The budget was agreed." }) },
    });
    for (const how of ["completed", "stopped"] as const)
      given(aware, holding(light, agreed, over(how)))
        .when(named)
        .then([lightSupport("support")]);
    for (const events of [
      [light, over("offer-withdrawn")],
      [light, agreed, over("offer-withdrawn")],
    ])
      given(aware, holding(...events))
        .when(named)
        .thenRefused("SUPPORT_ENDED", "supports.0");
  });

  it("refuses a package as light support, and light support as a package", () => {
    given(aware, agreedPackage)
      .when(concludeConcern("light-support", { supports: ["support"] }))
      .thenRefused("PACKAGE_IS_NOT_LIGHT", "supports.0");
    given(aware, mentoring).when(concludeConcern("support-package")).thenRefused("NOT_A_PACKAGE", "package");
  });

  it("accepts a package only with the council's agreement today", () => {
    for (const events of [[offered()], [offered(), declined], [offered(), agreed, declined]])
      given(aware, holding(...events))
        .when(concludeConcern("support-package"))
        .thenRefused("PACKAGE_NOT_AGREED", "package");
    given(aware, holding(offered(), declined, agreed))
      .when(concludeConcern("support-package"))
      .then([packaged()]);
  });

  it("refuses a package that has ended", () => {
    given(aware, holding(offered(), agreed, ended))
      .when(concludeConcern("support-package"))
      .thenRefused("SUPPORT_ENDED", "package");
  });
});
