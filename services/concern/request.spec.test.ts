import { describe, expect, it } from "vitest";
import {
  ANSWER_BY,
  aware,
  awarenessAnswered,
  BODY,
  closed,
  declineShareRequest,
  evidenceWithdrawn,
  explained,
  madeAsRequested,
  madeAware,
  madeAwareNow,
  makeRequestedShare,
  PEERS,
  proposed,
  reopened,
  requestDeclined,
  requestShare,
  requestWithdrawn,
  shareRequested,
  stated,
  statePosition,
  withdrawShareRequest,
} from "../../test/examples/concern.ts";
import { COUNCIL_OFFICER, concernOf, given, shareOf, TODAY } from "../../test/helpers/specification.ts";
import type { SharingPosition } from "../council/state.ts";
import { factsOf } from "./facts.ts";
import { asOfDate } from "./latest-position.ts";
import { statusOf } from "./shares.ts";

const NO_POSITIONS = { agreements: [], positions: [] };
const TODAY_ALONE = asOfDate({ today: TODAY, certainToday: TODAY }, concernOf(aware), NO_POSITIONS);
const requested = [...aware, shareRequested()];
const answered = [...requested, ...madeAsRequested()];
/** The leader speaks; the usual officer of a spec is the chief executive. */
const asLeader = { offices: [{ office: "leader" }], actor: "leader" } as const;
const asOfficer = { offices: [{ office: "section-151-officer" }], actor: "officer" } as const;
/** What a head said of sharing the same matter with the body, on another concern. */
const elsewhere = (
  position: SharingPosition["position"],
  office: "chief-executive" | "leader",
  statedAt = "2026-02-27T10:00:00.000Z",
): SharingPosition => {
  const said = { position, statedBy: office, statedAt };
  return {
    ...{ concern: "another", concernVersion: 4, share: "theirs", body: PEERS, strand: "corporate", cause: "finance" },
    ...{ purpose: "align-support", parts: ["headline", "summary"], until: "2026-06-30", offices: [], version: 1, office },
    ...said,
    heads: [{ office, ...said }],
  } as SharingPosition;
};

describe("A share that the council requests", () => {
  it("names a body, parts, a purpose and a last day, and says in which office it was requested", () => {
    given(aware).when(requestShare()).then([shareRequested()]);
    given(aware, { offices: [{ office: "leader", acting: true }] })
      .when(requestShare({ parts: ["evidence"] }))
      .then([shareRequested({ office: "leader", acting: true, parts: ["headline", "summary", "evidence"] })]);
  });

  it("is refused to who may not speak for the council, and to who speaks in several offices and selects none", () => {
    given(aware, { offices: [] }).when(requestShare()).thenRefused("NOT_A_SPEAKER");
    const offices = [{ office: "chief-executive" }, { office: "monitoring-officer" }] as const;
    given(aware, { offices }).when(requestShare()).thenRefused("OFFICE_REQUIRED", "office");
    given(aware, { offices })
      .when(requestShare({ office: "leader" }))
      .thenRefused("NOT_A_SPEAKER", "office");
  });

  it("is refused with every fault of its input", () => {
    given(aware)
      .when(requestShare({ body: "nobody", purpose: "escalate-support", until: TODAY }))
      .thenRefusedAll([
        ["UNKNOWN_BODY", "body"],
        ["ESCALATION_NOT_IN_ADVANCE", "purpose"],
        ["INVALID_INPUT", "until"],
      ]);
    given(aware)
      .when(requestShare({ body: "cib-london" }))
      .thenRefused("BODY_OUT_OF_SCOPE", "body");
    given([...aware, explained()])
      .when(requestShare())
      .thenRefused("NO_FURTHER_ACTION");
    given([...aware, explained(), closed()])
      .when(requestShare())
      .thenRefused("CONCERN_CLOSED");
  });

  it("shows that the council has been reached on the shares that wait for it", () => {
    given([...aware, proposed()])
      .when(requestShare())
      .then([shareRequested(), { type: "CouncilReached.v1", data: { share: "share", how: "spoke", answerBy: ANSWER_BY } }]);
  });

  it("is left to the chief executive and the leader where one of them is against sharing the matter with the body, or agrees to less", () => {
    for (const position of ["objects", "agrees-with-conditions"] as const) {
      const positions = [elsewhere(position, "leader")];
      given(aware, { positions, ...asOfficer })
        .when(requestShare())
        .thenRefused("HEAD_HAS_SPOKEN", "body");
      given(aware, { positions, ...asLeader })
        .when(requestShare())
        .then([shareRequested({ office: "leader" })]);
    }
    given(aware, { positions: [elsewhere("agrees", "leader")], ...asOfficer })
      .when(requestShare())
      .then([shareRequested({ office: "section-151-officer" })]);
  });
});

describe("A head's objection on a concern that the officer does not read", () => {
  const positions = [elsewhere("objects", "leader")];
  const readsSharingRecord = () => false;

  it("does not refuse the officer's request, which would tell of that concern", () => {
    given(aware, { positions, readsSharingRecord, ...asOfficer })
      .when(requestShare())
      .then([shareRequested({ office: "section-151-officer" })]);
  });

  it("still prevents the share that an adviser would make for it", () => {
    given([...aware, shareRequested({ office: "section-151-officer" })], { positions })
      .when(makeRequestedShare())
      .thenRefused("REQUEST_OPPOSED", "request");
  });

  it("refuses the request if a head objected on the same concern too", () => {
    const other = proposed({ share: "other", body: PEERS, parts: ["headline", "summary"] });
    given([...aware, other, stated("objects", { share: "other" })], { readsSharingRecord, ...asOfficer })
      .when(requestShare())
      .thenRefused("HEAD_HAS_SPOKEN", "body");
  });
});

describe("An adviser", () => {
  it("makes the requested share without another round, though no awareness record names the body", () => {
    given(requested).when(makeRequestedShare()).then(madeAsRequested());
    expect(statusOf(shareOf(answered), TODAY_ALONE)).toBe("live");
    expect(factsOf(concernOf(answered), TODAY_ALONE)).toMatchObject({
      ...{ headlineSharedWith: [PEERS], summarySharedWith: [PEERS], evidenceSharedWith: [] },
    });
  });

  it("makes it for a department or inspectorate whose remit is another strand: the request is the council's agreement", () => {
    given([...aware, shareRequested({ body: "ofsted" })])
      .when(makeRequestedShare())
      .then(madeAsRequested({ body: "ofsted", beyondRemit: true }));
  });

  it("makes it once", () => {
    given(answered).when(makeRequestedShare()).thenNothing();
    given(answered).when(declineShareRequest()).thenRefused("REQUEST_ANSWERED", "request");
    given(answered).when(withdrawShareRequest()).thenRefused("REQUEST_ANSWERED", "request");
  });

  it("declines it with a reason, once", () => {
    given(requested).when(declineShareRequest()).then([requestDeclined()]);
    for (const command of [declineShareRequest(), makeRequestedShare(), withdrawShareRequest()])
      given([...requested, requestDeclined()])
        .when(command)
        .thenRefused("REQUEST_ANSWERED", "request");
  });

  it("is refused a request that there is not, one of their own, and one whose last day has passed", () => {
    for (const command of [makeRequestedShare("other"), declineShareRequest("other"), withdrawShareRequest("other")])
      given(requested).when(command).thenRefused("UNKNOWN_REQUEST", "request");
    for (const command of [makeRequestedShare(), declineShareRequest()])
      given(requested, { actor: COUNCIL_OFFICER }).when(command).thenRefused("REQUEST_BY_YOU", "request");
    given(requested, { today: "2026-07-01" }).when(makeRequestedShare()).thenRefused("SHARE_EXPIRED", "request");
  });

  it("is refused while the concern cannot be shared", () => {
    given([...requested, explained()])
      .when(makeRequestedShare())
      .thenRefused("NO_FURTHER_ACTION");
    given([...requested, evidenceWithdrawn()])
      .when(makeRequestedShare())
      .thenRefused("NO_EVIDENCE_LEFT");
  });

  it("is refused where another head is against it, or the council has since said less of sharing the matter with the body", () => {
    for (const position of ["objects", "agrees-with-conditions"] as const) {
      given(requested, { positions: [elsewhere(position, "leader")] })
        .when(makeRequestedShare())
        .thenRefused("REQUEST_OPPOSED", "request");
      // The same head has asked for it after that.
      given(requested, { positions: [elsewhere(position, "chief-executive", "2026-02-19T10:00:00.000Z")] })
        .when(makeRequestedShare())
        .then(madeAsRequested());
    }
  });

  it("is refused once the concern was concluded and reopened, and made where the council requested it after that", () => {
    const again = [explained(), reopened()];
    given([...requested, ...again])
      .when(makeRequestedShare())
      .thenRefused("REQUEST_LAPSED", "request");
    given([...requested.slice(0, -1), ...again, ...requested.slice(-1)])
      .when(makeRequestedShare())
      .then(madeAsRequested());
  });

  it("is refused after the council objected to sharing it with the body on another share of the concern", () => {
    const other = proposed({ share: "other", body: PEERS, parts: ["headline", "summary"] });
    given([...requested, other, stated("objects", { share: "other" })])
      .when(makeRequestedShare())
      .thenRefused("REQUEST_OPPOSED", "request");
  });
});

describe("The council", () => {
  it("takes its request back before it is answered; what a head requested, a head takes back", () => {
    given(requested).when(withdrawShareRequest()).then([requestWithdrawn()]);
    given(requested, asLeader)
      .when(withdrawShareRequest())
      .then([requestWithdrawn({ office: "leader" })]);
    given(requested, asOfficer).when(withdrawShareRequest()).thenRefused("HEAD_HAS_SPOKEN", "request");
    given([...aware, shareRequested({ office: "monitoring-officer" })], asOfficer)
      .when(withdrawShareRequest())
      .then([requestWithdrawn({ office: "section-151-officer" })]);
    given([...requested, requestWithdrawn()])
      .when(makeRequestedShare())
      .thenRefused("REQUEST_ANSWERED", "request");
  });

  it("objects to the share that was made for it as to any other, and that suspends it", () => {
    given(answered)
      .when(statePosition("objects"))
      .then([stated("objects")]);
    expect(statusOf(shareOf([...answered, stated("objects")]), TODAY_ALONE)).toBe("suspended");
    // The request of the chief executive counts, so that no other officer changes it.
    given(answered, asOfficer).when(statePosition("objects")).thenRefused("HEAD_HAS_SPOKEN", "share");
    expect(statusOf(shareOf([...answered, stated("objects", { office: "leader" })]), TODAY_ALONE)).toBe("suspended");
  });

  it("disputes that it was told without suspending the share that it requested", () => {
    const told = [...aware.slice(0, -1), madeAwareNow()];
    const disputed = [...told, shareRequested(), ...madeAsRequested(), awarenessAnswered("not-told")];
    expect(statusOf(shareOf(disputed), TODAY_ALONE)).toBe("live");
    expect(statusOf(shareOf([...answered, madeAware([BODY], "second")]), TODAY_ALONE)).toBe("live");
  });
});
