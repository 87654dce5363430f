import { describe, expect, it } from "vitest";
import {
  agreement,
  aware,
  BODY,
  closed,
  evidenced,
  explained,
  logged,
  made,
  madeAware,
  makeShare,
  opensAfterNotice,
  overridden,
  overrideObjection,
  PEERS,
  proposed,
  proposeShare,
  raiseEscalation,
  reached,
  stated,
} from "../../test/examples/concern.ts";
import {
  COUNCIL_OFFICER,
  concernOf,
  councilOf,
  given,
  IN_OFFICE,
  SECOND_ADVISER,
  shareOf,
} from "../../test/helpers/specification.ts";
import type { SharingPosition } from "../council/state.ts";
import { certainDay } from "../decision-context.ts";
import type { ConcernEvent } from "./events.ts";
import { sharingPosition } from "./latest-position.ts";
import { statusOf } from "./shares.ts";

const DAY_AFTER_ANSWER = "2026-03-17";
const BEFORE = "2026-02-19T10:00:00.000Z";
const LATER = "2026-02-21T10:00:00.000Z";

/** What the council said of a share of another concern about the same. */
const elsewhere = (
  position: SharingPosition["position"],
  differing: Partial<SharingPosition> = {},
): { readonly positions: readonly SharingPosition[] } => ({
  positions: [
    {
      concern: "another",
      concernVersion: 9,
      share: "another-share",
      body: BODY,
      strand: "corporate",
      cause: "finance",
      purpose: "align-support",
      position,
      parts: ["headline", "summary", "evidence"],
      until: "2026-06-30",
      statedBy: COUNCIL_OFFICER,
      offices: ["chief-executive"],
      statedAt: LATER,
      ...IN_OFFICE,
      heads: [],
      ...differing,
    },
  ],
});
const wary = proposed({ silence: "is-objection" });

describe("A council's position on sharing another concern of the same strand and cause", () => {
  it.each(["objects", "agrees-with-conditions"] as const)("makes silence an objection if it %s", (position) => {
    given(aware, elsewhere(position)).when(proposeShare()).then([wary]);
  });

  it("makes silence on an escalation an objection", () => {
    given([...evidenced, madeAware(["mhclg"])], elsewhere("objects", { body: "mhclg" }))
      .when(raiseEscalation())
      .then([
        proposed({ body: "mhclg", purpose: "escalate-support", silence: "is-objection" }),
        expect.objectContaining({ type: "EscalationRaised.v1" }) as unknown as ConcernEvent,
      ]);
  });

  it("cancels an earlier standing agreement for every share, but not a later one", () => {
    const before = agreement({ given: { actor: COUNCIL_OFFICER, at: BEFORE } });
    given(aware, { ...elsewhere("objects"), agreements: [before] })
      .when(proposeShare())
      .then([wary]);
    const since = agreement({ given: { actor: COUNCIL_OFFICER, at: "2026-02-22T10:00:00.000Z" } });
    given(aware, { ...elsewhere("objects"), agreements: [since] })
      .when(proposeShare())
      .then([proposed({ standingAgreement: "in-advance", opensOn: opensAfterNotice() })]);
  });

  it.each<[string, Partial<SharingPosition>]>([
    ["with another body", { body: PEERS }],
    ["in another strand", { strand: "adults" }],
    ["for another cause", { cause: "leadership" }],
  ])("counts for nothing %s", (_, differing) => {
    given(aware, elsewhere("objects", differing)).when(proposeShare()).then([proposed()]);
  });

  it("is replaced only by an agreement to as much, for the purpose and by a person other than the proposer", () => {
    const [objection] = elsewhere("objects").positions;
    const yes = (differing: Partial<SharingPosition> = {}) => {
      const [said] = elsewhere("agrees", { share: "third", statedAt: "2026-02-22T10:00:00.000Z", ...differing }).positions;
      return { positions: [objection, said].filter((one) => one !== undefined) };
    };
    given(aware, yes()).when(proposeShare()).then([proposed()]);
    const others = [{ parts: ["headline"] }, { purpose: "offer-support" }, { statedBy: "adviser" }] as const;
    for (const other of others)
      given(aware, yes({ ...other, parts: ["headline"] }))
        .when(proposeShare())
        .then([wary]);
  });

  it("is ordered by its number on the council's stream if two have the same time", () => {
    const at = BEFORE;
    const given_ = (version: number) => agreement({ given: { actor: COUNCIL_OFFICER, at, version } });
    const objected = (version: number) => elsewhere("objects", { statedAt: at, version });
    given(aware, { ...objected(2), agreements: [given_(1)] })
      .when(proposeShare())
      .then([wary]);
    given(aware, { ...objected(1), agreements: [given_(2)] })
      .when(proposeShare())
      .then([proposed({ standingAgreement: "in-advance", opensOn: opensAfterNotice() })]);
  });
});

describe("A share that waits to be made, once the council objected on another concern", () => {
  const past = { today: DAY_AFTER_ANSWER };
  it.each<[string, ConcernEvent[]]>([
    ["was silent on it", [proposed(), reached()]],
    ["had agreed to it", [proposed(), stated("agrees")]],
    ["had agreed in advance", [proposed({ standingAgreement: "in-advance" })]],
    ["had been overridden on it", [proposed(), stated("objects"), overridden()]],
  ])("is not made if the council %s", (_, events) => {
    const said = { ...elsewhere("objects"), agreements: [agreement({ given: { actor: COUNCIL_OFFICER, at: BEFORE } })], ...past };
    given([...aware, ...events], said)
      .when(makeShare())
      .thenRefused("COUNCIL_OBJECTS", "share");
    given([...aware, ...events], { ...said, actor: SECOND_ADVISER })
      .when(overrideObjection())
      .then([overridden({ from: opensAfterNotice(past.today) })]);
  });

  it("is made if the council agreed to it afterwards, or only set conditions on the other concern", () => {
    given([...aware, proposed(), stated("agrees")], { ...elsewhere("objects", { statedAt: BEFORE }), ...past })
      .when(makeShare())
      .then([made()]);
    given([...aware, proposed(), stated("agrees")], { ...elsewhere("agrees-with-conditions"), ...past })
      .when(makeShare())
      .then([made()]);
  });

  it("stays live if it was already made, because the council can object to that share itself", () => {
    const share = shareOf([...aware, proposed(), stated("agrees"), made()]);
    const day = { ...certainDay(past.today), inForce: new Set<string>(), blocked: new Set(["other"]) };
    expect(statusOf(share, day)).toBe("live");
    given([...aware, proposed(), made()], { ...elsewhere("objects"), ...past })
      .when(makeShare())
      .thenNothing();
  });
});

describe("The event on the council's stream", () => {
  const said = [...aware, proposed(), stated("agrees-with-conditions", { parts: ["headline"], until: "2026-05-31" })];

  it("contains the speaker, their offices, the subject and the binding terms", () => {
    expect(sharingPosition(concernOf(said), shareOf(said), ["leader"])).toEqual({
      type: "SharingPositionRecorded.v2",
      data: {
        concern: "concern",
        concernVersion: said.length,
        share: "share",
        body: BODY,
        strand: "corporate",
        cause: "finance",
        purpose: "align-support",
        position: "agrees-with-conditions",
        parts: ["headline"],
        until: "2026-05-31",
        statedBy: COUNCIL_OFFICER,
        offices: ["leader"],
        statedAt: "2026-02-20T10:00:00.000Z",
        ...IN_OFFICE,
        heads: [
          { ...IN_OFFICE, position: "agrees-with-conditions", statedBy: COUNCIL_OFFICER, statedAt: "2026-02-20T10:00:00.000Z" },
        ],
      },
    });
  });

  it("counts for a concern that is logged again, whether or not it was closed and reopened", () => {
    const { positions } = councilOf([sharingPosition(concernOf(said), shareOf(said), ["leader"])]);
    expect(positions).toHaveLength(1);
    const anew = [logged({ period: { from: "2025-05-01", to: "2025-12-31" } }), ...aware.slice(1)];
    const elsewhere = positions.map((one) => ({ ...one, concern: "the-first" }));
    given(anew, { positions: elsewhere }).when(proposeShare()).then([wary]);
    given([...anew, explained(), closed()], { positions: elsewhere })
      .when(proposeShare())
      .thenRefused("CONCERN_CLOSED");
  });

  it("is only the last one of each share", () => {
    const objected = [...said, stated("objects")];
    const events = [said, objected].map((events) => sharingPosition(concernOf(events), shareOf(events), ["leader"]));
    expect(councilOf(events).positions.map(({ position }) => position)).toEqual(["objects"]);
  });
});
