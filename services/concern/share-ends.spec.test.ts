import { describe, expect, it } from "vitest";
import {
  agreement,
  aware,
  expired,
  expireShare,
  made,
  madeAware,
  makeShare,
  overridden,
  overrideObjection,
  PEERS,
  proposed,
  stated,
  statePosition,
  takenBack,
  UNTIL,
  withdrawn,
  withdrawShare,
} from "../../test/examples/concern.ts";
import { ADVISER, COUNCIL_OFFICER, concernOf, given, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { certainDay } from "../decision-context.ts";
import type { ConcernEvent } from "./events.ts";
import { factsOf } from "./facts.ts";
import { nextChange, statusOf } from "./shares.ts";

const open = [...aware, proposed()];
const live = [...open, stated("agrees"), made()];
const AFTER = "2026-07-01";
const EVERYBODY = [ADVISER, SECOND_ADVISER, COUNCIL_OFFICER];
const answers = [makeShare(), overrideObjection(), statePosition("agrees"), statePosition("objects")];

describe("Withdrawing a share", () => {
  it("ends it, whether it was made or not, and whatever the council's position", () => {
    for (const events of [open, live, [...live, stated("objects")], [...open, stated("objects")]])
      given(events).when(withdrawShare()).then([withdrawn()]);
  });

  it("is refused a second time, and after it expired", () => {
    given([...live, withdrawn()])
      .when(withdrawShare())
      .thenRefused("SHARE_ENDED", "share");
    given([...live, expired()])
      .when(withdrawShare())
      .thenRefused("SHARE_EXPIRED", "share");
  });

  it("of a share that was never proposed is refused", () => {
    given(live).when(withdrawShare("other")).thenRefused("UNKNOWN_SHARE", "share");
  });
});

describe("Recording that a share has expired", () => {
  it("is refused up to and on its last day, and accepted on the next", () => {
    for (const today of [TODAY, UNTIL]) given(live, { today }).when(expireShare()).thenRefused("SHARE_NOT_EXPIRED", "share");
    given(live, { today: AFTER }).when(expireShare()).then([expired()]);
  });

  it("works for a share that was never made", () => {
    given(open, { today: AFTER }).when(expireShare()).then([expired()]);
  });

  it("follows the council's earlier date, even while an objection is overridden", () => {
    const dated = [...open, stated("agrees-with-conditions", { until: "2026-03-31" })];
    for (const events of [dated, [...dated, made()], [...dated, stated("objects"), overridden(), made()]]) {
      given(events, { today: "2026-03-31" }).when(expireShare()).thenRefused("SHARE_NOT_EXPIRED", "share");
      given(events, { today: "2026-04-01" }).when(expireShare()).then([expired()]);
    }
  });

  it("twice does nothing; after a withdrawal it is refused", () => {
    given([...live, expired()], { today: AFTER })
      .when(expireShare())
      .thenNothing();
    given([...live, withdrawn()], { today: AFTER })
      .when(expireShare())
      .thenRefused("SHARE_ENDED", "share");
  });

  it("of a share that was never proposed is refused", () => {
    given(live, { today: AFTER }).when(expireShare("other")).thenRefused("UNKNOWN_SHARE", "share");
  });
});

describe("A share that has ended", () => {
  it.each([...answers, withdrawShare()])("refuses from then on: $name", (command) => {
    for (const actor of EVERYBODY) {
      given([...live, withdrawn()], { actor })
        .when(command)
        .thenRefused("SHARE_ENDED", "share");
      given([...live, expired()], { actor, today: AFTER })
        .when(command)
        .thenRefused("SHARE_EXPIRED", "share");
    }
  });

  it("stays ended on every later day, and keeps its record", () => {
    const [share] = concernOf([...live, withdrawn()]).shares;
    expect(share).toMatchObject({ made: {}, position: { kind: "agrees" }, ended: { how: "withdrawn" } });
    for (const today of [TODAY, UNTIL, AFTER])
      expect(share && statusOf(share, { ...certainDay(today), blocked: new Set<string>(), inForce: new Set() })).toBe(
        "withdrawn",
      );
  });
});

describe("A share whose last day has passed", () => {
  const dated = stated("agrees-with-conditions", { until: "2026-03-31" });
  it.each<[string, ConcernEvent[], string]>([
    ["unanswered", [], AFTER],
    ["unanswered, where silence is an objection", [proposed({ silence: "is-objection" })], AFTER],
    ["live", [stated("agrees"), made()], AFTER],
    ["suspended", [stated("agrees"), made(), stated("objects")], AFTER],
    ["overridden", [stated("objects"), overridden(), made()], AFTER],
    ["with the council's earlier date", [dated], "2026-04-01"],
    ["with the council's earlier date, and made", [dated, made()], "2026-04-01"],
    ["with the council's earlier date, and objected to since", [dated, made(), stated("objects")], "2026-04-01"],
  ])("has expired for everybody, including the council, before the expiry is on record: %s", (_, events, today) => {
    const [first] = events;
    const share = first?.type === "ShareProposed.v2" ? [...aware, ...events] : [...open, ...events];
    for (const actor of EVERYBODY)
      for (const command of [...answers, statePosition("agrees-with-conditions", { until: UNTIL, parts: ["headline"] })])
        given(share, { actor, today }).when(command).thenRefused("SHARE_EXPIRED", "share");
    given(share, { today }).when(expireShare()).then([expired()]);
  });
});

describe("Ending one share", () => {
  const second = (differing: { body?: string; until?: string } = {}): ConcernEvent[] => [
    proposed({ share: "second", parts: ["headline"], ...differing }),
    stated("agrees", { share: "second" }),
    made("second"),
  ];
  const shared = (events: readonly ConcernEvent[], today = TODAY, inForce = new Set<string>()) => {
    const { headlineSharedWith, evidenceSharedWith } = factsOf(concernOf(events), {
      ...certainDay(today),
      inForce,
      blocked: new Set<string>(),
    });
    return [headlineSharedWith, evidenceSharedWith];
  };
  const [body, wide] = ["regional-improvement-north-east", [...aware, madeAware([PEERS], "wider")]];
  const two = [...wide, ...live.slice(aware.length), ...second({ body: PEERS })];
  const same = [...live, ...second()];

  it("never ends a share with another body", () => {
    expect(shared(two)).toEqual([[PEERS, body], [body]]);
    expect(shared([...two, withdrawn()])).toEqual([[PEERS], []]);
    expect(shared([...two, withdrawn("second")])).toEqual([[body], [body]]);
    expect(shared([...two, expired()])).toEqual([[PEERS], []]);
  });

  it("never ends another share with the same body, which keeps what it covers", () => {
    expect(shared(same)).toEqual([[body], [body]]);
    expect(shared([...same, withdrawn()])).toEqual([[body], []]);
    expect(shared([...same, withdrawn("second")])).toEqual([[body], [body]]);
    expect(shared([...same, withdrawn(), withdrawn("second")])).toEqual([[], []]);
  });

  it("by an objection suspends only that share, at once", () => {
    expect(shared([...same, stated("objects")])).toEqual([[body], []]);
    expect(shared([...same, stated("objects", { share: "second" })])).toEqual([[body], [body]]);
  });

  it("by its date does not affect the other, which ends on its own date", () => {
    const dated = [...live, ...second({ until: "2026-04-30" })];
    expect(shared(dated, "2026-05-01")).toEqual([[body], [body]]);
    expect(shared([...live, ...second({ until: "2026-12-31" })], AFTER)).toEqual([[body], []]);
  });

  it("by taking a standing agreement back does not affect shares with another agreement or none", () => {
    const resting = [
      ...aware,
      proposed({ standingAgreement: "in-advance" }),
      made(),
      proposed({ share: "second", parts: ["headline"], standingAgreement: "other" }),
      made("second"),
    ];
    expect(shared(resting, TODAY, new Set(["in-advance", "other"]))).toEqual([[body], [body]]);
    expect(shared(resting, TODAY, new Set(["other"]))).toEqual([[body], []]);
    given(resting, { agreements: [takenBack, agreement({ agreement: "other" })] })
      .when(withdrawShare("second"))
      .then([withdrawn("second")]);
  });
});

describe("The next day on which a share ends by its date", () => {
  const later = proposed({ share: "later", until: "2026-12-31" });

  it("is the day after the first last day of a share that was made", () => {
    expect(nextChange(concernOf(live), certainDay(TODAY))).toBe(AFTER);
    expect(nextChange(concernOf([...live, later, made("later")]), certainDay(TODAY))).toBe(AFTER);
    expect(nextChange(concernOf([...live, later, made("later")]), certainDay(AFTER))).toBe("2027-01-01");
    expect(nextChange(concernOf(live), certainDay(UNTIL))).toBe(AFTER);
  });

  it("follows the council's earlier date", () => {
    expect(nextChange(concernOf([...live, stated("agrees-with-conditions", { until: "2026-03-31" })]), certainDay(TODAY))).toBe(
      "2026-04-01",
    );
  });

  it("does not exist if no share was made, or all have ended", () => {
    for (const events of [aware, open, [...live, withdrawn()], [...live, expired()]])
      expect(nextChange(concernOf(events), certainDay(TODAY))).toBeUndefined();
    expect(nextChange(concernOf(live), certainDay(AFTER))).toBeUndefined();
  });
});
