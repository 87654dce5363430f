// What a council lets its region see of support, and the facts that policy decides by.
import { describe, expect, it } from "vitest";
import { REGION_VIEWS, type RegionView } from "../../reference/support-kinds.ts";
import {
  agreed,
  answerSupport,
  begun,
  CIB,
  declined,
  ended,
  offered,
  regionViewSet,
  running,
  setRegionView,
} from "../../test/examples/support.ts";
import { ADVISER, COUNCIL_OFFICER, givenSupport, supportOf } from "../../test/helpers/specification.ts";
import { upcast } from "../stored-events.ts";
import type { SupportEvent } from "./events.ts";
import { supportFacts } from "./facts.ts";

const NOTHING = { shownTo: [], regionSees: false, regionSeesPurpose: false };
const DATES = { ...NOTHING, regionSees: true };
const PURPOSE = { ...DATES, regionSeesPurpose: true };
const OF_VIEW = { nothing: NOTHING, dates: DATES, purpose: PURPOSE } as const;
const named = offered({ shownTo: [CIB] });

function consentOf(...events: readonly SupportEvent[]) {
  const state = supportOf(events) ?? expect.fail("There is no support.");
  const { shownTo, regionSees, regionSeesPurpose } = supportFacts(state);
  return { shownTo, regionSees, regionSeesPurpose };
}

describe("The view of support that the council's agreement gives its region", () => {
  it.each(REGION_VIEWS)("is %s if the council says so", (view) => {
    givenSupport([offered()])
      .when(answerSupport("agreed", undefined, view))
      .then([agreed(undefined, view)]);
  });

  it("has only the dates if the council does not choose a view", () => {
    givenSupport([offered()])
      .when(answerSupport("agreed"))
      .then([agreed(undefined, "dates")]);
  });

  it("changes with another agreement, and the same again does nothing", () => {
    givenSupport([offered(), agreed(undefined, "dates")])
      .when(answerSupport("agreed", undefined, "purpose"))
      .then([agreed(undefined, "purpose")]);
    givenSupport([offered(), agreed(undefined, "purpose")])
      .when(answerSupport("agreed", undefined, "purpose"))
      .thenNothing();
  });

  it.each(REGION_VIEWS)("stays %s if the council agrees again without choosing a view", (view) => {
    givenSupport([offered(), agreed(undefined, view)])
      .when(answerSupport("agreed", "From May."))
      .then([agreed("From May.", view)]);
  });

  it("has at most the dates if the council agrees again after it declined, unless it chooses more", () => {
    const again = (before: RegionView) => givenSupport([offered(), agreed(undefined, before), declined()]);
    again("purpose")
      .when(answerSupport("agreed"))
      .then([agreed(undefined, "dates")]);
    again("nothing")
      .when(answerSupport("agreed"))
      .then([agreed(undefined, "nothing")]);
    again("nothing")
      .when(answerSupport("agreed", undefined, "purpose"))
      .then([agreed(undefined, "purpose")]);
  });

  it("cannot be chosen in an answer that declines", () => {
    givenSupport([offered()])
      .when(answerSupport("declined", undefined, "dates"))
      .thenRefusedSaying("INVALID_INPUT", "regionSees", "Leave this out: the region sees nothing of what you decline.");
  });
});

describe("Choosing what the region sees", () => {
  it.each(REGION_VIEWS)("as %s is possible once the council has agreed, while the support runs and after its end", (view) => {
    const other = view === "dates" ? "nothing" : "dates";
    for (const rest of [[], [begun()], [begun(), ended()]])
      givenSupport([offered(), agreed(undefined, other), ...rest], { actor: COUNCIL_OFFICER })
        .when(setRegionView(view))
        .then([regionViewSet(view)]);
  });

  it("does nothing if the region already sees that", () => {
    givenSupport([...running, regionViewSet("purpose")])
      .when(setRegionView("purpose"))
      .thenNothing();
  });

  it("is refused before the council has agreed, and while it has declined", () => {
    for (const events of [[offered()], [offered(), declined()], [...running, declined()]])
      givenSupport(events).when(setRegionView("dates")).thenRefused("REGION_VIEW_WITHOUT_AGREEMENT");
  });

  it("is refused for an offer that was withdrawn, and for support that was never offered", () => {
    givenSupport([offered(), agreed(), ended("offer-withdrawn")])
      .when(setRegionView("purpose"))
      .thenRefused("SUPPORT_ENDED");
    givenSupport([]).when(setRegionView("purpose")).thenRefused("NOT_FOUND");
  });

  it("is refused to the person who offered the support", () => {
    givenSupport([offered(), agreed()], { actor: ADVISER }).when(setRegionView("purpose")).thenRefused("ANSWER_BY_OFFERER");
  });
});

describe("The facts of support that say who sees it", () => {
  it("name the bodies that the council was told of, until it answers or the offer is withdrawn", () => {
    expect(consentOf(named)).toEqual({ ...NOTHING, shownTo: [CIB] });
    for (const later of [[agreed(undefined, "nothing")], [declined()], [ended("offer-withdrawn")]])
      expect(consentOf(named, ...later)).toEqual(NOTHING);
  });

  it.each(REGION_VIEWS)(
    "let the region see %s if the council chose that with its answer or later, even after the end",
    (view) => {
      for (const rest of [[], [begun()], [begun(), ended()], [begun(), ended("stopped")]]) {
        expect(consentOf(named, agreed(undefined, view), ...rest)).toEqual(OF_VIEW[view]);
        expect(consentOf(named, agreed(), ...rest, regionViewSet(view))).toEqual(OF_VIEW[view]);
      }
    },
  );

  it("let the region see nothing of support that the council declined, or of an offer that was withdrawn", () => {
    for (const rest of [
      [declined()],
      [agreed(undefined, "purpose"), declined()],
      [agreed(undefined, "purpose"), begun(), declined()],
      [agreed(undefined, "purpose"), begun(), declined(), ended("stopped")],
      [agreed(undefined, "purpose"), ended("offer-withdrawn")],
    ])
      expect(consentOf(named, ...rest)).toEqual(NOTHING);
  });

  it("of an offer of an earlier release name nobody, and let the region see the dates once the council has agreed", () => {
    const { shownTo: _, ...data } = { ...offered().data } as { shownTo: unknown };
    const old = upcast({ type: "SupportOffered.v1", data }) as SupportEvent;
    const oldAgreed = upcast({ type: "SupportAgreed.v1", data: {} }) as SupportEvent;
    expect(old).toEqual(offered());
    expect(consentOf(old)).toEqual(NOTHING);
    expect(consentOf(old, oldAgreed)).toEqual(DATES);
    expect(consentOf(old, oldAgreed, regionViewSet("nothing"))).toEqual(NOTHING);
  });

  it("are derived from the input before an offer is decided", () => {
    const { region, ...input } = offered({ shownTo: [CIB] }).data as { region: string };
    expect(supportFacts({ ...input, region } as never)).toMatchObject({
      ...NOTHING,
      shownTo: [CIB],
      scope: `${region}/corporate`,
    });
  });
});
